"""Names that sign an article: what a byline looks like, and the authors it names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from extractor.reading.outlets import without_publisher
from extractor.text.flat import flatten
from extractor.text.lexicon import load_table

_TOKEN: Final = r"[^\W\d_](?:[^\W\d_]|['’])*+\.?+"
_NAME: Final = re.compile(rf"(?:{_TOKEN}[ \u00a0.]*+){{1,6}}")
_SEPARATOR: Final = re.compile(
    r"\s{0,9}(?:,|;|&|\+|/|\||\s[-–—]{1,9}\s|\s[-–—]|[-–—]\s|\svà\s|(?<=[^\W\d_])[-–—](?=[^\W\d_]))\s{0,9}"
)
_NOTE: Final = re.compile(r"\s{0,9}\([^()]{0,90}\)\s{0,9}$")
_TITLED: Final = re.compile(r"^(?:PV|P\.V|CTV|Phóng viên|Cộng tác viên)[ \u00a0]+(?=\w)")
_CONTROL: Final = re.compile(
    r"[^\W\d_]|in|email|e-mail|print|gửi|chia sẻ|facebook|zalo|bình luận|s?tt|đvt", re.IGNORECASE
)
"""What a page's buttons and a table's headings say, and no author."""
_EDGES: Final = ' \t\u00a0*-–—:|.,;"“”()[]/'

_OFFICE: Final = re.compile(r"(?:Phòng|Văn phòng|Trung tâm|Ban|Tổ|Đoàn|Công đoàn|Khoa) (?:[^\W\d_]+ ){0,9}[^\W\d_]+$")
"""An office that signs where the line says that it is a byline ("Thực hiện: Phòng Công tác xã hội")."""
_LONGEST_OFFICE: Final = 60
_SECTION: Final = re.compile(r"[IVX]{2,5}\. |[IVX]\. (?=[^a-z]{4,}$)")
"""The number of a section ("II. HẠN CHẾ"), which no author's initial is."""

MAX_BYLINE: Final = 90
"""Characters beyond which a line signs nothing."""


@lru_cache(maxsize=1)
def _heads() -> re.Pattern[str]:
    heads = sorted(load_table("extractor.text", "page.toml")["byline_heads"], key=len, reverse=True)
    return re.compile(rf"\W*(?:{'|'.join(map(re.escape, heads))})(?:\s{{0,9}}:\s{{0,9}}|(?<=ghi chép) của )")


@lru_cache(maxsize=1)
def _tails() -> re.Pattern[str]:
    tails = sorted(load_table("extractor.text", "page.toml")["byline_tails"], key=len, reverse=True)
    return re.compile(rf"\s{{1,9}}(?:{'|'.join(map(re.escape, tails))})\W*$")


@lru_cache(maxsize=1)
def _credits() -> re.Pattern[str]:
    words = sorted(load_table("extractor.text", "page.toml")["photo_credits"], key=len, reverse=True)
    return re.compile(rf"(?:^|\W)(?:{'|'.join(map(re.escape, words))})\s*:")


@lru_cache(maxsize=1)
def _signatures() -> frozenset[str]:
    return frozenset(load_table("extractor.text", "page.toml")["signatures"])


@lru_cache(maxsize=1)
def _sections() -> frozenset[str]:
    return frozenset(load_table("extractor.text", "page.toml")["sections"])


def looks_like_name(text: str) -> bool:
    """Whether the words could be a person's name or pen name: each begins with a capital, no digits."""
    if flatten(text) in _signatures():
        return True
    if not _NAME.fullmatch(text):
        return False
    words = [word for word in re.split(r"[\s.]+", text) if word]
    return 0 < len(words) <= 6 and all(word[0].isupper() for word in words)


@lru_cache(maxsize=256)
def is_marked(text: str) -> bool:
    """Whether the line says that it is a byline: "Tin, ảnh: ...", "... (thực hiện)"."""
    if len(text) > MAX_BYLINE:
        return False
    flat = flatten(text)
    return bool(_heads().match(flat) or _tails().search(flat)) and bool(read_authors(text))


@lru_cache(maxsize=256)
def read_authors(text: str) -> tuple[str, ...]:
    """The authors a byline names, verbatim, in order; photographers apart ("Bài: A - Ảnh: B") are left out.

    Empty where a part of the line is no name, save offices that follow one ("Nguyễn Văn A - Văn phòng").
    """
    flat = flatten(text)
    if flat.lstrip(" *(-").startswith(("theo ", "nguồn")) or _SECTION.match(text):
        return ()
    marked = head.end() if (head := _heads().match(flat)) else 0
    credit = _credits().search(flat, marked)
    end = credit.start() if credit else len(text)
    if tail := _tails().search(flat[:end]):
        end = tail.start()
    line = without_publisher(text[marked:end].strip(" \t\u00a0*|-–—:;,"))
    line = _TITLED.sub("", _NOTE.sub("", line))
    if marked and len(line) <= _LONGEST_OFFICE and _OFFICE.match(line):
        return (line,)
    names = [part.strip(" \t\u00a0") for part in _SEPARATOR.split(line)]
    names = [name for part in names if (name := _clean(part))]
    good = [name for name in names if looks_like_name(name) and _CONTROL.fullmatch(name) is None]
    if any(flatten(name) in _sections() for name in good):
        return ()
    if not good or names[0] != good[0] or len(good) * 2 < len(names):
        return ()
    return tuple(dict.fromkeys(good))


def _clean(name: str) -> str:
    """The name without quotes and closing punctuation; the dot of an initial stays."""
    name = _NOTE.sub("", name).strip(_EDGES.replace(".", ""))
    if name.endswith(".") and len(name.split()[-1]) > 3 and name.count(".") == 1:
        name = name[:-1]
    return name.strip()
