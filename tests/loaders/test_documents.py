"""Crawls, PDF, Word and Markdown: what each holds beside plain paragraphs."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import InputError
from extractor.loaders import Loaded, Manner, find_inputs, load, load_one
from extractor.reading.reader import read

PAGE = (
    '<html><head><meta charset="utf-8"></head><body><h1>Khối kết nạp 258 đảng viên</h1>'
    "<p>Năm 2017, toàn Đảng bộ kết nạp 258 đảng viên, đạt 104% kế hoạch; mở 14 lớp bồi dưỡng.</p></body></html>"
)


def record(address: str, body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    head = "\r\n".join([f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "", ""]).encode("ascii")
    block = head + body
    return (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2026-07-01T00:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    ).encode("ascii") + block + b"\r\n\r\n"  # fmt: skip


def crawl(path: Path, *records: bytes) -> tuple[list[Loaded], list[str]]:
    pytest.importorskip("fastwarc")
    path.write_bytes(b"".join(records))
    notes: list[str] = []
    return list(load(find_inputs([str(path)], manner=Manner(note=notes.append)))), notes


def test_a_crawls_pages_are_called_by_their_addresses_and_the_rest_is_counted(tmp_path: Path) -> None:
    html = "Content-Type: text/html; charset=utf-8"
    found, notes = crawl(
        tmp_path / "a.warc",
        record("https://e.vn/1", PAGE.encode(), html),
        record("https://e.vn/2", gzip.compress(PAGE.encode()), html, "Content-Encoding: gzip"),
        record("https://e.vn/a.png", b"\x89PNG", "Content-Type: image/png"),
        record("https://e.vn/gone", b"nothing", html, status="404 Not Found"),
        record("https://e.vn/empty", b"<html></html>", html),
    )
    assert [(one.doc_id, one.article is not None) for one in found] == [
        ("https://e.vn/1", True),
        ("https://e.vn/2", True),
        ("https://e.vn/empty", False),
    ]
    assert found[0].article is not None
    assert found[0].article.url == "https://e.vn/1"
    assert found[1].article is not None
    assert found[1].article.text == found[0].article.text
    assert notes == [f"{tmp_path / 'a.warc'}: 3 pages read, 2 other records skipped"]


def test_a_body_packed_by_brotli_is_unpacked(tmp_path: Path) -> None:
    brotli: Any = pytest.importorskip("brotli")
    headers = ("Content-Type: text/html; charset=utf-8", "Content-Encoding: br")
    found, _ = crawl(tmp_path / "a.warc", record("https://e.vn/1", brotli.compress(PAGE.encode()), *headers))
    assert found[0].article is not None
    assert "258" in found[0].article.text


def test_the_charset_of_the_http_header_is_honoured(tmp_path: Path) -> None:
    page = PAGE.replace('<meta charset="utf-8">', "").replace("ạ", "a").replace("ế", "ê").replace("ồ", "ô")
    body = page.encode("utf-16-le")
    found, _ = crawl(tmp_path / "a.warc", record("https://e.vn/1", body, "Content-Type: text/html; charset=utf-16-le"))
    assert found[0].article is not None, found[0].error


def test_lines_of_a_pdf_are_paragraphs_again(tmp_path: Path) -> None:
    pytest.importorskip("pdfplumber")
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    drawn = canvas.Canvas(str(tmp_path / "a.pdf"), pagesize=(400, 400))
    drawn.setFont("Helvetica", 10)
    for page in range(3):
        drawn.setFont("Helvetica", 10)
        drawn.drawString(40, 380, "BAN TIN NOI BO")
        drawn.drawString(40, 300, f"{'ABC'[page]}t the meeting they spoke about interna-")
        drawn.drawString(40, 287, f"tional work in part {page} of the annual report.")
        drawn.drawString(40, 250, f"{'ABC'[page]} second paragraph stands apart.")
        drawn.drawString(200, 20, f"{page + 1}")
        drawn.showPage()
    drawn.save()
    text = load_one(str(tmp_path / "a.pdf")).text
    assert text.split("\n\n")[:2] == [
        "At the meeting they spoke about international work in part 0 of the annual report.",
        "A second paragraph stands apart.",
    ]
    assert "BAN TIN" not in text


def test_a_pdf_whose_fonts_have_no_codes_says_so(tmp_path: Path) -> None:
    pytest.importorskip("pdfplumber")
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    drawn = canvas.Canvas(str(tmp_path / "a.pdf"), pagesize=(400, 400))
    for line in range(9):
        # What the reader puts for a letter without a code stands here as it is.
        drawn.drawString(40, 360 - 14 * line, "Huy(cid:12)n (cid:13)y t(cid:14)ng k(cid:15)t")
    drawn.save()
    with pytest.raises(InputError, match="fonts have no codes"):
        load_one(str(tmp_path / "a.pdf"))


def test_a_pdfs_table_without_rules_is_rows_of_cells(tmp_path: Path) -> None:
    pytest.importorskip("pdfplumber")
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    drawn = canvas.Canvas(str(tmp_path / "a.pdf"), pagesize=(400, 400))
    drawn.setFont("Helvetica", 10)
    drawn.drawString(40, 370, "Khoi tong ket nam 2015")
    drawn.drawString(40, 340, "Sang 14/1, hoi nghi tong ket cong tac nam 2015 duoc to chuc tai thanh pho.")
    for row, cells in enumerate(
        [("Don vi", "Nam 2014", "Nam 2015"), ("So Y te", "12", "14"), ("So Xay dung", "7", "9")]
    ):
        for column, cell in enumerate(cells):
            drawn.drawString(40 + 120 * column, 300 - 14 * row, cell)
    drawn.save()
    article = load_one(str(tmp_path / "a.pdf"))
    assert [article.slice(cell.extent) for cell in read(article).cells] == ["12", "14", "7", "9"]


def test_a_word_tables_merged_cells_keep_their_places(tmp_path: Path) -> None:
    docx: Any = pytest.importorskip("docx")
    document = docx.Document()
    table = document.add_table(rows=4, cols=3)
    cells = [
        ("Chỉ tiêu", "Năm 2015", ""),
        ("", "Kế hoạch", "Thực hiện"),
        ("Kết nạp", "90", "97"),
        ("Kiểm tra", "14", "15"),
    ]
    for row, words in zip(table.rows, cells, strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    document.save(str(tmp_path / "a.docx"))
    article = load_one(str(tmp_path / "a.docx"))
    (grid,) = article.grids
    spans = {article.slice(cell.extent): (cell.row, cell.column, cell.rows, cell.columns) for cell in grid.cells}
    assert spans["Chỉ tiêu"] == (0, 0, 2, 1)
    assert spans["Năm 2015"] == (0, 1, 1, 2)
    assert spans["Thực hiện"] == (1, 2, 1, 1)
    shown = [[article.slice(extent) for extent in cell.headings] for cell in read(article).cells]
    assert shown[:2] == [["Năm 2015", "Kế hoạch"], ["Năm 2015", "Thực hiện"]]


def test_markdown_keeps_its_own_bytes_and_its_headline_loses_its_marks(tmp_path: Path) -> None:
    source = (
        "# Khối kết nạp 258 đảng viên\n\nSáng 9-1-2018, Đảng ủy Khối các cơ quan tỉnh tổ chức hội nghị tổng kết.\n\n"
        "## Kết quả\n\n| Chỉ tiêu | Năm 2016 | Năm 2017 |\n|---|---:|---:|\n| Kết nạp | 240 | 258 |\n"
        "| Kiểm tra | 11 | 15 |\n"
    )
    (tmp_path / "a.md").write_text(source, "utf-8")
    (loaded,) = load(find_inputs([str(tmp_path / "a.md")]))
    assert loaded.article is not None
    assert not loaded.kept
    assert loaded.article.text == source
    reading = read(loaded.article)
    titles = [loaded.article.slice(block.extent) for block in reading.blocks if block.role == "title"]
    assert titles == ["Khối kết nạp 258 đảng viên"]
    assert [loaded.article.slice(cell.extent) for cell in reading.cells] == ["240", "258", "11", "15"]


@pytest.mark.parametrize("junk", [b"<junk/>", b"no XML", b"", b'<Types xmlns="urn:x"/>'])
@pytest.mark.parametrize("part", ["[Content_Types].xml", "_rels/.rels", "word/document.xml"])
def test_a_word_document_with_a_part_of_junk_is_called_broken(tmp_path: Path, part: str, junk: bytes) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph("Năm 2017 kết nạp 258 đảng viên.")
    document.save(tmp_path / "whole.docx")
    with zipfile.ZipFile(tmp_path / "whole.docx") as whole, zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        for name in whole.namelist():
            archive.writestr(name, junk if name == part else whole.read(name))
    (loaded,) = load(find_inputs([str(tmp_path / "a.docx")]))
    assert str(loaded.error) == (
        "This is no Word document, or a broken one (a part is not its XML); save it again as .docx."
    )
