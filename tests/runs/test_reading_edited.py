"""An edited reading: the stored completions are proved anew by the same command, nothing is paid, the value changes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.engines.llm.fault_case import GOOD, MODEL, TEXT
from tests.engines.llm.faulty_server import FaultyServer, says

REPLY = GOOD | {"figures": [*GOOD["figures"], "q3 other donated level result review A"]}
FILE, OLD, NEW = "reading/units.py", "scaled(numeral.value, 1e6)", "scaled(numeral.value, 1e3)"
"""An edit after which "150 tr.đồng" is read as thousands."""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the package, to be edited, beside its prompts."""
    for name in ("extractor", "prompts"):
        shutil.copytree(ROOT / name, tmp_path / "code" / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path / "code")
    return tmp_path / "code" / "extractor"


def summarise(package: Path, url: str) -> tuple[list[float], dict[str, int], dict[str, int]]:
    """The figures' values after a run of that copy, how many answers were reused, what was paid and saved in calls."""
    work = package.parent.parent
    model = ["--engine", "llm", "--base-url", url, "--model", MODEL, "--mode", "schema", "--few-shots", "0"]
    command = [sys.executable, "-m", "extractor", "run", "articles", "--out", "out", "-q", "--cache", "off", *model]
    subprocess.run(command, cwd=work, check=True, env=os.environ | {"PYTHONPATH": str(package.parent)})
    summary = json.loads((work / "out" / "summaries.jsonl").read_text(encoding="utf-8"))
    account = json.loads((work / "out" / "run.json").read_text(encoding="utf-8"))
    calls = {"paid": account["spent"]["calls"], "saved": account["saved"]["calls"]}
    return [figure["value"] for figure in summary["figures"]], account["counts"], calls


def test_an_edited_reading_proves_what_is_stored_anew_and_pays_nothing(package: Path) -> None:
    articles = package.parent.parent / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text(TEXT.replace("học viên.", "học viên, ủng hộ 150 tr.đồng."), encoding="utf-8")
    with FaultyServer(lambda *_: says(json.dumps(REPLY, ensure_ascii=False))) as server:
        values, _, calls = summarise(package, server.url)
        asked = len(server.requests)
        assert (values, calls) == ([9.0, 640.0, 150_000_000.0], {"paid": asked, "saved": 0})
        edited = package / FILE
        text = edited.read_text(encoding="utf-8")
        assert text.count(OLD) == 1
        edited.write_text(text.replace(OLD, NEW), encoding="utf-8")
        values, counts, calls = summarise(package, server.url)
        assert len(server.requests) == asked
    assert values == [9.0, 640.0, 150_000.0]
    assert (counts["reused"], calls) == (0, {"paid": asked, "saved": asked})
