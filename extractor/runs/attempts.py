"""One question's way over the wire: as many calls as it takes, and no more than may help.

A passing fault is waited out, a server that names a time is waited for by everyone, and nothing that waiting cannot
mend is tried twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from extractor.engines.base import Completion, Question, Usage
from extractor.engines.llm import trace
from extractor.engines.llm.completions import Received, received
from extractor.engines.llm.errors import (
    BudgetReached,
    ContentFiltered,
    ContextTooLong,
    LlmError,
    RateLimited,
    RequestRejected,
    ServerUnavailable,
    TransientError,
)
from extractor.engines.llm.faults import reply_fault
from extractor.engines.llm.money import priced
from extractor.runs.calls import CallKey
from extractor.runs.rate import IMPATIENCE
from extractor.transports.base import WireError

if TYPE_CHECKING:
    from tenacity import RetryCallState

    from extractor.runs.asking import Asking

FIRST_WAIT: Final = 1.0
"""Seconds before the first retry where the server names no time; doubled each time, plus up to as much again."""
LONGEST_BACKOFF: Final = 60.0
UNREACHED: Final = 2
"""Calls in all for a question while no server was ever reached: there is none, or another address has it."""
REFUSALS: Final = 100
"""How often one question is refused for the rate at most, while the server takes others."""
BYTES_A_TOKEN: Final = 48
"""Bytes of a reply for one token of output at most: Vietnamese takes 3 to 6, escapes 12, and thoughts double it."""
REPLY_LEAST: Final = 262_144
"""Bytes that any reply may have: errors of servers are pages at times."""
_ANSWERS: Final = (ContextTooLong, RequestRejected, ContentFiltered)
"""Refusals that the engine itself has to read: it asks otherwise, or says what became of the article."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A completion, what it cost, and whether it came from the store."""

    completion: Completion
    usage: Usage
    saved: bool = False
    seconds: float = 0.0
    """How long calls for it were in flight."""


@dataclass(slots=True)
class Attempts:
    """One question's way over the wire."""

    asking: Asking
    key: CallKey
    question: Question
    doc_id: str
    usage: Usage = field(default_factory=Usage)
    attempts: int = 0
    faults: int = 0
    refusals: int = 0
    waited: float = 0.0
    wait: float = 0.0
    flown: float = 0.0
    pending: TransientError | None = None
    """The fault of the first attempt, still to be looked at."""

    async def run(self) -> Asked:
        """The completion, stored. Raises what `Asking.ask` does."""
        try:
            try:
                asked = await self._attempt()
            except TransientError as error:
                asked = await self._retried(error)
        except (LlmError, BudgetReached) as error:
            error.usage = self.usage
            raise
        return Asked(asked.completion, self.usage, seconds=self.flown)

    async def _retried(self, first: TransientError) -> Asked:
        """Tenacity's waits and attempts after a first fault; a call that goes well never comes here."""
        from tenacity import AsyncRetrying, retry_if_exception, stop_never

        self.pending = first
        retrying = AsyncRetrying(
            stop=stop_never,
            retry=retry_if_exception(self._again),
            wait=self._next_wait,
            sleep=self._sleep,
            reraise=True,
        )
        asked: Asked = await retrying(self._attempt)
        return asked

    async def _attempt(self) -> Asked:
        """One call: its completion, or the error that decides what happens next."""
        asking, question = self.asking, self.question
        if self.pending is not None:
            error, self.pending = self.pending, None
            raise error
        expected = priced(asking.settings, Usage(1, question.tokens, 0, question.room))
        began = await asking.gate.enter(question.tokens + question.room, expected)
        used: list[Usage] = []
        try:
            with asking.budget.reserve(expected) as used:
                self.attempts += 1
                try:
                    return await self._send(began, used)
                except Exception:
                    if not used:  # a fault of ours in what came: the call was made all the same
                        self._count(used)
                    raise
        finally:
            self.flown += asking.clock.monotonic() - began
            asking.gate.leave(began, used)

    async def _send(self, began: float, used: list[Usage]) -> Asked:
        asking, settings = self.asking, self.asking.settings
        traced = trace.call(
            settings,
            doc_id=self.doc_id,
            mode=self.question.learned.mode or "",
            attempt=self.attempts,
            max_output=self.question.room,
            again=self.question.again,
        )
        with traced as record:
            try:
                limit = max(REPLY_LEAST, self.question.room * BYTES_A_TOKEN)
                reply = await asking.transport.send(self.question.body, limit=limit)
            except WireError as error:
                raise self._lost(asking.lost(error), began, used, record) from None
            asking.reached = True
            reply = replace(reply, body=asking.masked(reply.body))
            completion = Completion(reply.status, reply.body)
            got = received(completion.body) if reply.status == 200 else Received()
            asking.server_clock.saw(reply.headers.get("date"), asking.clock.monotonic() - began)
            fault = reply_fault(reply, settings, asking.server_clock.now, asking.key, got)
            if fault is not None and not isinstance(fault, _ANSWERS):
                raise self._lost(fault, began, used, record)
            usage = priced(settings, got.usage or Usage(1))
            used.append(usage)
            self.usage = self.usage + usage
            asked = Asked(completion, usage)
            asking.keep(self.key, asked, got, asking.clock.monotonic() - began)
            asking.answered(began, reply)
            self._note(record, got, usage, fault)
            await asking.kept()
            return asked

    def _lost(self, fault: LlmError, began: float, used: list[Usage], record: trace.CallRecord) -> LlmError:
        """Count a call that brought no completion, and tell the gate what the server has too much of."""
        record.error = type(fault).__name__
        self._count(used)
        if isinstance(fault, RateLimited):
            self.asking.refused()
        if isinstance(fault, TransientError):
            patient = fault.retry_after is not None and fault.retry_after <= self.asking.settings.max_wait
            if isinstance(fault, (RateLimited, ServerUnavailable)):
                wait = fault.retry_after if patient else None
                off_by = fault.retry_off_by + (self.asking.server_clock.off_by if fault.retry_by_date else 0.0)
                rate = isinstance(fault, RateLimited)
                self.asking.gate.refused(began, _why(fault), wait, rate=rate, off_by=off_by)
            else:
                self.asking.gate.refused(began, _why(fault))
        return fault

    def _count(self, used: list[Usage]) -> None:
        """Count a call that brought no completion."""
        usage = Usage(1)
        used.append(usage)
        self.usage = self.usage + usage
        self.asking.count_lost(usage)

    def _note(self, record: trace.CallRecord, got: Received, usage: Usage, fault: LlmError | None) -> None:
        record.error = type(fault).__name__ if fault is not None else ""
        record.model, record.response_id, record.finish_reason = got.model, got.response_id, got.finish_reason
        record.input_tokens, record.cached_tokens = usage.input_tokens, usage.cached_tokens
        record.output_tokens = usage.output_tokens
        if self.asking.settings.log_content:
            request = self.asking.masked(self.question.body).decode("utf-8", "replace")
            record.extra = {"request": request, "reply": got.text}

    def _again(self, error: BaseException) -> bool:
        """Whether to try once more after this error, and how long to wait before."""
        self.wait = 0.0
        if not isinstance(error, TransientError):
            return False
        settings = self.asking.settings
        if error.retry_after is not None:
            # Everyone waits, at the gate. A server that refuses for its rate and names a time has not failed.
            self.waited += max(error.retry_after, IMPATIENCE)
            if isinstance(error, RateLimited):
                # What it names may be less than what is waited: a server that takes nothing is asked ever less often.
                self.refusals += 1
                waited = max(self.waited, self.asking.refused_for)
                error.lasting = waited > settings.max_wait or self.refusals >= REFUSALS
                return not error.lasting
            if self.waited > settings.max_wait:
                return False
        self.faults += 1
        most = min(UNREACHED, settings.attempts) if self.asking.is_nowhere(error) else settings.attempts
        if self.faults >= most:
            return False
        if error.retry_after is None:
            spread = 1 + self.asking.clock.random()
            self.wait = min(FIRST_WAIT * 2 ** (self.faults - 1), LONGEST_BACKOFF) * spread
        return self.wait <= settings.max_wait

    def _next_wait(self, _state: RetryCallState) -> float:
        return self.wait

    async def _sleep(self, seconds: float) -> None:
        if seconds > 0:
            await self.asking.gate.sleep(seconds)


def _why(fault: LlmError) -> str:
    return {"RateLimited": "429", "ModelTimeout": "a timeout", "ConnectionLost": "a lost connection"}.get(
        type(fault).__name__, "the server is not available"
    )
