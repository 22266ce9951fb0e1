"""Task folders: what makes one, and the one sentence with file and line where something is wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from extractor.cli.main import run_cli
from extractor.tasks.new import begin_task
from extractor.tasks.user_task import load_task
from tests.tasks.scripted import NAMES, TASKS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A new task."""
    begin_task(tmp_path / "my task-1")
    return tmp_path / "my task-1"


def test_a_new_task_is_right_as_it_stands(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["task", "check", str(folder)]) == 0
    assert "my_task_1 0.1.0: 1 example proved" in capsys.readouterr().out
    assert run_cli(["task", "show", str(folder)]) == 0
    assert "figures[].amount: number: read again from its own mention" in capsys.readouterr().out
    assert run_cli(["task", "new", str(folder)]) == 2
    assert "is there already" in capsys.readouterr().err


@pytest.mark.parametrize("name", NAMES)
def test_the_example_tasks_are_right(name: str) -> None:
    assert run_cli(["task", "check", str(TASKS / name)]) == 0
    assert run_cli(["gold", "check", str(TASKS / name / "labels"), "--task", str(TASKS / name)]) == 0


def swap(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


BROKEN = [
    ("summary.py", "amount: Number", "amount: int", "summary.py:14: figures[].amount is int", "take Number"),
    ("summary.py", "amount: Number", "amount: Numbre", "summary.py:14:", "Numbre"),
    ("summary.py", "class Report(Summary):", "class Report(Summary:", "summary.py:18:", ""),
    ("summary.py", "(Summary)", "(Item)", "summary.py:1:", "no class of a Summary"),
    ("summary.py", "class Report", "raise SystemExit(3)\n\n\nclass Report", "summary.py:18: SystemExit", "3"),
    ("summary.py", "class Report", "\0class Report", "summary.py:1:", "null bytes"),
    ("examples/first.json", '"summary": {', '"summary": [], "rest": {', "first.json:3: summary", "is an object"),
    ("examples/first.json", "{", "[" * 20_000 + "{", "first.json:1: is not JSON", "recursion"),
    ("task.toml", 'version = "0.1.0"', 'version = "one"', "task.toml:2: version", "pattern"),
    ("task.toml", 'title = "', 'titel = "', "task.toml:3: titel", "no such setting"),
    ("task.toml", "[match]", "[match", "task.toml is not TOML", ""),
    ("task.toml", '["what", "amount"]', '["what", "mount"]', "task.toml:8: match", "no leaf mount"),
    ("examples/first.json", '"amount": "12"', '"amount": "13"', "first.json:3: figures[0].amount", "do not stand"),
    ("examples/first.json", '"event":', '"evnt":', "first.json:3: evnt", "no such field"),
    (
        "task.toml",
        '"figures.amount" = "amount"',
        '"figures.sum" = "amount"',
        "task.toml:13:",
        "has no figures.sum; it has",
    ),
    (
        "task.toml",
        '[labels."figures.what"]',
        '[labels."figures.why"]',
        "task.toml:16:",
        "there are those of figures.what",
    ),
    ("task.toml", 'people = "người"', 'persons = "người"', "task.toml:16:", "has no label persons; it has people"),
    ("examples/first.json", '"summary": {', '"summary": {,', "first.json:3:", "is not JSON"),
    ("examples/first.json", "thiêu rụi 12 gian hàng.", "thiêu rụi 99 gian hàng.", "abstract", "'99'"),
]


@pytest.mark.parametrize(("name", "old", "new", "where", "why"), BROKEN)
def test_what_is_wrong_is_one_sentence_with_file_and_line(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, old: str, new: str, where: str, why: str
) -> None:
    swap(folder, name, old, new)
    assert run_cli(["task", "check", str(folder)]) == 2
    said = capsys.readouterr().err
    assert where in said
    assert why in said
    assert len(said.strip().splitlines()) == 1


def test_a_template_of_its_own_is_used_and_its_fault_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = folder / "system.jinja"
    own.write_text("Đọc bài và trả lời.\n{{ fields }}\n", encoding="utf-8")
    assert run_cli(["prompt", "/dev/stdin", "--task", str(folder), "--schema"]) == 0
    from extractor.engines.llm.settings import LlmSettings

    prompt = load_task(folder).prompt(LlmSettings(model="m"))
    assert prompt.system.startswith("Đọc bài và trả lời.\n- event")
    own.write_text("{{ fields }\n", encoding="utf-8")
    capsys.readouterr()
    assert run_cli(["task", "check", str(folder)]) == 2
    assert "system.jinja:1:" in capsys.readouterr().err


def test_any_edit_of_the_folder_changes_the_tasks_hash(folder: Path) -> None:
    before = load_task(folder).hash
    swap(folder, "guide.md", "persons", "people")
    assert load_task(folder).hash != before


def test_a_folder_is_loaded_only_where_it_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (folder / "summary.py").write_text("raise SystemExit('loaded')\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    article = tmp_path / "a.txt"
    article.write_text("Năm 2017, Đảng bộ Khối kết nạp 5 đảng viên.\n", encoding="utf-8")
    assert run_cli(["run", str(article), "--engine", "rules", "--out", str(tmp_path / "out"), "--quiet"]) == 0


def test_a_hand_written_label_is_proved_and_written_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begin_task(tmp_path / "fires")
    labels, articles = tmp_path / "gold" / "labels", tmp_path / "gold" / "articles"
    labels.mkdir(parents=True)
    articles.mkdir()
    (articles / "a.txt").write_text("Cháy nhà ở Tả Phìn, 3 người bị thương.\n", encoding="utf-8")
    written = '{"event": "Cháy nhà", "figures": [{"what": "people << 3 người bị thương", "amount": "3"}]}'
    (labels / "a.json").write_text(written, encoding="utf-8")
    check = ["gold", "check", str(labels), "--task", str(tmp_path / "fires")]
    assert run_cli([*check, "--write"]) == 0
    assert '"start": 20' in (labels / "a.json").read_text(encoding="utf-8")
    assert run_cli(check) == 0
    shutil.copy(labels / "a.json", labels / "b.json")
    assert run_cli(check) == 1
    assert "doc_id" in capsys.readouterr().out
    (labels / "b.json").write_text(written.replace('"3"', '"4"'), encoding="utf-8")
    (articles / "b.txt").write_text("Cháy nhà ở Tả Phìn, 3 người bị thương.\n", encoding="utf-8")
    assert run_cli(check) == 1
    assert "figures[0].amount" in capsys.readouterr().out
