"""Typed, proven summaries of Vietnamese articles on Party reviews.

`extract` reads one article; `ArticleSummary` is what comes out. Everything else may change.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from extractor.article import Article
    from extractor.errors import ExtractorError
    from extractor.library import aextract, extract
    from extractor.schema import ArticleSummary

__version__: Final = "0.1.0"

__all__ = ["Article", "ArticleSummary", "ExtractorError", "__version__", "aextract", "extract"]

_HOMES: Final = {
    "Article": "extractor.article",
    "ArticleSummary": "extractor.schema",
    "ExtractorError": "extractor.errors",
    "aextract": "extractor.library",
    "extract": "extractor.library",
}
"""Public name -> module; each is imported when it is first asked for, so that the command starts at once."""


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
