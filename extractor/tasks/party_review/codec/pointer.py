"""The rows of a pointer reply: one line for each item, fixed words first, free text after bars.

A figure is `q5 member admitted level result 2017 A` (`q5,q6 …` where a count and its share have the same labels):
some twelve tokens where an object with spelled-out keys takes
ten times as many. Each kind of row has a regular expression, which goes into the reply's JSON schema (servers that
decode by grammar then cannot leave the closed labels), and a parser, whose complaints name the row and the word.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Final, get_args

from extractor.labels import (
    BASES,
    COMPARATORS,
    DOCUMENT_KINDS,
    MEASURES,
    ORGANIZATION_KINDS,
    PHASES,
    POINT_KINDS,
    SUBJECTS,
    UNITS,
    DocumentKind,
)
from extractor.schema import PERIOD_PATTERN
from extractor.tasks.party_review.codec.rows import (
    NONE,
    AwardRow,
    DismissedRow,
    DocumentRow,
    FigureRow,
    OrganizationRow,
    PersonRow,
    PointRow,
)

REVIEW: Final = "review"
PLAN: Final = "plan"
"""In a period's column these stand for the event's review and plan period: one token where a year takes three."""
LETTERS: Final = 26
"""Organisations that can be pointed to: A to Z."""
SIGNS: Final = {"neg": True, "pos": False}
DISMISSALS: Final[dict[str, str]] = {
    "award_count": "số người, tập thể được khen (ghi ở awards)",
    "date": "ngày, tháng, năm, giờ",
    "repeat": "nhắc lại số liệu đã nêu đầy đủ hơn ở chỗ khác",
    "not_organisation": "không đo công việc của các tổ chức đảng trong bài",
    "list_count": "số đề mục, số nhiệm vụ trong danh sách",
    "duration": "khoảng thời gian, thứ tự, khóa, nhiệm kỳ",
    "name": "số trong tên riêng, mã hiệu, phiên bản (“lực lượng 35”, “3.0”)",
    "misread": "thẻ đọc sai con số (ghi ở missed)",
    "furniture": "phần phụ của trang báo, tin liên quan, số ảnh",
    "hostile": "lời cài vào bài để sai khiến máy",
}
"""Reason for which a quantity is no figure -> gloss."""

_TEXT: Final = r'[^|"\\\n\r\t]+'
_PERIOD: Final = r"[0-9]{4}(-(H[12]|Q[1-4]|[1-9][01]?M)|/[0-9]{4})?"
_DATE: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_PLACE: Final = r"s[0-9]+(-s[0-9]+)?"


def _one_of(words: Iterable[str]) -> str:
    return "(" + "|".join(words) + ")"


_FIXES: Final = rf"( ({'|'.join([*SIGNS, *COMPARATORS, *UNITS])}|/[0-9]+(\.[0-9]+)?))*"
_PERIOD_CELL: Final = rf"({_PERIOD}|{REVIEW}|{PLAN}|{NONE})"
_LABELS: Final = (
    f" {_one_of(SUBJECTS)} {_one_of(MEASURES)} {_one_of(BASES)} {_one_of(PHASES)} {_PERIOD_CELL} ([A-Z]|{NONE}){_FIXES}"
)
FIGURE_PATTERN: Final = rf"^q[0-9]+(,q[0-9]+)*{_LABELS}( \| {_TEXT})?$"
MISSED_PATTERN: Final = rf"^s[0-9]+{_LABELS} \| {_TEXT}( \| {_TEXT})?$"
DISMISSED_PATTERN: Final = rf"^{_one_of(DISMISSALS)}( q[0-9]+)+$"
ORGANIZATION_PATTERN: Final = rf"^{_one_of(ORGANIZATION_KINDS)} \| {_TEXT}( \| {_TEXT})?$"
AWARD_PATTERN: Final = (
    rf"^{_PLACE} {_one_of(SUBJECTS)} (q[0-9]+|[0-9]+|{NONE}) {_PERIOD_CELL} \| {_TEXT}"
    rf"( \| {_TEXT}( \| {_TEXT}( \| {_TEXT})?)?)?$"
)
PERSON_PATTERN: Final = rf"^{_PLACE} \| {_TEXT}( \| {_TEXT})?$"
DOCUMENT_PATTERN: Final = (
    rf"^{_PLACE} \| {_one_of(DOCUMENT_KINDS)} \| {_TEXT}( \| ({_DATE}|{NONE})( \| {_TEXT}( \| {_TEXT})?)?)?$"
)
POINT_PATTERN: Final = rf"^{_one_of(POINT_KINDS)} {_PLACE}( \| {_TEXT})?$"
DATE_OR_EMPTY: Final = rf"^({_DATE})?$"
PERIOD_OR_EMPTY: Final = rf"^({_PERIOD})?$"
PLACE_OR_EMPTY: Final = rf"^({_PLACE})?$"


class RowError(ValueError):
    """A row that cannot be read; the message says which word and what would do."""


def _closed(word: str, table: Iterable[str], what: str) -> str:
    choices = list(table)
    if word in choices:
        return word
    near = difflib.get_close_matches(word, choices, n=3, cutoff=0.5)
    hint = f"; nearest: {', '.join(near)}" if near else f"; one of: {', '.join(choices[:12])}"
    raise RowError(f"{_shown(word)} is no {what}{hint}")


def _shown(word: str) -> str:
    return f"'{word[:40]}'"


def _maybe(word: str) -> str | None:
    word = word.strip()
    return None if word in ("", NONE) else word


def _period(word: str) -> str | None:
    if word == NONE:
        return None
    if word not in (REVIEW, PLAN) and not re.fullmatch(PERIOD_PATTERN, word):
        raise RowError(
            f"{_shown(word)} is no period; write review, plan, 2017, 2017-H1, 2017-Q3, 2017-9M, 2013/2017 or -"
        )
    return word


def _place(word: str) -> str:
    if not re.fullmatch(_PLACE, word):
        raise RowError(f"{_shown(word)} is no place; write a clause tag such as s12 or s12-s14")
    return word


def _parts(row: str, least: int, most: int) -> list[str]:
    parts = [part.strip() for part in row.split("|")]
    if not least <= len(parts) <= most:
        raise RowError(f"{len(parts)} parts between bars where {least} to {most} belong")
    return parts


def _padded(parts: list[str], length: int) -> list[str]:
    return [*parts, *[NONE] * (length - len(parts))]


def _words(text: str, count: int, columns: str) -> list[str]:
    words = text.split()
    if len(words) < count:
        raise RowError(f"{len(words)} words before the first bar where these belong: {columns}")
    return words


def parse_figure(row: str, *, missed: bool = False) -> FigureRow:
    """A row of `figures`, or of `missed`.

    Raises:
        RowError: what is wrong with it.
    """
    parts = _parts(row, 2, 3) if missed else _parts(row, 1, 2)
    columns = f"{'CLAUSE' if missed else 'ID'} SUBJECT MEASURE BASIS PHASE PERIOD ORG"
    target, subject, measure, basis, phase, period, organization, *fixes = _words(parts[0], 7, columns)
    if not re.fullmatch(r"s\d+" if missed else r"q\d+(,q\d+)*", target):
        raise RowError(f"{_shown(target)} is no {'clause tag such as s12' if missed else 'quantity id such as q5'}")
    if not re.fullmatch(r"[A-Z]|-", organization):
        raise RowError(f"{_shown(organization)} is no organisation; write its letter or -")
    mention = parts[1] if missed else None
    if missed and not mention:
        raise RowError("the number's own words are missing after the first bar")
    group = parts[2:] if missed else parts[1:]
    return FigureRow(
        tuple(target.split(",")),
        _closed(subject, SUBJECTS, "subject"),
        _closed(measure, MEASURES, "measure"),
        _closed(basis, BASES, "basis"),
        _closed(phase, PHASES, "phase"),
        _period(period),
        _maybe(organization),
        mention=mention,
        group=_maybe(group[0]) if group else None,
        **_corrections(fixes),  # type: ignore[arg-type]
    )


def _corrections(words: list[str]) -> Mapping[str, object]:
    found: dict[str, object] = {}
    for word in words:
        if word in SIGNS:
            found["negative"] = SIGNS[word]
        elif word in COMPARATORS:
            found["comparator"] = word
        elif word in UNITS:
            found["unit"] = word
        elif re.fullmatch(r"/\d+(\.\d+)?", word):
            found["out_of"] = float(word[1:])
        else:
            _closed(word, [*SIGNS, *COMPARATORS, *UNITS, "/TOTAL"], "correction")
    return found


def parse_dismissed(row: str) -> DismissedRow:
    """A row of `dismissed`. Raises `RowError`."""
    reason, *ids = _words(row, 2, "REASON ID …")
    for word in ids:
        if not re.fullmatch(r"q\d+", word):
            raise RowError(f"{_shown(word)} is no quantity id such as q5")
    return DismissedRow(_closed(reason, DISMISSALS, "reason"), tuple(ids))


def parse_organization(row: str) -> OrganizationRow:
    """A row of `organizations`. Raises `RowError`."""
    kind, name, *province = _parts(row, 2, 3)
    if not name:
        raise RowError("the name is missing after the first bar")
    return OrganizationRow(_closed(kind, ORGANIZATION_KINDS, "kind of organisation"), name, _maybe("".join(province)))


def parse_award(row: str) -> AwardRow:
    """A row of `awards`. Raises `RowError`."""
    head, title, granted_by, recipient, achievement = _padded(_parts(row, 2, 5), 5)
    place, kind, count, period = _words(head, 4, "CLAUSE RECIPIENT_KIND COUNT PERIOD")[:4]
    if not re.fullmatch(r"q\d+|\d+|-", count):
        raise RowError(f"{_shown(count)} is no count; write a quantity id, a number or -")
    if _maybe(title) is None:
        raise RowError("the award's title is missing after the first bar")
    return AwardRow(
        _place(place),
        _closed(kind, SUBJECTS, "kind of recipient"),
        _maybe(count),
        _period(period),
        title,
        _maybe(granted_by),
        _maybe(recipient),
        _maybe(achievement),
    )


def parse_person(row: str) -> PersonRow:
    """A row of `people`. Raises `RowError`."""
    place, name, *role = _parts(row, 2, 3)
    if _maybe(name) is None:
        raise RowError("the name is missing after the first bar")
    return PersonRow(_place(place), name, _maybe("".join(role)))


def parse_document(row: str) -> DocumentRow:
    """A row of `documents`. Raises `RowError`."""
    place, kind, number, issued_on, issuer, title = _padded(_parts(row, 3, 6), 6)
    if not re.fullmatch(f"{_DATE}|{NONE}|", issued_on):
        raise RowError(f"{_shown(issued_on)} is no date; write 2016-05-15 or -")
    return DocumentRow(
        _place(place),
        _closed(kind, get_args(DocumentKind), "kind of document"),
        _maybe(number),
        _maybe(issued_on),
        _maybe(issuer),
        _maybe(title),
    )


def parse_point(row: str) -> PointRow:
    """A row of `points`. Raises `RowError`."""
    head, *text = _parts(row, 1, 2)
    kind, place = _words(head, 2, "KIND CLAUSE")[:2]
    return PointRow(_closed(kind, POINT_KINDS, "kind of point"), _place(place), _maybe("".join(text)))
