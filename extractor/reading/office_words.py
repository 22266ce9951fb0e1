"""The tokens of a paragraph and the word lists of names and offices (`text/data/roles.toml`)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from extractor.text.article import Extent
from extractor.text.flat import flatten
from extractor.text.lexicon import LETTER, alternatives, load_table
from extractor.text.names import is_middle, is_surname
from extractor.text.provinces import find_provinces
from extractor.text.record import record
from extractor.text.word_index import WordPattern

_TOKEN: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+|&(?=[^\W\d_]{2})[^\W\d_]+)*|[^\w\s]|_")
_MARKS: Final = frozenset(',.;:()/-–"“”%')
AGE: Final = re.compile(r"(?:,| \() ?(?:(?:năm nay )?\d{2} tuổi(?: đảng)?|(?:sinh năm|sn) \d{4})\)?(?=[, ])")
"""A person's age between the name and the office ("anh Mạnh, 31 tuổi, Bí thư Chi bộ …")."""
_ELECTED: Final = re.compile(
    r" (?:(?:đã |vừa |tiếp tục )*(?:được )?(?:tín nhiệm )?(?:bầu|bổ nhiệm|tái cử|tái đắc cử|đắc cử|trúng cử|giữ)"
    r"(?: lại)?(?: (?:giữ|làm))?(?: chức(?: vụ| danh)?)?) $"
)
"""What stands between a name and the office that its holder was given at the event."""
_MEMBERS: Final = re.compile(
    r"(?<!\w)(?P<word>(?:[Đđ]ảng|[Ss]inh|[Đđ]oàn) viên|[Qq]uần chúng)"
    r" (?=(?P<first>[^\W\d_]{2,}) (?P<second>[^\W\d_]+)(?!\w))"
)
DISTRICT: Final = frozenset("huyện quận phố xã phường trấn thôn bản ấp làng khu buôn".split())
COMMITTEES: Final = ("huyện ủy", "thị ủy", "thành ủy", "quận ủy", "huyện đoàn", "thành đoàn", "thị đoàn")
NAMED_AFTER: Final = frozenset(
    "trường thpt thcs đường phố quỹ viện tnhh cp phần đoàn tncs lớp giải thưởng quảng đình đền chùa".split()
)
NOT_NAMED_AFTER: Final = frozenset(
    ["nhà trường", "thành phố", "khu phố", "dân phố", "tỉnh đoàn", "thành đoàn", "huyện đoàn", "quận đoàn", "thị đoàn"]
)
"""Units that end in such a word and have no person's name: what follows an office of theirs is its holder."""
TIERS: Final = frozenset("xã phường trấn khu huyện quận".split())
"""Last syllables of the words for what a place is."""
UNITS: Final = frozenset("vụ phòng khoa chi trung cục viện trạm đội tổ".split())
BODIES: Final = frozenset("ban sở ubnd hđnd bộ tổng tập công ủy văn đảng học trường đại".split())
NEVER_NAMES: Final = frozenset(["khối", "việt"])
"""First syllables of bodies and of the country, which an honorific may stand before."""
SEATS: Final = frozenset("tỉnh thành huyện quận thị đảng trung".split())


class Token(NamedTuple):
    """One word or mark; `name_like` has a capital and could be a name's syllable, `upper` is all capitals."""

    start: int
    end: int
    flat: str
    name_like: bool
    upper: bool


@record
class Role:
    """An office from token `first` to token `last` (exclusive), and the name it runs into, if any."""

    start: int
    end: int
    after: int
    name: tuple[int, int] | None


@cache
def listed(key: str) -> tuple[re.Pattern[str], frozenset[str]]:
    """The words of one list of `roles.toml` as a pattern, and the tokens that they begin with."""
    words = load_table("extractor.text", "roles.toml")[key]
    openings = frozenset(opening[0] for word in words if (opening := _TOKEN.match(flatten(word))) is not None)
    return re.compile(rf"(?<!{LETTER}){alternatives(words)}"), openings


@cache
def placed(key: str) -> WordPattern:
    """The words of one list of `roles.toml`, looked up by the words of the article."""
    return WordPattern(listed(key)[0])


@lru_cache(maxsize=2)
def provinces(text: str) -> tuple[Extent, ...]:
    """Where the article names a province; asked for by each of its paragraphs."""
    return tuple(found.extent for found in find_provinces(text))


@lru_cache(maxsize=2)
def members(text: str) -> tuple[Extent, ...]:
    """The words for a member that a name stands behind ("đảng viên Lò Văn P. bị khai trừ"), which no office is."""
    return tuple(
        Extent(match.start(), match.end("word"))
        for match in _MEMBERS.finditer(text)
        if match["first"].istitle() and match["second"].istitle() and is_surname(flatten(match["first"]))
        if match["first"] != "Đoàn" or is_middle(flatten(match["second"]))
    )


@cache
def word_set(key: str) -> frozenset[str]:
    """The words of one list of `roles.toml`, flat."""
    words = load_table("extractor.text", "roles.toml")[key]
    return frozenset(flatten(word) for word in (words.split() if isinstance(words, str) else words))


def is_elected(between: str) -> bool:
    """Whether the flat words between a name and an office say that its holder was elected or named to it."""
    return _ELECTED.fullmatch(between) is not None


def tokens(text: str, flat: str, extent: Extent) -> list[Token]:
    """The words and marks of a stretch, in order."""
    found = []
    make = tuple.__new__  # what the class's own `__new__` calls, at half the cost
    for match in _TOKEN.finditer(text, extent.start, extent.end):
        word, (start, end) = match[0], match.span()
        if word.islower() or word in _MARKS or word.isdigit():
            found.append(make(Token, (start, end, flat[start:end], False, False)))
            continue
        upper = word.isupper() and sum(char.isalpha() for char in word) > 1
        named = word[0].isupper() and (word.isalpha() or not any(char.isdigit() for char in word))
        found.append(Token(start, end, flat[start:end], named and (not upper or "'" in flat[start:end]), upper))
    return found
