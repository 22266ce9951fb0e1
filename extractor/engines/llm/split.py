"""Long articles: cut at paragraph borders into parts that fit.

Every clause is asked about in exactly one part, and an id counts only in the part that shows its tag; so no figure can
be lost or doubled at a seam. The opening is repeated above each later part, untagged, for its names and dates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from extractor.engines.llm.money import estimate_tokens
from extractor.engines.llm.tagged_text import Clause, TaggedText

_HEADER_ROLES: Final = frozenset(["title", "dateline", "lead"])
_HEADER_CLAUSES: Final = 6
_HEADER_SHARE: Final = 0.25
"""Share of a part's tokens that the repeated opening may take."""
TAG_TOKENS: Final = 3
"""Tokens that one clause's or quantity's tag takes."""


def tagged_tokens(tagged: TaggedText) -> int:
    """Estimated tokens of a tagged's tagged text."""
    return estimate_tokens(tagged.text)


def split_tagged(tagged: TaggedText, max_tokens: int, max_quantities: int) -> list[TaggedText]:
    """The tagged itself where it fits, else its parts in order.

    Args:
        tagged: the whole article, or a part that turned out too long.
        max_tokens: estimated tokens of article text in one part.
        max_quantities: tagged quantities in one part.
    """
    if tagged_tokens(tagged) <= max_tokens and len(tagged.quantities) <= max_quantities:
        return [tagged]
    header = _header(tagged, max_tokens)
    room = max_tokens - sum(_clause_tokens(tagged, clause) for clause in header)
    parts: list[list[Clause]] = []
    current: list[Clause] = []
    for block in _blocks(tagged, room, max_quantities):
        if current and not _fits(tagged, current + block, room, max_quantities):
            parts.append(current)
            current = []
        current = current + block
    if current:
        parts.append(current)
    if len(parts) < 2:
        return [tagged]
    return [
        replace(tagged, asked=tuple(asked), shown=(*(c for c in header if c.number < asked[0].number), *asked))
        for asked in parts
    ]


def _fits(tagged: TaggedText, clauses: Sequence[Clause], tokens: int, quantities: int) -> bool:
    held = sum(tagged.quantities_in(clause) for clause in clauses)
    return sum(_clause_tokens(tagged, clause) for clause in clauses) <= tokens and held <= quantities


def _clause_tokens(tagged: TaggedText, clause: Clause) -> int:
    return estimate_tokens(tagged.article.slice(clause.extent)) + TAG_TOKENS * (1 + tagged.quantities_in(clause))


def _blocks(tagged: TaggedText, tokens: int, quantities: int) -> Iterator[list[Clause]]:
    """Paragraphs; one that does not fit alone is given out clause by clause."""
    block: list[Clause] = []
    for clause in tagged.asked:
        if block and "\n" in tagged.article.text[block[-1].extent.end : clause.extent.start]:
            yield from _whole_or_clauses(tagged, block, tokens, quantities)
            block = []
        block.append(clause)
    if block:
        yield from _whole_or_clauses(tagged, block, tokens, quantities)


def _whole_or_clauses(tagged: TaggedText, block: list[Clause], tokens: int, quantities: int) -> Iterator[list[Clause]]:
    if _fits(tagged, block, tokens, quantities):
        yield block
    else:
        yield from ([clause] for clause in block)


def _header(tagged: TaggedText, max_tokens: int) -> list[Clause]:
    """The opening: headline, date line and lead, else the first clauses; no more than its share of a part."""
    roles = [block.extent for block in tagged.reading.blocks if block.role in _HEADER_ROLES]
    opening = [c for c in tagged.clauses if any(extent.overlaps(c.extent) for extent in roles)] if roles else []
    header: list[Clause] = []
    room = max_tokens * _HEADER_SHARE
    for clause in (opening or list(tagged.clauses))[:_HEADER_CLAUSES]:
        room -= _clause_tokens(tagged, clause)
        if room < 0:
            break
        header.append(clause)
    return header
