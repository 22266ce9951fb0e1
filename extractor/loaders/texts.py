"""From bytes or a string to an article's text: decoded, a page's article where it is a page, Markdown's headings."""

from __future__ import annotations

import re
from typing import Final

from extractor.loaders.decoding import check_text, decode
from extractor.loaders.error_pages import check_article
from extractor.loaders.model import Known, Text
from extractor.loaders.pages import is_html, read_page
from extractor.text.article import Extent, Part

_SNIFFED: Final = 4096
_HEADING: Final = re.compile(r"^ {0,3}(#{1,6})[ \t]+(\S[^\r\n]*)", re.MULTILINE)


def text_of_bytes(
    data: bytes, *, html: bool = False, markdown: bool = False, charset: str | None = None, url: str | None = None
) -> Text:
    """The text of a file's bytes; `charset` is what its carrier says of it.

    Raises `InputError` where there is none, `ErrorPage` where it says itself that it is none.
    """
    decoded = decode(data, html=html or is_html(data[:_SNIFFED].decode("latin-1")), charset=charset)
    if html or is_html(decoded.text):
        return text_of_page(decoded.text, url)
    check_article(decoded.text)
    parts = _headings(decoded.text) if markdown else ()
    return Text(decoded.text, Known(url=url), parts=parts, kept=not decoded.plain)


def text_of_page(source: str, url: str | None = None) -> Text:
    """The article of a page. Raises `InputError` where there is none, `ErrorPage` where the page says so itself."""
    page = read_page(source, url)
    known = Known(page.title, page.url, page.published_on, page.outlet, page.authors)
    return Text(check_text(page.text), known, page.parts, page.grids)


def text_of_string(text: str) -> Text:
    """The text of a record's field, a page or fragment told by its tags."""
    if is_html(text):
        return text_of_page(text)
    checked = check_text(text)
    return Text(checked, kept=checked != text)


def _headings(text: str) -> tuple[Part, ...]:
    """Markdown's headings without their marks; the first of the first rank is the headline."""
    found: list[Part] = []
    titled = False
    for match in _HEADING.finditer(text):
        first = len(match[1]) == 1 and not titled
        titled = titled or first
        end = match.start(2) + len(match[2].rstrip(" \t#"))
        if end > match.start(2):
            found.append(Part(Extent(match.start(2), end), "title" if first else "body"))
    return tuple(found)
