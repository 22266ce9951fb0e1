"""An article as a model sees it for any task: numbered clauses, and a mark after each find that a leaf can point to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Self

from extractor.engines.llm.tagged_text import Clause, TaggedText
from extractor.reading.model import Reading
from extractor.tasks.marks import Marks
from extractor.text.article import Article, Extent


@dataclass(frozen=True)
class MarkedText(TaggedText):
    """A tagged text whose quantities, days, periods and names are marked, as far as `letters` go."""

    letters: frozenset[str] = frozenset("q")

    @classmethod
    def marked(cls, article: Article, reading: Reading, letters: frozenset[str]) -> Self:
        """The whole article with the marks of those letters."""
        whole = cls.whole(article, reading)
        return cls(article, reading, whole.clauses, whole.clauses, whole.clauses, letters=letters)

    @cached_property
    def marks(self) -> Marks:
        """Everything that can be pointed to, whatever is shown."""
        return Marks(self.article, self.reading)

    @cached_property
    def _marked(self) -> dict[int, list[tuple[Extent, str]]]:
        """Marks by the number of the clause they begin in, each after its find; a table's row numbers have none."""
        asked = {clause.number for clause in self.asked}
        found: list[tuple[Extent, str]] = []
        if "q" in self.letters:
            found += [(one.extent, self._tag(one)) for one in self.quantities]
        for letter, table in (("d", self.marks.dates), ("p", self.marks.periods)):
            if letter in self.letters:
                found += [(one.extent, f"[{mark}]") for mark, one in table.items()]
        if "n" in self.letters:
            found += [(extent, f"[{mark}]") for mark, extent in self.marks.names.items()]
        grouped: dict[int, list[tuple[Extent, str]]] = {}
        for extent, tag in sorted(found, key=lambda one: (one[0].end, one[0].start)):
            clause = self.clause_of(extent.start)
            if clause is not None and (clause.number in asked or not tag.startswith("[q")):
                grouped.setdefault(clause.number, []).append((extent, tag))
        return grouped

    def _clause_text(self, clause: Clause) -> str:
        pieces = [f"[{clause.tag}] "] if self.tagged else []
        at = clause.extent.start
        for extent, tag in self._marked.get(clause.number, ()) if self.tagged else ():
            end = min(max(extent.end, at), clause.extent.end)
            pieces += [self.neutral[at:end], tag]
            at = end
        pieces.append(self.neutral[at : clause.extent.end])
        return self.tidied("".join(pieces))
