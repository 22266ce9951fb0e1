"""Damage by province and district: lists inside items, and a list inside a group."""

from typing import Literal

from pydantic import Field

from extractor.tasks import DateOf, Free, Item, Name, Number, OneOf, Quoted, Summary


class Loss(Item):
    """One number of people hurt or things damaged."""

    what: OneOf[Literal["dead", "injured", "house", "crop"]]
    amount: Number


class District(Item):
    """A district with what it lost."""

    name: Name
    losses: list[Loss]


class Province(Item):
    """A province with its own numbers, and those of its districts."""

    name: Name
    losses: list[Loss] = Field(description="numbers of the whole province")
    districts: list[District]


class Alert(Item):
    """One warning that was given."""

    day: DateOf
    words: Quoted


class Storm(Item):
    """The storm."""

    name: Quoted | None
    alerts: list[Alert]


class Damage(Summary):
    """What a storm did, province by province."""

    storm: Storm
    provinces: list[Province]
    places: list[Name] = Field(description="places that were cut off")
    abstract: Free
