"""A generator of questions as a step that any process can take: answers so far in, a question or the outcome out."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Generator, Sequence
from typing import Final, Generic, TypeVar

from extractor.engines.base import Answer, Facts, Question
from extractor.text.article import Article

Ended = TypeVar("Ended")
_AT_WORK: Final = 512
"""Programs kept between two steps; one that is not kept is run again from its start."""
_State = tuple[Article, Facts, tuple[Answer, ...]]


class Stepping(Generic[Ended]):
    """Steps through the programs that `begin` makes for an article. Not thread-safe."""

    def __init__(self, begin: Callable[[Article, Facts], Generator[Question, Answer, Ended]]) -> None:
        self._begin = begin
        self._at_work: OrderedDict[_State, Generator[Question, Answer, Ended]] = OrderedDict()

    def step(self, article: Article, answers: Sequence[Answer], facts: Facts) -> Question | Ended:
        """The next question about an article, or what came of it. Raises what the program raises."""
        given = tuple(answers)
        running = self._at_work.pop((article, facts, given[:-1]), None) if given else None
        try:
            if running is None:
                running = self._begin(article, facts)
                asked = next(running)
                for answer in given:
                    asked = running.send(answer)
            else:
                asked = running.send(given[-1])
        except StopIteration as ended:
            outcome: Ended = ended.value
            return outcome
        self._at_work[(article, facts, given)] = running
        while len(self._at_work) > _AT_WORK:
            self._at_work.popitem(last=False)
        return asked
