"""The labelling interface of a Label Studio project of Party reviews, as its XML."""

from __future__ import annotations

from extractor.eval.labelstudio_config import config_xml
from extractor.tasks.party_review.eval.labelstudio.fields import (
    ARTICLE_FIELDS,
    ITEM_FIELDS,
    LABEL_TITLES,
    control_name,
)


def config() -> str:
    """The labelling config: spans of the article with questions about each, and questions about the article."""
    items = {label: [(control_name(label, one), one) for one in fields] for label, fields in ITEM_FIELDS.items()}
    article = [[(control_name(part, one), one) for one in fields] for part, fields in ARTICLE_FIELDS.items()]
    return config_xml(LABEL_TITLES, items, article)
