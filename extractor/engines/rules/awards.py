"""Awards: who gives what to whom, for what, in active, passive and carried forms. Source: annotation guide, section 4."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

from extractor.article import Article, Extent
from extractor.draft import AwardDraft, Decision, OrganizationDraft
from extractor.engines.rules.recipients import Recipient, RecipientReader, awards_table
from extractor.reading.bodies import heads_anywhere, read_body
from extractor.reading.model import BlockRole, Reading
from extractor.reading.sentences import Sentence, split_sentences
from extractor.vietnamese.flat import flatten
from extractor.vietnamese.lexicon import LETTER

_ROLES: Final[frozenset[BlockRole]] = frozenset(["lead", "body", "caption"])
_QUOTED: Final = re.compile(r' ?"[^"\n]{3,100}"')
_GIVES: Final = re.compile(
    r"(?<![^\W\d_])(?:(?:trao|tặng|khen|truy|phong|cấp|thưởng|gửi|quyết định)(?:[ ,]+(?:và )?|$))+(?:các |những |danh hiệu )?$"
)
_RECEIVES: Final = re.compile(r"(?<![^\W\d_])(?:(?:đã|được|vinh dự|vinh dự được) )*(?:đón )?nhận (?:các |những )?$")
_PASSIVE: Final = re.compile(r"(?<![^\W\d_])(?:(?:đã|vinh dự|đều|cũng) )*được (?P<giver>[^,;.]{0,120}?)$")
_GIVEN_AFTER: Final = re.compile(r"[^;.]{0,80}? được (?:trao|tặng|trao tặng)(?: tặng)? (?:cho )?")
_OF: Final = re.compile(r" +của +")
_OF_END: Final = re.compile(r"[,;.:()\n]| (?:cho|tặng|vì|về|đến|tới|năm|và|được|nhân|tại|do)(?![^\W\d_])")
_FOR: Final = re.compile(r" *,? *(?:vì|về|do)(?= )")
_FOR_RECIPIENTS: Final = re.compile(r" (?:cho|tặng)(?= )")
_ADVERBS: Final = re.compile(
    r"(?:[ ,]+(?:đã|vừa|cũng|còn|quyết định|tổ chức|tiến hành|biểu dương|khen thưởng|tuyên dương|công bố|và|đồng thời|thay mặt|kịp thời|xét|trao|lần lượt|ghi nhận))+[ ,]*$"
)
_ON_BEHALF: Final = re.compile(r"(?:thừa )?ủy quyền (?:của )?|thay mặt ")
_GROUP_GIVER: Final = re.compile(r"(?:^|[,;:.] *|- *)((?:các|toàn|cả) [^,;.:]{3,60})$")
_OCCASION: Final = re.compile(r"(?:nhân |trong |cũng )?dịp (?:này|đó)|tại (?:hội nghị|buổi|đại hội|lễ|đây)|(?:kết thúc|nhân|phần cuối) hội nghị|trước đó")
_INTRODUCTION: Final = re.compile(r"(?:^|[.;:,*–-]|dịp này|hội nghị|(?<![^\W\d_])(?:có|đã có|gồm|và|trong đó))[ ,:*-]*$")
_OPENING_PERIOD: Final = 25
"""Characters from a sentence's beginning within which a period is about the whole sentence."""


@dataclass(frozen=True, slots=True)
class AwardDecision:
    """The awards of an article and the quantities that belong to them (id -> reason of dismissal)."""

    awards: tuple[AwardDraft, ...] = ()
    quantities: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Found:
    """One award before repeats are dropped."""

    draft: AwardDraft
    quantities: tuple[str, ...]
    role: BlockRole


@dataclass(frozen=True, slots=True)
class _Trigger:
    extent: Extent
    praise: bool


@cache
def _titles() -> re.Pattern[str]:
    titles = "|".join(awards_table()["titles"])
    praises = "|".join(awards_table()["praises"])
    return re.compile(rf"(?<![^\W\d_])(?:(?P<title>{titles})|(?P<praise>{praises}))(?!{LETTER})")


@cache
def _not_given() -> re.Pattern[str]:
    words = "|".join(sorted(awards_table()["not_given"], key=len, reverse=True))
    return re.compile(rf"(?<!{LETTER})(?:{words})(?!{LETTER})[^;]*$")


@cache
def _field_of_work() -> re.Pattern[str]:
    words = "|".join(sorted(awards_table()["fields_of_work"], key=len, reverse=True))
    return re.compile(rf"(?<!{LETTER})(?:{words})[ ,-]*(?:và )?$")


def decide_awards(
    article: Article, reading: Reading, organizations: Sequence[OrganizationDraft] = ()
) -> AwardDecision:
    """Every award the article reports, each once, and the quantities that count recipients."""
    del organizations
    flat = flatten(article.text)
    if _titles().search(flat) is None:
        return AwardDecision()
    reader = _AwardReader(article.text, flat, reading)
    found: list[_Found] = []
    for sentence in split_sentences(article.text, reading.blocks, _ROLES):
        if not any(sentence.extent.overlaps(intrusion) for intrusion in reading.intrusions):
            found += reader.read(sentence)
    quantities = {quantity: "award_count" for item in found for quantity in item.quantities}
    return AwardDecision(tuple(item.draft for item in _once_each(found)), quantities)


class _AwardReader:
    """Reads the awards of an article sentence by sentence."""

    def __init__(self, text: str, flat: str, reading: Reading) -> None:
        self.text, self.flat, self.reading = text, flat, reading
        self.recipients = RecipientReader(text, flat, reading)

    def read(self, sentence: Sentence) -> list[_Found]:
        """The sentence's awards in order."""
        extent = sentence.extent
        triggers = [
            _Trigger(self._with_name(match), match["praise"] is not None)
            for match in _titles().finditer(self.flat, extent.start, extent.end)
        ]
        found: list[_Found] = []
        done = extent.start
        giver: Extent | None = None
        active = False
        for number, trigger in enumerate(triggers):
            limit = triggers[number + 1].extent.start if number + 1 < len(triggers) else extent.end
            if trigger.extent.start < done:
                continue
            reading = self._one(trigger, done, limit, extent, giver=giver, active=active)
            if reading is None:
                continue
            items, giver, active, done = reading
            found += [replace(item, role=sentence.role) for item in items]
        return found

    def _with_name(self, match: re.Match[str]) -> Extent:
        """The title with its quoted name."""
        quoted = _QUOTED.match(self.flat, match.end()) if match["title"] else None
        return Extent(match.start(), quoted.end() if quoted else match.end())

    def _one(
        self, trigger: _Trigger, start: int, limit: int, sentence: Extent, *, giver: Extent | None, active: bool
    ) -> tuple[list[_Found], Extent | None, bool, int] | None:
        """One award's items, its giver, whether it was told in the active voice, and where its words end."""
        at = trigger.extent.start
        counted = self._counted_title(at)
        before_title = counted.extent.start if counted is not None else at
        left = self.flat[start:before_title]
        if _not_given().search(self.flat[sentence.start : before_title]):
            return None
        verb = None if trigger.praise else _GIVES.search(left)
        receives = None if trigger.praise else _RECEIVES.search(left)
        if trigger.praise and _field_of_work().search(left):
            return None
        verb_start = start + (verb.start() if verb else receives.start() if receives else len(left))
        passive = _PASSIVE.search(self.flat[start:verb_start]) if not receives else None
        granted = self._of(trigger.extent.end, limit)
        after = granted.end if granted is not None else trigger.extent.end
        if receives is not None or (passive is not None and (verb is not None or trigger.praise)):
            cut = verb_start if passive is None else start + passive.start()
            by = granted
            if by is None and passive is not None:
                by = self._body(start + passive.start("giver"), verb_start)
            return self._passive(trigger, start, cut, after, limit, by)
        carried = active and verb is None and not trigger.praise
        given_after = _GIVEN_AFTER.match(self.flat, after, limit) if verb is None and not carried else None
        if verb is None and not trigger.praise and not carried and given_after is None:
            return None
        own = self._giver(start, verb_start) if not carried else None
        by = granted or own or giver
        begin = own.start if own is not None else verb_start
        after = given_after.end() if given_after is not None else after
        found = self._active(trigger, begin, after, limit, by, sentence, counted)
        return (*found, own or giver, True, found_end(found[0], after)) if found else None  # type: ignore[misc]

    def _counted_title(self, at: int):  # type: ignore[no-untyped-def]
        """The number before a title: "trao 12 Giấy khen"."""
        for quantity in self.reading.quantities:
            if quantity.extent.end < at <= quantity.extent.end + 2:
                return quantity
        return None
