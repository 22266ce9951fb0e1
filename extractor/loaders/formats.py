"""Which reader reads which file, told by its suffix."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import IO, Final, cast

from extractor.errors import InputError
from extractor.loaders.archives import read_gzip, read_saved_page, read_zip
from extractor.loaders.columns import read_columns
from extractor.loaders.crawls import read_crawl
from extractor.loaders.delimited import read_delimited
from extractor.loaders.json_files import read_json, read_lines
from extractor.loaders.model import Context, Opened, Raw, read_bounded
from extractor.loaders.pdf import read_pdf
from extractor.loaders.texts import text_of_bytes
from extractor.loaders.word import read_document
from extractor.loaders.workbooks import read_workbook

Reader = Callable[[Opened, Context], Iterator[Raw]]

HTML: Final = frozenset({".html", ".htm", ".xhtml"})
MARKDOWN: Final = frozenset({".md", ".markdown"})
LINES: Final = frozenset({".jsonl", ".ndjson"})
_READERS: Final[dict[str, Reader]] = {
    ".mhtml": read_saved_page,
    ".mht": read_saved_page,
    ".jsonl": read_lines,
    ".ndjson": read_lines,
    ".json": read_json,
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".xlsx": read_workbook,
    ".parquet": read_columns,
    ".docx": read_document,
    ".pdf": read_pdf,
    ".warc": read_crawl,
}
RECORDS: Final = LINES | {".json", ".csv", ".tsv", ".xlsx", ".parquet"}
"""Formats whose articles have fields, or columns, with names."""
_TEXTS: Final = frozenset({".txt"}) | HTML | MARKDOWN
_SEEKING: Final = frozenset({".xlsx", ".parquet", ".docx", ".pdf", ".zip"})
"""Formats that are read from several places of the file."""

SUFFIXES: Final = _TEXTS | frozenset(_READERS) | {".zip"}
"""What is read, itself or as `.gz`."""
UNREAD: Final = {
    ".doc": "save it as .docx",
    ".rtf": "save it as .docx",
    ".odt": "save it as .docx",
    ".xls": "save it as .xlsx",
    ".ods": "save it as .xlsx",
    ".rar": "pack it as .zip",
    ".7z": "pack it as .zip",
    ".tar": "pack it as .zip",
    ".tgz": "pack it as .zip",
    ".epub": "save its articles as .html",
    ".webarchive": "save the page as .html",
    ".feather": "save it as .parquet",
    ".djvu": "save its text as .txt",
}
"""Documents that are no doubt meant as input and cannot be read, with the way out."""


def suffix_of(name: str) -> str:
    """A file's suffix in lower case, with what it packs: `.html`, `.jsonl.gz`; empty where it has none."""
    suffixes = [part.lower() for part in PurePosixPath(name).suffixes]
    if len(suffixes) > 1 and suffixes[-1] == ".gz" and suffixes[-2] in SUFFIXES:
        return "".join(suffixes[-2:])
    return suffixes[-1] if suffixes else ""


def is_unread(name: str) -> bool:
    """Whether a file of that name is a document of a kind that is never read, whatever stands in it."""
    return suffix_of(name) in UNREAD


def is_read(name: str) -> bool:
    """Whether a file of that name is read where a folder or an archive holds it."""
    suffix = suffix_of(name)
    return suffix.removesuffix(".gz") in SUFFIXES and suffix != ".gz"


def stem_of(name: str) -> str:
    """A file's name without its suffix, `.gz` and what it packs both taken off."""
    suffix = suffix_of(name)
    return name[: len(name) - len(suffix)] if suffix and len(suffix) < len(name) else name


def read_stream(opened: Opened, name: str, context: Context) -> Iterator[Raw]:
    """Every article of a stream whose file is called `name`; one of another suffix is read as text.

    Raises `InputError` where the stream as a whole cannot be read.
    """
    suffix = suffix_of(name)
    if suffix == ".warc.gz":
        return read_crawl(opened, context)  # packed record by record; its own reader unpacks it
    if suffix.endswith(".gz"):
        inner = stem_of(name) + suffix.removesuffix(".gz") if suffix != ".gz" else name[: -len(".gz")]
        return read_gzip(opened, inner, context, read_stream)
    if suffix in UNREAD:
        raise InputError(f"A {suffix} file cannot be read; {UNREAD[suffix]}.")
    if suffix in _SEEKING:
        opened = _seekable(opened, context)
    if suffix == ".zip":
        return read_zip(opened, context, read_stream, lambda member: is_read(member) or is_unread(member))
    reader = _READERS.get(suffix)
    return _read_text(opened, suffix, context) if reader is None else reader(opened, context)


def _read_text(opened: Opened, suffix: str, context: Context) -> Iterator[Raw]:
    data = read_bounded(opened.stream, context.limits.max_bytes)
    text = text_of_bytes(data, html=suffix in HTML, markdown=suffix in MARKDOWN)
    yield Raw(opened.name, opened.path, opened.origin, text)


def _seekable(opened: Opened, context: Context) -> Opened:
    """The stream, from memory where it cannot be read from several places (in an archive, from standard input)."""
    if opened.stream.seekable() and opened.depth == 0:
        return opened
    data = read_bounded(opened.stream, context.limits.max_document, "the limit")
    return Opened(cast("IO[bytes]", io.BytesIO(data)), opened.name, opened.path, opened.origin, opened.depth)
