"""The folder of a run: made, locked, and cleared where a fresh start is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from extractor.errors import UsageError
from extractor.exports.files import FILES, LEDGER, SUMMARIES
from extractor.parts.names import PARTS, ROLL, SETTINGS
from extractor.runs.index import delete_index
from extractor.runs.lock import FolderLock
from extractor.runs.settings import RunSettings
from extractor.text_files import INDEX as TEXTS_INDEX
from extractor.text_files import TEXTS


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
