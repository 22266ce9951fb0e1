"""Reading is linear: no pattern and no reader takes more than in proportion for a longer text. The one test of time."""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.linear.measure import LONG, SHORT, judge, stopped
from tests.linear.pieces import repeated

_CPU: int = 300
"""Seconds of CPU for one child; a sound run takes a tenth of it."""


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU, _CPU))


def _child(what: str) -> tuple[list[dict[str, Any]], int]:
    """The findings of a child process and how many trials it made."""
    command = [sys.executable, "-m", "tests.linear.measure", what]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, preexec_fn=_limited, timeout=900)
    assert done.returncode == 0, done.stderr[-2000:]
    *findings, number = map(json.loads, done.stdout.splitlines())
    return findings, number


@pytest.mark.parametrize(("what", "least"), [("patterns", 20_000), ("readers", 4_000)])
def test_time_grows_no_faster_than_the_text(what: str, least: int) -> None:
    findings, number = _child(what)
    assert number >= least
    assert findings == []


def _trial(pattern: str, once: str, again: str) -> tuple[float | None, bool]:
    compiled = re.compile(pattern)
    with stopped():
        found = judge(pattern, compiled.search, repeated(once, again, SHORT), repeated(once, again, LONG))
    return (found.ratio if found else None), found is not None


def test_a_square_is_found() -> None:
    # A busy machine may slow one short trial threefold, and the judge is lenient: it takes the best of five.
    trials = (_trial(r"(?:a| )*(?:x|y)", "", " ") for _ in range(5))
    ratio = next((ratio for ratio, steep in trials if steep), None)
    assert ratio is not None and ratio > 20


def test_what_has_no_end_is_found() -> None:
    assert _trial(r"(?:a|a\b|aa)+x", "", "a") == (None, True)


def test_a_line_is_passed() -> None:
    assert _trial(r" {0,9}(?:x|y)", "", " ") == (None, False)
