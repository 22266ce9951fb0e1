"""Results at an address are read where they are, by those who read folders."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")
pytest.importorskip("fsspec")

from extractor.cli.main import run_cli
from extractor.parts.folder import PartsFolder
from extractor.parts.storage import Storage
from extractor.results import Run
from extractor.runs.machines.finish import roll_of, write_roll
from extractor.runs.progress import Progress
from extractor.runs.status import tell_status
from tests.runs.machines.links import SETTINGS, given, plan_of, taken

ADDRESS = "memory://results/2018"
"""A filesystem of this process's own memory, which fsspec knows."""


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The same results in a folder and at an address."""
    folder = tmp_path_factory.mktemp("results")
    for place in (str(folder), ADDRESS):
        plan, storage = plan_of(folder), Storage(place)
        plan = type(plan)(plan.make, SETTINGS, storage, 1)
        taken(plan, [given(0), given(1, "This fails: 3 đảng viên."), given(2)])
        write_roll(storage, roll_of(storage))
        storage.put("run.json", json.dumps({"engine": "rules", "counts": {"done": 2}}).encode())
    return folder, ADDRESS


def test_export_view_and_objects_have_what_they_have_of_a_folder(
    places: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for place, out in zip(places, ("here", "there"), strict=True):
        assert run_cli(["export", str(place), "--format", "jsonl", "--out", str(tmp_path / out)]) == 0
        assert run_cli(["view", str(place), "-o", str(tmp_path / f"{out}.html")]) == 0
        assert [row["id"] for row in Run.open(str(place)).table("failures")] == ["a1"]
    here = {path.name: path.read_bytes() for path in (tmp_path / "here").iterdir()}
    assert here == {path.name: path.read_bytes() for path in (tmp_path / "there").iterdir()}
    assert "without their text" not in capsys.readouterr().err
    assert (tmp_path / "here.html").read_bytes() == (tmp_path / "there.html").read_bytes()


def test_eval_scores_them(places: tuple[Path, str], tmp_path: Path) -> None:
    _, address = places
    summary = PartsFolder(address).summary("a0")
    (tmp_path / "a0.json").write_bytes(summary)
    scores = tmp_path / "scores.json"
    assert run_cli(["eval", str(tmp_path), address, "--json", str(scores), "--resamples", "100"]) == 0
    assert json.loads(scores.read_text())["run"]["engine"] == "rules"


def test_nothing_is_written_there(places: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(Storage(ADDRESS).walk())
    for command, flag in ((["export", ADDRESS, "--format", "csv"], "--out"), (["view", ADDRESS], "-o")):
        assert run_cli(command) == 2
        assert f"{ADDRESS} is only read; say with {flag} where" in capsys.readouterr().err
    assert sorted(Storage(ADDRESS).walk()) == before


def test_status_is_what_the_run_told_last(capsys: pytest.CaptureFixture[str]) -> None:
    address = "memory://results/running"
    for ended in (False, True):
        tell_status(Storage(address), Progress(10, 0.0).snapshot(), ended=ended)
        assert run_cli(["status", address]) == int(ended)
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("at work: 0 of 10 through")
    assert said[1].startswith("not at work, last seen")


def test_an_address_without_results_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["view", "memory://nothing/there", "-o", "page.html"]) == 2
    assert "memory://nothing/there holds no results of `extractor run --on ray`." in capsys.readouterr().err
