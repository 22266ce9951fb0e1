"""Gold of tasks to Label Studio and back; what a person got wrong there is said with its article and place."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from extractor.cli.main import run_cli
from extractor.errors import UsageError
from extractor.eval.gold import read_text
from extractor.reading.reader import read
from extractor.tasks import Free, Item, Name, Number, Summary
from extractor.tasks.gate import prove
from extractor.tasks.labelstudio import TaskProject
from extractor.tasks.outline import outline
from extractor.tasks.replies import read_reply
from extractor.tasks.user_task import UserTask, load_task
from tests.tasks.sample import ARTICLE, TEXT, proven
from tests.tasks.scripted import PROVINCES, TASKS

FOLDERS = (TASKS / "storm_damage", TASKS / "harvest", PROVINCES)


def gold_of(task: UserTask, folder: Path) -> tuple[list[Any], dict[str, str]]:
    """Labels and texts of a task."""
    texts = {path.stem: read_text(path) for path in sorted((folder / "articles").glob("*.txt"))}
    labels = [task.read_label(folder / "labels" / f"{name}.json", text) for name, text in texts.items()]
    return labels, texts


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_gold_comes_back_identical(folder: Path) -> None:
    task = load_task(folder)
    labels, texts = gold_of(task, folder)
    project = task.label_project()
    found = project.read(json.dumps(project.export(labels, texts).tasks))
    assert list(found.summaries) == labels


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_answer_has_a_control_and_every_region_a_label(folder: Path) -> None:
    task = load_task(folder)
    labels, texts = gold_of(task, folder)
    project = task.label_project().export(labels, texts)
    root = ElementTree.fromstring(project.config_xml)
    named = [(tag.get("name"), tag.tag.lower()) for tag in root.iter() if tag.get("toName")]
    controls = dict(named)
    known = {tag.get("alias") for tag in root.iter("Label")}
    results = [one for task in project.tasks for one in task["annotations"][0]["result"]]
    answers = {(one["from_name"], one["type"]) for one in results if one["type"] != "relation"}
    assert answers <= set(controls.items())
    assert {label for one in results for label in one.get("value", {}).get("labels", ())} <= known
    assert len(named) == len(controls)


def test_every_kind_of_leaf_and_an_empty_summary_come_back() -> None:
    said: dict[str, Any] = {
        "hit_on": "2024-09-12",
        "year": "2023",
        "area": "120 ha",
        "cause": "lũ quét << lũ quét tại huyện Nậm Pồ",
        "people": ["Lò Văn Hặc", "Nà Hỳ"],
        "losses": ["dead << làm 3 người chết | 3 << làm 3 người chết | Điện Biên", "crop << hơn 120 ha | 120 | -"],
        "note": "Lũ quét làm 3 người chết.",
    }
    full, empty = proven(**said), proven(note="")
    assert full.rejections == ()
    project = TaskProject(outline(type(full.summary)), type(full.summary))
    for one in (full.summary, empty.summary):
        (found,) = project.read(project.export([one], {"a1": ARTICLE.text}).tasks).summaries
        assert found == one


def test_items_with_words_of_their_own_and_lists_of_words() -> None:
    class Loss(Item):
        amount: Number
        said: Free
        words: list[Free]

    class Report(Summary):
        losses: list[Loss]
        remarks: list[Free]

    node = outline(Report)
    loss = {"amount": "120 ha", "said": "Lúa bị vùi.", "words": ["vùi lấp", "mất trắng"]}
    reply = {"losses": [loss, {**loss, "amount": "48/66", "words": []}], "remarks": ["mưa", "gió"]}
    found = prove(node, Report, ARTICLE, read(ARTICLE), read_reply(node, reply, "quote"))
    assert found.rejections == ()
    project = TaskProject(node, Report)
    (again,) = project.read(project.export([found.summary], {"a1": TEXT}).tasks).summaries
    assert again == found.summary


def test_items_that_nobody_could_mark_are_refused() -> None:
    class Remark(Item):
        place: Name | None
        said: Free

    class Report(Summary):
        remarks: list[Remark]

    project = TaskProject(outline(Report), Report)
    with pytest.raises(UsageError, match=r"remarks: its items have no required leaf with a place"):
        project.export([Report(doc_id="a1", remarks=[])], {"a1": TEXT})


# ---- A person's hand ----
TASK = load_task(PROVINCES)
PROJECT = TASK.label_project()
LABELS, TEXTS = gold_of(TASK, PROVINCES)
Results = list[dict[str, Any]]


def edited(change: Callable[[Results], object]) -> list[dict[str, Any]]:
    tasks: list[dict[str, Any]] = json.loads(json.dumps(PROJECT.export(LABELS[:1], TEXTS).tasks))
    change(tasks[0]["annotations"][0]["result"])
    return tasks


def named(results: Results, key: str, number: int = 0) -> dict[str, Any]:
    return next(one for one in results if one.get("id") == f"item:{key}-{number}" and one["type"] == "labels")


def drop(results: Results, **like: str) -> None:
    results[:] = [one for one in results if any(one.get(key) != value for key, value in like.items())]


def moved(results: Results, key: str, words: str) -> None:
    start = TEXTS["p1"].index(words)
    named(results, key)["value"].update(start=start, end=start + len(words), text=words)


def second_name(results: Results) -> None:
    results.append({**named(results, "storm.name"), "id": "xY7_kZ"})


def another_label(results: Results) -> None:
    named(results, "storm.name")["value"]["labels"] = ["wind"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda found: drop(found, type="relation"), "is tied to no item"),
        (lambda found: drop(found, type="choices"), r"'[^']*' at \d+-\d+ \(provinces.losses.what\) has no value"),
        (lambda found: moved(found, "provinces.losses.amount", "Ban Chỉ huy"), r"provinces\[0\]\.losses\[0\]\.amount"),
        (lambda found: moved(found, "provinces.name", "hai tỉnh"), "a name begins and ends with a capital"),
        (second_name, "is a second storm.name of one item"),
        (another_label, "the label wind is none of this task's"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(change: Callable[[Results], object], message: str) -> None:
    with pytest.raises(UsageError, match=rf"^p1: .*{message}"):
        PROJECT.read(edited(change))


def test_a_number_that_a_person_marks_is_read_and_takes_its_place() -> None:
    def add(results: Results) -> None:
        start = TEXTS["p1"].index("11/9")
        where = {"start": start, "end": start + 9, "text": "11/9/2023"}
        results.append(
            {"id": "aB3", "from_name": "spans", "type": "labels", "value": {**where, "labels": ["storm.alerts.day"]}}
        )
        results.append(
            {
                "id": "aB3",
                "from_name": "storm__alerts__day",
                "type": "datetime",
                "value": {**where, "datetime": "2023-09-11"},
            }
        )
        at = TEXTS["p1"].index("đổ bộ")
        said = {"start": at, "end": at + 5, "text": "đổ bộ", "labels": ["storm.alerts.words"]}
        results.append({"id": "cD4", "from_name": "spans", "type": "labels", "value": said})
        results.append({"type": "relation", "from_id": "cD4", "to_id": "aB3", "direction": "right"})

    (found,) = PROJECT.read(edited(add)).summaries
    alerts = found.storm.alerts  # type: ignore[attr-defined]
    assert [one.words.text for one in alerts] == ["đổ bộ", "phát cảnh báo gió giật cấp 11", "có lệnh cấm biển"]


# ---- Commands ----
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_commands_carry_gold_there_and_back(folder: Path, tmp_path: Path) -> None:
    task = ["--task", str(folder)]
    project, labels = tmp_path / "project", tmp_path / "labels"
    assert run_cli(["gold", "export", str(folder), *task, "--format", "label-studio", "--out", str(project)]) == 0
    command = ["gold", "import", str(project / "tasks.json"), *task, "--out", str(labels)]
    assert run_cli(command) == 0
    assert run_cli(command) == 2
    assert run_cli(["gold", "check", str(labels), *task, "--texts", str(folder / "articles")]) == 0
    scored = tmp_path / "eval.json"
    assert run_cli(["eval", str(folder), str(labels), *task, "--json", str(scored)]) == 0
    metrics = json.loads(scored.read_text(encoding="utf-8"))["lists"]
    assert {one["f1"]["value"] for one in metrics.values()} == {1.0}


def test_the_gold_of_a_task_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "s.json"
    assert run_cli(["gold", "stats", str(PROVINCES), "--task", str(PROVINCES), "--json", str(target)]) == 0
    found = json.loads(target.read_text(encoding="utf-8"))
    assert found["articles"] == 3
    assert found["items"] == {
        "storm.name": 3,
        "abstract": 3,
        "storm.alerts": 3,
        "provinces": 5,
        "provinces.losses": 9,
        "provinces.districts": 7,
        "provinces.districts.losses": 12,
        "places": 4,
    }
    assert found["articles_with"]["storm.alerts"] == 2
    assert found["labels"]["provinces.losses.what"] == {"dead": 2, "injured": 3, "house": 2, "crop": 2}
    assert "provinces.districts.losses" in capsys.readouterr().out
