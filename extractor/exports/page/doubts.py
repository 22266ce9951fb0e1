"""What a run left in doubt, article by article: refused claims, unexplained numbers, differences of two readings."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from extractor.exports.chances import chance_of
from extractor.exports.files import LEDGER
from extractor.exports.layout import Layout
from extractor.exports.page.items import SHOWN_FROM, PageDoubt, Place
from extractor.exports.run_folder import Record, RunFolder
from extractor.parts.folder import lines_of
from extractor.text.article import Article

_MARKS: Final = {
    "differs": "mô hình và luật đọc khác nhau",
    "model_only": "chỉ mô hình nêu",
    "rules_only": "chỉ luật nêu",
}
"""Mark of a line of review.jsonl -> what people call it."""


@dataclass(frozen=True, slots=True)
class _Covered:
    """The ids of quantities that nothing was said about, and the places of numbers that nobody recognised."""

    unexplained: tuple[str, ...] = ()
    unread: tuple[Place, ...] = ()

    @classmethod
    def of(cls, coverage: Record) -> _Covered:
        stretches = [one for one in coverage.get("unread") or () if isinstance(one, dict)]
        ends = [(one.get("start"), one.get("end")) for one in stretches]
        unread = [(start, end) for start, end in ends if isinstance(start, int) and isinstance(end, int)]
        return cls(tuple(coverage.get("unexplained") or ()), tuple(unread))


class Doubts:
    """The doubts of a run's articles."""

    def __init__(self, run: RunFolder, layout: Layout) -> None:
        self._tables = {word: table.name for word, table in layout.lists_by_word().items()}
        self._layout = layout
        self._rejections = _by_article(run.rejections())
        self._review = _by_article(run.review())
        self._run = run

    def of(self, doc_id: str, text: str | None) -> tuple[PageDoubt, ...]:
        """What is in doubt about an article; numbers have their places where the text is known."""
        rejections = self._rejections.get(doc_id, [])
        unexplained = self._coverage.get(doc_id, _Covered()).unexplained
        numbers = {record.get("quantity") for record in rejections} - {None} | set(unexplained)
        places = _places(doc_id, text) if numbers and text is not None else {}
        found = [self._rejected(record, places) for record in rejections]
        refused = {record.get("quantity") for record in rejections}
        for name in unexplained:
            if name not in refused:
                place = places.get(name)
                said = text[place[0] : place[1]] if text is not None and place is not None else name
                found.append(PageDoubt("unexplained", said, place=place))
        found += [_unread(place, text) for place in self._coverage.get(doc_id, _Covered()).unread]
        found += [self._reviewed(record) for record in self._review.get(doc_id, [])]
        return tuple(found)

    def _rejected(self, record: Record, places: Mapping[str, Place]) -> PageDoubt:
        title = f"{self._name(record)}: {record.get('claim', '')}"
        return PageDoubt("rejected", title, str(record.get("reason") or ""), places.get(str(record.get("quantity"))))

    def _reviewed(self, record: Record) -> PageDoubt:
        sentence = record.get("sentence") or {}
        start, end = sentence.get("start"), sentence.get("end")
        place = (start, end) if isinstance(start, int) and isinstance(end, int) else None
        mark = str(record.get("mark", ""))
        return PageDoubt(
            "review",
            f"{self._name(record)}: {_MARKS.get(mark, mark)}",
            str(record.get("note") or ""),
            place,
            dict(_sides(record)),
            tuple(record.get("fields") or ()),
            wrong if (wrong := chance_of(record)) is not None and wrong >= SHOWN_FROM else None,
            self._tables.get(str(record.get("item"))),
        )

    def _name(self, record: Record) -> str:
        """What people call the item of a record, and its field where it is about one: `số liệu, kỳ`."""
        item = str(record.get("item", ""))
        word, _, field = item.partition(".")
        table = self._tables.get(word)
        if table is None:
            return item
        label = self._layout.part(table).label or word
        return f"{label}, {self._layout.column_label(table, field)}" if field else label

    @cached_property
    def _coverage(self) -> dict[str, _Covered]:
        """Article -> the numbers nothing was said about, from the ledger's last word on it."""
        found: dict[str, _Covered] = {}
        if self._run.alone:
            return found
        parts = self._run.parts
        for line in lines_of(self._run.folder, LEDGER) if parts is None else parts.coverage():
            try:
                record = json.loads(line.decode("utf-8", "replace"))
            except (ValueError, RecursionError):
                continue
            if isinstance(record, dict) and record.get("status") == "done" and record.get("doc_id"):
                found[record["doc_id"]] = _Covered.of(record.get("coverage") or {})
        return found


def _by_article(records: Iterable[Record]) -> Mapping[str, list[Record]]:
    found: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        found[str(record.get("doc_id"))].append(record)
    return found


def _places(doc_id: str, text: str | None) -> dict[str, Place]:
    """Where the numbers of a text stand, by the ids that the reader gives them."""
    from extractor.reading.reader import read

    reading = read(Article.from_text(doc_id, text or ""))
    return {one.id: (one.extent.start, one.extent.end) for one in reading.quantities}


def _unread(place: Place, text: str | None) -> PageDoubt:
    said = text[place[0] : place[1]] if text is not None else f"{place[0]}-{place[1]}"
    return PageDoubt("unexplained", said, "bộ đọc không nhận ra con số này", place)


def _sides(record: Record) -> Iterator[tuple[str, Any]]:
    for name in ("model", "rules"):
        side = record.get(name)
        if isinstance(side, dict):
            yield name, {key: _words(value) for key, value in side.items() if value is not None}
        elif side is not None:
            yield name, {str(record.get("item", "")).rpartition(".")[2]: _words(side)}


def _words(value: Any) -> Any:
    return value.get("text", value) if isinstance(value, dict) else value
