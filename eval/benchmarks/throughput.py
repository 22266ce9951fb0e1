"""The way to a model against its peers, side by side: rows a second and processor a row on a loopback server.

    python -m eval.benchmarks.throughput [--rounds 3] [--parts exchange,whole,slow,startup,caps] [--json FILE]

Each peer (raw aiohttp, AsyncOpenAI, async instructor, langextract) runs in an environment of its own, made at the
first use under `out/bench/`; the build at the start of the work on calls runs beside ours from its commit. All get the
same questions and the same replies, one after the other in turn, and every row is checked to be the same. The numbers
are medians over the rounds, with their ranges. Exit code 1 where rows differ.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from eval.benchmarks.loopback import MODEL
from extractor.engines.base import Facts
from extractor.engines.llm.render import body_of
from extractor.engines.llm.replies import compact
from extractor.engines.llm.settings import LlmSettings
from extractor.engines.llm.tagged_text import TaggedText
from extractor.reading.reader import read
from extractor.schema import ArticleSummary
from extractor.tasks.party_review.codec.encode import encode_pointer
from extractor.tasks.party_review.codec.replies import PointerReply
from extractor.tasks.party_review.llm.prompt import load_prompt
from extractor.text.article import Article

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "out" / "bench"
GOLD = ROOT / "eval" / "gold" / "tuned"
START = "444e983"
"""The build at the start of the work on calls."""
MOST_WRONG = 0.02
"""Share of items in which summaries of a perfect model may differ from the gold."""
PEERS = {
    "aiohttp": ["aiohttp"],
    "openai": ["openai"],
    "instructor": ["instructor", "openai"],
    "langextract": ["langextract[openai]"],
}


@dataclass(frozen=True)
class Taken:
    """What one round of one contestant took."""

    rows: int
    seconds: float
    cpu: float
    digest: str = ""

    @property
    def cpu_ms(self) -> float:
        """Processor a row, in milliseconds."""
        return self.cpu / self.rows * 1000

    @property
    def rate(self) -> float:
        """Rows a second."""
        return self.rows / self.seconds


@dataclass
class Table:
    """All rounds of a part by contestant."""

    title: str
    taken: dict[str, list[Taken]] = field(default_factory=dict)

    def add(self, name: str, taken: Taken) -> None:
        """One more round."""
        self.taken.setdefault(name, []).append(taken)
        print(f"  {self.title}: {name}: {taken.rate:.1f} rows/s, {taken.cpu_ms:.2f} ms a row", file=sys.stderr)

    def median(self, name: str, what: str) -> float:
        """The median of `cpu_ms`, `rate` or `seconds`."""
        return statistics.median(float(getattr(one, what)) for one in self.taken[name])

    def markdown(self) -> str:
        """The table for the page."""
        lines = [f"**{self.title}**", "", "| | rows a second | processor a row, ms |", "|---|---|---|"]
        for name, rounds in self.taken.items():
            cells = []
            for what, form in (("rate", "{:.1f}"), ("cpu_ms", "{:.2f}")):
                values = sorted(float(getattr(one, what)) for one in rounds)
                middle, low, high = (form.format(v) for v in (statistics.median(values), values[0], values[-1]))
                cells.append(f"{middle} ({low} to {high})")
            lines.append(f"| {name} | {cells[0]} | {cells[1]} |")
        return "\n".join(lines) + "\n"

    def same(self, among: Sequence[str]) -> bool:
        """Whether these gave the same rows, all of them and each time."""
        return len({(one.rows, one.digest) for name in among for one in self.taken[name]}) == 1


def letters(number: int) -> str:
    """A mark without digits: `bdf`."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


def make_rows(count: int, folder: Path, known_in: Path = GOLD / "articles") -> tuple[Path, Path]:
    """The questions with their replies, and the articles they are about: our gold's, each with a mark of its own.

    Only articles that the folder `known_in` has too.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows, articles = folder / f"rows-{count}.jsonl", folder / f"articles-{count}.jsonl"
    prompt = load_prompt("pointer")
    settings = LlmSettings(model=MODEL, base_url="http://127.0.0.1:1/v1", mode="schema")
    known = []
    for path in sorted((GOLD / "articles").glob("*.txt")):
        labels = GOLD / "labels" / f"{path.stem}.json"
        if labels.exists() and (known_in / path.name).exists():
            known.append((path, ArticleSummary.model_validate_json(labels.read_bytes())))
    asked = questions(articles)
    sources = {}
    with (
        rows.open("w", encoding="utf-8") as out,
        articles.open("w", encoding="utf-8") as texts,
        asked.open("w", encoding="utf-8") as users,
    ):
        for number in range(count):
            path, gold = known[number % len(known)]
            mark = letters(number)
            article = Article.from_text(
                f"r{number:06}", f"{path.read_text(encoding='utf-8').rstrip()}\n\nBài: {mark}\n"
            )
            sources[article.doc_id] = {"stem": path.stem, "mark": mark}
            tagged = TaggedText.whole(article, read(article))
            body = body_of(prompt.messages(tagged), PointerReply, settings, Facts(mode="schema"), 4096)
            reply = compact(encode_pointer(gold, tagged))
            row = {"id": article.doc_id, "mark": mark, "reply": reply, "body": json.loads(body)}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            texts.write(json.dumps({"id": article.doc_id, "text": article.text}, ensure_ascii=False) + "\n")
            user = row["body"]["messages"][-1]["content"]
            users.write(json.dumps({"id": article.doc_id, "text": user}, ensure_ascii=False) + "\n")
    sources_of(articles).write_text(json.dumps(sources), encoding="utf-8")
    return rows, articles


@contextlib.contextmanager
def serving(rows: Path, *options: str) -> Iterator[dict[str, str]]:
    """The loopback server in a process of its own."""
    command = [sys.executable, "-m", "eval.benchmarks.loopback", "--rows", str(rows), *options]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        try:
            yield json.loads(server.stdout.readline())
        finally:
            server.stdin.close()


def counted(server: dict[str, str]) -> dict[str, int]:
    """What the server has seen."""
    with urllib.request.urlopen(server["count"], timeout=10) as answer:
        found: dict[str, int] = json.load(answer)
    return found


def environment(name: str, packages: Sequence[str]) -> Path:
    """The Python of a peer's own environment, made where it is missing."""
    folder = WORK / "venvs" / name
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *packages], check=True)
    return python


@dataclass(frozen=True)
class Build:
    """A build of this project: its folder and its Python."""

    folder: Path
    python: Path


OURS = Build(ROOT, Path(sys.executable))


def start_build() -> Build:
    """The build at the start, unpacked from its commit, in an environment of its own from its own lock."""
    folder = WORK / f"start-{START}"
    if not (folder / "extractor").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        archive = subprocess.run(["git", "archive", START], cwd=ROOT, check=True, capture_output=True).stdout
        subprocess.run(["tar", "-x", "-C", str(folder)], input=archive, check=True)
    python = folder / ".venv" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder / ".venv")], check=True)
        lock = ["--require-hashes", "-r", str(folder / "requirements.lock")]
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *lock], check=True)
    return Build(folder, python)


def exchange(
    table: Table, rounds: int, rows: Path, articles: Path, latency: float, at_once: int, peers: list[str]
) -> None:
    """The exchange alone: every peer and our stub program, in turn."""
    for _ in range(rounds):
        for name in [*peers, "ours (stub)"]:
            with serving(rows, "--latency", str(latency)) as server:
                given = ["--url", server["url"], "--rows", str(rows), "--at-once", str(at_once)]
                if name in PEERS:
                    python = environment(name, PEERS[name])
                    command = [str(python), str(Path(__file__).with_name("peers.py")), name, *given]
                else:
                    out = WORK / "out-stub"
                    shutil.rmtree(out, ignore_errors=True)
                    command = [sys.executable, "-m", "eval.benchmarks.stub", *given]
                    command += ["--articles", str(questions(articles)), "--out", str(out)]
                done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
                table.add(name, Taken(**json.loads(done.stdout.splitlines()[-1])))


def sources_of(articles: Path) -> Path:
    """Which article of our gold each of these articles is, and its mark."""
    return articles.with_name(articles.name.replace("articles", "sources")).with_suffix(".json")


def questions(articles: Path) -> Path:
    """The questions about these articles, as the articles of the stub, which asks with their text as it is."""
    return articles.with_name(articles.name.replace("articles", "questions"))


def command_line(build: Build, articles: Path, out: Path, url: str, at_once: int) -> list[str]:
    """`extractor run` of a build over the articles."""
    model = ["--model", MODEL, "--base-url", url, "--mode", "schema", "--concurrency", str(at_once)]
    more = ["--cache", "off"] if build is OURS else []
    return [str(build.python), "-m", "extractor", "run", str(articles), "--out", str(out), "-q", *model, *more]


def environ(build: Build) -> dict[str, str]:
    """The environment in which a build's own code is what runs."""
    return os.environ | {
        "PYTHONPATH": str(build.folder),
        "OPENAI_API_KEY": "none",
        "XDG_CACHE_HOME": str(WORK / "cache"),
    }


def out_of(build: Build) -> Path:
    """Where a build's run goes."""
    return WORK / f"out-{build.folder.name}"


def run_build(build: Build, articles: Path, url: str, at_once: int) -> Taken:
    """A whole run in processes of its own, all their processor time together."""
    out = out_of(build)
    shutil.rmtree(out, ignore_errors=True)
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    command = command_line(build, articles, out, url, at_once)
    subprocess.run(command, cwd=build.folder, env=environ(build), check=True)
    seconds, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    account = json.loads((out / "run.json").read_text(encoding="utf-8"))
    lines = (out / "summaries.jsonl").read_text(encoding="utf-8").splitlines()
    assert account["counts"]["failed"] == 0, account["counts"]
    return Taken(len(lines), seconds, used, f"{len(lines)} done")


def perfect(build: Build, what: str, articles: Path, *files: str) -> str:
    """`perfect.py` by a build's own Python: a perfect model's replies, or how its summaries agree with the gold."""
    given = ["--sources", str(sources_of(articles)), "--labels", str(GOLD / "labels"), *files]
    command = [str(build.python), str(Path(__file__).with_name("perfect.py")), what, *given]
    done = subprocess.run(command, cwd=build.folder, env=environ(build), check=True, capture_output=True, text=True)
    return done.stdout


def whole(table: Table, rounds: int, count: int, at_once: int) -> list[str]:
    """Whole rows, cross-check included: our build and the one at the start, in turn.

    Articles that both know; each gets the replies that a perfect model gives it, and its summaries are held against
    the gold. Returns what is wrong with them.
    """
    builds = {"start": start_build(), "ours": OURS}
    _, articles = make_rows(count, WORK / "whole", builds["start"].folder / "eval" / "gold" / "articles")
    rows = {name: articles.with_name(f"perfect-{name}.jsonl") for name in builds}
    for name, build in builds.items():
        perfect(build, "make", articles, "--articles", str(articles), "--rows", str(rows[name]))
    wrong = []
    for _ in range(rounds):
        for name, build in builds.items():
            with serving(rows[name], "--latency", "0.2") as server:
                table.add(name, run_build(build, articles, server["url"], at_once))
    for name, build in builds.items():
        found = json.loads(perfect(build, "check", articles, "--summaries", str(out_of(build) / "summaries.jsonl")))
        print(f"  {name} against gold: {found}", file=sys.stderr)
        if found["wrong_items"] > MOST_WRONG * found["items"]:
            wrong.append(f"{name}: {found['wrong_items']} of {found['items']} items are not the gold's")
    return wrong


def startup(table: Table, rounds: int, rows: Path, articles: Path) -> None:
    """A run of one article with a model that answers at once."""
    one = articles.with_name("one.jsonl")
    one.write_text(articles.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    for _ in range(rounds):
        for name, build in (("start", start_build()), ("ours", OURS)):
            with serving(rows, "--latency", "0") as server:
                table.add(name, run_build(build, one, server["url"], 1))


def slow(table: Table, rounds: int, count: int) -> None:
    """The stub with and without one call in fifty at twenty times the latency: with no ceiling named, and with 100."""
    rows, articles = make_rows(count, WORK)
    for _ in range(rounds):
        for at_once in (0, 100):
            for name, share in (("none slow", "0"), ("2% at 20 times", "0.02")):
                with serving(rows, "--latency", "0.2", "--slow-share", share) as server:
                    told = f"{name}, {at_once or 'no number'} named"
                    table.add(told, stub(server, rows, articles, at_once))


def stub(server: dict[str, str], rows: Path, articles: Path, at_once: int) -> Taken:
    """One run of the stub against a server, so many calls at once; 0 names no number."""
    out = WORK / "out-stub"
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "eval.benchmarks.stub", "--url", server["url"], "--rows", str(rows)]
    command += ["--articles", str(questions(articles)), "--out", str(out), "--at-once", str(at_once)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return Taken(**json.loads(done.stdout.splitlines()[-1]))


def caps(rows: Path, articles: Path) -> list[str]:
    """Servers that refuse more than so many calls a second: nothing lost, few calls too many, little time lost."""
    found = []
    for cap, more in ((5, ()), (5, ("--by-date",)), (20, ()), (20, ("--by-date",))):
        count = len(articles.read_text(encoding="utf-8").splitlines())
        with serving(rows, "--latency", "0.2", "--cap", str(cap), *more) as server:
            taken = stub(server, rows, articles, 100)
            seen = counted(server)
        calls = (seen["calls"] + seen["refused"]) / count
        ideal = count / cap
        found.append(
            f"| {cap} a second{', by date' if more else ''} | {taken.rows} of {count} | {calls:.3f} | "
            f"{taken.seconds / ideal:.3f} |"
        )
        print("  caps:", found[-1], file=sys.stderr)
    return found


def main() -> int:
    """Run the parts that were asked for, print their tables; exit code 1 where a check fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows", type=int, default=600)
    parser.add_argument("--parts", default="exchange,whole,startup,slow,caps")
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    parts = options.parts.split(",")
    rows, articles = make_rows(options.rows, WORK)
    tables: list[Table] = []
    wrong: list[str] = []
    if "exchange" in parts:
        table = Table("Exchange, 200 ms, 100 at once")
        peers = options.peers.split(",")
        exchange(table, options.rounds, rows, articles, 0.2, 100, peers)
        tables.append(table)
        if not table.same(list(table.taken)):
            wrong.append("the rows of the exchange differ")
    if "long" in parts:
        table = Table("Exchange, 10 s, 1,000 at once")
        many, texts = make_rows(3000, WORK)
        exchange(table, 1, many, texts, 10.0, 1000, ["aiohttp"])
        tables.append(table)
    if "whole" in parts:
        table = Table("Whole rows, 200 ms, 100 at once")
        wrong += whole(table, options.rounds, options.rows, 100)
        tables.append(table)
        if not table.same(["start", "ours"]):
            wrong.append("the whole rows differ in number")
    if "startup" in parts:
        table = Table("One article")
        startup(table, options.rounds, rows, articles)
        tables.append(table)
    if "slow" in parts:
        table = Table("5,000 calls of the stub, some slow")
        slow(table, 1, 5000)
        tables.append(table)
    for table in tables:
        print(table.markdown())
    if "caps" in parts:
        few, texts = make_rows(500, WORK)
        print("| cap | rows | calls a row | time against the ideal |\n|---|---|---|---|")
        print("\n".join(caps(few, texts)))
    if options.json is not None:
        data: dict[str, Any] = {
            one.title: {name: [asdict(t) for t in all_] for name, all_ in one.taken.items()} for one in tables
        }
        options.json.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    for one in wrong:
        print(one, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
