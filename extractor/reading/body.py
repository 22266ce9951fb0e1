"""A Party body as one mention names it."""

from __future__ import annotations

from typing import Literal

from extractor.text.article import Extent
from extractor.text.record import record

Family = Literal["bloc", "organ", "commission", "province", "district", "youth", "unit"]
"""An organ is a committee over the organs of one territory (UBND, Quân sự); a commune counts as a district."""


@record
class Body:
    """A Party body as one mention names it.

    `family` is what it is, `kind` the schema's label; `owner` is the committee a commission belongs to.
    `place` is the province or district named with it, flat, of a lower unit's organs with its word ("phường an cựu");
    `short` says that the name leans on an earlier one ("Đảng ủy Khối", "Huyện ủy"); `abbreviated` that its words are
    shortened ("UBKT").
    """

    extent: Extent
    family: Family
    kind: str
    place: str | None = None
    owner: Body | None = None
    short: bool = False
    abbreviated: bool = False
    level: bool = False
    """Whether the name says of which tier it is ("tỉnh", "thành phố")."""
    acting: bool = True
    """Whether the body itself is spoken of here, not one of its officers or documents."""
    same: str | None = None
    """Of an organ: what it is one of ("police"); bodies of one kind that differ here are two."""
    tier: Literal["upper", "lower"] | None = None
    """Of an organ: whether it is a province's (or a higher unit's) or a lower unit's, where the name says."""
    bare: bool = False
    """Whether only the unit is named ("Phường Phan Thiết" at the head of a line): its committee is meant in a table."""
