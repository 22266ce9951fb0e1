"""The scorer's weights, read from `data/scorer.json`, and the sums over them; no library is needed.

The file is made by `make train` (eval/training). Weights are whole hundredths; a feature that the file does not know
adds nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from heapq import nlargest
from importlib.resources import files
from math import exp, log
from struct import unpack_from
from typing import Any, Final

from extractor.engines.rules.scorer.facts import Fact, Joined, Ranked, Sums
from extractor.errors import ExtractorError
from extractor.labels import PHASES
from extractor.text.record import record

FORMAT: Final = 3
SCALE: Final = 100
"""What a weight of 1 is written as."""
TARGETS: Final = ("keep", "basis", "phase", "measure", "subject")
"""Questions with a fixed list of answers, in the order in which they are settled."""
RANKED: Final = ("period", "organization")
"""Questions whose candidates are each article's own."""
WORD_PARTS: Final = (
    "wl", "wr", "cl", "cr", "cl2", "cr2", "w-1", "w-2", "w-3", "w-4", "w+1", "w+2", "w+3", "w+4", "w-2-1", "w+1+2",
    "w+1+3", "w-1+1",
)  # fmt: skip
"""What the names of features begin with that are words or pairs of them and are looked up without it."""
OTHER: Final = "other"
"""The subject and the measure of what the guide has no word for."""
FLOOR: Final = 1e-4
"""The least probability that the scorer gives any label."""
_REACH: Final = -log(FLOOR)
"""How far below the highest sum one is still looked at."""
_RAISED: Final = tuple(exp(-below / SCALE) for below in range(int(_REACH * SCALE) + 1))
"""`exp` of how far a sum is below the highest, by hundredths."""


class ScorerDataError(ExtractorError):
    """The scorer's data file cannot be used."""


@dataclass(frozen=True, slots=True)
class Fusion:
    """How the two voters are weighed on one question, in logits.

    A label's logit is `scorer` times the logarithm of its probability by the scorer; the rules' label gets `vote` more,
    and `record` times what the deciding rule's own record is above or below even. Another label than the rules' goes
    out only where it is right with the probability `least` or more.
    """

    scorer: float
    vote: float
    record: float
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class Squash:
    """A probability made of a logit: `1 / (1 + exp(-(bias + slope * logit)))`."""

    bias: float
    slope: float

    def __call__(self, value: float) -> float:
        """The probability, kept off 0 and 1."""
        return squashed(self.bias + self.slope * value)


@dataclass(frozen=True, slots=True)
class ListVote:
    """How the two voters are weighed on whether a body is listed, in logits.

    The scorer's logit counts `scorer` times; to it comes `listed` where the rules list the body, else `unlisted`.
    """

    scorer: float
    listed: float
    unlisted: float

    def __call__(self, value: float, *, ruled: bool) -> float:
        """The probability that the body is to be listed; `value` is the scorer's logit."""
        return sigmoid(self.scorer * value + (self.listed if ruled else self.unlisted))


MOST_FEATURES: Final = 1_000
"""More features than a number can have at once: a hundred of its own and its sentence, eighty words and pairs of its
clause, and the pairs of a heading of ninety characters."""


@dataclass(frozen=True, slots=True)
class Whole:
    """The probability that a figure's labels are all right, made of what tells how sure they are, each with its weight.

    Why: docs/decisions/022-doubt-of-a-figure.md.
    """

    weights: Mapping[str, float]

    def __call__(self, signs: Mapping[str, float]) -> float:
        """The probability, kept off 0 and 1."""
        return squashed(sum([self.weights[name] * value for name, value in signs.items()]))


@record
class WordSum:
    """What words come to, and the shares of them that no gold had: of those beside the number, of its clause's."""

    total: int
    new_beside: float
    new_in_clause: float


_LANES: Final = {16: "H", 32: "I"}
"""Bits that one answer's sum may take, the fewest first, with the letter by which `struct` knows them."""


@dataclass(frozen=True, slots=True)
class Model:
    """Everything that the data file holds.

    `spans` says where each question's answers stand in the list of all answers, `named` which they are; `rows` has
    each feature's weights for all of them in one number (`worded` those of words and pairs of words, by the part
    before the colon and without it), `lane` the bits of each of them, and `lift` what makes all its lanes
    positive; `ranking` has one weight a feature for each question about candidates (and for a period in each phase);
    `listing` weighs the votes on which bodies are listed;
    `records` says of each rule how often it was right at first contact and how often it was seen, `logits` what that
    makes of it, and `lists` the same as `records` of the items of each list.
    """

    answers: tuple[str, ...]
    spans: Mapping[str, tuple[int, int]]
    named: Mapping[str, tuple[str, ...]]
    rows: Mapping[str, int]
    worded: Mapping[str, Mapping[str, int]]
    lane: int
    lift: int
    ranking: Mapping[str, Mapping[str, int]]
    fusions: Mapping[str, Fusion]
    listing: ListVote
    keep: Squash
    item: Whole
    records: Mapping[str, tuple[int, int]]
    logits: Mapping[str, float]
    lists: Mapping[str, tuple[int, int]]
    training: Mapping[str, Any]
    joined: dict[str, Joined] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What features with the same words before them come to on each question about candidates."""
    facts: Sums[int] = field(init=False, repr=False, compare=False)
    """What facts come to on all questions with a fixed list of answers, as `total` has it."""
    ranked: dict[str, Sums[int]] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The same on each question about candidates that was asked so."""

    def __post_init__(self) -> None:
        """Nothing is kept yet."""
        object.__setattr__(self, "facts", Sums(self.total))

    def total(self, features: Iterable[str]) -> int:
        """The weights of the features that are there, summed for every answer of every question at once.

        All sums stand side by side in one whole number (a lane of bits each), so that a feature costs one addition;
        totals may be added too.
        """
        return sum(filter(None, map(self.rows.get, features)))

    def total_of_words(
        self, placed: Sequence[tuple[str, str]], parts: Iterable[tuple[str, Collection[str]]]
    ) -> WordSum:
        """The same for words, each with the part of the features' names, or each part with its words."""
        found: list[int] = [row for part, word in placed if (row := self.worded[part].get(word))]
        beside, asked = len(found), 0
        for part, words in parts:
            found += filter(None, map(self.worded[part].get, words))
            asked += len(words)
        known = len(found) - beside
        return WordSum(sum(found), 1 - beside / max(1, len(placed)), 1 - known / max(1, asked))

    def total_of_facts(self, facts: Iterable[Fact]) -> int:
        """The same for facts."""
        return sum(filter(None, map(self.facts.__getitem__, facts)))

    def lanes(self, total: int) -> tuple[int, ...]:
        """The sum of each answer of every question, all lifted alike."""
        count = len(self.answers)
        packed = (total + self.lift).to_bytes(count * self.lane // 8 + 1, "little")
        return unpack_from(f"<{count}{_LANES[self.lane]}", packed)

    def shares(self, question: str, lanes: Sequence[int]) -> dict[str, float]:
        """The probability of each answer to one question (softmax of its sums), those below `FLOOR` left out."""
        start, end = self.spans[question]
        return _softmax(self.named[question], lanes[start:end])

    def weigher(self, question: str) -> Callable[[list[str]], int]:
        """What features come to on a question about candidates, in hundredths."""
        known = self.ranking[question].get
        return lambda features: sum(filter(None, map(known, features)))

    def ranked_facts(self, question: str) -> Sums[int]:
        """What facts come to on a question about candidates, in hundredths."""
        if question not in self.ranked:
            self.ranked[question] = Ranked(self.weigher(question), self.ranking[question])
        return self.ranked[question]

    def record(self, rule: str) -> float:
        """What the rule's record says for it."""
        found = self.logits.get(rule)
        return self.logits[UNSEEN] if found is None else found


UNSEEN: Final = ""
"""Stands for a rule that no record tells of."""
_PRIOR: Final = 8.0
"""How many sightings of an average rule a rule starts with."""


def rule_logit(records: Mapping[str, tuple[int, int]], rule: str) -> float:
    """The logit of how often the rule is right, drawn towards the mean of all rules where it was seldom seen."""
    right, seen = records.get(rule, (0, 0))
    all_right, all_seen = records["*"]
    share = (right + _PRIOR * all_right / all_seen) / (seen + _PRIOR)
    return logit(share)


def rank(candidates: Mapping[str, int]) -> dict[str, float]:
    """The probability of each candidate, given what its features come to, those below `FLOOR` left out."""
    return _softmax(candidates, candidates.values()) if len(candidates) > 1 else dict.fromkeys(candidates, 1.0)


def _softmax(answers: Iterable[str], sums: Collection[int]) -> dict[str, float]:
    """Probabilities of the answers from their sums, in hundredths; what is too unlikely beside the likeliest goes."""
    top = max(sums)
    low = top - len(_RAISED)
    raised = [(answer, _RAISED[top - value]) for answer, value in zip(answers, sums) if value > low]  # noqa: B905
    if len(raised) == 1:
        return {raised[0][0]: 1.0}
    whole = sum([value for _, value in raised])
    return {answer: value / whole for answer, value in raised}


def squashed(value: float) -> float:
    """The probability that a logit stands for, kept off 0 and 1."""
    return min(0.9999, max(0.0001, sigmoid(value)))


def sigmoid(value: float) -> float:
    """1 / (1 + exp(-value))."""
    return 1 / (1 + exp(-value)) if value >= 0 else exp(value) / (1 + exp(value))


def logit(share: float) -> float:
    """The logit of a probability, kept off its ends."""
    share = min(1 - 1e-6, max(1e-6, share))
    return log(share / (1 - share))


def fuse(shares: Mapping[str, float], rules: str, fusion: Fusion, record: float) -> dict[str, float]:
    """The probability of each label once the rules' vote is weighed in."""
    if len(shares) == 1 and rules in shares:
        return {rules: 1.0}
    power = fusion.scorer
    raised = {label: share**power for label, share in shares.items()}
    raised[rules] = raised.get(rules, FLOOR**power) * exp(fusion.vote + fusion.record * record)
    whole = sum(raised.values())
    return {label: value / whole for label, value in raised.items()}


def parse(data: Mapping[str, Any]) -> Model:
    """The model of a data file's JSON. Raises `ScorerDataError` where it is of another format."""
    if data.get("format") != FORMAT:
        raise ScorerDataError(
            f"The scorer's data is of format {data.get('format')!r}, and {FORMAT} is read; run make train."
        )
    answers: list[str] = []
    spans: dict[str, tuple[int, int]] = {}
    for question, listed in data["answers"].items():
        spans[question] = (len(answers), len(answers) + len(listed))
        answers += listed
    lane = _lane(data["weights"].values(), len(answers))
    rows = {
        feature: sum([row[at + 1] << (lane * row[at]) for at in range(0, len(row), 2)])
        for feature, row in data["weights"].items()
    }
    ranking = {question: dict(weights) for question, weights in data["ranking"].items()}
    for phase in PHASES:
        ranking[f"period:{phase}"] = _phased(ranking["period"], phase)
    records = {rule: (right, seen) for rule, (right, seen) in data["records"].items()}
    return Model(
        answers=tuple(answers),
        spans=spans,
        named={question: tuple(answers[start:end]) for question, (start, end) in spans.items()},
        rows=rows,
        worded={part: _begun(rows, f"{part}:") for part in WORD_PARTS},
        lane=lane,
        lift=sum(1 << (lane * number + lane - 1) for number in range(len(answers))),
        ranking=ranking,
        fusions={question: Fusion(*values) for question, values in data["fusions"].items()},
        listing=ListVote(*data["listing"]),
        keep=Squash(*data["keep"]),
        item=Whole(dict(data["item"])),
        records=records,
        logits={rule: rule_logit(records, rule) for rule in (*records, UNSEEN)},
        lists={kind: (right, seen) for kind, (right, seen) in data["lists"].items()},
        training=data["training"],
    )


def _lane(rows: Iterable[Sequence[int]], answers: int) -> int:
    """The bits that hold any answer's sum, even that of the `MOST_FEATURES` that speak most for it, or against it."""
    above: list[list[int]] = [[] for _ in range(answers)]
    below: list[list[int]] = [[] for _ in range(answers)]
    for row in rows:
        for at in range(0, len(row), 2):
            (above if row[at + 1] > 0 else below)[row[at]].append(abs(row[at + 1]))
    most = max(sum(nlargest(MOST_FEATURES, weights)) for weights in (*above, *below))
    return next(lane for lane in _LANES if most < 1 << (lane - 1))


def _begun(rows: Mapping[str, int], prefix: str) -> dict[str, int]:
    return {name.removeprefix(prefix): row for name, row in rows.items() if name.startswith(prefix)}


def _phased(weights: Mapping[str, int], phase: str) -> dict[str, int]:
    """A period's weights for figures of one phase: those of a feature, and those of the feature in that phase."""
    found = dict(weights)
    for feature, weight in weights.items():
        if feature.startswith(f"{phase}:"):
            plain = feature.removeprefix(f"{phase}:")
            found[plain] = weights.get(plain, 0) + weight
    return found


def raw() -> dict[str, Any]:
    """The JSON of the data file that comes with the package."""
    place = files("extractor.engines.rules").joinpath("data", "scorer.json")
    found: dict[str, Any] = json.loads(place.read_text("utf-8"))
    return found


@cache
def shipped() -> Model:
    """The model that comes with the package. Raises `ScorerDataError` where its file is missing or damaged."""
    try:
        return parse(raw())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ScorerDataError(
            f"The scorer's data cannot be read ({type(error).__name__}: {error}); install the package again, "
            "or run make train in a checkout."
        ) from error
