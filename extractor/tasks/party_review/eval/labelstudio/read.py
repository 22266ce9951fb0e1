"""A Label Studio JSON export read back as summaries."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from extractor.errors import UsageError
from extractor.schema import ArticleSummary
from extractor.tasks.party_review.eval.labelstudio.fields import (
    ARTICLE_FIELDS,
    EVIDENCE,
    ITEM_FIELDS,
    ITEM_LISTS,
    SPANS,
    TEXT,
    Field,
    control_name,
    unpack,
)

_NUMBERED: Final = re.compile(r"[a-z]+-(\d+)\Z")
"""Ids this package gave to regions; people's own regions have random ids."""

_TWO_LINES: Final = re.compile(r"\s+|\\n")
"""Label Studio may write a line break inside a region as backslash-n, and trims blanks."""

_MALFORMED: Final = (AttributeError, IndexError, KeyError, OverflowError, TypeError, ValueError)
"""What reading a task raises whose parts are not of the kinds that Label Studio writes."""

_ORGANIZATION_CELLS: Final = 3
_ITEM_DEPTH: Final = 2


@dataclass(frozen=True, slots=True)
class Imported:
    """What an export held: the finished summaries, and the ids of tasks that nobody has labelled yet."""

    summaries: tuple[ArticleSummary, ...]
    unlabelled: tuple[str, ...]


@dataclass(slots=True)
class _Region:
    """One marked stretch with the answers about it."""

    region_id: str
    start: int
    end: int
    label: str
    answers: dict[str, Any]


def read_export(export: str | bytes | Sequence[dict[str, Any]], annotator: int | None = None) -> Imported:
    """The summaries in a project's export in the format "JSON" (not "JSON-MIN", which loses the regions).

    Args:
        export: the file's text, or the list it holds.
        annotator: whose annotations are read (Label Studio's user id), where several people labelled one task.

    Raises:
        UsageError: the file is no such export, a span does not fit its article, an answer is missing or malformed,
            or several people labelled one task and `annotator` does not say whose labels are meant.
    """
    summaries: list[ArticleSummary] = []
    unlabelled: list[str] = []
    for number, task in enumerate(_tasks(export), start=1):
        try:
            read = _read_task(task, annotator)
        except _MALFORMED as error:
            raise UsageError(
                f"Task {number} of the export is not as Label Studio writes it ({type(error).__name__}: {error}); "
                "export the project again in the format JSON and leave the file as it is."
            ) from error
        if isinstance(read, str):
            unlabelled.append(read)
        else:
            summaries.append(read)
    return Imported(tuple(summaries), tuple(unlabelled))


def _read_task(task: dict[str, Any], annotator: int | None) -> ArticleSummary | str:
    """The summary that a task's labels make; the id alone where nobody has labelled it."""
    doc_id = task["data"].get("doc_id")
    text = task["data"].get(TEXT)
    if not isinstance(doc_id, str) or not isinstance(text, str):
        raise UsageError(
            f"Task {task.get('id', '?')} has no doc_id or text in its data: only projects "
            "started from `extractor gold export --format label-studio` can be read."
        )
    annotation = _annotation(task, doc_id, annotator)
    return doc_id if annotation is None else _summary(doc_id, text, annotation["result"])


def _tasks(export: str | bytes | Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    tasks: object = export
    if isinstance(export, str | bytes):
        try:
            tasks = json.loads(export)
        except (ValueError, RecursionError) as error:
            raise UsageError(f"The export is not JSON ({error}); export the project in the format JSON.") from error
    if not isinstance(tasks, list | tuple) or not all(isinstance(t, dict) and "data" in t for t in tasks):
        raise UsageError("The file is not a full Label Studio export; choose the format JSON, not JSON-MIN or CSV.")
    return tasks


def _annotation(task: dict[str, Any], doc_id: str, annotator: int | None) -> dict[str, Any] | None:
    """The newest annotation of one person that was not skipped, or null."""
    done = [a for a in task.get("annotations") or [] if not a.get("was_cancelled")]
    if annotator is not None:
        done = [a for a in done if _annotator(a) == annotator]
    people = sorted({_annotator(a) for a in done}, key=str)
    if len(people) > 1:
        raise UsageError(f"{doc_id}: labelled by several people {people}; say whose labels to read by their id.")
    return max(done, key=lambda a: (str(a.get("updated_at") or ""), a.get("id") or 0), default=None)


def _annotator(annotation: dict[str, Any]) -> object:
    """The user's id; exports give it bare or as an object."""
    by = annotation.get("completed_by")
    return by.get("id") if isinstance(by, dict) else by


def _summary(doc_id: str, text: str, results: list[dict[str, Any]]) -> ArticleSummary:
    regions, answers, relations = _sorted_results(doc_id, text, results)
    data: dict[str, Any] = {"doc_id": doc_id}
    for part, fields in ARTICLE_FIELDS.items():
        found = {field.name: _article_value(doc_id, part, field, answers) for field in fields}
        data.update({part: found} if part else found)
    for label, list_name in ITEM_LISTS.items():
        own = _in_order([region for region in regions.values() if region.label == label])
        data[list_name] = [_item(doc_id, text, region, regions, relations) for region in own]
    try:
        return ArticleSummary.model_validate(data)
    except ValidationError as error:
        raise UsageError(
            f"{doc_id}: {_first_problem(error, data)}; correct it in Label Studio and export again."
        ) from error


def _first_problem(error: ValidationError, data: dict[str, Any]) -> str:
    first = error.errors()[0]
    where = ".".join(str(step) for step in first["loc"])
    span = _span_of(data, first["loc"])
    at = f" ({span['text']!r} at {span['start']}-{span['end']})" if span else ""
    return f"{where}{at}: {first['msg']}"


def _span_of(data: dict[str, Any], loc: tuple[int | str, ...]) -> dict[str, Any] | None:
    """The stretch that the item in question marks, where it marks one."""
    if len(loc) < _ITEM_DEPTH or not isinstance(loc[1], int):
        return None
    item = data[str(loc[0])][loc[1]]
    return item.get("mention") or item.get("evidence") if isinstance(item, dict) else None


def _sorted_results(
    doc_id: str, text: str, results: list[dict[str, Any]]
) -> tuple[dict[str, _Region], dict[str, Any], list[tuple[str, str]]]:
    """The results as regions by id, answers about the article by control, and relations."""
    regions: dict[str, _Region] = {}
    relations: list[tuple[str, str]] = []
    for result in results:
        if result["type"] == "relation":
            relations.append((result["from_id"], result["to_id"]))
        elif result["from_name"] == SPANS:
            region = _region(doc_id, text, result)
            regions[region.region_id] = region
    answers: dict[str, Any] = {}
    for result in results:
        if result["type"] != "relation" and result["from_name"] != SPANS:
            owner = regions.get(result["id"])
            (answers if owner is None else owner.answers)[result["from_name"]] = result["value"]
    return regions, answers, relations


def _region(doc_id: str, text: str, result: dict[str, Any]) -> _Region:
    value = result["value"]
    start, end = int(value["start"]), int(value["end"])
    seen, there = value.get("text"), text[start:end]
    if not there or (isinstance(seen, str) and _bare(seen) != _bare(there)):
        raise UsageError(
            f"{doc_id}: the region {seen!r} says {start}-{end}, where the article has {there!r}; "
            "mark it again in Label Studio, or check that the task's text was not changed."
        )
    return _Region(result["id"], start, end, value["labels"][0], {})


def _bare(text: str) -> str:
    return _TWO_LINES.sub("", text)


def _in_order(regions: list[_Region]) -> list[_Region]:
    """The exported items in the order they had; those that people added stand where the text puts them."""
    known = [(int(found[1]), r) for r in regions if (found := _NUMBERED.match(r.region_id))]
    ordered = [region for _, region in sorted(known, key=lambda pair: pair[0])]
    added = [r for r in regions if not _NUMBERED.match(r.region_id)]
    for region in sorted(added, key=lambda r: (r.start, r.end)):
        ordered.insert(bisect_right([r.start for r in ordered], region.start), region)
    return ordered


def _item(
    doc_id: str, text: str, region: _Region, regions: dict[str, _Region], relations: list[tuple[str, str]]
) -> dict[str, Any]:
    item = {
        field.name: _answer(field, region.answers.get(control_name(region.label, field)))
        for field in ITEM_FIELDS[region.label]
    }
    span = _span(text, region)
    if region.label != "figure":
        return {**item, "evidence": span}
    clauses = [
        regions[i] for i in _linked(region.region_id, relations) if i in regions and regions[i].label == EVIDENCE
    ]
    if len(clauses) != 1:
        raise UsageError(
            f"{doc_id}: the figure {span['text']!r} at {region.start}-{region.end} is tied to {len(clauses)} clauses, "
            "not one; draw one relation from it to its evidence."
        )
    return {**item, "mention": span, "evidence": _span(text, clauses[0])}


def _linked(region_id: str, relations: list[tuple[str, str]]) -> Iterator[str]:
    """What a region is tied to, whichever way the arrow was drawn; each once."""
    ends = [b if a == region_id else a for a, b in relations if region_id in (a, b)]
    return iter(dict.fromkeys(ends))


def _span(text: str, region: _Region) -> dict[str, Any]:
    return {"text": text[region.start : region.end], "start": region.start, "end": region.end}


def _article_value(doc_id: str, part: str, field: Field, answers: dict[str, Any]) -> object:
    value = _answer(field, answers.get(control_name(part, field)))
    if field.name == "organizations":
        try:
            rows = [unpack(line, _ORGANIZATION_CELLS) for line in value or []]
        except UsageError as error:
            raise UsageError(f"{doc_id}: organizations: {error}") from error
        return [{"kind": kind, "province": province, "name": name} for kind, province, name in rows]
    if field.name == "abstract":
        return value or ""
    return value


def _answer(field: Field, value: dict[str, Any] | None) -> Any:
    """What was answered; null where nothing was, the empty list for a list."""
    if value is None:
        return [] if field.control == "texts" else None
    match field.control:
        case "choice":
            return next(iter(value["choices"]), None)
        case "number":
            return value["number"]
        case "date":
            return value["datetime"] or None
        case "texts":
            return [value["text"]] if isinstance(value["text"], str) else value["text"]
        case "text" | "long_text":
            # A text cleared by hand leaves an empty list.
            return value["text"] if isinstance(value["text"], str) else next(iter(value["text"]), None)
