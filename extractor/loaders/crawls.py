"""WARC: the pages of a crawl (FastWARC, the extra `warc`), bodies unpacked, the charset of the HTTP header honoured."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, Final

from extractor.errors import InputError
from extractor.extras import require
from extractor.loaders.model import Context, Opened, Raw, boxed
from extractor.loaders.records import MAX_ID
from extractor.loaders.texts import text_of_bytes

_PAGES: Final = ("text/html", "application/xhtml+xml", "text/plain")


def read_crawl(opened: Opened, context: Context) -> Iterator[Raw]:
    """Every page that was answered with 200; its id is its address. What else a crawl holds is counted and named."""
    require("warc", "A .warc file")
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    skipped = pages = 0
    kinds = WarcRecordType.response | WarcRecordType.resource
    for number, record in enumerate(ArchiveIterator(opened.stream, record_types=kinds, auto_decode="all"), start=1):
        content_type, charset, status = _said(record)
        if status != 200 or content_type not in _PAGES:
            skipped += 1
            continue
        pages += 1
        address = str(record.headers.get("WARC-Target-URI") or "").strip("<> ")
        empty = opened.record(number, _id_of(address) or None)
        yield boxed(empty, lambda: _text(record, content_type, charset, address, context))  # noqa: B023 - used at once
    if skipped:
        context.manner.note(f"{opened.origin}: {pages} pages read, {skipped} other records skipped")
    if not pages:
        raise InputError(
            "This crawl holds no page (a response of status 200 with text/html); pack its pages as .html in a .zip."
        )


def _text(record: Any, content_type: str, charset: str | None, address: str, context: Context) -> Any:
    limit = context.limits.max_bytes
    body = record.reader.read(limit + 1)
    if len(body) > limit:
        raise InputError(f"The page is larger than {limit} bytes; raise --max-bytes.")
    return text_of_bytes(body, html=content_type != "text/plain", charset=charset, url=address or None)


def _said(record: Any) -> tuple[str, str | None, int]:
    """Content type, charset and status of a record."""
    headers = record.http_headers
    if headers is None:
        content_type, status = record.headers.get("Content-Type", ""), 200
    else:
        content_type, status = record.http_content_type or "", headers.status_code or 0
    charset = record.http_charset if headers is not None else None
    return content_type.split(";")[0].strip().lower(), charset, status


def _id_of(address: str) -> str:
    """The address as an id, with a hash at its end where it is too long for one."""
    if len(address) <= MAX_ID:
        return address
    mark = hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{address[: MAX_ID - 11]}-{mark}"
