"""What grows with the number of articles: memory, bytes on disk, and the cost of going on with a finished run.

    python -m eval.benchmarks.growth [--counts 10000,100000]

Short articles through the stub program (render, send, store, parse, settle) against the loopback server, each count in
a process of its own. Prints a table; exit code 1 where the targets of docs/performance.md are missed.
"""

from __future__ import annotations

import argparse
import json
import logging
import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from threading import Event

from eval.benchmarks.stub import stub_job
from eval.benchmarks.throughput import ROOT, WORK, letters, serving
from extractor.cli.progress import Silence
from extractor.runs.run import run

MOST_GROWTH = 1.2
MOST_ON_DISK = 9.0
MOST_RESUME = 1.0
"""Seconds of processor at 100,000 articles, beyond reading and hashing the inputs."""
RESUMED = 5
"""Times that a finished run is gone on with; the median counts."""


def short_articles(count: int) -> Path:
    """So many short articles; all are answered like the first of our gold."""
    path = WORK / f"short-{count}.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            text = (
                f"Chiều 12-1-2018, Đảng ủy xã Tân An {letters(number)} tổng kết công tác xây dựng Đảng năm 2017. "
                f"Trong năm, Đảng bộ kết nạp {number % 90 + 10} đảng viên, đạt {number % 60 + 60},5% kế hoạch; có "
                f"{number % 40 + 2} chi bộ hoàn thành tốt nhiệm vụ. Năm 2018, Đảng bộ phấn đấu kết nạp 20 đảng viên, "
                "tập trung nâng cao chất lượng sinh hoạt chi bộ và công tác kiểm tra, giám sát.\n\nBài: a"
            )
            out.write(json.dumps({"id": f"s{number:06}", "text": text}, ensure_ascii=False) + "\n")
    return path


def short_reply() -> Path:
    """The one reply of all of them, as short as its article."""
    path = WORK / "short-rows.jsonl"
    lists = ("authors", "organizations", "figures", "missed", "dismissed", "awards", "people", "documents", "points")
    words = ("outlet", "title", "published_on", "held_on", "review_period", "plan_period", "abstract")
    reply = {name: [] for name in lists} | dict.fromkeys(words, "") | {"event": "annual_review"}
    reply["organizations"] = ["commune_party_committee | Đảng ủy xã Tân An | -"]
    reply["figures"] = [f"q{number} member admitted level result review A" for number in range(1, 5)]
    row = {"mark": "a", "reply": json.dumps(reply, ensure_ascii=False, separators=(",", ":"))}
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def reading_alone(articles: Path) -> float:
    """Processor seconds of loading the inputs and hashing them."""
    from extractor.loaders import find_inputs, load
    from extractor.runs.identity import answer_key, start_hash

    begun = time.process_time()
    for one in load(find_inputs([str(articles)])):
        assert one.article is not None
        answer_key(one.article, "f", "v")
        start_hash(one.article, "f")
    return time.process_time() - begun


def one_count(url: str, articles: Path) -> dict[str, float]:
    """A run and its resumption: memory at the end, bytes on disk, processor of going on."""
    from dataclasses import replace

    logging.getLogger("extractor").setLevel(logging.ERROR)
    out = WORK / "out-growth"
    shutil.rmtree(out, ignore_errors=True)
    job = stub_job(url, articles, out, 100)
    done = run(job, observer=Silence(), stop=Event()).manifest.counts.done
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    disk = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    beyond, alone = [], []
    for _ in range(RESUMED):
        alone.append(reading_alone(articles))
        begun = time.process_time()
        again = run(replace(job, fresh=False), observer=Silence(), stop=Event()).manifest
        beyond.append(time.process_time() - begun - alone[-1])
        assert again.counts.reused == done
    return {
        "done": done,
        "memory_mb": memory,
        "disk": disk / articles.stat().st_size,
        "resume": statistics.median(beyond),
        "reading": statistics.median(alone),
    }


def main() -> int:
    """Each count in turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", default="10000,100000")
    parser.add_argument("--one", nargs=2, metavar=("URL", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(one_count(options.one[0], Path(options.one[1]))))
        return 0
    WORK.mkdir(parents=True, exist_ok=True)
    rows = short_reply()
    found: dict[int, dict[str, float]] = {}
    for count in map(int, options.counts.split(",")):
        articles = short_articles(count)
        with serving(rows, "--latency", "0") as server:
            command = [sys.executable, "-m", "eval.benchmarks.growth", "--one", server["url"], str(articles)]
            done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        found[count] = json.loads(done.stdout.splitlines()[-1])
    print(
        "| articles | memory at the end, MB | on disk against the input | going on, s of processor | reading alone, s |"
    )
    print("|---|---|---|---|---|")
    for count, seen in found.items():
        assert seen["done"] == count
        figures = (f"{seen['memory_mb']:.0f}", *(f"{seen[name]:.2f}" for name in ("disk", "resume", "reading")))
        print(f"| {count:,} | {' | '.join(figures)} |")
    least, most = min(found), max(found)
    grown = found[most]["memory_mb"] / found[least]["memory_mb"]
    allowed = MOST_RESUME * most / 100_000
    good = grown <= MOST_GROWTH and found[most]["disk"] <= MOST_ON_DISK and found[most]["resume"] <= allowed
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
