"""A worker that is lost at any moment costs the calls that were in flight, and nothing that came before."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")

from extractor.engines.base import NO_FACTS, Answer, Facts, Outcome, Question, Usage
from extractor.engines.base import Completion as Came
from extractor.parts import names
from extractor.parts.storage import Storage
from extractor.runs.calls import CallKey, Stored
from extractor.runs.desk import Engines
from extractor.runs.job import Manner
from extractor.runs.limits import Gate
from extractor.runs.machines import worker as module
from extractor.runs.machines.calls import CURRENT, PartCalls, SheafCalls
from extractor.runs.machines.finish import spent_of
from extractor.runs.machines.known import call_files, known_of
from extractor.runs.machines.limiter import Limiter
from extractor.runs.machines.worker import Plan, Told, Worker
from extractor.runs.settings import RunSettings
from extractor.text.article import Article
from extractor.transports.base import WireReply
from tests.fakes import CountingEngine
from tests.runs.machines.links import HereLink, given, taken
from tests.runs.machines.test_calls_in_parts import LLM, Wire

COUNT = 5


class Dead(Exception):
    """The worker is no more."""


@dataclass(frozen=True)
class DyingStorage(Storage):
    """A folder of which the worker is killed in the middle of a step: half of it is done, and nothing after it."""

    lives: int = 0
    steps: list[str] = field(default_factory=list)

    def put(self, name: str, data: bytes) -> None:
        if self._dies(f"put {name}"):
            place = Path(self.root) / name
            place.parent.mkdir(parents=True, exist_ok=True)
            (place.parent / f".{place.name}.1234.part").write_bytes(data[: len(data) // 2])
            raise Dead
        super().put(name, data)

    def delete(self, name: str) -> None:
        if self._dies(f"delete {name}"):
            raise Dead
        super().delete(name)

    def delete_folder(self, name: str) -> None:
        if self._dies(f"delete {name}"):
            inside = sorted((Path(self.root) / name).iterdir())
            for path in inside[: len(inside) // 2]:
                path.unlink()
            raise Dead
        super().delete_folder(name)

    def _dies(self, step: str) -> bool:
        """Whether this is the worker's last step; who is dead does nothing more."""
        if len(self.steps) > self.lives:
            raise Dead
        self.steps.append(step)
        return len(self.steps) > self.lives


def key_of(number: int) -> CallKey:
    return CallKey(hashlib.sha256(bytes([number])).digest()[:20])


async def begun_in(storage: Storage) -> tuple[PartCalls, SheafCalls]:
    calls = PartCalls(storage, known_of(storage, calls=True), lambda facts: None)
    sheaf = calls.begin("sheaf")
    CURRENT.set(sheaf)
    return calls, sheaf


async def work_on(storage: Storage, kept: list[int], numbers: Sequence[int]) -> None:
    """Completions one after the other, each at the second try, as of one article that goes on; then the sheaf's end."""
    calls, sheaf = await begun_in(storage)
    try:
        for number in numbers:
            if calls.get(key_of(number)) is None:
                calls.lost(Usage(calls=1))
                calls.add(key_of(number), Stored(Came(200, b"%d" % number), Usage(1, 10)), model="m", seconds=1.0)
                await calls.kept()
            kept.append(number)
        await calls.end(sheaf)
    except Dead:
        await asyncio.gather(*sheaf.putting, return_exceptions=True)


def found_in(storage: Storage) -> list[int]:
    """Which completions who begins that sheaf anew has."""

    async def look() -> list[int]:
        calls, _ = await begun_in(storage)
        return [number for number in range(2 * COUNT) if calls.get(key_of(number)) is not None]

    return asyncio.run(look())


@pytest.mark.parametrize("lives", range(COUNT + 2))
def test_what_an_article_went_on_with_is_there_after_a_death_at_any_step(tmp_path: Path, lives: int) -> None:
    kept: list[int] = []
    dying = DyingStorage(str(tmp_path), lives)
    asyncio.run(work_on(dying, kept, range(COUNT)))
    storage = Storage(str(tmp_path))
    assert len(dying.steps) == lives + 1, "the test counts the steps of a sheaf"
    assert found_in(storage) == kept == list(range(min(lives, COUNT)))
    assert len(known_of(storage, calls=True).calls) >= len(kept)
    assert spent_of(storage) == Usage(2 * len(kept), 10 * len(kept))


@pytest.mark.parametrize("lives", range(2 * COUNT + 3))
def test_the_heir_of_a_lost_worker_may_die_too(tmp_path: Path, lives: int) -> None:
    asyncio.run(work_on(DyingStorage(str(tmp_path), COUNT), [], range(COUNT)))  # dies as it makes one file
    heir = DyingStorage(str(tmp_path), lives)
    kept: list[int] = []
    asyncio.run(work_on(heir, kept, range(2 * COUNT)))
    storage = Storage(str(tmp_path))
    assert found_in(storage) == kept
    assert spent_of(storage) == Usage(2 * len(kept), 10 * len(kept)), "each completion and each lost call once"
    asyncio.run(work_on(storage, [], range(2 * COUNT)))
    (only,) = call_files(storage)
    assert "/all-" in only
    assert found_in(storage) == list(range(2 * COUNT))
    assert spent_of(storage) == Usage(4 * COUNT, 20 * COUNT)


class TwiceAskingEngine:
    """Asks twice about each article, the second time when it has the first answer."""

    name = "llm"

    def step(self, article: Article, answers: Sequence[Answer] = (), facts: Facts = NO_FACTS) -> Question | Outcome:
        if len(answers) < 2:
            return Question(f"{len(answers)} {article.text}".encode(), 100, 50)
        return CountingEngine().step(article)


def _engines() -> Engines:
    return Engines(TwiceAskingEngine())


def test_what_a_lost_worker_asked_again_is_not_asked_a_third_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire, storage = Wire(), Storage(str(tmp_path))
    monkeypatch.setattr(module, "make_transport", lambda settings: (wire, ""))
    sheaf = [given(0), given(1, "Một bài khác.")]
    taken(_plan(storage), sheaf)
    again = replace(_plan(storage), run=2, manner=Manner(ask_again=True))
    known = replace(known_of(storage, calls=True), articles=[])
    for _ in range(2):
        worker = Worker(again, known, HereLink(Limiter(Gate())))
        told = worker.take(sheaf)
        worker.close()
        storage.delete(told.part)
    assert (told.done, len(wire.asked)) == (2, 8)


class FullStorage(Storage):
    """A folder on a disk that is full."""

    def put(self, name: str, data: bytes) -> None:
        raise OSError(28, "No space left on device", name)


def _plan(storage: Storage) -> Plan:
    return Plan(_engines, RunSettings(engine="llm", engine_version="1", model="m"), storage, 1, LLM)


def test_a_folder_that_takes_no_completion_ends_the_sheaf_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire = Wire()
    monkeypatch.setattr(module, "make_transport", lambda settings: (wire, ""))
    (told,) = taken(_plan(FullStorage(str(tmp_path))), [given(0), given(1, "Một bài khác.")])
    assert told.fault is not None
    assert "No space left on device" in told.fault
    assert len(wire.asked) == 2, "an article went on without its completion"


@dataclass(frozen=True)
class FlakyStorage(Storage):
    """A folder that refuses one file."""

    refused: list[str] = field(default_factory=list)

    def put(self, name: str, data: bytes) -> None:
        if not self.refused:
            self.refused.append(name)
            raise OSError(5, "Input/output error", name)
        super().put(name, data)


class SlowWire(Wire):
    """Answers one after the other."""

    async def send(self, body: bytes, *, limit: int) -> WireReply:
        await asyncio.sleep(0.1 * len(self.asked))
        return await super().send(body, limit=limit)


def test_what_is_in_flight_when_a_completion_cannot_be_kept_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire, storage = SlowWire(), FlakyStorage(str(tmp_path))
    monkeypatch.setattr(module, "make_transport", lambda settings: (wire, ""))
    sheaf = [given(0), given(1, "Một bài khác."), given(2, "Một bài nữa.")]
    (told,) = taken(_plan(storage), sheaf)
    assert told.fault is not None
    assert len(storage.refused) == 1
    assert len(known_of(storage, calls=True).calls) == len(wire.asked) >= 3


@dataclass(frozen=True)
class SlowStorage(Storage):
    """A folder that takes completions when it is let, and tells when one has come."""

    let: threading.Event = field(default_factory=threading.Event)
    came: threading.Event = field(default_factory=threading.Event)

    def put(self, name: str, data: bytes) -> None:
        if name.startswith(names.CALLS):
            self.came.set()
            assert self.let.wait(30)
        super().put(name, data)


def test_neither_the_article_goes_on_nor_is_its_place_free_before_the_completion_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire, storage = Wire(), SlowStorage(str(tmp_path))
    monkeypatch.setattr(module, "make_transport", lambda settings: (wire, ""))
    known, link = known_of(storage, calls=True), HereLink(Limiter(Gate(ceiling=1, named=True)))
    worker = Worker(_plan(storage), known, link)
    told: list[Told] = []
    sheaf = [given(0), given(1, "Một bài khác.")]
    taking = threading.Thread(target=lambda: told.append(worker.take(sheaf)), daemon=True)
    try:
        taking.start()
        assert storage.came.wait(30)
        taking.join(0.5)
        assert len(wire.asked) == 1, "the next question of this place or of this article went out"
        assert call_files(Storage(str(tmp_path))) == []
    finally:
        storage.let.set()
        taking.join(30)
        worker.close()
    assert (told[0].done, len(wire.asked)) == (2, 4)
