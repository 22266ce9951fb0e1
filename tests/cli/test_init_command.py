from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from extractor.cli.init import annotated
from extractor.cli.main import run_cli
from extractor.cli.options import all_flags
from extractor.config import choose_engine


def test_the_file_as_it_is_sets_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["init", str(tmp_path / "new")]) == 0
    assert "extractor.toml written" in capsys.readouterr().out
    text = (tmp_path / "new" / "extractor.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text) == {"llm": {}}
    assert choose_engine(folder=tmp_path / "new").engine == "rules"


def test_every_setting_is_right_once_its_mark_is_taken_away(tmp_path: Path) -> None:
    lines = [re.sub(r"^# (?=[a-z_]+ = )", "", line) for line in annotated().splitlines()]
    lines.remove('engine = "rules"')
    (tmp_path / "extractor.toml").write_text("\n".join(lines), encoding="utf-8")
    choice = choose_engine(folder=tmp_path)
    assert choice.llm is not None
    assert choice.llm.model == "gpt-5-mini"
    assert len(tomllib.loads("\n".join(lines))["llm"]) == len(all_flags())


def test_a_file_that_is_there_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "extractor.toml").write_text("engine = 'rules'\n", encoding="utf-8")
    assert run_cli(["init", str(tmp_path)]) == 2
    assert "--force" in capsys.readouterr().err
    assert (tmp_path / "extractor.toml").read_text(encoding="utf-8") == "engine = 'rules'\n"
    assert run_cli(["init", "--force", str(tmp_path)]) == 0
