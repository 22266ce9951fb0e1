"""DOCX: paragraphs with the roles of their styles, and tables (python-docx, the extra `docx`).

Text is read from the document's own tree: what a reviewer put in counts, what he or the author struck out or hid does
not, a text box stands below the paragraph that it is tied to, and a drawing's fallback copy is not read twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from extractor.errors import InputError
from extractor.extras import require
from extractor.loaders.archives import check_unpacked
from extractor.loaders.building import Inside, RawCell, TextBuilder, place_rows, tidy
from extractor.loaders.decoding import check_text
from extractor.loaders.model import Context, Known, Opened, Raw, Text
from extractor.loaders.nesting import DEEPEST, OwnCell, is_data_around
from extractor.loaders.raised import LOOKED_AT, as_power, marks_a_note
from extractor.text.article import BlockRole

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_NO_TEXT: Final = frozenset([f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback"])
_GONE: Final = _NO_TEXT | {f"{_W}footnote", f"{_W}p"}
_NOT_SHOWN: Final = frozenset([f"{_W}strike", f"{_W}dstrike", f"{_W}vanish"])
"""What strikes out or hides a run, unless it says that it does not."""
_OFF: Final = frozenset(["0", "false", "off"])
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


@dataclass(slots=True)
class _Cell:
    """A cell: its words, the tables of data in it, and the rows and columns that it spans.

    `text` is without those tables, and null where it is too long for a cell; `whole` is with them.
    """

    text: str | None
    whole: str | None
    tables: list[_Table]
    heading: bool
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class _Table:
    """A table as it was read, whether it holds data, and how many such tables stand in it, one in another.

    `text` is all that stands in it, null where that is too long for a cell; `inside` are the tables of data in its
    cells, `holds_data` says that it is one or holds one.
    """

    cells: list[RawCell]
    text: str | None
    is_data: bool
    holds_data: bool
    inside: tuple[Inside, ...] = ()
    nested: int = 0


def _add_blocks(builder: TextBuilder, body: Any, styles: Any) -> None:
    """Paragraphs and tables in order; those inside content controls too."""
    tables: dict[Any, _Table] = {}
    waiting = [body.iterchildren()]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag == f"{_W}p":
            _add_paragraph(builder, child, styles)
            waiting.extend(box.iterchildren() for box in reversed(_outermost(child, "txbxContent")))
        elif child.tag == f"{_W}tbl":
            if child not in tables:
                tables |= _read_tables(child)
            table = tables[child]
            if table.is_data:
                builder.add_table(table.cells, inside=table.inside)
            else:
                waiting.extend(cell.iterchildren() for cell in reversed(_outermost(child, "tc")))
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
        elif node.tag == f"{_W}r" and (said := _said_oddly(node, pieces)) is not None:
            pieces.append(said)
        elif isinstance(node.tag, str) and node.tag not in _GONE:
            waiting.append(node.iterchildren())
    lines = ("".join(pieces)).split("\n")
    return [_TABS.sub(" | ", line.strip()) if line.strip().count("\t") >= 2 else line for line in lines if line.strip()]


def _said_oddly(run: Any, before: Sequence[str]) -> str | None:
    """What a run adds that is not read as it stands: nothing where it is struck out, hidden or the mark of a note."""
    properties = run.find(f"{_W}rPr")
    if properties is None:
        return None
    if any(mark.get(f"{_W}val") not in _OFF for mark in properties if mark.tag in _NOT_SHOWN):
        return ""
    place = properties.find(f"{_W}vertAlign")
    if place is None or place.get(f"{_W}val") != "superscript":
        return None
    text, above = "".join(one.text or "" for one in run.iterchildren(f"{_W}t")), "".join(before[-LOOKED_AT:])
    return "" if marks_a_note(text, above) else as_power(text, above)


def _read_tables(outermost: Any) -> dict[Any, _Table]:
    """A table and all that stand in it, the innermost first, so that each element is read for its own table alone."""
    found: dict[Any, _Table] = {}
    for table in reversed(list(outermost.iter(f"{_W}tbl"))):
        words = _words(table, found)[1] if table is not outermost else ()
        found[table] = _read_table(_rows(table, found), words)
    return found


def _read_table(rows: list[list[_Cell]], words: Iterable[str | None]) -> _Table:
    """The table of these rows; `words` is all that stands in it."""
    own = [cell for row in rows for cell in row]
    inner = [table for cell in own for table in cell.tables]
    nested = max((table.nested + 1 for table in inner), default=0)
    apart = bool(inner) and all(table.is_data for table in inner)
    cells = _placed(rows, apart=apart)
    is_data = cells is not None and _is_data(cells)
    if apart and is_data:
        is_data = nested < DEEPEST and is_data_around(
            [[OwnCell(c.text or "", c.heading, bool(c.tables)) for c in row] for row in rows]
        )
    inside = tuple(
        Inside(number, table.cells, inside=table.inside)
        for number, row in enumerate(rows)
        for cell in row
        for table in cell.tables
    )
    return _Table(
        cells or [],
        _bounded(words),
        is_data,
        is_data or any(table.holds_data for table in inner),
        inside if apart else (),
        nested if apart else 0,
    )


def _placed(rows: list[list[_Cell]], *, apart: bool) -> list[RawCell] | None:
    """The cells in their columns, the tables in them `apart` or as words; null where one is too long for a table."""
    made: list[list[tuple[str, int, int, bool]]] = []
    for row in rows:
        made.append([])
        for cell in row:
            text = cell.text if apart else cell.whole
            if text is None:
                return None
            made[-1].append((text, cell.rows, cell.columns, cell.heading))
    return place_rows(made)


def _rows(table: Any, read: Mapping[Any, _Table]) -> list[list[_Cell]]:
    """The table's cells row by row; a cell merged downwards stands once."""
    rows: list[list[_Cell]] = []
    open_cells: dict[int, tuple[int, _Cell]] = {}
    for number, row in enumerate(table.iterchildren(f"{_W}tr")):
        made: list[_Cell] = []
        heading = row.find(f"{_W}trPr/{_W}tblHeader") is not None
        column = _number(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
        made += [_Cell("", "", [], heading, column)] if column else []
        for element in _outermost(row, "tc"):
            if element.getparent() is not row and element.getparent().tag != f"{_W}sdtContent":
                continue
            across = _number(element.find(f"{_W}tcPr/{_W}gridSpan"), 1)
            merge = element.find(f"{_W}tcPr/{_W}vMerge")
            above = open_cells.get(column)
            cell = _cell(element, read, heading, across)
            if merge is not None and merge.get(f"{_W}val") != "restart" and above is not None:
                begun, first = above
                first.rows = max(first.rows, number - begun + 1)
                first.tables += cell.tables
            else:
                open_cells[column] = number, cell
                made.append(cell)
            column += across
        rows.append(made)
    return rows


def _cell(element: Any, read: Mapping[Any, _Table], heading: bool, across: int) -> _Cell:
    own, whole, tables = _words(element, read)
    return _Cell(_bounded(own), _bounded(whole), tables, heading, across)


def _words(element: Any, read: Mapping[Any, _Table]) -> tuple[list[str | None], list[str | None], list[_Table]]:
    """The lines of a cell or table without its tables of data, those with them, and these tables.

    A table in it that neither is one of data nor holds one is words of the cell.
    """
    own: list[str | None] = []
    whole: list[str | None] = []
    tables: list[_Table] = []
    for inner in _outermost(element, "tbl", "p"):
        table = read.get(inner)
        lines = _lines(inner) if table is None else [table.text]
        whole += lines
        if table is not None and table.holds_data:
            tables.append(table)
        else:
            own += lines
    return own, whole, tables


def _bounded(pieces: Iterable[str | None]) -> str | None:
    """The pieces as one text; null where one is, or where they are too long for a cell together."""
    given = list(pieces)
    known = [piece for piece in given if piece]
    text = tidy(" ".join(known))
    return text if None not in given and len(text) <= _LONGEST_CELL else None


def _outermost(root: Any, name: str, *inner: str) -> list[Any]:
    """The elements of that name in another that stand in no other such, and those named `inner` beside them."""
    from lxml import etree

    found: list[Any] = []
    walker = etree.iterwalk(root, events=("start",), tag=[*_NO_TEXT, *(f"{_W}{one}" for one in (name, *inner))])
    for _, element in walker:
        if element is root:
            continue
        if element.tag not in _NO_TEXT:
            found.append(element)
        if element.tag == f"{_W}{name}" or element.tag in _NO_TEXT:
            walker.skip_subtree()
    return found


def _number(element: Any, default: int) -> int:
    value = element.get(f"{_W}val") if element is not None else None
    return min(int(value), 1000) if value is not None and value.isdigit() and len(value) < 6 else default


def _is_data(cells: list[RawCell]) -> bool:
    """Whether a table holds data: two rows and two columns at least."""
    rows, columns = {cell.row for cell in cells}, {cell.column for cell in cells}
    return len(rows) >= 2 and len(columns) >= 2
