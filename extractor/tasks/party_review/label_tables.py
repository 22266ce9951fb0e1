"""The label tables as Markdown, made from `extractor.schema`, so that the documentation cannot differ from the data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from extractor import labels, schema

_TABLES: Final[tuple[tuple[str, str, Iterable[tuple[str, str]]], ...]] = (
    ("event.kind", "what was reviewed", labels.EVENT_KINDS.items()),
    ("organizations.kind", "the reporting body", labels.ORGANIZATION_KINDS.items()),
    ("figures.phase", "plan or result", labels.PHASES.items()),
    ("figures.subject", "who or what is counted, rated or paying", labels.SUBJECTS.items()),
    ("figures.measure", "what is measured about it", labels.MEASURES.items()),
    ("figures.basis", "how the value relates to the thing measured", labels.BASES.items()),
    ("figures.unit", "the unit of the value", labels.UNITS.items()),
    ("figures.comparator", "how exact the value is", labels.COMPARATORS.items()),
    ("points.kind", "what is said in words", labels.POINT_KINDS.items()),
    ("columns of figures.csv", "the fields of a figure", labels.FIGURE_FIELDS.items()),
)


def label_tables() -> str:
    """Every closed label with its Vietnamese gloss, one table for each field."""
    parts = [
        "# Labels",
        "",
        f"Version {schema.SCHEMA_VERSION} of the data. Made by `extractor schema --labels` from `extractor/labels.py`; "
        "change it there.",
    ]
    for field, meaning, table in _TABLES:
        parts += [
            "",
            f"## {field}",
            "",
            f"{meaning[0].upper()}{meaning[1:]}.",
            "",
            "| label | Vietnamese |",
            "|---|---|",
        ]
        parts += [f"| `{label}` | {gloss} |" for label, gloss in table]
    parts += ["", "## documents.kind", "", ", ".join(f"`{kind}`" for kind in labels.DOCUMENT_KINDS) + ".", ""]
    return "\n".join(parts)
