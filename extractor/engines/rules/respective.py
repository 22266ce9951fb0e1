"""Numbers given to several bodies in turn: "Đảng bộ huyện A và Đảng bộ huyện B …, lần lượt 8 và 6 đảng viên"."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from extractor.engines.rules.bodies import Named, Survey
from extractor.engines.rules.mentions import so_many
from extractor.reading.intervals import between
from extractor.reading.model import Quantity
from extractor.reading.sentences import Sentence

_IN_TURN: Final = re.compile(r"(?<!\w)(?:lần lượt|theo thứ tự|tương ứng)(?!\w)")
_JOINED: Final = re.compile(r"(?: \([^()\d]{1,40}\))?\s*(?:,|,? và)\s+(?:ban thường vụ |btv |ban chấp hành |bch )?")
_NEXT: Final = 40
"""Characters that may lie between two of the numbers, or before the first."""


def in_turn(survey: Survey, sentence: Sentence) -> list[tuple[Named, Quantity]]:
    """Each body of the sentence that numbers are given to in turn, with its number; empty where that is not so.

    Where there are two numbers for each, they are told one after the other ("9 và 7 đảng viên, bằng 112% và 116%").
    """
    start, end = sentence.extent.start, sentence.extent.end
    cue = _IN_TURN.search(survey.flat, start, end)
    if cue is None:
        return _listed_in_turn(survey, sentence)
    bodies = _joined(survey, survey.named_between(start, cue.start())) or _these(survey, start, cue.start())
    numbers: list[Quantity] = []
    at = cue.end()
    for quantity in between(survey.reading.quantities, cue.end(), end):
        if quantity.extent.start - at > _NEXT or ";" in survey.flat[at : quantity.extent.start]:
            break
        numbers.append(quantity)
        at = quantity.extent.end
    if len(bodies) < 2 or len(numbers) < len(bodies):
        return []
    return list(zip(bodies * (1 + (len(numbers) == 2 * len(bodies))), numbers, strict=False))


def _these(survey: Survey, start: int, end: int) -> list[Named]:
    """The bodies that "ba đơn vị này" means: as many, joined in the sentence before."""
    said = _COUNTED_BODIES.search(survey.flat, start, end)
    before = survey.sentence_at(max(0, start - _BACK)) if said is not None else None
    if said is None or before is None:
        return []
    named = _joined(survey, survey.named_between(before.extent.start, before.extent.end))
    return named if len(named) == so_many(said["count"]) else []


_COUNTED_BODIES: Final = re.compile(
    r"(?<!\w)(?P<count>hai|ba|bốn|năm|sáu|\d) (?:đơn vị|địa phương|đảng bộ|tổ chức|nơi|xã|phường|huyện|cơ quan)"
    r"(?: đảng)? (?:này|trên|nói trên|ấy|kể trên)(?!\w)"
)
_BACK: Final = 2
"""Characters back from a sentence that lie in the one before."""


def _listed_in_turn(survey: Survey, sentence: Sentence) -> list[tuple[Named, Quantity]]:
    """Bodies in a row, and right after what they did as many numbers in a row: "A, B và C kết nạp 5, 4 và 1"."""
    named = survey.named_between(sentence.extent.start, sentence.extent.end)
    bodies = _joined(survey, named)
    if len(bodies) < 2:
        return []
    numbers: list[Quantity] = []
    for quantity in between(survey.reading.quantities, bodies[-1].body.extent.end, sentence.extent.end):
        at = numbers[-1].extent.end if numbers else bodies[-1].body.extent.end
        gap = survey.flat[at : quantity.extent.start]
        if not (_ROW.fullmatch(gap) if numbers else _DID.fullmatch(gap)):
            break
        numbers.append(quantity)
    alike = len({quantity.unit for quantity in numbers}) == 1
    return list(zip(bodies, numbers, strict=True)) if alike and len(numbers) == len(bodies) else []


_ROW: Final = re.compile(r", | và |, và ")
_DID: Final = re.compile(r"(?: [^\W\d_]+){1,4} ")


def told_in_turn(survey: Survey) -> list[tuple[Named, Quantity]]:
    """The same for all sentences of the article."""
    starts = {cue.start() for cue in _IN_TURN.finditer(survey.flat)}
    starts |= {after.body.extent.start for before, after in pairwise(survey.named) if joined(survey, before, after)}
    sentences = {id(one): one for one in map(survey.sentence_at, sorted(starts)) if one is not None}
    return [pair for sentence in sentences.values() for pair in in_turn(survey, sentence)]


def joined(survey: Survey, before: Named, named: Named) -> bool:
    """Whether a comma or "và" joins the body to the one named before it, both of them acting."""
    if before.source is not None or named.source is not None or not (before.body.acting and named.body.acting):
        return False
    return _JOINED.fullmatch(survey.flat, before.body.extent.end, named.body.extent.start) is not None


def run_ends(survey: Survey) -> dict[int, int]:
    """Where the run of bodies ends that commas and "và" join after each mention, by where the mention begins."""
    found: dict[int, int] = {}
    after: Named | None = None
    for named in reversed(survey.named):
        start, end = named.body.extent.start, named.body.extent.end
        goes_on = after is not None and after.block is named.block and after.body.acting
        if after is not None and goes_on and _JOINED.fullmatch(survey.flat, end, after.body.extent.start):
            found[start] = found[after.body.extent.start]
        else:
            found[start] = end
        after = named
    return found


def _joined(survey: Survey, named: list[Named]) -> list[Named]:
    """The last run of bodies that commas and "và" join."""
    run: list[Named] = []
    for one in named:
        if run and _JOINED.fullmatch(survey.flat, run[-1].body.extent.end, one.body.extent.start) is None:
            run = [] if len(run) < 2 else run
            if run:
                break
        run.append(one)
    return run
