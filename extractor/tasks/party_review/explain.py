"""Why an article's summary is what it is: every mention with what became of it and the rule behind that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from extractor.draft import Decision
from extractor.labels import Unit
from extractor.schema import ArticleSummary, Figure
from extractor.tasks.party_review.doubt import LISTS, weighed
from extractor.tasks.party_review.rule_words import DISMISSED, VIETNAMESE, rule_of
from extractor.text.article import Extent

if TYPE_CHECKING:
    from extractor.exports.page.items import PageArticle
    from extractor.pipeline import Extraction
    from extractor.reading.model import Quantity

QuantityOutcome = Literal["figure", "award", "dismissed", "refused", "unexplained"]
"""What became of a quantity. Every one ends as one of these."""

MentionKind = Literal["organization", "person", "document", "date", "period"]

_Decisions = Mapping[tuple[str, int], Decision]

_NOTHING: Final = Decision("unstated")

_STEPS: Final = ((1e9, "tỷ"), (1e6, "triệu"))
_UNIT_WORDS: Final[Mapping[Unit, str]] = {"count": "", "percent": "%", "VND": " đồng", "USD": " USD"}
_VIETNAMESE_MARKS: Final = str.maketrans(",.", ".,")
_UNREAD: Final = "không nhận ra: không phải số lượng, ngày tháng, số hiệu hay thành ngữ đã biết"
"""What the page says of a number that nobody recognised."""
_UNEXPLAINED: Final = "no rule says what this is"
_PART: Final = "part of another item"
_IN_VIETNAMESE: Final[Mapping[str, str]] = {
    _UNEXPLAINED: "chưa có luật nào giải thích số này",
    _PART: "một phần của mục khác",
    **{reason.replace("_", " "): words for reason, words in DISMISSED.items()},
}
"""What a note on a number says -> the page's words; what the gate refused is told in the words of rejections.jsonl."""

STYLES: Final[dict[str, str]] = {
    "figure": "bold green",
    "award": "bold magenta",
    "dismissed": "dim underline",
    "refused": "bold yellow reverse",
    "unexplained": "bold red reverse",
    "unread": "red underline",
    "organization": "yellow",
    "person": "magenta",
    "document": "blue",
    "date": "cyan",
    "period": "cyan italic",
}
"""Colour of each outcome of a number and of each kind of mention."""


@dataclass(frozen=True, slots=True)
class QuantityNote:
    """One quantity: its place, its outcome, and in words the label and the rule."""

    id: str
    extent: Extent
    outcome: QuantityOutcome
    note: str


@dataclass(frozen=True, slots=True)
class Mention:
    """Something else that was seen: where, and of which kind."""

    extent: Extent
    kind: MentionKind


@dataclass(frozen=True, slots=True)
class ItemNote:
    """An item that is no figure, in words, with the rule behind it."""

    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """An article explained: notes on quantities in the text's order, other mentions, other items, refusals."""

    styles: ClassVar[Mapping[str, str]] = STYLES
    quantities: tuple[QuantityNote, ...]
    mentions: tuple[Mention, ...]
    items: tuple[ItemNote, ...]
    refusals: tuple[str, ...]
    unread: tuple[Extent, ...] = ()
    """Numbers of the text that the reader did not recognise and no item is about."""


def explain(extraction: Extraction) -> Explanation:
    """The explanation of one extraction."""
    decisions: _Decisions = {
        (str(one.item), one.index): weighed(str(one.item), one.decision) for one in extraction.grounded.decisions
    }
    return Explanation(
        quantities=tuple(_quantities(extraction, decisions)),
        mentions=tuple(_mentions(extraction)),
        items=tuple(_items(extraction, decisions)),
        refusals=tuple(f"{one.item} “{one.claim}”: {one.reason}" for one in extraction.grounded.rejections),
        unread=extraction.grounded.coverage.unread,
    )


def amount(value: float, unit: Unit = "count") -> str:
    """A value as people write it in Vietnamese: `23.134 tỷ đồng`, `81,01%`, `2.700`.

    Money stands in the largest step that leaves it exact in at most four decimals.
    """
    word = ""
    for size, name in _STEPS if unit in ("VND", "USD") else ():
        if abs(value) >= size and round(value / size, 4) * size == value:
            value, word = value / size, f" {name}"
            break
    digits = f"{value:,.6f}".rstrip("0").rstrip(".").translate(_VIETNAMESE_MARKS)
    return digits + word + _UNIT_WORDS[unit]


def page_article(extraction: Extraction) -> PageArticle:
    """The extraction as the page of `extractor explain --html` shows it: the rule behind each item, and every number
    that is in none.
    """
    from extractor.exports.page.items import DoubtKind, PageArticle, PageDoubt

    kinds: dict[QuantityOutcome, DoubtKind] = {
        "refused": "rejected",
        "unexplained": "unexplained",
        "dismissed": "dismissed",
    }
    article = extraction.article
    notes = {
        (LISTS[str(one.item)], one.index): rule_of(weighed(str(one.item), one.decision), VIETNAMESE)
        for one in extraction.grounded.decisions
    }
    doubts = [
        PageDoubt(
            kinds[note.outcome],
            article.slice(note.extent),
            _IN_VIETNAMESE.get(note.note, note.note),
            (note.extent.start, note.extent.end),
        )
        for note in explain(extraction).quantities
        if note.outcome in kinds
    ]
    doubts += [
        PageDoubt("unexplained", article.slice(extent), _UNREAD, (extent.start, extent.end))
        for extent in extraction.grounded.coverage.unread
    ]
    doubts += [
        PageDoubt("rejected", f"{one.item}: {one.claim}", one.reason)
        for one in extraction.grounded.rejections
        if one.quantity is None
    ]
    return PageArticle(extraction.summary, article.text, article.url, doubts=tuple(doubts), notes=notes)


def _quantities(extraction: Extraction, decisions: _Decisions) -> Iterator[QuantityNote]:
    summary, draft = extraction.summary, extraction.draft
    awarded = {award.quantity for award in draft.awards if award.quantity is not None}
    dismissed = {dismissal.quantity: dismissal.reason for dismissal in draft.dismissals}
    refused = {
        one.quantity: one.reason for one in extraction.grounded.rejections if one.quantity and "." not in one.item
    }
    unexplained = set(extraction.grounded.coverage.unexplained)
    for quantity in sorted(extraction.reading.quantities, key=lambda one: one.extent):
        figures = [index for index, figure in enumerate(summary.figures) if _holds(figure, quantity)]
        if figures:
            notes = [
                f"{_label(summary.figures[index])} {rule_of(decisions.get(('figure', index), _NOTHING))}"
                for index in figures
            ]
            yield QuantityNote(quantity.id, quantity.extent, "figure", "; ".join(notes))
        elif quantity.id in refused and quantity.id in unexplained:
            yield QuantityNote(quantity.id, quantity.extent, "refused", refused[quantity.id])
        elif quantity.id in unexplained:
            yield QuantityNote(quantity.id, quantity.extent, "unexplained", _UNEXPLAINED)
        elif quantity.id in awarded:
            yield QuantityNote(quantity.id, quantity.extent, "award", "how many received an award")
        else:
            reason = dismissed.get(quantity.id, _PART).replace("_", " ")
            yield QuantityNote(quantity.id, quantity.extent, "dismissed", reason)


def _holds(figure: Figure, quantity: Quantity) -> bool:
    return figure.mention.start < quantity.extent.end and quantity.extent.start < figure.mention.end


def _label(figure: Figure) -> str:
    """A figure's labels in one line: `member.admitted ge 200 (nữ) target 2018`."""
    value = amount(figure.value, figure.unit)
    if figure.value_max is not None:
        value += f" to {amount(figure.value_max, figure.unit)}"
    of = f" of {amount(figure.out_of)}" if figure.out_of is not None else ""
    group = f" ({figure.group})" if figure.group else ""
    basis = "" if figure.basis == "level" else f" {figure.basis}"
    comparator = "" if figure.comparator == "eq" else f" {figure.comparator}"
    owner = f" of {figure.organization}" if figure.organization else ""
    what = f"{figure.subject}.{figure.measure}{group}{basis}{comparator}"
    return f"{what} {value}{of}, {figure.phase} {figure.period or 'no period'}{owner},"


def _mentions(extraction: Extraction) -> Iterator[Mention]:
    reading = extraction.reading
    for organization in reading.organizations:
        yield Mention(organization.extent, "organization")
    for person in reading.people:
        yield Mention(person.extent, "person")
    for document in reading.documents:
        yield Mention(document.extent, "document")
    for day in reading.dates:
        yield Mention(day.extent, "date")
    for period in reading.periods:
        yield Mention(period.extent, "period")


def _head(summary: ArticleSummary) -> Iterator[ItemNote]:
    """What the article is and what it reports: the periods that its figures have where nothing else dates them."""
    source, event = summary.source, summary.event
    told = [f"“{source.title}”" if source.title else "no title", source.outlet or "no outlet", *source.authors]
    told += [f"published {source.published_on}"] if source.published_on else []
    yield ItemNote("source", ", ".join(told))
    days = [f"held on {event.held_on}" if event.held_on else "no day"]
    days += [f"reviews {event.review_period or 'no period'}", f"plans {event.plan_period or 'no period'}"]
    yield ItemNote("event", ", ".join([event.kind, *days]))


def _items(extraction: Extraction, decisions: _Decisions) -> Iterator[ItemNote]:
    summary = extraction.summary
    yield from _head(extraction.summary)
    described: tuple[tuple[str, list[str]], ...] = (
        (
            "organization",
            [f"{one.name} ({one.kind}, {one.province or 'no province'})" for one in summary.organizations],
        ),
        (
            "award",
            [
                f"{one.title} for {one.recipient or one.recipient_kind}"
                f"{'' if one.count is None else f' x{one.count}'}, by {one.granted_by or 'nobody named'}"
                for one in summary.awards
            ],
        ),
        ("person", [f"{one.name}: {one.role or 'no role'}" for one in summary.people]),
        ("document", [f"{one.kind} {one.number or one.title or ''}".strip() for one in summary.documents]),
        ("point", [f"{one.kind}: {one.text}" for one in summary.points]),
    )
    for kind, notes in described:
        for index, note in enumerate(notes):
            yield ItemNote(kind, f"{note}; {rule_of(decisions.get((kind, index), _NOTHING))}")
