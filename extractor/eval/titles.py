"""What the scores, slices and levels of a task are called, and what each means, in words for people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

_MOST_SLICE_LISTS: Final = 6

GENERAL_WORDS: Final[tuple[tuple[str, str], ...]] = (
    ("gold", "what a person marked in the articles, by the annotation guide; here it is taken for the truth"),
    ("precision", "of what was given, the share that is right"),
    ("recall", "of what there is to find, the share that was found"),
    ("F1", "precision and recall in one number, high only where both are"),
    ("F1 by article", "F1 of each article alone, then the mean: here a short article counts as much as a long one"),
    ("grounding", "characters that marked and given passages have in common: was it read where it stands?"),
    ("95% interval", "the range in which the score would mostly fall with other articles of the same kind"),
    ("chrF", "how alike two texts are in letters and words, from 0 to 100%; a good one may still be worded otherwise"),
)
"""Terms of every report, explained."""


@dataclass(frozen=True, slots=True)
class Titles:
    """What a task calls its scores; what it does not name is called by its own name.

    `lists` and `facts` name scores, `slices` groupings of articles, `items` and `kinds` one item of a list and several;
    `glosses` explain closed labels by field; `made_of` says of a compared field (`list.field`) which fields of the item
    it stands for; `shares` are facts that are a mean of shares and no count of right answers. `headline_lists` sum up
    an evaluation, `slice_lists` are shown for groups of articles, `lead` is the one list score that speaks for it.
    """

    lists: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    slices: dict[str, str] = field(default_factory=dict)
    items: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    glosses: dict[str, dict[str, str]] = field(default_factory=dict)
    made_of: dict[str, tuple[str, ...]] = field(default_factory=dict)
    headline_lists: tuple[str, ...] = ()
    slice_lists: tuple[str, ...] = ()
    lead: str | None = None
    shares: tuple[str, ...] = ()
    words: tuple[tuple[str, str], ...] = GENERAL_WORDS

    def of_list(self, name: str) -> str:
        """What a list score is called."""
        return self.lists.get(name, name.replace(".", ": "))

    def of_lists(self, names: Iterable[str]) -> dict[str, str]:
        """The list scores with what each is called."""
        return {name: self.of_list(name) for name in names}

    def of_facts(self, names: Iterable[str]) -> dict[str, str]:
        """The single-valued scores among an evaluation's rates with what each is called."""
        single = [name for name in names if not (".field." in name or ".label." in name or name.endswith(".stated"))]
        return {name: self.facts.get(name, name.replace("_", " ")) for name in single}

    def of_slice(self, name: str) -> str:
        """What a grouping of articles is called."""
        return self.slices.get(name, name)

    def of_slices(self, names: Iterable[str]) -> tuple[str, ...]:
        """The list scores shown for each group of articles."""
        if self.slice_lists:
            return self.slice_lists
        return tuple(name for name in names if not name.startswith("grounding"))[:_MOST_SLICE_LISTS]

    def headlines(self, names: Iterable[str]) -> tuple[str, ...]:
        """The list scores that sum up an evaluation."""
        found = tuple(names)
        return self.headline_lists or tuple(name for name in found if name.endswith(".core")) or found

    def lead_list(self, names: Iterable[str]) -> str:
        """The list score that speaks for an evaluation."""
        found = tuple(names)
        return self.lead or next((name for name in found if name.endswith(".core")), found[0])

    def lead_name(self, names: Iterable[str]) -> str:
        """What the items of the leading list are called."""
        return self.lead_list(names).split(".")[0].replace("_", " ")


OWN_NAMES: Final = Titles(items={"facts": "single value"}, kinds={"facts": "single values"})
"""Lists and fields are called by their own names."""
