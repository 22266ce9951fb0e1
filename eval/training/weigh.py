"""Fits how much the rules' vote weighs, from what the rules said of articles at first contact.

The rules are fitted to the tuned gold: their votes there are too good to learn from. For the articles in
`first_contact.jsonl` it is known what the rules of the day said before anybody had seen an error on them. Those votes
are weighed here against a scorer that was fitted to the other sets of articles only, so neither voter knows them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from eval.training.corpus import Contact, Lesson, gold_at
from extractor.engines.rules.scorer.arbiter import Paragraph, consider
from extractor.engines.rules.scorer.chances import FLOOR, SCALE
from extractor.engines.rules.scorer.considered import CORE, Considered, Weighed
from extractor.engines.rules.scorer.listing import QUESTION
from extractor.engines.rules.scorer.model import FORMAT, Model, parse
from extractor.engines.rules.scorer.opening import likeliest, opened
from extractor.engines.rules.scorer.sight import Setting
from extractor.schema import Figure
from extractor.tasks.party_review.eval.keys import organization_key

WEIGHED: Final = ("measure", "subject", "period")
"""The questions on which rules and scorer vote; basis, phase and owner are the scorer's alone."""
EVEN: Final[dict[str, list[float]]] = {question: [1.0, 2.0, 0.0] for question in WEIGHED}
"""Where the weighing begins: the scorer as it is, two logits for the rules."""
EVEN_LISTING: Final = [1.0, 2.0, -1.0]
"""The same for the vote on listing (`ListVote`)."""
_RIDGE: Final = 0.02
"""How strongly the three numbers of a question are drawn to where they began."""


BARS: Final = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 1.01)
"""How sure the scorer may have to be; above 1 the rules' label always stands."""
TOLERATED: Final = 0.001
"""Share of right answers that a higher bar may cost."""


@dataclass(frozen=True, slots=True)
class Contested:
    """One number of a first contact: what was considered of it, the gold figure, and what may be asked of it."""

    doc_id: str
    rule: str
    found: Considered
    gold: Figure | None
    event_right: bool
    owners_right: bool

    def of(self, question: str) -> Weighed:
        """What was weighed on the question."""
        return next(one for one in self.found.weighed if one.question == question)

    def answer(self, question: str, voter: str) -> str:
        """What `rules`, `scorer` or `both` say to the question, in the form that is compared."""
        weighed = self.of(question)
        if voter == "both":
            return _key(question, weighed.chosen)
        if voter == "rules":
            return _key(question, weighed.rules)
        return _key(question, likeliest(weighed.shares))

    def right(self, question: str) -> str | None:
        """The right answer; None where it cannot be asked of this article."""
        if self.gold is None or (question == "period" and not self.event_right):
            return None
        if question == "organization":
            return (organization_key(self.gold.organization) or "") if self.owners_right else None
        return getattr(self.gold, question) or ""


def model_of(scorer: Mapping[str, Any], weighing: Mapping[str, Any]) -> Model:
    """A model from its two parts."""
    return parse({"format": FORMAT, **scorer, **weighing})


def start_weighing(contacts: Mapping[str, Contact]) -> dict[str, Any]:
    """The weighing's part of the data file before anything is fitted."""
    lists: dict[str, list[int]] = {}
    for contact in contacts.values():
        for kind, (found, given) in contact.lists.items():
            row = lists.setdefault(kind, [0, 0])
            row[0], row[1] = row[0] + found, row[1] + given
    return {
        "fusions": EVEN, "listing": EVEN_LISTING, "keep": [0.0, 1.0], "item": {},
        "records": {"*": (9, 10)}, "lists": lists, "training": {},
    }  # fmt: skip


def contested(
    lessons: Sequence[Lesson], contacts: Mapping[str, Contact], models: Callable[[str], Model]
) -> Iterator[Contested]:
    """Every number that the rules took for a figure at first contact, considered with the model for its article."""
    for lesson in lessons:
        contact = contacts.get(lesson.doc_id)
        if contact is None:
            continue
        model, paragraph = models(lesson.doc_id), Paragraph()
        judged = {example.start: example for example in lesson.judged}
        for number in lesson.numbers:
            if number.start not in contact.figures or (number.repeated and number.gold is None):
                continue
            example = judged.get(number.start, number)
            labels, rule = contact.figures[number.start]
            sight = example.sight
            labels = replace(labels, organization=_as_listed(labels.organization, sight.setting))
            period_of = example.period_of or (lambda *_, period=labels.period: period)
            previous = paragraph.before(sight)
            opening = opened(model, sight, previous)
            labels = replace(labels, basis=opening.said[0], phase=opening.said[1])
            found = consider(model, sight, opening, labels, rule, period_of, previous)
            paragraph.settle(sight, found.labels)
            gold = gold_at(lesson.figures, sight)
            yield Contested(lesson.doc_id, rule, found, gold, contact.event_right, contact.owners_right)


@dataclass(frozen=True, slots=True)
class Voted:
    """One named body at first contact: the scorer's logit, whether the rules of the day list it, whether gold does."""

    doc_id: str
    logit: float
    ruled: bool
    listed: bool


def voted(lessons: Sequence[Lesson], models: Callable[[str], Model]) -> list[Voted]:
    """Every body that an article with a record of first contact names, weighed by the model for the article."""
    return [
        Voted(
            lesson.doc_id,
            models(lesson.doc_id).weigher(QUESTION)(list(body.features)) / SCALE,
            body.ruled,
            body.listed,
        )
        for lesson in lessons
        for body in lesson.bodies
        if body.ruled is not None
    ]


def fitted_listing(seen: Sequence[Voted]) -> list[float]:
    """How the votes on listing are weighed (`ListVote`): greatest likelihood, lightly drawn to where they began."""
    x = numpy.array([one.logit for one in seen])
    ruled = numpy.array([one.ruled for one in seen])
    y = numpy.array([one.listed for one in seen], dtype=float)
    start = numpy.array(EVEN_LISTING)

    def loss(numbers: Any) -> float:
        sums = numbers[0] * x + numpy.where(ruled, numbers[1], numbers[2])
        return float((numpy.logaddexp(0, sums) - y * sums).sum() + 0.5 * ((numbers - start) ** 2).sum())

    found = minimize(loss, start, method="L-BFGS-B", bounds=[(0.1, 3.0), (-6.0, 6.0), (-6.0, 6.0)]).x
    return [round(float(number), 3) for number in found]


def _as_listed(name: str | None, setting: Setting) -> str | None:
    """The name by which the body is listed today, where it is the same body."""
    key = organization_key(name)
    return next((one.name for one in setting.organizations if organization_key(one.name) == key), name)


def records(seen: Sequence[Contested]) -> dict[str, tuple[int, int]]:
    """How often each rule gave the right subject and measure at first contact; `*` is all of them."""
    found: dict[str, list[int]] = {"*": [0, 0]}
    for one in seen:
        if one.gold is None:
            continue
        said = {weighed.question: weighed.rules for weighed in one.found.weighed}
        if not said["measure"]:
            continue  # no rule knew
        right = (said["subject"], said["measure"]) == (one.gold.subject, one.gold.measure)
        for name in ("*", one.rule):
            row = found.setdefault(name, [0, 0])
            row[0], row[1] = row[0] + right, row[1] + 1
    return {name: (right, count) for name, (right, count) in sorted(found.items())}


def fitted_fusion(question: str, seen: Sequence[Contested], record_of: Callable[[Contested], float]) -> list[float]:
    """The three numbers of one question, by greatest likelihood with a light pull to where they began."""
    rows = []
    for one in seen:
        right = one.right(question)
        weighed = one.of(question)
        keyed = {_key(question, answer): share for answer, share in weighed.shares.items()}
        rules = _key(question, weighed.rules)
        if right is None or right not in {*keyed, rules}:
            continue
        answers = sorted({*keyed, rules})
        logs = numpy.log([max(keyed.get(answer, 0.0), FLOOR) for answer in answers])
        vote = numpy.array([float(answer == rules) for answer in answers])
        rows.append((logs, vote, record_of(one), answers.index(right)))
    start = numpy.array(EVEN[question])
    uses_record = question in ("subject", "measure")

    def loss(numbers: Any) -> float:
        scorer, vote, record = numbers
        total = _RIDGE * float(((numbers - start) ** 2).sum()) * len(rows) / 100
        for logs, votes, rule, right in rows:
            sums = scorer * logs + votes * (vote + (record * rule if uses_record else 0.0))
            total -= float(sums[right] - numpy.logaddexp.reduce(sums))
        return total

    found = minimize(loss, start, method="L-BFGS-B", bounds=[(0.1, 3.0), (0.0, 6.0), (-2.0, 2.0)]).x
    return [round(float(number), 3) for number in (*found[:2], found[2] if uses_record else 0.0)]


def least_sure(question: str, seen: Sequence[Contested]) -> float:
    """How likely another label than the rules' must be: the greatest bar that costs next to no right answer."""
    asked = [(one.of(question), one.right(question)) for one in seen if one.right(question) is not None]

    def right(bar: float) -> int:
        settled = [(Weighed.of(question, one.rules, one.shares, one.fused, bar), answer) for one, answer in asked]
        return sum(_key(question, one.chosen) == answer for one, answer in settled)

    counts = {bar: right(bar) for bar in BARS}
    enough = max(counts.values()) - TOLERATED * len(asked)
    return max(bar for bar, count in counts.items() if count >= enough)


def _key(question: str, answer: str) -> str:
    return (organization_key(answer or None) or "") if question == "organization" else answer  # type: ignore[return-value]


def squash(values: Sequence[float], right: Sequence[bool]) -> list[float]:
    """Bias and slope that make probabilities of logits (Platt)."""
    x, y = numpy.array([numpy.ones(len(right)), values], dtype=float), numpy.array(right, dtype=float)
    start = numpy.array([0.0, 1.0])

    def loss(numbers: Any) -> float:
        sums = numbers @ x
        return float((numpy.logaddexp(0, sums) - y * sums).sum() + 0.5 * ((numbers - start) ** 2).sum())

    found = minimize(loss, start, method="L-BFGS-B").x
    return [round(float(number), 3) for number in found]


def fitted_item(signs: Sequence[Mapping[str, float]], right: Sequence[bool]) -> dict[str, float]:
    """The weights of `Whole`: a logistic regression over the signs, each brought to one scale, drawn to nought."""
    names = [name for name in signs[0] if name != "bias"]
    x = numpy.array([[one[name] for name in names] for one in signs])
    means, scales = x.mean(axis=0), x.std(axis=0) + 1e-9
    model = LogisticRegression(C=_SIGNS_C, max_iter=2000).fit((x - means) / scales, numpy.array(right))
    weights = model.coef_[0] / scales
    found = {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}
    return {"bias": round(float(model.intercept_[0] - (weights * means).sum()), 4), **found}


_SIGNS_C: Final = 0.03
"""How freely the weights may leave nought (scikit-learn's C)."""


def core_right(one: Contested) -> bool:
    """Whether value and labels of what went out are right."""
    labels = one.found.labels
    return one.gold is not None and all(getattr(labels, name) == getattr(one.gold, name) for name in CORE)
