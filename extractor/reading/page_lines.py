"""One line of a page and what it looks like by itself: prose, a bar of the page, a heading, a caption."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from extractor.reading.bylines import is_marked, read_authors
from extractor.reading.model import BlockRole
from extractor.reading.outlets import masthead
from extractor.text.article import Extent
from extractor.text.lexicon import load_table

_WORD: Final = re.compile(r"[^\W\d_]+")
_CLOSING: Final = "\"'”’)]"
"""What may stand behind a line's full stop."""
_BREADCRUMB: Final = re.compile(r"»|›|>|→|::| / ")
_AFTERWARDS: Final = re.compile(
    r"\W*(?:nhân |cũng |cùng |trong )?(?:dịp này|dịp|hội nghị này|phát biểu|kết luận|theo|tại|sau|trước|năm|đến)\b"
)
_SENTENCE_BREAK: Final = re.compile(r"[.!?…]\s+([^\W\d_])")
LONG: Final = 140
"""Characters from which a paragraph is prose and no caption, menu or headline."""
CAPTION: Final = 260


@cache
def starts(table: str) -> re.Pattern[str]:
    """What begins with one of the words of a table of `page.toml`."""
    words = sorted(load_table("extractor.text", "page.toml")[table], key=len, reverse=True)
    return re.compile(rf"[\W_]*?(?:{'|'.join(map(re.escape, words))})(?![^\W\d_])")


@cache
def _acts() -> re.Pattern[str]:
    words = sorted(load_table("extractor.text", "page.toml")["caption_acts"], key=len, reverse=True)
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(words)})(?![^\W\d_])")


@cache
def _sections() -> frozenset[str]:
    return frozenset(load_table("extractor.text", "page.toml")["sections"])


@dataclass
class Line:
    """A paragraph with what is asked of it again and again."""

    text: str
    flat: str
    extent: Extent
    known: BlockRole | None = None
    """The role that the page's markup gives it."""
    apart: bool = False
    """Whether a blank line stands before it."""
    role: BlockRole = "body"

    @cached_property
    def words(self) -> int:
        """How many words it has."""
        return len(_WORD.findall(self.text))

    @property
    def wordless(self) -> bool:
        """Whether it has no word."""
        return _WORD.search(self.text) is None

    @cached_property
    def stopped(self) -> bool:
        """Whether it ends in a full stop."""
        return self.text.rstrip(_CLOSING).endswith((".", "…"))

    @property
    def is_prose(self) -> bool:
        """Whether it is long, a whole sentence, or one before the words that announce a list."""
        return len(self.text) >= LONG or (self.words >= 8 and (self.stopped or announces_list(self)))


def announces_list(line: Line) -> bool:
    """Whether the line is a sentence and then the beginning of a list ("… tổng kết năm 2022. Kết quả cụ thể:")."""
    return line.text.endswith(":") and not is_one_sentence(line)


def is_mark(line: Line) -> bool:
    """A line of no word, or of one letter."""
    return line.wordless or len(line.text) == 1


def is_one_sentence(line: Line) -> bool:
    """Whether nothing in the line begins a second sentence."""
    return not any(match[1].isupper() for match in _SENTENCE_BREAK.finditer(line.text))


def is_bar(line: Line) -> bool:
    """A share bar, a menu, a photo number, a breadcrumb, an alternative text."""
    if line.wordless or (len(line.text) <= 3 and line.words == 1):
        return True
    if masthead(line.text) is not None:
        return True
    if line.flat in _sections() or line.flat.rstrip(":") in _sections():
        return True
    if len(line.text) > LONG or (line.stopped and line.words >= 8):
        return False
    if starts("bars").match(line.flat) and line.words <= 20:
        return True
    if len(_BREADCRUMB.findall(line.text)) >= 2 and not line.stopped:
        return True
    return line.flat.isascii() and line.text == line.flat and line.words >= 2


def is_heading(line: Line, table: str) -> bool:
    """Whether the line opens a box of the page ("Tin liên quan", "Tags: ...")."""
    match = starts(table).match(line.flat)
    if match is None:
        return False
    rest = line.flat[match.end() :].strip()
    short = line.words <= 8 and not line.stopped
    counted = rest[:1].isdigit() and not line.is_prose  # "Ban biên tập 3 số bản tin …" is told, no imprint
    return rest == "" or rest[0] in ":([-|" or counted or (short and len(line.text) <= 45)


def is_stopped_caption(line: Line) -> bool:
    """A caption that ends in a full stop: one short sentence of who does what at the event."""
    if len(line.text) > 200 or not is_one_sentence(line):
        return False
    if starts("captions").match(line.flat):
        return True
    if _AFTERWARDS.match(line.flat):
        return False
    shown = starts("caption_subjects").match(line.flat)
    return bool(shown and _acts().search(line.flat) and ";" not in line.text and len(line.text) <= 160)


def is_short_title(line: Line) -> bool:
    """Two words may be a headline where nothing longer is: no menu, no name."""
    return line.words == 2 and not is_bar(line) and not read_authors(line.text)


def signs_after_close(line: Line) -> bool:
    """A byline below the article's end, which says that it is one."""
    return bool(is_marked(line.text) and re.match(r"\W*(?:tác giả|tin|bài|thực hiện)\b", line.flat))


def is_captioned(line: Line) -> bool:
    """A caption that says so: it begins like one, or ends in the photographer's credit."""
    if len(line.text) > CAPTION:
        return False
    credited = ":" in line.flat and re.search(r"[\s(\[](?:ảnh|photo)\s*:", line.flat) is not None
    return credited or (starts("captions").match(line.flat) is not None and is_one_sentence(line))


def is_subheading(line: Line) -> bool:
    """A heading inside the article: capitals all through, or numbered, or a short line of no caption's words."""
    letters = [char for char in line.text if char.isalpha()]
    if letters and sum(char.isupper() for char in letters) > 0.8 * len(letters):
        return True
    if re.match(r"\s*(?:\d{1,2}|[IVX]{1,4}|[a-đ])\s*[.)/-]", line.text):
        return True
    return line.words <= 12 and not _acts().search(line.flat) and not starts("caption_subjects").match(line.flat)
