"""Word lists kept as data: loaded once, in flat spelling, longest first."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final

from extractor.text.flat import flatten

LETTER: Final = r"[^\W\d_]"


@cache
def load_table(package: str, name: str) -> dict[str, Any]:
    """The TOML table `name` in the `data` folder of `package`. Raises FileNotFoundError where there is none."""
    return tomllib.loads(files(package).joinpath("data", name).read_text("utf-8"))


def alternatives(words: list[str] | tuple[str, ...]) -> str:
    """A regex source matching any of the words as whole words in flat text, the longest first."""
    ordered = sorted({flatten(word) for word in words}, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", " +") for word in ordered) + rf")(?!{LETTER})"
