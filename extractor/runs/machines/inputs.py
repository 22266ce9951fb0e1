"""The files of a run on many machines: found once, numbered for good, and read anywhere into sheaves of articles."""

from __future__ import annotations

import io
import json
import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO, Final, NamedTuple, cast

from extractor.errors import UsageError
from extractor.loaders import Inputs, Limits, Loaded, Manner
from extractor.loaders.formats import is_read, stem_of
from extractor.loaders.inputs import STDIN, Source
from extractor.loaders.load import load_source
from extractor.loaders.model import as_typed, is_hidden, readable, say_nothing
from extractor.parts.storage import Storage, is_uri, plain_uri, unreadable
from extractor.runs.rows import place_of
from extractor.terminal import one_line
from extractor.text.article import Article

SHEAF: Final = 128
"""Articles of one sheaf at most: what a worker takes at a time and writes as one part."""
_SHEAF_CHARACTERS: Final = 4_000_000
_TOGETHER: Final = 256
"""Files that one read task goes through at most; and their bytes."""
_TOGETHER_BYTES: Final = 64_000_000
_RECORDS: Final = 32
"""Bits of an input's number that count within its file; those above are the file's own number."""
FILES: Final = "files.jsonl"
"""The list of all files that a folder's runs were given. A file keeps its place in it, and so its number."""


@dataclass(frozen=True, slots=True)
class File:
    """One file to read: its number in the folder's list, where its bytes are, and how it is called."""

    number: int
    place: str
    source: Source
    size: int = 0


class Given(NamedTuple):
    """One input as it was read: an article, or the error's class and message; both where its id is another's."""

    number: int
    doc_id: str
    origin: str
    article: Article | None = None
    error: str = ""
    message: str = ""
    kept: bool = False
    anew: bool = False
    """Whether it is read also where an earlier run has read it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read: by whom an id is made, what is too large, and how many inputs are taken."""

    manner: Manner
    limits: Limits
    limit: int | None = None

    @classmethod
    def of(cls, inputs: Inputs, limits: Limits, limit: int | None) -> Reading:
        """The same manner of reading, without the listener for notes, which stays on its machine."""
        return cls(replace(inputs.manner, note=say_nothing), limits, limit)


def files_of(inputs: Inputs, folder: Storage) -> list[File]:
    """The inputs with their numbers; new ones come after those that the folder knows.

    Raises `UsageError` for standard input.
    """
    known = {place: number for number, place in enumerate(_listed(folder))}
    before = len(known)
    found = []
    for source in inputs.sources:
        if str(source.path) == STDIN:
            raise UsageError("--on ray reads on many machines: give files, not standard input.")
        if source.called is not None:
            place, key = source.called, plain_uri(source.called)
        else:
            place, key = str(source.path.absolute()), place_of(readable(str(source.path)))
        number = known.setdefault(key, len(known))
        found.append(File(number, place, source, _size(source)))
    if len(known) > before:
        folder.put(FILES, "".join(json.dumps(place, ensure_ascii=False) + "\n" for place in known).encode())
    return found


def _listed(folder: Storage) -> list[str]:
    return [json.loads(line) for line in (folder.read(FILES) or b"").decode("utf-8").splitlines()]


def _size(source: Source) -> int:
    try:
        return source.path.stat().st_size if source.called is None else 0
    except OSError:
        return 0


def find_remote(address: str, *, exclude: str | None = None) -> list[Source]:
    """The files at an address: one file, or all that can be read below a folder, sorted; `exclude` is not searched.

    Raises `UsageError` where there is none.
    """
    storage = Storage(address)
    shown = plain_uri(address).rstrip("/")
    try:
        if storage.is_file():
            name = PurePosixPath(shown).name
            return [Source(Path(name), readable(stem_of(name)), called=address)]
        found = sorted(path for path, _ in storage.walk())
    except OSError as error:
        raise UsageError(unreadable(address, error)) from None
    sources = []
    own = plain_uri(exclude).rstrip("/") + "/" if exclude is not None else None
    for path in found:
        if own is not None and f"{shown}/{path}".startswith(own):
            continue
        if is_read(path) and not any(map(is_hidden, PurePosixPath(path).parts)):
            name = "/".join((*PurePosixPath(path).parts[:-1], stem_of(PurePosixPath(path).name)))
            query = f"?{address.partition('?')[2]}" if "?" in address else ""
            sources.append(
                Source(Path(path), readable(name), called=f"{address.partition('?')[0].rstrip('/')}/{path}{query}")
            )
    if not sources:
        raise UsageError(f"{shown} holds no file that can be read.")
    return sources


def together(files: Sequence[File], limit: int | None) -> Iterator[list[File]]:
    """The files in groups, one for each read task: a large file alone, small ones some hundreds together.

    With a limit on the inputs all are one group, for only one reader can count them.
    """
    if limit is not None:
        yield list(files)
        return
    group: list[File] = []
    size = 0
    for file in files:
        if group and (len(group) == _TOGETHER or size + file.size > _TOGETHER_BYTES):
            yield group
            group, size = [], 0
        group.append(file)
        size += file.size
    if group:
        yield group


def sheaves(files: Iterable[File], reading: Reading) -> Iterator[list[Given]]:
    """Every input of the files, in order, some at a time."""
    sheaf: list[Given] = []
    characters = 0
    for given in islice(_all(files, reading), reading.limit):
        sheaf.append(given)
        characters += len(given.article.text) if given.article is not None else 0
        if len(sheaf) == SHEAF or characters >= _SHEAF_CHARACTERS:
            yield sheaf
            sheaf, characters = [], 0
    if sheaf:
        yield sheaf


def _all(files: Iterable[File], reading: Reading) -> Iterator[Given]:
    for file in files:
        at = -1
        try:
            for at, one in enumerate(_loaded(file, reading)):
                yield _given((file.number << _RECORDS) + at, one, file)
        except Exception as error:
            # A filesystem's library has errors of its own; the rest of its file is one failure, and stops nothing.
            failed = Loaded(file.source.name, file.source.origin, error=as_typed(error))
            yield _given((file.number << _RECORDS) + at + 1, failed, file)


def _loaded(file: File, reading: Reading) -> Iterator[Loaded]:
    source = file.source if file.source.called is None else replace(file.source, called=plain_uri(file.place))
    return load_source(source, reading.manner, reading.limits, partial(_open, file.place))


def _given(number: int, one: Loaded, file: File) -> Given:
    if one.article is not None:
        return Given(number, one.doc_id, one.origin, one.article, kept=one.kept or is_uri(file.place))
    return Given(number, one.doc_id, one.origin, None, type(one.error).__name__, one_line(str(one.error)))


def _open(place: str) -> IO[bytes]:
    if not is_uri(place):
        return Path(place).open("rb")
    return cast("IO[bytes]", io.BufferedReader(Storage(place).open(), 1 << 20))


def file_of(number: int) -> int:
    """The number of the file that an input came from."""
    return number >> _RECORDS


def packed(sheaf: list[Given]) -> bytes:
    """A sheaf as bytes."""
    return pickle.dumps(sheaf, pickle.HIGHEST_PROTOCOL)


def unpacked(data: bytes) -> list[Given]:
    """The sheaf that was packed."""
    sheaf: list[Given] = pickle.loads(data)
    return sheaf
