"""One question to a model until there is a typed answer or a typed failure: the one retry layer.

Faults of the moment wait (as long as the server says) and are tried again; an unusable reply is asked for again with
what was wrong with it; a reply that did not fit gets more room once. Nothing is asked twice in the same words, except
after a fault that kept the question from being answered at all.
"""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from extractor.engines.base import Usage
from extractor.engines.llm import trace
from extractor.engines.llm.checks import MAX_COMPLAINTS
from extractor.engines.llm.errors import (
    BudgetReached,
    ContentFiltered,
    ContextTooLong,
    LlmError,
    OutputTruncated,
    Refused,
    ReplyInvalid,
    RequestRejected,
    ServerUnavailable,
    TransientError,
)
from extractor.engines.llm.faults import NO_COMPLETION, fault_of, without_secrets
from extractor.engines.llm.money import Budget, estimate_tokens, priced
from extractor.engines.llm.prompt import Message
from extractor.engines.llm.replies import Checker, ProbeReply, Reply, ReplyProblems, checking
from extractor.engines.llm.routes import Call, CallMode, Received, Route
from extractor.engines.llm.settings import LlmSettings

if TYPE_CHECKING:
    from tenacity import RetryCallState

FIRST_WAIT: Final = 1.0
"""Seconds before the first retry where the server names no time; doubled each time, plus up to as much again."""
LONGEST_BACKOFF: Final = 60.0
_FILLED: Final = 0.9
"""Share of its room that a cut answer has used up; servers count tokens a little differently."""
_OPTIONAL: Final = ("temperature", "top_p", "seed", "service_tier", "reasoning_effort", "max_tokens")
_UNSUPPORTED: Final = ("unsupported", "not support", "unrecognized", "unknown", "unexpected", "not allowed", "extra")


@dataclass(frozen=True, slots=True)
class Clock:
    """Time, so that tests need not wait."""

    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    random: Callable[[], float] = random.random


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, what shape the answer has, what is checked in it, and how it is asked again."""

    doc_id: str
    messages: Sequence[Message]
    reply_model: type[Reply]
    checker: Checker | None = None
    repair: Callable[[Sequence[Message], Sequence[str]], list[Message]] | None = None
    room: int | None = None
    """Output tokens; None: as the settings say."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A typed reply, what it cost, and the complaints that stood after the last re-ask."""

    reply: Reply
    usage: Usage
    complaints: tuple[str, ...] = ()


class Unusable(Exception):
    """A reply that cannot be used as it is; `complaints` go back to the model."""

    def __init__(self, complaints: Sequence[str], *, shaped: Reply | None = None) -> None:
        super().__init__("; ".join(complaints))
        self.complaints = tuple(complaints)
        self.shaped = shaped
        """The reply itself where it has the right shape and only breaks the protocol."""


class Asker:
    """Asks questions over one route. Thread-safe; remembers the mode and the parameters that the server takes."""

    def __init__(self, settings: LlmSettings, route: Route, budget: Budget, clock: Clock | None = None) -> None:
        self.settings = settings
        self.route = route
        self.budget = budget
        self.clock = clock or Clock()
        self._mode: CallMode | None = None if settings.mode == "auto" else settings.mode
        self._lock = threading.Lock()
        self._dropped: set[str] = set()
        self._scale = 1.0

    @property
    def mode(self) -> CallMode | None:
        """The mode in use, None before it is known."""
        return self._mode

    @property
    def tokens_per_estimate(self) -> float:
        """How many tokens the server counts for one estimated: learned from its answers, never under 1."""
        return self._scale

    def ask(self, question: Question) -> Answered:
        """The typed answer.

        Raises:
            LlmError: the typed failure, with what it cost in `usage`.
            BudgetReached: the next call would pass the budget; what was spent on the question is in its `usage`.
        """
        mode, spent = self._known_mode()
        exchange = _Exchange(self, question, mode)
        exchange.usage = spent
        return exchange.run()

    def _known_mode(self) -> tuple[CallMode, Usage]:
        """The mode, probed by the first caller while the others wait, and what the probe cost that caller."""
        if self._mode is not None:
            return self._mode, Usage()
        with self._lock:
            if self._mode is not None:
                return self._mode, Usage()
            if len(self.route.modes) == 1:
                self._mode = self.route.modes[0]
                return self._mode, Usage()
            usage = Usage()
            for mode in self.route.modes:
                usage, taken = self._probe(mode, usage)
                if taken:
                    self._mode = mode
                    break
            else:
                self._mode = self.route.modes[-1]
            trace.LOGGER.info("mode %s", self._mode, extra={"fields": {"event": "llm.mode", "mode": self._mode}})
            return self._mode, usage

    def _probe(self, mode: CallMode, usage: Usage) -> tuple[Usage, bool]:
        question = Question("(probe)", _PROBE, ProbeReply, room=256)
        exchange = _Exchange(self, question, mode, reasks=0, widen=False)
        exchange.usage = usage
        try:
            return exchange.run().usage, True
        except OutputTruncated:
            return exchange.usage, True
        except (RequestRejected, ReplyInvalid, Refused, ContentFiltered):
            return exchange.usage, False

    def parameters(self, room: int) -> dict[str, Any]:
        """The request's parameters, without those the server does not take."""
        chosen = self.settings
        values: dict[str, Any] = {
            "temperature": chosen.temperature,
            "top_p": chosen.top_p,
            "seed": chosen.seed,
            "service_tier": chosen.service_tier,
            "reasoning_effort": chosen.reasoning_effort,
        }
        found = {name: value for name, value in values.items() if value is not None and name not in self._dropped}
        modern = (chosen.base_url is None and chosen.provider is None) or "max_tokens" in self._dropped
        found["max_completion_tokens" if modern else "max_tokens"] = room
        return found

    def adapt(self, error: RequestRejected) -> bool:
        """Whether the server rejected an optional parameter that can be left out from now on."""
        words = str(error).casefold()
        if not any(word in words for word in _UNSUPPORTED):
            return False
        for name in _OPTIONAL:
            if (error.parameter == name or f"'{name}'" in words or f" {name} " in words) and name not in self._dropped:
                self._dropped.add(name)
                return True
        return False

    def learn_scale(self, estimated: int, counted: int) -> None:
        """Remember how far the estimate of a request's tokens was off."""
        if estimated > 200:
            self._scale = max(self._scale, counted / estimated)


_LONGEST_NAME: Final = 60
"""Characters of a field's name that a complaint repeats; an invented name may be of any length."""
_OF_THE_REASK: Final = (OutputTruncated, Refused, ContentFiltered, ContextTooLong, RequestRejected)
"""Errors of a question that do not make an earlier, imperfect answer to it worthless."""

_PROBE: Final[list[Message]] = [
    {
        "role": "user",
        "content": 'Answer with this JSON object and nothing else: {"kind":"annual_review",'
        '"rows":["q1 member admitted level result 2017 A"]}',
    }
]


@dataclass(slots=True)
class _Exchange:
    """The state of one question between its attempts."""

    asker: Asker
    question: Question
    mode: CallMode
    reasks: int = -1
    widen: bool = True
    """Whether a cut answer gets more room; a probe needs none, that it was cut is answer enough."""
    usage: Usage = field(default_factory=Usage)
    attempts: int = 0
    faults: int = 0
    unusable: int = 0
    wider: bool = False
    complaints: tuple[str, ...] = ()
    best: Unusable | None = None
    wait: float = 0.0
    received: Received = field(default_factory=Received)

    def run(self) -> Answered:
        from tenacity import Retrying, retry_if_exception, stop_never

        if self.reasks < 0:
            self.reasks = self.asker.settings.reasks
        retrying = Retrying(
            stop=stop_never,
            retry=retry_if_exception(self._again),
            wait=self._next_wait,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            reply = retrying(self._attempt)
        except Unusable as error:
            return self._salvaged(error)
        except _OF_THE_REASK as error:
            if self.best is not None:
                return self._salvaged(self.best)
            error.usage = self.usage
            raise
        except (LlmError, BudgetReached) as error:
            error.usage = self.usage
            raise
        return Answered(reply, self.usage)

    def _attempt(self) -> Reply:
        """One call: its reply, or the error that decides what happens next."""
        asker, question = self.asker, self.question
        messages = question.messages
        if self.complaints and question.repair is not None:
            messages = question.repair(messages, self.complaints)
        room = self._room()
        guess = sum(estimate_tokens(message["content"]) for message in messages)
        expected = Usage(1, round(guess * asker.tokens_per_estimate), 0, room)
        self.attempts += 1
        self.received = received = Received()
        with asker.budget.reserve(priced(asker.settings, expected)) as used:
            record_of = trace.call(
                asker.settings, doc_id=question.doc_id, mode=self.mode, attempt=self.attempts, max_output=room
            )
            with record_of as record:
                try:
                    with checking(question.checker):
                        call = Call(messages, question.reply_model, self.mode, asker.parameters(room))
                        return self._checked(asker.route.send(call, received))
                except Exception as error:
                    fault = self._fault(error)
                    record.error = type(fault).__name__
                    raise fault from None
                finally:
                    usage = priced(asker.settings, received.usage or Usage(1))
                    if received.usage is not None:
                        asker.learn_scale(guess, received.usage.input_tokens)
                    used.append(usage)
                    self.usage = self.usage + usage
                    record.model, record.response_id = received.model, received.response_id
                    record.finish_reason = received.finish_reason
                    record.input_tokens, record.cached_tokens = usage.input_tokens, usage.cached_tokens
                    record.output_tokens = usage.output_tokens
                    if asker.settings.log_content:
                        record.extra = {"messages": list(messages), "reply": received.text}

    def _room(self) -> int:
        room = self.question.room or self.asker.settings.max_output_tokens
        return room * 2 if self.wider else room

    def _checked(self, reply: Reply) -> Reply:
        """The reply, unless the server cut or withheld it although it happens to be whole JSON."""
        if self.received.finish_reason in ("length", "max_tokens"):
            raise self._truncated()
        if self.received.finish_reason == "content_filter":
            raise self._filtered()
        return reply

    @staticmethod
    def _filtered() -> ContentFiltered:
        return ContentFiltered("The provider's content filter withheld the answer: try another provider or model.")

    def _truncated(self) -> LlmError:
        """What a cut answer means: cut before its room was used up, the context is full, and only splitting helps."""
        used = self.received.usage
        if used is not None and 0 < used.output_tokens < self._room() * _FILLED and self.widen:
            return ContextTooLong(
                f"The answer was cut after {used.output_tokens} tokens, for the context of "
                f"{self.asker.settings.wire_model} is full: use a model with a larger context, or fewer --few-shots."
            )
        return OutputTruncated(
            f"The answer did not fit into {self._room()} tokens: raise --max-output-tokens, or use a stronger model."
        )

    def _fault(self, error: Exception) -> Exception:
        """What an attempt's error means."""
        received = self.received
        if isinstance(error, LlmError):
            return error
        if received.finish_reason in ("length", "max_tokens") or type(error).__name__ == "IncompleteOutputException":
            return self._truncated()
        if received.finish_reason == "content_filter":
            return self._filtered()
        if received.refusal or received.finish_reason == "refusal":
            return Refused("The model declined to answer for this article: try another model.")
        if received.raw is None:
            return fault_of(error, self.asker.settings, self.asker.clock.now, self.asker.route.key)
        if isinstance(received.raw, (str, bytes, list, dict)):
            where = self.asker.settings.base_url or "The API"
            return ServerUnavailable(f"{where} {NO_COMPLETION}")
        if not getattr(received.raw, "choices", True):
            return ServerUnavailable("The server answered without a choice: check that it is an OpenAI-compatible API.")
        shaped = _shaped(self.question.reply_model, received.text) if _only_protocol(error) else None
        return Unusable(complaints_of(error, received.text, self.mode), shaped=shaped)

    def _again(self, error: BaseException) -> bool:
        """Whether to try once more after this error, and how long to wait before."""
        self.wait = 0.0
        if isinstance(error, Unusable):
            self.unusable += 1
            self.complaints = error.complaints
            if error.shaped is not None and (self.best is None or len(error.complaints) <= len(self.best.complaints)):
                self.best = error
            return self.unusable <= self.reasks and self.question.repair is not None
        if isinstance(error, OutputTruncated):
            again, self.wider = self.widen and not self.wider, self.widen
            return again
        if isinstance(error, RequestRejected):
            return self.asker.adapt(error)
        if isinstance(error, TransientError):
            return self._after_fault(error)
        return False

    def _after_fault(self, error: TransientError) -> bool:
        self.faults += 1
        settings, clock = self.asker.settings, self.asker.clock
        if self.faults >= settings.attempts:
            return False
        if error.retry_after is not None:
            self.wait = error.retry_after
        else:
            self.wait = min(FIRST_WAIT * 2 ** (self.faults - 1), LONGEST_BACKOFF) * (1 + clock.random())
        return self.wait <= settings.max_wait

    def _next_wait(self, _state: RetryCallState) -> float:
        return self.wait

    def _sleep(self, seconds: float) -> None:
        if seconds > 0:
            self.asker.clock.sleep(seconds)

    def _salvaged(self, error: Unusable) -> Answered:
        """What can be used of replies that stayed imperfect: bad rows are left to the gate, which refuses them."""
        if self.best is not None and self.best.shaped is not None:
            return Answered(self.best.shaped, self.usage, self.best.complaints)
        inner = _inner_object(self.received.text)
        reply = _shaped(self.question.reply_model, inner) if inner else None
        if reply is not None:
            return Answered(reply, self.usage, error.complaints)
        times = "once" if self.unusable == 1 else f"{self.unusable} times"
        said = without_secrets(error.complaints[0], self.asker.route.key)[:160]
        failure = ReplyInvalid(
            f"The model's answer was unusable {times} (last: {said}): use a stronger model or another --mode."
        )
        failure.usage = self.usage
        raise failure from None


def _only_protocol(error: Exception) -> bool:
    """Whether a reply was well-formed and only the checker complained."""
    if not isinstance(error, ValidationError):
        return False
    return all(isinstance(_context(one), ReplyProblems) for one in error.errors(include_url=False, include_input=False))


def _context(error: Any) -> object:
    return (error.get("ctx") or {}).get("error")


def _shaped(reply_model: type[Reply], text: str) -> Reply | None:
    """The reply without its check, or None where it is not even well-formed."""
    try:
        return reply_model.model_validate_json(text)
    except ValidationError:
        return None


def _inner_object(text: str) -> str:
    """The one JSON object inside a text with other words around it, "" where there is none."""
    start, end = text.find("{"), text.rfind("}")
    return text[start : end + 1] if 0 <= start < end else ""


def complaints_of(error: Exception, text: str, mode: CallMode) -> list[str]:
    """What was wrong with a reply, in the words that go back to the model; nothing of the reply is quoted at length."""
    if not text.strip():
        how = "call the function" if mode == "tools" else "answer with the JSON object"
        return [f"the answer was empty; {how}"]
    if isinstance(error, ValidationError):
        found: list[str] = []
        for one in error.errors(include_url=False, include_input=False):
            problem = _context(one)
            if isinstance(problem, ReplyProblems):
                found += problem.complaints
            elif one["type"] == "json_invalid":
                found.append(_no_json(text, str(one["msg"])))
            else:
                where = ".".join(str(step) for step in one["loc"])[:_LONGEST_NAME] or "the object"
                found.append(f"{where}: {_plain(one['type'], str(one['msg']))}")
        return found[: MAX_COMPLAINTS + 1]
    if mode == "tools":
        return ["the answer did not call the function; call it with the JSON object as its arguments"]
    return [_no_json(text, "")]


def _plain(kind: str, message: str) -> str:
    return {"missing": "the field is missing", "extra_forbidden": "there is no such field"}.get(kind, message)


def _no_json(text: str, message: str) -> str:
    inner = _inner_object(text.strip())
    if inner and inner != text.strip():
        try:
            json.loads(inner)
        except ValueError:
            pass
        else:
            return "there was text before or after the JSON object; answer with the object alone"
    return f"the answer is not one JSON object ({message.removeprefix('Invalid JSON: ')[:80] or 'no object found'})"
