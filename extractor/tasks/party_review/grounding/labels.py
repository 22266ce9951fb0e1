"""The closed label sets of the schema, checked at run time because a draft's labels are plain strings."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, get_args

from extractor import schema

PHASES: Final = frozenset(get_args(schema.Phase))
SUBJECTS: Final = frozenset(get_args(schema.Subject))
MEASURES: Final = frozenset(get_args(schema.Measure))
BASES: Final = frozenset(get_args(schema.Basis))
UNITS: Final = frozenset(get_args(schema.Unit))
COMPARATORS: Final = frozenset(get_args(schema.Comparator))
EVENT_KINDS: Final = frozenset(get_args(schema.EventKind))
ORGANIZATION_KINDS: Final = frozenset(get_args(schema.OrganizationKind))
DOCUMENT_KINDS: Final = frozenset(get_args(schema.DocumentKind))
POINT_KINDS: Final = frozenset(get_args(schema.PointKind))


def label_fault(**labels: tuple[str, Collection[str]]) -> str | None:
    """Why one of the labels is none of its set, or None: `label_fault(phase=(draft.phase, PHASES))`."""
    for name, (value, allowed) in labels.items():
        if value not in allowed:
            return f"{value!r} is not a {name} of the schema"
    return None
