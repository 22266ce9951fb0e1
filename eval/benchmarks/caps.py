"""Servers with a cap on calls a second, hundreds of runs in time that passes at once: what each kind costs.

    python -m eval.benchmarks.caps [--runs 10] [--machine quiet|busy]

500 questions with 100 at once, as in `throughput.py --parts caps`, against servers that differ in how they count, in
how they say when to come back, in how far their clock is off, and in where in a second the run begins. On a busy
machine calls and replies are up to 20 ms late each, timers too, and nothing moves for up to 50 ms about once a second.
Exit code 1 where a run takes more than 1.15 of the ideal time or 1.1 calls a row, or loses one.
"""

from __future__ import annotations

import argparse
import logging
import random
import statistics
import sys
from collections.abc import Iterator
from itertools import product

from tests.runs.capped_server import SAID, Case

TIME, CALLS = 1.15, 1.1


def cases(cap: int, said: str, fixed: bool, runs: int, busy: bool) -> Iterator[Case]:
    """So many servers of one kind, the same each time."""
    chance = random.Random(f"{said}{cap}{fixed}")
    for _ in range(runs):
        yield Case(
            cap=cap,
            said=said,  # type: ignore[arg-type]
            fixed=fixed,
            phase=chance.random(),
            skew=chance.choice([0.0, 0.0, chance.uniform(-5, 5)]),
            lag=0.02 if busy else 0.002,
            stalls=0.05 if busy else 0.0,
            others=chance.choice([0, 1]),
            seed=chance.randrange(10**6),
        )


def main() -> int:
    """All runs, and a table of what they came to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--machine", choices=["quiet", "busy"], default="quiet")
    options = parser.parse_args()
    logging.getLogger("extractor").setLevel(logging.ERROR)
    wrong = 0
    print(
        "| cap | Retry-After | counts | time: median | 90% | worst | most calls a row |\n|---|---|---|---|---|---|---|"
    )
    for cap, said, fixed in product((5, 20), SAID, (False, True)):
        came = [one.run() for one in cases(cap, said, fixed, options.runs, options.machine == "busy")]
        times = sorted(one.time for one in came)
        calls = max(one.calls for one in came)
        wrong += sum(one.time > TIME or one.calls > CALLS or one.done < 1 for one in came)
        cells = [statistics.median(times), times[int(len(times) * 0.9)], times[-1], calls]
        counts = "fixed seconds" if fixed else "any second"
        print(f"| {cap} | {said} | {counts} | {' | '.join(f'{cell:.3f}' for cell in cells)} |", flush=True)
    print(f"{wrong} of {20 * options.runs} beyond {TIME} of the time or {CALLS} calls a row")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
