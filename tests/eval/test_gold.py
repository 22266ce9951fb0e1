"""Gold, predictions and run records read from disk: what is found where, and what is refused."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from extractor.errors import ExtractorError, InputError, UsageError
from extractor.eval.gold import GoldFolder, Texts, open_predictions, read_text
from extractor.eval.model import RunInfo
from extractor.eval.run_info import read_run_info, run_rows
from extractor.tasks.party_review.eval.stats import gold_stats
from extractor.text_files import keep_text
from tests.eval.builders import award, figure, organization, summary


def write(file: Path, *ids: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(f"{summary(one).model_dump_json()}\n" for one in ids), encoding="utf-8")
    return file


@pytest.mark.parametrize("asked", ["gold", "gold/labels"])
def test_labels_are_found_in_their_folder_or_the_one_above_with_their_texts(tmp_path: Path, asked: str) -> None:
    write(tmp_path / "gold" / "labels" / "a.json", "a")
    (tmp_path / "gold" / "articles").mkdir()
    (tmp_path / "gold" / "articles" / "a.txt").write_text("Đảng bộ", encoding="utf-8")
    gold = GoldFolder(tmp_path / asked)
    assert [label.doc_id for label in gold] == ["a"]
    assert dict(Texts(gold.article_folders)) == {"a": "Đảng bộ"}


def test_predictions_are_a_file_a_runs_folder_or_labels(tmp_path: Path) -> None:
    write(tmp_path / "run" / "summaries.jsonl", "a", "b")
    write(tmp_path / "labels" / "c.json", "c")
    assert list(open_predictions(tmp_path / "run")) == ["a", "b"]
    assert open_predictions(tmp_path / "run" / "summaries.jsonl")["b"].doc_id == "b"
    assert open_predictions(tmp_path / "labels")["c"].doc_id == "c"


BROKEN = [
    ('{"doc_id": "a"\n', "line 1: not a summary with a doc_id"),
    ("\n[1, 2]\n", "line 2: not a summary with a doc_id"),
    ('{"doc_id": 7}\n', "line 1: doc_id must be a string"),
    ('{"doc_id": "a"}\n{"doc_id": "a"}\n', "line 2: a was already given in line 1"),
    ('{"doc_id": "a"}\n', "line 1: source: Field required"),
]


@pytest.mark.parametrize(("content", "message"), BROKEN)
def test_a_broken_line_is_told_with_its_number(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "p.jsonl").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        open_predictions(tmp_path / "p.jsonl")["a"]


def test_a_line_of_no_utf8_is_told_too(tmp_path: Path) -> None:
    (tmp_path / "p.jsonl").write_bytes(b'{"doc_id": "\xff"}\n')
    with pytest.raises(InputError, match="line 1"):
        open_predictions(tmp_path / "p.jsonl")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: path.mkdir(), "There are no labels"),
        (lambda path: path.write_text("x", encoding="utf-8"), "is not a folder"),
        (lambda path: None, "is not a folder"),
    ],
)
def test_a_place_without_labels_is_refused(tmp_path: Path, make, message: str) -> None:
    make(tmp_path / "gold")
    with pytest.raises(UsageError, match=message):
        GoldFolder(tmp_path / "gold")


def test_predictions_that_are_nowhere_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        open_predictions(tmp_path / "nowhere")


def test_a_label_under_another_name_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "b.json", "a")
    with pytest.raises(InputError, match=r"b\.json: doc_id: is 'a'"):
        list(GoldFolder(tmp_path))


def test_texts_are_normalised_and_must_be_utf8(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(unicodedata.normalize("NFD", "Đảng bộ\r\n").encode())
    assert read_text(tmp_path / "a.txt") == "Đảng bộ\r\n"
    (tmp_path / "b.txt").write_bytes(b"\xff")
    with pytest.raises(ExtractorError, match="not UTF-8 at byte 0"):
        read_text(tmp_path / "b.txt")


RECORD = {
    "extractor_version": "1.2.3",
    "engine": "llm",
    "engine_version": "ab12",
    "model": "m",
    "prompt": {"name": "points", "version": 3, "strategy": "point"},
    "params": {"temperature": 0, "seed": None},
    "finished_at": "2026-01-02T03:04:05Z",
    "counts": {"inputs": 5, "done": 4, "failed": 1},
    "coverage": {"quantities": 8, "share": 0.75},
    "rejections": {"total": 3, "by_reason": {"not_found": 2, "no_digits": 1}},
    "usage": {"calls": 4, "input_tokens": 800, "output_tokens": 200, "cost_usd": 0.02},
}


def test_a_runs_record_gives_coverage_refusals_and_what_an_article_costs(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text(json.dumps(RECORD), encoding="utf-8")
    found = read_run_info(tmp_path)
    assert (found.coverage, found.refused, found.rejections) == (0.75, 3, {"not_found": 2, "no_digits": 1})
    assert (found.tokens_per_article, found.cost_usd_per_article) == (250.0, 0.005)
    rows = dict(run_rows(found))
    assert rows["claims refused as unproven"] == "3: not_found 2, no_digits 1"
    assert rows["prompt"] == "points 3 point"
    assert rows["parameters"] == "temperature 0, seed null"
    assert rows["cost of an article, US dollars"] == "0.005000"
    assert rows["extractor"] == "1.2.3"


def test_no_refusal_is_told_as_0_and_no_record_as_nothing(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text('{"rejections": {"total": 0, "by_reason": {}}}', encoding="utf-8")
    assert dict(run_rows(read_run_info(tmp_path))) == {"claims refused as unproven": "0"}
    assert run_rows(read_run_info(tmp_path / "elsewhere" / "summaries.jsonl")) == []


@pytest.mark.parametrize("content", ["not json", "[1]", '{"usage": 3, "coverage": "x", "counts": [], "engine": {}}'])
def test_a_record_that_is_not_understood_says_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / "run.json").write_text(content, encoding="utf-8")
    found = read_run_info(tmp_path)
    assert (found.engine, found.coverage, found.cost_usd) == (None, None, None)
    assert isinstance(found, RunInfo)


def test_gold_is_counted_and_what_it_never_has_is_named() -> None:
    found = gold_stats(
        [
            summary("a", figure(5), figure(6, subject="cell"), organizations=[organization()]),
            summary("b", figure(7), awards=[award()]),
        ]
    )
    assert (found.articles, found.items["figures"], found.articles_with["awards"]) == (2, 3, 1)
    assert found.labels["subject"]["member"] == 2
    assert "veterans" in found.never["subject"]
    assert "member" not in found.never["subject"]
    assert found.never["event kind"][0] != "annual_review"


def test_a_byte_order_mark_is_no_fault_of_gold_or_predictions(tmp_path: Path) -> None:
    mark = b"\xef\xbb\xbf"
    line = summary("a").model_dump_json().encode()
    (tmp_path / "p.jsonl").write_bytes(mark + line + b"\n")
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / "a.json").write_bytes(mark + line)
    assert open_predictions(tmp_path / "p.jsonl")["a"] == summary("a")
    (label,) = GoldFolder(tmp_path / "labels")
    assert label == summary("a")


def test_a_text_kept_under_a_safe_name_is_found_by_its_id(tmp_path: Path) -> None:
    keep_text(tmp_path, "Báo/Bài 1", "Đảng bộ")
    texts = Texts([tmp_path])
    assert texts["Báo/Bài 1"] == "Đảng bộ"
    assert "Báo/Bài 2" not in texts
