"""The words of a text as alignment sees them, and the closed classes of words that decide whether a match is honest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from extractor.text.fold import Folded, fold_text


def _words(*lines: str) -> frozenset[str]:
    return frozenset(fold_text(word) for line in lines for word in line.split())


NEGATIONS: Final = _words("không chưa chẳng chớ đừng chả")
"""A match that loses or gains one of these says the opposite."""

POLAR: Final = NEGATIONS | _words(
    "tăng giảm vượt thiếu hụt đạt trượt thừa",
    "trên dưới hơn kém quá gần khoảng trở lên xuống ít nhiều tối thiểu đa xấp xỉ ngót",
    "nửa rưỡi một hai ba bốn tư năm lăm sáu bảy tám chín mười mươi trăm nghìn ngàn vạn triệu tỷ phần",
    "đầu cuối trước sau từ đến",
)
"""Words that carry a value, its direction or its bound: never forgiven, neither as a slip nor as an omission."""

FUNCTION_WORDS: Final = _words(
    "và của các những đã được cho có là với về trong tại ở để do bởi này đó khi thì mà cũng vẫn nhằm như theo",
    "việc sự cùng nên rằng vì hoặc ra vào bằng",
)
"""Words without content: a quote may add or lose a few of them."""

WORD: Final = re.compile(r"\d+(?:[.,]\d+)*|[%$]|[^\W\d_]+")
"""A number with its separators, a percent or dollar sign, or a run of letters, in folded text."""

_SENTENCE_END: Final = '.!?:;…\n"“”([{-–—•+*'


class Word(NamedTuple):
    """One word of a folded text: its folded form, where it stands there, whether the original starts with a capital."""

    text: str
    start: int
    end: int
    capital: bool
    opens: bool
    """Whether it opens a sentence, a line or a quotation, where any word has a capital."""
    is_name: bool
    """Whether its capital letter says that it is a name: inside a sentence, or before another capital."""

    @property
    def is_number(self) -> bool:
        """Whether it is written in digits or is a sign of a number."""
        return self.text[0].isdigit() or self.text[0] in "%$"


def split_words(folded: Folded) -> tuple[Word, ...]:
    """The words of a folded text in order."""
    source, starts, text = folded.source, folded.starts, folded.text
    words = []
    matches = list(WORD.finditer(text))
    for at, match in enumerate(matches):
        start, end = match.span()
        before = start - 1
        while before >= 0 and text[before] == " " and source[starts[before]] != "\n":
            before -= 1
        opens = before < 0 or source[starts[before]] in _SENTENCE_END
        capital = source[starts[start]].isupper()
        after = matches[at + 1].start() if capital and opens and at + 1 < len(matches) else end
        leads = after == end + 1 and text[end] == " " and source[starts[after]].isupper()
        words.append(Word(match.group(), start, end, capital, opens, capital and (leads or not opens)))
    return tuple(words)


@dataclass(frozen=True, eq=False)
class WordIndex:
    """The words of one article as a string with one character a word, so that string algorithms run on words."""

    words: tuple[Word, ...]
    codes: dict[str, str]
    encoded: str

    def encode(self, words: tuple[Word, ...]) -> str:
        """Other words in the same code; words the article lacks get characters of their own."""
        unknown: dict[str, str] = {}
        encoded = []
        for word in words:
            code = self.codes.get(word.text)
            if code is None:
                code = unknown.setdefault(word.text, chr(_UNKNOWN + len(unknown)))
            encoded.append(code)
        return "".join(encoded)


_KNOWN: Final = 0x10000
_UNKNOWN: Final = 0x100000


@lru_cache(maxsize=16)
def index_of(folded: Folded) -> WordIndex:
    """The word index of a folded article, kept for the quotes that follow."""
    words = split_words(folded)
    codes: dict[str, str] = {}
    for word in words:
        codes.setdefault(word.text, chr(_KNOWN + len(codes)))
    return WordIndex(words, codes, "".join(codes[word.text] for word in words))
