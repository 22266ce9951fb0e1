"""`extractor run` from the outside."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from extractor.cli.main import run_cli
from extractor.cli.status import ago
from tests.conftest import GOLD_ARTICLES, ROOT
from tests.fakes import CountingEngine

FILES = {
    "summaries.jsonl",
    "figures.csv",
    "failures.jsonl",
    "rejections.jsonl",
    "doubt.jsonl",
    "run.json",
    "ledger.jsonl",
    "texts",
}
HIDDEN = {".lock", ".index.sqlite3", ".status.json"}


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("extractor.tasks.party_review.rules.rules_engine", CountingEngine)
    monkeypatch.chdir(tmp_path)
    for number in range(3):
        path = tmp_path / "articles" / f"a{number}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"Năm 2017 kết nạp {number + 5} đảng viên.", encoding="utf-8")
    return tmp_path / "articles"


def manifest(out: str = "out") -> dict[str, Any]:
    data: dict[str, Any] = json.loads(Path(out, "run.json").read_text(encoding="utf-8"))
    return data


def test_a_run_writes_its_files_says_its_engine_and_ends_in_a_table(
    articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_cli(["run", "articles", "--out", "out"]) == 0
    shown = capsys.readouterr()
    assert "engine: rules, no model is configured" in shown.err
    assert "3 of 3: 3 done, 0 failed" in shown.err
    assert "3 articles" in shown.out
    assert "coverage 100.0%" in shown.out
    assert {path.name for path in Path("out").iterdir()} == FILES | HIDDEN
    account = manifest()
    assert (account["engine"], account["model"], account["state"]) == ("rules", None, "complete")
    assert account["counts"]["items"]["figures"] == 3
    assert account["coverage"]["share"] == 1.0


def test_numbers_that_nobody_recognised_lower_the_coverage(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("articles", "z.txt").write_text("Năm 2017 kết nạp 5 đảng viên, nêu hai chỗ yếu.", encoding="utf-8")
    assert run_cli(["run", "articles", "--out", "out"]) == 0
    assert "coverage 80.0%: 4 of 5 numbers accounted for (the rest: 1 unread)" in capsys.readouterr().out
    assert manifest()["coverage"] == {"quantities": 4, "explained": 4, "unread": 1, "share": 0.8}


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [("", 1, None), ("Đảng bộ tỉnh họp tổng kết.", 0, "no coverage, for there were no numbers; 0 claims refused")],
)
def test_without_a_number_read_no_coverage_is_claimed(
    text: str, code: int, said: str | None, articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("z.txt").write_text(text, encoding="utf-8")
    assert run_cli(["run", "z.txt", "--out", "out"]) == code
    lines = [line for line in capsys.readouterr().out.splitlines() if "coverage" in line]
    assert lines == ([] if said is None else [said])
    assert manifest()["coverage"] == {"quantities": 0, "explained": 0, "unread": 0, "share": None}


def test_status_says_of_a_run_that_is_through_that_it_is_finished(
    articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (articles / "rows.csv").write_text("id,text\nr1,Năm 2017 kết nạp 9 đảng viên.\n", encoding="utf-8")  # not counted
    assert run_cli(["run", "articles", "--out", "out", "-q"]) == 0
    assert run_cli(["status", "out"]) == 0
    said = capsys.readouterr().out
    assert re.match(r"finished \d s ago: the last run: 4 of 4 through: 4 done", said)
    assert "folder" not in said


def test_status_counts_what_the_folder_holds_of_all_runs(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["run", "articles", "--out", "out", "-q"]) == 0
    Path("more.txt").write_text("Năm 2018 kết nạp 5 đảng viên.", encoding="utf-8")
    Path("empty.txt").write_text("", encoding="utf-8")
    assert run_cli(["run", "more.txt", "empty.txt", "--out", "out", "-q"]) == 1
    assert run_cli(["status", "out"]) == 0
    said = capsys.readouterr().out
    assert "the last run: 2 of 2 through: 1 done (0 from before), 1 failed" in said
    assert said.endswith("; the folder holds 4 summaries and 1 failure of all its runs\n")
    assert run_cli(["status", "out", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["running"], told["finished"], told["done"]) == (False, True, 1)


def test_status_of_a_run_that_stopped_before_its_end_is_1(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["run", "articles", "--out", "out", "-q"]) == 0
    status = Path("out/.status.json")
    status.write_text(json.dumps(json.loads(status.read_text("utf-8")) | {"done": 1}), encoding="utf-8")
    assert run_cli(["status", "out"]) == 1
    assert capsys.readouterr().out.startswith("not at work, last seen")
    status.unlink()
    assert run_cli(["status", "out"]) == 1
    assert "No run was ever here" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.4, "0 s"), (119, "119 s"), (120, "2 min"), (7_200, "2 h"), (200_000, "2 days")]
)
def test_how_long_ago_is_told_in_the_unit_that_fits(seconds: float, said: str) -> None:
    assert ago(seconds) == said


def test_quiet_is_quiet(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["run", "articles", "--out", "out", "--quiet"]) == 0
    shown = capsys.readouterr()
    assert shown.out + shown.err == ""


def test_one_failure_makes_exit_code_1_and_is_told(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (articles / "bad.txt").write_bytes(b"")
    assert run_cli(["run", "articles", "--out", "out"]) == 1
    shown = capsys.readouterr()
    assert "failed bad: InputError: There is no text" in shown.err
    assert "3 done, 1 failed" in shown.out


def test_the_output_folder_may_lie_in_the_input_folder(articles: Path) -> None:
    (articles / "p.html").write_text(
        f"<html><body><article><h1>Tin</h1><p>{'Kết nạp 5 đảng viên. ' * 20}</p></article></body></html>",
        encoding="utf-8",
    )
    for _ in range(2):
        assert run_cli(["run", ".", "--out", "articles/out", "-q"]) == 0
    assert manifest("articles/out")["counts"]["inputs"] == 4
    kept = [json.loads(line) for line in Path("articles/out/texts/index.jsonl").read_text("utf-8").splitlines()]
    assert [one["id"] for one in kept if one["text"]] == ["articles/p"]
    assert {path.name for path in Path("articles/out/texts").iterdir()} == {"index.jsonl", kept[-1]["text"]}


def test_settings_of_another_run_are_refused(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["run", "articles", "--out", "out", "-q"]) == 0
    ledger = Path("out/ledger.jsonl")
    ledger.write_text(ledger.read_text(encoding="utf-8").replace('"engine":"rules"', '"engine":"llm"', 1), "utf-8")
    assert run_cli(["run", "articles", "--out", "out", "-q"]) == 2
    assert "engine: llm, now rules" in capsys.readouterr().err
    assert run_cli(["run", "articles", "--out", "out", "-q", "--fresh"]) == 0


def test_a_disk_that_refuses_is_one_sentence(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["run", "articles", "--out", "/proc/nowhere/out"]) == 2
    assert "cannot be made" in capsys.readouterr().err


INTERRUPTED = """
import sys
sys.path.insert(0, sys.argv[1])
import extractor.tasks.party_review.rules
from tests.fakes import CountingEngine
extractor.tasks.party_review.rules.rules_engine = lambda: CountingEngine(seconds=0.05)
from extractor.cli.main import main
main(sys.argv[2:])
"""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("workers", ["1", "3"])
def test_an_interrupted_run_keeps_what_it_has_and_goes_on(
    tmp_path: Path, number: signal.Signals, code: int, workers: str
) -> None:
    for index in range(60):
        (tmp_path / f"a{index:02}.txt").write_text(f"Năm 2017 kết nạp {index} đảng viên.", encoding="utf-8")
    out = tmp_path / "out"
    arguments = ["run", str(tmp_path), "--out", str(out), "--concurrency", workers]
    command = [sys.executable, "-c", INTERRUPTED, str(ROOT), *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    ledger = out / "ledger.jsonl"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and (not ledger.exists() or ledger.read_bytes().count(b"\n") < 4):
        time.sleep(0.01)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert process.returncode == code
    assert "the same command goes on from here" in said
    assert "Traceback" not in said
    account = json.loads((out / "run.json").read_text(encoding="utf-8"))
    kept = account["counts"]["done"]
    assert account["state"] == "interrupted"
    assert 3 <= kept < 60
    assert account["counts"]["not_taken"] == 60 - kept
    again = subprocess.run(command, capture_output=True, text=True, check=True)
    assert f"60 done ({kept} from before)" in again.stdout


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_the_second_signal_ends_the_run_at_once_whatever_an_article_does(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    for index in range(4):
        (tmp_path / f"a{index}.txt").write_text(f"Năm 2017 kết nạp {index} đảng viên.", encoding="utf-8")
    out = tmp_path / "out"
    endless = INTERRUPTED.replace("seconds=0.05", "seconds=50")
    command = [sys.executable, "-c", endless, str(ROOT), "run", str(tmp_path), "--out", str(out)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (out / ".status.json").exists():
        time.sleep(0.01)
    process.send_signal(number)
    time.sleep(0.5)
    assert process.poll() is None
    begun = time.monotonic()
    process.send_signal(number)
    process.communicate(timeout=60)
    assert time.monotonic() - begun < 2
    assert process.returncode == code
    lock = subprocess.run([sys.executable, "-c", INTERRUPTED, str(ROOT), *command[4:], "-q"], check=False)
    assert lock.returncode == 0


def test_real_articles_through_the_real_rules(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run_cli(["run", str(GOLD_ARTICLES), "--out", str(out), "--engine", "rules", "-q"]) == 0
    names = sorted(path.stem for path in GOLD_ARTICLES.glob("*.txt"))
    summaries = [json.loads(line) for line in (out / "summaries.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [summary["doc_id"] for summary in summaries] == names
    for summary in summaries:
        text = (GOLD_ARTICLES / f"{summary['doc_id']}.txt").read_bytes().decode("utf-8")
        for kind in ("figures", "awards", "people", "documents", "points"):
            for item in summary[kind]:
                for span in (item["evidence"], item.get("mention", item["evidence"])):
                    assert text[span["start"] : span["end"]] == span["text"]
    assert sum(len(summary["figures"]) for summary in summaries) > 100


def test_a_folder_may_be_called_anything(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["run", "articles", "--out", "a[/b]"]) == 0
    assert "Results in a[/b]" in capsys.readouterr().out


def test_a_name_with_line_breaks_and_escapes_is_shown_on_its_line_and_not_obeyed(
    articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (articles / "a0.txt").rename(articles / "a\nb\x1b.txt")
    (articles / "bad.txt").write_text(" ", encoding="utf-8")
    assert run_cli(["run", "articles", "--out", "here\nthere\x1b[31m"]) == 1
    shown = capsys.readouterr()
    assert "\x1b" not in shown.out + shown.err
    assert "│ a\ufffdb\ufffd " in shown.out
    assert "Results in here there" in shown.out
    assert "there is no text: the article is empty. (articles/bad.txt)" in shown.err.casefold()


@pytest.mark.parametrize(
    ("flag", "value"),
    [
        ("--limit", "1" + "0" * 26),
        ("--article-timeout", "1e300"),
        ("--article-timeout", "inf"),
        ("--max-bytes", str(2**63)),
        ("--sample", "1" + "0" * 26),
        ("--timeout", "inf"),
        ("--max-cost", "inf"),
        ("--attempts", "1" + "0" * 26),
    ],
)
def test_a_number_beyond_its_option_is_refused_with_its_bounds(
    articles: Path, capsys: pytest.CaptureFixture[str], flag: str, value: str
) -> None:
    assert run_cli(["run", "articles", "--out", "out", flag, value]) == 2
    assert re.search(rf"Invalid value for '{flag}': .* is not in the range .*x<", capsys.readouterr().err)
    assert not Path("out").exists()


def test_the_largest_numbers_that_options_take_are_good_for_a_run(articles: Path) -> None:
    largest = ["--limit", str(10**12), "--article-timeout", "86400", "--max-bytes", "2000000000"]
    assert run_cli(["run", "articles", "--out", "out", *largest, "--processes", "1"]) == 0
    assert manifest()["counts"]["done"] == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "articles", "--out", ""], "Invalid value for '--out': the name is empty"),
        (["run", "articles", "--out", "  "], "Invalid value for '--out': the name is empty"),
        (["run", "", "--out", "out"], "The name of an input is empty: name a file or a folder"),
        (["run", "articles", "", "--out", "out"], "The name of an input is empty: name a file or a folder"),
        (["export", ""], "Invalid value for 'DIR': the name is empty"),
        (["view", ""], "Invalid value for 'DIR': the name is empty"),
        (["export", "articles", "--out", ""], "Invalid value for '--out': the name is empty"),
    ],
)
def test_an_empty_name_is_not_the_current_folder(
    articles: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert run_cli(arguments) == 2
    assert f"{said}; is a variable not set?\n" in capsys.readouterr().err
    assert [path.name for path in articles.parent.iterdir()] == ["articles"]


def written(folder: Path) -> dict[str, str]:
    """What a folder holds, folders and hidden files included."""
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()}


@pytest.mark.usefixtures("articles")
@pytest.mark.parametrize("flag", ["--quiet", "--fresh", "--replace", "--dry-run"])
def test_a_folder_of_other_files_is_refused_and_left_as_it_is(flag: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("theirs/texts").mkdir(parents=True)
    Path("theirs/texts/poem.txt").write_text("own", "utf-8")
    for name in ("b.txt", "run.json", "settings.json", "x1.txt", "x2.txt", "x3.txt"):
        Path("theirs", name).write_text("{}", "utf-8")
    before = written(Path("theirs"))
    assert run_cli(["run", "articles", "--out", "theirs", "--engine", "rules", flag]) == 2
    said = capsys.readouterr().err
    assert "theirs is no folder of results and not empty" in said
    assert "(it holds b.txt, run.json, settings.json, texts/, x1.txt and 2 more); choose another --out" in said
    assert written(Path("theirs")) == before


@pytest.mark.usefixtures("articles")
def test_an_empty_folder_one_with_hidden_files_and_one_of_runs_are_taken() -> None:
    for name in ("empty/nothing/at/all", "hidden/.git", "runs"):
        Path(name).mkdir(parents=True)
    Path("hidden/.gitignore").touch()
    Path("hidden/.git/config").touch()
    for out in ("runs/2018/may", "runs/2019", "empty", "hidden", "runs", "runs"):
        assert run_cli(["run", "articles", "--out", out, "--engine", "rules", "-q"]) == 0
    Path("runs/notes.txt").touch()  # beside results anything may stand
    assert run_cli(["run", "articles", "--out", "runs", "--engine", "rules", "-q", "--fresh"]) == 0
    assert Path("runs/notes.txt").exists()
