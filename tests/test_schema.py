"""The data contract: the schema is the shared one, and gold goes through the models unchanged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import pytest

from extractor import labels, schema
from extractor.schema import ArticleSummary, json_schema
from tests.conftest import GOLD_ARTICLES, GOLD_LABELS, SHARED, shared_only

OWN_GOLD = sorted(GOLD_LABELS.glob("*.json"))
SHARED_GOLD = sorted((SHARED / "gold").glob("*.json"))

GLOSSED = {
    "EventKind": labels.EVENT_KINDS,
    "OrganizationKind": labels.ORGANIZATION_KINDS,
    "Phase": labels.PHASES,
    "Subject": labels.SUBJECTS,
    "Measure": labels.MEASURES,
    "Basis": labels.BASES,
    "Unit": labels.UNITS,
    "Comparator": labels.COMPARATORS,
    "PointKind": labels.POINT_KINDS,
}


def without_descriptions(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: without_descriptions(value) for key, value in node.items() if key != "description"}
    if isinstance(node, list):
        return [without_descriptions(value) for value in node]
    return node


@shared_only
def test_the_schema_is_the_shared_one() -> None:
    shared = json.loads((SHARED / "design" / "summary.schema.json").read_text(encoding="utf-8"))
    assert without_descriptions(json_schema()) == without_descriptions(shared)


def test_there_is_gold_of_our_own() -> None:
    assert len(OWN_GOLD) >= 20
    assert {path.stem for path in OWN_GOLD} == {path.stem for path in GOLD_ARTICLES.glob("*.txt")}


@pytest.mark.parametrize("path", OWN_GOLD + SHARED_GOLD, ids=lambda path: path.stem)
def test_a_gold_file_loads_and_dumps_back_unchanged(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    summary = ArticleSummary.model_validate_json(text)
    assert json.loads(summary.to_json_line()) == json.loads(text)


@pytest.mark.parametrize("name", GLOSSED)
def test_every_label_has_a_vietnamese_gloss(name: str) -> None:
    assert list(GLOSSED[name]) == list(get_args(getattr(schema, name)))
    assert all(gloss.strip() for gloss in GLOSSED[name].values())


def test_every_field_of_a_figure_has_a_name_for_headers() -> None:
    assert list(labels.FIGURE_FIELDS) == list(schema.Figure.model_fields)


@pytest.mark.parametrize(
    ("period", "good"),
    [
        ("2017", True),
        ("2017-H1", True),
        ("2017-Q4", True),
        ("2017-9M", True),
        ("2017-11M", True),
        ("2013/2017", True),
        ("2017-12M", False),
        ("2017-H3", False),
        ("17", False),
        ("2017-2018", False),
        ("năm 2017", False),
    ],
)
def test_periods(period: str, good: bool) -> None:
    event = {"kind": "annual_review", "held_on": None, "review_period": period, "plan_period": None}
    if good:
        assert schema.Event.model_validate(event).review_period == period
    else:
        with pytest.raises(ValueError, match="review_period"):
            schema.Event.model_validate(event)


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValueError, match="extra"):
        schema.Span.model_validate({"text": "8", "start": 0, "end": 1, "note": "?"})
