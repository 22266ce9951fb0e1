from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.runs.outputs import Outputs
from extractor.schema import ArticleSummary
from extractor.tasks.party_review.task import party_review
from extractor.text_files import keep_text, text_name
from tests.conftest import GOLD_LABELS


def gold(name: str) -> ArticleSummary:
    return ArticleSummary.model_validate_json((GOLD_LABELS / f"{name}.json").read_text(encoding="utf-8"))


def test_each_summary_is_one_line_of_the_schema_and_nothing_else(tmp_path: Path) -> None:
    with Outputs(tmp_path) as outputs:
        outputs.add(gold("e01"))
        outputs.add(gold("e02"))
    lines = (tmp_path / "summaries.jsonl").read_text(encoding="utf-8").splitlines()
    assert [ArticleSummary.model_validate_json(line) for line in lines] == [gold("e01"), gold("e02")]
    assert "\\u" not in lines[0]


def test_the_table_opens_with_a_byte_order_mark_and_has_a_row_for_each_figure(tmp_path: Path) -> None:
    with Outputs(tmp_path, tables=party_review().tables()) as outputs:
        outputs.add(gold("e01"))
    data = (tmp_path / "figures.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert not data[3:].startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 1 + len(gold("e01").figures)


def test_failures_rejections_and_reviews_are_lines(tmp_path: Path) -> None:
    with Outputs(tmp_path, review=True) as outputs:
        outputs.add_failure("k", "InputError", "There is no text.", "k.txt")
        outputs.add_rejection("k", {"item": "figure", "reason": "không có"})
        outputs.add_review({"doc_id": "k"})
    assert json.loads((tmp_path / "failures.jsonl").read_text(encoding="utf-8"))["error"] == "InputError"
    assert "không có" in (tmp_path / "rejections.jsonl").read_text(encoding="utf-8")
    assert (tmp_path / "review.jsonl").read_text(encoding="utf-8") == '{"doc_id": "k"}\n'


def test_an_error_on_the_way_leaves_the_files_as_they_were(tmp_path: Path) -> None:
    with Outputs(tmp_path) as outputs:
        outputs.add(gold("e01"))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    with pytest.raises(RuntimeError), Outputs(tmp_path) as outputs:
        outputs.add(gold("e02"))
        raise RuntimeError
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before


@pytest.mark.parametrize(
    "doc_id",
    ["../../etc/passwd", "/etc/passwd", "..", ".", "a/b", "a\\b", "con", "NUL.txt", "x" * 200, "a:b", "tin.", "-rf"],
)
def test_an_id_cannot_lead_out_of_the_folder(tmp_path: Path, doc_id: str) -> None:
    path = keep_text(tmp_path / "texts", doc_id, "chữ")
    assert path.parent == tmp_path / "texts"
    assert path.resolve().parent == (tmp_path / "texts").resolve()
    assert path.read_text(encoding="utf-8") == "chữ"
    assert len(path.name.encode("utf-8")) <= 200
    assert path.name not in (f"{doc_id}.txt", doc_id)


def test_plain_ids_keep_their_names_and_like_ones_stay_apart() -> None:
    assert text_name("bài 1".replace(" ", "_")) == "bài_1.txt"
    assert text_name("a/b") != text_name("a:b")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Bài", "bài"), ("a/b", text_name("a/b").removesuffix(".txt")), ("x" * 130, "x" * 131), ("ệ" * 83, "ệ" * 84)],
)
def test_two_ids_never_share_a_file_whatever_the_file_system_thinks_of_case(one: str, other: str) -> None:
    assert text_name(one).casefold() != text_name(other).casefold()


def test_a_long_vietnamese_id_leaves_room_for_the_drafts_suffix(tmp_path: Path) -> None:
    path = keep_text(tmp_path, "ệ" * 83, "chữ")
    assert path.read_text(encoding="utf-8") == "chữ"
    assert len(f".{path.name}.part".encode()) <= 255


def test_line_ends_of_a_kept_text_are_kept(tmp_path: Path) -> None:
    assert keep_text(tmp_path, "a", "x\r\ny\rz\n").read_bytes() == b"x\r\ny\rz\n"
