"""The part each paragraph plays on the page: headline, date line, lead, body, caption, byline, furniture.

News sites print menus, share bars, photo numbers, related articles and comment forms into the same text as the
article. What they look like is data (`text/data/page.toml`); where they stand decides the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from extractor.reading.bylines import is_marked, looks_like_name, read_authors
from extractor.reading.datelines import is_dateline
from extractor.reading.lines import Paragraph, ends_sentence, split_paragraphs
from extractor.reading.model import Block, BlockRole
from extractor.reading.outlets import masthead, opening_tag
from extractor.text.article import Extent, Part
from extractor.text.flat import flatten
from extractor.text.lexicon import load_table
from extractor.text.provinces import is_outlet_tag

_FULL_STOP: Final = re.compile(r"[.…][\"'”’)\]]*$")
_WORD: Final = re.compile(r"[^\W\d_]+")
_BREADCRUMB: Final = re.compile(r"»|›|>|→|::| / ")
_POINTER: Final = re.compile(r"\s*(?:»|›|>{1,3}|▶|►|→)\s*\S")
"""What stands before the headline of another article."""
_CRUMB: Final = re.compile(r"\S\s*[»›]\s*\S|\S\s+[|/]\s+\S")
"""What joins the sections of a menu or breadcrumb, never the words of a headline."""
_ROMAN_OR_STAR: Final = re.compile(r"\s*[*+-]")
_AFTERWARDS: Final = re.compile(
    r"\W*(?:nhân |cũng |cùng |trong )?(?:dịp này|dịp|hội nghị này|phát biểu|kết luận|theo|tại|sau|trước|năm|đến)\b"
)
_SENTENCE_BREAK: Final = re.compile(r"[.!?…]\s+([^\W\d_])")

_LONG: Final = 140
"""Characters from which a paragraph is prose and no caption, menu or headline."""
_HEADLINE: Final = 260
"""Characters beyond which nothing is a headline."""
_CAPTION: Final = 260
_TABLE_RUN: Final = 4
"""Adjacent short lines, some with numbers, that make a table flattened into lines."""


@cache
def _starts(table: str) -> re.Pattern[str]:
    words = sorted(load_table("extractor.text", "page.toml")[table], key=len, reverse=True)
    return re.compile(rf"[\W_]*?(?:{'|'.join(map(re.escape, words))})(?![^\W\d_])")


@cache
def _acts() -> re.Pattern[str]:
    words = sorted(load_table("extractor.text", "page.toml")["caption_acts"], key=len, reverse=True)
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(words)})(?![^\W\d_])")


@cache
def _sections() -> frozenset[str]:
    return frozenset(load_table("extractor.text", "page.toml")["sections"])


@dataclass(slots=True)
class _Line:
    """A paragraph with what is asked of it again and again."""

    paragraph: Paragraph
    flat: str
    words: int
    known: BlockRole | None = None
    """The role that the page's markup gives it."""
    role: BlockRole = "body"

    @property
    def text(self) -> str:
        return self.paragraph.text

    @property
    def stopped(self) -> bool:
        return _FULL_STOP.search(self.text) is not None

    @property
    def is_prose(self) -> bool:
        return len(self.text) >= _LONG or (self.words >= 8 and self.stopped)


def read_layout(text: str, parts: Sequence[Part] = ()) -> tuple[Block, ...]:
    """Every paragraph of `text` with its role, in order; what `parts` say of a paragraph stands. Never raises."""
    known = {part.extent.start: part.role for part in parts if part.role is not None}
    after = {after.extent.start for before, after in pairwise(parts) if before.role is not None}
    ends = {part.extent.end: part.extent for part in parts if part.role is not None}
    paragraphs = [_bare(one, ends.get(one.extent.end), text) for one in split_paragraphs(text, known.keys() | after)]
    flat = flatten(text)
    lines = [
        _Line(p, flat[p.extent.start : p.extent.end], len(_WORD.findall(p.text)), known.get(p.extent.start))
        for p in paragraphs
    ]
    lead = _find_lead(lines)
    _mark_head(lines, lead)
    _mark_rest(lines, lead)
    _mark_headline_below(lines, lead)
    _mark_repeats(lines)
    return tuple(Block(line.paragraph.extent, line.role) for line in lines)


def _bare(paragraph: Paragraph, part: Extent | None, text: str) -> Paragraph:
    """The paragraph without the mark that its markup puts before it ("# " in Markdown)."""
    if part is None or not paragraph.extent.covers(part) or part.start == paragraph.extent.start:
        return paragraph
    return Paragraph(part, text[part.start : part.end], paragraph.apart)


def _find_lead(lines: list[_Line]) -> int:
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
        if not line.is_prose or is_dateline(line.text) or _is_bar(line) or is_marked(line.text):
            continue
        if _follows_number(lines, index) and _is_one_sentence(line) and len(line.text) < _CAPTION:
            continue
        if len(line.text) < _LONG and _is_stopped_caption(line):
            continue
        if not line.stopped and len(line.text) < _HEADLINE and _prose_follows(lines, index):
            continue
        if line.stopped and len(line.text) < _LONG and index + 1 < len(lines) and is_dateline(lines[index + 1].text):
            continue
        return index
    return len(lines)


def _is_tagged_title(lines: list[_Line], index: int) -> bool:
    """Whether a line with a paper's tag is the headline: no full stop, a date line or prose right below it."""
    line = lines[index]
    if line.stopped or len(line.text) >= _LONG or not _prose_follows(lines, index):
        return False
    return not any(len(other.text) >= _LONG or other.words >= 5 for other in lines[:index] if not _is_bar(other))


def _prose_follows(lines: list[_Line], index: int) -> bool:
    return any(line.is_prose and line.stopped for line in lines[index + 1 : index + 8])


def _follows_number(lines: list[_Line], index: int) -> bool:
    """Whether the line above is a photo's number, or what a page made of it ("500", "í")."""
    return index > 0 and _is_mark(lines[index - 1]) and not is_dateline(lines[index - 1].text)


def _is_mark(line: _Line) -> bool:
    return line.words == 0 or (line.words == 1 and len(line.text) == 1)


def _is_one_sentence(line: _Line) -> bool:
    return not any(match[1].isupper() for match in _SENTENCE_BREAK.finditer(line.text))


def _is_bar(line: _Line) -> bool:
    """A share bar, a menu, a photo number, a breadcrumb, an alternative text."""
    if line.words == 0 or (line.words == 1 and len(line.text) <= 3):
        return True
    if masthead(line.text) is not None:
        return True
    if line.flat in _sections() or line.flat.rstrip(":") in _sections():
        return True
    if len(line.text) > _LONG or (line.stopped and line.words >= 8):
        return False
    if _starts("bars").match(line.flat) and line.words <= 20:
        return True
    if len(_BREADCRUMB.findall(line.text)) >= 2 and not line.stopped:
        return True
    return line.flat.isascii() and line.text == line.flat and line.words >= 2


def _is_heading(line: _Line, table: str) -> bool:
    """Whether the line opens a box of the page ("Tin liên quan", "Tags: ...")."""
    match = _starts(table).match(line.flat)
    if match is None:
        return False
    rest = line.flat[match.end() :].strip()
    short = line.words <= 8 and not line.stopped
    counted = rest[:1].isdigit() and not line.is_prose  # "Ban biên tập 3 số bản tin …" is told, no imprint
    return rest == "" or rest[0] in ":([-|" or counted or (short and len(line.text) <= 45)


def _is_stopped_caption(line: _Line) -> bool:
    """A caption that ends in a full stop: one short sentence of who does what at the event."""
    if not _is_one_sentence(line) or len(line.text) > 200:
        return False
    if _starts("captions").match(line.flat):
        return True
    if _AFTERWARDS.match(line.flat):
        return False
    shown = _starts("caption_subjects").match(line.flat)
    return bool(shown and _acts().search(line.flat) and ";" not in line.text and len(line.text) <= 160)


def _mark_head(lines: list[_Line], lead: int) -> None:
    """Roles of what stands above the lead."""
    candidates: list[_Line] = []
    for index, line in enumerate(lines[:lead]):
        if line.known is not None:
            line.role = line.known
            candidates += [line] if line.known == "title" else []
        elif is_dateline(line.text):
            line.role = "dateline"
        elif is_marked(line.text):
            line.role = "byline"
        elif _is_bar(line) or (_is_heading(line, "closing") and line.words <= 4):
            line.role = "furniture"
        elif _is_captioned(line) or (_follows_number(lines, index) and candidates):
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
        short = [line for line in lines[:lead] if line.role == "furniture" and _is_short_title(line)]
        for line in short[-1:]:
            line.role = "title"
        return
    title = known or _headline(lines, titles)
    for line in titles:
        if line is not title:
            before = line.paragraph.extent < title.paragraph.extent
            line.role = "furniture" if before or line.words < 5 else "caption"


def _headline(lines: list[_Line], titles: list[_Line]) -> _Line:
    """The first that is long enough; a rubric right under the page's masthead gives way to a longer line."""
    found = [line for line in titles if line.words >= 5 and not line.text.endswith(":")]
    if not found:
        return titles[-1]
    at = lines.index(found[0])
    rubric = at > 0 and masthead(lines[at - 1].text) is not None and len(found) > 1
    return found[1] if rubric and found[1].words >= 2 * found[0].words else found[0]


def _mark_headline_below(lines: list[_Line], lead: int) -> None:
    """A page without a headline above its lead may have it right below."""
    if any(line.role == "title" for line in lines) or lead + 2 >= len(lines):
        return
    line = lines[lead + 1]
    shown = _is_captioned(line) or _starts("caption_subjects").match(line.flat) is not None
    told = line.known is None and line.role in ("caption", "body") and line.words >= 5 and len(line.text) < _LONG
    if told and not shown and not ends_sentence(line.text) and lines[lead + 2].is_prose:
        line.role = "title"


def _is_short_title(line: _Line) -> bool:
    """Two words may be a headline where nothing longer is: no menu, no name."""
    return line.words == 2 and not _is_bar(line) and not read_authors(line.text)


def _mark_rest(lines: list[_Line], lead: int) -> None:
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
            line.role = "byline" if index - closing_line <= 6 and _signs_after_close(line) else "furniture"
        elif _is_heading(line, "closing"):
            closed, closing_line = True, index
            line.role = "furniture"
        elif _is_heading(line, "boxes"):
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


def _signs_after_close(line: _Line) -> bool:
    return bool(is_marked(line.text) and re.match(r"\W*(?:tác giả|tin|bài|thực hiện)\b", line.flat))


def _content_role(lines: list[_Line], index: int, last_prose: int, under_photo: bool) -> BlockRole:
    line = lines[index]
    if is_dateline(line.text):
        return "dateline"
    if _signs(lines, index, last_prose):
        return "byline"
    if _is_bar(line) or (_POINTER.match(line.text) and not line.stopped and len(line.text) < _LONG):
        return "furniture"
    if _is_captioned(line):
        return "caption"
    if len(line.text) <= _CAPTION and _is_one_sentence(line) and not _ROMAN_OR_STAR.match(line.text):
        if under_photo:
            return "caption"
        if not ends_sentence(line.text) and not _is_subheading(line):
            return "caption"
        if len(line.text) < _LONG and line.stopped and _is_stopped_caption(line):
            return "caption"
    return "body"


def _is_captioned(line: _Line) -> bool:
    """A caption that says so: it begins like one, or ends in the photographer's credit."""
    if len(line.text) > _CAPTION:
        return False
    credited = re.search(r"[\s(\[](?:ảnh|photo)\s*:", line.flat) is not None
    return credited or (_starts("captions").match(line.flat) is not None and _is_one_sentence(line))


def _is_subheading(line: _Line) -> bool:
    """A heading inside the article: capitals all through, or numbered, or a short line of no caption's words."""
    letters = [char for char in line.text if char.isalpha()]
    if letters and sum(char.isupper() for char in letters) > 0.8 * len(letters):
        return True
    if re.match(r"\s*(?:\d{1,2}|[IVX]{1,4}|[a-đ])\s*[.)/-]", line.text):
        return True
    return line.words <= 12 and not _acts().search(line.flat) and not _starts("caption_subjects").match(line.flat)


def _signs(lines: list[_Line], index: int, last_prose: int) -> bool:
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


def _last_prose(lines: list[_Line], lead: int) -> int:
    """Index of the last prose paragraph before the boxes that close the page."""
    last = lead
    for index in range(lead, len(lines)):
        if index > lead and _is_heading(lines[index], "closing"):
            break
        if lines[index].known not in (None, "body", "lead"):
            continue
        if lines[index].is_prose and not is_dateline(lines[index].text) and not _is_stopped_caption(lines[index]):
            last = index
    return last


def _table_lines(lines: list[_Line], lead: int) -> frozenset[int]:
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
            and not _is_heading(lines[index], "closing")
            and not _is_heading(lines[index], "boxes")
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


def _mark_repeats(lines: list[_Line]) -> None:
    """A paragraph that stands on the page twice is read once: the later one is furniture."""
    seen: set[str] = set()
    for line in lines:
        if line.role not in ("title", "lead", "body", "caption"):
            continue
        key = " ".join(line.flat.split())
        if key in seen and line.words >= 4:
            line.role = "furniture"
        seen.add(key)
