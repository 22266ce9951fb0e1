"""A key in what a server sends back: found in every way in which it may be escaped, and nothing else harmed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from html import escape
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.engines.llm.masking import masked, masked_bytes

KEYS = [
    *("sk-proj-S3cretS3cret01", "ab/cd/ef+gh==", '"quo"ted"key', "back\\slash\\key", "/begins.here", "ends.here\\"),
    *("\\begins\\", '\\"both\\/all"', "tiếng-Việt-ư", "key.with.dots", "emoji\N{GRINNING FACE}key", "a\\\\b\\\\\\c"),
]


def upper_escapes(text: str) -> str:
    """Every character as `\\u002F`, as a serializer may do that takes no risk."""
    units = text.encode("utf-16-be")
    return '"' + "".join(f"\\u{units[at : at + 2].hex().upper()}" for at in range(0, len(units), 2)) + '"'


def slashes(text: str) -> str:
    """PHP's way."""
    return json.dumps(text).replace("/", "\\/")


WAYS: dict[str, Callable[[str], str]] = {
    "as it stands": lambda text: text,
    "json": json.dumps,
    "json in utf-8": lambda text: json.dumps(text, ensure_ascii=False),
    "slashes": slashes,
    "every character": upper_escapes,
    "lower case": lambda text: upper_escapes(text).lower(),
    "json in json": lambda text: json.dumps(json.dumps(text)),
    "slashes in slashes": lambda text: slashes(slashes(text)),
    "three deep": lambda text: json.dumps(json.dumps(json.dumps(text))),
    "every character in json": lambda text: json.dumps(upper_escapes(text)),
    "a page": escape,
    "an address": lambda text: quote(text, safe=""),
}


def decoded(text: str, way: str = "") -> str:
    """The text behind its escapes, however deep."""
    if way == "an address":
        return unquote(text)
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return decoded(found) if isinstance(found, str) else text


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("way", WAYS)
def test_a_key_is_masked_however_it_is_escaped(way: str, key: str) -> None:
    written = WAYS[way](f"Bearer {key}|")
    found = masked_bytes(written.encode(), key).decode()
    assert "..." in found
    assert decoded(found, way) == "Bearer ...|"
    assert decoded(masked(written, key), way) == "Bearer …|"


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("way", ["json", "slashes", "every character"])
def test_a_reply_stays_what_it_was_around_the_key(way: str, key: str) -> None:
    body = '{"debug":' + WAYS[way](f'"{key}"') + ',"text":' + WAYS[way]('Đảng bộ "xã" \\ A/B') + "}"
    found = json.loads(masked_bytes(body.encode(), key))
    assert found == {"debug": '"..."', "text": 'Đảng bộ "xã" \\ A/B'}


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Z")), min_size=6, max_size=20))
def test_any_key_is_masked_in_json(key: str) -> None:
    for way in ("as it stands", "json", "slashes", "every character"):
        assert key not in decoded(masked_bytes(WAYS[way](f"x {key}").encode(), key).decode())


def test_what_is_too_short_for_a_key_is_a_word() -> None:
    assert masked_bytes(b"none of it", "none") == b"none of it"
    assert masked("", "") == ""


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("noise", ["\\", "\\u005c", '\\"', "s", "\\\\/", "&#", "%"])
def test_hostile_replies_are_searched_in_time_that_grows_with_their_length(key: str, noise: str) -> None:
    half = key[: len(key) // 2]
    body = ((noise * 40 + half) * 20_000)[:400_000].encode()
    begun = time.process_time()
    masked_bytes(body, key)
    assert time.process_time() - begun < 1.5
