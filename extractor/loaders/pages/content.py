"""Which of a page's lines are the article: from its headline to the end of the box that holds its prose.

The box is the deepest element that holds nearly all prose of the page. Prose is long lines that are no links, stand in
no box of the portal's (menu, comments, related news) and are no imprint. See docs/decisions/020-main-content.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from extractor.loaders.pages.blocks import Line
from extractor.loaders.pages.signs import (
    LONGEST,
    PROSE,
    bears_out,
    heading_of,
    holds_lines,
    in_usual,
    is_content_box,
    is_description,
    looks_like_caption,
    prose_of,
    stands_in,
)
from extractor.loaders.pages.stated import Stated
from extractor.loaders.pages.tree import Element
from extractor.loaders.pages.words import begins, is_always_chrome, is_marked_content, is_usually_chrome, role_words
from extractor.reading.bylines import looks_like_name
from extractor.text.article import BlockRole
from extractor.text.fold import fold_text

_SHARE: Final = 0.9
"""Share of the page's prose that the box of the article holds."""
_MARKED_SHARE: Final = 0.6
"""The same for a box that says that it is the article."""
_CHROME_SHARE: Final = 0.4
"""Share of the page's prose with which a box that is called a menu or footer is none after all."""
_NEAR: Final = 6
"""Lines after the box among which the author is looked for."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One line of the article with the role its markup gives it."""

    line: Line
    role: BlockRole | None = None


class Selection:
    """The lines of one page, and which of them are the article."""

    def __init__(self, lines: Sequence[Line], stated: Stated) -> None:
        self._lines = lines
        self._stated = stated
        self._always: dict[Element, bool] = {}
        self._chrome: dict[Element, bool] = {}
        self._masses: dict[Element, int] = {}
        self._total = 0
        for line in lines:
            self._weigh(line, prose_of(line))
        if not self._total:  # a page of short lines alone
            for line in lines:
                self._weigh(line, 0 if line.is_linked or is_usually_chrome(line.element) else len(line.text))

    def choose(self) -> list[Chosen]:
        """The article's lines in order; empty where there is no prose."""
        box = self._box
        inside = [number for number, line in enumerate(self._lines) if stands_in(line.element, box)]
        inside = [number for number in inside if not self._is_chrome(self._lines[number])]
        if not inside or not self._total:
            return []
        title = self._title_number(inside)
        begin = inside[0] if title is None else title
        numbers = self._before(inside, title)
        numbers += [
            number
            for number in range(begin, inside[-1] + 1)
            if number == title or (not self._is_chrome(self._lines[number]) and not self._lines[number].is_linked)
        ]
        numbers = self._without_rest(numbers)
        numbers += self._after(inside[-1])
        return [Chosen(self._lines[number], self._role(number, title, begin)) for number in dict.fromkeys(numbers)]

    def _without_rest(self, numbers: list[int]) -> list[int]:
        """The lines without what follows the last prose under a heading like "Tin khác"."""
        last = max((n for n in numbers if prose_of(self._lines[n])), default=-1)
        cut = next((n for n in numbers if n > last and begins(self._lines[n].text, "after")), None)
        return numbers if cut is None or last < 0 else [n for n in numbers if n < cut]

    def _weigh(self, line: Line, mass: int) -> None:
        mass = 0 if self._in_always(line.element) else mass
        self._total += mass
        element: Element | None = line.element
        while element is not None and mass:
            self._masses[element] = self._masses.get(element, 0) + mass
            element = element.getparent()

    def _in_always(self, element: Element) -> bool:
        """Whether the element stands in a box that is never content (remembered for each element)."""
        path: list[Element] = []
        current: Element | None = element
        while current is not None and current not in self._always:
            path.append(current)
            current = current.getparent()
        inside = current is not None and self._always[current]
        for one in reversed(path):
            inside = inside or (one.tag not in ("html", "body") and is_always_chrome(one))
            self._always[one] = inside
        return inside

    @cached_property
    def _box(self) -> Element:
        """The element around the article's prose."""
        root = self._lines[0].element.getroottree().getroot()
        box = root
        while (inner := self._heaviest(box)) is not None:
            box = inner
        return self._own_article(box)

    def _own_article(self, box: Element) -> Element:
        """Where a page shows several articles one below the other, the one under the page's headline."""
        if self._title_line is None:
            return box
        element: Element | None = self._title_line.element
        while element is not None and element is not box:
            if element.tag == "article" and self._masses.get(element, 0) >= PROSE:
                others = (one for one in box.iter("article") if one is not element)
                return element if any(self._masses.get(one, 0) >= PROSE for one in others) else box
            element = element.getparent()
        return box

    def _heaviest(self, box: Element) -> Element | None:
        """The child that holds nearly all of the page's prose, or the article's marked box."""
        for child in box:
            mass = self._masses.get(child, 0)
            if child.tag in ("p", "td", "li", "table") and not len(child):
                continue
            if mass >= _SHARE * self._total or (mass >= _MARKED_SHARE * self._total and is_marked_content(child)):
                return child if mass and holds_lines(child) else None
        return None

    def _is_chrome(self, line: Line) -> bool:
        return (begins(line.text, "imprint") and not line.cells) or self._in_chrome(line.element)

    def _in_chrome(self, element: Element) -> bool:
        """Whether the element stands in a box of the portal's (remembered for each element)."""
        path: list[Element] = []
        current: Element | None = element
        while current is not None and current not in self._chrome:
            path.append(current)
            current = current.getparent()
        inside = current is not None and self._chrome[current]
        for one in reversed(path):
            inside = inside or self._is_box_of_portal(one)
            self._chrome[one] = inside
        return inside

    def _is_box_of_portal(self, element: Element) -> bool:
        if element.tag in ("html", "body"):
            return False
        if is_always_chrome(element):
            return True
        light = self._masses.get(element, 0) < _CHROME_SHARE * self._total
        return light and is_usually_chrome(element) and not self._holds_title(element)

    def _holds_title(self, element: Element) -> bool:
        return self._title_line is not None and stands_in(self._title_line.element, element)

    @cached_property
    def _title_line(self) -> Line | None:
        """The headline: the heading that the page's own title repeats, else its only `<h1>`."""
        known = [fold_text(name) for name in (self._stated.title, self._stated.document_title) if name]
        ranked: list[tuple[int, int, Line]] = []
        for number, line in enumerate(self._lines):
            if line.cells or self._in_always(line.element) or len(line.text) > LONGEST["title"]:
                continue
            words = fold_text(line.text)
            tag = heading_of(line.element)
            matches = len(words) >= 12 and any(words in name or name in words for name in known)
            called = tag is not None or role_words(line.element) == "title"
            # In a page of nameless boxes the headline is the line that the page's own title repeats to the letter.
            repeated = matches and words in known and not line.is_linked and not in_usual(line.element)
            if (matches and called) or repeated or tag == "h1":
                ranked.append((4 * (matches and called) + 2 * repeated + (tag == "h1"), -number, line))
        return max(ranked, key=lambda one: one[:2])[2] if ranked else self._first_heading()

    def _first_heading(self) -> Line | None:
        """The highest heading above the prose, where the page's own title is no heading of it."""
        best: tuple[str, Line] | None = None
        for line in self._lines:
            if prose_of(line) and not self._in_always(line.element):
                break
            tag = heading_of(line.element) or ("h2" if role_words(line.element) == "title" else None)
            fits = len(line.text.split()) >= 4 and len(line.text) <= LONGEST["title"] and not line.is_linked
            if tag is not None and fits and not line.cells and (best is None or tag < best[0]):
                best = tag, line
        return best[1] if best else None

    def _title_number(self, inside: Sequence[int]) -> int | None:
        """Where the headline stands; null where it stands after the prose or is the portal's."""
        if self._title_line is None:
            return None
        number = next(n for n, line in enumerate(self._lines) if line is self._title_line)
        first = next((n for n in inside if prose_of(self._lines[n])), inside[0])
        return number if number <= first or number in inside[: len(inside) // 2] else None

    def _before(self, inside: Sequence[int], title: int | None) -> list[int]:
        """Lines above the headline that belong to it all the same: date, author and lead in its own box."""
        found: list[int] = []
        first = inside[0] if title is None else title
        for number in range(max(0, first - 4), first):
            line = self._lines[number]
            role = self._claimed(line)
            near = number in inside or (title is None and role == "lead")
            if near and role in ("dateline", "byline", "lead") and not self._is_chrome(line) and not line.is_linked:
                found.append(number)
        return found

    def _after(self, last: int) -> list[int]:
        """The author, where a box below the article's names him."""
        found: list[int] = []
        for number in range(last + 1, min(len(self._lines), last + 1 + _NEAR)):
            line = self._lines[number]
            if self._is_chrome(line) or begins(line.text, "after") or len(line.text) > LONGEST["byline"]:
                break
            signed = begins(line.text, "signed") and ":" in line.text[:30]
            bare = number == last + 1 and not line.is_linked and looks_like_name(line.text)
            if self._claimed(line) == "byline" or signed or bare:
                found.append(number)
            elif heading_of(line.element) is not None or line.is_linked:
                break
        return found

    def _role(self, number: int, title: int | None, begin: int) -> BlockRole | None:
        line = self._lines[number]
        if number == title:
            return "title"
        if line.cells:
            return "body"
        role = self._claimed(line)
        if role == "lead" and (number > begin + 8 or self._prose_before(number)):
            return None
        if role is not None:
            return role
        if self._stated.description and number <= begin + 6 and is_description(line, self._stated.description):
            return "lead" if not self._prose_before(number) else None
        if line.pictured and looks_like_caption(line):
            return "caption"
        return "body" if is_content_box(line) and self._prose_before(number) else None

    def _prose_before(self, number: int) -> bool:
        """Whether prose of the article's own stands before the line."""
        return self._first_prose < number

    @cached_property
    def _first_prose(self) -> int:
        """The first line of the article's own prose that is no lead."""
        for number, line in enumerate(self._lines):
            own = line is not self._title_line and not self._is_chrome(line) and stands_in(line.element, self._box)
            if prose_of(line) and own and self._claimed(line) is None:
                return number
        return len(self._lines)

    def _claimed(self, line: Line) -> BlockRole | None:
        """The role that the names of the line's element, or of those right around it, claim and its text bears out."""
        element: Element | None = line.element
        for _ in range(3):
            if element is None or element is self._box or element.tag in ("body", "html"):
                return None
            role: BlockRole | None = "caption" if element.tag == "figcaption" else role_words(element)
            if element.tag in ("address", "time") and role is None:
                role = "byline" if element.tag == "address" else "dateline"
            if role is not None and role != "title" and bears_out(role, line):
                return role
            element = element.getparent()
        return None
