"""The article inside a web page: title, main text, and what the page's head says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from extractor.errors import InputError

_SNIFFED: Final = 20_000
"""Characters at the start of a text that are looked at to tell HTML from prose."""
_OPENING: Final = re.compile(r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.I | re.S)
_TAG: Final = re.compile(r"</(p|div|span|a|li|ul|td|tr|table|h[1-6]|article|section|body|html)\s*>|<br\s*/?>", re.I)
_PUBLISHED: Final = re.compile(
    r"""<meta\b(?=[^>]*\b(?:property|name|itemprop)\s*=\s*["']?"""
    r"""(?:article:published_time|datePublished|pubdate|dc\.date(?:\.issued)?)\b)"""
    r"""[^>]*?\bcontent\s*=\s*["']?\s*(\d{4}-\d{2}-\d{2})""",
    re.IGNORECASE,
)
"""A page's own claim of its date. Dates guessed from the page's body are left to the reader, which sees them too."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds: its text with the headline first, and the head's title, address and date."""

    text: str
    title: str | None
    url: str | None
    published_on: date | None


def is_html(text: str) -> bool:
    """Whether a text is a page's source: it opens like one, or has a closing tag in every 200 characters."""
    head = text[:_SNIFFED]
    if _OPENING.match(head.lstrip("\ufeff")):
        return True
    tags = sum(1 for _ in _TAG.finditer(head))
    return tags >= 4 and tags * 200 >= len(head)


def read_page(source: str) -> Page:
    """The main text of a page (by trafilatura). Raises `InputError` where none can be found."""
    import trafilatura
    from lxml.etree import LxmlError

    try:
        found = trafilatura.bare_extraction(
            source, include_comments=False, include_tables=True, favor_recall=True, with_metadata=False
        )
        head = trafilatura.extract_metadata(source)
    except (LxmlError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(
            f"This HTML page cannot be parsed ({type(error).__name__}); save the article's text."
        ) from error
    text = _text_of(found)
    if not text:
        raise InputError("This HTML page has no main text; save the article's text as .txt.")
    title = (head.title or None) if head is not None else None
    if title and title not in text:
        text = f"{title}\n\n{text}"
    url = (head.url or None) if head is not None else None
    return Page(text=text, title=title, url=url, published_on=_published_on(source))


def _text_of(found: object) -> str:
    text = getattr(found, "text", None)
    return text.strip() if isinstance(text, str) else ""


def _published_on(source: str) -> date | None:
    match = _PUBLISHED.search(source[:200_000])
    if match is None:
        return None
    try:
        return date.fromisoformat(match.group(1))
    except ValueError:
        return None
