"""What is fuzzed: each target takes one input and lets no exception out but those that are findings."""

from __future__ import annotations

import random
import tempfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from eval.fuzz import corpus
from eval.fuzz.corpus import Seed
from extractor.draft import Quote
from extractor.engines.base import Answer, Completion, Facts, Failure, Outcome
from extractor.engines.llm.settings import LlmSettings
from extractor.engines.rules.draft import Draft
from extractor.errors import ExtractorError
from extractor.eval.gold import GoldFolder, Texts, open_predictions
from extractor.eval.run_info import read_run_info
from extractor.grounding.grounded import Grounded
from extractor.loaders import find_inputs, load
from extractor.reading.reader import read
from extractor.tasks.party_review.eval.check import check_label
from extractor.tasks.party_review.eval.findings import Label
from extractor.tasks.party_review.eval.judge import evaluate_reviews as evaluate
from extractor.tasks.party_review.eval.labelstudio import export, read_export
from extractor.tasks.party_review.grounding.ground import ground
from extractor.tasks.party_review.llm.engine import LlmEngine
from extractor.tasks.party_review.rules import RulesEngine
from extractor.text.article import Article, Extent

STEPS: Final = 6
"""Times a model's answer is given to one article at most."""
ARTICLES: Final = 2
"""Articles of one loaded file that are read."""
_OUR_FAULT: Final = "(unexpected "
"""What a typed error says of an exception that is a mistake of ours and not of the input."""
_READ: Final = 20_000
"""Characters of an article that are read."""


class Untrue(AssertionError):
    """Something came out that must not."""


@dataclass(frozen=True)
class Target:
    """A way into the package: where its seeds come from, and what is done with an input about something."""

    name: str
    seeds: Callable[[], Sequence[Seed]]
    run: Callable[[bytes, str], None]


def loaders(data: bytes, suffix: str) -> None:
    """A file of any format is loaded, and what is an article is read, judged and proved."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"case{suffix}")
        path.write_bytes(data)
        try:
            found = load(find_inputs([str(path)]))
        except ExtractorError:
            return
        read_so_far = 0
        for one in found:
            if one.article is None:
                if one.error is None or _OUR_FAULT in str(one.error):
                    raise Untrue(f"no typed error: {one.error}")
                str(one.error).encode()
            elif read_so_far < ARTICLES:
                read_so_far += 1
                _judge(replace(one.article, text=one.article.text[:_READ], parts=(), grids=()))
                if len(one.article.text) <= _READ:
                    _judge(one.article)


def articles(data: bytes, _about: str) -> None:
    """A text is read, judged by the rules and proved."""
    _judge(Article.from_text("case", data.decode("utf-8", "replace")[:_READ]))


def _judge(article: Article) -> None:
    outcome = RulesEngine().step(article)
    _check(article, outcome.grounded)


def _check(article: Article, grounded: Grounded) -> None:
    """A summary can be written, and its spans say what the article says."""
    summary = grounded.summary
    summary.model_dump_json().encode()
    spans = [one.evidence for items in (summary.figures, summary.awards, summary.people) for one in items]  # type: ignore[attr-defined]
    for span in (*spans, *(figure.mention for figure in summary.figures)):
        if article.text[span.start : span.end] != span.text:
            raise Untrue(f"a span is not the article's: {span}")


@cache
def _engine(strategy: str) -> LlmEngine:
    url = "http://127.0.0.1:1/v1"
    return LlmEngine(LlmSettings(model="fuzz", base_url=url, strategy=strategy, mode="schema", few_shots=0))  # type: ignore[arg-type]


@cache
def _article(doc_id: str) -> Article:
    return next(article for article, _ in corpus.labelled() if article.doc_id == doc_id)


def replies(data: bytes, about: str) -> None:
    """The same answer to every question about an article: decoded, proved, followed up, or refused with a type."""
    strategy, _, doc_id = about.partition(":")
    article, engine = _article(doc_id), _engine(strategy)
    status = 200 if zlib.crc32(data) % 8 else (400, 404, 429, 500)[len(data) % 4]
    answers: list[Answer] = []
    try:
        for _ in range(STEPS):
            taken = engine.step(article, answers, Facts(mode="schema"))
            if isinstance(taken, Outcome):
                _check(article, taken.grounded)
                return
            failed = taken.optional and len(data) % 3 == 0
            answers.append(Failure("Refused", "no") if failed else Completion(status, data))
    except ExtractorError as error:
        str(error).encode()


def drafts(data: bytes, _about: str) -> None:
    """A draft with junk in its fields goes through the gate."""
    dice = random.Random(zlib.crc32(data))
    article = Article.from_text("case", data.decode("utf-8", "replace")[:_READ])
    reading = read(article)
    draft = RulesEngine().draft(article, reading).draft
    _check(article, ground(article, reading, _junked(draft, article, dice)))


def _junked(draft: Draft, article: Article, dice: random.Random) -> Draft:
    changed: dict[str, Any] = {}
    for part in fields(draft):
        value = getattr(draft, part.name)
        if isinstance(value, tuple):
            changed[part.name] = tuple(_spoilt(one, article, dice) for one in (*value, *value[:1]))
        else:
            changed[part.name] = _spoilt(value, article, dice) if is_dataclass(value) else _words(article, dice)
    return replace(draft, **changed)


def _spoilt(item: Any, article: Article, dice: random.Random) -> Any:
    """An item with some fields of its own kind of junk."""
    changed: dict[str, Any] = {}
    for part in fields(item):
        value = getattr(item, part.name)
        if dice.random() < 0.8 or part.name == "decision":
            continue
        if isinstance(value, str):
            changed[part.name] = _words(article, dice)
        elif isinstance(value, bool) or value is None:
            optional = {"comparator", "unit", "group", "organization", "period", "recipient", "achievement", "role"}
            changed[part.name] = _words(article, dice) if part.name in optional else value
        elif isinstance(value, int | float):
            changed[part.name] = dice.choice((0, -1, 10**12, 2.5 if isinstance(value, float) else 3))
        elif isinstance(value, Extent | Quote):
            changed[part.name] = _place(article, dice)
    return replace(item, **changed)


def _place(article: Article, dice: random.Random) -> Extent | Quote:
    start = dice.randrange(-3, len(article.text) + 3)
    if dice.random() < 0.5:
        return Extent(start, start + dice.randrange(-2, 90))
    return Quote(_words(article, dice), dice.choice((None, start)))


def _words(article: Article, dice: random.Random) -> str:
    start = dice.randrange(len(article.text) + 1)
    return dice.choice(
        (article.text[start : start + dice.randrange(60)], "", "2018", "level", "q1", "\ud83d", "x" * 900)
    )


def projects(data: bytes, _about: str) -> None:
    """A Label Studio export is read, and what was read can be exported again."""
    try:
        imported = read_export(data)
    except ExtractorError as error:
        str(error).encode()
        return
    for summary in imported.summaries:
        summary.model_dump_json().encode()


def labels(data: bytes, doc_id: str) -> None:
    """A label is read as gold and as a prediction, checked, scored and exported."""
    article = _article(doc_id)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / f"{doc_id}.txt").write_text(article.text, encoding="utf-8")
        (folder / f"{doc_id}.json").write_bytes(data)
        (folder / "run.json").write_bytes(data)
        lines = folder / "summaries.jsonl"
        lines.write_bytes(data.replace(b"\n", b" ") + b"\n")
        texts = Texts([folder])
        read_run_info(lines)
        for make in (lambda: open_predictions(lines), lambda: GoldFolder(folder)):
            try:
                _scored(make(), article, texts, doc_id)
            except ExtractorError as error:
                str(error).encode()


def _scored(given: Any, article: Article, texts: Texts, doc_id: str) -> None:
    truth = next(gold for one, gold in corpus.labelled() if one.doc_id == doc_id)
    if isinstance(given, GoldFolder):
        for summary in given:
            list(check_label(summary, article.text))
            Label(summary, article.text)
            evaluate([summary], {doc_id: truth}, texts)
            export([summary], {summary.doc_id: article.text})
    else:
        evaluate([truth], dict(given), texts)


TARGETS: Final = (
    Target("loaders", corpus.files, loaders),
    Target("articles", corpus.texts, articles),
    Target("replies", corpus.replies, replies),
    Target("drafts", corpus.texts, drafts),
    Target("projects", corpus.projects, projects),
    Target("labels", corpus.labels, labels),
)
