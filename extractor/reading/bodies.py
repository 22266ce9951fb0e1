"""The name of a body that stands at a given place: who issues a document, who grants an award.

A body begins with a head word ("Ban Thường vụ", "UBND") and goes on over capitalised words and the lower-case syllables
that bodies are made of. The words are data (`text/data/documents.toml`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from extractor.text.article import Extent
from extractor.text.flat import flatten
from extractor.text.lexicon import LETTER, alternatives, load_table

_WORD: Final = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_GAP: Final = re.compile(r"[ \u00a0]{1,3}")
_DASH: Final = re.compile(r" ?[-–] ?")
_TERM: Final = re.compile(rf" +(?:khóa +[ivx]+(?!{LETTER})|\( ?khóa +[ivx]+ ?\))")
_LONGEST: Final = 24
"""Words beyond which a body's name is no name."""
_STOPPERS: Final = frozenset("và của các".split())
_KHOI: Final = re.compile(r"các cơ quan|cơ quan|doanh nghiệp|dân chính|đảng")


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(alternatives(load_table("extractor.text", "documents.toml")["issuers"]["heads"]))


@cache
def _next_item() -> re.Pattern[str]:
    return re.compile(alternatives(load_table("extractor.text", "documents.toml")["words"]["next_items"]))


@cache
def heads_anywhere() -> re.Pattern[str]:
    """Matches where a body's name may begin."""
    return re.compile(rf"(?<!{LETTER}){_heads().pattern}")


@cache
def _inside() -> frozenset[str]:
    return frozenset(flatten(load_table("extractor.text", "documents.toml")["issuers"]["inside"]).split())


@cache
def _general() -> frozenset[str]:
    return frozenset(load_table("extractor.text", "documents.toml")["issuers"]["general"])


def read_body(text: str, flat: str, start: int, limit: int, *, term: bool = False) -> Extent | None:
    """The body whose name begins exactly at `start`, or None; `term` takes in "khóa XII" right after it.

    `flat` is `flatten(text)`; nothing at or after `limit` is read.
    """
    head = _heads().match(flat, start, limit)
    if head is None:
        return None
    end, position = head.end(), head.end()
    for _ in range(_LONGEST):
        word = _next_word(text, flat, position, limit)
        if word is None or not _belongs(text, flat, word, limit):
            break
        position = word.end()
        if word[0] not in _STOPPERS:
            end = position
    if term and (more := _TERM.match(flat, end, limit)):
        end = more.end()
    return Extent(start, end)


def is_general(flat_name: str) -> bool:
    """Whether a body's name is too general to tell a document apart ("Đảng", "cấp trên")."""
    return flat_name in _general()


def _next_word(text: str, flat: str, position: int, limit: int) -> re.Match[str] | None:
    gap = _GAP.match(flat, position, limit) or _DASH.match(flat, position, limit)
    if gap is None:
        return None
    word = _WORD.match(flat, gap.end(), limit)
    if word is not None and "-" in gap[0] and not text[word.start()].isupper():
        return None
    return word


def _belongs(text: str, flat: str, word: re.Match[str], limit: int) -> bool:
    if word[0] == "thành" and text[word.start()].islower():
        return flat.startswith((" phố", " ủy"), word.end())
    if word[0] == "các":
        return _KHOI.match(flat, word.end() + 1, limit) is not None
    if word[0] in ("và", "của"):
        following = _WORD.match(flat, word.end() + 1, limit)
        if following is None:
            return False
        if word[0] == "của" or _next_item().match(flat, following.start(), limit):
            return False
        if _heads().match(flat, following.start(), limit) and following[0] != "công":
            return False
        capital = text[following.start()].isupper()
        return capital or _KHOI.match(flat, following.start(), limit) is not None
    if text[word.start()].isupper():
        return True
    if word[0].isdecimal():
        return len(word[0]) == 1 and flat.endswith("quân khu ", 0, word.start())
    if word[0] == "khóa":
        return False
    return word[0] in _inside()
