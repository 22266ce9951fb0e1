"""An article as the page shows it: its single facts, its items with their places, and what is in doubt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Final, Literal

from pydantic import BaseModel

from extractor.exports.layout import Layout
from extractor.exports.leaves import Leaf, Places, is_span, leaves, list_tables, named_leaves, value_at

Place = tuple[int, int]
"""First code point, and the one after the last."""

DoubtKind = Literal["rejected", "unexplained", "review", "dismissed"]

SHOWN_FROM: Final = 0.2
"""An item that is wrong with this probability or more is marked."""

_ANCHOR: Final = "mention"
_CLAUSE: Final = "evidence"


@dataclass(frozen=True, slots=True)
class PageDoubt:
    """Something to look at: where, what, and why.

    `sides` are the two readings' versions of an item of the list `of`, by their name; `wrong` is how likely the summary
    is wrong here, where that is worth a mark.
    """

    kind: DoubtKind
    title: str
    note: str = ""
    place: Place | None = None
    sides: Mapping[str, Any] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    wrong: float | None = None
    of: str | None = None


@dataclass(frozen=True, slots=True)
class PageArticle:
    """One article: `text` is null where it was not found; `notes` say of an item, by list and place, why it is so, and
    `wrong` how likely it is wrong.
    """

    summary: BaseModel
    text: str | None
    url: str | None = None
    source: str | None = None
    doubts: tuple[PageDoubt, ...] = ()
    notes: Mapping[tuple[str, int], str] = field(default_factory=dict)
    wrong: Mapping[tuple[str, int], float] = field(default_factory=dict)


class ItemWriter:
    """Writes articles as the page's script reads them; see `record`."""

    def __init__(self, layout: Layout) -> None:
        self._single = [leaf for leaf in leaves(layout.model) if isinstance(leaf, Leaf)]
        self.lists = list_tables(layout.model)
        """The lists of a summary, those inside items included; an item's `k` counts them."""

    def doc_id(self, summary: BaseModel) -> str:
        """The article's identity, its summary's first field."""
        return str(self._single[0].of(summary))

    def record(self, article: PageArticle) -> dict[str, Any]:
        """The article as plain data.

        `facts` are its single fields by path, `items` what its lists hold: `k` which list, `n` which place in it, `f`
        the fields that are not null, `b` the bounds of those that have one, `m` and `e` the offsets of mention and
        clause, `w` the note, `x` how likely it is wrong, `p` the item that it stands in, by its place among `items`.
        `units`, `bounds` and `places` tell more of facts.
        """
        text = article.text if article.text is not None and self._fits(article.summary, article.text) else None
        record = {
            "id": self.doc_id(article.summary),
            "text": text,
            "lost": article.text is not None and text is None,
            "url": article.url,
            "source": article.source,
            "facts": {
                ".".join(leaf.path): value
                for leaf in self._single
                if not leaf.detail and (value := plain(value_at(article.summary, leaf.path))) is not None
            },
            "items": list(self._items(article)),
            "doubts": [self._doubt(one) for one in article.doubts],
        }
        return record | {name: told for name, told in self._told_of_facts(article.summary).items() if told}

    def _told_of_facts(self, summary: BaseModel) -> dict[str, dict[str, Any]]:
        """What is known of single fields beside their values: `units`, `bounds` and `places`, by path."""
        units: dict[str, Any] = {}
        bounds: dict[str, Any] = {}
        places: dict[str, Any] = {}
        for leaf in self._single:
            holder = value_at(summary, leaf.path[:-1]) if not leaf.detail and len(leaf.path) > 1 else None
            path = ".".join(leaf.path)
            unit = getattr(holder, "unit", None) if hasattr(holder, "main_field") else None
            if unit is not None:
                units[path] = unit
            bound = bound_of(holder)
            if bound is not None:
                bounds[path] = bound
            spans = [holder, *(getattr(holder, name, None) for name in (_ANCHOR, _CLAUSE))]
            value = value_at(summary, leaf.path) if not leaf.detail else None
            spans += value if isinstance(value, (list, tuple)) else ()
            found = [[one.start, one.end] for one in spans if one is not None and is_span(type(one))]
            if found:
                places[path] = found
        return {"units": units, "bounds": bounds, "places": places}

    def _items(self, article: PageArticle) -> Iterator[dict[str, Any]]:
        known: dict[tuple[str, Places], int] = {}
        for kind, one in enumerate(self.lists):
            for position, (places, item) in enumerate(one.items(article.summary)):
                record: dict[str, Any] = {"k": kind, "n": position, "f": fields_of(item)}
                bounds = bounds_of(item)
                if bounds:
                    record["b"] = bounds
                for key, span in (("m", anchor_of(item)), ("e", clause_of(item))):
                    if span is not None:
                        record[key] = [span.start, span.end]
                note = article.notes.get((one.name, position))
                if note:
                    record["w"] = note
                wrong = article.wrong.get((one.name, position))
                if wrong is not None:
                    record["x"] = round(wrong, 2)
                if one.above:
                    record["p"] = known[one.above[-1], places[:-1]]
                known[one.name, places] = len(known)
                yield record

    def _doubt(self, one: PageDoubt) -> dict[str, Any]:
        record: dict[str, Any] = {"c": one.kind, "t": one.title, "w": one.note}
        if one.place is not None:
            record["p"] = list(one.place)
        if one.sides:
            record["s"] = {name: side for name, side in one.sides.items() if side is not None}
        if one.fields:
            record["d"] = list(one.fields)
        if one.wrong is not None:
            record["x"] = round(one.wrong, 2)
        names = [table.name for table in self.lists]
        if one.of in names:
            record["k"] = names.index(one.of)
        return record

    def _fits(self, summary: BaseModel, text: str) -> bool:
        """Whether this is the text that the offsets count: every stretch stands where it is said to."""
        return all(text[span.start : span.end] == span.text for span in _spans(summary))


def anchor_of(item: BaseModel) -> Any:
    """The stretch that an item is marked by: its mention, else that of its first value that has one."""
    span = getattr(item, _ANCHOR, None)
    if span is not None and is_span(type(span)):
        return span
    mentions = [getattr(value, _ANCHOR, None) for value in _values(item)]
    return next((one for one in mentions if one is not None and is_span(type(one))), None)


def clause_of(item: BaseModel) -> Any:
    """The stretch that bears an item out: its evidence, else that of its first label, else its first words."""
    span = getattr(item, _CLAUSE, None)
    if span is not None and is_span(type(span)):
        return span
    values = list(_values(item))
    labels = [getattr(value, _CLAUSE, None) for value in values]
    return next((one for one in (*labels, *values) if one is not None and is_span(type(one))), None)


def _values(item: BaseModel) -> Iterator[Any]:
    """The values of an item, those of its groups after them."""
    values = [getattr(item, name) for name in type(item).model_fields]
    yield from values
    for value in values:
        if isinstance(value, BaseModel) and not is_span(type(value)) and not hasattr(value, "main_field"):
            yield from _values(value)


def _spans(value: Any) -> Iterator[Any]:
    """Every stretch of the text that a summary keeps."""
    if isinstance(value, (list, tuple)):
        for one in value:
            yield from _spans(one)
    elif isinstance(value, BaseModel):
        if is_span(type(value)):
            yield value
        else:
            for name in type(value).model_fields:
                yield from _spans(getattr(value, name))


def fields_of(item: BaseModel) -> dict[str, Any]:
    """The cells of an item that are not null, as plain values; of a value with a main field that one and its unit."""
    found = {}
    for leaf in _shown_leaves(type(item)):
        value = plain(value_at(item, leaf.path))
        if value is not None:
            found[leaf.name] = value
    return found


def bounds_of(item: BaseModel) -> dict[str, list[Any]]:
    """Of an item's values those that are not the number alone, each with what stands around it."""
    found = {}
    for leaf in _shown_leaves(type(item)):
        bound = bound_of(value_at(item, leaf.path[:-1])) if not leaf.detail and len(leaf.path) > 1 else None
        if bound is not None:
            found[leaf.name] = bound
    return found


def bound_of(value: Any) -> list[Any] | None:
    """Sign, upper end and whole of a value that has a `bound`; None where it has none."""
    bound = getattr(value, "bound", None) if hasattr(value, "main_field") else None
    return None if bound is None else [plain(part) for part in bound]


@cache
def _shown_leaves(model: type[BaseModel]) -> list[Leaf]:
    return [leaf for leaf in named_leaves(model) if not leaf.detail or leaf.path[-1] == "unit"]


def plain(value: Any) -> Any:
    """A value as JSON holds it; whole numbers without a fraction, as JavaScript would show them."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value] or None
    if is_span(type(value)):
        return value.text
    if isinstance(value, BaseModel):
        main = getattr(value, "main_field", None)
        return value.model_dump(mode="json") if main is None else plain(getattr(value, main))
    return value
