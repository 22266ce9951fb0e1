"""The part of the subject that a number counts, in the text's own words, as learned (guide, section 3, `group`).

Three questions, one after the other: does the number count a part, that of a number before or one that its own clause
names; where do the clause's words for it begin; where do they end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from extractor.engines.rules.scene import WORDS
from extractor.engines.rules.scorer.beside import is_plan_beside
from extractor.engines.rules.scorer.excluded import LACKING, number_without
from extractor.engines.rules.scorer.model import Model
from extractor.engines.rules.scorer.part_words import Counted, Last, Seen, Word, after, words_of
from extractor.engines.rules.scorer.sight import Sight
from extractor.engines.rules.scorer.verdict import Labels
from extractor.text.article import Extent

NONE: Final = "group:none"
SAME: Final = "group:same"
START: Final = "group:start"
END: Final = "group:end"
QUESTIONS: Final = (NONE, SAME, START, END)
"""For a whole, for the part that a number before counts, for a first word, for a last word of a part of its own."""
_SAYS_NOTHING: Final = frozenset(
    "đối với cho và trong đó là có được gồm còn nay hiện mới đã cùng từ tại ở của các những này lại tức giao do về lên"
    " khi người đồng chí trường hợp vinh dự".split()
)
"""Words that by themselves are no part of anything."""
_DOUBTED: Final = ((-100, 100), (-300, -50))
"""No part is named where that little speaks against the whole and no more than that for any word to begin with: the
clause has none to name ("Ban mở 9 lớp").
"""
_ON_SIGNS: Final = "khi có dấu hiệu vi phạm"
_SIGNS_REACH: Final = 120
_SIGNS_BEHIND: Final = re.compile(
    r"(?: (?!trong|giám|kỷ|kết|phát|không)[^\W\d_]+){1,4}"
    rf"(?:(?:,| và|, và) \d[\d.]*(?: (?!trong|giám|kỷ|kết|phát)[^\W\d_]+){{1,4}}){{0,2}} ({_ON_SIGNS})"
)
_MOVED_REACH: Final = 60
_BESIDE_REACH: Final = 130
_NUMBERED: Final = frozenset(["total", "established"])
_Row = tuple[str, bool, frozenset[str], frozenset[str]]
FAULTS: Final[tuple[_Row, ...]] = (
    ("listed_fault", False, frozenset(["member", "party_org"]), frozenset(["violating", "disciplined"])),
)
"""The row that is surer than what gold shows."""
BESIDE: Final[tuple[_Row, ...]] = (
    ("listed_place", False, frozenset(["member"]), frozenset(["admitted"])),
    ("class_of_people", True, frozenset(), frozenset(["admitted"])),
    ("admitted_there", True, frozenset(["member"]), frozenset(["admitted"])),
    ("learned", True, frozenset(["member"]), frozenset()),
    ("aged", False, frozenset(["member"]), frozenset()),
    ("in_the_form_of", False, frozenset(), frozenset(["disciplined"])),
    ("to_be_disciplined", True, frozenset(), frozenset(["disciplined"])),
    ("kind_of_cell", True, frozenset(["cell", "grassroots_org"]), _NUMBERED),
    ("sector_behind", True, frozenset(["cell", "grassroots_org", "party_org"]), _NUMBERED),
    ("sector_behind", True, frozenset(), frozenset(["admitted"])),
)
"""Words that tell a part beside its number, for figures of some subjects and measures (of any where none stand).

The pattern's name, whether it stands behind the number, the subjects, the measures.
"""
_TURNING: Final = ("ngoài ", "đình chỉ ")
"""Words before a part without which it says the opposite."""
_COMPARED: Final = re.compile(r"(?:vụ|lượt|đơn|cuộc)(?= so với )")
_SENT: Final = re.compile(r"(?:đ/c|đồng chí) (?:tham gia|được cử|đi) (?=học|lớp|các lớp)")
_ONLY_A_TIME: Final = re.compile(r"(?:và |riêng )?(?:quý (?:[ivx]+|\d)|tháng \d{1,2}|năm \d{4})(?: \d[\d.]*)?")

_ONLY_DONE: Final = re.compile(
    r"(?:đã )?(?:ủng hộ|quyên góp|đóng góp|góp|mở|kết nạp|huy động|vận động|trao|tặng|đạt|chiếm|bằng|vượt|hoàn thành"
    r"|tương đương|lần lượt)(?: được| là)?"
)
"""What is done, or the like, is no part by itself."""

_PLAIN: Final = frozenset(
    ["chi bộ", "đảng viên", "tổ chức đảng", "tổ chức cơ sở đảng", "tccs đảng", "tccsđ", "tập thể", "cá nhân"]
)
"""Nouns that say no more than what the subject is."""


class Grouping:
    """The parts of one article's numbers, asked in the text's order; each is seen by those after it."""

    def __init__(self, model: Model) -> None:
        self._none, self._same, self._start, self._end = (_weigher(model, question) for question in QUESTIONS)
        self._last: Last | None = None
        self._words: tuple[Extent, list[Word]] = (Extent(0, 0), [])

    def part(self, sight: Sight, labels: Labels, *, ranked: bool = False) -> Extent | None:
        """Where the part that a figure counts is told; None where the figure counts the whole.

        The share of a body that is `ranked` is of what the share before is of, and its own clause tells of ranks alone;
        a plan right behind its result is of what the result is of ("thu 187 tỷ đồng (dự toán 160 tỷ đồng)").
        """
        flat, sentence = sight.setting.flat, sight.sentence.extent
        if self._words[0] != sentence:
            self._words = (sentence, words_of(flat, sentence))
        counted = Counted(flat, self._words[1], sentence.start, sight.region, labels, self._last)
        found = _signs(sight) if labels.measure == "inspected" else None
        if labels.basis == "change" and labels.subject == labels.measure == "other":
            found = _moved(sight)
        if _is_of_all(sight, labels):
            found = None
        elif ranked or is_plan_beside(sight):
            last = self._last
            found = last.part if last is not None and not last.since and last.label == counted.label else None
        else:
            found = (
                found
                or _lacking(sight, labels)
                or _told_before(sight, labels)
                or _told_beside(sight, labels, FAULTS)
                or self._settled(counted)
                or _sector(sight)
                or _told_beside(sight, labels, BESIDE)
            )
        if found is not None and (
            _ONLY_A_TIME.fullmatch(flat, found.start, found.end)
            or (labels.subject != "target" and _ONLY_DONE.fullmatch(flat, found.start, found.end))
            or found == _plain_noun(sight, labels)
        ):
            found = None
        if found is not None:
            found = _whole_words(flat, found)
        self._last = after(self._last, found, counted.label, sentence.start)
        return found

    def _settled(self, counted: Counted) -> Extent | None:
        kinds, starts, last = counted.kinds(), counted.starts(), self._last
        none = self._none(kinds)
        same = self._same(kinds) if last is not None else None
        if last is not None and same is not None and same > none and (same > 0 or not starts):
            return last.part
        if none >= 0 or not starts:
            return None
        begun = {at: self._start(counted.start_features(at)) for at in starts}
        start = max(begun, key=begun.__getitem__)
        if any(none >= whole and begun[start] < begins for whole, begins in _DOUBTED):
            return None
        end = _best(counted.ends(start), lambda at: self._end(counted.end_features(start, at)))
        told = {word.text for word in counted.words[start : end + 1]}
        return None if told <= _SAYS_NOTHING else counted.extent(start, end)


def _plain_noun(sight: Sight, labels: Labels) -> Extent | None:
    """The number's noun where it says no more than the subject does: no part is told by it ("thành lập 2 chi bộ")."""
    noun = sight.region.noun
    if noun is None or noun.label != labels.subject or sight.setting.flat[noun.start : noun.end] not in _PLAIN:
        return None
    return Extent(noun.start, noun.end)


def _signs(sight: Sight) -> Extent | None:
    """Where the words stand that say a body or a member was inspected on signs of wrongdoing; None where none do."""
    flat, sentence, at = sight.setting.flat, sight.sentence.extent, sight.region.quantity.extent
    if (behind := _SIGNS_BEHIND.match(flat, at.end, sentence.end)) is not None:
        return Extent(*behind.span(1))
    start = max(sentence.start, at.start - _SIGNS_REACH)
    place = flat.rfind(_ON_SIGNS, start, at.start)
    if place < 0 or WORDS["on_signs"].search(flat, start, at.start) is None:
        return None
    return Extent(place, place + len(_ON_SIGNS))


def _sector(sight: Sight) -> Extent | None:
    """The sector that opens the number's own clause ("riêng khối doanh nghiệp kết nạp 3"), where it is no body's name.

    Another number before in the clause has it already.
    """
    flat, start = sight.setting.flat, sight.region.quantity.extent.start
    opened = WORDS["sector"].search(flat, max(sight.region.left_start - 1, start - _MOVED_REACH, 0), start)
    if opened is None:
        return None
    sector = Extent(*opened.span("sector"))
    return None if any(sector.overlaps(one.extent) for one in sight.setting.mentions) else sector


def _told_beside(sight: Sight, labels: Labels, rows: Sequence[_Row]) -> Extent | None:
    """The part as one of the rows finds it."""
    flat, quantity = sight.setting.flat, sight.region.quantity.extent
    for words, behind, subjects, measures in rows:
        if (subjects and labels.subject not in subjects) or (measures and labels.measure not in measures):
            continue
        low = max(sight.sentence.extent.start, quantity.start - _BESIDE_REACH)
        told = WORDS[words].match(flat, quantity.end) if behind else WORDS[words].search(flat, low, quantity.start)
        if told is not None:
            part = Extent(*told.span("part")) if told["part"] is not None else None
            named = part is not None and any(part.overlaps(one.extent) for one in sight.setting.mentions)
            return None if named else part
    return None


def _told_before(sight: Sight, labels: Labels) -> Extent | None:
    """The part right before a number that ends its item ("đảng viên khối doanh nghiệp 20 đồng chí")."""
    flat, at = sight.setting.flat, sight.region.quantity.extent
    share = sight.region.quantity.unit == "percent"
    if labels.subject != "member" or not (share or WORDS["ends_its_item"].match(flat, at.end)):
        return None
    low = max(sight.sentence.extent.start, at.start - _MOVED_REACH)
    told = (WORDS["part_then_share"] if share else WORDS["part_then_number"]).search(flat, low, at.start)
    return Extent(*told.span("part")) if told is not None else None


def _whole_words(flat: str, part: Extent) -> Extent:
    """The part with the words before it that turn its sense ("ngoài khu vực Nhà nước", "đình chỉ sinh hoạt Đảng"),
    without what it is compared with ("vụ so với quý I") and those who are sent ("đ/c tham gia học").
    """
    start = part.start
    for words in _TURNING:
        if flat.endswith(words, 0, start):
            start -= len(words)
    if (compared := _COMPARED.match(flat, start, part.end)) is not None:
        return Extent(*compared.span())
    sent = _SENT.match(flat, start, part.end)
    return Extent(sent.end() if sent is not None else start, part.end)


def _lacking(sight: Sight, labels: Labels) -> Extent | None:
    """What those who are counted lack ("số chi bộ không có đảng viên dưới 35 tuổi giảm từ 22 …")."""
    told = number_without(sight) if labels.measure == "other" else None
    return Extent(*told.span("part")) if told is not None and LACKING[told["noun"]] == labels.subject else None


def _is_of_all(sight: Sight, labels: Labels) -> bool:
    """Whether a part stands before the number that it is not of.

    A share of the plan is of all ("kết nạp 312 đảng viên, trong đó có 25 đồng chí là giáo dân, đạt 104% kế hoạch"); a
    form of discipline is of those before it ("2 tổ chức đảng bằng hình thức khiển trách và 76 đảng viên").
    """
    flat, at, start = sight.setting.flat, sight.region.quantity.extent.start, sight.sentence.extent.start
    if labels.measure == "disciplined" and WORDS["form_of_others"].search(flat, max(start, at - _MOVED_REACH), at):
        return True
    if labels.basis == "change" and WORDS["moved_after_brackets"].search(flat, max(start, at - _MOVED_REACH), at):
        return True
    if labels.basis not in ("vs_plan", "over_plan") or labels.measure != "admitted":
        return False
    return WORDS["plan_of_all"].search(flat, start, at) is not None


def _moved(sight: Sight) -> Extent | None:
    """The thing that falls or rises, where its own clause names it ("giảm hộ nghèo 1,5 - 2%"); else None."""
    flat, start = sight.setting.flat, sight.region.quantity.extent.start
    moved = WORDS["moved_thing"].search(flat, max(sight.region.left_start, start - _MOVED_REACH), start)
    return None if moved is None else Extent(*moved.span("thing"))


def _weigher(model: Model, question: str) -> Callable[[Seen], int]:
    """What is seen of an answer comes to, in hundredths."""
    facts, known = model.ranked_facts(question), model.ranking[question].get

    def weigh(seen: Seen) -> int:
        return sum([facts[fact] for fact in seen[0]]) + sum(filter(None, map(known, seen[1])))

    return weigh


def _best(places: list[int], weigh: Callable[[int], int]) -> int:
    return max(places, key=weigh) if len(places) > 1 else places[0]
