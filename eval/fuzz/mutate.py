"""Mutations of inputs: of any bytes, and of JSON as a tree, the JSON inside its strings included."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any, Final

LONGEST: Final = 60_000
"""Bytes beyond which a mutated input is cut."""
_PIECES: Final[Sequence[bytes]] = (
    *(
        b"\x00",
        b"\xff\xfe",
        b"\xed\xa0\xbd",
        b"\xef\xbb\xbf",
        b"\x1f\x8b",
        b"PK\x03\x04",
        b"%PDF-",
        b"\n",
        b"\r",
        b"\t",
    ),
    *(
        b"<meta charset=zlib>",
        b"<!--",
        b"-->",
        b"<table><tr><td colspan=9999>",
        b"</div>",
        b"<script>",
        b"<p>",
        b"&#xd800;",
    ),
    *(b'{"text":', b'"\\ud83d"', b"NaN", b"1e999", b"-0", b"9" * 400, b"null", b"[[[[", b"}}", b'"', b",", b";"),
    *("0 đảng viên".encode(), b"48/66", b"5 - 3", "2,5 tỷ đồng".encode(), b"1.000.000.000"),
    *("năm 0000".encode(), b"31/02/2020", "một trăm".encode(), "không có".encode(), "quý IV".encode()),
    *(
        "Nghị quyết số 0-NQ/TW".encode(),
        "đồng chí Lê".encode(),
        "đạt 104%".encode(),
        "…".encode(),
        "\u200b\u0301".encode(),
    ),
)
_JUNK: Final[Sequence[Any]] = (
    *(None, True, 0, -1, 1.5, 10**30, float("nan"), float("inf"), "", " ", "\x00", "\ud83d", "q1", "q999", "s1", "A"),
    *("2020-13-45", "2015/1999", "9999-H1", "x" * 5000, "q1 member", "| | |", [], {}, [[]], [None], {"": None}),
)
_DEEP: Final = 400


def mutated(data: bytes, others: Sequence[bytes], dice: random.Random) -> bytes:
    """The input with one to four changes; JSON is changed as a tree most of the time."""
    tree = _loaded(data) if dice.random() < 0.8 else None
    if tree is not None:
        for _ in range(dice.choice((1, 1, 2, 4))):
            tree = _changed(tree, dice)
        try:
            data = json.dumps(tree, ensure_ascii=dice.random() < 0.5).encode("utf-8", "surrogatepass")
        except (RecursionError, ValueError):
            return data
        if dice.random() < 0.8:
            return data[:LONGEST]
    for _ in range(dice.choice((1, 1, 2, 4))):
        data = dice.choice(_BYTES)(data, others, dice)
    return data[:LONGEST]


def _loaded(data: bytes) -> Any:
    """The JSON tree of an input, None where it is no object or list."""
    if data[:1] not in (b"{", b"["):
        return None
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _changed(tree: Any, dice: random.Random) -> Any:
    """The tree with a change at one random place, also inside a string that is JSON itself."""
    box = [tree]
    holder: Any = box
    key: Any = 0
    while isinstance(inner := holder[key], dict | list) and inner and dice.random() < 0.85:
        holder, key = inner, dice.choice(list(inner) if isinstance(inner, dict) else range(len(inner)))
    value = holder[key]
    if isinstance(value, str) and value[:1] in ("{", "[") and dice.random() < 0.9:
        nested = _loaded(value.encode("utf-8", "replace"))
        if nested is not None:
            holder[key] = json.dumps(_changed(nested, dice), ensure_ascii=False)
            return box[0]
    match dice.randrange(7):
        case 0 if isinstance(holder, dict):
            del holder[key]
        case 1 if isinstance(holder, list):
            holder.insert(key, value)
        case 2:
            holder[key] = [value]
        case 3:
            nest: Any = value
            for _ in range(dice.choice((2, _DEEP))):
                nest = {"a": nest} if dice.random() < 0.5 else [nest]
            holder[key] = nest
        case 4 if isinstance(value, str) and value:
            at = dice.randrange(len(value))
            holder[key] = value[:at] + dice.choice(_PIECES).decode("utf-8", "replace") + value[at + dice.randrange(4) :]
        case 5 if isinstance(value, int | float):
            holder[key] = dice.choice((-value, value * 1000, value + 1, str(value)))
        case _:
            holder[key] = deepcopy(dice.choice(_JUNK))
    return box[0]


def _cut(data: bytes, _others: Sequence[bytes], dice: random.Random) -> bytes:
    start = dice.randrange(len(data) + 1)
    return data[:start] + data[start + dice.randrange(1, 200) :]


def _repeated(data: bytes, _others: Sequence[bytes], dice: random.Random) -> bytes:
    start = dice.randrange(len(data) + 1)
    piece = data[start : start + dice.randrange(1, 40)]
    return data[:start] + piece * dice.choice((2, 3, 50)) + data[start:]


def _planted(data: bytes, _others: Sequence[bytes], dice: random.Random) -> bytes:
    start = dice.randrange(len(data) + 1)
    return data[:start] + dice.choice(_PIECES) + data[start + dice.choice((0, 0, 1, 5)) :]


def _flipped(data: bytes, _others: Sequence[bytes], dice: random.Random) -> bytes:
    if not data:
        return b"\x00"
    changed = bytearray(data)
    for _ in range(dice.choice((1, 2, 8))):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def _spliced(data: bytes, others: Sequence[bytes], dice: random.Random) -> bytes:
    other = dice.choice(others)
    start, at = dice.randrange(len(data) + 1), dice.randrange(len(other) + 1)
    return data[:start] + other[at : at + dice.choice((30, 300, 3000))] + data[start:]


_BYTES: Final[Sequence[Callable[[bytes, Sequence[bytes], random.Random], bytes]]] = (
    _cut,
    _repeated,
    _planted,
    _planted,
    _flipped,
    _spliced,
)
