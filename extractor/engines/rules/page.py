"""One article as the rules on event and source ask it: flat text, content, periods, the opening, the printed dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from extractor.reading.body import Body
from extractor.reading.datelines import dateline_date
from extractor.reading.intervals import between, lies_within
from extractor.reading.model import Block, BlockRole, PeriodMention, Reading
from extractor.reading.organizations import find_bodies
from extractor.reading.sentences import Sentence, split_sentences
from extractor.text.article import Article, Extent
from extractor.text.flat import flatten
from extractor.text.word_index import WordPattern

CONTENT: Final[frozenset[BlockRole]] = frozenset(["title", "lead", "body", "caption"])
_FIRST_PARAGRAPHS: Final = 6
"""How far into the article the sentence on its event is looked for."""
_LAST_QUARTER: Final = WordPattern(
    r"(?<!\w)(?:0?3|ba) tháng (?:cuối|còn lại)(?: (?:của )?năm)?(?: (?P<year>(?:19|20)\d\d))?(?!\w)"
)


@dataclass(frozen=True)
class Page:
    """The article with what is asked of it again and again; planted text is left out of all answers."""

    article: Article
    reading: Reading

    @cached_property
    def flat(self) -> str:
        """The flat text; offsets are the article's."""
        return flatten(self.article.text)

    @cached_property
    def bodies(self) -> tuple[Body, ...]:
        """Every Party body named anywhere in the text, in order."""
        return find_bodies(self.article.text)

    def acts(self, extent: Extent) -> bool:
        """Whether a Party body is itself spoken of in the stretch."""
        return any(body.acting for body in between(self.bodies, extent.start, extent.end))

    @cached_property
    def title(self) -> list[Block]:
        """The headline, as blocks."""
        return [block for block in self.reading.blocks if block.role == "title"]

    @cached_property
    def text_blocks(self) -> list[Block]:
        """Lead and body."""
        return [block for block in self.reading.blocks if block.role in ("lead", "body")]

    @property
    def opening(self) -> list[Block]:
        """The first paragraphs of the article's own text."""
        return self.text_blocks[:_FIRST_PARAGRAPHS]

    @cached_property
    def periods(self) -> tuple[PeriodMention, ...]:
        """The periods outside planted text, "ba tháng cuối năm" as the last quarter."""
        quarters = [
            PeriodMention(
                Extent(match.start(), match.end()),
                f"{match['year']}-Q4" if match["year"] else None,
                None if match["year"] else "Q4",
            )
            for match in _LAST_QUARTER.finditer(self.flat)
        ]
        taken = [quarter.extent for quarter in quarters]
        kept = [
            period
            for period in self.reading.periods
            if not between_any(period.extent, taken) and not between_any(period.extent, self.reading.intrusions)
        ]
        return tuple(sorted([*quarters, *kept], key=lambda period: period.extent))

    def periods_in(self, start: int, end: int) -> list[PeriodMention]:
        """The periods that lie in the stretch, in order."""
        return list(between(self.periods, start, end))

    def sentences(self, blocks: Sequence[Block]) -> tuple[Sentence, ...]:
        """The sentences of the blocks outside planted text."""
        found = split_sentences(self.article.text, blocks, CONTENT)
        return tuple(one for one in found if not between_any(one.extent, self.reading.intrusions))

    @cached_property
    def content_sentences(self) -> tuple[Sentence, ...]:
        """The sentences of headline, lead and body."""
        return self.sentences([block for block in self.reading.blocks if block.role in ("title", "lead", "body")])

    @cached_property
    def printed(self) -> tuple[date, ...]:
        """The dates that the page's own lines print, in order."""
        days = (
            dateline_date(self.article.slice(block.extent)) for block in self.reading.blocks if block.role == "dateline"
        )
        return tuple(day for day in days if day is not None)

    def is_content(self, extent: Extent) -> bool:
        """Whether the stretch lies in headline, lead or body."""
        return lies_within(extent, self._content)

    @cached_property
    def _content(self) -> list[Extent]:
        return [block.extent for block in self.reading.blocks if block.role in ("title", "lead", "body")]


def between_any(extent: Extent, stretches: Sequence[Extent]) -> bool:
    """Whether the extent meets one of the stretches, which are in order and do not overlap."""
    low, high = 0, len(stretches)
    while low < high:
        middle = (low + high) // 2
        if stretches[middle].end <= extent.start:
            low = middle + 1
        else:
            high = middle
    return low < len(stretches) and stretches[low].start < extent.end
