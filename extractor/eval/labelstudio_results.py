"""Label Studio's JSON, whatever the task: results written, an export read as regions, answers and relations."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, NamedTuple, TypeVar

from extractor.errors import UsageError
from extractor.schema import Span

Result = dict[str, Any]
"""One result of an annotation, in Label Studio's JSON."""

TEXT: Final = "text"
"""Name of the tag that shows the article, and of the task's data field that holds it."""

SPANS: Final = "spans"
"""Name of the tag whose labels mark stretches of the article."""

PREDICTED_BY: Final = "extractor"
"""`model_version` of tasks that are exported as predictions."""

_TWO_LINES: Final = re.compile(r"\s+|\\n")
"""Label Studio may write a line break inside a region as backslash-n, and trims blanks."""

_MALFORMED: Final = (AttributeError, IndexError, KeyError, OverflowError, TypeError, ValueError)
"""What reading a task raises whose parts are not of the kinds that Label Studio writes."""

_NUMBERED: Final = re.compile(r"(?:[a-z]+|item:.+)-(\d+)\Z")
"""Ids that this package gave to regions of items; people's own regions have random ids, without a colon."""

S = TypeVar("S")


class Project(NamedTuple):
    """What a Label Studio project is started from: its labelling config (XML) and its tasks (JSON)."""

    config_xml: str
    tasks: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Imported(Generic[S]):
    """What an export held: the finished summaries, and the ids of tasks that nobody has labelled yet."""

    summaries: tuple[S, ...]
    unlabelled: tuple[str, ...]


@dataclass(slots=True)
class Region:
    """One marked stretch with the answers about it."""

    region_id: str
    start: int
    end: int
    label: str
    answers: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Labelled:
    """What somebody labelled of one article: regions by id, answers about the article by control, and relations."""

    doc_id: str
    text: str
    regions: dict[str, Region]
    answers: dict[str, Any]
    relations: list[tuple[str, str]]

    def linked(self, region_id: str) -> Iterator[Region]:
        """The regions that a region is tied to, whichever way the arrow was drawn; each once."""
        ends = [b if a == region_id else a for a, b in self.relations if region_id in (a, b)]
        return (self.regions[one] for one in dict.fromkeys(ends) if one in self.regions)


# ---- Written ----
def place(span: Span, text: str, where: str) -> dict[str, Any]:
    """A region's value. Raises `UsageError` where the words do not stand there."""
    if text[span.start : span.end] != span.text:
        raise UsageError(
            f"{where}: {span.text!r} does not stand at {span.start}-{span.end} of the article; "
            "`extractor gold check` lists every such span."
        )
    return {"start": span.start, "end": span.end, "text": span.text}


def result(region_id: str, from_name: str, kind: str, value: dict[str, Any]) -> Result:
    """One result."""
    return {"id": region_id, "from_name": from_name, "to_name": TEXT, "type": kind, "value": value}


def relation(from_id: str, to_id: str) -> Result:
    """An arrow from one region to another."""
    return {"type": "relation", "from_id": from_id, "to_id": to_id, "direction": "right"}


# ---- Read ----
def read_labelled(
    export: str | bytes | Sequence[dict[str, Any]], annotator: int | None, make: Callable[[Labelled], S]
) -> Imported[S]:
    """What `make` makes of each task that somebody labelled, in the format "JSON" (not "JSON-MIN").

    Raises `UsageError`: the file is no such export, a span does not fit its article, an answer is malformed, or several
    people labelled one task and `annotator` (Label Studio's user id) does not say whose labels are meant.
    """
    summaries: list[S] = []
    unlabelled: list[str] = []
    for number, task in enumerate(_tasks(export), start=1):
        try:
            doc_id, text = _identity(task)
            annotation = _annotation(task, doc_id, annotator)
            if annotation is None:
                unlabelled.append(doc_id)
            else:
                summaries.append(make(_labelled(doc_id, text, annotation["result"])))
        except _MALFORMED as error:
            raise UsageError(
                f"Task {number} of the export is not as Label Studio writes it ({type(error).__name__}: {error}); "
                "export the project again in the format JSON and leave the file as it is."
            ) from error
    return Imported(tuple(summaries), tuple(unlabelled))


def in_order(regions: Sequence[Region]) -> list[Region]:
    """The exported items in the order they had; those that people added stand where the text puts them."""
    known = [(int(found[1]), one) for one in regions if (found := _NUMBERED.match(one.region_id))]
    ordered = [region for _, region in sorted(known, key=lambda pair: pair[0])]
    added = [one for one in regions if not _NUMBERED.match(one.region_id)]
    for region in sorted(added, key=lambda one: (one.start, one.end)):
        ordered.insert(bisect_right([one.start for one in ordered], region.start), region)
    return ordered


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


def _identity(task: dict[str, Any]) -> tuple[str, str]:
    doc_id, text = task["data"].get("doc_id"), task["data"].get(TEXT)
    if not isinstance(doc_id, str) or not isinstance(text, str):
        raise UsageError(
            f"Task {task.get('id', '?')} has no doc_id or text in its data: only projects "
            "started from `extractor gold export --format label-studio` can be read."
        )
    return doc_id, text


def _annotation(task: dict[str, Any], doc_id: str, annotator: int | None) -> dict[str, Any] | None:
    """The newest annotation of one person that was not skipped, or null."""
    done = [a for a in task.get("annotations") or [] if not a.get("was_cancelled")]
    if annotator is not None:
        done = [a for a in done if _annotator(a) == annotator]
    annotators = sorted({_annotator(a) for a in done}, key=str)
    if len(annotators) > 1:
        raise UsageError(
            f"{doc_id}: labelled by several annotators {annotators}; say whose labels to read by their id."
        )
    return max(done, key=lambda a: (str(a.get("updated_at") or ""), a.get("id") or 0), default=None)


def _annotator(annotation: dict[str, Any]) -> object:
    """The user's id; exports give it bare or as an object."""
    by = annotation.get("completed_by")
    return by.get("id") if isinstance(by, dict) else by


def _labelled(doc_id: str, text: str, results: list[Result]) -> Labelled:
    found = Labelled(doc_id, text, {}, {}, [])
    for one in results:
        if one["type"] == "relation":
            found.relations.append((one["from_id"], one["to_id"]))
        elif one["from_name"] == SPANS:
            region = _region(doc_id, text, one)
            found.regions[region.region_id] = region
    for one in results:
        if one["type"] != "relation" and one["from_name"] != SPANS:
            owner = found.regions.get(one["id"])
            (found.answers if owner is None else owner.answers)[one["from_name"]] = one["value"]
    return found


def _region(doc_id: str, text: str, one: Result) -> Region:
    value = one["value"]
    start, end = int(value["start"]), int(value["end"])
    seen, there = value.get("text"), text[start:end]
    if not there or (isinstance(seen, str) and _bare(seen) != _bare(there)):
        raise UsageError(
            f"{doc_id}: the region {seen!r} says {start}-{end}, where the article has {there!r}; "
            "mark it again in Label Studio, or check that the task's text was not changed."
        )
    return Region(one["id"], start, end, value["labels"][0], {})


def _bare(text: str) -> str:
    return _TWO_LINES.sub("", text)
