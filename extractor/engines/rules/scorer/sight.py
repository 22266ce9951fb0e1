"""What the scorer sees of one quantity: its own words, its sentence, the article's event, what the phases say."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Final

from extractor.engines.rules.bodies import wide_words
from extractor.engines.rules.cues import Cue, CueIndex
from extractor.engines.rules.draft import EventDraft, OrganizationDraft
from extractor.engines.rules.mentions import PeriodValues
from extractor.engines.rules.phases import Phases
from extractor.engines.rules.regions import Region
from extractor.engines.rules.scorer.tellings import Teller, Telling
from extractor.labels import Phase
from extractor.reading.model import Block, DateMention, PeriodMention
from extractor.reading.sentences import Sentence
from extractor.text.article import Extent
from extractor.text.record import record
from extractor.text.word_index import WordPattern


@record
class BodyMention:
    """Where a listed organisation is named, and the name it is listed by; whether it is spoken of itself there."""

    extent: Extent
    name: str
    acting: bool = True
    how: str = "name"
    """In which way it is meant (`Named.how`)."""
    joined: bool = False
    """Whether a comma or "và" joins it to the body named before."""


_IN_TURN: Final = WordPattern(re.compile(r"(?:lần lượt|tương ứng)(?![^\W\d_])"))


def never(place: int) -> str | None:
    """No number is told in turn."""
    del place
    return None


@dataclass(frozen=True)
class Setting:
    """One article as the scorer sees it: what does not change from number to number."""

    flat: str
    event: EventDraft
    organizations: tuple[OrganizationDraft, ...]
    mentions: tuple[BodyMention, ...]
    phases: Phases
    periods: tuple[PeriodMention, ...]
    cues: CueIndex
    sentences: tuple[Sentence, ...]
    blocks: Sequence[Block]
    default: str | None = None
    """The listed body whose a figure is where nothing else is said."""
    in_turn: Callable[[int], str | None] = never
    """The body that the number at a place is given to, where several are given theirs in turn."""
    dates: tuple[DateMention, ...] = ()
    year: int | None = None
    """The article's own year, for what the event says none of."""
    month: int | None = None
    """The month of the article's day."""

    @cached_property
    def values(self) -> PeriodValues:
        """Reads the article's periods against its event."""
        return PeriodValues(self.flat, self.event, str(self.year) if self.year else None)

    @cached_property
    def tellings(self) -> tuple[Telling, ...]:
        """The periods that the article tells of, in order."""
        starts = [block.extent.start for block in self.blocks]
        month = self.month or next((day.month for day in self.dates if day.year == self.year), None)
        return Teller(self.flat, self.values, self.year, month, starts).read(self.periods, self.dates)

    @cached_property
    def telling_starts(self) -> list[int]:
        """Where they begin."""
        return [telling.extent.start for telling in self.tellings]

    @cached_property
    def host(self) -> OrganizationDraft | None:
        """The body that a figure belongs to where nothing else is said, else the first that is listed."""
        first = (one for one in self.organizations if one.name == self.default)
        return next(first, self.organizations[0] if self.organizations else None)

    @cached_property
    def kinds(self) -> frozenset[tuple[str, str]]:
        """The names of the listed bodies with their kinds."""
        return frozenset((one.name, one.kind) for one in self.organizations)

    @cached_property
    def turns(self) -> list[int]:
        """Where it is said that numbers are given in turn ("lần lượt")."""
        return [match.start() for match in _IN_TURN.finditer(self.flat)]

    @cached_property
    def wide_starts(self) -> list[int]:
        """Where words for the whole of a territory begin ("toàn tỉnh", "cấp ủy các cấp")."""
        return [match.start() for match in wide_words().finditer(self.flat)]

    @cached_property
    def mention_starts(self) -> list[int]:
        """Where the listed bodies are named."""
        return [mention.extent.start for mention in self.mentions]

    @cached_property
    def _openings(self) -> dict[int, str]:
        return {}

    def opening(self, start: int) -> str:
        """The first word or mark of the sentence that begins at `start`, within twenty characters."""
        found = self._openings.get(start)
        if found is None:
            first = _WORD.search(self.flat, start, start + 20)
            found = self._openings[start] = first[0] if first is not None else ""
        return found

    def wide_before(self, place: int) -> int:
        """Where such words last begin before the place; below zero where none does."""
        at = bisect_left(self.wide_starts, place) - 1
        return self.wide_starts[at] if at >= 0 else -1

    def mentions_between(self, start: int, end: int) -> tuple[int, int]:
        """The numbers of the first mention that begins at or after `start` and of the first at or after `end`."""
        return bisect_left(self.mention_starts, start), bisect_left(self.mention_starts, end)

    def last_acting(self, start: int, end: int) -> BodyMention | None:
        """The last listed body that is spoken of itself between two places."""
        for number in range(bisect_left(self.mention_starts, end) - 1, -1, -1):
            if self.mentions[number].extent.start < start:
                return None
            if self.mentions[number].acting:
                return self.mentions[number]
        return None

    @cached_property
    def heads(self) -> list[str]:
        """For each paragraph the words of the last heading over it (a line without a stop), flat and cut."""
        found, head = [], ""
        for block in self.blocks:
            text = self.flat[block.extent.start : block.extent.end].rstrip()
            if block.role == "body" and len(text) <= 90 and text[-1:] not in ".;,…!?:":
                head = text
            found.append(head)
        return found

    @cached_property
    def headed(self) -> list[str | None]:
        """For each paragraph the listed body that the last heading over it names; null where it names none."""
        found: list[str | None] = []
        last, headed = "", None
        for block, head in zip(self.blocks, self.heads, strict=True):
            if head != last:
                inside = bisect_left(self.mention_starts, block.extent.end) - 1
                named = inside >= 0 and self.mentions[inside].extent.start >= block.extent.start
                headed, last = self.mentions[inside].name if named else None, head
            found.append(headed)
        return found

    @cached_property
    def head_features(self) -> dict[int, list[str]]:
        """For each paragraph under a heading the pairs of words of the heading."""
        found: dict[int, list[str]] = {}
        for block, head in enumerate(self.heads):
            if head:
                words = words_of(head)
                found[block] = [f"bh:{one} {other}" for one, other in pairwise(words)]
        return found


_TOKEN: Final = re.compile(r"[^\W\d_]+|\d[\d.,]*\d|\d|[^\w\s]")
_WORD: Final = re.compile(r"[^\W\d_]+|[^\w\s]")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


def words_of(text: str) -> list[str]:
    """The words and marks of flat text; a year is `#y`, another number `#`."""
    return [_shape(word) if word[0].isdigit() else word for word in _TOKEN.findall(text)]


def _shape(number: str) -> str:
    return "#y" if _YEAR.fullmatch(number) else "#"


@record
class Words:
    """The words of one sentence with their places, split once for all its quantities."""

    flat: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    pairs: list[str]
    """Each word with the next one."""

    @classmethod
    def of(cls, flat: str, extent: Extent) -> Words:
        """The words of one stretch of the flat text."""
        words, starts, ends = _TOKEN.findall(flat, extent.start, extent.end), list[int](), list[int]()
        end = extent.start
        for number, word in enumerate(words):
            start = flat.index(word, end)
            end = start + len(word)
            starts.append(start)
            ends.append(end)
            if word[0].isdigit():
                words[number] = _shape(word)
        return cls(flat, starts, ends, words, [f"{one} {other}" for one, other in pairwise(words)])

    def clause(self, start: int, end: int, most: int) -> tuple[list[str], list[str]]:
        """The first `most` words between two places, or the last ones where `most` is below zero, and their pairs."""
        starts, ends = self.starts, self.ends
        low, high = bisect_left(starts, start), bisect_left(starts, end)
        enough = high - low > abs(most)
        cut_first = low and ends[low - 1] > start and not (most < 0 and enough)
        if cut_first or (high > low and ends[high - 1] > end and not (most > 0 and enough)):
            words = self.between(start, end)
            words = words[:most] if most > 0 else words[most:]
            return words, [f"{one} {other}" for one, other in pairwise(words)]
        if most > 0:
            high = min(high, low + most)
        else:
            low = max(low, high + most)
        return self.words[low:high], self.pairs[low : max(low, high - 1)]

    def between(self, start: int, end: int) -> list[str]:
        """What `words_of` makes of `flat[start:end]`, which lies within the sentence; a word that is cut counts too."""
        if start >= end:
            return []
        low, high = bisect_left(self.starts, start), bisect_left(self.starts, end)
        found = self.words[low:high]
        if high > low and self.ends[high - 1] > end:
            found[-1:] = words_of(self.flat[self.starts[high - 1] : end])
        if low and self.ends[low - 1] > start:
            found[:0] = words_of(self.flat[start : min(end, self.ends[low - 1])])
        return found


@dataclass(slots=True)
class Told:
    """One sentence read once for all its quantities: its words of plan or result with their phase, and its words."""

    signals: list[tuple[int, Phase]]
    words: Words
    starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.starts = [position for position, _ in self.signals]

    def before(self, position: int) -> tuple[int, Phase] | None:
        """The last such word before the place."""
        at = bisect_right(self.starts, position) - 1
        return self.signals[at] if at >= 0 else None


@record
class Previous:
    """The labels of the figure before in the paragraph."""

    subject: str
    measure: str
    basis: str
    phase: str
    period: str | None
    organization: str | None
    end: int
    same_sentence: bool
    most: tuple[str, str]
    """Subject and measure that most figures of the paragraph so far have; of equally many those that came first."""


@dataclass(slots=True, eq=False)
class Sight:
    """One quantity in its sentence; `index` is its place among the sentence's `regions`."""

    setting: Setting
    sentence: Sentence
    number: int
    """The number of the sentence in the article."""
    regions: Sequence[Region]
    index: int
    told: Told
    region: Region = field(init=False)
    """The quantity with its own words."""
    before: tuple[Cue, ...] = field(init=False)
    """The sentence's cues up to the number."""

    def __post_init__(self) -> None:
        self.region = self.regions[self.index]
        self.before = self.setting.cues.within(self.sentence.extent.start, self.region.quantity.extent.start)

    def siblings(self) -> Iterator[Sight]:
        """Every quantity of the sentence."""
        for index in range(len(self.regions)):
            yield Sight(self.setting, self.sentence, self.number, self.regions, index, self.told)


def tell(setting: Setting, sentence: Sentence) -> Told:
    """The words of one sentence, those of plan and result among them."""
    extent = sentence.extent
    return Told(setting.phases.signals(extent.start, extent.end), Words.of(setting.flat, extent))
