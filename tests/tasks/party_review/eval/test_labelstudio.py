"""Gold to Label Studio and back. The real server is driven by eval/labelstudio_roundtrip.py."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import UsageError
from extractor.eval.gold import GoldFolder, Texts
from extractor.labels import KINDS_SINCE
from extractor.schema import ArticleSummary
from extractor.tasks.party_review.eval.labelstudio import config, export, read_export
from extractor.tasks.party_review.eval.labelstudio.fields import pack, unpack
from tests.conftest import GOLD_ARTICLES, GOLD_LABELS, SHARED, shared_only

ARTICLE = "😀 Kết nạp 12 đảng viên,\nxóa tên 3. Bà Lê Hoa, Bí thư | chủ trì."
TEXTS = {"a": ARTICLE}


def span(text: str) -> dict[str, Any]:
    start = ARTICLE.index(text)
    return {"text": text, "start": start, "end": start + len(text)}


def figure(mention: str, **changes: Any) -> dict[str, Any]:
    return {
        "organization": None,
        "phase": "result",
        "period": "2017",
        "subject": "member",
        "measure": "admitted",
        "basis": "level",
        "value": 12,
        "value_max": None,
        "out_of": None,
        "unit": "count",
        "comparator": "eq",
        "group": None,
        "mention": span(mention),
        "evidence": span("Kết nạp 12 đảng viên,\nxóa tên 3"),
        **changes,
    }


def summary(**changes: Any) -> ArticleSummary:
    return ArticleSummary.model_validate(
        {
            "doc_id": "a",
            "source": {"outlet": None, "title": None, "authors": ["Thu", "Công | Luận"], "published_on": "2018-01-09"},
            "event": {"kind": "annual_review", "held_on": None, "review_period": "2017", "plan_period": None},
            "abstract": "Kết nạp 12 đảng viên.",
            "organizations": [{"name": "Bí thư | chủ trì", "kind": "other", "province": None}],
            "figures": [figure("3", measure="removed", value=3), figure("12", value=12.5, out_of=2.5e9)],
            "awards": [],
            "people": [{"name": "Lê Hoa", "role": "Bí thư", "evidence": span("Lê Hoa, Bí thư")}],
            "documents": [],
            "points": [],
            **changes,
        }
    )


def there_and_back(gold: list[ArticleSummary], texts: Any) -> list[ArticleSummary]:
    return list(read_export(json.dumps(export(gold, texts).tasks)).summaries)


@pytest.mark.parametrize(
    ("labels", "articles"),
    [
        pytest.param(GOLD_LABELS, GOLD_ARTICLES, id="ours"),
        pytest.param(SHARED / "gold", SHARED / "articles", id="shared", marks=shared_only),
    ],
)
def test_gold_comes_back_identical(labels: Path, articles: Path) -> None:
    gold = list(GoldFolder(labels))
    assert there_and_back(gold, Texts([articles])) == gold


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="emoji before the spans, a line break in one, figures out of the text's order"),
        pytest.param({"figures": [], "people": [], "organizations": []}, id="nothing in it"),
        pytest.param({"abstract": ""}, id="no abstract"),
        pytest.param({"source": {"outlet": "", "title": "-", "authors": [], "published_on": None}}, id="empty strings"),
        pytest.param(
            {"organizations": [{"name": "- \\| x\\e ", "kind": "other", "province": "-"}]},
            id="bars and dashes in names",
        ),
        pytest.param(
            {"organizations": [{"name": f"Đảng bộ {kind}", "kind": kind, "province": "Huế"} for kind in KINDS_SINCE]},
            id="the kinds of version 3",
        ),
        pytest.param({"figures": [figure("12"), figure("12")]}, id="the same figure twice"),
        pytest.param(
            {
                "points": [{"kind": "priority", "text": "<script>", "evidence": span("chủ trì")}],
                "documents": [
                    {
                        "kind": "Nghị quyết",
                        "number": None,
                        "title": "T",
                        "issued_on": "2017-02-03",
                        "issuer": None,
                        "evidence": span("chủ"),
                    }
                ],
                "awards": [
                    {
                        "title": "Giấy khen",
                        "granted_by": None,
                        "recipient_kind": "cell",
                        "recipient": None,
                        "count": 2,
                        "achievement": None,
                        "period": "2013/2017",
                        "evidence": span("chủ"),
                    }
                ],
            },
            id="every kind of item",
        ),
    ],
)
def test_odd_summaries_come_back_identical(changes: dict[str, Any]) -> None:
    gold = summary(**changes)
    assert there_and_back([gold], TEXTS) == [gold]


def test_a_draft_is_exported_as_a_prediction_and_counts_as_unlabelled() -> None:
    tasks = export([summary()], TEXTS, "predictions").tasks
    assert [len(task["predictions"]) for task in tasks] == [1]
    found = read_export(tasks)
    assert (found.summaries, found.unlabelled) == ((), ("a",))


def test_every_answer_has_a_control_of_its_name_and_type() -> None:
    controls = {
        tag.get("name"): tag.tag.lower() for tag in ElementTree.fromstring(config()).iter() if tag.get("toName")
    }
    results = [r for r in export([summary()], TEXTS).tasks[0]["annotations"][0]["result"] if r["type"] != "relation"]
    assert {(r["from_name"], r["type"]) for r in results} <= set(controls.items())


def test_a_region_that_a_person_adds_takes_its_place_in_the_text() -> None:
    people = [{"name": name, "role": None, "evidence": span(name)} for name in ("Lê Hoa", "chủ trì")]
    tasks = export([summary(people=people)], TEXTS).tasks
    results = tasks[0]["annotations"][0]["result"]
    for result in results:
        result["id"] = "xY7_kZ" if result.get("id") == "person-0" else result.get("id")
    results.sort(key=lambda r: r["id"] == "xY7_kZ")
    (found,) = read_export(tasks).summaries
    assert [person.name for person in found.people] == ["Lê Hoa", "chủ trì"]


def test_the_newest_annotation_that_was_not_skipped_counts() -> None:
    tasks = export([summary()], TEXTS).tasks
    (old,) = tasks[0]["annotations"]
    new = {"result": export([summary(abstract="Mới.")], TEXTS).tasks[0]["annotations"][0]["result"]}
    tasks[0]["annotations"] = [
        {**new, "completed_by": 1, "updated_at": "2024-02-02"},
        {**old, "completed_by": {"id": 1}, "updated_at": "2024-02-01"},
        {"result": [], "was_cancelled": True, "completed_by": 1, "updated_at": "2024-02-03"},
    ]
    assert [s.abstract for s in read_export(tasks).summaries] == ["Mới."]


def test_of_several_people_one_is_read() -> None:
    tasks = export([summary()], TEXTS).tasks
    mine = tasks[0]["annotations"][0]
    tasks[0]["annotations"] = [{**mine, "completed_by": 1}, {"result": [], "completed_by": 2}]
    with pytest.raises(UsageError, match="several annotators"):
        read_export(tasks)
    assert read_export(tasks, annotator=1).summaries == (summary(),)
    assert read_export(tasks, annotator=3).unlabelled == ("a",)


def test_a_line_break_written_as_backslash_n_still_fits() -> None:
    tasks = export([summary()], TEXTS).tasks
    for result in tasks[0]["annotations"][0]["result"]:
        if isinstance(result.get("value", {}).get("text"), str):
            result["value"]["text"] = result["value"]["text"].replace("\n", "\\n")
    assert read_export(tasks).summaries == (summary(),)


Break = Callable[[dict[str, Any]], object]


def results_of(task: dict[str, Any]) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = task["annotations"][0]["result"]
    return results


def drop(task: dict[str, Any], **like: str) -> None:
    results_of(task)[:] = [r for r in results_of(task) if any(r.get(key) != value for key, value in like.items())]


def change(task: dict[str, Any], from_name: str, **value: Any) -> None:
    next(r for r in results_of(task) if r.get("from_name") == from_name)["value"].update(value)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda t: drop(t, type="relation"), "tied to 0 clauses"),
        (lambda t: drop(t, from_name="figure_phase", id="figure-0"), r"figures\.0\.phase \('3' at \d+-\d+\)"),
        (lambda t: change(t, "figure_period", text=["năm 2017"]), r"figures\.0\.period"),
        (lambda t: change(t, "spans", start=0), "mark it again"),
        (lambda t: change(t, "organizations", text=["Đảng ủy Khối"]), "kind | province | name"),
        (lambda t: change(t, "source_published_on", datetime="hôm qua"), "published_on"),
        (lambda t: t["data"].pop("doc_id"), "gold export"),
        (lambda t: t.pop("data"), "not JSON-MIN"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(damage: Break, message: str) -> None:
    tasks = export([summary()], TEXTS).tasks
    damage(tasks[0])
    with pytest.raises(UsageError, match=message.replace("|", r"\|") if "kind |" in message else message):
        read_export(tasks)


def test_a_file_that_is_not_json_is_refused() -> None:
    with pytest.raises(UsageError, match="not JSON"):
        read_export("id,text\n1,a\n")


@pytest.mark.parametrize("texts", [{}, {"a": ARTICLE[1:]}])
def test_gold_that_does_not_fit_its_text_is_not_exported(texts: dict[str, str]) -> None:
    with pytest.raises(UsageError, match=r"^a: "):
        export([summary()], texts)


cell = st.none() | st.text(alphabet="ab |\\-e\n", max_size=6) | st.text(max_size=6)


@given(st.tuples(cell, cell, cell))
def test_packed_cells_come_back(cells: tuple[str | None, ...]) -> None:
    assert unpack(pack(cells), 3) == cells


MALFORMED: list[Callable[[Any], Any]] = [
    lambda tasks: tasks[0].update(data=[]),
    lambda tasks: tasks[0].update(annotations=[3]),
    lambda tasks: tasks[0].update(annotations={"a": 1}),
    lambda tasks: tasks[0]["annotations"][0].update(completed_by=[[]]),
    lambda tasks: tasks[0]["annotations"][0].pop("result"),
    lambda tasks: tasks[0]["annotations"][0]["result"].append("region"),
    lambda tasks: tasks[0]["annotations"][0]["result"][0].pop("type"),
    lambda tasks: tasks[0]["annotations"][0]["result"][0].update(value={"start": "x"}),
    lambda tasks: tasks[0]["annotations"][0]["result"][0].update(id=[]),
]


@pytest.mark.parametrize("damage", MALFORMED)
def test_a_task_of_another_shape_is_refused_by_its_number(damage: Callable[[Any], Any]) -> None:
    tasks = json.loads(json.dumps(export([summary()], TEXTS).tasks))
    damage(tasks)
    with pytest.raises(UsageError, match="Task 1 of the export is not as Label Studio writes it"):
        read_export(json.dumps(tasks))


def test_an_export_nested_too_deeply_is_refused() -> None:
    with pytest.raises(UsageError, match="not JSON"):
        read_export("[" * 100_000)
