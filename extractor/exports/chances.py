"""How likely items are wrong, as a run wrote it: by the rules in doubt.jsonl, of a model's items in review.jsonl."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from pydantic import BaseModel

from extractor.exports.layout import Layout
from extractor.exports.leaves import ListTable
from extractor.exports.page.items import anchor_of, clause_of

Record = Mapping[str, Any]
Wrong = Mapping[tuple[str, int], float]
"""List and place of an item -> the probability that it is wrong."""

NO_WRONG: Final[Wrong] = MappingProxyType({})
"""Of an article of which nobody said it."""

_KEPT: Final = ("item", "index", "start", "model", "wrong")
"""What of a record says which item is meant and how likely that is wrong."""


class Chances:
    """The probabilities of a run's items, held on disk: the records are in the order of doubt, not of articles."""

    def __init__(self, layout: Layout, records: Iterable[Record], least: float = 0.0) -> None:
        """`records` are lines of doubt.jsonl and review.jsonl; those below `least` are left out."""
        self._lists = layout.lists_by_word()
        # An empty name is a database of its own on disk, which SQLite deletes when it is closed.
        self._store = sqlite3.connect("")
        try:
            self._store.execute("CREATE TABLE record (article BLOB, text TEXT)")
            self._store.executemany("INSERT INTO record VALUES (?, ?)", self._kept(records, least))
            self._store.execute("CREATE INDEX by_article ON record (article)")
        except BaseException:
            self.close()
            raise

    def of(self, doc_id: str, summary: BaseModel) -> Wrong:
        """The items of an article of which the run says how likely they are wrong."""
        found = self._store.execute("SELECT text FROM record WHERE article = ? ORDER BY rowid", (_key(doc_id),))
        return wrong_items(self._lists, summary, [json.loads(text) for (text,) in found])

    def close(self) -> None:
        """Forget everything."""
        self._store.close()

    def _kept(self, records: Iterable[Record], least: float) -> Iterator[tuple[bytes, str]]:
        for record in records if self._lists else ():
            wrong = chance_of(record)
            if wrong is not None and wrong >= least and record.get("item") in self._lists:
                kept = {name: record[name] for name in _KEPT if name in record}
                yield _key(str(record.get("doc_id"))), json.dumps(kept)


def wrong_items(lists: Mapping[str, ListTable], summary: BaseModel, records: Iterable[Record]) -> Wrong:
    """The items of a summary that its records are about; those that are not where a record says are left out.

    `lists` are the lists of a summary by the word that records have for one of their items.
    """
    items = _Items(summary)
    found: dict[tuple[str, int], float] = {}
    for record in records:
        table, wrong = lists.get(str(record.get("item"))), chance_of(record)
        if table is not None and wrong is not None:
            for at in items.meant(table, record):
                found[table.name, at] = max(wrong, found.get((table.name, at), 0.0))
    return found


def chance_of(record: Record) -> float | None:
    """The probability in a record that an item is wrong; None where it has none."""
    wrong = record.get("wrong")
    if not isinstance(wrong, (int, float)) or isinstance(wrong, bool):
        return None
    return float(wrong) if 0 <= wrong <= 1 else None


class _Items:
    """The items of a summary, list by list as they are asked for."""

    def __init__(self, summary: BaseModel) -> None:
        self._summary = summary
        self._items: dict[str, list[BaseModel]] = {}
        self._dumps: dict[str, list[dict[str, Any]]] = {}

    def meant(self, table: ListTable, record: Record) -> Iterator[int]:
        """The places of the items that a record is about: the rules' by its place, a model's by all that it says."""
        at, model = record.get("index"), record.get("model")
        if isinstance(at, int):
            items = self._listed(table)
            if 0 <= at < len(items) and _stands(items[at], record):
                yield at
        elif isinstance(model, dict):
            yield from (at for at, dump in enumerate(self._dumped(table)) if dump == model)

    def _listed(self, table: ListTable) -> list[BaseModel]:
        if table.name not in self._items:
            self._items[table.name] = [item for _, item in table.items(self._summary)]
        return self._items[table.name]

    def _dumped(self, table: ListTable) -> list[dict[str, Any]]:
        if table.name not in self._dumps:
            self._dumps[table.name] = [item.model_dump(mode="json") for item in self._listed(table)]
        return self._dumps[table.name]


def _stands(item: BaseModel, record: Record) -> bool:
    """Whether an item begins where the record says: a record of another summary marks nothing."""
    place = anchor_of(item) or clause_of(item)
    return place is None or record.get("start") is None or bool(place.start == record["start"])


def _key(doc_id: str) -> bytes:
    """An article's identity as the store holds it: a name that is no Unicode text has a place there too."""
    return doc_id.encode("utf-8", "surrogatepass")
