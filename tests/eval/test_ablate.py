"""The ablation of conditions: two articles, one module."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from eval.benchmarks import ablate
from eval.training.weigh import Contested
from extractor.engines.rules.scorer.considered import Considered, Weighed
from extractor.engines.rules.scorer.verdict import Labels
from extractor.schema import Figure

GOLD = Path(__file__).parents[2] / "eval" / "gold" / "tuned"

LABELS = Labels("member", "total", "level", "result", None, None)


@pytest.fixture
def two_articles(tmp_path: Path) -> tuple[Path, Path]:
    for doc_id in ("e01", "e03"):
        for folder, name in (("articles", f"{doc_id}.txt"), ("labels", f"{doc_id}.json")):
            (tmp_path / folder).mkdir(exist_ok=True)
            (tmp_path / folder / name).write_bytes((GOLD / folder / name).read_bytes())
    return tmp_path / "articles", tmp_path / "labels"


def test_a_condition_that_decides_nothing_is_told_and_one_that_decides_is_not(two_articles: tuple[Path, Path]) -> None:
    asked = list(ablate.asked_of([two_articles], owned=False))
    board = ablate.Board()
    engine = ablate.wired_engine(board, ["measure"])
    before = [ablate.answer(engine, one) for one in asked]
    rules = ablate.by_rule(engine, asked)
    needless = list(ablate.ablate(engine, board, asked, rare=2, lost=0))
    told = {(one.source, one.forced) for one in needless}

    assert rules["verb-before"][0] > 0
    assert all(one.lost <= 0 for one in needless)
    assert ("basis != 'level'", False) not in told, "without it e01 loses what exceeds its plan"
    assert any(one.articles == 0 for one in needless), "two articles hold no case of some conditions"
    assert [ablate.answer(engine, one) for one in asked] == before, "all is switched on again"


def test_of_each_rule_it_is_told_what_its_vote_is_worth() -> None:
    gold = cast(Figure, SimpleNamespace(subject="member", measure="total"))
    right, wrong = ({"measure": "total", "subject": "member"}, {"measure": "other", "subject": "member"})

    def told(rules: dict[str, str], scorer: dict[str, str], chosen: dict[str, str]) -> Contested:
        weighed = tuple(Weighed(q, rules[q], {scorer[q]: 1.0}, {chosen[q]: 1.0}, chosen[q]) for q in right)
        return Contested("p01", "a-rule", Considered(LABELS, 1.0, weighed, (0.0, 0.0)), gold, True, True)

    found = ablate.by_vote([told(right, wrong, right), told(right, right, right), told(wrong, right, wrong)])
    assert found == {"a-rule": {"figures": 3, "rules": 2, "scorer": 2, "both": 2}}


def test_without_a_module_or_votes_there_is_nothing_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        ablate.main([])
    assert "name a module" in capsys.readouterr().err


def test_the_command_prints_both_tables(two_articles: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    code = ablate.main(["--gold", *map(str, two_articles), "plans"])
    said = capsys.readouterr().out

    assert code == 0
    assert "verb-before\t" in said
    assert "plans:" in said
    assert said.rstrip().endswith("ways to do without one")
