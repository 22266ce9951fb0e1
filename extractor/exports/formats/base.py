"""What every writer is: a context that takes rows, and leaves its file whole or not at all."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from extractor.errors import UsageError
from extractor.exports.tables import Row, Table, View

BATCH: Final = 10_000
"""Rows of a table that are held before they are written where a format takes many at once."""


@dataclass(frozen=True, slots=True)
class CsvDialect:
    """How CSV is written: the character before a fraction, and the one between cells."""

    decimal: str = "."
    delimiter: str = ","


PLAIN_CSV: Final = CsvDialect()
"""CSV as programs read it."""


@dataclass(frozen=True, slots=True)
class Book:
    """The tables that are written, with what a writer may say of them.

    `suffixes` gives for a unit what stands behind its numbers; `about` says of the run in words what it was.
    """

    title: str
    tables: tuple[Table, ...]
    views: tuple[View, ...] = ()
    suffixes: Mapping[str, str] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)

    def table(self, name: str) -> Table:
        """The table of that name."""
        return next(table for table in self.tables if table.name == name)


class Writer(ABC):
    """Takes rows of a book's tables in any order; rows of one table keep theirs."""

    def __init__(self, book: Book, path: Path) -> None:
        self.book = book
        self.path = path

    @abstractmethod
    def add(self, table: str, row: Row) -> None:
        """One row of a table."""

    @abstractmethod
    def commit(self) -> None:
        """Write what is left and put the file in its place."""

    @abstractmethod
    def discard(self) -> None:
        """Forget what was written."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            with suppress(Exception):
                self.discard()
            return
        try:
            self.commit()
        except BaseException:
            with suppress(Exception):
                self.discard()
            raise


class FileWriter(Writer):
    """A writer of one file, made beside its place under the name `draft`."""

    def __init__(self, book: Book, path: Path) -> None:
        super().__init__(book, path)
        if path.is_dir():
            raise UsageError(f"{path} is a folder; give --out a file's name.")
        path.parent.mkdir(parents=True, exist_ok=True)
        self.draft = path.with_name(f".{path.name}.part")
        # Made and removed: a folder that refuses files is an `OSError`, not what the format's library raises.
        self.draft.touch()
        self.draft.unlink()

    def put_in_place(self) -> None:
        """Move the draft to its place."""
        self.draft.replace(self.path)

    def discard(self) -> None:
        """Remove the draft."""
        self.draft.unlink(missing_ok=True)


class FolderWriter(Writer):
    """A writer of one file for each table, in a folder."""

    suffix = ""

    def __init__(self, book: Book, path: Path) -> None:
        super().__init__(book, path)
        if path.exists() and not path.is_dir():
            raise UsageError(f"{path} is a file; this format makes a folder with a file for each table.")
        path.mkdir(parents=True, exist_ok=True)
        self.places = {table.name: path / f"{table.name}{self.suffix}" for table in book.tables}
        self.drafts = {name: place.with_name(f".{place.name}.part") for name, place in self.places.items()}

    def put_in_place(self) -> None:
        """Move every draft to its place."""
        for name, place in self.places.items():
            self.drafts[name].replace(place)

    def discard(self) -> None:
        """Remove the drafts."""
        for draft in self.drafts.values():
            draft.unlink(missing_ok=True)


class Batches:
    """Rows held by table until there are `BATCH` of them."""

    def __init__(self, tables: tuple[Table, ...]) -> None:
        self._held: dict[str, list[Row]] = {table.name: [] for table in tables}

    def add(self, table: str, row: Row) -> list[Row] | None:
        """The rows to write now, where one more fills the batch."""
        held = self._held[table]
        held.append(row)
        if len(held) < BATCH:
            return None
        self._held[table] = []
        return held

    def rest(self) -> list[tuple[str, list[Row]]]:
        """What is left, table by table."""
        return [(table, rows) for table, rows in self._held.items() if rows]
