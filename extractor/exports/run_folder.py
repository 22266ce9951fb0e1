"""The folder of a run as exports read it: summaries one by one, and what stands beside them; nothing is changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self

from pydantic import BaseModel, ValidationError

from extractor.errors import InputError, UsageError
from extractor.exports.chances import NO_WRONG, Wrong
from extractor.exports.files import DOUBT, FAILURES, LEDGER, MANIFEST, REJECTIONS, REVIEW, SUMMARIES
from extractor.exports.shape import Known
from extractor.exports.tables import Column, Row, Table
from extractor.parts.folder import PartsFolder, is_parts, lines_of
from extractor.text_files import INDEX, TEXTS

Record = dict[str, Any]

REVIEW_TABLE: Final = Table(
    "review",
    "cần xem lại",
    "Where the model and the rules differ, or only one of them has an item; both versions as JSON.",
    (
        Column("article_id", "text", "mã bài"),
        Column("item", "text", "mục"),
        Column("mark", "text", "đánh dấu"),
        Column("fields", "text", "trường khác nhau"),
        Column("sentence", "text", "câu"),
        Column("sentence_start", "integer", "câu: từ"),
        Column("sentence_end", "integer", "câu: đến"),
        Column("model", "text", "theo mô hình"),
        Column("rules", "text", "theo luật"),
        Column("note", "text", "ghi chú"),
    ),
)
REJECTIONS_TABLE: Final = Table(
    "rejections",
    "bị từ chối",
    "What was claimed and could not be proved against the text, and why.",
    (
        Column("article_id", "text", "mã bài"),
        Column("item", "text", "mục"),
        Column("claim", "text", "điều nêu ra"),
        Column("reason", "text", "lý do"),
    ),
)
FAILURES_TABLE: Final = Table(
    "failures",
    "không xử lý được",
    "Inputs that gave no summary, and why.",
    (
        Column("id", "text", "mã bài"),
        Column("error", "text", "loại lỗi"),
        Column("message", "text", "giải thích"),
        Column("source", "text", "nguồn"),
    ),
)
RUN_TABLES: Final = (REVIEW_TABLE, REJECTIONS_TABLE, FAILURES_TABLE)
"""Tables that every run has, whatever its task."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article came from, and the file that holds the text its offsets count."""

    text: str | None = None
    source: str | None = None
    url: str | None = None
    place: str | None = None
    """The source as seen from the run's folder; null where that is not known."""


@dataclass(frozen=True)
class RunFolder:
    """A finished run, or a bare file of summaries."""

    folder: Path
    summaries_file: Path
    alone: bool = False
    """Whether there is only the file of summaries."""

    @classmethod
    def open(cls, path: Path) -> Self:
        """A run's folder or its summaries.jsonl. Raises `UsageError` where there are no summaries."""
        if path.is_dir():
            file = path / SUMMARIES
            if not file.is_file() and not is_parts(path):
                raise UsageError(f"{path} holds no {SUMMARIES}: {_unfinished(path)}.")
            return cls(path, file)
        if path.is_file():
            return cls(path.parent, path, alone=path.name != SUMMARIES)
        raise UsageError(f"There is no folder or file {path}.")

    @cached_property
    def manifest(self) -> Record:
        """What run.json says; empty where there is none."""
        if self.alone:
            return {}
        try:
            found = json.loads((self.folder / MANIFEST).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (ValueError, RecursionError):
            raise InputError(f"{self.folder / MANIFEST} is not JSON; run the articles again.") from None
        return found if isinstance(found, dict) else {}

    @cached_property
    def origins(self) -> dict[str, Origin]:
        """Article -> where it came from, as texts/index.jsonl says; empty where there is none."""
        found: dict[str, Origin] = {}
        for record in self._records(f"{TEXTS}/{INDEX}"):
            named = record.get("id", record.get("doc_id"))
            if isinstance(named, str):
                found[named] = Origin(*map(record.get, ("text", "source", "url", "place")))
        return found

    @cached_property
    def parts(self) -> PartsFolder | None:
        """The folder's parts, where a run on many machines left it."""
        return PartsFolder(self.folder) if not self.alone and is_parts(self.folder) else None

    def summaries(self, model: type[BaseModel]) -> Iterator[BaseModel]:
        """Every summary in the file's order. Raises `InputError` for a line that is none."""
        for number, line in enumerate(lines_of(self.folder, self.summaries_file.name), start=1):
            if not line.strip():
                continue
            try:
                yield model.model_validate_json(line)
            except ValidationError as error:
                first = error.errors(include_url=False, include_input=False)[0]
                where = ".".join(str(part) for part in first["loc"]) or "the line"
                raise InputError(
                    f"{self.summaries_file}:{number}: {where}: {first['msg']}; give a run's folder or its {SUMMARIES}."
                ) from None

    def rejections(self) -> Iterator[Record]:
        """Lines of rejections.jsonl."""
        return self._records(REJECTIONS)

    def review(self) -> Iterator[Record]:
        """Lines of review.jsonl."""
        return self._records(REVIEW)

    def doubt(self) -> Iterator[Record]:
        """Lines of doubt.jsonl."""
        return self._records(DOUBT)

    def weighed(self) -> Iterator[Record]:
        """The lines that say how likely an item is wrong, whichever engine gave it."""
        yield from self.doubt()
        yield from self.review()

    def failures(self) -> Iterator[Record]:
        """Lines of failures.jsonl."""
        return self._records(FAILURES)

    def known(self, doc_id: str, rejections: int = 0, wrong: Wrong = NO_WRONG) -> Known:
        """What is known of an article beside its summary."""
        origin = self.origins.get(doc_id, Origin())
        engine, model = self.manifest.get("engine"), self.manifest.get("model")
        return Known(origin.url, origin.source, engine, model, rejections, wrong)

    def run_rows(self) -> Iterator[tuple[str, Row]]:
        """The rows of `RUN_TABLES`."""
        for record in self.review():
            sentence = record.get("sentence") or {}
            yield (
                REVIEW_TABLE.name,
                (
                    record.get("doc_id"),
                    record.get("item"),
                    record.get("mark"),
                    ", ".join(record.get("fields") or ()) or None,
                    sentence.get("text"),
                    sentence.get("start"),
                    sentence.get("end"),
                    _json(record.get("model")),
                    _json(record.get("rules")),
                    record.get("note"),
                ),
            )
        for record in self.rejections():
            yield REJECTIONS_TABLE.name, _picked(record, "doc_id", "item", "claim", "reason")
        for record in self.failures():
            yield FAILURES_TABLE.name, _picked(record, "id", "error", "message", "source")

    def _records(self, name: str) -> Iterator[Record]:
        if self.alone:
            return
        for number, line in enumerate(lines_of(self.folder, name), start=1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except (ValueError, RecursionError):
                record = None
            if not isinstance(record, dict):
                raise InputError(f"{self.folder / name}:{number} is not a JSON object; run the articles again.")
            yield record


def _unfinished(path: Path) -> str:
    """What a folder without summaries is."""
    if (path / LEDGER).is_file():
        return "its run has not come to its end; the same `extractor run` command again finishes it"
    return "it is not the folder of a finished run"


def _picked(record: Record, *names: str) -> Row:
    return tuple(None if record.get(name) is None else str(record[name]) for name in names)


def _json(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
