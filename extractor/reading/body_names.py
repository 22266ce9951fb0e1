"""The words and the ends of Party bodies' names: which words begin one, and where it stops.

The words are data (`text/data/bodies.toml`). Everything here looks at letters only; what a name means is told by
`organizations`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from extractor.text.flat import flatten
from extractor.text.lexicon import LETTER, alternatives, load_table
from extractor.text.names import is_frequent_surname, is_middle, is_surname
from extractor.text.provinces import spelling_source
from extractor.text.word_index import WordPattern

_PLACE_WORDS: Final = 3
"""Most words of a district's name."""
_COMMUNE_WORDS: Final = 4
"""Most words of a commune's name ("Nam Ban Lâm Hà")."""


def _either(words: Sequence[str]) -> str:
    return alternatives(tuple(words)) + r"(?!\w)"


_ASIDE: Final = r"(?:[ ]+\([^()\n]{2,30}\))?"
"""A bracketed abbreviation inside a name: "Đảng bộ các cơ quan (CCQ) Đảng tỉnh"."""
_HCM: Final = r"(?:(?:(?<=phố)[ ]+|(?<=tp)\.?[ ]*|(?<=tp\.)[ ]*)(?:hồ chí minh|hcm)(?!\w))"
"""The city's name after the word for a city, where its spelling holds that word ("TP.HCM")."""
_SEATS: Final = r"tỉnh|thành phố|tp\.?|trung ương|tw"
_LOWER_SEATS: Final = r"xã|phường|đặc khu|thị trấn|huyện|quận|thị xã"
_PLAIN_ORGANS: Final = r"các cơ quan|cơ quan"
"""The bloc of agencies without the word "Khối"; it needs its tier beside it ("Đảng ủy các cơ quan tỉnh")."""


@dataclass(frozen=True, slots=True)
class Organ:
    """What a Party committee over the organs of one territory is: its kind, and which bodies are the same."""

    same: str
    kind: str


@cache
def organs() -> dict[str, Organ]:
    """Words after "Đảng ủy", "Đảng bộ" -> what committee they make."""
    rows = load_table("extractor.text", "bodies.toml")["organ"]
    return {word: Organ(row["same"], row["kind"]) for row in rows for word in row["words"]}


@cache
def pattern() -> re.Pattern[str]:
    """Matches the beginning of any body's name in flat text; the groups say what it is."""
    table = load_table("extractor.text", "bodies.toml")
    province = spelling_source()
    tier = rf"(?:[ ]+(?P<bloctier>tỉnh|thành phố|tp\.?|trung ương|tw)(?!\w))?{_HCM}?(?:[ ]*(?<=[ .]){province})?"
    bloc = (
        rf"(?:(?P<head>đảng ủy|đảng bộ|{_YOUTH_HEADS}|đoàn"
        rf"|{_either(table['youth']['associations'])})[ ]+)?"
        rf"(?P<khoi>khối(?!{LETTER}))(?:[ ]+(?:các[ ]+)?(?P<bloc>{_either(list(table['blocs']))})"
        rf"(?:{_ASIDE}(?=[ ]+(?:tỉnh|thành phố|tp|trung ương)(?!\w)))?"
        rf"{tier})?"
    )
    organ = (
        rf"(?P<organhead>đảng ủy|đảng bộ|{_YOUTH_HEADS})[ ]+"
        rf"(?:(?P<organ>{_with_asides(list(organs()))}){_ASIDE}"
        rf"(?:[ ]+(?P<seat>{_SEATS}|{_LOWER_SEATS})(?!\w)(?P<hcm>{_HCM})?)?"
        rf"|(?P<plain>{_PLAIN_ORGANS}){_ASIDE}[ ]+(?P<plainseat>{_SEATS})(?!\w))"
        rf"(?P<organplace>[ ]*(?<=[ .]){province})?"
    )
    committee = (
        rf"(?P<committee>{_either(list(table['committees']))})"
        rf"|(?P<level_head>đảng bộ|đảng ủy)[ ]+(?P<level>{_either(list(table['levels']))})"
    )
    commission = rf"(?:(?P<commission>{_either(list(table['commissions']))}){_ASIDE}[ ]+)?"
    youth = rf"(?P<youth>(?:{_YOUTH_HEADS})[ ]+{_YOUTH_TIERS}|{_either(table['youth']['unions'])})"
    unit = r"(?P<unit>đảng bộ bộ phận|đảng bộ|đảng ủy|chi bộ)(?=[ ])"
    central = rf"(?P<central>{_either(list(table['commissions']))}){_ASIDE}[ ]+(?:đảng bộ[ ]+)?(?:trung ương|tw)(?!\w)"
    return re.compile(rf"(?<![\w])(?:{central}|{commission}(?:{organ}|{bloc}|{committee}))|(?<![\w])(?:{youth}|{unit})")


_YOUTH_HEADS: Final = r"đoàn thanh niên(?: cộng sản hồ chí minh)?|đoàn tncs(?: hồ chí minh)?"
_YOUTH_TIERS: Final = r"(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|đặc khu)(?!\w)"


def _with_asides(words: Sequence[str]) -> str:
    """Like `_either`; a bracketed abbreviation may stand between any two words."""
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", _ASIDE + "[ ]+") for word in ordered) + r")(?!\w)"


@cache
def city_name() -> re.Pattern[str]:
    """Matches "Hồ Chí Minh", "HCM" right after the word for a city."""
    return re.compile(_HCM)


@cache
def after_level() -> re.Pattern[str]:
    """Matches a province's name right after a word of its tier."""
    return re.compile(rf"\.?[ ]*(?<=[ .]){spelling_source()}(?!\w)")


@cache
def bare_commune() -> re.Pattern[str]:
    """Matches the word of a commune or district that begins a line: a table's row ("Phường Phan Thiết")."""
    table = load_table("extractor.text", "bodies.toml")
    words = [*table["communes"]["words"], *table["communes"]["upper"]]
    return re.compile(rf"(?:^|(?<=\n))[ ]*(?P<word>{_either(words)})")


@cache
def bare_unit() -> WordPattern:
    """Matches the word of a commune or district with a name behind it, whatever it stands for."""
    table = load_table("extractor.text", "bodies.toml")
    words = [*table["communes"]["words"], *table["communes"]["upper"]]
    return WordPattern(rf"{_either(words)}(?= [^\W\d_])")


@cache
def _communes() -> dict[str, frozenset[str]]:
    table = load_table("extractor.text", "bodies.toml")["communes"]
    return {name: frozenset(table[name]) for name in ("after_dash", "counted")}


@cache
def force_words() -> re.Pattern[str]:
    """Matches the first words of a single body that is one of the armed forces ("Quân khu 4", "Trung đoàn 1")."""
    return re.compile(_either(load_table("extractor.text", "bodies.toml")["forces"]["words"]))


@cache
def capital_verbs() -> frozenset[str]:
    """What a body does, written with a capital after its name ("Đảng ủy phường | Tổ chức hội nghị")."""
    return frozenset(load_table("extractor.text", "bodies.toml")["names"]["capital_verbs"])


WORD: Final = re.compile(r"[ \u00a0]{1,20}((?:TP|Tp)\. ?(?=[^\W\d_])\w{1,20}|[^\W_][\w’'&-]{0,20})")
_YEAR: Final = re.compile(r"[ \u00a0](?:19|20)\d\d(?![\d.,])")
NO_PLACE: Final = frozenset(["đảng", "chi", "sở", "ban", "năm"])
_LAST_OF_TWO: Final = frozenset(["ban", "sở"])
"""Of those, what the name of a commune ends with ("Chiềng Ban", "Ninh Sở") after a word that is none alone."""


def place_after(text: str, flat: str, end: int, office: bool) -> int:
    """End of the capitalised place name that follows `end`; `end` where none follows.

    After an office ("Bí thư Huyện ủy") three capitalised words are a person, five are a place and a person.
    """
    words: list[str] = []
    ends: list[int] = []
    at = end
    while len(words) < 6 and (match := WORD.match(text, at)):
        word = match[1]
        numbered = word.isdigit() and len(word) <= 2 and flat.endswith(("quận", "quận ủy"), 0, match.start())
        if not (word[0].isupper() or numbered) or _ends_names(text, match):
            break
        words.append(word)
        at = match.end()
        ends.append(at)
    if not words or (office and len(words) in (2, 3)):
        return end
    if office and len(words) > _COMMUNE_WORDS and (holder := _holder(words)) is not None:
        return ends[holder - 1]
    return _after_dash(text, flat, ends[-1] if len(words) <= _PLACE_WORDS else ends[1])


def _ends_names(text: str, match: re.Match[str]) -> bool:
    """Whether a capitalised word begins something else: another body, a year (not so in Củ Chi, Ngã Năm)."""
    word = flatten(match[1])
    if word == "năm":
        return _YEAR.match(text, match.end()) is not None
    return word in NO_PLACE and (word != "chi" or flatten(text[match.end() : match.end() + 3]) == " bộ")


def commune_end(text: str, flat: str, end: int, office: bool) -> int:
    """End of the commune's name that follows `end` ("Hà Giang 1", "Xuân Hương - Đà Lạt"); `end` where none follows.

    After an office ("Bí thư Đảng ủy phường Trần Chí Dũng") three capitalised words are a person.
    """
    words: list[str] = []
    ends: list[int] = []
    at = end
    while len(words) < 2 * _PLACE_WORDS and (match := WORD.match(text, at)):
        word = match[1]
        if word.isdigit() and len(word) <= (1 if words else 2):
            torn = text.startswith((".", "/", "%"), match.end())
            if not torn and not is_counted(flat, match.end()) and not is_told(flat, end, match):
                ends.append(match.end())
            break
        whole = len(words) == 1 and flatten(word) in _LAST_OF_TWO
        if not word[0].isupper() or (not whole and _is_verb(text, match)):
            break
        words.append(word)
        at = match.end()
        ends.append(at)
    if not ends:
        return end
    if office and len(words) > _PLACE_WORDS and (known := _named_elsewhere(text, words)):
        return ends[known - 1]
    if office and len(words) > _COMMUNE_WORDS:
        holder = _holder(words)
        if holder is not None:
            return ends[holder - 1]
    three = len(words) == _PLACE_WORDS and (is_surname(flatten(words[0])) or _is_only_here(text, words))
    person = three or (len(words) >= _PLACE_WORDS and opens_person(words))
    if office and words and (person or (len(words) == 2 and opens_person(words))):
        return end
    taken = ends[-1] if len(words) <= _COMMUNE_WORDS and not (office and len(words) == _COMMUNE_WORDS) else ends[1]
    return _after_dash(text, flat, taken)


_COMMITTEE_OF_TWO: Final = re.compile(
    r"Đảng (?:ủy|bộ) (?:xã|phường)(?: [^\W\d_a-zđ][^\W\d_]*){2}(?! [^\W\d_a-zđ])(?=[ ,.;:])"
)
"""The committee of a commune whose name is two words."""


def _is_only_here(text: str, words: Sequence[str]) -> bool:
    """Whether the three words stand once, and the text has the committee of a commune by two: they are its officer."""
    return text.count(" ".join(words)) == 1 and _COMMITTEE_OF_TWO.search(text) is not None


def _holder(words: Sequence[str]) -> int | None:
    """How many of the words are a place's name, where those after it begin like its officer's."""
    for is_one in (is_frequent_surname, is_surname):
        for at in (2, 3):
            if is_one(flatten(words[at])):
                return at
    return None


def _named_elsewhere(text: str, words: Sequence[str]) -> int | None:
    """How many of the words are a commune's name, where the text has it without an officer's name after it."""
    for count in (_PLACE_WORDS, 2, _COMMUNE_WORDS):
        name = " ".join(words[:count])
        at = text.find(name)
        while at >= 0:
            if _COMMUNE_BEFORE.search(text, max(0, at - 20), at) and not _NAME_GOES_ON.match(text, at + len(name)):
                return count
            at = text.find(name, at + 1)
    return None


_COMMUNE_BEFORE: Final = re.compile(r"(?<!ủy )(?<!uỷ )(?<!bộ )(?:[Xx]ã|[Pp]hường|[Đđ]ặc khu|[Tt]hị trấn) $")
_NAME_GOES_ON: Final = re.compile(r" [^\W\d_a-zđ]|\w")


def _is_verb(text: str, match: re.Match[str]) -> bool:
    """Whether a capitalised word only begins what the body does or another's name ("phường | Tổ chức hội nghị")."""
    following = WORD.match(text, match.end())
    if following is not None and not following[1][0].islower():
        return False
    word = flatten(match[1])
    pair = f"{word} {flatten(following[1])}" if following is not None else ""
    return pair in capital_verbs() or word in NO_PLACE


def _after_dash(text: str, flat: str, end: int) -> int:
    dash = _DASHED.match(flat, end)
    if dash is None:
        return end
    known = next((name for name in _communes()["after_dash"] if flat.startswith(name, dash.end())), None)
    return dash.end() + len(known) if known and text[dash.end()].isupper() else end


_DASHED: Final = re.compile(r" ?- ?")


def place_between(flat: str, start: int, end: int) -> str | None:
    """The place that the name's own characters tell; null where there is none."""
    words = flat[start:end].strip(" .")
    return " ".join(words.split()) or None


def is_counted(flat: str, end: int) -> bool:
    """Whether the word after a number is what it counts, so that it ends no name."""
    following = WORD.match(flat, end)
    if following is None or following[1] not in _communes()["counted"]:
        return False
    return _HOLDS.match(flat, end) is None


def is_told(flat: str, start: int, number: re.Match[str]) -> bool:
    """Whether a number after a name is what the body did, no part of the name, which begins at `start` at the latest.

    It ends its item, and two other bodies of the paragraph are told so, or one, and one of the numbers ends no name
    ("Chi bộ Trường X 8, Công an thị xã góp 14"); or the name stands elsewhere without it.
    """
    if _ITEM_ENDS.match(flat, number.end()) is None or _ITS_OWN_AFTER.match(flat, number.end()):
        return False
    first = max(flat.rfind("\n", 0, start) + 1, start - _PARAGRAPH)
    last = flat.find("\n", number.end(), number.end() + _PARAGRAPH)
    last = last if last >= 0 else number.end() + _PARAGRAPH
    told = {one["name"]: int(one["number"]) for one in _TOLD.finditer(flat, first, last)}
    if len(told) > 2 or (len(told) == 2 and max(told.values()) > _LAST_OF_A_NAME):
        return True
    name = flat[start : number.start()].strip()
    places = (at.end() for at in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", flat)) if " " in name else iter(())
    return any(at != number.start() and not _NUMBERED.match(flat, at) for at in places)


_PARAGRAPH: Final = 300
"""Characters before and after a number within which other bodies are told with theirs."""
_LAST_OF_A_NAME: Final = 9
"""The greatest number that many names of communes end with ("Tân Phước 3")."""
_NUMBERED: Final = re.compile(r" \d")
_ITEM_ENDS: Final = re.compile(r" ?(?:[,;.)\n(]|(?:và|với)(?!\w)|$)")
_ITS_OWN_AFTER: Final = re.compile(
    r", (?!(?:đảng|chi|phường|xã|quận|huyện|thị|đặc|thành|tp|công|trường|sở) )(?:[^\W\d_]+ ){0,3}\d"
)
"""After a number that ends a name: a comma and the count that is told of it ("xã Tân Phước 3, vỏn vẹn 6 đảng viên")."""
_TOLD: Final = re.compile(
    r"(?<!\w)(?:đảng bộ|đảng ủy|chi bộ|phường|xã|quận|huyện|thị xã|thị trấn|đặc khu|thành phố|tp\.?|công ty|trường|sở)"
    r" (?P<name>[^,;.()\n\d]{2,60}?)(?<=[ (])\(?(?P<number>\d{1,4})(?=[,;.) ]|$)"
)
"""A body and its number."""
_HOLDS: Final = re.compile(r"[ ]+(?:tổ chức (?!đảng|cơ sở)|ngày \d|năm \d{4})")
"""After a number that ends a name: what the body does, and nothing that is counted."""


def opens_person(words: Sequence[str]) -> bool:
    """Whether two capitalised words begin a person's name: a surname, or a rare one with a middle name after it."""
    first = flatten(words[0])
    return is_frequent_surname(first) or (is_surname(first) and is_middle(flatten(words[1])))
