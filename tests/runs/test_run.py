from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from extractor.cli.progress import Silence
from extractor.errors import ModelError, UsageError
from extractor.loaders import find_inputs
from extractor.runs.desk import Engines
from extractor.runs.job import Job, Manner
from extractor.runs.lock import FolderLock
from extractor.runs.outcome import ArticleOutcome
from extractor.runs.run import RunResult, run
from extractor.runs.settings import RunSettings
from extractor.text.article import Article
from tests.conftest import ROOT
from tests.fakes import CountingEngine

SETTINGS = RunSettings(engine="rules", engine_version="1")


class Watcher(Silence):
    """Remembers what it was told; calls `after` with the count after each input."""

    def __init__(self, after: Callable[[int], None] = lambda count: None) -> None:
        self.told: list[str] = []
        self.total: int | None = -1
        self._after = after

    def started(self, total: int | None) -> None:
        self.total = total

    def ended(self, outcome: ArticleOutcome) -> None:
        self.told.append(outcome.doc_id)
        self._after(len(self.told))

    def known(self, count: int) -> None:
        self.told.append(f"{count} known")

    def finished(self) -> None:
        self.told.append("end")


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(8):
        (folder / f"a{number}.txt").write_text(f"Năm 2017 kết nạp {100 + number} đảng viên.", encoding="utf-8")
    return folder


def job(articles: Path, engine: CountingEngine, out: str = "out", **changes: Any) -> Job:
    changes.setdefault("settings", SETTINGS)
    manner = Manner(concurrency=changes.pop("workers", None))
    inputs = find_inputs([str(articles)])
    return Job(inputs, articles.parent / out, make=lambda: Engines(engine), manner=manner, **changes)


def go(asked: Job, watcher: Watcher | None = None, stop: Event | None = None) -> RunResult:
    return run(asked, observer=watcher or Watcher(), stop=stop or Event())


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def ids(path: Path) -> list[str]:
    return [record.get("doc_id") or record["id"] for record in records(path)]


ALL = [f"a{number}" for number in range(8)]


@pytest.mark.parametrize("workers", [1, 3, 20])
def test_the_output_has_the_inputs_order_whatever_the_workers_do(articles: Path, workers: int) -> None:
    result = go(job(articles, CountingEngine(seconds=0.002), workers=workers))
    assert ids(articles.parent / "out" / "summaries.jsonl") == ALL
    assert result.manifest.state == "complete"
    assert result.manifest.counts.done == 8


def test_a_second_run_asks_nothing_and_gives_the_same_files(articles: Path) -> None:
    out = articles.parent / "out"
    go(job(articles, CountingEngine()))
    before = {name: (out / name).read_bytes() for name in ("summaries.jsonl", "figures.csv", "failures.jsonl")}
    engine = CountingEngine()
    watcher = Watcher()
    result = go(job(articles, engine), watcher)
    assert engine.asked == []
    assert watcher.told == ["8 known", "end"]
    assert result.manifest.counts.reused == 8
    assert before == {name: (out / name).read_bytes() for name in before}


def test_only_a_changed_article_is_asked_about_again(articles: Path) -> None:
    go(job(articles, CountingEngine()))
    (articles / "a3.txt").write_text("Năm 2018 kết nạp 7 đảng viên.", encoding="utf-8")
    engine = CountingEngine()
    go(job(articles, engine))
    assert engine.asked == ["a3"]
    figures = records(articles.parent / "out" / "summaries.jsonl")[3]["figures"]
    assert [figure["value"] for figure in figures] == [7]


def test_changed_rules_read_everything_again(articles: Path) -> None:
    go(job(articles, CountingEngine()))
    engine = CountingEngine()
    go(job(articles, engine, settings=SETTINGS.model_copy(update={"engine_version": "2"})))
    assert engine.asked == ALL


def test_a_limit_takes_the_first_and_a_later_run_the_rest(articles: Path) -> None:
    watcher = Watcher()
    go(job(articles, CountingEngine(), limit=3), watcher)
    assert watcher.total == 3
    assert ids(articles.parent / "out" / "summaries.jsonl") == ALL[:3]
    engine = CountingEngine()
    go(job(articles, engine))
    assert engine.asked == ALL[3:]


def test_failures_are_recorded_counted_and_tried_again(articles: Path) -> None:
    (articles / "a2.txt").write_bytes(b"\xff\xfe\xfa")

    def fail(article: Article) -> Exception | None:
        return {"a4": ModelError("no answer"), "a5": ZeroDivisionError("oops")}.get(article.doc_id)

    result = go(job(articles, CountingEngine(fail), workers=2))
    failures = records(articles.parent / "out" / "failures.jsonl")
    assert [(failure["id"], failure["error"]) for failure in failures] == [
        ("a2", "InputError"),
        ("a4", "ModelError"),
        ("a5", "ZeroDivisionError"),
    ]
    assert failures[1]["message"] == "no answer"
    assert result.manifest.counts.failures == {"InputError": 1, "ModelError": 1, "ZeroDivisionError": 1}
    assert result.manifest.counts.done == 5
    engine = CountingEngine()
    go(job(articles, engine))
    assert engine.asked == ["a4", "a5"]
    assert ids(articles.parent / "out" / "failures.jsonl") == ["a2"]


@pytest.mark.parametrize("workers", [1, 3])
def test_a_stopped_run_finishes_what_it_has_begun_and_goes_on_later(articles: Path, workers: int) -> None:
    stop = Event()
    engine = CountingEngine(seconds=0.005)
    result = go(job(articles, engine, workers=workers), Watcher(lambda count: stop.set() if count == 2 else None), stop)
    assert result.manifest.state == "interrupted"
    counts = result.manifest.counts
    assert 2 <= counts.done <= 2 + workers
    assert counts.done == len(engine.asked)
    assert counts.inputs == 8
    assert counts.not_taken == 8 - counts.done
    rest = CountingEngine()
    go(job(articles, rest))
    assert sorted(engine.asked + rest.asked) == ALL
    assert ids(articles.parent / "out" / "summaries.jsonl") == ALL


def test_a_stopped_run_does_not_wait_for_the_input_that_is_being_read(articles: Path) -> None:
    slow = articles / "slow.txt"
    os.mkfifo(slow)
    stop = Event()
    asked = job(articles, CountingEngine())
    asked = replace(asked, inputs=find_inputs([str(articles / "a0.txt"), str(slow), str(articles / "a1.txt")]))
    threading.Timer(0.5, stop.set).start()
    began = time.monotonic()
    result = go(asked, stop=stop)
    assert time.monotonic() - began < 5
    assert result.manifest.state == "interrupted"
    assert result.manifest.counts.not_taken >= 2
    with slow.open("w"):  # lets the thread go that reads it
        pass


def test_two_runs_do_not_write_one_folder(articles: Path) -> None:
    out = articles.parent / "out"
    out.mkdir()
    with FolderLock(out), pytest.raises(UsageError, match="Another run"):
        go(job(articles, CountingEngine()))
    assert go(job(articles, CountingEngine())).manifest.counts.done == 8


def test_another_runs_folder_is_refused_unless_fresh(articles: Path) -> None:
    out = articles.parent / "out"
    go(job(articles, CountingEngine()))
    (out / "mine.txt").write_text("keep", encoding="utf-8")
    other = RunSettings(engine="llm", model="m")
    with pytest.raises(UsageError, match="--fresh"):
        go(job(articles, CountingEngine(), settings=other))
    assert len(ids(out / "summaries.jsonl")) == 8
    engine = CountingEngine()
    go(job(articles, engine, settings=other, fresh=True))
    assert engine.asked == ALL
    assert (out / "mine.txt").read_text(encoding="utf-8") == "keep"


def test_results_without_a_ledger_are_not_overwritten(articles: Path) -> None:
    out = articles.parent / "out"
    out.mkdir()
    (out / "summaries.jsonl").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="results of something else"):
        go(job(articles, CountingEngine()))
    assert (out / "summaries.jsonl").read_text(encoding="utf-8") == "mine"


def test_a_file_in_the_place_of_the_folder_is_a_usage_error(articles: Path) -> None:
    (articles.parent / "out").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="is a file"):
        go(job(articles, CountingEngine()))


def test_a_file_in_the_place_of_a_folder_above_is_named(articles: Path) -> None:
    out = articles / "a1.txt" / "deep" / "out"
    made = replace(job(articles, CountingEngine()), out=out)
    with pytest.raises(UsageError, match=f"for {re.escape(str(articles / 'a1.txt'))} is a file"):
        go(made)


def test_the_text_of_an_input_that_is_not_plain_is_kept(articles: Path) -> None:
    (articles / "b.txt").write_bytes(b"\xef\xbb\xbf" + "Kết nạp 5 đảng viên.\r\n".encode())
    go(job(articles, CountingEngine()))
    texts = articles.parent / "out" / "texts"
    assert {path.name for path in texts.iterdir()} == {"b.txt", "index.jsonl"}
    assert records(texts / "index.jsonl")[-1] == {
        "id": "b",
        "text": "b.txt",
        "source": str(articles / "b.txt"),
        "place": os.path.relpath(articles / "b.txt", articles.parent / "out"),
        "url": None,
    }
    text = (texts / "b.txt").read_bytes().decode("utf-8")
    mention = records(articles.parent / "out" / "summaries.jsonl")[-1]["figures"][0]["mention"]
    assert text[mention["start"] : mention["end"]] == mention["text"] == "5"


KILLED = """
import sys
from pathlib import Path
from threading import Event
sys.path.insert(0, sys.argv[1])
from tests.fakes import CountingEngine
from tests.runs.test_run import Watcher, go, job
go(job(Path(sys.argv[2]), CountingEngine(seconds=0.05), workers=2))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_a_killed_run_keeps_what_it_finished(articles: Path) -> None:
    for number in range(8, 60):
        (articles / f"a{number:02}.txt").write_text(f"Năm 2017 kết nạp {number} đảng viên.", encoding="utf-8")
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(ROOT), str(articles)])
    ledger = articles.parent / "out" / "ledger.jsonl"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and (not ledger.exists() or ledger.read_bytes().count(b"\n") < 6):
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    finished = ledger.read_bytes().count(b"\n") - 1
    assert 5 <= finished < 60
    assert not (articles.parent / "out" / "summaries.jsonl").exists()
    engine = CountingEngine()
    result = go(job(articles, engine))
    assert len(engine.asked) == 60 - finished
    assert result.manifest.counts.done == 60
    assert result.manifest.counts.reused == finished
