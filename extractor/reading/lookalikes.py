"""Stretches whose digits measure nothing: dates, clock times, document and phone numbers, addresses, list numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from typing import Final

from extractor.reading.intervals import merged
from extractor.text.article import Extent
from extractor.text.digits import digit_starts
from extractor.text.lexicon import LETTER
from extractor.text.months import MONTH_WORDS
from extractor.text.word_index import first_letters, first_words

_DOCUMENT_CODES: Final = (
    "nq|ct|qđ|qd|qđi|kl|kh|hd|tb|ctr|ctrhđ|ctrhd|ctr|ct|tt|nđ|nd|cv|bc|qc|đa|ttr|pl|ubnd|hđnd|qh|l|kh|gm"
    "|ttg|cp|đuk|tu|tw|btctu|bch|btv|hdbtc|hdbtctw|hdubkttw|ubkttu|ubkt"
)

_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH: Final = r"(?:0?[1-9]|1[0-2])"
_NO_COUNT: Final = (
    r"(?![\d%/]|[.,-]\d| ?%| (?:đảng viên|tổ chức|tccs|chi bộ|doanh nghiệp|chỉ tiêu|cơ sở|đơn vị|đảng bộ|đồng chí"
    r"|tập thể|cá nhân|người|lớp|triệu|tỷ|nghìn|lần)(?![^\W\d_]))"
)
"""After a day and a month: nothing that they could count."""

_SLOGAN: Final = (
    r" ?[\"']?\d (?:tốt|không|nhất|sạch|có|xây|chống|xung kích|biết|giảm)[\"']?(?![^\W\d_])(?! (?:yếu|đạt|\d))"
)
_ADDRESS: Final = r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,9}"
"""The one pattern that may begin with any character; nothing without "@" is an address."""
_PATTERNS: Final = (
    # addresses and links
    r"(?:https?://|www\.)\S+",
    _ADDRESS,
    # what a page's markup or a template left behind: "=2+3", "{{5*5}}", "${8*8}", "<b>alert(3)</b>"
    r"=\s?\d+(?: ?[+*/-] ?\d+){1,20}(?!\d|[.,]\d)",
    r"\$?\{{1,2}[^{}\n]{0,80}\}{1,2}",
    r"<[a-z]{1,10}>[^<>\n]{0,60}\([^<>\n]{0,30}\)[^<>\n]{0,20}</[a-z]{1,10}>",
    # 14/01/2022, 10-9-2018, 16.1.2020
    r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d{2}(?!\d)(?!%)",
    # 12/2020, 4-2021, "tháng 6/2021"
    r"(?<![\d.,])(?:0?[1-9]|1[0-2]) ?[/-] ?(?:19|20)\d{2}(?!\d)",
    # 16:40, 17h30, 7 giờ 30
    r"(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)",
    r"(?<!\d)\d{1,2} ?(?:h|g)(?: ?\d{2})?(?![^\W_])",
    r"(?<!\d)\d{1,2} giờ(?: \d{1,2}(?: phút)?)?",
    # "ngày 13 tháng 1", "ngày 25 tháng mười", "ngày 25, 26/3", "sáng 6-2", "thứ tư, 26-05"
    rf"ngày \d{{1,2}}(?:(?:,| và| -|-) ?\d{{1,2}}){{0,9}} tháng (?:\d{{1,2}}|{MONTH_WORDS})",
    # "tính đến 5-12", "trước 10/6", "từ 10 đến 13-12", "từ 25-11 đến 3-12"
    rf"(?:tính (?:đến|tới|từ)|kể từ|đến hết|hết|trước|sau)(?: ngày)? {_DAY} ?[-/.] ?{_MONTH}{_NO_COUNT}",
    rf"từ (?:ngày )?{_DAY}(?: ?[-/.] ?{_MONTH})? (?:đến|tới) (?:hết )?(?:ngày )?{_DAY} ?[-/.] ?{_MONTH}{_NO_COUNT}",
    r"(?:ngày|đợt|dịp|sáng|chiều|tối|trưa|đêm|nay|qua|mùng|mồng|hôm|thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ "
    r"nhật)[ ,(:]{1,3}(?:ngày )?(?:\d{1,2}(?: và | ?, ?| ?- ?| đến ))?(?:0?[1-9]|[12]\d|3[01]) ?[/.-] "
    r"?(?:0?[1-9]|1[0-2])(?![\d%/]|[.,]\d| (?:đảng viên|tổ chức|tccs|chi bộ|doanh nghiệp|chỉ tiêu|cơ "
    r"sở|đơn vị|đảng bộ))(?:(?:,| và|;) (?:ngày )?\d{1,2}[/-](?:0?[1-9]|1[0-2])(?![\d/%]| (?:đảng|tổ|đồng|người)))*",
    rf"(?:hôm|sáng|trưa|chiều|tối|đêm) (?:qua|nay|kia) ?\(?{_DAY}\.{_MONTH}(?![\d%]|[.,]\d| ?(?:%|tỷ|triệu))",
    rf"(?:quốc khánh|bầu cử|(?:ngày|hôm) sau,) {_DAY} ?[-/] ?{_MONTH}{_NO_COUNT}",
    r"(?:từ|đến) (?:ngày )?\d{1,2}/\d{1,2}(?= (?:đến|tới|năm|,))",
    r"từ \d{1,2}-\d{1,2}(?= (?:đến|tới) nay)",
    r"\((?:0?[1-9]|[12]\d|3[01])[/-](?:0?[1-9]|1[0-2])\)",
    r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])(?= ?(?:\)|hằng năm|hàng năm|lịch sử))",
    r"ngày (?:\d{1,2}(?:,| và) ?)*\d{1,2}(?!\d)(?! ?(?:công|đảng|chi|tổ))",
    r"(?<!\d )tháng (?:(?:0?[1-9]|1[0-2])(?:,| và) ?)*(?:0?[1-9]|1[0-2])(?:[/-]\d{2,4})?(?!\d|[.,]\d|/\d)",
    r"quý [1-4](?:[/-]\d{4})?(?!\d|[.,]\d)",
    # 05-CT/TW, 923/QĐ-UBND, 12-HD/BTCTW, 19/2020/NĐ-CP; spaces around the hyphen happen
    rf"(?<!\d)\d+[a-z]?(?:/(?:19|20)\d{{2}})? ?[-/] ?(?:{_DOCUMENT_CODES})(?![^\W\d_])[\w/.-]*(?: ?- "
    rf"?(?:{_DOCUMENT_CODES})(?![^\W\d_]))?",
    # phones, standards, slogans ("chi bộ 4 tốt")
    r"(?:hotline|điện thoại|đt|tel|fax|zalo)[ :.]{1,3}[+(]?\d[\d .()-]{6,}\d",
    r"iso ?[:-]? ?\d{4,5}(?:[:-](?:19|20)\d{2})?",
    r"(?:chi bộ|đảng bộ(?: cơ sở)?|đảng ủy(?: cơ sở)?|đảng viên|phương châm|mô hình|phong trào|tiêu chí"
    rf"|danh hiệu|đội hình|xây dựng|thực hiện){_SLOGAN}(?:(?:,| và)?{_SLOGAN}){{0,4}}",
    rf'"{_SLOGAN}',
    # a name in quotation marks: đề án "Sinh hoạt chi bộ 3 rõ"
    r"(?:đề án|mô hình|phong trào|cuộc vận động|phương châm|tinh thần|khẩu hiệu|phần việc|đợt thi đua|câu lạc bộ)"
    r' "[^"\n]{1,60}"',
    # a street, a shift, one's own cell: "ở đường Thuận Giao 21", "chuyền 8", "đảng viên Chi bộ Khai thác 5, kể"
    r"(?:ở|tại|trên|trọ|dọc|số nhà) đường (?:[^\W\d_]{1,12} ){1,4}\d{1,3}(?= *[,.;)])",
    r"(?:chuyền|phân xưởng|khu vực|vỉa|lò|hầm) \d{1,2}"
    r"(?= (?:không|chưa|còn|để|và|của|công ty|thuộc|tỉnh|huyện|-) |[,)](?!\d))",
    r"(?:cơ sở|giai đoạn|gói) [1-4](?= (?:vào|của|để|và|đã|-) |[,;.)](?!\d))",
    # codes
    r"(?:mst|mã số(?: thuế)?|mã bài(?: viết)?|mã bưu chính|id|isbn|issn|số báo|số hiệu|số đăng ký|biển số|windows"
    r"|tàu cá [a-z]{2}|văn bản số)[ :.-]{1,3}\d[\d./-]*(?<=\d)",
    r"(?:lúc|hồi|vào) \d{1,2}[.]\d{2}(?![\d%]|[.,]\d| ?(?:%|tỷ|triệu|nghìn))",
    r"(?:tối|đêm|chiều|khuya) \d{1,2},? rạng sáng",
    r"(?:thập niên|những năm|thế kỷ) \d{2}(?: ?(?:-|và|,) ?\d{2}){0,3}(?![\d.,]*\d| ?(?:%|tỷ|triệu))",
    r"(?:xếp |đứng )(?:thứ |hạng |vị trí )?\d{1,3}/\d{1,3}",
    r"(?:thứ|hạng|vị trí) \d{1,3}/\d{1,3}",
    r"\d (?:không|rõ|sạch|tốt|có|nhất|biết)(?:,| và)? \d (?:không|rõ|sạch|tốt|có|nhất|biết)(?![^\W\d_])",
    r"(?<!\d)\d rõ(?![^\W\d_])",
    r"(?:đội|cụm|nhóm) \d{1,2} (?:người|xã|phường|thôn|bản|tỉnh|huyện)(?![^\W\d_])",
    r"trên (?:một nghìn|một vạn|1\.000|10\.000) dân(?![^\W\d_])",
    r"(?:đảng viên|bí thư|phó bí thư) chi bộ (?:[^\W\d_]{1,12} ){1,4}\d{1,2}"
    r"(?= *[,.)]| (?:cho|nói|kể|chia|cùng|tâm) )",
    r"cứ (?:[0-9]{1,3}|một|hai|ba|bốn|năm|mười|trăm) [^.;,0-9]{1,30} (?:thì|lại|có)(?: có)?"
    r"(?: (?:hơn|quá|gần|khoảng))? "
    r"(?:[0-9]{1,3}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín)(?![^\W_])",
    r"(?<!\d)[2345] trong 1(?![\d.,])",
    # photos, pages, tables
    r"(?<![^\W\d_])(?:ảnh|hình|bảng|(?<!tiêu )biểu|phụ lục|(?<!vũ )trang)(?: số)? \d{1,3}(?= ?(?:[:;.)\n]|$|- ))",
    r"(?<!\d)(?:\+84|0)\d{1,3}(?:[ .-]?\d{3,4}){2,3}(?!\d)",
    # terms and spans of years
    r"(?<!\d)(?:19|20)\d{2} ?(?:(?:đến|tới) (?:năm )?(?:19|20)\d{2}|[-/] ?(?:(?:19|20)\d{2}|\d{2}))(?!\d|[.,]\d|%)",
    # "Trung ương 4, 5, 6", "khóa 12", "nghị quyết 39", "chỉ thị 05", "số 05 và 06"
    r"(?:trung ương|tw|hội nghị) (?:lần )?(?:thứ )?\d{1,2}(?:(?:,| và|;) ?\d{1,2}(?!\d| ?%))*(?! "
    r"(?:đảng viên|tổ chức|lớp|chi bộ))",
    r"(?:(?<!chỉ tiêu )nghị quyết|chỉ thị|quyết định|quy định|kết luận|thông tư|nghị định|công văn|đề án|hướng dẫn"
    r"|thông báo)(?: số)? \d{1,4}(?! ?%)(?:(?:,| và|;) ?(?:số )?\d{1,4}(?!\d| ?%))*(?![\d.,/]*\d)(?! (?:đảng "
    r"viên|tổ chức|chỉ tiêu|lớp|chi bộ|đơn vị|trường hợp|đồng chí|lượt|hộ|người|thanh niên|hội viên"
    r"|hội nghị(?! trung ương)|buổi|cuộc)"
    r"(?![^\W\d_]))",
    r"gmt ?[+-] ?\d{1,2}",
    r"(?<!còn lại )\(\d{1,2}\)(?= \w)",
    r"covid ?-? ?19",
    r"(?<!\d)(?:24/24|24/7)(?= ?(?:giờ|h(?![^\W\d_])|[.,;)\n]|$)| (?:để|tại|trong|và)(?![^\W\d_]))",
    r"(?<!\d)5s(?![^\W\d_])|(?<![\d.])4\.0(?![\d,])",
    # a version ("cơ sở dữ liệu đảng viên 3.0"), the two tiers of local government since July 2025
    r"(?:đảng viên|phiên bản|dữ liệu|phần mềm|công nghệ|hệ thống|nền tảng) \d\.\d"
    r"(?!\d|[.,]\d| ?(?:%|tỷ|triệu|nghìn|ngàn|lần|điểm))",
    r"(?:chính quyền|địa phương|mô hình|ủy ban kiểm tra|ubkt|cấp ủy) (?:hai|0?2) cấp(?![^\W\d_])",
    r"-?\d{1,2}(?: ?- ?\d{1,2})? ?(?:độ c|°c)(?![^\W\d_])",
    r"(?:nắng|nóng|lạnh|rét|nhiệt độ)[^.;,\n\d]{0,12}? \d{1,2} độ(?![^\W\d_])",
    # seats of a hall, a programme's number, a founding before 1900, the way one goes, ages
    r"(?:hội trường|khán phòng|giảng đường|nhà hát|nhà văn hóa)[^.;,\n\d]{0,12}? \d{2,4} (?:chỗ|ghế)(?![^\W\d_])",
    r"diện (?:76|213)(?![\d%]|[.,]\d)",
    r"\(1[0-8]\d{2} ?- ?(?:19|20)\d{2}\)",
    r"(?:chặng|chạy xe|quãng đường)(?: (?:đường|hơn|gần|dài|chừng|khoảng)){0,3} \d{1,3} ?(?:km|cây số)(?![^\W\d_])",
    r"tuổi (?:dưới|trên|từ) \d{2}(?:(?: đến | ?- ?)\d{2})?"
    r"(?![\d%]|[.,]\d| (?:đảng|đồng|người|tỷ|triệu|tập|tổ|chi|năm tuổi))",
    r"(?:mức|cốt|cao trình) [+-]\d{1,3}(?![\d%]|[.,]\d| ?(?:tỷ|triệu))",
    r"điều \d+(?!\d|\.\d{3})",
    # how far a place lies: "cách đó chừng 10 cây số", "cách trung tâm huyện hơn 20km"
    r"(?<!phong )cách (?!làm |mạng |thức |ly |chức |tân |nay )[^,.;:\n\d()]{0,40}?(?<!\d)\d{1,3}(?:[.,]\d{1,2})?"
    r"(?: ?- ?\d{1,3})? ?(?:km|cây số|ki-lô-mét|hải lý)(?![^\W\d_]| (?:đường|kênh|mương|đê))",
    # how many years a badge stands for; "30 năm tuổi đảng"
    r"(?:huy hiệu|tuổi đảng)[^.;\n\d]{0,14}?(?:\d{2}(?:, | và | - )?){1,9} ?năm(?: tuổi đảng)?",
    r"(?<!\d)(?:[3-9][05](?:, | và |,| - )){0,9}\d{2} năm tuổi đảng",
    r"(?<!\d)(?:[3-9][05](?:, | và )){2,9}[3-9][05] năm(?![^\W\d_])",
    r"(?<!\d)[3-9][05] năm(?=(?:,| và) \d{1,4} (?:đồng chí|đảng viên) [3-9][05] năm)",
    # how many have written below the article
    r"(?:ý kiến|bình luận)(?: bạn đọc)? ?\(\d+\)",
)
_LIST_NUMBER: Final = re.compile(
    r"(?m)^[ \t]*\(?\d{1,2}(?:[.)]|\.\d{1,2}\.?|-|/)(?=[ \t])|^[ \t]*\d{1,2}\.(?=[^\W\d_])|\[\d{1,3}\]"
    r"|(?<=; )\(?\d{1,2}[.)](?= [^\W\d_])|(?<=[.:,] )\d{1,2}\)(?= [^\W\d_])"
)
_COMPILED: Final = re.compile("|".join(f"(?:{p})" for p in _PATTERNS))
_OPENING: Final = 2
"""First letters by which the patterns that begin with words are told apart."""
_SIGNS: Final = '=$({<"+'
"""What a pattern that begins with no letter and no digit begins with."""


def _words_of(pattern: str) -> frozenset[str]:
    """The words that a match may begin with, or their first letters; empty where it begins with a digit or a sign."""
    words = first_words(pattern) or frozenset()
    if words and all(word[:1].isalpha() for word in words):
        return words
    with suppress(ValueError):
        return first_letters(pattern, _OPENING)
    return frozenset()


def _by_opening() -> tuple[re.Pattern[str], dict[str, re.Pattern[str]], re.Pattern[str], frozenset[str]]:
    """Where a pattern may begin, digits apart; the patterns by their first letters; those that begin with a digit or a
    sign; the openings none of whose patterns can do without a digit.
    """
    groups: dict[str, list[str]] = {}
    signed: list[str] = []
    rests: dict[str, set[str]] = {}
    for pattern in _PATTERNS:
        words = _words_of(pattern)
        if not words and pattern != _ADDRESS:
            signed.append(pattern)
        for opening in {word[:_OPENING] for word in words}:
            groups.setdefault(opening, []).append(pattern)
        for word in words:
            rests.setdefault(word[0], set()).add(word[1:])
    spots = [re.escape(sign) for sign in _SIGNS]
    spots += [f"{letter}(?={'|'.join(sorted(rests[letter]))})" for letter in sorted(rests)]
    compiled = {opening: re.compile("|".join(f"(?:{p})" for p in patterns)) for opening, patterns in groups.items()}
    numbered = frozenset(
        opening for opening, patterns in groups.items() if all(r"\d" in p.replace(LETTER, "") for p in patterns)
    )
    anywhere = re.compile("|".join(f"(?:{p})" for p in signed))
    return re.compile("|".join(spots)), compiled, anywhere, numbered


_SPOT, _WORDED, _SIGNED, _NUMBERED = _by_opening()
_TO_DIGIT: Final = 40
"""Characters within which a pattern that begins with words has a digit, unless it can do without."""


def _matches(flat: str) -> Iterator[Extent]:
    """What `_COMPILED.finditer` gives, each pattern tried only where it may begin; within a number none begins."""
    if "@" in flat:
        yield from (Extent(match.start(), match.end()) for match in _COMPILED.finditer(flat))
        return
    done = 0
    digits = digit_starts(flat)
    following, count = 0, len(digits)
    for at in sorted([*digits, *(spot.start() for spot in _SPOT.finditer(flat))]):
        if at < done:
            continue
        while following < count and digits[following] < at:
            following += 1
        opening = flat[at : at + _OPENING]
        if (following == count or digits[following] > at + _TO_DIGIT) and opening in _NUMBERED:
            continue
        match = _WORDED.get(opening, _SIGNED).match(flat, at)
        if match is not None:
            done = match.end()
            yield Extent(at, done)


@lru_cache(maxsize=2)
def find_lookalikes(flat: str) -> tuple[Extent, ...]:
    """The stretches of the flat text that hold digits but no quantity, in order, merged where they touch."""
    return tuple(merged([*_matches(flat), *(Extent(*number.span()) for number in _LIST_NUMBER.finditer(flat))]))
