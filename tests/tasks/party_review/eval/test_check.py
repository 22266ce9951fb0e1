"""The check of gold: a label that keeps the guide is silent, and each slip is told with its field."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractor.eval.gold import GoldFolder, Texts
from extractor.schema import ArticleSummary
from extractor.tasks.party_review.eval.check import check_folder, check_label
from extractor.tasks.party_review.eval.check_figures import bounds_are_read
from extractor.tasks.party_review.eval.findings import Label
from extractor.tasks.party_review.eval.mention_values import Stated, read_mention
from tests.conftest import GOLD_LABELS, SHARED
from tests.eval import builders

ARTICLE = (
    "TTX - Đảng ủy Khối các cơ quan tỉnh Hà Nam tổng kết năm 2017. Toàn khối kết nạp trên 120 đảng viên, xếp loại "
    "48/66 tổ chức cơ sở; thu 2,5 tỷ đồng. Ông Lê Văn Hoa, Bí thư Đảng ủy Khối, trao Giấy khen của Tỉnh ủy cho "
    "3 tập thể vì hoàn thành xuất sắc nhiệm vụ. Chỉ thị 05-CT/TW được học tập. Năm 2018 cần tăng cường kiểm tra; cần "
    "kết nạp 130 đảng viên.\nThu Thủy"
)


def span(text: str) -> dict[str, Any]:
    start = ARTICLE.index(text)
    return {"text": text, "start": start, "end": start + len(text)}


def figure(mention: str, clause: str, **changes: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "organization": "Đảng ủy Khối các cơ quan tỉnh Hà Nam",
        "phase": "result",
        "period": "2017",
        "subject": "member",
        "measure": "admitted",
        "basis": "level",
        "value": 120,
        "value_max": None,
        "out_of": None,
        "unit": "count",
        "comparator": "gt",
        "group": None,
        "mention": span(mention),
        "evidence": span(clause),
    }
    return {**given, **changes}


def label() -> dict[str, Any]:
    """A label of the article that keeps every rule."""
    clause = "xếp loại 48/66 tổ chức cơ sở"
    return {
        "doc_id": "a",
        "source": {"outlet": "TTX", "title": None, "authors": ["Thu Thủy"], "published_on": None},
        "event": {"kind": "annual_review", "held_on": None, "review_period": "2017", "plan_period": "2018"},
        "abstract": "Đảng ủy Khối các cơ quan tỉnh Hà Nam kết nạp trên 120 đảng viên năm 2017.",
        "organizations": [
            {"name": "Đảng ủy Khối các cơ quan tỉnh Hà Nam", "kind": "agencies_bloc", "province": "Hà Nam"},
            {"name": "Tỉnh ủy", "kind": "provincial_committee", "province": "Hà Nam"},
        ],
        "figures": [
            figure("120", "kết nạp trên 120 đảng viên"),
            figure("48/66", clause, subject="grassroots_org", measure="rated", value=48, out_of=66, comparator="eq"),
            figure("2,5 tỷ đồng", "thu 2,5 tỷ đồng", measure="revenue", value=2.5e9, unit="VND", comparator="eq"),
        ],
        "awards": [
            {
                "title": "Giấy khen",
                "granted_by": "Tỉnh ủy",
                "recipient_kind": "collective",
                "recipient": None,
                "count": 3,
                "achievement": "hoàn thành xuất sắc nhiệm vụ",
                "period": None,
                "evidence": span("trao Giấy khen của Tỉnh ủy cho 3 tập thể"),
            }
        ],
        "people": [
            {
                "name": "Lê Văn Hoa",
                "role": "Bí thư Đảng ủy Khối",
                "evidence": span("Lê Văn Hoa, Bí thư Đảng ủy Khối"),
            }
        ],
        "documents": [
            {
                "kind": "Chỉ thị",
                "number": "05-CT/TW",
                "title": None,
                "issued_on": None,
                "issuer": None,
                "evidence": span("Chỉ thị 05-CT/TW"),
            }
        ],
        "points": [
            {"kind": "priority", "text": "Tăng cường kiểm tra.", "evidence": span("tăng cường kiểm tra")},
            {"kind": "priority", "text": "Kết nạp 130 đảng viên.", "evidence": span("kết nạp 130 đảng viên")},
        ],
    }


def found(data: dict[str, Any], text: str = ARTICLE) -> list[tuple[str, str]]:
    checked = check_label(ArticleSummary.model_validate(data), text)
    return [(finding.path, finding.message) for finding in checked]


def test_a_label_that_keeps_the_guide_is_silent() -> None:
    assert found(label()) == []


def test_the_full_stop_of_a_short_form_ends_no_sentence() -> None:
    data = label()
    data["abstract"] = "A b (TP. Hà Nội). C d ở TX. Hà Tiên. E g."
    assert not [message for where, message in found(data) if where == "abstract" and "sentences" in message]


def test_a_body_may_be_first_met_by_its_place_alone() -> None:
    text = ARTICLE + "\n\nPhường An Hòa  70  83\nPhường An Bình  65  65\nĐảng bộ phường An Hòa được khen."
    data = label()
    data["organizations"] += [
        {"name": "Đảng bộ phường An Hòa", "kind": "commune_committee", "province": None},
        {"name": "Phường An Bình", "kind": "commune_committee", "province": None},
    ]
    assert not [where for where, _ in found(data, text) if where.startswith("organizations")]


Change = Callable[[dict[str, Any]], object]

SLIPS: list[tuple[str, Change, str, str]] = [
    ("a span elsewhere", lambda d: d["figures"][0]["mention"].update(start=1, end=4), "figures[0].mention", "says"),
    ("a span past the end", lambda d: d["people"][0]["evidence"].update(end=9999, start=9968), "people[0]", "ends at"),
    ("an outlet of no article", lambda d: d["source"].update(outlet="LSO"), "source.outlet", "own fields"),
    ("a title in other letters", lambda d: d["source"].update(title=ARTICLE[:40].upper()), "source.title", "verbatim"),
    ("an author in other letters", lambda d: d["source"].update(authors=["thu thủy"]), "source.authors[0]", "verbatim"),
    ("one author twice", lambda d: d["source"].update(authors=["Thu Thủy"] * 2), "source.authors[1]", "given twice"),
    ("a plan before its review", lambda d: d["event"].update(plan_period="2015"), "event.plan_period", "lies before"),
    ("a term that ends first", lambda d: d["event"].update(review_period="2017/2015"), "event.review_period", "ends"),
    ("no review, but periods", lambda d: d["event"].update(kind="other"), "event.review_period", "no periods"),
    ("no review, but points", lambda d: d["event"].update(kind="other"), "points", "has no points"),
    ("no abstract", lambda d: d.update(abstract=" "), "abstract", "is empty"),
    ("an abstract with another number", lambda d: d.update(abstract="Có 121 đảng viên."), "abstract", "number 121"),
    ("an abstract with another name", lambda d: d.update(abstract="Bà Bình họp."), "abstract", "name 'Bình'"),
    ("four sentences", lambda d: d.update(abstract="A b. C d. E g. H i."), "abstract", "4 sentences"),
    (
        "a body of no article",
        lambda d: d["organizations"][1].update(name="Huyện ủy"),
        "organizations[1].name",
        "not in",
    ),
    (
        "committee words",
        lambda d: d["organizations"][1].update(name="Ban Thường vụ Tỉnh ủy"),
        "organizations[1]",
        "Ban",
    ),
    (
        "a province of no list",
        lambda d: d["organizations"][0].update(province="Hà Tây"),
        "organizations[0]",
        "63",
    ),
    (
        "a province not yet on the list",
        lambda d: d["organizations"][0].update(province="Huế"),
        "organizations[0]",
        "63",
    ),
    ("a province that is gone", lambda d: d["event"].update(held_on="2026-01-08"), "organizations[0]", "'Ninh Bình'"),
    (
        "one body in two spellings",
        lambda d: d["organizations"][1].update(name="Đảng bộ Khối các cơ quan tỉnh Hà Nam"),
        "organizations[1].name",
        "another spelling",
    ),
    ("order of mention", lambda d: d["organizations"].reverse(), "organizations[1]", "is mentioned before"),
    ("another value", lambda d: d["figures"][0].update(value=12), "figures[0].value", "'120' says 120"),
    ("a lost denominator", lambda d: d["figures"][1].update(out_of=None), "figures[1].out_of", "48/66"),
    ("a part above its whole", lambda d: d["figures"][1].update(value=67), "figures[1].out_of", "less than"),
    ("another unit", lambda d: d["figures"][2].update(unit="USD"), "figures[2].unit", "is USD"),
    ("money counted", lambda d: d["figures"][2].update(unit="count"), "figures[2].unit", "is count"),
    ("a lost bound", lambda d: d["figures"][0].update(comparator="eq"), "figures[0].comparator", "trên"),
    (
        "a bound in the mention",
        lambda d: d["figures"][0].update(mention=span("trên 120")),
        "figures[0].mention",
        "trên",
    ),
    ("a range without an end", lambda d: d["figures"][0].update(comparator="range"), "figures[0].comparator", "range"),
    ("an owner of no list", lambda d: d["figures"][0].update(organization="Chi bộ 1"), "figures[0].org", "is not in"),
    (
        "an owner spelt otherwise",
        lambda d: d["figures"][0].update(organization="Đảng bộ Khối các cơ quan tỉnh Hà Nam"),
        "figures[0].organization",
        "spelt otherwise",
    ),
    ("a group of no article", lambda d: d["figures"][0].update(group="nữ"), "figures[0].group", "not in the article"),
    (
        "a percent of a plan",
        lambda d: d["figures"][0].update(basis="vs_plan"),
        "figures[0].unit",
        "percent of the plan",
    ),
    (
        "a mention outside its clause",
        lambda d: d["figures"][0].update(evidence=span("Toàn khối")),
        "figures[0].evidence",
        "does not hold",
    ),
    ("one mention twice", lambda d: d["figures"].append(d["figures"][0]), "figures[3].mention", "figures[0]"),
    ("a badge as an award", lambda d: d["awards"][0].update(title="Huy hiệu Đảng"), "awards[0].title", "badge"),
    ("a leading đạt", lambda d: d["awards"][0].update(achievement="đạt thành tích"), "awards[0].ach", "leading"),
    ("a recipient uncounted", lambda d: d["awards"][0].update(recipient="Tỉnh ủy", count=None), "awards[0]", "is 1"),
    ("a person elsewhere", lambda d: d["people"][0].update(name="Trần Nam"), "people[0].name", "not in its evidence"),
    ("a comrade", lambda d: d["people"][0].update(role="đồng chí Bí thư"), "people[0].role", "đồng chí"),
    ("one person twice", lambda d: d["people"].append(d["people"][0]), "people[1].name", "listed twice"),
    ("a document without a name", lambda d: d["documents"][0].update(number=None), "documents[0].number", "needs a"),
    ("a numbered title", lambda d: d["documents"][0].update(title="Trung ương 4"), "documents[0].title", "is null"),
    ("one document twice", lambda d: d["documents"].append(d["documents"][0]), "documents[1]", "one document"),
    ("points out of order", lambda d: d["points"].reverse(), "points[1]", "before the point"),
    ("one point twice", lambda d: d["points"].append(d["points"][1]), "points[2]", "given twice"),
    ("nine priorities", lambda d: d.update(points=d["points"] + d["points"][1:] * 7), "points", "first eight"),
]


@pytest.mark.parametrize(("change", "path", "says"), [row[1:] for row in SLIPS], ids=[row[0] for row in SLIPS])
def test_each_slip_is_told_with_its_field(change: Change, path: str, says: str) -> None:
    data = json.loads(json.dumps(label()))
    change(data)
    assert any(where.startswith(path) and says in message for where, message in found(data)), found(data)


MENTIONS = [
    ("2.658", Stated(2658, None, None, None, scaled=False)),
    ("81,01%", Stated(81.01, None, None, "percent", scaled=True)),
    ("2,5 tỷ đồng", Stated(2.5e9, None, None, "VND", scaled=True)),
    ("17 nghìn tỷ", Stated(17e12, None, None, None, scaled=True)),
    ("100 - 120", Stated(100, 120, None, None, scaled=False)),
    ("48/66", Stated(48, None, 66, None, scaled=False)),
    ("hai mươi mốt", Stated(21, None, None, None, scaled=False)),
    ("không có", Stated(0, None, None, None, scaled=False)),
    ("một nửa", Stated(50, None, None, "percent", scaled=True)),
    ("3 triệu USD", Stated(3e6, None, None, "USD", scaled=True)),
    ("chừng ấy", None),
]


@pytest.mark.parametrize(("mention", "stated"), MENTIONS)
def test_a_mention_is_read_again_on_its_own(mention: str, stated: Stated | None) -> None:
    assert read_mention(mention) == stated


def folder(tmp_path: Path, content: str, name: str = "a", article: str | None = ARTICLE) -> list[str]:
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / f"{name}.json").write_text(content, encoding="utf-8")
    if article is not None:
        (tmp_path / "articles").mkdir()
        (tmp_path / "articles" / f"{name}.txt").write_text(article, encoding="utf-8")
    gold = GoldFolder(tmp_path)
    return [str(problem) for problem in check_folder(gold, Texts(gold.article_folders))]


def test_a_file_that_breaks_the_schema_is_told_with_file_and_field(tmp_path: Path) -> None:
    data = label()
    data["figures"][0]["measure"] = "invented"
    (problem,) = folder(tmp_path, json.dumps(data))
    assert problem.startswith(f"{tmp_path / 'labels' / 'a.json'}: figures[0].measure: Input should be")


def test_a_label_without_its_article_or_under_another_name_is_told(tmp_path: Path) -> None:
    problems = folder(tmp_path, json.dumps(label()), name="b", article=None)
    assert ["doc_id" in problems[0], "b.txt was not found" in problems[1]] == [True, True]


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=path.name, marks=pytest.mark.skipif(not path.is_dir(), reason=f"no {path.name} here"))
        for path in (GOLD_LABELS, SHARED / "gold")
    ],
)
def test_the_gold_keeps_the_guide(path: Path) -> None:
    gold = GoldFolder(path)
    assert [str(problem) for problem in check_folder(gold, Texts(gold.article_folders))] == []


BOUNDS = [
    ("không để xã nào dưới 90 chỉ tiêu", "90", "ge"),
    ("không để quá 2 chi bộ yếu", "2", "le"),
    ("còn dưới 9 chi bộ", "9", "lt"),
    ("mở trên 20 lớp", "20", "gt"),
    ("không dưới 30 lớp", "30", "ge"),
]


@pytest.mark.parametrize(("text", "mention", "bound"), BOUNDS, ids=[row[0] for row in BOUNDS])
def test_the_words_before_a_number_are_its_bound(text: str, mention: str, bound: str) -> None:
    at = text.index(mention)
    for claimed in ("ge", "le", "lt", "gt"):
        one = builders.figure(5, at=at, length=len(mention), comparator=claimed)
        doubts = [finding.path for finding in bounds_are_read(Label(builders.summary("a", one), text))]
        assert doubts == ([] if claimed == bound else ["figures[0].comparator"])
