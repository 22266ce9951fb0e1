"""Plan or result: a machine over the article's sentences; a phase has a scope and ends with it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final

from extractor.engines.rules.draft import EventDraft
from extractor.engines.rules.mentions import PeriodValues
from extractor.engines.rules.scene import WORDS
from extractor.labels import Phase
from extractor.reading.model import Block, PeriodMention, Quantity
from extractor.reading.sentences import Sentence
from extractor.text.article import Extent
from extractor.text.lexicon import load_table
from extractor.text.word_index import WordPattern

_OF_A_TERM: Final = re.compile(r"(?:nhiệm kỳ|nghị quyết) *$")
_REVIEW: Final = WordPattern(re.compile(r"(?<![^\W\d_])(?:tổng kết|sơ kết|nhìn lại)(?![^\W\d_])"))
_PLAN_WORDS: Final = ("chỉ tiêu", "kế hoạch", "mục tiêu", "dự toán", "nghị quyết", "giao", "đề ra", "đặt ra")
"""One of them stands in everything that `WORDS["plan_number"]` finds."""
_PLAN_MARKS: Final = (*_PLAN_WORDS, "kh")
"""One of them stands in everything before a number that is a plan."""
_REACH: Final = 100
"""Characters before a number that tell whether it is a plan."""
_HEADING: Final = 90
"""Characters that a line without a stop may have and still head a section."""
_QUESTION: Final = 200
"""Characters that a reporter's question may have."""
_ITEM_NUMBER: Final = 4
"""Characters of a sentence that is nothing but an item's number ("3.")."""
_LINE: Final = 120
"""Characters of a paragraph that goes on a list of targets under its heading."""
_SECTION: Final = 6
"""Paragraphs that a numbered heading or a question reaches over; another heading reaches over the next one."""


@cache
def words(table: str) -> re.Pattern[str]:
    """The words of one table of `data/phases.toml`, as whole words."""
    ordered = sorted(load_table("extractor.engines.rules", "phases.toml")[table], key=len, reverse=True)
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(ordered)})(?![^\W\d_])")


@cache
def _targets() -> WordPattern:
    table = load_table("extractor.engines.rules", "phases.toml")
    ordered = sorted(table["target"], key=len, reverse=True)
    return WordPattern(re.compile(rf"(?<![^\W\d_])(?:(?:{'|'.join(ordered)})(?![^\W\d_])|{'|'.join(table['headed'])})"))


@cache
def _placed(table: str) -> WordPattern:
    return WordPattern(words(table))


class Phases:
    """The phase at any place of one article."""

    def __init__(
        self,
        flat: str,
        event: EventDraft,
        periods: Sequence[PeriodMention],
        values: PeriodValues,
        sentences: Sequence[Sentence],
        blocks: Sequence[Block],
    ) -> None:
        self._blocks = blocks
        self._flat = flat
        self._event = event
        self._periods = periods
        self._period_starts = [mention.extent.start for mention in periods]
        self._values = values
        self._sentences = sentences
        self._starts = [sentence.extent.start for sentence in sentences]
        self._open: list[Phase] = []
        self._in_list: set[int] = set()
        self._points_inside: bool | None = None
        self._told: dict[tuple[int, int], list[tuple[int, Phase]]] = {}
        self._walk()

    def sentence_at(self, position: int) -> int:
        """The number of the sentence that holds the place."""
        return max(0, bisect_right(self._starts, position) - 1)

    def open_at(self, number: int) -> Phase:
        """The phase with which the sentence begins."""
        return self._open[number]

    def word_at(self, position: int) -> Phase:
        """What the last word before the place says, else what its sentence begins with."""
        number = self.sentence_at(position)
        signals = self.signals(self._sentences[number].extent.start, position)
        return signals[-1][1] if signals else self._open[number]

    def is_plan(self, start: int, end: int) -> bool:
        """Whether the number at `end`, in a sentence from `start`, is the plan itself ("chỉ tiêu kết nạp 220")."""
        return _is_plan(self._flat[max(start, end - _REACH) : end])

    def counts_met_targets(self, number: Extent) -> bool:
        """Whether the number counts targets that were met or missed: "có 11 chỉ tiêu vượt kế hoạch"."""
        if not self._flat.startswith(" chỉ tiêu", number.end):
            before = self._flat[max(0, number.start - _REACH) : number.start]
            met = "chỉ tiêu" in before and WORDS["met_in_brackets"].match(self._flat, number.end) is not None
            return met and before.rfind("chỉ tiêu") > before.rfind(".")
        sentence = self._sentences[self.sentence_at(number.start)].extent
        if WORDS["targets_met"].match(self._flat, number.end, sentence.end) is None:
            return False
        return WORDS["striven_for"].search(self._flat, sentence.start, number.start) is None

    def goes_on(self, start: int, end: int) -> bool:
        """Whether the number at `end` goes on a list of plans that the number ending at `start` begins."""
        return WORDS["listed_of_phases"].fullmatch(self._flat, start, end) is not None

    @staticmethod
    def in_brackets(before: str) -> bool:
        """Whether brackets after a plan's word open right before the number."""
        return _in_brackets(before)

    def is_called_target(self, quantity: Quantity) -> bool:
        """Whether the words after the number, or the next sentence, call it a target, with those before it."""
        number = self.sentence_at(quantity.extent.start)
        if self.called_targets(quantity.extent.end, self._sentences[number].extent.end):
            return True
        following = [one.extent for one in self._sentences[number + 1 : number + 2]]
        return any(words("pointing_inside").match(self._flat, one.start, one.end) is not None for one in following)

    def called_targets(self, start: int, end: int) -> bool:
        """Whether the sentence calls the numbers before targets ("…: đó là những chỉ tiêu năm 2023")."""
        if self._points_inside is None:
            self._points_inside = _placed("pointing_inside").search(self._flat) is not None
        return self._points_inside and _placed("pointing_inside").search(self._flat, start, end) is not None

    def signals(self, start: int, end: int) -> list[tuple[int, Phase]]:
        """Every word between the offsets that says plan or result, in order; not to be changed."""
        found = self._told.get((start, end))
        if found is None:
            found = self._told[start, end] = self._signals(start, end)
        return found

    def _signals(self, start: int, end: int) -> list[tuple[int, Phase]]:
        flat = self._flat
        review = _REVIEW.search(flat, start, end)
        found: list[tuple[int, Phase]] = [
            (match.start(), "target")
            for match in _targets().finditer(flat, start, end)
            if self._plans(match, start, end, review)
        ]
        found += [(match.start(), "result") for match in _placed("result").finditer(flat, start, end)]
        first = bisect_left(self._period_starts, start)
        for mention in self._periods[first : bisect_left(self._period_starts, end)]:
            phase = self._values.phase(mention)
            if phase is not None and self._tells_phase(mention, start, review):
                found.append((mention.extent.start, phase))
        return sorted(found)

    def _plans(self, match: re.Match[str], start: int, end: int, review: re.Match[str] | None) -> bool:
        """Whether a word of planning plans: not an agenda, not what a result is set against, not in closed brackets."""
        if review is not None and review.start() < match.start() and match[0] in ("phương hướng", "nhiệm vụ trọng tâm"):
            return False
        if "cuối" in match[0] and not _before_its_end(self._event.review_period):
            return False  # in a review of the whole year its last months are past
        if self._event.kind == "other" and match[0] in ("yêu cầu", "đề nghị"):
            return False  # a decision's request is carried out now
        if "chỉ tiêu" in match[0] and WORDS["not_plan"].search(
            self._flat[max(start, match.start() - 45) : match.start()]
        ):
            return False
        return not inside_closed_brackets(self._flat, start, Extent(match.start(), match.end()), end)

    def _tells_phase(self, mention: PeriodMention, start: int, review: re.Match[str] | None) -> bool:
        """Whether a period is what its clause is about: no comparison, no name of a plan, no agenda."""
        at = mention.extent.start
        before = self._flat[max(0, at - 22) : at]
        if "/" in (mention.value or "") and WORDS["of_a_congress"].search(self._flat[max(start, at - 60) : at]):
            return False
        if WORDS["compare_of_phases"].search(before) or _OF_A_TERM.search(before):
            return False
        # "tổng kết năm 2017, triển khai nhiệm vụ năm 2018" only names the agenda
        return not (review is not None and review.start() < at and WORDS["agenda"].search(before))

    def _walk(self) -> None:
        phase: Phase = "result"
        section: Phase = "result"
        block, listed, lasting, targets = -1, False, 0, False
        for number, sentence in enumerate(self._sentences):
            start, end = sentence.extent.start, sentence.extent.end
            bullet = WORDS["bullet"].match(self._flat, start) is not None
            numbered = number - 1 in self._in_list and len(self._sentences[number - 1].extent) <= _ITEM_NUMBER
            goes_on = (bullet or numbered) and phase == "target" and sentence.block == block
            if sentence.block != block:
                last = self._sentences[number - 1].extent.end if number else 0
                listed = self._flat[max(0, last - 1) : last] in (":", ";") or (listed and bullet)
                heading = self._is_heading(self._blocks[sentence.block])
                targets = self._heads_targets(self._blocks[sentence.block]) if heading else targets
                if heading or not bullet or self._is_question(self._blocks[sentence.block]):
                    section, lasting = self._section(self._blocks[sentence.block], section, lasting=lasting)
                if not listed and not (phase == "target" and WORDS["refers_back"].match(self._flat, start, end)):
                    phase = section
            elif phase == "target" and self._reports(start, end):
                phase = "result"
            block = sentence.block
            if self._pointed_back_at(number):
                phase = "target"
            self._open.append(phase)
            signals = self.signals(start, end)
            if signals:
                phase = signals[-1][1]
            elif targets and section == "target" == phase and end - start <= _LINE:
                self._in_list.add(number)
            elif (goes_on or (bullet and listed)) and phase == "target" and end - start <= _LINE:
                self._in_list.add(number)  # "Đảng ủy quyết tâm:", then a line for each

    def _heads_targets(self, block: Block) -> bool:
        return words("heads_targets").match(self._flat, block.extent.start, block.extent.end) is not None

    def is_listed_target(self, number: int) -> bool:
        """Whether the sentence is an item of a list under a heading that calls them targets, and says nothing else."""
        return number in self._in_list

    def _is_heading(self, block: Block) -> bool:
        extent = block.extent
        return len(extent) <= _HEADING and self._flat[extent.end - 1] not in ".;,…!?:" and block.role == "body"

    def _is_question(self, block: Block) -> bool:
        """Whether a paragraph is a reporter's question, which heads the answer."""
        extent = block.extent
        return len(extent) <= _QUESTION and self._flat[extent.end - 1] == "?" and block.role == "body"

    def _section(self, block: Block, current: Phase, *, lasting: int) -> tuple[Phase, int]:
        """The phase of the section that a heading or a question begins, and for how many more paragraphs it lasts."""
        asked = self._is_question(block)
        if not asked and not self._is_heading(block):
            listed = current == "target" and len(block.extent) <= _LINE
            return (current, lasting - 1) if lasting > 0 or listed else ("result", 0)
        head = self._flat[block.extent.start : block.extent.end]
        found: Phase = "target" if words("plan_heading").search(head) or self._dated_ahead(head) else "result"
        if asked and words("asked_ahead").search(head):
            found = "target"
        reaches = asked or WORDS["numbered"].match(head) is not None
        return ("result" if words("result_heading").search(head) else found), _SECTION if reaches else 1

    def _dated_ahead(self, head: str) -> bool:
        """Whether a heading names the planned year and not the reviewed one ("Những cột mốc 2026")."""
        plan, review = (self._event.plan_period or "")[:4], (self._event.review_period or "")[:4]
        return len(plan) == 4 and plan != review and plan in head and review not in head

    def _reports(self, start: int, end: int) -> bool:
        """Whether a sentence after a plan tells what was done instead of going on with the plan."""
        at = start
        while at < end and not self._flat[at].isalnum():
            at += 1
        if words("reports").match(self._flat, at, end):
            return True
        acts = words("actors").match(self._flat, at, end)
        return acts is not None and words("plans_on").search(self._flat, at, end) is None

    def _pointed_back_at(self, number: int) -> bool:
        """Whether the next sentence calls this one's numbers targets ("Đó là những chỉ tiêu chủ yếu ...")."""
        if number + 1 >= len(self._sentences):
            return False
        extent = self._sentences[number + 1].extent
        if not words("pointing").match(self._flat, extent.start, extent.end):
            return False
        return any(phase == "target" for _, phase in self.signals(extent.start, extent.end)) or any(
            self._flat.find(word, extent.start, extent.end) >= 0 for word in ("chỉ tiêu", "mục tiêu")
        )


def _in_brackets(before: str) -> bool:
    return before.endswith(("(", "(là ", "(tức ")) and WORDS["plan_in_brackets"].search(before[-80:]) is not None


@lru_cache(maxsize=64)
def _is_plan(before: str) -> bool:
    """`Phases.is_plan` of the characters right before a number."""
    if not any(word in before for word in _PLAN_MARKS):
        return False
    if _in_brackets(before) or ("kh" in before and WORDS["plan_for_short"].search(before)):
        return True
    if "hơn" in before and WORDS["beyond_the_plan"].search(before):
        return False
    words = WORDS["bound"].sub("", before)[-80:].replace("kế hoạch hóa gia đình", "")  # a policy, no plan
    if "giao" in words and WORDS["given_number"].search(words):
        return True
    if not any(word in words for word in _PLAN_WORDS):
        return False
    match = WORDS["plan_number"].search(words)
    return match is not None and WORDS["reached"].search(match["before"]) is None


def _before_its_end(review: str | None) -> bool:
    """Whether the reviewed period leaves a part of its year to come."""
    return review is not None and not review.isdigit() and not review.endswith(("-H2", "-Q4"))


def inside_closed_brackets(flat: str, low: int, extent: Extent, position: int) -> bool:
    """Whether a mention stands in brackets that have closed before `position`."""
    opening = flat.rfind("(", low, extent.start)
    if opening < 0 or flat.find(")", opening, extent.start) >= 0:
        return False
    return flat.find(")", extent.end, position) >= 0


def dates_a_stretch(flat: str, low: int, extent: Extent) -> bool:
    """Whether a bracket holds no more than the years of a stretch told before it ("Nửa nhiệm kỳ (2020 - 2023), …")."""
    if flat[extent.start - 1] != "(" or not flat.startswith("),", extent.end):
        return False
    return WORDS["stretch"].search(flat, low, extent.start - 1) is not None
