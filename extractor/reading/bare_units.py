"""Communes and districts told of by their names alone that stand for their committees: in a table's rows, and by the
numbers told of them ("kế đến là quận Bình Tân 187 và huyện Củ Chi 164").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractor.reading.body import Body
from extractor.reading.body_names import bare_commune, bare_unit, commune_end, place_after, place_between
from extractor.text.article import Extent
from extractor.text.lexicon import load_table

_LONG: Final = 600
"""Characters beyond which a text is an article's, whose words are known."""


def rows_of_units(text: str, flat: str) -> list[Body]:
    """The communes and districts that lines begin with."""
    return [body for match in bare_commune().finditer(flat) if (body := _row(match, text, flat)) is not None]


def _row(match: re.Match[str], text: str, flat: str) -> Body | None:
    """The commune or district that a line begins with, with a capital and a name."""
    start, end = match.start("word"), match.end()
    upper = match["word"] in load_table("extractor.text", "bodies.toml")["communes"]["upper"]
    if upper and not _CELL_ENDS.match(flat, place_after(text, flat, end, office=False)):
        return None
    name_end = (place_after if upper else commune_end)(text, flat, end, office=False)
    if name_end == end or not text[start].isupper():
        return None
    place = place_between(flat, end, name_end)
    kind = "district_committee" if upper else "commune_committee"
    return Body(Extent(start, name_end), "district", kind, place, level=True, bare=True)


_CELL_ENDS: Final = re.compile(r" *[|\t]|  ")
"""After a name that fills a table's cell."""


def units_with_numbers(text: str, flat: str, named: Sequence[Body]) -> list[Body]:
    """Communes and districts that stand for their committees by the numbers told of them, one after the other.

    "Kế đến là quận Bình Tân 187 và huyện Củ Chi 164": two at least, or one beside another's committee (`named`), each
    with its number behind its name, or behind what it did.
    """
    table = load_table("extractor.text", "bodies.toml")["communes"]
    found: list[Body] = []
    units = bare_unit().finditer if len(flat) > _LONG else bare_unit().pattern.finditer
    for match in units(flat):
        word, end = match[0], match.end()
        upper = word in table["upper"]
        stop = (place_after if upper else commune_end)(text, flat, end, office=False)
        before = flat[max(0, match.start() - 24) : match.start()]
        if stop == end or _SPOKEN_OF.search(before):
            continue
        if _ITS_NUMBER.match(flat, stop) or (_OPENS.search(before) and _ITS_WORK.match(flat, stop)):
            kind = "district_committee" if upper else "commune_committee"
            extent = Extent(match.start(), stop)
            found.append(Body(extent, "district", kind, place_between(flat, end, stop), level=True, bare=True))
    places = {body.place for body in found}
    beside = {body.place for body in named if body.family == "district" and body.place} if len(places) == 1 else places
    return found if len(places | beside) > 1 else []


_ITS_NUMBER: Final = re.compile(
    r" \(?(?:(?:kết nạp|phát triển|có|góp|thu|được|đạt|lập|thành lập|kiểm tra|giám sát|kỷ luật|chỉ|mới|cũng|trao|thêm"
    r"|ước|cả năm|hơn|gần|trên) ){0,4}\(?\d"
)
"""The number of a unit right behind its name, or behind what it did."""
_PEOPLE: Final = r"(?:đảng viên|chi bộ|tổ chức|người|trường hợp|đồng chí|quần chúng|công nhân)"
_HOW_MANY: Final = rf"(?:\d|(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)(?= {_PEOPLE}))"
_DOES: Final = (
    r"(?: (?:kết nạp|phát triển|có|góp|thu|được|đạt|lập|thành lập|kiểm tra|giám sát|kỷ luật|trao|thêm|giới thiệu"
    r"|thu hút|dẫn đầu|đứng đầu|đứng|tiếp|bám|theo|chỉ|mới|cũng|vẫn|đã|còn|ước|cả năm|nửa năm|hơn|gần|trên|với|là"
    r"|vỏn vẹn|vẻn vẹn|đông|nhất|lần lượt|nhiều|ít))"
)
_ITS_WORK: Final = re.compile(
    rf"(?:,(?: [^\W\d_]+){{1,7}},)?{_DOES}{{1,6}}(?: [^\W\d_]+){{0,3}} \(?{_HOW_MANY}"
    rf"|,(?: [^\W\d_]+){{0,4}} \d+ {_PEOPLE}|, (?:chỉ |mới |với |có ){{0,2}}\d+[,.;]"
    rf"|(?: [^\W\d_]+){{1,6}},{_DOES}{{1,4}} {_HOW_MANY}"
)
"""What a unit did that opens its clause, up to its number ("xã Long Thành, vùng sân bay, lập 6 tổ chức đảng")."""
_OPENS: Final = re.compile(
    r"(?:^|[.;:\n“\"] ?|(?<!\w)(?:và|còn|riêng|song|nhưng|trong khi|thì|là|như|đến|cùng) |\d, )$"
)
"""Before the word of a unit that opens a clause."""
_SPOKEN_OF: Final = re.compile(
    r"(?<!\w)(?:ở|tại|về|của|đến|tới|cho|từ|qua|với|trên|bàn|ủy|bộ|ban|nhân dân|an|sự|đoàn|hội|ubnd|hđnd|tịch|thư"
    r"|ubmttq|các|mỗi|từng|những|hai|ba|bốn|\d|lỵ|tâm|thôn|bản|ấp|giữa|nối|thuộc|trạm|trường|chợ|sinh|viên|dân|thị) $"
)
"""Before the word of a unit that is a place there, or of which something else is."""
