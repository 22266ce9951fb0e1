"""Many articles against a server of which a part of the calls goes wrong, in every way there is.

    python -m eval.resilience.faults [--rows 300] [--share 0.3] [--seed 1] [--task FOLDER]

`extractor run` over our own gold's articles, or over those of a task's folder; the kinds of faults are drawn evenly:
refusals, limits, lost connections, slow, huge, packed and malformed bodies, half surrogates, unusable and cut
replies, replies that invent numbers and names, and servers that send the key back. Exit code 1 where an article does
not end as a summary or a typed failure, where a kind was not drawn, where something comes out that does not stand in
its article, where the key stands in any file or output, or where the run takes more memory than `MEMORY`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from eval.benchmarks.loopback import MARK
from eval.benchmarks.throughput import ROOT, WORK
from eval.resilience.rows import rows_of
from extractor.errors import ExtractorError
from extractor.tasks.registry import find_task
from tests.engines.llm.fault_case import KEY, MODEL
from tests.engines.llm.faulty_server import FAULTS, HARD, Body, FaultyServer, Step, refuses, says

MEMORY: Final = 400
"""Megabytes that all processes of the run may take together at any moment, what they share counted once."""
INVENTED: Final = ("Vương Hạc Tùng", "77.431", "Cúp Sao Hỏa", "Đảng ủy Khối Nông trường Sao Mộc")
"""What no article has."""
_LEFT_OUT: Final = frozenset(["429 by date", "429 by a date gone by", "429 in an hour", "bad key", "no quota"])
"""Kinds of `FAULTS` that say something of the run's time or of the whole account; `ECHOES` has the key."""
ECHOES: Final[dict[str, Step]] = {
    "key in a refusal": refuses(401, f"Incorrect API key provided: {KEY}", "invalid_api_key"),
    "key in a page": Step(f"<html>Bearer {KEY}</html>".encode(), 500, content_type="text/html"),
    "key in a reply": says(json.dumps({"event": KEY, KEY: KEY})),
}
REPLIES: Final[dict[str, Step]] = {
    "cut json": says('{"outlet": "'),
    "wrong label": says('{"event": "party"}'),
    "empty reply": says(""),
    "prose": says("Xin lỗi, tôi không làm được."),
    "fence": says('```json\n{"event": 3}\n```'),
}
INVENTION: Final = "inventions"
KINDS: Final = (*(name for name in FAULTS if name not in _LEFT_OUT), *HARD, *ECHOES, *REPLIES, INVENTION)
_STEPS: Final[Mapping[str, Step]] = FAULTS | HARD | ECHOES | REPLIES


@dataclass
class Seen:
    """What came of a run."""

    rows: int
    ended: Counter[str] = field(default_factory=Counter)
    """"summary" or the class of the failure -> how many."""
    drawn: Counter[str] = field(default_factory=Counter)
    calls: int = 0
    peak: float = 0.0
    """Megabytes of all processes of the run together, pages that they share counted once (PSS)."""
    largest: float = 0.0
    """Megabytes that the largest of its processes ever had resident (peak RSS)."""
    wrong: list[str] = field(default_factory=list)


class Faults:
    """The plan of a faulty server: the share of calls that fail, the kinds in an order that draws each as often."""

    def __init__(self, replies: Mapping[str, str], share: float, seed: int, kinds: Sequence[str] = KINDS) -> None:
        self._replies = replies
        self._share = share
        self._kinds = kinds
        self._dice = random.Random(seed)
        self._waiting: list[str] = []
        self.drawn: Counter[str] = Counter()

    def __call__(self, _number: int, body: Body) -> Step:
        """What happens to a request."""
        if self._dice.random() >= self._share:
            return says(self._reply(body))
        if not self._waiting:
            self._waiting = self._dice.sample(self._kinds, len(self._kinds))
        kind = self._waiting.pop()
        self.drawn[kind] += 1
        return says(_inventing(self._reply(body))) if kind == INVENTION else _STEPS[kind]

    def _reply(self, body: Body) -> str:
        marks = MARK.findall(str(body["messages"][-1]["content"]))
        return self._replies[marks[-1]] if marks else '{"kind":"other","rows":[]}'


def _inventing(reply: str) -> str:
    """A right reply with a person, a number, an award and a body that the article does not have."""
    data = json.loads(reply)
    name, number, title, body = INVENTED
    if "losses" in data:
        data["losses"] = [*data["losses"], f"dead s1 | = {number} | -", f"house s1 | q1 | = {name}"]
        data["aid"] = [*data["aid"], f"q1 | = {body} | -"]
        data["storm"], data["total"] = f"= {title}", f"= {number} tỷ đồng"
        data["abstract"] = f"{body} có {number} nhà bị hại."
    elif "people" in data:
        data["people"] = [*data["people"], f"{name} | Bí thư | s1"]
        data["missed"] = [*data.get("missed", []), f"{number} | member total level result review - | s1"]
        data["awards"] = [*data["awards"], f"{title} | person | 1 | s1"]
        data["organizations"] = [*data["organizations"], f"agencies_bloc | {body} | Lâm Đồng"]
        data["abstract"] = f"{body} kết nạp {number} đảng viên."
    return json.dumps(data, ensure_ascii=False)


def run(
    folder: Path, *, rows: int, share: float, seed: int, kinds: Sequence[str] = KINDS, task: Path | None = None
) -> Seen:
    """A run over so many articles, in `folder`, and what is wrong with what came of it."""
    given, articles = rows_of(rows, folder, task)
    out, cache = folder / "out-faults", folder / "cache-faults"
    for place in (out, cache):
        shutil.rmtree(place, ignore_errors=True)
    known = [json.loads(line) for line in given.read_text(encoding="utf-8").splitlines()]
    plan = Faults({row["mark"]: row["reply"] for row in known}, share, seed, kinds)
    seen = Seen(rows)
    with FaultyServer(plan) as server:
        asked = [sys.executable, "-m", "extractor", "run", str(articles), "--out", str(out), "--cache", str(cache)]
        asked += ["--base-url", server.url, "--model", MODEL, "--mode", "schema", "--log-json"]
        asked += ["--task", str(task)] if task is not None else []
        asked += ["--timeout", "4", "--attempts", "3", "--concurrency", "50"]
        with (folder / "said.txt").open("wb") as said:
            process = subprocess.Popen(
                asked, cwd=ROOT, env=os.environ | {"OPENAI_API_KEY": KEY}, stdout=said, stderr=subprocess.STDOUT
            )
            watch = threading.Thread(target=_watch, args=(process, seen))
            watch.start()
            status = process.wait()
            watch.join()
        seen.calls = len(server.requests)
        sent = set(server.keys)
    seen.drawn = plan.drawn
    if status not in (0, 1) or sent != {f"Bearer {KEY}"}:
        seen.wrong.append(f"exit code {status}, keys sent: {len(sent)}")
    texts = {row["id"]: row["text"] for row in map(json.loads, articles.read_text(encoding="utf-8").splitlines())}
    seen.wrong += [*_ends(out, texts, seen), *_unproven(out, texts, task), *_leaks(folder)]
    seen.wrong += [f"the kind {kind!r} was never drawn" for kind in kinds if not plan.drawn[kind]]
    return seen


def _watch(process: subprocess.Popen[bytes], seen: Seen) -> None:
    """The memory of the run's processes, ten times a second."""
    while process.poll() is None:
        tree = _tree(process.pid)
        seen.peak = max(seen.peak, sum(_megabytes(pid, "smaps_rollup", "Pss") for pid in tree))
        seen.largest = max(seen.largest, *(_megabytes(pid, "status", "VmHWM") for pid in tree))
        time.sleep(0.1)


def _tree(pid: int) -> list[int]:
    """A process and all that come from it."""
    found, at = [pid], 0
    while at < len(found):
        for children in Path(f"/proc/{found[at]}/task").glob("*/children"):
            try:
                found += [int(child) for child in children.read_text().split()]
            except OSError:
                continue
        at += 1
    return found


def _megabytes(pid: int, file: str, name: str) -> float:
    """A size that the kernel tells of a process; 0 where it has ended."""
    try:
        told = Path(f"/proc/{pid}/{file}").read_text()
    except OSError:
        return 0.0
    found = re.search(rf"^{name}:\s+(\d+) kB", told, re.MULTILINE)
    return int(found[1]) / 1000 if found else 0.0


def _names(family: type[ExtractorError]) -> Iterator[str]:
    """The names of a family of errors."""
    yield family.__name__
    for child in family.__subclasses__():
        yield from _names(child)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())


def _ends(out: Path, texts: Mapping[str, str], seen: Seen) -> Iterator[str]:
    """What is wrong with how the articles ended."""
    typed = {*_names(ExtractorError), "ArticleTimeout", "WorkerLost"}
    done = [line["doc_id"] for line in _lines(out / "summaries.jsonl")]
    failures = [(line["id"], line["error"]) for line in _lines(out / "failures.jsonl")]
    ended = Counter([*done, *(doc_id for doc_id, _ in failures)])
    seen.ended.update(["summary"] * len(done) + [error for _, error in failures])
    yield from (f"{doc_id} ended {ended[doc_id]} times" for doc_id in texts if ended[doc_id] != 1)
    yield from (f"{doc_id} ended in {error}" for doc_id, error in failures if error not in typed)


def _unproven(out: Path, texts: Mapping[str, str], task: Path | None) -> Iterator[str]:
    """What came out that does not stand in its article."""
    of_task = find_task(task)
    for number, line in enumerate((out / "summaries.jsonl").read_text(encoding="utf-8").splitlines(), 1):
        summary = of_task.parse_summary(line.encode(), f"summaries.jsonl:{number}").model_dump(mode="json")
        doc_id = summary["doc_id"]
        text = texts[doc_id]
        yield from (f"{doc_id} has {words!r}" for words in INVENTED if words in line and words not in text)
        for span in _spans(summary):
            if text[span["start"] : span["end"]] != span["text"]:
                yield f"{doc_id} has a span that is not its article's: {span['text']!r}"


def _spans(value: Any) -> Iterator[dict[str, Any]]:
    """Every stretch of the text that a summary keeps."""
    if isinstance(value, list):
        for one in value:
            yield from _spans(one)
    elif isinstance(value, dict):
        if set(value) == {"text", "start", "end"}:
            yield value
        else:
            yield from _spans(list(value.values()))


def _leaks(folder: Path) -> Iterator[str]:
    """Files of the run that hold the key, packed completions included."""
    secret = KEY.encode()
    for path in folder.rglob("*"):
        if path.is_file() and secret in path.read_bytes():
            yield f"the key stands in {path.name}"
        if path.name == "calls.sqlite3":
            with closing(sqlite3.connect(path)) as store:
                packed = store.execute("SELECT completion FROM calls")
                if any(secret in zlib.decompress(row[0]) for row in packed):
                    yield f"the key stands in a completion of {path}"


def main() -> int:
    """Run, and say what was seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=300)
    parser.add_argument("--share", type=float, default=0.3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--task", type=Path, help="storm_damage's folder, whose replies it knows to spoil")
    options = parser.parse_args()
    seen = run(WORK / "faults", rows=options.rows, share=options.share, seed=options.seed, task=options.task)
    faulty = sum(seen.drawn.values())
    least, most = min(seen.drawn.values()), max(seen.drawn.values())
    print(f"{seen.calls} calls, {faulty} at fault ({faulty / seen.calls:.0%})")
    print(f"{len(seen.drawn)} of {len(KINDS)} kinds of faults, each {least} to {most} times")
    print(f"{sum(seen.ended.values())} of {seen.rows} articles ended: {dict(seen.ended.most_common())}")
    print(f"memory: at most {seen.peak:.0f} MB together, {seen.largest:.0f} MB peak RSS of the largest process")
    for one in seen.wrong[:20]:
        print(f"WRONG {one}")
    return 1 if seen.wrong or max(seen.peak, seen.largest) > MEMORY else 0


if __name__ == "__main__":
    sys.exit(main())
