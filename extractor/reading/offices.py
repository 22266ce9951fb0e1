"""The grammar of names and offices in one paragraph: which tokens are a name, how far an office goes.

A name is a run of capitalised syllables that a family name opens, or that an honorific introduces; an office is a head
word with the body it belongs to. The words are data (`text/data/roles.toml`, `names.toml`).
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from extractor.reading import office_words as words
from extractor.reading.office_words import Role, is_elected, listed, provinces, tokens, word_set
from extractor.text.article import Extent
from extractor.text.names import is_frequent_surname, is_historical, is_middle, is_surname

LONGEST_NAME: Final = 5
_LONGEST_ROLE: Final = 60
"""Tokens beyond which a role is no role but a sentence."""

_PLACE_AND_HOLDER: Final = 5
_LONGEST_HOLDER: Final = 4
"""Words of a place and its officer's name at least, and of that name at most."""
_SYMBOLS: Final = frozenset(",-(")
_BRACKET_AND_MORE: Final = 3
_BRACKETED: Final = 12
"""Most tokens of a bracket that says to which body an office belongs."""


class Grammar:
    """One paragraph as tokens, with the names and offices that can be read from each."""

    def __init__(self, text: str, flat: str, extent: Extent) -> None:
        self.flat, self.extent = flat, extent
        self.tokens = tokens(text, flat, extent)
        at = {token.start: index for index, token in enumerate(self.tokens)}
        after = {token.end: index + 1 for index, token in enumerate(self.tokens)}
        self.heads = self._spans("heads", after)
        stops = self._spans("stops", after)
        self.stops = {one: end for one, end in stops.items() if not flat.startswith("dự án", self.tokens[one].start)}
        members = [one for one in words.members(text) if one.start in at and one.end in after]
        self.honorifics = self._spans("honorifics", after) | {at[one.start]: after[one.end] for one in members}
        named = provinces(text)
        first = bisect_left(named, Extent(extent.start, 0))
        last = bisect_left(named, Extent(extent.end, 0), first)
        self.provinces = {
            at[found.start]: after.get(found.end, 0)
            for found in named[first:last]
            if found.end <= extent.end and found.start in at
        }

    def _spans(self, key: str, after: dict[int, int]) -> dict[int, int]:
        """Where words of one list stand, as token indices; tried only at a token that one of them begins with."""
        pattern, openings = listed(key)
        found: dict[int, int] = {}
        flat, stop, done = self.flat, self.extent.end, 0
        for index in [index for index, token in enumerate(self.tokens) if token[2] in openings]:
            start = self.tokens[index].start
            if start >= done:
                match = pattern.match(flat, start, stop)
                if match is not None:
                    done = match.end()
                    if (last := after.get(done)) is not None:
                        found[index] = last
        return found

    # names

    def run_end(self, index: int) -> int:
        """Index after the run of name syllables from `index`: plain blanks between, no office inside."""
        end = index
        while end < len(self.tokens) and end - index < 12 and self.tokens[end].name_like:
            if end > index:
                if self.flat[self.tokens[end - 1].end : self.tokens[end].start].strip():
                    break
                if end in self.heads and end - index >= 2 and self.heads[end] > end + 1:
                    break
            end += 1
        return end

    def _before(self, index: int) -> str:
        return self.tokens[index - 1].flat if index else ""

    def name_at(self, index: int, *, introduced: bool) -> tuple[int, int] | None:
        """The name that begins at this token, as token indices; `introduced` by an honorific it needs no surname."""
        end = self.run_end(index)
        if index in self.provinces and not introduced:
            return None
        size = end - index
        first = self.tokens[index].flat if size else ""
        if first in words.NEVER_NAMES or size < 2 or (index in self.heads and self.heads[index] > index + 1):
            return None
        if not introduced:
            if not is_surname(first) or self._is_place(index, size):
                return None
            if first == "đoàn" and self.tokens[index + 1].flat in ("thanh", "khối", "đại", "khu", "cơ", "các", "luật"):
                return None
        if size > LONGEST_NAME:
            return None
        if is_historical(self.flat[self.tokens[index].start : self.tokens[end - 1].end]):
            return None
        return index, end

    def _is_place(self, index: int, size: int) -> bool:
        """Whether the run names a district, a school, a firm rather than a person."""
        first, second = self.tokens[index].flat, self.tokens[index + 1].flat
        before = self._before(index)
        if self._is_named_after(index) or self._holder_of_place(index, size) is not None:
            return True
        sure = is_frequent_surname(first) or is_middle(second)
        pair = self._pair_before(index)
        if before in words.DISTRICT or pair in words.COMMITTEES:
            if size == 2:
                return before in words.DISTRICT or not sure
            if not sure and size >= 4 and is_surname(self.tokens[index + 2].flat):
                return True
        return False

    def _pair_before(self, index: int) -> str:
        """The two tokens before one."""
        return f"{self._before(index - 1)} {self._before(index)}" if index > 1 else self._before(index)

    def _is_named_after(self, index: int) -> bool:
        """Whether the word before is of a school, a street or a firm, which may bear a person's name."""
        return self._before(index) in words.NAMED_AFTER and self._pair_before(index) not in words.NOT_NAMED_AFTER

    def _holder_of_place(self, index: int, size: int) -> int | None:
        """Where the holder's name begins after a place's own ("Bí thư Đảng ủy phường Lê Chân | Bùi Khắc Toản")."""
        placed_at = self._pair_before(index) in words.COMMITTEES
        of_committee = placed_at and not is_frequent_surname(self.tokens[index].flat)
        if size < _PLACE_AND_HOLDER or not (of_committee or self._before(index) in words.TIERS):
            return None
        opens = is_surname if size > _PLACE_AND_HOLDER else is_frequent_surname
        for later in (index + 2, index + 3):
            if opens(self.tokens[later].flat) and 2 <= index + size - later <= _LONGEST_HOLDER:
                return later
        return None

    # roles

    def role_at(self, index: int, *, named: bool) -> Role:
        """The office that begins at head `index`; `named` says that its holder's name stands before it."""
        tokens = self.tokens
        start = index
        while start > 0 and tokens[start - 1].flat in word_set("prefixes"):
            start -= 1
        cursor = end = self.heads[index]
        while cursor < len(tokens) and cursor - index < _LONGEST_ROLE:
            token = tokens[cursor]
            if cursor in self.honorifics and not token.upper and not token.name_like:
                break
            if (token.name_like or token.upper) and (beyond := self._past_place(cursor)) > cursor:
                cursor = end = beyond
                continue
            if token.name_like:
                name = self.name_at(cursor, introduced=False)
                if name is not None and not (named and not self._ends_segment_name(cursor)):
                    return Role(start, end, cursor, name)
            if cursor in self.heads:
                cursor = end = self.heads[cursor]
            elif token.flat == "(" and self._is_short_form(cursor):
                cursor += 3
            elif token.flat in ",(" and (closed := self._past_bracket(cursor)) is not None:
                cursor = end = closed
                break
            elif token.flat == "," or token.flat in "-–—":
                following = self._after_mark(cursor, dash=token.flat != ",")
                if following is None:
                    break
                cursor = end = following
            elif not token.name_like and not token.upper and cursor in self.stops:
                break
            elif token.flat in ("và", "&", "kiêm", "đồng"):
                if not self._goes_on_after_and(cursor):
                    break
                cursor += 1
            elif self._is_inside(cursor):
                cursor += 1
                end = cursor
            else:
                break
        return Role(start, end, cursor, None)

    def _past_place(self, index: int) -> int:
        """Index after the province, district or namesake (of a school, a firm) that begins here, else `index`."""
        if index in self.provinces:
            return self.provinces[index]
        end = self.run_end(index)
        size = end - index
        if size < 2 or index in self.heads:
            return index
        if (holder := self._holder_of_place(index, size)) is not None:
            return holder
        if self._is_named_after(index) and is_surname(self.tokens[index].flat):
            for later in range(index + 2, end - 2):
                if is_frequent_surname(self.tokens[later].flat) and end - later <= LONGEST_NAME:
                    return later
            return end
        if is_surname(self.tokens[index].flat) and self._is_place(index, size):
            return index + 2
        return index

    def _ends_segment_name(self, index: int) -> bool:
        """In an office after a name: whether a further name holds the last segment ("…, Phó Bí thư Trần Văn B")."""
        if self.run_end(index) - index < 3:
            return False
        sure = is_frequent_surname(self.tokens[index].flat) or is_middle(self.tokens[index + 1].flat)
        return sure or (is_surname(self.tokens[index].flat) and not self.tokens[index - 1].name_like)

    def _after_mark(self, index: int, *, dash: bool) -> int | None:
        """Where the office goes on after a comma or dash: at a further head, or inside a body's name."""
        following = index + 1
        while following < len(self.tokens) and self.tokens[following].flat in word_set("prefixes"):
            following += 1
        if following in self.heads:
            return self.heads[following]
        if following >= len(self.tokens):
            return None
        token = self.tokens[following]
        if dash and token.upper and self.tokens[index - 1].upper:
            return following + 1
        if dash and not token.name_like and self.tokens[index - 1].name_like and following not in self.stops:
            return following + 1
        if not token.name_like or self.name_at(following, introduced=False) is not None:
            return None
        if dash or self._body_list(following) or (token.flat in words.BODIES and self._of_a_unit(index)):
            return following + 1
        return None

    def _past_bracket(self, index: int) -> int | None:
        """Index after the body in brackets that ends an office ("Tổ chức đảng, đảng viên (Ban Tổ chức Tỉnh ủy)")."""
        opening = index
        if self.tokens[index].flat == ",":
            opening += 1
            while (
                opening < len(self.tokens) and opening - index <= 4 and self.tokens[opening].flat in word_set("inside")
            ):
                opening += 1
        body = opening + 1
        if body >= len(self.tokens) or self.tokens[opening].flat != "(":
            return None
        if self.tokens[body].flat not in words.BODIES or self.tokens[body].flat == "tổng" or body in self.heads:
            return None
        for closing in range(body + 1, min(body + _BRACKETED, len(self.tokens))):
            if self.tokens[closing].flat == ")":
                return closing + 1
            if self.tokens[closing].flat in ",;:(" or closing in self.heads:
                return None
        return None

    def _is_short_form(self, index: int) -> bool:
        """Whether a bracket holds a name's short form and the name goes on ("Ủy ban Kiểm tra (UBKT) | Tỉnh ủy")."""
        four = self.tokens[index + 1 : index + 4]
        return len(four) == _BRACKET_AND_MORE and four[0].upper and four[1].flat == ")" and four[2].flat in words.SEATS

    def _of_a_unit(self, index: int) -> bool:
        """Whether the words before a comma end in a unit, so that the body it belongs to may follow."""
        for back in range(index - 1, max(index - 8, -1), -1):
            if self.tokens[back].flat in ",;":
                return False
            if self.tokens[back].name_like and self.tokens[back].flat in words.UNITS:
                return True
        return False

    def _body_list(self, index: int) -> bool:
        """Whether "Thể thao và Du lịch" goes on here: capitalised, then "và" and a capital within five words."""
        for ahead in range(index + 1, min(index + 6, len(self.tokens) - 1)):
            if self.tokens[ahead].flat == "và":
                return self.tokens[ahead + 1].name_like and ahead + 1 not in self.heads
            if ahead in self.heads or not self.tokens[ahead].flat[0].isalpha() or ahead in self.stops:
                return False
        return False

    def _goes_on_after_and(self, index: int) -> bool:
        following = index + 1
        if following >= len(self.tokens) or following in self.honorifics:
            return False
        token = self.tokens[following]
        if following in self.heads or token.flat in ("là", "thời"):
            return True
        if token.name_like:
            return self.name_at(following, introduced=False) is None
        if token.upper:
            return True  # "Sở Nông nghiệp và PTNT"
        return following not in self.stops and token.flat in word_set("inside") and token.flat != "các"

    def _is_inside(self, index: int) -> bool:
        token = self.tokens[index]
        if token.name_like or token.upper or token.flat in word_set("inside"):
            return True
        if token.flat.isdigit():
            return len(token.flat) < 4
        if not token.flat.isalpha():
            return False
        before_name = index + 1 < len(self.tokens) and self.tokens[index + 1].name_like
        return before_name or (self.tokens[index - 1].name_like and self._closes_compound(index + 1))

    def _closes_compound(self, index: int) -> bool:
        """Whether what follows an unknown syllable shows it to be part of a name ("Địa phương II"), not a verb."""
        if index >= len(self.tokens):
            return True
        token = self.tokens[index]
        known = token.name_like or token.upper or token.flat in word_set("inside")
        return known or not token.flat[0].isalnum() or index in self.stops or index in self.honorifics

    def is_honorific(self, index: int) -> bool:
        """Whether the word introduces a name: "Anh" inside a run of capitals is a syllable of it."""
        if index not in self.honorifics:
            return False
        lone = self.honorifics[index] == index + 1 and self.tokens[index].name_like
        return not (lone and index > 0 and self.tokens[index - 1].flat[0].isalnum())

    def role_after(self, index: int) -> Role | None:
        """The office that follows a name, after a comma, a dash, a bracket or nothing."""
        age = words.AGE.match(self.flat, self.tokens[index - 1].end) if 0 < index < len(self.tokens) else None
        cursor = index if age is None else bisect_left(self.tokens, age.end(), key=lambda token: token.start)
        if cursor < len(self.tokens) and (self.tokens[cursor].flat in _SYMBOLS or self.tokens[cursor].flat == "là"):
            cursor += 1
        while cursor < len(self.tokens) and self.tokens[cursor].flat in word_set("prefixes"):
            cursor += 1
        if cursor not in self.heads and (cursor := self._elected_to(index)) not in self.heads:
            return None
        role = self.role_at(cursor, named=True)
        if role.name is not None:
            last = self._last_head_before(cursor, role)
            if last is None:
                return None
            return Role(role.start, last, last, None)
        return role

    def _elected_to(self, index: int) -> int:
        """The token of the office that the one named before `index` was elected to; `index` where there is none."""
        if index >= len(self.tokens):
            return index
        for head in range(index + 1, min(index + 9, len(self.tokens))):
            if head in self.heads:
                between = self.flat[self.tokens[index - 1].end : self.tokens[head].start]
                return head if is_elected(between) else index
            if not self.tokens[head].flat.isalpha():
                return index
        return index

    def _last_head_before(self, first: int, role: Role) -> int | None:
        """End of the segments of the name before, where the last one runs into another name."""
        return next((i for i in range(role.end - 1, first, -1) if self.tokens[i].flat in ",;"), None)

    def extent_of(self, role: Role) -> Extent:
        """Where the office's own words stand."""
        return Extent(self.tokens[role.start].start, self.tokens[role.end - 1].end)
