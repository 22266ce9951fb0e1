"""Which documents belong to the article: one item each, short later forms merged.

Source: annotation guide, section 6.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from extractor.draft import Decision
from extractor.engines.rules.draft import DocumentDraft
from extractor.reading.model import DocumentMention, Reading
from extractor.text.article import Article
from extractor.text.flat import flatten

_PLENUM: Final = re.compile(r"trung ương (\d+)(?: khóa ([ivx]+))?$")
_IN_EVERY_CONGRESS: Final = re.compile(
    r"(?<!\w)(?:đại hội|đại biểu|toàn quốc|lần thứ|của|đảng(?! bộ)|nhiệm kỳ.*)(?!\w)"
)


def decide_documents(_article: Article, reading: Reading) -> tuple[DocumentDraft, ...]:
    """Every document that can be told apart, once, in order of first mention."""
    items: list[DocumentMention] = []
    alike: dict[tuple[str, str], set[int]] = defaultdict(set)
    for mention in reading.documents:
        near = [at for key in _keys(mention) for at in alike[key]]
        known = min((at for at in near if _same(items[at], mention)), default=None)
        if known is None:
            known = len(items)
            items.append(mention)
        else:
            items[known] = _merged(items[known], mention)
        for key in _keys(items[known]):
            alike[key].add(known)
    return tuple(
        DocumentDraft(
            kind=item.kind,
            number=item.number,
            title=None if item.number else item.title,
            issued_on=item.issued_on,
            issuer=item.issuer,
            evidence=item.extent,
            decision=Decision("documents.number", 0, 0.95) if item.number else Decision("documents.title", 0, 0.85),
        )
        for item in items
    )


def _keys(mention: DocumentMention) -> Iterator[tuple[str, str]]:
    """Under what a document that may be the same is found: its kind with the number it begins with, or a title."""
    if mention.number:
        digits = re.match(r"\d*", mention.number)
        yield mention.kind, f"#{digits[0].lstrip('0') if digits else ''}"
    if mention.title:
        yield mention.kind, "title"


def _merged(item: DocumentMention, mention: DocumentMention) -> DocumentMention:
    """The fuller of two mentions, with what only the other says."""
    best, other = (mention, item) if _fullness(mention) > _fullness(item) else (item, mention)
    return replace(
        best,
        number=best.number or other.number,
        title=best.title or other.title,
        issued_on=best.issued_on or other.issued_on,
        issuer=best.issuer or other.issuer,
    )


def _fullness(mention: DocumentMention) -> tuple[int, int]:
    """How much a mention tells: the number or the title, and then day and issuer."""
    told = (mention.issued_on is not None) + (mention.issuer is not None)
    return len(mention.number or mention.title or ""), told


def _same(item: DocumentMention, mention: DocumentMention) -> bool:
    if item.kind != mention.kind:
        return False
    if item.number and mention.number:
        return _same_number(flatten(item.number), flatten(mention.number))
    if not item.title or not mention.title:
        return False
    one, other = flatten(item.title), flatten(mention.title)
    plenum, second = _PLENUM.match(one), _PLENUM.match(other)
    if plenum and second:
        return plenum[1] == second[1] and (plenum[2] == second[2] or not plenum[2] or not second[2])
    if one.startswith("đại hội") and other.startswith("đại hội"):
        one, other = (" ".join(sorted(_IN_EVERY_CONGRESS.sub(" ", title).split())) for title in (one, other))
    issuers = {flatten(document.issuer) for document in (item, mention) if document.issuer}
    return one == other and len(issuers) < 2


def _same_number(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if short.isdigit():
        return re.match(rf"0*{int(short)}(?!\d)", long) is not None
    return re.sub(r"\W", "", one) == re.sub(r"\W", "", other)
