"""JSON lines and JSON lists, read as they stream: one object after the other, never the whole file."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping
from typing import IO, Any, Final

from extractor.errors import InputError
from extractor.loaders.model import Context, Opened, Raw, as_typed
from extractor.loaders.records import Fields, find_fields, read_record
from extractor.terminal import counted

_CHUNK: Final = 65_536
_MOST_SHAPES: Final = 100
"""Sets of field names that are remembered for one file."""
_BLANKS: Final = " \t\r\n"


def read_lines(opened: Opened, context: Context, first: bytes = b"") -> Iterator[Raw]:
    """A JSON object a line; a bad line is its own failure."""
    fields = _FieldsOfRecords(opened, context)
    for number, line in enumerate(_lines(opened.stream, context.limits.max_bytes, first), start=1):
        if not line.strip():
            continue
        try:
            record = _object_of_line(line, number, context.limits.max_bytes)
        except Exception as error:
            yield opened.record(number).with_error(as_typed(error))
            continue
        yield read_record(record, number, fields.of(record), opened)


class _FieldsOfRecords:
    """Which field is what, for each set of names that a file's records have."""

    def __init__(self, opened: Opened, context: Context) -> None:
        self._opened, self._context = opened, context
        self._known: dict[tuple[str, ...], Fields] = {}

    def of(self, record: Mapping[str, object]) -> Fields:
        """The fields of one record."""
        names = tuple(record)
        fields = self._known.get(names)
        if fields is None:
            fields = find_fields(names, self._opened, self._context)
            if len(self._known) < _MOST_SHAPES:
                self._known[names] = fields
        return fields


def _object_of_line(line: bytes, number: int, limit: int) -> dict[str, Any]:
    if len(line) > limit:
        raise InputError(f"Line {number} is longer than {limit} bytes; raise --max-bytes or split it.")
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"Line {number} is not UTF-8 (at byte {error.start}).") from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"Line {number} is not JSON: {_fault(error)}.") from None
    if not isinstance(record, dict):
        raise InputError(f"Line {number} is not a JSON object with a `text`; give each article a line of its own.")
    return record


def _lines(stream: IO[bytes], limit: int, first: bytes) -> Iterator[bytes]:
    """Lines of at most `limit` + 1 bytes each: the rest of a longer one is read and dropped."""
    line = first or stream.readline(limit + 1)
    while line:
        rest = line
        while len(rest) > limit and not rest.endswith(b"\n"):
            rest = stream.readline(limit + 1)
        yield line
        line = stream.readline(limit + 1)


def _fault(error: Exception) -> str:
    """What is wrong, in words; Python refuses numbers over `sys.get_int_max_str_digits()` digits long."""
    if isinstance(error, json.JSONDecodeError):
        return error.msg
    return "too deeply nested" if isinstance(error, RecursionError) else "it holds a number with thousands of digits"


def is_record(line: bytes) -> bool:
    """Whether a line is a JSON object that may hold an article."""
    if not line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        return False
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return False
    return isinstance(record, dict) and any(isinstance(value, str) for value in record.values())


def read_json(opened: Opened, context: Context) -> Iterator[Raw]:
    """A list of objects, one object, or (for a `.json` that is neither) JSON lines."""
    source = _Source(opened.stream, context.limits.max_bytes)
    head = source.peek()
    if head == "[":
        source.skip()
        yield from _items(source, opened, context)
    elif head == "{":
        record = source.value()
        if source.peek() != "":  # values one after the other
            yield from _objects(record, source, opened, context)
        else:
            yield read_record(record, 1, find_fields(record, opened, context), opened, "Object")
    else:
        raise InputError("This is not a JSON list of objects with a `text` each, nor one object; save it as that.")


def _items(source: _Source, opened: Opened, context: Context) -> Iterator[Raw]:
    fields = _FieldsOfRecords(opened, context)
    number = 0
    while (head := source.peek()) != "]":
        if head == "":
            raise InputError(f"The JSON list breaks off after {number} items; save it again.")
        if head == ",":
            source.skip()
            continue
        number += 1
        value = source.value()
        if not isinstance(value, dict):
            yield opened.record(number).with_error(InputError(f"Item {number} is not a JSON object."))
            continue
        yield read_record(value, number, fields.of(value), opened, "Item")
    source.skip()
    if source.peek() != "":
        raise InputError(
            f"Something stands behind the JSON list of {counted(number, 'item')}; give it a file of its own."
        )


def _objects(first: Any, source: _Source, opened: Opened, context: Context) -> Iterator[Raw]:
    number, record = 1, first
    fields = _FieldsOfRecords(opened, context)
    while True:
        if isinstance(record, dict):
            yield read_record(record, number, fields.of(record), opened)
        else:
            yield opened.record(number).with_error(InputError(f"Value {number} is not a JSON object."))
        while source.peek() == ",":
            source.skip()
        if source.peek() == "":
            return
        number, record = number + 1, source.value()


class _Source:
    """Text of a stream, decoded and parsed a value at a time; the buffer holds one value at most."""

    def __init__(self, stream: IO[bytes], limit: int) -> None:
        self._stream = stream
        self._limit = limit
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("strict")
        self._parser = json.JSONDecoder()
        self._buffer = ""
        self._at = 0
        self._ended = False

    def peek(self) -> str:
        """The next character that is no blank; empty at the end."""
        while True:
            while self._at < len(self._buffer) and self._buffer[self._at] in _BLANKS:
                self._at += 1
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more(_CHUNK):
                return ""

    def skip(self) -> None:
        """Leave the character that `peek` showed behind."""
        self._at += 1

    def value(self) -> Any:
        """The next value. Raises `InputError` where it is no JSON or longer than one article may be."""
        size = _CHUNK
        while True:
            try:
                value, end = self._parser.raw_decode(self._buffer, self._at)
            except (ValueError, RecursionError) as error:
                if len(self._buffer) - self._at > self._limit:
                    raise InputError(f"One item is longer than {self._limit} characters; raise --max-bytes.") from None
                if isinstance(error, RecursionError) or not self._more(size):
                    raise InputError(f"This is not JSON: {_fault(error)}; save it again.") from None
                size *= 2
                continue
            self._at = end
            return value

    def _more(self, size: int) -> bool:
        if self._ended:
            return False
        data = self._stream.read(size)
        self._ended = not data
        try:
            self._buffer = self._buffer[self._at :] + self._decoder.decode(data, final=self._ended)
        except UnicodeDecodeError as error:
            raise InputError(f"This is not UTF-8 (at byte {error.start} of a part); save it as UTF-8.") from None
        self._at = 0
        return not self._ended
