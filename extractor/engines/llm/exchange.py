"""One query until there is a typed reply or a typed failure: what a reply means, and what is asked after it.

Passing faults of the wire are none of its business, the driver waits those out. An unusable reply is asked for again
with what was wrong with it, one that did not fit gets more room once; nothing is asked twice in the same words.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from extractor.engines.base import Answer, Completion, Facts, Failure, Question
from extractor.engines.llm.completions import CUT, Received, received
from extractor.engines.llm.errors import (
    ContentFiltered,
    ContextTooLong,
    LlmError,
    NoAnswer,
    OutputTruncated,
    Refused,
    ReplyInvalid,
    RequestRejected,
    ThoughtsOnly,
)
from extractor.engines.llm.faults import status_fault, without_secrets
from extractor.engines.llm.parse import Unusable, parse, salvaged
from extractor.engines.llm.prompt import Message
from extractor.engines.llm.render import OPTIONAL, body_of
from extractor.engines.llm.replies import Checker, Reply
from extractor.engines.llm.settings import LlmSettings

Asking = Generator[Question, Answer, Reply]
"""Yields questions, is sent the answer to each, and returns the reply."""

_FILLED: Final = 0.9
"""Share of its room that a cut answer has used up; servers count tokens a little differently."""
_UNSUPPORTED: Final = ("unsupported", "not support", "unrecognized", "unknown", "unexpected", "not allowed", "extra")
_OF_THE_REASK: Final = (OutputTruncated, Refused, ContentFiltered, ContextTooLong, RequestRejected, ThoughtsOnly)
"""Errors of a question that do not make an earlier, imperfect answer to it worthless."""


@dataclass(slots=True)
class Learning:
    """What is known of the server at this point of an article."""

    facts: Facts

    def drop(self, error: RequestRejected) -> bool:
        """Whether the server rejected an optional parameter that can be left out from now on."""
        words = str(error).casefold()
        if not any(word in words for word in _UNSUPPORTED):
            return False
        for name in OPTIONAL:
            if (error.parameter == name or f"'{name}'" in words or f" {name} " in words) and (
                name not in self.facts.dropped
            ):
                self.facts = replace(self.facts, dropped=self.facts.dropped | {name})
                return True
        return False

    def limit(self, context: int) -> None:
        """Remember the context that the server named."""
        self.facts = self.facts | Facts(context=context)


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked, what shape the answer has, what is checked in it, and how it is asked again."""

    messages: Sequence[Message]
    reply_model: type[Reply]
    tokens: int
    checker: Checker | None = None
    repair: Callable[[Sequence[Message], Sequence[str]], list[Message]] | None = None
    room: int | None = None
    """Output tokens; None: as the settings say."""
    reasks: int | None = None
    widen: bool = True
    """Whether a cut answer gets more room; a probe needs none, that it was cut is answer enough."""
    optional: bool = False


def ask(query: Query, settings: LlmSettings, learning: Learning) -> Asking:
    """The questions of one query. Raises the `LlmError` that says why there is no reply."""
    return _Exchange(query, settings, learning).run()


@dataclass(slots=True)
class _Exchange:
    """The state of one query between its questions."""

    query: Query
    settings: LlmSettings
    learning: Learning
    unusable: int = 0
    wider: bool = False
    complaints: tuple[str, ...] = ()
    best: Unusable | None = None
    again: str = ""
    got: Received = field(default_factory=Received)

    def run(self) -> Asking:
        try:
            while True:
                reply = self._read((yield self._question()))
                if reply is not None:
                    return reply
        except _OF_THE_REASK:
            if self.best is None or self.best.shaped is None:
                raise
            return self.best.shaped

    def _question(self) -> Question:
        query = self.query
        messages = query.messages
        if self.complaints and query.repair is not None:
            messages = query.repair(messages, self.complaints)
        body = body_of(messages, query.reply_model, self.settings, self.learning.facts, self._room())
        return Question(body, query.tokens, self._room(), query.optional, self.learning.facts, self.again)

    def _room(self) -> int:
        room = self.query.room or self.settings.max_output_tokens
        return room * 2 if self.wider else room

    def _read(self, answer: Answer) -> Reply | None:
        """The reply; None where the next question may bring it. Raises where none will."""
        if isinstance(answer, Failure):
            raise NoAnswer(answer.message, answer.error)
        self.got = got = received(answer.body) if answer.status == 200 else Received()
        try:
            self._ended_well(answer)
        except RequestRejected as error:
            if self.learning.drop(error):
                self.again = "parameter"
                return None
            raise
        except OutputTruncated:
            if self.wider or not self.query.widen:
                raise
            self.wider = True
            self.again = "truncated"
            return None
        missing = self.learning.facts.mode == "tools" and not got.called
        found = parse(got.text, self.query.reply_model, self.query.checker, call_missing=missing)
        return self._refused(found) if isinstance(found, Unusable) else found

    def _ended_well(self, answer: Completion) -> None:
        """Raise what keeps this answer from being one, whatever its text."""
        got = self.got
        if answer.status != 200:
            raise status_fault(answer.status, answer.body, self.settings)
        if got.reasoning and not got.text.strip():
            raise ThoughtsOnly(
                f"{self.settings.wire_model} is a thinking model and wrote only thoughts, no answer: "
                "give --reasoning-effort none, or a much larger --max-output-tokens."
            )
        if got.finish_reason in CUT:
            raise self._truncated()
        if got.finish_reason == "content_filter":
            raise ContentFiltered("The provider's content filter withheld the answer: try another provider or model.")
        if got.refusal or got.finish_reason == "refusal":
            raise Refused("The model declined to answer for this article: try another model.")

    def _truncated(self) -> LlmError:
        """What a cut answer means: cut before its room was used up, the context is full, and only splitting helps."""
        used = self.got.usage
        if used is not None and 0 < used.output_tokens < self._room() * _FILLED and self.query.widen:
            return ContextTooLong(
                f"The answer was cut after {used.output_tokens} tokens, for the context of "
                f"{self.settings.wire_model} is full: use a model with a larger context, or fewer --few-shots."
            )
        return OutputTruncated(
            f"The answer did not fit into {self._room()} tokens: raise --max-output-tokens, or use a stronger model."
        )

    def _refused(self, found: Unusable) -> Reply | None:
        """None to ask again with the complaints; after the last re-ask what can be used of the replies."""
        self.unusable += 1
        self.complaints = found.complaints
        if found.shaped is not None and (self.best is None or len(found.complaints) <= len(self.best.complaints)):
            self.best = found
        reasks = self.settings.reasks if self.query.reasks is None else self.query.reasks
        if self.unusable <= reasks and self.query.repair is not None:
            self.again = "unusable"
            return None
        # Bad rows of a well-formed reply are left to the gate, which refuses them one by one.
        reply = self.best.shaped if self.best is not None else salvaged(self.got.text, self.query.reply_model)
        if reply is not None:
            return reply
        times = "once" if self.unusable == 1 else f"{self.unusable} times"
        said = without_secrets(found.complaints[0], "")[:160]
        raise ReplyInvalid(
            f"The model's answer was unusable {times} (last: {said}): use a stronger model or another --mode."
        )
