"""A small run on a Ray cluster of this machine, from the command line: the same results as a run without it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from extractor.parts.folder import lines_of
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(find_spec("ray") is None, reason="ray is not installed (extra `ray`)")
SECRET = "sk-never-written-down"


def _run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    own = {"PYTHONPATH": str(ROOT), "RAY_TMPDIR": str(folder), "HOME": str(folder), "OPENAI_API_KEY": SECRET}
    environment = dict(os.environ) | own
    command = [sys.executable, "-m", "extractor", "run", *arguments, "--engine", "rules", "--quiet"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short name, as the sockets of Ray need it."""
    with tempfile.TemporaryDirectory(prefix="ray", ignore_cleanup_errors=True) as made:
        yield Path(made)


def test_a_run_on_ray_gives_what_a_run_here_gives_and_goes_on(tmp_path: Path, folder: Path) -> None:
    articles = tmp_path / "articles.jsonl"
    lines = [
        json.dumps({"id": f"a{number}", "text": f"Năm 2017, Đảng bộ kết nạp {number + 10} đảng viên."})
        for number in range(200)
    ]
    articles.write_text("\n".join([*lines, "{broken", lines[3]]), encoding="utf-8")
    ray, here = tmp_path / "ray", tmp_path / "here"
    on_ray = ("--on", "ray", "--processes", "2")
    assert _run(str(articles), "--out", str(here), folder=folder).returncode == 1
    first = _run(str(articles), "--out", str(ray), *on_ray, folder=folder)
    assert first.returncode == 1, first.stderr
    for name in ("summaries.jsonl", "failures.jsonl", "rejections.jsonl", "texts/index.jsonl"):
        found, known = list(lines_of(ray, name)), list(lines_of(here, name))
        if name.startswith("texts"):
            found, known = [[json.loads(line)["id"] for line in some] for some in (found, known)]
        assert found == known, name
    told, known_told = (json.loads((out / "run.json").read_text()) for out in (ray, here))
    for part in ("counts", "coverage", "rejections", "fingerprint", "state"):
        assert told[part] == known_told[part], part
    again = _run(str(articles), "--out", str(ray), *on_ray, folder=folder)
    assert again.returncode == 1, again.stderr
    counts = json.loads((ray / "run.json").read_text())["counts"]
    assert (counts["done"], counts["reused"], counts["failed"]) == (200, 200, 2)
    written = [path for root in (ray, folder) for path in root.rglob("*") if path.is_file()]
    assert not any(SECRET.encode() in path.read_bytes() for path in written)
