"""The article inside a web page: title, main text, and what the page's head says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from extractor.errors import InputError

_SNIFFED: Final = 20_000
"""Characters at the start of a text that are looked at to tell HTML from prose."""
_OPENING: Final = re.compile(r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.I | re.S)
_TAG: Final = re.compile(r"</(p|div|span|a|li|ul|td|tr|table|h[1-6]|article|section|body|html)\s*>|<br\s*/?>", re.I)
_WHOLE_PAGE: Final = re.compile(r"<(?:!doctype\s+html|html|head|body|main|article)\b", re.IGNORECASE)
_BLOCKS: Final = frozenset(
    "address article blockquote dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li "
    "ol p pre section table td th tr ul".split()
)
_UNSEEN: Final = frozenset(["script", "style", "template", "noscript"])
_LINE_EDGES: Final = re.compile(r"[ \t]*\r?\n[ \t]*")
_EMPTY_LINES: Final = re.compile(r"\n{3,}")
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
    """The main text of a page (by trafilatura), or all the text of a fragment, whose author has already chosen it.

    Raises `InputError` where no text can be found.
    """
    if not _WHOLE_PAGE.search(source[:_SNIFFED]):
        return Page(text=_text_of_fragment(source), title=None, url=None, published_on=None)
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


def _text_of_fragment(source: str) -> str:
    """The text of tags and of what stands outside them, a new line at each block's edge."""
    from lxml import html
    from lxml.etree import LxmlError

    try:
        root = html.fragment_fromstring(source, create_parent="div")
    except (LxmlError, ValueError, TypeError, RecursionError) as error:
        raise InputError(
            f"This HTML fragment cannot be parsed ({type(error).__name__}); save the article's text."
        ) from error
    pieces: list[str] = []
    for event, node in _walk(root):
        if not isinstance(node.tag, str) or node.tag in _UNSEEN:
            if event == "end" and node.tail:
                pieces.append(node.tail)
            continue
        if node.tag in _BLOCKS or (node.tag == "br" and event == "start"):
            pieces.append("\n")
        if event == "start":
            pieces.append(node.text or "")
        elif node is not root:
            pieces.append(node.tail or "")
    text = _EMPTY_LINES.sub("\n\n", _LINE_EDGES.sub("\n", "".join(pieces))).strip()
    if not text:
        raise InputError("This HTML fragment has no text; save the article's text as .txt.")
    return text


def _walk(root: Any) -> Iterator[tuple[str, Any]]:
    from lxml import etree

    return iter(etree.iterwalk(root, events=("start", "end", "comment", "pi")))


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
