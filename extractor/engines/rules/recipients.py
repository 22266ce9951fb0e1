"""Who receives an award and what for: lists of counted, named or merely mentioned recipients.

"9 chi bộ đạt … 5 năm liền (2013-2017); 7 TCCS đảng … và 12 đảng viên …", "Đảng bộ Sở X và 2 đảng bộ khác", "các tập
thể, cá nhân có thành tích". The words are data (`data/awards.toml`). Source: annotation guide, section 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from functools import cache
from typing import Any, Final

from extractor.reading.model import PersonMention, Quantity, Reading
from extractor.text.article import Extent
from extractor.text.flat import flatten
from extractor.text.lexicon import LETTER, load_table
from extractor.text.record import record

_SEPARATOR: Final = re.compile(r" {0,9}(?:[,;]|, và|và|cùng với|cùng|, cùng|; và) {0,9}")
_LEAD_IN: Final = re.compile(
    r"[ :]*(?:(?:cho|tặng|đến|tới|gồm|là|đối với|có|trong đó có|đột xuất|thường xuyên|tổng số|hơn|trên|gần)"
    r"(?= |:)[ :]*)*"
)
_PLURAL: Final = re.compile(r"(?:các|những|một số|nhiều|toàn thể) +")
_OTHERS: Final = re.compile(rf"[^,;.()]{{0,40}}?(?<!{LETTER})khác(?!{LETTER})")
_TAIL_END: Final = re.compile(
    r"[.;\n]|,? {0,9}(?<![^\W\d_])(?:trao|tặng|đồng thời|qua đó|nhằm|trong đó|phát động|công bố|kết nạp|và trao|và tặng"
    r"|riêng)(?![^\W\d_])"
    r"|(?: |^)(?:được|vinh dự|đón nhận|nhận) | {0,9}[-(]? {0,9}ảnh {0,9}:"
)
_NAME_END: Final = re.compile(
    r"[.;:\n()]| (?:đã|được|vinh dự|nhận|đón nhận|năm (?:19|20)\d\d|giai đoạn|nhân dịp"
    r"|trong (?:công tác|việc|phong trào|năm)|cho|từ)(?![^\W\d_])"
)
_GIVES_AGAIN: Final = re.compile(r",? (?:và |đồng thời )?(?:trao |tặng |khen thưởng )+(?=[^\W\d_]|$)|,? và *$")
_YEARS: Final = re.compile(
    r"(?:[\s,]{0,9}\(?(?:(?:trong|của|từ|các|giai đoạn|nhiệm kỳ|thời kỳ|trong các|là) ){0,9}(?:năm )?\(? ?(?:19|20)\d\d"
    r"(?: ?(?:-|đến|và|,) ?(?:năm )?(?:19|20)\d\d){0,9}\)?)"
)


@record
class Recipient:
    """One item of a list of recipients.

    `count` is null where the text says none; `quantities` are the ids of the numbers that say it;
    `achievement` and `period` are the item's own, before the list shares them.
    """

    extent: Extent
    kind: str
    name: str | None = None
    count: int | None = None
    quantities: tuple[str, ...] = ()
    achievement: str | None = None
    period: str | None = None
    counted_others: bool = field(default=False)


@cache
def awards_table() -> dict[str, Any]:
    """The award lexicon."""
    return load_table("extractor.engines.rules", "awards.toml")


@cache
def _nouns() -> tuple[re.Pattern[str], dict[str, str]]:
    kinds = {flatten(noun): kind for kind, nouns in awards_table()["recipients"].items() for noun in nouns}
    words = "|".join(re.escape(noun).replace(r"\ ", " +") for noun in sorted(kinds, key=len, reverse=True))
    return re.compile(rf"(?:{words})(?!{LETTER})"), kinds


@cache
def _named() -> tuple[re.Pattern[str], dict[str, str]]:
    kinds = {flatten(head): kind for head, kind in awards_table()["named"].items()}
    return re.compile(rf"(?:{'|'.join(sorted(kinds, key=len, reverse=True))})(?!{LETTER})"), kinds


@cache
def _achievement_cue() -> re.Pattern[str]:
    cues = "|".join(sorted(awards_table()["achievements"]["cues"], key=len, reverse=True))
    return re.compile(rf"(?<!{LETTER})(?:{cues})(?!{LETTER})")


@cache
def _leading() -> re.Pattern[str]:
    words = "|".join(sorted(awards_table()["achievements"]["leading"], key=len, reverse=True))
    return re.compile(rf"(?:(?:{words})(?!{LETTER})[ ,]*+)++")


class RecipientReader:
    """Reads lists of recipients in one article."""

    def __init__(self, text: str, flat: str, reading: Reading) -> None:
        self.text, self.flat = text, flat
        self._counts = {q.extent.start: q for q in reading.quantities if q.unit == "count" and q.value_max is None}
        self._people = {mention.extent.start: mention for mention in reading.people}
        self._names = {mention.name.start: mention for mention in reading.people}
        self._periods = reading.periods

    def read(self, start: int, end: int) -> list[Recipient]:
        """The recipients listed from `start` on, shared achievement and years handed round; empty where none are."""
        position = self._lead_in(start, end)
        items: list[Recipient] = []
        while position < end:
            item = self._item(position, end, bare=not items or items[-1].count is None)
            if item is None:
                break
            items.append(item)
            separator = _SEPARATOR.match(self.flat, item.extent.end, end)
            if separator is None:
                break
            position = separator.end()
        return _shared(_with_others(items))

    def count_at(self, position: int) -> Quantity | None:
        """The count that begins exactly here."""
        return self._counts.get(position)

    def starts(self, start: int, end: int) -> Iterator[int]:
        """Where a list of recipients may begin between the offsets."""
        for match in re.finditer(r"[^\s,;:(]+", self.flat[start:end]):
            if self._opens(start + match.start(), end, bare=True):
                yield start + match.start()

    def _lead_in(self, start: int, end: int) -> int:
        match = _LEAD_IN.match(self.flat, start, end)
        return match.end() if match else start

    def _opens(self, position: int, end: int, *, bare: bool) -> bool:
        quantity = self._counts.get(position)
        if quantity is not None:
            after = self.flat[quantity.extent.end : quantity.extent.end + 1]
            return after == " " and _nouns()[0].match(self.flat, quantity.extent.end + 1, end) is not None
        if position in self._people or position in self._names or self._name_head(position, end) is not None:
            return True
        plural = _PLURAL.match(self.flat, position, end)
        at = plural.end() if plural else position
        return (bare or plural is not None) and _nouns()[0].match(self.flat, at, end) is not None

    def _name_head(self, position: int, end: int) -> tuple[int, str, str] | None:
        """A named recipient that begins here: where its name begins, its kind, its head."""
        at, kind = position, None
        together = re.compile(r"(?:tập thể|cán bộ, công nhân viên) +").match(self.flat, position, end)
        if together is not None:
            at, kind = together.end(), "collective"
        if at >= end or not self.text[at].isupper():
            return None
        head = _named()[0].match(self.flat, at, end)
        if head is None:
            return None
        following = self.flat[head.end() : head.end() + 2].strip()
        if following[:1] in ("", ",", ";", ".") and kind is None:
            return None
        return at, kind or _named()[1][head[0]], head[0]

    def _item(self, position: int, end: int, *, bare: bool) -> Recipient | None:
        quantity = self._counts.get(position)
        if quantity is not None:
            return self._counted(position, quantity, end)
        person = self._people.get(position) or self._names.get(position) or self._introduced(position, end)
        if person is not None:
            tail_end = self._tail(person.extent.end, end)
            return self._finished(
                Extent(position, tail_end), "individual", person.extent.end, self._slice(person.name), 1
            )
        named = self._name_head(position, end)
        if named is not None:
            return self._titled(position, named, end)
        return self._mentioned(position, end) if bare or _PLURAL.match(self.flat, position, end) else None

    def _introduced(self, position: int, end: int) -> PersonMention | None:
        """A person after an honorific ("đồng chí Lý A P.")."""
        match = re.compile(r"(?:các )?(?:đồng chí|đ/c|ông|bà|anh|chị|cá nhân)(?: đồng chí)?:? +").match(
            self.flat, position, end
        )
        if match is None:
            return None
        return self._people.get(match.end()) or self._names.get(match.end())

    def _counted(self, position: int, quantity: Quantity, end: int) -> Recipient | None:
        noun = _nouns()[0].match(self.flat, quantity.extent.end + 1, end)
        if noun is None or self.flat[quantity.extent.end : quantity.extent.end + 1] != " ":
            return None
        kind = _nouns()[1][" ".join(noun[0].split())]
        others = _OTHERS.match(self.flat, noun.end(), end) is not None
        tail_end = self._tail(noun.end(), end)
        item = self._finished(Extent(position, tail_end), kind, noun.end(), None, int(quantity.value))
        return replace(item, quantities=(quantity.id,), counted_others=others)

    def _titled(self, position: int, named: tuple[int, str, str], end: int) -> Recipient:
        at, kind, head = named
        stop = self._name_end(at + len(head), end)
        tail_end = max(stop, self._tail(stop, end))
        return self._finished(Extent(position, tail_end), kind, stop, self._slice(Extent(at, stop)), 1)

    def _name_end(self, position: int, end: int) -> int:
        """Where a recipient's name stops: at an achievement, a mark, or the next recipient."""
        found = [match.start() for match in [_NAME_END.search(self.flat, position, end)] if match]
        cue = next(
            (c for c in _achievement_cue().finditer(self.flat, position, end) if not self.text[c.start()].isupper()),
            None,
        )
        if cue is not None:
            found.append(cue.start())
        stop = min(found, default=end)
        again = _GIVES_AGAIN.search(self.flat, position, stop)
        stop = again.start() if again else stop
        for separator in re.compile(r" *, *| +(?:và|cùng) +").finditer(self.flat, position, stop):
            after = separator.end()
            if self._opens(after, end, bare=False) or self._lone_count(after):
                stop = separator.start()
                break
            if separator[0].strip() == "," and not self._goes_on(after, stop):
                stop = separator.start()
                break
        while stop > position and self.flat[stop - 1] in " ,":
            stop -= 1
        return stop

    def _lone_count(self, position: int) -> bool:
        return position in self._counts

    def _goes_on(self, position: int, end: int) -> bool:
        """Whether a name goes on after a comma: "Sở Văn hóa, Thể thao và Du lịch"."""
        return (
            position < end and self.text[position].isupper() and re.search(r" và ", self.flat[position:end]) is not None
        )

    def _mentioned(self, position: int, end: int) -> Recipient | None:
        plural = _PLURAL.match(self.flat, position, end)
        noun = _nouns()[0].match(self.flat, plural.end() if plural else position, end)
        if noun is None:
            return None
        kind = _nouns()[1][" ".join(noun[0].split())]
        return self._finished(Extent(position, self._tail(noun.end(), end)), kind, noun.end(), None, None)

    # tails

    def _tail(self, position: int, end: int) -> int:
        """Where the words of one recipient stop: before the next recipient, or at the end of the list."""
        stop = _TAIL_END.search(self.flat, position, end)
        limit = stop.start() if stop else end
        for separator in re.compile(r" *(?:[,;]|, và| và| cùng| cùng với) +").finditer(self.flat, position, limit + 2):
            if self._opens(separator.end(), end, bare=False) or self._bare_next(position, separator, end):
                return separator.start()
        while limit > position and self.flat[limit - 1] in " ,":
            limit -= 1
        return limit

    def _bare_next(self, position: int, separator: re.Match[str], end: int) -> bool:
        """Whether a recipient without a number follows one ("các tập thể, cá nhân", "tổ chức Đảng và đảng viên")."""
        if self.flat[position : separator.start()].strip():
            return False
        return self._opens(separator.end(), end, bare=True)

    def _finished(self, extent: Extent, kind: str, tail_start: int, name: str | None, count: int | None) -> Recipient:
        achievement, period = self.achievement(tail_start, extent.end)
        return Recipient(extent, kind, name, count, (), achievement, period)

    def achievement(self, start: int, end: int) -> tuple[str | None, str | None]:
        """What is honoured in a stretch, verbatim without its calendar years, and the years."""
        period = next(
            (p.value for p in self._periods if start <= p.extent.start and p.extent.end <= end and p.value), None
        )
        cue = _achievement_cue().search(self.flat, start, end)
        if cue is None or self.flat.endswith(("thôi ", "nghỉ ", "không "), start, cue.start()):
            return None, period
        leading = _leading().match(self.flat, cue.start(), end)
        first = leading.end() if leading else cue.start()
        written = self.text[first:end]
        kept = "".join(_without_years(written, self.flat[first:end]))
        words = re.sub(r"[ ,]{1,9}và$", "", " ".join(kept.split()).strip(" ,.;:(-–"))
        return (words or None), period

    def _slice(self, extent: Extent) -> str:
        return " ".join(self.text[extent.start : extent.end].split())


def _without_years(text: str, flat: str) -> Iterator[str]:
    position = 0
    for match in _YEARS.finditer(flat):
        yield text[position : match.start()]
        position = match.end()
    yield text[position:]


def _with_others(items: Sequence[Recipient]) -> list[Recipient]:
    """ "X và 2 đảng bộ khác": one recipient X, three in all."""
    kept: list[Recipient] = []
    for item in items:
        before = kept[-1] if kept else None
        if item.counted_others and before is not None and before.name is not None and item.count is not None:
            kept[-1] = replace(
                before,
                extent=Extent(before.extent.start, item.extent.end),
                kind=item.kind,
                count=(before.count or 1) + item.count,
                quantities=before.quantities + item.quantities,
                achievement=before.achievement or item.achievement,
                period=before.period or item.period,
            )
        else:
            kept.append(item)
    return kept


def _shared(items: Sequence[Recipient]) -> list[Recipient]:
    """What the last of a list is honoured for belongs to those before it that say nothing of their own."""
    shared: list[Recipient] = []
    achievement = period = None
    for item in reversed(items):
        achievement, period = item.achievement or achievement, item.period or period
        shared.append(replace(item, achievement=item.achievement or achievement, period=item.period or period))
    return list(reversed(shared))
