"""What the report's error browser shows, as plain data: articles, and the items that went wrong in them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from extractor.eval.model import VERDICTS, ArticleScore, Evaluation, Match, Single, Verdict
from extractor.eval.report_rows import VERDICT_TITLES
from extractor.eval.score import Told
from extractor.eval.titles import Titles
from extractor.schema import Span

MOST_CHARACTERS: Final = 6_000_000
"""Size of the browser's data at which no further article is taken in: larger pages are slow on a phone."""

_SIDES: Final[tuple[tuple[str, str], ...]] = (("g", "gold"), ("p", "predicted"))
_PLACES: Final = {"mention": "m", "evidence": "e"}


@dataclass(frozen=True, slots=True)
class Answers:
    """Gold and predicted summaries by `doc_id`, where single values are to be shown too, and how those are told."""

    gold: Mapping[str, Any] = field(default_factory=dict)
    predicted: Mapping[str, Any] = field(default_factory=dict)
    told: Told | None = None


@dataclass(frozen=True, slots=True)
class Browser:
    """The browser's data, and what did not fit."""

    data: dict[str, Any]
    """What `report.js` reads, the predicted side of an item told by what is another there than in the gold."""
    shown: int
    articles: int
    rows: list[dict[str, Any]]
    """The wrong items again, for the table that needs no script."""


def browser(evaluation: Evaluation, texts: Mapping[str, str], answers: Answers | None = None) -> Browser:
    """Everything the error browser needs, up to `MOST_CHARACTERS`; articles with most errors come first then."""
    answers = answers or Answers()
    found = [(row, list(_items(row, answers, evaluation.titles))) for row in evaluation.articles]
    found = [(row, items) for row, items in found if items]
    ranked = sorted(range(len(found)), key=lambda at: -sum(item["v"] != "right" for item in found[at][1]))
    taken: set[int] = set()
    room = MOST_CHARACTERS
    for at in ranked:
        row, items = found[at]
        lean = [json.dumps(_lean(item), ensure_ascii=False, separators=(",", ":")) for item in items]
        room -= len(texts.get(row.doc_id) or "") + sum(map(len, lean))
        if room < 0 and taken:
            break
        taken.add(at)
    articles: list[dict[str, Any]] = []
    shown: list[dict[str, Any]] = []
    for at in sorted(taken):
        row, items = found[at]
        shown += [{"a": len(articles), **item} for item in items]
        articles.append({"id": row.doc_id, "text": texts.get(row.doc_id), "missing": row.missing})
    own = {kind: kind.replace("_", " ") for kind in evaluation.verdicts}
    data = {
        "articles": articles,
        "items": [_lean(item) for item in shown],
        "glosses": evaluation.titles.glosses,
        "verdicts": {name: [VERDICT_TITLES[name], said] for name, said in VERDICTS.items()},
        "kinds": own | evaluation.titles.kinds,
        "item_titles": own | evaluation.titles.items,
    }
    wrong = [{**item, "doc_id": articles[item["a"]]["id"]} for item in shown if item["v"] != "right"]
    return Browser(data, len(articles), len(found), wrong)


def _items(row: ArticleScore, answers: Answers, titles: Titles) -> Iterator[dict[str, Any]]:
    yield from sorted((_of_match(match, titles) for match in row.matches), key=_place)
    gold = answers.gold.get(row.doc_id)
    if gold is not None and answers.told is not None:
        yield from answers.told(row, gold, answers.predicted.get(row.doc_id))


def _place(item: dict[str, Any]) -> tuple[int, int]:
    """Where an item stands in the text; those without a place come last."""
    side = item.get("g") or item.get("p") or {}
    place = side.get("m") or side.get("e")
    return (0, place[0]) if place else (1, 0)


def _of_match(match: Match, titles: Titles) -> dict[str, Any]:
    item: dict[str, Any] = {"k": match.kind, "v": match.verdict}
    if match.wrong:
        made = {name: titles.made_of.get(f"{match.kind}.{name}", ()) for name in match.wrong}
        item["w"] = [name for name in match.wrong if not made[name]] + [one for of in made.values() for one in of]
    for key, attribute in _SIDES:
        side = getattr(match, attribute)
        if side is not None:
            item[key] = _side(side)
    return item


def _lean(item: dict[str, Any]) -> dict[str, Any]:
    """The item with what both sides share written once, null where only the gold has something: half as heavy."""
    if "g" not in item or "p" not in item:
        return item
    gold, predicted = item["g"], item["p"]
    lean = _beside(gold, predicted) | {"f": _beside(gold["f"], predicted["f"])}
    return {**item, "p": lean}


def _beside(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """What the other has that is not in the one, and null for what it lacks."""
    found = {name: value for name, value in other.items() if name not in one or one[name] != value}
    return found | {name: None for name in one if name not in other}


def _side(item: Any) -> dict[str, Any]:
    """One side of a pair: `f` its fields, `m` and `e` the offsets of mention and evidence."""
    if isinstance(item, str):
        return {"f": {"name": item}}
    values: dict[str, Any] = {}
    side: dict[str, Any] = {"f": values}
    if isinstance(item, dict):
        return _side_of_json(item)
    for name in type(item).model_fields:
        value = getattr(item, name)
        if isinstance(value, Span):
            values[name] = value.text
            side[_PLACES[name]] = [value.start, value.end]
        else:
            values[name] = plain_value(value)
    return side


def _side_of_json(item: dict[str, Any]) -> dict[str, Any]:
    """The same of a task's item: the main value of each leaf, the first mention and the first evidence."""
    values: dict[str, Any] = {}
    side: dict[str, Any] = {"f": values}
    for name, value in _leaves(item, ""):
        if not isinstance(value, dict):
            values[name] = plain_value(value)
            continue
        values[name] = plain_value(next(value[key] for key in _MAIN if key in value))
        if value.get("unit", "count") != "count":
            values[f"{name}_unit"] = value["unit"]
        for key, place in (("m", value.get("mention")), ("e", value.get("evidence")), ("e", value)):
            if isinstance(place, dict) and "start" in place:
                side.setdefault(key, [place["start"], place["end"]])
    return side


_MAIN: Final = ("value", "label", "text")
"""Where the main value of a leaf stands."""


def _leaves(value: Any, name: str) -> Iterator[tuple[str, Any]]:
    """The leaves of a task's item with their paths; an item that is a leaf itself is called `value`."""
    main = next((value[key] for key in _MAIN if key in value), value) if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(main, dict):
        yield name or "value", value
        return
    for field_name, one in value.items():
        yield from _leaves(one, f"{name}.{field_name}".lstrip("."))


def single_item(one: Single) -> dict[str, Any] | None:
    """A single value as an item of the browser; nothing where neither side states one."""
    if one.gold is None and one.predicted is None:
        return None
    item: dict[str, Any] = {"k": "facts", "v": single_verdict(one.right, one.gold, one.predicted), "t": one.name}
    if not one.right:
        item["w"] = [one.name]
    for side, value in (("g", one.gold), ("p", one.predicted)):
        if value is not None:
            item[side] = _side_of_json({one.name: value})
    return item


def plain_value(value: object) -> object:
    """A value as the page shows it: dates in words, whole numbers without a point."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def single_verdict(same: bool, gold: object, predicted: object) -> Verdict:
    """What became of a single value."""
    if same:
        return "right"
    if predicted is None:
        return "missed"
    return "spurious" if gold is None else "wrong_value"


def answers_of(gold: Iterable[Any], predicted: Mapping[str, Any], told: Told | None) -> Answers:
    """Gold by its ids, beside predictions."""
    return Answers({summary.doc_id: summary for summary in gold}, predicted, told)
