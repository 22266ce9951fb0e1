"""Many patterns over one text in one pass: each is tried only where a word stands that it may begin with."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from re import _parser as sre  # type: ignore[attr-defined]
from typing import Any, Final, Generic, TypeVar

from extractor.text.lexicon import LETTER

Key = TypeVar("Key")

_ENDS: Final = (list(sre.parse(LETTER)), list(sre.parse(r"\w")))
"""What must not follow where a word ends."""
_SPOT: Final = re.compile(rf'[^\W\d_]+|(?<!{LETTER})"')
_DIGITS: Final = re.compile(r"\d+")
NUMBER: Final = "0"
"""Stands for every run of digits among the words."""


class WordIndex(Generic[Key]):
    """Patterns on flat text with their keys, found as whole words.

    A pattern is a regex source. `find` gives what `finditer` of each pattern by itself would give, in no fixed order,
    and costs one look-up for each word of the text.
    """

    def __init__(self, rows: Sequence[tuple[Key, str]]) -> None:
        self._rows = [(key, re.compile(rf"(?:{source})(?!{LETTER})")) for key, source in rows]
        self._by_word: dict[str, list[int]] = {}
        self._anywhere: list[int] = []
        for number, (_, source) in enumerate(rows):
            words = first_words(source)
            if words is None:
                self._anywhere.append(number)
            for word in words or ():
                self._by_word.setdefault(word, []).append(number)
        for numbers in self._by_word.values():
            numbers += self._anywhere

    def _spots(self, flat: str) -> list[tuple[int, list[int]]]:
        """The places where a pattern may begin, in order, each with the patterns' numbers."""
        words = places(flat).starts
        if self._anywhere:
            return sorted((at, self._by_word.get(word, self._anywhere)) for word in words for at in words[word])
        return sorted((at, self._by_word[word]) for word in words.keys() & self._by_word.keys() for at in words[word])

    def find(self, flat: str, alike: str | None = None) -> Iterator[tuple[Key, int, int]]:
        """Each match as key, start and end; matches of one pattern do not overlap.

        `alike` is a text that has all words of `flat` at the same places and perhaps more, and whose words are known.
        """
        ends = [0] * len(self._rows)
        for at, numbers in self._spots(flat if alike is None else alike):
            for number in numbers:
                if ends[number] > at:
                    continue
                key, pattern = self._rows[number]
                match = pattern.match(flat, at)
                if match is not None and match.end() > at:
                    ends[number] = match.end()
                    yield key, at, match.end()


def first_words(source: str) -> frozenset[str] | None:
    """The words (or quotation marks) that a match of the pattern can begin with; None where that cannot be told."""
    found, complete = _begin(list(sre.parse(source)))
    words = {text for text, done in found if done}
    if not complete or any(not done for _, done in found) or "" in words:
        return (
            None
            if any(not done for text, done in found if not text) or not complete
            else frozenset(text for text, _ in found)
        )
    return frozenset(words)


def first_letters(source: str, count: int) -> frozenset[str]:
    """The first `count` letters that a match of the pattern can begin with; `ValueError` where it begins otherwise."""
    found, _ = _begin(list(sre.parse(source)))
    if any(len(text) < count for text, _ in found):
        raise ValueError(f"The pattern does not begin with {count} letters: {source}")
    return frozenset(text[:count] for text, _ in found)


class Leaping:
    """One pattern that begins with letters, tried only where its first letters stand; it never matches nothing.

    Raises `ValueError` where the pattern does not begin with two letters.
    """

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern
        openings = sorted(first_letters(pattern.pattern, 2))
        self._spots = re.compile("|".join(f"{opening[0]}(?={opening[1]})" for opening in openings))

    def finditer(self, flat: str) -> Iterator[re.Match[str]]:
        """What the pattern's own `finditer` gives."""
        done = 0
        for spot in self._spots.finditer(flat):
            if spot.start() >= done and (match := self._pattern.match(flat, spot.start())) is not None:
                done = match.end()
                yield match


class Places:
    """Where each word of one flat text begins."""

    def __init__(self, flat: str) -> None:
        self.starts: dict[str, list[int]] = {}
        starts = self.starts
        for spot in _SPOT.finditer(flat):
            word = spot[0]
            if word in starts:
                starts[word].append(spot.start())
            else:
                starts[word] = [spot.start()]
        starts[NUMBER] = [spot.start() for spot in _DIGITS.finditer(flat)]

    def of(self, words: frozenset[str]) -> list[int]:
        """Where any of the words begins, in order."""
        starts = self.starts
        found: list[int] = []
        for word in words & starts.keys():
            found += starts[word]
        found.sort()
        return found


@lru_cache(maxsize=4)
def places(flat: str) -> Places:
    """The words of a text; those of the last few are kept. Line breaks and blanks part words alike."""
    return _places(flat.replace("\n", " ").replace("\r", " "))


_places = lru_cache(maxsize=4)(Places)


class WordPattern:
    """One pattern that begins with whole words, tried only where one of them stands; it never matches nothing.

    An article's words are looked up once, however many stretches of it are searched. Raises `ValueError` where it
    cannot be told which words a match begins with.
    """

    def __init__(self, pattern: re.Pattern[str] | str) -> None:
        self.pattern = re.compile(pattern)
        found, complete = _begin(list(sre.parse(self.pattern.pattern)))
        if not complete or not all(text and done for text, done in found):
            raise ValueError(f"It cannot be told with which words a match begins: {self.pattern.pattern}")
        self.words = frozenset(text for text, _ in found)
        self._kept: tuple[str, list[int]] = ("", [])

    def _starts(self, flat: str) -> list[int]:
        kept = self._kept
        if kept[0] is not flat:
            kept = self._kept = (flat, places(flat).of(self.words))
        return kept[1]

    def may_stand_in(self, flat: str) -> bool:
        """Whether a word that a match may begin with stands anywhere in the text."""
        return bool(self._starts(flat))

    def finditer(self, flat: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """What the pattern's own `finditer` gives."""
        starts, end = self._starts(flat), len(flat) if end is None else end
        first = bisect_left(starts, start)
        if first == len(starts) or starts[first] >= end:
            return iter(())
        return self._matches(flat, starts[first : bisect_left(starts, end, first)], end)

    def _matches(self, flat: str, starts: list[int], end: int) -> Iterator[re.Match[str]]:
        done = 0
        for at in starts:
            if at >= done and (match := self.pattern.match(flat, at, end)) is not None:
                done = match.end()
                yield match

    def search(self, flat: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """What the pattern's own `search` gives."""
        starts, end = self._starts(flat), len(flat) if end is None else end
        for number in range(bisect_left(starts, start), len(starts)):
            if starts[number] >= end:
                break
            if (match := self.pattern.match(flat, starts[number], end)) is not None:
                return match
        return None


def _begin(tokens: list[Any]) -> tuple[set[tuple[str, bool]], bool]:
    """The first words of a sequence of parsed tokens: each with whether it has ended, and whether all are known."""
    states: set[tuple[str, bool]] = {("", False)}
    for operation, argument in tokens:
        if all(done for _, done in states):
            break
        follow = _step(str(operation), argument)
        if follow is None:
            return states, False
        grown: set[tuple[str, bool]] = set()
        for text, done in states:
            grown |= {(text, True)} if done else {_joined(text, more, ended) for more, ended in follow}
        states = grown
    return states, True


def _joined(text: str, more: str, ended: bool) -> tuple[str, bool]:
    return (text, True) if text and more == NUMBER else (text + more, ended)


def _step(operation: str, argument: Any) -> set[tuple[str, bool]] | None:
    """What one token may add to the first word: letters, or its end; None where it cannot be told."""
    if operation == "LITERAL":
        character = chr(argument)
        if character == '"':
            return {('"', True)}
        return {(character, False)} if character.isalpha() else {(NUMBER if character.isdigit() else "", True)}
    if operation == "ASSERT_NOT" and argument[0] == 1 and list(argument[1]) in _ENDS:
        return {("", True)}
    if operation == "AT" and str(argument) == "AT_END":
        return {("", True)}
    if operation in ("ASSERT", "ASSERT_NOT", "AT"):
        return {("", False)}
    if operation == "SUBPATTERN":
        inner, complete = _begin(list(argument[-1]))
        return inner if complete else None
    if operation == "BRANCH":
        found: set[tuple[str, bool]] = set()
        for branch in argument[1]:
            inner, complete = _begin(list(branch))
            if not complete:
                return None
            found |= inner
        return found
    if operation in ("MAX_REPEAT", "MIN_REPEAT"):
        low, _, body = argument
        inner, complete = _begin(list(body))
        if not complete:
            return None
        return inner | {("", False)} if low == 0 else inner
    if operation == "IN":
        return _set(argument)
    return None


def _set(members: Sequence[Any]) -> set[tuple[str, bool]] | None:
    """A set of characters: known where it holds only digits or only literals (or the blanks that end a word)."""
    if all(_is_digits(str(kind), code) for kind, code in members):
        return {(NUMBER, True)}
    if any(str(kind) != "LITERAL" for kind, _ in members):
        return None
    characters = [chr(code) for _, code in members]
    return {(c, False) if c.isalpha() else ("", True) for c in characters}


def _is_digits(kind: str, code: Any) -> bool:
    """Whether one member of a set stands for digits alone."""
    if kind in ("LITERAL", "RANGE"):
        return all(chr(one).isdigit() for one in (code if kind == "RANGE" else (code,)))
    return kind == "CATEGORY" and str(code) == "CATEGORY_DIGIT"
