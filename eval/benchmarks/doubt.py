"""Does the cross-check find what a strong model got wrong, and how much must people read for it?

    python eval/benchmarks/doubt.py [SETS]

A scripted model answers each article of the tuned gold with the gold's figures, and errs in a few: it takes another
subject or measure of the article, the other phase, another period, another body. The rules engine reads the article
with a scorer that was fitted without the article's set, and the two readings are held against each other. Printed are
the share of figures marked for people and the share of the planted errors among them, by kind. SETS (such as `prs`)
are the first letters of the articles to take; all where none are given. Exit code 1 where a target is missed: more than
`MOST_MARKED` of the figures marked, or less than `LEAST_CAUGHT` of the errors among them.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from eval.training.corpus import TUNED, Lesson, hosts, lessons, set_of, small_lessons
from eval.training.fit import scorer_data
from extractor.engines.base import Usage
from extractor.engines.rules.draft import Draft
from extractor.engines.rules.scorer.arbiter import learned
from extractor.engines.rules.scorer.model import Model, parse, raw
from extractor.grounding.grounded import Grounded
from extractor.pipeline import Extraction
from extractor.schema import ArticleSummary, Figure
from extractor.tasks.party_review.crosscheck import cross_check
from extractor.tasks.party_review.rules import RulesEngine
from extractor.text.article import Article

KINDS: Final = ("subject", "measure", "phase", "period", "organization")
RATE: Final = 0.04
"""Share of the figures in which the model errs."""
MOST_MARKED: Final = 0.10
LEAST_CAUGHT: Final = 0.80
SEED: Final = 11


@dataclass
class Found:
    """Figures read, those marked, the errors planted and those of them that are marked, by kind."""

    figures: int = 0
    marked: int = 0
    planted: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)

    @property
    def share_marked(self) -> float:
        """Of all figures."""
        return self.marked / self.figures

    @property
    def share_caught(self) -> float:
        """Of all errors."""
        return self.caught.total() / self.planted.total()


def plant(summary: ArticleSummary, rate: float = RATE) -> tuple[ArticleSummary, dict[int, str]]:
    """The summary with errors in some of its figures, and which kind stands at which."""
    chance = random.Random(f"{SEED} {summary.doc_id}")
    figures, planted = list(summary.figures), {}
    for at, figure in enumerate(summary.figures):
        if chance.random() >= rate:
            continue
        kinds = list(KINDS)
        chance.shuffle(kinds)
        for kind in kinds:
            others = sorted(_others(summary, figure, kind), key=str)
            if others:
                figures[at] = figure.model_copy(update={kind: chance.choice(others)})
                planted[at] = kind
                break
    return summary.model_copy(update={"figures": figures}), planted


def _others(summary: ArticleSummary, figure: Figure, kind: str) -> set[Any]:
    """What a reader might take instead: what other figures of the article have."""
    if kind == "phase":
        return {"target" if figure.phase == "result" else "result"}
    found = {getattr(one, kind) for one in summary.figures}
    if kind == "period":
        found |= {summary.event.review_period, summary.event.plan_period} - {None}
    if kind == "organization":
        found |= {one.name for one in summary.organizations}
    return found - {getattr(figure, kind)}


def check(some: Sequence[Lesson], model: Model, found: Found) -> None:
    """Holds the scripted model's answers on some articles against the rules' reading with this scorer."""
    engine = RulesEngine(learned(model))
    for lesson in some:
        text = (TUNED / "articles" / f"{lesson.doc_id}.txt").read_text("utf-8")
        article = Article.from_text(lesson.doc_id, text)
        outcome = engine.step(article)
        gold = ArticleSummary.model_validate_json((TUNED / "labels" / f"{lesson.doc_id}.json").read_bytes())
        answered, planted = plant(gold)
        extraction = Extraction(article, outcome.reading, Draft(), Grounded(answered), Usage(), outcome.grounded)
        doubted = [one for one in cross_check(extraction).doubtful if one.item == "figure"]
        shown = [one.model for one in doubted if one.model is not None]
        found.figures += len(answered.figures)
        found.marked += len(doubted)
        for at, kind in planted.items():
            found.planted[kind] += 1
            found.caught[kind] += answered.figures[at].model_dump(mode="json") in shown


def measured(sets: str = "") -> Found:
    """Every set of articles, each read with a scorer that was fitted to the others and to the small articles."""
    found, every, small, known = Found(), lessons(), small_lessons(), hosts()
    weighing = {key: value for key, value in raw().items() if key not in ("answers", "weights", "ranking")}
    for one in sorted({set_of(lesson.doc_id) for lesson in every}):
        if sets and one not in sets:
            continue
        others = [host for doc_id, named in known.items() if set_of(doc_id) != one for host in named]
        scorer = scorer_data([*(lesson for lesson in every if set_of(lesson.doc_id) != one), *small], others)
        check([lesson for lesson in every if set_of(lesson.doc_id) == one], parse({**weighing, **scorer}), found)
    return found


def main(arguments: list[str]) -> int:
    """Measure and print."""
    found = measured("".join(arguments))
    print(f"{found.figures} figures, {found.marked} marked ({found.share_marked:.1%})")
    print(f"{found.planted.total()} errors planted, {found.caught.total()} among the marked ({found.share_caught:.1%})")
    for kind in KINDS:
        print(f"  {kind:13} {found.caught[kind]} of {found.planted[kind]}")
    return 0 if found.share_marked <= MOST_MARKED and found.share_caught >= LEAST_CAUGHT else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
