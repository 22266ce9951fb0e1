from __future__ import annotations

import io
import json
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import InputError, UsageError
from extractor.loaders import Limits, Loaded, find_inputs, load, load_one

TEXT = "Đảng ủy Khối các cơ quan tỉnh kết nạp 258 đảng viên."

PAGE = """<!DOCTYPE html><html><head><title>Khối kết nạp 258 đảng viên - Báo</title>
<meta property="article:published_time" content="2018-01-09T10:00:00+07:00"></head>
<body><nav><a href="/">Trang chủ</a></nav><article><h1>Khối kết nạp 258 đảng viên</h1>
<p>Sáng 9-1, Đảng ủy Khối các cơ quan tỉnh tổng kết công tác xây dựng Đảng năm 2017, triển khai nhiệm vụ năm 2018.</p>
<p>Trong năm, toàn Đảng bộ đã kết nạp 258 đảng viên mới, đạt 129% kế hoạch; 81,01% tổ chức cơ sở đảng trong sạch.</p>
<p>Năm 2018, Đảng ủy Khối phấn đấu kết nạp 200 đảng viên và giữ vững tỷ lệ tổ chức đảng trong sạch, vững mạnh.</p>
</article><footer>Bản quyền thuộc về Báo</footer></body></html>"""


def load_all(*paths: Path, limit: int = 5_000_000) -> list[Loaded]:
    return list(load(find_inputs([str(path) for path in paths]), Limits(max_bytes=limit)))


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def lines(path: Path, *records: Any) -> Path:
    return write(path, "\n".join(json.dumps(record, ensure_ascii=False) for record in records))


def test_a_text_file_is_an_article_named_after_it_with_its_line_ends(tmp_path: Path) -> None:
    (loaded,) = load_all(write(tmp_path / "bài 1.tin.txt", TEXT + "\r\nHết.\r\n"))
    assert loaded.article is not None
    assert loaded.article.doc_id == "bài 1.tin"
    assert loaded.article.text == TEXT + "\r\nHết.\r\n"
    assert not loaded.kept


def test_a_decomposed_file_and_name_become_composed(tmp_path: Path) -> None:
    (loaded,) = load_all(write(tmp_path / unicodedata.normalize("NFD", "bài.txt"), unicodedata.normalize("NFD", TEXT)))
    assert loaded.article is not None
    assert (loaded.article.doc_id, loaded.article.text) == ("bài", TEXT)


@pytest.mark.parametrize("name", ["a.html", "a.txt"])
def test_a_page_gives_its_main_text_with_the_headline_and_the_heads_date(tmp_path: Path, name: str) -> None:
    (loaded,) = load_all(write(tmp_path / name, PAGE))
    assert loaded.article is not None
    assert loaded.kept
    assert "258 đảng viên mới, đạt 129% kế hoạch" in loaded.article.text
    assert "Khối kết nạp 258 đảng viên" in loaded.article.text.splitlines()[0]
    assert "<p>" not in loaded.article.text
    assert "Trang chủ" not in loaded.article.text
    assert loaded.article.published_on == date(2018, 1, 9)


def test_prose_that_mentions_a_tag_stays_prose(tmp_path: Path) -> None:
    text = "Thẻ <p> mở đoạn, </p> đóng đoạn; 5 < 8 và 9 > 7.\n" + TEXT * 5
    (loaded,) = load_all(write(tmp_path / "a.txt", text))
    assert loaded.article is not None
    assert loaded.article.text == text


def test_json_lines_with_everything_known(tmp_path: Path) -> None:
    record = {"id": "x/1", "text": TEXT, "url": "https://e.vn/1", "title": "Tin", "published_on": "2018-01-09"}
    first, second = load_all(lines(tmp_path / "a.jsonl", record, {"id": 7, "text": PAGE, "other": [1]}))
    assert first.article is not None
    assert second.article is not None
    assert (first.doc_id, first.article.url, first.article.title) == ("x/1", "https://e.vn/1", "Tin")
    assert first.article.published_on == date(2018, 1, 9)
    assert second.doc_id == "7"
    assert second.kept


BAD_LINES: list[tuple[str, str, str]] = [
    ("{", "a:1", "Line 1 is not JSON"),
    ("[1]", "a:1", "not a JSON object"),
    ('{"id": true, "text": "x"}', "a:1", "no `id`"),
    ('{"id": "a\\u0000b", "text": "x"}', "a:1", "no name"),
    ('{"id": "' + "a" * 300 + '", "text": "x"}', "a:1", "no name"),
    ('{"id": "k"}', "k", "Line 1 has no `text`"),
    ('{"id": "k", "text": 5}', "k", "Line 1 has no `text`"),
    ('{"id": "k", "text": "  "}', "k", "empty"),
    ('{"id": "k", "text": "a\\ud800b"}', "k", "half of a surrogate pair"),
    ('{"id": "k\\ud800", "text": "b"}', "a:1", "no name"),
    ('{"id": "k", "text": "a\\u0000b"}', "k", "NUL"),
    ('{"id": "k", "text": "x", "published_on": "hôm qua"}', "k", "is not a date"),
    ('{"id": "k", "text": "x", "url": 3}', "k", "`url` in line 1"),
    ('{"id": "k", "text": "' + "x" * 3000 + '"}', "a:1", "longer than 2000 bytes"),
    ("[" * 1900, "a:1", "not JSON"),
]


@pytest.mark.parametrize(("line", "doc_id", "reason"), BAD_LINES, ids=range(len(BAD_LINES)))
def test_a_bad_line_fails_alone(tmp_path: Path, line: str, doc_id: str, reason: str) -> None:
    good = json.dumps({"id": "good", "text": TEXT})
    bad, fine = load_all(write(tmp_path / "a.jsonl", f"{line}\n\n{good}\n"), limit=2000)
    assert isinstance(bad.error, InputError)
    assert bad.doc_id == doc_id
    assert reason in str(bad.error)
    assert fine.article is not None
    assert fine.origin.endswith("a.jsonl:3")


def test_a_line_that_is_not_utf_8_fails_alone(tmp_path: Path) -> None:
    bad, fine = load_all(write(tmp_path / "a.jsonl", b'{"id": "k", "text": "\xff"}\n{"id": "g", "text": "x"}'))
    assert "Line 1 is not UTF-8" in str(bad.error)
    assert fine.article is not None


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty"), (b"a\0b", "NUL"), (b"\xff\xff", "not UTF-8"), (b"x" * 101, "larger than 100 bytes")],
    ids=["empty", "binary", "mis-encoded", "too large"],
)
def test_a_bad_file_fails_alone(tmp_path: Path, content: bytes, reason: str) -> None:
    bad, fine = load_all(write(tmp_path / "a.txt", content), write(tmp_path / "b.txt", "x"), limit=100)
    assert isinstance(bad.error, InputError)
    assert reason in str(bad.error)
    assert fine.article is not None


@pytest.mark.parametrize(("name", "content"), [("a.jsonl", b"\n\n"), ("a.json", b"[]"), ("a.csv", b"id,text\n")])
def test_a_file_that_holds_no_article_is_a_failure(tmp_path: Path, name: str, content: bytes) -> None:
    (loaded,) = load_all(write(tmp_path / name, content))
    assert str(loaded.error) == "There is no text: this holds no article."


def test_a_page_without_an_article_is_a_failure(tmp_path: Path) -> None:
    (loaded,) = load_all(write(tmp_path / "a.html", "<html><body></body></html>"))
    assert isinstance(loaded.error, InputError)


def test_a_folder_in_the_place_of_a_file_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "d.txt").mkdir()
    inputs = find_inputs([str(write(tmp_path / "a.txt", "x"))])
    (tmp_path / "a.txt").unlink()
    (loaded,) = load(inputs)
    assert "cannot be read" in str(loaded.error)


def test_the_second_article_with_an_id_is_refused_and_names_the_first(tmp_path: Path) -> None:
    first, second = load_all(write(tmp_path / "2017/a.txt", "x"), write(tmp_path / "2018/a.txt", "y"))
    assert first.article is not None
    assert "2017/a.txt" in str(second.error)


def test_standard_input_is_one_article_or_json_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    def give(content: str) -> list[Loaded]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content.encode("utf-8"))))
        return list(load(find_inputs(["-"])))

    (single,) = give(TEXT)
    assert single.article is not None
    assert (single.doc_id, single.article.text, single.kept) == ("stdin", TEXT, True)
    both = give('{"id": "a", "text": "x"}\n{"id": "b", "text": "y"}\n')
    assert [loaded.doc_id for loaded in both] == ["a", "b"]
    (nothing,) = give("")
    assert "empty" in str(nothing.error)


def test_one_article_is_loaded_or_its_reason_raised(tmp_path: Path) -> None:
    assert load_one(str(write(tmp_path / "a.txt", TEXT))).text == TEXT
    with pytest.raises(InputError, match="empty"):
        load_one(str(write(tmp_path / "b.txt", "")))
    (tmp_path / "d.txt").symlink_to(tmp_path / "c.txt")
    with pytest.raises(InputError, match="cannot be read"):
        load_one(str(tmp_path / "d.txt"))


@pytest.mark.parametrize("wanted", [None, "c:7"])
def test_a_file_that_is_not_there_or_not_read_is_told_with_an_id_too(tmp_path: Path, wanted: str | None) -> None:
    with pytest.raises(UsageError, match=r"There is no file or folder .*c\.csv\."):
        load_one(str(tmp_path / "c.csv"), wanted=wanted)
    with pytest.raises(UsageError, match="is a folder"):
        load_one(str(tmp_path), wanted=wanted)
    with pytest.raises(InputError, match="no zip archive"):
        load_one(str(write(tmp_path / "a.zip", "x")), wanted=wanted)


def test_of_a_file_of_several_the_one_of_an_id_is_loaded(tmp_path: Path) -> None:
    rows = "".join(f"Năm {year} kết nạp 5 đảng viên.\n" for year in range(2001, 2031))
    table = str(write(tmp_path / "m6.csv", f"text\n{rows}"))
    assert load_one(table).text.startswith("Năm 2001")
    assert load_one(table, wanted="m6:3").text.startswith("Năm 2002")
    assert load_one(table, wanted="mine/m6:31").text.startswith("Năm 2030")
    with pytest.raises(InputError, match=r"no article with the id '6:3'; it holds m6:2, .*, m6:13 and 18 more\."):
        load_one(table, wanted="6:3")


def test_a_fragment_keeps_the_words_outside_its_tags(tmp_path: Path) -> None:
    source = (
        "Khối kết nạp 258 đảng viên\n<p class='d'>Sáng 5-1, Đảng ủy Khối họp.</p>"
        "<p>Kết nạp <b>258</b> đảng viên;<br/>xóa tên 3.</p>"
        "<script>alert(1)</script><!-- nháp --><p>Ngọc Lan</p>"
    )
    (loaded,) = load_all(write(tmp_path / "a.txt", source))
    assert loaded.article.text.split("\n") == [
        "Khối kết nạp 258 đảng viên",
        "",
        "Sáng 5-1, Đảng ủy Khối họp.",
        "",
        "Kết nạp 258 đảng viên;",
        "xóa tên 3.",
        "",
        "Ngọc Lan",
    ]


def test_a_number_of_thousands_of_digits_costs_its_line_only(tmp_path: Path) -> None:
    long = '{"id": "a", "text": "x", "n": ' + "9" * 5000 + "}"
    good = json.dumps({"id": "b", "text": TEXT}, ensure_ascii=False)
    first, second = load_all(write(tmp_path / "in.jsonl", f"{long}\n{good}\n"))
    assert isinstance(first.error, InputError)
    assert "thousands of digits" in str(first.error)
    assert second.article is not None


@pytest.mark.parametrize("charset", ["zlib", "base64", "rot13", "unicode_escape", "idna", "punycode", "no-such"])
def test_a_charset_that_is_no_encoding_of_text_is_not_believed(tmp_path: Path, charset: str) -> None:
    page = PAGE.replace("<head>", f'<head><meta charset="{charset}">').encode("utf-8") + b"\xff"
    (loaded,) = load_all(write(tmp_path / "a.html", page))
    assert isinstance(loaded.error, InputError)
    assert "UTF-8" in str(loaded.error)


def test_a_files_name_reaches_no_terminal_as_a_command(tmp_path: Path) -> None:
    (loaded,) = load_all(write(tmp_path / "a\x1b[2J\u202eb.txt", TEXT))
    assert loaded.doc_id == "a\ufffd[2J\ufffdb"
    assert "\x1b" not in loaded.origin
