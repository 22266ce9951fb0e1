"""Inputs one by one as articles; what cannot be read is a failure of its own and stops nothing else."""

from __future__ import annotations

import hashlib
import io
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Final, cast

from extractor.errors import ExtractorError, InputError, UsageError
from extractor.loaders.formats import is_unread, read_stream
from extractor.loaders.inputs import STDIN, Inputs, Source, name_of, nothing_there
from extractor.loaders.json_files import is_record, read_lines
from extractor.loaders.model import (
    Context,
    FieldNames,
    IdFrom,
    Limits,
    Manner,
    Opened,
    Raw,
    as_typed,
    boxed_stream,
    read_bounded,
    say_nothing,
)
from extractor.loaders.records import MAX_ID
from extractor.loaders.taken import Taken
from extractor.loaders.texts import text_of_bytes
from extractor.terminal import one_line
from extractor.text.article import Article

_MOST_NOTES: Final = 40
"""Different notes of one run that are said."""
_MOST_IDS: Final = 12
"""Ids that are named where none is the one that was asked for."""
_HASH: Final = 16
"""Hex digits of an id that is the hash of its text."""


_LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class Loaded:
    """One input: an article, or the reason why it is none.

    `origin` says where it came from (`path`, `path:line`, `archive:member`). `kept` says that the text is not the
    input's own bytes read as UTF-8, so that it has to be saved beside the results for offsets to mean anything.
    """

    doc_id: str
    origin: str
    article: Article | None = None
    error: ExtractorError | None = None
    kept: bool = False


def load(inputs: Inputs, limits: Limits = _LIMITS) -> Iterator[Loaded]:
    """Every input in order; no exception leaves it. The first of two inputs with one id keeps it, the second fails."""
    with closing(Taken()) as taken:
        for loaded in load_all(inputs, limits):
            try:
                claim(taken, loaded)
            except InputError as error:
                loaded = Loaded(loaded.doc_id, loaded.origin, error=error)
            yield loaded


def load_all(inputs: Inputs, limits: Limits = _LIMITS) -> Iterator[Loaded]:
    """Every input in order; no exception leaves it. Whose an id is, is not looked at: `claim` is for that."""
    context = Context(limits, _once(inputs.manner))
    for source in inputs.sources:
        for raw in _read(source, context):
            yield _named(raw, context.manner.id_from)


def claim(taken: Taken, loaded: Loaded) -> None:
    """Give an input its id, also where it cannot be read. Raises `InputError` where an article's is another's.

    A document of a kind that is never read gets none: it stands beside what it was saved as.
    """
    if loaded.article is not None:
        taken.claim(loaded.doc_id, loaded.origin)
    elif not is_unread(loaded.origin):
        with suppress(InputError):
            taken.claim(loaded.doc_id, loaded.origin)


def load_source(source: Source, manner: Manner, limits: Limits, opener: Callable[[], IO[bytes]]) -> Iterator[Loaded]:
    """The articles of one source whose bytes `opener` gives, in order; no exception leaves it.

    That an id is another's too is not seen here.
    """
    context = Context(limits, manner)
    for raw in _read(source, context, opener):
        yield _named(raw, context.manner.id_from)


def names_of_fields(source: Source, manner: Manner, limits: Limits) -> Iterator[Sequence[str]]:
    """The names of the fields of a source's records, or of its table's columns, as they are come upon."""
    seen: list[Sequence[str]] = []
    for _ in _read(source, Context(limits, replace(manner, note=say_nothing), seen.append)):
        yield from seen
        seen.clear()


def load_one(
    name: str,
    limits: Limits = _LIMITS,
    note: Callable[[str], None] = say_nothing,
    wanted: str | None = None,
    text_field: str | None = None,
) -> Article:
    """The single article of a file or of `-`; of several the one with the id `wanted`, else the first, which `note` is
    told. `text_field` names the field of the texts where the file holds records of no usual one.

    A wanted id may have the folders before it that a run over them gives: `2018/crawl:7` is `crawl:7` of that file.

    Raises `UsageError` where there is no such file, `InputError` where it cannot be read or none has that id.
    """
    path = Path(name)
    if name != STDIN and path.is_dir():
        raise UsageError(f"{name} is a folder; name one file in it.")
    if name != STDIN and not path.exists() and not path.is_symlink():
        raise nothing_there(name)
    source = Source(path, "stdin" if name == STDIN else name_of(path))
    manner = Manner(FieldNames(text=text_field))
    found = (_named(raw, "name") for raw in _read(source, Context(limits, manner)))
    loaded = next(found) if wanted is None else _with_id(found, wanted, source.origin)
    if loaded.article is None:
        raise loaded.error or InputError(f"{name} cannot be read.")
    if wanted is None and (other := next(found, None)) is not None:
        note(
            f"{name} holds several articles; this is the first, {loaded.doc_id}: --id takes another, "
            f"such as --id {other.doc_id}."
        )
    return loaded.article


def _with_id(found: Iterator[Loaded], wanted: str, name: str) -> Loaded:
    """The article of that id; where the file `name` as a whole cannot be read, that failure.

    Raises `InputError` where there is none.
    """
    ids: list[str] = []
    more = 0
    for loaded in found:
        if wanted == loaded.doc_id or wanted.endswith(f"/{loaded.doc_id}"):
            return loaded
        if loaded.article is None and loaded.origin == one_line(name):
            return loaded
        if len(ids) < _MOST_IDS:
            ids.append(loaded.doc_id)
        else:
            more += 1
    held = ", ".join(ids) + (f" and {more} more" if more else "")
    raise InputError(f"{name} holds no article with the id {wanted!r}; it holds {held}.")


def _once(manner: Manner) -> Manner:
    """The same manner, each note said once."""
    said: set[str] = set()

    def note(message: str) -> None:
        if message not in said and len(said) < _MOST_NOTES:
            said.add(message)
            manner.note(message)

    return replace(manner, note=note)


def _read(source: Source, context: Context, opener: Callable[[], IO[bytes]] | None = None) -> Iterator[Raw]:
    """Every article of one source, in a box; of a source that holds none a failure."""
    empty = True
    for raw in _read_all(source, context, opener):
        empty = False
        yield raw
    if empty:
        nothing = Opened(io.BytesIO(), source.name, source.origin, source.origin)
        yield nothing.failed(InputError("There is no text: this holds no article."))


def _read_all(source: Source, context: Context, opener: Callable[[], IO[bytes]] | None) -> Iterator[Raw]:
    origin = source.origin
    opened = Opened(io.BytesIO(), source.name, origin, origin)
    if source.fault is not None:
        yield opened.failed(source.fault)
        return
    try:
        if origin == STDIN:
            yield from _read_stdin(replace(opened, stream=sys.stdin.buffer), context)
            return
        with opener() if opener is not None else source.path.open("rb") as file:
            stream = replace(opened, stream=file)
            yield from boxed_stream(stream, lambda: read_stream(stream, source.path.name, context))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        yield opened.failed(InputError(f"{origin} cannot be read: {reason}."))


def _read_stdin(opened: Opened, context: Context) -> Iterator[Raw]:
    """Standard input: JSON lines where the first line is a JSON object, a `.gz` of those, else one article `stdin`."""
    limit = context.limits.max_bytes
    first = opened.stream.readline(limit + 1)
    if first.startswith(b"\x1f\x8b"):
        packed = replace(opened, stream=cast("IO[bytes]", _Joined(first, opened.stream)))
        yield from boxed_stream(packed, lambda: read_stream(packed, "stdin.jsonl.gz", context))
    elif is_record(first):
        yield from boxed_stream(opened, lambda: read_lines(opened, context, first))
    else:
        yield from boxed_stream(opened, lambda: _read_whole(opened, first, limit))


def _read_whole(opened: Opened, first: bytes, limit: int) -> Iterator[Raw]:
    data = first + read_bounded(opened.stream, max(0, limit - len(first)))
    yield Raw(opened.name, opened.path, opened.origin, replace(text_of_bytes(data), kept=True))


def _named(raw: Raw, id_from: IdFrom) -> Loaded:
    """The article under the id that is asked for; in a box, for names come from outside too."""
    origin = one_line(raw.origin)
    try:
        if raw.text is None:
            return Loaded(_whole(raw.path if id_from == "path" else raw.name), origin, error=_told(raw.error))
        text = raw.text
        article = Article(
            doc_id=_id_of(raw, id_from),
            text=text.text,
            title=text.known.title,
            url=text.known.url,
            published_on=text.known.published_on,
            authors=text.known.authors,
            outlet=text.known.outlet,
            parts=text.parts,
            grids=text.grids,
        )
        return Loaded(article.doc_id, origin, article, kept=text.kept)
    except Exception as error:
        return Loaded(_whole(raw.name), origin, error=as_typed(error))


def _id_of(raw: Raw, id_from: IdFrom) -> str:
    assert raw.text is not None
    if id_from == "path":
        return _whole(raw.path)
    if id_from == "hash":
        return hashlib.sha256(raw.text.text.encode("utf-8")).hexdigest()[:_HASH]
    if id_from == "url":
        if raw.text.known.url is None:
            raise InputError("There is no url to make an id of; use --id path or --url-field.")
        return _whole(raw.text.known.url)
    return _whole(raw.name)


def _whole(name: str) -> str:
    """A name as an id: NFC, no half surrogates; one that is too long ends in a hash of the whole."""
    name = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
    if len(name) <= MAX_ID:
        return name
    return f"{name[: MAX_ID - 11]}-{hashlib.sha256(name.encode('utf-8')).hexdigest()[:10]}"


def _told(error: ExtractorError | None) -> ExtractorError:
    return error or InputError("This cannot be read.")


class _Joined(io.RawIOBase):
    """A stream with its first bytes put back."""

    def __init__(self, first: bytes, rest: IO[bytes]) -> None:
        self._first, self._rest = first, rest

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """The next bytes."""
        if self._first:
            part, self._first = self._first[: len(buffer)], self._first[len(buffer) :]
        else:
            part = self._rest.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)
