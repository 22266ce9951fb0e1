"""A folder of results in parts, read as the files of a local run's folder are: line by line, in the inputs' order."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any, Final, NamedTuple

from extractor.errors import InputError
from extractor.parts import names
from extractor.parts.ranked import Ranked
from extractor.parts.remote import address_of
from extractor.parts.storage import Storage

_TAKEN: Final = 8
"""Parts whose texts or summaries are held for those who ask article by article."""
_COLUMNS: Final = {
    "summaries.jsonl": names.SUMMARY,
    "rejections.jsonl": names.REJECTIONS,
    "review.jsonl": names.REVIEW,
    "doubt.jsonl": names.DOUBT,
}
"""File of a local run -> the column that has its lines."""
_RANKED: Final = ("review.jsonl", "doubt.jsonl")
"""Files whose lines are in the order of how likely something is wrong."""
_BATCH: Final = 65_536


class Place(NamedTuple):
    """A row that counts: its part, its place in it, and what failure it is where the row itself does not say so."""

    part: str
    row: int
    id: str
    done: bool
    error: str | None = None
    message: str | None = None


def is_parts(folder: Path) -> bool:
    """Whether a folder, or the address that it stands for, holds the results of a finished run on many machines."""
    address = address_of(folder)
    return (folder / names.ROLL).is_file() if address is None else address.is_file(names.ROLL)


class PartsFolder:
    """The results, streamed: one part's columns are in memory at a time."""

    def __init__(self, folder: Path | str) -> None:
        """`folder` may be an address, or a folder that stands for one (`extractor.parts.remote`)."""
        self.storage = address_of(Path(folder)) or Storage(str(folder))
        self._held: dict[tuple[str, str], list[Any]] = {}

    def lines(self, file: str) -> Iterator[bytes]:
        """The lines that a local run's file of that name would have; none for a file that parts know nothing of."""
        if file == "failures.jsonl":
            yield from self._failures()
        elif file == "texts/index.jsonl":
            for place, (origin, url, content) in self._rows(names.ORIGIN, names.URL, names.CONTENT):
                if place.done or (place.error is None and content is not None):
                    yield _line({"id": place.id, "text": None, "source": origin or None, "url": url})
        elif file in _RANKED:
            with closing(Ranked()) as ranked:
                for line in self._found(_COLUMNS[file]):
                    wrong = json.loads(line).get("wrong")
                    ranked.add(wrong if isinstance(wrong, float) else 1.0, line)
                for line in ranked.lines():
                    yield line.encode("utf-8") + b"\n"
        elif file in _COLUMNS:
            for line in self._found(_COLUMNS[file]):
                yield line.encode("utf-8") + b"\n"

    def _found(self, column: str) -> Iterator[str]:
        """What a column of lines has of the articles that have a summary."""
        for place, (found,) in self._rows(column):
            if place.done and found:
                yield from [found] if isinstance(found, str) else found

    def coverage(self) -> Iterator[bytes]:
        """What became of each article's numbers, in lines as a ledger has them."""
        for place, (coverage,) in self._rows(names.COVERAGE):
            if place.done and coverage:
                yield _line({"doc_id": place.id, "status": "done", "coverage": json.loads(coverage)})

    def text(self, doc_id: str) -> str | None:
        """The text that an article's offsets count, where the part has it."""
        text: str | None = self._of(doc_id, names.TEXT) if doc_id in self.ids else None
        return text

    def summary(self, doc_id: str) -> bytes:
        """An article's summary as JSON. Raises `KeyError` where there is none."""
        found: str = self._of(doc_id, names.SUMMARY)
        return found.encode("utf-8")

    @cached_property
    def ids(self) -> dict[str, Place]:
        """The articles that have a summary, in order."""
        return {place.id: place for place in self.places() if place.done}

    def places(self) -> Iterator[Place]:
        """The rows that count, in the inputs' order. Raises `InputError` where the list of them is damaged."""
        import pyarrow as pa
        from pyarrow import parquet

        try:
            with self.storage.open(names.ROLL) as file:
                for batch in parquet.ParquetFile(file).iter_batches(_BATCH):
                    columns = (batch.column(name).to_pylist() for name in Place._fields)
                    yield from (Place(*row) for row in zip(*columns, strict=True))
        except pa.ArrowInvalid as error:
            raise InputError(f"{self.storage.shown}/{names.ROLL} is damaged ({error}); run again.") from None

    def _failures(self) -> Iterator[bytes]:
        columns = (names.ERROR, names.MESSAGE, names.ORIGIN)
        for place, (error, message, origin) in self._rows(*columns):
            if not place.done:
                said = {"error": place.error or error, "message": place.message or message or "", "source": origin}
                yield _line({"id": place.id, **said})

    def _rows(self, *columns: str) -> Iterator[tuple[Place, tuple[Any, ...]]]:
        """The rows that count, with some of their columns."""
        for part, places in groupby(self.places(), key=lambda place: place.part):
            found = self._columns(part, columns)
            for place in places:
                yield place, tuple(column[place.row] for column in found)

    def _of(self, doc_id: str, column: str) -> Any:
        place = self.ids[doc_id]
        held = self._held.get((place.part, column))
        if held is None:
            (held,) = self._columns(place.part, (column,))
            self._held[place.part, column] = held
            while len(self._held) > _TAKEN:
                del self._held[next(iter(self._held))]
        return held[place.row]

    def _columns(self, part: str, columns: tuple[str, ...]) -> list[list[Any]]:
        """Some columns of a part. Raises `InputError` where the part cannot be read."""
        import pyarrow as pa
        from pyarrow import parquet

        try:
            with self.storage.open(f"{names.PARTS}/{part}") as file:
                # Over a wire what is needed comes in one request.
                table = parquet.ParquetFile(file, pre_buffer=not self.storage.is_local).read(columns=list(columns))
                return [table.column(name).to_pylist() for name in columns]
        except (OSError, pa.ArrowInvalid) as error:
            raise InputError(
                f"{self.storage.shown}/{names.PARTS}/{part} cannot be read ({error}); run again."
            ) from None


def lines_of(folder: Path, file: str) -> Iterator[bytes]:
    """The lines of a file of results, whether the folder has it or its parts have; none where neither does."""
    path = folder / file
    if path.is_file():
        with path.open("rb") as opened:
            yield from opened
    elif is_parts(folder):
        yield from PartsFolder(folder).lines(file)


def roll_table(places: Sequence[Place]) -> Any:
    """The list of rows that count, as a table."""
    import pyarrow as pa

    kinds = {"part": pa.dictionary(pa.int32(), pa.string()), "row": pa.int32(), "id": pa.string(), "done": pa.bool_()}
    columns = zip(*places, strict=True) if places else [()] * len(Place._fields)
    arrays = [
        pa.array(column, type=kinds.get(name, pa.string())) for name, column in zip(Place._fields, columns, strict=True)
    ]
    return pa.Table.from_arrays(arrays, names=list(Place._fields))


def _line(record: dict[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode("utf-8") + b"\n"
