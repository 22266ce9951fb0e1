"""Inputs one by one as articles; what cannot be read is a failure of its own and stops nothing else."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any, Final

from extractor.article import Article
from extractor.errors import ExtractorError, InputError
from extractor.loaders.decoding import check_text, decode
from extractor.loaders.inputs import HTML_SUFFIXES, JSONL_SUFFIXES, STDIN, Inputs, name_of, readable
from extractor.loaders.pages import is_html, read_page

_MAX_ID: Final = 200
"""Characters of a `doc_id`; longer ones are no names."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read: `max_bytes` for one article (a file, or one line of a JSONL file)."""

    max_bytes: int = 5_000_000


@dataclass(frozen=True, slots=True)
class Loaded:
    """One input: an article, or the reason why it is none.

    `origin` says where it came from (`path` or `path:line`). `kept` says that the text is not the input's own
    bytes read as UTF-8, so that it has to be saved beside the results for offsets to mean anything.
    """

    doc_id: str
    origin: str
    article: Article | None = None
    error: ExtractorError | None = None
    kept: bool = False


def load(inputs: Inputs, limits: Limits = Limits()) -> Iterator[Loaded]:
    """Every input in order. The first of two inputs with one id keeps it; the second is a failure."""
    taken: dict[str, str] = {}
    for path in inputs:
        for loaded in _load_path(path, limits):
            holder = taken.setdefault(loaded.doc_id, loaded.origin)
            if loaded.article is not None and holder != loaded.origin:
                error = InputError(
                    f"The id {loaded.doc_id!r} is taken by {holder}; give each article an id of its own."
                )
                yield Loaded(loaded.doc_id, loaded.origin, error=error)
            else:
                yield loaded


def load_one(name: str, limits: Limits = Limits()) -> Article:
    """The single article of a file or of `-`; of several the first. Raises `InputError` where it cannot be read."""
    for loaded in _load_path(Path(name), limits):
        if loaded.article is None:
            raise loaded.error or InputError(f"{name} cannot be read.")
        return loaded.article
    raise InputError(f"{name} holds no article.")


def _load_path(path: Path, limits: Limits) -> Iterator[Loaded]:
    origin = readable(str(path))
    try:
        if str(path) == STDIN:
            yield from _load_stdin(sys.stdin.buffer, limits)
        elif path.suffix.lower() in JSONL_SUFFIXES:
            with path.open("rb") as file:
                yield from _load_lines(file, name_of(path), origin, limits)
        else:
            yield _load_file(path, origin, limits)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        yield Loaded(name_of(path), origin, error=InputError(f"{origin} cannot be read: {reason}."))


def _load_file(path: Path, origin: str, limits: Limits) -> Loaded:
    with path.open("rb") as file:
        data = file.read(limits.max_bytes + 1)
    return _from_bytes(data, name_of(path), origin, limits, html=path.suffix.lower() in HTML_SUFFIXES)


def _load_stdin(stream: IO[bytes], limits: Limits) -> Iterator[Loaded]:
    """Standard input: JSON lines where the first line is a JSON object with a text, else one article `stdin`."""
    first = stream.readline(limits.max_bytes + 1)
    if _is_record(first):
        yield from _load_lines(stream, "stdin", STDIN, limits, first=first)
        return
    data = first + stream.read(max(0, limits.max_bytes + 1 - len(first)))
    loaded = _from_bytes(data, "stdin", STDIN, limits, html=False)
    yield Loaded(loaded.doc_id, loaded.origin, loaded.article, loaded.error, kept=loaded.article is not None)


def _from_bytes(data: bytes, doc_id: str, origin: str, limits: Limits, *, html: bool) -> Loaded:
    try:
        if len(data) > limits.max_bytes:
            raise InputError(
                f"This is larger than {limits.max_bytes} bytes; raise --max-bytes or split it into its articles."
            )
        decoded = decode(data, html=html or is_html(data[:4096].decode("latin-1")))
        return _make(doc_id, origin, decoded.text, html=html, kept=not decoded.plain)
    except ExtractorError as error:
        return Loaded(doc_id, origin, error=error)


def _make(doc_id: str, origin: str, text: str, *, html: bool, kept: bool, known: _Known | None = None) -> Loaded:
    known = known or _Known()
    if html or is_html(text):
        page = read_page(text)
        article = Article(
            doc_id=doc_id,
            text=check_text(page.text),
            url=known.url or page.url,
            title=known.title or page.title,
            published_on=known.published_on or page.published_on,
            authors=page.authors,
            outlet=page.outlet,
            parts=page.parts,
            grids=page.grids,
        )
        return Loaded(doc_id, origin, article, kept=True)
    article = Article(doc_id, text, url=known.url, title=known.title, published_on=known.published_on)
    return Loaded(doc_id, origin, article, kept=kept)


@dataclass(frozen=True, slots=True)
class _Known:
    """What a JSON line says beside the text."""

    url: str | None = None
    title: str | None = None
    published_on: date | None = None


def _load_lines(stream: IO[bytes], stem: str, origin: str, limits: Limits, first: bytes = b"") -> Iterator[Loaded]:
    number = 0
    for line in _lines(stream, limits.max_bytes, first):
        number += 1
        if not line.strip():
            continue
        where = f"{origin}:{number}"
        fallback = f"{stem}:{number}"
        try:
            yield _from_line(line, number, where, limits)
        except ExtractorError as error:
            yield Loaded(fallback, where, error=error)


def _lines(stream: IO[bytes], limit: int, first: bytes) -> Iterator[bytes]:
    """Lines of at most `limit` + 1 bytes each: the rest of a longer one is read and dropped."""
    line = first or stream.readline(limit + 1)
    while line:
        rest = line
        while len(rest) > limit and not rest.endswith(b"\n"):
            rest = stream.readline(limit + 1)
        yield line
        line = stream.readline(limit + 1)


def _from_line(line: bytes, number: int, where: str, limits: Limits) -> Loaded:
    if len(line) > limits.max_bytes:
        raise InputError(f"Line {number} is longer than {limits.max_bytes} bytes; raise --max-bytes or split it.")
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"Line {number} is not UTF-8 (at byte {error.start}).") from None
    except (ValueError, RecursionError) as error:
        reason = _json_fault(error)
        raise InputError(f"Line {number} is not JSON: {reason}.") from None
    if not isinstance(record, dict):
        raise InputError(f"Line {number} is not a JSON object with `id` and `text`.")
    doc_id = _id_of(record, number)
    try:
        text = record.get("text")
        if not isinstance(text, str):
            raise InputError(f"Line {number} has no `text`, or one that is not a string.")
        known = _Known(
            url=_optional(record, "url", number),
            title=_optional(record, "title", number),
            published_on=_published_on(record, number),
        )
        return _make(doc_id, where, check_text(text), html=False, kept=False, known=known)
    except ExtractorError as error:
        return Loaded(doc_id, where, error=error)


def _id_of(record: dict[str, Any], number: int) -> str:
    """The record's id, NFC; any printable string goes, since only `texts/` makes file names of ids and escapes them."""
    value = record.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"Line {number} has no `id`, or one that is neither a string nor a whole number.")
    value = unicodedata.normalize("NFC", value)
    if len(value) > _MAX_ID or any(unicodedata.category(char) in ("Cc", "Cs") for char in value):
        raise InputError(
            f"The `id` of line {number} is no name: over {_MAX_ID} characters, or with control codes in it."
        )
    return value


def _optional(record: dict[str, Any], field: str, number: int) -> str | None:
    value = record.get(field)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise InputError(f"`{field}` in line {number} is not a string.")
    return check_text(value)


def _published_on(record: dict[str, Any], number: int) -> date | None:
    value = _optional(record, "published_on", number)
    if value is None:
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        raise InputError(f"`published_on` in line {number} is not an ISO date (YYYY-MM-DD): {value[:30]!r}.") from None


def _json_fault(error: Exception) -> str:
    """What is wrong with a line, in words; Python refuses numbers over `sys.get_int_max_str_digits()` digits long."""
    if isinstance(error, json.JSONDecodeError):
        return error.msg
    return "too deeply nested" if isinstance(error, RecursionError) else "it holds a number with thousands of digits"


def _is_record(line: bytes) -> bool:
    if not line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        return False
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return False
    return isinstance(record, dict) and "text" in record
