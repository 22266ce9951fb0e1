"""The ledger: every answer of a folder, one line of JSON each, appended and never changed.

It survives being killed at any moment: a last line that was cut is dropped at the next start. Each line is sealed with
a hash of itself, so that a line that was damaged or edited is set aside (`ledger.damaged.jsonl`) and its article read
again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ValidationError

from extractor.errors import UsageError
from extractor.exports.files import LEDGER, MANIFEST
from extractor.runs.entries import Entry, entry_of, opened
from extractor.runs.index import Index, Place
from extractor.runs.settings import RunSettings
from extractor.schema import ArticleSummary
from extractor.text_files import INDEX as TEXTS_INDEX
from extractor.text_files import TEXTS

DAMAGED: Final = "ledger.damaged.jsonl"
OLD: Final = "ledger.old.jsonl"
_FORMAT: Final = 2
_ROLL: Final = "1"
"""Form of the roll of inputs; an index without it is made anew."""
_SYNC_SECONDS: Final = 0.5
"""How long a line may wait for the disk. A killed process loses nothing either way; a power cut loses at most this."""


class Ledger:
    """The answers of one folder. Only one process may hold it (see `extractor.runs.lock`)."""

    def __init__(self, folder: Path, settings: RunSettings, model: type[BaseModel] = ArticleSummary) -> None:
        """Open or begin a ledger.

        Raises `UsageError` where it belongs to a run with other settings, or does not say to which.
        """
        path = folder / LEDGER
        self.damaged = 0
        """Lines that could not be read and were set aside."""
        self._aside: set[str] | None = None
        """Hashes of the lines that were set aside in any run, once one is."""
        self._folder = folder
        self._model = model
        self._synced = time.monotonic()
        self._indexed = False
        # Written without a buffer, so that a line the disk refuses leaves nothing behind; read with one.
        self._out = path.open("ab", buffering=0)
        self._file = path.open("rb")
        self.index = Index(folder)
        self._mend()
        self.moved = self._move_old(settings)
        """Whether a ledger of an older version was set aside."""
        stored = self._settings()
        if stored is None:
            self._begin(settings)
        elif (refusal := stored.refusal(folder, settings)) is not None:
            self.close()
            raise UsageError(refusal)
        self._catch_up()
        self._indexed = True

    def __len__(self) -> int:
        return len(self.index)

    def __contains__(self, key: str) -> bool:
        return self.index.place(key) is not None

    def get(self, key: str) -> Entry | None:
        """The finished answer of that key, proved to be what was written; None where there is none or a damaged one."""
        place = self.index.place(key)
        if place is None:
            return None
        self._file.seek(place.start)
        line = self._file.read(place.length)
        try:
            entry = entry_of(line, self._model)
            if entry.key == key and entry.status == "done" and entry.summary is not None:
                return entry
        except ValueError:
            pass
        return None

    def look_through(self) -> int:
        """Read every line, after one turned out to be damaged: the index then has the whole ones, wherever they stand.

        The damaged are set aside. Returns how many inputs of this run have no answer any more.
        """
        self.index.forget_answers()
        for start, line in self._lines(0):
            try:
                entry = None if start == 0 else entry_of(line, self._model)
            except ValueError:
                self._set_aside(line)
                continue
            if entry is not None and entry.status == "done" and entry.summary is not None:
                self.index.put(entry.key, Place(start, len(line)))
        lost = self.index.roll.forget_lost()
        self.index.commit()
        return lost

    def append(self, key: str, line: bytes, *, done: bool) -> None:
        """Add an attempt's line (`Entry.line`); when this returns, killing the process cannot lose it.

        Raises `OSError` where the disk refuses it; the ledger is then as it was before.
        """
        place = self._append(line)
        if done:
            self.index.put(key, place)
        if time.monotonic() - self._synced >= _SYNC_SECONDS:
            self._sync(place.start + place.length)

    def close(self) -> None:
        """Bring everything to the disk."""
        if self._file.closed:
            return
        try:
            os.fsync(self._out.fileno())
            if self._indexed:
                self._remember_end(self._file.seek(0, os.SEEK_END))
        finally:
            self.index.close()
            self._out.close()
            self._file.close()

    def _append(self, line: bytes) -> Place:
        start = os.fstat(self._out.fileno()).st_size
        try:
            written = 0
            while written < len(line):
                written += self._out.write(line[written:])
        except OSError:
            self._out.truncate(start)
            raise
        return Place(start, len(line))

    def _sync(self, end: int) -> None:
        """Bring the ledger to the disk, and then the index of what is there."""
        os.fsync(self._out.fileno())
        self._remember_end(end)
        self.index.commit()
        self._synced = time.monotonic()

    def _begin(self, settings: RunSettings) -> None:
        """Write the first line, which says what the ledger is of; a damaged one is replaced.

        Raises `UsageError` where nothing else says that the lines behind it are of a run with these settings.
        """
        path = self._folder / LEDGER
        first = _bytes({"settings": settings.model_dump(mode="json"), "format": _FORMAT}) + b"\n"
        damaged = self._first()
        if self._file.seek(0, os.SEEK_END) <= len(damaged):
            self._out.truncate(0)
            self.index.clear()
            self._append(first)
            return
        if self.index.fact("ledger") != _digest(first) and _fingerprint_of(self._folder) != settings.fingerprint:
            self.close()
            raise UsageError(
                f"The first line of {path}, which says with which settings it was made, is damaged; "
                "choose another --out, or --fresh to begin anew (completions that were paid for are kept)."
            )
        self._set_aside(damaged)
        self._file.seek(len(damaged))
        draft = path.with_name(f".{LEDGER}.part")
        with draft.open("wb") as whole:
            whole.write(first)
            shutil.copyfileobj(self._file, whole)
            os.fsync(whole.fileno())
        draft.replace(path)
        self._reopen()

    def _reopen(self) -> None:
        self._out.close()
        self._file.close()
        self._out = (self._folder / LEDGER).open("ab", buffering=0)
        self._file = (self._folder / LEDGER).open("rb")

    def _move_old(self, settings: RunSettings) -> bool:
        """Set a ledger aside whose lines have no seals. Raises `UsageError` where it holds what was paid for."""
        try:
            first = json.loads(self._first())
            old = isinstance(first, dict) and "settings" in first and "format" not in first
        except ValueError:
            return False
        if not old:
            return False
        if settings.engine != "rules" or first["settings"].get("engine") != "rules":
            self.close()
            raise UsageError(
                f"{self._folder} was made by an older version, which kept no completions that could be proved anew; "
                "choose another --out, or --fresh to ask again."
            )
        (self._folder / LEDGER).replace(self._folder / OLD)
        self._reopen()
        return True

    def _mend(self) -> None:
        """Drop a last line without its end: a process was killed while it wrote."""
        end = size = self._file.seek(0, os.SEEK_END)
        while end > 0:
            begin = max(0, end - 65_536)
            self._file.seek(begin)
            cut = self._file.read(end - begin).rfind(b"\n")
            if cut >= 0:
                end = begin + cut + 1
                break
            end = begin
        if end < size:
            self._out.truncate(end)

    def _settings(self) -> RunSettings | None:
        """The settings the ledger was begun with; None where its first line is none."""
        self._file.seek(0)
        line = self._file.readline()
        try:
            return RunSettings.model_validate(json.loads(line)["settings"])
        except (ValueError, KeyError, TypeError, ValidationError):
            return None

    def _catch_up(self) -> None:
        """Index what was written since the index was last saved; all of it where the index is of another file."""
        head = _digest(self._first())
        size = self._file.seek(0, os.SEEK_END)
        end = int(self.index.fact("end") or 0)
        anew = (self.index.fact("ledger"), self.index.fact("roll")) != (head, _ROLL) or not self._ends_a_line(end)
        if anew:
            self.index.clear()
            self.index.forget("written")
            end = 0
        self.index.remember("ledger", head)
        self.index.remember("roll", _ROLL)
        for start, line in self._lines(end):
            if start == 0:
                continue
            self._file_line(start, line)
        if anew:
            self._place_adopted()
        self._remember_end(size)
        self.index.commit()

    def _ends_a_line(self, end: int) -> bool:
        """Whether a line ends at that byte, so that the index can be of this file."""
        self._file.seek(max(0, end - 1))
        return end == 0 or self._file.read(1) == b"\n"

    def _file_line(self, start: int, line: bytes) -> None:
        try:
            record = opened(line)
            key, doc_id = str(record["key"]), str(record["doc_id"])
            if record["status"] == "done" and record.get("summary") is not None:
                self.index.put(key, Place(start, len(line)))
                self.index.roll.adopt(doc_id, key, None, None)
            elif record["status"] == "failed":
                self.index.roll.adopt(doc_id, key, str(record.get("error")), str(record.get("message") or ""))
        except (ValueError, KeyError, TypeError):
            self._set_aside(line)

    def _place_adopted(self) -> None:
        """Where the articles of the ledger came from, as far as the texts' index still says."""
        with suppress(OSError, ValueError), (self._folder / TEXTS / TEXTS_INDEX).open(encoding="utf-8") as file:
            for line in file:
                record = json.loads(line)
                self.index.roll.place(record["id"], record["source"], record.get("text"), record.get("url"))

    def _remember_end(self, end: int) -> None:
        self.index.remember("end", str(end))

    def _first(self) -> bytes:
        self._file.seek(0)
        return self._file.readline()

    def _lines(self, start: int) -> Iterator[tuple[int, bytes]]:
        self._file.seek(start)
        for line in self._file:
            yield start, line
            start += len(line)

    def _set_aside(self, line: bytes) -> None:
        """Keep a line that cannot be read where a person can look at it."""
        line = line if line.endswith(b"\n") else line + b"\n"
        if self._aside is None:
            with (self._folder / DAMAGED).open("a+b") as file:
                file.seek(0)
                self._aside = {_digest(one) for one in file}
        if _digest(line) in self._aside:
            return
        self._aside.add(_digest(line))
        self.damaged += 1
        with (self._folder / DAMAGED).open("ab") as file:
            file.write(line)


def _bytes(record: object) -> bytes:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def _fingerprint_of(folder: Path) -> str | None:
    """Of which settings the folder's account says that it is; None where it says nothing."""
    try:
        account = json.loads((folder / MANIFEST).read_bytes())
        return str(account["fingerprint"])
    except (OSError, ValueError, TypeError, KeyError):
        return None


def finished_keys(folder: Path) -> set[str]:
    """The keys of all answers in a folder's ledger, read without touching it; none where there is no ledger."""
    keys: set[str] = set()
    try:
        with (folder / LEDGER).open("rb") as file:
            for line in file:
                try:
                    record = opened(line)
                    if record["status"] == "done":
                        keys.add(str(record["key"]))
                except (ValueError, TypeError, KeyError):
                    continue
    except (FileNotFoundError, NotADirectoryError):
        return keys
    return keys
