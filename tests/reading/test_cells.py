"""What a table's cell is worth: its number in the unit and scale of its row or column."""

from __future__ import annotations

import pytest

from extractor.reading.cells import read_cell
from extractor.reading.model import TableCell
from extractor.text.article import Extent
from extractor.text.flat import flatten

WORTH = [
    # cell, row's label, column's heading, unit's words -> value, unit, whole
    ("134", "Kết nạp", "Thực hiện", "người", (134, "count", None)),
    ("1.318,5", "Doanh thu", "Thực hiện", "tỷ đồng", (1318.5e9, "VND", None)),
    ("350", "Sở Y tế", "Doanh thu (triệu đồng)", None, (350e6, "VND", None)),
    ("12", "Doanh thu", "Nghìn tỷ đồng", None, (12e12, "VND", None)),
    ("45,5", "Xuất khẩu (triệu USD)", "Năm 2018", None, (45.5e6, "USD", None)),
    ("91,3", "Hoàn thành tốt", "Thực hiện", "%", (91.3, "percent", None)),
    ("94,7", "Cộng", "Tỷ lệ (%)", None, (94.7, "percent", None)),
    ("94,7", "Tỷ lệ đảng viên học tập", "Năm 2018", None, (94.7, "percent", None)),
    ("107,2%", "Doanh thu", "So với kế hoạch", "tỷ đồng", (107.2, "percent", None)),
    ("48/66", "TCCSĐ đạt", "Năm 2018", None, (48, "count", 66)),
    ("2 tỷ đồng", "Ủng hộ", "Năm 2018", None, (2e9, "VND", None)),
    ("1.200", "Doanh thu", "Thực hiện", "1.000 đồng", (1.2e6, "VND", None)),
    ("7", "Lợi nhuận", "Thực hiện", "tr.đ", (7e6, "VND", None)),
    ("7", "Lợi nhuận (trđ)", "Thực hiện", None, (7e6, "VND", None)),
    ("7.500.000", "Thu nhập bình quân", "Thực hiện", "đồng/người/tháng", (7.5e6, "VND", None)),
    ("3", "Sản lượng", "Thực hiện", "triệu kWh", (3e6, "count", None)),
    ("3", "Sản lượng (nghìn tấn)", "Thực hiện", None, (3000, "count", None)),
    ("3", "Xuất khẩu", "Thực hiện", "triệu EUR", (3e6, "count", None)),
    ("0.500", "Doanh thu", "Thực hiện", "tỷ đồng", (5e8, "VND", None)),
]


def cell_of(text: str, label: str, column: str | None, unit: str | None) -> tuple[str, TableCell]:
    """A flat text with the four parts one after the other, and the cell that points to them."""
    whole, extents = "", []
    for part in (label, column, unit, text):
        extents.append(None if part is None else Extent(len(whole), len(whole) + len(part)))
        whole += f"{part or ''}\n"
    label_at, column_at, unit_at, at = extents
    assert label_at is not None
    assert at is not None
    return flatten(whole), TableCell(at, Extent(0, len(whole)), label_at, column_at, unit_at)


@pytest.mark.parametrize(("text", "label", "column", "unit", "expected"), WORTH)
def test_a_cell_takes_unit_and_scale_from_its_headings(
    text: str, label: str, column: str | None, unit: str | None, expected: tuple[float, str, float | None]
) -> None:
    quantity = read_cell(*cell_of(text, label, column, unit))
    assert quantity is not None
    assert (quantity.value, quantity.unit, quantity.out_of) == expected


def test_a_bare_number_of_thousandths_is_no_quantity_and_its_sign_makes_it_one() -> None:
    assert read_cell(*cell_of("3", "Tỷ lệ tử vong", "Thực hiện", "‰")) is None
    told = read_cell(*cell_of("3‰", "Tỷ lệ tử vong", "Thực hiện", "‰"))
    assert told is not None
    assert (told.value, told.unit) == (0.3, "percent")


@pytest.mark.parametrize("text", ["-", "", "đạt", "12 chi bộ", "12.3.4"])
def test_what_is_no_value_is_no_quantity(text: str) -> None:
    assert read_cell(*cell_of(text, "Kết nạp", None, None)) is None
