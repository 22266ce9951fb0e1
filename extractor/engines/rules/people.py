"""Which people belong to the article: one item each, with the fullest role. Source: annotation guide, section 5."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from extractor.draft import Decision
from extractor.engines.rules.draft import PersonDraft
from extractor.reading.model import PersonMention, Reading
from extractor.reading.office_words import is_elected
from extractor.text.article import Article
from extractor.text.flat import flatten

_LEADER: Final = re.compile(r"tổng bí thư|chủ tịch nước|thủ tướng|chủ tịch quốc hội")
_WORK: Final = re.compile(
    r"(?:cuốn sách|tác phẩm|bài viết|bài phát biểu|bài nói|ấn phẩm|lời|quan điểm|tư tưởng)[^.;\n]{0,120}$"
)
_HEAVY_GAP: Final = 400
"""Characters that may lie between a name and its role in one mention's evidence."""


def decide_people(article: Article, reading: Reading) -> tuple[PersonDraft, ...]:
    """Everyone named in a role or introduced as a person, once, in order of first mention."""
    flat = flatten(article.text)
    by_name: dict[str, list[PersonMention]] = {}
    for mention in reading.people:
        name = " ".join(flat[mention.name.start : mention.name.end].split())
        if not _is_author_of_a_work(flat, mention):
            by_name.setdefault(name, []).append(mention)
    named = {name: mentions for name, mentions in by_name.items() if not _is_part_of(name, mentions, by_name)}
    return tuple(_person(article, mentions) for mentions in named.values())


def _is_part_of(name: str, mentions: list[PersonMention], names: Collection[str]) -> bool:
    """Whether somebody without an office is one of the others by the end of the name ("ông Út Em" for Nguyễn Văn Út
    Em).
    """
    return all(one.role is None for one in mentions) and any(other.endswith(" " + name) for other in names)


def _is_author_of_a_work(flat: str, mention: PersonMention) -> bool:
    """Whether a central leader is named only as the author of a book or speech."""
    if mention.role is None or not _LEADER.match(flat, mention.role.start):
        return False
    return _WORK.search(flat[max(0, mention.extent.start - 140) : mention.extent.start]) is not None


def _came_with(text: str, mention: PersonMention) -> bool:
    """Whether the office is not only what the person was elected or named to at the event."""
    return mention.role is not None and not is_elected(flatten(text[mention.name.end : mention.role.start]))


def _person(article: Article, mentions: list[PersonMention]) -> PersonDraft:
    held = [mention for mention in mentions if _came_with(article.text, mention)]
    best = max(held or mentions, key=lambda mention: len(mention.role) if mention.role else 0)
    name = " ".join(article.slice(best.name).split())
    evidence = best.extent if len(best.extent) <= _HEAVY_GAP else best.name
    if best.role is None:
        return PersonDraft(name, None, evidence, Decision("people.name", 0, 0.7))
    gap = max(best.role.start - best.name.end, best.name.start - best.role.end, 0)
    rule = "people.role_before" if best.role < best.name else "people.role_after"
    return PersonDraft(name, " ".join(article.slice(best.role).split()), evidence, Decision(rule, gap, 0.95))
