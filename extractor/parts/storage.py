"""A folder on any filesystem that pyarrow or fsspec knows: files are put there whole, listed and read."""

from __future__ import annotations

import os
import re
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from extractor.errors import UsageError
from extractor.extras import require
from extractor.terminal import one_line

_T = TypeVar("_T")

_URI: Final = re.compile(r"[a-z][a-z0-9+.-]+://")
_WAITS: Final = (1.0, 4.0, 15.0)
"""Seconds before a store that fails is asked once more: a run of hours does not end for a moment's fault."""
_SAID: Final = 200
"""Characters of a library's own words that a message repeats."""
_FAULTS: Final = (
    (
        re.compile("NETWORK_CONNECTION|curlCode: (?:6|7|28)\\b"),
        "cannot be reached: no server answers there; see whether this machine has a network, and name a server that is "
        "not Amazon's with AWS_ENDPOINT_URL=http://HOST:PORT.",
    ),
    (
        re.compile("ACCESS_DENIED|HTTP status 403|INVALID_ACCESS_KEY_ID|SIGNATURE_DOES_NOT_MATCH"),
        "may not be read with these keys; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to some that may.",
    ),
    (re.compile("NO_SUCH_BUCKET|Bucket '[^']*' not found"), "has no such bucket; see how it is spelt."),
)
"""What S3's library says -> what to tell: its own words name curl's codes, and neither cause nor way out."""
_DELAYED: Final = "allow_delayed_open"
_DRAFT: Final = "."
"""What the names of files begin with that are being written: nobody lists or reads them."""


def is_uri(place: str) -> bool:
    """Whether a place is named by an address (`s3://bucket/folder`), and not by a path."""
    return _URI.match(place) is not None


def plain_uri(place: str) -> str:
    """An address without name, password and parameters: what may be written down and shown."""
    parts = urlsplit(place)
    return f"{parts.scheme}://{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}{parts.path}"


@dataclass(frozen=True)
class Storage:
    """The folder `root`: a path, or an address with what its filesystem needs (`?endpoint_override=...`).

    Processes that have no secrets of their own find them where the filesystem's library looks: in the environment.
    """

    root: str

    @cached_property
    def _opened(self) -> tuple[Any, str]:
        """The filesystem, and the folder's path in it."""
        require("tables", "Results in parts", ("pyarrow",))
        from pyarrow import fs

        if not is_uri(self.root):
            return fs.LocalFileSystem(), str(Path(self.root).absolute())
        try:
            system, path = fs.FileSystem.from_uri(_in_one_request(self.root))
        except (ValueError, NotImplementedError) as error:
            return _by_fsspec(self.root, str(error))
        return system, path

    @property
    def is_local(self) -> bool:
        """Whether it is a folder of this machine's file tree (NFS too), where a file can be renamed."""
        from pyarrow import fs

        return isinstance(self._opened[0], fs.LocalFileSystem)

    @property
    def shown(self) -> str:
        """The root without secrets."""
        return plain_uri(self.root) if is_uri(self.root) else self.root

    def put(self, name: str, data: bytes) -> None:
        """Write a whole file: whoever lists or reads the folder sees all of it or nothing.

        Where files can be renamed, it is written beside its place first; an object store shows an object once it is
        whole. Raises `OSError`.
        """
        system, root = self._opened
        place = f"{root}/{name}"
        if not self.is_local:
            _patiently(lambda: _put(system, place, data))
            return
        folder, _, last = place.rpartition("/")
        draft = Path(folder) / f"{_DRAFT}{last}.{uuid.uuid4().hex[:8]}.part"
        draft.parent.mkdir(parents=True, exist_ok=True)
        try:
            with draft.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(place)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise

    def names(self, folder: str, prefix: str = "") -> list[str]:
        """The names of the files in a folder below the root, sorted; drafts are left out. Raises `OSError`."""
        system, root = self._opened
        if self.is_local:
            return _names_here(Path(root) / folder, prefix)
        from pyarrow import fs

        base = f"{root}/{folder}" if folder else root
        found = _patiently(lambda: system.get_file_info(fs.FileSelector(base, allow_not_found=True)))
        names = (one.base_name for one in found if one.type == fs.FileType.File)
        return sorted(name for name in names if name.startswith(prefix) and not name.startswith(_DRAFT))

    def walk(self) -> Iterator[tuple[str, int]]:
        """Every file below the root: its path from there, and its size. Raises `OSError`."""
        from pyarrow import fs

        system, root = self._opened
        selected = fs.FileSelector(root, recursive=True, allow_not_found=True)
        found = system.get_file_info if self.is_local else lambda one: _patiently(lambda: system.get_file_info(one))
        for one in found(selected):
            if one.type == fs.FileType.File:
                yield one.path.removeprefix(root).lstrip("/"), int(one.size or 0)

    def is_file(self, name: str = "") -> bool:
        """Whether there is a file of that name; without a name, whether the root is one."""
        from pyarrow import fs

        system, root = self._opened
        found = system.get_file_info(f"{root}/{name}" if name else root)
        return bool(found.type == fs.FileType.File)

    def open(self, name: str = "") -> Any:
        """A file (or the root) to read from several places. Raises `OSError`."""
        system, root = self._opened
        place = f"{root}/{name}" if name else root
        return system.open_input_file(place) if self.is_local else _patiently(lambda: system.open_input_file(place))

    def read(self, name: str) -> bytes | None:
        """A whole file; None where there is none."""
        try:
            with self.open(name) as file:
                return bytes(file.read())
        except FileNotFoundError:
            return None

    def delete(self, name: str) -> None:
        """Remove a file, where it is there."""
        system, root = self._opened
        with suppress(FileNotFoundError):
            system.delete_file(f"{root}/{name}")

    def delete_folder(self, name: str) -> None:
        """Remove a folder with all that is in it, where it is there: at an address in few requests."""
        system, root = self._opened
        with suppress(FileNotFoundError):
            system.delete_dir(f"{root}/{name}")


def unreadable(place: str, error: OSError) -> str:
    """Why an address cannot be read, in a sentence with the way out; the libraries' own words where they are new."""
    shown, said = plain_uri(place), one_line(str(error))
    for signs, reason in _FAULTS:
        if signs.search(said):
            return f"{shown} {reason}"
    return f"{shown} cannot be read: {said[:_SAID].rstrip(' .')}."


def _put(system: Any, place: str, data: bytes) -> None:
    with system.open_output_stream(place) as stream:
        stream.write(data)


def _patiently(work: Callable[[], _T]) -> _T:
    """What comes of work over the wire, tried again where it fails. Raises `OSError`."""
    for wait in _WAITS:
        try:
            return work()
        except FileNotFoundError:
            raise
        except OSError:
            time.sleep(wait)
    return work()


def _names_here(folder: Path, prefix: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            names = [one.name for one in entries if one.name.startswith(prefix) and not one.name.startswith(_DRAFT)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(names)


def _in_one_request(root: str) -> str:
    """The address, with which S3 takes a file of a few megabytes in one request, and not in three."""
    if not root.startswith("s3://") or _DELAYED in root:
        return root
    return f"{root}{'&' if '?' in root else '?'}{_DELAYED}=true"


def _by_fsspec(root: str, reason: str) -> tuple[Any, str]:
    """The filesystem as fsspec knows it. Raises `UsageError` where it knows none."""
    try:
        import fsspec
        from pyarrow import fs

        system, path = fsspec.core.url_to_fs(root)
    except (ImportError, ValueError) as error:
        raise UsageError(
            f"{plain_uri(root)} cannot be opened: neither pyarrow ({reason}) nor fsspec ({error}) knows how; "
            "install the package of that filesystem."
        ) from None
    return fs.PyFileSystem(fs.FSSpecHandler(system)), str(path).rstrip("/")
