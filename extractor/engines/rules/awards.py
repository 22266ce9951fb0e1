"""Awards: who gives what to whom, for what, in active, passive and carried forms.

Source: annotation guide, section 4.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from extractor.draft import Decision
from extractor.engines.rules.award_numbers import NumbersAfter
from extractor.engines.rules.award_repeats import Found, once_each, with_parts, without_totals
from extractor.engines.rules.draft import AwardDraft
from extractor.engines.rules.recipients import WORDS, Recipient, RecipientReader
from extractor.reading.bodies import heads_anywhere, read_body
from extractor.reading.model import BlockRole, Quantity, Reading
from extractor.reading.sentences import Sentence, split_sentences
from extractor.text.article import Article, Extent
from extractor.text.flat import flatten

_ROLES: Final[frozenset[BlockRole]] = frozenset(["lead", "body", "caption"])
_REACH: Final = 800
"""Characters before a title within which its giver, its verb and its receivers stand."""
_OPENING_PERIOD: Final = 25
"""Characters from a sentence's beginning within which a period is about the whole sentence."""
_HEADS: Final = re.compile(r":|, [^,\d]{0,20} \d")
"""Inside what would be one recipient: it heads a list, or tells of others."""
_NEAR: Final = 12
"""Characters that may lie between a giver and its verb."""


@dataclass(frozen=True, slots=True)
class AwardDecision:
    """The awards of an article and the quantities that belong to them (id -> reason of dismissal)."""

    awards: tuple[AwardDraft, ...] = ()
    quantities: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Trigger:
    """A title or a praise, with the number of awards before it ("12 Giấy khen")."""

    extent: Extent
    praise: bool
    counted: Quantity | None

    @property
    def start(self) -> int:
        """Where its words begin, the number included."""
        return self.extent.start if self.counted is None else self.counted.extent.start


@dataclass(frozen=True, slots=True)
class _Verb:
    """Where the verb before a title begins, and whether it gives or receives; the title's beginning where none does."""

    start: int
    gives: bool = False
    receives: bool = False


@dataclass(frozen=True, slots=True)
class _Told:
    """What one trigger tells: the items, who gives, whether in the active voice, and where its words end."""

    found: tuple[Found, ...]
    giver: Extent | None
    active: bool
    end: int


def decide_awards(article: Article, reading: Reading) -> AwardDecision:
    """Every award the article reports, each once, and the quantities that count recipients."""
    flat = flatten(article.text)
    if WORDS["award"].search(flat) is None:
        return AwardDecision()
    reader = _AwardReader(article.text, flat, reading)
    found: list[Found] = []
    for sentence in with_parts(flat, split_sentences(article.text, reading.blocks, _ROLES)):
        if not any(sentence.extent.overlaps(intrusion) for intrusion in reading.intrusions):
            found += reader.read(sentence)
    quantities = {quantity: "award_count" for item in found for quantity in item.quantities}
    return AwardDecision(tuple(item.draft for item in once_each(without_totals(flat, found))), quantities)


class _AwardReader:
    """Reads the awards of an article sentence by sentence."""

    def __init__(self, text: str, flat: str, reading: Reading) -> None:
        self.text, self.flat, self.reading = text, flat, reading
        self.recipients = RecipientReader(text, flat, reading)
        self.numbers = NumbersAfter(flat, reading, self.recipients)
        self._names = sorted(person.name.start for person in reading.people)
        self._counts = {quantity.extent.end: quantity for quantity in reading.quantities if quantity.unit == "count"}

    def read(self, sentence: Sentence) -> list[Found]:
        """The sentence's awards in order."""
        extent = sentence.extent
        triggers = [self._trigger(match) for match in WORDS["award"].finditer(self.flat, extent.start, extent.end)]
        found: list[Found] = []
        done, before = extent.start, _Told((), None, False, 0)
        for number, trigger in enumerate(triggers):
            if trigger.extent.start < done:
                continue
            limit = extent.end
            if number + 1 < len(triggers):
                limit = self._clause_start(trigger.extent.end, triggers[number + 1])
            told = self._told(trigger, max(done, trigger.extent.start - _REACH), limit, sentence, before)
            if told is not None:
                before, done = told, max(told.end, trigger.extent.end)
                found += told.found
        return found

    def _trigger(self, match: re.Match[str]) -> _Trigger:
        """The title with its quoted name."""
        name = None
        if match["title"]:
            name = WORDS["quoted_name"].match(self.flat, match.end()) or WORDS["cause"].match(self.flat, match.end())
        extent = Extent(match.start(), name.end() if name else match.end())
        return _Trigger(extent, match["praise"] is not None, self._counts.get(match.start() - 1))

    def _verb(self, start: int, trigger: _Trigger) -> _Verb:
        left = "" if trigger.praise else self.flat[start : trigger.start]
        if gives := WORDS["gives"].search(left):
            return _Verb(start + gives.start(), gives=True)
        if receives := WORDS["receives"].search(left):
            return _Verb(start + receives.start(), receives=True)
        return _Verb(trigger.start)

    def _clause_start(self, start: int, trigger: _Trigger) -> int:
        """Where the clause of a further title begins: at the semicolon before its verb, or at the comma before who
        gives, else at the title.
        """
        verb = self._verb(start, trigger)
        mark = self.flat.rfind(";", start, verb.start)
        giver = self._body_before(start, verb.start) if mark < 0 and verb.gives else None
        if giver is not None and self.flat.endswith(", ", start, giver.start):
            return giver.start - 2
        return mark if mark >= 0 else trigger.start

    def _told(self, trigger: _Trigger, start: int, limit: int, sentence: Sentence, told_before: _Told) -> _Told | None:
        """What one title or praise tells, between the words already read and the next title."""
        before = trigger.start
        if WORDS["not_given_yet"].search(self.flat[max(sentence.extent.start, before - _REACH) : before]):
            return None
        verb = self._verb(start, trigger)
        left = self.flat[start : verb.start]
        passive = WORDS["praised_before"].search(left) or WORDS["passive"].search(left)
        granted = self._granting(trigger.extent.end, limit)
        after = granted.end if granted is not None else trigger.extent.end
        if trigger.praise and self._is_told_otherwise(trigger, sentence):
            return None
        if verb.receives or (passive is not None and (verb.gives or trigger.praise)):
            by = (
                None
                if passive is None
                else self._body_before(start + passive.start("giver"), start + passive.end("giver"))
            )
            rated = verb.receives and by is None and passive is not None and passive.re is WORDS["passive"]
            cut = verb.start if passive is None or rated else start + passive.start()
            return self._passive(trigger, Extent(start, cut), Extent(after, limit), granted or by, sentence)
        handed = WORDS["handed_to"].match(self.flat, after, limit)
        after = after if handed is None else handed.end()
        carried = told_before.active and not verb.gives and not trigger.praise and handed is None
        items = self.recipients.read(after, limit)
        if not items:
            return None
        own = None if carried else self._giver(start, verb.start)
        begin = own.start if own is not None else before if carried else verb.start
        clause = Extent(begin, items[-1].extent.end)
        told = self._drafts(trigger, items, clause, granted or own or told_before.giver, sentence, active=True)
        return replace(told, giver=own or told_before.giver)

    def _is_told_otherwise(self, praise: _Trigger, sentence: Sentence) -> bool:
        """Whether the praise goes with a badge before it, or with an award after it ("biểu dương, nhận Giấy khen")."""
        if WORDS["honoured_by_badge"].search(self.flat, sentence.extent.start, praise.start):
            return True
        return WORDS["praised_with"].match(self.flat, praise.extent.end, sentence.extent.end) is not None

    def _passive(
        self, trigger: _Trigger, left: Extent, right: Extent, giver: Extent | None, sentence: Sentence
    ) -> _Told | None:
        """ "D được A tặng Giấy khen [vì C]", "D nhận Giấy khen của A"."""
        items = self._receiving(left)
        if not items:
            after = self.numbers.read(left, right)
            return None if after is None else self._drafts(trigger, after.items, after.extent, giver, sentence)
        end = right.start
        start, items = items[0].extent.start, self.recipients.with_parts(items, right.start, right.end)
        if items[-1].extent.end > right.start:
            return self._drafts(trigger, items, Extent(start, items[-1].extent.end), giver, sentence)
        reason = WORDS["for"].match(self.flat, right.start, right.end)
        if reason is not None:
            stop = WORDS["clause_end"].search(self.flat, reason.end(), right.end)
            end = stop.start() if stop else right.end
            achievement, period = self.recipients.achievement(reason.start(), end)
            items = [
                replace(item, achievement=item.achievement or achievement, period=item.period or period)
                for item in items
            ]
        return self._drafts(trigger, items, Extent(items[0].extent.start, end), giver, sentence)

    def _receiving(self, left: Extent) -> list[Recipient]:
        """The recipients that stand before a passive verb and reach up to it."""
        for start in self.recipients.starts(left.start, left.end):
            items = self.recipients.read(start, left.end)
            if items and items[0].name is not None and _HEADS.search(self.flat, start, items[0].extent.end):
                continue  # "Đảng bộ X: 12 chi bộ …; 27 tập thể được khen thưởng", "Đảng ủy X công bố, theo đó 10 …"
            if items and not self.flat[items[-1].extent.end : left.end].strip(" ,"):
                # "những người được vinh danh": said of those whose award is told elsewhere
                return items if any(item.count is not None for item in items) else []
        return []

    def _drafts(
        self,
        trigger: _Trigger,
        items: Sequence[Recipient],
        clause: Extent,
        giver: Extent | None,
        sentence: Sentence,
        *,
        active: bool = False,
    ) -> _Told:
        end = max(clause.end, trigger.extent.end)
        of_all = self.numbers.change(end, sentence.extent.end)
        of_all += () if trigger.counted is None else (trigger.counted.id,)
        opening = self._opening_period(sentence, clause.start)
        rule = f"awards.{'active' if active else 'passive'}.{'praise' if trigger.praise else 'title'}"
        found = tuple(
            Found(
                AwardDraft(
                    title=self._words(trigger.extent),
                    granted_by=None if giver is None else self._words(self._without_name(giver)),
                    recipient_kind=item.kind,
                    recipient=item.name,
                    count=item.count,
                    achievement=item.achievement,
                    period=item.period or opening,
                    evidence=self._trim(clause),
                    quantity=item.quantities[0] if item.quantities else None,
                    decision=Decision(
                        rule, abs(item.extent.start - trigger.extent.end), 0.9 if item.count is not None else 0.6
                    ),
                ),
                item.quantities + of_all,
                sentence.role,
            )
            for item in items
        )
        return _Told(found, giver, active, end)

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

    # who gives

    def _granting(self, start: int, limit: int) -> Extent | None:
        """The body, or the office, that the award is "của", or from which it is ("do X trao", "từ X")."""
        match = WORDS["of"].match(self.flat, start, limit)
        if match is None:
            by = WORDS["given_by"].match(self.flat, start, limit)
            body = self._office(by.end(), limit) if by is not None else None
            told = by is None or by[0] == " từ " or body is None or WORDS["handed_over"].match(self.flat, body.end)
            return body if told else None
        body = self._office(match.end(), limit)
        if body is not None:
            return body
        stop = WORDS["of_end"].search(self.flat, match.end(), limit)
        return self._trim(Extent(match.end(), stop.start() if stop else limit))

    def _office(self, start: int, limit: int) -> Extent | None:
        """The body that begins here, with the title of the office that leads it."""
        office = WORDS["office"].match(self.flat, start, limit)
        body = read_body(self.text, self.flat, start if office is None else office.end(), limit)
        return body if body is None else Extent(start, body.end)

    def _giver(self, start: int, end: int) -> Extent | None:
        """The body whose act it is, or whose leader acts, in the words before the verb."""
        adverbs = WORDS["adverbs"].search(self.flat[start:end].rstrip())
        if adverbs is not None:
            end = start + adverbs.start()
        first = max(start, max(self.flat.rfind(mark, start, end) for mark in (";", ". ", ":")) + 1)
        behalf = WORDS["on_behalf"].search(self.flat, first, end)
        body = self._represented(behalf.end(), end) if behalf is not None else None
        body = body or self._body_before(first, end) or self._opening_body(first, end)
        receives = body is not None and self.flat.endswith(("cho ", "tặng ", "tới "), start, body.start)
        return None if receives else body

    def _represented(self, start: int, end: int) -> Extent | None:
        """The body, or the head of the state, on whose behalf an award is given."""
        if (head := WORDS["state_giver"].match(self.flat, start, end)) is not None:
            return Extent(*head.span())
        return read_body(self.text, self.flat, start, end)

    def _opening_body(self, start: int, end: int) -> Extent | None:
        """The body that the clause begins with, where it names no other ("Quận ủy X tặng quà … và biểu dương …")."""
        while start < end and self.flat[start] == " ":
            start += 1
        body = read_body(self.text, self.flat, start, end)
        others = heads_anywhere().finditer(self.flat, body.end, end) if body is not None else ()
        return None if any(read_body(self.text, self.flat, head.start(), end) for head in others) else body

    def _body_before(self, start: int, end: int) -> Extent | None:
        """The body named last before `end`, or the group of bodies ("các cấp trong Khối")."""
        while end > start and self.flat[end - 1] in " ,":
            end -= 1
        bodies: list[Extent] = []
        for head in heads_anywhere().finditer(self.flat, start, end):
            if not bodies or head.start() >= bodies[-1].end:
                body = read_body(self.text, self.flat, head.start(), end)
                bodies += [body] if body is not None else []
        if bodies and end - bodies[-1].end <= _NEAR:
            return bodies[-1]
        group = WORDS["group_giver"].search(self.flat[start:end])
        return None if group is None else self._trim(Extent(start + group.start(1), start + group.end(1)))

    def _without_name(self, body: Extent) -> Extent:
        """The body without the name of who acts for it ("Trưởng Ban Tổ chức Tỉnh ủy Lê Tiến Thắng trao")."""
        first = bisect_left(self._names, body.start)
        named = first < len(self._names) and self._names[first] < body.end
        return self._trim(Extent(body.start, self._names[first])) if named else body

    def _trim(self, extent: Extent) -> Extent:
        """The extent without blanks and marks at its ends; never empty."""
        words = self.flat[extent.start : extent.end]
        start = extent.start + len(words) - len(words.lstrip(" ,;:.-*"))
        return Extent(start, max(extent.start + len(words.rstrip(" ,;:.")), start + 1))

    def _words(self, extent: Extent) -> str:
        return " ".join(self.text[extent.start : extent.end].split())
