"""Which input of a run on many machines has an id: asked as inputs are read, so that no article is paid for in vain.

What counts in the end is decided by the roll (`extractor.runs.machines.finish`), by the same rules. Here an input is
refused only where the roll would refuse it whatever else comes.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from extractor.loaders.formats import is_unread
from extractor.parts import names
from extractor.parts.storage import Storage
from extractor.runs.feed import TAKEN
from extractor.runs.identity import start_hash
from extractor.runs.machines.inputs import Given, file_of
from extractor.runs.machines.known import part_names, tables
from extractor.runs.rows import plain
from extractor.text.article import Article

HELD: Final = "The id {id!r} is taken by {holder}; --id path (or url, hash) tells the two apart."
REFUSED: Final = "IdTaken"
"""What a part says of an input that was refused; in the results it is an `InputError`, as in a run on one machine."""
_COLUMNS: Final = (names.NUMBER, names.RUN, names.ID, names.STATUS, names.CONTENT, names.ORIGIN, names.ERROR)
_TABLE: Final = """
CREATE TABLE held (id BLOB PRIMARY KEY, number INTEGER NOT NULL, run INTEGER NOT NULL, content BLOB,
  done INTEGER NOT NULL, origin TEXT NOT NULL) WITHOUT ROWID
"""
_PUT: Final = "INSERT OR REPLACE INTO held VALUES (?, ?, ?, ?, ?, ?)"
_HELD_BY: Final = "SELECT number, run, content, done, origin FROM held WHERE id = ?"


class Claim(NamedTuple):
    """An input that wants its id: the hash of the id, its number, what it is made of, where it came from."""

    id: bytes
    number: int
    content: bytes | None
    origin: str


class Ruling(NamedTuple):
    """Whose an id is: the input's own, or `holder`'s."""

    holder: str | None = None
    earlier: bool = False
    """Whether that one has it since an earlier run."""
    anew: bool = False
    """Whether the article takes it from another: what an earlier run made of it counts no more."""


class Holder(NamedTuple):
    """Who has an id so far. Of this run's, `done` is whether what an earlier run made of it may count."""

    number: int
    run: int
    content: bytes | None
    done: bool
    origin: str

    def gives_way(self, number: int, content: bytes | None) -> bool:
        """Whether a later run's input takes its place: the same article or source, or nothing was made of this one."""
        same = content is not None and content == self.content
        return same or file_of(number) == file_of(self.number) or (not self.done and self.content is None)


class Ids:
    """Who has which id: on disk in a file of its own that goes with the process, whatever the number of inputs."""

    def __init__(self, run: int, replacing: Iterable[int] = ()) -> None:
        """`run` is this run's number, `replacing` are those in which an article takes the place of another source's."""
        # An empty name is a database on disk that SQLite deletes by itself.
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.execute(_TABLE)
        self._run = run
        self._replacing = frozenset(replacing)

    def learn(self, folder: Storage) -> None:
        """Take in who has an id since the earlier runs into a folder. Raises `OSError`."""
        # Parts are named by run and first number, so that they come in the order in which ids were given away.
        for _, table in tables(folder, part_names(folder), list(_COLUMNS)):
            columns = [table.column(name).to_pylist() for name in _COLUMNS]
            for number, run, doc_id, status, content, origin, error in zip(*columns, strict=True):
                if error != REFUSED and (content is not None or not is_unread(origin)):
                    self.had(doc_id, Holder(number, run, content, status == "done", origin))

    def had(self, doc_id: str, row: Holder) -> None:
        """One row of an earlier run; they come by run and number."""
        key = hash_of_id(doc_id)
        before = self._held(key)
        if before is not None:
            replaced = row.run in self._replacing or before.gives_way(row.number, row.content)
            if before.run == row.run or not replaced:
                return
        self._put(key, row)

    def claim(self, claims: Sequence[Claim]) -> list[Ruling]:
        """Whose each input's id is. The same input may ask again."""
        return [self._one(claim) for claim in claims]

    def _one(self, claim: Claim) -> Ruling:
        if claim.content is None and is_unread(claim.origin):
            return Ruling()
        before = self._held(claim.id)
        anew = False
        if before is not None and before.run == self._run:
            if before.number < claim.number:
                return Ruling(before.origin)
            if before.number == claim.number:
                return Ruling(anew=not before.done)
        elif before is not None:
            if not (self._run in self._replacing or before.gives_way(claim.number, claim.content)):
                return Ruling(before.origin, earlier=True)
            anew = before.number != claim.number and before.content != claim.content
        self._put(claim.id, Holder(claim.number, self._run, claim.content, not anew, claim.origin))
        return Ruling(anew=anew)

    def _held(self, key: bytes) -> Holder | None:
        row = self._db.execute(_HELD_BY, (key,)).fetchone()
        return None if row is None else Holder(row[0], row[1], row[2], bool(row[3]), row[4])

    def _put(self, key: bytes, row: Holder) -> None:
        self._db.execute(_PUT, (key, *row))


def hash_of_id(doc_id: str) -> bytes:
    """An id as bytes of one length, as the parts have it."""
    return hashlib.blake2b(plain(doc_id).encode("utf-8", "replace"), digest_size=16).digest()


def claims_of(sheaf: Sequence[Given], fingerprint: str) -> list[Claim]:
    """What the inputs of a sheaf claim: those that cannot be read too, for an id is the first one's that has it.

    A document of a kind that is never read has none; its claim is granted and counts for nothing.
    """
    return [
        Claim(hash_of_id(one.doc_id), one.number, _content(one.article, fingerprint), plain(one.origin))
        for one in sheaf
    ]


def _content(article: Article | None, fingerprint: str) -> bytes | None:
    try:
        return None if article is None else start_hash(article, fingerprint)
    except (ValueError, TypeError):
        return None  # its worker says why


def ruled(sheaf: Sequence[Given], rulings: Sequence[Ruling]) -> list[Given]:
    """The sheaf, in which each article whose id is another's says why it fails.

    It keeps its article: the sheaf's name is of what it is made of, and not of who came first.
    """
    return [given if given.article is None else _ruled(given, one) for given, one in zip(sheaf, rulings, strict=True)]


def _ruled(given: Given, ruling: Ruling) -> Given:
    if ruling.holder is not None:
        words = TAKEN if ruling.earlier else HELD
        message = words.format(id=given.doc_id, holder=ruling.holder or "an article")
        return given._replace(error=REFUSED, message=message)
    return given._replace(anew=ruling.anew)
