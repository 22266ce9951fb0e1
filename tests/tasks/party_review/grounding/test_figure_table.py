"""The figure gate by its golden table: what is quoted and claimed, and what is kept of it or why it is refused."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extractor.draft import Quote
from extractor.engines.rules.draft import Draft
from extractor.grounding.grounded import Grounded
from extractor.reading.model import Reading
from extractor.reading.reader import read
from extractor.tasks.party_review.grounding.ground import ground
from extractor.text.article import Article
from tests.tasks.party_review.grounding.sample import FIGURE

CASES = tomllib.loads((Path(__file__).parent / "figures.toml").read_text("utf-8"))["case"]


def judged(case: dict[str, Any]) -> tuple[Article, Reading, Grounded]:
    article = Article.from_text("case", f"Năm 2019 tại Khối.\n{case['text']}\n")
    reading = read(article)
    if "seen" in case:
        forged = [
            replace(one, value=case["seen"]) if article.slice(one.extent) == case["mention"] else one
            for one in reading.quantities
        ]
        assert forged != list(reading.quantities)
        reading = replace(reading, quantities=tuple(forged))
    claim = dict(case.get("claim", {}))
    evidence = claim.pop("evidence", None)
    plain = replace(FIGURE, organization=None, evidence=Quote(evidence) if evidence else None)
    draft = replace(plain, mention=Quote(case["mention"]), **claim)
    return article, reading, ground(article, reading, Draft(figures=(draft,)))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_golden_table(case: dict[str, Any]) -> None:
    article, reading, result = judged(case)
    if "refused" in case:
        assert result.summary.figures == []
        assert result.rejections[-1].item == "figure"
        assert case["refused"] in result.rejections[-1].reason
        return
    (found,) = result.summary.figures
    kept = {name: None if value == "none" else value for name, value in case["kept"].items()}
    text = kept.pop("text", None)
    assert {name: getattr(found, name) for name in kept} == kept
    assert text in (None, found.mention.text)
    assert [one.item for one in result.rejections] == case.get("corrected", [])
    if "open" in case:
        still = [reading.quantity(name) for name in result.coverage.unexplained]
        assert [article.slice(one.extent) for one in still if one is not None] == case["open"]


def test_the_golden_table_is_large_and_its_cases_are_distinct() -> None:
    assert len(CASES) >= 40
    assert len({case["name"] for case in CASES}) == len(CASES)
    assert all(("kept" in case) != ("refused" in case) for case in CASES)
