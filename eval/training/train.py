"""`make train`: the scorer's data file made anew from the tuned gold.

    python -m eval.training.train [FILE]

Writes `extractor/engines/rules/data/scorer.json` (or FILE) and prints what the two voters and both together get right
on articles that neither of them knows. Two runs on one machine write the same bytes.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from threadpoolctl import threadpool_limits

from eval.training.corpus import (
    Contact,
    HostOf,
    Lesson,
    NamedHost,
    first_contact,
    gold_hash,
    hosts,
    lessons,
    set_of,
    small_lessons,
)
from eval.training.fit import host_weights, scorer_data
from eval.training.occasions import Asked, asked, shares, vote
from eval.training.weigh import (
    WEIGHED,
    Contested,
    Voted,
    contested,
    core_right,
    fitted_fusion,
    fitted_item,
    fitted_listing,
    least_sure,
    model_of,
    records,
    squash,
    start_weighing,
    voted,
)
from extractor.engines.rules.scorer.arbiter import BY_SCORER, OWNER
from extractor.engines.rules.scorer.chances import Fusion, ListVote, Squash, logit, rule_logit
from extractor.engines.rules.scorer.considered import CORE
from extractor.engines.rules.scorer.hosting import host_by
from extractor.engines.rules.scorer.listing import LEAST
from extractor.engines.rules.scorer.model import FORMAT, Model
from extractor.engines.rules.scorer.occasion import PLAN, REVIEW
from extractor.engines.rules.scorer.verdict import VoteOnHost

OUT: Final = Path(__file__).resolve().parents[2] / "extractor" / "engines" / "rules" / "data" / "scorer.json"
_ROUNDS: Final = 2
"""How often the weights are fitted to what the weights before made of the articles."""


_FOLDS: Final = 10
"""Into how many parts the sets are dealt, each read by a scorer that knows the other parts alone."""

FoldOf = Callable[[str], int]


def dealt(doc_ids: Iterable[str]) -> FoldOf:
    """The part that each article falls into: whole sets, the largest first, each into the least part so far."""
    sizes = Counter(set_of(doc_id) for doc_id in doc_ids)
    parts = [0] * min(_FOLDS, len(sizes))
    found: dict[str, int] = {}
    for one, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        found[one] = parts.index(min(parts))
        parts[found[one]] += size
    return lambda doc_id: found[set_of(doc_id)]


def fold_scorers(
    some: Sequence[Lesson], known: Mapping[str, Sequence[NamedHost]], contacts: Mapping[str, Contact], fold: FoldOf
) -> dict[int, dict[str, Any]]:
    """For each part with a record of first contact, a scorer that is fitted to the other parts."""
    return {
        one: scorer_data([lesson for lesson in some if fold(lesson.doc_id) != one], _of_others(known, one, fold))
        for one in sorted({fold(doc_id) for doc_id in contacts})
    }


def _of_others(known: Mapping[str, Sequence[NamedHost]], one: int, fold: FoldOf) -> list[NamedHost]:
    """The bodies named in the articles of the other parts."""
    return [host for doc_id, named in known.items() if fold(doc_id) != one for host in named]


def host_votes(known: Mapping[str, Sequence[NamedHost]], fold: FoldOf) -> HostOf:
    """The vote on whom an article is about by weights that are fitted to the other parts."""
    votes: dict[int, VoteOnHost] = {}
    for one in sorted({fold(doc_id) for doc_id in known}):
        weights = host_weights(_of_others(known, one, fold))
        votes[one] = partial(host_by, partial(_sum, weights))
    return lambda doc_id: votes[fold(doc_id)]


def _sum(weights: Mapping[str, int], features: Iterable[str]) -> int:
    return sum(weights.get(feature, 0) for feature in features)


def weighing(
    some: Sequence[Lesson],
    contacts: Mapping[str, Contact],
    scorers: Mapping[int, Mapping[str, Any]],
    fold: FoldOf,
) -> tuple[dict[str, Any], list[Contested], list[Voted], list[Asked]]:
    """The weighing's part of the data file, and the numbers, bodies and events that it was fitted to."""
    found = start_weighing(contacts)
    plain = {one: model_of(scorer, found) for one, scorer in scorers.items()}
    bodies = voted(some, lambda doc_id: plain[fold(doc_id)])
    found["listing"] = fitted_listing(bodies)
    told = asked((choice for lesson in some for choice in lesson.choices), lambda doc_id: plain[fold(doc_id)])
    votes = {question: vote(question, told) for question in (REVIEW, PLAN)}

    def settled() -> list[Contested]:
        models: dict[int, Model] = {one: model_of(scorer, found) for one, scorer in scorers.items()}
        return list(contested(some, contacts, lambda doc_id: models[fold(doc_id)]))

    seen = settled()
    for _ in range(_ROUNDS):
        found["records"] = records(seen)
        others = {one: records([s for s in seen if fold(s.doc_id) != one]) for one in scorers}
        found["fusions"] = {
            question: fitted_fusion(question, seen, partial(_record, others, fold)) for question in WEIGHED
        }
        seen = settled()
    found["fusions"] = {
        question: [*numbers[:3], least_sure(question, seen)] for question, numbers in found["fusions"].items()
    } | votes
    seen = settled()
    found["keep"] = squash([logit(one.found.keep) for one in seen], [one.gold is not None for one in seen])
    keep = Squash(*found["keep"])
    signs = [one.found.signs(keep(logit(one.found.keep))) for one in seen]
    found["item"] = fitted_item(signs, [core_right(one) for one in seen])
    return found, seen, bodies, told


def _record(others: Mapping[int, Mapping[str, tuple[int, int]]], fold: FoldOf, one: Contested) -> float:
    """What the deciding rule's record in the other parts says."""
    return rule_logit(others[fold(one.doc_id)], one.rule)


def scores(seen: Sequence[Contested]) -> dict[str, dict[str, float]]:
    """Shares of right answers of the rules, the scorer and both, question by question, on numbers that are figures.

    Basis, phase and owner are the scorer's alone, in all three rows of `core` too.
    """
    table: dict[str, dict[str, float]] = {}
    alone = (*BY_SCORER, OWNER)
    for question in (*BY_SCORER, *WEIGHED, OWNER):
        asked = [one for one in seen if one.right(question) is not None]
        table[question] = {
            voter: round(sum(one.answer(question, voter) == one.right(question) for one in asked) / len(asked), 4)
            for voter in (("scorer",) if question in alone else ("rules", "scorer", "both"))
        }
    figures = [one for one in seen if one.gold is not None]
    table["core"] = {
        voter: round(sum(all(one.answer(q, voter) == one.right(q) for q in CORE) for one in figures) / len(figures), 4)
        for voter in ("rules", "scorer", "both")
    }
    return table


def listing_scores(bodies: Sequence[Voted], vote: ListVote) -> dict[str, float]:
    """F1 of the lists of bodies that the rules of the day, the scorer and both together give."""
    given = {
        "rules": [one.ruled for one in bodies],
        "scorer": [one.logit >= 0 for one in bodies],
        "both": [vote(one.logit, ruled=one.ruled) >= LEAST for one in bodies],
    }
    gold = [one.listed for one in bodies]
    return {
        voter: round(2 * sum(a and b for a, b in zip(said, gold, strict=True)) / (sum(said) + sum(gold)), 4)
        for voter, said in given.items()
    }


def trained() -> dict[str, Any]:
    """The whole data file."""
    known, contacts = hosts(), first_contact()
    fold = dealt(known)
    host_of = host_votes(known, fold)
    some = [*lessons(host_of=host_of), *small_lessons(host_of)]
    weighed, seen, bodies, told = weighing(some, contacts, fold_scorers(some, known, contacts, fold), fold)
    weighed["training"] = {
        "hash": gold_hash(),
        "articles": len(some),
        "figures": sum(len(lesson.figures) for lesson in some),
        "first_contact": {
            "articles": len(contacts),
            "numbers": len(seen),
            "scores": {
                **scores(seen),
                "listing": listing_scores(bodies, ListVote(*weighed["listing"])),
                **{one: shares(one, told, Fusion(*weighed["fusions"][one])) for one in (REVIEW, PLAN)},
            },
        },
    }
    return {"format": FORMAT, **weighed, **scorer_data(some, [one for named in known.values() for one in named])}


def written(data: Mapping[str, Any]) -> str:
    """The file's text: one line a key, so that a change is read more easily."""
    lines = [
        f"{json.dumps(key)}:{json.dumps(value, ensure_ascii=False, separators=(',', ':'))}"
        for key, value in data.items()
    ]
    return "{" + ",\n".join(lines) + "}\n"


def main(arguments: list[str]) -> int:
    """Train and write."""
    out = Path(arguments[0]) if arguments else OUT
    with threadpool_limits(1):
        data = trained()
    text = written(data)
    out.write_text(text, "utf-8")
    print(f"{out.name}: {len(text.encode('utf-8')):,} bytes, from {data['training']['articles']} articles")
    for question, row in data["training"]["first_contact"]["scores"].items():
        print(f"  {question:13}" + "".join(f" {voter} {share:.3f}" for voter, share in row.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
