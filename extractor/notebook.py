"""How summaries show themselves in notebooks: what the schema, on the lowest floor, cannot know of pages."""

from __future__ import annotations

from extractor.schema import ArticleSummary, show_with


def register() -> None:
    """From now on summaries show themselves as pages do; until then a notebook prints them as Python does."""
    show_with(_html)


def _html(summary: ArticleSummary) -> str:
    # Imported when a notebook asks: nobody else needs pages and tables for reading articles.
    from extractor.exports.page.snippet import summary_html
    from extractor.tasks.registry import find_task

    return summary_html(summary, find_task(None).layout())
