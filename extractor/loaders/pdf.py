"""PDF: lines put back into paragraphs, tables with rules as tables (pdfplumber, the extra `pdf`).

A page is seen as lines with places. Lines that stand at the same height on most pages, and lone page numbers, are
furniture. A scan without text is a clear failure: nothing is guessed from pictures.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BufferedReader
from itertools import pairwise
from typing import Any, Final, cast

from extractor.errors import InputError
from extractor.extras import require
from extractor.loaders.building import RawCell, TextBuilder, tidy
from extractor.loaders.decoding import check_text
from extractor.loaders.model import Context, Opened, Raw, Text

MAX_PAGES: Final = 500
"""Pages of one article."""
_GAP: Final = 1.55
"""Distance between lines, in heights of a line, from which a new paragraph begins."""
_INDENT: Final = 8.0
"""Points by which the first line of a paragraph stands in."""
_SHORT: Final = 0.82
"""Share of the page's width of text below which a line ends its paragraph."""
_WIDE_GAP: Final = 1.8
"""Space between two words, in sizes of their letters, that parts the cells of a table without rules."""
_SAME: Final = 2.0
"""Points within which two heights or edges are one."""
_REPEATED: Final = 0.6
"""Share of pages on which a line stands for it to be a running head."""
_ENDS: Final = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_PAGE_NUMBER: Final = re.compile(r"(?:trang )?[-–]?\s?\d{1,4}\s?[-–]?(?:\s?/\s?\d{1,4})?", re.IGNORECASE)
_LIGATURES: Final = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_HYPHEN: Final = re.compile(r"([^\W\d_]{1,40})[-\u2010]$")
_WORD: Final = re.compile(r"[^\W\d_]{1,40}")
_SYLLABLE: Final = 7
"""Letters of the longest Vietnamese syllable: none is parted at a line's end, so only longer words were."""
_CODELESS: Final = re.compile(r"\(cid:\d+\)")
"""What stands for a letter whose font does not say which it is."""
_CODELESS_SHARE: Final = 200
"""Characters among which one such letter is one too many."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a page with its place, in points from the top left."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    cells: tuple[RawCell, ...] = ()


def read_pdf(opened: Opened, context: Context) -> Iterator[Raw]:
    """The document as one article. Raises `InputError` where it is locked, broken, too long or holds no text."""
    require("pdf", "A .pdf file")
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    try:
        document = pdfplumber.open(cast("BufferedReader", opened.stream), unicode_norm="NFC")
    except Exception as error:
        if isinstance(error, PDFPasswordIncorrect) or "PDFPasswordIncorrect" in repr(error):
            raise InputError("This PDF is locked with a password; save it without one.") from None
        raise InputError(f"This PDF is broken ({type(error).__name__}); save it again.") from None
    with document:
        if len(document.pages) > MAX_PAGES:
            raise InputError(f"This PDF has more than {MAX_PAGES} pages; split it into its articles.")
        pages: list[list[_Line]] = []
        for page in document.pages:
            pages.append(_lines_of(page))
            page.close()
    text = _text(_without_furniture(pages))
    if len(text.text) > context.limits.max_bytes:
        raise InputError(f"The PDF's text is longer than {context.limits.max_bytes}; raise --max-bytes.")
    yield Raw(opened.name, opened.path, opened.origin, text)


def _lines_of(page: Any) -> list[_Line]:
    """The lines and tables of one page from top to bottom."""
    tables = [(table, cells) for table in page.find_tables() if (cells := _cells(table)) is not None]
    boxes = [table.bbox for table, _ in tables]
    words = page.extract_words(extra_attrs=["size"], x_tolerance_ratio=0.15)
    free = [word for word in words if not any(_inside(word, box) for box in boxes)]
    lines = _group(free)
    for table, cells in tables:
        x0, top, x1, bottom = table.bbox
        lines.append(_Line("", x0, x1, top, bottom, 0.0, tuple(cells)))
    return sorted(lines, key=lambda line: (line.top, line.x0))


def _inside(word: Any, box: tuple[float, float, float, float]) -> bool:
    middle_x, middle_y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= middle_x <= box[2] and box[1] <= middle_y <= box[3])


def _group(words: Sequence[Any]) -> list[_Line]:
    """Words on one height as one line."""
    rows: list[list[Any]] = []
    for word in sorted(words, key=lambda word: (word["bottom"], word["x0"])):
        height = word["bottom"] - word["top"]
        if rows and abs(rows[-1][0]["bottom"] - word["bottom"]) <= max(_SAME, height / 3):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [_line(sorted(row, key=lambda word: word["x0"])) for row in rows]


def _line(words: Sequence[Any]) -> _Line:
    size = max(word["size"] for word in words)
    text = words[0]["text"]
    for before, word in pairwise(words):
        text += (" | " if word["x0"] - before["x1"] > _WIDE_GAP * size else " ") + word["text"]
    return _Line(
        text,
        words[0]["x0"],
        max(word["x1"] for word in words),
        min(word["top"] for word in words),
        max(word["bottom"] for word in words),
        size,
    )


def _cells(table: Any) -> list[RawCell] | None:
    """The cells of a ruled table in rows and columns; null where it is a frame around text."""
    boxes = [cell for row in table.rows for cell in row.cells if cell is not None]
    texts = table.extract(x_tolerance_ratio=0.15)
    xs, ys = _edges([box[0] for box in boxes]), _edges([box[1] for box in boxes])
    if len(xs) < 2 or len(ys) < 2:
        return None
    made: list[RawCell] = []
    for row, written in zip(table.rows, texts, strict=False):
        for box, text in zip(row.cells, written, strict=False):
            if box is not None:
                top, left = _at(ys, box[1]), _at(xs, box[0])
                down, across = _at(ys, box[3]) - top, _at(xs, box[2]) - left
                joined = _join((text or "").translate(_LIGATURES).split("\n"))
                made.append(RawCell(tidy(joined), top, left, max(1, down), max(1, across)))
    return made


def _edges(values: Sequence[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SAME:
            found.append(value)
    return found


def _at(edges: Sequence[float], value: float) -> int:
    return bisect_left(edges, value - _SAME)


def _without_furniture(pages: Sequence[list[_Line]]) -> list[list[_Line]]:
    """The pages without running heads and page numbers."""
    seen = Counter(key for page in pages for key in {_key(line) for line in _edge(page) if not line.cells})
    often = {key for key, count in seen.items() if len(pages) >= 3 and count >= _REPEATED * len(pages)}
    kept: list[list[_Line]] = []
    for page in pages:
        edges = {id(line) for line in _edge(page)}
        kept.append(
            [
                line
                for line in page
                if line.cells
                or id(line) not in edges
                or (_key(line) not in often and not _PAGE_NUMBER.fullmatch(line.text.strip()))
            ]
        )
    return kept


def _edge(page: Sequence[_Line]) -> Sequence[_Line]:
    """The lines where running heads and page numbers stand."""
    return (*page[:2], *page[2:][-2:])


def _key(line: _Line) -> tuple[str, int]:
    return re.sub(r"\d+", "0", line.text), round(line.top / 4)


def _text(pages: Sequence[Sequence[_Line]]) -> Text:
    lines = [line for page in pages for line in page if not line.cells]
    if not "".join(line.text for line in lines).strip() and not any(page for page in pages):
        raise InputError("This PDF holds no text: it is a scan, or pictures; run text recognition on it first.")
    codeless = sum(len(_CODELESS.findall(line.text)) for line in lines)
    if codeless * _CODELESS_SHARE > sum(len(line.text) for line in lines):
        raise InputError(
            "This PDF shows letters without saying which they are (its fonts have no codes); save the article as .docx "
            "or .html, or run text recognition on it."
        )
    left = min((line.x0 for line in lines), default=0.0)
    right = max((line.x1 for line in lines), default=0.0)
    builder = TextBuilder()
    paragraph: list[str] = []
    before: _Line | None = None

    def close() -> None:
        if paragraph:
            row = " | " in paragraph[0]
            builder.add(_join(paragraph), tight=row and " | " in builder.last)
            paragraph.clear()

    for page in pages:
        for number, line in enumerate(page):
            if line.cells:
                close()
                builder.add_table(line.cells)
                before = None
                continue
            if before is None or _begins(before, line, left, right, turned=number == 0):
                close()
            paragraph.append(line.text.translate(_LIGATURES))
            before = line
    close()
    if not builder.parts:
        raise InputError("This PDF holds no text: it is a scan, or pictures; run text recognition on it first.")
    return Text(check_text(builder.text), parts=tuple(builder.parts), grids=tuple(builder.grids))


def _begins(before: _Line, line: _Line, left: float, right: float, *, turned: bool) -> bool:
    """Whether a line begins a paragraph: by distance, indent, size, or since the line before ended short."""
    text = line.text.lstrip()
    if " | " in text or " | " in before.text:
        return True
    if turned:
        return not text[:1].islower() and bool(_ENDS.search(before.text.rstrip()))
    height = max(before.bottom - before.top, 1.0)
    if line.bottom - before.bottom > _GAP * height or abs(line.size - before.size) > 0.6:
        return True
    if line.x0 - before.x0 > _INDENT and abs(before.x0 - left) < _INDENT:
        return True
    return before.x1 - left < _SHORT * (right - left) and not text[:1].islower()


def _join(lines: Sequence[str]) -> str:
    """Lines as one. A soft hyphen at a line's end goes; so does a hard one that parts a foreign word."""
    joined = ""
    for line in lines:
        line = line.strip()
        hyphen = _HYPHEN.search(joined[-48:])
        if joined.endswith("\u00ad") or (hyphen is not None and _is_parted(hyphen[1], line)):
            joined = joined[:-1] + line
        elif hyphen is not None and line[:1].islower():
            joined += line  # "kinh tế-" and "xã hội"
        else:
            joined = f"{joined} {line}" if joined else line
    return joined


def _is_parted(begun: str, line: str) -> bool:
    rest = _WORD.match(line)
    if rest is None or not rest[0][0].islower():
        return False
    return begun.isascii() and rest[0].isascii() and len(begun) + len(rest[0]) > _SYLLABLE
