"""Two thousand articles by batches of which half expire once: every article once, no line paid twice, as online.

    python -m eval.benchmarks.batches [--articles 2000] [--lines 100]

`extractor run --via batch --wait` against the batch server of the tests, with so many lines a batch, and the same run
online against the server of single calls. Exit code 1 where an article does not come exactly once, a line is answered
twice, or the outputs differ.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from extractor.cli.main import run_cli
from extractor.runs import batches
from tests.engines.llm.fault_case import MODEL
from tests.engines.llm.faulty_server import FaultyServer, says
from tests.runs.batch_server import answer, serving
from tests.runs.test_calls_of_a_run import account, outputs, write


def main() -> int:
    """Both runs, and what they came to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--lines", type=int, default=100)
    options = parser.parse_args()
    os.environ["OPENAI_API_KEY"] = "none"
    batches.FIRST_LOOK = 0.1  # type: ignore[misc]
    made = batches.Batches.__init__
    made.__kwdefaults__ = {**made.__kwdefaults__, "most_lines": options.lines}

    def run(url: str, out: str, *more: str) -> int:
        model = ["--engine", "llm", "--base-url", url, "--model", MODEL, "--mode", "schema", "--few-shots", "0"]
        return run_cli(["run", "articles", "--out", out, "-q", "--cache", "off", *model, *more])

    def plan(_number: int, request: Any) -> Any:
        return says(answer(dict(request))["choices"][0]["message"]["content"])

    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        write(*(f"n{number:04}" for number in range(options.articles)))
        count = -(-options.articles // options.lines)
        with serving() as server:
            server.outcomes = ["expired", "completed"] * (count // 2)
            code = run(server.url, "batch", "--via", "batch", "--wait")
            lines, twice = len(server.answered), sum(server.answered.values()) - len(server.answered)
            ends = [one.ends for one in server.batches.values()]
        told = account("batch")
        with FaultyServer(plan) as single:
            alone = run(single.url, "online", "--concurrency", "64")
        same = outputs("batch") == outputs("online")
        ids = [line.split(b'"', 4)[3] for line in Path("batch", "summaries.jsonl").read_bytes().splitlines()]
    once = len(ids) == len(set(ids)) == options.articles
    print(f"{len(ends)} batches, {ends.count('expired')} expired; {lines} lines answered, {twice} of them twice")
    print(f"{len(ids)} of {options.articles} articles, each once: {once}; outputs as online: {same}")
    print(f"{told['spent']['calls']} calls paid")
    return 0 if code == alone == 0 and once and same and not twice and told["spent"]["calls"] == lines else 1


if __name__ == "__main__":
    sys.exit(main())
