"""`extractor eval` and `extractor compare` from the outside."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from extractor.cli.main import run_cli
from extractor.eval.model import Evaluation
from extractor.schema import ArticleSummary
from tests.eval.builders import figure, summary

GOLD = [summary("a", figure(5), figure(6, at=60)), summary("b", figure(7)), summary("c")]
FILES = ["e.json", "e.html", "e.md", "base.json"]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A gold folder with texts and two runs: `good` finds all, `poor` half of one article and nothing else."""
    monkeypatch.chdir(tmp_path)
    for one in GOLD:
        write(Path("gold", "labels", f"{one.doc_id}.json"), one.model_dump_json())
        write(Path("gold", "articles", f"{one.doc_id}.txt"), "Năm 2017. " * 20)
    runs("good", *GOLD)
    runs("poor", summary("a", figure(5)), summary("z"))
    return tmp_path


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def runs(name: str, *summaries: ArticleSummary, cost: float = 0.5, **changes: int) -> None:
    write(Path(name, "summaries.jsonl"), "".join(f"{one.model_dump_json()}\n" for one in summaries))
    record = {
        "extractor_version": "9.9",
        "engine": "llm",
        "counts": {"done": 2},
        "usage": {"input_tokens": 10, "cost_usd": cost},
        "coverage": 0.5,
        **changes,
    }
    write(Path(name, "run.json"), json.dumps(record))


def test_scores_are_printed_and_every_file_written(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = ["--json", "o/e.json", "--html", "o/e.html", "--markdown", "o/e.md", "--save-baseline", "o/base.json"]
    assert run_cli(["eval", "gold", "poor", *files, "--details"]) == 0
    shown = capsys.readouterr()
    assert "3 articles, 2 of them without a summary (scored as empty)" in shown.out
    assert shown.err.startswith("Warning: 2 of 3 gold articles without a summary, scored as empty: b, c.\n")
    assert "Not in the gold, not scored: z." in shown.err
    assert {path.name for path in Path("o").iterdir()} == set(FILES)
    found = Evaluation.from_json(Path("o/e.json").read_bytes())
    # One of three figures was found and none invented; the empty article has no summary, which is F1 1 for its figures.
    assert found.lists["figures.core"].recall.value == pytest.approx(1 / 3)
    assert found.lists["figures.core"].precision.value == 1.0
    assert json.loads(Path("o/base.json").read_text(encoding="utf-8"))["extractor_version"] == "9.9"
    assert "<title>poor: evaluation report" in Path("o/e.html").read_text(encoding="utf-8")


def test_a_gate_that_holds_is_0_and_one_that_falls_is_1_with_a_table(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_cli(["eval", "gold", "good", "--save-baseline", "base.json"]) == 0
    write(Path("gate.toml"), '[floors]\n"figures.value.f1" = 0.2\n[baseline]\nfile = "base.json"\ntolerance = 0.01\n')
    assert run_cli(["eval", "gold", "good", "--gate", "gate.toml"]) == 0
    assert "checks passed\n" in capsys.readouterr().out
    assert run_cli(["eval", "gold", "poor", "--gate", "gate.toml", "--markdown", "e.md", "--html", "e.html"]) == 1
    shown = capsys.readouterr().out
    assert "Gate: what fell" in shown
    assert "figures.core.f1" in shown.partition("Gate: what fell")[2]
    assert "figures.value.f1 │ 0.5000 │           0.2000" not in shown
    assert "**Gate fell**" in Path("e.md").read_text(encoding="utf-8")
    assert "The gate fell" in Path("e.html").read_text(encoding="utf-8")


def test_repeats_tell_the_spread_and_runs_beside_are_only_shown(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_cli(["eval", "gold", "good", "--repeats", "poor", "--beside", "good", "--html", "e.html"]) == 0
    shown = capsys.readouterr().out
    assert "between runs (sd)" in shown
    assert "Side by side" in shown
    html = Path("e.html").read_text(encoding="utf-8")
    assert 'id="plot-cost"' in html


def test_texts_are_found_where_the_runs_index_says_and_else_it_is_said_how(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree("gold/articles")
    write(Path("in/a.txt"), "Năm 2017 kết nạp 5 đảng viên.")
    write(Path("in/rows.csv"), "id,text\nb,Năm 2018\n")
    origins = [{"id": "a", "source": "gone/a.txt", "place": "../in/a.txt"}, {"id": "b", "source": "moved/rows.csv:2"}]
    write(Path("good/texts/index.jsonl"), "".join(json.dumps(one) + "\n" for one in origins))
    assert run_cli(["eval", "gold", "good"]) == 0
    said = (
        "was not found: the numbers of {} are not judged; name the folder of the articles' files with --texts FOLDER."
    )
    assert f"The text of 2 articles {said.format('their abstracts')}" in capsys.readouterr().err
    assert run_cli(["eval", "gold", "good", "--texts", "in"]) == 0
    assert f"The text of 1 article {said.format('its abstract')}" in capsys.readouterr().err
    write(Path("good/texts/index.jsonl"), "{")
    assert run_cli(["eval", "gold", "good"]) == 0
    assert "The text of 3 articles" in capsys.readouterr().err


WRONG = [
    (["eval", "empty", "good"], 2, "There are no labels (*.json) in empty"),
    (["eval", "nowhere", "good"], 2, "'nowhere' does not exist"),
    (["eval", "gold", "nowhere"], 2, "'nowhere' does not exist"),
    (["eval", "gold", "empty"], 2, "empty holds neither a summaries.jsonl nor labels"),
    (["eval", "gold", "broken.jsonl"], 1, "broken.jsonl line 2: not a summary"),
    (["eval", "gold", "thin.jsonl"], 1, "thin.jsonl line 1: source: Field required"),
    (["eval", "badgold", "good"], 1, "x.json: source: Field required"),
    (["eval", "nojson", "good"], 1, "x.json: (whole): Invalid JSON"),
    (
        ["eval", "gold", "other"],
        2,
        "no summary of any article of the gold, so there is nothing to score: the gold has a, b, c",
    ),
    (["eval", "gold", "good", "--beside", "none.jsonl"], 2, "none.jsonl holds no summary at all"),
    (["compare", "gold", "good", "other"], 2, "the summaries y, z; run the gold's articles"),
    (["eval", "gold", "good", "--gate", "typo.toml"], 2, "did you mean figures.core.f1?"),
    (["eval", "gold", "good", "--gate", "broken.jsonl"], 2, "is not TOML"),
    (["eval", "gold", "good", "--resamples", "3"], 2, "not in the range"),
    (["eval", "gold", "good", "--repeats", "broken.jsonl"], 1, "broken.jsonl line 2"),
    (["eval", "gold", "good", "--json", "gold"], 2, "is a directory"),
    (["compare", "gold", "good", "broken.jsonl"], 1, "broken.jsonl line 2"),
    (["compare", "empty", "good", "poor"], 2, "There are no labels"),
]


@pytest.mark.parametrize(
    ("version", "says"),
    [
        (2, "version 2 of the guide and are scored against gold of version 3"),
        (3, None),
        (4, "version 4 of the guide, which this extractor does not know"),
    ],
)
def test_results_of_another_version_of_the_guide_are_scored_with_a_note(
    place: Path, capsys: pytest.CaptureFixture[str], version: int, says: str | None
) -> None:
    runs("other", *GOLD, schema_version=version)
    assert run_cli(["eval", "gold", "other", "--html", "o/e.html", "--beside", "good"]) == 0
    shown = capsys.readouterr()
    assert "1.000" in shown.out
    assert ("of the guide" in shown.err) is (says is not None)
    assert says is None or (says in shown.err and says in Path("o/e.html").read_text(encoding="utf-8"))


def test_a_run_beside_that_follows_another_version_is_named(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runs("old", *GOLD, schema_version=2)
    assert run_cli(["eval", "gold", "good", "--beside", "old"]) == 0
    assert "old: These results follow version 2" in capsys.readouterr().err


@pytest.mark.parametrize(("arguments", "code", "message"), WRONG, ids=[" ".join(row[0]) for row in WRONG])
def test_wrong_input_is_one_sentence(
    place: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, message: str
) -> None:
    Path("empty").mkdir()
    write(Path("broken.jsonl"), GOLD[0].model_dump_json() + '\n{"doc_id":\n')
    write(Path("thin.jsonl"), '{"doc_id": "a"}\n')
    write(Path("badgold", "x.json"), '{"doc_id": "x"}')
    write(Path("nojson", "x.json"), "{")
    write(Path("none.jsonl"), "")
    runs("other", summary("y"), summary("z"))
    write(Path("typo.toml"), '[floors]\n"figures.cor.f1" = 0.5\n')
    assert run_cli(arguments) == code
    shown = capsys.readouterr()
    assert message in shown.err
    assert "Traceback" not in shown.err
    assert shown.out == ""


def test_two_runs_are_compared_and_the_items_listed(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["compare", "gold", "poor", "good", "--json", "deep/c.json"]) == 0
    shown = capsys.readouterr()
    assert "A is poor, B is good." in shown.out
    assert "Got by B only: 2" in shown.out
    assert "Run A has no summary of 2 articles" in shown.err
    record = json.loads(Path("deep/c.json").read_text(encoding="utf-8"))
    (core,) = [one for one in record["differences"] if one["name"] == "figures.core.recall"]
    assert (core["a"], core["b"]) == (pytest.approx(1 / 3), 1.0)
    assert {(one["doc_id"], one["item"]["value"]) for one in record["items"]} == {("a", 6.0), ("b", 7.0)}


@pytest.mark.parametrize("command", [["eval"], ["gold", "agreement"], ["compare"]])
@pytest.mark.parametrize("files", [["ledger.jsonl", ".status.json", "run.json"], ["run.json", "summaries.jsonl"]])
def test_a_runs_folder_is_no_gold(
    place: Path, capsys: pytest.CaptureFixture[str], command: list[str], files: list[str]
) -> None:
    for name in files:
        write(Path("r15") / name, "{}")
    assert run_cli([*command, "r15", *["good"] * (2 if command == ["compare"] else 1)]) == 2
    said = "r15 is the folder of a run; give the folder of gold labels, one <doc_id>.json an article."
    assert said in capsys.readouterr().err
