"""The report of an evaluation as a few lines of Markdown, for a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from extractor.errors import UsageError
from extractor.eval.model import VERDICTS, Estimate, Evaluation
from extractor.eval.report_rows import VERDICT_TITLES, ScoreRow, fact_rows, score_rows, setting_rows, verdict_rows

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|~#@!])")
"""What Markdown, its HTML or a code host's mentions could take for more than text."""


def markdown_report(evaluations: Sequence[Evaluation]) -> str:
    """The headline figures as tables; of further evaluations (repeats, other settings) the headline F1 stand beside.

    Raises `UsageError` where there is no evaluation.
    """
    if not evaluations:
        raise UsageError("A report needs at least one evaluation.")
    first = evaluations[0]
    counts = first.lists["figures.core"].counts
    articles = len(first.articles)
    lines = [
        f"### {plain(first.run.name or 'Evaluation')}: {articles:,} {'article' if articles == 1 else 'articles'}",
        "",
        f"Of {counts.gold:,} figures **{100 * counts.recall:.1f}%** were found with the right value and labels; "
        f"of {counts.predicted:,} given **{100 * counts.precision:.1f}%** were right.",
        "",
        *_score_table(evaluations),
        "",
        *_fold("Single values", _fact_table(first)),
        *_fold("What became of the items", _verdict_table(first)),
        *_fold("Settings", _table(("setting", ""), setting_rows(first), numbers=False)),
    ]
    return "\n".join(lines).rstrip() + "\n"


def plain(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _score_table(evaluations: Sequence[Evaluation]) -> list[str]:
    first, *others = evaluations
    names = [one.run.name or f"run {number}" for number, one in enumerate(others, start=2)]
    rows = [
        (
            f"**{row.title}**" if row.headline else row.title,
            *_scores(row),
            *(_estimate(one.lists[row.name].f1) for one in others),
        )
        for row in score_rows(first)
    ]
    heads = ("score", "F1", "precision", "recall", "gold", "given", *(f"F1 of {plain(name)}" for name in names))
    return _table(heads, rows)


def _scores(row: ScoreRow) -> tuple[str, ...]:
    score = row.score
    shares = (f"{100 * one.value:.1f}" for one in (score.precision, score.recall))
    return (_estimate(score.f1), *shares, f"{score.counts.gold:,}", f"{score.counts.predicted:,}")


def _fact_table(evaluation: Evaluation) -> list[str]:
    rows = [
        (row.title, _estimate(row.value) if row.value else "", row.right, str(row.total))
        for row in fact_rows(evaluation)
    ]
    return _table(("value", "share right", "right", "of"), rows)


def _verdict_table(evaluation: Evaluation) -> list[str]:
    rows = [(name, *(str(number) for number in numbers)) for name, numbers in verdict_rows(evaluation)]
    return _table(("list", *(VERDICT_TITLES[verdict] for verdict in VERDICTS)), rows)


def _estimate(one: Estimate) -> str:
    interval = f" ({100 * one.interval.low:.1f}–{100 * one.interval.high:.1f})" if one.interval else ""
    return f"{100 * one.value:.1f}{interval}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: bool = True) -> list[str]:
    rule = ["---", *(["---:"] if numbers else ["---"]) * (len(heads) - 1)]
    # Titles are this package's own and may be bold; the other cells of a table without numbers come from a run.
    return [_line(heads), _line(rule), *(_line(row if numbers else [plain(cell) for cell in row]) for row in rows)]


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _fold(title: str, lines: Sequence[str]) -> list[str]:
    return [f"<details><summary>{title}</summary>", "", *lines, "", "</details>", ""]
