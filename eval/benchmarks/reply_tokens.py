"""How many tokens an article costs: in, by part of the request, and out, by pointing and by quoting.

    python eval/benchmarks/reply_tokens.py [GOLD ...]

GOLD is a folder of labels with its articles beside it (default: eval/gold/tuned/labels, and ../shared/gold if there is
one). The gold of each article is written as the reply a perfect model would give, once by each strategy; both replies
are decoded and grounded again, and must give the same figures. The input is what goes out for the first question about
an article: the static part (system message), the schema of the reply (as a hosted service counts it, see
`extractor.engines.llm.lean`) and the article (user message).

Fails (exit code 1) where the figures differ, where pointing takes more than a quarter of what quoting takes, where the
input is more than 0.9 of what version 1 of the prompts took, or where hints and tags' readings add more than 5% to the
article. The limits on input are in o200k_base and asked for only where that tokenizer is at hand.

The tokenizer is o200k_base or cl100k_base from the package `bpe-openai` or from `tiktoken` (which loads them from the
network unless they are cached). Without either the estimate that the engine itself uses is counted, and said so.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Final, NamedTuple

from extractor.engines.llm.lean import lean_schema
from extractor.engines.llm.money import estimate_tokens
from extractor.engines.llm.replies import compact
from extractor.engines.llm.tagged_text import TaggedText
from extractor.errors import ExtractorError
from extractor.eval.gold import GoldFolder, Texts
from extractor.reading.reader import read
from extractor.schema import ArticleSummary, Figure
from extractor.tasks.party_review.codec.decode_pointer import decode_pointer
from extractor.tasks.party_review.codec.decode_quote import decode_quote
from extractor.tasks.party_review.codec.encode import encode_pointer, encode_quote
from extractor.tasks.party_review.grounding.ground import ground
from extractor.tasks.party_review.llm.prompt import load_prompt
from extractor.text.article import Article

ROOT = Path(__file__).resolve().parents[2]
MOST = 0.25
"""Share of a quote reply's tokens that a pointer reply may take."""

MOST_INPUT: Final = 0.9
"""Share of version 1's input that today's may take."""
MOST_ADDED: Final = 0.05
"""Share of the article's tokens that hints and readings may add."""
VERSION_1: Final = {"pointer": (4397, 1649), "quote": (6320, 1692)}
"""Strategy -> o200k tokens of static part and schema in version 1.0.0 of the prompts (guide version 2, full schema)."""
_HINT: Final = re.compile(r"^Found by a program.*\n")
_READING: Final = re.compile(r"\[(q\d+)=[^\]]+\]")

Count = Callable[[str], int]


class Input(NamedTuple):
    """Mean tokens of an article's first request by part; `bare` is the article without hints and readings."""

    static: int
    schema: int
    full_schema: int
    article: float
    bare: float

    @property
    def total(self) -> float:
        return self.static + self.schema + self.article

    def share_of_version_1(self, strategy: str) -> float:
        return self.total / (sum(VERSION_1[strategy]) + self.bare)

    @property
    def added(self) -> float:
        return self.article / self.bare - 1


def measure_input(articles: Sequence[Article], strategy: str, count: Count) -> Input:
    """The input of one strategy over some articles."""
    prompt = load_prompt(strategy)
    full = prompt.reply_model.model_json_schema()
    asked = [prompt.messages(TaggedText.whole(one, read(one)))[-1]["content"] for one in articles]
    return Input(
        count(prompt.system),
        count(json.dumps(lean_schema(full), ensure_ascii=False, separators=(",", ":"))),
        count(json.dumps(full, ensure_ascii=False, separators=(",", ":"))),
        sum(map(count, asked)) / len(asked),
        sum(count(_READING.sub(r"[\1]", _HINT.sub("", one))) for one in asked) / len(asked),
    )


def report_input(articles: Sequence[Article], count: Count, *, exact: bool) -> bool:
    """Print the input by part; whether it is within its limits."""
    kept = True
    for strategy in VERSION_1:
        found = measure_input(articles, strategy, count)
        print(
            f"  input by {strategy}: static {found.static}, schema {found.schema} (full {found.full_schema}), "
            f"article {found.article:.0f} (hints and readings {found.added:+.1%}), together {found.total:.0f}"
            + (f", {found.share_of_version_1(strategy):.3f} of version 1" if exact else "")
        )
        kept = kept and found.added <= MOST_ADDED
        kept = kept and not (exact and found.share_of_version_1(strategy) > MOST_INPUT)
    return kept


class Measured(NamedTuple):
    """Sums over some articles: figures, tokens of whole replies, tokens of the figures alone, figures that differ."""

    figures: int = 0
    pointer: int = 0
    quote: int = 0
    pointer_rows: int = 0
    quote_rows: int = 0
    different: int = 0

    def plus(self, other: Measured) -> Measured:
        return Measured(*(one + two for one, two in zip(self, other, strict=True)))


def tokenizer() -> tuple[str, Count]:
    """The best tokenizer at hand, and what it is."""
    for name in ("o200k_base", "cl100k_base"):
        for package in ("bpe_openai", "tiktoken"):
            try:
                encode = import_module(package).get_encoding(name).encode
                encode("thử")
            except Exception:  # not installed, or no network to load it from
                continue
            return f"{name} ({package})", partial(_length, encode)
    return "no tokenizer found: the engine's own estimate, not tokens of any model", estimate_tokens


def _length(encode: Callable[[str], list[int]], text: str) -> int:
    return len(encode(text))


def measure(summary: ArticleSummary, article: Article, count: Count) -> Measured:
    """One article by both strategies."""
    reading = read(article)
    tagged = TaggedText.whole(article, reading)
    pointed, quoted = encode_pointer(summary, tagged), encode_quote(summary)
    by_pointing = ground(article, reading, decode_pointer(pointed, tagged)).summary.figures
    by_quoting = ground(article, reading, decode_quote(quoted)).summary.figures
    rows = [*pointed.figures, *pointed.missed, *pointed.dismissed]
    return Measured(
        figures=len(summary.figures),
        pointer=count(compact(pointed)),
        quote=count(compact(quoted)),
        pointer_rows=sum(count(f'"{row}",') for row in rows),
        quote_rows=sum(count(compact_item(figure)) for figure in quoted.figures),
        different=len(keys(by_pointing) ^ keys(by_quoting)),
    )


def compact_item(figure: object) -> str:
    """One item of a quote reply as it stands in the reply."""
    return str(figure.model_dump_json()) + ","  # type: ignore[attr-defined]


def keys(figures: list[Figure]) -> set[tuple[str, str]]:
    """Everything of the figures but where they stand: a quote does not say which of two equal places is meant."""
    return {(one.mention.text, one.model_dump_json(exclude={"evidence", "mention"})) for one in figures}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, help="folders of gold labels; default: ours, and ../shared")
    folders = parser.parse_args().folders
    if not folders:
        folders = [one for one in (ROOT / "eval/gold/tuned/labels", ROOT.parent / "shared/gold") if one.is_dir()]
    name, count = tokenizer()
    print(f"tokenizer: {name}")
    failed = False
    for path in folders:
        gold = GoldFolder(path)
        texts = Texts(gold.article_folders)
        total = Measured()
        for summary in gold:
            article = Article.from_text(summary.doc_id, texts[summary.doc_id])
            total = total.plus(measure(summary, article, count))
        share = total.pointer / total.quote
        print(
            f"{path.parent.name}/{path.name}: {len(gold)} articles, {total.figures} figures\n"
            f"  whole replies, tokens a figure: pointer {total.pointer / total.figures:.1f}, "
            f"quote {total.quote / total.figures:.1f}, share {share:.1%}\n"
            f"  figures alone, tokens a figure: pointer {total.pointer_rows / total.figures:.1f}, "
            f"quote {total.quote_rows / total.figures:.1f}, share {total.pointer_rows / total.quote_rows:.1%}\n"
            f"  figures that come out differently: {total.different}"
        )
        articles = [Article.from_text(summary.doc_id, texts[summary.doc_id]) for summary in gold]
        kept = report_input(articles, count, exact=name.startswith("o200k"))
        failed = failed or share > MOST or total.different > 0 or not kept
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ExtractorError as error:
        sys.exit(str(error))
