"""What passes between the readers of files and `load`: limits, known data, one article as its container holds it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import IO, Final, Literal

from extractor.errors import ExtractorError, InputError
from extractor.terminal import printable
from extractor.text.article import Grid, Part

IdFrom = Literal["name", "path", "url", "hash"]
"""What an article's id is made of (docs/decisions/003)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read.

    `max_bytes`: one article (a text file, a record, a page). `max_document`: a file whose article is a small part of
    it (PDF, DOCX, MHTML, a workbook's parts unpacked). `max_unpacked`: what one archive may grow to. `max_members`:
    files in one archive. `max_depth`: archives inside one another.
    """

    max_bytes: int = 5_000_000
    max_document: int = 200_000_000
    max_unpacked: int = 50_000_000_000
    max_members: int = 1_000_000
    max_depth: int = 3


@dataclass(frozen=True, slots=True)
class FieldNames:
    """The fields that the user names; null where they are found by their usual names."""

    id: str | None = None
    text: str | None = None
    title: str | None = None
    url: str | None = None
    date: str | None = None
    outlet: str | None = None


def say_nothing(message: str) -> None:
    """A listener for notes that nobody reads."""
    del message


@dataclass(frozen=True, slots=True)
class Manner:
    """How inputs are read: fields, ids, and who is told what was found by itself."""

    fields: FieldNames = field(default_factory=FieldNames)
    id_from: IdFrom = "name"
    note: Callable[[str], None] = say_nothing


@dataclass(frozen=True, slots=True)
class Known:
    """What a container says of an article beside its text."""

    title: str | None = None
    url: str | None = None
    published_on: date | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """An article's text, NFC and checked, with what its markup says. `kept`: it is not the input's own bytes."""

    text: str
    known: Known = field(default_factory=Known)
    parts: tuple[Part, ...] = ()
    grids: tuple[Grid, ...] = ()
    kept: bool = True


@dataclass(frozen=True, slots=True)
class Raw:
    """One article as its container holds it, not yet named for good: its text, or why there is none.

    `name` is its id where its own name makes it, `path` where its path does; `origin` says where it stands, for people.
    """

    name: str
    path: str
    origin: str
    text: Text | None = None
    error: ExtractorError | None = None

    def with_error(self, error: ExtractorError) -> Raw:
        """The same article as a failure."""
        return replace(self, text=None, error=error)

    def with_text(self, text: Text) -> Raw:
        """The same article with its text."""
        return replace(self, text=text, error=None)


@dataclass(frozen=True, slots=True)
class Opened:
    """A stream to read: bytes of a file or of an archive's member, with its names and how deep it lies."""

    stream: IO[bytes]
    name: str
    path: str
    origin: str
    depth: int = 0

    def failed(self, error: ExtractorError) -> Raw:
        """The whole stream as one failure."""
        return Raw(self.name, self.path, self.origin, error=error)

    def record(self, number: int, name: str | None = None) -> Raw:
        """The record at `number` (from 1) as an article of its own, empty so far."""
        return Raw(name or f"{self.name}:{number}", f"{self.path}:{number}", f"{self.origin}:{number}")


def ignore_names(names: Sequence[str]) -> None:
    """A listener for names of fields that nobody asks for."""
    del names


@dataclass(frozen=True, slots=True)
class Context:
    """What every reader needs to know."""

    limits: Limits
    manner: Manner
    saw: Callable[[Sequence[str]], None] = ignore_names
    """Told the names of the fields of records, or of a table's columns: each set of them at least once."""


_MACOS: Final = "__MACOSX"
_WORDS_OF_MEMORY: Final = "it needs more memory than there is"


def as_typed(error: Exception) -> ExtractorError:
    """Any exception as one of the family, in one line that any output can hold."""
    if isinstance(error, ExtractorError):
        return error
    if isinstance(error, MemoryError):
        return InputError(f"This cannot be read: {_WORDS_OF_MEMORY}; split it, or lower --max-bytes.")
    if isinstance(error, RecursionError):
        return InputError("This cannot be read: it is nested too deeply.")
    if isinstance(error, OSError) and error.strerror:
        return InputError(f"This cannot be read: {error.strerror}.")
    words = " ".join(str(error).encode("utf-8", "replace").decode("utf-8").split())[:200]
    said = f"{type(error).__name__}: {words}"
    if _is_a_librarys(error):
        return InputError(f"This is damaged, or not what its name says ({said}); save or pack it again.")
    return InputError(f"This cannot be read (unexpected {said}).")


def _is_a_librarys(error: Exception) -> bool:
    """Whether the exception was raised by code that is not ours: by what unpacks or parses the format.

    An `OSError` that the system has no words for is one too: it comes out of a library written in C.
    """
    if isinstance(error, OSError):
        return True
    innermost = error.__traceback__
    while innermost is not None and innermost.tb_next is not None:
        innermost = innermost.tb_next
    return innermost is not None and not str(innermost.tb_frame.f_globals.get("__name__")).startswith("extractor.")


def boxed(empty: Raw, make: Callable[[], Text]) -> Raw:
    """The record with its text, or with the reason why it has none: no exception leaves the box."""
    try:
        return empty.with_text(make())
    except Exception as error:
        return empty.with_error(as_typed(error))


def boxed_stream(opened: Opened, read: Callable[[], Iterator[Raw]]) -> Iterator[Raw]:
    """Every article that a reader gives; where it breaks off, the rest of the stream is one failure."""
    try:
        yield from read()
    except Exception as error:
        yield opened.failed(as_typed(error))


def read_bounded(stream: IO[bytes], limit: int, option: str = "--max-bytes") -> bytes:
    """All bytes of a stream. Raises `InputError` beyond the limit."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise InputError(f"This is larger than {limit} bytes; raise {option} or split it into its articles.")
    return data


def readable(text: str) -> str:
    """A name of the file system made fit for output: NFC, and U+FFFD for what cannot be printed or is no UTF-8."""
    name = unicodedata.normalize("NFC", text.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
    return printable(name, keep=frozenset())


def is_hidden(name: str) -> bool:
    """Whether a file or folder of that name is left alone where a folder or an archive holds it.

    Hidden are names that begin with a dot, and the folder of double files that macOS packs into its archives.
    """
    return name.startswith(".") or name == _MACOS
