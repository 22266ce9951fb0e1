"""What every engine is: something that reads an article's mentions and answers with a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from extractor.article import Article
from extractor.draft import Draft
from extractor.reading.model import Reading

if TYPE_CHECKING:
    from extractor.grounding.ground import Grounded


@dataclass(frozen=True, slots=True)
class Usage:
    """What an answer cost: tokens, calls and US dollars (null where no price is known)."""

    calls: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = None

    def __add__(self, other: Usage) -> Usage:
        known = [cost for cost in (self.cost_usd, other.cost_usd) if cost is not None]
        return Usage(
            calls=self.calls + other.calls,
            input_tokens=self.input_tokens + other.input_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cost_usd=sum(known) if known else None,
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """One engine's draft of one article and what it cost."""

    draft: Draft
    usage: Usage = Usage()


class Engine(Protocol):
    """An engine; `revise` gets one more look at what the gate refused and may answer None (nothing to add)."""

    @property
    def name(self) -> str:
        """`rules` or `llm`."""
        ...

    def draft(self, article: Article, reading: Reading) -> Answer:
        """The engine's claims about one article. Raises `ModelError` where no usable answer came."""
        ...

    def revise(self, article: Article, reading: Reading, draft: Draft, grounded: Grounded) -> Answer | None:
        """A whole new draft after a second look at what was refused or left unexplained; None to stop."""
        ...
