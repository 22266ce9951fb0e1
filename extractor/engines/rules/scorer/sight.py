"""What the scorer sees of one quantity: its own words, its sentence, the article's event, what the phases say."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from extractor.article import Extent
from extractor.draft import EventDraft, OrganizationDraft
from extractor.engines.rules.cues import Cue, CueIndex
from extractor.engines.rules.mentions import PeriodValues
from extractor.engines.rules.phases import Phases
from extractor.engines.rules.regions import Region
from extractor.reading.model import Block, PeriodMention
from extractor.reading.sentences import Sentence
from extractor.schema import Phase


@dataclass(frozen=True, slots=True)
class BodyMention:
    """Where a listed organisation is named, and the name it is listed by."""

    extent: Extent
    name: str


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

    @cached_property
    def values(self) -> PeriodValues:
        """Reads the article's periods against its event."""
        return PeriodValues(self.flat, self.event)

    @cached_property
    def host(self) -> OrganizationDraft | None:
        """The body that holds the meeting, else the first that is listed."""
        holding = (one for one in self.organizations if one.decision.rule == "organiser")
        return next(holding, self.organizations[0] if self.organizations else None)

    @cached_property
    def mention_starts(self) -> list[int]:
        """Where the listed bodies are named."""
        return [mention.extent.start for mention in self.mentions]

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


@dataclass(slots=True)
class Told:
    """What one sentence says of plan or result, read once: where each word stands, its phase and the word."""

    signals: list[tuple[int, Phase]]
    starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.starts = [position for position, _ in self.signals]

    def before(self, position: int) -> tuple[int, Phase] | None:
        """The last such word before the place."""
        at = bisect_right(self.starts, position) - 1
        return self.signals[at] if at >= 0 else None


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Sight:
    """One quantity in its sentence; `index` is its place among the sentence's `regions`."""

    setting: Setting
    sentence: Sentence
    number: int
    """The number of the sentence in the article."""
    regions: Sequence[Region]
    index: int
    told: Told

    @property
    def region(self) -> Region:
        """The quantity with its own words."""
        return self.regions[self.index]

    def before(self) -> tuple[Cue, ...]:
        """The sentence's cues up to the number."""
        return self.setting.cues.within(self.sentence.extent.start, self.region.quantity.extent.start)


def tell(setting: Setting, sentence: Sentence) -> Told:
    """The words of plan and result in one sentence."""
    return Told(setting.phases.signals(sentence.extent.start, sentence.extent.end))
