"""What a summary may hold: leaves that say how they are proved, and the base of a task's models.

A task's model is a `Summary` whose fields are leaves, lists and models of leaves, each of them `| None` where an
article may not say it:

    class Loss(Item):
        place: Name
        what: OneOf[Literal["house", "rice"]]
        amount: Number

    class StormReport(Summary):
        storm: Name | None
        losses: list[Loss]

Every leaf but `Free` keeps its place in the text. `Free` is written by the model; each number and capitalised name in
it must stand in the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Final, Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from extractor.labels import Comparator
from extractor.schema import Period, Span

Label = TypeVar("Label", bound=str)


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Summary(_Model):
    """Base of a task's summary; `doc_id` is the article's identity."""

    doc_id: str


class Item(_Model):
    """Base of what a summary's lists and groups hold. Its required leaves are what an item lives by."""


class Quoted(Span):
    """Words that stand in the text, kept with their place."""


class Name(Span):
    """A capitalised name that stands in the text, kept with its place."""


class Bound(NamedTuple):
    """What a number is but its value: a sign before it (`≥`), the upper end of a range, the whole of 48/66."""

    sign: str
    upper: float | None
    whole: float | None


_SIGNS: Final[dict[Comparator, str]] = {"gt": ">", "ge": "≥", "lt": "<", "le": "≤", "approx": "≈"}


class Number(_Model):
    """A number of the article, read from its own mention: value, unit, bound and sign are the reader's.

    `unit` is `count`, `percent`, `VND`, `USD`, a unit of measure (`ha`, `ton`, `mm`) or one by another (`VND/kg`).
    """

    main_field: ClassVar[str] = "value"

    value: float = Field(description="negative where a word before it takes away; of a range the lower end")
    unit: str
    comparator: Comparator
    value_max: float | None
    out_of: float | None = Field(description="66 of 48/66")
    mention: Span

    @property
    def bound(self) -> Bound | None:
        """What stands around the value where it is shown; None where it is the value alone."""
        found = Bound(_SIGNS.get(self.comparator, ""), self.value_max, self.out_of)
        return found if any(part not in ("", None) for part in found) else None


class DateOf(_Model):
    """A day that the text names; a year that is not written comes from the article's own date or its only year."""

    main_field: ClassVar[str] = "value"

    value: date
    mention: Span


class PeriodOf(_Model):
    """A stretch of time that the text names: `2017`, `2017-H1`, `2017-Q3`, `2017-9M` or `2013/2017`."""

    main_field: ClassVar[str] = "value"

    value: Period
    mention: Span


class OneOf(_Model, Generic[Label]):
    """A closed label, chosen by the model, with the words that bear it out: `OneOf[Literal["flood", "wind"]]`."""

    main_field: ClassVar[str] = "label"

    label: Label
    evidence: Span


@dataclass(frozen=True, slots=True)
class FreeText:
    """Marks a text as the model's own words."""


Free = Annotated[str, FreeText()]
"""The model's own words, whose numbers and capitalised names must stand in the text."""


@dataclass(frozen=True, slots=True)
class Units:
    """The units that a number may have: `Annotated[Number, Units("ha")]`; others are refused."""

    names: tuple[str, ...]

    def __init__(self, *names: str) -> None:
        object.__setattr__(self, "names", names)
