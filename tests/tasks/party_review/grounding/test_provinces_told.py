"""Which provinces an article tells the gate, on the day of its event."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.engines.rules.draft import Draft, EventDraft, OrganizationDraft, SourceDraft
from extractor.reading.reader import read
from extractor.tasks.party_review.grounding.ground import ground
from extractor.text.article import Article

NAME = "Đảng ủy phường An Nhơn"
LEAD = f"{NAME} tổng kết công tác năm 2025."

# What stands before the lead, the day, the province that the engine claims, what the gate makes of it.
CLAIMS = [
    ("", date(2026, 1, 8), "Gia Lai", None),
    ("(GLO)- ", date(2026, 1, 8), "Gia Lai", "Gia Lai"),
    ("(GLO)- ", date(2026, 1, 8), "Bình Định", "Gia Lai"),
    ("baobinhdinh.vn - ", date(2026, 1, 8), "Gia Lai", "Gia Lai"),
    ("Tại tỉnh Bình Định (cũ), ", date(2026, 1, 8), "Gia Lai", "Gia Lai"),
    ("Tại tỉnh Bình Định (cũ), ", date(2026, 1, 8), "Bình Định", "Gia Lai"),
    ("Tại tỉnh Bình Định, ", date(2025, 6, 30), "Bình Định", "Bình Định"),
    ("Tại tỉnh Bình Định, ", date(2025, 6, 30), "Gia Lai", None),
    ("QBĐT - ", date(2025, 6, 30), "Quảng Bình", "Quảng Bình"),
    ("QBĐT - ", date(2025, 7, 1), "Quảng Trị", "Quảng Trị"),
    ("HNN.VN - ", date(2025, 12, 26), "Huế", "Huế"),
    ("HNN.VN - ", date(2025, 12, 26), "Thừa Thiên Huế", "Huế"),
    ("TTH - ", date(2024, 12, 31), "Thừa Thiên Huế", "Thừa Thiên Huế"),
    ("Phường An Nhơn giáp phường Hà Nam. ", date(2026, 1, 8), "Ninh Bình", None),
]


@pytest.mark.parametrize(("before", "day", "claimed", "kept"), CLAIMS)
def test_a_province_is_kept_where_text_or_outlet_tell_it_on_the_day(
    before: str, day: date, claimed: str, kept: str | None
) -> None:
    article = Article.from_text("any", f"Một hội nghị\n\n{before}{LEAD}\n{day.day}/{day.month}/{day.year}\n")
    draft = Draft(
        source=SourceDraft(None, None, (), day),
        event=EventDraft("annual_review", None, "2025", None),
        organizations=(OrganizationDraft(NAME, "commune_committee", claimed),),
    )
    result = ground(article, read(article), draft)
    assert [one.province for one in result.summary.organizations] == [kept]
    assert any(one.item == "organization.province" for one in result.rejections) == (kept is None)


def test_without_a_day_a_province_is_kept_as_it_is_named() -> None:
    article = Article.from_text("any", "Một hội nghị\n\nĐảng ủy phường An Nhơn (Bình Định) họp.")
    draft = Draft(
        source=SourceDraft(None, None, (), None),
        event=EventDraft("other"),
        organizations=(OrganizationDraft(NAME, "commune_committee", "Bình Định"),),
    )
    result = ground(article, read(article), draft)
    assert [one.province for one in result.summary.organizations] == ["Bình Định"]
