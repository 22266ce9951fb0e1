"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO


class AtomicFile:
    """A text file written beside its place and moved there by `commit`; UTF-8, line ends as given.

    `bom` puts a byte order mark first, by which spreadsheets know UTF-8.
    """

    def __init__(self, path: Path, *, bom: bool = False) -> None:
        self._path = path
        self._draft = path.with_name(f".{path.name}.part")
        self.file: IO[str] = self._draft.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="")

    def commit(self) -> None:
        """Put the file in its place, replacing what is there in one step."""
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()
        self._draft.replace(self._path)

    def discard(self) -> None:
        """Forget what was written and leave the place as it was."""
        self.file.close()
        self._draft.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """A whole text file in one step."""
    target = AtomicFile(path)
    try:
        target.file.write(text)
    except BaseException:
        target.discard()
        raise
    target.commit()
