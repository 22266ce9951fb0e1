"""Judges a whole prediction against gold: `evaluate` is the one way to an `Evaluation`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from extractor.errors import UsageError
from extractor.eval.abstract import NO_CHRF
from extractor.eval.article_score import score_article
from extractor.eval.intervals import percentile_interval, ratio, resampled_sums
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
from extractor.eval.spec import LABELS
from extractor.schema import ArticleSummary, Figure

if TYPE_CHECKING:
    from extractor.eval.intervals import Floats

Keep = Literal["all", "errors", "none"]
"""Which matches an evaluation keeps: every one, those that are not right, none (for very many articles)."""


def evaluate(
    gold: Iterable[ArticleSummary],
    predictions: Mapping[str, ArticleSummary],
    texts: Mapping[str, str] | None = None,
    *,
    settings: Settings | None = None,
    keep: Keep = "all",
    run: RunInfo | None = None,
) -> Evaluation:
    """Scores `predictions` (by `doc_id`) against `gold`, with intervals.

    Gold is read once and may be a generator, predictions and texts are looked up one by one and may be lazy: memory
    grows with the matches that are kept. A gold article without a prediction scores as empty. Without an article's
    text its abstract's numbers are not judged. Raises `UsageError` where gold is empty or has one id twice.
    """
    settings = settings or Settings()
    rows: dict[str, ArticleScore] = {}
    tables = _LabelTables()
    verdicts: dict[ItemKind, Counter[Verdict]] = defaultdict(Counter)
    for summary in gold:
        if summary.doc_id in rows:
            raise UsageError(f"The gold has two labels for {summary.doc_id}; keep one of them.")
        text = texts.get(summary.doc_id) if texts is not None else None
        row = score_article(summary, predictions.get(summary.doc_id), text)
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
        notes=_notes(articles, rates),
        run=run or RunInfo(),
        settings=settings,
    )


def estimates(
    articles: tuple[ArticleScore, ...], settings: Settings
) -> tuple[dict[str, ListScore], dict[str, RateScore]]:
    """Micro and macro scores of the rows, with intervals where there are two articles or more."""
    lists = list(articles[0].counts)
    rates = list(dict.fromkeys(name for row in articles for name in row.tallies))
    columns = score_columns(articles, lists, rates)
    drawn = resampled_sums(columns, settings) if len(articles) > 1 else None
    scored = {name: _list_score(articles, name, 4 * i, drawn, settings) for i, name in enumerate(lists)}
    offset = 4 * len(lists)
    rated = {name: _rate_score(articles, name, offset + 2 * i, drawn, settings) for i, name in enumerate(rates)}
    return scored, rated


def score_columns(articles: Iterable[ArticleScore], lists: Iterable[str], rates: Iterable[str]) -> Floats:
    """One row an article: matched, gold, predicted and F1 of each list, then right and total of each rate."""
    import numpy

    lists, rates = list(lists), list(rates)
    table: list[list[float]] = []
    for row in articles:
        cells: list[float] = []
        for name in lists:
            counts = row.counts[name]
            cells += (counts.matched, counts.gold, counts.predicted, counts.f1)
        for name in rates:
            tally = row.tallies.get(name, _NOTHING)
            cells += (tally.right, tally.total)
        table.append(cells)
    return numpy.array(table, dtype=numpy.float64)


_NOTHING = Tally()


def _list_score(
    articles: tuple[ArticleScore, ...], name: str, at: int, drawn: Floats | None, settings: Settings
) -> ListScore:
    counts = sum((row.counts[name] for row in articles), Counts())
    macro = sum(row.counts[name].f1 for row in articles) / len(articles)
    values = (counts.precision, counts.recall, counts.f1, macro)
    if drawn is None:
        return ListScore(counts, *(Estimate(value) for value in values))
    matched, gold, predicted, f1 = (drawn[:, at + i] for i in range(4))
    resampled = (*prf(matched, gold, predicted), f1 / len(articles))
    precision, recall, micro, mean = (
        Estimate(value, percentile_interval(sample, settings.confidence))
        for value, sample in zip(values, resampled, strict=True)
    )
    return ListScore(counts, precision, recall, micro, mean)


def prf(matched: Floats, gold: Floats, predicted: Floats) -> tuple[Floats, Floats, Floats]:
    """Precision, recall and F1 of arrays of counts, by the same rules for empty sides as `Counts`."""
    neither = (gold + predicted == 0).astype(float)
    return (
        ratio(matched, predicted, neither),
        ratio(matched, gold, neither),
        ratio(2 * matched, gold + predicted, 1.0),
    )


def _rate_score(
    articles: tuple[ArticleScore, ...], name: str, at: int, drawn: Floats | None, settings: Settings
) -> RateScore:
    tally = sum((row.tallies.get(name, _NOTHING) for row in articles), Tally())
    if drawn is None:
        return RateScore(tally, Estimate(tally.share))
    sample = ratio(drawn[:, at], drawn[:, at + 1], 1.0)
    return RateScore(tally, Estimate(tally.share, percentile_interval(sample, settings.confidence)))


class _LabelTables:
    """Collects, for each closed label of figures, gold value -> predicted value -> how many."""

    def __init__(self) -> None:
        self._found: dict[str, dict[str, Counter[str]]] = {name: defaultdict(Counter) for name in LABELS}

    def add(self, match: Match) -> None:
        """Counts one match of figures; a pair with another value counts as one missed and one spurious."""
        if match.kind != "figures":
            return
        gold, predicted = match.gold, match.predicted
        if match.verdict == "wrong_value":
            self._count(gold, None)
            self._count(None, predicted)
        else:
            self._count(gold, predicted)

    def _count(self, gold: object, predicted: object) -> None:
        for name, table in self._found.items():
            row = getattr(gold, name) if isinstance(gold, Figure) else NO_ITEM
            column = getattr(predicted, name) if isinstance(predicted, Figure) else NO_ITEM
            table[row][column] += 1

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
    return {name: {group: _slice(rows) for group, rows in sorted(found.items())} for name, found in groups.items()}


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


def _notes(articles: Iterable[ArticleScore], rates: Mapping[str, RateScore]) -> tuple[str, ...]:
    notes = []
    without = sum(row.characters is None for row in articles)
    if without:
        notes.append(f"The text of {without} articles was not found: the numbers of their abstracts are not judged.")
    if "abstract.chrf" not in rates:
        notes.append(NO_CHRF)
    return tuple(notes)
