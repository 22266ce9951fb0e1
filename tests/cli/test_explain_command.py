from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from extractor.cli.main import run_cli
from extractor.engines.rules.draft import Draft
from extractor.labels import Unit
from extractor.tasks.party_review.explain import amount
from tests.conftest import GOLD_ARTICLES
from tests.exports.pages import page_records
from tests.fakes import CountingEngine


def explain(path: Path, capsys: pytest.CaptureFixture[str], *flags: str) -> str:
    assert run_cli(["explain", *flags, str(path)]) == 0
    return capsys.readouterr().out


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("extractor.tasks.party_review.rules.rules_engine", CountingEngine)
    path = tmp_path / "a.txt"
    path.write_text("Năm 2017 kết nạp 258 đảng viên, đạt 81,01% kế hoạch.\nHết.", encoding="utf-8")
    return path


def test_each_quantity_has_its_id_in_the_text_and_its_fate_below(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = explain(article, capsys).splitlines()
    assert page[0] == "Năm 2017 kết nạp [258|q1] đảng viên, đạt [81,01%|q2] kế hoạch."
    assert page[1].startswith("    q1 figure: other.other 258, result")
    assert page[2].startswith("    q2 figure: other.other 81,01%")
    assert "source: no title, no outlet" in page
    assert "event: other, no day, reviews no period, plans no period" in page
    assert page[-1] == "coverage 100.0%: 2 of 2 numbers accounted for"


def test_colour_takes_the_place_of_brackets(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = explain(article, capsys, "--color")
    assert "\x1b[1;32m258\x1b[0m" in page
    assert "[258|" not in page


def test_what_no_rule_explains_is_marked(
    article: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tests.fakes.draft_of", lambda reading: Draft())
    page = explain(article, capsys)
    assert "q1 unexplained" in page
    assert page.endswith("coverage 0.0%: 0 of 2 numbers accounted for (the rest: 2 unexplained)\n")


def test_of_a_file_of_several_the_first_is_explained_and_that_is_said(
    article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    records = [{"id": name, "text": article.read_text(encoding="utf-8")} for name in ("one", "two")]
    (tmp_path / "all.jsonl").write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    assert run_cli(["explain", str(tmp_path / "all.jsonl")]) == 0
    shown = capsys.readouterr()
    assert shown.out.count("q1 figure") == 1
    assert "holds several articles; this is the first, one: --id takes another, such as --id two." in shown.err
    assert run_cli(["explain", str(tmp_path / "all.jsonl"), "--id", "two", "--html", str(tmp_path / "two.html")]) == 0
    assert "several" not in capsys.readouterr().err
    assert run_cli(["explain", str(tmp_path / "all.jsonl"), "--id", "three"]) == 1
    assert "holds no article with the id 'three'; it holds one, two." in capsys.readouterr().err
    assert run_cli(["explain", str(tmp_path)]) == 2
    assert "is a folder; name one file in it" in capsys.readouterr().err


def test_the_field_of_a_tables_texts_may_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "t.csv"
    table.write_text("id,noidung\n1,Đảng bộ xã Bình Sơn kết nạp 7 đảng viên trong năm 2023.\n", "utf-8")
    assert run_cli(["explain", str(table), "--id", "1"]) == 2
    assert "name it with --text-field" in capsys.readouterr().err
    assert run_cli(["explain", str(table), "--id", "1", "--text-field", "noidung", "--no-color"]) == 0
    assert "member.admitted 7" in capsys.readouterr().out


@pytest.mark.parametrize(
    "command", [["run", "--out", "r"], ["explain"], ["explain", "--id", "x:7"], ["prompt"], ["prompt", "--id", "x:7"]]
)
def test_a_file_that_is_not_there_is_told_alike_by_every_command(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_cli([*command, "nosuch.csv"]) == 2
    assert capsys.readouterr().err.endswith("extractor: There is no file or folder nosuch.csv.\n")


def test_a_number_that_nobody_recognised_is_shown_among_its_words(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article.write_text("Năm 2017 kết nạp 258 đảng viên, nêu ra hai chỗ yếu.\nHết.", encoding="utf-8")
    page = explain(article, capsys).splitlines()
    assert page[2] == "    unread: kết nạp 258 đảng viên, nêu ra [hai] chỗ yếu."
    assert page[-1] == "coverage 50.0%: 1 of 2 numbers accounted for (the rest: 1 unread)"
    assert "\x1b[4;31mhai\x1b[0m" in explain(article, capsys, "--color")


def test_of_an_article_without_numbers_no_coverage_is_claimed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("Đảng bộ tỉnh họp tổng kết.", encoding="utf-8")
    assert run_cli(["explain", str(tmp_path / "a.txt")]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "no coverage, for there were no numbers"


def test_an_article_cannot_command_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("extractor.tasks.party_review.rules.rules_engine", CountingEngine)
    text = "Kết nạp \x1b[31m5 đảng viên, " + "tổng kết công tác " * 9
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode("utf-8"))))
    page = explain(Path("-"), capsys, "--no-color")
    assert "\x1b" not in page
    assert "\ufffd[31m" in page


def test_a_real_article_names_its_rules(capsys: pytest.CaptureFixture[str]) -> None:
    page = explain(GOLD_ARTICLES / "e01.txt", capsys)
    assert " figure: " in page
    assert ", by " in page
    assert "by unstated" not in page


HOSTILE = "Kết nạp \x1b[31m5 \u202eđảng viên\x9b2J, tổng kết công tác năm 2017 của Đảng ủy Khối các cơ quan tỉnh."


@pytest.mark.parametrize("command", [["explain", "--no-color"], ["prompt"], ["prompt", "--json"]])
def test_no_command_that_shows_an_article_hands_its_escapes_on(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(HOSTILE, encoding="utf-8")
    assert run_cli([*command, str(path)]) == 0
    shown = capsys.readouterr()
    assert not set("\x1b\x9b\u202e") & set(shown.out + shown.err)


@pytest.mark.parametrize(
    "arguments",
    [
        ["explain", "no\x1b[2Jfile.txt"],
        ["run", "no\x1b[2Jfile.txt", "--out", "o"],
        ["no\x1b[2Jcommand"],
        ["run", "--no\x1b[2J"],
    ],
)
def test_no_error_hands_escapes_on(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(arguments) != 0
    shown = capsys.readouterr()
    assert "[2J" in shown.err
    assert "\x1b" not in shown.err


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (23_134_000_000_000.0, "VND", "23.134 tỷ đồng"),
        (2_500_000.0, "VND", "2,5 triệu đồng"),
        (1_234_567.0, "VND", "1.234.567 đồng"),
        (382_000_000.0, "USD", "382 triệu USD"),
        (81.01, "percent", "81,01%"),
        (3_964.0, "count", "3.964"),
        (-0.5, "percent", "-0,5%"),
    ],
)
def test_amounts_are_written_as_people_write_them(value: float, unit: Unit, said: str) -> None:
    assert amount(value, unit) == said


def test_no_break_spaces_are_blanks_and_no_escapes(
    article: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    article.write_text("Năm 2017 thu\u00a02,5\u00a0tỷ\u00a0đồng, tổng kết công tác.", encoding="utf-8")
    page = explain(article, capsys, "--no-color")
    assert "\\xa0" not in page and "\u00a0" not in page
    assert "[2,5 tỷ đồng|q1]" in page
    assert "2,5 tỷ đồng, result" in page


def test_the_page_of_an_explanation_has_the_rule_of_every_figure(
    article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_cli(["explain", str(article), "--html", str(tmp_path / "e.html")]) == 0
    assert "e.html written" in capsys.readouterr().out
    (shown,) = page_records(tmp_path / "e.html")
    assert shown["text"] == article.read_text(encoding="utf-8")
    assert [item["f"]["mention"] for item in shown["items"]] == ["258", "81,01%"]
    assert all(item["w"].startswith("theo luật ") for item in shown["items"])
