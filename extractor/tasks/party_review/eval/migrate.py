"""Labels of version 2 of the guide lifted to version 3: what the new lists decide, and what a person must look at.

A label says nothing of its version, so lifting is safe to repeat: a label of version 3 comes out as it went in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from extractor.labels import KINDS_SINCE, OrganizationKind
from extractor.reading.organizations import find_bodies
from extractor.schema import ArticleSummary, Award, Document, Organization
from extractor.tasks.party_review.eval.check import check_label
from extractor.tasks.party_review.eval.check_decided import DECIDED_RULES, participants_learn_what_their_class_teaches
from extractor.tasks.party_review.eval.findings import Finding, Label, Rule
from extractor.text.provinces import day_of_list, present_name, province_of, units

OPEN_RULES: Final[tuple[Rule, ...]] = (*DECIDED_RULES, participants_learn_what_their_class_teaches)
"""What version 3 decided and code sees, but may not change by itself."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field that was lifted, at a path such as `organizations[2].kind`; `subject` says of what."""

    path: str
    subject: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.path}: {self.before} -> {self.after} ({self.subject})"


@dataclass(frozen=True, slots=True)
class Migrated:
    """A label of version 3, what was changed in it, and what a person must look at."""

    summary: ArticleSummary
    changes: tuple[Change, ...]
    open: tuple[Finding, ...]


def migrate(summary: ArticleSummary, text: str) -> Migrated:
    """The label lifted; `text` is its article's, in NFC."""
    changes: list[Change] = []
    lifted = summary.model_copy(
        update={
            "organizations": list(_organizations(summary, changes)),
            "awards": list(_awards(summary, changes)),
            "documents": list(_documents(summary, changes)),
        }
    )
    label = Label(lifted, text)
    asked = [*_unsure_kinds(lifted), *(finding for rule in OPEN_RULES for finding in rule(label))]
    broken = [one for one in check_label(lifted, text) if one.severity == "error"]
    return Migrated(lifted, tuple(changes), (*broken, *asked))


def _organizations(summary: ArticleSummary, changes: list[Change]) -> Iterator[Organization]:
    """Kinds by the new list, provinces by the list in force on the day of the event."""
    event = summary.event
    day = day_of_list(event.held_on, summary.source.published_on, event.review_period)
    for place, one in enumerate(summary.organizations):
        kind = new_kind(one) or one.kind
        known = one.province is not None and one.province in units()
        province = present_name(one.province, day) if known and one.province else one.province
        province = province or one.province
        path = f"organizations[{place}]"
        if kind != one.kind:
            changes.append(Change(f"{path}.kind", one.name, one.kind, kind))
        if province != one.province:
            changes.append(Change(f"{path}.province", one.name, str(one.province), str(province)))
        yield one.model_copy(update={"kind": kind, "province": province})


def new_kind(organization: Organization) -> OrganizationKind | None:
    """The kind that version 3 brought for a body of that name; None where version 2's stands."""
    body = next(iter(find_bodies(organization.name)), None)
    if body is None or (body.extent.start, body.extent.end) != (0, len(organization.name)):
        return None
    return next((kind for kind in KINDS_SINCE if kind == body.kind), None)


def _awards(summary: ArticleSummary, changes: list[Change]) -> Iterator[Award]:
    """One named recipient counts 1."""
    for place, award in enumerate(summary.awards):
        if award.recipient is not None and award.count is None:
            changes.append(Change(f"awards[{place}].count", award.recipient, "null", "1"))
            award = award.model_copy(update={"count": 1})
        yield award


def _documents(summary: ArticleSummary, changes: list[Change]) -> Iterator[Document]:
    """A document with a number has no title."""
    for place, document in enumerate(summary.documents):
        if document.number is not None and document.title is not None:
            changes.append(Change(f"documents[{place}].title", document.number, document.title, "null"))
            document = document.model_copy(update={"title": None})
        yield document


def _unsure_kinds(summary: ArticleSummary) -> Iterator[Finding]:
    """Names that hold the words of a new kind, but are more than such a body's name."""
    for place, one in enumerate(summary.organizations):
        kinds = {body.kind for body in find_bodies(one.name)} & set(KINDS_SINCE)
        if kinds and one.kind not in kinds:
            message = f"{one.name!r} is {one.kind}; is it {' or '.join(sorted(kinds))} by version 3?"
            yield Finding(f"organizations[{place}].kind", message, "doubt")
        if one.province is not None and province_of(one.province) is None:
            yield Finding(f"organizations[{place}].province", f"{one.province!r} leads to no unit.", "doubt")
