"""Records what the rules of the day say of new gold, before anybody looks at their errors on it.

    python -m eval.training.record DOC_ID...

Appends one line an article to `first_contact.jsonl`. Refused for an article that has a line already: a first contact
happens once. The scorer has no voice in it; `lists` counts what is right and what is given of the other lists.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from eval.training.corpus import FIRST_CONTACT, TUNED, Shown, first_contact, take_notes
from extractor.eval.score import evaluate
from extractor.grounding.ground import ground
from extractor.reading.reader import read
from extractor.schema import ArticleSummary
from extractor.text.article import Article

LISTS: Final = ("organizations", "awards", "people", "documents", "points")


def record(doc_id: str, commit: str, folder: Path = TUNED) -> dict[str, Any]:
    """The line of one article: labels and rule of each number that the rules take for a figure, by where it stands."""
    gold = ArticleSummary.model_validate_json((folder / "labels" / f"{doc_id}.json").read_bytes())
    text = (folder / "articles" / f"{doc_id}.txt").read_text("utf-8")
    article = Article.from_text(doc_id, text)
    reading = read(article)
    draft, notes = take_notes(article, reading)
    repeats = {one.quantity for one in draft.dismissals if one.reason == "repeat"}
    found = ground(article, reading, draft).summary
    lists = {kind: score.counts for kind, score in evaluate([gold], {doc_id: found}, {doc_id: text}).lists.items()}
    figures = [_line(shown) for shown in notes.shown if shown[0].region.quantity.id not in repeats]
    return {
        "doc_id": doc_id,
        "commit": commit,
        "event_right": (found.event.review_period, found.event.plan_period)
        == (gold.event.review_period, gold.event.plan_period),
        "organizations_right": lists["organizations.name"].f1 == 1,
        "lists": {kind: [lists[kind].matched, lists[kind].predicted] for kind in LISTS},
        "figures": figures,
    }


def _line(shown: Shown) -> list[int | str | None]:
    sight, ruled, decision, _ = shown
    labels = (ruled.subject, ruled.measure, ruled.basis, ruled.phase, ruled.period, ruled.organization)
    return [sight.region.quantity.extent.start, decision.rule, *labels]


def main(arguments: Sequence[str]) -> int:
    """Record and append."""
    known = first_contact()
    if again := [doc_id for doc_id in arguments if doc_id in known]:
        print(f"{', '.join(again)}: recorded already; a first contact happens once.", file=sys.stderr)
        return 1
    if not arguments:
        print("Name the articles (their doc_id) whose first contact is to be recorded.", file=sys.stderr)
        return 2
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True, cwd=TUNED
    ).stdout.strip()
    lines = [json.dumps(record(doc_id, commit), ensure_ascii=False) + "\n" for doc_id in arguments]
    with FIRST_CONTACT.open("a", encoding="utf-8") as file:
        file.writelines(lines)
    print(f"{len(lines)} recorded with the rules of {commit}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
