"""Numerals that count nothing: years, ordinals, durations, mere articles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from extractor.labels import Unit
from extractor.reading.nouns import counted_noun, length_of_time, noun_after_one, ordinal_ends, ordinal_word
from extractor.reading.units import unit_after
from extractor.text.article import Extent
from extractor.text.lexicon import LETTER
from extractor.text.number_words import ONES
from extractor.text.numerals import Numeral, read_numeral

RANGE: Final = re.compile(r" {0,2}- {0,2}| {1,9}(?:đến|tới) {1,9}(?:khoảng {1,9})?")
_MARKS: Final = frozenset("-/đt")
"""What a range or the rest of something else begins with: a dash, a stroke, "đến", "tới"."""
_TORN: Final = re.compile(r" ?/ ?\d|-\d")
"""After a number: the rest of a date or of something else that is no count ("14/1", "3-2")."""
_AGAINST_PLAN: Final = re.compile(r"[^\W\d_] ?/ ?(?:kế hoạch|kh|chỉ tiêu)(?: giao| năm| là)? $")
_DASH: Final = re.compile(r" {0,2}-")
_ROUNDS: Final = re.compile(r" kỳ(?= *(?:[.,;)\n]|$))")
_KEPT_UP: Final = re.compile(
    rf"(?<!mỗi quý )(?<!mỗi tháng )(?<!mỗi năm )"
    rf"(?<!{LETTER})(?:duy trì|tổ chức|họp|tiếp (?:công )?dân|đủ|ít nhất|tối thiểu)(?: được| đều)? $"
)
"""Before a number of rounds that are held ("hội nghị được duy trì 12 kỳ"), which is no stretch of time."""
_OUT_OF_ALL: Final = re.compile(r" trong (?:tổng )?số")
_RATED: Final = re.compile(
    r" (?:(?:không |chưa )?hoàn thành|yếu kém|tiêu biểu|không xếp loại|chưa (?:được )?xếp loại"
    r"|khiển trách|cảnh cáo|cách chức|khai trừ)(?![^\W\d_])"
)
"""A rating or a form of discipline right after a number in words, whose noun is left out ("ba hoàn thành nhiệm vụ")."""
_ONE_OF_THEM: Final = re.compile(
    r" {1,3}(?:người|đồng chí|trường hợp) (?:bị|nhận|vi phạm|phải|xin|bỏ|tự|khiển trách|cảnh cáo|cách chức|khai trừ)"
    r"(?![^\W\d_])"
    r"| (?!phần|số|vài)[^.;:,\d\n]{4,48} bị (?:khai trừ|cách chức|cảnh cáo|khiển trách|kỷ luật|xóa tên)(?![^\W\d_])"
)
"""A person told after "một" by what was done to them ("hai người bị khai trừ, một người bị cách chức")."""
_TOLD_BEFORE: Final = re.compile(
    rf"(?<!{LETTER})(?:khiển trách|cảnh cáo|cách chức|khai trừ|xóa tên|giám sát|kiểm tra|kết nạp|yếu kém là"
    rf"|tiêu biểu có|tiêu biểu|xuất sắc|hoàn thành|năm tuổi đảng|tuổi đảng|\d0 năm|thuyền viên|nữ) $"
)
"""Before a number in words that ends its item: what it counts was told ("khiển trách chín, cảnh cáo ba")."""
_ITEM_ENDS: Final = re.compile(r"(?: *[,;.)]| và )(?!\d)")
_PART_OF: Final = re.compile(rf"(?<!{LETTER})(?:trong đó|trong số (?:đó|này)|gồm|bao gồm|có|riêng) (?:có )?$")
_WHO_ARE: Final = re.compile(r" (?:là|bị|ở|thuộc) ")
"""A part counted in words, its noun told before ("kỷ luật 15 đảng viên, trong đó ba là trưởng, phó phòng")."""
_ALL_OF_THEM: Final = re.compile(r" (?:(?:đều|cùng|đã) )?(?:có (?:vi phạm|khuyết điểm)|vi phạm|bị|phải)(?![^\W\d_])")
"""After "cả" and a number in words that stands for who were counted before ("kiểm tra 4 đảng viên, cả bốn đều …")."""
_DONE_TO_ONE: Final = re.compile(
    rf"(?<!{LETTER})(?:khiển trách|cảnh cáo|cách chức|khai trừ|xóa tên|kết nạp|kỷ luật)(?: thêm| đối với)? $"
)
_BESIDE_OTHERS: Final = re.compile(
    rf"(?:\d|(?<!{LETTER})(?:{'|'.join(sorted(ONES))})) [^.;:,\d]{{1,24}}(?:,| và|, và) $"
)
_ONE_MORE: Final = re.compile(
    r" {1,3}(?:người|đồng chí|trường hợp)(?: (?:là|ở|thuộc|dân tộc)(?![^\W\d_])|(?= *[.,;)]))"
)
"""One of a part told after others ("trong đó 6 người Khmer và một người là chủ cửa hàng")."""
_SPEAKS: Final = re.compile(
    r"[^.;:\n]{1,48}(?<![^\W\d_])"
    r"(?:hỏi|nói|kể|cho biết|cho hay|chia sẻ|bày tỏ|tâm sự|góp ý|nhận xét|phát biểu)(?![^\W\d_])"
)
"""Somebody who speaks and is not counted ("một đại biểu ở Thuận Nam hỏi")."""
_NO_NUMERAL_AFTER: Final = re.compile(
    r" +(?:số|trong (?:những|các)|vài|bộ phận|cách|phần(?! quà)|ít|lòng|mặt|khi|lúc|thời|đời|chiều|bên"
    r"|cửa|dấu|là)(?![^\W\d_])"
)
_ALWAYS_ORDINAL: Final = frozenset(
    [
        *("thứ", "lần", "khóa", "điều", "quý", "tháng", "ngày", "tw", "mùng", "mồng", "zalo"),
        *("trung ương", "hội nghị trung ương", "quốc lộ", "tỉnh lộ"),
    ]
)
_BEYOND_PLAN: Final = re.compile(r"(?:hơn|vượt|kém|dưới) (?:kế hoạch|chỉ tiêu) $")
_ENUMERATED: Final = re.compile(
    rf"(?<!{LETTER})(?:thôn|bản|ấp|khóm|xóm|buôn|tổ|tổ dân phố|khu phố|khối phố|phường|quận|khóa|tuần|đợt|cụm|khu vực)"
    r" (?:\d{1,3}(?:,| và|, và) ){1,9}$"
)
"""Places and terms told by several numbers ("các thôn 1, 2 và 3", "quận 1, 3, 5")."""
_VAGUE: Final = re.compile(rf"(?<!{LETTER})(?:đôi|dăm|mấy|vài) $")
"""Words before a number in words that make a few of it ("đôi ba chi bộ")."""
_DENIED: Final = re.compile(r"(?:chứ|mà) không phải (?:là )?(?:gần |hơn |trên |khoảng )?$")
"""Before a number that is denied ("kết nạp 163 chứ không phải 136")."""
_QUARTERS: Final = 4
_SEATS: Final = 10
_LIES: Final = re.compile(r" (?:ở|tại|của|đóng|nằm|thuộc|đặt)(?![^\W\d_])")
"""After the number of a seat that a hospital or a school has ("tiếp nhận cơ sở 2 ở phường An Đồng")."""
_GREAT: Final = 1_000
_LEVELS: Final = 20
"""Levels that a number tells apart at most ("mức 4"); what is more is an amount ("so với mức 550 đề ra")."""
_SERIAL: Final = frozenset(["số", "bản số", "đt", "điện thoại", "fax", "hotline", "tel", "zalo"])
_NUMBERED_PLACES: Final = frozenset(
    ["phường", "xã", "ấp", "thôn", "khóm", "tổ", "khu phố", "quận", "xóm", "bản", "buôn", "cụm", "đội", "khu"]
)
_PLACE_ACTS: Final = re.compile(r" (?:kết nạp|có|đạt|thu|làm|tổ chức|phối hợp|và)(?![^\W\d_])")
_PLACES_TOLD: Final = re.compile(
    rf"(?<!{LETTER})(?:thôn|xóm|xã|phường|ấp|bản|buôn|làng|tổ|đặc|cơ quan), [^\W\d_]+(?: [^\W\d_]+)? $"
)
"""Kinds of places in a list, whose number is how many ("xóm, bản 163")."""
_PLACES: Final = 200
"""Places that a number tells apart at most."""
_OLDEST: Final = 130
"""What is more is no age ("trẻ tuổi 845")."""
_AGED: Final = re.compile(r"tuổi (?:từ )?(?:\d+ ?(?:đến|-) ?)?$")
_PLAN_IN_BRACKETS: Final = re.compile(r"\((?:kế hoạch|kh) $")
_PLAN_TOLD: Final = re.compile(r"(?:[:;,(\n]|(?<!\w) -) ?(?:kế hoạch|kh|chỉ tiêu nghị quyết) $")
"""A plan told by itself at the head of its clause ("Kết nạp đảng viên: kế hoạch 50, thực hiện 52")."""
_PLAN_HEADS: Final = re.compile(r"^(?:kế hoạch|kh) $")
_CLAUSE_ENDS: Final = re.compile(r" ?(?:[;)\n]|[.,](?!\d)|$)")
_REACHED: Final = re.compile(r" ?[,;] (?:đã )?(?:thực hiện|kết quả|đạt)")
_THE_YEAR: Final = re.compile(
    rf"(?<!{LETTER})(?:trong|cả|cuối|đầu|hàng|hằng|mỗi|qua|\d|nhiều|các|những|từng|của|kế hoạch|chỉ tiêu|nghị quyết"
    r"|dự toán) $"
)
"""Before "năm" that is a year and no five."""
_BEFORE_AN_ARTICLE: Final = re.compile(r"(?:từng|mỗi|là|như|thành|bằng|làm) $")
_BEFORE_A_YEAR: Final = re.compile(r"(?:năm|kỳ|đoạn|khóa|từ|đến|tới|trước|sau|-|/|\() *$")
_YEAR: Final = re.compile(r"(?:19[3-9]|20[0-9])\d")


_CELLS: Final = re.compile(rf"(?<!{LETTER})(?<!số )(?:các )?chi bộ (?:\d{{1,2}}(?:,| và|, và) ){{0,9}}$")
_ACTS: Final = re.compile(
    r"(?:(?:,| và|, và) \d{1,2}){0,9},? (?:đã |cũng |vẫn )?"
    r"(?:kết nạp|có|tiếp nhận|ủng hộ|công nhận|giới thiệu|đạt|được giao)"
    rf"(?:(?: được| thêm| chính thức)?(?: khoảng| hơn| gần| trên)? (?:\d|(?:{'|'.join(sorted(ONES))})(?!{LETTER}))"
    r"|[^.;,\d]{0,24} (?:nhiều|ít|cao|thấp|đông) nhất)"
    r"|(?:(?:,| và|, và) chi bộ \d{1,2}){0,9},? (?:không|chưa) (?:kết nạp|có|phát triển|giới thiệu)(?!\w)"
    r"|(?:,| và|, và) chi bộ \d{1,2}(?:,| và| kết nạp| có| không)"
)
"""After the number of a cell: what the cell did is counted ("chi bộ 3 kết nạp 4 đảng viên")."""


def is_year(flat: str, numeral: Numeral) -> bool:
    """Whether four digits are a year of our time."""
    return numeral.end - numeral.start == 4 and _YEAR.match(flat, numeral.start, numeral.end) is not None


def _first_of_durations(flat: str, numeral: Numeral) -> bool:
    """Whether the numeral opens a range of ages or times ("từ 18 đến 30 tuổi")."""
    separator = RANGE.match(flat, numeral.end)
    second = read_numeral(flat, separator.end()) if separator is not None else None
    return second is not None and length_of_time().match(flat, second.end) is not None


def _in_a_list(flat: str, numeral: Numeral, before: str) -> bool:
    """Whether a list that has told what it counts goes on with the number, which stands alone or before "là", "bị"."""
    if _ITEM_ENDS.match(flat, numeral.end):
        return _TOLD_BEFORE.search(before) is not None
    if before.endswith(" cả ") and _ALL_OF_THEM.match(flat, numeral.end):
        return True
    return _WHO_ARE.match(flat, numeral.end) is not None and _PART_OF.search(before) is not None


def not_counting(flat: str, numeral: Numeral, *, counted: bool, unit: Unit) -> bool:
    """Whether the numeral is a year, an ordinal, a duration or a mere article; `counted`: a noun follows it."""
    if unit != "count":
        return False
    before = flat[max(0, numeral.start - 30) : numeral.start]
    if (numeral.in_words and _VAGUE.search(before)) or ("không phải" in before and _DENIED.search(before)):
        return True
    if length_of_time().match(flat, numeral.end) and not counted:
        return not (_ROUNDS.match(flat, numeral.end) and _KEPT_UP.search(before))
    if _part_of_a_date_or_age(flat, numeral, before):
        return True
    if is_year(flat, numeral) and (not counted or _BEFORE_A_YEAR.search(before)):
        return True
    if not counted and "chi bộ " in before and _numbers_a_cell(flat, numeral, before):
        return True
    ordinal = _ordinal(flat, numeral, before, counted=counted)
    if ordinal is not None:
        return ordinal
    return numeral.in_words and _mere_word(flat, numeral, before, counted=counted)


def _numbers_a_cell(flat: str, numeral: Numeral, before: str) -> bool:
    """Whether the number tells which cell it is, with what that cell did ("chi bộ 3 kết nạp 4 đảng viên")."""
    short = numeral.end - numeral.start <= 2 and not numeral.in_words
    return short and _CELLS.search(before) is not None and _ACTS.match(flat, numeral.end) is not None


def _part_of_a_date_or_age(flat: str, numeral: Numeral, before: str) -> bool:
    """Whether the number is torn from a date ("14/1"), opens a range of times, or tells an age."""
    mark = flat[numeral.end : numeral.end + 10].lstrip(" ")[:1]
    if mark in _MARKS and (_TORN.match(flat, numeral.end) or _first_of_durations(flat, numeral)):
        return True
    if "tuổi " in before and numeral.value <= _OLDEST and _AGED.search(before):
        return True
    dashed = mark == "-" and _DASH.match(flat, numeral.end) is not None
    return dashed and length_of_time().match(flat, numeral.end + 1) is not None


def _ordinal(flat: str, numeral: Numeral, before: str, *, counted: bool) -> bool | None:
    """Whether the word before makes an ordinal of the number ("quý 2"); None where none stands there or a count may."""
    if not counted and not numeral.in_words and numeral.value <= _PLACES and _ENUMERATED.search(before):
        return True
    if before.endswith("cơ sở ") and numeral.value < _SEATS and _LIES.match(flat, numeral.end):
        return True
    match = ordinal_word().search(before) if before.rstrip(" ").endswith(ordinal_ends()) else None
    if match is None:
        return None
    word = match[1]
    if _PLAN_IN_BRACKETS.search(before) and flat.startswith(")", numeral.end):
        return False  # "(kế hoạch 130)" after what was reached
    if _PLAN_TOLD.search(before) and _CLAUSE_ENDS.match(flat, numeral.end):
        return False
    if word in ("kế hoạch", "kh") and _PLAN_HEADS.match(before.lstrip()) and _REACHED.match(flat, numeral.end):
        return False
    if _AGAINST_PLAN.search(before):
        return False  # "312 đảng viên/kế hoạch 300"
    if _BEYOND_PLAN.search(before) and (counted or flat[numeral.start : numeral.end] != "năm"):
        return False  # "ghép thành công 18 ca thận, hơn kế hoạch 6 ca"
    if word == "quý" and not 1 <= numeral.value <= _QUARTERS:
        return False  # "Đặc khu Phú Quý  30": a name at the end of a cell, no quarter
    if numeral.value >= _GREAT and word not in _SERIAL and "." in flat[numeral.start : numeral.end]:
        return False  # "điều 12.400 lượt cán bộ": no ordinal is so great
    if word == "mức" and numeral.value > _LEVELS:
        return False
    if word in _ALWAYS_ORDINAL:
        return True
    if word in _NUMBERED_PLACES and (
        numeral.value >= _PLACES or (_PLACES_TOLD.search(before) and not _PLACE_ACTS.match(flat, numeral.end))
    ):
        return False  # "ở xã, phường 2.977"
    if word == "năm" and not numeral.in_words:
        return False
    governed = re.search(
        rf"(?:(?:trong|tổng|quân|thiểu|dân|nông|đặc|khối|khối cơ quan) {re.escape(word)}|con số|(?:quốc|biên) phòng"
        r"|các cấp) *$",
        before,
    )
    return None if counted or governed else True


def _mere_word(flat: str, numeral: Numeral, before: str, *, counted: bool) -> bool:
    """Whether a number of one word is an article ("một phần"), a year ("trong năm") or counts nothing that is told."""
    written = flat[numeral.start : numeral.end]
    if " " in written.strip() or (written == "một" and _ONE_OF_THEM.match(flat, numeral.end)):
        return False
    rated = written != "năm" and (_RATED.match(flat, numeral.end) is not None or _in_a_list(flat, numeral, before))
    if not counted and not rated and not _OUT_OF_ALL.match(flat, numeral.end):
        return True
    if written == "năm":
        return _THE_YEAR.search(before) is not None
    if written == "ba":
        return before.endswith("thứ ")
    return written == "một" and not rated and _article(flat, numeral, before)


def _article(flat: str, numeral: Numeral, before: str) -> bool:
    """Whether "một" is an article and no count."""
    if _ONE_OF_THEM.match(flat, numeral.end):
        return False
    if _ONE_MORE.match(flat, numeral.end) and (_DONE_TO_ONE.search(before) or _BESIDE_OTHERS.search(before)):
        return False
    if _SPEAKS.match(flat, numeral.end):
        return True
    if not noun_after_one().match(flat, numeral.end):
        return _OUT_OF_ALL.match(flat, numeral.end) is None
    return _NO_NUMERAL_AFTER.match(flat, numeral.end) is not None or _BEFORE_AN_ARTICLE.search(before) is not None


def measures_nothing(flat: str, extent: Extent, lookalikes: Iterable[Extent]) -> str | None:
    """Why the number that stands at `extent` of the flat text is no quantity, in words; null where it may be one.

    `lookalikes` are the text's own, from `find_lookalikes`.
    """
    if any(zone.overlaps(extent) for zone in lookalikes):
        return "the number belongs to a date, a time, a document, a badge or an address"
    numeral = read_numeral(flat, extent.start)
    if numeral is None or numeral.end > extent.end:
        return None
    # Words may count without a noun beside them ("gồm bốn"); digits that the reader passed over do not.
    counted = numeral.in_words or counted_noun().match(flat, numeral.end) is not None
    unit, _ = unit_after(flat, numeral.end, numeral.scale, counted=counted)
    if not_counting(flat, numeral, counted=counted, unit=unit):
        return "the number is a year, an ordinal or a duration"
    return None
