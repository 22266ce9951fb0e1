"""The documentation of the labels is the schema's."""

from __future__ import annotations

from typing import get_args

from extractor import labels
from extractor.tasks.party_review.label_tables import label_tables
from tests.conftest import ROOT

DOCS = ROOT / "docs"


def test_the_page_of_labels_is_what_the_schema_says() -> None:
    assert (DOCS / "labels.md").read_text(encoding="utf-8") == label_tables(), "run: extractor schema --labels"


def test_every_label_has_its_row() -> None:
    page = label_tables()
    for literal in (labels.EventKind, labels.OrganizationKind, labels.Subject, labels.Measure, labels.Basis):
        for label in get_args(literal):
            assert f"| `{label}` |" in page
