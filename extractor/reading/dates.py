"""Calendar dates: "14/01/2022", "10-9-2018", "ngày 13 tháng 1", "Sáng 6-2".

Day and month alone look like a ratio ("12/13 chỉ tiêu") or a decimal ("16.1"); they are a date only beside a word that
says so (ngày, sáng, thứ tư, hôm qua ...).
"""

from __future__ import annotations

import re
from calendar import monthrange
from typing import Final

from extractor.reading.intervals import Claims, in_order
from extractor.reading.model import DateMention
from extractor.text.article import Extent
from extractor.text.digits import digit_starts, matches_at
from extractor.text.flat import flatten
from extractor.text.months import MONTH_WORDS, month_number
from extractor.text.word_index import WordPattern, places

_FREE: Final = r"(?<![\w/.,:+-])"
_DONE: Final = r"(?![\w%/-]|[.,:]\d)"
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH: Final = r"(?:0?[1-9]|1[0-2])"
_YEAR: Final = r"(?:19|20)\d{2}"

_NUMERIC: Final = re.compile(
    rf"{_FREE}(?P<d>{_DAY}) ?(?P<s>[/.-]) ?(?P<m>{_MONTH}) ?(?P=s) ?(?P<y>{_YEAR}){_DONE}"
    rf"|{_FREE}(?P<y2>{_YEAR})(?P<s2>[/-])(?P<m2>{_MONTH})(?P=s2)(?P<d2>{_DAY})(?![\w%/-]|[.,]\d)"
)
_WORDED: Final = re.compile(
    rf"(?<![\w/.,-])(?:(?:ngày|mùng|mồng) )?(?P<d>{_DAY})(?: (?:và|-|đến) {_DAY})?"
    rf" tháng (?P<m>{_MONTH}(?!\d)|{MONTH_WORDS})(?:(?: |, ?)năm (?P<y>{_YEAR})|[/-](?P<y2>{_YEAR})| (?P<y3>{_YEAR}))?"
    r"(?![\w%/-]|[.,]\d)"
)
_CUE: Final = (
    r"(?<![^\W\d_])(?:ngày|sáng|chiều|tối|trưa|đêm|rạng sáng|hôm nay|hôm qua|hôm kia"
    r"|nay|qua|hôm|mùng|mồng|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|vừa qua|cùng ngày|đầu ngày|khai mạc|bế mạc"
    r"|(?:tính|cho) (?:đến|tới)(?: hết)?|(?<=[.;:!?\n] )đến(?: hết)?|(?<=\n)đến(?: hết)?)"
)
_CUE_WORDS: Final = frozenset(
    "ngày sáng chiều tối trưa đêm rạng hôm nay qua mùng mồng thứ chủ vừa cùng đầu khai bế tính cho đến".split()
)
"""What a cue begins with."""
_DAY_WORDS: Final = frozenset(["ngày", "mùng", "mồng"])
_SHORT: Final = re.compile(
    rf"(?P<cue>{_CUE})[ ,]{{0,2}}\(?(?:ngày )?"
    rf"(?:(?P<first>{_DAY})(?:[/.-]{_MONTH})?(?:, | và | đến | ?- ?|,))*?"
    rf"(?P<d>{_DAY}) ?(?P<s>[/.-]) ?(?P<m>{_MONTH})(?: ?(?P=s) ?(?P<yy>{_YEAR}|\d{{2}}))?{_DONE}"
)
_BRACKETED: Final = re.compile(rf"\((?P<d>{_DAY})(?P<s>[/.-])(?P<m>{_MONTH})\)")
_OPENING: Final = 600
"""Characters from the text's beginning within which "(17.1)" is a day: its head and its first sentences."""
_RANGED: Final = WordPattern(
    re.compile(
        rf"(?:từ|đến) (?:ngày )?(?P<d>{_DAY})(?P<s>[/.-])(?P<m>{_MONTH})"
        rf"(?= (?:đến|tới)(?:(?: ngày)? {_DAY}[/.-]{_MONTH}{_DONE}| (?:nay|hết|cuối|tháng)(?!\w)))"
    )
)
_RATIO_NOUN: Final = re.compile(
    r" ?\(?(?:chỉ tiêu|tổ chức|tccs|chi |đảng|đồng chí|đơn vị|cơ quan|doanh nghiệp|cơ sở|tập thể|cá nhân|người|huyện|xã"
    r"|phường|công đoàn|mục tiêu|nhiệm vụ|tiêu chí|hội|đoàn|lớp|phiếu|đại biểu)"
)
_WEAK_CUES: Final = ("nay", "qua", "hôm", "vừa qua")


def _mention(start: int, end: int, day: str, month: str, year: str | None) -> DateMention | None:
    """A mention where the calendar has such a day."""
    number, of_month = int(day), month_number(month)
    known = int(year) if year else None
    if known is not None and known < 100:
        known += 2000 if known < 50 else 1900
    if number > monthrange(known or 2000, of_month)[1]:
        return None
    return DateMention(Extent(start, end), number, of_month, known)


def _numeric(flat: str) -> list[DateMention]:
    found = []
    for match in matches_at(_NUMERIC, flat, digit_starts(flat)):
        suffix = "" if match["d"] else "2"
        day, month, year = match["d" + suffix], match["m" + suffix], match["y" + suffix]
        found.append(_mention(match.start(), match.end(), day, month, year))
    return [mention for mention in found if mention]


def _worded(flat: str) -> list[DateMention]:
    if "tháng" not in flat:
        return []
    found = []
    starts = sorted([*digit_starts(flat), *places(flat).of(_DAY_WORDS)])
    for match in matches_at(_WORDED, flat, starts):
        year = match["y"] or match["y2"] or match["y3"]
        found.append(_mention(match.start(), match.end(), match["d"], match["m"], year))
    return [mention for mention in found if mention]


def _short(flat: str) -> list[DateMention]:
    """Day and month beside a cue; of "12 và 13/1" both days."""
    found: list[DateMention | None] = []
    for match in matches_at(_SHORT, flat, places(flat).of(_CUE_WORDS)):
        weak = match["cue"] in _WEAK_CUES or match["cue"].endswith(("đến", "tới", "hết"))
        if weak and _RATIO_NOUN.match(flat, match.end()):
            continue
        found.append(_mention(match.start("d"), match.end(), match["d"], match["m"], match["yy"]))
        if match["first"]:
            found.append(_mention(match.start("first"), match.end("first"), match["first"], match["m"], match["yy"]))
    for pattern in (_BRACKETED, _RANGED):
        for match in pattern.finditer(flat):
            if pattern is _BRACKETED and match["s"] == "." and match.start() > _OPENING:
                continue
            found.append(_mention(match.start("d"), match.end("m"), match["d"], match["m"], None))
    return [mention for mention in found if mention]


def read_dates(text: str) -> tuple[DateMention, ...]:
    """Every calendar date in `text`, in order, none inside another. Never raises."""
    flat = flatten(text)
    claims = Claims(len(flat))
    found = [*_numeric(flat), *_worded(flat), *_short(flat)]
    return in_order(mention for mention in found if claims.claim(mention.extent))
