"""What the rules of the guide look at, and what they find."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from extractor.eval.keys import text_key
from extractor.schema import ArticleSummary, Span
from extractor.tasks.party_review.eval.keys import organization_key

Severity = Literal["error", "doubt"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as the guide wants it, at a path such as `figures[3].value`."""

    path: str
    message: str
    severity: Severity = "error"


@dataclass(frozen=True)
class Label:
    """A label and its article's text (NFC)."""

    summary: ArticleSummary
    text: str

    @cached_property
    def folded(self) -> str:
        """The text folded for comparison."""
        return text_key(self.text) or ""

    @cached_property
    def committees_folded(self) -> str:
        """The text folded, with Đảng ủy and Đảng bộ taken for the same."""
        return organization_key(self.text) or ""

    def says(self, words: str) -> bool:
        """Whether the article has these words, but for case, tone placement, dashes and spaces."""
        return (text_key(words) or "") in self.folded

    def names(self, organization: str) -> bool:
        """Whether the article has this name, Đảng ủy and Đảng bộ being one."""
        return (organization_key(organization) or "") in self.committees_folded

    def spans(self) -> Iterator[tuple[str, Span]]:
        """Every span of the label with its path."""
        for kind in ("figures", "awards", "people", "documents", "points"):
            for place, item in enumerate(getattr(self.summary, kind)):
                if kind == "figures":
                    yield f"figures[{place}].mention", item.mention
                yield f"{kind}[{place}].evidence", item.evidence


Rule = Callable[[Label], Iterator[Finding]]
"""A rule of the guide: yields what breaks it."""
