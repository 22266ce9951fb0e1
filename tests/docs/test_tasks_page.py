"""docs/tasks.md, followed by a newcomer: its files written, its commands run in order, its code executed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from extractor import Extractor
from extractor.cli.main import run_cli
from tests.conftest import ROOT
from tests.engines.llm.scripted_model import serving
from tests.tasks.scripted import ScriptedTask

PAGE = (ROOT / "docs" / "tasks.md").read_text(encoding="utf-8")
STEPS = re.compile(r"(?:^`(?P<file>[\w/.]+)`:\n\n)?^```(?P<kind>\w+)\n(?P<text>.*?)^```", re.DOTALL | re.MULTILINE)


class Newcomer:
    """The model that a newcomer has: it answers from the gold that has been written by then."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._model: ScriptedTask | None = None

    def complete(self, request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """The answer to a request."""
        if self._model is None:
            self._model = ScriptedTask(self._place / "accidents", gold=self._place / "gold")
        return self._model.complete(request)


def test_a_newcomer_gets_from_the_idea_to_a_score(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EXTRACTOR_MODEL", "scripted")
    ran = []
    scope: dict[str, Any] = {"__name__": "page"}
    with serving(Newcomer(tmp_path)) as url:  # type: ignore[arg-type]
        monkeypatch.setenv("EXTRACTOR_BASE_URL", url)
        for step in STEPS.finditer(PAGE):
            if step["file"]:
                path = tmp_path / step["file"]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(step["text"], encoding="utf-8")
            elif step["kind"] == "sh":
                for line in step["text"].splitlines():
                    words = shlex.split(line)
                    assert words[0] == "extractor"
                    assert run_cli(words[1:]) == 0, line
                    ran.append(words[1])
            elif step["kind"] == "python":
                exec(compile(step["text"], "docs/tasks.md", "exec", dont_inherit=True), scope)
    assert ran == [*["task"] * 4, "schema", *["gold"] * 4, "run", "eval", "export", "view"]
    said = capsys.readouterr().out
    assert re.search(r"harm: value +│ +4 │ +4 │ +4 │ +1\.000", said)
    table = (tmp_path / "results" / "csv" / "harm.csv").read_text(encoding="utf-8-sig")
    assert '"a1",0,"dead",' in table
    assert (tmp_path / "results" / "view.html").is_file()
    assert isinstance(scope["reader"], Extractor)


def test_every_leaf_is_on_the_page() -> None:
    import extractor.tasks

    for name in extractor.tasks.__all__:
        assert name in PAGE, name
