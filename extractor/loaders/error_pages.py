"""What a server or its guard sends instead of an article: "404 Not Found", "Không tìm thấy trang", "Just a moment...".

Crawlers save it under the article's name and status 200. Read as an article it gives no figure, and looks like one that
tells of nothing: it is a failure with a name instead. It is told by a line of its own that says so near the top or in
the title, and by its length; an article that speaks of such a page says it within a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice, pairwise
from typing import Final

from extractor.errors import InputError
from extractor.text.flat import flatten
from extractor.text.lexicon import load_table

MOST_WORDS: Final = 150
"""Words of an error page at most; Cloudflare's longest has some 130."""
_LINES: Final = 5
"""Lines from the top among which one says what the page is."""
_LONGEST: Final = 200
"""Characters of a line that are looked at."""
_SHOWN: Final = 60
_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_PIECES: Final = re.compile(r"\s[-–—|•·»:]{1,3}\s")
"""What parts a title from the site's name."""

_Words = tuple[str, ...]


class ErrorPage(InputError):
    """A page that says that there is no article: an error, or a guard that wants to see a human being."""


def check_article(text: str, *titles: str | None) -> None:
    """Raises `ErrorPage` where a text, or a title of its page, says that it stands instead of an article."""
    if len(list(islice(text.split(None, MOST_WORDS), MOST_WORDS + 1))) > MOST_WORDS:
        return
    pieces = [piece for title in titles if title for piece in _PIECES.split(title[:_LONGEST])]
    lines = islice((line.strip() for line in text.splitlines() if line.strip()), _LINES)
    said = next((one for one in pieces if one.strip() in _table("codes") or _says_error(one)), None)
    said = said or next((one for one in lines if _says_error(one)), None)
    if said is not None:
        raise ErrorPage(
            f"This is no article but what a server sends instead of one ({said.strip()[:_SHOWN]!r}): save the page "
            "again, or leave it out."
        )


def _says_error(line: str) -> bool:
    """Whether a line says that something is missing, broken or shut, whatever stands behind that."""
    words = tuple(_WORD.findall(flatten(line[:_LONGEST])))
    before = _count(words, _table("codes") | _table("error") | _table("regret"))
    numbered = any(said in _table("error") and code in _table("codes") for said, code in pairwise(words[:before]))
    return numbered or any(_says_missing(words[begin:]) for begin in range(before + 1))


def _says_missing(words: _Words) -> bool:
    """Whether words begin with what is said whole, with a thing that is gone, or with what is gone and the thing."""
    if any(any(_begin(words, name)) for name in ("missing", "fault", "guard")):
        return True
    for size in _begin(words, "things"):
        rest = words[size:]
        if any(_begin(rest[_count(rest, _table("between")) :], "gone")):
            return True
    ends = (size + more for size in _begin(words, "none") for more in _begin(words[size:], "things"))
    return any(end == len(words) or words[end] in _table("between") | _table("now") for end in ends)


def _count(words: _Words, known: frozenset[str]) -> int:
    """How many of the words from the first on are known."""
    return next((number for number, word in enumerate(words) if word not in known), len(words))


def _begin(words: _Words, name: str) -> Iterator[int]:
    """The lengths of a list's phrases with which the words begin."""
    return (len(phrase) for phrase in _phrases(name).get(words[:1], ()) if words[: len(phrase)] == phrase)


@cache
def _table(name: str) -> frozenset[str]:
    return frozenset(load_table("extractor.loaders", "error_pages.toml")[name])


@cache
def _phrases(name: str) -> dict[_Words, list[_Words]]:
    """The phrases of a list by their first word."""
    found: dict[_Words, list[_Words]] = {}
    for phrase in _table(name):
        words = tuple(_WORD.findall(flatten(phrase)))
        found.setdefault(words[:1], []).append(words)
    return found
