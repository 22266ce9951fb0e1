"""The report's tables as plain rows, shared by the page and the Markdown summary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from extractor.eval.gate import Check
from extractor.eval.model import (
    NO_ITEM,
    VERDICTS,
    Counts,
    Estimate,
    Evaluation,
    ListScore,
    Verdict,
)
from extractor.eval.run_info import listed, run_rows

VERDICT_TITLES: Final[dict[Verdict, str]] = {
    "right": "right",
    "wrong_detail": "wrong detail",
    "wrong_label": "wrong label",
    "wrong_value": "wrong value",
    "missed": "missed",
    "spurious": "invented",
}
"""What each verdict is called on the page; `VERDICTS` explains it."""


def label_glosses(evaluation: Evaluation, label: str) -> dict[str, str]:
    """Each value of a closed label with its gloss, where the task has them."""
    return evaluation.titles.glosses.get(label, {})


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One line of the table of lists."""

    name: str
    title: str
    score: ListScore
    headline: bool


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One share with what it counts; `stated` is the share among pairs where a value is stated at all."""

    title: str
    right: str
    total: int
    value: Estimate | None
    stated: Estimate | None = None


@dataclass(frozen=True, slots=True)
class LabelRow:
    """One value of a closed label; `taken_for` says what it was predicted as instead."""

    value: str
    gloss: str
    counts: Counts
    taken_for: str


@dataclass(frozen=True, slots=True)
class SliceRow:
    """One group of articles; `shares` are F1 of the lists that the task shows there."""

    group: str
    articles: int
    shares: tuple[float, ...]


def score_rows(evaluation: Evaluation) -> list[ScoreRow]:
    """Every list score in the evaluation's order."""
    titles, headlines = evaluation.titles, evaluation.titles.headlines(evaluation.lists)
    return [ScoreRow(name, titles.of_list(name), score, name in headlines) for name, score in evaluation.lists.items()]


def fact_rows(evaluation: Evaluation) -> list[ShareRow]:
    """The document's single values."""
    return [_share_row(evaluation, name, title) for name, title in evaluation.titles.of_facts(evaluation.rates).items()]


def field_rows(evaluation: Evaluation) -> list[ShareRow]:
    """Accuracy of single fields on the items that were matched."""
    rows = []
    for name in evaluation.rates:
        if name.endswith(".stated") or not (".field." in name or ".label." in name):
            continue
        kind, _, field = name.partition(".field." if ".field." in name else ".label.")
        rows.append(_share_row(evaluation, name, f"{evaluation.titles.kinds.get(kind, kind)}: {field}"))
    return rows


def _share_row(evaluation: Evaluation, name: str, title: str) -> ShareRow:
    rate = evaluation.rates[name]
    stated = evaluation.rates.get(f"{name}.stated")
    return ShareRow(
        title=title,
        right=f"{rate.tally.right:.0f}" if rate.tally.right == int(rate.tally.right) else "",
        total=rate.tally.total,
        value=rate.value if rate.tally.total else None,
        stated=stated.value if stated and stated.tally.total else None,
    )


def label_rows(evaluation: Evaluation, label: str) -> list[LabelRow]:
    """The values of one closed label, the most frequent first."""
    score, glosses = evaluation.labels[label], label_glosses(evaluation, label)
    rows = []
    for value, counts in sorted(score.labels.items(), key=lambda pair: (-pair[1].gold, pair[0])):
        others = {other: n for other, n in score.confusion.get(value, {}).items() if other != value}
        named = sorted(others.items(), key=lambda pair: (-pair[1], pair[0]))
        taken = ", ".join(f"{'missed' if other == NO_ITEM else other} {n}" for other, n in named)
        rows.append(LabelRow(value, glosses.get(value, ""), counts, taken))
    return rows


def label_names(evaluation: Evaluation) -> list[str]:
    """The closed labels the evaluation has values of."""
    return [name for name, score in evaluation.labels.items() if score.labels]


def slice_rows(evaluation: Evaluation, name: str) -> list[SliceRow]:
    """The groups of one slice, in the evaluation's order."""
    shown = evaluation.titles.of_slices(evaluation.lists)
    return [
        SliceRow(group, found.articles, tuple(found.counts[one].f1 for one in shown))
        for group, found in evaluation.slices[name].items()
    ]


def slice_heads(evaluation: Evaluation) -> list[str]:
    """Column titles of `SliceRow.shares`."""
    return [evaluation.titles.of_list(name) for name in evaluation.titles.of_slices(evaluation.lists)]


def setting_rows(evaluation: Evaluation) -> list[tuple[str, str]]:
    """What the run says of itself, and how the intervals were made; what is not known is left out."""
    settings = evaluation.settings
    rows = [
        ("run", evaluation.run.name),
        *run_rows(evaluation.run),
        ("articles", str(len(evaluation.articles))),
        ("without a summary (scored as empty)", listed(evaluation.missing)),
        ("not in the gold (not scored)", listed(evaluation.unexpected)),
        ("intervals", f"{settings.confidence:.0%}, bootstrap over articles, {settings.resamples} resamples"),
        ("seed", str(settings.seed)),
    ]
    return [(name, value) for name, value in rows if value]


class Cell(NamedTuple):
    """A number in words, and its interval; both empty where a run lacks it."""

    value: str = ""
    interval: str = ""


@dataclass(frozen=True, slots=True)
class BesideRow:
    """One score of several runs."""

    title: str
    cells: tuple[Cell, ...]


def beside_rows(runs: Sequence[Evaluation]) -> list[BesideRow]:
    """Headline scores of runs that stand side by side, then what they cost and what they refused."""
    rows = [
        BesideRow(f"{title}, F1", tuple(cell(one.lists[name].f1) for one in runs))
        for name, title in runs[0].titles.of_lists(runs[0].lists).items()
    ]
    for name, title in runs[0].titles.of_facts(runs[0].rates).items():
        rates = [one.rates.get(name) for one in runs]
        if any(rate and rate.tally.total for rate in rates):
            cells = (cell(rate.value) if rate and rate.tally.total else Cell() for rate in rates)
            rows.append(BesideRow(title, tuple(cells)))
    records = [dict(run_rows(one.run)) for one in runs]
    for name in dict.fromkeys(name for record in records for name in record):
        if name in _COMPARED_RECORDS:
            rows.append(BesideRow(name, tuple(Cell(record.get(name, "")) for record in records)))
    return rows


_COMPARED_RECORDS: Final = (
    "coverage of quantities",
    "claims refused as unproven",
    "tokens for an article",
    "cost of an article, US dollars",
)


def cell(one: Estimate) -> Cell:
    """`87.3%` and `83.1–90.9`."""
    interval = f"{100 * one.interval.low:.1f}–{100 * one.interval.high:.1f}" if one.interval else ""
    return Cell(f"{100 * one.value:.1f}%", interval)


def gate_row(check: Check) -> tuple[str, str, str, str, str]:
    """A check in words: the score's name, what it is, what it must be, what it lacks, and why that is asked."""
    why = "floor" if check.rule == "floor" else f"the baseline has {check.asked:.4f}"
    if check.score is None:
        return check.name, "absent", f"{check.least:.4f}", "", why
    return check.name, f"{check.score:.4f}", f"{check.least:.4f}", f"{max(0.0, check.least - check.score):.4f}", why


GATE_HEADS: Final = ("score", "is", "must be at least", "lacks", "because")


def verdict_rows(evaluation: Evaluation) -> list[tuple[str, Sequence[int]]]:
    """How many items of each list met which verdict, in the order of `VERDICTS`."""
    return [
        (evaluation.titles.kinds.get(kind, kind), [found.get(verdict, 0) for verdict in VERDICTS])
        for kind, found in evaluation.verdicts.items()
    ]
