"""The same targets under atheris, which is guided by the code that an input reaches (`pip install atheris`).

    python -m eval.fuzz.guided TARGET [-max_total_time=600 and other options of libFuzzer]

The first finding ends it: its traceback is printed and its input written to the folder it was started in. An input is
the name of what it is about, a zero byte, and the data. atheris is no dependency of this project: it is built for
CPython up to 3.13 and for Linux only.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

try:
    import atheris
except ImportError:
    sys.exit("atheris is not installed here; `pip install atheris`, or use `python -m eval.fuzz`, which needs nothing.")

with atheris.instrument_imports(include=["extractor"]):
    from eval.fuzz.mutate import LONGEST, mutated
    from eval.fuzz.targets import TARGETS


def main() -> None:
    """Fuzz one target until it finds something or the time is over."""
    names = {target.name: target for target in TARGETS}
    if len(sys.argv) < 2 or sys.argv[1] not in names:
        sys.exit(f"Name a target: {', '.join(names)}.")
    target = names[sys.argv[1]]
    seeds = list(target.seeds())
    known = {seed.about.encode() for seed in seeds}

    def run_case(case: bytes) -> None:
        about, _, data = case.partition(b"\0")
        if about in known:
            target.run(data, about.decode())

    def mutate(case: bytes, most: int, seed: int) -> bytes:
        dice = random.Random(seed)
        about, _, data = case.partition(b"\0")
        changed = mutated(data, [dice.choice(seeds).data], dice) if dice.random() < 0.7 else atheris.Mutate(data, most)
        return (about + b"\0" + changed)[:most]

    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(seeds):
            Path(folder, f"{number:04}").write_bytes((seed.about.encode() + b"\0" + seed.data)[:LONGEST])
        options = [f"-max_len={LONGEST}", "-timeout=60", *sys.argv[2:], folder]
        atheris.Setup([sys.argv[0], *options], run_case, custom_mutator=mutate)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
