"""The seeds: every article, page, document, reply and label of this repository."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from extractor.engines.llm.replies import compact
from extractor.engines.llm.tagged_text import TaggedText
from extractor.reading.reader import read
from extractor.schema import ArticleSummary
from extractor.tasks.party_review.codec.encode import encode_pointer, encode_quote
from extractor.tasks.party_review.eval.labelstudio import export
from extractor.text.article import Article

ROOT: Final = Path(__file__).resolve().parents[2]
GOLD: Final = ROOT / "eval" / "gold" / "tuned"
FEW_SHOTS: Final = ROOT / "prompts" / "party_review" / "few_shots"
CASSETTES: Final = ROOT / "tests" / "engines" / "llm" / "cassettes"
REPLIES: Final = 24
"""Articles that replies are made for: the shortest, so that a step is quick."""


@dataclass(frozen=True)
class Seed:
    """An input and what has to be known with it: a file's suffix, or the name of the article it is about."""

    data: bytes
    about: str


def texts() -> list[Seed]:
    """The articles as text."""
    return [Seed(path.read_bytes(), ".txt") for path in sorted((GOLD / "articles").glob("*.txt"))]


def files() -> list[Seed]:
    """Articles as text; and three times each, as there are fewer, the pages and our ten articles in every format."""
    pages = sorted((ROOT / "tests" / "loaders" / "pages").glob("*.html"))
    return [*texts(), *([Seed(path.read_bytes(), ".html") for path in pages] + _made()) * 3]


def _made() -> list[Seed]:
    """What the tests of the loaders write: one file of each format."""
    from tests.loaders import made

    found = []
    writers = [name for name in dir(made) if name.startswith("write_")]
    with tempfile.TemporaryDirectory() as place:
        for name in writers:
            folder = Path(place, name)
            folder.mkdir()
            getattr(made, name)(folder)
            for path in sorted(folder.rglob("*"))[:3]:
                if path.is_file():
                    found.append(Seed(path.read_bytes(), "".join(path.suffixes)))
    return found


@cache
def labelled() -> tuple[tuple[Article, ArticleSummary], ...]:
    """The labelled articles, the shortest first."""
    found = []
    for path in (GOLD / "articles").glob("*.txt"):
        label = GOLD / "labels" / f"{path.stem}.json"
        if label.exists():
            article = Article.from_text(path.stem, path.read_text(encoding="utf-8"))
            found.append((article, ArticleSummary.model_validate_json(label.read_bytes())))
    return tuple(sorted(found, key=lambda one: (len(one[0].text), one[0].doc_id)))


def completion(content: str) -> bytes:
    """A server's completion with that content."""
    message = {"role": "assistant", "content": content, "refusal": None}
    usage = {"prompt_tokens": 1000, "completion_tokens": 40, "total_tokens": 1040}
    body = {"id": "c", "object": "chat.completion", "created": 1, "model": "fuzz", "usage": usage}
    choices = [{"index": 0, "finish_reason": "stop", "message": message}]
    return json.dumps(body | {"choices": choices}, ensure_ascii=False).encode()


def replies() -> list[Seed]:
    """Right replies about articles, in both strategies, and all recorded and worked ones about the shortest article.

    `about` is `pointer:e01` or `quote:e01`.
    """
    shortest = labelled()[0][0].doc_id
    worked = [completion(path.read_text(encoding="utf-8")) for path in sorted(FEW_SHOTS.glob("*.json"))]
    found = [Seed(data, f"{name}:{shortest}") for data in (*worked, *_recorded()) for name in ("pointer", "quote")]
    for article, gold in labelled()[:REPLIES]:
        view = TaggedText.whole(article, read(article))
        found.append(Seed(completion(compact(encode_pointer(gold, view))), f"pointer:{article.doc_id}"))
        found.append(Seed(completion(encode_quote(gold).model_dump_json()), f"quote:{article.doc_id}"))
    return found


def _recorded() -> list[bytes]:
    """The completions that a real server gave to the model tests."""
    found = []
    for path in sorted(CASSETTES.glob("*.yaml")):
        for exchange in yaml.safe_load(path.read_text(encoding="utf-8"))["interactions"]:
            body = exchange["response"]["body"]["string"]
            found.append(body.encode() if isinstance(body, str) else body)
    return found


def labels() -> list[Seed]:
    """Labels as gold files."""
    return [Seed(gold.model_dump_json().encode(), article.doc_id) for article, gold in labelled()[:REPLIES]]


def projects() -> list[Seed]:
    """Label Studio exports of one and of two labelled articles."""
    found = []
    for start in range(0, REPLIES, 2):
        for pairs in (labelled()[start : start + 1], labelled()[start : start + 2]):
            articles = {article.doc_id: article.text for article, _ in pairs}
            tasks: list[dict[str, Any]] = export([gold for _, gold in pairs], articles).tasks
            found.append(Seed(json.dumps(tasks, ensure_ascii=False).encode(), ".json"))
    return found
