"""A disk that is full or read-only at any moment: one sentence, a whole store, and the same command goes on."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from extractor.atomic import AtomicFile
from extractor.runs.calls import CallStore
from extractor.runs.index import Index
from extractor.runs.ledger import Ledger
from extractor.runs.outputs import Outputs
from extractor.runs.roll import Roll
from tests.engines.llm.faulty_server import RIGHT, FaultyServer
from tests.runs.test_calls_of_a_run import account, outputs, run, write

COUNT = 24
NAMES = [f"n{number:02}" for number in range(COUNT)]
AT_ONCE = 4
HOW = ["--cache", "off", "--concurrency", str(AT_ONCE)]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(*NAMES)


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, bytes]]:
    """The outputs of a run that nothing disturbed."""
    before = Path.cwd()
    os.chdir(tmp_path_factory.mktemp("unbroken"))
    try:
        write(*NAMES)
        with FaultyServer(lambda *_: RIGHT) as server:
            assert run(server.url, *HOW) == 0
        yield outputs()
    finally:
        os.chdir(before)


def whole(store: Path) -> bool:
    """Whether the store of calls is a whole file, or not yet there."""
    if not store.exists() or not store.stat().st_size:
        return True
    with closing(sqlite3.connect(store)) as db:
        return bool(db.execute("PRAGMA integrity_check").fetchone() == ("ok",))


def one_sentence(said: str) -> bool:
    """Whether a run said in one line what was wrong."""
    lines = [line for line in said.splitlines() if line.startswith("extractor: ")]
    return len(lines) == 1 and "Traceback" not in said


@contextmanager
def small_disk(kilobytes: int) -> Iterator[None]:
    """`out` on a disk of its own of that size."""
    Path("out").mkdir()
    size = f"size={kilobytes}k"
    if subprocess.run(["mount", "-t", "tmpfs", "-o", size, "none", "out"], check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", "out"], check=False)


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounting a small disk needs root on Linux")
@pytest.mark.parametrize("kilobytes", [4, 32, 96, 160, 224, 288])
def test_a_disk_that_is_full_at_any_moment(
    kilobytes: int, unbroken: dict[str, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    with small_disk(kilobytes), FaultyServer(lambda *_: RIGHT) as server:
        assert run(server.url, *HOW) in (1, 2)
        said = capsys.readouterr().err
        assert one_sentence(said)
        assert "full" in said
        subprocess.run(["mount", "-o", "remount,size=20m", "out"], check=True)
        assert whole(Path("out/calls.sqlite3"))
        assert run(server.url, *HOW) == 0
        # What was in flight when the disk was full could not be kept.
        assert len(server.requests) <= COUNT + AT_ONCE
        assert outputs() == unbroken
        assert account()["counts"]["done"] == COUNT


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounting a small disk needs root on Linux")
def test_a_folder_that_is_read_only(unbroken: dict[str, bytes], capsys: pytest.CaptureFixture[str]) -> None:
    with small_disk(20_000), FaultyServer(lambda *_: RIGHT) as server:
        assert run(server.url, *HOW, "--limit", "10") == 0
        kept = outputs()
        subprocess.run(["mount", "-o", "remount,ro", "out"], check=True)
        assert run(server.url, *HOW) in (1, 2)
        assert one_sentence(capsys.readouterr().err)
        assert outputs() == kept
        subprocess.run(["mount", "-o", "remount,rw", "out"], check=True)
        assert run(server.url, *HOW) == 0
        assert len(server.requests) == COUNT
        assert outputs() == unbroken


POINTS: list[tuple[type, str, int]] = [
    (CallStore, "add", 1),
    (CallStore, "add", 9),
    (CallStore, "start", 1),
    (Ledger, "_append", 1),
    (Ledger, "_append", 9),
    (Ledger, "_sync", 1),
    (Roll, "end", 1),
    (Roll, "end", 9),
    (Index, "put", 9),
    (Index, "remember", 1),
    (Index, "remember", 5),
    (Index, "commit", 1),
    (Outputs, "add_text", 1),
    (Outputs, "add_text", 9),
    (AtomicFile, "__init__", 1),
    (AtomicFile, "__init__", 3),
    (AtomicFile, "commit", 1),
    (AtomicFile, "commit", 3),
]
"""Everything that writes, and from which call on it is refused."""


def refusing(real: Callable[..., Any], at: int) -> Callable[..., Any]:
    """The method, whose calls fail from that one on as on a disk that has become read-only."""
    calls = 0

    def method(self: Any, *given: Any, **more: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls < at:
            return real(self, *given, **more)
        if isinstance(self, CallStore):
            self.connection.execute("PRAGMA query_only=1")
            return real(self, *given, **more)
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    return method


@pytest.mark.parametrize(
    ("owner", "name", "at"), POINTS, ids=[f"{owner.__name__}.{name} {at}" for owner, name, at in POINTS]
)
def test_a_disk_that_becomes_read_only_at_any_moment(
    owner: type, name: str, at: int, unbroken: dict[str, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    with FaultyServer(lambda *_: RIGHT) as server:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(owner, name, refusing(getattr(owner, name), at))
            code = run(server.url, *HOW)
        said = capsys.readouterr().err
        assert code == 0 or (code in (1, 2) and one_sentence(said)), said
        assert whole(Path("out/calls.sqlite3"))
        assert run(server.url, *HOW) == 0
        assert len(server.requests) <= COUNT + AT_ONCE
        assert outputs() == unbroken
