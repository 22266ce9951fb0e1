"""Kill a run again and again at random points, go on each time, and count what was lost and what was paid twice.

    python -m eval.resilience.kill [--kills 20] [--while-writing 10] [--rows 500] [--seed 1] [--task FOLDER]

`extractor run` over our own gold's articles, or over those of a task's folder, against the loopback server, killed
with SIGKILL: `--kills` times while it starts, asks and judges, and `--while-writing` times while it writes its
outputs, on a disk that is slow on purpose. Exit code 1 where an article does not end exactly once, where a call was
paid twice that was not on its way at a kill, where fewer kills hit than were asked for, or where the outputs differ
by a byte from those of an unbroken run.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from eval.benchmarks.loopback import MODEL
from eval.benchmarks.throughput import ROOT, WORK, serving
from eval.resilience.rows import rows_of

OUTPUTS: Final = ("summaries.jsonl", "failures.jsonl", "rejections.jsonl")
OUR_OUTPUTS: Final = (*OUTPUTS, "figures.csv", "review.jsonl")
"""Those of a run of the default task."""
AT_ONCE: Final = 50
SLOW: Final = 0.002
"""Seconds that each write to an output takes while a kill is meant to hit it."""
_PATIENCE: Final = 300.0
"""Seconds to wait for the point of a kill."""


@dataclass
class Seen:
    """What came of it all."""

    rows: int
    kills: int = 0
    writing: int = 0
    parts: set[str] = field(default_factory=set)
    """Which outputs were being written or put in place at the kills while writing."""
    ids: list[str] = field(default_factory=list)
    calls: int = 0
    twice: int = 0
    unexcused: int = 0
    """Of these, calls that were not on their way at a kill: each kill that cut a call off excuses one."""
    under_way: int = 0
    """Calls sent and not yet in the store, over all kills."""
    differing: list[str] = field(default_factory=list)
    ended: bool = False

    @property
    def once(self) -> bool:
        """Whether every article ended exactly once."""
        return len(self.ids) == len(set(self.ids)) == self.rows

    def right(self, kills: int, writing: int) -> bool:
        """Whether nothing is wrong, and all the kills hit."""
        hit = (self.kills, self.writing) == (kills, writing)
        return hit and self.once and self.ended and not self.unexcused and not self.differing


@dataclass(frozen=True)
class Run:
    """What is run: the articles, where the results go, and the task's folder, None for the default task."""

    articles: Path
    out: Path
    task: Path | None


class Killer:
    """One run that is killed and gone on with."""

    def __init__(self, run: Run, server: dict[str, str], dice: random.Random, seen: Seen) -> None:
        self._run = run
        self._out = run.out
        self._server = server
        self._dice = dice
        self._seen = seen
        self._cut_off: Counter[str] = Counter()
        """Question -> how often it had been sent, up to the last kill, without its completion being in the store."""

    def run(self, kills: int, writing: int) -> Seen:
        """All kills, then the end of the run."""
        for _ in range(kills):
            self._kill_amid_work(max(1, self._seen.rows // (2 * kills)))
        for _ in range(writing):
            self._kill_amid_writing()
        self._seen.ended = self._start(0.0).wait() == 0
        asked = self._asked()
        self._seen.calls = sum(asked.values())
        needed = self._stored("DISTINCT hash, attempt")
        again = {name: times - needed[name] for name, times in asked.items()}
        self._seen.twice = sum(again.values())
        self._seen.unexcused = sum(max(0, times - self._cut_off[name]) for name, times in again.items())
        lines = (self._out / "summaries.jsonl").read_text(encoding="utf-8").splitlines()
        self._seen.ids = [json.loads(line)["doc_id"] for line in lines]
        return self._seen

    def _kill_amid_work(self, most: int) -> None:
        """Kill after a random time from the start, or once a random number of calls more were made."""
        before, process = self._asked(), self._start(0.0)
        if self._dice.random() < 0.2:
            time.sleep(self._dice.uniform(0.1, 3.0))
        else:
            goal = sum(before.values()) + self._dice.randint(1, most)
            self._await(process, lambda: sum(self._asked().values()) >= goal)
            time.sleep(self._dice.uniform(0.0, 0.6))
        self._seen.kills += self._kill(process)

    def _kill_amid_writing(self) -> None:
        """Kill a random time after the first output was begun, while one is begun and not in place."""
        process = self._start(SLOW)
        self._await(process, lambda: bool(self._begun()))
        time.sleep(self._dice.uniform(0.0, SLOW * (self._seen.rows * 2 + 60)))
        os.kill(process.pid, signal.SIGSTOP)
        begun = self._begun()
        self._seen.parts |= {path.name for path in begun}
        self._seen.writing += self._kill(process) and bool(begun)

    def _begun(self) -> list[Path]:
        return [path for path in self._out.glob(".*.part") if "status" not in path.name]

    def _kill(self, process: subprocess.Popen[bytes]) -> bool:
        """Kill, and note what was on its way: sent, and not in the store. False: it had ended.

        What stands in a socket's buffer when a process dies still reaches the server, so that is waited for.
        """
        if process.poll() is not None:
            return False
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        asked: dict[str, int] = {}
        while asked != (asked := self._asked()):
            time.sleep(1.0)
        stored = self._stored("hash, attempt")
        self._cut_off = Counter({name: times - stored[name] for name, times in asked.items()})
        self._seen.under_way = sum(self._cut_off.values())
        return True

    def _await(self, process: subprocess.Popen[bytes], point: Any) -> None:
        end = time.monotonic() + _PATIENCE
        while not point() and process.poll() is None:
            if time.monotonic() > end:
                raise TimeoutError("the point of a kill never came")
            time.sleep(0.02)

    def _start(self, slow: float) -> subprocess.Popen[bytes]:
        return subprocess.Popen(command(self._run, self._server["url"], slow), cwd=ROOT, env=environ())

    def _asked(self) -> dict[str, int]:
        with urllib.request.urlopen(self._server["asked"], timeout=30) as answer:
            found: dict[str, int] = json.load(answer)
        return found

    def _stored(self, what: str) -> Counter[str]:
        """Question -> how many completions of it are in the run's store; a first one may have been unusable."""
        path = self._out / "calls.sqlite3"
        if not path.exists():
            return Counter()
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
            try:
                return Counter(row[0].hex() for row in db.execute(f"SELECT {what} FROM calls"))
            except sqlite3.OperationalError:
                return Counter()


def command(run: Run, url: str, slow: float) -> list[str]:
    """`extractor run` of this checkout, on a slow disk where `slow` says how slow."""
    start = ["-m", "eval.resilience.slow_disk", str(slow)] if slow else ["-m", "extractor"]
    model = ["--model", MODEL, "--base-url", url, "--mode", "schema", "--concurrency", str(AT_ONCE)]
    task = ["--task", str(run.task)] if run.task is not None else []
    return [
        sys.executable,
        *start,
        "run",
        str(run.articles),
        "--out",
        str(run.out),
        "-q",
        "--cache",
        "off",
        *model,
        *task,
    ]


def environ() -> dict[str, str]:
    """The environment of a run."""
    return os.environ | {"OPENAI_API_KEY": "none"}


def kill_and_compare(
    folder: Path,
    *,
    rows: int,
    kills: int,
    writing: int,
    seed: int,
    latency: float = 0.5,
    task: Path | None = None,
) -> Seen:
    """A killed run and an unbroken one over the same articles, in `folder`."""
    given, articles = rows_of(rows, folder, task)
    killed = Run(articles, folder / "out-killed", task)
    whole = Run(articles, folder / "out-unbroken", task)
    for run in (killed, whole):
        shutil.rmtree(run.out, ignore_errors=True)
    with serving(given, "--latency", str(latency)) as server:
        seen = Killer(killed, server, random.Random(seed), Seen(rows)).run(kills, writing)
        unbroken = subprocess.run(command(whole, server["url"], 0.0), cwd=ROOT, env=environ(), check=False)
    seen.ended = seen.ended and unbroken.returncode == 0
    outputs = OUR_OUTPUTS if task is None else OUTPUTS
    seen.differing = [name for name in outputs if (killed.out / name).read_bytes() != (whole.out / name).read_bytes()]
    return seen


def main() -> int:
    """Run, kill, go on; say what was seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--while-writing", type=int, default=10)
    parser.add_argument("--rows", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--task", type=Path)
    options = parser.parse_args()
    writing = options.while_writing
    seen = kill_and_compare(
        WORK / "kill", rows=options.rows, kills=options.kills, writing=writing, seed=options.seed, task=options.task
    )
    print(
        f"{seen.kills} kills amid work, {seen.writing} amid the writing of {', '.join(sorted(seen.parts)) or 'nothing'}"
    )
    print(f"{len(seen.ids)} of {seen.rows} articles, each exactly once: {seen.once}")
    print(f"outputs that differ from the unbroken run's: {', '.join(seen.differing) or 'none'}")
    print(f"{seen.calls} calls, {seen.twice} paid twice, {seen.unexcused} of these not on their way at a kill")
    print(f"sent and not yet stored at the kills: {seen.under_way}")
    return 0 if seen.right(options.kills, writing) else 1


if __name__ == "__main__":
    sys.exit(main())
