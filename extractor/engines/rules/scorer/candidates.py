"""The periods and the organisations that a figure may have, each with the features that speak for or against it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Final

from extractor.engines.rules.mentions import year_of
from extractor.engines.rules.scorer.sight import Previous, Setting, Sight
from extractor.engines.rules.scorer.verdict import Labels
from extractor.reading.model import PeriodMention

NOTHING: Final = ""
"""Stands for no period and for no organisation among the candidates."""

_A_YEAR_AGO: Final = re.compile(r"cùng kỳ|năm (?:ngoái|trước)(?![^\W\d_])")
Candidates = dict[str, list[str]]
_WORD: Final = re.compile(r"[^\W\d_]+|[^\w\s]")
_NEAR: Final = 15
_FAR: Final = 60
_AHEAD: Final = 60
"""Characters after a number within which a period or a body may still be its own."""


def _bin(distance: int) -> str:
    return "0" if distance <= _NEAR else "1" if distance <= _FAR else "2"


def _add(found: Candidates, candidate: str | None, *features: str) -> None:
    found.setdefault(candidate or NOTHING, []).extend(features)


def period_candidates(sight: Sight, labels: Labels, previous: Previous | None) -> Candidates:
    """Every period in reach of the figure, with its features; `labels` are the figure's own so far."""
    setting, found = sight.setting, Candidates()
    event, at = setting.event, sight.region.quantity.extent.start
    _add(found, None, "nothing")
    _add(found, event.review_period, "review")
    _add(found, event.plan_period, "plan")
    if event.review_period is not None:
        _add(found, year_of(event.review_period), "review-year")
        ago = _A_YEAR_AGO.search(setting.flat, max(sight.sentence.extent.start, at - _FAR), at)
        _add(found, year_before(event.review_period), "year-ago", f"year-ago:{ago[0] if ago else '-'}")
    if event.held_on is not None:
        _add(found, str(event.held_on.year), "held-year")
    if previous is not None:
        near = "s" if previous.same_sentence else "o"
        _add(found, previous.period, f"prev{near}", f"prev{near}:{previous.phase == labels.phase}")
    for told, features in _told(sight):
        _add(found, told, *features)
    for candidate, features in found.items():
        features += _of_period(candidate, setting, labels)
    return found


def year_before(period: str) -> str | None:
    """The same stretch a year earlier; None for a span."""
    return None if "/" in period else f"{int(period[:4]) - 1}{period[4:]}"


def _told(sight: Sight) -> Iterator[tuple[str | None, list[str]]]:
    """The periods that the sentence and the paragraph before it name."""
    setting, sentence = sight.setting, sight.sentence.extent
    at = sight.region.quantity.extent
    for rank, mention in enumerate(reversed(_between(setting, sentence.start, at.start))):
        place = f"before{min(rank, 2)}"
        distance = _bin(at.start - mention.extent.end)
        yield setting.values.value(mention), [place, f"{place}:{distance}", *_around(setting, mention, "b")]
    for mention in _between(setting, at.end, min(sentence.end, at.end + _AHEAD)):
        place = "after:own" if mention.extent.start < sight.region.right_end else "after:beyond"
        distance = _bin(mention.extent.start - at.end)
        yield setting.values.value(mention), [place, f"{place}:{distance}", *_around(setting, mention, "a")]
    if sight.sentence.block < len(setting.blocks):
        start = setting.blocks[sight.sentence.block].extent.start
        for mention in _between(setting, start, sentence.start)[-1:]:
            yield setting.values.value(mention), ["paragraph"]


def _between(setting: Setting, start: int, end: int) -> list[PeriodMention]:
    starts = setting.period_starts
    low, high = bisect_left(starts, start), bisect_left(starts, end)
    return [one for one in setting.periods[low:high] if one.extent.end <= end]


def _around(setting: Setting, mention: PeriodMention, side: str) -> list[str]:
    start = mention.extent.start
    words = _WORD.findall(setting.flat[max(0, start - 24) : start])[-2:]
    after = _WORD.findall(setting.flat[mention.extent.end : mention.extent.end + 12])[:1]
    return [f"w{side}:{' '.join(words[-1:])}", f"w{side}:{' '.join(words)}", f"x{side}:{' '.join(after)}"]


def _shape(period: str) -> str:
    return "span" if "/" in period else period[5:6] or "year" if period else "none"


def _of_period(candidate: str, setting: Setting, labels: Labels) -> list[str]:
    review, plan = setting.event.review_period, setting.event.plan_period
    shape = _shape(candidate)
    relation = "other"
    if candidate and review:
        ours, theirs = year_of(candidate) or "", year_of(review) or ""
        relation = "earlier" if ours < theirs else "same-year" if ours == theirs else "later"
    return [
        f"shape:{shape}:{_shape(review or '')}",
        f"relation:{relation}",
        f"relation:{relation}:{candidate == plan}:{candidate == review}",
        f"relation:{relation}:{labels.measure}",
        f"shape:{shape}:{setting.event.kind}",
    ]


def owner_candidates(sight: Sight, labels: Labels, previous: Previous | None) -> Candidates:
    """Every listed organisation and nobody, each with its features."""
    setting, found = sight.setting, Candidates()
    _add(found, None, "nobody", f"nobody:{labels.subject}:{labels.measure}")
    host = setting.host
    for one in setting.organizations:
        _add(
            found, one.name, f"kind:{one.kind}", f"kind:{one.kind}:{labels.measure}", f"of:{len(setting.organizations)}"
        )
        if one is host:
            _add(found, one.name, "host", f"host:{one.kind}:{labels.subject}", f"host:{len(setting.organizations)}")
    if previous is not None:
        _add(found, previous.organization, "prevs" if previous.same_sentence else "prevo")
    near = set[str]()
    for name, *features in _named(sight):
        _add(found, name, *features)
        if features[0] != "last-named" and not features[0].startswith("beyond"):
            near.add(name)
    for name, features in found.items():
        if name and name not in near:
            features.append("far")
    return found


def _named(sight: Sight) -> Iterator[list[str]]:
    """The listed bodies named in the sentence and in its paragraph."""
    setting, sentence = sight.setting, sight.sentence.extent
    at = sight.region.quantity.extent
    starts, mentions = setting.mention_starts, setting.mentions
    first, here = bisect_left(starts, sentence.start), bisect_right(starts, at.start)
    for rank, mention in enumerate(reversed(mentions[first:here])):
        before = " ".join(_WORD.findall(setting.flat[max(0, mention.extent.start - 20) : mention.extent.start])[-1:])
        distance = _bin(at.start - mention.extent.end)
        yield [mention.name, f"before{min(rank, 2)}", f"before{min(rank, 2)}:{distance}", f"before:{before}"]
    for mention in mentions[here : bisect_left(starts, min(sentence.end, at.end + _AHEAD))]:
        before = " ".join(_WORD.findall(setting.flat[max(0, mention.extent.start - 20) : mention.extent.start])[-1:])
        inside = "own" if mention.extent.start < sight.region.right_end else "beyond"
        yield [mention.name, f"{inside}:{before}", inside]
    if sight.sentence.block < len(setting.blocks):
        start = setting.blocks[sight.sentence.block].extent.start
        told = mentions[bisect_left(starts, start) : first]
        if told:
            yield [told[-1].name, "paragraph"]
            yield [told[0].name, "paragraph-first"]
    if first and mentions[:first]:
        yield [mentions[first - 1].name, "last-named"]
