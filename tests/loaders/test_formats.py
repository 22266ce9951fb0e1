"""The same ten articles in every format give the same summaries."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractor import extract
from extractor.loaders import find_inputs, load
from extractor.text.article import Article


def _made() -> Any:
    spec = importlib.util.spec_from_file_location("made", Path(__file__).parent / "made.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["made"] = module
    spec.loader.exec_module(module)
    return module


made = _made()

MAY_DIFFER = {
    # format -> what it cannot hold, or holds in other words
    "warc.gz": ("doc_id",),  # a crawled page is called by its address
}


@cache
def expected() -> dict[str, dict[str, Any]]:
    return {one["name"]: plain(Article.from_text(one["name"], made.text_of(one))) for one in made.ARTICLES}


def plain(article: Article) -> dict[str, Any]:
    """A summary with the words of its evidence, but not their offsets: a blank line more is no other article."""
    return without_offsets(extract(article).model_dump(mode="json"))


def without_offsets(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {"text", "start", "end"}:
            return value["text"]
        return {name: without_offsets(inner) for name, inner in value.items()}
    return [without_offsets(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("kind", made.WRITERS)
def test_the_same_articles_in_every_format_give_the_same_summaries(tmp_path: Path, kind: str) -> None:
    write, packages = made.WRITERS[kind]
    for package in packages:
        pytest.importorskip(package)
    write(tmp_path)
    found = list(load(find_inputs([str(tmp_path)])))
    assert [str(one.error) for one in found if one.article is None] == []
    assert len(found) == 10
    for one in found:
        assert one.article is not None
        name = one.doc_id.rsplit("/", 1)[-1]
        summary = plain(one.article)
        for field in MAY_DIFFER.get(kind, ()):
            summary[field] = expected()[name][field]
        assert summary == expected()[name]
