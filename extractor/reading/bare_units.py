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
from extractor.text.word_index import WordPattern

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
    return _committee(flat, start, end, name_end, upper=upper)


def _committee(flat: str, start: int, name: int, end: int, *, upper: bool = False) -> Body:
    """The committee that a place from `start` to `end` stands for, its own name from `name` on."""
    kind = "district_committee" if upper else "commune_committee"
    return Body(Extent(start, end), "district", kind, place_between(flat, name, end), level=True, bare=True)


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
            found.append(_committee(flat, match.start(), end, stop, upper=upper))
    places = {body.place for body in found}
    beside = {body.place for body in named if body.family == "district" and body.place} if len(places) == 1 else places
    return found if len(places | beside) > 1 else []


def units_in_turn(text: str, flat: str, named: Sequence[Body]) -> list[Body]:
    """Communes named after another's committee, with or without their word, that numbers are given to in turn.

    "Đảng ủy xã Hòa Bình, xã Tân Lập và Phú Thịnh lần lượt kết nạp 3, 4 và 5"; "Đảng bộ các xã A, B và C … lần lượt".
    """
    firsts = [(body.extent.end, 1) for body in named if body.kind == "commune_committee" and body.family == "district"]
    firsts += [(match.end(), 0) for match in _COMMITTEES_OF.finditer(flat)]
    found: list[Body] = []
    for end, known in firsts:
        chain, at = list[Body](), end
        while (joint := (_JOINT if known or chain else _FIRST).match(flat, at)) is not None:
            start = joint.start("word") if joint["word"] else joint.end("gap")
            stop = commune_end(text, flat, joint.end() - (not joint["word"]), office=False)
            if stop <= joint.end():
                break
            chain.append(_committee(flat, start, joint.end(), stop))
            at = stop
        if len(chain) + known > 1 and _GIVEN_IN_TURN.match(flat, at):
            found += chain
    return found


def units_by_name(text: str, flat: str, named: Sequence[Body]) -> list[Body]:
    """Communes told of by their names alone after another's committee and its number, each with its own number.

    "Đảng bộ xã Ia Dơk kết nạp 14 đảng viên, Ia Krêl 11, Ia Kla 9".
    """
    found: list[Body] = []
    for body in named:
        if body.kind != "commune_committee" or body.family != "district":
            continue
        told = _FIRST_NUMBER.match(flat, body.extent.end)
        while told is not None and (joint := _NEXT_NAME.match(flat, told.end())) is not None:
            stop = commune_end(text, flat, joint.end() - 1, office=False)
            told = _NUMBER_OF_NAME.match(flat, stop)
            if stop <= joint.end() or told is None or text[joint.end() : stop].isupper():
                break
            found.append(_committee(flat, joint.end(), joint.end(), stop))
    return found


_COUNTED_NOUN: Final = r"(?: (?:đảng viên|đồng chí|quần chúng|người|chi bộ|trường hợp)(?: mới)?)?"
_FIRST_NUMBER: Final = re.compile(rf"(?! và)[^.;:,\d]{{0,30}} \d[\d.]*(?<!\.){_COUNTED_NOUN}")
_NEXT_NAME: Final = re.compile(
    r"(?:,|;| và|, và)(?: (?:tiếp đến|kế đến|tiếp theo|rồi đến|sau đó)(?: là)?)? (?=[^\W\d_])"
)
_NUMBER_OF_NAME: Final = re.compile(
    rf" (?:(?:với|được|là|có|kết nạp) )?\(?\d[\d.]*(?<!\.)\)?{_COUNTED_NOUN}(?=[,.;)]|$| và |\n)"
)
_COMMITTEES_OF: Final = WordPattern(
    r"(?<![^\W\d_])(?:đảng bộ|đảng ủy)(?: của)? các (?:xã|phường|thị trấn)(?= [^\W\d_])"
)
_JOINT: Final = re.compile(r"(?P<gap>(?:,| và|, và) )(?P<word>(?:xã|phường|thị trấn|đặc khu)(?= ))?")
_FIRST: Final = re.compile(r"(?P<gap> )(?P<word>(?!))?")
_GIVEN_IN_TURN: Final = re.compile(r"[^.;:\d]{0,60}(?<!\w)(?:lần lượt|tương ứng)(?!\w)[^.;:\d]{0,40}\d")
"""After the last of them: what they did, and that its numbers are told in turn."""
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
