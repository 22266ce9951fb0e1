"""What the rules know while they judge one sentence: its quantities, and what those before were settled as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from extractor.draft import Decision
from extractor.engines.rules.cues import Cue, CueKind
from extractor.engines.rules.regions import Region
from extractor.engines.rules.table import Link, link_of
from extractor.labels import Basis, Unit
from extractor.text.lexicon import Lexicon
from extractor.text.record import record

WORDS: Final = Lexicon("extractor.engines.rules", "figures.toml")
NO_RULE: Final = "unknown"
"""The rule's name where none knows what is measured."""
"""What the words around a number say of it, as patterns on flat text."""
RATINGS: Final = frozenset(
    "clean_strong clean_strong_exemplary excellent good good_or_better completed completed_or_better "
    "not_completed".split()
)
WHOLE_SHARE: Final = 100.0
"""Percent of all that is counted."""
MONEY: Final = frozenset("revenue profit budget_paid export_value average_income".split())
STRONG_VERBS: Final = frozenset(
    "admitted made_official removed badge established inspected supervised disciplined self_criticism".split()
)
MEMBER_MEASURES: Final = frozenset("admitted made_official removed badge".split())
BODIES: Final = frozenset(
    "cell grassroots_org party_org agency enterprise trade_union youth_union veterans mass_org collective".split()
)
DEFAULT_SUBJECT: Final = {
    "admitted": "member",
    "made_official": "member",
    "removed": "member",
    "badge": "member",
    "disciplined": "member",
    "violating": "member",
    "complaints": "other",
    "held": "class",
    "attended": "participant",
    "studied": "member",
    "met": "target",
    "revenue": "enterprise",
    "profit": "enterprise",
    "budget_paid": "enterprise",
    "export_value": "enterprise",
    "average_income": "worker",
    "jobs": "worker",
    "donated": "party_org",
    "implemented": "other",
    "established": "party_org",
    "inspected": "party_org",
    "supervised": "party_org",
    "self_criticism": "collective",
}
PART_MARKS: Final = frozenset(["trong đó", "trong số đó", "(", "gồm", "bao gồm", "riêng", "còn lại"])
"""Boundaries after which a number is a part of the one before."""


@record
class Judgement:
    """What one quantity measures, and how that was decided.

    `share_of` is the index, in the same sentence, of the quantity this one restates as a share or a part.
    """

    subject: str
    measure: str
    basis: Basis
    decision: Decision
    share_of: int | None = None

    @property
    def link(self) -> Link:
        """How the number hangs on the one before, by the rule that decided."""
        return link_of(self.decision.rule)


@dataclass(slots=True)
class Scene:
    """One sentence under judgement: which numbers are plans by their place, what those so far were settled as.

    `earlier` is what the numbers of the sentence before were settled as, in the same paragraph, `units` their units.
    """

    flat: str
    regions: Sequence[Region]
    planned: Sequence[bool]
    earlier: Sequence[Judgement] = ()
    units: Sequence[Unit] = ()
    judged: list[Judgement] = field(default_factory=list)

    @property
    def head(self) -> Judgement | None:
        """The judgement just before."""
        return self.judged[-1] if self.judged else None

    def left_text(self, region: Region) -> str:
        """The words between the quantity before and the number."""
        return self.flat[region.left_start : region.quantity.extent.start]

    def right_text(self, region: Region) -> str:
        """The words between the number and the end of its own clause."""
        return self.flat[region.quantity.extent.end : region.right_end]


def last(cues: Sequence[Cue], *kinds: CueKind) -> Cue | None:
    """The last cue of one of the kinds."""
    return next((cue for cue in reversed(cues) if cue.kind in kinds), None)


def first(cues: Sequence[Cue], *kinds: CueKind) -> Cue | None:
    """The first cue of one of the kinds."""
    return next((cue for cue in cues if cue.kind in kinds), None)


def level(
    subject: str, measure: str, rule: str, distance: int = 0, confidence: float = 0.8, of: int | None = None
) -> Judgement:
    """A judgement of a value itself."""
    return Judgement(subject, measure, "level", Decision(rule, distance, confidence), of)


def unknown(subject: str = "other", basis: Basis = "level") -> Judgement:
    """No rule knows what is measured: the scorer alone says."""
    return Judgement(subject, "other", basis, Decision(NO_RULE, 0, 0.3))


def own_predicate(cues: Sequence[Cue]) -> Cue | None:
    """The predicate among the words after the noun; discipline outranks the violation that led to it."""
    predicates = [cue for cue in cues if cue.kind == "predicate"]
    if not predicates:
        return None
    head = predicates[0]
    if head.label in ("violating", "rated", "attended") and len(predicates) > 1:
        return predicates[1]
    if head.label == "violating":
        return next((cue for cue in cues if cue.label == "disciplined"), head)
    return head
