"""The replies of a perfect model for one build, and whether its summaries are then what the gold says.

Run by each build's own Python, so that a build that reads otherwise gets the replies that its own ids ask for:

    python perfect.py make --articles FILE --sources FILE --labels FOLDER --rows FILE
    python perfect.py check --sources FILE --labels FOLDER --summaries FILE

`make` writes one row an article (`mark`, `reply`), `check` prints how many summaries have exactly the gold's figures
and organisations. Knows the module names of today and those of the build at the start of the work on calls.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from extractor.reading.reader import read
from extractor.schema import ArticleSummary

try:
    from extractor.engines.llm.replies import compact
    from extractor.engines.llm.tagged_text import TaggedText as View
    from extractor.tasks.party_review.codec.encode import encode_pointer
    from extractor.text.article import Article
except ImportError:
    from extractor.article import Article  # type: ignore[import-not-found,no-redef]
    from extractor.engines.llm.encode import encode_pointer  # type: ignore[import-not-found,no-redef]
    from extractor.engines.llm.view import ArticleView as View  # type: ignore[import-not-found,no-redef]

    from extractor.engines.llm.prompt import compact  # type: ignore[attr-defined,no-redef]

Record = dict[str, Any]


def records(path: Path) -> list[Record]:
    """The objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def labels(folder: Path, stem: str) -> ArticleSummary:
    """The gold of one article."""
    return ArticleSummary.model_validate_json((folder / f"{stem}.json").read_bytes())


def make(articles: Path, sources: Record, folder: Path, rows: Path) -> None:
    """The reply that says what the gold says, for each article."""
    with rows.open("w", encoding="utf-8") as out:
        for record in records(articles):
            article = Article.from_text(record["id"], record["text"])
            of = sources[article.doc_id]
            reply = compact(encode_pointer(labels(folder, of["stem"]), View.whole(article, read(article))))
            out.write(json.dumps({"mark": of["mark"], "reply": reply}, ensure_ascii=False) + "\n")


def told(summary: ArticleSummary) -> Counter[str]:
    """The figures and organisations of a summary, each as one text."""
    figures = (
        repr((one.mention.start, one.mention.end, one.value, one.unit, one.subject, one.measure, one.phase, one.period))
        for one in summary.figures
    )
    return Counter([*figures, *(repr((one.kind, one.name)) for one in summary.organizations)])


def check(sources: Record, folder: Path, summaries: Path) -> Record:
    """How many summaries are as the gold, and how many items of all are missing or too many."""
    right = wrong = items = 0
    for record in records(summaries):
        found = told(ArticleSummary.model_validate(record))
        gold = told(labels(folder, sources[record["doc_id"]]["stem"]))
        right += found == gold
        wrong += ((found - gold) + (gold - found)).total()
        items += gold.total()
    return {"right": right, "wrong_items": wrong, "items": items}


def main() -> None:
    """Make or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["make", "check"])
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--sources", type=Path, required=True)
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--rows", type=Path)
    parser.add_argument("--summaries", type=Path)
    options = parser.parse_args()
    sources = json.loads(options.sources.read_text(encoding="utf-8"))
    if options.what == "make":
        make(options.articles, sources, options.labels, options.rows)
    else:
        print(json.dumps(check(sources, options.labels, options.summaries)))


if __name__ == "__main__":
    main()
