"""One question until there is a completion or a typed failure: the one layer that waits and tries again.

The store is looked into first; what comes over the wire is stored before anyone reads it. A passing fault is waited
out, a server that names a time is waited for by everyone, and nothing that waiting cannot mend is tried twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
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
from extractor.engines.llm.faults import reply_fault, wire_fault
from extractor.engines.llm.money import Budget, priced
from extractor.engines.llm.settings import LlmSettings
from extractor.runs.calls import CallKey, KeptCalls, Stored, call_hash
from extractor.runs.limits import Clock, Gate
from extractor.runs.rate import IMPATIENCE
from extractor.runs.server_clock import ServerClock
from extractor.transports.base import Transport, WireError

if TYPE_CHECKING:
    from tenacity import RetryCallState

FIRST_WAIT: Final = 1.0
"""Seconds before the first retry where the server names no time; doubled each time, plus up to as much again."""
LONGEST_BACKOFF: Final = 60.0
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
class Tally:
    """What the calls of a run came to so far."""

    paid: Usage = field(default_factory=Usage)
    saved: Usage = field(default_factory=Usage)
    retried: int = 0


class Asking:
    """Asks questions over one transport, through one gate, into one store."""

    def __init__(
        self,
        settings: LlmSettings,
        transport: Transport,
        *,
        key: str = "",
        calls: KeptCalls | None = None,
        gate: Gate | None = None,
        budget: Budget | None = None,
        sample: int = 0,
        ask_again: bool = False,
    ) -> None:
        self.settings = settings
        self.transport = transport
        self.calls = calls
        self.gate = gate or Gate()
        self.budget = budget or Budget.of(settings)
        self.server_clock = ServerClock(self.clock.now)
        self.tally = Tally()
        self._key = key
        self._sample = sample
        self._ask_again = ask_again
        self._renewed: set[CallKey] = set()
        """What was paid for again in this run, and need not be another time."""
        self._flying: dict[CallKey, asyncio.Future[Asked]] = {}

    @property
    def clock(self) -> Clock:
        """The gate's clock."""
        return self.gate.clock

    @property
    def server(self) -> str:
        """What answers are kept under beside their bodies."""
        return self.settings.base_url or self.settings.provider or "openai"

    async def ask(self, question: Question, *, doc_id: str, attempt: int | None = 0) -> Asked:
        """The completion of a question; `attempt` counts the times that this very body was asked in vain.

        With None the store is not looked into, only added to.

        Raises:
            LlmError: the typed failure, with what it cost in `usage`.
            BudgetReached, Stopped: nothing was asked.
            StoreError: the completion could not be kept.
        """
        key = self.name(question, attempt or 0)
        if attempt is None:
            return await _Call(self, key, question, doc_id).run()
        found = self.stored(key) if not self._ask_again or key in self._renewed else None
        flying = self._flying.get(key)
        if found is None and flying is not None:
            try:
                asked = await asyncio.shield(flying)
            except LlmError:
                return await self.ask(question, doc_id=doc_id, attempt=attempt)
            found = self.stored(key)
            if found is None:
                self.tally.saved += asked.usage
                return Asked(asked.completion, asked.usage, saved=True)
        if found is None:
            return await self._first(key, question, doc_id)
        await self.kept()
        return found

    def name(self, question: Question, attempt: int) -> CallKey:
        """What names the answer to a question."""
        return CallKey(call_hash(self.server, question.body), attempt, self._sample)

    def stored(self, key: CallKey) -> Asked | None:
        """The answer where the store has it."""
        stored = self.calls.get(key) if self.calls is not None else None
        if stored is None:
            return None
        self.tally.saved += stored.usage
        return Asked(stored.completion, stored.usage, saved=True)

    async def _first(self, key: CallKey, question: Question, doc_id: str) -> Asked:
        """Ask, while others with the same question wait for this answer."""
        promised: asyncio.Future[Asked] = asyncio.get_running_loop().create_future()
        self._flying[key] = promised
        try:
            asked = await _Call(self, key, question, doc_id).run()
        except BaseException as error:
            if isinstance(error, Exception):
                promised.set_exception(error)
                promised.exception()
            else:
                promised.cancel()
            raise
        else:
            promised.set_result(asked)
            return asked
        finally:
            if self._flying.get(key) is promised:
                del self._flying[key]

    def keep(self, key: CallKey, asked: Asked, got: Received, seconds: float) -> None:
        """Store what has arrived, before anything is made of it."""
        self.tally.paid += asked.usage
        if self._ask_again:
            self._renewed.add(key)
        if self.calls is not None:
            self.calls.add(key, Stored(asked.completion, asked.usage), model=got.model, seconds=seconds)

    async def kept(self) -> None:
        """Wait until what was stored outlives this process: its call's place is free, and its article goes on, then."""
        if self.calls is not None:
            await self.calls.kept()

    def renewed(self, keys: Iterable[CallKey]) -> None:
        """Take for asked in this run what another has asked in it: with `ask_again` it is not paid a third time."""
        self._renewed.update(keys)

    def count_lost(self, usage: Usage) -> None:
        """Count a call that brought no completion."""
        self.tally.paid += usage
        self.tally.retried += 1
        if self.calls is not None:
            self.calls.own.lost(usage)

    def masked(self, body: bytes) -> bytes:
        """A reply without the key, wherever a server echoes it."""
        key = self._key.encode("utf-8", "replace")
        return body.replace(key, b"...") if len(key) > 5 else body

    @property
    def key(self) -> str:
        """The key, for masking."""
        return self._key


@dataclass(slots=True)
class _Call:
    """One question's way over the wire."""

    asking: Asking
    key: CallKey
    question: Question
    doc_id: str
    usage: Usage = field(default_factory=Usage)
    attempts: int = 0
    faults: int = 0
    waited: float = 0.0
    wait: float = 0.0
    flown: float = 0.0
    pending: TransientError | None = None
    """The fault of the first attempt, still to be looked at."""

    async def run(self) -> Asked:
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
                return await self._send(began, used)
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
                raise self._lost(wire_fault(error, settings, asking.key), began, used, record) from None
            completion = Completion(reply.status, asking.masked(reply.body))
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
            asking.gate.answered(began, reply.headers)
            self._note(record, got, usage, fault)
            await asking.kept()
            return asked

    def _lost(self, fault: LlmError, began: float, used: list[Usage], record: trace.CallRecord) -> LlmError:
        """Count a call that brought no completion, and tell the gate what the server has too much of."""
        usage = Usage(1)
        used.append(usage)
        self.usage = self.usage + usage
        record.error = type(fault).__name__
        self.asking.count_lost(usage)
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
            if self.waited > settings.max_wait:
                return False
            if isinstance(error, RateLimited):
                return True
        self.faults += 1
        if self.faults >= settings.attempts:
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
