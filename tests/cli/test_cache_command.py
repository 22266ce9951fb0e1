"""`extractor cache`: an empty place, and a store that is damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.cli.main import run_cli


def test_a_place_without_a_store_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["cache", "--cache", str(tmp_path)]) == 0
    assert capsys.readouterr().out == f"There is no store in {tmp_path}.\n"


def test_a_damaged_store_is_set_aside_and_that_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "calls.sqlite3").write_bytes(b"no database" * 100)
    assert run_cli(["cache", "--cache", str(tmp_path)]) == 0
    shown = capsys.readouterr()
    assert "calls.sqlite3: 0 completions" in shown.out
    (aside,) = tmp_path.glob("calls.damaged-*.sqlite3")
    assert shown.err == f"The store was damaged; it is kept as {aside.name}, and a new one begun.\n"
