"""An article is a box: whatever happens in it, or to its worker, fails that article and costs no other its result."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from extractor.cli.progress import Silence
from extractor.engines.base import NO_FACTS, Answer, Facts, Outcome
from extractor.errors import ModelError
from extractor.loaders import find_inputs
from extractor.runs.desk import Engines
from extractor.runs.job import Job, Manner
from extractor.runs.run import RunResult, run
from extractor.runs.settings import RunSettings
from extractor.text.article import Article
from tests.fakes import CountingEngine

SETTINGS = RunSettings(engine="rules", engine_version="1")


def deep(depth: int = 0) -> int:
    return deep(depth + 1) + 1


def raises(error: BaseException) -> Callable[[], None]:
    def do() -> None:
        raise error

    return do


def imports() -> None:
    __import__("a_module_that_is_nowhere")


class Unsayable(Exception):
    """An error whose words cannot be made."""

    def __str__(self) -> str:
        raise ValueError("no words")


HAPPENINGS: dict[str, tuple[Callable[[], Any], str]] = {
    "typed": (raises(ModelError("no answer")), "ModelError"),
    "defect": (raises(ZeroDivisionError("oops")), "ZeroDivisionError"),
    "memory": (raises(MemoryError()), "MemoryError"),
    "recursion": (deep, "RecursionError"),
    "missing": (imports, "ModuleNotFoundError"),
    "surrogate": (raises(ModelError("said \ud83d and \x1b[31mred")), "ModelError"),
    "unsayable": (raises(Unsayable()), "ValueError"),
    "hang": (lambda: time.sleep(60), "ArticleTimeout"),
    "death": (lambda: os.kill(os.getpid(), signal.SIGKILL), "WorkerLost"),
}
"""Article -> what happens in it, and how it ends."""


class Eventful(CountingEngine):
    """Does to each article what its name says."""

    def step(self, article: Article, answers: Sequence[Answer] = (), facts: Facts = NO_FACTS) -> Outcome:
        if article.doc_id in HAPPENINGS:
            HAPPENINGS[article.doc_id][0]()
        return super().step(article)


class Broken(CountingEngine):
    """A rules engine that fails beside the other."""

    def step(self, article: Article, answers: Sequence[Answer] = (), facts: Facts = NO_FACTS) -> Outcome:
        raise MemoryError


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    return folder


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / f"{name}.txt").write_text("Năm 2017 kết nạp 5 đảng viên.", encoding="utf-8")


def go(articles: Path, engines: Engines, **manner: Any) -> RunResult:
    job = Job(
        find_inputs([str(articles)]),
        articles.parent / "out",
        SETTINGS,
        lambda: engines,
        manner=Manner(article_timeout=1.0, **manner),
    )
    return run(job, observer=Silence(), stop=Event())


@pytest.mark.parametrize("processes", [0, 2])
def test_whatever_happens_in_an_article_ends_as_its_own_typed_failure(articles: Path, processes: int) -> None:
    names = [name for name in HAPPENINGS if processes or name not in ("hang", "death")]
    write(articles, *names, "good_a", "good_b")
    result = go(articles, Engines(Eventful()), processes=processes)
    lines = (articles.parent / "out" / "failures.jsonl").read_text(encoding="utf-8").splitlines()
    failures = {record["id"]: record for record in map(json.loads, lines)}
    assert {name: record["error"] for name, record in failures.items()} == {name: HAPPENINGS[name][1] for name in names}
    assert (result.manifest.counts.done, result.manifest.state) == (2, "complete")
    assert "\x1b" not in failures["surrogate"]["message"]


def test_a_cross_check_that_fails_loses_no_answer(articles: Path) -> None:
    write(articles, "good_a")
    assert go(articles, Engines(Eventful(), Broken()), processes=1).manifest.counts.done == 1


def test_a_slow_article_is_ended_and_its_neighbours_on_the_same_worker_are_read(articles: Path) -> None:
    write(articles, "hang", *(f"n{number}" for number in range(20)))
    begun = time.monotonic()
    result = go(articles, Engines(Eventful()), processes=1)
    assert (result.manifest.counts.done, result.manifest.counts.failures) == (20, {"ArticleTimeout": 1})
    assert time.monotonic() - begun < 30
