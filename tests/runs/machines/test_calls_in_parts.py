"""Completions in parts: what was paid for is found again, by a later run and by who takes a lost worker's place."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")

from extractor.engines.base import NO_FACTS, Answer, Completion, Facts, Outcome, Question, Usage
from extractor.engines.llm.settings import LlmSettings
from extractor.parts import names
from extractor.parts.storage import Storage
from extractor.runs.calls import CallKey, Stored
from extractor.runs.desk import Engines
from extractor.runs.job import Manner
from extractor.runs.machines import worker as module
from extractor.runs.machines.calls import CURRENT, PartCalls
from extractor.runs.machines.finish import spent_of
from extractor.runs.machines.known import call_files, known_of
from extractor.runs.machines.worker import Plan
from extractor.runs.settings import RunSettings
from extractor.text.article import Article
from extractor.transports.base import WireReply
from tests.engines.llm.faulty_server import completion
from tests.fakes import CountingEngine
from tests.runs.machines.links import given, taken

LLM = LlmSettings(model="m", base_url="http://server/v1", mode="schema")
ANSWER = completion([{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "{}"}}])


class AskingEngine:
    """Asks once about each article, and reads it as the counting engine does."""

    name = "llm"

    def step(self, article: Article, answers: Sequence[Answer] = (), facts: Facts = NO_FACTS) -> Question | Outcome:
        if not answers:
            return Question(article.text.encode(), 100, 50)
        assert isinstance(answers[0], Completion)
        return CountingEngine().step(article)


class Wire:
    """Answers at once, and remembers what it was asked; `after` is called with each body."""

    def __init__(self, after: Callable[[bytes], None] = lambda body: None) -> None:
        self.asked: list[bytes] = []
        self._after = after

    async def send(self, body: bytes, *, limit: int) -> WireReply:
        self.asked.append(body)
        self._after(body)
        await asyncio.sleep(0.01)
        return WireReply(200, ANSWER)

    async def close(self) -> None:
        pass


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    found = Wire()
    monkeypatch.setattr(module, "make_transport", lambda settings: (found, ""))
    return found


def _plan(folder: Path, run: int, version: str = "1", **manner: object) -> Plan:
    settings = RunSettings(engine="llm", engine_version=version, model="m")
    return Plan(_engines, settings, Storage(str(folder)), run, LLM, Manner(**manner))  # type: ignore[arg-type]


def _engines() -> Engines:
    return Engines(AskingEngine())


SHEAF = [given(number, f"Năm 2017, Đảng bộ kết nạp {number + 2} đảng viên.") for number in range(6)]


def test_with_other_code_everything_is_proved_anew_and_nothing_asked_again(tmp_path: Path, wire: Wire) -> None:
    (first,) = taken(_plan(tmp_path, 1), SHEAF)
    (second,) = taken(_plan(tmp_path, 2, "2"), SHEAF)
    assert (first.done, second.done, second.reused) == (6, 6, 0)
    assert len(wire.asked) == len(set(wire.asked)) == 6


def test_an_article_that_has_moved_has_its_completion(tmp_path: Path, wire: Wire) -> None:
    taken(_plan(tmp_path, 1), SHEAF)
    moved = [one._replace(number=one.number + 1) for one in SHEAF[1:]]
    taken(_plan(tmp_path, 2, "2"), [given(0, "Một bài khác."), *moved])
    assert len(wire.asked) == 7


def test_one_question_about_two_articles_is_asked_once(tmp_path: Path, wire: Wire) -> None:
    same = [given(number, SHEAF[0].article.text) for number in range(3)]  # type: ignore[union-attr]
    taken(_plan(tmp_path, 1), same, [given(9, SHEAF[0].article.text)])  # type: ignore[union-attr]
    assert len(wire.asked) == 1


def test_asked_to_ask_again_it_does(tmp_path: Path, wire: Wire) -> None:
    taken(_plan(tmp_path, 1), SHEAF)
    taken(_plan(tmp_path, 2, "2", ask_again=True), SHEAF)
    assert len(wire.asked) == 12
    assert spent_of(Storage(str(tmp_path))).calls == 12


def _keys(count: int) -> list[CallKey]:
    return [CallKey(hashlib.sha256(bytes([number])).digest()[:20]) for number in range(count)]


def _stored(number: int) -> Stored:
    return Stored(Completion(200, b"answer %d" % number), Usage(1, 10, 0, 5))


def test_what_a_lost_worker_had_written_is_found_by_the_next(tmp_path: Path) -> None:
    storage = Storage(str(tmp_path))
    keys = _keys(3)

    async def lost() -> None:
        calls = PartCalls(storage, known_of(storage, calls=True), lambda facts: None)
        sheaf = calls.begin("sheaf")
        CURRENT.set(sheaf)
        calls.start(b"article", Facts(mode="tools"))
        for number in (0, 1):
            calls.add(keys[number], _stored(number), model="m", seconds=1.0)
        await calls.kept()
        calls.add(keys[2], _stored(2), model="m", seconds=1.0)

    async def after() -> list[bytes | None]:
        calls = PartCalls(storage, known_of(storage, calls=True), lambda facts: None)
        sheaf = calls.begin("sheaf")
        CURRENT.set(sheaf)
        assert calls.start(b"article", Facts(mode="schema")).mode == "tools"
        return [found and found.completion.body for found in map(calls.get, keys)]

    asyncio.run(lost())
    assert asyncio.run(after()) == [b"answer 0", b"answer 1", None]


def test_several_files_of_a_sheaf_become_one_and_are_counted_once(tmp_path: Path) -> None:
    storage = Storage(str(tmp_path))

    async def work() -> None:
        calls = PartCalls(storage, known_of(storage, calls=True), lambda facts: None)
        sheaf = calls.begin("sheaf")
        CURRENT.set(sheaf)
        for number, key in enumerate(_keys(3)):
            calls.add(key, _stored(number), model="m", seconds=1.0)
            await calls.kept()
        calls.lost(Usage(calls=2))
        before = call_files(storage)
        await calls.end(sheaf)
        assert (len(before), len(call_files(storage))) == (3, 1)

    asyncio.run(work())
    assert spent_of(storage) == Usage(5, 30, 0, 15)
    (file,) = (tmp_path / names.CALLS / "sheaf").iterdir()
    (tmp_path / names.CALLS / "sheaf" / "0000-twice.parquet").write_bytes(file.read_bytes())
    assert spent_of(storage) == Usage(5, 30, 0, 15)


def test_what_comes_within_a_moment_is_one_file(tmp_path: Path) -> None:
    storage = Storage(str(tmp_path))

    async def work() -> list[str]:
        calls = PartCalls(storage, known_of(storage, calls=True), lambda facts: None)
        CURRENT.set(calls.begin("sheaf"))

        async def come(number: int, key: CallKey) -> None:
            calls.add(key, _stored(number), model="m", seconds=1.0)
            await calls.kept()

        await asyncio.gather(*(come(number, key) for number, key in enumerate(_keys(20))))
        return call_files(storage)

    assert len(asyncio.run(work())) == 1
    assert len(known_of(storage, calls=True).calls) == 20


def test_a_completion_is_found_whose_file_has_become_another(tmp_path: Path) -> None:
    storage = Storage(str(tmp_path))
    (key,) = _keys(1)

    async def ask_after_others_made_one_file() -> bytes | None:
        calls = PartCalls(storage, known_of(storage, calls=True), lambda facts: None)
        CURRENT.set(calls.begin("first"))
        calls.add(key, _stored(0), model="m", seconds=1.0)
        await calls.kept()
        later = PartCalls(storage, known_of(storage, calls=True), lambda facts: None)
        calls.add(key, _stored(0), model="m", seconds=1.0)
        await calls.end(CURRENT.get())
        CURRENT.set(later.begin("second"))
        found = later.get(key)
        return found and found.completion.body

    assert asyncio.run(ask_after_others_made_one_file()) == b"answer 0"


def test_a_half_file_of_completions_holds_none(tmp_path: Path) -> None:
    storage = Storage(str(tmp_path))
    storage.put("calls/sheaf/0000-half.parquet", b"PAR1 and no end")
    assert len(known_of(storage, calls=True).calls) == 0
    calls = PartCalls(storage, known_of(storage, calls=True), lambda facts: None)
    assert calls.begin("sheaf").found == {}
