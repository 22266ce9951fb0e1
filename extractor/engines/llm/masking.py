"""A key masked in what servers send back: as it stands, and as JSON, addresses and pages escape it.

A reply is masked before it is read or stored, so that neither the bytes nor what is decoded from them holds the key.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby
from typing import Final

SHORTEST: Final = 6
"""Characters that a key has at least; what is shorter is a word like any other (`none`)."""
_ENTITIES: Final = {'"': "quot", "&": "amp", "<": "lt", ">": "gt", "'": "apos"}
_BACKSLASH: Final = r"(?:\\u005[cC]|%5[cC]|&#92;|\\)"
_NESTED: Final = 7
"""Backslashes before an escaped character at the most: JSON in a string of JSON in a string of JSON has so many."""
_ESCAPED: Final = re.compile(rb"u00[2-7]")
"""An ASCII character as JSON may escape it, and hardly ever does: without one, letters and digits stand as they are."""


def masked(text: str, key: str) -> str:
    """The text with `…` wherever the key stands."""
    return _text_pattern(key).sub("…", text) if len(key) >= SHORTEST else text


def masked_bytes(body: bytes, key: str) -> bytes:
    """The body with `...` wherever the key stands; JSON stays JSON."""
    if len(key) < SHORTEST or (_stretch(key) not in body and _ESCAPED.search(body) is None):
        return body
    return _byte_pattern(key).sub(b"...", body)


@lru_cache(maxsize=8)
def _stretch(key: str) -> bytes:
    """The longest run of ASCII letters and digits in a key."""
    runs: list[str] = re.findall(r"[A-Za-z0-9]*", key)
    return max(runs, key=len).encode()


@lru_cache(maxsize=8)
def _text_pattern(key: str) -> re.Pattern[str]:
    return re.compile(_pattern(key))


@lru_cache(maxsize=8)
def _byte_pattern(key: str) -> re.Pattern[bytes]:
    return re.compile(_pattern(key).encode("utf-8", "replace"))


def _pattern(key: str) -> str:
    """What matches the key however it is escaped. Nothing in it matches the same text in two ways."""
    found: list[str] = []
    behind = 0
    for is_backslash, some in groupby(key, lambda char: char == "\\"):
        chars = list(some)
        if is_backslash:
            behind = len(chars)
            continue
        for char in chars:
            found.append(_one(char, behind, first=not found))
            behind = 0
    if behind:
        # Not one more than it is at some depth of escapes: the next may belong to what comes after the key.
        depths = "|".join(rf"\\{{{behind * times}}}" for times in (8, 4, 2, 1))
        found.append(rf"(?:(?:\\{{1,{_NESTED}}}u005[cC]|%5[cC]|&#92;){{{behind}}}|{depths})")
    return "".join(found)


def _one(char: str, behind: int, *, first: bool) -> str:
    """What matches one character and the backslashes of the key before it, `behind` of them."""
    ways = [re.escape(char), *_escapes(char)]
    if behind:
        return f"{_BACKSLASH}{{{behind},{8 * behind + _NESTED}}}+(?:{'|'.join(ways)})"
    if first and char.isalnum():
        # Begun with a literal, so that a search passes over what is no key as fast as it can.
        return rf"(?:{ways[0]}|\\\\{{0,{_NESTED - 1}}}+{ways[1]})"
    return rf"\\{{0,{_NESTED}}}+(?:{'|'.join(ways)})"


def _escapes(char: str) -> list[str]:
    """How a character may be written: in JSON (without the backslash), and where it is no letter elsewhere too."""
    units = char.encode("utf-16-be", "replace")
    codes = [_hex(units[at : at + 2].hex()) for at in range(0, len(units), 2)]
    ways = [rf"\\{{1,{_NESTED}}}".join(f"u{code}" for code in codes)]
    if not char.isascii() or not char.isalnum():
        number = ord(char)
        ways.append("".join(f"%{_hex(f'{byte:02x}')}" for byte in char.encode("utf-8", "replace")))
        ways += [f"&#{number};", f"&#[xX]{_hex(f'{number:x}')};"]
        ways += [f"&{_ENTITIES[char]};"] if char in _ENTITIES else []
    return ways


def _hex(digits: str) -> str:
    """Hexadecimal digits in either case."""
    return "".join(f"[{digit}{digit.upper()}]" if digit.isalpha() else digit for digit in digits)
