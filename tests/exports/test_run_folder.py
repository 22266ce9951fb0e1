"""A run's folder that was damaged: the file and line are named, whatever stands there."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.cli.main import run_cli
from tests.exports.folder import gold, write_run

HARM = (b"\xff\xfe\x00", b"{", b"[]", b"5", b"[" * 20_000)
"""Bytes that are no JSON object; the last nests too deeply to be read."""


@pytest.mark.parametrize("name", ["summaries.jsonl", "rejections.jsonl", "failures.jsonl", "texts/index.jsonl"])
@pytest.mark.parametrize("harm", HARM)
def test_a_damaged_line_is_named_with_its_file(
    name: str, harm: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = write_run(tmp_path / "run", gold()[:1])
    path = run / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(harm + b"\n")
    assert run_cli(["export", str(run), "--format", "csv"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"extractor: {path}:1")


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="a folder that takes no file from anyone is needed")
@pytest.mark.parametrize("kind", ["xlsx", "duckdb", "sqlite"])
def test_a_folder_that_takes_no_file_is_named(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = write_run(tmp_path / "run", gold()[:1])
    assert run_cli(["export", str(run), "--format", kind, "--out", f"/proc/self/tables.{kind}"]) == 1
    assert capsys.readouterr().err.startswith("extractor: The system refused (/proc/self/")
