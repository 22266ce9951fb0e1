"""How long `extractor --help` takes beside importing click and rich: the median of many runs of each, in turn.

Run: python eval/benchmarks/startup.py [RUNS]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from typing import Final

BARE: Final = ("click and rich", [sys.executable, "-c", "import click, rich"])
HELP: Final = ("extractor --help", [sys.executable, "-m", "extractor.cli.main", "--help"])
ALLOWED: Final = 3.0
"""The command may take this many times what the bare imports take."""


def seconds(command: list[str]) -> float:
    """Wall time of one run."""
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def main() -> int:
    """Print both medians and their ratio; 1 where it is over what is allowed."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    times: dict[str, list[float]] = {name: [] for name, _ in (BARE, HELP)}
    for _ in range(runs):
        for name, command in (BARE, HELP):
            times[name].append(seconds(command))
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, median in medians.items():
        print(f"{name}: {median * 1000:.0f} ms")
    ratio = medians[HELP[0]] / medians[BARE[0]]
    print(f"ratio {ratio:.2f}, allowed {ALLOWED}")
    return 0 if ratio <= ALLOWED else 1


if __name__ == "__main__":
    sys.exit(main())
