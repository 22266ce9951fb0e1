"""How summaries of Party reviews look as tables and pages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, cast

from extractor import labels, schema
from extractor.exports.layout import Layout, Names

_DATA: Final = Path(__file__).with_name("tables.toml")


def _names(table: Mapping[str, str]) -> Names:
    return table


_GLOSSES: Final[dict[str, Names]] = {
    place: _names(cast("Mapping[str, str]", table))
    for place, table in {
        "event.kind": labels.EVENT_KINDS,
        "organizations.kind": labels.ORGANIZATION_KINDS,
        "figures.phase": labels.PHASES,
        "figures.subject": labels.SUBJECTS,
        "figures.measure": labels.MEASURES,
        "figures.basis": labels.BASES,
        "figures.unit": labels.UNITS,
        "figures.comparator": labels.COMPARATORS,
        "awards.recipient_kind": labels.SUBJECTS,
        "points.kind": labels.POINT_KINDS,
    }.items()
}


@cache
def layout() -> Layout:
    """The layout of Party reviews."""
    from extractor.tasks.party_review.grounding.organizations import organization_key

    return Layout.read(
        schema.ArticleSummary,
        _DATA,
        glosses=_GLOSSES,
        labels={"figures": labels.FIGURE_FIELDS},
        fold=organization_key,
    )
