"""What a Label Studio project asks, whatever the task: fields with their controls, and the interface's XML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal
from xml.etree import ElementTree

from extractor.eval.labelstudio_results import SPANS, TEXT, Result, result

Control = Literal["choice", "text", "long_text", "texts", "number", "date"]
"""`choice` is a closed label, `texts` a list of short texts, `date` an ISO date; the rest is what it says."""

RESULT_TYPES: Final[dict[Control, str]] = {
    "choice": "choices",
    "text": "textarea",
    "long_text": "textarea",
    "texts": "textarea",
    "number": "number",
    "date": "datetime",
}
"""Control -> the `type` of a result in Label Studio's JSON."""

_MANY_CHOICES: Final = 7
"""From this many choices on a drop-down list is shorter than a row of buttons."""

_COLUMNS: Final = "display:flex;gap:24px;align-items:flex-start"
_COLUMN: Final = "flex:1 1 0;min-width:0;max-height:85vh;overflow:auto"
"""Article left, questions right: what is asked about a region stays in sight of it."""

_STYLE: Final = ".lsf-htx-richtext,.htx-text{white-space:pre-wrap;line-height:1.7}"
"""Without `pre-wrap` Label Studio trims blanks, and what people see would not be what the offsets count.

The text has the class `lsf-htx-richtext` in Label Studio 1.23.2; `htx-text` is what its documentation says.
"""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an item or of the document: its name in the schema, its control and its title."""

    name: str
    control: Control
    title: str
    choices: tuple[tuple[str, str], ...] = ()
    """Each label with its Vietnamese gloss, for a `choice`."""

    required: bool = False


Questions = Sequence[tuple[str, Field]]
"""Controls by their names in the config."""


def config_xml(
    labels: Mapping[str, tuple[str, str]], regions: Mapping[str, Questions], article: Iterable[Questions]
) -> str:
    """The labelling config: spans of the article with questions about each, and questions about the article.

    Args:
        labels: label of a region -> its title and colour.
        regions: label -> what is asked about such a region.
        article: parts of what is asked once for the article.
    """
    root = ElementTree.Element("View")
    ElementTree.SubElement(root, "Style").text = _STYLE
    columns = ElementTree.SubElement(root, "View", style=_COLUMNS)
    left = ElementTree.SubElement(columns, "View", style=_COLUMN)
    right = ElementTree.SubElement(columns, "View", style=_COLUMN)
    marks = ElementTree.SubElement(left, "Labels", name=SPANS, toName=TEXT)
    for label, (title, colour) in labels.items():
        ElementTree.SubElement(marks, "Label", value=title, alias=label, background=colour)
    ElementTree.SubElement(left, "Text", name=TEXT, value=f"${TEXT}", granularity="symbol")
    for label, questions in regions.items():
        part = ElementTree.SubElement(
            right, "View", visibleWhen="region-selected", whenTagName=SPANS, whenLabelValue=label
        )
        for name, field in questions:
            _add_control(part, name, field, {"perRegion": "true", "whenLabelValue": label})
    for questions in article:
        part = ElementTree.SubElement(right, "View")
        for name, field in questions:
            _add_control(part, name, field, {})
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _add_control(parent: ElementTree.Element, name: str, field: Field, region: dict[str, str]) -> None:
    ElementTree.SubElement(parent, "Header", value=field.title, size="6")
    common = {"name": name, "toName": TEXT, **region}
    if field.required:
        common["required"] = "true"
    match field.control:
        case "choice":
            layout = "select" if len(field.choices) >= _MANY_CHOICES else "inline"
            tag = ElementTree.SubElement(parent, "Choices", {**common, "choice": "single", "layout": layout})
            for label, gloss in field.choices:
                ElementTree.SubElement(tag, "Choice", value=gloss, alias=label, hint=label)
        case "number":
            ElementTree.SubElement(parent, "Number", common)
        case "date":
            ElementTree.SubElement(parent, "DateTime", {**common, "only": "date", "format": "%Y-%m-%d"})
        case "texts":
            ElementTree.SubElement(parent, "TextArea", {**common, "editable": "true", "rows": "1"})
        case "text" | "long_text":
            rows = "4" if field.control == "long_text" else "1"
            ElementTree.SubElement(
                parent, "TextArea", {**common, "editable": "true", "maxSubmissions": "1", "rows": rows}
            )


def answers(region_id: str, name: str, field: Field, value: object, where: Mapping[str, Any]) -> list[Result]:
    """The result that holds one field, or none where the field is empty.

    A textarea's `text` takes the place of the region's own, as in Label Studio's own exports.
    """
    if value is None or value == []:
        return []
    return [result(region_id, name, RESULT_TYPES[field.control], {**where, **_value(field.control, value)})]


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


def answered(field: Field, value: dict[str, Any] | None) -> Any:
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
