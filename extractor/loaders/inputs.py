"""Which files a command line means, in a fixed order and each once; what a folder holds beside them is counted."""

from __future__ import annotations

import glob
import os
import re
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from extractor.errors import InputError, UsageError
from extractor.loaders.formats import LINES, UNREAD, is_read, stem_of, suffix_of
from extractor.loaders.model import Manner, is_hidden, readable

STDIN: Final = "-"
"""The input that means standard input."""

RUN_FILES: Final = ("run.json", "ledger.jsonl")
"""A folder that holds all of these is the output of a run and is never searched for articles."""
_PAGE_FOLDERS: Final = ("_files", "_tep", ".files", "-Dateien")
"""How browsers call the folder of pictures and frames beside a page that they save."""
_COUNTED: Final = 300_000_000
"""Bytes of JSON lines beyond which they are not counted beforehand."""
_CHUNK: Final = 1 << 20
_LINE: Final = re.compile(rb"\n(?=[ \t\r\f\v]*[^\s])")
"""The end of a line before one that is not empty."""
_WEB: Final = ("http://", "https://")
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_SHOWN: Final = 6
"""Kinds of skipped files that are named."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read: `name` is its article's id, `fault` why it cannot be read though it is meant."""

    path: Path
    name: str
    fault: InputError | None = None
    called: str | None = None
    """What it is called where its path does not say it: an address; None: its path."""

    @property
    def origin(self) -> str:
        """Where it stands, for people: its path, its address, or `-`."""
        if self.called is not None:
            return self.called
        return STDIN if str(self.path) == STDIN else readable(str(self.path))


@dataclass(frozen=True, slots=True)
class Inputs:
    """The resolved inputs of one command, in order, `-` among them where it was given; and how they are read."""

    sources: tuple[Source, ...] = ()
    manner: Manner = field(default_factory=Manner)
    skipped: tuple[tuple[str, int], ...] = ()
    """What searched folders hold and is not read: suffix and number, the most first."""
    roots: tuple[str, ...] = ()
    """The files and folders that were named, as absolute paths."""

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files in order."""
        return tuple(source.path for source in self.sources)

    def __iter__(self) -> Iterator[Path]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.sources)

    def count(self) -> int | None:
        """How many articles there are at most; None where that is not known without reading all."""
        total = 0
        for source in self.sources:
            suffix = suffix_of(source.path.name)
            if str(source.path) == STDIN:
                return None
            if suffix in LINES:
                lines = _count_lines(source.path)
                if lines is None:
                    return None
                total += max(1, lines)
            elif _holds_several(suffix):
                return None
            else:
                total += 1
        return total

    def account(self) -> str | None:
        """What was found and left, in one sentence: "9 files: 5 read, 4 skipped (2 .exe, 2 .jpg)"; None for no rest."""
        if not self.skipped:
            return None
        left = sum(count for _, count in self.skipped)
        named = ", ".join(f"{count} {suffix}" for suffix, count in self.skipped[:_SHOWN])
        more = f", {len(self.skipped) - _SHOWN} kinds more" if len(self.skipped) > _SHOWN else ""
        return f"{len(self.sources) + left} files: {len(self.sources)} read, {left} skipped ({named}{more})"


def find_inputs(named: Sequence[str], *, exclude: Path | None = None, manner: Manner | None = None) -> Inputs:
    """The files that the named inputs stand for; `exclude` (the output folder) is not searched.

    Raises `UsageError` where a name stands for nothing.
    """
    search = _Search(os.path.realpath(exclude) if exclude is not None else None)
    for name in named:
        search.add(name)
    skipped = tuple(search.skipped.most_common())
    return Inputs(tuple(search.found.values()), manner or Manner(), skipped, tuple(search.roots))


def name_of(path: Path) -> str:
    """A file's name without its suffix, as NFC; bytes of a name that are no UTF-8 become U+FFFD."""
    return readable(stem_of(path.name))


class _Search:
    """What was found so far, by real path."""

    def __init__(self, out: str | None) -> None:
        self._out = out
        self.found: dict[str, Source] = {}
        self.roots: list[str] = []
        self.skipped: Counter[str] = Counter()

    def add(self, name: str) -> None:
        """One name of the command line. Raises `UsageError` where it stands for nothing."""
        if not name.strip():
            raise UsageError("The name of an input is empty: name a file or a folder; is a variable not set?")
        path = Path(name)
        if name != STDIN:
            self.roots.append(readable(os.path.normpath(path.absolute())))
        if name == STDIN:
            self._keep(Source(Path(STDIN), "stdin"))
        elif path.is_dir():
            self._add_folder(path)
        elif path.exists() or path.is_symlink():
            self._keep(Source(path, name_of(path)))
        elif glob.has_magic(name):
            self._add_glob(name)
        else:
            raise nothing_there(name)

    def _keep(self, source: Source) -> None:
        key = STDIN if str(source.path) == STDIN else os.path.realpath(source.path)
        self.found.setdefault(key, source)

    def _add_glob(self, name: str) -> None:
        before = len(self.found)
        hits = [Path(hit) for hit in sorted(glob.glob(name, recursive=True))]  # noqa: PTH207 - Path.glob takes no absolute pattern
        for hit in hits:
            self.roots.append(readable(os.path.normpath(hit.absolute())))
            if hit.is_dir():
                self._walk(hit)
            else:
                self._keep(Source(hit, name_of(hit)))
        if len(self.found) == before and not hits:
            raise UsageError(f"The pattern {readable(name)} matches no file; quote it or check the folder.")

    def _add_folder(self, folder: Path) -> None:
        if os.path.realpath(folder) == self._out:
            raise UsageError(f"{readable(str(folder))} is the folder of the results too; choose another --out.")
        if all((folder / name).is_file() for name in RUN_FILES):
            raise UsageError(
                f"{readable(str(folder))} is the result of a run; give the articles, not what came of them."
            )
        before, left = len(self.found), self.skipped.total()
        seen = self._walk(folder)
        if len(self.found) == before and not seen:
            rest = self.skipped.total() - left
            held = f" ({rest} files of other kinds)" if rest else ""
            raise UsageError(f"The folder {readable(str(folder))} holds no file that can be read{held}.")

    def _walk(self, folder: Path) -> bool:
        """The articles below a folder, sorted: hidden files, other runs' outputs and `out` are left out."""
        faults: list[Source] = []
        found: list[Source] = []

        def denied(error: OSError) -> None:
            path = Path(error.filename or folder)
            reason = error.strerror or type(error).__name__
            fault = InputError(f"The folder {readable(str(path))} cannot be searched: {reason}.")
            faults.append(Source(path, readable(str(path.relative_to(folder))) or path.name, fault))

        for root, folders, names in os.walk(folder, onerror=denied):
            here = Path(root)
            if os.path.realpath(root) == self._out or all(name in names for name in RUN_FILES):
                folders.clear()
                continue
            folders[:] = [name for name in sorted(folders) if not is_hidden(name)]
            self._leave_page_folders(here, folders, names)
            for name in names:
                if not is_hidden(name):
                    found += self._consider(here / name, folder)
        for source in sorted(found, key=lambda source: source.path) + faults:
            self._keep(source)
        return bool(found or faults)

    def _leave_page_folders(self, here: Path, folders: list[str], names: list[str]) -> None:
        """Do not search the folder of frames and pictures that a browser lays beside a saved page."""
        stems = {stem_of(name) for name in names if is_read(name)}
        own = [
            name for name in folders if any(name.endswith(end) and name[: -len(end)] in stems for end in _PAGE_FOLDERS)
        ]
        for name in own:
            folders.remove(name)
            self.skipped["of saved pages"] += sum(len(files) for _, _, files in os.walk(here / name))

    def _consider(self, path: Path, folder: Path) -> list[Source]:
        suffix = suffix_of(path.name)
        if suffix in UNREAD:
            return [
                Source(path, _id_in(path, folder), InputError(f"A {suffix} file cannot be read; {UNREAD[suffix]}."))
            ]
        if not is_read(path.name):
            self.skipped[readable(suffix) or "without a suffix"] += 1
            return []
        if not _is_regular(path):
            self.skipped["pipes and devices"] += 1
            return []
        return [Source(path, _id_in(path, folder))]


def nothing_there(name: str) -> UsageError:
    """What is said of a name that stands for nothing."""
    if name.startswith(_WEB):
        return UsageError(f"{readable(name)} is an address and no page is fetched; save the page and give its file.")
    if _ADDRESS.match(name):
        return UsageError(
            f"{readable(name)} is an address; only --on ray reads there, else give files of this machine."
        )
    return UsageError(f"There is no file or folder {readable(name)}.")


def _id_in(path: Path, folder: Path) -> str:
    """A file's id in a searched folder: its name at the first level, its path from the folder below it."""
    inside = path.relative_to(folder)
    return "/".join([*(readable(part) for part in inside.parts[:-1]), name_of(path)])


def _is_regular(path: Path) -> bool:
    """Whether a path can be read to its end: a pipe or a device in a folder would hang the run."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return True


def _holds_several(suffix: str) -> bool:
    single = (".txt", ".html", ".htm", ".xhtml", ".md", ".markdown", ".mhtml", ".mht", ".docx", ".pdf", "")
    return suffix.removesuffix(".gz") not in single and is_read("x" + suffix)


def _count_lines(path: Path) -> int | None:
    """Lines that are not empty; None for a file that is too long to read for its number of lines."""
    try:
        if path.stat().st_size > _COUNTED:
            return None
        with path.open("rb") as file:
            count, inside = 0, False
            while chunk := file.read(_CHUNK):
                # A line begins where text follows the end of another, or where the chunk begins with none open.
                first, _, _ = chunk.partition(b"\n")
                count += len(_LINE.findall(chunk)) + (not inside and bool(first.strip()))
                last = chunk.rpartition(b"\n")[2]
                inside = bool(last.strip()) or (inside and b"\n" not in chunk)
            return count
    except OSError:
        return 1
