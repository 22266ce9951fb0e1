"""How likely a figure is wrong, in the table that a run writes itself."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from extractor.cli.main import run_cli
from extractor.results import Run

TEXT = "Năm 2017, Đảng bộ xã Tân An kết nạp 12 đảng viên, mở 3 lớp, phê phán 7 điều và 9 việc của 41 thôn."


@pytest.fixture
def by_rules(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert run_cli(["run", str(tmp_path / "a.txt"), "--engine", "rules", "--out", str(tmp_path / "out"), "-q"]) == 0
    return tmp_path / "out"


def told_by(folder: Path) -> list[float]:
    with (folder / "doubt.jsonl").open(encoding="utf-8") as file:
        figures = [one for one in map(json.loads, file) if one["item"] == "figure"]
    return [one["wrong"] for one in sorted(figures, key=lambda one: one["index"])]


def own_table(folder: Path) -> list[dict[str, str]]:
    with (folder / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_run_by_rules_writes_it_and_has_it_as_an_object(by_rules: Path) -> None:
    wanted = told_by(by_rules)
    assert wanted
    assert [float(row["wrong (xác suất sai)"]) for row in own_table(by_rules)] == [round(one, 2) for one in wanted]
    assert [row["wrong"] for row in Run.open(by_rules).figures()] == wanted


def test_a_finished_run_of_before_gets_it_when_it_is_run_again(by_rules: Path) -> None:
    with closing(sqlite3.connect(by_rules / ".index.sqlite3")) as index, index:
        ((written,),) = index.execute("SELECT value FROM facts WHERE name = 'written'")
        old = {name: value for name, value in json.loads(written).items() if name != "form"}
        index.execute("UPDATE facts SET value = ? WHERE name = 'written'", (json.dumps(old),))
    before = (by_rules / "figures.csv").stat().st_ino
    article = str(by_rules.parent / "a.txt")
    for anew in (True, False):
        assert run_cli(["run", article, "--engine", "rules", "--out", str(by_rules), "-q"]) == 0
        assert ((by_rules / "figures.csv").stat().st_ino != before) is anew
        before = (by_rules / "figures.csv").stat().st_ino
