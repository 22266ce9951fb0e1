"""The Party bodies of one article as persons of the story: which mentions are one body, and which body is spoken of.

"Đảng bộ Khối", "UBKT Đảng ủy Khối" and "Đảng ủy Khối các cơ quan tỉnh Phú Thọ" are one body; a second bloc, a district
or a single cell is another.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

from extractor.engines.rules.body_groups import Group, Resolver
from extractor.reading.body import Body
from extractor.reading.intervals import between, meets
from extractor.reading.model import Block, BlockRole, Reading
from extractor.reading.organizations import find_bodies
from extractor.reading.sentences import Sentence, split_sentences
from extractor.text.article import Article, Extent
from extractor.text.flat import flatten
from extractor.text.lexicon import load_table
from extractor.text.record import record
from extractor.text.word_index import WordPattern

if TYPE_CHECKING:
    from extractor.engines.rules.table_heads import HeadedTable

CONTENT: Final[frozenset[BlockRole]] = frozenset(["title", "lead", "body", "caption"])
"""The roles of paragraphs that tell the article's facts."""


@cache
def words(table: str) -> re.Pattern[str]:
    """The words of one table of `data/bodies.toml`, as whole words."""
    sources = load_table("extractor.engines.rules", "bodies.toml")[table]
    ordered = sorted(sources, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(ordered)})(?!\w)")


_OF_A_CITY: Final = ("thành ủy", "đảng bộ thành phố", "đảng ủy thành phố")
"""A city's committee, which is a province's where nothing else is said."""


@cache
def wide_words() -> WordPattern:
    """Words for the whole of a territory ("toàn tỉnh", "cấp ủy các cấp"), for looking in the whole flat text."""
    return WordPattern(words("wide"))


@record
class Named:
    """One mention with the body it names and the block it stands in."""

    body: Body
    group: Group
    block: Block
    source: Named | None = None
    """Of a head word alone: the mention whose body it stands for."""
    how: str = "name"
    """In which way the body is meant: by its `name`, by a `head` word or `place` alone, by a `speaker`."""


class Survey:
    """Every mention of a Party body in the article's content, resolved to the body it means.

    `on` is the day whose list of provinces counts (`day_of_list`).
    """

    def __init__(self, article: Article, reading: Reading, on: date | None) -> None:
        self.article = article
        self.on = on
        self.reading = reading
        self.flat = flatten(article.text)
        self.named: list[Named] = []
        self.sentences: tuple[Sentence, ...] = split_sentences(article.text, reading.blocks, CONTENT)
        self._starts = [sentence.extent.start for sentence in self.sentences]
        self.blocks = [block for block in reading.blocks if block.role in CONTENT]
        self._read()

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence of the content that holds the offset."""
        at = bisect_right(self._starts, offset) - 1
        if at < 0 or offset >= self.sentences[at].extent.end:
            return None
        return self.sentences[at]

    @cached_property
    def _spans(self) -> list[_Spot]:
        return [_Spot(named.body.extent, named) for named in self.named]

    @cached_property
    def told(self) -> list[Named]:
        """Every mention, with the head words alone that stand for one, in order."""
        from extractor.engines.rules.places import place_references
        from extractor.engines.rules.references import references
        from extractor.engines.rules.speakers import speakers

        found = list(self.named)
        for more in (place_references(self), speakers(self), references(self)):
            taken = sorted(one.body.extent for one in found)
            found += [one for one in more if not meets(one.body.extent, taken)]
        return sorted(found, key=lambda one: one.body.extent)

    @cached_property
    def headed_tables(self) -> tuple[HeadedTable, ...]:
        """The tables that the line right above says are of a body."""
        from extractor.engines.rules.table_heads import headed_tables

        return headed_tables(self)

    def headed_table_at(self, offset: int) -> HeadedTable | None:
        """Such a table that the offset lies in."""
        at = bisect_right(self.headed_tables, offset, key=lambda table: table.extent.start) - 1
        return self.headed_tables[at] if at >= 0 and offset < self.headed_tables[at].extent.end else None

    @cached_property
    def _told_spans(self) -> list[_Spot]:
        return [_Spot(named.body.extent, named) for named in self.told]

    def told_between(self, start: int, end: int) -> list[Named]:
        """The mentions and the head words alone that lie in the stretch, in order."""
        return [spot.named for spot in between(self._told_spans, start, end)]

    def named_between(self, start: int, end: int) -> list[Named]:
        """The mentions that lie in the stretch, in order."""
        return [spot.named for spot in between(self._spans, start, end)]

    @cached_property
    def _by_group(self) -> dict[Group, list[Named]]:
        found: dict[Group, list[Named]] = {}
        for one in self.named:
            found.setdefault(one.group, []).append(one)
        return found

    def mentions_of(self, group: Group) -> list[Named]:
        """The mentions of the body by name, in order."""
        return self._by_group.get(group, [])

    @cached_property
    def _by_owner(self) -> dict[Group, list[Named]]:
        found: dict[Group, list[Named]] = {}
        for one in self.named:
            if one.group.owner is not None:
                found.setdefault(one.group.owner, []).append(one)
        return found

    def commissions_of(self, group: Group) -> list[Named]:
        """The mentions of the commissions of the committee, in order."""
        return self._by_owner.get(group, [])

    def numbers_in_names(self) -> list[str]:
        """The ids of the numbers that are part of a body's name ("Chi bộ Tổ dân phố 33")."""
        names = [one.body.extent for one in self.named]
        starts = [name.start for name in names]
        found = []
        for quantity in self.reading.quantities:
            at = bisect_right(starts, quantity.extent.start) - 1
            if at >= 0 and names[at].covers(quantity.extent):
                found.append(quantity.id)
        return found

    @cached_property
    def _people(self) -> list[Extent]:
        return sorted(one.name for one in self.reading.people)

    def _person_in(self, body: Body) -> int:
        """Where the person's name begins that the end of the body's runs into; nought where there is none."""
        at = bisect_left(self._people, body.extent.end, key=lambda name: name.start) - 1
        name = self._people[at] if at >= 0 else None
        return name.start if name is not None and body.extent.start < name.start and name.end >= body.extent.end else 0

    @cached_property
    def _places(self) -> frozenset[str]:
        """The places of bodies that no person's name runs into: sure to be named so."""
        found = find_bodies(self.article.text, self.on)
        return frozenset(body.place for body in found if body.place is not None and not self._person_in(body))

    def _is_person(self, body: Body) -> bool:
        """Whether what looks like a cell's name is its officer's: "Bí thư Chi bộ | Y Bliă Kbuôr"."""
        return body.family == "unit" and self._person_in(body) > 0

    def _without_person(self, body: Body) -> Body:
        """The body where its officer's name follows it: "Trưởng Ban Tổ chức Thành ủy | Lê Văn An".

        A part of the name may have been taken for the body's place ("UBKT Thành ủy Ngô Thị | Bích Ngân").
        """
        start = self._person_in(body)
        if not start or body.place is None or body.place in self._places:
            return body
        place = body.place.removesuffix(" ".join(self.flat[start : body.extent.end].split())).strip() or None
        extent = Extent(body.extent.start, len(self.flat[:start].rstrip()))
        if body.owner is not None:
            return replace(body, extent=extent, place=place, owner=self._without_person(body.owner))
        if place is None and self.flat.startswith(_OF_A_CITY, extent.start):
            return replace(body, extent=extent, family="province", kind="provincial_committee", place=None, short=True)
        return replace(body, extent=extent, place=place, short=place is None)

    def _read(self) -> None:
        planted = self.reading.intrusions
        full = [
            self._without_person(body)
            for body in find_bodies(self.article.text, self.on)
            if not any(body.extent.overlaps(p) for p in planted) and not self._is_person(body)
        ]
        content = [(block, between(full, block.extent.start, block.extent.end)) for block in self.blocks]
        resolver = Resolver(self.article.text, self.flat, [body for _, bodies in content for body in bodies])
        self.groups = resolver.groups
        for block, bodies in content:
            heading = is_heading(self.article.slice(block.extent), block)
            for body in bodies:
                group = resolver.resolve(body, heading)
                if group is None:
                    continue
                group.bodies.append(body)
                self.named.append(Named(body, group, block))
            if block.role in ("lead", "title"):
                resolver.restart()


@record
class _Spot:
    extent: Extent
    named: Named


def is_heading(text: str, block: Block) -> bool:
    """Whether a paragraph heads a section: a short line without a full stop, no caption."""
    return block.role == "body" and len(text) <= 120 and not text.rstrip().endswith((".", ";", ",", "…", ":"))
