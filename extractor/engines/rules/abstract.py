"""The abstract."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.article import Article
from extractor.draft import EventDraft, FigureDraft, OrganizationDraft, SourceDraft
from extractor.reading.model import Reading


def write_abstract(
    article: Article,
    reading: Reading,
    source: SourceDraft,
    event: EventDraft,
    organizations: Sequence[OrganizationDraft],
    figures: Sequence[FigureDraft],
) -> str:
    """Nothing yet."""
    del article, reading, source, event, organizations, figures
    return ""
