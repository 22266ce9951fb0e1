"""How a row of the roll holds an input: its key in few bytes, its place on this machine, text that UTF-8 can hold."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from extractor.runs.outcome import ArticleOutcome

STDIN: Final = "-"
_KEY_BYTES: Final = 16


class Row(NamedTuple):
    """A row of the roll's table."""

    number: int
    run: int
    doc_id: str
    origin: str
    place: str
    status: str
    key: bytes | None
    content: bytes | None
    version: str | None
    reused: int
    text: str | None
    url: str | None
    error: str | None
    message: str | None


@dataclass(frozen=True, slots=True)
class RollCounts:
    """The rows of a folder: those done, how many of these are of an earlier run, and the failures by their class."""

    done: int
    reused: int
    failures: dict[str, int]
    given: int
    """Rows that the last run's inputs have."""
    earlier: int
    """Rows whose inputs the last run was not given, or did not come to."""
    outdated: int
    """Of these, how many were read by another version of the engine."""


def packed_key(key: str) -> bytes:
    """A key in half the space where it is a hash."""
    if len(key) == 2 * _KEY_BYTES:
        try:
            packed = bytes.fromhex(key)
        except ValueError:
            packed = b""
        if packed.hex() == key:
            return packed
    return b"\0" + key.encode("utf-8", "replace")


def unpacked_key(key: bytes) -> str:
    """The key that was packed."""
    return key[1:].decode("utf-8") if key[:1] == b"\0" and len(key) != _KEY_BYTES else key.hex()


def place_of(origin: str, here: str | None = None) -> str:
    """Where an input stands, whatever folder the command was given in; empty for standard input and the unknown."""
    if not origin or origin == STDIN or origin.startswith(f"{STDIN}:"):
        return ""
    return plain(os.path.normpath(origin if origin[0] == os.sep else f"{here or Path.cwd()}{os.sep}{origin}"))


def plain(text: str) -> str:
    """Text that UTF-8 can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def row_of(number: int, run: int, one: ArticleOutcome, version: str | None, here: str) -> Row:
    """The row of an input's outcome in a run; `here` is the folder that the command is given in."""
    return Row(
        number,
        run,
        doc_id=plain(one.doc_id),
        origin=plain(one.origin),
        place=place_of(one.origin, here),
        status=one.status,
        key=None if one.key is None else packed_key(one.key),
        content=one.content,
        version=version,
        reused=int(one.reused),
        text=one.text,
        url=one.url and plain(one.url),
        error=one.error,
        message=None if one.message is None else plain(one.message),
    )
