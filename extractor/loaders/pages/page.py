"""The article inside a web page: its text with the part that each paragraph plays, and what the page states."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from extractor.errors import InputError
from extractor.loaders.building import TextBuilder
from extractor.loaders.error_pages import check_article
from extractor.loaders.pages.blocks import Line, split_lines
from extractor.loaders.pages.content import Chosen, Selection
from extractor.loaders.pages.days import read_day
from extractor.loaders.pages.signs import prose_of
from extractor.loaders.pages.stated import Stated, read_stated
from extractor.loaders.pages.tree import Element, parse, prune
from extractor.text.article import Grid, Part
from extractor.text.fold import fold_text

_SNIFFED: Final = 20_000
"""Characters at the start of a text that are looked at to tell HTML from prose."""
_OPENING: Final = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_TAG: Final = re.compile(r"</(p|div|span|a|li|ul|td|tr|table|h[1-6]|article|section|body|html)\s*>|<br\s*/?>", re.I)
_WHOLE_PAGE: Final = re.compile(r"<(?:!doctype\s+html|html|head|body|main|article)\b", re.IGNORECASE)
_SITE: Final = re.compile(r"\s{1,9}(?:[-–—|•·»]|::)\s{1,9}")
"""What parts a headline from the site's name in `<title>`."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds: its text with the headline first, roles and tables, and what its head says."""

    text: str
    title: str | None = None
    url: str | None = None
    published_on: date | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    parts: tuple[Part, ...] = ()
    grids: tuple[Grid, ...] = ()


def is_html(text: str) -> bool:
    """Whether a text is a page's source: it opens like one, or has a closing tag in every 200 characters."""
    head = text[:_SNIFFED]
    if _OPENING.match(head, _after_prolog(head)):
        return True
    tags = sum(1 for _ in _TAG.finditer(head))
    return tags >= 4 and tags * 200 >= len(head)


def _after_prolog(head: str) -> int:
    """Where the first thing stands that is no blank, byte order mark, XML declaration or comment."""
    position = 0
    while True:
        while position < len(head) and (head[position].isspace() or head[position] == "\ufeff"):
            position += 1
        opening = next((pair for pair in (("<?", "?>"), ("<!--", "-->")) if head.startswith(pair[0], position)), None)
        if opening is None:
            return position
        end = head.find(opening[1], position + len(opening[0]))
        if end < 0:
            return position
        position = end + len(opening[1])


def read_page(source: str, url: str | None = None) -> Page:
    """The article of a page, or all the text of a fragment, whose author has already chosen it.

    `url` is the address it was had from. Raises `InputError` where no text can be found or a bound is passed,
    `ErrorPage` where the page says that there is no article.
    """
    whole = _WHOLE_PAGE.search(source[:_SNIFFED]) is not None
    root = parse(source if whole else f"<html><body><div>{source}</div></body></html>")
    stated = read_stated(root, url) if whole else Stated(url=url)
    prune(root)
    lines = split_lines(root)
    if whole:
        chosen = Selection(lines, stated).choose() if lines else []
        if not chosen and stated.body is not None:
            return _page_of_stated(stated)
        stated = _with_time(root, chosen, stated)
    else:
        chosen = [Chosen(line) for line in lines]
    if not chosen:
        raise InputError(f"This HTML {'page' if whole else 'fragment'} has no text; save the article's text as .txt.")
    page = _page(chosen, stated)
    check_article(page.text, page.title, stated.document_title)
    return page


def _page(chosen: Iterable[Chosen], stated: Stated) -> Page:
    builder = TextBuilder()
    chosen = list(chosen)
    title = next((one.line.text for one in chosen if one.role == "title"), None)
    title = title or _headline(stated, told=prose_of(chosen[0].line) == 0)
    if title is not None and not any(one.role == "title" for one in chosen):
        builder.add(title, "title")
    seen: str | None = None
    for one in chosen:
        if one.line.cells:
            builder.add_table(one.line.cells, one.line.title, one.line.inside)
        elif one.role is not None or title is None or fold_text(one.line.text) != fold_text(title):
            seen = _add(builder, one, seen)
    return Page(
        text=builder.text,
        title=title,
        url=stated.url,
        published_on=stated.published_on,
        authors=stated.authors,
        outlet=stated.outlet,
        parts=tuple(builder.parts),
        grids=tuple(builder.grids),
    )


def _add(builder: TextBuilder, one: Chosen, before: str | None) -> str | None:
    """One line; the same line twice in a row (a page shown to phones and desks) stands once."""
    if one.line.text != before:
        builder.add(one.line.text, one.role, tight=one.line.tight and one.role is None)
    return one.line.text


def _headline(stated: Stated, *, told: bool = False) -> str | None:
    """The headline that the head states, without the site's name behind or before it.

    `told` says that the text opens with a line that may be its own headline: then a bare `<title>` does not count.
    """
    if stated.title is not None and stated.title != stated.outlet:
        return _without_site(stated.title, stated.outlet)
    if stated.document_title is None or told:
        return None
    return _without_site(stated.document_title, stated.outlet)


def _without_site(title: str, outlet: str | None) -> str:
    pieces = _SITE.split(title)
    if len(pieces) == 1:
        return title
    if outlet is not None:
        kept = [piece for piece in pieces if fold_text(piece) != fold_text(outlet)]
        if kept and len(kept) < len(pieces):
            return title[title.find(kept[0]) : title.rfind(kept[-1]) + len(kept[-1])]
    return pieces[0] if len(pieces[0].split()) >= 5 and len(pieces[-1].split()) <= 7 else title


def _with_time(root: Element, chosen: Iterable[Chosen], stated: Stated) -> Stated:
    """With the day of the article's own `<time datetime>`, where the head states none."""
    if stated.published_on is not None:
        return stated
    lines: list[Line] = [one.line for one in chosen]
    owned = {line.element for line in lines}
    for element in root.iter("time"):
        near = element in owned or element.getparent() in owned
        day = read_day(element.get("datetime") or "")
        if near and day is not None:
            return replace(stated, published_on=day)
    return stated


def _page_of_stated(stated: Stated) -> Page:
    """A page whose text stands in its JSON-LD alone."""
    builder = TextBuilder()
    title = _headline(stated)
    if title is not None:
        builder.add(title, "title")
    for line in (stated.body or "").splitlines():
        builder.add(line)
    if not builder.parts:
        raise InputError("This HTML page has no main text; save the article's text as .txt.")
    return Page(
        text=builder.text,
        title=title,
        url=stated.url,
        published_on=stated.published_on,
        authors=stated.authors,
        outlet=stated.outlet,
        parts=tuple(builder.parts),
    )
