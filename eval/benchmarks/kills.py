"""Kill a run again and again at random moments, go on each time, and count what was lost and what was paid twice.

    python -m eval.benchmarks.kills [--kills 30] [--rows 500] [--seed 1]

`extractor run` over our own gold's articles against the loopback server, killed with SIGKILL. Exit code 1 where an
article does not end exactly once, where more calls were paid twice than were in flight at the kills, or where the
outputs differ from those of a run that was not disturbed.
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
from contextlib import closing
from pathlib import Path

from eval.benchmarks.throughput import OURS, ROOT, WORK, command_line, counted, make_rows, serving

OUTPUTS = ("summaries.jsonl", "figures.csv", "failures.jsonl", "rejections.jsonl", "review.jsonl")
AT_ONCE = 50


def outputs(out: Path) -> dict[str, bytes]:
    """The files that must be the same."""
    return {name: (out / name).read_bytes() for name in OUTPUTS}


def stored(out: Path) -> int:
    """Completions in the run's store."""
    path = out / "calls.sqlite3"
    if not path.exists():
        return 0
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        try:
            return int(db.execute("SELECT count(*) FROM calls").fetchone()[0])
        except sqlite3.OperationalError:
            return 0


def main() -> int:
    """Run, kill, go on; say what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--rows", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    rows, articles = make_rows(options.rows, WORK)
    out, whole = WORK / "out-kills", WORK / "out-unbroken"
    for folder in (out, whole):
        shutil.rmtree(folder, ignore_errors=True)
    environment = os.environ | {"OPENAI_API_KEY": "none"}
    flown, waiting, killed = 0, 0, 0
    with serving(rows, "--latency", "0.5") as server:
        asked = command_line(OURS, articles, out, server["url"], AT_ONCE)
        for _ in range(options.kills):
            process = subprocess.Popen(asked, cwd=ROOT, env=environment)
            try:
                process.wait(timeout=chance.uniform(1.0, 6.0))
            except subprocess.TimeoutExpired:
                # Frozen, so that what is sent and not yet stored can be counted exactly.
                os.kill(process.pid, signal.SIGSTOP)
                seen = counted(server)
                flying = seen["calls"] - stored(out) - flown
                flown += flying
                waiting += flying - seen["at_once"]
                os.kill(process.pid, signal.SIGKILL)
                process.wait()
                killed += 1
                time.sleep(1.0)
        last = subprocess.run(asked, cwd=ROOT, env=environment, check=False).returncode
        seen = counted(server)
        unbroken = subprocess.run(
            command_line(OURS, articles, whole, server["url"], AT_ONCE), cwd=ROOT, env=environment, check=False
        ).returncode
    ids = [json.loads(line)["doc_id"] for line in (out / "summaries.jsonl").read_text(encoding="utf-8").splitlines()]
    once = len(ids) == len(set(ids)) == options.rows
    same = outputs(out) == outputs(whole)
    print(f"{killed} kills, {len(ids)} of {options.rows} articles, each once: {once}; outputs as unbroken: {same}")
    print(f"{seen['calls']} calls, {seen['twice']} paid twice; sent and not yet stored at the kills: {flown}")
    print(f"of these answered by the server and still on their way to the store: {waiting}")
    return 0 if once and same and seen["twice"] <= flown and last == unbroken == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
