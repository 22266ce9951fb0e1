"""The ablation of conditions: two articles, one module."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.benchmarks import ablate

GOLD = Path(__file__).parents[2] / "eval" / "gold" / "tuned"


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
    engine = ablate.wired_engine(board, ["basis"])
    before = [ablate.answer(engine, one) for one in asked]
    rules = ablate.by_rule(engine, asked)
    needless = list(ablate.ablate(engine, board, asked, rare=2, lost=0))
    told = {(one.source, one.forced) for one in needless}

    assert rules["verb-before"][0] > 0
    assert all(one.lost <= 0 for one in needless)
    assert ("match := _OVER.search(left)", False) not in told, "without it e01 loses what exceeds its plan"
    assert any(one.articles == 0 for one in needless), "two articles hold no case of some conditions"
    assert [ablate.answer(engine, one) for one in asked] == before, "all is switched on again"


def test_the_command_prints_both_tables(two_articles: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    code = ablate.main(["--gold", *map(str, two_articles), "plans"])
    said = capsys.readouterr().out

    assert code == 0
    assert "verb-before\t" in said
    assert "plans:" in said
    assert said.rstrip().endswith("ways to do without one")
