"""The page of 5,000 articles beside that of 50, in Chromium: first paint, time to the first article, memory.

    python eval/benchmarks/view.py [--articles N] [--rounds N]

Runs are made of our gold under other ids. An article's items are compared with its summary before anything is measured;
rounds are interleaved. Exit code 1 where the large page paints more than `MOST` times as late as the small one, or its
renderer takes more than `MEGABYTES`. Needs Chromium with its driver, and selenium.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

MOST: Final = 3.0
MEGABYTES: Final = 300
SMALL: Final = 50


def make_run(folder: Path, articles: int) -> list[dict[str, Any]]:
    """A run of so many articles; their summaries."""
    labels = [json.loads(file.read_text("utf-8")) for file in sorted((ROOT / "eval/gold/tuned/labels").glob("*.json"))]
    (folder / "texts").mkdir(parents=True)
    made = []
    with (folder / "summaries.jsonl").open("w", encoding="utf-8") as lines:
        for number in range(articles):
            source = labels[number % len(labels)]
            summary = {**source, "doc_id": f"{source['doc_id']}-{number:05d}"}
            text = (ROOT / "eval/gold/tuned/articles" / f"{source['doc_id']}.txt").read_bytes()
            (folder / "texts" / f"{summary['doc_id']}.txt").write_bytes(text)
            lines.write(json.dumps(summary, ensure_ascii=False) + "\n")
            made.append(summary)
    return made


def make_page(folder: Path) -> Path:
    """The page of a run."""
    from extractor.exports.page.write import run_articles, write_page
    from extractor.exports.run_folder import RunFolder
    from extractor.tasks.party_review.tables import layout

    run = RunFolder.open(folder)
    write_page(folder / "view.html", layout(), run_articles(run, layout()))
    return folder / "view.html"


def memory(driver: Any) -> float:
    """Megabytes (proportional set size) of the largest renderer below the driver."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            children.setdefault(int(stat.read_text().rsplit(")", 1)[1].split()[1]), []).append(int(stat.parent.name))
        except OSError:
            continue
    waiting, most = [driver.service.process.pid], 0.0
    while waiting:
        process = waiting.pop()
        waiting += children.get(process, [])
        try:
            if "type=renderer" in Path(f"/proc/{process}/cmdline").read_text():
                rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
                most = max(
                    most, int(next(line for line in rollup.split("\n") if line.startswith("Pss:")).split()[1]) / 1024
                )
        except (OSError, StopIteration):
            continue
    return most


def measure(page: Path, summary: dict[str, Any]) -> dict[str, float]:
    """One opening of the page, then of one article of it, which must hold what its summary holds."""
    from tests.webpage.chromium import look, started

    with tempfile.TemporaryDirectory() as profile:
        browser = started(Path(profile))
        driver = next(browser)
        try:
            look(driver, 1280, "light")
            driver.get(page.as_uri())
            painted = driver.execute_async_script(
                "const done = arguments[0]; const look = () => {"
                " const found = performance.getEntriesByName('first-contentful-paint')[0];"
                " if (found) done(found.startTime); else setTimeout(look, 20); }; look();"
            )
            begun = time.monotonic()
            driver.execute_script("location.hash = '#bai=' + arguments[0]", summary["doc_id"])
            while driver.execute_script("return document.getElementById('article').dataset.id") != summary["doc_id"]:
                time.sleep(0.01)
            opened = 1000 * (time.monotonic() - begun)
            shown = driver.execute_script(
                "return [...document.querySelectorAll('#items > li[data-kind=figures] [data-field=mention]')]"
                ".map((row) => JSON.parse(row.dataset.value))"
            )
            if sorted(shown) != sorted(figure["mention"]["text"] for figure in summary["figures"]):
                raise SystemExit(f"The page shows other figures than {summary['doc_id']} has.")
            if driver.get_log("browser"):
                raise SystemExit("The page wrote to the console.")
            return {"first paint, ms": painted, "article open, ms": opened, "renderer, MB": memory(driver)}
        finally:
            next(browser, None)


def main() -> int:
    """Measure and print; 1 where the large page is too slow or too large."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        pages = {}
        for articles in (SMALL, given.articles):
            folder = Path(work) / str(articles)
            summaries = make_run(folder, articles)
            pages[articles] = (make_page(folder), summaries[-1])
        found: dict[int, list[dict[str, float]]] = {articles: [] for articles in pages}
        for _ in range(given.rounds):
            for articles, (page, summary) in pages.items():
                found[articles].append(measure(page, summary))
        for articles, (page, _) in pages.items():
            print(f"{articles} articles, {page.stat().st_size / 1e6:.1f} MB")
            for name in found[articles][0]:
                values = [one[name] for one in found[articles]]
                print(f"  {name}: {median(values):.0f} ({min(values):.0f} to {max(values):.0f})")
        paints = {articles: median(one["first paint, ms"] for one in rounds) for articles, rounds in found.items()}
        ratio = paints[given.articles] / paints[SMALL]
        largest = max(one["renderer, MB"] for one in found[given.articles])
        print(
            f"first paint {ratio:.2f} times as late (at most {MOST}); renderer {largest:.0f} MB (at most {MEGABYTES})"
        )
    return 1 if ratio > MOST or largest > MEGABYTES else 0


if __name__ == "__main__":
    sys.exit(main())
