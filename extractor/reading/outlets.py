"""How an outlet names itself: a tag before the lead ("(ĐN) - ", "LSO-"), a domain, "Báo Quảng Trị"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from extractor.text.lexicon import load_table
from extractor.text.provinces import find_provinces, province_of

_DOMAIN: Final = (
    r"(?:https?://)?(?:www\.)?[A-Za-z0-9][A-Za-z0-9-]{0,40}(?:\.[A-Za-z0-9-]{1,40}){0,3}\.(?:vn|com|net|org|info)"
)
_CODE: Final = (
    r"(?=[A-Za-zĐ]{0,13}[A-ZĐ][A-Za-zĐ]{0,13}[A-ZĐ])[A-Za-zĐ]{2,14}(?:[-.][A-ZĐ]{2,6})?(?: (?:online|Online|ONLINE))?"
)
_NAMED: Final = (
    r"(?:Báo|Tạp chí|Cổng TTĐT|Cổng thông tin điện tử|Trang TTĐT|Đài PT-?TH|Đài|TTXVN|BÁO)(?: [^\W\d_]+){0,8}"
)
_TITLED: Final = r"[A-ZĐ][^\W\d_]*(?: [^\W\d_]+){0,3}"
"""A paper's name in brackets at the head of a lead ("(Dân trí)"); a province's name there is a place."""
_OPENING: Final = re.compile(
    rf"\W{{0,2}}(?:(?:{_TITLED}\s{{1,3}}(?=\([^()\n]{{2,40}}\)\s{{0,3}}[-–—]))?[(\[]\s{{0,9}}(?P<closed>{_DOMAIN}|{_CODE}|{_NAMED}|{_TITLED})\s{{0,9}}[)\]]\s{{0,9}}[-–—:.]{{0,9}}\s{{0,9}}"
    rf"|(?P<open>{_DOMAIN}|{_CODE}|{_NAMED}|{_TITLED} [Oo]nline)\s{{0,9}}(?:[-–—]|:(?=\s))\s{{0,9}})(?=\S)"
)
_STATION: Final = r"(?:[Pp]hát thanh(?:,| và| -) [Tt]ruyền hình|PT-?TH|PT và TH|PT&TH)"
_ANYWHERE: Final = re.compile(
    rf"(?<!\w)(?:(?:Báo|BÁO)(?: và (?:Đài )?{_STATION})?|Đài {_STATION}|Tạp chí)(?: điện tử)?(?= )"
)
"""A paper's or a station's head word; since 2025 most are one ("Báo và phát thanh, truyền hình Phú Thọ")."""
_ON_LINE: Final = re.compile(r" (?:điện tử|[Oo]nline)(?!\w)")
_NAME_WORD: Final = re.compile(r" (?:[^\W\d_]+|[-–](?= [^\W\d_]))")
DOMAIN: Final = re.compile(rf"(?<![\w@.])({_DOMAIN})(?!\w)")
_PUBLISHER: Final = re.compile(
    rf"\s{{0,3}}/\s{{0,3}}(?:{_DOMAIN}|{_CODE}(?:-{_CODE}){{0,2}}(?:-[^\W\d_]+(?: [^\W\d_]+)?)?|{_NAMED})\s{{0,3}}$"
)

_NO_TAG: Final = frozenset(
    "AI GPT LLM UBND HĐND UBKT BCH TCCS TCCSĐ UBMTTQ MTTQ LĐLĐ CCB ĐVTN TW LLVT CNVC CBCC DN HTX THPT"
    " THCS PV MC".split()
)
_DOCUMENTS: Final = frozenset("NQ CT QĐ KH".split())
"""Signs of documents; a paper's where they stand in brackets before a dash ("(CT) - Ngày 13-6")."""


_HEAD: Final = re.compile(rf"\W{{0,2}}(?P<name>{_CODE}|{_NAMED})\s{{0,9}}(?:[-–—|»›>•]|$)")
"""A paper's sign at the head of a line of the page: "BR-VT - Cập nhật …", "CBĐT » Chính trị"."""
_MENU: Final = frozenset(
    "RSS EN VN VI HOME MENU VIDEO TIN MEDIA HOT NEW NEWS GMT PC SEA AUDIO SEARCH TAGS PHOTO".split()
)


@dataclass(frozen=True, slots=True)
class OutletTag:
    """An outlet's own tag at the head of a paragraph and where the sentence after it begins."""

    name: str
    start: int
    end: int


@cache
def _national_tag() -> re.Pattern[str]:
    names = "|".join(map(re.escape, load_table("extractor.text", "outlets.toml")["national"]))
    return re.compile(
        rf"(?P<open>{names})\s{{0,9}}[-–—]\s{{1,9}}(?=\S)"
        rf"|(?:[^()\n,.;:]{{2,30}} )?\((?P<closed>{names})\)\s{{0,9}}[-–—]\s{{1,9}}(?=\S)"
    )


def opening_tag(text: str) -> OutletTag | None:
    """The tag that a paragraph opens with, if it opens with one; offsets count from the paragraph's start."""
    if (national := _national_tag().match(text)) is not None:
        group = national.lastgroup or "open"
        return OutletTag(national[group], national.start(group), national.end())
    match = _OPENING.match(text)
    if match is None:
        return None
    group = "closed" if match["closed"] else "open"
    name = match[group].strip()
    dashed = group == "closed" and text[: match.end()].rstrip().endswith(("-", "–", "—"))
    if name.upper() in (_NO_TAG if dashed else _NO_TAG | _DOCUMENTS) or (
        province_of(name) and not re.search(r"\.(?:vn|com|net|org|info)$|^(?:Báo|Đài|Cổng)", name)
    ):
        return None
    if group == "open" and (name.startswith(("Báo cáo", "Đài tưởng")) or name in _MENU):
        return None
    return OutletTag(name, match.start(group), match.end())


_WHOLE: Final = re.compile(rf"{_NAMED}|{_DOMAIN}|[^\W\d_]+(?: [^\W\d_]+){{1,4}} (?:[Oo]nline|điện tử)")
_SIGN: Final = re.compile(r"(?=[A-ZĐ]{0,9}(?:O|ĐT|TV)$)[A-ZĐ]{3,10}")
"""A paper's sign beside a date: of its online edition or its station ("SGGPO", "HBĐT")."""


def outlet_of_dateline(pieces: Iterable[str]) -> str | None:
    """The outlet that one of a dateline's pieces, its date and time left out, is the name of, nothing else."""
    for piece in (" ".join(piece.split()) for piece in pieces):
        if piece.startswith(("Báo cáo", "Đài tưởng")) or piece.upper() in _NO_TAG | _MENU:
            continue
        if _WHOLE.fullmatch(piece) or _SIGN.fullmatch(piece) or national_outlet(piece) == piece:
            return piece
    return None


def masthead(line: str) -> str | None:
    """The outlet's name where a line at the page's head is nothing else ("BÁO LÀO CAI ĐIỆN TỬ")."""
    name = line.split("\n", maxsplit=1)[0].strip()
    if _ANYWHERE.match(name) and (named_outlet(name) == (0, len(name)) or national_outlet(name) == name):
        return name
    if _SITE.match(name) and len(name.split()) <= _LONGEST_SITE and not name.endswith((".", ":")):
        return name
    if not name.isupper() or not 2 <= len(name.split()) <= _LONGEST_MASTHEAD:
        return None
    return name if _MASTHEAD.match(name) or _MASTHEAD_END.search(name) else None


_LONGEST_MASTHEAD: Final = 14
"""Words that a masthead has at most."""
_LONGEST_SITE: Final = 20
"""The same of a body's own site, which has the body's name in it."""
_MASTHEAD: Final = re.compile(
    r"(?:BÁO|ĐÀI|TẠP CHÍ|BẢN TIN|CỔNG (?:THÔNG TIN|TTĐT)|TRANG (?:THÔNG TIN|TTĐT)|CƠ QUAN NGÔN LUẬN)(?!\w)(?! CÁO)"
)
_SITE: Final = re.compile(r"(?:Cổng|Trang) (?:thông tin điện tử|TTĐT) (?=[^\W\d_a-zđ])")
"""A body's own site, by its name in small letters."""
_MASTHEAD_END: Final = re.compile(r"(?<!\w)(?:ONLINE|ĐIỆN TỬ)$")


def without_publisher(line: str) -> str:
    """A byline without the house behind a slash ("Lý Mẫu/VOV-ĐBSCL")."""
    return _PUBLISHER.sub("", line)


@cache
def _national() -> re.Pattern[str]:
    """Matches the name of an outlet of the whole country that a line begins with, or that its last bracket holds."""
    names = sorted(load_table("extractor.text", "outlets.toml")["national"], key=len, reverse=True)
    either = "|".join(map(re.escape, names))
    return re.compile(
        rf"\W{{0,2}}(?P<head>{either})\s{{0,9}}(?:[-–—|»›>•,]|\s\d|$)"
        rf"|[^()]{{1,60}}\((?P<tail>{either})\)\W{{0,3}}$"
        rf"|\W{{0,2}}(?P<station>[^\W\d_]+(?: [^\W\d_]+){{1,3}} TV)\s{{0,9}}(?:[-–—|]|$)",
        re.IGNORECASE,
    )


def national_outlet(line: str) -> str | None:
    """The outlet of the whole country, or a province's station, that a line of the page is signed with."""
    match = _national().match(line)
    return match[match.lastgroup or 0] if match is not None else None


def head_tag(line: str) -> str | None:
    """The paper's sign at the head of a line of the page's own; a province's short name counts here."""
    match = _HEAD.match(line)
    if match is None:
        return None
    name = match["name"].strip()
    return None if name.upper() in _NO_TAG | _DOCUMENTS | _MENU or (" " in name and province_of(name)) else name


def named_outlet(text: str) -> tuple[int, int] | None:
    """Where "Báo Quảng Trị", "Đài PT-TH Vĩnh Long" stands in the text, if one does."""
    for match in _ANYWHERE.finditer(text):
        end = at = match.end()
        while word := _NAME_WORD.match(text, at):
            if word[0][1] not in "-–" and not word[0][1].isupper():
                break
            at = word.end()
            end = end if word[0][1] in "-–" else at
        name = text[match.end() : end].strip()
        known = find_provinces(name)
        if known:
            close = match.end() + text[match.end() : end].index(name) + known[0].extent.end
            on_line = _ON_LINE.match(text, close)
            return match.start(), on_line.end() if on_line else close
        if len(name.split()) >= 2:
            return match.start(), end
    return None
