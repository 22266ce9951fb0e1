"""The twelve questions of docs/reading.md about 2025 and 2026 that a guess gets wrong, asked of the rules engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.reading.reader import read
from extractor.schema import ArticleSummary
from extractor.tasks.party_review.grounding.ground import ground
from extractor.tasks.party_review.rules import RulesEngine
from extractor.text.article import Article

WORK = "tổng kết công tác xây dựng Đảng năm 2025.\n\nTrong năm, Đảng bộ kết nạp 41 đảng viên."
DOCS = Path(__file__).resolve().parents[3] / "docs" / "reading.md"


def summary(text: str) -> ArticleSummary:
    article = Article.from_text("any", f"Một hội nghị đầu năm\n\n{text}\n")
    reading = read(article)
    return ground(article, reading, RulesEngine().draft(article, reading).draft).summary


# Number of the question, article, name, kind and province of its first body.
QUESTIONS = [
    (1, f"QBĐT - Ngày 8/1/2026, Đảng ủy UBND tỉnh {WORK}", "Đảng ủy UBND tỉnh", "government", "Quảng Trị"),
    (
        2,
        f"(GLO)- Ngày 8/1/2026, Đảng ủy phường Quy Nhơn Nam (tỉnh Bình Định cũ) {WORK}",
        "Đảng ủy phường Quy Nhơn Nam",
        "commune_committee",
        "Gia Lai",
    ),
    (3, f"Ngày 8/1/2026, Đảng ủy phường Bình Dương {WORK}", "Đảng ủy phường Bình Dương", "commune_committee", None),
    (
        4,
        "HNN - Ngày 30/12/2024, Thành ủy Huế tổng kết công tác năm 2024. Đảng bộ kết nạp 41 đảng viên.",
        "Thành ủy Huế",
        "district_committee",
        "Thừa Thiên Huế",
    ),
    (4, f"HNN - Ngày 8/1/2026, Thành ủy Huế {WORK}", "Thành ủy Huế", "provincial_committee", "Huế"),
    (
        5,
        "Ngày 30/6/2025, Đảng ủy UBND tỉnh Bình Dương sơ kết công tác 6 tháng đầu năm. Đảng bộ kết nạp 41 đảng viên.",
        "Đảng ủy UBND tỉnh Bình Dương",
        "government",
        "Bình Dương",
    ),
    (
        6,
        "Ngày 3/7/2026, Thành ủy Đồng Nai sơ kết công tác 6 tháng đầu năm 2026. Đảng bộ kết nạp 41 đảng viên.",
        "Thành ủy Đồng Nai",
        "provincial_committee",
        "Đồng Nai",
    ),
    (
        7,
        f"LSO- Ngày 8/1/2026, Đảng bộ các cơ quan (CCQ) Đảng tỉnh {WORK}",
        "Đảng bộ các cơ quan (CCQ) Đảng tỉnh",
        "party_agencies",
        "Lạng Sơn",
    ),
    (
        8,
        f"LSO- Ngày 8/1/2026, Đảng ủy UBND phường Tam Thanh {WORK}",
        "Đảng ủy UBND phường Tam Thanh",
        "government",
        "Lạng Sơn",
    ),
    (
        9,
        f"LSO- Ngày 8/1/2026, Ban Tuyên giáo và Dân vận Tỉnh ủy {WORK}",
        "Ban Tuyên giáo và Dân vận Tỉnh ủy",
        "propaganda_mobilization_commission",
        "Lạng Sơn",
    ),
    (
        10,
        f"LSO- Ngày 8/1/2026, Đảng ủy Mặt trận Tổ quốc và các đoàn thể tỉnh {WORK}",
        "Đảng ủy Mặt trận Tổ quốc và các đoàn thể tỉnh",
        "other",
        "Lạng Sơn",
    ),
    (12, f"(ĐN) - Ngày 8/1/2026, Đảng ủy Công an tỉnh {WORK}", "Đảng ủy Công an tỉnh", "armed_forces", None),
]  # fmt: skip


@pytest.mark.parametrize(("number", "text", "name", "kind", "province"), QUESTIONS)
def test_a_body_of_today_has_the_kind_and_province_of_its_day(
    number: int, text: str, name: str, kind: str, province: str | None
) -> None:
    (body,) = summary(text).organizations
    assert (body.name, body.kind, body.province) == (name, kind, province), number


def test_the_committees_in_general_are_nobodys_own() -> None:
    text = f"LSO- Ngày 8/1/2026, Đảng ủy UBND tỉnh {WORK} Cấp ủy và UBKT các cấp kiểm tra 22 tổ chức đảng."
    found = summary(text)
    assert [one.name for one in found.organizations] == ["Đảng ủy UBND tỉnh"]
    assert {figure.organization for figure in found.figures} == {"Đảng ủy UBND tỉnh"}


def test_every_question_of_the_page_is_asked() -> None:
    asked = {number for number, *_ in QUESTIONS} | {11}
    assert asked == set(range(1, 13))
    if DOCS.is_file():
        rows = [
            line
            for line in DOCS.read_text("utf-8").splitlines()
            if line.startswith("| ") and line[2:4].strip().isdigit()
        ]
        assert [int(row[2:4]) for row in rows] == list(range(1, 13))
