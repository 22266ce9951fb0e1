"""The article as the model sees it: numbered clauses, tagged quantities, and nothing of its own that looks like either.

Every `[`, `]`, `<`, `>` and `|` of the prompt's article section is ours. The article's own are replaced, one character
by one, so no text can close the fence, fake a tag or write a chat template's control token. Straight quotes go too:
a reply can then copy any words without escapes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from extractor.engines.llm.readings import reading_note, row_numbers
from extractor.reading.model import Quantity, Reading
from extractor.text.article import Article, Extent

_LOOKALIKES: Final = {"[": "(", "]": ")", "<": "‹", ">": "›"}
_LOOKALIKES_WIDE: Final = dict.fromkeys("［〔【⟦⦋〚﹝", "(") | dict.fromkeys("］〕】⟧⦌〛﹞", ")")
_NEUTRAL: Final = str.maketrans(
    _LOOKALIKES | _LOOKALIKES_WIDE | {"＜": "‹", "＞": "›", '"': "”", "\\": "/", "|": "¦", "\t": " ", "\0": " "}
)
_CLAUSE_END: Final = re.compile(r"([;?!….])['\"”’»)]*\s+")
SEAM: Final = "[PART]"
"""Stands, alone on a line, between the repeated opening and the part of a long article that is asked about."""
_LONGEST_CLAUSE: Final = 800
"""Characters after which a clause is cut at a space, so that any text can be split into parts."""
_SPACES: Final = re.compile(r"[^\S\n]{2,}")


def neutralise(text: str) -> str:
    """The text with every character that has a meaning in our prompt replaced by one that has none: offsets stay."""
    return text.translate(_NEUTRAL)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between two clause borders; `number` counts from 1 through the whole article."""

    number: int
    extent: Extent

    @property
    def tag(self) -> str:
        """How the clause is called in prompt and reply."""
        return f"s{self.number}"


def split_clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a text in order; blank stretches between them belong to none."""
    clauses: list[Clause] = []
    for line in re.finditer(r"[^\n\r\u2028\u2029]+", text):
        start = line.start()
        ends = _CLAUSE_END.finditer(text, line.start(), line.end())
        borders = [
            match.end() for match in ends if match[1] != "." or not text[match.end() : match.end() + 1].islower()
        ]
        for border in [*borders, line.end()]:
            for extent in _pieces(text, start, border):
                clauses.append(Clause(len(clauses) + 1, extent))
            start = border
    return tuple(clauses)


def _pieces(text: str, start: int, end: int) -> Iterable[Extent]:
    """The stretch without the spaces around it, cut where it is very long."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > _LONGEST_CLAUSE:
        cut = text.rfind(" ", start + 1, start + _LONGEST_CLAUSE)
        cut = cut if cut > start else start + _LONGEST_CLAUSE
        yield Extent(start, cut)
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield Extent(start, end)


@dataclass(frozen=True)
class TaggedText:
    """An article (or a part of it) ready for the prompt, with what its ids point to.

    `shown` are the clauses in the prompt, `asked` those of them whose quantities are tagged and asked about.
    """

    article: Article
    reading: Reading
    clauses: tuple[Clause, ...]
    shown: tuple[Clause, ...]
    asked: tuple[Clause, ...]
    tagged: bool = True

    @classmethod
    def whole(cls, article: Article, reading: Reading) -> TaggedText:
        """The tagged of the whole article."""
        clauses = split_clauses(article.text)
        return cls(article, reading, clauses, clauses, clauses)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """The quantities that are asked about, in the text's order; a table's row numbers are none."""
        return tuple(q for q in self._all_quantities if q.id not in self._row_numbers)

    @cached_property
    def numbering(self) -> tuple[Quantity, ...]:
        """The row numbers of tables among what is asked about: dismissed without a question."""
        return tuple(q for q in self._all_quantities if q.id in self._row_numbers)

    @cached_property
    def _row_numbers(self) -> frozenset[str]:
        return row_numbers(self.reading)

    @cached_property
    def _all_quantities(self) -> tuple[Quantity, ...]:
        asked = {clause.number for clause in self.asked}
        return tuple(q for q in self.reading.quantities if self._number_at(q.extent.start) in asked)

    @cached_property
    def quantity_ids(self) -> frozenset[str]:
        """The ids that an answer may use."""
        return frozenset(q.id for q in self.quantities)

    def quantities_in(self, clause: Clause) -> int:
        """How many tagged quantities a clause has."""
        return len(self._by_start.get(clause.number, ()))

    def clause(self, tag: str) -> Clause | None:
        """The clause of that tag, if there is one."""
        number = int(tag[1:]) if re.fullmatch(r"s\d{1,7}", tag) else 0
        return self.clauses[number - 1] if 1 <= number <= len(self.clauses) else None

    def clause_of(self, offset: int) -> Clause | None:
        """The clause that holds the offset, or the nearest one before it."""
        number = self._number_at(offset)
        return self.clauses[number - 1] if number else None

    @cached_property
    def _starts(self) -> list[int]:
        return [clause.extent.start for clause in self.clauses]

    def _number_at(self, offset: int) -> int:
        return bisect_right(self._starts, offset)

    @cached_property
    def neutral(self) -> str:
        """The article's text as the model reads it, offset for offset."""
        return neutralise(self.article.text)

    @cached_property
    def text(self) -> str:
        """The tagged text: a line for each paragraph, a tag before each clause, a tag after each quantity."""
        return self._render(self.shown)

    @cached_property
    def plain_text(self) -> str:
        """The same text without tags, for a strategy that quotes."""
        bare = replace(self, reading=replace(self.reading, quantities=()), tagged=False)
        return bare.text

    def excerpt(self, clauses: Sequence[Clause]) -> str:
        """The tagged text of some clauses, a line for each."""
        return "\n".join(self._clause_text(clause) for clause in clauses)

    def _render(self, clauses: Sequence[Clause]) -> str:
        lines: list[str] = []
        previous: Clause | None = None
        begin = self.asked[0] if self.asked and self.asked[0] != clauses[0] else None
        for clause in clauses:
            piece = self._clause_text(clause)
            if clause == begin:
                lines += [SEAM, piece]
            elif previous is not None and "\n" not in self.article.text[previous.extent.end : clause.extent.start]:
                lines[-1] += " " + piece
            else:
                lines.append(piece)
            previous = clause
        return "\n".join(lines)

    @cached_property
    def _by_start(self) -> dict[int, list[Quantity]]:
        """Asked quantities by the number of the clause they begin in."""
        found: dict[int, list[Quantity]] = {}
        for quantity in sorted(self.quantities, key=lambda q: q.extent):
            found.setdefault(self._number_at(quantity.extent.start), []).append(quantity)
        return found

    def _tag(self, quantity: Quantity) -> str:
        """`[q5]`, with the reading where the words beside the number do not show it: `[q5=neg]`."""
        note = reading_note(self.article, quantity)
        return f"[{quantity.id}={note}]" if note else f"[{quantity.id}]"

    def _clause_text(self, clause: Clause) -> str:
        pieces = [f"[{clause.tag}] "] if self.tagged else []
        at = clause.extent.start
        for quantity in self._by_start.get(clause.number, ()):
            end = min(max(quantity.extent.end, at), clause.extent.end)
            pieces += [self.neutral[at:end], self._tag(quantity)]
            at = end
        pieces.append(self.neutral[at : clause.extent.end])
        return self.tidied("".join(pieces))

    @staticmethod
    def tidied(text: str) -> str:
        """A clause's text on one line, without runs of blanks."""
        return _SPACES.sub(" ", text.replace("\n", " "))
