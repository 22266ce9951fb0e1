"""Damage by storms and floods, as provincial papers report it."""

from typing import Annotated, Literal

from pydantic import Field

from extractor.tasks import DateOf, Free, Item, Name, Number, OneOf, Quoted, Summary, Units

Thing = Literal[
    "dead",
    "missing",
    "injured",
    "evacuated",
    "house",
    "school",
    "crop",
    "livestock",
    "aquaculture",
    "boat",
    "road",
    "power",
    "money",
    "other",
]


class Loss(Item):
    """One number of people hurt or moved, or of things lost or damaged, in one place."""

    what: OneOf[Thing]
    amount: Number
    place: Name | None = Field(description="the province, district or commune that the number is about")


class Aid(Item):
    """Money, rice or goods that somebody gives to those who were hit."""

    amount: Number
    giver: Quoted = Field(description="who gives, in the text's words")
    receiver: Quoted | None = Field(description="who gets it, in the text's words")


class StormReport(Summary):
    """What a storm, a flood or whirlwinds did: when and where, how much rain and wind, losses by place, and aid."""

    storm: Quoted | None = Field(description="what it is called: bão số 3, mưa lũ, lốc xoáy")
    hit_on: DateOf | None = Field(description="the day on which it struck")
    rain: Annotated[Number, Units("mm")] | None = Field(description="the largest amount of rain that is named")
    total: Annotated[Number, Units("VND")] | None = Field(description="the estimated total loss in money")
    losses: list[Loss]
    aid: list[Aid]
    abstract: Free = Field(description="one or two sentences in Vietnamese: what struck where, and the main losses")
