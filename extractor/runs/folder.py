"""The folder of a run: made, locked, and cleared where a fresh start is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from extractor.errors import UsageError
from extractor.exports.files import FILES, LEDGER, SUMMARIES
from extractor.loaders.model import is_hidden, readable
from extractor.parts.names import PARTS, ROLL, SETTINGS
from extractor.runs.calls import CALLS
from extractor.runs.index import delete_index
from extractor.runs.lock import FolderLock
from extractor.runs.settings import RunSettings
from extractor.text_files import INDEX as TEXTS_INDEX
from extractor.text_files import TEXTS

_SIGNS: Final = (LEDGER, SUMMARIES, CALLS)
"""Files of which a folder that a run on this machine has begun in has one at least."""
_NAMED: Final = 5
"""Files that are named where a folder is none for results."""


@contextmanager
def open_folder(out: Path, *, fresh: bool, tables: Iterable[str] = ()) -> Iterator[Path]:
    """Hold a run's folder; with `fresh`, what an earlier run left there is deleted first, the tables of those
    names included.

    The store of calls stays: what was paid for is proved anew, not asked again.

    Raises `UsageError` where it is no folder, is in use, or holds results that have no ledger.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise UsageError(_in_the_way(out)) from None
    except OSError as error:
        raise UsageError(f"The folder {out} cannot be made: {error.strerror}.") from None
    with FolderLock(out):
        if fresh:
            _clear(out, tables)
        elif (out / SETTINGS).exists():
            raise UsageError(f"{out} holds a run of many machines; choose another --out, or go on with --on ray.")
        elif (out / SUMMARIES).exists() and not (out / LEDGER).exists():
            raise UsageError(
                f"{out} holds results of something else; choose another --out, or --fresh to replace them."
            )
        yield out


def guard_folder(out: Path) -> None:
    """Raises `UsageError` where a folder holds files and is no run's: its own `texts/` might be written over.

    Left out of account are hidden files and folders below it that hold nothing or runs.
    """
    if not out.is_dir() or _is_runs(out):
        return
    try:
        found = [path.name + "/" * path.is_dir() for path in sorted(out.iterdir()) if _is_foreign(path)]
    except OSError:
        return  # what the system refuses is told where the folder is opened
    if found:
        more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        held = readable(", ".join(found[:_NAMED])) + more
        raise UsageError(
            f"{readable(str(out))} is no folder of results and not empty (it holds {held}); choose another --out, one "
            "that is new or empty."
        )


def _is_runs(folder: Path) -> bool:
    """Whether a run, here or on many machines, has begun in a folder."""
    many = (folder / PARTS).is_dir() and (folder / SETTINGS).is_file()
    return many or any((folder / name).is_file() for name in _SIGNS) or settings_in(folder) is not None


def _is_foreign(path: Path) -> bool:
    """Whether something in a folder tells that it is used for something else."""
    if is_hidden(path.name):
        return False
    if path.is_symlink() or not path.is_dir():
        return True
    return not _is_runs(path) and any(_is_foreign(one) for one in path.iterdir())


def settings_in(out: Path) -> RunSettings | None:
    """The settings of the run that a folder holds, read without touching it; None where nothing says them."""
    for name in (LEDGER, SETTINGS):
        try:
            with (out / name).open("rb") as file:
                said = json.loads(file.readline() if name == LEDGER else file.read())
            return RunSettings.model_validate(said["settings"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return None


def _in_the_way(out: Path) -> str:
    """What to say where a file stands in the place of the folder, or of one above it."""
    file = next((one for one in (out, *out.parents) if one.exists() and not one.is_dir()), out)
    if file == out:
        return f"{out} is a file, not a folder; choose another --out."
    return f"{out} cannot be made, for {file} is a file; choose another --out."


def _clear(out: Path, tables: Iterable[str]) -> None:
    for name in (*FILES, *tables, LEDGER, ROLL, SETTINGS):
        (out / name).unlink(missing_ok=True)
    for path in (out / PARTS).glob("*.parquet"):
        path.unlink()
    delete_index(out)
    texts = out / TEXTS
    if texts.is_dir() and not texts.is_symlink():
        (texts / TEXTS_INDEX).unlink(missing_ok=True)
        for path in texts.glob("*.txt"):
            path.unlink()
