"""Records (a JSON object, a row) as articles: which field is the text, the id, the date, by name or by usual names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import Final

from extractor.errors import InputError, UsageError
from extractor.loaders.decoding import check_text
from extractor.loaders.error_pages import check_article
from extractor.loaders.model import Context, Known, Opened, Raw, Text, boxed
from extractor.loaders.pages.days import read_day
from extractor.loaders.texts import text_of_string
from extractor.text.lexicon import load_table

MAX_ID: Final = 200
"""Characters of an id; longer ones are no names."""
HEADING_ROWS: Final = 10
"""Rows of a table among which the names of its columns stand."""
_HERE: Final = timezone(timedelta(hours=7))
_ROW: Final = "Row"
_SPACES: Final = re.compile(r"[\s_.-]+")
_PARTS: Final = ("id", "text", "title", "url", "date", "outlet", "authors")
_AUTHORS: Final = re.compile(r"\s{0,9}[;,|]\s{0,9}")
_MILLISECONDS: Final = 100_000_000_000
_SECONDS: Final = 100_000_000
_DAYS: Final = range(20_000, 80_000)
"""Days as spreadsheets count them, from 1954 to 2119."""
_LONGEST_NAME: Final = 60
"""Characters of a column's name."""
_DAY_ZERO: Final = date(1899, 12, 30)


@cache
def _usual() -> dict[str, dict[str, int]]:
    """Part of an article -> its usual field names, each with its rank."""
    table = load_table("extractor.loaders", "fields.toml")
    return {part: {_plain(name): rank for rank, name in reversed(list(enumerate(table[part])))} for part in _PARTS}


def _plain(name: str) -> str:
    """A field's name as it is compared: lower case, NFC, `_`, `-` and `.` as spaces."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", name).lower()).strip()


@dataclass(frozen=True, slots=True)
class Fields:
    """Which field of a file's records is which part of an article; null where there is none."""

    id: str | None = None
    text: str | None = None
    title: str | None = None
    url: str | None = None
    date: str | None = None
    outlet: str | None = None
    authors: str | None = None
    strict_date: bool = False
    """Whether a date that cannot be read is a failure: the user or the field's exact name promises one."""
    text_by_name: bool = False
    """Whether the text is found only because the user named its field: who reads the file later does not know it."""


def find_fields(names: Iterable[str], opened: Opened, context: Context) -> Fields:
    """The fields of records with these names: those that the user names, else those with usual names, said once.

    A record may lack a field that the user names; that is its own failure.
    """
    names = [name for name in names if isinstance(name, str)]
    context.saw(names)
    given = context.manner.fields
    found: dict[str, str] = {}
    for part in _PARTS:
        chosen = getattr(given, part, None) or _usual_name(part, names)
        if chosen is not None:
            found[part] = chosen
    strict = given.date is not None or found.get("date") == "published_on"
    by_name = given.text is not None and given.text != _usual_name("text", names)
    fields = Fields(**{part: found.get(part) for part in _PARTS}, strict_date=strict, text_by_name=by_name)
    expected = {part: part for part in _PARTS} | {"date": "published_on"}
    if any(name != expected[part] for part, name in found.items()):
        said = ", ".join(f"{part} from {name!r}" for part, name in found.items())
        context.manner.note(f"{opened.origin}: {said}")
    return fields


def _usual_name(part: str, names: Iterable[str]) -> str | None:
    """Of a record's names the likeliest for that part of an article; None where none is usual."""
    ranks = _usual()[part]
    known = sorted((ranks[plain], name) for name in names if (plain := _plain(name)) in ranks)
    return known[0][1] if known else None


def read_row(record: Mapping[str, object], number: int, fields: Fields, opened: Opened) -> Raw:
    """One row of a table as an article, or as its own failure."""
    return read_record(record, number, fields, opened, _ROW)


def read_record(record: Mapping[str, object], number: int, fields: Fields, opened: Opened, word: str = "Line") -> Raw:
    """One record as an article, or as its own failure."""
    empty = opened.record(number)
    where = f"{word} {number}"
    try:
        name = _id_of(record, fields, where)
    except InputError as error:
        return replace(empty, error=error)
    named = replace(empty, name=name) if name is not None else empty
    return boxed(named, lambda: _text_of(record, fields, where, in_table=word == _ROW))


def _text_of(record: Mapping[str, object], fields: Fields, where: str, *, in_table: bool) -> Text:
    value = record.get(fields.text) if fields.text is not None else None
    field = fields.text or "text"
    if in_table and (value is None or (isinstance(value, str) and not value.strip())):
        raise InputError(
            f"{where} has nothing in its column `{field}`: the cell is empty; fill it in or delete the row."
        )
    if not isinstance(value, str):
        raise InputError(f"{where} has no `{field}`, or one that is not a string; --text-field names another field.")
    known = Known(
        title=_optional(record, fields.title, where),
        url=_optional(record, fields.url, where),
        published_on=_day(record, fields, where),
        outlet=_optional(record, fields.outlet, where),
        authors=_authors(record, fields),
    )
    text = text_of_string(value)
    check_article(text.text, known.title)
    page = text.known
    return replace(
        text,
        kept=text.kept or fields.text_by_name,
        known=Known(
            title=known.title or page.title,
            url=known.url or page.url,
            published_on=known.published_on or page.published_on,
            outlet=known.outlet or page.outlet,
            authors=known.authors or page.authors,
        ),
    )


def _id_of(record: Mapping[str, object], fields: Fields, where: str) -> str | None:
    """The record's id, NFC; null where its file has no field of ids. Any printable string goes."""
    if fields.id is None:
        return None
    value = record.get(fields.id)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{where} has no `{fields.id}`, or one that is neither a string nor a whole number.")
    value = unicodedata.normalize("NFC", value)
    if len(value) > MAX_ID or any(unicodedata.category(char) in ("Cc", "Cs") for char in value):
        raise InputError(
            f"The `{fields.id}` of {where.lower()} is no name: over {MAX_ID} characters, or with control codes in it."
        )
    return value


def _optional(record: Mapping[str, object], field: str | None, where: str) -> str | None:
    value = record.get(field) if field is not None else None
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise InputError(f"`{field}` in {where.lower()} is not a string.")
    return check_text(value).strip() if value.strip() else None


def _authors(record: Mapping[str, object], fields: Fields) -> tuple[str, ...]:
    value = record.get(fields.authors) if fields.authors is not None else None
    names = _AUTHORS.split(value) if isinstance(value, str) else value if isinstance(value, list | tuple) else []
    return tuple(name.strip() for name in names if isinstance(name, str) and name.strip() and len(name) <= MAX_ID)


def _day(record: Mapping[str, object], fields: Fields, where: str) -> date | None:
    value = record.get(fields.date) if fields.date is not None else None
    if isinstance(value, datetime):
        return (value.astimezone(_HERE) if value.tzinfo is not None else value).date()
    if isinstance(value, date):
        return value
    if value is None or value == "":
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        day = _moment(float(value))
    else:
        day = read_day(value) if isinstance(value, str) else None
    if day is None and fields.strict_date:
        raise InputError(
            f"`{fields.date}` in {where.lower()} is not a date (YYYY-MM-DD or DD/MM/YYYY): {str(value)[:30]!r}."
        )
    return day


def _moment(value: float) -> date | None:
    """The day of a Unix time in seconds or milliseconds, or of a spreadsheet's count of days; null where it is none."""
    if value in _DAYS:
        return _DAY_ZERO + timedelta(days=int(value))
    if value >= _MILLISECONDS:
        value /= 1000
    if not _SECONDS <= value < _MILLISECONDS:
        return None
    return datetime.fromtimestamp(value, UTC).astimezone(_HERE).date()


def has_text(names: Iterable[str], context: Context) -> bool:
    """Whether one of a table's columns is that of the texts."""
    given = context.manner.fields.text
    return any(name == given if given is not None else _plain(name) in _usual()["text"] for name in names)


def row_of_names(rows: Sequence[Sequence[str]]) -> list[str]:
    """Of a table's first rows, none of which names the texts, the one that is likeliest that of the names.

    That is the first with a usual name of anything, else the first of two cells or more, all of them short (a title has
    one, a row of articles a long one), else the first with anything in it.
    """
    told = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    usual = set().union(*_usual().values())
    for names in told:
        if any(_plain(name) in usual for name in names):
            return names
    for names in told:
        if len(names) > 1 and all(len(name) <= _LONGEST_NAME for name in names):
            return names
    return next((names for names in told if names), [])


def no_text(names: Iterable[str], opened: Opened, context: Context) -> UsageError:
    """What is said of a table without a column of texts, or without the one that the user names."""
    names = [str(name) for name in names]
    context.saw(names)
    shown = shown_names(names)
    given = context.manner.fields.text
    if given is not None:
        return UsageError(f"There is no column {given} in {opened.origin}; its columns are {shown}.")
    return UsageError(f"{opened.origin} has no column of texts among {shown}; name it with --text-field.")


def shown_names(names: Sequence[str]) -> str:
    """The first names of fields, none of them long, for a message."""
    return ", ".join(name[:30] for name in names[:12]) or "nothing"


def require_text(fields: Fields, names: Sequence[str], opened: Opened, context: Context) -> None:
    """Raises `UsageError` where a table has no column of texts at all, or not the one that the user names."""
    if fields.text is None or fields.text not in names:
        raise no_text(names, opened, context)
