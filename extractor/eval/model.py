"""What an evaluation holds: everything the tables, the reports, the gate and the comparisons are made from.

All of it is frozen dataclasses that `Evaluation.to_json` and `Evaluation.from_json` carry through JSON; items come back
as JSON objects.
Shares lie in [0, 1]; offsets count code points of the article's NFC text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal

from extractor.eval.titles import OWN_NAMES, Titles

if TYPE_CHECKING:
    from pydantic import TypeAdapter

EVALUATION_VERSION: Final = 1
"""Version of the JSON that `Evaluation.to_json` writes."""

ItemKind = str
"""A list of a summary whose items are matched one to one, by its name."""

Verdict = Literal["right", "wrong_detail", "wrong_label", "wrong_value", "missed", "spurious"]
"""What became of one item, from best to worst; `VERDICTS` says each in words."""

VERDICTS: Final[dict[Verdict, str]] = {
    "right": "agrees at the strictest level",
    "wrong_detail": "the right value and labels, but a wrong detail: its bound, its period, whose it is",
    "wrong_label": "found (the right value, the right name), but labelled otherwise",
    "wrong_value": "the same place or the same statement, but another value",
    "missed": "in the gold only",
    "spurious": "in the prediction only",
}


@dataclass(frozen=True, slots=True)
class Single:
    """A value that a summary has once, of both sides as JSON (None: not stated), and whether they agree."""

    name: str
    right: bool
    gold: Any
    predicted: Any


Item = Any
"""One item of a list: its model, a plain text, or a JSON object (of a task of one's own, or read back from JSON)."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items of one list were matched, and how many gold and prediction have; characters for grounding.

    Where both sides are empty every share is 1; where only one side is, every share is 0.
    """

    matched: int = 0
    gold: int = 0
    predicted: int = 0

    @property
    def precision(self) -> float:
        """Matched share of what was predicted."""
        if self.predicted:
            return self.matched / self.predicted
        return 0.0 if self.gold else 1.0

    @property
    def recall(self) -> float:
        """Matched share of the gold."""
        if self.gold:
            return self.matched / self.gold
        return 0.0 if self.predicted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.gold + self.predicted
        return 2 * self.matched / both if both else 1.0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.matched + other.matched, self.gold + other.gold, self.predicted + other.predicted)


@dataclass(frozen=True, slots=True)
class Tally:
    """`right` out of `total` yes-or-no questions (or a sum of shares out of how many); 1 where nothing was asked."""

    right: float = 0.0
    total: int = 0

    @property
    def share(self) -> float:
        """`right / total`, 1 where `total` is 0."""
        return self.right / self.total if self.total else 1.0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.total + other.total)


@dataclass(frozen=True, slots=True)
class Interval:
    """Percentile bootstrap interval over articles."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """A score, and its interval where there are at least two articles to resample."""

    value: float
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class ListScore:
    """Precision, recall and F1 of one list: over all items together (micro), and the mean F1 of articles (macro)."""

    counts: Counts
    precision: Estimate
    recall: Estimate
    f1: Estimate
    macro_f1: Estimate


@dataclass(frozen=True, slots=True)
class RateScore:
    """A share of right answers (accuracy), or a mean of shares."""

    tally: Tally
    value: Estimate


@dataclass(frozen=True, slots=True)
class Match:
    """One gold item and the predicted item it was paired with; one side is null where there is none.

    `levels` names the levels at which the two agree (`value`, `core`, `strict`); `wrong` names the fields in which
    they differ, whether or not a level looks at them.
    """

    kind: ItemKind
    verdict: Verdict
    gold: Item | None
    predicted: Item | None
    levels: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleScore:
    """Everything that was counted in one article; sums of these rows are the scores.

    `counts` is keyed like `Evaluation.lists`, `tallies` like `Evaluation.rates`; `slices` says which group of each
    slice the article falls in; `characters` is null where the article's text was not given.
    """

    doc_id: str
    missing: bool
    characters: int | None
    slices: dict[str, str]
    counts: dict[str, Counts]
    tallies: dict[str, Tally]
    matches: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelScore:
    """One closed label (`subject`, `measure`, ...): counts by value, and gold value -> predicted value -> how many.

    Pairs are those matched at the `value` level. `NO_ITEM` stands in the confusion for an unmatched item.
    """

    labels: dict[str, Counts]
    confusion: dict[str, dict[str, int]]


NO_ITEM: Final = "-"
"""Row of a confusion for spurious items, column for missed ones."""


@dataclass(frozen=True, slots=True)
class SliceScore:
    """The same sums over the articles of one group."""

    articles: int
    counts: dict[str, Counts]
    tallies: dict[str, Tally]


@dataclass(frozen=True, slots=True)
class Bin:
    """The items whose probability of being wrong lies in [`low`, `high`): how many, what was expected, what is so."""

    low: float
    high: float
    items: int
    expected: float
    observed: float


@dataclass(frozen=True, slots=True)
class Caught:
    """The share of all errors that is among the worst `read` share of the items."""

    read: float
    errors: Estimate


@dataclass(frozen=True, slots=True)
class Calibration:
    """How well a run's probabilities of being wrong tell its errors at one level (`core`, `strict`).

    `auc` is the probability that an error is ranked above a right item (0.5: by chance), null where there is only one
    of the two; `caught` says what reading the worst items finds; `bins` hold what was expected against what is so. `of`
    names what the items are.
    """

    level: str
    items: int
    errors: int
    auc: Estimate | None
    caught: tuple[Caught, ...] = ()
    bins: tuple[Bin, ...] = ()
    of: str = "items"


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What the run's own record says of itself; null or empty where it says nothing.

    `schema_version` is that of the guide its summaries follow, `version` the extractor's, `engine_version` the hash of
    the rules and lexicons behind an answer; `refused` is how many claims the gate refused, `rejections` the same by
    reason.
    """

    name: str = ""
    engine: str | None = None
    model: str | None = None
    prompt: str | None = None
    version: str | None = None
    engine_version: str | None = None
    schema_version: int | None = None
    finished_at: str | None = None
    params: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, float] = field(default_factory=dict)
    cost_usd: float | None = None
    cost_usd_per_article: float | None = None
    tokens_per_article: float | None = None
    coverage: float | None = None
    counts: dict[str, float] = field(default_factory=dict)
    refused: int | None = None
    rejections: dict[str, int] = field(default_factory=dict)

    @property
    def setting(self) -> tuple[str | None, ...]:
        """What two runs of one setting have in common: engine, model, prompt and parameters."""
        params = ", ".join(f"{name}={value}" for name, value in sorted(self.params.items()))
        return (self.engine, self.model, self.prompt, params)


@dataclass(frozen=True, slots=True)
class Settings:
    """How the intervals were made."""

    confidence: float = 0.95
    resamples: int = 2000
    seed: int = 20_170_101


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A prediction judged against gold.

    `lists` and `rates` are keyed by the names in `extractor.eval.spec`; `missing` lists gold articles without a
    prediction (scored as empty), `unexpected` predictions without gold (not scored), `notes` what could not be judged.
    """

    articles: tuple[ArticleScore, ...]
    lists: dict[str, ListScore]
    rates: dict[str, RateScore]
    labels: dict[str, LabelScore]
    slices: dict[str, dict[str, SliceScore]]
    verdicts: dict[ItemKind, dict[Verdict, int]]
    missing: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    run: RunInfo = RunInfo()
    settings: Settings = Settings()
    calibration: tuple[Calibration, ...] = ()
    titles: Titles = OWN_NAMES
    """What its task calls the scores."""
    version: int = EVALUATION_VERSION

    def metrics(self) -> dict[str, Estimate]:
        """Every headline figure by its dotted name: `figures.core.f1`, `awards.recall`, `event.kind`, ..."""
        found: dict[str, Estimate] = {}
        for name, score in self.lists.items():
            found[f"{name}.precision"] = score.precision
            found[f"{name}.recall"] = score.recall
            found[f"{name}.f1"] = score.f1
            found[f"{name}.macro_f1"] = score.macro_f1
        for name, rate in self.rates.items():
            found[name] = rate.value
        return found

    def matches(self) -> Iterator[tuple[str, Match]]:
        """Every kept match with the id of its article."""
        for article in self.articles:
            for match in article.matches:
                yield article.doc_id, match

    def to_json(self, indent: int | None = None) -> str:
        """The whole evaluation as JSON."""
        return _adapter().dump_json(self, indent=indent).decode("utf-8")

    @classmethod
    def from_json(cls, text: str | bytes) -> Evaluation:
        """An evaluation from its JSON. Raises pydantic's `ValidationError` where it is none."""
        return _adapter().validate_json(text)


@cache
def _adapter() -> TypeAdapter[Evaluation]:
    from pydantic import TypeAdapter

    return TypeAdapter(Evaluation)
