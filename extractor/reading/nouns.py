"""The nouns beside a number, as patterns on flat text: what is counted, and what makes it no count.

Word lists: `text/data/counted.toml`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from extractor.text.flat import flatten
from extractor.text.lexicon import LETTER, alternatives, load_table


@cache
def counted_noun() -> re.Pattern[str]:
    """What these articles count, right after a number, with its blanks."""
    nouns = load_table("extractor.text", "counted.toml")["nouns"]
    return re.compile(r" {0,3}(?:số +)?(?:" + alternatives(nouns) + ")")


@cache
def noun_after_one() -> re.Pattern[str]:
    """The nouns before which "một" is a number and no article."""
    nouns = load_table("extractor.text", "counted.toml")["nouns_after_one"]
    return re.compile(r" {1,3}" + alternatives(nouns))


@cache
def nothing_counted() -> re.Pattern[str]:
    """ "không có", "không" and their like before what is counted, or what was done to it: none of it.

    An item of a list may end so ("yếu kém: không"). "chưa" says so only with all of "chưa phải kỷ luật đảng viên nào".
    """
    noun = _noun_of_none()
    nobody = rf"(?<=không có)(?= +ai(?: *[.;,)\n]|$| +(?:bị|được|vi phạm)(?!{LETTER})))"
    nobody += rf"|(?<=không có)(?= +người (?:vi phạm|bị|nào)(?!{LETTER}))"
    return re.compile(
        rf"(?<!{LETTER})(không có|không còn|không để (?:xảy ra|có)(?= +(?:tccs|tổ chức|chi bộ|đảng bộ"
        rf"|đảng viên|cơ sở đảng))|chưa có|không){_GROUNDED}(?= +(?:một +)?{noun}| +nơi nào|{nobody}"
        rf"|(?<=không có)(?={_DEED} +{noun})"
        rf"|(?<=: không có)(?= *[.;,\n)]|$)"
        rf"|(?<=: không)(?= *(?:[.;,\n)]|$)))"
        rf"|(?<!{LETTER})(không)(?={_DEED} +(?:{noun}[^.;,]{{0,40}}? nào|ai)(?!{LETTER}))"
        rf"|(?<!{LETTER})(chưa)(?={_NOT_YET} +{noun}[^.;,]{{0,40}}? nào(?!{LETTER}))"
    )


_SUCH: Final = re.compile(r"(?<![^\W\d_])(?:số|tỷ lệ|những|mấy) (?:[^\W\d_]+ ){1,5}$")
"""Before "không có", where bodies or people are told by what they lack ("số chi bộ không có …")."""
_SUCH_REACH: Final = 48
"""Characters before "không có" that `_SUCH` is looked for in."""
_LACK_MOVED: Final = re.compile(
    r"[^.;]{0,70}(?<![^\W\d_])(?:giảm|tăng|còn|xuống|lên|chiếm|là|từ)(?: [^\W\d_]+){0,2} \d"
)
"""Behind "không có", up to a number that says how many of such there are."""


def tells_which(flat: str, start: int, end: int) -> bool:
    """Whether the "không có" at `start` to `end` says which bodies are counted ("số chi bộ không có … giảm còn 11")."""
    return _LACK_MOVED.match(flat, end) is not None and (
        _SUCH.search(flat, max(0, start - _SUCH_REACH), start) is not None
    )


_GROUNDED: Final = rf"(?! +cơ sở(?: *[.;,)\n]|$| +(?:để|pháp lý|thực tế)(?!{LETTER})))"
"""What is without grounds counts nothing ("4 đơn không có cơ sở")."""
_DEED: Final = (
    r" +(?:phải +)?(?:bị +)?(?:thi hành kỷ luật|kỷ luật|xử lý|khai trừ|cảnh cáo|cách chức|khiển trách|xóa tên|kết nạp"
    r"|giải thể|thành lập)(?: +được)?"
)
"""What was done to none."""


_NOT_YET: Final = (
    r" +phải +(?:bị +)?(?:thi hành kỷ luật|kỷ luật|xử lý|khai trừ|cảnh cáo|cách chức|khiển trách|xóa tên)(?: +được)?"
)
"""What had not to be done to any. Who "chưa kết nạp được đảng viên nào" are some bodies of many: no count."""


def _noun_of_none() -> str:
    nouns = load_table("extractor.text", "counted.toml")["nouns"]
    return alternatives(
        [
            n
            for n in nouns
            if n not in ("việc", "điểm", "ban", "bài học", "ý kiến", "đơn vị máu", "người", "điều", "gia đình")
        ]
    )


@cache
def counting_label() -> re.Pattern[str]:
    """Matches, up to a number, the label of an item that says what is counted ("Tổ chức cơ sở đảng yếu kém: ")."""
    noun = alternatives([n for n in load_table("extractor.text", "counted.toml")["nouns"] if " " in n])
    return re.compile(rf"(?<!{LETTER}){noun}[^.;:\n]{{0,40}}: $")


@cache
def length_of_time() -> re.Pattern[str]:
    """What makes a number before it an age or a stretch of time."""
    words = load_table("extractor.text", "counted.toml")["durations"]
    return re.compile(r" {0,2}" + alternatives(words))


@cache
def ordinal_ends() -> tuple[str, ...]:
    """The last words of what `ordinal_word` finds."""
    words = load_table("extractor.text", "counted.toml")["ordinal_words"]
    return tuple({flatten(word).split()[-1] for word in words})


@cache
def ordinal_word() -> re.Pattern[str]:
    """What makes a number after it a name or a place in an order; group 1 is the word."""
    words = load_table("extractor.text", "counted.toml")["ordinal_words"]
    return re.compile(rf"(?<!{LETTER})(" + alternatives(words) + r") *$")
