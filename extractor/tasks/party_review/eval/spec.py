"""What is compared in each list of a Party review, and in its single values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from extractor.eval.keys import overlap, overlap_share, text_key, value_key, word_f1
from extractor.eval.model import ItemKind
from extractor.eval.spec import Key, Level, ListSpec, field_rates, list_names
from extractor.schema import ArticleSummary, Document, Figure
from extractor.tasks.party_review.eval.keys import number_key, organization_key


def _figure_kin(one: Figure, other: Figure) -> float:
    if overlap(one.mention, other.mention):
        return 2 + overlap_share(one.mention, other.mention)
    labels = ("subject", "measure", "basis", "phase", "period")
    if overlap(one.evidence, other.evidence) and all(getattr(one, n) == getattr(other, n) for n in labels):
        return 1 + overlap_share(one.evidence, other.evidence)
    return 0.0


def _evidence_kin(one: Any, other: Any) -> float:
    return overlap_share(one.evidence, other.evidence)


def _document_kin(one: Document, other: Document) -> float:
    return overlap_share(one.evidence, other.evidence) if one.kind == other.kind else 0.0


def _name_kin(one: str, other: str) -> float:
    alike = word_f1(one, other)
    return alike if alike >= 0.5 else 0.0


def _document_name(document: Document) -> Key:
    if document.number is not None:
        return ("number", number_key(document.number))
    return ("title", text_key(document.title))


def point_likeness(one: Any, other: Any) -> float:
    """How alike two points are: the better of evidence overlap and word F1, 0 for two kinds or below the bar.

    Where words are equally close, the better overlap gets a little more.
    """
    if one.kind != other.kind:
        return 0.0
    shared = overlap_share(one.evidence, other.evidence)
    alike = max(shared, word_f1(one.text, other.text))
    return alike + shared / 1000 if alike >= POINT_LIKENESS else 0.0


LABELS: Final = ("subject", "measure", "basis", "phase")
"""Closed labels of a figure that get a table of their own."""

POINT_LIKENESS: Final = 0.5
"""Two points of one kind are the same where evidence overlaps this much (Jaccard) or their words do (F1)."""

FIGURES: Final = ListSpec(
    kind="figures",
    fields=(
        *("value", "unit"),
        *("subject", "measure", "basis", "phase"),
        *("comparator", "period", "value_max", "out_of", "organization"),
        "group",
    ),
    vector=lambda f: (
        *(value_key(f.value), f.unit),
        *(f.subject, f.measure, f.basis, f.phase),
        *(f.comparator, f.period, value_key(f.value_max), value_key(f.out_of), organization_key(f.organization)),
        text_key(f.group),
    ),
    levels=(
        Level("value", "figures.value", 2),
        Level("core", "figures.core", 6),
        Level("strict", "figures.strict", 11),
    ),
    kin=_figure_kin,
    headline=1,
    labels=LABELS,
)
ORGANIZATIONS: Final = ListSpec(
    kind="organizations",
    fields=("name", "kind", "province"),
    vector=lambda o: (organization_key(o.name), o.kind, text_key(o.province)),
    levels=(Level("name", "organizations.name", 1), Level("kind", "organizations", 2)),
    kin=lambda one, other: _name_kin(one.name, other.name),
    headline=1,
)
AWARDS: Final = ListSpec(
    kind="awards",
    fields=("title", "recipient_kind", "count", "granted_by", "recipient", "achievement", "period"),
    vector=lambda a: (
        *(text_key(a.title), a.recipient_kind, a.count),
        *(organization_key(a.granted_by), organization_key(a.recipient), text_key(a.achievement), a.period),
    ),
    levels=(Level("award", "awards", 3),),
    kin=_evidence_kin,
)
PEOPLE: Final = ListSpec(
    kind="people",
    fields=("name", "role"),
    vector=lambda p: (text_key(p.name), text_key(p.role)),
    levels=(Level("name", "people", 1), Level("role", "people.role", 2)),
    kin=_evidence_kin,
)
DOCUMENTS: Final = ListSpec(
    kind="documents",
    fields=("kind", "name", "issued_on", "issuer"),
    vector=lambda d: (d.kind, _document_name(d), d.issued_on, text_key(d.issuer)),
    levels=(Level("document", "documents", 2),),
    kin=_document_kin,
)
AUTHORS: Final = ListSpec(
    kind="authors",
    fields=("name",),
    vector=lambda name: (text_key(name),),
    levels=(Level("name", "authors", 1),),
    kin=_name_kin,
)
EXACT: Final = (FIGURES, ORGANIZATIONS, AWARDS, PEOPLE, DOCUMENTS, AUTHORS)
"""Lists whose items are matched by equal keys."""

POINTS: Final = ListSpec(
    kind="points",
    fields=("kind",),
    vector=lambda p: (p.kind,),
    levels=(Level("point", "points", 1),),
    kin=_evidence_kin,
    likeness=point_likeness,
)
"""Points are matched by likeness (`POINT_LIKENESS`), not by equal keys: their text is a retelling."""

SPECS: Final[dict[ItemKind, ListSpec]] = {spec.kind: spec for spec in (*EXACT[:5], POINTS, AUTHORS)}

LIST_NAMES: Final = list_names(SPECS.values())
"""Names of all precision/recall/F1 scores."""

FACTS: Final[dict[str, Callable[[ArticleSummary], Key]]] = {
    "source.outlet": lambda s: text_key(s.source.outlet),
    "source.title": lambda s: text_key(s.source.title),
    "source.published_on": lambda s: s.source.published_on,
    "event.kind": lambda s: s.event.kind,
    "event.held_on": lambda s: s.event.held_on,
    "event.review_period": lambda s: s.event.review_period,
    "event.plan_period": lambda s: s.event.plan_period,
}
"""Single-valued fields judged by accuracy: name -> the key that is compared."""

RATE_NAMES: Final = (*FACTS, "abstract.numbers", "abstract.chrf", *field_rates(SPECS.values()))
"""Names of all shares of right answers; which of them an evaluation has depends on its articles."""


def items_of(summary: ArticleSummary | None, kind: ItemKind) -> list[Any]:
    """The list of that kind; empty where there is no summary."""
    if summary is None:
        return []
    return list(summary.source.authors if kind == "authors" else getattr(summary, kind))
