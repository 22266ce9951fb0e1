"""A folder of results at an address, for those who read folders: small files are brought here, parts are read there."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path

from extractor.errors import UsageError
from extractor.parts import names
from extractor.parts.storage import Storage, is_uri, plain_uri, unreadable

_READ_THERE: dict[Path, Storage] = {}
"""Folder of this machine -> the address whose results it stands for, in this process."""


def folder_of(place: str | Path) -> Path:
    """The folder of results at a place: a path as it is, for an address a folder that stands for it until the end.

    Raises `UsageError` where nothing is there that `extractor run --on ray` has left, or it cannot be read.
    """
    if isinstance(place, Path) or not is_uri(place):
        return Path(place)
    storage = Storage(place)
    try:
        found = {name: storage.read(name) for name in names.SMALL}
        if not any(found.values()) and not storage.is_file(names.ROLL):
            raise UsageError(f"{storage.shown} holds no results of `extractor run --on ray`.")
    except OSError as error:
        raise UsageError(unreadable(str(place), error)) from None
    own = tempfile.mkdtemp(prefix="extractor-")
    atexit.register(shutil.rmtree, own, ignore_errors=True)
    folder = Path(own) / (plain_uri(place).rstrip("/").rpartition("/")[2] or "results")
    folder.mkdir()
    for name, data in found.items():
        if data is not None:
            (folder / name).write_bytes(data)
    _READ_THERE[folder] = storage
    return folder


def address_of(folder: Path) -> Storage | None:
    """The address that a folder stands for; None for a folder of its own."""
    return _READ_THERE.get(folder)
