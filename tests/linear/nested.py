"""A lint of patterns: a repeat without an end must not hold another whose text it could share out anew.

The rule. Let R be a repeat without an end (`*`, `+`, `{n,}`), its body B. B is refused where

1. B is, but for parts that may match nothing, itself one repeat without an end (`(?:a+)*`, `(?:\\s*a*)+`): a run of
   `a` can then be parted among rounds of R in exponentially many ways; or
2. B ends with a repeat without an end (parts that may match nothing skipped) that can take a character with which B
   begins, or begins with one that can take a character with which B ends, so that the border between two rounds of R
   can move (`(?:a[ab]*)+`, `(?:[ab]*a)*`, `(?: +a *)+`); or
3. B is a choice of which one alternative, of one character or a repeat without an end, can take every character of
   another (`(?:[.!]|\\.\\.\\.)+`): the other's text has then two ways.

What is possessive or atomic parts nothing anew and is not looked at. A bounded repeat (`{0,9}`) costs a factor and no
power of the text's length, and is left to the measurement beside this file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import _constants as sre  # type: ignore[attr-defined]
from typing import Any

from tests.linear.pieces import bodies_of, members, tree_of

_GREEDY_OR_LAZY = frozenset([sre.MAX_REPEAT, sre.MIN_REPEAT])
_NOTHING = frozenset([sre.AT, sre.ASSERT, sre.ASSERT_NOT])


def _endless(op: Any, value: Any) -> bool:
    return op in _GREEDY_OR_LAZY and value[1] is sre.MAXREPEAT


def _may_be_empty(op: Any, value: Any) -> bool:
    if op in _NOTHING:
        return True
    if op in _GREEDY_OR_LAZY or op is sre.POSSESSIVE_REPEAT:
        return value[0] == 0 or all(_may_be_empty(*one) for one in value[2])
    if op is sre.BRANCH:
        return any(all(_may_be_empty(*one) for one in body) for body in value[1])
    if op is sre.SUBPATTERN:
        return all(_may_be_empty(*one) for one in value[3])
    return False


def _edge(sequence: Any, step: int) -> frozenset[str]:
    """Characters that a match of the sequence may begin with (`step` 1) or end with (-1), of those tried."""
    found: set[str] = set()
    for op, value in list(sequence)[::step]:
        if op not in _NOTHING:
            found.update(members(op, value))
            for body in bodies_of(op, value):
                found |= _edge(body, step)
        if not _may_be_empty(op, value):
            break
    return frozenset(found)


def _opened(sequence: Any) -> list[Any]:
    """The nodes of a sequence with groups that stand alone opened and look-arounds left out."""
    nodes = [node for node in sequence if node[0] not in _NOTHING]
    while len(nodes) == 1 and nodes[0][0] is sre.SUBPATTERN:
        nodes = [node for node in nodes[0][1][3] if node[0] not in _NOTHING]
    return nodes


def _fault_of_body(body: Any) -> str | None:
    nodes = _opened(body)
    needed = [node for node in nodes if not _may_be_empty(*node)]
    endless = [node for node in nodes if _endless(*node)]
    if endless and (not needed or needed == endless[:1]):
        return "a repeat without an end is all that it repeats"
    for step in (1, -1):
        other_end = _edge(nodes, -step)
        for node in nodes[::step]:
            if _endless(*node) and (_edge(node[1][2], 1) | _edge(node[1][2], -1)) & other_end:
                return "a repeat without an end at its border can take what the round beside it begins or ends with"
            if not _may_be_empty(*node):
                break
    if len(nodes) == 1 and nodes[0][0] is sre.BRANCH:
        return _fault_of_choice(nodes[0][1][1])
    return None


def _fault_of_choice(alternatives: list[Any]) -> str | None:
    short: list[tuple[int, frozenset[str]]] = []
    for number, body in enumerate(alternatives):
        nodes = _opened(body)
        if len(nodes) == 1 and (members(*nodes[0]) or _endless(*nodes[0])):
            short.append((number, _edge(nodes, 1)))
    for number, characters in short:
        for other, body in enumerate(alternatives):
            nodes = _opened(body)
            every = all(members(*node) for node in nodes)
            if other != number and every and all(set(members(*node)) & characters for node in nodes):
                return "two of its alternatives can take the same text"
    return None


def faults(pattern: re.Pattern[str]) -> Iterator[str]:
    """What the rule finds in a pattern."""
    yield from _faults(tree_of(pattern))


def _faults(sequence: Any) -> Iterator[str]:
    for op, value in sequence:
        if _endless(op, value) and (fault := _fault_of_body(value[2])):
            yield fault
        for body in bodies_of(op, value):
            yield from _faults(body)
