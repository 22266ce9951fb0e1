"""What is compared in each list of a summary, as tables: the fields in order, and how many of them each level asks for.

A level is a prefix of the fields, so levels are nested: what agrees at `strict` agrees at `core` and at `value`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from extractor.eval.model import Item, ItemKind
from extractor.schema import Span

Key = Hashable
Vector = tuple[Key, ...]
"""One key for each field of a spec, in its order."""


@dataclass(frozen=True, slots=True)
class Level:
    """A level of agreement: its score's name and how many of the first fields must agree."""

    name: str
    score: str
    fields: int


@dataclass(frozen=True, slots=True)
class ListSpec:
    """One list of a summary.

    `fields` names the compared fields; `vector` gives their keys; `levels` go from loose to strict and `headline` is
    the one whose score speaks for the list; `kin` says how alike two unmatched items are (0: unrelated), to show what
    was probably meant; `inner` counts what two items have in common in the lists that they hold themselves.
    """

    kind: ItemKind
    fields: tuple[str, ...]
    vector: Callable[[Any], Vector]
    levels: tuple[Level, ...]
    kin: Callable[[Any, Any], float]
    headline: int = 0
    likeness: Callable[[Any, Any], float] | None = None
    """How alike two items are (0: not the same) where they are matched by likeness; None: by equal keys."""
    labels: tuple[str, ...] = ()
    """Compared fields that are closed labels with a table of their own."""
    inner: Callable[[Any, Any], int] | None = None

    @property
    def detail_fields(self) -> tuple[str, ...]:
        """Fields beyond the headline level: their accuracy is reported on the items matched there."""
        return self.fields[self.levels[self.headline].fields :]


def mention_of(item: Item) -> Span | None:
    """The item's value expression, where its kind has one."""
    found: Span | None = getattr(item, "mention", None)
    return found


def evidence_of(item: Item) -> Span | None:
    """The item's clause, where its kind has one."""
    found: Span | None = getattr(item, "evidence", None)
    return found


GROUNDING: Final = ("grounding.mention", "grounding.evidence")
"""Scores of the characters of values' places, and of their clauses."""


def list_names(specs: Iterable[ListSpec]) -> tuple[str, ...]:
    """Names of all precision/recall/F1 scores."""
    return (*(level.score for spec in specs for level in spec.levels), *GROUNDING)


def field_rates(specs: Iterable[ListSpec]) -> tuple[str, ...]:
    """Names of the shares of right answers of single fields and labels; an evaluation has those of its articles."""
    specs = tuple(specs)
    fields = (f"{spec.kind}.field.{name}" for spec in specs for name in spec.detail_fields)
    both = (f"{name}{stated}" for name in fields for stated in ("", ".stated"))
    return (*both, *(f"{spec.kind}.label.{name}" for spec in specs for name in spec.labels))
