"""The record of first contact: what the rules of the day say of new gold before anybody has looked at their errors.

    python -m eval.training.contact SET...

Each SET is the first letter of a set's names in `eval/gold/tuned`. Adds a row for each of its articles to
`first_contact.jsonl`; an article that has one keeps it, since there is one first time. Run it when the gold of the set
is committed and before its errors are looked at, then `make train`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from eval.training.corpus import FIRST_CONTACT, TUNED, first_contact
from extractor.engines.rules.draft import Draft
from extractor.engines.rules.scorer.verdict import RULES_ALONE
from extractor.reading.model import Reading
from extractor.reading.reader import read
from extractor.schema import ArticleSummary
from extractor.tasks.party_review.eval.article_score import score_article
from extractor.tasks.party_review.eval.keys import organization_key
from extractor.tasks.party_review.eval.spec import SPECS
from extractor.tasks.party_review.grounding.ground import ground
from extractor.tasks.party_review.rules import RulesEngine
from extractor.text.article import Article

LISTS: Final = ("organizations", "awards", "people", "documents", "points")
"""The lists whose share of right items is remembered; of figures every label is."""


def row(text: Path, label: Path, commit: str) -> dict[str, Any]:
    """One article's row: the rules' own labels, without the scorer's vote, and how the other lists went.

    Figures are `[start, rule, subject, measure, basis, phase, period, organization]`, start in code points.
    """
    gold = ArticleSummary.model_validate_json(label.read_bytes())
    article = Article.from_text(label.stem, text.read_text("utf-8"))
    reading = read(article)
    draft = RulesEngine(RULES_ALONE).draft(article, reading).draft
    said = ground(article, reading, draft).summary
    return {
        "doc_id": gold.doc_id,
        "commit": commit,
        "event_right": _periods(said) == _periods(gold),
        "organizations_right": _bodies(said) == _bodies(gold),
        "bodies": [one.name for one in said.organizations],
        "lists": {kind: _right_and_given(gold, said, kind) for kind in LISTS},
        "figures": list(_figures(draft, reading)),
    }


def _figures(draft: Draft, reading: Reading) -> Iterable[list[Any]]:
    starts = {quantity.id: quantity.extent.start for quantity in reading.quantities}
    for one in draft.figures:
        if one.quantity is not None:
            labels = (one.subject, one.measure, one.basis, one.phase, one.period, one.organization)
            yield [starts[one.quantity], one.decision.rule, *labels]


def _periods(summary: ArticleSummary) -> tuple[str | None, str | None]:
    return summary.event.review_period, summary.event.plan_period


def _bodies(summary: ArticleSummary) -> set[str | None]:
    return {organization_key(one.name) for one in summary.organizations}


def _right_and_given(gold: ArticleSummary, said: ArticleSummary, kind: str) -> list[int]:
    spec = SPECS[kind]
    counts = score_article(gold, said, None).counts[spec.levels[spec.headline].score]
    return [counts.matched, counts.predicted]


def commit_of(folder: Path) -> str:
    """The commit whose rules these are."""
    command = ["git", "-C", str(folder), "rev-parse", "--short=7", "HEAD"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def main(sets: list[str]) -> int:
    """Adds the rows that are missing."""
    known, commit = set(first_contact()), commit_of(TUNED)
    labels = [file for file in sorted((TUNED / "labels").glob("*.json")) if file.stem[0] in sets]
    new = [file for file in labels if file.stem not in known]
    with FIRST_CONTACT.open("a", encoding="utf-8") as out:
        for label in new:
            made = row(TUNED / "articles" / f"{label.stem}.txt", label, commit)
            out.write(json.dumps(made, ensure_ascii=False) + "\n")
    print(f"{len(new)} articles added, {len(labels) - len(new)} had their row already")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
