"""The columns of a table: which hold labels, running numbers, units, values, and which count nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final

from extractor.reading.columns import NOTE_HEADING, ORDINAL_HEADING, UNIT_HEADING, counts_nothing
from extractor.reading.grid_cells import ORDINAL, UNIT, Cell, parted_by_commas

Row = list["Cell | None"]
"""One row of a table, a cell at each column; null where nothing stands."""

_ANSWERS: Final = frozenset(["có", "đạt", "chưa đạt", "x"])
"""What stands beside "không" in a column of answers, which counts nothing."""


class Columns:
    """What each column of one table is for."""

    def __init__(self, head: Sequence[Row], body: Sequence[Row], width: int) -> None:
        self._head = head
        self._body = body
        self._width = width

    def of(self, column: int) -> list[Cell]:
        """The body's cells of a column, empty ones left out."""
        cells = dict.fromkeys(row[column] for row in self._body)
        return [cell for cell in cells if cell is not None and not cell.is_empty and cell.columns == 1]

    def is_value(self, cell: Cell) -> bool:
        """Whether a cell of the body is a number that counts, or says that there is none."""
        if cell.column in self._valueless:
            return False
        if cell.is_nought or cell.is_bracketed:
            return cell.column in (self._counting if cell.is_nought else self._plain)
        return cell.value is not None

    def parts_thousands(self, cell: Cell) -> bool:
        """Whether the commas of the cell's column can only part thousands."""
        return cell.column in self._thousands

    @cached_property
    def _thousands(self) -> frozenset[int]:
        return frozenset(column for column in range(self._width) if parted_by_commas(self.of(column)))

    def heading_words(self, column: int) -> list[str]:
        """The headings over a column, the outermost first."""
        return [cell.flat for row in self._head if (cell := row[column]) is not None and not cell.is_empty]

    @cached_property
    def explained(self) -> frozenset[int]:
        """Columns whose numbers count nothing, running numbers among them."""
        return self.ordinals | self.uncounted

    @cached_property
    def _valueless(self) -> frozenset[int]:
        return self.explained | self.texts | self.units

    @cached_property
    def ordinals(self) -> frozenset[int]:
        """Columns of running numbers."""
        return frozenset(column for column in range(self._width - 1) if self._runs(column))

    def _runs(self, column: int) -> bool:
        if any(ORDINAL_HEADING.fullmatch(words) for words in self.heading_words(column)):
            return True
        cells = self.of(column)
        numbers = [cell.number for cell in cells if cell.number is not None]
        beside = self.of(column + 1)
        if column > 0 or len(numbers) < 2 or any(ORDINAL.fullmatch(cell.flat) is None for cell in cells):
            return False
        rising = all(later == earlier + 1 or later == 1 for earlier, later in pairwise(numbers))
        return rising and numbers[0] == 1 and sum(cell.is_text for cell in beside) * 2 > len(beside)

    @cached_property
    def units(self) -> frozenset[int]:
        """Columns that name the unit of their row."""
        return frozenset(column for column in range(1, self._width) if self._names_units(column))

    def _names_units(self, column: int) -> bool:
        cells = self.of(column)
        headed = any(UNIT_HEADING.fullmatch(words) for words in self.heading_words(column))
        if not cells or any(cell.value and not (headed and UNIT.fullmatch(cell.flat)) for cell in cells):
            return False
        units = sum(UNIT.fullmatch(cell.flat) is not None for cell in cells)
        return units * 2 > len(cells) or (headed and units > 0)

    @cached_property
    def uncounted(self) -> frozenset[int]:
        """Columns whose numbers count nothing: phones, codes, days, ranks, scores.

        A first one names the rows ("Khóa | Kết nạp") where no other column does.
        """
        found: list[int] = []
        for column in range(self._width):
            cells = self.of(column)
            digits = any(char.isdigit() for cell in cells for char in cell.flat)
            years = bool(cells) and all(cell.is_year for cell in cells)
            numbers = sum(not cell.is_text or ORDINAL.fullmatch(cell.flat) is not None for cell in cells) * 2 > len(
                cells
            )
            if digits and counts_nothing(self.heading_words(column), numbers=numbers, years=years):
                found.append(column)
        named = found and (found[0] > 0 or any(self._is_wordy(one) for one in range(self._width) if one not in found))
        return frozenset(found if named else found[1:])

    def _is_wordy(self, column: int) -> bool:
        """Whether most of a column's cells are words."""
        cells = self.of(column)
        noughts = bool(cells) and column in self._counting
        return sum(cell.is_text and not (noughts and cell.is_nought) for cell in cells) * 2 > len(cells)

    @cached_property
    def texts(self) -> frozenset[int]:
        """Columns of labels: mostly words, or the years of a table whose rows are years; notes left out."""
        found: set[int] = set()
        unnamed = self.explained
        for column in range(self._width):
            cells = self.of(column)
            if not cells or column in unnamed or column in self.units:
                continue
            if any(NOTE_HEADING.match(words) for words in self.heading_words(column)):
                continue
            words = sum(cell.is_text for cell in cells)
            years = sum(cell.is_year for cell in cells)
            first = not found and all(one in unnamed for one in range(column))
            sorts = first and counts_nothing(self.heading_words(column))
            if self._is_wordy(column) or sorts or (first and (words + years) * 2 > len(cells)):
                found.add(column)
        return frozenset(found)

    @cached_property
    def _plain(self) -> frozenset[int]:
        """Columns with plain numbers, beside which one in brackets says that something is lacking."""
        return frozenset(
            column
            for column in range(self._width)
            if any(cell.value is not None and not cell.is_bracketed for cell in self.of(column))
        )

    @cached_property
    def _counting(self) -> frozenset[int]:
        """Columns with plain numbers and no words but those for none."""
        return frozenset(column for column in self._plain if not any(cell.flat in _ANSWERS for cell in self.of(column)))

    @cached_property
    def first_value(self) -> int | None:
        """The first column that holds values; null where there is none to the right of a label."""
        labelled = min(self.texts, default=None)
        if labelled is None:
            return None
        columns = (
            cell.column
            for row in self._body
            for cell in row
            if cell is not None and cell.column > labelled and self.is_value(cell)
        )
        return min(columns, default=None)
