"""Both example tasks end to end through the commands: a model that knows the answers, with and without errors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.cli.main import run_cli
from extractor.eval.model import Evaluation
from extractor.tasks.list_specs import at, main_key
from extractor.tasks.user_task import load_task
from tests.engines.llm.scripted_model import serving
from tests.tasks.scripted import INVENTED, NAMES, TASKS, Errors, ScriptedTask, kinds_of_errors

FORMS = ("pointer", "quote")
LISTS = {"storm_damage": ("losses", "aid"), "harvest": ("figures", "changes")}
OPTIONS = ("--mode", "schema", "--cache", "off", "--quiet", "--processes", "1")


def ran(name: str | Path, form: str, model: ScriptedTask, out: Path) -> Evaluation:
    """The task run over its articles and scored."""
    task = ["--task", str(TASKS / name)]
    with serving(model) as url:  # type: ignore[arg-type]
        flags = ["--model", "scripted", "--base-url", url, "--strategy", form, *OPTIONS]
        assert run_cli(["run", str(TASKS / name / "articles"), "--out", str(out), *task, *flags]) == 0
    report = out / "eval.json"
    assert run_cli(["eval", str(TASKS / name / "labels"), str(out), *task, "--json", str(report)]) == 0
    return Evaluation.from_json(report.read_bytes())


def summaries(out: Path) -> list[dict[str, Any]]:
    """The summaries of a run."""
    return [json.loads(line) for line in (out / "summaries.jsonl").read_text(encoding="utf-8").splitlines()]


def json_of(summary: Any) -> dict[str, Any]:
    found: dict[str, Any] = summary.model_dump(mode="json")
    return found


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_a_perfect_model_loses_nothing(name: str, form: Any, tmp_path: Path) -> None:
    model = ScriptedTask(name, form)
    found = ran(name, form, model, tmp_path)
    for kind in LISTS[name]:
        for level in ("value", "core", "strict"):
            score = found.lists[f"{kind}.{level}"]
            assert (score.precision.value, score.recall.value) == (1.0, 1.0), (kind, level)
    single = {key: rate.value.value for key, rate in found.rates.items() if "." not in key}
    assert set(single.values()) == {1.0}, single
    # Where the same words stand near each other, a pointed name may be found beside its gold place.
    assert found.lists["grounding.mention"].f1.value > 0.95
    assert found.lists["grounding.evidence"].recall.value == 1.0
    assert len({request["messages"][0]["content"] for request in model.requests}) == 1


SEEDS = {"storm_damage": (0, 1), "harvest": (1, 2)}
"""Seeds by which every kind of error is planted in every kind of leaf."""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_every_kind_of_error_is_planted(name: str, form: Any) -> None:
    planted: set[str] = set()
    for seed in SEEDS[name]:
        model = ScriptedTask(name, form, Errors(0.1, seed))
        for tagged, gold in model.known:
            model.answer(tagged, gold)
        assert model.errors is not None
        planted |= set(model.errors.planted)
    assert planted == kinds_of_errors(load_task(TASKS / name), form)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("name", "seed"), [(name, seed) for name, seeds in SEEDS.items() for seed in seeds])
def test_of_planted_errors_none_gets_out_and_just_what_they_spoil_is_missing(
    name: str, seed: int, form: Any, tmp_path: Path
) -> None:
    errors = Errors(0.1, seed)
    model = ScriptedTask(name, form, errors)
    found = ran(name, form, model, tmp_path)
    assert sum(errors.planted.values()) > 40
    for kind in LISTS[name]:
        counts = found.lists[f"{kind}.value"].counts
        assert found.lists[f"{kind}.value"].precision.value == 1.0
        assert counts.matched == counts.gold - errors.lost[kind], kind
    for gold, one in zip(model.golds, summaries(tmp_path), strict=True):
        for leaf in model.task.node.single():
            if leaf.kind != "free":
                # What stands alone is right or null: of an error nothing is left.
                assert main_key(leaf, at(one, leaf.path)) in (None, main_key(leaf, at(json_of(gold), leaf.path)))
    written = (tmp_path / "summaries.jsonl").read_text(encoding="utf-8")
    assert not [words for words in (*INVENTED, "Vương Hạc Tùng") if words in written]
    refused = [json.loads(line) for line in (tmp_path / "rejections.jsonl").read_text(encoding="utf-8").splitlines()]
    assert all(one["item"] and one["reason"] for one in refused)
    assert len(refused) >= sum(errors.lost.values())


@pytest.mark.parametrize("form", FORMS)
def test_what_is_put_right_at_the_follow_up_is_not_lost(form: Any, tmp_path: Path) -> None:
    errors = Errors(0.1, 3)
    model = ScriptedTask("storm_damage", form, errors, sorry=True)
    found = ran("storm_damage", form, model, tmp_path)
    asked = [one["messages"][-1]["content"] for one in model.requests]
    follow_ups = [words for words in asked if "You answered about this article before" in words]
    assert follow_ups
    assert all(
        "losses[" in words or "aid[" in words or "abstract" in words or "hit_on" in words for words in follow_ups
    )
    score = found.lists["losses.value"]
    assert (score.precision.value, score.recall.value) == (1.0, 1.0)
