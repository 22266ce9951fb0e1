"""What version 3 of the guide decided: each cue is met by the label that the guide wants, and doubts any other."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.schema import ArticleSummary
from extractor.tasks.party_review.eval.check_decided import CUES, DECIDED_RULES
from extractor.tasks.party_review.eval.findings import Label
from tests.eval.builders import award, document, figure, organization, person, summary

OTHER = {"subject": "other", "measure": "other"}
FIGURES: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("Tổ chức 12 đợt kiểm tra tại cơ sở", "12", OTHER, {"subject": "party_org", "measure": "inspected"}),
    ("Qua đó kết luận 9 đảng viên có vi phạm", "9", {"measure": "violating"}, {"measure": "inspected"}),
    ("Thu ngân sách trên địa bàn đạt 112 tỷ đồng", "112", OTHER, {"subject": "agency", "measure": "budget_paid"}),
    ("Đã trao 139 thẻ đảng viên mới", "139", {"measure": "other"}, {"measure": "total"}),
    ("Số hóa xong 74 hồ sơ", "74", {"measure": "other"}, {"measure": "implemented"}),
    ("Sau khi sáp nhập 18 chi bộ", "18", {"measure": "other"}, {"measure": "removed"}),
    ("Có 1.486 báo cáo viên", "1.486", {"subject": "other", "measure": "total"}, {"subject": "participant"}),
    ("Giải ngân đạt 95% vốn đầu tư", "95%", {"basis": "level"}, {"basis": "vs_plan"}),
    ("Chuyển sinh hoạt đảng cho 341 đồng chí", "341", {"measure": "other"}, {"measure": "removed"}),
    ("Đưa ra khỏi Đảng 56 trường hợp", "56", {"measure": "removed"}, {"measure": "other"}),
    ("Khai trừ 11 đảng viên", "11", {"measure": "disciplined"}, {"measure": "removed"}),
    ("Có 12 đồng chí 40 năm tuổi Đảng", "12", {"group": "40 năm"}, {"group": None}),
    ("Kiểm tra khi có dấu hiệu vi phạm 15 tổ chức đảng", "15", {"group": "khi có dấu hiệu vi phạm"}, {"group": None}),
    ("Nhân dân hiến 96 ha đất", "96", {"group": "ha đất"}, {"group": None}),
]


def doubts(label: ArticleSummary, text: str) -> list[str]:
    return [finding.path for rule in DECIDED_RULES for finding in rule(Label(label, text))]


def labelled(text: str, mention: str, **fields: Any) -> ArticleSummary:
    return summary("a", figure(5, at=text.index(mention), length=len(mention), **fields))


@pytest.mark.parametrize(("text", "mention", "right", "wrong"), FIGURES, ids=[row[0] for row in FIGURES])
def test_a_decided_figure_is_silent_as_the_guide_wants_it_and_doubted_otherwise(
    text: str, mention: str, right: dict[str, Any], wrong: dict[str, Any]
) -> None:
    assert doubts(labelled(text, mention, **right), text) == []
    assert [path.partition(".")[0] for path in doubts(labelled(text, mention, **wrong), text)] == ["figures[0]"]


NONE = [
    ("Cập nhật lên cơ sở dữ liệu đảng viên 3.0.", "3.0"),
    ("Về đích sớm 30 ngày", "30"),
    ("Nối với 124 điểm cầu", "124"),
]


@pytest.mark.parametrize(("text", "mention"), NONE)
def test_a_version_a_share_of_time_and_places_linked_are_no_figures(text: str, mention: str) -> None:
    label = labelled(text, mention)
    label.figures[0] = label.figures[0].model_copy(
        update={"mention": label.figures[0].mention.model_copy(update={"text": mention})}
    )
    assert doubts(label, text) == ["figures[0].mention"]


def test_every_cue_is_tried_here() -> None:
    tried = {
        cue
        for cue in CUES
        for text, mention, *_ in [*FIGURES, *NONE]
        if cue.pattern.search(text.lower().replace(mention.lower(), "#", 1))
    }
    assert [cue.says for cue in CUES if cue not in tried] == []


def test_a_cue_beyond_the_clause_decides_nothing() -> None:
    text = "Thu ngân sách tăng khá; kết nạp 9 đảng viên"
    assert doubts(labelled(text, "9"), text) == []


OTHERS: list[tuple[ArticleSummary, list[str]]] = [
    (summary("a", figure(measure="inspected", group="chuyên đề")), ["figures[0].group"]),
    (summary("a", figure(measure="inspected", group="khi có dấu hiệu vi phạm")), []),
    (summary("a", organizations=[organization("UBKT các cấp", "inspection_commission")]), ["organizations[0].name"]),
    (
        summary("a", organizations=[organization("Tỉnh ủy Lào Cai"), organization("Đảng bộ tỉnh Lào Cai")]),
        ["organizations[1].name"],
    ),
    (
        summary("a", organizations=[organization("Thành uỷ Huế"), organization("Đảng bộ thành phố Huế")]),
        ["organizations[1].name"],
    ),
    (summary("a", organizations=[organization("Tỉnh ủy Lào Cai"), organization("Huyện ủy Lào Cai")]), []),
    (summary("a", documents=[document("178/2024/NĐ-CP")]), ["documents[0]"]),
    (summary("a", documents=[document("202/2025/QH15")]), ["documents[0]"]),
    (summary("a", documents=[document("57-NQ/TW")]), []),
    (summary("a", awards=[award(kind="individual", recipient="Lê Hoa", count=1)]), ["awards[0].recipient"]),
    (summary("a", awards=[award(kind="individual", recipient="Lê Hoa", count=1)], people=[person("Lê Hoa")]), []),
    (
        summary("a", awards=[award(kind="grassroots_org", recipient="Đảng bộ Sở Y tế", count=1)]),
        ["awards[0].recipient_kind"],
    ),
    (summary("a", awards=[award(kind="party_org", recipient="Đảng bộ Sở Y tế", count=1)]), []),
]


@pytest.mark.parametrize(("label", "expected"), OTHERS)
def test_what_else_is_decided(label: ArticleSummary, expected: list[str]) -> None:
    assert doubts(label, "Năm 2017, Đảng bộ kết nạp đảng viên. " * 10) == expected
