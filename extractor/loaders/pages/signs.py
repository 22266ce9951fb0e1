"""Signs by which the lines of a page are told: prose, headings, captions, descriptions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from extractor.loaders.pages.blocks import Line
from extractor.loaders.pages.tree import Element
from extractor.loaders.pages.words import begins, is_usually_chrome, role_words
from extractor.text.article import BlockRole
from extractor.text.fold import fold_text

PROSE: Final = 60
"""Letters from which a line is prose."""
_DATED: Final = re.compile(
    r"(?<!\d)\d{1,2}\s{0,2}[/.-]\s{0,2}\d{1,2}\s{0,2}[/.-]\s{0,2}(?:19|20)\d\d(?!\d)|tháng \d{1,2}"
)
LONGEST: Final = {"title": 300, "dateline": 140, "byline": 90, "caption": 500, "lead": 1500}
"""Characters beyond which a line does not play the role that its element's name claims."""
_HEADINGS: Final = ("h1", "h2", "h3", "h4")
_ENDS: Final = re.compile(r"[.…!?:;][\"'”’»)\]]*$")


def prose_of(line: Line) -> int:
    """How much prose a line is: its letters, nothing where it is short, linked, a teaser or an imprint."""
    if line.cells:
        return len(line.text) // 2
    length = len(line.text)
    if length < PROSE or line.linked * 3 > length or begins(line.text, "imprint") or _is_teaser(line):
        return 0
    return length


def _is_teaser(line: Line) -> bool:
    """Whether the line says what another article says: under a linked heading in a box of its own."""
    for element in (line.element, line.element.getparent()):
        parent = element.getparent() if element is not None else None
        if parent is None or parent.tag in ("body", "html", "article", "main", "td"):
            return False
        before = element.getprevious()
        if before is not None and (before.tag in _HEADINGS or role_words(before) == "title"):
            links = list(before.iter("a"))
            return bool(links) and any(link.get("href") for link in links) and before.tag != "h1"
    return False


def stands_in(element: Element, box: Element) -> bool:
    """Whether an element stands in a box."""
    current: Element | None = element
    while current is not None:
        if current is box:
            return True
        current = current.getparent()
    return False


def holds_lines(element: Element) -> bool:
    """Whether an element can hold more than one line."""
    return element.tag not in ("p", "h1", "h2", "h3", "h4", "li", "tr", "thead") and len(element) > 0


def in_usual(element: Element) -> bool:
    """Whether an element stands in a box that is usually the portal's."""
    return any(is_usually_chrome(above) for above in above(element, 4) if above.tag not in ("body", "html"))


def heading_of(element: Element) -> str | None:
    """The heading that an element is, or stands in."""
    current: Element | None = element
    for _ in range(2):
        if current is not None and current.tag in _HEADINGS:
            return str(current.tag)
        current = current.getparent() if current is not None else None
    return None


def bears_out(role: BlockRole, line: Line) -> bool:
    """Whether a line's text can play the role that its element claims."""
    if len(line.text) > LONGEST[role]:
        return False
    if role == "dateline":
        return _DATED.search(line.text) is not None
    if role == "byline":
        return len(line.text.split()) <= 16 and any(char.isupper() for char in line.text)
    return role != "lead" or len(line.text) >= 30


def is_description(line: Line, description: str) -> bool:
    """Whether a line is the description that the page's head gives."""
    words, said = fold_text(line.text), fold_text(description).rstrip(" .…")
    return len(said) >= 40 and (words.startswith(said) or said in words) and len(words) <= 2 * len(said) + 80


def looks_like_caption(line: Line) -> bool:
    """Whether a line right below a picture is set like its caption: slanted, centred, or in a picture table."""
    if len(line.text) > 260:
        return False
    element: Element = line.element
    style = (element.get("style") or "")[:300].replace(" ", "").lower()
    centred = "text-align:center" in style or (element.get("align") or "").lower() == "center"
    slanted = any(_covers(inner, line) for inner in element.iter("em", "i"))
    in_table = any(up.tag == "table" for up in above(element, 5)) and not _is_long_prose(line)
    return centred or slanted or in_table or element.tag == "center"


def _is_long_prose(line: Line) -> bool:
    return len(line.text) > 200 and _ENDS.search(line.text) is not None


def _covers(inner: Element, line: Line) -> bool:
    return len(" ".join("".join(inner.itertext()).split())) * 10 >= len(line.text) * 9


def above(element: Element, steps: int) -> Iterable[Element]:
    """An element and those around it, so many."""
    current: Element | None = element
    for _ in range(steps):
        if current is None:
            return
        yield current
        current = current.getparent()


def is_content_box(line: Line) -> bool:
    """Whether the markup says that a line is of the text itself: a list's item, a heading inside the article."""
    return any(element.tag in ("li", "h2", "h3", "h4", "h5", "h6", "dd", "dt") for element in above(line.element, 2))
