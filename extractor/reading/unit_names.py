"""Where the name of a single organisation ends ("Chi bộ | Bảo tàng tỉnh"), and which small words belong to it."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Final

from extractor.reading.body_names import NO_PLACE, WORD, is_counted, is_told, opens_person
from extractor.text.flat import flatten
from extractor.text.lexicon import load_table
from extractor.text.provinces import spelling_source


@cache
def name_pairs() -> frozenset[str]:
    """Neighbouring syllables inside the names of institutions: "y tế", "thông vận", "nghiệp và"."""
    pairs: set[str] = set()
    for name in load_table("extractor.text", "bodies.toml")["names"]["institutions"]:
        syllables = re.findall(r"\w+", flatten(name))
        pairs.update(f"{one} {two}" for one, two in pairwise(syllables))
    return frozenset(pairs)


@cache
def _tier_words() -> frozenset[str]:
    return frozenset(load_table("extractor.text", "bodies.toml")["names"]["words"])


def _goes_on(flat: str, start: int, syllable: str) -> bool:
    """Whether a small syllable that begins at `start` belongs to the name before it."""
    before = _LAST_SYLLABLE.search(flat, max(0, start - 12), start)
    return syllable in _tier_words() or (before is not None and f"{before[1]} {syllable}" in name_pairs())


def _between_capitals(text: str, flat: str, match: re.Match[str]) -> bool:
    """Whether a lone small syllable stands between capitals as the end of a word ("Công ty Tuyển | than Cửa Ông")."""
    if match[1].isdigit():
        return False
    parts = flat[match.start(1) : match.end()] in _parting_words()
    if not parts and _NEXT_BODY.match(flat, match.end()):
        return True
    if parts or not text[match.start() - 1].isalpha():
        return False
    following = WORD.match(text, match.end())
    if following is not None and _is_number_of_name(flat, following):
        return flat[match.start(1) : match.end()] in _BEFORE_NUMBERS
    if following is None or not following[1][0].isupper():
        return False
    beyond = WORD.match(text, following.end())
    in_a_name = following[1] == "Năm" and beyond is not None and beyond[1][0].isupper()
    if flatten(following[1]) in NO_PLACE and not in_a_name:
        return False
    person = beyond is not None and beyond[1][0].isupper() and opens_person([following[1], beyond[1]])
    return not person


@cache
def _parting_words() -> frozenset[str]:
    """Words that stand beside a name and never inside it ("Đảng bộ Sở Y tế | do")."""
    return frozenset(load_table("extractor.text", "bodies.toml")["names"]["parting"].split())


_LAST_SYLLABLE: Final = re.compile(r"(\w{1,20})[ ,-]{0,9}$")
_TIERS: Final = frozenset(["tỉnh", "huyện", "thành", "phố", "thị", "xã", "phường"])
_UNIT_TYPES: Final = frozenset(
    "xã phường thị thôn bản ấp khu tổ cơ trường buôn làng xóm sóc khóm phum khối liên đội".split()
)
"""First syllables in small letters that a unit's name may begin with ("Đảng bộ xã X", "Chi bộ tổ dân phố 5")."""
_SCHOOLS: Final = frozenset(
    ["đại", "cao", "trung", "tiểu", "mầm", "thpt", "thcs", "chính", "phổ", "mẫu", "dân", "học", "năng", "sĩ", "quân"]
)
"""First syllables of kinds of schools."""
_LEGAL_FORM: Final = frozenset(["phần", "hạn", "viên"])
"""Last syllables of a firm's legal form, after which its line of business may follow in small letters."""
_LONGEST_PERSON: Final = 4
"""Most syllables of a person's name."""
_LOWER_RUN: Final = 5
"""Most lower-case syllables that follow a capital inside a name ("Công ty cổ phần", "Giao thông vận tải")."""


@cache
def _institutions() -> re.Pattern[str]:
    """Matches a known institution's whole name, commas and dashes inside it included."""
    names = load_table("extractor.text", "bodies.toml")["names"]["institutions"]
    ordered = sorted((flatten(name) for name in names if re.search(r"[,-]|\w [^ ]+ ", name)), key=len, reverse=True)
    return re.compile(r" (?:" + "|".join(re.escape(name) for name in ordered) + r")(?!\w)")


_BEFORE_NUMBERS: Final = frozenset(["quân", "binh", "phố", "vực", "đoàn", "dân", "khu", "số", "bay", "cảnh", "viện"])
"""Last syllables of a name that a number ends ("Lục quân 2", "khu vực 3")."""
_UNNUMBERED: Final = re.compile(
    r"(?:đảng bộ|đảng ủy|chi bộ) (?:(?:trường )?đại học|trường cao đẳng|sở|ngân hàng|bộ )[^\d.;:]{0,50}$"
)
"""Bodies of which there is one: a number after their name is a count ("Đảng bộ Trường Đại học Nông Lâm | 54")."""
_DEPARTMENT: Final = re.compile(r" (?:khoa|phòng|bộ môn|phân xưởng|trung tâm|xưởng|tổ bộ môn) ")
_TO_THE_MARK: Final = re.compile(
    r"((?: (?!có |là |đã |kết |đạt |được |hoàn |thực |gồm |với |và |của |mới |vừa |còn |cũng |tổ |trong"
    r" |năm |thì |do |ở )[^\W\d_]{1,8}){1,3})(?=:)"
)
"""The end of a department's name in small letters, where a colon follows it at once ("Khoa Máy | tàu biển:")."""
_NUMBERED_CELL: Final = re.compile(r" (?:số )?\d{1,2}[a-zđ]?(?= |[,.;:)]|$)")
"""The number of a cell ("Chi bộ 12 Bình Hiên", "Chi bộ số 3")."""
_SLOGAN: Final = re.compile(r" (?:tốt|không|nhất|sạch|có|xây|chống|xung kích|biết|giảm|trong)(?!\w)")
"""After a number that belongs to a slogan ("Chi bộ 4 tốt")."""
_NAME_DAY: Final = re.compile(r" \d{1,2}[/-]\d{1,2}(?![\d/-])")
"""A day that an institution is called after ("Trường Mầm non 19/5")."""
_TORN: Final = re.compile(r"[/%]|[.,-]\d")
"""After a number: the rest of a day or of another value."""
_NEXT_BODY: Final = re.compile(r" \(|(?:,| và) (?:đảng bộ|đảng ủy|chi bộ)(?!\w)")
"""What can only follow a name's end."""
_AND_A_BODY: Final = re.compile(r" (?:đảng|chi|ủy ban kiểm tra|ubkt)(?!\w)")
"""After "và": another body, which is no part of the name before."""
_TABLE_HEAD: Final = re.compile(r" +(?:chỉ tiêu|tỷ lệ|kết quả|kế hoạch|số lượng|tổng số)(?!\w)")
"""A column's heading beside the one for the bodies: no name begins so."""
_TROOPS: Final = re.compile(
    r"(?:quân khu|vùng|đoàn(?: (?:bộ|pháo|công) binh| thông tin| đặc công| tên lửa| xe tăng)?|quân đoàn|kho|nhà máy"
    r"|xí nghiệp)$"
)
"""Before a number of more than two digits that is a name ("Trung đoàn 892")."""
_TROOPS_WITHIN: Final = 24
"""Characters before such a number."""
_TWO_FIELDS: Final = re.compile(r" [-–](?= [^\W\d_a-zđ][^\W\d_]*+(?! ?:))")
_WITH_FIELDS: Final = re.compile(r" (?:trường|đại học|học viện|khoa|công ty|tổng công ty|viện|tổ|trung tâm)(?!\w)")
"""A dash between two fields that a school or a firm is called after ("Trường Đại học Kinh tế | - Công nghệ Bắc Hà")."""
_AFTER_DASH: Final = re.compile(r" [-–] [A-ZĐ]{2,8}(?!\w)|(?<=\d) [-–](?: [^\W\d_a-zđ][^\W\d_]*){2}")
"""The group a firm belongs to, the seat of a numbered one ("Than Hạ Long | - TKV", "khu vực 4 | - Tịnh Biên")."""
_FIRMS: Final = re.compile(r" (?:tổng công ty|công ty|tập đoàn|ngân hàng|tổng cục|cục|liên đoàn|hội|viện)(?!\w)")
_OF_THE_COUNTRY: Final = re.compile(r"(?: [^\W\d_]{1,7}){1,4} (?P<country>việt nam)(?!\w)")
"""What a firm does, in small letters before its country ("Tổng công ty Vận tải | đường thủy Việt Nam")."""
_CALLED_AFTER_DAYS: Final = (" trường", " bệnh viện", " công ty", " nông trường", " nhà máy", " xí nghiệp")


def unit_name_end(text: str, flat: str, end: int) -> int:
    """End of the name of a single organisation ("Chi bộ | Bảo tàng tỉnh"); `end` where none follows."""
    good = _unit_words_end(text, flat, end)
    if good > end and flat.endswith(" và", end, good):
        good -= len(" và")
    if good > end and _ORGANISED.match(flat, end) and (further := _further_name(text, flat, good)) is not None:
        return further
    if good > end and (whole := _OF_THE_COUNTRY.match(flat, good)) and _FIRMS.match(flat, end):
        small = text[good : whole.start("country")]
        if small.islower() and text[whole.start("country")].isupper() and not _parting_words() & set(small.split()):
            return whole.end()
    if good == end and (number := _NUMBERED_CELL.match(flat, end)) and flat.endswith("chi bộ", 0, end):
        following = WORD.match(text, number.end())
        if following is not None and following[1][0].isupper():
            return _unit_words_end(text, flat, number.end())
        quoted = _SLOGAN.match(flat, number.end()) or is_counted(flat, number.end())
        return end if quoted and not number[0].startswith(" số") else number.end()
    if good > end and flat.startswith(_CALLED_AFTER_DAYS, end) and (day := _NAME_DAY.match(flat, good)):
        return day.end()
    return good


def _further_name(text: str, flat: str, good: int) -> int | None:
    """End of a name that goes on over small words up to a place ("Đường | sông miền Trung", "nghề | kỹ thuật Sơn La").

    Before a known place any words will do that part no names, elsewhere words of institutions; null where none follow.
    """
    small: list[str] = []
    at = good
    while len(small) <= _LOWER_RUN and (match := WORD.match(text, at)) and match[1].islower():
        small.append(flat[match.start(1) : match.end()])
        at = match.end()
    following = WORD.match(text, at)
    if not small or following is None or not following[1].istitle() or _ACTS.search(flat, good, at):
        return None
    words = set(small) - {"và"}
    if not words or words & _parting_words() or _OTHER_BODY.match(flat, at):
        return None
    place = _known_place().match(flat, at)
    if place is None and not (words <= _institution_words() and len(small) > 1):
        return None
    if place is not None:
        return place.end()
    end = following.end()
    named = [following[1]]
    while len(named) < _PLACE and (more := WORD.match(text, end)) and more[1].istitle():
        named.append(more[1])
        end = more.end()
    return None if len(named) < 2 or opens_person(named) else end


_PLACE: Final = 3
"""Most syllables of a place that ends a name."""
_ORGANISED: Final = re.compile(
    r" (?:tổng công ty|công ty|tập đoàn|nhà máy|xí nghiệp|trường|bệnh viện|trung tâm|học viện|viện|hợp tác xã|cảng"
    r"|ngân hàng|ban quản lý|liên đoàn|cục|chi cục|vườn)(?!\w)"
)
_ACTS: Final = re.compile(
    r"(?<!\w)(?:tổ chức|kiểm tra|giám sát|hoàn thành|lãnh đạo|thực hiện|chỉ đạo|kết nạp|phối hợp|ban hành|quán triệt"
    r"|khen|tham gia|đăng ký|công nhận|thành lập|ủng hộ|vận động|xếp loại|đứng|dẫn|triển khai|tập trung|phấn đấu|phát"
    r" động|chào mừng|hưởng ứng|học tập|tuyên truyền|kỷ niệm|đại hội|hội nghị|đề nghị|ký|ra mắt|khánh thành|tiếp nhận"
    r"|công bố|tiêu biểu|thăm|khám|điều trị|sản xuất|hỗ trợ|nhiệm kỳ|lần thứ|khóa|chúc mừng|báo cáo|quyết định)(?!\w)"
)
"""What a body does, or what its congress is called, which goes on no name."""
_OTHER_BODY: Final = re.compile(
    r" (?:đảng|chi bộ|đoàn|công đoàn|hội|tỉnh|huyện|thành|quận|thị|ban|ủy ban|ubnd|hđnd|ubkt|mặt trận|nghị|chỉ|trung"
    r" ương|bộ|công an)(?!\w)"
)


@cache
def _known_place() -> re.Pattern[str]:
    regions = "(?:đông|tây) (?:nam|bắc)(?: bộ)?|tây nguyên|(?:trung|nam|bắc)(?: trung)?(?: bộ)?"
    return re.compile(rf" (?:{spelling_source()}|việt nam|{regions})(?!\w)")


@cache
def _institution_words() -> frozenset[str]:
    """Syllables of institutions' names and of offices' fields."""
    names = load_table("extractor.text", "bodies.toml")["names"]["institutions"]
    inside = load_table("extractor.text", "roles.toml")["inside"]
    return frozenset(re.findall(r"\w+", flatten(" ".join([*names, inside]))))


def _is_number_of_name(flat: str, match: re.Match[str]) -> bool:
    """Whether a number goes on a name ("Chi bộ khu phố 3"): short, whole, and not counting the next word."""
    if _UNNUMBERED.search(flat, max(0, match.start() - 60), match.start()):
        return False
    longest = 4 if _TROOPS.search(flat, max(0, match.start() - _TROOPS_WITHIN), match.start()) else 2
    if not match[1].isdigit() or len(match[1]) > longest or _TORN.match(flat, match.end()):
        return False
    if longest == 4:
        return True
    if _UNNUMBERED_TIER.search(flat, max(0, match.start() - 12), match.start()):
        return False
    before = _LAST_SYLLABLE.search(flat, max(0, match.start() - 12), match.start())
    numbered = before is not None and before[1] in _BEFORE_NUMBERS | _UNIT_TYPES
    told = not numbered and is_told(flat, _name_start(flat, match.start()), match)
    return not (told or is_counted(flat, match.end()))


def _name_start(flat: str, at: int) -> int:
    """Where the name begins that the number at `at` follows: behind the last head word."""
    heads = list(_UNIT_HEAD.finditer(flat, max(0, at - 80), at))
    return heads[-1].end() if heads else at


_UNNUMBERED_TIER: Final = re.compile(r"(?<!\w)(?:tỉnh|huyện|thị xã|thành phố|trung ương)$")
"""A tier that no number tells apart."""
_UNIT_HEAD: Final = re.compile(r"(?<!\w)(?:đảng bộ|đảng ủy|chi bộ) ")


def _unit_words_end(text: str, flat: str, end: int) -> int:
    at, lower_run, taken, good = end, 0, 0, end
    if _TABLE_HEAD.match(flat, end):
        return end
    known = _institutions().match(flat, end)
    if known is not None and (text[end + 1].isupper() or flat.startswith(" các ", end)):
        at = good = known.end()
        taken = 1
    while taken < 10 and (match := WORD.match(text, at)):
        word, plain = match[1], flat[match.start(1) : match.end()]
        if word[0].isupper() or (taken and _is_number_of_name(flat, match)):
            lower_run, good = 0, match.end()
        elif taken == 0 and plain in _UNIT_TYPES and not flat.startswith("tổ chức", match.start(1)):
            lower_run = 0
        elif taken == 0:
            return end
        elif plain == "và" or text[match.end() : match.end() + 1] == ",":
            follows = WORD.match(text, match.end())
            if plain != "và" or follows is None or not follows[1][0].isupper() or _AND_A_BODY.match(flat, match.end()):
                if _goes_on(flat, match.start(1), plain) and lower_run < _LOWER_RUN:
                    good = match.end()
                break
        elif plain in _TIERS:
            good = match.end()
            lower_run = 0 if plain in ("thành", "thị") else _LOWER_RUN
        elif plain == "số" and (number := _NUMBERED_CELL.match(flat, match.start())):
            at = good = number.end()
            break
        elif lower_run == 0 and _between_capitals(text, flat, match):
            good = match.end()
        elif not _goes_on(flat, match.start(1), plain) or lower_run >= _LOWER_RUN:
            if (rest := _DEPARTMENT.match(flat, end)) and (tail := _TO_THE_MARK.match(flat, at)) and at > rest.end():
                good = at + len(tail[1])
            break
        elif taken == 1 and flat.startswith("trường ", end + 1) and plain not in _SCHOOLS:
            break  # "Đảng bộ trường lãnh đạo ...": the school is not named
        else:
            lower_run = -1 if plain in _LEGAL_FORM and flat.startswith("công ty", end + 1) else lower_run + 1
            good = match.end()
        at = match.end()
        if (owner := _AFTER_DASH.match(text, at)) is not None:
            at = good = owner.end()
        elif good == at and (dash := _TWO_FIELDS.match(text, at)) and _WITH_FIELDS.match(flat, end):
            at, lower_run = dash.end(), 0
        taken += 1
    return good


def without_person(text: str, start: int, end: int) -> int:
    """Where the unit's name ends if its officer's name follows it ("Bí thư Chi bộ bản Nà Phạ | Lý Thị Kim")."""
    words = list(WORD.finditer(text, start, end))
    for at in range(max(0, len(words) - _LONGEST_PERSON), len(words) - 1):
        named = [word[1] for word in words[at:]]
        if len(named) > 2 and all(word[0].isupper() for word in named) and opens_person(named):
            return words[at - 1].end() if at else start
    return end
