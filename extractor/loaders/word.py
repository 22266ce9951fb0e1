"""DOCX: paragraphs with the roles of their styles, and tables (python-docx, the extra `docx`).

Text is read from the document's own tree: what a reviewer put in counts, what he struck out does not, and a drawing's
fallback copy is not read twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from extractor.errors import InputError
from extractor.extras import require
from extractor.loaders.archives import check_unpacked
from extractor.loaders.building import RawCell, TextBuilder, place_rows, tidy
from extractor.loaders.decoding import check_text
from extractor.loaders.model import Context, Known, Opened, Raw, Text
from extractor.text.article import BlockRole

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE: Final = frozenset([f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback", f"{_W}footnote", f"{_W}p"])
_BREAKS: Final = frozenset([f"{_W}br", f"{_W}cr"])
_LONGEST_CELL: Final = 400
"""Characters of a cell beyond which a table lays out the page."""
_STYLES: Final[tuple[tuple[re.Pattern[str], BlockRole], ...]] = (
    (re.compile(r"title|tiêu đề", re.IGNORECASE), "title"),
    (re.compile(r"caption|chú thích", re.IGNORECASE), "caption"),
    (re.compile(r"list|danh sách", re.IGNORECASE), "body"),
)
_TABS: Final = re.compile(r"\t+")
"""What parts the cells of a table that is set with tabs: two of them in a line."""
_HEADING: Final = re.compile(r"heading (\d)|đầu đề (\d)", re.IGNORECASE)


def read_document(opened: Opened, context: Context) -> Iterator[Raw]:
    """The document as one article. Raises `InputError` where it is broken or holds no text."""
    require("docx", "A .docx file")
    check_unpacked(opened.stream, context.limits.max_document)
    body, styles = _opened(opened)
    builder = TextBuilder()
    _add_blocks(builder, body, styles)
    if not builder.parts:
        raise InputError("This Word document holds no text; of pictures of pages give the text as .txt.")
    if len(builder.text) > context.limits.max_bytes:
        raise InputError(f"The document's text is longer than {context.limits.max_bytes}; raise --max-bytes.")
    title = next((part.extent for part in builder.parts if part.role == "title"), None)
    text = check_text(builder.text)
    known = Known(title=text[title.start : title.end] if title is not None else None)
    yield Raw(opened.name, opened.path, opened.origin, Text(text, known, tuple(builder.parts), tuple(builder.grids)))


def _opened(opened: Opened) -> tuple[Any, Any]:
    """The document's body and its styles. Raises `InputError` where a part is missing, or is not what it should be."""
    from docx import Document
    from lxml.etree import XMLSyntaxError

    try:
        document: Any = Document(opened.stream)
        body, styles = document.element.find(f"{_W}body"), document.styles
    except (KeyError, ValueError) as error:
        raise InputError(f"This is no Word document, or a broken one ({error}); save it again as .docx.") from None
    except (AttributeError, TypeError, XMLSyntaxError):
        body = None  # python-docx takes a part's root for what it ought to be
    if body is None:
        raise InputError("This is no Word document, or a broken one (a part is not its XML); save it again as .docx.")
    return body, styles


def _add_blocks(builder: TextBuilder, body: Any, styles: Any) -> None:
    """Paragraphs and tables in order; those inside content controls too."""
    waiting = [body.iterchildren()]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag == f"{_W}p":
            _add_paragraph(builder, child, styles)
        elif child.tag == f"{_W}tbl":
            cells = _cells(child)
            if _is_data(cells):
                builder.add_table(cells)
            else:
                waiting.extend(cell.iterchildren() for cell in reversed(list(child.iter(f"{_W}tc"))))
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo", f"{_W}customXml"):
            waiting.append(child.iterchildren())


def _add_paragraph(builder: TextBuilder, paragraph: Any, styles: Any) -> None:
    role = _role(paragraph, styles, titled=any(part.role == "title" for part in builder.parts))
    for number, line in enumerate(_lines(paragraph)):
        builder.add(line, role if number == 0 or role != "title" else None, tight=number > 0 and role is None)


def _role(paragraph: Any, styles: Any, *, titled: bool) -> BlockRole | None:
    """The role that the paragraph's style gives it; the first title or first-rank heading is the headline."""
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    if style is None:
        return "body" if paragraph.find(f"{_W}pPr/{_W}numPr") is not None else None
    name = _style_name(styles, style.get(f"{_W}val") or "")
    if heading := _HEADING.search(name):
        return "title" if not titled and (heading[1] or heading[2]) == "1" else "body"
    role = next((role for pattern, role in _STYLES if pattern.search(name)), None)
    return None if role == "title" and titled else role


def _style_name(styles: Any, style_id: str) -> str:
    style = next((one for one in styles if one.style_id == style_id), None)
    return str(style.name) if style is not None else style_id


def _lines(paragraph: Any) -> list[str]:
    """The paragraph's text, parted at its line breaks."""
    pieces: list[str] = []
    waiting = [paragraph.iterchildren()]
    while waiting:
        node = next(waiting[-1], None)
        if node is None:
            waiting.pop()
        elif node.tag == f"{_W}t":
            pieces.append(node.text or "")
        elif node.tag in _BREAKS:
            pieces.append("\n")
        elif node.tag == f"{_W}tab":
            pieces.append("\t")
        elif node.tag == f"{_W}noBreakHyphen":
            pieces.append("-")
        elif isinstance(node.tag, str) and node.tag not in _GONE:
            waiting.append(node.iterchildren())
    lines = ("".join(pieces)).split("\n")
    return [_TABS.sub(" | ", line.strip()) if line.strip().count("\t") >= 2 else line for line in lines if line.strip()]


def _cells(table: Any) -> list[RawCell]:
    """The table's cells in their rows and columns; a cell merged downwards stands once."""
    rows: list[list[tuple[str, int, int, bool]]] = []
    open_cells: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(table.iterchildren(f"{_W}tr")):
        made: list[tuple[str, int, int, bool]] = []
        heading = row.find(f"{_W}trPr/{_W}tblHeader") is not None
        column = _number(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
        made += [("", 1, column, heading)] if column else []
        for cell in row.iter(f"{_W}tc"):
            if cell.getparent() is not row and cell.getparent().tag != f"{_W}sdtContent":
                continue
            across = _number(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1)
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            above = open_cells.get(column)
            if merge is not None and merge.get(f"{_W}val") != "restart" and above is not None:
                at_row, at_cell = above
                text, down, wide, head = rows[at_row][at_cell]
                rows[at_row][at_cell] = (text, max(down, number - at_row + 1), wide, head)
            else:
                text = " ".join(line for inner in cell.iter(f"{_W}p") for line in _lines(inner))
                open_cells[column] = (number, len(made))
                made.append((tidy(text), 1, across, heading))
            column += across
        rows.append(made)
    return place_rows(rows)


def _number(element: Any, default: int) -> int:
    value = element.get(f"{_W}val") if element is not None else None
    return min(int(value), 1000) if value is not None and value.isdigit() and len(value) < 6 else default


def _is_data(cells: list[RawCell]) -> bool:
    """Whether a table holds data: two rows and columns at least, and no cell as long as a page's column."""
    rows, columns = {cell.row for cell in cells}, {cell.column for cell in cells}
    return len(rows) >= 2 and len(columns) >= 2 and max(len(cell.text) for cell in cells) <= _LONGEST_CELL
