"""A page's tree as the lines that a reader sees, in order: each with the element it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from extractor.loaders.building import Inside, RawCell, place_rows, tidy
from extractor.loaders.nesting import DEEPEST, OwnCell, is_data_around
from extractor.loaders.pages.tree import BLOCKS, Element
from extractor.loaders.pages.words import begins, is_always_chrome, is_usually_chrome, role_words

_PICTURES: Final = frozenset(["img", "picture", "amp-img"])
_OWN_LINE: Final = frozenset(["byline", "dateline", "caption", "lead"])
"""Roles whose inline elements (`<span class="author">`) stand for lines of their own."""
_PROSE: Final = frozenset("p li h1 h2 h3 h4 h5 h6 dt dd figcaption blockquote".split())
_GAP: Final = re.compile(r"(?<=\S)(?:\t+| {3,})(?=\S)")
"""What parts the cells of a table that is set in `<pre>`."""
_LONGEST_CELL: Final = 400
"""Characters of a cell beyond which a table lays out the page."""
_LONGEST_PAIR: Final = 120
"""Characters of a label or its value in a `<dl>` beyond which it tells in sentences."""
_MOST_SPAN: Final = 1000
"""Rows or columns that one cell may span (HTML's own limit for columns)."""
_HEADINGS: Final = ("h2", "h3", "h4", "h5", "h6")
_WRAPPERS: Final = frozenset("div p center font span b strong i em".split())
"""Elements that may stand between a cell and the table of data in it."""
_MOST_WRAPPERS: Final = 5


@dataclass(slots=True)
class Line:
    """What stands on one line (or in one table): `element` is the box around it, `linked` counts letters in links.

    `tight` says that only a line break parts it from the line before; `pictured` that a picture stands right above.
    `inside` are the tables that stand in a table's cells, `nested` how many of them one in another; their words count
    as the line's own.
    """

    element: Element
    text: str
    linked: int = 0
    tight: bool = False
    pictured: bool = False
    cells: tuple[RawCell, ...] = ()
    title: str = ""
    inside: tuple[Inside, ...] = ()
    nested: int = 0

    @property
    def is_linked(self) -> bool:
        """Whether the line is links and nothing else."""
        return self.linked * 10 >= 8 * max(1, sum(map(str.isalpha, self.text))) and not self.cells


@dataclass(slots=True)
class _Open:
    """The line being collected."""

    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    links: int = 0
    pictured: bool = False
    tight: bool = False


def split_lines(root: Element) -> list[Line]:
    """The lines and tables of a pruned tree in reading order."""
    return list(_lines(root, _read_tables(root) | _read_pairs(root)))


def _own_lines(cell: Element) -> list[Line]:
    """The lines of a table's cell without the tables that stand in it."""
    return list(_lines(cell, None))


def _lines(root: Element, tables: Mapping[Element, Line] | None) -> Iterator[Line]:
    """The lines of a tree and its tables of data; without any table where `tables` is null."""
    from lxml import etree

    owners: list[Element] = [root]
    line = _Open()
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        own = element.tag in BLOCKS or _stands_alone(element)
        if own or (element.tag == "br" and event == "start"):
            yield from _close(line, owners[-1], broken=not own)
        if event == "start":
            if (element.tag == "table" and tables is None) or (tables is not None and element in tables):
                if tables is not None:
                    yield tables[element]
                walker.skip_subtree()
                owners.append(element)  # its end event follows all the same
                continue
            if element.tag in _PICTURES:
                line.pictured = True
            if own:
                owners.append(element)
            line.links += element.tag == "a"
            _take(line, element.text, pre=owners[-1].tag == "pre")
        else:
            line.links -= element.tag == "a"
            if own:
                owners.pop()
            if element is not root:
                _take(line, element.tail, pre=bool(owners) and owners[-1].tag == "pre")
    yield from _close(line, root, broken=False)


def _stands_alone(element: Element) -> bool:
    if element.tag in ("span", "time", "a", "em", "i", "b", "strong", "label", "cite", "address"):
        parent = element.getparent()
        if parent is None or any(up.tag in _PROSE for up in (parent, *_up(parent))):
            return False
        return element.tag == "time" or role_words(element) in _OWN_LINE
    return False


def _up(element: Element) -> list[Element]:
    """The inline elements around one, up to its block."""
    found: list[Element] = []
    while (parent := element.getparent()) is not None:
        found.append(parent)
        if parent.tag in BLOCKS:
            break
        element = parent
    return found


def _take(line: _Open, text: str | None, *, pre: bool) -> None:
    if not text:
        return
    line.pieces.append(_GAP.sub(" | ", text).replace("\n", "\x00") if pre else text)
    if line.links > 0:
        line.linked += sum(map(str.isalpha, text))


def _close(line: _Open, owner: Element, *, broken: bool) -> Iterator[Line]:
    for number, text in enumerate(tidy(piece) for piece in "".join(line.pieces).split("\x00")):
        if text:
            yield Line(owner, text, line.linked, tight=line.tight or number > 0, pictured=line.pictured)
            line.pictured = line.tight = False
            line.tight = broken
        elif broken:
            line.tight = False  # an empty line between two
    if not broken:
        line.tight = False
    line.pieces.clear()
    line.linked = 0


_Row: TypeAlias = list[tuple[str, int, int, bool]]
"""Cells as `place_rows` takes them: text, rows, columns, whether it is a heading."""
_NUMERIC: Final = re.compile(r"[-+–]?[\d.,/]{1,20} ?%?|[-–]")
"""A line of a cell that is a number, or says that there is none."""


def _read_tables(root: Element) -> dict[Element, Line]:
    """Every table of data as one line with its cells; those that only lay out the page are left out.

    The innermost are read first, so that each element is looked at for the one table that it stands in.
    """
    found: dict[Element, Line] = {}
    for table in reversed(list(root.iter("table"))):
        if (line := _read_table(table, found)) is not None:
            found[table] = line
    return found


def _read_table(table: Element, read: Mapping[Element, Line]) -> Line | None:
    rows = _rows(table)
    if len(rows) < 2:
        return None
    widths = [len(row) for _, row in rows]
    if max(widths) < 2 or sum(width > 1 for width in widths) * 2 < len(rows):
        return None
    own = _marks(table)
    tags = {element.tag for element in own}
    hosted = _hosted([element for element in own if element.tag == "table"], rows, read)
    if "h1" in tags or hosted is None or (hosted and not tags.isdisjoint(_HEADINGS)):
        return None
    made, inside = _made(rows, hosted)
    texts = [text for row in made for text, *_ in row]
    if max(map(len, texts)) > _LONGEST_CELL or not any(texts):
        return None
    linked = sum(len(tidy("".join(a.itertext()))) for a in own if a.tag == "a")
    pictures = sum(element.tag in _PICTURES for element in own)
    length = sum(map(len, texts))
    if linked * 2 > length or pictures * 2 > sum(map(bool, texts)) or _is_columns(made):
        return None
    caption = table.find("caption")
    title = tidy(" ".join(caption.itertext())) if caption is not None else ""
    inner = [line for lines in hosted.values() for line in lines]
    return Line(
        table,
        " ".join([*texts, *(line.text for line in inner)]),
        linked + sum(line.linked for line in inner),
        cells=tuple(place_rows(made)),
        title=title,
        inside=tuple(inside),
        nested=max((line.nested + 1 for line in inner), default=0),
    )


def _read_pairs(root: Element) -> dict[Element, Line]:
    """Every `<dl>` of labels with a number each as a table of two columns; one that explains words is prose."""
    found: dict[Element, Line] = {}
    for listed in root.iter("dl"):
        rows = _pairs(listed)
        if not rows:
            continue
        texts = [text for row in rows for text, *_ in row]
        counted = sum(any(map(str.isdigit, value)) for _, (value, *_) in rows)
        if max(map(len, texts)) <= _LONGEST_PAIR and counted * 2 > len(rows) and not listed.xpath(".//a | .//table"):
            found[listed] = Line(listed, " ".join(texts), cells=tuple(place_rows(rows)))
    return found


def _pairs(listed: Element) -> list[_Row]:
    """Each label of a `<dl>` with its one value; empty where a label has none or several, or anything else is there."""
    children = [inner for child in listed for inner in (child if child.tag == "div" else (child,))]
    if len(children) % 2 or any(child.tag != ("dt", "dd")[at % 2] for at, child in enumerate(children)):
        return []
    cells = [_cell(child, False) for child in children]
    if not all(text for text, *_ in cells):
        return []
    return [[(cells[at][0], 1, 1, False), (cells[at + 1][0], 1, 1, False)] for at in range(0, len(cells), 2)]


def _marks(table: Element) -> list[Element]:
    """The tables, headings, links and pictures in a table, without what stands in the tables in it."""
    from lxml import etree

    tags = ("table", "h1", *_HEADINGS, "a", *_PICTURES)
    found: list[Element] = []
    walker = etree.iterwalk(table, events=("start",), tag=tags)
    for _, element in walker:
        if element is table:
            continue
        found.append(element)
        if element.tag == "table":
            walker.skip_subtree()
    return found


def _hosted(
    tables: Sequence[Element], rows: Sequence[tuple[bool, list[Element]]], read: Mapping[Element, Line]
) -> dict[Element, list[Line]] | None:
    """The tables in each cell of a table of data; null where what stands in it, or how, shows that it lays out."""
    found: dict[Element, list[Line]] = {}
    for table in tables:
        cell = _cell_around(table)
        if cell is None or table not in read or read[table].nested + 2 > DEEPEST:
            return None
        found.setdefault(cell, []).append(read[table])
    if found:
        held = [[OwnCell(*_told(cell, headed), cell in found) for cell in row] for headed, row in rows]
        own = {cell for _, row in rows for cell in row}
        if not own.issuperset(found) or not is_data_around(held) or any(map(_holds_furniture, own)):
            return None
    return found


def _cell_around(element: Element) -> Element | None:
    """The cell that an element stands in, nothing but plain boxes between them; null where there is none."""
    for _ in range(_MOST_WRAPPERS):
        if element is None or is_always_chrome(element) or is_usually_chrome(element):
            return None
        if element.tag in ("td", "th"):
            return element
        element = element.getparent()
        if element is not None and element.tag not in _WRAPPERS and element.tag not in ("td", "th"):
            return None
    return None


def _holds_furniture(cell: Element) -> bool:
    """Whether a line of a cell, beside the tables in it, is a link or the portal's, as in no table of data."""
    return any(
        line.is_linked
        or begins(line.text, "imprint")
        or begins(line.text, "after")
        or any(is_always_chrome(box) or is_usually_chrome(box) for box in _boxes(line.element, cell))
        for line in _own_lines(cell)
    )


def _boxes(element: Element, cell: Element) -> Iterator[Element]:
    """The boxes right around a line of a cell, the cell among them."""
    for _ in range(_MOST_WRAPPERS):
        yield element
        if element is cell:
            return
        element = element.getparent()


def _made(
    rows: Sequence[tuple[bool, list[Element]]], hosted: Mapping[Element, Sequence[Line]]
) -> tuple[list[_Row], list[Inside]]:
    """The rows with their cells, and the tables in them."""
    made: list[_Row] = []
    inside: list[Inside] = []
    for headed, row in rows:
        cells = [_cell(element, headed) for element in row]
        inner = [line for element in row for line in hosted.get(element, ())]
        made += [cells] if inner else _parted(row, cells)
        inside += [Inside(len(made) - 1, line.cells, line.title, line.inside) for line in inner]
    return made, inside


def _is_columns(rows: Sequence[_Row]) -> bool:
    """Whether few large cells stand side by side: columns of a page, no table."""
    texts = [text for row in rows for text, *_ in row]
    filled = [text for text in texts if text]
    return len(rows) <= 3 and sum(map(len, filled)) > 120 * len(filled) and not any(h for row in rows for *_, h in row)


def _rows(table: Element) -> list[tuple[bool, list[Element]]]:
    """The table's own rows, each with whether it stands in the head."""
    found: list[tuple[bool, list[Element]]] = []
    for child in table:
        inner = [child] if child.tag == "tr" else list(child) if child.tag in ("thead", "tbody", "tfoot") else []
        for row in inner:
            cells = [cell for cell in row if cell.tag in ("td", "th")]
            if row.tag == "tr" and cells:
                found.append((child.tag == "thead", cells))
    return found


def _cell(element: Element, headed: bool) -> tuple[str, int, int, bool]:
    text, heading = _told(element, headed)
    return text, _span(element, "rowspan"), _span(element, "colspan"), heading


def _told(element: Element, headed: bool) -> tuple[str, bool]:
    """What a cell says without the tables in it, and whether it is a heading."""
    return tidy(" ".join(line.text for line in _own_lines(element))), headed or element.tag == "th"


def _parted(elements: Sequence[Element], cells: _Row) -> list[_Row]:
    """A row whose cells list as many lines each, labels beside numbers, as so many rows; else the row itself."""
    lines = [[line.text for line in _own_lines(element)] for element in elements]
    count = max(map(len, lines))
    listed = [own for own in lines if len(own) == count]
    numeric = [all(map(_NUMERIC.fullmatch, own)) for own in listed]
    even = count > 1 and all(len(own) in (0, 1, count) for own in lines) and all(cell[1] == 1 for cell in cells)
    if not even or not any(numeric) or all(numeric):
        return [cells]
    labels = listed[numeric.index(False)]
    if not all(line[0].isupper() or not line[0].isalpha() for line in labels):
        return [cells]  # one label over several lines
    rows: list[_Row] = [[] for _ in range(count)]
    for own, (text, _, columns, heading) in zip(lines, cells, strict=True):
        if len(own) != count:
            rows[0].append((text, count, columns, heading))
            continue
        for row, line in zip(rows, own, strict=True):
            row.append((line, 1, columns, heading))
    return rows


def _span(element: Element, name: str) -> int:
    value = (element.get(name) or "1").strip()
    return min(int(value), _MOST_SPAN) or 1 if value.isascii() and value.isdigit() and len(value) < 6 else 1
