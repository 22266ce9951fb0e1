"""How long a server says to wait, as its headers have it: `Retry-After`, and when an exhausted limit is reset."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

Now = Callable[[], datetime]

_LONGEST_WAIT: Final = 10 * 365 * 86_400.0
"""Seconds; a server that asks for more means nothing by it."""
_UNIX: Final = 1e9
"""From here on a number is no span of seconds but a Unix time: that of 2001, or 31 years to wait."""
_UNIX_MILLISECONDS: Final = 1e11
_SPAN: Final = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?\Z")
_SECONDS: Final = (86_400.0, 3600.0, 60.0, 1.0, 0.001)


def retry_after(headers: Mapping[str, str], now: Now) -> float | None:
    """The wait in seconds that the headers ask for: in milliseconds, in seconds or as an HTTP date."""
    milliseconds = headers.get("retry-after-ms")
    if milliseconds is not None:
        try:
            return _bounded(float(milliseconds) / 1000)
        except ValueError:
            pass
    value = (headers.get("retry-after") or "").strip()
    if not value:
        return None
    try:
        return _bounded(float(value))
    except ValueError:
        pass
    try:
        return _bounded(_until(parsedate_to_datetime(value), now))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def rounded_by(headers: Mapping[str, str]) -> float:
    """Seconds by which a wait may be off: dates are in whole seconds, and so are most numbers, rounded up or down."""
    value = headers.get("retry-after") or ""
    return 0.0 if "retry-after-ms" in headers or "." in value else 1.0


def until_reset(headers: Mapping[str, str], now: Now) -> float:
    """Seconds until the limits are reset of which the headers say that nothing is left; 0 where something is."""
    return max(
        reset_seconds(headers.get(f"x-ratelimit-reset-{kind}", ""), now)
        if headers.get(f"x-ratelimit-remaining-{kind}", "").strip() == "0"
        else 0.0
        for kind in ("requests", "tokens")
    )


def reset_seconds(text: str, now: Now) -> float:
    """The time until a limit is reset as servers write it; 0 where it is none, or gone by.

    A span (`1s`, `6m0s`, `7h12m0s`, `20ms`, `3`) or a moment: a Unix time in seconds or milliseconds, or an ISO date.
    """
    text = text.strip()
    match = _SPAN.match(text)
    if match is not None and any(match.groups()):
        parts = zip(match.groups(), _SECONDS, strict=True)
        return _bounded(sum(float(part or 0) * seconds for part, seconds in parts)) or 0.0
    try:
        return _bounded(_number(text, now)) or 0.0
    except (ValueError, OverflowError):
        pass
    try:
        return _bounded(_until(datetime.fromisoformat(text), now)) or 0.0
    except (ValueError, OverflowError):
        return 0.0


def _number(text: str, now: Now) -> float:
    """Seconds that a bare number means. Raises `ValueError` where it is none."""
    number = float(text)
    if not _UNIX <= number < _UNIX * 1e5:
        return number
    return (number if number < _UNIX_MILLISECONDS else number / 1000) - now().timestamp()


def _until(when: datetime, now: Now) -> float:
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return (when - now()).total_seconds()


def _bounded(seconds: float) -> float | None:
    """The wait where it is one: no NaN, not infinite; none for a time gone by."""
    return max(0.0, seconds) if seconds <= _LONGEST_WAIT else None
