"""Archives: `.zip` (a folder in a file), `.gz` of anything, pages saved as one file (`.mhtml`)."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import PurePosixPath
from typing import IO, Final, cast

from extractor.errors import InputError
from extractor.loaders.model import Context, Opened, Raw, boxed_stream, is_hidden, read_bounded, readable
from extractor.loaders.texts import text_of_bytes

Read = Callable[[Opened, str, Context], Iterator[Raw]]
"""Reads a stream by its suffix."""

_NAMED_UTF8: Final = 0x800
"""The flag of a zip's member whose name is UTF-8."""
_MOST_PARTS: Final = 10_000
"""Parts of one saved page."""


def read_gzip(opened: Opened, suffix: str, context: Context, read: Read) -> Iterator[Raw]:
    """What a gzip file holds. Raises `InputError` where it grows beyond the limit or is none."""
    with gzip.GzipFile(fileobj=opened.stream, mode="rb") as unpacked:
        bounded = cast(
            "IO[bytes]", io.BufferedReader(_Bounded(cast("IO[bytes]", unpacked), context.limits.max_unpacked))
        )
        inner = Opened(bounded, opened.name, opened.path, opened.origin, opened.depth + 1)
        yield from read(inner, suffix, context)


def read_zip(opened: Opened, context: Context, read: Read, wanted: Callable[[str], bool]) -> Iterator[Raw]:
    """Every member that is an article or holds some, each in its own box; the others are counted and named.

    `wanted` says which are looked at, those that fail with a way out among them. Hidden ones are left alone, as in a
    folder.
    """
    limits = context.limits
    if opened.depth >= limits.max_depth:
        raise InputError(f"Archives lie more than {limits.max_depth} deep in one another; unpack the outer ones.")
    try:
        archive = zipfile.ZipFile(opened.stream)
    except zipfile.BadZipFile as error:
        raise InputError(f"This is no zip archive, or a broken one ({error}); pack it again.") from None
    members = [info for info in archive.infolist() if not info.is_dir()]
    if len(members) > limits.max_members:
        raise InputError(f"This archive holds more than {limits.max_members} files; unpack it.")
    members = [info for info in members if not any(map(is_hidden, PurePosixPath(_member_name(info)).parts))]
    left = limits.max_unpacked
    skipped = 0
    seen: set[str] = set()
    for info in sorted(members, key=_member_name):
        name = _member_name(info)
        if not wanted(name):
            skipped += 1
            continue
        inner = _member(opened, name)
        if name in seen:
            yield inner.failed(InputError(f"{inner.origin} stands more than once in its archive; unpack it first."))
            continue
        seen.add(name)
        if info.flag_bits & 1:
            yield inner.failed(InputError(f"{inner.origin} is locked with a password; unpack it first."))
            continue
        left -= info.file_size
        if left < 0:
            yield inner.failed(InputError(f"The archive unpacks to more than {limits.max_unpacked} bytes; unpack it."))
            return
        yield from boxed_stream(
            inner,
            lambda info=info, inner=inner, name=name: _read_member(  # type: ignore[misc]
                archive, info, inner, name, context, read
            ),
        )
    if skipped:
        context.manner.note(f"{opened.origin}: {len(members)} files, {skipped} of other kinds skipped")


def _read_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, inner: Opened, name: str, context: Context, read: Read
) -> Iterator[Raw]:
    with archive.open(info) as stream:
        here = Opened(stream, inner.name, inner.path, inner.origin, inner.depth)
        yield from read(here, name, context)


def _member(opened: Opened, name: str) -> Opened:
    """A member's names: its path without suffix as in a folder, so that the archive's own name is no part of it."""
    path = PurePosixPath(name)
    short = str(path.with_name(path.name.removesuffix(".gz"))) if path.name != ".gz" else name
    stem = PurePosixPath(short).with_suffix("")
    return Opened(io.BytesIO(), str(stem), f"{opened.path}/{name}", f"{opened.origin}:{name}", opened.depth + 1)


def _member_name(info: zipfile.ZipInfo) -> str:
    """A member's name, fit for output; one that is UTF-8 and does not say so is read as such."""
    name = info.filename
    if not info.flag_bits & _NAMED_UTF8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("..", "/", ".")]
    return readable("/".join(parts)) or "?"


def check_unpacked(stream: IO[bytes], limit: int) -> None:
    """Raises `InputError` where a document that is a zip (DOCX, XLSX) is none, or unpacks beyond the limit."""
    try:
        with zipfile.ZipFile(stream) as archive:
            total = sum(info.file_size for info in archive.infolist())
    except zipfile.BadZipFile:
        raise InputError("This document is broken or is none of its kind; save it again.") from None
    if total > limit:
        raise InputError(f"This document unpacks to {total} bytes, more than {limit}; save the article alone.")
    stream.seek(0)


def read_saved_page(opened: Opened, context: Context) -> Iterator[Raw]:
    """The page of an `.mhtml` file: its first HTML part, with the address that it was saved from."""
    data = read_bounded(opened.stream, context.limits.max_document)
    message = cast(EmailMessage, BytesParser(policy=policy.compat32).parsebytes(data))
    location = message.get("Snapshot-Content-Location") or message.get("Content-Location")
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS:
            raise InputError(f"This saved page has more than {_MOST_PARTS} parts.")
        if part.get_content_type() not in ("text/html", "application/xhtml+xml"):
            continue
        body = part.get_payload(decode=True)
        if not isinstance(body, bytes) or len(body) > context.limits.max_bytes:
            raise InputError(f"The page is larger than {context.limits.max_bytes} bytes; raise --max-bytes.")
        address = str(location or part.get("Content-Location") or "").strip() or None
        url = address if address and address.startswith(("http://", "https://")) else None
        text = text_of_bytes(body, html=True, charset=part.get_content_charset(), url=url)
        yield Raw(opened.name, opened.path, opened.origin, text)
        return
    raise InputError("This saved page holds no HTML part; save it again, as .html.")


class _Bounded(io.RawIOBase):
    """A stream that may not grow beyond a limit."""

    def __init__(self, stream: IO[bytes], limit: int) -> None:
        self._stream, self._left, self._limit = stream, limit, limit

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """The next bytes. Raises `InputError` beyond the limit."""
        part = self._stream.read(len(buffer))
        self._left -= len(part)
        if self._left < 0:
            raise InputError(f"This unpacks to more than {self._limit} bytes; unpack it first.")
        buffer[: len(part)] = part
        return len(part)
