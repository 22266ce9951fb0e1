"""The `extractor` command as a whole: help, errors and streams."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

import extractor
from extractor.cli import main as main_module
from extractor.cli.main import SUBCOMMANDS, Subcommand, run_cli
from extractor.errors import InputError, UsageError
from tests.conftest import ROOT

HEAVY = ("pydantic", "openai", "instructor", "scipy", "numpy", "pdfplumber", "fastwarc", "jinja2", "matplotlib", "lxml")


def test_help_names_every_command_and_imports_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from extractor.cli.main import run_cli\n"
        "code = run_cli(['--help'])\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], code)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    *page, last = done.stdout.splitlines()
    assert last == "[] 0"
    for name, subcommand in SUBCOMMANDS.items():
        assert any(name in line and subcommand.help in line for line in page)


def test_ctrl_c_while_the_command_is_loaded_is_one_sentence() -> None:
    code = (
        "import sys\n"
        "from extractor import __main__ as script\n"
        "class Interrupted:\n"
        "    def find_spec(self, name, *rest):\n"
        "        if name == 'click': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupted())\n"
        "script.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "extractor: Stopped by Ctrl-C.\n")


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli([name, "--help"]) == 0
    page = capsys.readouterr().out
    assert page.startswith(f"Usage: extractor {name}")
    assert len(page.splitlines()) > 4


@pytest.mark.parametrize("group", [[], ["gold"], ["task"]])
def test_a_group_alone_shows_its_help_once(group: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(group) == 2
    shown = capsys.readouterr().err
    assert shown.count("Usage: ") == 1
    assert "Commands:" in shown
    assert "Error" not in shown


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["--version"]) == 0
    assert capsys.readouterr().out == f"extractor {extractor.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["fly"], "No such command"),
        (["runn"], "No such command 'runn'. Did you mean 'run'?"),
        (["run"], "Missing argument"),
        (["run", "x.txt"], "--out"),
        (["run", "no-such-file.txt", "--out", "unused"], "no file or folder no-such-file.txt"),
        (["run", "https://h/a.html", "--out", "unused"], "save the page and give its file"),
        (["run", "tests", "--out", "tests/cli/.."], "tests is the folder of the results too; choose another --out"),
        (["run", "s3://bucket/a", "--out", "unused"], "only --on ray reads there"),
        (["run", ".", "--out", "unused", "--wait"], "--wait goes with --via batch"),
        (["run", ".", "--out", "unused", "--cancel"], "--cancel goes with --via batch"),
        (["run", ".", "--out", "unused", "--follow-up", "online"], "--follow-up goes with --via batch"),
        (["run", ".", "--out", "unused", "--engine", "rules", "--ask-again"], "--ask-again is for a language model"),
        (["run", ".", "--out", "unused", "--engine", "rules", "--sample", "1"], "--sample is for a language model"),
        (["run", ".", "--out", "unused", "--limit", "0"], "--limit"),
        (["run", ".", "--out", "unused", "--engine", "magic"], "--engine"),
        (["run", ".", "--out", "unused", "--article-timeout", "nan"], "nan is not a number"),
        (["cache", "--prune", "nan"], "nan is not a number"),
        (["run", ".", "--out", "unused", "--engine", "llm"], "No model is named"),
        (["run", ".", "--out", "unused", "--engine", "rules", "--model", "m"], "--model is for a language model"),
        (["run", ".", "--out", "unused", "--base-url", "http://h/v1"], "No model is named"),
        (["run", ".", "--out", "unused", "--model", "m", "--base-url", "h"], "base_url (--base-url)"),
        (["run", ".", "--out", "unused", "--model", "m", "--temperature", "9"], "temperature (--temperature)"),
    ],
)
def test_a_wrong_command_is_one_sentence_and_exit_code_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_cli(arguments) == 2
    error = capsys.readouterr().err
    assert words in error
    assert "Traceback" not in error


def raising(error: BaseException) -> Callable[[], None]:
    def command() -> None:
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (UsageError("Wrong.\nflag"), 2, "extractor: Wrong. flag"),
        (InputError("No text."), 1, "extractor: No text."),
        (KeyboardInterrupt(), 130, "extractor: Stopped by Ctrl-C."),
        (OSError(28, "No space left on device", "/x"), 1, "The disk is full (/x)"),
        (ZeroDivisionError("oops"), 1, "Unexpected ZeroDivisionError: oops"),
    ],
)
def test_an_error_is_one_sentence(
    error: BaseException,
    code: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(SUBCOMMANDS, "boom", Subcommand("tests.cli.test_command:unused", ""))
    command = click.command("boom")(raising(error))
    monkeypatch.setattr(main_module.LazyGroup, "get_command", lambda self, ctx, name: command)
    assert run_cli(["boom"]) == code
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1
    assert words in lines[0]


def test_vietnamese_is_printed_on_any_locale() -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-m", "extractor.cli.main", "schema"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=True,
    )
    assert "Nghị quyết" in done.stdout.decode("utf-8")


def test_a_closed_pipe_is_no_error() -> None:
    script = f"{sys.executable} -m extractor.cli.main schema | head -n 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["{", "0"]
    assert done.stderr == ""


@pytest.mark.parametrize(("closed", "code"), [("<&-", 1), (">&-", 0), (">&- 2>&-", 0)])
def test_a_stream_that_the_caller_has_closed_is_empty_or_takes_everything(
    closed: str, code: int, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("Năm 2017 kết nạp 5 đảng viên.", encoding="utf-8")
    given = "-" if code else "a.txt"
    script = f"{sys.executable} -m extractor.cli.main run {given} --out out {closed}"
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, "Unexpected" in done.stderr) == (code, False)
    assert ((tmp_path / "out" / "failures.jsonl").read_text(encoding="utf-8") == "") is (code == 0)


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["title"] == "ArticleSummary"
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
