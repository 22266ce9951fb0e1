"""How far two annotators agree: the scores of one against the other, and Krippendorff's alpha for closed labels.

Scores say how far they find the same items; alpha says how far they name alike what both found, chance taken off
(1 is full agreement, 0 what guessing would give, below 0 worse than that). Only articles that both labelled count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.errors import UsageError
from extractor.eval.model import Evaluation, Match, Settings
from extractor.eval.score import Judge, evaluate
from extractor.extras import missing_message

Pairs = Callable[[Any, Any], Iterator[tuple[str, str, str]]]
"""A summary of A, that of B -> label, A's value and B's value, for what is no item of a list."""
ItemPairs = Callable[[Match], Iterator[tuple[str, str, str]]]
"""Two items that were paired, also such as agree at no level -> label, A's value and B's value."""


@dataclass(frozen=True, slots=True)
class Alpha:
    """Krippendorff's alpha of one nominal label over `units` doubly labelled units.

    `value` is null where it is not defined: no unit, or one and the same value everywhere.
    """

    label: str
    value: float | None
    units: int
    agreed: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """Annotator B scored against annotator A, and alpha by label; `only_a`, `only_b` were labelled by one alone."""

    evaluation: Evaluation
    alphas: tuple[Alpha, ...]
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]


def agreement(
    a: Mapping[str, Any],
    b: Mapping[str, Any],
    texts: Mapping[str, str] | None = None,
    settings: Settings | None = None,
    *,
    judge: Judge,
    of_articles: Pairs,
    of_items: ItemPairs,
) -> Agreement:
    """Agreement of two annotators. Raises `UsageError` where no article was labelled by both, or without the extra."""
    shared = sorted(set(a) & set(b))
    if not shared:
        raise UsageError("The two folders share no article; both annotators must have labelled the same ones.")
    ours, theirs = [a[doc_id] for doc_id in shared], {doc_id: b[doc_id] for doc_id in shared}
    evaluation = evaluate(ours, theirs, texts, settings=settings, judge=judge)
    pairs: dict[str, list[tuple[str, str]]] = {}
    for summary in ours:
        for name, one, other in of_articles(summary, theirs[summary.doc_id]):
            pairs.setdefault(name, []).append((one, other))
    for _, match in evaluation.matches():
        if match.gold is not None and match.predicted is not None:
            for name, one, other in of_items(match):
                pairs.setdefault(name, []).append((one, other))
    return Agreement(
        evaluation=evaluation,
        alphas=tuple(krippendorff_alpha(name, found) for name, found in pairs.items()),
        only_a=tuple(sorted(set(a) - set(b))),
        only_b=tuple(sorted(set(b) - set(a))),
    )


def krippendorff_alpha(label: str, pairs: Sequence[tuple[str, str]]) -> Alpha:
    """Alpha of two annotators' values for the same units. Raises `UsageError` without the `agreement` extra."""
    agreed = sum(one == other for one, other in pairs)
    values = sorted({value for pair in pairs for value in pair})
    if len(values) < 2:
        return Alpha(label, None, len(pairs), agreed)
    try:
        from krippendorff import alpha
    except ImportError as error:
        raise UsageError(missing_message("Krippendorff's alpha", ["krippendorff"])) from error
    codes = {value: place for place, value in enumerate(values)}
    table = [[codes[pair[coder]] for pair in pairs] for coder in (0, 1)]
    return Alpha(label, float(alpha(reliability_data=table, level_of_measurement="nominal")), len(pairs), agreed)
