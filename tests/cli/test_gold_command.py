"""`extractor gold` from the outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.cli.main import run_cli
from tests.conftest import GOLD_ARTICLES, GOLD_LABELS


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def labels(*names: str) -> Path:
    folder = Path("mine")
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"{name}.json").write_bytes((GOLD_LABELS / f"{name}.json").read_bytes())
    return folder


def test_check_is_silent_where_all_is_well_and_1_where_it_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    folder = labels("e01", "e04")
    assert run_cli(["gold", "check", str(folder), "--texts", str(GOLD_ARTICLES)]) == 0
    assert capsys.readouterr().out == ""
    broken = json.loads((folder / "e04.json").read_text(encoding="utf-8"))
    broken["figures"][0]["value"] = 1
    (folder / "e04.json").write_text(json.dumps(broken), encoding="utf-8")
    assert run_cli(["gold", "check", str(folder), "--texts", str(GOLD_ARTICLES)]) == 1
    shown = capsys.readouterr()
    assert shown.out.startswith(f"{folder / 'e04.json'}: figures[0].value: is 1, but ")
    assert "2 labels: 1 error, 0 doubts" in shown.err


def test_doubts_fail_only_a_strict_check(capsys: pytest.CaptureFixture[str]) -> None:
    folder = labels("e04")
    doubtful = json.loads((folder / "e04.json").read_text(encoding="utf-8"))
    doubtful["figures"][0]["group"] = "Zanzibar"
    (folder / "e04.json").write_text(json.dumps(doubtful), encoding="utf-8")
    arguments = ["gold", "check", str(folder), "--texts", str(GOLD_ARTICLES)]
    assert run_cli(arguments) == 0
    assert "doubt: " in capsys.readouterr().out
    assert run_cli([*arguments, "--strict"]) == 1


def test_stats_count_and_name_what_is_never_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["gold", "stats", str(labels("e04")), "--json", "s.json"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert "never: half_year_review, quarterly_review, term_review, thematic_review, congress, other" in shown
    assert json.loads(Path("s.json").read_text(encoding="utf-8"))["articles"] == 1


def test_agreement_of_two_folders(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["gold", "agreement", str(GOLD_LABELS), str(labels("e01", "e04")), "--json", "a.json"]) == 0
    shown = capsys.readouterr()
    assert "Krippendorff's alpha" in shown.out
    assert "Labelled by A only" in shown.err
    alphas = {one["label"]: one for one in json.loads(Path("a.json").read_text(encoding="utf-8"))["alphas"]}
    assert alphas["figures.subject"]["value"] == 1.0


def test_a_draft_is_a_label_that_no_one_overwrites_by_chance(capsys: pytest.CaptureFixture[str]) -> None:
    article = str(GOLD_ARTICLES / "e04.txt")
    assert run_cli(["gold", "draft", article, "--engine", "rules", "--out", "drafts"]) == 0
    assert json.loads(Path("drafts/e04.json").read_text(encoding="utf-8"))["doc_id"] == "e04"
    assert run_cli(["gold", "draft", article, "--engine", "rules", "--out", "drafts"]) == 2
    assert "give --force" in capsys.readouterr().err
    assert run_cli(["gold", "draft", article, "--engine", "rules", "--out", "drafts", "--force"]) == 0


def test_a_draft_of_a_page_brings_the_text_its_offsets_count_in() -> None:
    body = "<p>Năm 2017, Đảng ủy Khối các cơ quan tỉnh kết nạp 258 đảng viên mới, đạt 123,9% kế hoạch.</p>" * 3
    Path("page.html").write_text(f"<html><body><article>{body}</article></body></html>", encoding="utf-8")
    assert run_cli(["gold", "draft", "page.html", "--engine", "rules", "--out", "drafts"]) == 0
    label = json.loads(Path("drafts/page.json").read_text(encoding="utf-8"))
    text = Path("drafts/page.txt").read_text(encoding="utf-8")
    assert label["figures"]
    for figure in label["figures"]:
        assert text[figure["mention"]["start"] : figure["mention"]["end"]] == figure["mention"]["text"]


def test_gold_goes_to_label_studio_and_comes_back_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    folder = labels("e01", "e04")
    arguments = ["--format", "label-studio", "--out", "project", "--texts", str(GOLD_ARTICLES)]
    assert run_cli(["gold", "export", str(folder), *arguments]) == 0
    assert run_cli(["gold", "import", "project/tasks.json", "--out", "back"]) == 0
    for name in ("e01.json", "e04.json"):
        ours, theirs = (json.loads(Path(place, name).read_text(encoding="utf-8")) for place in (folder, "back"))
        assert ours == theirs
    assert run_cli(["gold", "import", "project/tasks.json", "--out", "back"]) == 2
    assert "is there already" in capsys.readouterr().err


def test_of_a_table_one_row_or_every_row_is_drafted(capsys: pytest.CaptureFixture[str]) -> None:
    Path("m6.csv").write_text(
        "title,text\n,Năm 2017 kết nạp 5 đảng viên.\n,Năm 2018 kết nạp 6.\nC,\n", encoding="utf-8"
    )
    draft = ["gold", "draft", "m6.csv", "--engine", "rules"]
    assert run_cli(draft) == 0
    assert "this is the first, m6:2: --id takes another, such as --id m6:3. --all takes" in capsys.readouterr().err
    assert run_cli([*draft, "--id", "m6:3", "--out", "drafts"]) == 0
    assert Path("drafts/m6:3.txt").read_text(encoding="utf-8") == "Năm 2018 kết nạp 6."
    assert run_cli([*draft, "--all"]) == 2
    assert run_cli([*draft, "--all", "--out", "drafts"]) == 1
    said = capsys.readouterr().err
    assert "1 draft by rules" in said
    assert "m6.csv:4: Row 4" in said
    assert "1 left, for their labels are there already" in said
    assert {one.name for one in Path("drafts").iterdir()} == {"m6:2.json", "m6:2.txt", "m6:3.json", "m6:3.txt"}


def test_what_a_draft_takes_from_the_tables_columns_is_a_doubt_and_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    text = "Năm 2017, Đảng bộ huyện Mỏ Cày kết nạp 5 đảng viên."
    row = f'Báo Đồng Khởi,Mỏ Cày một năm nhìn lại,Trần Văn Chín,"{text}"'
    Path("m6.csv").write_text(f"outlet,title,authors,text\n{row}\n", encoding="utf-8")
    assert run_cli(["gold", "draft", "m6.csv", "--engine", "rules", "--out", "drafts"]) == 0
    source = json.loads(Path("drafts/m6:2.json").read_text(encoding="utf-8"))["source"]
    assert (source["outlet"], source["authors"]) == ("Báo Đồng Khởi", ["Trần Văn Chín"])
    capsys.readouterr()
    assert run_cli(["gold", "check", "drafts"]) == 0
    said = capsys.readouterr().out
    assert "source.outlet: doubt: 'Báo Đồng Khởi' is not in the article; right only where the file's own fields" in said


def test_an_id_that_is_no_file_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.jsonl").write_text('{"id": "../a", "text": "Năm 2017 kết nạp 5 đảng viên."}', encoding="utf-8")
    assert run_cli(["gold", "draft", "a.jsonl", "--engine", "rules", "--out", "drafts"]) == 1
    assert "The id '../a' is no file name" in capsys.readouterr().err


def test_drafts_that_nobody_has_confirmed_are_not_gold(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--format", "label-studio", "--out", "project", "--as", "predictions", "--texts", str(GOLD_ARTICLES)]
    assert run_cli(["gold", "export", str(labels("e04")), *arguments]) == 0
    assert run_cli(["gold", "import", "project/tasks.json", "--out", "back"]) == 0
    assert "Not labelled yet: e04" in capsys.readouterr().err
    assert not Path("back").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "empty"], "There are no labels"),
        (["stats", "empty"], "There are no labels"),
        (["stats", "run"], "run is the folder of a run; give the folder of gold labels"),
        (["check", "run"], "run is the folder of a run; give the folder of gold labels"),
        (["agreement", "mine", "empty"], "There are no labels"),
        (["export", "empty", "--format", "label-studio", "--out", "o"], "There are no labels"),
        (["export", "mine", "--format", "label-studio", "--out", "o"], "e04"),
        (["import", "note.txt", "--out", "o"], "not JSON"),
        (["draft", "note.txt", "--engine", "llm"], "No model is named"),
    ],
)
def test_wrong_input_is_one_sentence(capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    labels("e04")
    Path("empty").mkdir()
    Path("run").mkdir()
    for name in ("run.json", "ledger.jsonl", ".status.json"):
        Path("run", name).write_text("{}", encoding="utf-8")
    Path("note.txt").write_text("a note", encoding="utf-8")
    assert run_cli(["gold", *arguments]) in (1, 2)
    shown = capsys.readouterr()
    assert message in shown.err
    assert "Traceback" not in shown.err
    assert len(shown.err.strip().splitlines()) == 1


def test_the_help_names_every_command_without_cutting_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["gold", "--help"]) == 0
    lines = capsys.readouterr().out.partition("Commands:")[2].split("\n")
    assert len([line for line in lines if line.strip()]) == 7
    assert not any(line.endswith("...") for line in lines)
