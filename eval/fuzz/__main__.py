"""Fuzz everything that takes input from outside: loaders, reader, both engines, gate, Label Studio import, scoring.

    python -m eval.fuzz [--minutes 20] [--seed 1] [--targets loaders,replies] [--out out/fuzz]

Seeds are every article, page, document, reply and label of this repository, changed as bytes and as trees of JSON. A
finding is any exception that is not the project's typed error, a typed error that hides an unexpected one, a span that
is not the article's, or an input that takes longer than `SLOW` seconds. Each kind of finding is written once, with its
input. Exit code 1 where there is one.
"""

from __future__ import annotations

import argparse
import logging
import random
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from eval.fuzz.corpus import Seed
from eval.fuzz.mutate import mutated
from eval.fuzz.targets import TARGETS, Target, Untrue

SLOW: Final = 20.0
"""Seconds of processor that one input may take."""
_KEPT: Final = 300
"""Changed inputs of a target that are kept to be changed further."""


class TooSlow(BaseException):
    """An input took longer than `SLOW`."""


@dataclass
class Found:
    """What was tried, and the findings by kind."""

    tried: Counter[str] = field(default_factory=Counter)
    findings: dict[str, str] = field(default_factory=dict)
    """Kind (target, exception, last place in the package) -> the traceback."""
    inputs: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    slowest: dict[str, float] = field(default_factory=dict)


def fuzz(seconds: float, seed: int, targets: Sequence[Target] = TARGETS) -> Found:
    """All targets in turn for so many seconds; the same inputs for the same seed."""
    dice, found = random.Random(seed), Found()
    pools = {target.name: list(target.seeds()) for target in targets}
    end = time.monotonic() + seconds
    before = signal.signal(signal.SIGVTALRM, _too_slow)
    try:
        while time.monotonic() < end:
            for target in targets:
                pool = pools[target.name]
                origin = dice.choice(pool)
                case = Seed(mutated(origin.data, [one.data for one in dice.sample(pool, 3)], dice), origin.about)
                if _try(target, case, found) and dice.random() < 0.1:
                    pool.append(case)
                    if len(pool) > _KEPT:
                        del pool[dice.randrange(len(pool))]
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return found


def _try(target: Target, case: Seed, found: Found) -> bool:
    """Whether the input went through without a finding."""
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, SLOW)
    try:
        target.run(case.data, case.about)
    except (Exception, TooSlow) as error:
        said = str(error)[:60] if isinstance(error, Untrue) else ""
        kind = f"{target.name}: {type(error).__name__} at {_place(error)} {said}".rstrip()
        if kind not in found.findings:
            found.findings[kind] = "".join(traceback.format_exception(error)[-12:])
            found.inputs[kind] = (case.about, case.data)
        return False
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        found.tried[target.name] += 1
        taken = time.process_time() - begun
        found.slowest[target.name] = max(taken, found.slowest.get(target.name, 0.0))
    return True


def _too_slow(*_: object) -> None:
    raise TooSlow(f"longer than {SLOW} s of processor")


def _place(error: BaseException) -> str:
    """The last line of the package that the exception came through."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "extractor" in Path(frame.filename).parts] or list(frames)
    return f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"


def main() -> int:
    """Fuzz, and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--targets", default=",".join(target.name for target in TARGETS))
    parser.add_argument("--out", type=Path, default=Path("out/fuzz"))
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    chosen = [target for target in TARGETS if target.name in options.targets.split(",")]
    found = fuzz(options.minutes * 60, options.seed, chosen)
    for number, (kind, trace) in enumerate(found.findings.items()):
        options.out.mkdir(parents=True, exist_ok=True)
        about, data = found.inputs[kind]
        (options.out / f"{number:03}.input").write_bytes(data)
        (options.out / f"{number:03}.txt").write_text(f"{kind}\n{about}\n\n{trace}", encoding="utf-8", errors="replace")
        print(f"FOUND {kind} ({options.out / f'{number:03}.txt'})")
    for name, tried in found.tried.items():
        print(f"{name}: {tried} inputs, the slowest {found.slowest[name]:.2f} s of processor")
    print(f"{sum(found.tried.values())} inputs, {len(found.findings)} kinds of findings")
    return 1 if found.findings else 0


if __name__ == "__main__":
    sys.exit(main())
