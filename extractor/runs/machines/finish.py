"""The end of a run on many machines: which row of which part counts, and the account of the run."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final, NamedTuple

from extractor.engines.base import Usage
from extractor.loaders.formats import is_unread
from extractor.parts import names
from extractor.parts.folder import Place, roll_table
from extractor.parts.storage import Storage
from extractor.runs.feed import TAKEN
from extractor.runs.machines.calls import add_lost
from extractor.runs.machines.ids import HELD, REFUSED
from extractor.runs.machines.inputs import file_of
from extractor.runs.machines.known import call_files, part_names, read_table, tables
from extractor.runs.writing import Tally, Totals

_COLUMNS: Final = (names.NUMBER, names.RUN, names.ID, names.STATUS, names.CONTENT, names.ORIGIN, names.ERROR)
_SUMS: Final = (names.QUANTITIES, names.EXPLAINED, names.UNREAD)
_TOKENS: Final = ("input_tokens", "cached_tokens", "output_tokens")
_USED: Final = (names.CALLS_USED, names.INPUT_TOKENS, names.CACHED_TOKENS, names.OUTPUT_TOKENS)


class Written(NamedTuple):
    """A row of a part, as far as it decides whether it counts."""

    number: int
    run: int
    id: str
    done: bool
    content: bytes | None
    origin: str
    error: str
    part: str
    row: int


@dataclass(frozen=True, slots=True)
class Roll:
    """The rows that count, in the inputs' order, and for each which run wrote it."""

    places: list[Place]
    runs: list[int]


def roll_of(folder: Storage, replacing: Iterable[int] = ()) -> Roll:
    """Which rows count (docs/decisions/017): each input once, each id once.

    `replacing` are the runs in which an article takes the place of another source's with its id. Raises `OSError`.
    """
    rows = [row for name, table in tables(folder, part_names(folder), list(_COLUMNS)) for row in _rows(name, table)]
    rows.sort(key=lambda row: (row.number, row.run))
    afters = [*rows, None][1:]
    standing = [row for row, after in zip(rows, afters, strict=True) if not _mended(row, after)]
    by_id: dict[str, Written] = {}
    twice: dict[str, list[Written]] = {}
    for row in standing:
        first = by_id.setdefault(row.id, row)
        if first is not row:
            twice.setdefault(row.id, [first]).append(row)
    anew = frozenset(replacing)
    counted = {id(row): place for group in twice.values() for row, place in settled(group, anew)}
    places, runs = [], []
    for row in standing:
        place = counted.get(id(row)) if row.id in twice else _place(row)
        if place is not None:
            places.append(place)
            runs.append(row.run)
    return Roll(places, runs)


def settled(rows: Sequence[Written], replacing: frozenset[int] = frozenset()) -> Iterator[tuple[Written, Place]]:
    """Of the rows that have one id those that count, each with what it counts as."""
    holder: Written | None = None
    others: list[tuple[Written, Place]] = []
    refused = [row for row in rows if row.error == REFUSED]
    unread = [row for row in rows if _is_unread(row)]
    claiming = [row for row in rows if row.error != REFUSED and not _is_unread(row)]
    for row in sorted(claiming, key=lambda one: (one.run, one.number)):
        if holder is None:
            holder = row
        elif row.run == holder.run:
            others.append((row, _place(row) if row.content is None else _taken(row, HELD, holder)))
        elif _is_same(row, holder) or row.run in replacing:
            others = [(one, place) for one, place in others if one.number != row.number]
            holder = row
        elif row.content is None:
            others.append((row, _place(row)))
        else:
            others.append((row, _taken(row, TAKEN, holder)))
    if holder is not None:
        yield holder, _place(holder)
    yield from others
    yield from ((row, _place(row)) for row in refused if holder is None or row.number != holder.number)
    yield from ((row, _place(row)) for row in unread if holder is None or row.run >= holder.run)


def _is_unread(row: Written) -> bool:
    """Whether a row is of a document that is never read: it has no id to keep."""
    return row.content is None and not row.done and is_unread(row.origin)


def _is_same(row: Written, holder: Written) -> bool:
    """Whether a later row is of the same article or source, and takes its place."""
    same = row.content is not None and row.content == holder.content
    return same or file_of(row.number) == file_of(holder.number) or (not holder.done and holder.content is None)


def _mended(row: Written, after: Written | None) -> bool:
    """Whether a failure's input was read again by a later run."""
    return not row.done and after is not None and after.number == row.number


def _place(row: Written) -> Place:
    return Place(row.part, row.row, row.id, row.done, "InputError" if row.error == REFUSED else None)


def _taken(row: Written, words: str, holder: Written) -> Place:
    message = words.format(id=row.id, holder=holder.origin or "an article")
    return Place(row.part, row.row, row.id, False, "InputError", message)


def _rows(name: str, table: Any) -> Iterator[Written]:
    part = name.rpartition("/")[2]
    columns = [table.column(column).to_pylist() for column in _COLUMNS]
    for at, (number, run, doc_id, status, content, origin, error) in enumerate(zip(*columns, strict=True)):
        yield Written(number, run, doc_id, status == "done", content, origin, error or "", part, at)


def write_roll(folder: Storage, roll: Roll) -> None:
    """Put the list of rows that count in its place. Raises `OSError`."""
    from pyarrow import parquet

    target = BytesIO()
    parquet.write_table(roll_table(roll.places), target, compression="zstd")
    folder.put(names.ROLL, target.getvalue())


def totals_of(folder: Storage, roll: Roll, lists: Sequence[str]) -> tuple[Totals, Counter[str]]:
    """Sums over the rows that count, and the failures by their class. Raises `OSError`."""
    totals, failures = Totals(), Counter[str]()
    rows: dict[str, list[int]] = {}
    failed: dict[str, list[int]] = {}
    for place in roll.places:
        if place.done:
            rows.setdefault(place.part, []).append(place.row)
        elif place.error is not None:
            failures[place.error] += 1
        else:
            failed.setdefault(place.part, []).append(place.row)
    columns = [*(f"{name}_count" for name in lists), *_SUMS, *_USED, names.COST, names.REJECTIONS, names.MARKS]
    for name, table in tables(folder, [f"{names.PARTS}/{part}" for part in rows], columns):
        _add(totals, table.take(rows[name.rpartition("/")[2]]), lists)
    for name, table in tables(folder, [f"{names.PARTS}/{part}" for part in failed], [names.ERROR, *_USED, names.COST]):
        some = table.take(failed[name.rpartition("/")[2]])
        failures.update(some.column(names.ERROR).to_pylist())
    return totals, failures


def _add(totals: Totals, table: Any, lists: Sequence[str]) -> None:
    import pyarrow.compute as pc

    def total(column: str) -> int:
        return pc.sum(table.column(column)).as_py() or 0

    for kind in lists:
        totals.items[kind] = totals.items.get(kind, 0) + total(f"{kind}_count")
    totals.quantities += total(names.QUANTITIES)
    totals.explained += total(names.EXPLAINED)
    totals.unread += total(names.UNREAD)
    for lines in table.column(names.REJECTIONS).to_pylist():
        for line in lines or ():
            totals.refuse(**{name: str(json.loads(line)[name]) for name in ("reason", "item")})
    for marks in table.column(names.MARKS).to_pylist():
        for mark, count in json.loads(marks or "{}").items():
            totals.marks[mark] = totals.marks.get(mark, 0) + count
    cost = pc.sum(table.column(names.COST)).as_py()
    totals.usage = totals.usage + _usage([total(name) for name in _USED], cost)


def tally_of(roll: Roll, failures: Counter[str], *, run: int, given: int) -> Tally:
    """What became of the inputs; `given` is how many the run came to."""
    done = sum(place.done for place in roll.places)
    reused = sum(place.done and one < run for place, one in zip(roll.places, roll.runs, strict=True))
    return Tally(
        done=done,
        reused=reused,
        failed=len(roll.places) - done,
        failures=failures,
        given=given,
        earlier=max(0, len(roll.places) - given),
        digest="",
    )


def spent_of(folder: Storage) -> Usage:
    """What all calls of the folder cost, those without a completion included. Raises `OSError`."""
    total, sheaf = Usage(), ""
    seen: set[tuple[bytes, float]] = set()
    lost: dict[str, int] = {}
    for name in call_files(folder):
        if name.split("/")[1] != sheaf:
            sheaf = name.split("/")[1]
            seen.clear()
        table = read_table(folder, name, ["hash", "at", "paid", "calls", *_TOKENS, "cost_usd"])
        if table is None:
            continue
        for row in table.to_pylist():
            # A file that several became stands beside them where a worker was lost meanwhile.
            if row["paid"] and (row["hash"], row["at"]) not in seen:
                seen.add((row["hash"], row["at"]))
                total = total + _usage([row[one] for one in ("calls", *_TOKENS)], row["cost_usd"])
        add_lost(lost, table.schema.metadata)
    return total + Usage(calls=sum(lost.values()))


def _usage(counts: Sequence[int], cost: float | None) -> Usage:
    calls, given, cached, made = counts
    return Usage(calls, given, cached, made, cost)
