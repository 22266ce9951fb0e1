"""A limiter in the same process, for workers without Ray."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extractor.engines.base import Facts
from extractor.parts.storage import Storage
from extractor.runs.desk import Engines
from extractor.runs.limits import Gate
from extractor.runs.machines.inputs import Given
from extractor.runs.machines.known import known_of
from extractor.runs.machines.limiter import Leave, Limiter, Report, Standing, Want
from extractor.runs.machines.worker import Plan, Told, Worker
from extractor.runs.settings import RunSettings
from extractor.text.article import Article
from tests.fakes import CountingEngine


class HereLink:
    """Calls the limiter; a dead worker's link says nothing any more."""

    def __init__(self, limiter: Limiter) -> None:
        self.limiter = limiter
        self.dead = False

    async def ask(self, holder: str, wants: Sequence[Want], reports: Sequence[Report]) -> Leave:
        await self._alive()
        leave = await self.limiter.ask(holder, wants, reports)
        await self._alive()
        return leave

    async def report(self, holder: str, reports: Sequence[Report], standing: Standing) -> Leave:
        await self._alive()
        return self.limiter.report(holder, reports, standing)

    async def facts(self, holder: str) -> Facts:
        return await self.limiter.facts(holder)

    async def learn(self, facts: Facts) -> Facts:
        return self.limiter.learn(facts)

    async def _alive(self) -> None:
        while self.dead:
            await asyncio.sleep(3600)


SETTINGS = RunSettings(engine="rules", engine_version="1")


def engines() -> Engines:
    """An engine that takes every quantity for a figure, and fails on articles that say so."""
    return Engines(CountingEngine(lambda article: ValueError("bad") if "fails" in article.text else None))


def plan_of(folder: Path, run: int = 1, **more: Any) -> Plan:
    """A worker's plan without a model."""
    return Plan(engines, more.pop("settings", SETTINGS), Storage(str(folder)), run, **more)


def given(number: int, text: str = "Đảng bộ kết nạp 12 đảng viên trong năm 2017.", **more: Any) -> Given:
    """An input that was read."""
    doc_id = more.pop("doc_id", f"a{number}")
    return Given(number, doc_id, f"articles.jsonl:{number + 1}", Article(doc_id, text), kept=True, **more)


def taken(plan: Plan, *sheaves: list[Given]) -> list[Told]:
    """What a worker makes of some sheaves."""
    calls = plan.llm is not None
    worker = Worker(plan, known_of(plan.folder, calls=calls), HereLink(Limiter(Gate())))
    try:
        return [worker.take(sheaf) for sheaf in sheaves]
    finally:
        worker.close()
