"""How long scoring takes and how much memory it needs, at three sizes, to see that the cost grows linearly.

    python eval/benchmarks/scoring.py [--articles 10000] [--figures 20]

Gold is written as label files and predictions as one JSON Lines file, then judged the way `extractor eval` does, with
intervals, in a fresh process for each size. How many figures are right is known from how the predictions were made,
and is checked. Processor time a figure shows the growth: it stays the same where the cost is linear, and other programs
on the machine disturb it less than the clock. Fails (exit code 1) where a count is wrong, where a size takes over 60 s
or 1 GiB, or where a figure costs over twice as much among many articles as among few.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LIMIT_SECONDS = 60.0
LIMIT_BYTES = 2**30
LIMIT_GROWTH = 2.0
SUBJECTS = ("member", "cell", "grassroots_org", "class")
MEASURES = ("admitted", "good", "held", "total")


@dataclass(frozen=True, slots=True)
class Expected:
    """Figures that are right by construction."""

    value: int
    core: int
    strict: int


def make_figure(text: str, place: int, value: int, **changed: Any) -> dict[str, Any]:
    start = text.index(f"<{value}>", place) + 1
    end = start + len(str(value))
    figure = {
        "organization": "Đảng ủy Khối các cơ quan tỉnh",
        "phase": "target" if value % 5 == 0 else "result",
        "period": "2017",
        "subject": SUBJECTS[value % len(SUBJECTS)],
        "measure": MEASURES[value % len(MEASURES)],
        "basis": "level",
        "value": float(value),
        "value_max": None,
        "out_of": None,
        "unit": "count",
        "comparator": "eq",
        "group": None if value % 3 else "nữ",
        "mention": {"text": text[start:end], "start": start, "end": end},
        "evidence": {"text": text[start - 12 : end + 12], "start": start - 12, "end": end + 12},
    }
    return {**figure, **changed}


def make_article(number: int, figures: int) -> tuple[str, list[dict[str, Any]], list[dict[str, Any]]]:
    """Text, gold and predicted figures. Of each six to twelve: one lost, one mislabelled, one of another period.

    Every fourth value is that of the figure before it, so that classes of equal values have to be told apart.
    """
    values = [place - (place % 4 == 3) for place in range(figures)]
    text = f"Bài {number}. " + " ".join(f"toàn Khối đã kết nạp <{value}> đảng viên mới trong năm;" for value in values)
    gold, predicted, place = [], [], 0
    for order, value in enumerate(values):
        figure = make_figure(text, place, value)
        place = figure["mention"]["end"]
        gold.append(figure)
        match (order + number) % (6 + number % 7):
            case 0:
                continue
            case 1:
                predicted.append({**figure, "subject": "other"})
            case 2:
                predicted.append({**figure, "period": None})
            case _:
                predicted.append(figure)
    return text, gold, predicted[::-1]


def make_summary(doc_id: str, text: str, figures: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "doc_id": doc_id,
        "source": {
            "outlet": f"Báo {int(doc_id[1:]) % 20}",
            "title": text[:7],
            "authors": ["Thu Thủy"],
            "published_on": None,
        },
        "event": {"kind": "annual_review", "held_on": None, "review_period": "2017", "plan_period": "2018"},
        "abstract": "Đảng ủy Khối các cơ quan tỉnh tổng kết công tác năm, kết nạp 3 đảng viên mới.",
        "organizations": [{"name": "Đảng ủy Khối các cơ quan tỉnh", "kind": "agencies_bloc", "province": None}],
        "figures": figures,
        "awards": [],
        "people": [],
        "documents": [],
        "points": [],
    }


def write_bench(folder: Path, articles: int, figures: int) -> Expected:
    labels, texts = folder / "labels", folder / "articles"
    labels.mkdir(parents=True)
    texts.mkdir()
    value = core = strict = 0
    with (folder / "summaries.jsonl").open("w", encoding="utf-8") as predictions:
        for number in range(articles):
            doc_id = f"a{number:06}"
            text, gold, predicted = make_article(number, figures)
            label = make_summary(doc_id, text, gold)
            (labels / f"{doc_id}.json").write_text(json.dumps(label, ensure_ascii=False), encoding="utf-8")
            (texts / f"{doc_id}.txt").write_text(text, encoding="utf-8")
            answer = make_summary(doc_id, text, predicted) | {"abstract": f"Kết nạp {number} đảng viên mới."}
            predictions.write(json.dumps(answer, ensure_ascii=False) + "\n")
            value += len(predicted)
            core += sum(one["subject"] != "other" for one in predicted)
            strict += sum(one["subject"] != "other" and one["period"] is not None for one in predicted)
    return Expected(value, core, strict)


def judge(folder: Path) -> None:
    """What the measured process does: prints counts, seconds and peak memory as JSON."""
    from extractor.cli.judging import make_bench

    begun, worked = time.perf_counter(), time.process_time()
    bench = make_bench(folder, None, None, 2000)
    found = bench.judge(folder / "summaries.jsonl")
    seconds, processor = time.perf_counter() - begun, time.process_time() - worked
    counts = {name: found.lists[f"figures.{name}"].counts.matched for name in ("value", "core", "strict")}
    width = found.lists["figures.core"].f1.interval
    record = {
        "counts": counts,
        "seconds": seconds,
        "processor": processor,
        "bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "interval": None if width is None else [width.low, width.high],
        "f1": found.lists["figures.core"].f1.value,
    }
    sys.stdout.write(json.dumps(record))


def measure(articles: int, figures: int) -> tuple[bool, float]:
    """Whether one size was right and within the limits, and its microseconds of processor a figure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        expected = write_bench(folder, articles, figures)
        done = subprocess.run(
            [sys.executable, __file__, "--judge", str(folder)], check=True, capture_output=True, text=True
        )
    found = json.loads(done.stdout)
    right = found["counts"] == {"value": expected.value, "core": expected.core, "strict": expected.strict}
    cost = 1e6 * found["processor"] / (articles * figures)
    low, high = found["interval"]
    right = right and low <= found["f1"] <= high
    sys.stdout.write(
        f"{articles:>7} articles x {figures} figures: {found['seconds']:6.1f} s, "
        f"{cost:5.1f} us of processor a figure, "
        f"{found['bytes'] / 2**20:5.0f} MiB, "
        f"core F1 {found['f1']:.4f} ({low:.4f} to {high:.4f}), counts {'right' if right else 'WRONG'}\n"
    )
    sys.stdout.flush()
    return right and found["seconds"] <= LIMIT_SECONDS and found["bytes"] <= LIMIT_BYTES, cost


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--figures", type=int, default=20)
    parser.add_argument("--judge", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.judge:
        judge(arguments.judge)
        return 0
    sizes = sorted({max(2, arguments.articles // part) for part in (4, 2, 1)})
    measured = [measure(size, arguments.figures) for size in sizes]
    linear = measured[-1][1] <= LIMIT_GROWTH * measured[0][1]
    return 0 if linear and all(passed for passed, _ in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
