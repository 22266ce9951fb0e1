"""What the scores, slices and levels of Party reviews are called, and what each means, in words for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from extractor.eval.titles import GENERAL_WORDS, Titles
from extractor.labels import (
    BASES,
    COMPARATORS,
    EVENT_KINDS,
    MEASURES,
    ORGANIZATION_KINDS,
    PHASES,
    POINT_KINDS,
    SUBJECTS,
    UNITS,
)

LIST_TITLES: Final[dict[str, str]] = {
    "figures.value": "figures: value",
    "figures.core": "figures: core",
    "figures.strict": "figures: strict",
    "organizations.name": "organisations: name",
    "organizations": "organisations: name and kind",
    "awards": "awards",
    "people": "people: name",
    "people.role": "people: name and role",
    "documents": "documents",
    "points": "points",
    "authors": "authors",
    "grounding.mention": "grounding: mentions (characters)",
    "grounding.evidence": "grounding: evidence (characters)",
}
"""What each list score is called in tables."""

FACT_TITLES: Final[dict[str, str]] = {
    "source.outlet": "outlet",
    "source.title": "title",
    "source.published_on": "published on",
    "event.kind": "event kind",
    "event.held_on": "held on",
    "event.review_period": "review period",
    "event.plan_period": "plan period",
    "abstract.numbers": "abstract: numbers found in the article",
    "abstract.chrf": "abstract: chrF against gold",
}
"""What each single-valued score is called in tables."""

HEADLINES: Final = (*(f"{name}.f1" for name in LIST_TITLES), *FACT_TITLES)
"""Scores shown where several runs stand side by side, unless details are asked for."""

SLICE_LISTS: Final = ("figures.value", "figures.core", "figures.strict", "organizations", "awards", "people")
"""List scores shown for each group of articles."""

SLICE_TITLES: Final[dict[str, str]] = {
    "outlet": "outlet",
    "organization": "kind of organisation",
    "event": "kind of event",
    "length": "length of article",
}
"""What each slice is called."""


HEADLINE_LISTS: Final = ("figures.core", "organizations", "awards", "people", "documents", "points")
"""List scores that sum up an evaluation; the first one is the most important."""

ITEM_TITLES: Final[dict[str, str]] = {
    "figures": "figure",
    "organizations": "organisation",
    "awards": "award",
    "people": "person",
    "documents": "document",
    "points": "point",
    "authors": "author",
    "facts": "single value",
    "abstract": "abstract",
}
"""What one item of a kind is called."""

KIND_TITLES: Final[dict[str, str]] = {
    "figures": "figures",
    "organizations": "organisations",
    "awards": "awards",
    "people": "people",
    "documents": "documents",
    "points": "points",
    "authors": "authors",
    "facts": "single values",
    "abstract": "abstract",
}
"""Kinds of item in the error browser; the last two are not lists but stand beside them there."""

GLOSSES: Final[dict[str, Mapping[Any, str]]] = {
    "subject": SUBJECTS,
    "measure": MEASURES,
    "basis": BASES,
    "phase": PHASES,
    "unit": UNITS,
    "comparator": COMPARATORS,
    "recipient_kind": SUBJECTS,
    "event.kind": EVENT_KINDS,
    "organizations.kind": ORGANIZATION_KINDS,
    "points.kind": POINT_KINDS,
}
"""Field (with its kind of item where the name alone is not enough) -> label -> Vietnamese gloss."""

_LEVELS: Final = (
    ("figures: value", "a number counts as found where value and unit are right"),
    ("figures: core", "and what it says too: who is counted, what of them, on which basis, result or target"),
    (
        "figures: strict",
        "and its details too: at least or about, the period, the upper end, out of how many, whose it is",
    ),
)
_CHRF: Final = (
    "chrF",
    "how alike two texts are in letters and words, from 0 to 100%; a good abstract may still be worded otherwise",
)
SCORE_WORDS: Final = (*GENERAL_WORDS[:5], *_LEVELS, *GENERAL_WORDS[5:-1], _CHRF)
"""Terms of the reports, explained."""

TITLES: Final = Titles(
    lists=LIST_TITLES,
    facts=FACT_TITLES,
    slices=SLICE_TITLES,
    items=ITEM_TITLES,
    kinds=KIND_TITLES,
    glosses={field: dict(table) for field, table in GLOSSES.items()},
    made_of={"documents.name": ("number", "title")},
    headline_lists=HEADLINE_LISTS,
    slice_lists=SLICE_LISTS,
    lead="figures.core",
    shares=("abstract.chrf",),
    words=SCORE_WORDS,
)
"""All of it, as the reports take it."""
