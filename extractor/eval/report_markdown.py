"""The report of an evaluation as a few lines of Markdown, for a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from extractor.eval.gate import Check, fallen
from extractor.eval.model import VERDICTS, Estimate, Evaluation
from extractor.eval.repeats import Spread
from extractor.eval.report_rows import (
    GATE_HEADS,
    VERDICT_TITLES,
    ScoreRow,
    fact_rows,
    gate_row,
    score_rows,
    setting_rows,
    verdict_rows,
)
from extractor.eval.reported import Reported, run_titles
from extractor.eval.titles import Titles
from extractor.terminal import without_controls

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|~#@!])")
"""What Markdown, its HTML or a code host's mentions could take for more than text."""


def markdown_report(reported: Reported) -> str:
    """The headline figures as tables, what the gate says first; of further runs the headline F1 stand beside."""
    first = reported.evaluation
    counts = first.lists[first.titles.lead_list(first.lists)].counts
    articles = len(first.articles)
    lines = [
        f"### {plain(first.run.name or 'Evaluation')}: {articles:,} {'article' if articles == 1 else 'articles'}",
        "",
        *_gate_lines(reported.checks),
        f"Of {counts.gold:,} {first.titles.lead_name(first.lists)} **{100 * counts.recall:.1f}%** were found "
        f"with the right value and labels; of {counts.predicted:,} given **{100 * counts.precision:.1f}%** were right.",
        "",
        *_score_table(reported.runs),
        "",
        *_fold("Single values", _fact_table(first)),
        *_fold("What became of the items", _verdict_table(first)),
        *_spread_lines(reported.spreads(), first.titles),
        *_fold("Settings", _table(("setting", ""), setting_rows(first), numbers=False)),
        *(f"{plain(note)}\n" for note in reported.notes()),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _gate_lines(checks: Sequence[Check]) -> list[str]:
    if not checks:
        return []
    fell = fallen(checks)
    if not fell:
        return [f"**Gate passed**: all {len(checks)} checks.", ""]
    rows = [tuple(map(plain, gate_row(check))) for check in fell]
    return [f"**Gate fell**: {len(fell)} of {len(checks)} checks.", "", *_table(GATE_HEADS, rows), ""]


def _spread_lines(found: Sequence[Spread], said: Titles) -> list[str]:
    lists = said.of_lists(one.name.removesuffix(".f1") for one in found if one.name.endswith(".f1"))
    titles = {f"{name}.f1": f"{title}, F1" for name, title in lists.items()}
    rows = [
        (titles[one.name], *(f"{100 * number:.1f}" for number in (one.mean, one.low, one.high, one.run_deviation)))
        for one in found
        if one.name in titles
    ]
    heads = ("score", "mean of the runs", "lowest", "highest", "between runs (sd)")
    return _fold("Spread between runs", _table(heads, rows)) if rows else []


def plain(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", without_controls(" ".join(text.split())))


def _score_table(evaluations: Sequence[Evaluation]) -> list[str]:
    first, *others = evaluations
    names = run_titles(evaluations)[1:]
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
