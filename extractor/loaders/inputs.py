"""Which files a command line means, in a fixed order and each once."""

from __future__ import annotations

import glob
import os
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from extractor.errors import UsageError
from extractor.terminal import printable

STDIN: Final = "-"
"""The input that means standard input."""

HTML_SUFFIXES: Final = frozenset({".html", ".htm", ".xhtml"})
JSONL_SUFFIXES: Final = frozenset({".jsonl", ".ndjson"})
SUFFIXES: Final = frozenset({".txt"}) | HTML_SUFFIXES | JSONL_SUFFIXES
"""What a folder is searched for; a file named outright may have any suffix and is read as text."""

RUN_FILES: Final = ("run.json", "ledger.jsonl")
"""A folder that holds all of these is the output of a run and is never searched for articles."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The resolved inputs of one command: paths in order, `-` among them where it was given."""

    paths: tuple[Path, ...]

    def __iter__(self) -> Iterator[Path]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)

    def count(self) -> int | None:
        """How many articles there are at most, by counting lines of JSONL; None where standard input is one of them."""
        total = 0
        for path in self.paths:
            if str(path) == STDIN:
                return None
            total += _count_lines(path) if path.suffix.lower() in JSONL_SUFFIXES else 1
        return total


def find_inputs(named: Sequence[str], *, exclude: Path | None = None) -> Inputs:
    """The files that the named inputs stand for; `exclude` (the output folder) is not searched.

    Raises `UsageError` where a name stands for nothing.
    """
    found: dict[str, Path] = {}
    out = os.path.realpath(exclude) if exclude is not None else None
    for name in named:
        for path in _expand(name, out):
            key = STDIN if str(path) == STDIN else os.path.realpath(path)
            found.setdefault(key, path)
    return Inputs(tuple(found.values()))


def name_of(path: Path) -> str:
    """A file's name without its suffix, as NFC; bytes of a name that are no UTF-8 become U+FFFD."""
    return readable(path.stem)


def readable(text: str) -> str:
    """A name of the file system made fit for output: NFC, and U+FFFD for what cannot be printed or is no UTF-8."""
    name = unicodedata.normalize("NFC", text.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
    return printable(name, keep=frozenset())


def _expand(name: str, out: str | None) -> list[Path]:
    if name == STDIN:
        return [Path(STDIN)]
    path = Path(name)
    if path.is_dir():
        files = _walk(path, out)
        if not files:
            raise UsageError(f"The folder {readable(name)} holds no .txt, .html or .jsonl file.")
        return files
    if path.exists():
        return [path]
    if glob.has_magic(name):
        hits = [Path(hit) for hit in sorted(glob.glob(name, recursive=True))]  # noqa: PTH207 - Path.glob takes no absolute pattern
        files = [file for hit in hits for file in (_walk(hit, out) if hit.is_dir() else [hit])]
        if files:
            return files
        raise UsageError(f"The pattern {readable(name)} matches no file; quote it or check the folder.")
    raise UsageError(f"There is no file or folder {readable(name)}.")


def _walk(folder: Path, out: str | None) -> list[Path]:
    """The article files below a folder: sorted, hidden ones, other runs' outputs and `out` left out."""
    files: list[Path] = []
    for root, folders, names in os.walk(folder):
        here = Path(root)
        if os.path.realpath(root) == out or all(name in names for name in RUN_FILES):
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [
            here / name
            for name in names
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES and _is_regular(here / name)
        ]
    return sorted(files)


def _is_regular(path: Path) -> bool:
    """Whether a path can be read to its end: a pipe or a device in a folder would hang the run."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return True


def _count_lines(path: Path) -> int:
    try:
        with path.open("rb") as file:
            return sum(1 for line in file if line.strip())
    except OSError:
        return 1
