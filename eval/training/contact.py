"""The record of first contact: what the rules of the day say of new gold before anybody has looked at their errors.

    python -m eval.training.contact SET...

Each SET is the letters of a set's names in `eval/gold/tuned` (`ee` for ee01, ee02, ...), or "=" and the first letter
of small articles in `eval/gold/owned` ("=g"). Adds a row for each of its articles to `first_contact.jsonl`; an article
that has one keeps it, since there is one first time. Run it when the gold of the set is committed and before its errors
are looked at, then `make train`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from eval.training.corpus import FIRST_CONTACT, SMALL, TUNED, first_contact, set_of
from eval.training.owned import Case, cases
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
    said, figures = _said(label.stem, text.read_text("utf-8"))
    return {
        "doc_id": gold.doc_id,
        "commit": commit,
        "event": [said.event.kind, *_periods(said)],
        "event_right": _periods(said) == _periods(gold),
        "organizations_right": _bodies(said) == _bodies(gold),
        "bodies": [one.name for one in said.organizations],
        "lists": {kind: _right_and_given(gold, said, kind) for kind in LISTS},
        "figures": figures,
    }


def small_row(case: Case, commit: str) -> dict[str, Any]:
    """The same for a small article, of whose lists only the organisations are labelled."""
    said, figures = _said(case.name, case.text)
    bodies = {organization_key(name) for name, _ in case.bodies}
    return {
        "doc_id": f"{SMALL}{case.name}",
        "commit": commit,
        "event": [said.event.kind, *_periods(said)],
        "event_right": _periods(said) == case.event[1:],
        "organizations_right": _bodies(said) == bodies,
        "bodies": [one.name for one in said.organizations],
        "lists": {"organizations": [len(_bodies(said) & bodies), len(said.organizations)]},
        "figures": figures,
    }


def _said(name: str, text: str) -> tuple[ArticleSummary, list[list[Any]]]:
    """What the rules alone say of an article, and their figures with the rule that decided."""
    article = Article.from_text(name, text)
    reading = read(article)
    draft = RulesEngine(RULES_ALONE).draft(article, reading).draft
    return ground(article, reading, draft).summary, list(_figures(draft, reading))


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


def rows(sets: list[str], known: set[str], commit: str) -> Iterable[dict[str, Any] | None]:
    """A row for each article of the sets, null where it has one."""
    for label in sorted((TUNED / "labels").glob("*.json")):
        if set_of(label.stem) in sets:
            new = label.stem not in known
            yield row(TUNED / "articles" / f"{label.stem}.txt", label, commit) if new else None
    for one in (small for name in sets if name[0] == SMALL for small in cases(name[1:])):
        yield small_row(one, commit) if f"{SMALL}{one.name}" not in known else None


def main(sets: list[str]) -> int:
    """Adds the rows that are missing."""
    found = list(rows(sets, set(first_contact()), commit_of(TUNED)))
    new = [one for one in found if one is not None]
    with FIRST_CONTACT.open("a", encoding="utf-8") as out:
        for made in new:
            out.write(json.dumps(made, ensure_ascii=False) + "\n")
    print(f"{len(new)} articles added, {len(found) - len(new)} had their row already")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
