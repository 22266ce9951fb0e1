"""What decides an answer, as hashes: two answers with one key are the same answer."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Final

from extractor.text.article import Article

_PACKAGE: Final = Path(__file__).resolve().parent.parent
_DECIDING: Final = (
    "draft.py",
    "labels.py",
    "schema.py",
    "text",
    "reading",
    "engines",
    "grounding",
    "pipeline.py",
    "runs/desk.py",
    "runs/language.py",
    "tasks/party_review/codec",
    "tasks/party_review/crosscheck.py",
    "tasks/party_review/doubt.py",
    "tasks/party_review/grounding",
    "tasks/party_review/llm",
    "tasks/party_review/look.py",
    "tasks/party_review/rules.py",
)
"""The parts of the package that decide what is made of an article and of a model's completions."""
_SUFFIXES: Final = frozenset({".py", ".toml", ".json", ".txt", ".csv"})


_OF_TASKS: Final = ("tasks",)
"""What decides an answer for a task of somebody's own beside that."""


@cache
def code_hash(*, own_task: bool = False) -> str:
    """Hash of the code and lexicons behind an answer, so that none is given from memory after a change of them."""
    digest = hashlib.sha256()
    for part in (*_DECIDING, *(_OF_TASKS if own_task else ())):
        root = _PACKAGE / part
        files = [root] if root.suffix else sorted(path for path in root.rglob("*") if path.suffix in _SUFFIXES)
        for path in files:
            digest.update(path.relative_to(_PACKAGE).as_posix().encode("utf-8"))
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def hash_of(value: object) -> str:
    """Hash of a value's canonical JSON."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def start_hash(article: Article, fingerprint: str) -> bytes:
    """What an article's first question depends on beside the server: for the store of calls."""
    known: list[object] = [article.text, article.title]
    known += [article.published_on.isoformat() if article.published_on else None, *_markup(article)]
    return bytes.fromhex(hash_of([fingerprint, known])[:32])


def answer_key(article: Article, fingerprint: str, engine_version: str) -> str:
    """The key of one article's answer under one run's settings."""
    published_on = article.published_on.isoformat() if article.published_on else None
    known: list[object] = [article.doc_id, article.text, article.url, article.title, published_on]
    return hash_of([fingerprint, engine_version, known + _markup(article)])[:32]


def _markup(article: Article) -> list[object]:
    """What a page or record says beside text, title and date; nothing for plain text, whose keys stay as they were."""
    if not (article.authors or article.outlet or article.parts):
        return []
    return [list(article.authors), article.outlet, repr(article.parts), repr(article.grids)]
