"""The ten articles of `articles.toml` (our own writing) written in every format that is read."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tomllib
import zipfile
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Any

Made = dict[str, Any]

ARTICLES: list[Made] = tomllib.loads((Path(__file__).parent / "articles.toml").read_text("utf-8"))["article"]


def text_of(one: Made) -> str:
    """An article as plain text, a table's rows with bars between the cells."""
    table = "\n".join(" | ".join(row) for row in one.get("table", []))
    blocks = [one["title"], one["date"], *one["paragraphs"], table, *one.get("after", []), one["author"]]
    return "\n\n".join(block for block in blocks if block)


def html_of(one: Made) -> str:
    """An article as a page."""
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in one.get("table", [])
    )
    table = f"<table>{rows}</table>" if rows else ""
    paragraphs = "".join(f"<p>{escape(block)}</p>" for block in one["paragraphs"])
    after = "".join(f"<p>{escape(block)}</p>" for block in one.get("after", []))
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(one["title"])}</title></head><body>'
        f'<nav><a href="/">Trang chủ</a></nav><article><h1>{escape(one["title"])}</h1>'
        f'<p class="date">{escape(one["date"])}</p>{paragraphs}{table}{after}'
        f'<p class="author">{escape(one["author"])}</p></article></body></html>'
    )


def records() -> list[dict[str, str]]:
    return [{"id": one["name"], "text": text_of(one)} for one in ARTICLES]


def write_txt(folder: Path) -> None:
    for one in ARTICLES:
        (folder / f"{one['name']}.txt").write_text(text_of(one), "utf-8")


def write_html(folder: Path) -> None:
    for one in ARTICLES:
        (folder / f"{one['name']}.html").write_text(html_of(one), "utf-8")


def write_jsonl(folder: Path) -> None:
    lines = (json.dumps(record, ensure_ascii=False) for record in records())
    (folder / "all.jsonl").write_text("\n".join(lines), "utf-8")


def write_json(folder: Path) -> None:
    (folder / "all.json").write_text(json.dumps(records(), ensure_ascii=False, indent=1), "utf-8")


def write_csv(folder: Path) -> None:
    with (folder / "all.csv").open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.DictWriter(file, ["id", "text"], delimiter=";")
        table.writeheader()
        table.writerows(records())


def write_zip(folder: Path) -> None:
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        for one in ARTICLES:
            archive.writestr(f"{one['name']}.html", html_of(one))
        archive.writestr("anh/logo.png", b"\x89PNG")


def write_gz(folder: Path) -> None:
    for one in ARTICLES:
        (folder / f"{one['name']}.txt.gz").write_bytes(gzip.compress(text_of(one).encode("utf-8")))


def write_warc(folder: Path) -> None:
    """A crawl as a server's pages lie in it, bodies packed by gzip and named so."""
    out = io.BytesIO()
    for one in ARTICLES:
        body = gzip.compress(html_of(one).encode("utf-8"))
        head = (
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        ).encode("ascii")
        block = head + body
        record = (
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://bao.example/" + one["name"] + "\r\n"
            "WARC-Date: 2026-07-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
        ).encode("ascii")
        out.write(gzip.compress(record + block + b"\r\n\r\n"))
    (folder / "all.warc.gz").write_bytes(out.getvalue())


def write_xlsx(folder: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(["Mã bài", "Nội dung"])
    for record in records():
        sheet.append([record["id"], record["text"]])
    book.save(folder / "all.xlsx")


def write_parquet(folder: Path) -> None:
    import pyarrow
    from pyarrow import parquet

    parquet.write_table(pyarrow.Table.from_pylist(records()), folder / "all.parquet", row_group_size=3)


def write_docx(folder: Path) -> None:
    from docx import Document

    for one in ARTICLES:
        document = Document()
        document.add_heading(one["title"], level=1)
        for block in (one["date"], *one["paragraphs"]):
            document.add_paragraph(block)
        if rows := one.get("table"):
            table = document.add_table(rows=len(rows), cols=len(rows[0]))
            for row, cells in zip(table.rows, rows, strict=True):
                for cell, words in zip(row.cells, cells, strict=True):
                    cell.text = words
        for block in (*one.get("after", []), one["author"]):
            document.add_paragraph(block)
        document.save(str(folder / f"{one['name']}.docx"))


def write_pdf(folder: Path) -> None:
    """As a word processor prints: lines broken by width, a table with rules, a page number."""
    import matplotlib
    from reportlab.lib.pagesizes import A5
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    font = Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans.ttf"
    pdfmetrics.registerFont(TTFont("Body", str(font)))
    body = ParagraphStyle("body", fontName="Body", fontSize=10, leading=13, spaceAfter=9)
    head = ParagraphStyle("head", fontName="Body", fontSize=14, leading=18, spaceAfter=10)
    small = ParagraphStyle("small", fontName="Body", fontSize=8, leading=9)

    def numbered(canvas: Any, document: Any) -> None:
        canvas.setFont("Body", 8)
        canvas.drawCentredString(A5[0] / 2, 20, str(document.page))

    for one in ARTICLES:
        flow: list[Any] = [Paragraph(escape(one["title"]), head), Paragraph(escape(one["date"]), body)]
        flow += [Paragraph(escape(block), body) for block in one["paragraphs"]]
        if rows := one.get("table"):
            cells = [[Paragraph(escape(cell), small) for cell in row] for row in rows]
            flow.append(Table(cells, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")]))
        flow += [Paragraph(escape(block), body) for block in (*one.get("after", []), one["author"])]
        target = SimpleDocTemplate(str(folder / f"{one['name']}.pdf"), pagesize=A5)
        target.build(flow, onFirstPage=numbered, onLaterPages=numbered)


WRITERS: dict[str, tuple[Callable[[Path], None], Sequence[str]]] = {
    "txt": (write_txt, ()),
    "html": (write_html, ()),
    "docx": (write_docx, ("docx",)),
    "pdf": (write_pdf, ("pdfplumber", "reportlab", "matplotlib")),
    "csv": (write_csv, ()),
    "xlsx": (write_xlsx, ("openpyxl",)),
    "parquet": (write_parquet, ("pyarrow",)),
    "jsonl": (write_jsonl, ()),
    "json": (write_json, ()),
    "warc.gz": (write_warc, ("fastwarc",)),
    "zip": (write_zip, ()),
    "txt.gz": (write_gz, ()),
}
"""Format -> what writes it, and the packages that writing and reading it need."""
