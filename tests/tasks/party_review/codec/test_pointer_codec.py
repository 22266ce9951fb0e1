"""Rows of a pointer reply: written, matched by the schema's patterns, read back, and complained of."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from extractor.tasks.party_review.codec import pointer, rows

ROWS: list[tuple[str, str, Callable[[str], Any], Callable[[Any], str]]] = [
    (
        "q5 member admitted level result 2017 A",
        pointer.FIGURE_PATTERN,
        pointer.parse_figure,
        rows.format_figure,
    ),
    (
        "q5,q6 member good level target plan - | nữ",
        pointer.FIGURE_PATTERN,
        pointer.parse_figure,
        rows.format_figure,
    ),
    (
        "q1 cell total level result 2013/2017 B neg ge percent /58",
        pointer.FIGURE_PATTERN,
        pointer.parse_figure,
        rows.format_figure,
    ),
    ("award_count q1 q22", pointer.DISMISSED_PATTERN, pointer.parse_dismissed, rows.format_dismissed),
    (
        "agencies_bloc | Đảng ủy Khối | Kon Tum",
        pointer.ORGANIZATION_PATTERN,
        pointer.parse_organization,
        rows.format_organization,
    ),
    ("other | Đảng ủy X", pointer.ORGANIZATION_PATTERN, pointer.parse_organization, rows.format_organization),
    (
        "s3-s4 cell q9 review | Giấy khen | - | - | 5 năm liền",
        pointer.AWARD_PATTERN,
        pointer.parse_award,
        rows.format_award,
    ),
    ("s3 | Bùi Đức Thuận | Bí thư", pointer.PERSON_PATTERN, pointer.parse_person, rows.format_person),
    (
        "s3 | Chỉ thị | 05-CT/TW | 2016-05-15 | Bộ Chính trị",
        pointer.DOCUMENT_PATTERN,
        pointer.parse_document,
        rows.format_document,
    ),
    (
        "s3 | Nghị quyết | - | - | - | Trung ương 4 khóa XII",
        pointer.DOCUMENT_PATTERN,
        pointer.parse_document,
        rows.format_document,
    ),
    ("priority s7", pointer.POINT_PATTERN, pointer.parse_point, rows.format_point),
    ("shortcoming s7-s8 | Còn chậm.", pointer.POINT_PATTERN, pointer.parse_point, rows.format_point),
]


@pytest.mark.parametrize(("row", "pattern", "parse", "write"), ROWS, ids=[row for row, *_ in ROWS])
def test_a_row_is_read_written_and_allowed_by_its_pattern(
    row: str, pattern: str, parse: Callable[[str], Any], write: Callable[[Any], str]
) -> None:
    assert re.fullmatch(pattern, row)
    assert write(parse(row)) == row


WRONG: list[tuple[Callable[[str], Any], str, str]] = [
    (pointer.parse_figure, "q5 hero admitted level result 2017 A", "'hero' is no subject"),
    (pointer.parse_figure, "q5 member admited level result 2017 A", "nearest: admitted"),
    (pointer.parse_figure, "q5 member admitted level result", "5 words before the first bar"),
    (pointer.parse_figure, "x5 member admitted level result 2017 A", "no quantity id"),
    (pointer.parse_figure, "q5 member admitted level result 17 A", "'17' is no period"),
    (pointer.parse_figure, "q5 member admitted level result 2017 AB", "no organisation"),
    (pointer.parse_figure, "q5 member admitted level result 2017 A huge", "no correction"),
    (pointer.parse_figure, "q5 member admitted level result 2017 A | nữ | trẻ", "3 parts"),
    (pointer.parse_dismissed, "boring q1", "'boring' is no reason"),
    (pointer.parse_dismissed, "date 5", "no quantity id"),
    (pointer.parse_organization, "club | X", "no kind of organisation"),
    (pointer.parse_award, "s3 cell many review | Giấy khen", "no count"),
    (pointer.parse_award, "3 cell q9 review | Giấy khen", "no place"),
    (pointer.parse_person, "s3 | -", "the name is missing"),
    (pointer.parse_document, "s3 | Thư | 1", "no kind of document"),
    (pointer.parse_document, "s3 | Chỉ thị | 1 | 2016", "no date"),
    (pointer.parse_point, "wish s3", "no kind of point"),
]


@pytest.mark.parametrize(("parse", "row", "words"), WRONG, ids=[row for _, row, _ in WRONG])
def test_a_wrong_row_is_told_by_the_word_that_is_wrong(parse: Callable[[str], Any], row: str, words: str) -> None:
    with pytest.raises(pointer.RowError, match=re.escape(words)):
        parse(row)


def test_bars_and_line_breaks_in_a_cell_cannot_break_the_row() -> None:
    row = rows.format_person(rows.PersonRow("s1", "A | B\nC", None))
    assert pointer.parse_person(row).name == "A B C"
