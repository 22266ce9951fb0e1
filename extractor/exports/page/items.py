"""An article as the page shows it: its single facts, its items with their places, and what is in doubt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

from pydantic import BaseModel

from extractor.exports.layout import Layout
from extractor.exports.leaves import Leaf, ListLeaf, is_span, leaves

Place = tuple[int, int]
"""First code point, and the one after the last."""

DoubtKind = Literal["rejected", "unexplained", "review", "dismissed"]

_ANCHOR: Final = "mention"
_CLAUSE: Final = "evidence"


@dataclass(frozen=True, slots=True)
class PageDoubt:
    """Something to look at: where, what, and why. `sides` are the two readings' versions, by their name."""

    kind: DoubtKind
    title: str
    note: str = ""
    place: Place | None = None
    sides: Mapping[str, Any] = field(default_factory=dict)
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageArticle:
    """One article: `text` is null where it was not found; `notes` say of an item, by list and place, why it is so."""

    summary: BaseModel
    text: str | None
    url: str | None = None
    source: str | None = None
    doubts: tuple[PageDoubt, ...] = ()
    notes: Mapping[tuple[str, int], str] = field(default_factory=dict)


class ItemWriter:
    """Writes articles as the page's script reads them; see `record`."""

    def __init__(self, layout: Layout) -> None:
        found = list(leaves(layout.model))
        self._single = [leaf for leaf in found if isinstance(leaf, Leaf)]
        self._lists = [leaf for leaf in found if isinstance(leaf, ListLeaf)]
        self._kinds = {leaf.name: at for at, leaf in enumerate(self._lists)}

    @property
    def lists(self) -> list[ListLeaf]:
        """The lists of a summary; an item's `k` counts them."""
        return self._lists

    def doc_id(self, summary: BaseModel) -> str:
        """The article's identity, its summary's first field."""
        return str(self._single[0].of(summary))

    def record(self, article: PageArticle) -> dict[str, Any]:
        """The article as plain data.

        `facts` are its single fields by path, `items` what its lists hold: `k` which list, `n` which place in it, `f`
        the fields that are not null, `m` and `e` the offsets of mention and clause, `w` the note.
        """
        text = article.text if article.text is not None and self._fits(article.summary, article.text) else None
        return {
            "id": self.doc_id(article.summary),
            "text": text,
            "lost": article.text is not None and text is None,
            "url": article.url,
            "source": article.source,
            "facts": {
                ".".join(leaf.path): value
                for leaf in self._single
                if not leaf.detail and (value := plain(_value(article.summary, leaf.path))) is not None
            },
            "items": list(self._items(article)),
            "doubts": [_doubt(one) for one in article.doubts],
        }

    def _items(self, article: PageArticle) -> Iterator[dict[str, Any]]:
        for leaf in self._lists:
            for position, item in enumerate(getattr(article.summary, leaf.name)):
                record: dict[str, Any] = {"k": self._kinds[leaf.name], "n": position, "f": fields_of(item)}
                for key, span in (("m", anchor_of(item)), ("e", clause_of(item))):
                    if span is not None:
                        record[key] = [span.start, span.end]
                note = article.notes.get((leaf.name, position))
                if note:
                    record["w"] = note
                yield record

    def _fits(self, summary: BaseModel, text: str) -> bool:
        """Whether this is the text that the offsets count: every stretch stands where it is said to."""
        for leaf in self._lists:
            for item in getattr(summary, leaf.name):
                if any(text[span.start : span.end] != span.text for span in _spans(item)):
                    return False
        return True


def anchor_of(item: BaseModel) -> Any:
    """The stretch that an item is marked by: its mention, else that of its first value that has one."""
    span = getattr(item, _ANCHOR, None)
    if span is not None and is_span(type(span)):
        return span
    values = [getattr(item, name) for name in type(item).model_fields]
    mentions = [getattr(value, _ANCHOR, None) for value in values]
    return next((one for one in mentions if one is not None and is_span(type(one))), None)


def clause_of(item: BaseModel) -> Any:
    """The stretch that bears an item out: its evidence, else that of its first label, else its first words."""
    span = getattr(item, _CLAUSE, None)
    if span is not None and is_span(type(span)):
        return span
    values = [getattr(item, name) for name in type(item).model_fields]
    labels = [getattr(value, _CLAUSE, None) for value in values]
    return next((one for one in (*labels, *values) if one is not None and is_span(type(one))), None)


def _spans(item: BaseModel) -> Iterator[Any]:
    """Every stretch of the text that an item keeps, those of its values included."""
    for name in type(item).model_fields:
        value = getattr(item, name)
        if value is None or not isinstance(value, BaseModel):
            continue
        if is_span(type(value)):
            yield value
        else:
            yield from _spans(value)


def fields_of(item: BaseModel) -> dict[str, Any]:
    """The fields of an item that are not null, as plain values; a stretch of text as its words."""
    found = {}
    for name in type(item).model_fields:
        value = getattr(item, name)
        unit = getattr(value, "unit", None) if hasattr(value, "main_field") else None
        value = plain(value.text if is_span(type(value)) else value)
        if value is not None:
            found[name] = value
        if unit is not None:
            found[f"{name}_unit"] = unit
    return found


def plain(value: Any) -> Any:
    """A value as JSON holds it; whole numbers without a fraction, as JavaScript would show them."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value] or None
    if isinstance(value, BaseModel):
        main = getattr(value, "main_field", None)
        return value.model_dump(mode="json") if main is None else plain(getattr(value, main))
    return value


def _value(summary: BaseModel, path: tuple[str, ...]) -> Any:
    value: Any = summary
    for part in path:
        if value is None:
            return None
        value = getattr(value, part)
    return value


def _doubt(one: PageDoubt) -> dict[str, Any]:
    record: dict[str, Any] = {"c": one.kind, "t": one.title, "w": one.note}
    if one.place is not None:
        record["p"] = list(one.place)
    if one.sides:
        record["s"] = {name: side for name, side in one.sides.items() if side is not None}
    if one.fields:
        record["d"] = list(one.fields)
    return record
