"""Text made fit for a terminal: what an article, a reply or a server says is shown, never obeyed."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Final

SHOWN_AS: Final = "\ufffd"
"""What stands for a character that is not shown."""

_LAYOUT: Final = frozenset("\n\t")
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def printable(text: str, *, keep: frozenset[str] = _LAYOUT) -> str:
    """The text, of the same length, without any character that a terminal acts on.

    Control codes of both sets (ESC, BEL, CSI), marks that turn the writing direction, other format characters, half
    surrogate pairs and unassigned code points become U+FFFD; blanks of every kind become what they look like. `keep`
    names the controls that lay out the page.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in keep else _stand_in(char) for char in text)


def one_line(text: str) -> str:
    """The text as a message of one line: runs of white space become one space, the rest as in `printable`."""
    return printable(" ".join(text.split()), keep=frozenset())


def without_controls(text: str) -> str:
    """The text, of the same length, with U+FFFD for every control code of both sets but line ends and tabs.

    For files that are shown somewhere in the end: what lays out the text, and marks of direction and joining that
    scripts need, stay.
    """
    return _CONTROLS.sub(SHOWN_AS, text)


def counted(number: int, noun: str) -> str:
    """A number with its noun, in the singular for one: "1 article", "2 articles", "0 bodies"."""
    if number == 1:
        return f"{number} {noun}"
    return f"{number} {noun[:-1]}ies" if noun.endswith("y") else f"{number} {noun}s"


def _stand_in(char: str) -> str:
    return " " if unicodedata.category(char) == "Zs" else SHOWN_AS


def printable_json(value: object) -> str:
    """The value as indented JSON with Vietnamese letters; what a terminal acts on is escaped, and nothing is lost."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return "".join(char if char.isprintable() or char == "\n" else json.dumps(char)[1:-1] for char in text)
