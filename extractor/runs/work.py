"""What is handed from the reading of the inputs to the driver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
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


def is_rising(rows: Sequence[Kept]) -> bool:
    """Whether each of them stands behind the one before, all of it."""
    return all(one.first + one.size <= other.first for one, other in pairwise(rows))


def join(rows: list[Kept], more: Sequence[Kept]) -> None:
    """Add some, those that go on where the last ends as a part of it."""
    for one in more:
        last = rows[-1] if rows else None
        if last and (last.first + last.size, last.number + last.size) == (one.first, one.number):
            rows[-1] = last._replace(size=last.size + one.size)
        else:
            rows.append(one)


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
        if sum(one.size for one in self.kept) == len(self.fed):
            return []
        settled = settled_by(self.kept)
        return [one for one in self.fed if (one.number if isinstance(one, Work) else one[0]) not in settled]
