"""Small labels to score: each builder gives a whole item, of which a case names only what matters."""

from __future__ import annotations

from typing import Any

from extractor.schema import (
    ArticleSummary,
    Award,
    Document,
    Event,
    Figure,
    Organization,
    Person,
    Point,
    Source,
    Span,
)


def span(start: int, end: int) -> Span:
    return Span(text="x" * (end - start), start=start, end=end)


def figure(value: float = 5.0, at: int = 10, length: int = 2, **fields: Any) -> Figure:
    """A figure whose mention stands at `at`; its evidence begins five characters before and is 20 long."""
    given: dict[str, Any] = {
        "organization": "Đảng ủy Khối",
        "phase": "result",
        "period": "2017",
        "subject": "member",
        "measure": "admitted",
        "basis": "level",
        "value": value,
        "value_max": None,
        "out_of": None,
        "unit": "count",
        "comparator": "eq",
        "group": None,
        "mention": span(at, at + length),
        "evidence": span(max(0, at - 5), max(0, at - 5) + 20),
    }
    return Figure(**{**given, **fields})


def organization(name: str = "Đảng ủy Khối", kind: str = "agencies_bloc", province: str | None = None) -> Organization:
    return Organization(name=name, kind=kind, province=province)  # type: ignore[arg-type]


def award(title: str = "Giấy khen", kind: str = "collective", count: int | None = 3, **fields: Any) -> Award:
    given: dict[str, Any] = {
        "title": title,
        "granted_by": "Đảng ủy Khối",
        "recipient_kind": kind,
        "recipient": None,
        "count": count,
        "achievement": None,
        "period": None,
        "evidence": span(100, 140),
    }
    return Award(**{**given, **fields})


def person(name: str = "Lê Hoa", role: str | None = "Bí thư", at: int = 200) -> Person:
    return Person(name=name, role=role, evidence=span(at, at + 15))


def document(
    number: str | None = "05-CT/TW", title: str | None = None, kind: str = "Chỉ thị", **fields: Any
) -> Document:
    given: dict[str, Any] = {"issued_on": None, "issuer": None, "evidence": span(300, 320)}
    return Document(kind=kind, number=number, title=title, **{**given, **fields})  # type: ignore[arg-type]


def point(text: str = "Tăng cường kiểm tra.", at: int = 400, length: int = 20, kind: str = "priority") -> Point:
    return Point(kind=kind, text=text, evidence=span(at, at + length))  # type: ignore[arg-type]


def summary(doc_id: str = "a", *figures: Figure, **fields: Any) -> ArticleSummary:
    """A summary with these figures and nothing else but what is given; `source` and `event` may be given too."""
    given: dict[str, Any] = {
        "source": Source(outlet=None, title=None, authors=[], published_on=None),
        "event": Event(kind="annual_review", held_on=None, review_period="2017", plan_period="2018"),
        "abstract": "",
        "organizations": [],
        "awards": [],
        "people": [],
        "documents": [],
        "points": [],
    }
    return ArticleSummary(doc_id=doc_id, figures=list(figures), **{**given, **fields})


def source(authors: tuple[str, ...] = (), **fields: Any) -> Source:
    return Source(**{"outlet": None, "title": None, "published_on": None, "authors": list(authors), **fields})
