"""Who receives an award and what for: lists of counted, named or merely mentioned recipients.

"9 chi bộ đạt … 5 năm liền (2013-2017); 7 TCCS đảng … và 12 đảng viên …", "Đảng bộ Sở X và 2 đảng bộ khác", "các tập
thể, cá nhân có thành tích". The words are data (`data/awards.toml`). Source: annotation guide, section 4.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from functools import cache
from typing import Final

from extractor.reading.model import PersonMention, Quantity, Reading
from extractor.text.article import Extent
from extractor.text.flat import flatten
from extractor.text.lexicon import LETTER, Lexicon
from extractor.text.names import is_frequent_surname, is_middle, is_surname
from extractor.text.record import record

WORDS: Final = Lexicon("extractor.engines.rules", "awards.toml")
"""The words of awards as patterns on flat text."""
_NEXT_NAME: Final = re.compile(r" {0,9}, {0,9}| {1,9}(?:và|cùng) {1,9}")
_HAS_A_BADGE: Final = re.compile(
    r"\d[\d.]* (?:[^\W\d_]+ ){1,4}(?:(?:được|vinh dự|đã|đón) ){0,3}(?:nhận|trao|tặng|trao tặng|truy tặng)"
    r" [^.;,\d]{0,16}huy hiệu"
)
"""Members who were handed another thing than the award before: "…; 5 đảng viên được nhận Huy hiệu 40 năm"."""
_HAS: Final = re.compile(r" {1,9}(?:đã |hiện )?có {1,9}")
"""After a body that is none of the recipients and has them."""
_AT: Final = (" ở ", "\nở ", "\ntại ", " tại ")
"""Before a place ("Ở Hội An, …"), which receives nothing."""
_ONES: Final = frozenset(["member", "individual", "worker", "participant"])
"""Kinds of recipients of whom one is a person."""
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_FULL_NAME: Final = (3, 5)
"""Words of a full name."""
_NEXT_ITEM: Final = re.compile(r" {0,9}(?:[,;]|, và| và| cùng| cùng với) {1,9}")


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
def _nouns() -> tuple[re.Pattern[str], dict[str, str]]:
    kinds = {flatten(noun): kind for kind, nouns in WORDS.table["recipients"].items() for noun in nouns}
    words = "|".join(re.escape(noun).replace(r"\ ", " +") for noun in sorted(kinds, key=len, reverse=True))
    return re.compile(rf"(?:{words})(?!{LETTER})"), kinds


@cache
def _named() -> tuple[re.Pattern[str], dict[str, str]]:
    kinds = {flatten(head): kind for head, kind in WORDS.table["named"].items()}
    return re.compile(rf"(?:{'|'.join(sorted(kinds, key=len, reverse=True))})(?!{LETTER})"), kinds


def kind_of(flat: str, extent: Extent) -> tuple[str, int] | None:
    """The kind of the recipients that a stretch begins with, and where their noun ends."""
    noun = _nouns()[0].match(flat, extent.start, extent.end)
    return None if noun is None else (_nouns()[1][" ".join(noun[0].split())], noun.end())


class RecipientReader:
    """Reads lists of recipients in one article."""

    def __init__(self, text: str, flat: str, reading: Reading) -> None:
        self.text, self.flat = text, flat
        self._counts = {q.extent.start: q for q in reading.quantities if q.unit == "count" and q.value_max is None}
        self._people = {mention.extent.start: mention for mention in reading.people}
        self._names = {mention.name.start: mention for mention in reading.people}
        self._periods = reading.periods

    def read(self, start: int, end: int, *, whole: bool = True) -> list[Recipient]:
        """The recipients listed from `start` on, shared achievement and years handed round; empty where none are. A
        `whole` may be told with its parts.
        """
        position = self._lead_in(start, end)
        items: list[Recipient] = []
        while position < end:
            bare = not items or items[-1].count is None or self._begins_another(position, end)
            item = self._item(position, end, bare=bare)
            if item is None or (items and _HAS_A_BADGE.match(self.flat, position, end)):
                break
            items.append(item)
            if whole and (parts := self.with_parts(items, item.extent.end, end)) != items:
                return shared(parts)
            separator = WORDS["separator"].match(self.flat, item.extent.end, end)
            if separator is None:
                break
            position = separator.end()
        return shared(_with_others(items))

    def with_parts(self, items: list[Recipient], at: int, end: int) -> list[Recipient]:
        """The items with the parts told from `at` on in place of what they make up ("28 tập thể, cá nhân, gồm 10 chi bộ
        và 18 đảng viên"); the numbers of a part that is told alone are its whole's.
        """
        follow = WORDS["parts"].match(self.flat, at, end)
        parts = self.read(follow.end(), end, whole=False) if follow and follow.end() in self._counts else []
        total = _sum(parts)
        if total is None or WORDS["received_by_them"].match(self.flat, parts[-1].extent.end, end) is not None:
            return items
        first = next((at for at in (len(items) - 1, 0) if _sum(items[at:]) == total), None)
        if first is None:
            less = total < (_sum(items) or 0)
            return [*items[:-1], _of_whole(items[-1], parts)] if less else items
        whole = items[first:]
        why, when = whole[-1].achievement, whole[-1].period
        parts = [replace(one, achievement=one.achievement or why, period=one.period or when) for one in parts]
        return [*items[:first], _of_whole(parts[0], whole), *parts[1:]]

    def starts(self, start: int, end: int) -> Iterator[int]:
        """Where a list of recipients may begin between the offsets."""
        for match in re.finditer(r"[^\s,;:(]+", self.flat[start:end]):
            if self._opens(start + match.start(), end, bare=True):
                yield start + match.start()

    def _lead_in(self, start: int, end: int) -> int:
        match = WORDS["lead_in"].match(self.flat, start, end)
        return match.end() if match else start

    def _opens(self, position: int, end: int, *, bare: bool) -> bool:
        quantity = self._counts.get(position)
        if quantity is not None:
            after = self.flat[quantity.extent.end : quantity.extent.end + 1]
            return after == " " and _nouns()[0].match(self.flat, quantity.extent.end + 1, end) is not None
        if position in self._people or position in self._names or self._name_head(position, end) is not None:
            return True
        plural = WORDS["plural"].match(self.flat, position, end)
        at = plural.end() if plural else position
        return (bare or plural is not None) and _nouns()[0].match(self.flat, at, end) is not None

    def _name_head(self, position: int, end: int) -> tuple[str, str] | None:
        """The kind and the head of a named recipient that begins here."""
        if position >= end or not self.text[position].isupper() or self.flat.endswith(_AT, 0, position):
            return None
        if WORDS["no_head"].match(self.flat, position, end):
            return None
        head = _named()[0].match(self.flat, position, end)
        return None if head is None else (_named()[1][head[0]], head[0])

    def _item(self, position: int, end: int, *, bare: bool) -> Recipient | None:
        quantity = self._counts.get(position)
        if quantity is not None:
            return self._counted(position, quantity, end)
        if (person := self._person(position, end)) is not None:
            return person
        named = self._name_head(position, end)
        if named is not None:
            return self._titled(position, named, end)
        return self._mentioned(position, end) if bare or WORDS["plural"].match(self.flat, position, end) else None

    def _person(self, position: int, end: int) -> Recipient | None:
        """A person who is named here."""
        person = self._people.get(position) or self._names.get(position) or self._introduced(position, end)
        if person is None:
            return None
        extent = Extent(position, self._tail(person.extent.end, end))
        return self._finished(extent, "individual", person.extent.end, self._slice(person.name), 1)

    def _introduced(self, position: int, end: int) -> PersonMention | None:
        """A person after an honorific ("đồng chí Lý A P.")."""
        match = WORDS["person"].match(self.flat, position, end)
        if match is None:
            return None
        return self._people.get(match.end()) or self._names.get(match.end())

    def _counted(self, position: int, quantity: Quantity, end: int) -> Recipient | None:
        noun = _nouns()[0].match(self.flat, quantity.extent.end + 1, end)
        if noun is None:
            return None
        named = self._person(noun.end() + 1, end)
        if named is not None:  # "Hai đồng chí A và B": the names say who they are
            return replace(named, extent=Extent(position, named.extent.end), quantities=(quantity.id,))
        kind = _nouns()[1][" ".join(noun[0].split())]
        others = WORDS["others"].match(self.flat, noun.end(), end) is not None
        tail_end = self._tail(noun.end(), end)
        item = self._finished(Extent(position, tail_end), kind, noun.end(), None, int(quantity.value))
        return replace(item, quantities=(quantity.id,), counted_others=others)

    def _titled(self, position: int, named: tuple[str, str], end: int) -> Recipient:
        kind, head = named
        stop = self._name_end(position + len(head), end)
        has = _HAS.match(self.flat, stop, end)
        of_it = self._counts.get(has.end()) if has is not None else None
        if of_it is not None and (counted := self._counted(of_it.extent.start, of_it, end)) is not None:
            return replace(counted, extent=Extent(position, counted.extent.end))  # "Đảng bộ X có 3 tập thể được …"
        extent = Extent(position, max(stop, self._tail(stop, end)))
        return self._finished(extent, kind, stop, self._slice(Extent(position, stop)), 1)

    def _name_end(self, position: int, end: int) -> int:
        """Where a recipient's name stops: at an achievement, a mark, or the next recipient."""
        mark = WORDS["name_end"].search(self.flat, position, end)
        stop = mark.start() if mark else end
        cues = (cue.start() for cue in WORDS["achievements.cues"].finditer(self.flat, position, stop))
        stop = next((cue for cue in cues if not self.text[cue].isupper()), stop)
        again = WORDS["gives_again"].search(self.flat, position, stop)
        stop = again.start() if again else stop
        for separator in _NEXT_NAME.finditer(self.flat, position, stop):
            if self._opens(separator.end(), end, bare=False) or self._begins_another(separator.end(), end):
                stop = separator.start()
                break
        return position + len(self.flat[position:stop].rstrip(" ,"))

    def _begins_another(self, position: int, end: int) -> bool:
        """Whether a number, or a name with its noun ("tập thể Phòng A", "đồng chí Vàng Thị S."), stands here."""
        if position in self._counts or self._introduced(position, end) is not None:
            return True
        noun = _nouns()[0].match(self.flat, position, end)
        kind = noun and _nouns()[1][" ".join(noun[0].split())]
        after = position if noun is None else noun.end() + 1
        return (kind == "collective" or kind in _ONES) and after < end and self.text[after].isupper()

    def _mentioned(self, position: int, end: int) -> Recipient | None:
        plural = WORDS["plural"].match(self.flat, position, end)
        noun = _nouns()[0].match(self.flat, plural.end() if plural else position, end)
        if noun is None:
            return None
        kind = _nouns()[1][" ".join(noun[0].split())]
        if plural is None and (one := self._one_named(noun, kind, end)) is not None:
            return one
        if plural is None and kind == "other":
            return None  # "xã", "phường": where they are honoured
        return self._finished(Extent(position, self._tail(noun.end(), end)), kind, noun.end(), None, None)

    def _one_named(self, noun: re.Match[str], kind: str, end: int) -> Recipient | None:
        """The one whose name follows a noun ("đảng viên Vàng Thị S.", "tập thể UBKT Quận ủy N.")."""
        after = noun.end() + 1
        if (person := self._person(after, end)) is not None:
            return replace(person, extent=Extent(noun.start(), person.extent.end), kind=kind)
        if kind in _ONES and (name := self._full_name(after, end)) is not None:
            extent = Extent(noun.start(), max(name.end, self._tail(name.end, end)))
            return self._finished(extent, kind, name.end, self._slice(name), 1)
        if kind != "collective" or after >= end or not self.text[after].isupper():
            return None
        stop = self._name_end(after, end)
        extent = Extent(noun.start(), max(stop, self._tail(stop, end)))
        return self._finished(extent, kind, stop, self._slice(Extent(after, stop)), 1)

    def _full_name(self, start: int, end: int) -> Extent | None:
        """A person's full name beyond doubt: capitalised words, of which the first is a surname."""
        words = list(itertools.takewhile(lambda word: word[0][0].isupper(), _LETTERS.finditer(self.text, start, end)))
        words = [word for at, word in enumerate(words) if self.text[start : word.start()].count(" ") == at]
        if not _FULL_NAME[0] <= len(words) <= _FULL_NAME[1] or words[0].start() != start:
            return None
        first, second = (flatten(word[0]) for word in words[:2])
        known = is_surname(first) and (is_frequent_surname(first) or is_middle(second))
        return Extent(start, words[-1].end()) if known else None

    # tails

    def _tail(self, position: int, end: int) -> int:
        """Where the words of one recipient stop: before the next recipient, or at the end of the list."""
        stop = WORDS["tail_end"].search(self.flat, position, end)
        limit = stop.start() if stop else end
        for separator in _NEXT_ITEM.finditer(self.flat, position, limit + 2):
            if self._opens(separator.end(), end, bare=False) or self._bare_next(position, separator, end):
                limit = separator.start()
                break
        for parts in WORDS["parts"].finditer(self.flat, position, limit):
            if parts.end() in self._counts and self._opens(parts.end(), end, bare=False):
                return parts.start()
        return position + len(self.flat[position:limit].rstrip(" ,"))

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
        cue = WORDS["achievements.cues"].search(self.flat, start, end)
        if cue is None or self.flat.endswith(("thôi ", "nghỉ ", "không "), start, cue.start()):
            return None, period
        leading = WORDS["leading"].match(self.flat, cue.start(), end)
        first = leading.end() if leading else cue.start()
        pieces = [first]
        for years in WORDS["years"].finditer(self.flat, first, end):
            pieces += years.span()
        pieces.append(end)
        kept = "".join(self.text[start:stop] for start, stop in zip(pieces[::2], pieces[1::2], strict=True))
        words = re.sub(r"[ ,]{1,9}và$", "", " ".join(kept.split()).strip(" ,.;:(-–"))
        return (words or None), period

    def _slice(self, extent: Extent) -> str:
        return " ".join(self.text[extent.start : extent.end].split())


def _sum(items: Sequence[Recipient]) -> int | None:
    """How many they are together; None where one is named or not counted."""
    counts = [item.count for item in items if item.name is None and item.count is not None]
    return sum(counts) if items and len(counts) == len(items) else None


def _of_whole(item: Recipient, others: Sequence[Recipient]) -> Recipient:
    """The item with the numbers of the others too."""
    return replace(item, quantities=tuple(number for one in [item, *others] for number in one.quantities))


def _with_others(items: Sequence[Recipient]) -> list[Recipient]:
    """ "X và 2 đảng bộ khác": one recipient X, three in all."""
    kept: list[Recipient] = []
    for item in items:
        before = kept[-1] if kept else None
        if item.counted_others and before is not None and before.name is not None and item.count is not None:
            kept[-1] = replace(
                before,
                extent=Extent(before.extent.start, item.extent.end),
                count=(before.count or 1) + item.count,
                quantities=before.quantities + item.quantities,
                achievement=before.achievement or item.achievement,
                period=before.period or item.period,
            )
        else:
            kept.append(item)
    return kept


def shared(items: Sequence[Recipient]) -> list[Recipient]:
    """What the last of a list is honoured for belongs to those before it that say nothing of their own."""
    shared: list[Recipient] = []
    achievement = period = None
    for item in reversed(items):
        achievement, period = item.achievement or achievement, item.period or period
        shared.append(replace(item, achievement=item.achievement or achievement, period=item.period or period))
    return list(reversed(shared))
