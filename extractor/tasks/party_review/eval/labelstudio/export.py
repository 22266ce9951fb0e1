"""Summaries as Label Studio tasks that are labelled already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from extractor.errors import UsageError
from extractor.eval.labelstudio_config import Field, answers
from extractor.eval.labelstudio_results import PREDICTED_BY, SPANS, TEXT, Project, Result, place, relation, result
from extractor.schema import SCHEMA_VERSION, ArticleSummary, Figure
from extractor.tasks.party_review.eval.labelstudio.config import config
from extractor.tasks.party_review.eval.labelstudio.fields import (
    ARTICLE_FIELDS,
    EVIDENCE,
    ITEM_FIELDS,
    ITEM_LISTS,
    control_name,
    pack,
)

Kind = Literal["annotations", "predictions"]


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
            where = place(span, text, f"{summary.doc_id}: {list_name}[{index}]")
            results.append(result(region_id, SPANS, "labels", {**where, "labels": [label]}))
            for field in ITEM_FIELDS[label]:
                results.extend(answers(region_id, control_name(label, field), field, getattr(item, field.name), where))
            if isinstance(item, Figure):
                stretch = (item.evidence.start, item.evidence.end)
                if stretch not in evidences:
                    evidences[stretch] = f"{EVIDENCE}-{len(evidences)}"
                    clause = place(item.evidence, text, f"{summary.doc_id}: {list_name}[{index}].evidence")
                    results.append(result(evidences[stretch], SPANS, "labels", {**clause, "labels": [EVIDENCE]}))
                relations.append(relation(region_id, evidences[stretch]))
    for part, fields in ARTICLE_FIELDS.items():
        for field in fields:
            name = control_name(part, field)
            results.extend(answers(name, name, field, _article_value(summary, part, field), {}))
    return results + relations


def _article_value(summary: ArticleSummary, part: str, field: Field) -> object:
    if field.name == "organizations":
        return [pack((org.kind, org.province, org.name)) for org in summary.organizations]
    value: object = getattr(getattr(summary, part) if part else summary, field.name)
    return value
