"""What a column of a table is for, by its heading: running numbers, units, notes, numbers that count nothing.

A phone, a code, a day, a rank or a score counts none of the organisations' work (guide, section 3).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

ORDINAL_HEADING: Final = re.compile(r"(?:s?tt|số tt|số thứ tự|thứ tự|#|no\.?|stt\.?)")
UNIT_HEADING: Final = re.compile(r"\(?(?:đvt|đơn vị tính|đơn vị)\)?")
STATES_UNIT: Final = re.compile(r"\(?(?:đvt|đơn vị tính|đơn vị) ?: ?(?:[^\W\d_]|1[.,]?000)")
ROUND_UNIT: Final = re.compile(
    r"(?:(?:đvt|đơn vị(?: tính)?) ?:? ?|\( ?)1[.,]?000(?:[.,]?000)?(?= ?(?:đồng|đ|vnđ|vnd)(?![^\W\d_]))"
)
"""A round number that only states the unit: "Đơn vị tính: 1.000 đồng"."""
NOTE_HEADING: Final = re.compile(r"(?:ghi chú|chú thích|nguồn)")
_COLUMN_NUMBER: Final = re.compile(r"[(\[]?(\d{1,2}|[a-g])[)\]]?(?: ?= ?[\d()/+x*: %-]{1,20})?")
_IN_BRACKETS: Final = re.compile(r" ?\([^()]{0,60}\)")
_WHEN: Final = re.compile(r" ?(?<![^\W\d_])(?:năm )?(?:19|20)\d\d(?!\d)")
_WHOSE: Final = "liên hệ|liên lạc|di động|cố định|bàn|cơ quan|nhà riêng|đơn vị"
_HAPPENED: Final = (
    "họp|tháng|năm|sinh|thành lập|tổ chức|kết nạp|vào|đảng|chính thức|ban hành|ký|đại hội|hội nghị|bổ nhiệm|cấp"
    "|quyết định|qđ|diễn ra|khai mạc|bắt đầu|kết thúc|hoàn thành|thực hiện|báo cáo|gửi"
)
_SCORED: Final = (
    "số|thi đua|chấm|đạt|đạt được|tự chấm|thẩm định|trung bình|bình quân|thưởng|cộng|trừ|chuẩn|tối đa|đánh giá"
    "|xếp loại|năm|cuối năm"
)
_NAMES_ITS_ROW: Final = (
    rf"(?:số )?(?:điện thoại|đt|đtdđ|sđt|di động|fax|hotline)(?: (?:{_WHOSE}))*"
    rf"|(?:ngày|giờ|thời gian|thời điểm)(?:,? (?:{_HAPPENED}))*"
    r"|mã(?: (?:số|đơn vị|tổ chức|hồ sơ|thuế|định danh|bưu chính|hiệu|chi bộ|đảng bộ|cơ quan|đảng viên|xã|huyện))*"
    r"|(?:số )?(?:qđ|cmnd|cccd|căn cước(?: công dân)?|hộ chiếu|lý lịch|tài khoản|hiệu|ký hiệu|, ký hiệu)"
    r"|số(?:, ký hiệu|, ngày)? (?:quyết định|qđ|công văn|thẻ(?: đảng(?: viên)?)?)|quyết định (?:số|ngày)|qđ số"
    r"|năm (?:sinh|thành lập)"
    r"|(?:xếp |thứ )?hạng(?: (?:thi đua|chung|năm|toàn (?:tỉnh|khối|đoàn)))*"
    r"|xếp thứ(?: hạng| tự)?|(?:vị )?thứ(?: hạng| tự| bậc)?|vị trí(?: xếp hạng)?"
    r"|(?:độ )?tuổi(?: (?:đời|đảng|bình quân|trung bình))*"
    rf"|(?:tổng )?(?:số )?điểm(?: (?:{_SCORED}))*|tổng điểm(?: (?:{_SCORED}))*"
    r"|nhiệm kỳ|giai đoạn|địa chỉ|số nhà|trang|email|(?:ghi chú|chú thích)(?:\W.*)?|nguồn"
)
_UNCOUNTED: Final = re.compile(f"(?:{_NAMES_ITS_ROW})")
_SORTS: Final = re.compile(r"(?:khóa|cụm|khối|nhóm)(?: thi đua)?|loại|xếp loại|phân loại|bậc")
"""Headings over what sorts the rows, be it in numbers or in words."""
_YEAR_OF: Final = re.compile(r"năm(?: [^\W\d_]+){1,4}")
_PART: Final = re.compile(
    r"\W{0,6}(?:(?:trong (?:đó|số đó|số này)|riêng)(?!\w).*"
    r"|(?:số |tỷ lệ )?(?:(?:đảng viên |đoàn viên )?(?:nữ|nam|dân tộc(?: thiểu số| ít người)?|dtts|tôn giáo|có đạo)"
    r"|đoàn viên(?: thanh niên)?)(?: ?\([^()]*\))?)"
)
_FEWEST_COLUMNS: Final = 3
"""Columns from which letters and numbers without brackets can be told to number them."""


def counts_nothing(headings: Sequence[str], *, numbers: bool = True, years: bool = False) -> bool:
    """Whether the numbers under these headings (the outermost first, in flat text) count nothing.

    `numbers` says that the column holds hardly anything else, `years` that all of them may be years ("Năm kết nạp").
    """
    words = [_bare(one) for one in headings]
    if not words:
        return False
    if any(_UNCOUNTED.fullmatch(one) for one in (words[-1], " ".join(filter(None, words)))):
        return True
    pattern = _YEAR_OF if years else _SORTS if numbers else None
    return pattern is not None and pattern.fullmatch(words[-1]) is not None


def row_counts_nothing(label: str) -> bool:
    """Whether a row's label, in flat text, names numbers that count nothing ("Số điện thoại")."""
    return _UNCOUNTED.fullmatch(_bare(label)) is not None


def is_part(label: str) -> bool:
    """Whether a row's label, in flat text, names a part of the row before ("Trong đó: nữ", "- Dân tộc thiểu số")."""
    return _PART.fullmatch(label) is not None


def _bare(words: str) -> str:
    """The words of a heading without its brackets and its year."""
    return _WHEN.sub("", _IN_BRACKETS.sub("", words)).strip(" :.*")


def numbers_columns(cells: Sequence[str]) -> bool:
    """Whether a row's cells only number the columns ("1 2 3 4", "A B 1 2=1/3", "(1) (2)")."""
    matches = [_COLUMN_NUMBER.fullmatch(cell) for cell in cells]
    bracketed = all_in_brackets(cells)
    if len(matches) < (2 if bracketed else _FEWEST_COLUMNS) or any(match is None for match in matches):
        return False
    numbers = [int(match[1]) for match in matches if match and match[1].isdigit()]
    return len(numbers) >= 2 and numbers[0] == 1 and numbers == list(range(1, len(numbers) + 1))


def all_in_brackets(cells: Sequence[str]) -> bool:
    """Whether each of the cells stands in brackets, as nothing but a column's number does."""
    return all(cell[:1] in ("(", "[") for cell in cells)
