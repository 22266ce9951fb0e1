"""A page's source as a tree of what is shown: bounded in depth and size, without scripts, forms and struck-out text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final, TypeAlias

from extractor.errors import InputError
from extractor.loaders.raised import LOOKED_AT, as_power, marks_a_note

Element: TypeAlias = Any
"""An element of lxml's tree; lxml has no types of its own."""

MAX_DEPTH: Final = 400
"""Elements inside one another; beyond it a page is made to hurt its reader."""
MAX_ELEMENTS: Final = 300_000
"""Elements of one page."""

UNSEEN: Final = frozenset(
    "head script style template noscript iframe object embed canvas svg math audio video map form button select option "
    "textarea input datalist dialog marquee del s strike amp-ad amp-sidebar amp-analytics".split()
)
"""Elements whose words are no content: not shown, the page's machinery, or struck out."""
_KEPT_FORMS: Final = 400
"""Characters of text from which a form is the page itself (portals wrap everything in one `<form>`)."""
BLOCKS: Final = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul "
    "amp-img amp-story".split()
)
"""Elements that stand on lines of their own."""
_GONE: Final = "x-gone"
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_WORDS: Final = re.compile(r"[a-z]+|\d+")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def parse(source: str) -> Element:
    """The root of a page. Raises `InputError` where it cannot be parsed or is beyond the bounds."""
    from lxml import html
    from lxml.etree import LxmlError

    source = _DECLARATION.sub("", source)
    try:
        root = html.document_fromstring(source, parser=html.HTMLParser(huge_tree=True, remove_pis=True))
    except (LxmlError, ValueError, TypeError, AssertionError) as error:
        raise InputError(
            f"This HTML page cannot be parsed ({type(error).__name__}); save the article's text."
        ) from None
    _check_bounds(root)
    return root


def _check_bounds(root: Element) -> None:
    from lxml import etree

    depth = count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > MAX_DEPTH:
            raise InputError(f"This HTML page nests more than {MAX_DEPTH} elements; save the article's text.")
        if count > MAX_ELEMENTS:
            raise InputError(f"This HTML page has more than {MAX_ELEMENTS} elements; save the article's text.")


def prune(root: Element) -> None:
    """Take out of the tree what is not shown; the text after an element stays."""
    from lxml import etree

    for element in root.iter(etree.Element):
        if element is not root and _is_unseen(element):
            element.tag = _GONE
        elif element.tag == "sup" and (power := as_power(element.text or "", _said_before(element))) is not None:
            element.text = power
    etree.strip_elements(root, _GONE, etree.Comment, etree.ProcessingInstruction, etree.Entity, with_tail=False)


def _is_unseen(element: Element) -> bool:
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")[:400]):
        return True
    if element.tag == "sup":
        return marks_a_note("".join(element.itertext()), _said_before(element))
    if element.tag == "form":
        return not _holds(element, _KEPT_FORMS)
    return element.tag in UNSEEN


def _said_before(element: Element) -> str:
    """The last characters of the text right before an element."""
    before, parent = element.getprevious(), element.getparent()
    said = before.tail if before is not None else parent.text if parent is not None else ""
    return (said or "")[-LOOKED_AT:]


def _holds(element: Element, characters: int) -> bool:
    """Whether the element holds so much text."""
    length = 0
    for text in element.itertext():
        length += len(text)
        if length >= characters:
            return True
    return False


def name_words(element: Element) -> frozenset[str]:
    """The words of an element's class, id and roles: `detail-sapo`, `boxRelated` are {detail, sapo}, {box, related}."""
    said = " ".join(element.get(name, "") for name in ("class", "id", "itemprop", "role", "rel", "type", "data-role"))
    return _split(said[:400])


@lru_cache(maxsize=4096)
def _split(said: str) -> frozenset[str]:
    words = [_WORDS.findall(part.lower()) for part in _CAMEL.sub("-", said).split()]
    flat = {word for group in words for word in group}
    joined = {"".join(group) for group in words if len(group) > 1}
    return frozenset(flat | joined)
