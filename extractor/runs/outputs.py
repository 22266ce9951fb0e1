"""The files of one run, written together and put in place at the end."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from pydantic import BaseModel, JsonValue

from extractor.atomic import AtomicFile, write_text
from extractor.exports.files import DOUBT, FAILURES, MANIFEST, REJECTIONS, REVIEW, SUMMARIES
from extractor.parts.ranked import Ranked
from extractor.runs.manifest import RunManifest
from extractor.runs.outcome import ArticleOutcome
from extractor.tasks.model import MakeTable
from extractor.text_files import INDEX, TEXTS


class Outputs:
    """A context in which articles are added in order; leaving it without an error puts all files in place.

    `review` says whether the run has a list for people of what two engines disagree on, `doubt` whether it has one of
    how likely each item is wrong. Both are ordered by that, the likeliest first. `tables` are the files that its task
    writes beside the summaries, by their names.
    """

    def __init__(
        self, folder: Path, *, review: bool = False, doubt: bool = False, tables: Mapping[str, MakeTable] | None = None
    ) -> None:
        self._folder = folder
        self._here = os.path.abspath(folder)  # noqa: PTH100 - compared with places, which are normalised so
        self._summaries = self._open(SUMMARIES)
        self._table_files = {name: self._open(name, bom=True) for name in tables or {}}
        self._tables = [make(self._table_files[name].file) for name, make in (tables or {}).items()]
        self._failures = self._open(FAILURES)
        self._rejections = self._open(REJECTIONS)
        self._ranked = {name: (self._open(name), Ranked()) for name, has in ((REVIEW, review), (DOUBT, doubt)) if has}
        (folder / TEXTS).mkdir(parents=True, exist_ok=True)
        self._texts = self._open(f"{TEXTS}/{INDEX}")
        self._manifest: RunManifest | None = None

    def add(self, summary: BaseModel, records: Sequence[Mapping[str, JsonValue]] = ()) -> None:
        """One summary: its line, and its rows in the tables; `records` say how likely its items are wrong."""
        self._summaries.file.write(summary.model_dump_json() + "\n")
        for table in self._tables:
            table.add(summary, records)

    def add_text(self, one: ArticleOutcome) -> None:
        """Which text an article's offsets count: a file in `texts/`, or where it is null its own file.

        `source` is that file as the command named it, `place` the same as seen from this folder, so that it is found
        again from everywhere.
        """
        place = self._from_here(one.place)
        _write_line(
            self._texts,
            {"id": one.doc_id, "text": one.text, "source": one.origin or None, "place": place, "url": one.url},
        )

    def _from_here(self, place: str) -> str | None:
        try:
            return os.path.relpath(place, self._here) if place else None
        except ValueError:  # another drive of Windows
            return None

    def add_failure(self, doc_id: str, error: str, message: str, source: str) -> None:
        """One input without a summary, and why."""
        record = {"id": doc_id, "error": error, "message": message, "source": source}
        _write_line(self._failures, record)

    def add_rejection(self, doc_id: str, record: dict[str, JsonValue]) -> None:
        """One claim the gate refused."""
        _write_line(self._rejections, {"doc_id": doc_id, **record})

    def add_review(self, record: dict[str, JsonValue]) -> None:
        """One item a person should look at."""
        self._rank(REVIEW, record)

    def add_doubt(self, record: dict[str, JsonValue]) -> None:
        """One item with the probability that it is wrong."""
        self._rank(DOUBT, record)

    def _rank(self, name: str, record: dict[str, JsonValue]) -> None:
        if name in self._ranked:
            wrong = record.get("wrong")
            self._ranked[name][1].add(wrong if isinstance(wrong, float) else 1.0, _line(record))

    def set_manifest(self, manifest: RunManifest) -> None:
        """The account of the run, written with the rest."""
        self._manifest = manifest

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        files = [self._summaries, self._failures, self._rejections, self._texts]
        files += self._table_files.values()
        for file, lines in self._ranked.values():
            if kind is None:
                lines.write(file.file)
            lines.close()
            files.append(file)
        for file in files:
            if kind is None:
                file.commit()
            else:
                file.discard()
        if kind is None and self._manifest is not None:
            write_text(self._folder / MANIFEST, self._manifest.model_dump_json(indent=2) + "\n")

    def _open(self, name: str, *, bom: bool = False) -> AtomicFile:
        return AtomicFile(self._folder / name, bom=bom)


_ENCODE: Final = json.JSONEncoder(ensure_ascii=False).encode


def _write_line(target: AtomicFile, record: dict[str, JsonValue] | dict[str, str] | dict[str, str | None]) -> None:
    target.file.write(_line(record) + "\n")


def _line(record: dict[str, JsonValue] | dict[str, str] | dict[str, str | None]) -> str:
    return _ENCODE(record)
