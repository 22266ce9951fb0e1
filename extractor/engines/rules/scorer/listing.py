"""Which named bodies are listed, as the scorer sees it: what the article makes of each body it names.

The rules find the bodies with figures of their own by patterns; this looks at every body alike: where and how often it
is named, how many numbers stand where it was the last to act, and how it stands to the one that holds the meeting.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from extractor.engines.rules.bodies import Named, Survey, is_heading, wide_words, words
from extractor.engines.rules.body_groups import LEVELS, Group
from extractor.engines.rules.draft import EventDraft
from extractor.engines.rules.hosts import is_receiver
from extractor.engines.rules.respective import told_in_turn
from extractor.engines.rules.scorer.candidates import binned
from extractor.engines.rules.scorer.chances import SCALE
from extractor.engines.rules.scorer.facts import Fact, Sums, spelled
from extractor.engines.rules.scorer.model import Model, shipped
from extractor.reading.intervals import between, meets, merged
from extractor.reading.model import Quantity

QUESTION: Final = "listing"
"""What the question is called among those that the data file has weights for."""
LEAST: Final = 0.5
"""How likely a body must be listed to go out."""

WORD: Final = re.compile(r"[^\W\d_]+|\d|[^\w\s]")
"""A word, a digit or a mark, as they are seen around a body's name."""
_OPENS_WITHIN: Final = 90
"""Characters from a paragraph's start within which a body opens it."""
_AWARD_REACH: Final = 80
_NEAR: Final = (0, 12, 40, 90)
"""Characters from a body's name to the first number after it, by which nearness is told."""
_WHOLES: Final = ("province", "district")


class Listing:
    """The features of every body that one article names, asked by its group."""

    def __init__(
        self, survey: Survey, event: EventDraft, organisers: Sequence[Group], host: Group | None = None
    ) -> None:
        self._survey = survey
        self._event = event
        self._organisers = organisers
        self._opening = None if organisers else host
        self._host = organisers[0] if organisers else host
        self._told: dict[int, list[Named]] = {}
        for one in survey.told:
            self._told.setdefault(id(self._counted_as(one.group)), []).append(one)
        self._own: Counter[int] = Counter()
        self._paragraph: Counter[int] = Counter()
        self._clause: Counter[int] = Counter()
        self._wide = 0
        cells = survey.reading.cells
        self._labels = sorted(
            {place for cell in cells for place in (cell.label, *cell.labels, *cell.headings) if place}
        )
        self._headings = merged(place for cell in cells for place in cell.headings)
        self._count()
        self._peers = Counter(group.family for group in survey.groups if self._own[id(group)])

    def _count(self) -> None:
        """How many numbers stand after each body as the last to act in the sentence, or in the paragraph."""
        survey = self._survey
        inside_names = set(survey.numbers_in_names())
        acting = [one for one in survey.told if one.body.acting]
        ends = [one.body.extent.end for one in acting]
        wide = [match.start() for match in wide_words().finditer(survey.flat)]
        turns = {quantity.id: named for named, quantity in told_in_turn(survey)}
        for quantity in survey.reading.quantities:
            sentence = survey.sentence_at(quantity.extent.start)
            if sentence is None or quantity.id in inside_names:
                continue
            at = bisect_right(ends, quantity.extent.start) - 1
            last = acting[at] if at >= 0 else None
            start = sentence.extent.start
            spoken = bisect_left(wide, quantity.extent.start) - 1
            of_whole = spoken >= 0 and wide[spoken] >= max(start, last.body.extent.end if last is not None else 0)
            if not of_whole and (last is None or last.block.extent.start > start or last.block.extent.end < start):
                continue
            if self._is_awarded(quantity, start, sentence.extent.end):
                continue
            if (named := turns.get(quantity.id)) is not None:
                self._own[id(self._counted_as(named.group))] += 1
                self._clause[id(self._counted_as(named.group))] += 1
                continue
            if of_whole or last is None:
                self._wide += 1
                continue
            if last.body.extent.start >= start:
                self._own[id(self._counted_as(last.group))] += 1
                if ";" not in survey.flat[last.body.extent.end : quantity.extent.start]:
                    self._clause[id(self._counted_as(last.group))] += 1
            else:
                self._paragraph[id(self._counted_as(last.group))] += 1

    def _counted_as(self, group: Group) -> Group:
        """The body itself, or the committee that a commission of inspection counts as where the review is not its own
        (guide, section 2).
        """
        owner = group.owner if group.kind == "inspection_commission" else None
        if owner is None or owner.family == "province" or owner.place is None:
            return group
        return group if group in self._organisers or group is self._host else owner

    def _is_awarded(self, quantity: Quantity, start: int, end: int) -> bool:
        flat, at = self._survey.flat, quantity.extent
        low = max(start, at.start - _AWARD_REACH)
        low = max(low, flat.rfind(";", low, at.start) + 1)
        return words("awards").search(flat, low, min(end, at.end + _AWARD_REACH)) is not None

    def features(self, group: Group) -> list[str]:
        """What speaks for or against listing the body."""
        return [*spelled(self._facts(group)), *self._words(self._acting(group))]

    def sum(self, group: Group, facts: Sums[int]) -> int:
        """What they come to; `facts` says what facts do."""
        return sum(map(facts.__getitem__, self._facts(group))) + facts.weigh([*self._words(self._acting(group))])

    def _acting(self, group: Group) -> list[Named]:
        return [one for one in self._told.get(id(group), ()) if one.body.acting]

    def _facts(self, group: Group) -> list[Fact]:
        mentions, acting = self._told.get(id(group), []), self._acting(group)
        relation, family = self._relation(group), group.family
        own, paragraph = self._own[id(group)], self._paragraph[id(group)]
        found: list[Fact] = [
            ("1|kind:{0}|rel:{1}|rel:{1}:{2}|event:{3}:{1}", group.kind, relation, family, self._event.kind),
            ("named:{0}|acting:{1}|acting:{1}:{2}", binned(len(mentions)), binned(len(acting)), family),
            ("own:{0}|own:{0}:{1}|own:{0}:{2}", binned(own), relation, family),
            ("clause:{0}:{1}", binned(self._clause[id(group)]), family),
            ("paragraph:{0}", binned(paragraph)),
            ("both:{0}:{1}", min(own, 3), min(paragraph, 3)),
            ("any:{0}:{1}:{2}", bool(own or paragraph), relation, group.kind),
            ("peers:{0}:{1}:{2}", binned(self._peers[family]), family, bool(own)),
        ]
        if self._is_whole(group):
            wide = self._wide
            found.append(("wide:{0}|wide:{0}:{1}|wide:{2}:{3}", binned(wide), relation, bool(wide), bool(own)))
        return found + [("{0}:{1}", flag, family) for flag in self._flags(group, mentions, acting)]

    def _is_whole(self, group: Group) -> bool:
        """Whether words for the whole territory may mean the body."""
        if self._host is not None and self._host.owner is group:
            return True
        return group.family in _WHOLES and (
            group is self._host or self._host is None or self._host.family == "commission"
        )

    def is_whole_of_host(self, group: Group) -> bool:
        """Whether a commission of organization reviews, and words for its committee's whole territory have numbers."""
        host = self._host
        of_members = host is not None and host.owner is group and host.kind == "organization_commission"
        return of_members and self._wide > 0

    def _relation(self, group: Group) -> str:
        """How the body stands to the one that holds the meeting or opens the article."""
        host = self._host
        held = "held" if self._organisers else "open"
        if group in self._organisers or group is self._opening:
            return f"{held}-host"
        if host is None:
            return "none"
        if host.owner is group:
            return f"{held}-committee"
        if group.owner is host:
            return f"{held}-commission"
        if group.family == "commission" and group.owner is not None:
            above = f"{held}-c" if host.family == "commission" else f"{held}-x"
            return above + self._step(group.owner, host)
        return f"{held}-{self._step(group, host)}"

    @staticmethod
    def _step(group: Group, host: Group) -> str:
        whole = host.owner or host
        mine, theirs = LEVELS.get(group.family, 0), LEVELS.get(whole.family, 0)
        if group.kind == "commune_committee" and whole.kind == "district_committee":
            return "below"
        return "below" if mine < theirs else "beside" if mine == theirs else "above"

    def _flags(self, group: Group, mentions: Sequence[Named], acting: Sequence[Named]) -> Iterator[str]:
        survey = self._survey
        if not group.bodies:
            yield "unnamed"
            return
        if not acting:
            yield "never-acts"
        roles = {one.block.role for one in acting}
        yield from (f"in-{role}" for role in sorted(roles))
        if all(one.body.short for one in mentions):
            yield "short"
        if any(one.source is not None and one.source.body.acting is False for one in mentions):
            yield "speaker"
        if any(
            one.block.role == "body" and one.body.extent.start - one.block.extent.start <= _OPENS_WITHIN
            for one in acting
        ):
            yield "opens"
        if any(is_heading(survey.article.slice(one.block.extent), one.block) for one in mentions):
            yield "heading"
        if acting and all(is_receiver(survey, one.body) for one in acting):
            yield "receives"
        if any(meets(body.extent, self._labels) for body in group.bodies):
            yield "cell"

    def heads_column(self, group: Group) -> bool:
        """Whether a table's column is headed by the body."""
        return any(meets(body.extent, self._headings) for body in group.bodies)

    def heads_table(self, group: Group) -> bool:
        """Whether the line above a table says that it tells of the body."""
        return any(table.named.group is group for table in self._survey.headed_tables)

    def is_singled_out(self, group: Group) -> bool:
        """Whether "riêng" singles out the body with a number of its own ("Riêng Đảng bộ phường X có 19 …")."""
        if group.family == "commission":
            return False  # it counts as its committee
        flat, quantities = self._survey.flat, self._survey.reading.quantities
        for one in self._acting(group):
            start, end = one.body.extent.start, one.body.extent.end
            number = next(iter(between(quantities, end, end + _OWN)), None)
            alone = number is not None and flat.endswith("riêng ", 0, start)
            if alone and number is not None and _CLAUSE_END.search(flat, end, number.extent.start) is None:
                return True
        return False

    def _words(self, acting: Sequence[Named]) -> Iterator[str]:
        """The words around where it acts, and how near a number follows."""
        survey, flat = self._survey, self._survey.flat
        nearest = len(_NEAR)
        for one in acting:
            extent = one.body.extent
            sentence = survey.sentence_at(extent.start)
            stop = sentence.extent.end if sentence is not None else extent.end
            after = WORD.findall(flat[extent.end : min(stop, extent.end + 24)])
            before = WORD.findall(flat[max(one.block.extent.start, extent.start - 24) : extent.start])
            number = next(iter(between(survey.reading.quantities, extent.end, stop)), None)
            told = "n" if number is not None else "-"
            if number is not None:
                gap = number.extent.start - extent.end
                nearest = min(nearest, next((at for at, most in enumerate(_NEAR) if gap <= most), len(_NEAR)))
            yield f"a{told}:{' '.join(after[:1])}"
            yield f"a{told}:{' '.join(after[:2])}"
            yield f"b{told}:{' '.join(before[-1:])}"
            yield f"b{told}:{' '.join(before[-2:])}"
        if acting:
            yield f"near:{nearest}"


_OWN: Final = 60
"""Characters after a body within which its own number stands."""
_CLAUSE_END: Final = re.compile(r"[.;\n]")


def listed(
    survey: Survey,
    event: EventDraft,
    organisers: Sequence[Group],
    host: Group | None,
    ruled: Collection[Group],
    model: Model | None = None,
) -> dict[Group, float]:
    """The bodies that go out, each with the probability that it is to be listed, rules and scorer weighed.

    A body that holds the meeting stands, and so does one that the rules list and that heads a table or its column,
    of which the gold has too few to learn from, or whose members the figures of its own commission of organization
    count.
    """
    model = model or shipped()
    voter, facts = Listing(survey, event, organisers, host), model.ranked_facts(QUESTION)
    found: dict[Group, float] = {}
    for group in survey.groups:
        likely = model.listing(voter.sum(group, facts) / SCALE, ruled=group in ruled)
        stands = group in organisers or (
            group in ruled and (voter.heads_column(group) or voter.heads_table(group) or voter.is_whole_of_host(group))
        )
        if likely >= LEAST or stands or voter.is_singled_out(group):
            found[group] = likely
    return found
