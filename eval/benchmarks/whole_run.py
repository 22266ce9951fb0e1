"""Memory of a whole run: JSON lines in, an engine that only answers, all files of the folder written.

    python -m eval.benchmarks.whole_run [--megabytes 1000]

The file is made in a folder of its own, once with 10 MB and once with so many; each run has a process of its own. Then
10 MB of other articles go into the large folder, whose files must hold all of them. Exit code 1 where the memory at the
end of the large run is more than 20% above that of the small one, or an article is missing.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from threading import Event

from extractor.cli.progress import Silence
from extractor.engines.base import NO_FACTS, Answer, Facts, Outcome
from extractor.loaders import find_inputs
from extractor.runs.desk import Engines
from extractor.runs.job import Job, Manner
from extractor.runs.run import run
from extractor.runs.settings import RunSettings
from extractor.text.article import Article
from tests.fakes import CountingEngine

ROOT = Path(__file__).resolve().parents[2]
SENTENCE = "Năm 2017, toàn Đảng bộ kết nạp 140 đảng viên, đạt 104% kế hoạch; mở 14 lớp bồi dưỡng. "
BYTES = 5_000
"""Bytes of one article."""
SMALL = 10
MOST = 1.2


@cache
def answer() -> Outcome:
    """What the engine says of every article: they all begin with the same sentence."""
    return CountingEngine().step(Article("any", SENTENCE))


class Stub:
    """An engine that has read everything before."""

    name = "rules"

    def step(self, article: Article, answers: Sequence[Answer] = (), facts: Facts = NO_FACTS) -> Outcome:
        """The answer, under the article's id."""
        del answers, facts
        known = answer()
        summary = known.grounded.summary.model_copy(update={"doc_id": article.doc_id})
        return replace(known, grounded=replace(known.grounded, summary=summary))


def write(path: Path, megabytes: int, name: str) -> int:
    """So many megabytes of articles; how many that are."""
    count = megabytes * 1_000_000 // BYTES
    body = SENTENCE * (BYTES // len(SENTENCE.encode()))
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(json.dumps({"id": f"{name}-{number}", "text": body}, ensure_ascii=False) + "\n")
    return count


def status(name: str) -> float:
    """A line of this process's status, in megabytes."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1]) / 1000


def one(articles: Path, out: Path) -> None:
    """A run, and what it took, as a line of JSON."""
    settings = RunSettings(engine="rules", engine_version="stub")
    job = Job(find_inputs([str(articles)]), out, settings, lambda: Engines(Stub()), manner=Manner(concurrency=2))
    begun = time.monotonic()
    counts = run(job, observer=Silence(), stop=Event()).manifest.counts
    told = {"done": counts.done, "seconds": time.monotonic() - begun}
    print(json.dumps(told | {"end": status("VmRSS"), "peak": status("VmHWM")}))


def measured(articles: Path, out: Path) -> dict[str, float]:
    """A run in a process of its own."""
    command = [sys.executable, "-m", "eval.benchmarks.whole_run", "--one", str(articles), str(out)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> int:
    """Three runs, and what they took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--one", nargs=2, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        one(*options.one)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        rows, held = {}, 0
        for megabytes, name, out in (
            (SMALL, "small", "small"),
            (options.megabytes, "large", "large"),
            (SMALL, "later", "large"),
        ):
            articles = root / f"{name}.jsonl"
            count = write(articles, megabytes, name)
            rows[name] = measured(articles, root / out)
            articles.unlink()
            held = count + (held if name == "later" else 0)
            if rows[name]["done"] != held:
                print(f"{rows[name]['done']:.0f} of {held} articles")
                return 1
        lines = sum(1 for _ in (root / "large" / "summaries.jsonl").open("rb"))
    print("| run | articles in the folder | s | MB at the end | MB at most |")
    print("|---|---|---|---|---|")
    for name, row in rows.items():
        print(f"| {name} | {row['done']:,.0f} | {row['seconds']:.0f} | {row['end']:.1f} | {row['peak']:.1f} |")
    grown = max(rows["large"]["end"], rows["later"]["end"]) / rows["small"]["end"]
    print(f"memory at the end {grown:.2f} times that at {SMALL} MB (at most {MOST})")
    return 0 if grown <= MOST and lines == held else 1


if __name__ == "__main__":
    sys.exit(main())
