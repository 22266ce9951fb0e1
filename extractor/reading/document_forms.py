"""The words and patterns of documents: kinds, numbers, days, plenums, congresses, issuers. On flat text."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Final, cast

from extractor.labels import DocumentKind
from extractor.text.lexicon import LETTER, load_table
from extractor.text.months import MONTH_WORDS, month_number
from extractor.text.word_index import WordPattern

_CODE: Final = r"[a-zà-ỹđ]+(?:\.[a-zà-ỹđ]+)*\d{0,2}"
_YEARS: Final = r"(?:19|20)\d\d ?- ?(?:19|20)\d\d"
_ROMAN: Final = r"[ivx]+(?![^\W\d_])"
_NTH: Final = r"(?:nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười (?:một|hai|ba|bốn|lăm)|mười)(?![^\W\d_])"
_CENTRAL: Final = r"(?:ban chấp +hành|bch) (?:trung ương|tw)(?: đảng)?"
NUMBER: Final = re.compile(
    rf"(?:số(?: hiệu)?[ :]{{1,2}})?(?P<n>\d{{1,5}}(?:/(?:19|20)\d\d)?(?: ?[-/] ?{_CODE}){{1,4}}"
    rf"|\d{{1,4}} (?:nq|ct|qđ|kl|kh|hd|tb)[-/]{_CODE}(?:[-/]{_CODE})?)(?![\w%])"
)
MORE: Final = re.compile(r" {0,9}(?:,|;|và|cùng|, và) {0,9}(?:số )?")
ISSUED_BEFORE: Final = re.compile(
    r"(?:^|[.;\n] ?)ngày (?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4}),? [^.;\n]{3,90}"
    r"(?<!\w)(?:ban hành|ký|ký ban hành)(?: các)? $"
)
"""The day on which a body gave out the document that stands right behind ("Ngày 21/12/2022, Thị ủy X ban hành …")."""
DATE: Final = re.compile(
    r" {0,9},? {0,9}\(?(?:ban hành |ký )?(?:ngày )?(?:(?:mồng|mùng) )?(?P<d>\d{1,2}) ?(?:[-/.]| tháng ) ?"
    rf"(?P<m>\d{{1,2}}|(?<=tháng ){MONTH_WORDS})"
    r" ?(?:[-/.]|,? năm ) ?(?P<y>(?:19|20)\d\d)\)?(?!\d)"
)
TERM: Final = re.compile(
    rf" {{0,9}},? {{0,9}}\(? {{0,9}}(?:nhiệm kỳ|khóa) {{0,9}}(?:[ivx]{{1,20}}|{_YEARS})"
    rf"(?:,? nhiệm kỳ {_YEARS})? {{0,9}}\)?(?!\w)"
)
OF: Final = re.compile(r" {0,9},? {0,9}(?:của|do) {1,9}(?:hội nghị (?:lần thứ \S+ )?)?")
OF_THE_CENTRE: Final = re.compile(r" của (?P<issuer>trung ương)(?= *[.,;):\n]| (?:và|về|ngày|là)(?!\w)|$)")
LEADS: Final = re.compile(
    r"(?P<about>lãnh đạo (?:thực hiện )?(?:nhiệm vụ|công tác)(?! xây dựng)[^.;:()\n]{0,60}? \d{4}) của "
)
"""What a conference's own resolution is about, up to who passed it."""
ABOUT: Final = re.compile(r" {0,9},? {0,9}(?:về|v/v) {1,9}(?:việc {1,9})?")
PLENUM: Final = re.compile(
    rf"(?:của )?(?:hội nghị (?:lần thứ )?)?(?:(?:ban chấp hành|bch) )?(?:trung ương|tw|t\.ư|tư)(?: đảng)?(?: lần thứ)?"
    rf" ?(?P<n>\d{{1,2}}|{_NTH})"
    rf"(?P<more>(?:(?: ?, ?| và | ?, và |-)(?:trung ương |tw )?(?:\d{{1,2}}(?!\d|[/.]\d)|{_NTH}))*)"
)
SESSION: Final = re.compile(
    rf"(?:của )?hội nghị (?:lần )?thứ (?P<n>\d{{1,2}}|{_NTH})"
    rf"(?P<more>(?:(?: ?, ?| và )(?:lần thứ |thứ )?(?:\d{{1,2}}(?!\d)|{_NTH}))*),? (?:của )?{_CENTRAL}"
)
PLENUM_TERM: Final = re.compile(
    rf" {{0,9}}(?:(?P<of>của (?P<issuer>{_CENTRAL})) {{0,9}})?,? {{0,9}}(?:\( ?)?khóa (?P<terms>{_ROMAN}"
    rf"(?:(?:, ?| và |, ?khóa | và khóa ){_ROMAN}){{0,9}})(?: ?\))?"
)
PLENUM_NUMBER: Final = re.compile(r"\d{1,2}|mười (?:một|hai|ba|bốn|lăm)|[^\W\d_]+")
_HELD_BY: Final = r"(?:đảng bộ|đảng|toàn quốc|toàn|đoàn|công đoàn|hội|chi bộ|mặt trận)"
CONGRESS: Final = re.compile(
    rf"(?:(?:tại|của) )?(?P<t>đại hội(?: đại biểu)?"
    rf"(?:(?: +(?P<first>{_ROMAN}))(?P<body1>(?: (?:đảng bộ|đoàn|công đoàn|hội)(?: [^\W\d_]+){{0,8}}?)?)"
    rf"|(?P<body2>(?: {_HELD_BY}(?: [^\W\d_]+){{0,8}}?)?),? lần thứ +(?P<last>(?:[ivx]+|\d{{1,2}})(?![^\W\d_]))"
    rf"(?P<body3>(?: đảng bộ(?: [^\W\d_]+){{0,6}}?)?)"
    rf"))(?P<tail> của đảng(?! bộ| ủy))?(?=$|[\s,;.:)\"])"
)
CONGRESS_TERM: Final = re.compile(
    rf"(?P<t>đại hội(?: đại biểu)? (?:đảng bộ|đoàn|công đoàn|chi bộ)(?: [^\W\d_]+){{0,8}}?),? *\(?"
    rf"(?:nhiệm kỳ|khóa) {_YEARS}\)?"
)
CHAIN: Final = re.compile(
    rf"(?: {{0,9}},? {{0,9}}(?:nhiệm kỳ {_YEARS}))? {{0,9}}(?:,|và|, và|;) {{1,9}}(?=đại hội|hội nghị|trung ương \d)"
)
GENERIC_CONGRESS: Final = re.compile(
    r"(?:của )?đại hội (?:đại biểu )?(?:đảng|đảng bộ|công đoàn|đoàn)(?: bộ)?(?: các)? cấp"
)
ASKED_FOR: Final = re.compile(r"(?<!\w)(?:sớm|sẽ|cần|phải|đề nghị|yêu cầu|kiến nghị|nhắc)(?!\w)[^.;]*$")
"""What makes a paper that a body is to issue one that does not exist yet."""
PLENUM_AS_ISSUER: Final = re.compile(
    rf" {{0,9}},? {{0,9}}của {{1,9}}"
    rf"(?P<issuer>hội nghị (?:lần thứ )?(?:trung ương|tw) (?:lần thứ )?(?:\d{{1,2}}(?!\d)|{_NTH})"
    rf"(?:,? (?:\( ?)?khóa {_ROMAN}(?: ?\))?)?)"
)
SERIES: Final = re.compile(r" *(?:,|và|,? và|cùng) *")
JOINT: Final = re.compile(r" {1,9}và {1,9}")
JOINT_OR_COMMA: Final = re.compile(r" *(?:và|,) *")


@cache
def kinds() -> dict[str, DocumentKind]:
    """The kind that each word for a document stands for."""
    table = load_table("extractor.text", "documents.toml")["kinds"]
    return {key: cast(DocumentKind, value) for key, value in table.items()}


@cache
def kind_pattern() -> re.Pattern[str]:
    """Any of the words for a kind."""
    words = sorted(kinds(), key=len, reverse=True)
    return re.compile(rf"(?<![\w/-])(?:{'|'.join(words)})(?!{LETTER})(?![\w/-])")


@cache
def placed_kinds() -> WordPattern:
    """The same, looked up by the words of the article."""
    return WordPattern(kind_pattern())


@cache
def issues() -> re.Pattern[str]:
    """The verb between a body and the document that it issues."""
    words = load_table("extractor.text", "documents.toml")["issuers"]["issues"]
    verbs = "|".join(sorted(words, key=len, reverse=True))
    return re.compile(rf" {{1,9}}(?:đã |vừa |cũng |kịp thời ){{0,9}}(?:{verbs}) {{1,9}}(?:các |những |\d{{1,20}} )?$")


def _words(key: str) -> str:
    words: list[str] = load_table("extractor.text", "documents.toml")["words"][key]
    return "|".join(sorted(words, key=len, reverse=True))


@cache
def short_number() -> re.Pattern[str]:
    """A number without a code that counts nothing."""
    return re.compile(rf"(?:số )?(?P<n>\d{{1,4}})(?![\w%]|[.,/-]\d)(?! *(?:{_words('counted')})(?!{LETTER}))")


YEARLY: Final[frozenset[DocumentKind]] = frozenset(["Kế hoạch", "Chương trình"])
"""Kinds that are made for a year and called by it: "Kế hoạch 2021" at the head of a column is no document's number."""


def is_year(match: re.Match[str]) -> bool:
    """Whether what `short_number` found is a year rather than a number: four digits of one, without "số"."""
    return match[0] == match["n"] and re.fullmatch(r"(?:19|20)\d\d", match["n"]) is not None


def central_issuer(flat: str, start: int, limit: int) -> re.Match[str] | None:
    """ "của Hội nghị Trung ương 4", "của Trung ương": the group `issuer` has its name."""
    return PLENUM_AS_ISSUER.match(flat, start, limit) or OF_THE_CENTRE.match(flat, start, limit)


@cache
def matter_end() -> re.Pattern[str]:
    """What ends the words for what a document is about."""
    return re.compile(
        rf"[;.:\n(]|, *(?:{_words('matter_ends_after_comma')})(?!{LETTER})| (?:{_words('matter_ends')})(?!{LETTER})"
    )


@cache
def qualifier() -> re.Pattern[str]:
    """A word between kind and number or subject."""
    return re.compile(rf" +(?:(?:{_words('qualifiers')})(?!{LETTER})|năm (?:19|20)\d\d)(?! (?:và|quyết)(?!{LETTER}))")


@cache
def _ordinals() -> dict[str, int]:
    return dict(load_table("extractor.text", "documents.toml")["ordinals"])


def ordinal(word: str) -> int:
    """The number that digits or the word for an ordinal stand for; 0 for another word."""
    word = word.strip()
    return int(word) if word.isdigit() else _ordinals().get(word, 0)


def day(match: re.Match[str]) -> date | None:
    """The day that `DATE` or `ISSUED_BEFORE` matched; None where there is no such day."""
    try:
        return date(int(match["y"]), month_number(match["m"]), int(match["d"]))
    except ValueError:
        return None
