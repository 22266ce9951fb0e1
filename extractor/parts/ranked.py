"""Lines put in order of a number before they are written, however many there are: sorted on disk, not in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import IO


class Ranked:
    """Takes lines with a number each; `write` gives them out, the greatest number first, equal ones as they came."""

    def __init__(self) -> None:
        # An empty name is a database of its own on disk, which SQLite deletes when it is closed.
        self._store = sqlite3.connect("")
        self._store.execute("CREATE TABLE line (wrong REAL, text TEXT)")

    def add(self, wrong: float, line: str) -> None:
        """One line, without its end."""
        self._store.execute("INSERT INTO line VALUES (?, ?)", (wrong, line))

    def write(self, target: IO[str]) -> None:
        """Every line in order."""
        for line in self.lines():
            target.write(line + "\n")

    def lines(self) -> Iterator[str]:
        """Every line in order, without its end."""
        for (line,) in self._store.execute("SELECT text FROM line ORDER BY wrong DESC, rowid"):
            yield line

    def close(self) -> None:
        """Forget everything."""
        self._store.close()
