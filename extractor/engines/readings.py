"""Readings of articles, kept a while in this process: several steps of one article need the same one."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from extractor.text.article import Article

if TYPE_CHECKING:
    from extractor.reading.model import Reading

_MOST: Final = 32
"""Readings kept; one takes some hundred kilobytes."""
_kept: OrderedDict[Article, Reading] = OrderedDict()


def reading_of(article: Article) -> Reading:
    """The mentions of an article. Never raises, whatever the text."""
    found = _kept.get(article)
    if found is None:
        from extractor.reading.reader import read

        found = read(article)
        keep_reading(article, found)
    return found


def keep_reading(article: Article, reading: Reading) -> None:
    """Keep a reading that will be asked for again soon; the oldest goes."""
    _kept[article] = reading
    _kept.move_to_end(article)
    while len(_kept) > _MOST:
        _kept.popitem(last=False)
