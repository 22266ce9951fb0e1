"""People with the office beside their name, wherever the content names one.

Nothing is merged or judged here; `engines.rules.people` does that. Source: annotation guide, section 5.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from extractor.reading.model import Block, BlockRole, PersonMention
from extractor.reading.office_words import Role, members, placed, word_set
from extractor.reading.offices import LONGEST_NAME, Grammar
from extractor.reading.sentences import split_sentences
from extractor.text.article import Extent
from extractor.text.flat import flatten
from extractor.text.names import is_frequent_surname, is_middle, is_surname

_ROLES: Final[frozenset[BlockRole]] = frozenset(["lead", "body", "caption", "title"])
_PLURAL: Final = re.compile(r"(?:các|những|hai|ba|bốn) +$")
_BEFORE: Final = 60
"""Characters before a sentence that are read with it: the eight words in which the unit of an office may stand."""
_STOPS: Final = '.!?…"”’)]'
"""What a whole sentence ends with; one without goes on in the next."""
_ABBREVIATED: Final = frozenset(["đ/c", "đc", "đ.c", "ths", "ts", "pgs", "pgs.ts", "gs", "gs.ts"])
"""Honorifics that a full stop may follow."""
_SHARED: Final = re.compile(r"(?:các|hai|ba)(?: đồng chí)? +$")


def read_people(text: str, blocks: Sequence[Block], skip: Iterable[Extent] = ()) -> tuple[PersonMention, ...]:
    """Every mention of a person in the article's content, in order; nothing inside `skip`. Never raises."""
    flat = flatten(text)
    left_out = tuple(skip)
    mentions: list[PersonMention] = []
    for stretch in _told(text, flat, blocks):
        mentions += _Reader(text, flat, stretch).read()
    return tuple(mention for mention in mentions if not any(mention.extent.overlaps(stretch) for stretch in left_out))


def _told(text: str, flat: str, blocks: Sequence[Block]) -> Iterator[Extent]:
    """The stretches in which people may be told of: the sentences with an office or an honorific, in order.

    Each has the words before it that an office may hang on, and the sentence after it where one reaches into it.
    """
    heads, honorifics = (list(placed(key).finditer(flat)) for key in ("heads", "honorifics"))
    spots = sorted([*(spot.start() for spot in (*heads, *honorifics)), *(one.start for one in members(text))])
    ends = {spot.end() - spot[0].endswith(".") for spot in honorifics}
    start = end = block = -1
    reaches = False
    for sentence in split_sentences(text, blocks, _ROLES):
        first, last, same = sentence.extent.start, sentence.extent.end, sentence.block == block
        reaches = reaches and same
        if reaches or bisect_left(spots, first) < bisect_left(spots, last):
            if not same or first - end > _BEFORE:
                if start >= 0:
                    yield Extent(start, end)
                begins = blocks[sentence.block].extent.start
                start = max(begins, flat.rfind(" ", begins, max(begins, first - _BEFORE)) + 1)
            end, block = last, sentence.block
            closed = flat.count("(", first, last) == flat.count(")", first, last) and flat[last - 1] in _STOPS
            reaches = not closed or first + len(flat[first:last].rstrip(" .:")) in ends
    if start >= 0:
        yield Extent(start, end)


class _Reader(Grammar):
    """Reads the people of one stretch."""

    def __init__(self, text: str, flat: str, extent: Extent) -> None:
        super().__init__(text, flat, extent)
        self.found: list[PersonMention] = []

    def read(self) -> list[PersonMention]:
        """The stretch's mentions in order."""
        cursor = 0
        for index in self._telling():
            if index >= cursor:
                cursor = self._step(index)
        return self.found

    def _telling(self) -> list[int]:
        """The tokens at which a name or an office may begin, in order."""
        named = [index for index, token in enumerate(self.tokens) if token[3]]
        return sorted({*named, *self.heads, *self.honorifics})

    def _step(self, index: int) -> int:
        if self.is_honorific(index) and not (index in self.heads and self.heads[index] > self.honorifics[index]):
            return self._introduced(index)
        if index in self.heads:
            return self._office(index)
        if self.tokens[index].name_like:
            name = self.name_at(index, introduced=False)
            if name is not None:
                role = self.role_after(name[1])
                if role is not None:
                    return self._add(name, role)
                return name[1]
            return max(index + 1, self.run_end(index) if self.run_end(index) - index > LONGEST_NAME + 3 else index + 1)
        return index + 1

    def _introduced(self, index: int) -> int:
        """After an honorific: a name, a list of names, or an office that runs into a name."""
        cursor = self.honorifics[index]
        plural = (
            _PLURAL.search(self.flat[max(self.extent.start, self.tokens[index].start - 8) : self.tokens[index].start])
            is not None
        )
        short = self.flat[self.tokens[index].start : self.tokens[cursor - 1].end] in _ABBREVIATED
        marks = ":." if short else ":"  # behind a whole word a full stop ends the sentence
        while cursor < len(self.tokens) and (self.tokens[cursor].flat in marks or cursor in self.honorifics):
            cursor = self.honorifics.get(cursor, cursor + 1)
        if cursor >= len(self.tokens):
            return cursor
        if (cursor in self.heads and self.heads[cursor] > cursor + 1) or not self.tokens[cursor].name_like:
            return cursor
        return self._names(cursor, plural=plural)

    def _names(self, cursor: int, *, plural: bool, shared: Extent | None = None) -> int:
        """A list of names from `cursor`, each with its office where one follows."""
        waiting: list[tuple[int, int]] = []
        while cursor < len(self.tokens):
            name = self.name_at(cursor, introduced=True) or self._single(cursor)
            if name is None or (waiting and not is_surname(self.tokens[cursor].flat)):
                break
            role = self.role_after(name[1])
            if role is not None and role.name is None:
                for other in waiting:
                    self._mention(other, self.extent_of(role))
                waiting.clear()
                cursor = self._add(name, role)
            else:
                waiting.append(name)
                cursor = name[1] if role is None else role.start
            if cursor >= len(self.tokens) or self.tokens[cursor].flat not in (",", ";", "và"):
                break
            if self.tokens[cursor].flat == ";":
                self._flush(waiting, shared)
            following = cursor + 1
            if following < len(self.tokens) and following in self.honorifics:
                following = self.honorifics[following]
            if (
                following >= len(self.tokens)
                or not self.tokens[following].name_like
                or (following in self.heads and self.heads[following] > following + 1)
            ):
                break
            if self.name_at(following, introduced=False) is None or not self._opens_name(following, plural=plural):
                break
            cursor = following
        self._flush(waiting, shared)
        return max(cursor, 1)

    def _opens_name(self, index: int, *, plural: bool) -> bool:
        """Whether a further name of a list begins here; after a lone honorific only one beyond doubt."""
        first = self.tokens[index].flat
        if plural:
            return is_surname(first)
        return self.run_end(index) - index >= 3 and (
            is_frequent_surname(first) or is_middle(self.tokens[index + 1].flat)
        )

    def _flush(self, waiting: list[tuple[int, int]], shared: Extent | None) -> None:
        for name in waiting:
            self._mention(name, shared)
        waiting.clear()

    def _single(self, index: int) -> tuple[int, int] | None:
        """A name of one syllable, taken only where an office follows it ("chị Hoa, Bí thư chi bộ")."""
        if self.tokens[index].name_like and self.run_end(index) == index + 1 and self.role_after(index + 1) is not None:
            return index, index + 1
        return None

    def _office(self, index: int) -> int:
        """An office that no name precedes: it may run into a name, or head a list of names."""
        role = self._with_apposition(self._with_dash(self.role_at(index, named=False)))
        weak = self.flat[self.tokens[index].start : self.tokens[self.heads[index] - 1].end] in word_set("weak")
        if role.name is None and role.after in self.honorifics and self.tokens[role.after].flat != "các":
            after = self.honorifics[role.after]
            name = (
                self.name_at(after, introduced=True)
                if after < len(self.tokens) and self.tokens[after].name_like
                else None
            )
            if name is not None and not weak:
                role = Role(role.start, role.end, after, name)
        if role.name is not None and not weak:
            extent = self.extent_of(role)
            later = self.role_after(role.name[1])
            if later is not None and later.name is None and len(self.extent_of(later)) > len(extent):
                return self._add(role.name, later)
            self._mention(role.name, extent)
            cursor = later.after if later is not None and later.name is None else role.name[1]
            before = self.flat[
                max(self.extent.start, self.tokens[role.start].start - 16) : self.tokens[role.start].start
            ]
            if _SHARED.search(before) and cursor == role.name[1]:
                cursor = self._more(cursor, extent)
            return max(cursor, index + 1)
        if role.after < len(self.tokens) and self.tokens[role.after].flat == ":":
            before = self.flat[
                max(self.extent.start, self.tokens[role.start].start - 16) : self.tokens[role.start].start
            ]
            if "các" in before and role.after + 1 < len(self.tokens) and is_surname(self.tokens[role.after + 1].flat):
                return max(index + 1, self._names(role.after + 1, plural=True, shared=self.extent_of(role)))
        return max(role.after, index + 1)

    def _with_dash(self, role: Role) -> Role:
        """ "Bí thư Đảng ủy Khối - Lê Thị Vân cho biết …": a name set off by a dash, with no office of its own."""
        dash, first = role.after, role.after + 1
        if role.name is not None or first >= len(self.tokens) or self.tokens[dash].flat not in "-–—":
            return role
        name = self.name_at(first, introduced=False) if self.tokens[first].name_like else None
        if name is None or self.role_after(name[1]) is not None:
            return role
        return Role(role.start, role.end, first, name)

    def _with_apposition(self, role: Role) -> Role:
        """ "Bí thư Chi bộ Văn phòng, chị Hoa, ...": a name set off by commas after its office."""
        comma, honorific = role.after, role.after + 1
        if role.name is not None or honorific >= len(self.tokens) or self.tokens[comma].flat != ",":
            return role
        if not self.is_honorific(honorific) or self.tokens[honorific].flat in ("các", "cá"):
            return role
        first = self.honorifics[honorific]
        if first >= len(self.tokens) or not self.tokens[first].name_like or first in self.heads:
            return role
        end = min(self.run_end(first), first + LONGEST_NAME)
        if self.role_after(end) is not None or end >= len(self.tokens) or self.tokens[end].flat not in ",:":
            return role
        return Role(role.start, role.end, first, (first, end))

    def _more(self, cursor: int, role: Extent) -> int:
        """Further names that share an office: "các Phó Chủ tịch Nguyễn Văn A, Trần Thị B"."""
        while cursor + 1 < len(self.tokens) and self.tokens[cursor].flat in (",", "và"):
            name = self.name_at(cursor + 1, introduced=False) if self.tokens[cursor + 1].name_like else None
            if name is None or self.role_after(name[1]) is not None:
                break
            self._mention(name, role)
            cursor = name[1]
        return cursor

    def _add(self, name: tuple[int, int], role: Role) -> int:
        self._mention(name, self.extent_of(role))
        return max(role.after, name[1])

    def _mention(self, name: tuple[int, int], role: Extent | None) -> None:
        extent = Extent(self.tokens[name[0]].start, self.tokens[name[1] - 1].end)
        hull = extent if role is None else Extent(min(extent.start, role.start), max(extent.end, role.end))
        self.found.append(PersonMention(hull, extent, role))
