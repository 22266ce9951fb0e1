"""Which named body the article is about, as the scorer sees it: the one whose work is told where no other is named.

The rules find who holds the meeting by patterns of its sentence; this looks at every body alike: where it is first
named, how it acts, whether headline and officers speak of it, and how many numbers stand where it was the last to act.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from extractor.engines.rules.bodies import Named, Survey, wide_words
from extractor.engines.rules.body_groups import LEVELS, Group
from extractor.engines.rules.draft import EventDraft
from extractor.engines.rules.hosts import CONFERENCE, is_receiver
from extractor.engines.rules.scorer.candidates import binned
from extractor.engines.rules.scorer.chances import SCALE, sigmoid
from extractor.engines.rules.scorer.listing import WORD
from extractor.engines.rules.scorer.model import Model, shipped

QUESTION: Final = "host"
"""What the question is called among those that the data file has weights for."""


class Hosting:
    """The features of every body that one article names, asked by its group."""

    def __init__(self, survey: Survey, event: EventDraft) -> None:
        self._survey = survey
        self._event = event
        self._mentions: dict[int, list[Named]] = {}
        for one in survey.told:
            self._mentions.setdefault(id(one.group), []).append(one)
        first = [
            min((one.body.extent.start for one in self._mentions.get(id(group), [])), default=1 << 60)
            for group in survey.groups
        ]
        self._order = {
            id(survey.groups[at]): rank for rank, at in enumerate(sorted(range(len(first)), key=first.__getitem__))
        }
        self._kinds = Counter(group.kind for group in survey.groups)
        self._top = max((LEVELS.get((group.owner or group).family, 0) for group in survey.groups), default=0)
        self._owned = {id(group.owner) for group in survey.groups if group.owner is not None}
        self._own: Counter[int] = Counter()
        self._far: Counter[int] = Counter()
        self._wide = any(wide_words().search(survey.flat, one.extent.start, one.extent.end) for one in survey.sentences)
        self._named = Counter({key: len(some) for key, some in self._mentions.items()})
        self._meetings = {
            one.extent.start
            for one in survey.sentences
            if CONFERENCE.search(survey.flat, one.extent.start, one.extent.end)
        }
        """Where the sentences begin that speak of a meeting."""
        self._count()
        counted = (("own", self._own), ("far", self._far), ("named", self._named))
        self._most = [(name, counts, max(counts.values(), default=0)) for name, counts in counted]
        title = next((block.extent for block in survey.blocks if block.role == "title"), None)
        self._title = survey.flat[title.start : title.end] if title is not None else ""

    def _count(self) -> None:
        """How many numbers stand after each body as the last to act in the sentence, or before that."""
        acting = [one for one in self._survey.told if one.body.acting]
        ends = [one.body.extent.end for one in acting]
        for quantity in self._survey.reading.quantities:
            sentence = self._survey.sentence_at(quantity.extent.start)
            at = bisect_right(ends, quantity.extent.start) - 1
            if sentence is None or at < 0:
                continue
            last = acting[at]
            (self._own if last.body.extent.start >= sentence.extent.start else self._far)[id(last.group)] += 1

    def features(self, group: Group) -> list[str]:
        """What speaks for or against the body."""
        mentions = self._mentions.get(id(group), [])
        acting = [one for one in mentions if one.body.acting]
        family, order = group.family, min(self._order[id(group)], 4)
        level = LEVELS.get((group.owner or group).family, 0)
        found = [
            "1",
            f"kind:{group.kind}",
            f"order:{order}",
            f"order:{order}:{family}",
            f"event:{self._event.kind}:{family}",
            f"named:{binned(len(mentions))}",
            f"acting:{binned(len(acting))}",
            f"acting:{binned(len(acting))}:{family}",
            f"own:{binned(self._own[id(group)])}",
            f"far:{binned(self._far[id(group)])}",
            f"like:{binned(self._kinds[group.kind])}:{family}",
            f"level:{self._top - level}",
            f"level:{self._top - level}:{order}",
            f"wide:{self._wide}:{family}",
        ]
        for name, counts, most in self._most:
            if counts[id(group)] and counts[id(group)] == most:
                found += [f"most-{name}", f"most-{name}:{level == self._top}"]
        peers = self._kinds[group.kind] > 1
        above = self._top > level
        found += [f"alone:{not peers}:{above}", f"alone:{not peers}:{above}:{order}"]
        flags = list(self._flags(group, mentions, acting))
        found += [*flags, *(f"{flag}:{family}" for flag in flags)]
        if group.owner is not None:
            found.append(f"owner-named:{bool(group.owner.bodies)}")
        if id(group) in self._owned:
            found.append("has-commission")
        found += self._words(acting)
        return found

    def _flags(self, group: Group, mentions: Sequence[Named], acting: Sequence[Named]) -> Iterator[str]:
        survey = self._survey
        if not group.bodies:
            yield "unnamed"
            return
        if not acting:
            yield "never-acts"
        else:
            yield f"first-in-{acting[0].block.role}"
        for role in sorted({one.block.role for one in mentions}):
            yield f"in-{role}"
        if group.place and group.place in self._title:
            yield "place-in-title"
        if all(one.body.short for one in mentions):
            yield "short"
        speaking = [one for one in mentions if one.source is not None and not one.source.body.acting]
        if speaking:
            yield "speaks"
            if len(speaking) > 1:
                yield "speaks-often"
        if acting and all(is_receiver(survey, one.body) for one in acting):
            yield "receives"
        if any(self._meets(one) for one in mentions):
            yield "meets"
        if any(self._meets(one) for one in acting):
            yield "acts-at-meeting"

    def _meets(self, named: Named) -> bool:
        sentence = self._survey.sentence_at(named.body.extent.start)
        return sentence is not None and sentence.extent.start in self._meetings

    def _words(self, acting: Sequence[Named]) -> Iterator[str]:
        """The words around where it acts."""
        survey, flat = self._survey, self._survey.flat
        for at, one in enumerate(acting[:4]):
            extent = one.body.extent
            sentence = survey.sentence_at(extent.start)
            stop = sentence.extent.end if sentence is not None else extent.end
            start = sentence.extent.start if sentence is not None else extent.start
            after = WORD.findall(flat[extent.end : min(stop, extent.end + 24)])
            before = WORD.findall(flat[max(start, extent.start - 24) : extent.start])
            for rank in ("f", "x") if at == 0 else ("x",):
                yield f"{rank}a:{' '.join(after[:1])}"
                yield f"{rank}a:{' '.join(after[:2])}"
                yield f"{rank}b:{' '.join(before[-1:])}"
                yield f"{rank}b:{' '.join(before[-2:])}"


RULED: Final = 1.5
"""What the rules' vote for a body adds to its logit: with it most are right where neither voter knew the articles."""


def likeliest_host(
    survey: Survey, event: EventDraft, ruled: Group | None, model: Model | None = None
) -> tuple[Group, float] | None:
    """The body that the article is about, by rules and scorer, with its probability; None where none is named."""
    return host_by((model or shipped()).weigher(QUESTION), survey, event, ruled)


def host_by(
    weigh: Callable[[list[str]], int], survey: Survey, event: EventDraft, ruled: Group | None
) -> tuple[Group, float] | None:
    """The same where only the weights of this question are at hand; `weigh` sums features' weights, in hundredths."""
    if not survey.groups:
        return None
    voter = Hosting(survey, event)
    sums = [weigh(voter.features(group)) / SCALE + (RULED if group is ruled else 0.0) for group in survey.groups]
    best = max(range(len(sums)), key=sums.__getitem__)
    return survey.groups[best], sigmoid(sums[best])
