"""A workbook: one sheet a table, real numbers and dates, names in row 1, what people call them in row 2."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from extractor.exports.formats.base import Book, FileWriter
from extractor.exports.tables import Cell, Column, Row, Table
from extractor.terminal import without_controls

_ABOUT: Final = "about"
_HEADER_ROWS: Final = 2
_MAX_ROWS: Final = 1_048_576
_MAX_TEXT: Final = 32_767
"""What a sheet and a cell hold; Excel's limits."""
_WIDTHS: Final = (9, 60)
_MOST_DECIMALS: Final = 6
_FIRST_DAY: Final = date(1900, 3, 1)
"""Before this day spreadsheets disagree about the calendar: an older date is written as text."""
_GLOSS: Final = "_vi"
_HOW_TO_READ: Final = (
    "Mỗi bảng là một trang. Dòng 1: tên cột cho máy; dòng 2: tên cột tiếng Việt; số liệu bắt đầu từ dòng 3.",
    "Số là số, ngày là ngày: lọc, sắp xếp và cộng được ngay; dấu phẩy hay dấu chấm do máy của bạn hiển thị.",
    "Phần trăm ghi bằng đơn vị phần trăm: 81,01% là 81.01.",
    "Bảng nối với nhau qua article_id (articles.id); position là thứ tự trong bài, bắt đầu từ 0.",
    "Each table is a sheet. Row 1 names the columns for programs, row 2 in Vietnamese; data begin in row 3.",
)


@dataclass(slots=True)
class _Sheet:
    """A sheet as it grows: the next row, and the widest text of each column."""

    made: Any
    columns: tuple[Column, ...]
    row: int = _HEADER_ROWS
    widths: list[int] = field(default_factory=list)


class Workbook(FileWriter):
    """Written row by row; a table of more rows than a sheet holds goes on in `NAME_2`.

    Beside a column of closed labels stands one with their Vietnamese meaning, `NAME_vi`.
    """

    def __init__(self, book: Book, path: Path) -> None:
        super().__init__(book, path)
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._workbook = xlsxwriter.Workbook(self.draft, options)
        self._formats: dict[tuple[int, str], Any] = {}
        add = self._workbook.add_format
        self._title = add({"bold": True, "font_size": 16})
        self._bold = add({"bold": True})
        self._wrapped = add({"text_wrap": True, "valign": "top"})
        self._name = add({"bold": True, "bg_color": "#1F6F78", "font_color": "#FFFFFF"})
        self._label = add({"italic": True, "bg_color": "#E3EFF0", "bottom": 1})
        self._date = add({"num_format": "dd/mm/yyyy"})
        self._about = self._workbook.add_worksheet(_ABOUT)
        self._rows: dict[str, int] = {table.name: 0 for table in book.tables}
        self._sheets = {table.name: self._sheet(table, table.name) for table in book.tables}

    def add(self, table: str, row: Row) -> None:
        """One row of a table."""
        sheet = self._sheets[table]
        if sheet.row == _MAX_ROWS:
            self._finish(sheet)
            part = self._rows[table] // (_MAX_ROWS - _HEADER_ROWS) + 1
            sheet = self._sheets[table] = self._sheet(self.book.table(table), f"{table}_{part}")
        self._rows[table] += 1
        at = 0
        values = dict(zip((column.name for column in self.book.table(table).columns), row, strict=True))
        for column, value in zip(self.book.table(table).columns, row, strict=True):
            unit = values.get(column.unit_column) if column.unit_column else None
            self._write(sheet, at, value, column, str(unit or ""))
            at += 1
            if column.glosses:
                self._write(sheet, at, column.glosses.get(str(value)) if value is not None else None, column, "")
                at += 1
        sheet.row += 1

    def commit(self) -> None:
        """Finish the sheets, fill the first one, and put the file in place."""
        for sheet in self._sheets.values():
            self._finish(sheet)
        self._explain()
        self._workbook.close()
        self.put_in_place()

    def discard(self) -> None:
        """Close and remove the draft."""
        self._workbook.close()
        super().discard()

    def _sheet(self, table: Table, name: str) -> _Sheet:
        made = self._workbook.add_worksheet(name[:31])
        heads: list[tuple[str, str]] = []
        for column in table.columns:
            heads.append((column.name, column.label))
            if column.glosses:
                heads.append((f"{column.name}{_GLOSS}", column.label))
        for at, (head, _) in enumerate(heads):
            made.write_string(0, at, head, self._name)
        for at, (_, label) in enumerate(heads):
            made.write_string(1, at, label, self._label)
        made.freeze_panes(_HEADER_ROWS, 1)
        return _Sheet(made, table.columns, widths=[max(map(len, head)) + 3 for head in heads])

    def _write(self, sheet: _Sheet, at: int, value: Cell, column: Column, unit: str) -> None:
        if value is None:
            return
        row = sheet.row
        if isinstance(value, bool):
            sheet.made.write_boolean(row, at, value)
        elif isinstance(value, (int, float)):
            form = self._number_format(value, unit, column.decimals) if column.type == "number" else None
            sheet.made.write_number(row, at, value, form)
        elif isinstance(value, date) and value >= _FIRST_DAY:
            sheet.made.write_datetime(row, at, value, self._date)
            sheet.widths[at] = max(sheet.widths[at], 12)
        else:
            text = without_controls(str(value))
            sheet.made.write_string(row, at, text if len(text) <= _MAX_TEXT else text[: _MAX_TEXT - 1] + "…")
            sheet.widths[at] = max(sheet.widths[at], min(len(text) + 2, _WIDTHS[1]))

    def _number_format(self, value: float, unit: str, decimals: int | None) -> Any:
        """As many decimals as the column says or the value has, digits in groups, the unit behind."""
        if decimals is None:
            decimals = _decimals_of(value)
        suffix = self.book.suffixes.get(unit, "")
        key = (decimals, suffix)
        if key not in self._formats:
            form = "#,##0" + ("." + "0" * decimals if decimals else "") + (f'"{suffix}"' if suffix else "")
            self._formats[key] = self._workbook.add_format({"num_format": form})
        return self._formats[key]

    def _finish(self, sheet: _Sheet) -> None:
        sheet.made.autofilter(1, 0, max(sheet.row - 1, 1), len(sheet.widths) - 1)
        for at, width in enumerate(sheet.widths):
            sheet.made.set_column(at, at, max(_WIDTHS[0], min(width, _WIDTHS[1])))

    def _explain(self) -> None:
        """The first sheet: what this is, how to read it, and what each table holds."""
        sheet, row = self._about, 0
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 1, 22)
        sheet.set_column(2, 2, 12)
        sheet.set_column(3, 3, 90)
        sheet.write_string(row, 0, self.book.title, self._title)
        row += 2
        for line in _HOW_TO_READ:
            sheet.write_string(row, 0, line)
            row += 1
        row += 1
        for at, name in enumerate(("table", "bảng", "rows", "what is in it")):
            sheet.write_string(row, at, name, self._name)
        row += 1
        for table in self.book.tables:
            sheet.write_url(row, 0, f"internal:'{table.name}'!A1", string=table.name)
            sheet.write_string(row, 1, table.label)
            sheet.write_number(row, 2, self._rows[table.name])
            sheet.write_string(row, 3, table.about, self._wrapped)
            row += 1
        row += 1
        for name, value in self.book.about.items():
            sheet.write_string(row, 0, name, self._bold)
            sheet.write_string(row, 1, without_controls(value))
            row += 1


def _decimals_of(value: float) -> int:
    return min(max(0, -int(Decimal(repr(float(value))).normalize().as_tuple().exponent)), _MOST_DECIMALS)
