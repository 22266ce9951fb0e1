from __future__ import annotations

import os
from pathlib import Path

import pytest

from extractor.errors import UsageError
from extractor.loaders import find_inputs


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in (
        "b.txt",
        "a.html",
        "sub/c.jsonl",
        "sub/d.HTM",
        ".hidden.txt",
        ".git/e.txt",
        "notes.md",
        "old/run.json",
        "old/ledger.jsonl",
        "old/summaries.jsonl",
        "old/texts/a.txt",
        "out/texts/a.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    return tmp_path


def names(tree: Path, *inputs: str, exclude: str | None = None) -> list[str]:
    found = find_inputs([str(tree / name) for name in inputs], exclude=tree / exclude if exclude else None)
    return [path.relative_to(tree).as_posix() for path in found]


def test_a_folder_is_searched_in_order_without_hidden_files_other_runs_and_the_output(tree: Path) -> None:
    assert names(tree, ".", exclude="out") == ["a.html", "b.txt", "notes.md", "sub/c.jsonl", "sub/d.HTM"]


def test_files_keep_the_order_they_are_named_in_and_come_once(tree: Path) -> None:
    assert names(tree, "notes.md", "b.txt", "*.txt", "./b.txt") == ["notes.md", "b.txt"]


def test_a_glob_reaches_into_folders(tree: Path) -> None:
    assert names(tree, "s*/**/*.jsonl") == ["sub/c.jsonl"]


def test_a_file_whose_name_looks_like_a_glob_is_a_file(tree: Path) -> None:
    (tree / "x[1].txt").write_text("x", encoding="utf-8")
    assert names(tree, "x[1].txt") == ["x[1].txt"]


def test_a_link_to_a_file_named_already_adds_nothing(tree: Path) -> None:
    (tree / "z.txt").symlink_to(tree / "b.txt")
    assert names(tree, ".", exclude="out") == ["a.html", "b.txt", "notes.md", "sub/c.jsonl", "sub/d.HTM"]


def test_a_pipe_in_a_folder_is_left_alone(tree: Path) -> None:
    os.mkfifo(tree / "pipe.txt")
    assert "pipe.txt" not in names(tree, ".")


@pytest.mark.parametrize("name", ["missing.txt", "nothing*.txt", "old"])
def test_a_name_that_stands_for_nothing_is_a_usage_error(tree: Path, name: str) -> None:
    with pytest.raises(UsageError, match=name.replace("*", r"\*")):
        names(tree, name)


def test_articles_are_counted_by_lines_in_json_lines(tree: Path) -> None:
    (tree / "sub/c.jsonl").write_text("{}\n\n{}\n{}", encoding="utf-8")
    assert find_inputs([str(tree / "sub")]).count() == 4
    assert find_inputs([str(tree / "sub"), "-"]).count() is None
