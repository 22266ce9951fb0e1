"""The default task has the form of any other, and what comes of it is what its own engine makes, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.cli.main import run_cli
from extractor.schema import ArticleSummary
from extractor.tasks.party_review.task import PartyReview, party_review
from extractor.tasks.registry import find_task
from tests.engines.llm.scripted_model import MODEL, ScriptedModel, serving
from tests.engines.llm.test_scripted_model import SETS, answered, load


def test_it_is_what_is_meant_where_no_folder_is_named() -> None:
    task = find_task(None)
    assert task is party_review() is find_task("party_review")
    assert isinstance(task, PartyReview)
    assert task.identity is None
    assert task.model is ArticleSummary
    assert task.rules() is not None


@pytest.mark.parametrize("strategy", ["pointer", "quote"])
@pytest.mark.parametrize("name", SETS)
def test_a_run_gives_the_bytes_that_its_own_engine_gives(name: str, strategy: str, tmp_path: Path) -> None:
    model = ScriptedModel(load(name))
    own = [one.summary.to_json_line() for one in answered(model, strategy=strategy)]
    folder = SETS[name][0]
    files = [str(folder / f"{one.article.doc_id}.txt") for one in model.known]
    with serving(model) as url:
        flags = ["--model", MODEL, "--base-url", url, "--mode", "schema", "--strategy", strategy, "--cache", "off"]
        code = run_cli(
            ["run", *files, "--engine", "llm", "--out", str(tmp_path), *flags, "--quiet", "--processes", "1"]
        )
    assert code == 0
    assert (tmp_path / "summaries.jsonl").read_text(encoding="utf-8").splitlines() == own
