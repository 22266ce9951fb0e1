"""Every command on a task of one's own: the run remembers it, and the folder must be named again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor import Run
from extractor.cli.main import run_cli
from extractor.errors import UsageError
from tests.engines.llm.scripted_model import serving
from tests.tasks.scripted import TASKS, Errors, ScriptedTask

STORM = TASKS / "storm_damage"
TASK = ("--task", str(STORM))
GOLD = str(STORM / "labels")


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Two runs, `good` and `poor`, and the URL of a model in `url`."""
    place = tmp_path_factory.mktemp("runs")
    flags = ("--mode", "schema", "--cache", "off", "--quiet", "--processes", "1")
    for name, errors in (("good", None), ("poor", Errors(0.1, 1))):
        with serving(ScriptedTask("storm_damage", "pointer", errors)) as url:  # type: ignore[arg-type]
            command = ["run", str(STORM / "articles"), "--out", str(place / name), *TASK, "--model", "m"]
            assert run_cli([*command, "--base-url", url, *flags]) == 0
    yield place


def test_the_run_remembers_its_task(runs: Path) -> None:
    record = json.loads((runs / "good" / "run.json").read_text(encoding="utf-8"))
    assert (record["task"]["name"], record["task"]["version"]) == ("storm_damage", "1.0.0")
    assert len(record["task"]["hash"]) == 64
    assert record["counts"]["items"] == {"losses": 91, "aid": 23}
    assert not (runs / "good" / "figures.csv").exists()
    assert not (runs / "good" / "review.jsonl").exists()


def test_a_folder_with_another_tasks_run_is_refused(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["run", str(STORM / "articles"), "--out", str(runs / "good"), "--model", "m", "--base-url"]
    url = "http://127.0.0.1:9/v1"
    assert run_cli([*command, url, "--task", str(TASKS / "harvest"), "--quiet"]) == 2
    assert "holds a run with other settings" in capsys.readouterr().err
    assert run_cli(["run", str(STORM / "articles"), "--out", str(runs / "x"), *TASK, "--engine", "rules"]) == 2
    assert "has no rules engine" in capsys.readouterr().err


def test_the_tables_of_a_run(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for module in ("duckdb", "pyarrow", "xlsxwriter"):
        pytest.importorskip(module)
    good = str(runs / "good")
    assert run_cli(["export", good, *TASK, "--format", "csv,jsonl,sqlite,duckdb,xlsx,parquet"]) == 0
    header, first, *_ = (runs / "good" / "csv" / "losses.csv").read_text(encoding="utf-8-sig").splitlines()
    assert header.startswith("article_id,position,what,what_evidence,what_evidence_start,what_evidence_end,amount,")
    assert first.startswith('"s01",0,"dead",')
    capsys.readouterr()
    assert run_cli(["export", good, "--format", "csv"]) == 2
    assert "is a run of the task storm_damage; name its folder with --task" in capsys.readouterr().err
    assert run_cli(["export", good, "--task", str(TASKS / "harvest"), "--format", "csv"]) == 2
    assert "--task names harvest" in capsys.readouterr().err


def test_the_run_as_a_python_object(runs: Path) -> None:
    run = Run.open(runs / "good", task=STORM)
    rows = list(run.losses())
    assert len(rows) == 91
    assert {"what", "amount", "amount_unit", "place"} <= set(rows[0])
    with pytest.raises(UsageError, match="name its folder"):
        Run.open(runs / "good")


def test_the_page_of_a_run_and_a_changed_folder(runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["view", str(runs / "poor"), *TASK, "-o", str(tmp_path / "page.html")]) == 0
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "Thiệt hại do bão lũ theo báo địa phương" in page
    assert capsys.readouterr().err == ""
    shutil.copytree(STORM, tmp_path / "changed")
    with (tmp_path / "changed" / "guide.md").open("a", encoding="utf-8") as guide:
        guide.write("More.\n")
    changed = ["--task", str(tmp_path / "changed")]
    assert run_cli(["view", str(runs / "poor"), *changed, "-o", str(tmp_path / "page.html")]) == 0
    assert "has changed since this run" in capsys.readouterr().err


def test_scores_reports_baselines_gates_and_comparisons(
    runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("matplotlib")
    good, poor = str(runs / "good"), str(runs / "poor")
    files = {name: str(tmp_path / name) for name in ("e.json", "r.html", "r.md", "base.json", "c.json")}
    reports = ["--html", files["r.html"], "--markdown", files["r.md"], "--save-baseline", files["base.json"]]
    assert run_cli(["eval", GOLD, good, *TASK, "--details", *reports, "--beside", poor]) == 0
    assert "Of 91 losses **100.0%** were found" in (tmp_path / "r.md").read_text(encoding="utf-8")
    assert "91 losses in 12 articles" in " ".join((tmp_path / "r.html").read_text(encoding="utf-8").split())
    gate = tmp_path / "gate.toml"
    gate.write_text('[floors]\n"losses.core.f1" = 0.9\n[baseline]\nfile = "base.json"\n', encoding="utf-8")
    assert run_cli(["eval", GOLD, good, *TASK, "--gate", str(gate)]) == 0
    assert run_cli(["eval", GOLD, poor, *TASK, "--gate", str(gate)]) == 1
    gate.write_text('[floors]\n"losses.cor.f1" = 0.9\n', encoding="utf-8")
    capsys.readouterr()
    assert run_cli(["eval", GOLD, good, *TASK, "--gate", str(gate)]) == 2
    assert "did you mean losses.core.f1" in capsys.readouterr().err
    assert run_cli(["compare", GOLD, poor, good, *TASK, "--json", files["c.json"]]) == 0
    said = capsys.readouterr().out
    assert "losses.value.f1" in said
    assert "Got by B only" in said


def test_closed_labels_of_two_annotators_are_held_against_each_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "labels"
    shutil.copytree(GOLD, other)
    label = json.loads((other / "s01.json").read_text(encoding="utf-8"))
    assert label["losses"][0]["what"]["label"] == "dead"
    label["losses"][0]["what"]["label"] = "injured"
    (other / "s01.json").write_text(json.dumps(label, ensure_ascii=False), encoding="utf-8")
    (other / "s02.json").unlink()
    report = tmp_path / "a.json"
    command = ["gold", "agreement", GOLD, str(other), *TASK, "--texts", str(STORM / "articles")]
    assert run_cli([*command, "--json", str(report)]) == 0
    said = capsys.readouterr()
    assert "Closed labels" in said.out
    assert "Labelled by A only, not compared: s02" in said.err
    alphas = {one["label"]: one for one in json.loads(report.read_text(encoding="utf-8"))["alphas"]}
    what = alphas["losses.what"]
    assert what["agreed"] == what["units"] - 1 > 50
    assert 0.9 < what["value"] < 1


def test_a_draft_of_gold_is_the_models_and_passes_the_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article = tmp_path / "articles" / "s05.txt"
    article.parent.mkdir()
    shutil.copy(STORM / "articles" / "s05.txt", article)
    with serving(ScriptedTask("storm_damage")) as url:  # type: ignore[arg-type]
        command = ["gold", "draft", str(article), *TASK, "--model", "m", "--base-url", url, "--mode", "schema"]
        assert run_cli([*command, "--out", str(tmp_path / "labels")]) == 0
    assert run_cli(["gold", "check", str(tmp_path / "labels"), *TASK]) == 0
    assert "1 label: 0 wrong" in capsys.readouterr().err


def test_the_prompt_its_schema_and_the_estimate(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    article = str(STORM / "articles" / "s05.txt")
    assert run_cli(["prompt", article, *TASK]) == 0
    said = capsys.readouterr()
    assert "=== prompt storm_damage 1.0.0, reply StormReportReply" in said.out
    assert '"house s4 | q3 | n4"' in said.out
    assert run_cli(["schema", *TASK]) == 0
    assert '"StormReport"' in capsys.readouterr().out
    estimate = ["run", article, "--out", str(tmp_path), *TASK, "--model", "m", "--base-url", "http://127.0.0.1:9/v1"]
    assert run_cli([*estimate, "--dry-run"]) == 0
    assert "1 to ask about" in capsys.readouterr().out


def test_disagreement_of_further_runs_is_a_probability(
    runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong"
    wrong.mkdir()
    lines = []
    for line in (runs / "good" / "summaries.jsonl").read_text(encoding="utf-8").splitlines():
        summary = json.loads(line)
        summary["losses"][1]["what"]["label"] = "other"
        lines.append(json.dumps(summary, ensure_ascii=False))
    (wrong / "summaries.jsonl").write_text("\n".join(lines), encoding="utf-8")
    command = ["eval", GOLD, str(wrong), *TASK, "--calibration"]
    capsys.readouterr()
    assert run_cli(command) == 2
    assert "give further runs of the same setting with --repeats" in capsys.readouterr().err
    report = tmp_path / "e.json"
    others = ["--repeats", str(runs / "good"), "--repeats", str(runs / "poor"), "--json", str(report)]
    assert run_cli([*command, *others]) == 0
    assert "Do the probabilities rank the errors? (items)" in capsys.readouterr().out
    core, strict = json.loads(report.read_text(encoding="utf-8"))["calibration"]
    assert (core["of"], core["level"], strict["level"]) == ("items", "core", "strict")
    assert core["items"] == 91 + 23
    assert core["errors"] == strict["errors"] == 12
    assert core["auc"]["value"] > 0.9
    first = core["bins"][0]
    assert (first["expected"], first["observed"]) == (pytest.approx(1 / 6), 0.0)
