"""A Label Studio JSON export read back as summaries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pydantic import ValidationError

from extractor.errors import UsageError
from extractor.eval.labelstudio_config import Field, answered
from extractor.eval.labelstudio_results import Imported, Labelled, Region, in_order, read_labelled
from extractor.schema import ArticleSummary
from extractor.tasks.party_review.eval.labelstudio.fields import (
    ARTICLE_FIELDS,
    EVIDENCE,
    ITEM_FIELDS,
    ITEM_LISTS,
    control_name,
    unpack,
)

_ORGANIZATION_CELLS: Final = 3
_ITEM_DEPTH: Final = 2


def read_export(
    export: str | bytes | Sequence[dict[str, Any]], annotator: int | None = None
) -> Imported[ArticleSummary]:
    """The summaries in a project's export in the format "JSON" (not "JSON-MIN", which loses the regions).

    Args:
        export: the file's text, or the list it holds.
        annotator: whose annotations are read (Label Studio's user id), where several people labelled one task.

    Raises:
        UsageError: the file is no such export, a span does not fit its article, an answer is missing or malformed,
            or several people labelled one task and `annotator` does not say whose labels are meant.
    """
    return read_labelled(export, annotator, _summary)


def _summary(found: Labelled) -> ArticleSummary:
    doc_id = found.doc_id
    data: dict[str, Any] = {"doc_id": doc_id}
    for part, fields in ARTICLE_FIELDS.items():
        values = {field.name: _article_value(doc_id, part, field, found.answers) for field in fields}
        data.update({part: values} if part else values)
    for label, list_name in ITEM_LISTS.items():
        own = in_order([region for region in found.regions.values() if region.label == label])
        data[list_name] = [_item(found, region) for region in own]
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


def _item(found: Labelled, region: Region) -> dict[str, Any]:
    item = {
        field.name: answered(field, region.answers.get(control_name(region.label, field)))
        for field in ITEM_FIELDS[region.label]
    }
    span = _span(found.text, region)
    if region.label != "figure":
        return {**item, "evidence": span}
    clauses = [one for one in found.linked(region.region_id) if one.label == EVIDENCE]
    if len(clauses) != 1:
        raise UsageError(
            f"{found.doc_id}: the figure {span['text']!r} at {region.start}-{region.end} is tied to {len(clauses)} "
            "clauses, not one; draw one relation from it to its evidence."
        )
    return {**item, "mention": span, "evidence": _span(found.text, clauses[0])}


def _span(text: str, region: Region) -> dict[str, Any]:
    return {"text": text[region.start : region.end], "start": region.start, "end": region.end}


def _article_value(doc_id: str, part: str, field: Field, answers: dict[str, Any]) -> object:
    value = answered(field, answers.get(control_name(part, field)))
    if field.name == "organizations":
        try:
            rows = [unpack(line, _ORGANIZATION_CELLS) for line in value or []]
        except UsageError as error:
            raise UsageError(f"{doc_id}: organizations: {error}") from error
        return [{"kind": kind, "province": province, "name": name} for kind, province, name in rows]
    if field.name == "abstract":
        return value or ""
    return value
