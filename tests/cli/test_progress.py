"""How a run is watched: its pace is that of what is worked on now."""

from __future__ import annotations

import io
import time

import pytest
from rich.console import Console

from extractor.cli.progress import BarProgress, PlainProgress
from extractor.runs.observer import Snapshot
from extractor.runs.outcome import ArticleOutcome
from extractor.runs.progress import Progress

DONE = ArticleOutcome("a", "a.txt", "done")


def test_what_an_earlier_run_had_finished_does_not_count_in_the_pace() -> None:
    now = time.monotonic()
    progress = Progress(2000, now - 100, done=1020, reused=1000, working_since=now - 10)
    seen = progress.snapshot()
    assert seen.rate == pytest.approx(2, rel=0.1)
    assert seen.left == pytest.approx(490, rel=0.1)
    nothing_yet = Progress(2000, now - 1, done=1000, reused=1000).snapshot()
    assert (nothing_yet.rate, nothing_yet.left) == (0, None)


def test_plain_lines_tell_what_was_there_before_and_the_pace_of_the_rest(capsys: pytest.CaptureFixture[str]) -> None:
    progress = PlainProgress()
    progress.started(2000)
    progress.known(1000)
    progress.looked(Snapshot(total=2000, done=1000, reused=1000))
    progress.finished()
    progress.ended(DONE)
    progress.looked(Snapshot(total=2000, done=1001, reused=1000, rate=0.5))
    progress.finished()
    assert capsys.readouterr().err.splitlines() == [
        "1000 of 2000: 1000 done (1000 from before), 0 failed",
        "1001 of 2000: 1001 done (1000 from before), 0 failed, 0.5/s, 1998 s left",
    ]


def test_the_bar_tells_the_same_pace() -> None:
    out = io.StringIO()
    progress = BarProgress(Console(file=out, force_terminal=True, width=150, color_system=None))
    progress.started(2000)
    progress.known(1000)
    progress.looked(Snapshot(total=2000, done=1000, reused=1000, rate=0.5))
    progress.finished()
    assert "1000/2000 1000 done 0 failed 0.5/s left 0:33:20" in out.getvalue()
