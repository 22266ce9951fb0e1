"""The rules engine on real articles does not fall below its baseline: what `make eval` asks, among the tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.cli.main import run_cli
from tests.conftest import GOLD_ARTICLES, GOLD_LABELS, ROOT, SHARED

BASELINES = [
    pytest.param(GOLD_ARTICLES, GOLD_LABELS, "rules.toml", id="own"),
    pytest.param(
        SHARED / "articles",
        SHARED / "gold",
        "rules-shared.toml",
        id="shared",
        marks=[
            pytest.mark.shared,
            pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="no ../shared beside this checkout"),
        ],
    ),
]


@pytest.mark.parametrize(("articles", "labels", "gate"), BASELINES)
def test_the_rules_engine_does_not_fall_below_its_baseline(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], articles: Path, labels: Path, gate: str
) -> None:
    assert run_cli(["run", str(articles), "--engine", "rules", "--out", str(tmp_path / "run"), "--quiet"]) == 0
    asked = ["--gate", str(ROOT / "eval" / "gates" / gate), "--resamples", "100"]
    code = run_cli(["eval", str(labels), str(tmp_path / "run"), *asked])
    shown = capsys.readouterr()
    fell = shown.out.partition("Gate: what fell")[2]
    assert code == 0, f"{fell}\n{shown.err}\nWhere the change is meant, write the baselines anew: make baselines"
