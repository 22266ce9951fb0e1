"""What the rules engine gets wrong, counted by kind: owner, phase, period, subject, measure, basis, group, names.

    python eval/benchmarks/kinds.py [ARTICLES LABELS]...

Without arguments it reads the project's own gold. Each pair of folders is one set. For each set it prints how often a
figure matched by value differs from its gold in each field, what was missed or made up, and which organisations. Exit
code 1 where a set has no label, or no figure of one was found: a count of nothing says nothing.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from extractor.reading.reader import read
from extractor.schema import ArticleSummary
from extractor.tasks.party_review.eval.judge import evaluate_reviews as evaluate
from extractor.tasks.party_review.grounding.ground import ground
from extractor.tasks.party_review.rules import RulesEngine
from extractor.text.article import Article

GOLD = Path(__file__).parents[1] / "gold" / "tuned"


def summarise(doc_id: str, text: str) -> ArticleSummary:
    """The proven summary of one article by the rules engine."""
    article = Article.from_text(doc_id, text)
    reading = read(article)
    return ground(article, reading, RulesEngine().draft(article, reading).draft).summary


def report(articles: Path, labels: Path) -> bool:
    """Prints one set's scores and errors by kind; whether there was anything to score."""
    gold = [ArticleSummary.model_validate_json(path.read_text("utf-8")) for path in sorted(labels.glob("*.json"))]
    if not gold:
        print(f"{labels}: no label there")
        return False
    texts = {summary.doc_id: _text(articles, summary.doc_id) for summary in gold}
    found = {doc_id: summarise(doc_id, text) for doc_id, text in texts.items()}
    result = evaluate(gold, found, texts)
    scores = " ".join(f"{name} {100 * result.lists[name].f1.value:.1f}" for name in SCORES)
    print(f"{labels}: {len(gold)} articles; {scores}")
    kinds: dict[str, Counter[str]] = {"figures": Counter(), "organizations": Counter()}
    matched = 0
    for match in (match for row in result.articles for match in row.matches if match.kind in kinds):
        if match.gold is None or match.predicted is None:
            kinds[match.kind][match.verdict] += 1
            continue
        matched += match.kind == "figures"
        kinds[match.kind].update(match.wrong)
    for kind, counts in kinds.items():
        print(f"  {kind}: " + (", ".join(f"{name} {count}" for name, count in counts.most_common()) or "all right"))
    return matched > 0


SCORES = ("figures.value", "figures.core", "figures.strict", "organizations.name", "organizations")


def _text(articles: Path, doc_id: str) -> str:
    return (articles / f"{doc_id}.txt").read_text("utf-8")


def main(arguments: list[str]) -> int:
    """One report for each pair of folders."""
    folders = [Path(argument) for argument in arguments] or [GOLD / "articles", GOLD / "labels"]
    if len(folders) % 2:
        print("Give folders in pairs: ARTICLES LABELS.", file=sys.stderr)
        return 2
    scored = [report(*pair) for pair in zip(folders[::2], folders[1::2], strict=True)]
    return 0 if all(scored) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
