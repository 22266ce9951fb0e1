"""What is reviewed and planned: the candidates of every article, weights for them, and how the rules' answer weighs.

An article's candidates exclude each other, so their weights are those of a choice among them (conditional logit), not
of a yes or no for each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from eval.training.choice import Asked as Question
from eval.training.choice import chosen_line
from extractor.engines.rules.draft import EventDraft
from extractor.engines.rules.scorer.account import Account
from extractor.engines.rules.scorer.candidates import NOTHING
from extractor.engines.rules.scorer.chances import Fusion
from extractor.engines.rules.scorer.model import Model
from extractor.engines.rules.scorer.occasion import PLAN, REVIEW, Plans, Reviews, key_of, likeliest, spelled, weighed
from extractor.text.record import record

STRENGTH: Final = 0.3
"""Inverse strength of the L2 penalty."""
LEAST_ARTICLES: Final = 3
"""Articles in which a feature must occur to be kept."""
LEAST: Final = {REVIEW: 0.0, PLAN: 0.5}
"""How likely another answer than the rules' must be: a plan that they do not see needs to be likelier than not."""
VOTES: Final = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0)
"""How much the rules' answer may weigh, in logits."""


@record
class EventLabels:
    """A kind with the period that is reviewed, and the period that is planned."""

    kind: str
    review: str | None
    plan: str | None

    @property
    def answers(self) -> dict[str, str]:
        """The answer to each question."""
        return {REVIEW: key_of(self.kind, self.review), PLAN: self.plan or NOTHING}

    def draft(self, of: EventDraft) -> EventDraft:
        """The event as a draft, held when another says."""
        return EventDraft(self.kind, of.held_on, self.review, self.plan)


@dataclass(frozen=True, slots=True)
class Choice:
    """One question on one article: each candidate's features and the right one, which may not be among them.

    `ruled` is what the rules said at first contact; null where that is not known, and of a plan where they were wrong
    about the review.
    """

    doc_id: str
    question: str
    candidates: Mapping[str, tuple[str, ...]]
    right: str
    ruled: str | None


def choices(doc_id: str, account: Account, gold: EventLabels, ruled: EventLabels | None) -> tuple[Choice, ...]:
    """Both questions on one article; the plan's is asked of gold's own review, where there is one."""
    told = {REVIEW: Reviews(account, spelled).candidates()}
    if gold.kind != "other":
        told[PLAN] = Plans(account, gold.kind, gold.review, spelled).candidates()
    said: dict[str, str] = {} if ruled is None else ruled.answers
    if said.get(REVIEW) != gold.answers[REVIEW]:
        said.pop(PLAN, None)
    return tuple(
        Choice(
            doc_id,
            question,
            {key: tuple(features) for key, features in candidates.items()},
            gold.answers[question],
            said.get(question),
        )
        for question, candidates in told.items()
    )


def choice_weights(some: Iterable[Choice]) -> dict[str, int]:
    """The weights of one question's features, in hundredths, fitted where the right answer is a candidate."""
    reachable = (one for one in some if one.right in one.candidates and len(one.candidates) > 1)
    cases = [
        Question(one.doc_id, tuple(one.candidates.values()), list(one.candidates).index(one.right)) for one in reachable
    ]
    return chosen_line(cases, STRENGTH, LEAST_ARTICLES)


@dataclass(frozen=True, slots=True)
class Asked:
    """One choice at first contact with what the scorer, fitted without the article's set, makes of its candidates."""

    choice: Choice
    sums: Mapping[str, int]

    def answer(self, voter: str, fusion: Fusion) -> str:
        """What `rules`, `scorer` or `both` say."""
        ruled = self.choice.ruled or NOTHING
        if voter == "rules":
            return ruled
        return likeliest(self.sums) if voter == "scorer" else weighed(fusion, self.sums, ruled)


def asked(some: Iterable[Choice], models: Callable[[str], Model]) -> list[Asked]:
    """The choices with a record of first contact."""
    found = []
    for choice in some:
        if choice.ruled is not None:
            weigh = models(choice.doc_id).weigher(choice.question)
            sums = {key: weigh(list(features)) for key, features in choice.candidates.items()}
            found.append(Asked(choice, sums))
    return found


def vote(question: str, some: Sequence[Asked]) -> list[float]:
    """How the two voters are weighed on the question: the least vote of the rules that is right most often."""
    mine = [one for one in some if one.choice.question == question]

    def right(weight: float) -> int:
        fusion = Fusion(1.0, weight, 0.0, LEAST[question])
        return sum(one.answer("both", fusion) == one.choice.right for one in mine)

    counts = {weight: right(weight) for weight in VOTES}
    best = next(weight for weight, count in counts.items() if count == max(counts.values()))
    return [1.0, best, 0.0, LEAST[question]]


def shares(question: str, some: Sequence[Asked], fusion: Fusion) -> dict[str, float]:
    """Shares of right answers of the rules, the scorer and both."""
    mine = [one for one in some if one.choice.question == question]
    return {
        voter: round(sum(one.answer(voter, fusion) == one.choice.right for one in mine) / len(mine), 4)
        for voter in ("rules", "scorer", "both")
    }
