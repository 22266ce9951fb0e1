"""Which people belong to the article: one item each, with the fullest role. Source: annotation guide, section 5."""

from __future__ import annotations

from typing import Final

from extractor.draft import Decision
from extractor.engines.rules.draft import PersonDraft
from extractor.reading.model import PersonMention, Reading
from extractor.text.article import Article
from extractor.text.flat import flatten
from extractor.text.names import is_historical

_HEAVY_GAP: Final = 400
"""Characters that may lie between a name and its role in one mention's evidence."""


def decide_people(article: Article, reading: Reading) -> tuple[PersonDraft, ...]:
    """Everyone named in a role or introduced as a person, once, in order of first mention."""
    flat = flatten(article.text)
    by_name: dict[str, list[PersonMention]] = {}
    for mention in reading.people:
        name = " ".join(flat[mention.name.start : mention.name.end].split())
        if not is_historical(name):
            by_name.setdefault(name, []).append(mention)
    return tuple(_person(article, mentions) for mentions in by_name.values())


def _person(article: Article, mentions: list[PersonMention]) -> PersonDraft:
    best = max(mentions, key=lambda mention: len(mention.role) if mention.role else 0)
    name = " ".join(article.slice(best.name).split())
    evidence = best.extent if len(best.extent) <= _HEAVY_GAP else best.name
    if best.role is None:
        return PersonDraft(name, None, evidence, Decision("people.name", 0, 0.7))
    gap = max(best.role.start - best.name.end, best.name.start - best.role.end, 0)
    rule = "people.role_before" if best.role < best.name else "people.role_after"
    return PersonDraft(name, " ".join(article.slice(best.role).split()), evidence, Decision(rule, gap, 0.95))
