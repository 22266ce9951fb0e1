"""Harvests: areas, yields, outputs and prices, plan against result, as provincial papers report them."""

from typing import Annotated, Literal

from pydantic import Field

from extractor.tasks import Free, Item, Name, Number, OneOf, PeriodOf, Quoted, Summary, Units

Measure = Literal["area", "harvested", "yield", "output", "price", "income", "households", "other"]


class Figure(Item):
    """One number of one crop or animal."""

    crop: Quoted = Field(description="the crop or animal, in the text's words")
    measure: OneOf[Measure]
    phase: OneOf[Literal["result", "plan"]]
    value: Number
    place: Name | None = Field(description="the commune, district or province, as a name only")


class Change(Item):
    """By how much something rose or fell against an earlier season or the plan."""

    crop: Quoted
    measure: OneOf[Measure]
    change: Number


class HarvestReport(Summary):
    """A season's harvest: what was grown, reaped and sold, how much of it, and how it compares."""

    season: Quoted | None = Field(description="the season in the text's words: vụ đông xuân, vụ hè thu, niên vụ mía")
    year: PeriodOf | None
    place: Name | None = Field(description="the province or district that the article is about, as a name only")
    best_yield: Annotated[Number, Units("quintal/ha", "ton/ha")] | None = Field(description="the highest yield named")
    figures: list[Figure]
    changes: list[Change]
    abstract: Free
