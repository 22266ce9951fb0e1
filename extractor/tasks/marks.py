"""The marks that a reader's finds get in a prompt: `q5` a quantity, `d2` a day, `p1` a stretch of time, `n7` a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from extractor.reading.model import DateMention, PeriodMention, Quantity, Reading
from extractor.reading.periods import with_year
from extractor.tasks.names import find_names
from extractor.tasks.outline import GroupNode, LeafKind, all_leaves
from extractor.text.article import Article, Extent
from extractor.text.fold import fold

LETTERS: Final[dict[LeafKind, str]] = {"number": "q", "date": "d", "period": "p", "name": "n"}
"""Kind of leaf -> the letter of the marks that it may point to."""


@dataclass(frozen=True)
class Marks:
    """Everything of one article that a leaf may point to. Ids are the same in every part of it."""

    article: Article
    reading: Reading

    @cached_property
    def quantities(self) -> Mapping[str, Quantity]:
        """`q1`, `q2`, ... as the reader numbers them."""
        return {one.id: one for one in self.reading.quantities}

    @cached_property
    def dates(self) -> Mapping[str, DateMention]:
        """`d1`, `d2`, ... in the text's order."""
        return {f"d{at}": one for at, one in enumerate(self.reading.dates, 1)}

    @cached_property
    def periods(self) -> Mapping[str, PeriodMention]:
        """`p1`, `p2`, ... in the text's order; those whose year nothing tells are left out."""
        known = [one for one in self.reading.periods if self.period_value(one) is not None]
        return {f"p{at}": one for at, one in enumerate(known, 1)}

    @cached_property
    def names(self) -> Mapping[str, Extent]:
        """`n1`, `n2`, ...: each name once, where it stands first."""
        found = find_names(fold(self.article.text), self.reading)
        return {f"n{at}": one for at, one in enumerate(found, 1)}

    def extent(self, mark: str) -> Extent | None:
        """Where a mark's find stands."""
        if mark in self.names:
            return self.names[mark]
        for table in (self.quantities, self.dates, self.periods):
            found = table.get(mark)
            if found is not None:
                return found.extent
        return None

    def at(self, letter: str, extent: Extent) -> str | None:
        """The mark of that letter which stands exactly there."""
        return self._by_extent.get((letter, extent))

    def of_name(self, words: str) -> str | None:
        """The mark of a name in these very words."""
        slices = ((mark, self.article.slice(extent)) for mark, extent in self.names.items())
        return next((mark for mark, spelt in slices if spelt == words), None)

    @cached_property
    def _by_extent(self) -> Mapping[tuple[str, Extent], str]:
        tables: tuple[Mapping[str, Quantity | DateMention | PeriodMention], ...]
        tables = (self.quantities, self.dates, self.periods)
        found = {(mark[0], one.extent): mark for table in tables for mark, one in table.items()}
        return {**found, **{("n", extent): mark for mark, extent in self.names.items()}}

    @cached_property
    def years(self) -> frozenset[int]:
        """The years that dates and periods of the text name."""
        years = {one.year for one in self.reading.dates if one.year is not None}
        years |= {int(one.value[:4]) for one in self.reading.periods if one.value is not None}
        return frozenset(years)

    def year_of(self, day: int, month: int) -> int | None:
        """The year of a day without one: the last such day up to the article's own date, else the text's only year."""
        published = self.article.published_on
        if published is not None:
            return published.year if (month, day) <= (published.month, published.day) else published.year - 1
        return next(iter(self.years)) if len(self.years) == 1 else None

    def day_value(self, mention: DateMention) -> date | None:
        """The date of a mention, its year told from around where it is not written."""
        if mention.value is not None or mention.year is not None:
            return mention.value
        year = self.year_of(mention.day, mention.month)
        try:
            return None if year is None else date(year, mention.month, mention.day)
        except ValueError:
            return None

    def period_value(self, mention: PeriodMention) -> str | None:
        """The period of a mention, its year told from around where it is not written."""
        if mention.value is not None or mention.part is None:
            return mention.value
        published = self.article.published_on
        year = next(iter(self.years)) if len(self.years) == 1 else published.year if published is not None else None
        return None if year is None else with_year(mention.part, year)


def letters_of(nodes: Iterable[GroupNode]) -> frozenset[str]:
    """The letters of marks that a model's leaves can point to."""
    return frozenset(LETTERS[leaf.kind] for node in nodes for leaf in all_leaves(node) if leaf.kind in LETTERS)
