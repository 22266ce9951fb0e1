"""Whose figure is it: the listed organisation that a place in the text speaks of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import Final

from extractor.engines.rules.bodies import Named, Survey, is_heading, words
from extractor.engines.rules.body_groups import Group, flatten_name
from extractor.engines.rules.draft import OrganizationDraft
from extractor.engines.rules.hosts import opening_bodies
from extractor.engines.rules.respective import first_of_run, in_turn
from extractor.engines.rules.scorer.sight import BodyMention
from extractor.reading.model import Block, Reading
from extractor.reading.sentences import Sentence
from extractor.text.article import Article, Extent
from extractor.text.flat import flatten
from extractor.text.record import record

_OF_THE_WHOLE: Final = re.compile(
    r"(?<!\w)(?:kết nạp|chính thức|xóa tên|ra khỏi đảng|tổ chức cơ sở đảng|tccs\w*|phân loại|xếp loại|tổng số đảng viên"
    r"|huy hiệu|hoàn thành (?:xuất sắc |tốt )?nhiệm vụ)(?!\w)"
)
"""What is counted of a committee's members and cells, not of its commission's own work."""
_DISCIPLINE: Final = re.compile(
    r"(?<!\w)(?:(?:bị|đã|phải) (?:bị )?(?:thi hành |xử lý )?kỷ luật|khiển trách|cảnh cáo|cách chức|khai trừ)(?!\w)"
)
"""The same, unless the paragraph speaks of the commission's own work."""
_REACH: Final = 60
"""Characters after a number within which its sentence says what it counts."""
_POSSESSED: Final = re.compile(r"\d[\d.,]{0,20} ?%?(?: [^\W\d_]{1,20}){1,4} (?:trong|của|thuộc)(?: toàn)? $")
_SUBJECT_WITHIN: Final = 90
"""Characters from a paragraph's start within which a body is what the whole paragraph speaks of."""
_TERRITORIES: Final = ("provincial_committee", "district_committee", "commune_committee")
"""Committees whose own are "cấp ủy các cấp"."""
_CARRYING: Final = ("bloc", "organ", "commission", "province", "district")


def _default(organizations: Sequence[OrganizationDraft]) -> str | None:
    """The organisation that a fact belongs to where nothing else is said: the one that holds the meeting, else
    the first that is more than a single cell.

    Where nobody holds a conference and districts are compared, it is their province.
    """
    if (host := next((draft.name for draft in organizations if draft.host), None)) is not None:
        return host
    holding = (draft for draft in organizations if draft.decision.rule == "organiser")
    wide = (draft for draft in organizations if draft.kind != "other")
    first = next(holding, None) or next(wide, None) or (organizations[0] if organizations else None)
    if (
        first is not None
        and first.kind in ("district_committee", "commune_committee")
        and first.decision.rule == "owner"
    ):
        held = any(draft.decision.rule == "organiser" for draft in organizations)
        province = next((draft for draft in organizations if draft.kind == "provincial_committee"), None)
        first = first if held or province is None else province
    return first.name if first else None


def _first_word_of(organizations: Sequence[OrganizationDraft]) -> int:
    """Where a single organisation that only owns a figure comes into the text: nothing before is its own."""
    first = organizations[0] if organizations else None
    if (
        first is None
        or _default(organizations) != first.name
        or first.kind != "other"
        or first.decision.rule != "owner"
        or not isinstance(first.place, Extent)
    ):
        return 0
    return first.place.start


@record
class _Spot:
    """A stretch of the text and the listed body that it names."""

    extent: Extent
    name: str


class OrganizationIndex:
    """Answers, for an offset of the article, which listed organisation a fact there belongs to.

    The nearest body named before it in its sentence decides; then what the paragraph speaks of; then the section (a
    heading, a starred paragraph, the last of the bodies that hold the conference). `on` is the day whose list of
    provinces counts.
    """

    def __init__(
        self,
        article: Article,
        reading: Reading,
        organizations: Sequence[OrganizationDraft],
        on: date | None = None,
        survey: Survey | None = None,
    ) -> None:
        self._survey = survey or Survey(article, reading, on)
        self._names = self._match(organizations)
        self._default = self._opening_one(organizations) or _default(organizations)
        self.default = self._default
        """Whose a fact is where nothing else is said."""
        self._committee = self._own_committee(organizations)
        self._territories = {draft.name for draft in organizations if draft.kind in _TERRITORIES}
        self._from = _first_word_of(organizations)
        self._organisers = {draft.name for draft in organizations if draft.decision.rule == "organiser"}
        self._blocks = [block for block in reading.blocks if block.role in ("title", "lead", "body", "caption")]
        self._starts = [block.extent.start for block in self._blocks]
        self._sections = self._read_sections()
        listed = [(named, name) for named in self._survey.named if (name := self._names.get(named.group))]
        told = [(named, name) for named in self._survey.told if (name := self._names.get(named.group))]
        self.mentions = tuple(BodyMention(named.body.extent, name, named.body.acting) for named, name in told)
        """Where the listed organisations are named or meant, in order."""
        self._acting = [_Spot(named.body.extent, name) for named, name in listed if named.body.acting]
        self._subjects = [
            _Spot(named.body.extent, name) for named, name in listed if self._becomes_subject(named, name)
        ]
        self._wide = [_Spot(Extent(*match.span()), "") for match in words("wide").finditer(self._survey.flat)]
        self._turns: dict[int, dict[int, str]] = {}

    def owner(self, offset: int) -> str | None:
        """The name of the listed organisation that a fact at `offset` belongs to; None where it is none of them."""
        if self._default is None:
            return None
        at = bisect_right(self._starts, offset) - 1
        if at < 0:
            return self._default
        block = self._blocks[at]
        sentence = self._survey.sentence_at(offset)
        start = sentence.extent.start if sentence else block.extent.start
        end = sentence.extent.end if sentence else block.extent.end
        if sentence is not None and (name := self._in_turn(sentence, offset)):
            return name
        decided, at_word = self._named_before(start, offset)
        if decided is not None:
            return self._whole(at_word, offset) or decided or None
        if name := self._of_the_whole(block, start, offset, end):
            return name
        wide = words("ranks").search(self._survey.flat, start, offset) is not None
        name = None if wide and self._default in self._territories else self._of_paragraph(block, start)
        name = name or self._sections[at]
        return None if name == self._default and offset < self._from and block.role != "title" else name

    def in_turn(self, offset: int) -> bool:
        """Whether the number at `offset` is one of several that are given to as many bodies in turn."""
        sentence = self._survey.sentence_at(offset)
        return sentence is not None and self._in_turn(sentence, offset) is not None

    def _named_before(self, start: int, offset: int) -> tuple[str | None, int]:
        """What the last body named in the stretch gives ("" for a rival), and where its name ends."""
        for named in reversed(self._survey.told_between(start, offset)):
            if self._only_possesses(named, start, offset):
                continue
            if (decided := self._decides(named)) is not None:
                end = named.body.extent.end
                first = first_of_run(self._survey, named) if named.source is None else named
                return self._names.get(first.group) or decided, end
        return None, start

    def _in_turn(self, sentence: Sentence, offset: int) -> str | None:
        """The listed body that the number at `offset` is given to, where several are given theirs in turn."""
        start = sentence.extent.start
        if start not in self._turns:
            self._turns[start] = {
                quantity.extent.start: name
                for named, quantity in in_turn(self._survey, sentence)
                if (name := self._names.get(named.group))
            }
        return self._turns[start].get(offset)

    def _match(self, organizations: Sequence[OrganizationDraft]) -> dict[Group, str]:
        """Each group of mentions with the name it is listed by."""
        listed = {flatten_name(flatten(draft.name)): draft.name for draft in organizations}
        placed = {draft.place: draft.name for draft in organizations if draft.place is not None}
        found: dict[Group, str] = {}
        for named in self._survey.named:
            body = named.body
            key = flatten_name(self._survey.flat[body.extent.start : body.extent.end])
            name = placed.get(body.extent) or listed.get(key)
            if name is not None and named.group not in found and name not in found.values():
                found[named.group] = name
        for draft in organizations:
            same_kind = (group for group in self._survey.groups if group.kind == draft.kind and group not in found)
            if draft.name not in found.values() and (group := next(same_kind, None)) is not None:
                found[group] = draft.name
        for group in self._survey.groups:
            if group not in found and group.family == "commission" and group.owner in found:
                found[group] = found[group.owner]
        return found

    def _opening_one(self, organizations: Sequence[OrganizationDraft]) -> str | None:
        """The listed body that the article opens with, where nobody holds a conference and no province is compared."""
        if any(draft.host for draft in organizations):
            return None
        if any(draft.decision.rule == "organiser" or draft.kind == "provincial_committee" for draft in organizations):
            return None
        opening = (self._names.get(group) for group in opening_bodies(self._survey, strict=False))
        return next((name for name in opening if name is not None), None)

    def _own_committee(self, organizations: Sequence[OrganizationDraft]) -> str | None:
        """The listed committee that the reviewing commission belongs to; without one, the only committee there is."""
        listed = {draft.name for draft in organizations if draft.decision.rule == "organiser"}
        for group, name in self._names.items():
            if name in listed and group.family == "commission" and group.owner is not None:
                of_members = group.kind != "mass_mobilization_commission"
                return self._names.get(group.owner) if of_members else None
        return self._whole_committee(organizations)

    def _whole_committee(self, organizations: Sequence[OrganizationDraft]) -> str | None:
        """The listed committee whose own commission reviews, if that is how the article is."""
        commissions = (
            "organization_commission",
            "inspection_commission",
            "propaganda_commission",
            "propaganda_mobilization_commission",
        )
        holding = [draft for draft in organizations if draft.decision.rule == "organiser"]
        if holding and not any(draft.kind in commissions for draft in holding):
            return None
        wholes = ("provincial_committee", "district_committee", "commune_committee")
        listed = [draft for draft in organizations if draft.kind in wholes]
        provincial = [draft for draft in listed if draft.kind == "provincial_committee"]
        one = provincial or listed
        return one[0].name if len(one) == 1 else None

    def _decides(self, named: Named) -> str | None:
        """The listed name the mention gives; "" for another body of the same kind; None where it says nothing."""
        if not named.body.acting or self._survey.flat.endswith(" khi ", 0, named.body.extent.start):
            return None
        name = self._names.get(named.group)
        if name is not None:
            return name
        rival = named.group.family == "bloc" and any(
            group.family == "bloc" and group.kind == named.group.kind for group in self._names
        )
        return "" if rival else None

    def _only_possesses(self, named: Named, start: int, offset: int) -> bool:
        """Whether the body only owns the number before it ("97,4% đảng viên trong Đảng bộ tỉnh …; 1.136 người")."""
        flat = self._survey.flat
        if flat.find(";", named.body.extent.end, offset) < 0:
            return False
        return _POSSESSED.search(flat[max(start, named.body.extent.start - 60) : named.body.extent.start]) is not None

    def _whole(self, start: int, offset: int) -> str | None:
        """The committee of a reviewing commission, if the words in between speak of the whole of it."""
        if self._committee is None:
            return None
        return self._committee if words("wide").search(self._survey.flat, start, offset) else None

    def _of_the_whole(self, block: Block, start: int, offset: int, end: int) -> str | None:
        """Where a commission reviews: its committee, if members or cells are counted or the subject is wide."""
        if self._committee is None:
            return None
        flat = self._survey.flat
        later = [one.body.extent.start for one in self._survey.named_between(offset, end)]
        stop = min([end, offset + _REACH, *later])
        if words("wide").search(flat, start, offset) or _OF_THE_WHOLE.search(flat, start, stop):
            return self._committee
        named = self._last(self._acting, block.extent.start, start)
        if named is not None and flat.endswith("riêng ", 0, named.extent.start):
            named = None  # "Riêng UBKT Tỉnh ủy ..." speaks of it in that sentence only
        if named is None and _DISCIPLINE.search(flat, start, stop):
            return self._committee
        wide = self._last(self._wide, block.extent.start, start)
        return self._committee if wide and wide.extent.end > (named.extent.end if named else 0) else None

    def _of_paragraph(self, block: Block, before: int) -> str | None:
        """What the sentences before this one in the paragraph speak of, if they change the subject."""
        subject = self._last(self._subjects, block.extent.start, before)
        if subject is not None and self._survey.flat.endswith("riêng ", 0, subject.extent.start):
            subject = self._last(self._subjects, block.extent.start, subject.extent.start)
        return subject.name if subject else None

    def _becomes_subject(self, named: Named, name: str) -> bool:
        """Whether the rest of the paragraph speaks of this body once it is named."""
        if not named.body.acting or named.group.family not in _CARRYING:
            return False
        start = named.body.extent.start
        if name in self._organisers or start - named.block.extent.start <= _SUBJECT_WITHIN:
            return True
        return words("wholes").search(self._survey.flat, max(0, start - 18), start) is not None

    @staticmethod
    def _last(spots: Sequence[_Spot], start: int, end: int) -> _Spot | None:
        """The last of the spots that lies in the stretch; the spots are in order and do not overlap."""
        at = bisect_right(spots, end, key=lambda spot: spot.extent.end) - 1
        return spots[at] if at >= 0 and spots[at].extent.start >= start else None

    def _read_sections(self) -> list[str | None]:
        """For each block the organisation its section speaks of."""
        current = self._default
        sections: list[str | None] = []
        for block in self._blocks:
            inside = self._survey.named_between(block.extent.start, block.extent.end)
            heading = is_heading(self._survey.article.slice(block.extent), block)
            for named in inside:
                name = self._names.get(named.group)
                if name not in self._organisers or name is None:
                    continue
                if heading or (block.role == "body" and named.body.acting and not named.body.short):
                    current = name
                    break
            sections.append(current)
        return sections
