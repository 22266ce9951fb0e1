"""How likely items are wrong, as a run wrote it: by the rules in doubt.jsonl, of a model's items in review.jsonl."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from pydantic import BaseModel

from extractor.exports.leaves import ListTable
from extractor.exports.page.items import anchor_of, clause_of
from extractor.exports.run_folder import Record, RunFolder

SHOWN_FROM: Final = 0.2
"""An item that is wrong with this probability or more is marked."""

Wrong = dict[tuple[str, int], float]
"""List and place of an item -> the probability that it is wrong."""


class Chances:
    """The probabilities of a run's items."""

    def __init__(self, run: RunFolder, lists: Mapping[str, ListTable]) -> None:
        """`lists` are the lists of a summary by the word that the run's records have for one of their items."""
        self._lists = lists
        self._doubt = _likely(run.doubt())
        self._review = _likely(record for record in run.review() if isinstance(record.get("model"), dict))

    def of(self, doc_id: str, summary: BaseModel) -> Wrong:
        """The items of an article that are likely wrong; those that are not where the record says are left out."""
        found: Wrong = {}
        for name, at, wrong in (*self._by_rules(doc_id, summary), *self._of_models(doc_id, summary)):
            found[name, at] = max(wrong, found.get((name, at), 0.0))
        return found

    def _by_rules(self, doc_id: str, summary: BaseModel) -> Iterator[tuple[str, int, float]]:
        for record in self._doubt.get(doc_id, ()):
            table, at = self._lists.get(str(record.get("item"))), record.get("index")
            items = _items(table, summary)
            if table is not None and isinstance(at, int) and 0 <= at < len(items) and _stands(items[at], record):
                yield table.name, at, float(record["wrong"])

    def _of_models(self, doc_id: str, summary: BaseModel) -> Iterator[tuple[str, int, float]]:
        for record in self._review.get(doc_id, ()):
            table = self._lists.get(str(record.get("item")))
            for at, item in enumerate(_items(table, summary)):
                if table is not None and item.model_dump(mode="json") == record["model"]:
                    yield table.name, at, float(record["wrong"])


def chance_of(record: Record) -> float | None:
    """The probability in a record that an item is wrong; None where it has none."""
    wrong = record.get("wrong")
    return float(wrong) if isinstance(wrong, (int, float)) and not isinstance(wrong, bool) else None


def _likely(records: Iterable[Record]) -> Mapping[str, list[Record]]:
    found: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        if (chance_of(record) or 0.0) >= SHOWN_FROM:
            found[str(record.get("doc_id"))].append(record)
    return found


def _items(table: ListTable | None, summary: BaseModel) -> list[Any]:
    return [item for _, item in table.items(summary)] if table is not None else []


def _stands(item: BaseModel, record: Record) -> bool:
    """Whether an item begins where the record says: a record of another summary marks nothing."""
    place = anchor_of(item) or clause_of(item)
    return place is None or record.get("start") is None or bool(place.start == record["start"])
