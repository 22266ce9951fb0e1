"""The part of the subject that a number counts: the questions that gold's groups answer (`scorer/grouping.py`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from eval.training.choice import Asked, chosen_line
from eval.training.corpus import SMALL, Example, Lesson, labels_of
from extractor.engines.rules.scorer.grouping import END, NONE, SAME, START
from extractor.engines.rules.scorer.part_words import Counted, Last, after, named, spans, words_of
from extractor.eval.keys import text_key
from extractor.text.article import Extent

STRENGTH: Final = {NONE: 0.5, START: 2.0, END: 2.0}
"""Inverse strength of the L2 penalty for each question; the part of a number before goes with none at all."""
LEAST_ARTICLES: Final = 2
"""Articles in which a feature must occur to be kept."""
LEAST: Final = 15
"""Weights of fewer hundredths are left out: nothing is read worse without them, and they are half of all."""


def group_weights(lessons: Sequence[Lesson]) -> dict[str, dict[str, int]]:
    """The weights of every question about groups, in hundredths."""
    asked: dict[str, list[Asked]] = defaultdict(list)
    for lesson in lessons:
        if not lesson.doc_id.startswith(SMALL):  # of which no groups are labelled
            for question, one in questions(lesson):
                asked[question].append(one)
    lines = {}
    for one, strength in STRENGTH.items():
        line = chosen_line(asked[one], strength, LEAST_ARTICLES)
        lines[one] = {feature: weight for feature, weight in line.items() if abs(weight) >= LEAST}
    found = {START: lines[START], END: lines[END]}
    for question in (NONE, SAME):
        prefix = f"{question}|"
        found[question] = {
            feature.removeprefix(prefix): weight
            for feature, weight in lines[NONE].items()
            if feature.startswith(prefix)
        }
    return found


def questions(lesson: Lesson) -> Iterator[tuple[str, Asked]]:
    """The questions about one article's numbers, each seen beside the parts that gold gives the numbers before."""
    last: Last | None = None
    shown = None
    for example in lesson.judged:
        if example.gold is None:
            continue
        counted, key = seen(example, last), text_key(example.gold.group)
        found: Extent | None = None
        if key is None:
            yield from _kind(lesson.doc_id, counted, NONE)
        elif last is not None and key == shown:
            found = last.part
            yield from _kind(lesson.doc_id, counted, SAME)
        elif (told := nearest(counted, key)) is not None:
            found = counted.extent(*told)
            yield from _kind(lesson.doc_id, counted, "")
            yield from _places(lesson.doc_id, counted, *told)
        elif counted.starts():
            yield from _kind(lesson.doc_id, counted, "")
        if key is not None:
            found, shown = found or Extent(0, 0), key
        last = after(last, found, counted.label, example.sight.sentence.extent.start)


def seen(example: Example, last: Last | None) -> Counted:
    """One number with its clause."""
    assert example.gold is not None
    sight = example.sight
    sentence, flat = sight.sentence.extent, sight.setting.flat
    return Counted(flat, words_of(flat, sentence), sentence.start, sight.region, labels_of(example.gold), last)


def nearest(counted: Counted, key: str) -> tuple[int, int] | None:
    """The first and last word of the stretch that reads as gold's group, nearest to the number."""
    place = counted.region.quantity.extent.start
    matching = [one for one in spans(counted) if text_key(counted.told(*one)) == key]
    return min(matching, key=lambda one: abs(counted.words[one[0]].start - place), default=None)


def _kind(doc_id: str, counted: Counted, right: str) -> Iterator[tuple[str, Asked]]:
    """Whole, part of a number before, or a part of its own, of which no feature speaks."""
    features = named(counted.kinds())
    answers = [NONE, *([SAME] if counted.last is not None else []), *([""] if counted.starts() else [])]
    candidates = [tuple(f"{answer}|{feature}" for feature in features) if answer else () for answer in answers]
    if len(candidates) > 1:
        yield NONE, Asked(doc_id, tuple(candidates), answers.index(right))


def _places(doc_id: str, counted: Counted, start: int, end: int) -> Iterator[tuple[str, Asked]]:
    starts, ends = counted.starts(), counted.ends(start)
    if len(starts) > 1:
        features = tuple(tuple(named(counted.start_features(one))) for one in starts)
        yield START, Asked(doc_id, features, starts.index(start))
    if len(ends) > 1:
        yield END, Asked(doc_id, tuple(tuple(named(counted.end_features(start, one))) for one in ends), ends.index(end))
