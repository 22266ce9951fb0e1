"""How summaries of Party reviews are judged: everything that scores, reports, gates and baselines ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Final

from extractor.eval.columns import LIST_METRICS
from extractor.eval.model import ArticleScore, RateScore, RunInfo
from extractor.eval.run_info import version_note
from extractor.eval.score import Judge, evaluate
from extractor.tasks.party_review.eval.answers import answers
from extractor.tasks.party_review.eval.article_score import score_article
from extractor.tasks.party_review.eval.spec import FACTS, LIST_NAMES, RATE_NAMES, SPECS
from extractor.tasks.party_review.eval.titles import HEADLINES, TITLES

SCORE_NAMES: Final = (
    *(f"{name}.{metric}" for name in LIST_NAMES for metric in LIST_METRICS),
    *RATE_NAMES,
    "coverage",
)
"""Every score a gate may ask for."""

KEPT: Final = (
    *(f"{name}.f1" for name in LIST_NAMES),
    *("figures.core.precision", "figures.core.recall", "figures.core.macro_f1"),
    *(f"figures.field.{name}" for name in ("comparator", "period", "organization")),
    *(f"figures.field.{name}.stated" for name in ("out_of", "value_max", "group")),
    *FACTS,
    *("abstract.numbers", "abstract.chrf", "coverage"),
)
"""Scores that a baseline keeps, in this order; those that an evaluation does not have are left out."""

NO_CHRF: Final = "abstract.chrf was not computed: install sacrebleu (in the extra `report`)"


def notes(articles: Iterable[ArticleScore], rates: Mapping[str, RateScore], run: RunInfo) -> tuple[str, ...]:
    """What could not be judged, or not fairly."""
    found = [note] if (note := version_note(run)) else []
    without = sum(row.characters is None for row in articles)
    if without:
        of, whose = ("1 article", "its abstract") if without == 1 else (f"{without} articles", "their abstracts")
        found.append(
            f"The text of {of} was not found: the numbers of {whose} are not judged; name the folder of the "
            "articles' files with --texts FOLDER."
        )
    if "abstract.chrf" not in rates:
        found.append(NO_CHRF)
    return tuple(found)


PARTY_REVIEW: Final = Judge(
    score_article,
    SPECS,
    headlines=HEADLINES,
    titles=TITLES,
    notes=notes,
    doubted=("figures", "figure"),
    answers=answers,
)
"""How summaries of Party reviews are judged."""

evaluate_reviews = partial(evaluate, judge=PARTY_REVIEW)
"""`evaluate` for Party reviews."""
