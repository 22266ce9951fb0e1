"""The quantities of table cells: the cell says the number, its row and column say unit and scale (guide, section 3)."""

from __future__ import annotations

import re
from typing import Final

from extractor.labels import Comparator, Unit
from extractor.reading.bounds import Bound, read_bound
from extractor.reading.model import Quantity, TableCell
from extractor.reading.quantities import parse_mention
from extractor.text.article import Extent
from extractor.text.number_words import SCALES, scaled
from extractor.text.written_digits import BY_COMMA, parse_digits

_MONEY: Final = re.compile(
    r"(?<![^\W\d_])(?:(?P<scale>nghìn|ngàn|triệu|tỷ)?(?: (?P<more>tỷ))? ?(?P<money>đồng|usd)(?![^\W\d_])"
    r"|(?P<round>1[.,]?000(?:[.,]?000)?) ?(?:đồng|đ|vnđ)(?![^\W\d_])"
    r"|(?P<alone>tỷ(?! (?:lệ|trọng|suất))|triệu|tr\.? ?(?:đồng|đ))(?![^\W\d_])|(?P<dong>(?<=\()đ(?=\))))"
)
_SCALED: Final = re.compile(r"\(?(?:đvt ?: ?)?(nghìn|ngàn|triệu|tỷ) (?!đồng|tỷ|usd)[^\W\d_]")
"""A unit that is no money, with its scale: "triệu kWh", "nghìn tấn"."""
_BRACKETED: Final = re.compile(r"\([^()\n]{1,40}\)")
_SIGNS: Final[dict[str, Comparator]] = {"≥": "ge", "≤": "le", ">": "gt", "<": "lt", "~": "approx"}
_PERCENT: Final = re.compile(r"[%‰]|phần trăm|tỷ lệ|tỷ trọng")
_STATED: Final = re.compile(r"(?:đvt|đơn vị(?: tính)?) ?:? ?(?:[^.;()\n]|(?<=\d)\.(?=\d)){1,40}|\([^()\n]{1,40}\)")
"""Where a title names the unit of its table: "(ĐVT: triệu đồng)"."""
_COUNT: Final = re.compile(r"(?<![^\W\d_])(?:số lượng|số|sl|tổng số|ts|lượt|người)(?![^\W\d_])")
_PEOPLE: Final = re.compile(r"(?:đảng viên|đoàn viên|hội viên|quần chúng|đồng chí|người)(?![^\W\d_])")
"""What a row counts has no price, whatever the table's title says."""
_HEADS: Final = re.compile(
    r"(?<![^\W\d_])(?:đảng viên|đoàn viên|hội viên|quần chúng|đồng chí|người|cán bộ|công chức|viên chức|lao động"
    r"|công nhân|học sinh|sinh viên|học viên|lượt|hộ|dân số|nhân khẩu|chi bộ|tổ chức|đảng bộ|tccs|kết nạp)(?![^\W\d_])"
)
"""Who is counted, and never by the thousandth part."""
_MEASURED: Final = re.compile(
    r"(?<![^\W\d_])(?:nghìn|ngàn|triệu|tỷ|đồng(?! chí)|ha|km|tấn|tạ|kg|lít|m2|m3|kwh)(?![^\W\d_])|%"
)
_BARE_COLUMN: Final = re.compile(
    r"(?:\W|\d|năm|tháng|quý|thực hiện|kế hoạch|kết quả|chỉ tiêu|ước|số lượng|tổng số|số|sl)*"
)
"""The heading of a column that leaves it to the row what is counted."""
_NUMBER_OF: Final = re.compile(
    r"(?:tổng )?số (?:lượng )?(?:đảng viên|đoàn viên|hội viên|quần chúng|người|chi bộ|đảng bộ|tổ chức|cán bộ|lớp|cuộc"
    r"|hộ|lượt)(?![^\W\d_])"
)


def read_cell(flat: str, cell: TableCell) -> Quantity | None:
    """The quantity of one cell, without an id; null where the cell is no value.

    What stands nearest says unit and scale: the heading over the cell, its row's unit, its row's label, the headings
    further out, the table's title.
    """
    parsed = parse_mention(flat[cell.extent.start : cell.extent.end])
    if parsed is None or (parsed.unit == "count" and _is_per_mille(flat, cell)):
        return None
    unit, value, high = parsed.unit, parsed.value, parsed.value_max
    if unit == "count" and parsed.out_of is None:
        unit, scale = _unit_and_scale(flat, cell)
        if not any(char.isdigit() for char in flat[cell.extent.start : cell.extent.end]):
            return None if unit != "count" else _none(cell)
        if unit == "count" and scale == 1 and _parts_thousands(flat, cell):
            scale = 1_000
        value = scaled(value, scale)
        high = None if high is None else scaled(high, scale)
    bound = _bound(flat, cell, is_range=high is not None)
    return Quantity(
        id="",
        extent=cell.extent,
        value=value,
        unit=unit,
        out_of=parsed.out_of,
        value_max=high,
        comparator=bound.comparator,
        cue=bound.cue,
        negative=cell.negative,
        below_zero=cell.negative and _is_below_zero(flat, cell, unit),
    )


def _none(cell: TableCell) -> Quantity:
    """Nought that a cell says in words."""
    return Quantity(
        id="", extent=cell.extent, value=0.0, unit="count", out_of=None, value_max=None, comparator="eq", cue=None
    )


def _is_below_zero(flat: str, cell: TableCell, unit: Unit) -> bool:
    """Whether the sign is the number's own: a minus, or the brackets of accounts around money."""
    before = flat[(cell.box or cell.extent).start : cell.extent.start].rstrip()
    return before.endswith("-") or (before.endswith("(") and unit in ("VND", "USD"))


def _parts_thousands(flat: str, cell: TableCell) -> bool:
    """Whether a cell with three digits after a comma counts whole heads: "1,234" under "Số đảng viên"."""
    if not cell.thousands or not BY_COMMA.fullmatch(flat, cell.extent.start, cell.extent.end):
        return False
    words = f"{_words(flat, cell.column)} | {_words(flat, cell.unit)}"
    if _BARE_COLUMN.fullmatch(words):
        words = _words(flat, cell.label)
    return _HEADS.search(words) is not None and _MEASURED.search(words) is None


def _bound(flat: str, cell: TableCell, *, is_range: bool) -> Bound:
    """The bound that stands in the cell beside its number, as a word or a sign."""
    box = cell.box or cell.extent
    sign = flat[box.start : cell.extent.start].strip()[-1:]
    if sign in _SIGNS and not is_range:
        at = flat.rfind(sign, box.start, cell.extent.start)
        return Bound(_SIGNS[sign], Extent(at, at + 1))
    return read_bound(flat, cell.extent, box, is_range=is_range)


def _unit_and_scale(flat: str, cell: TableCell) -> tuple[Unit, float]:
    column = _words(flat, cell.column)
    said = _words(flat, cell.unit)
    if _PERCENT.search(column) and not _COUNT.match(column):
        return "percent", 1
    label = _words(flat, cell.label)
    if "%" in label and not _COUNT.match(column) and not said:
        return "percent", 1  # "Tăng, giảm (%)" under "Doanh thu (tỷ đồng)"
    if found := _stated(column):
        return found
    if said:
        return ("percent", 1) if _PERCENT.search(said) else _scaled(said) or _stated(said) or ("count", 1)
    if _COUNT.match(column):
        return "count", 1
    if _NUMBER_OF.match(label) and "%" not in label:
        return "count", 1  # "Số đảng viên mới" under "(ĐVT: tỷ đồng)"
    outer = [_words(flat, extent) for extent in reversed(cell.headings[:-1])]
    stated = [" ".join(_STATED.findall(_words(flat, extent))) for extent in reversed(cell.titles)]
    for words in (label, *outer, *stated):
        if (found := _stated(words)) and not _PEOPLE.match(label):
            return found
        if _PERCENT.search(words):
            return "percent", 1
    return "count", 1


def _is_per_mille(flat: str, cell: TableCell) -> bool:
    """Whether the table tells the cell in thousandths, which no bare number proves as a percentage."""
    places = (cell.unit, cell.column, cell.label, *cell.headings, *cell.titles)
    return any("‰" in flat[place.start : place.end] for place in places if place)


def _scaled(words: str) -> tuple[Unit, float] | None:
    """The scale of a unit that is no money."""
    match = _SCALED.match(words)
    return ("count", SCALES[match[1]]) if match else None


def _stated(words: str) -> tuple[Unit, float] | None:
    """Unit and scale of money, or the scale of something else that brackets name, anywhere in the words."""
    for bracket in _BRACKETED.finditer(words):
        if found := _scaled(bracket[0]):
            return found
    match = _MONEY.search(words)
    if match is None:
        return None
    if match["round"]:
        return "VND", parse_digits(match["round"].replace(",", "."))
    alone = match["alone"] or ""
    scale = 1.0
    for word in (match["scale"], match["more"], "triệu" if alone.startswith("tr.") else alone.split(" ")[0]):
        scale *= SCALES["triệu" if word in ("trđ", "trđồng", "tr") else word] if word else 1
    return "USD" if match["money"] == "usd" else "VND", scale


def _words(flat: str, extent: Extent | None) -> str:
    return "" if extent is None else flat[extent.start : extent.end]
