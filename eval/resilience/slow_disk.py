"""`extractor` on a disk that takes its time over outputs: what they are written to waits, so that a kill can hit them.

    python -m eval.resilience.slow_disk SECONDS run ARTICLES --out DIR ...

Each write to an output file and each putting in place takes SECONDS, and everything written is on the disk at once, as
halves of files are where a machine stops. The package itself knows nothing of it.
"""

from __future__ import annotations

import sys
import time
from typing import IO, Any

from extractor.atomic import AtomicFile
from extractor.cli.main import run_cli


class SlowFile:
    """A file whose writes take a while."""

    def __init__(self, file: IO[str], seconds: float) -> None:
        self._file = file
        self._seconds = seconds

    def write(self, text: str) -> int:
        """Write slowly, through to the disk."""
        time.sleep(self._seconds)
        written = self._file.write(text)
        self._file.flush()
        return written

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def slow_down(seconds: float) -> None:
    """Make every `AtomicFile` of this process slow."""
    opened, commit = AtomicFile.__init__, AtomicFile.commit

    def slowly_opened(self: AtomicFile, *arguments: Any, **named: Any) -> None:
        opened(self, *arguments, **named)
        self.file = SlowFile(self.file, seconds)  # type: ignore[assignment]

    def slowly_committed(self: AtomicFile) -> None:
        time.sleep(seconds * 20)
        commit(self)

    AtomicFile.__init__ = slowly_opened  # type: ignore[method-assign]
    AtomicFile.commit = slowly_committed  # type: ignore[method-assign]


if __name__ == "__main__":
    slow_down(float(sys.argv[1]))
    sys.exit(run_cli(sys.argv[2:]))
