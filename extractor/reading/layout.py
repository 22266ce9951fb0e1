"""The part each paragraph plays on the page: headline, date line, lead, body, caption, byline, furniture.

News sites print menus, share bars, photo numbers, related articles and comment forms into the same text as the
article. What they look like is data (`text/data/page.toml`); where they stand decides the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from extractor.reading.bylines import is_marked, looks_like_name, read_authors
from extractor.reading.datelines import is_dateline
from extractor.reading.lines import Paragraph, ends_sentence, split_paragraphs
from extractor.reading.model import Block, BlockRole
from extractor.reading.outlets import masthead, opening_tag
from extractor.reading.page_lines import (
    CAPTION,
    LONG,
    Line,
    announces_list,
    is_bar,
    is_captioned,
    is_heading,
    is_mark,
    is_one_sentence,
    is_short_title,
    is_stopped_caption,
    is_subheading,
    signs_after_close,
    starts,
)
from extractor.text.article import Extent, Part
from extractor.text.flat import flatten
from extractor.text.provinces import is_outlet_tag

_POINTER: Final = re.compile(r"\s*(?:»|›|>{1,3}|▶|►|→)\s*\S")
"""What stands before the headline of another article."""
_CRUMB: Final = re.compile(r"\S\s*[»›>]\s*\S|\S\s+[|/]\s+\S")
"""What joins the sections of a menu or breadcrumb, never the words of a headline."""
_ROMAN_OR_STAR: Final = re.compile(r"\s*[*+-]")

_STAMP: Final = re.compile(r"\d{1,2}/\d{1,2}/\d{4},? (?:- )?\d{1,2}:\d{2}")
"""The day and hour at which the page came out."""
_RUBRIC: Final = re.compile(r"(?:Chuyên mục|Mục|Danh mục|Chủ đề): ")
"""A line that names the section."""
_ITEM: Final = re.compile(r"\s{0,9}(?:[-–+*•]|\d{1,2}(?:\.\d{1,2})?[.)]|[a-zđ]\)|[IVX]{1,4}\.)\s{1,9}(?=[^\W\d_])")
"""What an item of a list, or its heading, begins with."""
_FEWEST_ITEMS: Final = 2
"""Items with a number in them that make a list of results."""

_HEADLINE: Final = 260
"""Characters beyond which nothing is a headline."""
_TABLE_RUN: Final = 4
"""Adjacent short lines, some with numbers, that make a table flattened into lines."""


def read_layout(text: str, parts: Sequence[Part] = ()) -> tuple[Block, ...]:
    """Every paragraph of `text` with its role, in order; what `parts` say of a paragraph stands. Never raises."""
    known = {part.extent.start: part.role for part in parts if part.role is not None}
    after = {after.extent.start for before, after in pairwise(parts) if before.role is not None}
    ends = {part.extent.end: part.extent for part in parts if part.role is not None}
    paragraphs = [_bare(one, ends.get(one.extent.end), text) for one in split_paragraphs(text, known.keys() | after)]
    flat = flatten(text)
    lines = [
        Line(one.text, flat[one.extent.start : one.extent.end], one.extent, known.get(one.extent.start), one.apart)
        for one in paragraphs
    ]
    lead = _find_lead(lines)
    _mark_head(lines, lead)
    _mark_rest(lines, lead)
    _mark_headline_below(lines, lead)
    _mark_repeats(lines)
    return tuple(Block(line.extent, line.role) for line in lines)


def _bare(paragraph: Paragraph, part: Extent | None, text: str) -> Paragraph:
    """The paragraph without the mark that its markup puts before it ("# " in Markdown)."""
    if part is None or not paragraph.extent.covers(part) or part.start == paragraph.extent.start:
        return paragraph
    return Paragraph(part, text[part.start : part.end], paragraph.apart)


def _find_lead(lines: list[Line]) -> int:
    """Index of the paragraph that opens the article's text; past the end where there is none."""
    known = next((index for index, line in enumerate(lines) if line.known == "lead"), None)
    if known is not None:
        return known
    title = next((index for index, line in enumerate(lines) if line.known == "title"), -1)
    for index, line in enumerate(lines):
        if index < title or line.known is not None:
            continue
        if opening_tag(line.text) is not None and line.words >= 6 and not is_dateline(line.text):
            if not _is_tagged_title(lines, index):
                return index
            continue
        if not line.is_prose or is_dateline(line.text) or is_bar(line) or is_marked(line.text):
            continue
        if _follows_number(lines, index) and is_one_sentence(line) and len(line.text) < CAPTION:
            continue
        if len(line.text) < LONG and is_stopped_caption(line):
            continue
        if not (line.stopped or announces_list(line)) and len(line.text) < _HEADLINE and _prose_follows(lines, index):
            continue
        if line.stopped and len(line.text) < LONG and index + 1 < len(lines) and is_dateline(lines[index + 1].text):
            continue
        return index
    return _first_item(lines)


def _first_item(lines: list[Line]) -> int:
    """Index of the first item below the headline, where a list of results is all that there is; past the end else."""
    closed = (at for at, line in enumerate(lines) if is_heading(line, "closing") or is_heading(line, "boxes"))
    marks = {at: mark for at in range(1, next(closed, len(lines))) if (mark := _ITEM.match(lines[at].text))}
    told = [at for at, mark in marks.items() if any(char.isdigit() for char in lines[at].text[mark.end() :])]
    return min(marks) if len(told) >= _FEWEST_ITEMS else len(lines)


def _is_tagged_title(lines: list[Line], index: int) -> bool:
    """Whether a line with a paper's tag is the headline: no full stop, a date line or prose right below it."""
    line = lines[index]
    if line.stopped or len(line.text) >= LONG or not _prose_follows(lines, index):
        return False
    return not any(len(other.text) >= LONG or other.words >= 5 for other in lines[:index] if not is_bar(other))


def _prose_follows(lines: list[Line], index: int) -> bool:
    return any(line.is_prose and line.stopped for line in lines[index + 1 : index + 8])


def _follows_number(lines: list[Line], index: int) -> bool:
    """Whether the line above is a photo's number, or what a page made of it ("500", "í")."""
    return index > 0 and is_mark(lines[index - 1]) and not is_dateline(lines[index - 1].text)


def _mark_head(lines: list[Line], lead: int) -> None:
    """Roles of what stands above the lead."""
    candidates: list[Line] = []
    for index, line in enumerate(lines[:lead]):
        if line.known is not None:
            line.role = line.known
            candidates += [line] if line.known == "title" else []
        elif is_dateline(line.text):
            line.role = "dateline"
        elif is_marked(line.text):
            line.role = "byline"
        elif is_bar(line) or (is_heading(line, "closing") and line.words <= 4):
            line.role = "furniture"
        elif is_captioned(line) or (_follows_number(lines, index) and candidates):
            line.role = "caption"
        elif candidates and read_authors(line.text) and len(line.text) <= 60:
            line.role = "furniture" if is_outlet_tag(line.text) else "byline"
        elif line.words >= 3 and len(line.text) <= _HEADLINE:
            candidates.append(line)
            line.role = "caption" if line.stopped and candidates[:-1] else "title"
        elif len(line.text) > _HEADLINE:
            line.role = "body"
        else:
            line.role = "furniture"
    titles = [line for line in candidates if line.role == "title"]
    known = next((line for line in titles if line.known == "title"), None)
    if known is None and any(not _CRUMB.search(line.text) for line in titles):
        for line in titles:
            line.role = "furniture" if _CRUMB.search(line.text) else "title"
        titles = [line for line in titles if line.role == "title"]
    if not titles:
        short = [line for line in lines[:lead] if line.role == "furniture" and is_short_title(line)]
        for line in short[-1:]:
            line.role = "title"
        return
    title = known or _headline(lines, titles)
    for line in titles:
        if line is not title:
            before = line.extent < title.extent
            line.role = "furniture" if before or line.words < 5 else "caption"


def _headline(lines: list[Line], titles: list[Line]) -> Line:
    """The first that is long enough; a rubric right under the page's masthead gives way to a longer line, and what
    hangs together with the page's menu to a line that stands apart.
    """
    found = [line for line in titles if line.words >= 5 and not line.text.endswith(":")]
    if not found:
        return titles[-1]
    of_page = _page_head(lines)
    found = [line for line in found if line.extent.start >= of_page and not _STAMP.search(line.text)] or found
    if found[0].text.isupper() and len(found) > 1 and not found[1].text.isupper():
        return found[1]  # a kicker in capitals above it
    at = lines.index(found[0])
    rubric = at > 0 and masthead(lines[at - 1].text) is not None and len(found) > 1
    return found[1] if rubric and found[1].words >= 2 * found[0].words else found[0]


def _page_head(lines: list[Line]) -> int:
    """Where the lines end that the page begins with, without a blank line between them and one of them a bar: its name,
    its motto, its menu; 0 where a headline may be among them.
    """
    end = next((at for at, line in enumerate(lines) if at and line.apart), len(lines))
    bars = sum(
        line.role == "furniture" and (is_bar(line) or _RUBRIC.match(line.text) is not None) for line in lines[:end]
    )
    return lines[end - 1].extent.end if bars and end < len(lines) else 0


def _mark_headline_below(lines: list[Line], lead: int) -> None:
    """A page without a headline above its lead may have it right below."""
    if any(line.role == "title" for line in lines) or lead + 2 >= len(lines):
        return
    line = lines[lead + 1]
    shown = is_captioned(line) or starts("caption_subjects").match(line.flat) is not None
    told = line.known is None and line.role in ("caption", "body") and line.words >= 5 and len(line.text) < LONG
    if told and not shown and not ends_sentence(line.text) and lines[lead + 2].is_prose:
        line.role = "title"


def _mark_rest(lines: list[Line], lead: int) -> None:
    """Roles from the lead on."""
    last_prose = _last_prose(lines, lead)
    tables = _table_lines(lines, lead)
    closed = boxed = False
    closing_line = 0
    for index in range(lead, len(lines)):
        line = lines[index]
        if index == lead:
            line.role = "lead"
        elif line.known is not None:
            line.role = line.known
        elif closed:
            line.role = "byline" if index - closing_line <= 6 and signs_after_close(line) else "furniture"
        elif is_heading(line, "closing"):
            closed, closing_line = True, index
            line.role = "furniture"
        elif is_heading(line, "boxes"):
            boxed = True
            line.role = "furniture"
        elif index in tables:
            line.role = "body"
        elif boxed and not (line.is_prose and line.stopped and index <= last_prose):
            line.role = "byline" if _signs(lines, index, last_prose) else "furniture"
        else:
            boxed = False
            under_photo = _follows_number(lines, index) and index - 1 not in tables
            line.role = _content_role(lines, index, last_prose, under_photo)


def _content_role(lines: list[Line], index: int, last_prose: int, under_photo: bool) -> BlockRole:
    line = lines[index]
    if is_dateline(line.text):
        return "dateline"
    if _signs(lines, index, last_prose):
        return "byline"
    if is_bar(line) or (_POINTER.match(line.text) and not line.stopped and len(line.text) < LONG):
        return "furniture"
    if is_captioned(line):
        return "caption"
    if len(line.text) <= CAPTION and is_one_sentence(line) and not _ROMAN_OR_STAR.match(line.text):
        if under_photo:
            return "caption"
        if not ends_sentence(line.text) and not is_subheading(line):
            return "caption"
        if len(line.text) < LONG and line.stopped and is_stopped_caption(line):
            return "caption"
    return "body"


def _signs(lines: list[Line], index: int, last_prose: int) -> bool:
    """Whether the line is a byline: it says so, or it is names where a signature stands."""
    line = lines[index]
    if is_marked(line.text):
        return True
    if len(line.text) > 60 or not read_authors(line.text):
        return False
    following = lines[index + 1] if index + 1 < len(lines) else None
    ends_part = following is not None and following.text.startswith("*") and lines[index - 1].stopped
    if index < last_prose:
        return ends_part
    neighbours = [other for other in lines[index - 1 : index + 2] if other is not line]
    listed = sum(looks_like_name(other.text) for other in neighbours)
    return listed < 2 or index == last_prose + 1


def _last_prose(lines: list[Line], lead: int) -> int:
    """Index of the last prose paragraph before the boxes that close the page."""
    last = lead
    for index in range(lead, len(lines)):
        if index > lead and is_heading(lines[index], "closing"):
            break
        if lines[index].known not in (None, "body", "lead"):
            continue
        if lines[index].is_prose and not is_dateline(lines[index].text) and not is_stopped_caption(lines[index]):
            last = index
    return last


def _table_lines(lines: list[Line], lead: int) -> frozenset[int]:
    """Indices of the short adjacent lines that are cells or rows of a table."""
    found: set[int] = set()
    run: list[int] = []
    for index in range(lead + 1, len(lines) + 1):
        short = (
            index < len(lines)
            and lines[index].known is None
            and len(lines[index].text) <= 80
            and not lines[index].stopped
            and not is_dateline(lines[index].text)
            and not is_heading(lines[index], "closing")
            and not is_heading(lines[index], "boxes")
            and not is_marked(lines[index].text)
        )
        if short:
            run.append(index)
            continue
        numbered = [at for at in run if any(char.isdigit() for char in lines[at].text)]
        if len(run) >= _TABLE_RUN and len(numbered) * 4 >= len(run):
            found.update(range(run[0], numbered[-1] + 1))
        run = []
    return frozenset(found)


def _mark_repeats(lines: list[Line]) -> None:
    """A paragraph that stands on the page twice is read once: the later one is furniture."""
    seen: set[str] = set()
    for line in lines:
        if line.role not in ("title", "lead", "body", "caption"):
            continue
        key = " ".join(line.flat.split())
        if key in seen and line.words >= 4:
            line.role = "furniture"
        seen.add(key)
