"""Do the probabilities of a run tell its errors? Reliability, AUC, and what reading the worst items catches.

A run of the rules engine gives every item a probability of being wrong (`doubt.jsonl`), a run with a model those that
two readings disagree on (`review.jsonl`; the rest is held for right). Judged are the items of the list that the task
doubts: the probability is of value and labels (`core`), and is held against the errors at `strict` too. What is missing
in a run has no probability and is no part of this.

A run of a task of one's own carries none: it asks once, and all that it keeps is proved. Further runs of the same
setting tell one: the share of the runs that do not have an item, with half a run added to each side.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel

from extractor.errors import InputError, UsageError
from extractor.eval.intervals import percentile_interval, resample_weights
from extractor.eval.model import ArticleScore, Bin, Calibration, Caught, Estimate, Evaluation, Match, Settings
from extractor.eval.run_info import read_run_info
from extractor.parts.folder import is_parts, lines_of

if TYPE_CHECKING:
    from extractor.eval.intervals import Floats

DOUBT: Final = "doubt.jsonl"
REVIEW: Final = "review.jsonl"
EDGES: Final = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0)
"""Where one bin of the reliability table ends and the next begins."""
READ: Final = (0.05, 0.1, 0.2, 0.3, 0.5)
"""Shares of the items, the worst first, for which it is said how many errors are among them."""
LEVELS: Final = ("core", "strict")


@dataclass(frozen=True, slots=True)
class _Judged:
    """One item of the run: its article, the probability that it is wrong, and whether it is, level by level."""

    article: int
    wrong: float
    error: Mapping[str, bool]


def calibrations(
    evaluation: Evaluation, run: Path, predictions: Mapping[str, Any], doubted: tuple[str, str]
) -> tuple[Calibration, ...]:
    """How well the run's probabilities rank and match its errors at each level.

    `doubted` is the list whose items have probabilities, and what one of them is called in the run's files.
    Raises `UsageError` where the run has no probabilities, `InputError` where its file is damaged.
    """
    folder = run if run.is_dir() else run.parent
    kind, item = doubted
    told = _told(folder, item)
    judged = list(_judged(evaluation, predictions, told, kind))
    if not judged:
        raise UsageError(f"No {item} of {folder} has gold to be held against; there is nothing to calibrate.")
    found = (_calibration(level, judged, len(evaluation.articles), evaluation.settings) for level in LEVELS)
    return tuple(replace(one, of=kind) for one in found)


def repeated_calibrations(
    evaluation: Evaluation,
    predictions: Mapping[str, Any],
    repeats: Sequence[Mapping[str, Any]],
    score: Callable[[Any, Any, str | None], ArticleScore],
) -> tuple[Calibration, ...]:
    """How well the runs' disagreement ranks and matches the errors of the first, items of all lists together.

    `score` is the task's judge. Of n further runs of which k do not have an item at the level `core` (that of a list of
    leaves: `value`), its probability of being wrong is (k + 0.5) / (n + 1). Raises `UsageError` without further runs.
    """
    if not repeats:
        raise UsageError(
            "A run of a task asks once and keeps only what is proved, so that its items have no probability of being "
            "wrong; give further runs of the same setting with --repeats, and their disagreement is one."
        )
    judged = list(_disagreeing(evaluation, predictions, repeats, score))
    if not judged:
        raise UsageError("No item of this run has gold to be held against; there is nothing to calibrate.")
    found = (_calibration(level, judged, len(evaluation.articles), evaluation.settings) for level in LEVELS)
    return tuple(found)


def _disagreeing(
    evaluation: Evaluation,
    predictions: Mapping[str, Any],
    repeats: Sequence[Mapping[str, Any]],
    score: Callable[[Any, Any, str | None], ArticleScore],
) -> Iterator[_Judged]:
    for number, row in enumerate(evaluation.articles):
        if row.missing:
            continue
        ours = predictions[row.doc_id]
        had: Counter[str] = Counter()
        for run in repeats:
            for match in score(ours, run.get(row.doc_id), None).matches:
                had[_named(match.kind, match.gold)] += match.gold is not None and _at_core(match)
        wrong: dict[str, list[Match]] = defaultdict(list)
        for match in row.matches:
            if match.predicted is not None and match.verdict != "right":
                wrong[_named(match.kind, match.predicted)].append(match)
        own = [_named(match.kind, match.gold) for match in score(ours, ours, None).matches]
        times = Counter(own)
        for name in own:
            missing = len(repeats) - had[name] / times[name]
            mistake = wrong[name].pop() if wrong[name] else None
            error = {"core": mistake is not None and not _at_core(mistake), "strict": mistake is not None}
            yield _Judged(number, (missing + 0.5) / (len(repeats) + 1), error)


def _at_core(match: Match) -> bool:
    """Whether two items agree in all that must be there; the items of a list of leaves have one level."""
    return "core" in match.levels or match.verdict == "right"


def _named(kind: str, item: object) -> str:
    return f"{kind} {json.dumps(item, ensure_ascii=False, sort_keys=True, default=str)}"


def _told(folder: Path, item: str) -> dict[tuple[str, object], float]:
    """The probability of being wrong of each item: by article and index, or by article and the item's own JSON."""
    rules = read_run_info(folder).engine == "rules" and is_parts(folder)
    if (folder / DOUBT).is_file() or rules:
        records = _records(folder, DOUBT, item)
        return {(record["doc_id"], record["index"]): record["wrong"] for record in records}
    if (folder / REVIEW).is_file() or is_parts(folder):
        records = _records(folder, REVIEW, item)
        return {(one["doc_id"], _text(one["model"])): one["wrong"] for one in records if one["model"] is not None}
    raise UsageError(
        f"{folder} has no probabilities ({DOUBT} or {REVIEW}); give the folder of a run made by this version."
    )


def _records(folder: Path, name: str, item: str) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines_of(folder, name), start=1):
        try:
            record = json.loads(line)
            if record["item"] == item:
                float(record["wrong"])
                yield record
        except (ValueError, KeyError, TypeError) as error:
            where = f"{folder / name} line {number}"
            raise InputError(f"{where}: no item with a probability ({error!r}); run again.") from error


def _text(item: Mapping[str, Any]) -> str:
    return json.dumps(item, ensure_ascii=False, sort_keys=True)


def _judged(
    evaluation: Evaluation, predictions: Mapping[str, Any], told: Mapping[tuple[str, object], float], kind: str
) -> Iterator[_Judged]:
    for number, row in enumerate(evaluation.articles):
        if row.missing:
            continue
        errors: dict[str, list[str]] = defaultdict(list)
        for match in row.matches:
            if match.kind == kind and isinstance(match.predicted, BaseModel) and match.verdict != "right":
                errors[_text(match.predicted.model_dump(mode="json"))].append(match.verdict)
        for index, item in enumerate(getattr(predictions[row.doc_id], kind)):
            text = _text(item.model_dump(mode="json"))
            wrong = told.get((row.doc_id, index), told.get((row.doc_id, text), 0.0))
            verdict = errors[text].pop() if errors[text] else "right"
            error = {"core": verdict not in ("right", "wrong_detail"), "strict": verdict != "right"}
            yield _Judged(number, wrong, error)


def _calibration(level: str, judged: list[_Judged], articles: int, settings: Settings) -> Calibration:
    import numpy

    wrong = numpy.array([one.wrong for one in judged])
    error = numpy.array([one.error[level] for one in judged], dtype=float)
    order = numpy.argsort(-wrong, kind="stable")
    wrong, error = wrong[order], error[order]
    article = numpy.array([one.article for one in judged])[order]
    groups = numpy.flatnonzero(numpy.concatenate([[True], wrong[1:] != wrong[:-1]]))
    values = _ranked(numpy.ones((1, len(wrong))), error, groups)[0]
    drawn = None
    if articles > 1:
        batches = (_ranked(weights[:, article], error, groups) for weights in resample_weights(articles, settings))
        drawn = numpy.concatenate(list(batches))

    def estimate(column: int) -> Estimate:
        value = float(values[column])
        if drawn is None or not len(known := drawn[:, column][~numpy.isnan(drawn[:, column])]):
            return Estimate(value)
        return Estimate(value, percentile_interval(known, settings.confidence))

    return Calibration(
        level=level,
        items=len(judged),
        errors=int(error.sum()),
        auc=estimate(0) if 0 < error.sum() < len(error) else None,
        caught=tuple(Caught(share, estimate(1 + at)) for at, share in enumerate(READ)) if error.any() else (),
        bins=tuple(_bins(wrong, error)),
    )


def _bins(wrong: Floats, error: Floats) -> Iterator[Bin]:
    import numpy

    at = numpy.clip(numpy.searchsorted(EDGES, wrong, side="right") - 1, 0, len(EDGES) - 2)
    for number, (low, high) in enumerate(pairwise(EDGES)):
        inside = at == number
        if inside.any():
            yield Bin(low, high, int(inside.sum()), float(wrong[inside].mean()), float(error[inside].mean()))


def _ranked(weights: Floats, error: Floats, groups: Any) -> Floats:
    """One row a resample: AUC, then the share of errors among the worst items for each share that is read.

    Items stand in order, the likeliest wrong first; `groups` says where a new probability begins: items of one
    probability count half against each other, and are read in no order.
    """
    import numpy

    bad = numpy.add.reduceat(weights * error, groups, axis=1)
    good = numpy.add.reduceat(weights * (1 - error), groups, axis=1)
    below = good.sum(axis=1, keepdims=True) - numpy.cumsum(good, axis=1)
    with numpy.errstate(invalid="ignore", divide="ignore"):
        auc = (bad * (below + good / 2)).sum(axis=1) / (bad.sum(axis=1) * good.sum(axis=1))
        seen = numpy.cumsum(bad + good, axis=1)
        seen = seen / seen[:, -1:]
        found = numpy.cumsum(bad, axis=1)
        found = found / found[:, -1:]
    zero = numpy.zeros(1)
    rows = [
        [auc[at], *numpy.interp(READ, numpy.concatenate([zero, seen[at]]), numpy.concatenate([zero, found[at]]))]
        for at in range(len(weights))
    ]
    return numpy.array(rows, dtype=numpy.float64)
