"""What the scores, slices and levels are called, and what each means, in words for people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

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


def list_titles(names: Iterable[str]) -> dict[str, str]:
    """The list scores of an evaluation with what each is called; those of tasks of one's own by their names."""
    return {name: LIST_TITLES.get(name, name.replace(".", ": ")) for name in names}


def fact_titles(names: Iterable[str]) -> dict[str, str]:
    """The single-valued scores among an evaluation's rates with what each is called."""
    single = [name for name in names if not (".field." in name or ".label." in name or name.endswith(".stated"))]
    return {name: FACT_TITLES.get(name, name.replace("_", " ")) for name in single}


def slice_lists(names: Iterable[str]) -> tuple[str, ...]:
    """The list scores shown for each group of articles."""
    found = tuple(names)
    own = tuple(name for name in found if not name.startswith("grounding"))[:_MOST_SLICE_LISTS]
    return SLICE_LISTS if set(SLICE_LISTS) <= set(found) else own


def lead_list(names: Iterable[str]) -> str:
    """The list score that speaks for an evaluation."""
    found = tuple(names)
    cores = (name for name in found if name.endswith(".core"))
    return "figures.core" if "organizations" in found else next(cores, found[0])


def lead_name(names: Iterable[str]) -> str:
    """What the items of the leading list are called."""
    return lead_list(names).split(".")[0].replace("_", " ")


_MOST_SLICE_LISTS: Final = 6

SCORE_WORDS: Final[tuple[tuple[str, str], ...]] = (
    ("gold", "what a person marked in the articles, by the annotation guide; here it is taken for the truth"),
    ("precision", "of what was given, the share that is right"),
    ("recall", "of what there is to find, the share that was found"),
    ("F1", "precision and recall in one number, high only where both are"),
    ("F1 by article", "F1 of each article alone, then the mean: here a short article counts as much as a long one"),
    ("figures: value", "a number counts as found where value and unit are right"),
    ("figures: core", "and what it says too: who is counted, what of them, on which basis, result or target"),
    (
        "figures: strict",
        "and its details too: at least or about, the period, the upper end, out of how many, whose it is",
    ),
    ("grounding", "characters that marked and given passages have in common: was it read where it stands?"),
    ("95% interval", "the range in which the score would mostly fall with other articles of the same kind"),
    (
        "chrF",
        "how alike two texts are in letters and words, from 0 to 100%; a good abstract may still be worded otherwise",
    ),
)
"""Terms of the reports, explained."""
