"""What is handed from the reading of the inputs to the driver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from extractor.runs.outcome import ArticleOutcome
from extractor.text.article import Article


class Work(NamedTuple):
    """An article to work on, and the names it is known by."""

    number: int
    origin: str
    article: Article
    key: str
    start: bytes
    text: str | None = None
    """The file in `texts/` that holds its text; None where its own file does."""
    changed: bool = False
    """Whether it takes the place of another text with its id, whose result is withdrawn when work on it begins."""

    def outcome(self, status: Literal["done", "failed", "not_taken"]) -> ArticleOutcome:
        """What became of it, under the names it is known by."""
        key = None if status == "not_taken" else self.key
        return ArticleOutcome(
            *(self.article.doc_id, self.origin, status, key),
            content=self.start,
            text=self.text,
            url=self.article.url,
        )


Fed = Work | tuple[int, ArticleOutcome]
"""Something to do, or an input that has already failed."""


class Kept(NamedTuple):
    """Inputs in a row that are done: `size` rows of earlier runs, without a gap, say all that is to say of them."""

    first: int
    """Number of the first row."""
    number: int
    """Number of the first input."""
    size: int


def settled_by(kept: Sequence[Kept]) -> set[int]:
    """The numbers of the inputs."""
    return {number for one in kept for number in range(one.number, one.number + one.size)}


@dataclass(frozen=True, slots=True)
class Handful:
    """Some inputs in order, and which of them are rows of earlier runs as they stand."""

    fed: list[Fed]
    kept: list[Kept]

    def others(self) -> list[Fed]:
        """The inputs that are not among the kept."""
        settled = settled_by(self.kept)
        if len(settled) == len(self.fed):
            return []
        return [one for one in self.fed if (one.number if isinstance(one, Work) else one[0]) not in settled]
