"""The rules engine of this build beside that of another one, in turns, each build's summaries scored against gold.

    python eval/benchmarks/against.py OTHER/.venv/bin/python [--rounds 3] [--copies 3] [--json FILE]

OTHER is a checkout of another commit with an environment of its own. Two parts, both on `eval/gold/tuned`:

- one core: each build reads all articles in one process, `--rounds` times; processor time of the best round;
- a run: `extractor run` of each build over `--copies` copies of the articles, start-up, results and all. Time on the
  clock and processor of all processes together. This build computes in two processes.

Modules are read as byte code, as those of an installed package are (compiled by the first round, into a folder of its
own). The least of each is compared, because other work on the machine only ever adds. Exit code 1 where this build's
figures (core F1) are worse than the other's, or a round gave other summaries than the round before.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from extractor.eval.gold import GoldFolder, open_predictions
from extractor.tasks.party_review.eval.judge import evaluate_reviews as evaluate

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "eval" / "gold" / "tuned"

ONE_CORE = """
import json, sys, time
from pathlib import Path
from extractor import extract
articles = [(path.stem, path.read_text(encoding="utf-8")) for path in sorted(Path(sys.argv[1]).glob("*.txt"))]
for _, text in articles[:5]:
    extract(text)
best, seen, alike = float("inf"), None, True
for _ in range(int(sys.argv[2])):
    start = time.process_time()
    made = [extract(text) for _, text in articles]
    best = min(best, time.process_time() - start)
    told = [one.model_dump_json() for one in made]
    alike, seen = alike and seen in (None, told), told
with open(sys.argv[3], "w", encoding="utf-8") as file:
    for (name, _), summary in zip(articles, seen):
        file.write(json.dumps({**json.loads(summary), "doc_id": name}, ensure_ascii=False) + "\\n")
print(json.dumps({"seconds": best, "alike": alike}))
"""


@dataclass(frozen=True)
class Result:
    """What one build took: seconds of processor on one core, then of a whole run, and what its figures score."""

    build: str
    one_core: float
    run_clock: float
    run_processor: float
    core_f1: float
    alike: bool


def main() -> int:
    """Measure, print, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("other", type=Path, help="the other build's python")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--copies", type=int, default=3)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    ours, other = Path(sys.executable), options.other.absolute()
    with tempfile.TemporaryDirectory() as name:
        results = [*measure({"this": ours, "other": other}, Path(name), options.rounds, options.copies)]
    this, that = results
    for one in results:
        print(
            f"{one.build:6} one core {one.one_core:6.2f} s   run {one.run_clock:6.2f} s on the clock, "
            f"{one.run_processor:6.2f} s of processor   core F1 {one.core_f1:.3f}"
        )
    print(
        f"articles a second, this against the other: {that.one_core / this.one_core:.2f} on one core, "
        f"{that.run_clock / this.run_clock:.2f} in a run"
    )
    if options.json:
        options.json.write_text(json.dumps([asdict(one) for one in results], indent=2), encoding="utf-8")
    return 0 if this.alike and this.core_f1 >= that.core_f1 else 1


def measure(builds: dict[str, Path], folder: Path, rounds: int, copies: int) -> list[Result]:
    """Both builds in turns."""
    many = folder / "many"
    many.mkdir()
    for path in sorted((GOLD / "articles").glob("*.txt")):
        for copy in range(copies):
            (many / f"{path.stem}-{copy}.txt").write_bytes(path.read_bytes())
    cores: dict[str, list[float]] = {build: [] for build in builds}
    alike = dict.fromkeys(builds, True)
    runs: dict[str, list[tuple[float, float]]] = {build: [] for build in builds}
    for _ in range(rounds):
        for build, python in builds.items():
            told = json.loads(
                _call(python, folder, "-c", ONE_CORE, str(GOLD / "articles"), "2", str(folder / f"{build}.jsonl"))
            )
            cores[build].append(told["seconds"])
            alike[build] &= told["alike"]
            runs[build].append(_run(python, many, folder / f"run-{build}"))
    return [
        Result(
            build,
            min(cores[build]),
            min(clock for clock, _ in runs[build]),
            min(processor for _, processor in runs[build]),
            _core_f1(folder / f"{build}.jsonl"),
            alike[build],
        )
        for build in builds
    ]


def _call(python: Path, folder: Path, *arguments: str) -> str:
    """What the build's python prints; started in the build's own folder, so that it imports its own code."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    done = subprocess.run(
        [str(python), *arguments], cwd=python.parents[2], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def _run(python: Path, articles: Path, out: Path) -> tuple[float, float]:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    _call(
        python,
        out.parent,
        "-m",
        "extractor",
        "run",
        str(articles),
        "--engine",
        "rules",
        "--out",
        str(out),
        "--quiet",
        "--fresh",
    )
    clock, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    lines, inputs = (out / "summaries.jsonl").read_bytes().count(b"\n"), sum(1 for _ in articles.iterdir())
    assert lines == inputs, f"{lines} summaries of {inputs} articles"
    return clock, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _core_f1(predictions: Path) -> float:
    evaluation = evaluate(GoldFolder(GOLD / "labels"), open_predictions(predictions), keep="none")
    return evaluation.lists["figures.core"].f1.value


if __name__ == "__main__":
    sys.exit(main())
