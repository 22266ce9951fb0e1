"""Whatever a server sends: one of our errors, or none, and never another."""

from __future__ import annotations

import json

from hypothesis import example, given
from hypothesis import strategies as st

from extractor.engines.llm.completions import received
from extractor.engines.llm.errors import LlmError
from extractor.engines.llm.faults import reply_fault
from extractor.engines.llm.waits import until_reset
from extractor.runs.server_clock import ServerClock
from extractor.transports.base import WireReply
from tests.engines.llm.fault_case import KEY, NOW
from tests.runs.limited_server import SETTINGS

NAMES = (
    *("location", "date", "retry-after", "retry-after-ms", "x-ratelimit-remaining-requests"),
    *("x-ratelimit-reset-requests", "x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens"),
)
VALUES = st.text(max_size=20) | st.sampled_from(
    [
        *("http://[bad", "//[", "http://a]b", "http://\N{ACCOUNT OF}/", "http://h:99999", "javascript:x", KEY),
        *("0", "1", "-1", "nan", "inf", "1e400", "9" * 5000, "24h", "1735689600", "1e11", "٣"),
        *("Fri, 31 Dec 9999 23:59:59 -1200", "Mon, 01 Jan 0001 00:00:00 +1400", "Mon, 05 Jan 2026 08:00:03 +9999"),
        *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-01-05T08:00:03Z"),
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "error",
                    "message",
                    "code",
                    "type",
                    "param",
                    "n_ctx",
                    "choices",
                    "usage",
                    "content",
                    "tool_calls",
                    "id",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(
    st.integers(100, 599),
    st.binary(max_size=40) | JSON.map(lambda value: json.dumps(value).encode()),
    st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=5),
)
@example(302, b"", {"location": "http://[bad"})
@example(400, b'{"error": [' + b"[" * 900 + b"]" * 900 + b"]}", {})
@example(429, b'{"error": {"code": ' + b"[" * 900 + b"]" * 900 + b"}}", {})
@example(
    200,
    b'{"choices": [{"message": {"tool_calls": [{"function": {"arguments": {"a": '
    + b"[" * 900
    + b"]" * 900
    + b"}}}]}}]}",
    {},
)
def test_a_reply_is_a_completion_or_one_of_our_errors(status: int, body: bytes, headers: dict[str, str]) -> None:
    clock = ServerClock(lambda: NOW)
    clock.saw(headers.get("date"), 0.1)
    fault = reply_fault(WireReply(status, body, headers), SETTINGS, clock.now, KEY)
    assert fault is None or isinstance(fault, LlmError)
    assert KEY not in str(fault)
    assert until_reset(headers, clock.now) >= 0
    received(body)
