"""One question until there is a completion or a typed failure: from the store, from who asks the same, or by the wire.

The store is looked into first; what comes over the wire (`attempts.py`) is stored before anyone reads it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from extractor.engines.base import Question, Usage
from extractor.engines.llm.completions import Received
from extractor.engines.llm.errors import BudgetReached, ConnectionLost, LlmError
from extractor.engines.llm.faults import wire_fault
from extractor.engines.llm.masking import masked_bytes
from extractor.engines.llm.money import Budget
from extractor.engines.llm.settings import LlmSettings
from extractor.engines.llm.waits import until_reset
from extractor.runs.attempts import Asked, Attempts
from extractor.runs.calls import CallKey, KeptCalls, Stored, StoreError, call_hash
from extractor.runs.limits import Clock, Gate, Stopped
from extractor.runs.server_clock import ServerClock
from extractor.transports.base import Transport, Unreached, WireError, WireReply

_FOR_ALL: Final = (BudgetReached, Stopped, StoreError, OSError)
"""What keeps every question from being asked, and not only this one."""


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
        reached: bool = False,
    ) -> None:
        self.settings = settings
        self.transport = transport
        self.calls = calls
        self.gate = gate or Gate()
        self.budget = budget or Budget.of(settings)
        self.server_clock = ServerClock(self.clock.now)
        self.tally = Tally()
        self.reached = reached
        """Whether the server was there at any time: with `reached` that is somebody else's to find out."""
        self._key = key
        self._sample = sample
        self._ask_again = ask_again
        self._renewed: set[CallKey] = set()
        """What was paid for again in this run, and need not be another time."""
        self._flying: dict[CallKey, asyncio.Future[Asked]] = {}
        self._refusing: float | None = None
        """Since when the server refuses every call for its rate."""

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
            return await Attempts(self, key, question, doc_id).run()
        found = self.stored(key) if not self._ask_again or key in self._renewed else None
        flying = self._flying.get(key)
        if found is None and flying is not None:
            try:
                asked = await asyncio.shield(flying)
            except _FOR_ALL:
                raise
            except Exception:  # that one's failure is not this one's
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
            asked = await Attempts(self, key, question, doc_id).run()
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

    def lost(self, error: WireError) -> LlmError:
        """What a call that brought no reply means; where the server was there all the same, that is remembered."""
        self.reached |= not isinstance(error, Unreached)
        return wire_fault(error, self.settings, self.key)

    def is_nowhere(self, error: LlmError) -> bool:
        """Whether no server was there, now or before in this run; one that was, and restarts, is waited for."""
        return isinstance(error, ConnectionLost) and error.unreached and not self.reached

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

    def refused(self) -> None:
        """The server has refused a call for its rate."""
        if self._refusing is None:
            self._refusing = self.clock.monotonic()

    @property
    def refused_for(self) -> float:
        """Seconds for which the server has taken no call at all, since it first refused one for its rate."""
        return 0.0 if self._refusing is None else self.clock.monotonic() - self._refusing

    def answered(self, began: float, reply: WireReply) -> None:
        """The server has taken a call: tell the gate, with the wait where this one used up a limit.

        A wait beyond the longest is not begun: whoever asks next is refused, if that is meant, and fails with it.
        """
        self._refusing = None
        reset = until_reset(reply.headers, self.server_clock.now)
        self.gate.answered(began, reset if reset <= self.settings.max_wait else 0.0)

    def masked(self, body: bytes) -> bytes:
        """A reply without the key, wherever and however a server echoes it."""
        return masked_bytes(body, self._key)

    @property
    def key(self) -> str:
        """The key, for masking."""
        return self._key
