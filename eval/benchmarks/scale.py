"""A run on a Ray cluster against a run on this machine: the same results, what it costs, and what a lost node costs.

    python -m eval.benchmarks.scale equal --articles 20000
    python -m eval.benchmarks.scale equal --articles 2000 --model
    python -m eval.benchmarks.scale equal --articles 2000 --model --real
    python -m eval.benchmarks.scale loss --articles 2000 [--model]
    python -m eval.benchmarks.scale limit --seconds 60
    python -m eval.benchmarks.scale cost --articles 4000 [--model]
    python -m eval.benchmarks.scale memory --articles 100000

Clusters are of two nodes on this machine, with a processor each. Each part checks that every article has the result
that the run on this machine gives it, prints a line of JSON, and ends with 1 where something is not as it should be.
Packages have to be compiled, as pip leaves them (not uv): else each process compiles what it imports, and a start takes
twice as much processor.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, Final

from eval.benchmarks.cluster import Nodes, Watched, busy, nodes, uncompiled, watched
from eval.benchmarks.death import death, flown_of, paid_again
from eval.benchmarks.growth import MOST_GROWTH, short_articles, short_reply
from eval.benchmarks.throughput import GOLD, ROOT, WORK, counted, letters, make_rows, serving
from extractor.parts.folder import lines_of

LEAST, MOST = 0.9, 1.1
"""Of a limit: what is kept within ten hundredths of it."""
SECONDS = "0.5"
"""What a call of real length takes."""
PLACES = 64
"""Calls at once in `loss`."""
ABOUT = "xã Tân An ([a-z]+)"
"""What names a short article in a question about it."""
DEAREST = 1.25
"""Processor of workers and driver against a run on this machine."""
IMPORTED: Final = ("ray", "pandas", "pyarrow", "numpy", "pydantic")
"""Packages that every process of a cluster imports."""


def command(articles: Path, out: Path, *more: str) -> list[str]:
    """`extractor run` as anybody calls it."""
    return [
        sys.executable,
        "-m",
        "extractor",
        "run",
        str(articles),
        "--out",
        str(out),
        "--quiet",
        "--cache",
        "off",
        *more,
    ]


def engine_of(server: dict[str, str] | None) -> list[str]:
    """The flags of the engine."""
    if server is None:
        return ["--engine", "rules"]
    return ["--model", "loopback", "--base-url", server["url"], "--mode", "schema"]


def summaries(out: Path) -> dict[str, bytes]:
    """Article -> its summary, each once."""
    found: dict[str, bytes] = {}
    for line in lines_of(out, "summaries.jsonl"):
        doc_id = json.loads(line)["doc_id"]
        assert doc_id not in found, f"{doc_id} has two summaries"
        found[doc_id] = line
    return found


def fresh(name: str) -> Path:
    """An empty folder for results."""
    folder = WORK / f"scale-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def here(articles: Path, engine: Sequence[str]) -> tuple[dict[str, bytes], float, float]:
    """A run on this machine: its summaries, seconds, and processor seconds."""
    out = fresh("here")
    begun, before = time.monotonic(), _children()
    subprocess.run(command(articles, out, *engine), cwd=ROOT, check=True)
    return summaries(out), time.monotonic() - begun, _children() - before


def on_ray(cluster: Nodes, articles: Path, out: Path, *more: str) -> subprocess.Popen[bytes]:
    """A run on a cluster, begun."""
    return subprocess.Popen(command(articles, out, "--on", "ray", "--ray-address", cluster.address, *more), cwd=ROOT)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _manifest(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "run.json").read_text(encoding="utf-8"))
    return found


def real_articles(count: int) -> Path:
    """So many articles of the length of our gold, again and again, each with a line of its own at its end."""
    path = WORK / f"real-{count}.jsonl"
    texts = [file.read_text(encoding="utf-8") for file in sorted((GOLD / "articles").glob("*.txt"))]
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            record = {"id": f"r{number:06}", "text": f"{texts[number % len(texts)].strip()}\n\nBài: {letters(number)}"}
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


def real_replies(count: int) -> tuple[Path, Path]:
    """So many articles with the replies of a perfect model, both as long as our gold's."""
    rows, articles = make_rows(count, WORK)
    return articles, rows


def material(count: int, model: bool, real: bool) -> tuple[Path, Path]:
    """Articles, and the replies that a server has for them."""
    if real and model:
        return real_replies(count)
    return real_articles(count) if real else short_articles(count), short_reply()


def beside(cluster: Nodes, articles: Path, engine: Sequence[str], workers: int) -> dict[str, Any]:
    """A run on this machine with so many processes, then one on the cluster with so many workers."""
    flags = [*engine, "--processes", str(workers)]
    known, seconds, cpu = here(articles, flags)
    out = fresh("ray")
    begun, before, (spent, had) = time.monotonic(), _children(), busy()
    with watched(cluster.raylets()) as seen:
        assert on_ray(cluster, articles, out, *flags).wait() == 0
    took, driver, (now_spent, now_had) = time.monotonic() - begun, _children() - before, busy()
    found = summaries(out)
    ours = driver + seen.all()
    return {
        "articles": len(known),
        "same": sum(found.get(name) == line for name, line in known.items()),
        "order": list(found) == list(known),
        "rows_here": len(known) / seconds,
        "rows_ray": len(known) / took,
        "cpu_here": cpu,
        "cpu_driver": driver,
        "cpu_workers": seen.workers(),
        "cpu_limiter": seen.limiter(),
        "cpu_of_ray_itself": seen.all() - seen.workers() - seen.limiter(),
        "overhead": (driver + seen.workers()) / cpu,
        "overhead_with_limiter": (driver + seen.workers() + seen.limiter()) / cpu,
        "taken_by_others": (now_spent - spent - ours) / (now_had - had),
        "megabytes": grown(seen),
    }


def equal(count: int, model: bool, real: bool) -> dict[str, Any]:
    """Two nodes against this machine: results, processor, memory."""
    articles, rows = material(count, model, real)
    with ExitStack() as held:
        server = held.enter_context(serving(rows, "--latency", SECONDS if real else "0.05")) if model else None
        found = beside(held.enter_context(nodes([1, 1])), articles, engine_of(server), 2)
    return found | {"good": found["same"] == count and found["order"]}


def loss(count: int, model: bool) -> dict[str, Any]:
    """One of two nodes is killed when a part is there, or with a model when a third of the calls is made."""
    articles, rows = short_articles(count), short_reply()
    places = ["--concurrency", str(PLACES)] if model else []
    with ExitStack() as held:
        server = held.enter_context(serving(rows, "--latency", "0.5", "--about", ABOUT)) if model else None
        cluster = held.enter_context(nodes([1, 1]))
        out = fresh("loss")
        running = on_ray(cluster, articles, out, *engine_of(server), *places)
        while running.poll() is None and not (
            counted(server)["calls"] > count if server else list((out / "parts").glob("*.parquet"))
        ):
            time.sleep(0.05)
        seen = death(cluster, out, server, least=PLACES // 4)
        begun = time.monotonic()
        assert running.wait() == 0
        seconds = time.monotonic() - begun
        flown = flown_of(server) if server else []
        known, _, _ = here(articles, engine_of(server))
        needed = flown_of(server)[len(flown) :] if server else []
    found, counts = summaries(out), _manifest(out)["counts"]
    good = found == known and len(found) == count and counts["failed"] == 0
    again = paid_again(seen, flown, needed, PLACES) if model else {}
    return {
        "articles": count,
        "processes_killed": seen.processes,
        "same": sum(found.get(name) == line for name, line in known.items()),
        "failed": counts["failed"],
        "asked": len(flown),
        "needed": len(needed),
        **again,
        "seconds_after": seconds,
        "good": good and again.get("within", True),
    }


def limit(seconds: float) -> dict[str, Any]:
    """Twenty requests a second for the whole cluster, and a node that dies halfway."""
    per_second = 20
    count = int(per_second * (seconds + 60))
    articles, rows = short_articles(count), short_reply()
    with serving(rows, "--latency", "0.2") as server, nodes([1, 1]) as cluster:
        out = fresh("limit")
        settings = WORK / "scale-limit-home"
        settings.mkdir(parents=True, exist_ok=True)
        (settings / "extractor.toml").write_text(f"[llm]\nrequests_per_minute = {per_second * 60}\n", encoding="utf-8")
        flags = command(articles, out, "--on", "ray", "--ray-address", cluster.address, *engine_of(server))
        running = subprocess.Popen(flags, cwd=settings, env=_environment())
        while running.poll() is None and counted(server)["calls"] < per_second:
            time.sleep(0.1)
        begun, first = time.monotonic(), counted(server)["calls"]
        seen: list[tuple[float, int]] = []
        killed = 0
        while time.monotonic() - begun < seconds and running.poll() is None:
            time.sleep(1.0)
            seen.append((time.monotonic() - begun, counted(server)["calls"] - first))
            if not killed and seen[-1][0] >= seconds / 2:
                killed = cluster.kill_last()
        running.terminate()
        running.wait()
    took, calls = seen[-1]
    return {
        "seconds": took,
        "calls": calls,
        "calls_a_second": calls / took,
        "of_the_limit": calls / took / per_second,
        "each_second": [after[1] - before[1] for before, after in pairwise(seen)],
        "processes_killed": killed,
        "good": LEAST <= calls / took / per_second <= MOST and killed > 0,
    }


def _environment() -> dict[str, str]:
    return dict(os.environ) | {"PYTHONPATH": str(ROOT)}


def cost(count: int, model: bool) -> dict[str, Any]:
    """Processor and rows a second with one worker and with two, against one process and two on this machine.

    What a start costs, whatever the number of articles, is seen on a few of them: `beyond_start` is without it.
    """
    few = min(16, count // 2)
    found: dict[str, Any] = {}
    good = True
    with ExitStack() as held:
        articles = material(count, model, real=True)
        some = head_of(articles[0], few)
        server = held.enter_context(serving(articles[1], "--latency", SECONDS)) if model else None
        cluster = held.enter_context(nodes([1, 1]))
        for workers in (1, 2):
            start, whole = (beside(cluster, one, engine_of(server), workers) for one in (some, articles[0]))
            ray, local = (
                sum(whole[name] - start[name] for name in names)
                for names in (("cpu_driver", "cpu_workers", "cpu_limiter"), ("cpu_here",))
            )
            found[f"{workers}"] = whole | {
                "start_here": start["cpu_here"],
                "start_ray": start["cpu_driver"] + start["cpu_workers"],
                "beyond_start": ray / local,
            }
            print(json.dumps({"workers": workers} | found[f"{workers}"]), file=sys.stderr)
            good &= whole["same"] == count and whole["overhead"] <= DEAREST
    return found | {"good": good}


def head_of(articles: Path, few: int) -> Path:
    """The first of some articles."""
    path = WORK / "few.jsonl"
    with articles.open(encoding="utf-8") as lines:
        path.write_text("".join(islice(lines, few)), encoding="utf-8")
    return path


def memory(count: int) -> dict[str, Any]:
    """The memory of a worker's processes, a fifth into the run and at its end."""
    articles = short_articles(count)
    with nodes([1, 1]) as cluster:
        out = fresh("memory")
        with watched(cluster.raylets()) as seen:
            assert on_ray(cluster, articles, out, "--engine", "rules").wait() == 0
    assert sum(1 for _ in lines_of(out, "summaries.jsonl")) == count
    found = grown(seen)
    return {
        "articles": count,
        "megabytes": found,
        "good": bool(found) and all(late <= early * MOST_GROWTH for early, late in found),
    }


def grown(seen: Watched) -> list[tuple[int, int]]:
    """The memory of each process of a worker, a fifth into its life and at the end."""
    found = []
    for pid, samples in seen.memory.items():
        if "SheafWorker" in seen.names[pid]:
            first, last = samples[0][0], samples[-1][0]
            early = [size for at, size in samples if 0.15 <= (at - first) / max(last - first, 1) <= 0.25]
            late = [size for at, size in samples if (at - first) / max(last - first, 1) >= 0.9]
            if early and late:
                found.append((round(statistics.median(early)), round(statistics.median(late))))
    return found


def main() -> int:
    """One of the parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=["equal", "loss", "limit", "cost", "memory"])
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--model", action="store_true")
    parser.add_argument("--real", action="store_true", help="articles as long as our gold's")
    options = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if missing := uncompiled(*IMPORTED):
        print(f"{', '.join(missing)}: not compiled; run python -m compileall on site-packages first.", file=sys.stderr)
        return 2
    WORK.mkdir(parents=True, exist_ok=True)
    if options.part == "equal":
        found = equal(options.articles, options.model, options.real)
    elif options.part == "loss":
        found = loss(options.articles, options.model)
    elif options.part == "limit":
        found = limit(options.seconds)
    else:
        found = cost(options.articles, options.model) if options.part == "cost" else memory(options.articles)
    print(json.dumps({"part": options.part, "model": options.model} | found))
    return 0 if found["good"] else 1


if __name__ == "__main__":
    sys.exit(main())
