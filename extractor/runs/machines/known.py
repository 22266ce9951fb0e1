"""What a folder of parts knows when a run begins: finished articles and stored calls, as sorted keys."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final, cast

from extractor.parts import names
from extractor.parts.storage import Storage
from extractor.runs.calls import CallKey

_AT_ONCE: Final = 16
"""Files that are read at once."""
_CALL: Final = "S28"
"""A call's key in bytes: its hash, its attempt, its sample."""


@dataclass(frozen=True)
class Known:
    """Sorted arrays, which Ray lays into the memory that the workers of a machine share.

    `articles` has the keys of finished articles; `calls` the keys of completions, and `places` for each the number of
    its file in `files`.
    """

    articles: Any
    calls: Any
    places: Any
    files: tuple[str, ...] = ()

    def is_done(self, key: str) -> bool:
        """Whether an article with that key is finished."""
        return _at(self.articles, bytes.fromhex(key)) is not None

    def file_of(self, key: CallKey) -> str | None:
        """The file that holds a completion; None where none does."""
        at = _at(self.calls, packed_call(key))
        return None if at is None else self.files[int(self.places[at])]


def packed_call(key: CallKey) -> bytes:
    """A call's key as bytes of one length."""
    return key.hash + key.attempt.to_bytes(4, "big") + key.sample.to_bytes(4, "big")


def known_of(folder: Storage, *, calls: bool) -> Known:
    """What the parts of a folder hold. A part that is not whole is none. Raises `OSError`."""
    import numpy as np

    files = call_files(folder) if calls else []
    asked: list[bytes] = []
    places: list[int] = []
    numbers = {name: at for at, name in enumerate(files)}
    for name, table in tables(folder, files, ["hash", "attempt", "sample"]):
        columns = [table.column(column).to_pylist() for column in ("hash", "attempt", "sample")]
        asked += [packed_call(CallKey(*one)) for one in zip(*columns, strict=True)]
        places += [numbers[name]] * table.num_rows
    call_keys = np.array(asked, dtype=_CALL)
    order = np.argsort(call_keys, kind="stable")
    return Known(
        _finished(folder),
        call_keys[order],
        np.array(places, dtype=np.int32)[order],
        tuple(files),
    )


def _finished(folder: Storage) -> Any:
    """The keys of articles that are finished, sorted: those of each input's last row, which may be of another text."""
    import numpy as np

    columns = [names.KEY, names.STATUS, names.NUMBER]
    keys, numbers = [np.array([], dtype="S16")], [np.array([], dtype=np.int64)]
    for _, table in tables(folder, part_names(folder), columns):  # run by run, as parts are named
        pairs = zip(table.column(names.KEY).to_pylist(), table.column(names.STATUS).to_pylist(), strict=True)
        keys.append(np.array([key if status == "done" else b"" for key, status in pairs], dtype="S16"))
        numbers.append(table.column(names.NUMBER).to_numpy())
    backwards = np.concatenate(keys)[::-1]
    last = backwards[np.unique(np.concatenate(numbers)[::-1], return_index=True)[1]]
    return np.sort(last[last != b""])


def part_names(folder: Storage) -> list[str]:
    """The parts of a folder, by their paths."""
    return [f"{names.PARTS}/{name}" for name in folder.names(names.PARTS)]


def call_files(folder: Storage, sheaf: str = "") -> list[str]:
    """The files of completions, by their paths: all of them, or those of one sheaf. Raises `OSError`."""
    place = f"{names.CALLS}/{sheaf}" if sheaf else names.CALLS
    inside = Storage(_below(folder.root, place))
    return sorted(f"{place}/{path}" for path, _ in inside.walk() if not path.rpartition("/")[2].startswith("."))


def tables(folder: Storage, files: list[str], columns: list[str] | None = None) -> Iterator[tuple[str, Any]]:
    """The columns of each file (all, where none are named), in order; files that are not whole are left out."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for name, table in zip(files, pool.map(lambda one: read_table(folder, one, columns), files), strict=True):
            if table is not None:
                yield name, table


def read_table(folder: Storage, name: str, columns: list[str] | None = None) -> Any:
    """A file's columns; None where there is no such file, or it is not whole."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with folder.open(name) as file:
            return parquet.ParquetFile(file, pre_buffer=not folder.is_local).read(columns=columns, use_threads=False)
    except (FileNotFoundError, pa.ArrowInvalid):
        return None


def _below(root: str, folder: str) -> str:
    place, mark, query = root.partition("?")
    return f"{place.rstrip('/')}/{folder}{mark}{query}"


def _at(keys: Any, key: bytes) -> int | None:
    """Where a key stands among sorted ones. Numpy's strings end before their last zero bytes, and so does the key."""
    import numpy as np

    if not len(keys):
        return None
    at = int(np.searchsorted(keys, np.bytes_(key)))
    found = at < len(keys) and cast("bytes", keys[at]) == key.rstrip(b"\0")
    return at if found else None
