"""Summaries as Label Studio tasks that are labelled already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, Literal, NamedTuple

from extractor.errors import UsageError
from extractor.schema import SCHEMA_VERSION, ArticleSummary, Figure, Span
from extractor.tasks.party_review.eval.labelstudio.config import config
from extractor.tasks.party_review.eval.labelstudio.fields import (
    ARTICLE_FIELDS,
    EVIDENCE,
    ITEM_FIELDS,
    ITEM_LISTS,
    RESULT_TYPES,
    SPANS,
    TEXT,
    Control,
    Field,
    control_name,
    pack,
)

Result = dict[str, Any]
"""One result of an annotation, in Label Studio's JSON."""

Kind = Literal["annotations", "predictions"]

PREDICTED_BY: Final = "extractor"
"""`model_version` of tasks that are exported as predictions."""


class Project(NamedTuple):
    """What a Label Studio project is started from: its labelling config (XML) and its tasks (JSON)."""

    config_xml: str
    tasks: list[dict[str, Any]]


def export(gold: Iterable[ArticleSummary], texts: Mapping[str, str], kind: Kind = "annotations") -> Project:
    """A project config and one task an article, labelled as `gold` says.

    Args:
        gold: the summaries.
        texts: `doc_id` -> the article's NFC text.
        kind: `annotations` for work that is finished (gold), `predictions` for a draft that a person is to correct.

    Raises:
        UsageError: an article's text is missing, or a span does not stand in it where it says.
    """
    tasks = []
    for summary in gold:
        if summary.doc_id not in texts:
            raise UsageError(
                f"{summary.doc_id}: no article of this name was given, so no task can be made of its gold."
            )
        text = texts[summary.doc_id]
        labelled: dict[str, Any] = {"result": _results(summary, text)}
        if kind == "predictions":
            labelled["model_version"] = PREDICTED_BY
        data = {"doc_id": summary.doc_id, TEXT: text, "guide_version": SCHEMA_VERSION}
        tasks.append({"data": data, kind: [labelled]})
    return Project(config(), tasks)


def _results(summary: ArticleSummary, text: str) -> list[Result]:
    results: list[Result] = []
    relations: list[Result] = []
    evidences: dict[tuple[int, int], str] = {}
    for label, list_name in ITEM_LISTS.items():
        for index, item in enumerate(getattr(summary, list_name)):
            region_id = f"{label}-{index}"
            span = item.mention if isinstance(item, Figure) else item.evidence
            where = _region(span, text, f"{summary.doc_id}: {list_name}[{index}]")
            results.append(_result(region_id, SPANS, "labels", {**where, "labels": [label]}))
            for field in ITEM_FIELDS[label]:
                # A textarea's `text` takes the place of the region's own, as in Label Studio's own exports.
                results.extend(_answer(region_id, control_name(label, field), field, getattr(item, field.name), where))
            if isinstance(item, Figure):
                place = (item.evidence.start, item.evidence.end)
                if place not in evidences:
                    evidences[place] = f"{EVIDENCE}-{len(evidences)}"
                    clause = _region(item.evidence, text, f"{summary.doc_id}: {list_name}[{index}].evidence")
                    results.append(_result(evidences[place], SPANS, "labels", {**clause, "labels": [EVIDENCE]}))
                relations.append(_relation(region_id, evidences[place]))
    for part, fields in ARTICLE_FIELDS.items():
        for field in fields:
            name = control_name(part, field)
            results.extend(_answer(name, name, field, _article_value(summary, part, field), {}))
    return results + relations


def _article_value(summary: ArticleSummary, part: str, field: Field) -> object:
    if field.name == "organizations":
        return [pack((org.kind, org.province, org.name)) for org in summary.organizations]
    value: object = getattr(getattr(summary, part) if part else summary, field.name)
    return value


def _answer(region_id: str, name: str, field: Field, value: object, where: Mapping[str, Any]) -> list[Result]:
    """The result that holds one field, or none where the field is empty."""
    if value is None or value == []:
        return []
    return [_result(region_id, name, RESULT_TYPES[field.control], {**where, **_value(field.control, value)})]


def _value(control: Control, value: object) -> dict[str, object]:
    match control:
        case "choice":
            return {"choices": [value]}
        case "number":
            return {"number": value}
        case "date":
            return {"datetime": value.isoformat() if isinstance(value, date) else value}
        case "texts":
            return {"text": value}
        case "text" | "long_text":
            return {"text": [value]}


def _region(span: Span, text: str, where: str) -> dict[str, Any]:
    if text[span.start : span.end] != span.text:
        raise UsageError(
            f"{where}: {span.text!r} does not stand at {span.start}-{span.end} of the article; "
            "`extractor gold check` lists every such span."
        )
    return {"start": span.start, "end": span.end, "text": span.text}


def _result(region_id: str, from_name: str, kind: str, value: dict[str, Any]) -> Result:
    return {"id": region_id, "from_name": from_name, "to_name": TEXT, "type": kind, "value": value}


def _relation(from_id: str, to_id: str) -> Result:
    return {"type": "relation", "from_id": from_id, "to_id": to_id, "direction": "right"}
