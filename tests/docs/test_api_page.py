"""The code of docs/api.md, run as it stands, block after block."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import extractor
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def test_the_code_runs_and_ends_in_a_chart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for package in ("pandas", "pyarrow", "matplotlib"):
        pytest.importorskip(package)
    (tmp_path / "eval").symlink_to(ROOT / "eval")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    scope: dict[str, Any] = {}
    for number, block in enumerate(BLOCKS, start=1):
        exec(compile(block, f"docs/api.md, block {number}", "exec"), scope)
    said = capsys.readouterr().out
    assert "enterprise revenue" in said
    assert "8 articles, " in said
    assert scope["from_page"].source.title.startswith("Ban Dân vận")
    assert len(scope["by_year"]) >= 5
    assert (tmp_path / "admitted.png").stat().st_size > 2_000


def test_every_public_name_is_on_the_page() -> None:
    for name in extractor.__all__:
        assert name == "__version__" or f"`{name}" in PAGE or f"{name}(" in PAGE, name


def test_the_completion_lines_are_what_click_answers_to(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from extractor.cli.main import cli

    monkeypatch.setenv("_EXTRACTOR_COMPLETE", "zsh_source")
    with pytest.raises(SystemExit):
        cli.main(args=[], prog_name="extractor")
    assert "_EXTRACTOR_COMPLETE=zsh_complete" in capsys.readouterr().out
    monkeypatch.setenv("_EXTRACTOR_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "extractor ex")
    monkeypatch.setenv("COMP_CWORD", "1")
    with pytest.raises(SystemExit):
        cli.main(args=[], prog_name="extractor")
    assert capsys.readouterr().out.split() == ["plain,export", "plain,explain"]
