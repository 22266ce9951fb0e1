"""The rows of a pointer reply as values, and each as the line that `pointer` reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

NONE: Final = "-"
"""Stands in a fixed column for "the text does not say"."""
BAR: Final = " | "


@dataclass(frozen=True, slots=True)
class FigureRow:
    """Quantities with the same labels (`targets` are their ids), or one number that the reader missed.

    Of a missed number `targets` is its clause and `mention` its words.
    """

    targets: tuple[str, ...]
    subject: str
    measure: str
    basis: str
    phase: str
    period: str | None
    organization: str | None
    negative: bool | None = None
    comparator: str | None = None
    unit: str | None = None
    out_of: float | None = None
    mention: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class DismissedRow:
    """Quantities that are no figures, with the reason."""

    reason: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """An organisation; rows are called A, B, C … in their order."""

    kind: str
    name: str
    province: str | None


@dataclass(frozen=True, slots=True)
class AwardRow:
    """An award; `count` is a quantity's id, a number in digits or null."""

    place: str
    recipient_kind: str
    count: str | None
    period: str | None
    title: str
    granted_by: str | None
    recipient: str | None
    achievement: str | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person and the role as the text has it."""

    place: str
    name: str
    role: str | None


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document."""

    place: str
    kind: str
    number: str | None
    issued_on: str | None
    issuer: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point; without `text` the clause itself is the text."""

    kind: str
    place: str
    text: str | None


def _cell(value: str | None) -> str:
    """A cell's text: bars and line breaks would end it, so they are left out."""
    return " ".join((value or NONE).replace("|", " ").split()) or NONE


def _joined(head: str, *values: str | None) -> str:
    """The cells of a row; empty ones at the end are left out."""
    cells = [_cell(value) for value in values]
    while cells and cells[-1] == NONE:
        cells.pop()
    return BAR.join([head, *cells])


def format_figure(row: FigureRow) -> str:
    """The row's text, as `parse_figure` reads it."""
    words = [",".join(row.targets), row.subject, row.measure, row.basis, row.phase]
    words += [row.period or NONE, row.organization or NONE]
    if row.negative is not None:
        words.append("neg" if row.negative else "pos")
    words += [word for word in (row.comparator, row.unit) if word is not None]
    if row.out_of is not None:
        words.append(f"/{row.out_of:.15g}")
    texts = [row.group] if row.mention is None else [row.mention, row.group]
    return _joined(" ".join(words), *texts)


def format_dismissed(row: DismissedRow) -> str:
    """The row's text, as `parse_dismissed` reads it."""
    return " ".join([row.reason, *row.ids])


def format_organization(row: OrganizationRow) -> str:
    """The row's text, as `parse_organization` reads it."""
    return _joined(row.kind, row.name, row.province)


def format_award(row: AwardRow) -> str:
    """The row's text, as `parse_award` reads it."""
    head = f"{row.place} {row.recipient_kind} {row.count or NONE} {row.period or NONE}"
    return _joined(head, row.title, row.granted_by, row.recipient, row.achievement)


def format_person(row: PersonRow) -> str:
    """The row's text, as `parse_person` reads it."""
    return _joined(row.place, row.name, row.role)


def format_document(row: DocumentRow) -> str:
    """The row's text, as `parse_document` reads it."""
    return _joined(BAR.join([row.place, row.kind, _cell(row.number)]), row.issued_on, row.issuer, row.title)


def format_point(row: PointRow) -> str:
    """The row's text, as `parse_point` reads it."""
    return _joined(f"{row.kind} {row.place}", row.text)
