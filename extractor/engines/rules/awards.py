"""Awards: who gives what to whom, for what, in active, passive and carried forms.

Source: annotation guide, section 4.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from extractor.draft import Decision
from extractor.engines.rules.award_givers import GiverReader
from extractor.engines.rules.award_repeats import FoundAward, once_each
from extractor.engines.rules.award_words import field_of_work, not_yet_given, titles_and_praises
from extractor.engines.rules.draft import AwardDraft, OrganizationDraft
from extractor.engines.rules.recipients import Recipient, RecipientReader
from extractor.reading.model import BlockRole, Quantity, Reading
from extractor.reading.sentences import Sentence, split_sentences
from extractor.text.article import Article, Extent
from extractor.text.flat import flatten

_ROLES: Final[frozenset[BlockRole]] = frozenset(["lead", "body", "caption"])
_QUOTED: Final = re.compile(r' ?"[^"\n]{3,100}"')
_CAUSE: Final = re.compile(
    r" vì sự nghiệp(?: (?!cho |tặng |năm |và |của |đến )[^\W\d_]+){1,8}(?= cho | năm | và | của |[,.;:(]|$)"
)
"""The name of a medal that stands without quotes."""
_GIVES: Final = re.compile(
    r"(?<![^\W\d_])(?:(?:trao|tặng|khen|truy|phong|cấp|thưởng|gửi|quyết định)(?:[ ,]{1,9}(?:và )?|$)){1,9}"
    r"(?:các |những |danh hiệu )?$"
)
_RECEIVES: Final = re.compile(r"(?<![^\W\d_])(?:(?:đã|được|vinh dự|vinh dự được) ){0,9}(?:đón )?nhận (?:các |những )?$")
_PASSIVE: Final = re.compile(r"(?<![^\W\d_])(?:(?:đã|vinh dự|đều|cũng) ){0,9}được (?P<giver>[^,;.]{0,120}?)$")
_GIVEN_AFTER: Final = re.compile(r"[^;.]{0,80}? được (?:trao|tặng|trao tặng)(?: tặng)? (?:cho )?")
_GIVES_TO: Final = re.compile(r"(?<![^\W\d_])(?:trao tặng|tặng|trao)(?: cho)? (?=[^\W_])")
_FOR_NOW: Final = re.compile(r" (?:cho|tặng) (?=[^\W_])")
_FOR: Final = re.compile(r" {0,9},? {0,9}(?:vì|về|do|nhờ)(?= )")
_FOR_RECIPIENTS: Final = re.compile(r" (?:cho|tặng)(?= )")
_REACH: Final = 800
"""Characters before a title within which its giver, its verb and its receivers stand."""
_OCCASION: Final = re.compile(
    r"(?:nhân |trong |cũng )?dịp (?:này|đó)|tại (?:hội nghị|buổi|đại hội|lễ|đây)"
    r"|(?:kết thúc|nhân|phần cuối) hội nghị|trước đó"
)
_INTRODUCTION: Final = re.compile(
    r"(?:^|[.;:,*–-]|dịp này|hội nghị|(?<![^\W\d_])(?:có|đã có|gồm|và|trong đó))[ ,:*-]{0,9}$"
)
_HONORIFIC: Final = re.compile(
    r"(?<![^\W\d_])(?:(?:các |cá nhân |đảng viên )?(?:đồng chí|đ/c|ông|bà|anh|chị|cô|cá nhân):? )$"
)
_CLAUSE_END: Final = re.compile(
    r"[.;\n]|, *(?:(?:\d+|các|đồng thời|ban|đảng ủy|tỉnh ủy|lãnh đạo|ubnd)(?![^\W\d_]))"
    r"| và (?:trao|tặng|\d+)(?![^\W\d_])"
)
_IN_PARTS: Final = re.compile(r" {0,3},? {0,3}\(?(?:trong đó|trong số đó|gồm|bao gồm)(?: có| gồm)?:? ")
"""After an award: who the recipients counted before it were, kind by kind."""
_OPENING_PERIOD: Final = 25
"""Characters from a sentence's beginning within which a period is about the whole sentence."""


@dataclass(frozen=True, slots=True)
class AwardDecision:
    """The awards of an article and the quantities that belong to them (id -> reason of dismissal)."""

    awards: tuple[AwardDraft, ...] = ()
    quantities: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Trigger:
    extent: Extent
    praise: bool


@dataclass(frozen=True, slots=True)
class _Told:
    """What one trigger tells: the items, who gives, whether in the active voice, and where its words end."""

    found: tuple[FoundAward, ...]
    giver: Extent | None
    active: bool
    end: int


def decide_awards(article: Article, reading: Reading, organizations: Sequence[OrganizationDraft] = ()) -> AwardDecision:
    """Every award the article reports, each once, and the quantities that count recipients."""
    del organizations
    flat = flatten(article.text)
    if titles_and_praises().search(flat) is None:
        return AwardDecision()
    reader = _AwardReader(article.text, flat, reading)
    found: list[FoundAward] = []
    for sentence in split_sentences(article.text, reading.blocks, _ROLES):
        if not any(sentence.extent.overlaps(intrusion) for intrusion in reading.intrusions):
            found += reader.read(sentence)
    quantities = {quantity: "award_count" for item in found for quantity in item.quantities}
    return AwardDecision(tuple(item.draft for item in once_each(found)), quantities)


class _AwardReader:
    """Reads the awards of an article sentence by sentence."""

    def __init__(self, text: str, flat: str, reading: Reading) -> None:
        self.text, self.flat, self.reading = text, flat, reading
        self.recipients = RecipientReader(text, flat, reading)
        self.givers = GiverReader(text, flat, reading.people)
        self._counts = {quantity.extent.end: quantity for quantity in reading.quantities if quantity.unit == "count"}

    def read(self, sentence: Sentence) -> list[FoundAward]:
        """The sentence's awards in order."""
        extent = sentence.extent
        triggers = [
            _Trigger(self._with_name(match), match["praise"] is not None)
            for match in titles_and_praises().finditer(self.flat, extent.start, extent.end)
        ]
        found: list[FoundAward] = []
        done = extent.start
        giver: Extent | None = None
        active = False
        for number, trigger in enumerate(triggers):
            if trigger.extent.start < done:
                continue
            limit = extent.end
            if number + 1 < len(triggers):
                limit = self._clause_start(trigger.extent.end, triggers[number + 1])
            told = self._told(
                trigger, max(done, trigger.extent.start - _REACH), limit, sentence, giver=giver, active=active
            )
            if told is not None:
                giver, active, done = told.giver, told.active, max(told.end, trigger.extent.end)
                found += told.found
        return found

    def _clause_start(self, start: int, trigger: _Trigger) -> int:
        """Where the clause of a further title begins: at its giver, its verb, or the semicolon before its receivers."""
        counted = self._counted_title(trigger.extent.start)
        end = counted.extent.start if counted is not None else trigger.extent.start
        left = self.flat[start:end]
        gives = None if trigger.praise else _GIVES.search(left)
        receives = None if trigger.praise else _RECEIVES.search(left)
        verb = start + (gives.start() if gives else receives.start() if receives else len(left))
        mark = self.flat.rfind(";", start, verb)
        if receives is not None or _PASSIVE.search(self.flat, start, verb):
            return mark if mark >= 0 else end
        if gives is None and not trigger.praise:
            return end if mark < 0 or self.flat[mark + 1 : end].strip() else mark
        own = self.givers.giver(start, verb)
        return own.start if own is not None and own.start >= mark else max(mark, verb) if gives else end

    def _with_name(self, match: re.Match[str]) -> Extent:
        """The title with its quoted name."""
        quoted = None
        if match["title"]:
            quoted = _QUOTED.match(self.flat, match.end()) or _CAUSE.match(self.flat, match.end())
        return Extent(match.start(), quoted.end() if quoted else match.end())

    def _told(
        self, trigger: _Trigger, start: int, limit: int, sentence: Sentence, *, giver: Extent | None, active: bool
    ) -> _Told | None:
        """What one title or praise tells, between the words already read and the next title."""
        counted = self._counted_title(trigger.extent.start)
        before = counted.extent.start if counted is not None else trigger.extent.start
        left = self.flat[start:before]
        if not_yet_given().search(self.flat[max(sentence.extent.start, before - _REACH) : before]):
            return None
        if trigger.praise and field_of_work().search(left):
            return None
        gives = None if trigger.praise else _GIVES.search(left)
        receives = None if trigger.praise else _RECEIVES.search(left)
        verb = start + (gives.start() if gives else receives.start() if receives else len(left))
        passive = _PASSIVE.search(self.flat[start:verb])
        granted = self.givers.granting(trigger.extent.end, limit)
        after = granted.end if granted is not None else trigger.extent.end
        if receives is not None or (passive is not None and (gives is not None or trigger.praise)):
            cut = verb if passive is None else start + passive.start()
            if granted is None and passive is not None and passive["giver"].strip():
                granted = self.givers.body_before(start + passive.start("giver"), verb)
            return self._passive(trigger, Extent(start, cut), Extent(after, limit), granted, sentence, counted)
        if gives is None and not trigger.praise and (told := self._given_before(trigger, start, before, sentence)):
            return told
        carried = active and gives is None and not trigger.praise
        given_after = _GIVEN_AFTER.match(self.flat, after, limit) if gives is None and not carried else None
        if given_after is None and gives is None and granted is not None:
            given_after = _FOR_NOW.match(self.flat, after, limit)
        if gives is None and not trigger.praise and not carried and given_after is None:
            return None
        own = None if carried else self.givers.giver(start, verb)
        begin = own.start if own is not None else before if carried else verb
        told = self._active(
            trigger,
            Extent(begin, limit),
            given_after.end() if given_after is not None else after,
            granted or own or giver,
            sentence,
            counted,
        )
        return None if told is None else replace(told, giver=own or giver)

    def _counted_title(self, at: int) -> Quantity | None:
        """The number before a title: "trao 12 Giấy khen"."""
        return self._counts.get(at - 1)

    def _given_before(self, trigger: _Trigger, start: int, end: int, sentence: Sentence) -> _Told | None:
        """ "A tặng D bức trướng": the recipients stand between the verb and what is given."""
        for verb in reversed(list(_GIVES_TO.finditer(self.flat, start, end))):
            items = self.recipients.read(verb.end(), end)
            if items and not self.flat[items[-1].extent.end : end].strip():
                giver = self.givers.giver(start, verb.start())
                begin = giver.start if giver is not None else verb.start()
                return self._drafts(trigger, items, Extent(begin, trigger.extent.end), giver, sentence, None, True)
        return None

    # the two voices

    def _active(
        self,
        trigger: _Trigger,
        clause: Extent,
        after: int,
        giver: Extent | None,
        sentence: Sentence,
        counted: Quantity | None,
    ) -> _Told | None:
        """ "A tặng Giấy khen [của B] [vì C] cho D"."""
        achievement: str | None = None
        period: str | None = None
        reason = _FOR.match(self.flat, after, clause.end)
        if reason is not None:
            recipients = _FOR_RECIPIENTS.search(self.flat, reason.end(), clause.end)
            if recipients is None:
                return None
            achievement, period = self.recipients.achievement(reason.start(), recipients.start())
            after = recipients.start()
        items = self.recipients.read(after, clause.end)
        if not items:
            return None
        items = [
            replace(item, achievement=item.achievement or achievement, period=item.period or period) for item in items
        ]
        return self._drafts(trigger, items, Extent(clause.start, items[-1].extent.end), giver, sentence, counted, True)

    def _passive(
        self,
        trigger: _Trigger,
        left: Extent,
        right: Extent,
        giver: Extent | None,
        sentence: Sentence,
        counted: Quantity | None,
    ) -> _Told | None:
        """ "D được A tặng Giấy khen [vì C]", "D nhận Giấy khen của A"."""
        items = self._receiving(left)
        if not items:
            return None
        end = right.start
        told = _IN_PARTS.match(self.flat, right.start, right.end)
        if told is not None and (parts := self.recipients.read(told.end(), right.end)):
            counts = tuple(one for item in items for one in item.quantities)
            parts[0] = replace(parts[0], quantities=counts + parts[0].quantities)
            clause = Extent(items[0].extent.start, parts[-1].extent.end)
            return self._drafts(trigger, parts, clause, giver, sentence, counted, False)
        reason = _FOR.match(self.flat, right.start, right.end)
        if reason is not None:
            stop = _CLAUSE_END.search(self.flat, reason.end(), right.end)
            end = stop.start() if stop else right.end
            achievement, period = self.recipients.achievement(reason.start(), end)
            items = [
                replace(item, achievement=item.achievement or achievement, period=item.period or period)
                for item in items
            ]
        clause = Extent(items[0].extent.start, end)
        return self._drafts(trigger, items, clause, giver, sentence, counted, False)

    def _receiving(self, left: Extent) -> list[Recipient]:
        """The recipients that stand before a passive verb and reach up to it."""
        for start in self.recipients.starts(left.start, left.end):
            before = _HONORIFIC.sub("", self.flat[left.start : start])
            if not _INTRODUCTION.search(before) and before.rstrip()[-1:] not in (",", ";", ":", ""):
                continue
            items = self.recipients.read(start, left.end)
            if items and not self.flat[items[-1].extent.end : left.end].strip(" ,"):
                return items
        return []

    def _drafts(
        self,
        trigger: _Trigger,
        items: Sequence[Recipient],
        clause: Extent,
        giver: Extent | None,
        sentence: Sentence,
        counted: Quantity | None,
        active: bool,
    ) -> _Told | None:
        if all(item.count is None for item in items) and trigger.praise and not self._happened(sentence, clause.start):
            return None
        items = _counted_by_title(items, counted)
        opening = self._opening_period(sentence, clause.start)
        evidence = self.givers.trim(clause)
        found = tuple(
            FoundAward(
                AwardDraft(
                    title=self.givers.words(trigger.extent),
                    granted_by=None if giver is None else self.givers.words(giver),
                    recipient_kind=item.kind,
                    recipient=item.name,
                    count=item.count,
                    achievement=item.achievement,
                    period=item.period or opening,
                    evidence=evidence,
                    quantity=item.quantities[0] if item.quantities else None,
                    decision=Decision(
                        f"awards.{'active' if active else 'passive'}.{'praise' if trigger.praise else 'title'}",
                        abs(item.extent.start - trigger.extent.end),
                        0.9 if item.count is not None else 0.6,
                    ),
                ),
                item.quantities + ((counted.id,) if counted is not None else ()),
                sentence.role,
            )
            for item in items
        )
        return _Told(found, giver, active, max(clause.end, trigger.extent.end))

    def _happened(self, sentence: Sentence, at: int) -> bool:
        """Whether praise without numbers was given on an occasion, and is not a standing task."""
        return _OCCASION.search(self.flat, sentence.extent.start, max(at, sentence.extent.start) + 1) is not None

    def _opening_period(self, sentence: Sentence, at: int) -> str | None:
        """The period the sentence opens with, which is about all that follows."""
        first = sentence.extent.start
        return next(
            (
                mention.value
                for mention in self.reading.periods
                if first <= mention.extent.start <= min(first + _OPENING_PERIOD, at) and mention.extent.end <= at
            ),
            None,
        )


def _counted_by_title(items: Sequence[Recipient], counted: Quantity | None) -> list[Recipient]:
    """ "tặng 9 Giấy khen cho các tập thể": the number of awards is that of the only kind of recipient."""
    if counted is None or len(items) != 1 or items[0].count is not None:
        return list(items)
    return [replace(items[0], count=int(counted.value), quantities=(counted.id,))]
