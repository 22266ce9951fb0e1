"""From whatever a client library raises to one of our errors: which fault it is, and whether waiting may help.

Works on the shape the SDKs share (a `status_code`, a `body`, a `response` with headers), not on one SDK's classes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

from extractor.engines.llm.errors import (
    BadKey,
    ConnectionLost,
    ContentFiltered,
    ContextTooLong,
    LlmError,
    ModelTimeout,
    QuotaExhausted,
    RateLimited,
    RequestRejected,
    ServerUnavailable,
    UnknownModel,
)
from extractor.engines.llm.settings import KEY_VARIABLE, LlmSettings

Now = Callable[[], datetime]

_BUSY: Final = frozenset([408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529])
_QUOTA: Final = re.compile(
    r"insufficient_quota|exceeded your current quota|billing|credit balance|payment required", re.I
)
_CONTEXT: Final = re.compile(
    r"context_length_exceeded|exceed_context_size|maximum context|context (?:length|size|window)|prompt is too long"
    r"|too many (?:input )?tokens|exceeds? the (?:available|model'?s?) context",
    re.I,
)
_FILTER: Final = re.compile(
    r"content_filter|content_policy|content management policy|responsible ai|safety system", re.I
)
_NO_MODEL: Final = re.compile(
    r"model_not_found|model .{0,80}(?:not found|does not exist)|unknown model|no such model", re.I
)
_LIMIT: Final = re.compile(
    r"(?:maximum context length (?:is|of)|context (?:size|length|window)(?: of| is)?\D{0,20}?|maximum of|> ?)"
    r"\s*\(?(\d{3,9})",
    re.I,
)
_SECRET: Final = re.compile(r"\b(?:sk|pk|key|token|Bearer)[-_ ][A-Za-z0-9*_\-.]{6,}")
_LONGEST: Final = 200
NO_COMPLETION: Final = "answered with something that is no completion: check that it is an OpenAI-compatible API."


def retry_after(headers: Mapping[str, str], now: Now) -> float | None:
    """The wait in seconds that the headers ask for: in milliseconds, in seconds or as an HTTP date."""
    milliseconds = headers.get("retry-after-ms")
    if milliseconds is not None:
        try:
            return max(0.0, float(milliseconds) / 1000)
        except ValueError:
            pass
    value = (headers.get("retry-after") or "").strip()
    if not value:
        return None
    try:
        seconds = float(value)
        return max(0.0, seconds) if seconds == seconds and seconds != float("inf") else None
    except ValueError:
        pass
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - now()).total_seconds())


def fault_of(error: Exception, settings: LlmSettings, now: Now, key: str = "") -> LlmError:
    """The error of ours that says what happened."""
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return _status_fault(error, status, settings, now, key)
    kind = f"{type(error).__name__} {type(error.__cause__).__name__ if error.__cause__ else ''}"
    where = settings.base_url or "the API"
    if "Timeout" in kind:
        return ModelTimeout(
            f"No answer from {where} within {settings.timeout:g} s: raise --timeout, or try again when it is less busy."
        )
    if "Connection" in kind or "Protocol" in kind or "Network" in kind or "ReadError" in kind:
        reason = _said(str(error.__cause__ or error), key)
        return ConnectionLost(f"The connection to {where} failed ({reason}): check that the server runs and the URL.")
    if "JSON" in kind or "Decode" in kind or "ResponseValidation" in kind:
        return ServerUnavailable(f"{where} {NO_COMPLETION}")
    return ServerUnavailable(f"The call to {where} failed ({type(error).__name__}: {_said(str(error), key)}).")


def _status_fault(error: Exception, status: int, settings: LlmSettings, now: Now, key: str) -> LlmError:
    body = getattr(error, "body", None)
    detail = _detail(body)
    text = f"{detail} {body if isinstance(body, str) else ''} {getattr(error, 'message', '')}"
    said = _said(detail or str(getattr(error, "message", "")), key)
    where = settings.base_url or "the API"
    if status in (401, 403) and not _QUOTA.search(text):
        return BadKey(f"{where} refused the key ({status}): check {KEY_VARIABLE}.")
    if _QUOTA.search(text) and status in (402, 403, 429):
        return QuotaExhausted(f"The account at {where} has no quota left ({said}): add credit or use another key.")
    if status in (400, 404) and _NO_MODEL.search(text):
        return UnknownModel(f"{where} has no model {settings.wire_model!r}: check --model against the server's list.")
    if status in (400, 413, 422, 500) and _CONTEXT.search(text):
        return ContextTooLong(
            f"The request does not fit the context of {settings.wire_model} ({said}): use a model with a larger "
            "context, fewer --few-shots, or a smaller --max-output-tokens.",
            _limit(body, text),
        )
    if status in (400, 422) and _FILTER.search(text):
        return ContentFiltered(f"The provider's content filter refused the article ({said}): try another provider.")
    if status in _BUSY or status >= 500:
        wait = retry_after(getattr(getattr(error, "response", None), "headers", {}) or {}, now)
        if status == 429:
            return RateLimited(f"{where} limits the rate of calls (429): lower --concurrency or try later.", wait)
        return ServerUnavailable(f"{where} is not available ({status}): try again later.", wait)
    if status == 404:
        return UnknownModel(f"{where} has no such address or model (404): check --base-url (with /v1?) and --model.")
    parameter = body.get("param") if isinstance(body, dict) else None
    return RequestRejected(
        f"{where} rejected the request ({status}: {said}): another --mode or fewer sampling flags may help.",
        parameter if isinstance(parameter, str) else None,
    )


def _detail(body: Any) -> str:
    """The codes and the message of an error body, in one string."""
    if isinstance(body, dict):
        inner = body.get("error", body)
        if isinstance(inner, dict):
            parts = [str(inner[name]) for name in ("code", "type", "message") if inner.get(name)]
            return " ".join(dict.fromkeys(parts))
        return str(inner)
    return ""


def _limit(body: Any, text: str) -> int | None:
    if isinstance(body, dict):
        inner = body.get("error", body)
        if isinstance(inner, dict) and isinstance(inner.get("n_ctx"), int):
            return int(inner["n_ctx"])
    match = _LIMIT.search(text)
    return int(match[1]) if match else None


def without_secrets(text: str, key: str) -> str:
    """Someone's words on one line, without the key and without anything that looks like one."""
    if key and len(key) > 5:
        text = text.replace(key, "…")
    return _SECRET.sub("…", " ".join(text.split()))


def _said(text: str, key: str) -> str:
    """A server's words, short and without secrets."""
    text = without_secrets(text, key)
    return text[: _LONGEST - 1] + "…" if len(text) > _LONGEST else text or "no reason given"
