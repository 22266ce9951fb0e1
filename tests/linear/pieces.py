"""Strings that a pattern can match again and again, taken from its own parse tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, Final

MANY: Final = 9
"""A repeat that may go on for more times than this is taken for one without an end."""
_ALPHABET: Final = "a 1ế.,;:-/|(<\"'>)\n\tA_%&@…"
"""Where the members of a class are looked for."""
_REPEATS: Final = frozenset([sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT])
_ALTERNATIVES: Final = 6
"""How many alternatives of a list of words are tried; all those with a repeat inside are."""

_CATEGORIES: Final[dict[Any, Callable[[str], bool]]] = {
    sre.CATEGORY_DIGIT: str.isdigit,
    sre.CATEGORY_NOT_DIGIT: lambda character: not character.isdigit(),
    sre.CATEGORY_SPACE: str.isspace,
    sre.CATEGORY_NOT_SPACE: lambda character: not character.isspace(),
    sre.CATEGORY_WORD: lambda character: character.isalnum() or character == "_",
    sre.CATEGORY_NOT_WORD: lambda character: not (character.isalnum() or character == "_"),
}


def tree_of(pattern: re.Pattern[str]) -> Any:
    """The parse tree of a compiled pattern."""
    return _parser.parse(pattern.pattern, pattern.flags)


def repeat_of(op: Any, value: Any) -> tuple[int, int, Any] | None:
    """The least and greatest number of times and the body of a repeat; None for anything else."""
    return value if op in _REPEATS else None


def bodies_of(op: Any, value: Any) -> list[Any]:
    """The sequences directly inside one node of a parse tree, look-arounds included."""
    if op in _REPEATS:
        return [value[2]]
    if op is sre.SUBPATTERN:
        return [value[3]]
    if op is sre.BRANCH:
        return list(value[1])
    if op in (sre.ASSERT, sre.ASSERT_NOT):
        return [value[1]]
    if op is sre.ATOMIC_GROUP:
        return [value]
    if op is sre.GROUPREF_EXISTS:
        return [body for body in value[1:] if body is not None]
    return []


def _in_class(items: Any, character: str) -> bool:
    found = negated = False
    for op, value in items:
        if op is sre.NEGATE:
            negated = True
        elif op is sre.LITERAL:
            found = found or ord(character) == value
        elif op is sre.RANGE:
            found = found or value[0] <= ord(character) <= value[1]
        elif op is sre.CATEGORY:
            found = found or _CATEGORIES[value](character)
    return found != negated


def members(op: Any, value: Any) -> list[str]:
    """A few characters that a node of one character matches, its own literals first; none for other nodes."""
    if op is sre.LITERAL:
        return [chr(value)]
    if op is sre.NOT_LITERAL:
        return [one for one in _ALPHABET if ord(one) != value]
    if op is sre.ANY:
        return [one for one in _ALPHABET if one != "\n"]
    if op is not sre.IN:
        return []
    own = [chr(one) for kind, one in value if kind is sre.LITERAL]
    own += [chr(one[0]) for kind, one in value if kind is sre.RANGE]
    return [one for one in dict.fromkeys([*own, *_ALPHABET]) if _in_class(value, one)]


def sample(sequence: Any) -> str:
    """One string that the sequence matches, look-arounds and anchors apart."""
    written = []
    for op, value in sequence:
        if repeat := repeat_of(op, value):
            written.append(sample(repeat[2]) * max(repeat[0], 1))
        elif op is sre.BRANCH:
            written.append(sample(value[1][0]))
        elif op not in (sre.ASSERT, sre.ASSERT_NOT):
            written += members(op, value)[:1]
            written += [sample(body) for body in bodies_of(op, value)[:1]]
    return "".join(written)


def _has_repeat(sequence: Any) -> bool:
    for op, value in sequence:
        repeat = repeat_of(op, value)
        if (repeat and repeat[1] > MANY) or any(map(_has_repeat, bodies_of(op, value))):
            return True
    return False


def _walk(sequence: Any, before: str) -> Iterator[tuple[str, str]]:
    """What stands before each piece on its way through the pattern, and the piece."""
    literals = ""
    for op, value in sequence:
        if op is sre.LITERAL:
            literals += chr(value)
            continue
        if literals:
            yield before, literals
            before, literals = before + literals, ""
        repeat = repeat_of(op, value)
        if repeat is not None and repeat[1] > MANY:
            only = repeat[2][0] if len(repeat[2]) == 1 else None
            for one in members(*only)[:4] if only else []:
                yield before, one
            yield before, sample(repeat[2])
        bodies = bodies_of(op, value)
        if op is sre.BRANCH:
            plain = [body for body in bodies if not _has_repeat(body)][:_ALTERNATIVES]
            bodies = [body for body in bodies if _has_repeat(body)] + plain
        for body in bodies:
            yield from _walk(body, "" if op in (sre.ASSERT, sre.ASSERT_NOT) else before)
        before += sample([(op, value)])
    if literals:
        yield before, literals


def repetitions(pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    """What stands once at a text's start and what is repeated after it, so that the pattern is tried: each piece over
    and over, alone and after what leads to it in the pattern, at the start of the text only or each time anew."""
    found: dict[tuple[str, str], None] = {}
    whole = sample(tree_of(pattern))
    for before, piece in [*_walk(tree_of(pattern), ""), ("", whole), ("", whole[:-1])]:
        for pair in (("", piece), (before, piece), ("", before + piece)):
            if pair[1]:
                found[pair] = None
    return list(found)


def repeated(once: str, again: str, characters: int) -> str:
    """A text of about so many characters, with an end that continues nothing."""
    return once + again * max(1, (characters - len(once)) // len(again)) + "\x01"
