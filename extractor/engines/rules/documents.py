"""Which documents belong to the article: one item each, short later forms merged.

Source: annotation guide, section 6.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from extractor.draft import Decision
from extractor.engines.rules.draft import DocumentDraft
from extractor.reading.model import DocumentMention, Reading
from extractor.text.article import Article, Extent
from extractor.text.flat import flatten

_NATIONAL: Final = re.compile(r"đại hội(?: đại biểu)?(?: đảng)?(?: toàn quốc)?(?: lần thứ)? ([ivx]+)$")
_PLENUM: Final = re.compile(r"trung ương (\d+)(?: khóa ([ivx]+))?$")
_ORDINAL: Final = re.compile(r" (?:lần thứ )?([ivx]+|\d+)(?= |$)")


@dataclass(slots=True)
class _Item:
    kind: str
    number: str | None
    title: str | None
    issued_on: date | None
    issuer: str | None
    evidence: Extent
    weight: int


def decide_documents(_article: Article, reading: Reading) -> tuple[DocumentDraft, ...]:
    """Every document that can be told apart, once, in order of first mention."""
    items: list[_Item] = []
    for mention in reading.documents:
        known = next((item for item in items if _same(item, mention)), None)
        if known is None:
            items.append(_item(mention))
        else:
            _merge(known, mention)
    return tuple(
        DocumentDraft(
            kind=item.kind,
            number=item.number,
            title=None if item.number else item.title,
            issued_on=item.issued_on,
            issuer=item.issuer,
            evidence=item.evidence,
            decision=Decision(
                "documents.number" if item.number else "documents.title", 0, 0.95 if item.number else 0.85
            ),
        )
        for item in items
    )


def _weight(mention: DocumentMention) -> int:
    return (
        4 * (mention.number is not None and not mention.number.isdigit())
        + 2 * (mention.issued_on is not None)
        + 2 * (mention.issuer is not None)
        + min(len(mention.extent), 200) // 100
    )


def _item(mention: DocumentMention) -> _Item:
    return _Item(
        mention.kind, mention.number, mention.title, mention.issued_on, mention.issuer, mention.extent, _weight(mention)
    )


def _merge(item: _Item, mention: DocumentMention) -> None:
    """Take over what the item lacks, and the evidence of the fuller mention."""
    if item.number and mention.number and len(mention.number) > len(item.number):
        item.number = mention.number
    if item.title and mention.title and _fuller(mention.title, item.title):
        item.title = mention.title
    item.issued_on = item.issued_on or mention.issued_on
    item.issuer = item.issuer or mention.issuer
    if _weight(mention) > item.weight:
        item.evidence, item.weight = mention.extent, _weight(mention)


def _fuller(title: str, known: str) -> bool:
    if _PLENUM.match(flatten(title)):
        return "khóa" in title and "khóa" not in known
    return len(title) > len(known)


def _same(item: _Item, mention: DocumentMention) -> bool:
    if item.kind != mention.kind:
        return False
    if item.number and mention.number:
        return _same_number(flatten(item.number), flatten(mention.number))
    if item.title and mention.title:
        return _same_title(item, mention)
    return False


def _same_number(one: str, other: str) -> bool:
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if short.isdigit():
        return re.match(rf"0*{int(short)}(?!\d)", long) is not None
    return re.sub(r"\W", "", one) == re.sub(r"\W", "", other)


def _same_title(item: _Item, mention: DocumentMention) -> bool:
    one, other = flatten(item.title or ""), flatten(mention.title or "")
    plenum, second = _PLENUM.match(one), _PLENUM.match(other)
    if plenum and second:
        return plenum[1] == second[1] and (plenum[2] == second[2] or not plenum[2] or not second[2])
    congress, again = _NATIONAL.match(one), _NATIONAL.match(other)
    if congress and again:
        return congress[1] == again[1]
    if bool(congress) != bool(again):
        return False
    if one.startswith("đại hội") and other.startswith("đại hội"):
        return _body_of(one) == _body_of(other) and _ordinal_of(one) == _ordinal_of(other)
    same_issuer = flatten(item.issuer or "") == flatten(mention.issuer or "")
    return one == other and (same_issuer or not (item.issuer and mention.issuer))


def _ordinal_of(title: str) -> str:
    found = _ORDINAL.search(title)
    return found[1] if found else ""


def _body_of(title: str) -> str:
    """The body whose congress it is, without the words that every title has."""
    words = re.sub(r"đại hội|đại biểu|lần thứ|nhiệm kỳ.*", " ", title)
    return " ".join(_ORDINAL.sub(" ", " " + words).split())
