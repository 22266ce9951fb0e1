"""How likely an item that goes out is wrong: what orders `doubt.jsonl` (rules alone) and `review.jsonl` (with a model).

Both rest on what the rules and the learned scorer make of a figure together (`Decision.opinions`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from pydantic import JsonValue

from extractor.draft import Decision, Opinion
from extractor.engines.rules.scorer.model import shipped
from extractor.tasks.party_review.grounding.organizations import organization_key

if TYPE_CHECKING:
    from extractor.grounding.grounded import Grounded

LISTS: Final = {
    "organization": "organizations",
    "figure": "figures",
    "award": "awards",
    "person": "people",
    "document": "documents",
    "point": "points",
}
"""Kind of an item -> the summary's list of it."""

TOLD_FROM: Final = 0.9
"""A field that is right with this probability or more is not told of in a line of doubt, if the voters agree on it."""

MODEL_RIGHT: Final = 0.97
"""How often a strong model gives a field of a figure its right value."""
ALTERNATIVES: Final = 4
"""Among how many wrong values a model's error is spread."""
BAR: Final = 0.5
"""A figure of a model that is wrong with this probability or more is shown to people."""
UNWEIGHED: Final[Mapping[str, float]] = {"group": 0.02}
"""Fields that nobody weighs: how far the rules are held for right where they differ; `OTHERWISE` for the rest."""
OTHERWISE: Final = 0.9


def doubts(grounded: Grounded) -> Iterator[dict[str, JsonValue]]:
    """A record of every item of a summary that the rules made: where it stands, how likely it is wrong, and why."""
    for one in grounded.decisions:
        item: Any = getattr(grounded.summary, LISTS[str(one.item)])[one.index]
        decision = one.decision
        place = getattr(item, "mention", None) or getattr(item, "evidence", None)
        yield {
            "doc_id": grounded.summary.doc_id,
            "item": str(one.item),
            "index": one.index,
            "wrong": round(1 - how_right(str(one.item), decision), 4),
            "words": place.text if place is not None else item.name,
            "start": place.start if place is not None else None,
            "end": place.end if place is not None else None,
            "rule": decision.rule,
            "fields": {
                opinion.field: _told(opinion)
                for opinion in decision.opinions
                if opinion.probability < TOLD_FROM or not opinion.agreed
            },
        }


def how_right(kind: str, decision: Decision) -> float:
    """The probability that an item of the rules is right.

    A figure's is learned. Another item's is the share that its list got right at first contact, times the confidence of
    its rule, which by itself only tells the rules of a list apart.
    """
    if kind == "figure":
        return decision.confidence
    found, given = shipped().lists[LISTS[kind]]
    return decision.confidence * found / given


def weighed(kind: str, decision: Decision) -> Decision:
    """The decision with the probability that its item is right as its confidence."""
    return replace(decision, confidence=how_right(kind, decision))


def _told(opinion: Opinion) -> dict[str, JsonValue]:
    return {
        "chosen": opinion.chosen,
        "probability": opinion.probability,
        "rules": opinion.rules,
        "scorer": opinion.scorer,
        "runner_up": opinion.runner_up,
        "runner_up_probability": opinion.runner_up_probability,
    }


def model_wrong(model: Mapping[str, Any], fields: Sequence[str], decision: Decision | None) -> float:
    """The probability that a model's figure is wrong where it differs from the rules' in these fields.

    Each field is weighed alone by Bayes' rule: what rules and scorer hold likely, against how often a strong model is
    right; the figure is right where all of them are.
    """
    opinions = {one.field: one for one in decision.opinions} if decision is not None else {}
    right = 1.0
    for name in fields:
        opinion = opinions.get(name)
        unweighed = 1 - UNWEIGHED.get(name, OTHERWISE)
        held = unweighed if opinion is None else held_for(opinion, name, model.get(name))
        right *= 1 - against_a_model(held)
    return 1 - right


def held_for(opinion: Opinion, name: str, value: str | None) -> float:
    """How likely rules and scorer together hold a value of the field."""
    if _same(name, value, opinion.chosen):
        return opinion.probability
    if _same(name, value, opinion.runner_up):
        return opinion.runner_up_probability
    rest = 1 - opinion.probability - opinion.runner_up_probability
    return max(0.0005, rest / (2 * ALTERNATIVES))


def _same(name: str, one: str | None, other: str | None) -> bool:
    if name != "organization" or one is None or other is None:
        return one == other
    return organization_key(one) == organization_key(other)


def against_a_model(held: float) -> float:
    """The probability that a strong model's value is wrong which rules and scorer hold for right with this one."""
    held = min(0.9999, max(0.0001, held))
    right = held * MODEL_RIGHT
    wrong = (1 - held) * (1 - MODEL_RIGHT) / ALTERNATIVES
    return wrong / (right + wrong)


def alone_wrong(kind: str, decision: Decision | None, *, model: bool) -> float:
    """The probability that the model is wrong about an item that it alone has, or that only the rules have."""
    found, given = (9, 10) if kind == "figure" else shipped().lists.get(LISTS.get(kind, ""), (1, 2))
    rules = found / given
    if not model and decision is not None:
        rules *= decision.confidence
    return against_a_model(1 - rules)


def summary_decisions(grounded: Grounded) -> dict[tuple[str, int], Decision]:
    """The decision behind each item of a summary."""
    return {(str(one.item), one.index): one.decision for one in grounded.decisions}
