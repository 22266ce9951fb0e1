"""The single values and the abstract of a Party review, as the report's browser of errors shows them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extractor.eval.model import ArticleScore
from extractor.eval.report_browser import plain_value, single_verdict
from extractor.schema import ArticleSummary
from extractor.tasks.party_review.eval.spec import FACTS
from extractor.tasks.party_review.eval.titles import FACT_TITLES


def answers(row: ArticleScore, gold: ArticleSummary, predicted: ArticleSummary | None) -> Iterator[dict[str, Any]]:
    """One item for each single value that either side has, and one for the abstract."""
    yield from _facts(gold, predicted)
    yield from _abstract(row, gold, predicted)


def _facts(gold: ArticleSummary, predicted: ArticleSummary | None) -> Iterator[dict[str, Any]]:
    for name, key in FACTS.items():
        part, attribute = name.split(".")
        ours = getattr(getattr(gold, part), attribute)
        theirs = getattr(getattr(predicted, part), attribute) if predicted is not None else None
        same = predicted is not None and key(gold) == key(predicted)
        if ours is None and theirs is None:
            continue
        item: dict[str, Any] = {"k": "facts", "v": single_verdict(same, ours, theirs), "t": FACT_TITLES[name]}
        if not same:
            item["w"] = [name]
        for side, value in (("g", ours), ("p", theirs)):
            if value is not None:
                item[side] = {"f": {name: plain_value(value)}}
        yield item


def _abstract(row: ArticleScore, gold: ArticleSummary, predicted: ArticleSummary | None) -> Iterator[dict[str, Any]]:
    """The abstract is wrong where a number in it does not stand in the article, or where there is none."""
    ours, theirs = gold.abstract or None, (predicted.abstract or None) if predicted is not None else None
    if ours is None and theirs is None:
        return
    numbers = row.tallies.get("abstract.numbers")
    proven = numbers is None or numbers.right >= numbers.total
    item: dict[str, Any] = {"k": "abstract", "v": single_verdict(theirs is not None and proven, ours, theirs)}
    if item["v"] != "right":
        item["w"] = ["abstract"]
    for side, value in (("g", ours), ("p", theirs)):
        if value is not None:
            item[side] = {"f": {"abstract": value}}
    yield item
