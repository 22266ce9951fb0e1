"""The engine's work on an article grows with its names and rows as they do, not as their square does.

Counted are the lines of code that are run, so that no clock and no other process on the machine has a say.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from types import FrameType
from typing import Any, Final

import pytest

from extractor.engines.rules.event import read_review
from extractor.engines.rules.page import Page
from extractor.reading.reader import read
from extractor.tasks.party_review.rules import RulesEngine
from extractor.text.article import Article
from tests.linear.measure import forget

_FEW: Final = 50
_MANY: Final = 400
_STEEPEST: Final = 9.0
"""The greatest ratio of the work: a line's is 8; what was the square of the names was at 11 and more."""
_HEAD: Final = (
    "Đảng bộ huyện Tân Sơn tổng kết công tác năm 2020\n\n"
    "Ngày 5/1/2021, Huyện ủy Tân Sơn tổng kết công tác xây dựng Đảng năm 2020.\n\n"
)
_COLUMNS: Final = "Đơn vị\tKết nạp\tTỷ lệ\n"
_SYLLABLES: Final = (
    "An Bình Cường Dũng Giang Hà Khánh Lâm Minh Nam Phú Quang Sơn Thành Uy Vân Xuân Yên Đông Tây".split()
)


def _name(number: int) -> str:
    """A name that no other number has."""
    high, low = divmod(number, len(_SYLLABLES))
    return f"{_SYLLABLES[low]} {_SYLLABLES[high]}"


SHAPES: Final[dict[str, Callable[[int], str]]] = {
    "rows": lambda at: f"Xã A{at}\t{at % 50 + 1}\t{at % 90 + 1}%\n",
    "rows of bodies": lambda at: f"Đảng bộ xã Tân {_name(at)}\t{at % 50 + 1}\t{at % 90 + 1}%\n",
    "bodies": lambda at: f"Đảng bộ xã Tân {_name(at)} kết nạp {at % 50 + 1} đảng viên. ",
    "bodies with one number": lambda at: f"Đảng bộ xã Tân {_name(at)} kết nạp 5 đảng viên. ",
    "cells": lambda at: f"Chi bộ {_name(at)} kết nạp {at % 50 + 1} đảng viên. ",
    "firms": lambda at: f"Đảng bộ Công ty {_name(at)} kết nạp {at % 50 + 1} đảng viên. ",
    "commissions": lambda at: f"UBKT Huyện ủy {_name(at)} kiểm tra {at % 50 + 1} tổ chức đảng. ",
    "meetings": lambda at: f"Đảng bộ xã Tân {_name(at)} tổng kết công tác năm 2020, có {at % 50 + 1} đảng viên.\n\n",
    "awards": lambda at: f"Tặng Giấy khen cho {at + 1} tập thể. ",
    "lines": lambda at: f"Xã A{at}\n",
}


def _work(text: str) -> int:
    """How many lines of the package are run for the article."""
    article = Article.from_text("many", text, published_on=date(2021, 1, 6))
    forget()
    return _lines_run(lambda: RulesEngine().step(article))


def _lines_run(work: Callable[[], object]) -> int:
    count = 0

    def line(_: FrameType, event: str, __: Any) -> Any:
        nonlocal count
        count += event == "line"
        return line

    def call(frame: FrameType, _: str, __: Any) -> Any:
        return line if "/extractor/" in frame.f_code.co_filename.replace("\\", "/") else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("shape", SHAPES)
def test_work_grows_no_faster_than_the_names(shape: str) -> None:
    opening = _HEAD + (_COLUMNS if shape.startswith("rows") else "")
    few, many = (opening + "".join(map(SHAPES[shape], range(number))) for number in (_FEW, _MANY))
    RulesEngine().step(Article.from_text("warm", few))
    assert _work(many) <= _STEEPEST * _work(few)


def test_a_review_is_looked_for_in_a_paragraph_of_many_sentences_with_years_as_in_one_of_few() -> None:
    def work(number: int) -> int:
        told = "".join(f"Năm 2020, Chi bộ {_name(at)} kết nạp {at % 50 + 1} đảng viên. " for at in range(number))
        article = Article.from_text("many", told)
        page = Page(article, read(article))
        return _lines_run(lambda: read_review(page))

    work(_FEW)
    assert work(_MANY) <= _STEEPEST * work(_FEW)
