"""The roll of a folder: every input that it knows, from all its runs, and what became of each.

A run adds to it. An input is known by its article's id, and its row goes where the same input has a new outcome; a row
whose input a run was not given stays (docs/decisions/017).
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from extractor.runs.earlier import RECORD, Earlier
from extractor.runs.moved import is_same_input
from extractor.runs.outcome import ArticleOutcome
from extractor.runs.rows import RollCounts, Row, packed_key, place_of, plain, row_of, unpacked_key
from extractor.runs.work import Kept, is_rising, join

_TABLES: Final = """
DROP TABLE IF EXISTS outcomes;
CREATE TABLE IF NOT EXISTS roll (number INTEGER PRIMARY KEY, run INTEGER NOT NULL, doc_id TEXT NOT NULL,
  origin TEXT NOT NULL, place TEXT NOT NULL, status TEXT NOT NULL, key BLOB, content BLOB, version TEXT,
  reused INTEGER NOT NULL, text TEXT, url TEXT, error TEXT, message TEXT);
CREATE TABLE IF NOT EXISTS roll_digest (digest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS roll_run (number INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS roll_by_id ON roll (doc_id);
CREATE INDEX IF NOT EXISTS roll_by_place ON roll (place);
CREATE INDEX IF NOT EXISTS roll_unfinished ON roll (status, error) WHERE status != 'done';
"""
_INSERT: Final = "INSERT OR REPLACE INTO roll VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
_SAME_ID: Final = "DELETE FROM roll WHERE doc_id = ? AND run < ? AND (status != 'failed' OR place IN ('', ?))"
"""The article's own row: `Feed` has let none through that is another's."""
_SAME_PLACE: Final = "DELETE FROM roll WHERE place = ? AND run < ? AND (status = 'failed' OR content = ?)"
"""An earlier failure of the input, and the same article under another id."""
_FAILED_NOW: Final = "DELETE FROM roll WHERE place = ? AND run < ? AND (status = 'failed' OR doc_id = ?)"
"""An input that gave no article this time: its own rows and no others."""
_FAILED_ELSEWHERE: Final = """
SELECT number, place FROM roll WHERE doc_id = ? AND run < ? AND status = 'failed' AND place NOT IN ('', ?)
"""
_KEEP: Final = "UPDATE roll SET run = ?, reused = 1 WHERE number BETWEEN ? AND ? AND run < ? AND status = 'done'"
"""Rows that are this run's as they stand: their keys say that the same engine read them."""
_COUNTED: Final = """
SELECT count(*) FILTER (WHERE status = 'done'), count(*) FILTER (WHERE status = 'done' AND (reused OR run < ?1)),
  count(*) FILTER (WHERE status != 'not_taken' AND run = ?1),
  count(*) FILTER (WHERE status != 'not_taken' AND run < ?1),
  count(*) FILTER (WHERE status = 'done' AND run < ?1 AND version != ?2) FROM roll
"""
_MOVE: Final = "UPDATE roll SET number = number + ? WHERE number BETWEEN ? AND ?"
_SCATTERED: Final = 1000
"""Gaps between rows that are kept; where there are more, the rows are moved at once."""
_BATCH: Final = 400
_SHOWN: Final = "doc_id, origin, status, key, reused, error, message, content, text, url, place"


class Roll:
    """The roll, in the database of a folder's index."""

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        """Make the table where it is missing. Raises `sqlite3.Error` where the file is no database."""
        self._db = db
        self._path = path
        self._here = str(Path.cwd())
        self._db.executescript(_TABLES)
        self._now = self._last_run()
        self._base = self._next_number()
        self._after_others = self._base > 0
        self._failed_before = self._any_failed()
        """Whether an earlier run has left a failure."""
        self._kept: list[Kept] = []
        """Rows that this run has taken over and not moved."""
        self._unmarked: list[Kept] = []
        """Those of them that the table does not yet have as this run's: in a run that only keeps, it never has."""
        self._added = False
        """Whether this run has rows beside those."""
        self._changed = False
        """Whether anything in the table is another since this run began."""
        self._counts: RollCounts | None = None
        """As they are now, where they were counted since anything came in."""
        known = self._db.execute("SELECT digest FROM roll_digest").fetchone()
        self._digest: str | None = known and known[0]
        """As the table has it."""

    def clear(self) -> None:
        """Forget every input."""
        self._change()
        self._run("DELETE FROM roll")

    def begin(self) -> None:
        """Another run, or another pass over its inputs, begins: what is known until now is of an earlier one."""
        self._order()
        self._unmarked.clear()
        self._run("DELETE FROM roll WHERE status != 'done' AND status = 'not_taken'")
        self._base = self._next_number()
        self._now += 1
        self._run("DELETE FROM roll_run")
        self._run("INSERT INTO roll_run VALUES (?)", (self._now,))
        self._after_others = self._base > 0
        self._failed_before = self._any_failed()
        self._added = self._changed = False
        self._counts = None

    def earlier(self) -> Callable[[], Earlier]:
        """What makes, in any thread, a reader of the rows of earlier runs."""
        path, now = self._path, self._now
        return lambda: Earlier(path, now)

    def end(self, outcomes: Iterable[tuple[int, ArticleOutcome]], version: str | None = None) -> None:
        """What became of some inputs, by their number in this run; `version` is that of the engine that reads."""
        rows = [row_of(self._base + number, self._now, one, version, self._here) for number, one in outcomes]
        if not rows:
            return
        self._change()
        self._added = True
        if self._after_others:
            self._make_room(rows)
        self._many(_INSERT, rows)

    def keep(self, kept: Sequence[Kept]) -> bool:
        """Take rows of earlier runs over as they are; false where one is gone, and none may be taken for settled.

        Where the run has changed nothing so far, the rows are those that `Earlier` saw, and nothing is written.
        """
        self._counts = None
        if self._changed or not is_rising([*self._unmarked[-1:], *kept]):
            self._mark()
            self._changed = True
            if not self._take(kept):
                return False
        else:
            join(self._unmarked, kept)
        join(self._kept, kept)
        if len(self._kept) > _SCATTERED:
            self._move()
        return True

    def _take(self, kept: Sequence[Kept]) -> bool:
        """Make these rows this run's; false, and none is, where they are not all there."""
        rows = [(self._now, one.first, one.first + one.size - 1, self._now) for one in kept]
        self._run("SAVEPOINT kept")
        whole = self._many(_KEEP, rows) == sum(one.size for one in kept)
        if not whole:
            self._run("ROLLBACK TO kept")
        self._run("RELEASE kept")
        return whole

    def _mark(self) -> None:
        """Let the table have the rows that were kept as this run's."""
        if self._unmarked:
            self._take(self._unmarked)
            self._unmarked.clear()

    def _order(self) -> None:
        """Bring the rows that were kept to their inputs' places, unless they are in order where they stand."""
        kept = self._kept
        if kept and (self._added or not self._is_in_order()):
            self._move()
        kept.clear()

    def _is_in_order(self) -> bool:
        """Whether the rows that were kept have passed no other."""
        if not is_rising(self._kept):
            return False
        first = self._kept[0].first
        if sum(one.size for one in self._kept) == self._base - first:
            return True
        self._mark()
        passed = "SELECT 1 FROM roll WHERE number > ? AND run < ? LIMIT 1"
        return self._run(passed, (first + self._kept[0].size - 1, self._now)).fetchone() is None

    def _move(self) -> None:
        self._change()
        self._added = True
        moves = [(self._base + one.number - one.first, one.first, one.first + one.size - 1) for one in self._kept]
        self._many(_MOVE, moves)
        self._kept.clear()

    def adopt(self, doc_id: str, key: str, error: str | None, message: str | None) -> None:
        """An attempt that the ledger has and the roll may have lost: the newest of an article counts."""
        packed = packed_key(key)
        if error is None and self._run("SELECT 1 FROM roll WHERE doc_id = ? AND key = ?", (doc_id, packed)).fetchone():
            return
        self._change()
        self._run("DELETE FROM roll WHERE doc_id = ?", (plain(doc_id),))
        one = ArticleOutcome(doc_id, "", "failed" if error else "done", key, True, error, message)
        self._many(_INSERT, [row_of(self._base, self._now, one, None, self._here)])
        self._base += 1

    def place(self, doc_id: str, origin: str, text: str | None, url: str | None) -> None:
        """Where an adopted article came from."""
        self._change()
        values = (origin, place_of(origin, self._here), text, url, doc_id)
        self._run("UPDATE roll SET origin = ?, place = ?, text = ?, url = ? WHERE doc_id = ? AND origin = ''", values)

    def drop_settled(self, roots: Sequence[str]) -> None:
        """Drop the failures of earlier runs at or below places that this run has looked through."""
        looked = frozenset(roots)
        sql = "SELECT number, place FROM roll WHERE status != 'done' AND status = 'failed' AND run < ?"
        rows = self._run(sql, (self._now,)).fetchall()
        for number, place in rows:
            path = Path(RECORD.sub("", place))
            if place and any(str(above) in looked for above in (path, *path.parents)):
                self._change()
                self._run("DELETE FROM roll WHERE number = ?", (number,))

    def forget_lost(self) -> int:
        """The rows whose answers are lost are no longer what an input is taken for as it stands.

        Returns how many of them are this run's.
        """
        self._change()
        lost = "status = 'done' AND key NOT IN (SELECT key FROM answers)"
        count = self._run(f"SELECT count(*) FROM roll WHERE {lost} AND run = ?", (self._now,)).fetchone()[0]
        self._run(f"UPDATE roll SET content = NULL WHERE {lost}")
        return int(count)

    def left(self, most: int) -> Iterator[tuple[str, str]]:
        """Ids and places of the results whose inputs the last run was not given, `most` at most.

        `counted` goes before: where the run has only kept rows, they are all its own.
        """
        if self._unmarked:
            return iter(())
        sql = "SELECT doc_id, place FROM roll WHERE status = 'done' AND run < ? AND place != '' ORDER BY number LIMIT ?"
        return self._run(sql, (self._now, most))

    def has_failed(self, place: str) -> bool:
        """Whether the last run could not read what stands at that place."""
        sql = "SELECT 1 FROM roll WHERE place = ? AND run = ? AND status = 'failed'"
        return self._run(sql, (place, self._now)).fetchone() is not None

    def lose(self, numbers: Sequence[int], error: str, message: str) -> None:
        """Rows whose answers cannot be read any more are failures."""
        for number in numbers:
            self._change()
            values = (error, message, number)
            self._run("UPDATE roll SET status = 'failed', key = NULL, error = ?, message = ? WHERE number = ?", values)

    def outcomes(self) -> Iterator[tuple[int, ArticleOutcome]]:
        """Every row with its number, those of earlier runs first, then this run's in its inputs' order."""
        self._order()
        self._mark()
        for number, *rest in self._run(f"SELECT number, {_SHOWN} FROM roll ORDER BY number"):
            doc_id, origin, status, key, reused, *others = rest
            key = key and unpacked_key(key)
            yield number, ArticleOutcome(doc_id, origin, status, key, bool(reused), *others)

    def counted(self, version: str) -> RollCounts:
        """How many inputs ended how; `version` is that of the engine that reads."""
        if self._counts is None:
            self._counts = self._count(version)
        return self._counts

    def _count(self, version: str) -> RollCounts:
        unfinished = self._run(
            "SELECT error, count(*) FROM roll WHERE status != 'done' AND status = 'failed' GROUP BY error"
        )
        failures = {str(error or "ExtractorError"): int(count) for error, count in unfinished.fetchall()}
        kept = sum(one.size for one in self._unmarked)
        if not self._changed and kept + sum(failures.values()) == self._count_rows():
            return RollCounts(kept, kept, failures, given=kept, earlier=sum(failures.values()), outdated=0)
        self._mark()
        done, reused, given, earlier, outdated = self._run(_COUNTED, (self._now, version)).fetchone()
        return RollCounts(done, reused, failures, given, earlier, outdated)

    def digest(self) -> str:
        """A hash of what the outputs are made of: each input's answer or failure, its source and address, in order."""
        self._order()
        if self._digest is None:
            self._digest = self._digest_of_rows()
            self._run("INSERT INTO roll_digest VALUES (?)", (self._digest,))
        return self._digest

    def _change(self) -> None:
        """The rows are no longer those that the digest was made of, and that `Earlier` sees."""
        self._mark()
        self._changed = True
        self._counts = None
        if self._digest is not None:
            self._run("DELETE FROM roll_digest")
            self._digest = None

    def _digest_of_rows(self) -> str:
        digest = hashlib.sha256()
        rows = self._run(
            "SELECT key, doc_id, origin, text, url, iif(status = 'done', '', coalesce(error, '') || char(0) ||"
            " coalesce(message, '')) FROM roll WHERE status != 'not_taken' ORDER BY number"
        )
        while some := rows.fetchmany(_BATCH):
            digest.update(repr(some).encode("utf-8", "replace"))
        return digest.hexdigest()

    def _make_room(self, rows: Sequence[Row]) -> None:
        """Delete the rows of earlier runs that these outcomes take the place of."""
        made = [row for row in rows if row.content is not None]
        found = self._many(_SAME_ID, [(row.doc_id, self._now, row.place) for row in made])
        if found < len(made):  # else every id has had its own row, as in a run that goes on
            self._many(_SAME_PLACE, [(row.place, self._now, row.content) for row in made if row.place])
        without = [row for row in rows if row.content is None and row.place]
        self._many(_FAILED_NOW, [(row.place, self._now, row.doc_id) for row in without])
        if self._failed_before:
            for row in rows:
                self._drop_moved(row)

    def _drop_moved(self, row: Row) -> None:
        """Delete the failures of the same input at places where it stood in earlier runs."""
        if row.status not in ("done", "failed") or not row.place:
            return
        for number, place in self._run(_FAILED_ELSEWHERE, (row.doc_id, self._now, row.place)).fetchall():
            if is_same_input(place, row.place):
                self._run("DELETE FROM roll WHERE number = ?", (number,))

    def _last_run(self) -> int:
        """The number of the last run, which an index of an older version has in its rows alone."""
        known = self._db.execute("SELECT number FROM roll_run").fetchone()
        return int((known or self._db.execute("SELECT coalesce(max(run), 0) FROM roll").fetchone())[0])

    def _next_number(self) -> int:
        return int(self._run("SELECT coalesce(max(number), -1) FROM roll").fetchone()[0]) + 1

    def _any_failed(self) -> bool:
        found = self._run("SELECT 1 FROM roll WHERE status != 'done' AND status = 'failed' LIMIT 1")
        return found.fetchone() is not None

    def _count_rows(self) -> int:
        return int(self._run("SELECT count(*) FROM roll").fetchone()[0])

    def _many(self, sql: str, values: Sequence[tuple[object, ...]]) -> int:
        """Run it for each; how many rows it changed."""
        try:
            return self._db.executemany(sql, values).rowcount
        except sqlite3.Error as error:
            raise OSError(None, str(error), str(self._path)) from None

    def _run(self, sql: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        try:
            return self._db.execute(sql, tuple(values))
        except sqlite3.Error as error:
            raise OSError(None, str(error), str(self._path)) from None
