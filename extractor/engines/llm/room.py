"""What fits into one request: tokens estimated, an article parted, no follow-up asked twice."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final, TypeVar, cast

from extractor.engines.base import Facts
from extractor.engines.llm.errors import ContextTooLong
from extractor.engines.llm.exchange import Learning
from extractor.engines.llm.money import estimate_tokens
from extractor.engines.llm.prompt import Message
from extractor.engines.llm.settings import LlmSettings
from extractor.engines.llm.split import split_tagged, tagged_tokens
from extractor.engines.llm.tagged_text import TaggedText

ROUNDS: Final = 2
"""How often the model may look again at what was refused or left unexplained."""
_SAFETY: Final = 1.1
"""Margin on estimated tokens against a known context."""
_SMALLEST_PART: Final = 60
"""Tokens of article text under which splitting is given up."""
_UNBOUNDED: Final = 10**9
_AROUND: Final = 60
"""Tokens of what stands around an article in its message."""
_LETTERS_A_TOKEN: Final = 2.6
"""Characters of Vietnamese for one token, roughly: for the load on a server, where no limit needs a count."""

_Text = TypeVar("_Text", bound=TaggedText)


class Room:
    """The room of the requests under some settings, beside a system message of so many estimated tokens."""

    def __init__(self, settings: LlmSettings, system_tokens: int) -> None:
        self._settings = settings
        self._system_tokens = system_tokens

    def tokens(self, messages: Sequence[Message]) -> int:
        """Estimated tokens of a question: counted where a limit needs the count, else by its length."""
        user = messages[-1]["content"]
        exact = self._settings.counts_tokens
        return self._system_tokens + (estimate_tokens(user) if exact else round(len(user) / _LETTERS_A_TOKEN))

    def parts(self, tagged: _Text, facts: Facts) -> list[_Text]:
        """The article in parts that fit the known context and the limit on quantities."""
        return self._split(tagged, self._of_article(facts))

    def smaller(self, tagged: _Text, error: ContextTooLong, learning: Learning) -> list[_Text]:
        """Smaller parts of what did not fit. Raises the error itself where it cannot be made smaller."""
        if error.limit is not None:
            learning.limit(error.limit)
        room = min(tagged_tokens(tagged) // 2, self._of_article(learning.facts))
        parts = self._split(tagged, room)
        if len(parts) < 2 or (error.limit is not None and room < _SMALLEST_PART):
            raise error
        return parts

    def _of_article(self, facts: Facts) -> int:
        """Estimated tokens that are left for the article's text in one request."""
        known = min(self._settings.context_window or _UNBOUNDED, facts.context or _UNBOUNDED)
        if known == _UNBOUNDED:
            return _UNBOUNDED
        total = (known - min(self._settings.max_output_tokens, known // 3)) / _SAFETY
        return int(total - self._system_tokens - _AROUND)

    def _split(self, tagged: _Text, room: int) -> list[_Text]:
        parts = split_tagged(tagged, max(room, _SMALLEST_PART), self._settings.max_quantities)
        return cast("list[_Text]", parts)


class AskedOnce:
    """The follow-ups that were asked about one article."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def is_new(self, messages: Sequence[Message]) -> bool:
        """Whether this follow-up was not asked before; from now on it was."""
        digest = hashlib.sha256(messages[-1]["content"].encode("utf-8", "replace")).hexdigest()
        if digest in self._seen:
            return False
        self._seen.add(digest)
        return True
