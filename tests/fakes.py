"""Engines for tests that need an engine and not its judgement."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from extractor.engines.base import NO_FACTS, Answer, Facts, Outcome
from extractor.engines.rules.draft import Draft, EventDraft, FigureDraft
from extractor.reading.model import Reading
from extractor.reading.reader import read
from extractor.tasks.party_review.grounding.ground import ground
from extractor.text.article import Article, Extent


class CountingEngine:
    """Labels every quantity `other`, remembers whom it was asked about, and fails where it is told to."""

    name = "rules"

    def __init__(self, fail: Callable[[Article], Exception | None] = lambda article: None, seconds: float = 0) -> None:
        self.asked: list[str] = []
        self._fail = fail
        self._seconds = seconds

    def step(self, article: Article, answers: Sequence[Answer] = (), facts: Facts = NO_FACTS) -> Outcome:
        """One figure for each quantity."""
        self.asked.append(article.doc_id)
        time.sleep(self._seconds)
        error = self._fail(article)
        if error is not None:
            raise error
        reading = read(article)
        draft = draft_of(reading)
        return Outcome(reading, draft, ground(article, reading, draft))


def draft_of(reading: Reading) -> Draft:
    """A draft that claims each quantity as a figure of the schema's vaguest kind."""
    figures = tuple(
        FigureDraft(
            quantity=quantity.id,
            mention=None,
            evidence=Extent(quantity.extent.start, quantity.extent.end),
            organization=None,
            phase="result",
            period=None,
            subject="other",
            measure="other",
            basis="level",
        )
        for quantity in reading.quantities
    )
    return Draft(event=EventDraft(kind="other"), figures=figures)
