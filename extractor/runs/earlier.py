"""What earlier runs left in a folder's roll, read by a connection of its own in the thread that reads the inputs."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from extractor.runs.rows import packed_key, place_of, plain, unpacked_key
from extractor.runs.work import Kept, Work

RECORD: Final = re.compile(r":\d+$")
"""The end of a place in a file of records."""
_STANDING: Final = (
    "SELECT doc_id, number, origin, place, key, content, text, url FROM roll"
    " WHERE number BETWEEN ? AND ? AND run < ? AND status = 'done'"
)
"""A row that is done has an answer: where that is lost, `Roll.forget_lost` says so."""
_IN_ORDER: Final = (
    "SELECT number, key, origin, place, text FROM roll"
    " WHERE number BETWEEN ? AND ? AND run < ? AND status = 'done' AND content IS NOT NULL ORDER BY number"
)
"""What tells whether a row is an input's: its key is made of the id, all that was read, and the address."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The input that has an id since an earlier run; `content` is null where only its answer is known."""

    origin: str
    place: str
    key: str | None
    content: bytes | None

    def is_same_source(self, origin: str) -> bool:
        """Whether an input of that origin is of the same file."""
        place = place_of(origin)
        return bool(place) and RECORD.sub("", place) == RECORD.sub("", self.place)


class Earlier:
    """Reads, by a connection of its own, what earlier runs left; for the thread that reads the inputs."""

    def __init__(self, path: Path, now: int) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA cache_size=-8000")
        self._now = now
        self._here = f"{Path.cwd()}{os.sep}"
        self._any = self._db.execute("SELECT 1 FROM roll WHERE run < ? LIMIT 1", (now,)).fetchone() is not None

    def holder(self, doc_id: str) -> Holder | None:
        """The article that has this id since an earlier run; None where the id is free."""
        if not self._any:
            return None
        row = self._db.execute(
            "SELECT origin, place, key, content FROM roll WHERE doc_id = ? AND run < ? AND status = 'done'",
            (plain(doc_id), self._now),
        ).fetchone()
        return None if row is None else Holder(row[0], row[1], row[2] and unpacked_key(row[2]), row[3])

    def kept(self, works: Sequence[Work]) -> list[Kept]:
        """Which of these inputs are rows as they stand: id, source, place, key, hash, text and address are the same.

        One look-up, of the rows about that of the first input or, where it has none, of the last.
        """
        first = self._first_row(works)
        if first is None:
            return []
        if self._are_in_order(works, first):
            return [Kept(first, works[0].number, len(works))]
        rows = {row[0]: row[1:] for row in self._db.execute(_STANDING, (first, first + len(works) - 1, self._now))}
        kept: list[Kept] = []
        row, number, count = 0, 0, 0
        for work in works:
            found = rows.get(work.article.doc_id)
            if found is None or not self._is_same(work, found):
                continue
            if count and found[0] == row + count and work.number == number + count:
                count += 1
                continue
            if count:
                kept.append(Kept(row, number, count))
            row, number, count = found[0], work.number, 1
        return [*kept, Kept(row, number, count)] if count else kept

    def _are_in_order(self, works: Sequence[Work], first: int) -> bool:
        """Whether these inputs, one behind the other, are the rows from that number on, as in a run given once more."""
        if works[-1].number - works[0].number != len(works) - 1:
            return False
        rows = self._db.execute(_IN_ORDER, (first, first + len(works) - 1, self._now)).fetchall()
        here = self._here
        return rows == [
            (number, packed_key(work.key), work.origin, f"{here}{work.origin}", work.text)
            if work.origin[:1] != os.sep
            else (number, packed_key(work.key), work.origin, work.origin, work.text)
            for number, work in enumerate(works, first)
        ]

    def _first_row(self, works: Sequence[Work]) -> int | None:
        """The number that the row of the first of these inputs has, or would have beside that of the last."""
        if not self._any or not works:
            return None
        for work, before in ((works[0], 0), (works[-1], len(works) - 1)):
            found = self._db.execute(
                "SELECT number FROM roll WHERE doc_id = ? AND run < ? AND status = 'done'",
                (plain(work.article.doc_id), self._now),
            ).fetchone()
            if found is not None:
                return int(found[0]) - before
        return None

    def _is_same(self, work: Work, row: tuple[int, str, str, bytes, bytes | None, str | None, str | None]) -> bool:
        """The place is compared where it depends on the folder that the command is given in."""
        _, origin, place, key, content, text, url = row
        return (
            origin == work.origin
            and content == work.start
            and text == work.text
            and url == work.article.url
            and (key.hex() == work.key or key == packed_key(work.key))
            and (origin[:1] == os.sep or place == self._here + origin or place == place_of(origin, self._here))
        )

    def close(self) -> None:
        """Let go of it."""
        self._db.close()
