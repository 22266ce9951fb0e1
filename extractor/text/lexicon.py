"""Word lists kept as data: loaded once, in flat spelling, longest first."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
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
    """A regex source matching any of the words as whole words in flat text, the longest first.

    Words that begin alike share their beginning, so that the engine reads it once.
    """
    return _shared({flatten(word) for word in words}) + rf"(?!{LETTER})"


def _shared(endings: Iterable[str]) -> str:
    """A source of all endings; a shorter one is tried after those that it begins."""
    by_first: dict[str, list[str]] = {}
    for ending in sorted(endings):
        by_first.setdefault(ending[:1], []).append(ending[1:])
    empty = by_first.pop("", None)
    parts = [(" +" if first == " " else re.escape(first)) + _shared(rests) for first, rests in by_first.items()]
    if not parts:
        return ""
    return parts[0] if len(parts) == 1 and empty is None else f"(?:{'|'.join(parts)}{'|' if empty else ''})"


class Lexicon(dict[str, re.Pattern[str]]):
    """The patterns of one TOML table in `data/`, compiled when first asked for.

    Each list of words (`lexicon["section.words"]`) matches any of its sources as whole words. Each template under
    `[patterns]` (`lexicon["name"]`) is a regex source in which `«name»` stands for such a list or another template.
    A space stands for any run of blanks, except in a set, in what must stand before, or before a quantifier; in a table
    with `one_line = true`, whose text has no line breaks, it is a space.
    """

    def __init__(self, package: str, name: str) -> None:
        super().__init__()
        self._place = (package, name)

    def __missing__(self, name: str) -> re.Pattern[str]:
        """The pattern of a list or template. Raises KeyError for a name that the table does not have."""
        found = self[name] = re.compile(self.source(name))
        return found

    def names(self) -> list[str]:
        """The names of all templates and lists of words."""
        lists = [(), *((section,) for section, value in self.table.items() if isinstance(value, dict))]
        found = list(self.table.get("patterns", {}))
        for section in lists:
            table = self.table[section[0]] if section else self.table
            found += [".".join((*section, name)) for name, value in table.items() if _is_words(value)]
        return found

    @property
    def table(self) -> dict[str, Any]:
        """The table itself."""
        return load_table(*self._place)

    def source(self, name: str) -> str:
        """The regex source of a list or template. Raises KeyError for a name that the table does not have."""
        templates = self.table.get("patterns", {})
        if name in templates:
            template = templates[name] if self.table.get("one_line") else _spaced(templates[name])
            return _NAME.sub(lambda match: self.source(match[1]), template)
        found: Any = self.table
        for part in name.split("."):
            found = found[part]
        return whole_words(found)


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) for word in value)


_NAME: Final = re.compile(r"«([\w.]+)»")
_GROUP: Final = re.compile(r"\(\?:([^()]*)\)(\??)(?![*+{])")


_KEPT_OR_SPACE: Final = re.compile(r"\(\?<[!=][^()]{0,200}\)|\[\^?.[^\]\[]{0,200}\]|(?<![\\=!]) (?![?*+{])")


def _spaced(source: str) -> str:
    return _KEPT_OR_SPACE.sub(lambda match: r"[ \n]{1,9}" if match[0] == " " else match[0], source)


def whole_words(sources: Iterable[str]) -> str:
    """A regex source matching any of the sources as whole words, the longest first.

    Alternatives are gathered under their first letter, with the test for a word's beginning behind it: the engine
    then jumps from one possible first letter to the next instead of trying every word at every place.
    """
    ordered = sorted({one for source in sources for one in _opened(source)}, key=lambda one: (-len(one), one))
    by_letter: dict[str, list[str]] = {}
    for source in ordered:
        by_letter.setdefault(source[0] if source[0].isalnum() else "", []).append(source)
    odd = by_letter.pop("", [])
    parts = [rf"{letter}(?<!{LETTER}.)(?:{'|'.join(one[1:] for one in ones)})" for letter, ones in by_letter.items()]
    parts += [rf"(?<!\w)(?:{source})" for source in odd]
    return rf"(?:{_spaced('|'.join(parts))})(?!{LETTER})"


def _opened(source: str) -> list[str]:
    """The sources that a source with a group at its beginning stands for, each with a letter at its beginning."""
    group = _GROUP.match(source)
    if group is None:
        return [source]
    rest = source[group.end() :]
    options = [option + rest for option in group[1].split("|")] + ([rest] if group[2] else [])
    return [one for option in options for one in _opened(option)]
