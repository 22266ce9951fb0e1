"""The labelling interface of a Label Studio project, as its XML."""

from __future__ import annotations

from typing import Final
from xml.etree import ElementTree

from extractor.tasks.party_review.eval.labelstudio.fields import (
    ARTICLE_FIELDS,
    ITEM_FIELDS,
    LABEL_TITLES,
    SPANS,
    TEXT,
    Field,
    control_name,
)

_MANY_CHOICES: Final = 7
"""From this many choices on a drop-down list is shorter than a row of buttons."""

_COLUMNS: Final = "display:flex;gap:24px;align-items:flex-start"
_COLUMN: Final = "flex:1 1 0;min-width:0;max-height:85vh;overflow:auto"
"""Article left, questions right: what is asked about a region stays in sight of it."""

_STYLE: Final = ".lsf-htx-richtext,.htx-text{white-space:pre-wrap;line-height:1.7}"
"""Without `pre-wrap` Label Studio trims blanks, and what people see would not be what the offsets count.

The text has the class `lsf-htx-richtext` in Label Studio 1.23.2; `htx-text` is what its documentation says.
"""


def config() -> str:
    """The labelling config: spans of the article with questions about each, and questions about the article."""
    root = ElementTree.Element("View")
    ElementTree.SubElement(root, "Style").text = _STYLE
    columns = ElementTree.SubElement(root, "View", style=_COLUMNS)
    article = ElementTree.SubElement(columns, "View", style=_COLUMN)
    questions = ElementTree.SubElement(columns, "View", style=_COLUMN)
    labels = ElementTree.SubElement(article, "Labels", name=SPANS, toName=TEXT)
    for label, (title, colour) in LABEL_TITLES.items():
        ElementTree.SubElement(labels, "Label", value=title, alias=label, background=colour)
    ElementTree.SubElement(article, "Text", name=TEXT, value=f"${TEXT}", granularity="symbol")
    for item, fields in ITEM_FIELDS.items():
        part = ElementTree.SubElement(
            questions, "View", visibleWhen="region-selected", whenTagName=SPANS, whenLabelValue=item
        )
        for field in fields:
            _add_control(part, item, field, {"perRegion": "true", "whenLabelValue": item})
    for name, fields in ARTICLE_FIELDS.items():
        part = ElementTree.SubElement(questions, "View")
        for field in fields:
            _add_control(part, name, field, {})
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _add_control(parent: ElementTree.Element, part: str, field: Field, region: dict[str, str]) -> None:
    ElementTree.SubElement(parent, "Header", value=field.title, size="6")
    common = {"name": control_name(part, field), "toName": TEXT, **region}
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
