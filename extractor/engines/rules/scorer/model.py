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
from struct import unpack_from
from typing import Any, Final

from extractor.engines.rules.scorer.chances import Fusion, ListVote, Squash, Whole, rule_logit, softmax
from extractor.engines.rules.scorer.facts import Fact, Joined, Ranked, Sums
from extractor.errors import ExtractorError
from extractor.labels import PHASES
from extractor.text.record import record

FORMAT: Final = 3
TARGETS: Final = ("keep", "basis", "phase", "measure", "subject")
"""Questions with a fixed list of answers, in the order in which they are settled."""
RANKED: Final = ("period", "organization")
"""Questions whose candidates are each article's own."""
WORD_PARTS: Final = (
    "wl", "wr", "cl", "cr", "cl2", "cr2", "w-1", "w-2", "w-3", "w-4", "w+1", "w+2", "w+3", "w+4", "w-2-1", "w+1+2",
    "w+1+3", "w-1+1",
)  # fmt: skip
"""What the names of features begin with that are words or pairs of them and are looked up without it."""


class ScorerDataError(ExtractorError):
    """The scorer's data file cannot be used."""


MOST_FEATURES: Final = 1_000
"""More features than a number can have at once: a hundred of its own and its sentence, eighty words and pairs of its
clause, and the pairs of a heading of ninety characters."""


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
        return softmax(self.named[question], lanes[start:end])

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
