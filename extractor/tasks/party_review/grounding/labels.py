"""The closed label sets of the schema, checked at run time because a draft's labels are plain strings."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, get_args

from extractor import labels

PHASES: Final = frozenset(get_args(labels.Phase))
SUBJECTS: Final = frozenset(get_args(labels.Subject))
MEASURES: Final = frozenset(get_args(labels.Measure))
BASES: Final = frozenset(get_args(labels.Basis))
UNITS: Final = frozenset(get_args(labels.Unit))
COMPARATORS: Final = frozenset(get_args(labels.Comparator))
EVENT_KINDS: Final = frozenset(get_args(labels.EventKind))
ORGANIZATION_KINDS: Final = frozenset(get_args(labels.OrganizationKind))
DOCUMENT_KINDS: Final = frozenset(get_args(labels.DocumentKind))
POINT_KINDS: Final = frozenset(get_args(labels.PointKind))


def label_fault(**labels: tuple[str, Collection[str]]) -> str | None:
    """Why one of the labels is none of its set, or None: `label_fault(phase=(draft.phase, PHASES))`."""
    for name, (value, allowed) in labels.items():
        if value not in allowed:
            return f"{value!r} is not a {name} of the schema"
    return None
