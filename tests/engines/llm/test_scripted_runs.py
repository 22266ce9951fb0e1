"""`extractor run` with a model: what is in doubt goes to review.jsonl, and limits stop a run with what is done kept."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor.cli.main import run_cli
from tests.conftest import GOLD_ARTICLES, GOLD_LABELS
from tests.engines.llm.planted import Planter
from tests.engines.llm.scripted_model import MODEL, ScriptedModel, serving
from tests.engines.llm.test_scripted_model import known

NAMES = ("e02", "e06", "g01", "g02", "k02", "m01")
PRICES = ["--price-input", "1", "--price-output", "10"]


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ScriptedModel:
    monkeypatch.chdir(tmp_path)
    Path("articles").mkdir()
    for name in NAMES:
        shutil.copy(GOLD_ARTICLES / f"{name}.txt", "articles")
    return ScriptedModel(known(GOLD_ARTICLES, GOLD_LABELS / f"{name}.json") for name in NAMES)


@pytest.fixture
def server(model: ScriptedModel) -> Iterator[list[str]]:
    """The arguments of a run with that model, one article after the other."""
    with serving(model) as url:
        flags = ["--model", MODEL, "--base-url", url, "--mode", "schema", "--concurrency", "1"]
        yield ["run", "articles", "--out", "out", *flags]


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path("out", name).read_text(encoding="utf-8").splitlines()]


def account() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path("out/run.json").read_text(encoding="utf-8"))
    return found


def test_what_two_readings_disagree_on_is_listed_once_with_both_versions(
    model: ScriptedModel, server: list[str]
) -> None:
    model.planter = Planter(0.3, 4)
    assert run_cli([*server, "-q"]) == 0
    review = lines("review.jsonl")
    marks = account()["review"]
    assert Counter(one["mark"] for one in review) == Counter(
        {mark: n for mark, n in marks.items() if mark not in ("agreed", "settled")}
    )
    assert [one["wrong"] for one in review] == sorted((one["wrong"] for one in review), reverse=True)
    assert marks["agreed"] > len(review) > 0
    texts = {name: (GOLD_ARTICLES / f"{name}.txt").read_text(encoding="utf-8") for name in NAMES}
    for one in review:
        has = (one["model"] is not None, one["rules"] is not None)
        assert has == {"differs": (True, True), "model_only": (True, False), "rules_only": (False, True)}[one["mark"]]
        assert bool(one["fields"]) == (one["mark"] == "differs" or one["item"].startswith(("source.", "event.")))
        sentence = one["sentence"]
        if sentence is not None:
            assert texts[one["doc_id"]][sentence["start"] : sentence["end"]] == sentence["text"]
    figures = [figure for summary in lines("summaries.jsonl") for figure in summary["figures"]]
    listed = [next((f"{one['wrong']:.2f}" for one in review if one["model"] == figure), None) for figure in figures]
    with Path("out/figures.csv").open(encoding="utf-8-sig", newline="") as file:
        told = [row["wrong (xác suất sai)"] for row in csv.DictReader(file)]
    assert [f"{float(one):.2f}" if one else None for one in told] == listed
    assert 0 < len(listed) - listed.count(None) < len(listed)
    asked = len(model.requests)
    before = Path("out/review.jsonl").read_bytes()
    assert run_cli([*server, "-q"]) == 0
    assert Path("out/review.jsonl").read_bytes() == before
    assert (len(model.requests), account()["counts"]["reused"]) == (asked, len(NAMES))


def test_the_prompt_of_a_run_is_known_by_its_hash(
    model: ScriptedModel, server: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_cli([*server, "-q"]) == 0
    assert run_cli(["prompt", "articles/e02.txt"]) == 0
    head = capsys.readouterr().out.splitlines()[0]
    assert account()["prompt"]["hash"] in head


def test_the_prompt_command_shows_exactly_what_is_sent(
    model: ScriptedModel, server: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_cli(["prompt", "articles/e02.txt", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert run_cli([*server, "-q"]) == 0
    assert shown[0] in [request["messages"] for request in model.requests]


def test_a_dry_run_asks_nothing_and_tells_about_what_the_run_then_takes(
    model: ScriptedModel, server: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_cli([*server, *PRICES, "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert model.requests == []
    assert not Path("out").exists()
    estimated = [int(word) for word in said.split("about ")[-1].split() if word.isdigit()]
    assert run_cli([*server, *PRICES, "-q"]) == 0
    spent = account()["spent"]
    # The follow-up is estimated for every article and needed by none here.
    assert 0.4 < spent["input_tokens"] / estimated[0] <= 1.1
    assert 0.3 < spent["output_tokens"] / estimated[1] < 3


@pytest.mark.parametrize(
    ("limit", "words"), [(["--max-tokens", "30000"], "limit of 30000 tokens"), (["--max-cost", "0.1"], "limit of $0.1")]
)
def test_a_limit_stops_the_run_with_what_is_done_kept_and_the_rest_left(
    model: ScriptedModel, server: list[str], limit: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_cli([*server, *PRICES, *limit]) == 1
    assert words in capsys.readouterr().err
    first = account()
    done = first["counts"]["done"]
    assert first["state"] == "budget_reached"
    assert 0 < done < len(NAMES)
    assert first["counts"]["not_taken"] == len(NAMES) - done
    assert first["counts"]["failed"] == 0
    assert len(lines("summaries.jsonl")) == done
    spent = first["spent"]
    if "--max-tokens" in limit:
        assert spent["input_tokens"] + spent["output_tokens"] <= 30000
    else:
        assert spent["cost_usd"] <= 0.1
    asked = len(model.requests)
    assert run_cli([*server, *PRICES, "-q"]) == 0
    assert (account()["counts"]["done"], account()["counts"]["reused"]) == (len(NAMES), done)
    assert len(model.requests) == asked + len(NAMES) - done
