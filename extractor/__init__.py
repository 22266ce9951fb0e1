"""Typed, proven summaries of Vietnamese articles on Party reviews.

`extract` reads one article, `extract_many` many; `load` reads files of any kind; `Run` opens what a run has left.
`Extractor` reads articles into a model of your own, made of the leaves in `extractor.tasks`. What is named here and
there is public; everything else may change. docs/api.md and docs/tasks.md have the whole of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from extractor.errors import ExtractorError
    from extractor.library import aextract, extract, load
    from extractor.many import Extracted, extract_many
    from extractor.results import Run
    from extractor.schema import ArticleSummary
    from extractor.text.article import Article
    from extractor.typed import Extractor, Grounded

__version__: Final = "0.1.0"

__all__ = [
    "Article",
    "ArticleSummary",
    "Extracted",
    "Extractor",
    "ExtractorError",
    "Grounded",
    "Run",
    "__version__",
    "aextract",
    "extract",
    "extract_many",
    "load",
]

_HOMES: Final = {
    "Article": "extractor.text.article",
    "ArticleSummary": "extractor.library",
    "Extracted": "extractor.many",
    "Extractor": "extractor.typed",
    "ExtractorError": "extractor.errors",
    "Grounded": "extractor.typed",
    "Run": "extractor.results",
    "aextract": "extractor.library",
    "extract": "extractor.library",
    "extract_many": "extractor.many",
    "load": "extractor.library",
}
"""Public name -> module; each is imported when it is first asked for, so that the command starts at once."""


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
