"""Judges a whole prediction against gold: `evaluate` is the one way to an `Evaluation`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from extractor.errors import UsageError
from extractor.eval.article_score import LENGTH_ORDER
from extractor.eval.columns import LIST_METRICS, columns
from extractor.eval.intervals import percentile_interval, resampled_sums
from extractor.eval.model import (
    NO_ITEM,
    ArticleScore,
    Counts,
    Estimate,
    Evaluation,
    ItemKind,
    LabelScore,
    ListScore,
    Match,
    RateScore,
    RunInfo,
    Settings,
    SliceScore,
    Tally,
    Verdict,
)
from extractor.eval.spec import ListSpec
from extractor.eval.titles import OWN_NAMES, Titles

Keep = Literal["all", "errors", "none"]
"""Which matches an evaluation keeps: every one, those that are not right, none (for very many articles)."""


@dataclass(frozen=True, slots=True)
class Judge:
    """How the summaries of one task are judged."""

    score: Callable[[Any, Any, str | None], ArticleScore]
    """Gold, prediction (None where there is none) and the article's text -> everything that was counted."""
    specs: Mapping[str, ListSpec]
    """List -> how its items are compared."""
    headlines: tuple[str, ...]
    """Scores shown where several runs stand side by side, and kept in a baseline of a task of one's own."""
    titles: Titles = OWN_NAMES
    """What the scores are called."""
    notes: Notes | None = None
    """What could not be judged, in words."""
    doubted: tuple[str, str] | None = None
    """The list whose items' probabilities of being wrong are calibrated, and what one is called in `doubt.jsonl`."""
    answers: Told | None = None
    """The single values of an article for the report's browser of errors."""


Notes = Callable[[Iterable[ArticleScore], Mapping[str, RateScore], RunInfo], tuple[str, ...]]
Told = Callable[[ArticleScore, Any, Any], Iterator[dict[str, Any]]]


def evaluate(
    gold: Iterable[Any],
    predictions: Mapping[str, Any],
    texts: Mapping[str, str] | None = None,
    *,
    settings: Settings | None = None,
    keep: Keep = "all",
    run: RunInfo | None = None,
    judge: Judge,
) -> Evaluation:
    """Scores `predictions` (by `doc_id`) against `gold`, with intervals.

    Gold is read once and may be a generator, predictions and texts are looked up one by one and may be lazy: memory
    grows with the matches that are kept. A gold article without a prediction scores as empty. Raises `UsageError` where
    gold is empty or has one id twice.
    """
    settings = settings or Settings()
    rows: dict[str, ArticleScore] = {}
    tables = _LabelTables(judge.specs.values())
    verdicts: dict[ItemKind, Counter[Verdict]] = defaultdict(Counter)
    for summary in gold:
        if summary.doc_id in rows:
            raise UsageError(f"The gold has two labels for {summary.doc_id}; keep one of them.")
        text = texts.get(summary.doc_id) if texts is not None else None
        row = judge.score(summary, predictions.get(summary.doc_id), text)
        for match in row.matches:
            verdicts[match.kind][match.verdict] += 1
            tables.add(match)
        rows[summary.doc_id] = _kept(row, keep)
    if not rows:
        raise UsageError("There is no gold article to score against; give a folder with label files (*.json).")
    articles = tuple(rows[doc_id] for doc_id in sorted(rows))
    lists, rates = estimates(articles, settings)
    return Evaluation(
        articles=articles,
        lists=lists,
        rates=rates,
        labels=tables.scores(),
        slices=_slices(articles),
        verdicts={kind: dict(sorted(found.items())) for kind, found in verdicts.items()},
        missing=tuple(row.doc_id for row in articles if row.missing),
        unexpected=tuple(sorted(doc_id for doc_id in predictions if doc_id not in rows)),
        notes=judge.notes(articles, rates, run or RunInfo()) if judge.notes is not None else (),
        run=run or RunInfo(),
        settings=settings,
        titles=judge.titles,
    )


def estimates(
    articles: tuple[ArticleScore, ...], settings: Settings
) -> tuple[dict[str, ListScore], dict[str, RateScore]]:
    """Micro and macro scores of the rows, with intervals where there are two articles or more."""
    rates = dict.fromkeys(name for row in articles for name in row.tallies)
    table = columns(articles, articles[0].counts, rates)
    values = table.metrics(table.total)
    drawn = table.metrics(resampled_sums(table.cells, settings)) if len(articles) > 1 else {}

    def estimate(name: str) -> Estimate:
        interval = percentile_interval(drawn[name], settings.confidence) if drawn else None
        return Estimate(float(values[name][0]), interval)

    lists = {
        name: ListScore(
            sum((row.counts[name] for row in articles), Counts()),
            *(estimate(f"{name}.{metric}") for metric in LIST_METRICS),
        )
        for name in table.lists
    }
    tallies = {name: sum((row.tallies.get(name, _NOTHING) for row in articles), Tally()) for name in table.rates}
    return lists, {name: RateScore(tally, estimate(name)) for name, tally in tallies.items()}


_NOTHING: Final = Tally()


class _LabelTables:
    """Collects, for each closed label of a list, gold value -> predicted value -> how many."""

    def __init__(self, specs: Iterable[ListSpec]) -> None:
        self._labels = {spec.kind: spec.labels for spec in specs if spec.labels}
        self._found: dict[str, dict[str, Counter[str]]] = {
            name: defaultdict(Counter) for labels in self._labels.values() for name in labels
        }

    def add(self, match: Match) -> None:
        """Counts one match; a pair with another value counts as one missed and one spurious."""
        labels = self._labels.get(match.kind)
        if labels is None:
            return
        gold, predicted = match.gold, match.predicted
        if match.verdict == "wrong_value":
            self._count(labels, gold, None)
            self._count(labels, None, predicted)
        else:
            self._count(labels, gold, predicted)

    def _count(self, labels: Iterable[str], gold: object, predicted: object) -> None:
        for name in labels:
            row = getattr(gold, name) if gold is not None else NO_ITEM
            column = getattr(predicted, name) if predicted is not None else NO_ITEM
            self._found[name][row][column] += 1

    def scores(self) -> dict[str, LabelScore]:
        """Counts of each label's values, and the confusions."""
        return {name: _label_score(table) for name, table in self._found.items()}


def _label_score(table: Mapping[str, Counter[str]]) -> LabelScore:
    columns: Counter[str] = Counter()
    for row in table.values():
        columns += row
    names = sorted((set(table) | set(columns)) - {NO_ITEM})
    labels = {
        name: Counts(
            table[name][name] if name in table else 0,
            table[name].total() if name in table else 0,
            columns[name],
        )
        for name in names
    }
    return LabelScore(labels, {row: dict(sorted(table[row].items())) for row in sorted(table)})


def _slices(articles: Iterable[ArticleScore]) -> dict[str, dict[str, SliceScore]]:
    groups: dict[str, dict[str, list[ArticleScore]]] = defaultdict(lambda: defaultdict(list))
    for row in articles:
        for name, group in row.slices.items():
            groups[name][group].append(row)
    return {name: {group: _slice(found[group]) for group in _in_order(name, found)} for name, found in groups.items()}


def _in_order(name: str, groups: Mapping[str, list[ArticleScore]]) -> list[str]:
    """Lengths from short to long, other groups with the most articles first."""
    if name == "length":
        return [group for group in LENGTH_ORDER if group in groups]
    return sorted(groups, key=lambda group: (-len(groups[group]), group))


def _slice(rows: list[ArticleScore]) -> SliceScore:
    counts: dict[str, Counts] = {}
    tallies: dict[str, Tally] = {}
    for row in rows:
        for name, count in row.counts.items():
            counts[name] = counts.get(name, Counts()) + count
        for name, tally in row.tallies.items():
            tallies[name] = tallies.get(name, _NOTHING) + tally
    return SliceScore(len(rows), counts, tallies)


def _kept(row: ArticleScore, keep: Keep) -> ArticleScore:
    if keep == "all":
        return row
    wrong = () if keep == "none" else tuple(match for match in row.matches if match.verdict != "right")
    return replace(row, matches=wrong)
