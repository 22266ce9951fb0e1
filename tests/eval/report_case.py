"""A small evaluation to report on: two articles, every kind of error, and text that would like to be markup."""

from __future__ import annotations

from typing import Any

from extractor.eval.model import Evaluation, RunInfo, Settings
from extractor.eval.report_browser import Answers, answers_of
from extractor.eval.reported import Reported
from extractor.schema import ArticleSummary, Event, Figure, Organization, Person, Source, Span
from extractor.tasks.party_review.eval.answers import answers
from extractor.tasks.party_review.eval.judge import evaluate_reviews as evaluate

HOSTILE = "</script><img src=x onerror=\"window.hacked='yes'\"><!--<script>{{7*7}}&amp;'\u2028"
TEXTS = {
    "a": f"😀 Đảng ủy Khối kết nạp 12 đảng viên, vượt 3; xóa tên 4. {HOSTILE} Lê Hoa, Bí thư. Năm 2018: 15 đảng viên.",
    "b<i>": "Chi bộ có 20 đảng viên, 7 nữ.\nHết.",
}


def span(doc_id: str, text: str) -> Span:
    start = TEXTS[doc_id].index(text)
    return Span(text=text, start=start, end=start + len(text))


def figure(doc_id: str, mention: str, clause: str, **changes: Any) -> Figure:
    given: dict[str, Any] = {
        "organization": None,
        "phase": "result",
        "period": "2017",
        "subject": "member",
        "measure": "admitted",
        "basis": "level",
        "value": float(mention),
        "value_max": None,
        "out_of": None,
        "unit": "count",
        "comparator": "eq",
        "group": None,
        "mention": span(doc_id, mention),
        "evidence": span(doc_id, clause),
    }
    return Figure(**{**given, **changes})


def summary(doc_id: str, figures: list[Figure], **changes: Any) -> ArticleSummary:
    given: dict[str, Any] = {
        "source": Source(outlet=None, title=None, authors=[], published_on=None),
        "event": Event(kind="annual_review", held_on=None, review_period="2017", plan_period=None),
        "abstract": "Kết nạp 12 đảng viên.",
        "organizations": [Organization(name="Đảng ủy Khối", kind="agencies_bloc", province=None)],
        "awards": [],
        "people": [],
        "documents": [],
        "points": [],
    }
    return ArticleSummary(doc_id=doc_id, figures=figures, **{**given, **changes})


CLAUSE = "kết nạp 12 đảng viên, vượt 3"
TWELVE = figure("a", "12", CLAUSE)
OVER = figure("a", "3", CLAUSE, basis="over_plan")
REMOVED = figure("a", "4", "xóa tên 4", measure="removed")
TARGET = figure("a", "15", "15 đảng viên", phase="target", period="2018", comparator="ge")
TOTAL = figure("b<i>", "20", "có 20 đảng viên", measure="total")
WOMEN = figure("b<i>", "7", "7 nữ", measure="total", group="nữ")

GOLD = [
    summary(
        "a",
        [TWELVE, OVER, REMOVED, TARGET],
        people=[Person(name="Lê Hoa", role=HOSTILE, evidence=span("a", "Lê Hoa, Bí thư"))],
        source=Source(outlet=HOSTILE, title=None, authors=["Thu"], published_on=None),
    ),
    summary("b<i>", [TOTAL], abstract="Có 20 đảng viên."),
]
PREDICTED = {
    "a": summary(
        "a",
        [
            TWELVE,
            OVER.model_copy(update={"basis": "change"}),
            TARGET.model_copy(update={"comparator": "eq"}),
            REMOVED.model_copy(update={"value": 40.0}),
        ],
        abstract="Kết nạp 120 đảng viên.",
        organizations=[],
    ),
    "b<i>": summary("b<i>", [TOTAL, WOMEN], abstract="Có 20 đảng viên."),
}
ANSWERS: Answers = answers_of(GOLD, PREDICTED, answers)


def evaluation(predicted: dict[str, ArticleSummary] | None = None, **run: Any) -> Evaluation:
    given: dict[str, Any] = {"name": f"run {HOSTILE}", "model": "m|odel", "cost_usd_per_article": 0.001}
    return evaluate(
        GOLD,
        PREDICTED if predicted is None else predicted,
        TEXTS,
        settings=Settings(resamples=100),
        run=RunInfo(**{**given, **run}),
    )


def reported(*beside: Evaluation, **run: Any) -> Reported:
    """The small evaluation, with others beside it."""
    return Reported(evaluation(**run), beside=beside)
