"""Reading: everything that can be seen in one article, in one pass, before any engine judges it."""

from __future__ import annotations

from extractor.article import Article
from extractor.reading.dates import read_dates
from extractor.reading.layout import read_layout
from extractor.reading.model import Reading
from extractor.reading.periods import read_periods
from extractor.reading.quantities import read_quantities

_CONTENT_ROLES = frozenset(["title", "lead", "body", "caption"])


def read(article: Article) -> Reading:
    """The mentions of one article. Never raises, whatever the text."""
    blocks = read_layout(article.text)
    content = [block.extent for block in blocks if block.role in _CONTENT_ROLES]
    return Reading(
        article=article,
        blocks=blocks,
        quantities=read_quantities(article.text, content),
        dates=read_dates(article.text),
        periods=read_periods(article.text),
    )
