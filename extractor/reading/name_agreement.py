"""Names that go on in small letters: how far, by what an article's mentions of the name have in common.

Where a list of institutions does not tell that "Đảng bộ Trường Đại học Bách | khoa" goes on, two mentions with the same
words after them do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Final

from extractor.reading.body_names import NO_PLACE, WORD, capital_verbs
from extractor.text.lexicon import load_table

_HEAD: Final = re.compile(r"(?:đảng bộ bộ phận|đảng bộ|đảng ủy|chi bộ)[ ]+")
_NEXT: Final = re.compile(r"(?P<dash> [-–](?= ))?[ \u00a0]{1,20}(?P<word>[^\W_][\w’'&]{0,20})")
_MOST: Final = 6
"""Most syllables that a name goes on for."""
_ARTICLE: Final = 20_000
"""Characters before and after a name within which its other mentions are looked for."""
_OCCURRENCES: Final = 12
"""Most other mentions that are looked at."""
_LEAST: Final = 2
"""Syllables that a name must have to be looked for elsewhere."""


@cache
def _apart() -> frozenset[str]:
    """Words that stand beside a name and never inside it."""
    names = load_table("extractor.text", "bodies.toml")["names"]
    return frozenset([*names["parting"].split(), *names["beside"].split(), *NO_PLACE])


def agreed_end(text: str, flat: str, start: int, end: int) -> int:
    """Where the name of a single organisation that was read as `[start, end)` ends by its mentions; `end` or later."""
    head = _HEAD.match(flat, start)
    name = flat[head.end() if head is not None else start : end]
    if head is None or name.count(" ") + 1 < _LEAST or name[-1].isdigit():
        return end
    own = _going_on(text, flat, end)
    if not own:
        return end
    others = [_going_on(text, flat, other) for other in islice(_elsewhere(flat, name, end), _OCCURRENCES)]
    seen: Counter[tuple[str, ...]] = Counter(
        tuple(found[:count]) for found in others for count in range(1, len(found) + 1)
    )
    longest = max((count for count in range(1, len(own) + 1) if seen[tuple(own[:count])]), default=0)
    return _after(text, end, longest)


def _elsewhere(flat: str, name: str, but: int) -> Iterator[int]:
    """Where else within an article's length the name ends as whole words."""
    last = but + _ARTICLE
    at = flat.find(name, max(0, but - _ARTICLE), last)
    while at >= 0:
        stop = at + len(name)
        whole = not flat[stop : stop + 1].isalnum() and not flat[max(0, at - 1) : at].isalnum()
        if stop != but and whole:
            yield stop
        at = flat.find(name, stop, last)


def _going_on(text: str, flat: str, at: int) -> list[str]:
    """The syllables that follow, up to what is no part of a name.

    They begin in small letters, or with a dash before a capital.
    """
    found: list[str] = []
    while len(found) <= _MOST and (match := _NEXT.match(text, at)):
        word, plain = match["word"], flat[match.start("word") : match.end()]
        following = WORD.match(text, match.end())
        pair = f"{plain} {flat[following.start(1) : following.end()]}" if following is not None else plain
        if match["dash"] is None and (pair in capital_verbs() or plain in ("có", "đã")):
            return found
        begins = word[0].isupper() if match["dash"] else word[0].islower()
        if plain in _apart() or not (found or begins) or (match["dash"] and not word[0].isupper()):
            return found
        if word[0].isdigit():
            return found
        found.append((" - " if match["dash"] else "") + plain)
        at = match.end()
    return found[:_MOST]


def _after(text: str, at: int, count: int) -> int:
    """Where the next `count` words end."""
    for _ in range(count):
        match = _NEXT.match(text, at)
        assert match is not None
        at = match.end()
    return at
