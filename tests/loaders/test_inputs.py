from __future__ import annotations

import os
from pathlib import Path

import pytest

from extractor.errors import UsageError
from extractor.loaders import Manner, find_inputs, load


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


def test_the_folder_of_a_run_is_told_from_one_without_articles(tree: Path) -> None:
    with pytest.raises(UsageError, match="old is the result of a run; give the articles"):
        names(tree, "old")


def test_articles_are_counted_by_lines_in_json_lines(tree: Path) -> None:
    (tree / "sub/c.jsonl").write_text("{}\n\n{}\n{}", encoding="utf-8")
    assert find_inputs([str(tree / "sub")]).count() == 4
    assert find_inputs([str(tree / "sub"), "-"]).count() is None


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 1000])
def test_empty_lines_are_not_counted_wherever_a_piece_of_the_file_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr("extractor.loaders.inputs._CHUNK", chunk)
    path = tmp_path / "a.jsonl"
    for text, lines in (("", 1), ("\n \n\t\r\n", 1), ("{}", 1), ("\n  {}\r\n\r\n {} \n\n\n{}\n  ", 3)):
        path.write_bytes(text.encode())
        assert find_inputs([str(path)]).count() == lines  # a file that holds no article is one failure


def ids(*named: Path, id_from: str = "name") -> list[tuple[str, bool]]:
    manner = Manner(id_from=id_from)  # type: ignore[arg-type]
    found = load(find_inputs([str(path) for path in named], manner=manner))
    return [(loaded.doc_id, loaded.article is not None) for loaded in found]


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    for name in ("a.txt", "2020/01/index.txt", "2020/02/index.txt", "2020/02/b.tin.txt"):
        path = tmp_path / "crawl" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Kết nạp {len(name)} đảng viên ở {name}.", encoding="utf-8")
    return tmp_path / "crawl"


def test_a_file_deeper_in_a_folder_is_called_by_its_path_from_there(mirror: Path) -> None:
    assert ids(mirror) == [("2020/01/index", True), ("2020/02/b.tin", True), ("2020/02/index", True), ("a", True)]


def test_an_id_does_not_depend_on_what_else_is_named(mirror: Path) -> None:
    assert ids(mirror / "2020/01/index.txt") == [("index", True)]
    assert ids(mirror / "2020/01", mirror / "a.txt") == [("index", True), ("a", True)]
    assert ("2020/02/index", True) in ids(mirror / "a.txt", mirror)


def test_names_that_collide_fail_with_the_way_out(mirror: Path) -> None:
    (mirror / "a.html").write_text("<html><body><p>Kết nạp 5 đảng viên.</p></body></html>", encoding="utf-8")
    found = list(load(find_inputs([str(mirror / "a.txt"), str(mirror / "a.html")])))
    assert found[0].article is not None
    assert "--id path (or url, hash)" in str(found[1].error)
    assert [one for one, _ in ids(mirror / "a.txt", mirror / "a.html", id_from="path")] == [
        str(mirror / "a.txt"),
        str(mirror / "a.html"),
    ]


def test_ids_of_addresses_and_of_texts(mirror: Path) -> None:
    page = (
        '<html><head><link rel="canonical" href="https://e.vn/1"></head><body><p>Kết nạp 5 đảng viên.</p></body></html>'
    )
    (mirror / "p.html").write_text(page, encoding="utf-8")
    assert ids(mirror / "p.html", mirror / "a.txt", id_from="url") == [("https://e.vn/1", True), ("a", False)]
    (hashed, _), (other, _) = ids(mirror / "p.html", mirror / "a.txt", id_from="hash")
    assert len(hashed) == len(other) == 16
    assert hashed != other


def test_what_a_folder_holds_beside_its_articles_is_counted(tree: Path) -> None:
    for name in ("x.exe", "y.exe", "z.jpg", "notes"):
        (tree / "sub" / name).write_bytes(b"x")
    found = find_inputs([str(tree / "sub")])
    assert found.account() == "6 files: 2 read, 4 skipped (2 .exe, 1 .jpg, 1 without a suffix)"
    assert find_inputs([str(tree / "b.txt")]).account() is None


def test_a_document_that_cannot_be_read_is_a_failure_with_the_way_out(tree: Path) -> None:
    (tree / "sub/e.doc").write_bytes(b"x")
    failed = [one for one in load(find_inputs([str(tree / "sub")])) if one.doc_id == "e"]
    assert "save it as .docx" in str(failed[0].error)


def test_a_document_that_is_never_read_takes_no_id_from_what_it_was_saved_as(tree: Path) -> None:
    (tree / "b.doc").write_bytes(b"x")
    found = [one for one in load(find_inputs([str(tree / "b.doc"), str(tree)])) if one.doc_id == "b"]
    assert [(Path(one.origin).name, one.article is not None) for one in found] == [("b.doc", False), ("b.txt", True)]


def test_a_file_that_fails_keeps_its_id_whether_it_can_be_read_tomorrow_or_not(tree: Path) -> None:
    (tree / "b.pdf").write_bytes(b"x")
    broken, good = (one for one in load(find_inputs([str(tree)])) if one.doc_id == "b")
    assert broken.article is None
    assert f"taken by {tree / 'b.pdf'}; --id path" in str(good.error)


def test_the_folder_of_frames_beside_a_saved_page_is_left_alone(tree: Path) -> None:
    frames = tree / "a_files"
    frames.mkdir()
    (frames / "ad.html").write_text("x", encoding="utf-8")
    assert "a_files/ad.html" not in names(tree, ".")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_says_so(tree: Path) -> None:
    (tree / "sub").chmod(0)
    try:
        failed = [one for one in load(find_inputs([str(tree)])) if one.error is not None]
    finally:
        (tree / "sub").chmod(0o755)
    assert "Permission denied" in str(failed[0].error)


def test_a_denied_folder_is_a_failure_of_its_own(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("sub"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = list(load(find_inputs([str(tree)])))
    denied = [one for one in found if one.doc_id == "sub"]
    assert "cannot be searched: Permission denied" in str(denied[0].error)
    assert any(one.article is not None for one in found)
