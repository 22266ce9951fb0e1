"""The small pages of public bug reports beside the checkout: every number kept, the day that the page states."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from extractor import extract
from extractor.loaders import load_one

PUBLIC = Path(__file__).resolve().parents[3] / "shared" / "cases" / "public"

pytestmark = [pytest.mark.shared, pytest.mark.skipif(not PUBLIC.exists(), reason="no public cases here")]

DATED = ["jsonld", "timetag", "ogtime", "datecreated", "dmy", "plus7"]
NUMBERS = {
    "divs": ["152", "108%", "12", "160"],
    "tra431": ["152", "108%", "3", "12", "160"],
    "tra531": ["152", "3", "12", "160"],
    "tra837": ["152", "108%", "3", "160"],
    "tra890": ["152", "108%", "3", "12", "45", "160", "20%"],
}


@pytest.mark.parametrize("name", DATED)
def test_the_day_that_a_page_states_in_its_own_way(name: str) -> None:
    summary = extract(load_one(str(PUBLIC / f"{name}.html")))
    assert summary.source.published_on == date(2020, 12, 24)
    assert summary.event.held_on == date(2020, 12, 23)


@pytest.mark.parametrize("name", ["f12_jsonld", "f12_jsonld_control"])
def test_an_event_takes_its_year_from_the_pages_date(name: str) -> None:
    summary = extract(load_one(str(PUBLIC / f"{name}.html")))
    assert summary.source.published_on == date(2021, 1, 6)
    assert (summary.event.held_on, summary.event.review_period) == (date(2021, 1, 5), "2020")


@pytest.mark.parametrize("name", NUMBERS)
def test_every_number_is_kept(name: str) -> None:
    assert [figure.mention.text for figure in extract(load_one(str(PUBLIC / f"{name}.html"))).figures] == NUMBERS[name]


def test_inline_elements_are_whole_and_struck_out_text_is_none() -> None:
    text = load_one(str(PUBLIC / "tra825.html")).text
    assert "thành lập 3 chi bộ; 12 đảng viên bị kỷ luật, 45 tổ chức" in text
    assert "chi 35 triệu đồng" in text
    assert "Trong năm, Đảng bộ mở 15\n" in load_one(str(PUBLIC / "tra661.html")).text
    assert "Trang chủ" not in load_one(str(PUBLIC / "tra890.html")).text
