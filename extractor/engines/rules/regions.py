"""Which words belong to which quantity: the stretch to its left and the stretch to its right, inside one sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractor.engines.rules.cues import Cue, CueIndex
from extractor.reading.model import Quantity
from extractor.reading.sentences import Sentence
from extractor.text.lexicon import Lexicon
from extractor.text.record import record

WORDS: Final = Lexicon("extractor.engines.rules", "regions.toml")
"""The words that `regions` goes by, as patterns on flat text without line breaks."""


@record
class Region:
    """One quantity with the words that are its own.

    `left` runs from the previous quantity's last word to the number, `right` from the number to its last word;
    `noun` is what is counted, right after the number; `in_brackets` says that the number opens inside brackets.
    """

    quantity: Quantity
    left_start: int
    right_end: int
    left: tuple[Cue, ...]
    right: tuple[Cue, ...]
    noun: Cue | None
    in_brackets: bool
    boundary_before: str
    """The mark that parts it from the quantity before: `;`, `,`, `(`, `và`, ... or an empty string."""


def _boundaries(flat: str, start: int, end: int, cues: CueIndex) -> list[tuple[int, int, str]]:
    marks = []
    for match in WORDS["boundary"].finditer(flat, start, end):
        position = match.start() + (1 if match[0].startswith(" ") else 0)
        if not cues.covers(position):
            marks.append((match.start(), match.end(), match[0].strip()))
    return marks


def _splits_at_and(flat: str, mark_end: int, next_start: int, cues: CueIndex) -> bool:
    """Whether "và" parts two facts: a number or a verb of its own follows it."""
    if next_start - mark_end <= 24 and WORDS["number_ahead"].match(" " + flat[mark_end:next_start].lstrip()):
        return True
    if WORDS["direction_ahead"].match(flat, mark_end):
        return True
    following = cues.within(mark_end, min(next_start, mark_end + 30))
    return (
        bool(following) and following[0].start - mark_end <= 6 and following[0].kind in ("verb", "topic", "predicate")
    )


def _right_end(flat: str, start: int, next_start: int, *, last: bool, cues: CueIndex) -> tuple[int, str]:
    """Where the words of the quantity that ends at `start` stop, and the mark that stops them."""
    closed = start
    for mark_start, mark_end, mark in _boundaries(flat, start, next_start, cues):
        if mark_start < closed:
            continue
        if mark == "(" and (aside := WORDS["aside"].match(flat, mark_start)) and aside.end() <= next_start:
            closed = aside.end()
            continue
        if mark == "trong số đó" and not flat[start:mark_start].rstrip().endswith((",", ";")):
            continue  # "15 TCCS đảng trong số đó là ...": the words still speak of the number before
        if mark == "và" and not _splits_at_and(flat, mark_end, next_start, cues):
            continue
        if mark in ("(",) and not last:
            return mark_start, mark
        if mark == "(":
            continue
        if mark == "," and (
            _list_of_nouns(flat, mark_end, next_start) or _predicate_goes_on(flat, start, mark_start, next_start, cues)
        ):
            continue
        return mark_start, mark
    if last:
        return next_start, ""
    joints = [
        match.start()
        for match in WORDS["joint"].finditer(flat, start, next_start + 1)
        if not cues.covers(match.start() + 1)
    ]
    noun = next((cue for cue in cues.within(start, next_start) if cue.kind in ("subject", "pronoun")), None)
    after_noun = [joint for joint in joints if noun is None or joint >= noun.end]
    return (after_noun[-1], "") if after_noun else (next_start, "")


def _predicate_goes_on(flat: str, start: int, comma: int, next_start: int, cues: CueIndex) -> bool:
    """Whether a counted noun's rating follows after the comma ("2.614 đảng viên đủ tư cách, hoàn thành ...", "… 38 chi
    bộ, chiếm 95%, hoàn thành …").
    """
    own = cues.within(start, comma)
    if comma == start and WORDS["ends_in_share"].search(flat, max(0, start - 48), start):
        ahead = [cue for cue in cues.within(comma, next_start) if cue.kind == "predicate"]
        return bool(ahead) and ahead[0].start - comma <= 2 and not WORDS["number_of_its_own"].match(flat, ahead[0].end)
    if not own or own[0].kind not in ("subject", "pronoun") or any(cue.kind != "subject" for cue in own[1:]):
        return False
    if not WORDS["filler"].fullmatch(flat[start : own[0].start]):
        return False
    ahead = [cue for cue in cues.within(comma, next_start) if cue.kind == "predicate"]
    if ahead and WORDS["number_of_its_own"].match(flat, ahead[0].end):
        return False
    if not ahead or re.search(r"\d", flat[comma : ahead[0].start]):
        return False
    nouns = any(cue.kind in ("subject", "pronoun") for cue in cues.within(comma, ahead[0].start))
    return ahead[0].start - comma <= 3 or (ahead[0].start - comma <= 25 and not nouns)


def _list_of_nouns(flat: str, position: int, next_start: int) -> bool:
    """Whether a comma only goes on naming what is counted ("cán bộ, đảng viên, công chức ...")."""
    ahead = flat[position : min(next_start, position + 24)]
    return WORDS["further_noun"].match(ahead) is not None and not WORDS["new_part"].match(ahead)


def _noun_after(flat: str, end: int, right: Sequence[Cue]) -> Cue | None:
    """The subject counted: the first noun after the number, with nothing but fillers between."""
    for cue in right:
        if cue.kind in ("subject", "thing", "pronoun"):
            gap = flat[end : cue.start]
            if WORDS["filler"].fullmatch(gap) and len(gap) <= 30:
                return cue
            return None
        if cue.kind in ("predicate", "verb", "topic"):
            return None
    return None


def _mark_of_part(flat: str, position: int, mark: str) -> str:
    """The word that makes the next number a part ("; trong đó có ..."), else the mark itself."""
    part = WORDS["part"].match(flat, position)
    return part[1] if part is not None else mark


def read_regions(flat: str, sentence: Sentence, quantities: Sequence[Quantity], cues: CueIndex) -> tuple[Region, ...]:
    """The regions of the sentence's quantities, in order."""
    regions: list[Region] = []
    left_start, before = sentence.extent.start, ""
    for position, quantity in enumerate(quantities):
        last = position + 1 == len(quantities)
        next_start = sentence.extent.end if last else quantities[position + 1].extent.start
        end, mark = _right_end(flat, quantity.extent.end, next_start, last=last, cues=cues)
        right = cues.within(quantity.extent.end, end)
        opening = flat.rfind("(", left_start, quantity.extent.start)
        regions.append(
            Region(
                quantity=quantity,
                left_start=left_start,
                right_end=end,
                left=cues.within(left_start, quantity.extent.start),
                right=right,
                noun=_noun_after(flat, quantity.extent.end, right),
                in_brackets=opening >= 0 and flat.find(")", opening, quantity.extent.start) < 0,
                boundary_before=before,
            )
        )
        left_start, before = end, _mark_of_part(flat, end, mark)
    return tuple(_with_tails(flat, sentence, regions, cues))


def _with_tails(flat: str, sentence: Sentence, regions: list[Region], cues: CueIndex) -> list[Region]:
    """Gives a number the predicate that follows a bracket: "3 TCCS đảng (0,4%) không hoàn thành nhiệm vụ"."""
    for position, region in enumerate(regions):
        closing = flat.find(")", region.quantity.extent.end, region.quantity.extent.end + 3)
        if not region.in_brackets or closing < 0:
            continue
        last = position + 1 == len(regions)
        end = sentence.extent.end if last else regions[position + 1].quantity.extent.start
        stop, mark = _right_end(flat, closing + 1, end, last=last, cues=cues)
        tail = cues.within(closing + 1, stop)
        if (
            not tail
            or tail[0].kind != "predicate"
            or tail[0].start - closing > 14
            or WORDS["number_of_its_own"].match(flat, tail[0].end)
        ):
            continue
        opened = flat.rfind("(", region.left_start, region.quantity.extent.start)
        owner = (
            position - 1 if position and region.boundary_before == "(" and opened - region.left_start <= 2 else position
        )
        if any(cue.kind == "predicate" for cue in regions[owner].right):
            continue
        regions[owner] = replace(regions[owner], right=(*regions[owner].right, *tail), right_end=stop)
        if not last and regions[position + 1].left_start < stop:
            after = regions[position + 1]
            regions[position + 1] = replace(
                after,
                left_start=stop,
                left=cues.within(stop, after.quantity.extent.start),
                boundary_before=_mark_of_part(flat, stop, mark),
            )
    return regions
