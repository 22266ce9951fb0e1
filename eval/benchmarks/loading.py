"""Memory while articles stream in: JSON lines, Parquet and CSV of any size, no engine behind them.

    python eval/benchmarks/loading.py --megabytes 1000

Makes the file in a folder of its own, reads it to its end, and checks that every article came with its own text.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from extractor.loaders import find_inputs, load

SENTENCE = "Năm 2017, toàn Đảng bộ kết nạp {number} đảng viên, đạt 104% kế hoạch; mở 14 lớp bồi dưỡng. "
BYTES = 5_000
"""Bytes of one article."""
PAGE = 4096


def records(megabytes: int) -> Iterator[dict[str, str]]:
    for number in range(megabytes * 1_000_000 // BYTES):
        sentence = SENTENCE.format(number=number)
        yield {"id": f"bai-{number}", "text": sentence * (BYTES // len(sentence.encode("utf-8")))}


def write(path: Path, megabytes: int) -> None:
    if path.suffix == ".jsonl":
        with path.open("w", encoding="utf-8") as file:
            for record in records(megabytes):
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
    elif path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, ["id", "text"])
            table.writeheader()
            table.writerows(records(megabytes))
    else:
        import pyarrow
        from pyarrow import parquet

        schema = pyarrow.schema({"id": pyarrow.string(), "text": pyarrow.string()})
        with parquet.ParquetWriter(path, schema) as writer:
            some: list[dict[str, str]] = []
            for record in records(megabytes):
                some.append(record)
                if len(some) == 1000:
                    writer.write_table(pyarrow.Table.from_pylist(some, schema))
                    some = []
            if some:
                writer.write_table(pyarrow.Table.from_pylist(some, schema))


def resident() -> float:
    """Megabytes of this process that lie in memory."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * PAGE / 1e6


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--format", choices=["jsonl", "csv", "parquet"], default="jsonl")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"all.{options.format}"
        write(path, options.megabytes)
        begun = time.perf_counter()
        early = 0.0
        for number, loaded in enumerate(load(find_inputs([str(path)]))):
            if loaded.article is None or f"kết nạp {number} đảng viên" not in loaded.article.text:
                print(f"article {number} is wrong: {loaded.error}")
                return 1
            if number == 10_000_000 // BYTES:
                early = resident()
        seconds = time.perf_counter() - begun
        end = resident()
    print(f"{options.format}: {number + 1} articles in {seconds:.0f} s")
    print(f"resident: {early:.1f} MB after 10 MB, {end:.1f} MB at the end ({100 * end / early - 100:+.1f}%)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
