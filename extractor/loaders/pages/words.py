"""The words by which a page's boxes are told: the data of `data/pages.toml`, ready to be asked."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final, cast

from extractor.loaders.pages.tree import Element, name_words
from extractor.text.article import BlockRole
from extractor.text.flat import flatten
from extractor.text.lexicon import load_table

_ROLES: Final[tuple[BlockRole, ...]] = ("caption", "lead", "byline", "dateline", "title")


@cache
def _table(section: str) -> dict[str, Any]:
    return cast("dict[str, Any]", load_table("extractor.loaders", "pages.toml")[section])


@cache
def _words(section: str, name: str) -> frozenset[str]:
    return frozenset(_table(section)[name])


@cache
def _beginning(name: str) -> re.Pattern[str]:
    words = sorted(_table("words")[name], key=len, reverse=True)
    return re.compile(rf"[^\w©]{{0,5}}(?:{'|'.join(map(re.escape, words))})(?![^\W\d_])")


def role_words(element: Element) -> BlockRole | None:
    """The role that an element's names claim, if they claim one."""
    said = name_words(element)
    return next((role for role in _ROLES if said & _words("roles", role)), None)


def is_always_chrome(element: Element) -> bool:
    """Whether an element's names say that it is a box of the portal's, whatever it holds."""
    return bool(name_words(element) & _words("chrome", "always"))


def is_usually_chrome(element: Element) -> bool:
    """Whether an element's tag or names say that it is no content, where it does not hold the page's prose."""
    said = name_words(element)
    if element.tag in ("nav", "footer", "aside") or said & _words("chrome", "usual"):
        return True
    is_header = element.tag == "header" or "header" in said
    return is_header and not said & _words("chrome", "header_of_article")


def is_marked_content(element: Element) -> bool:
    """Whether an element says that it holds the article."""
    if element.tag in ("article", "main") or element.get("role") == "main":
        return True
    return bool(name_words(element) & _words("chrome", "content"))


def begins(text: str, table: str) -> bool:
    """Whether a line begins with one of the words of that table."""
    return _beginning(table).match(flatten(text[:80])) is not None
