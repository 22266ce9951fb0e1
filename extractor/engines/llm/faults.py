"""From what a server sends to one of our errors: which fault it is, and whether waiting may help.

Works on what came over the wire: a status, headers and a body, or the reason why there is none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from extractor.engines.llm.completions import Received, received
from extractor.engines.llm.errors import (
    BadKey,
    ConnectionLost,
    ContentFiltered,
    ContextTooLong,
    LlmError,
    ModelTimeout,
    QuotaExhausted,
    RateLimited,
    Redirected,
    ReplyTooLarge,
    RequestRejected,
    ServerUnavailable,
    UnknownModel,
)
from extractor.engines.llm.masking import masked, masked_bytes
from extractor.engines.llm.settings import KEY_VARIABLE, LlmSettings
from extractor.engines.llm.waits import Now, retry_after, rounded_by, until_reset
from extractor.terminal import one_line
from extractor.transports.base import TooLarge, Unreached, WireError, WireReply, WireTimeout

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
    r"\s{0,9}\(?(\d{3,9})",
    re.I,
)
_SECRET: Final = re.compile(r"\b(?:sk|pk|key|token|Bearer)[-_ ][A-Za-z0-9*_\-.]{6,}")
_USER: Final = re.compile(r"(?<=://)[^/\s]{1,500}@")
"""User and password in an address: of a proxy, whose refusals are told with them."""
_LONGEST: Final = 200
_LONGEST_BODY: Final = 2000
NO_COMPLETION: Final = "answered with something that is no completion: check that it is an OpenAI-compatible API."


def wire_fault(error: WireError, settings: LlmSettings, key: str = "") -> LlmError:
    """What a call that brought no reply means."""
    where = settings.base_url or "the API"
    if isinstance(error, WireTimeout):
        return ModelTimeout(
            f"No answer from {where} within {settings.timeout:g} s: raise --timeout, or try again when it is less busy."
        )
    if isinstance(error, TooLarge):
        return ReplyTooLarge(
            f"{where} sent more than {error.limit} bytes for one answer: check that it is the right server, "
            "or raise --max-output-tokens."
        )
    if isinstance(error, Unreached):
        lost = ConnectionLost(
            f"There is no connection to {where} ({_said(str(error), key)}): check that the server runs and that "
            "--base-url is right."
        )
        lost.unreached = True
        return lost
    return ConnectionLost(
        f"The connection to {where} failed ({_said(str(error), key)}): check that the server runs and the URL."
    )


def reply_fault(
    reply: WireReply, settings: LlmSettings, now: Now, key: str = "", got: Received | None = None
) -> LlmError | None:
    """What a reply that is no completion means; None for a completion. `got` is the reply taken apart, where it was."""
    where = settings.base_url or "The API"
    if reply.status == 200:
        problem = (got or received(reply.body)).problem
        if problem in ("no choice", "another object") and reply.body.lstrip()[:1] == b"{":
            return ServerUnavailable(
                f"{where} answered without a choice: check that it is an OpenAI-compatible API, with /v1 in --base-url."
            )
        return ServerUnavailable(f"{where} {NO_COMPLETION}") if problem else None
    if 300 <= reply.status < 400:
        target = _host(masked(reply.headers.get("location", ""), key)) or "another address"
        return Redirected(
            f"{where} sends the call on to {_said(target, key)} ({reply.status}), and the key goes only where you "
            "sent it: give the final address as --base-url."
        )
    return status_fault(reply.status, reply.body, settings, reply.headers, now, key)


def status_fault(
    status: int,
    raw: bytes,
    settings: LlmSettings,
    headers: Mapping[str, str] | None = None,
    now: Now = lambda: datetime.now(UTC),
    key: str = "",
) -> LlmError:
    """What an HTTP status other than 200 means, with the server's own words, short and without secrets."""
    raw = masked_bytes(raw, key)  # before anything is cut off it: half a key is no key that is found
    body = _json(raw)
    detail = _detail(body)
    text = detail or raw[:_LONGEST_BODY].decode("utf-8", "replace")
    said = _said(text, key)
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
        wait = retry_after(headers or {}, now)
        if status == 429:
            wait = wait if wait is not None else until_reset(headers or {}, now) or None
            long = f", and takes none for {wait / 60:.0f} minutes" if wait and wait > settings.max_wait else ""
            limited = RateLimited(
                f"{where} limits the rate of calls (429){long}: lower --concurrency or try later.", wait
            )
            limited.retry_off_by = rounded_by(headers or {})
            limited.retry_by_date = "GMT" in (headers or {}).get("retry-after", "").upper()
            return limited
        return ServerUnavailable(f"{where} is not available ({status}): try again later.", wait)
    if status == 404:
        return UnknownModel(f"{where} has no such address or model (404): check --base-url (with /v1?) and --model.")
    inner = body.get("error", body) if isinstance(body, dict) else None
    parameter = inner.get("param") if isinstance(inner, dict) else None
    return RequestRejected(
        f"{where} rejected the request ({status}: {said}): another --mode or fewer sampling flags may help.",
        parameter if isinstance(parameter, str) else None,
    )


def _host(address: str) -> str:
    """The host of an address that a server names, which need not be one."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


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
    return _SECRET.sub("…", _USER.sub("…@", one_line(masked(text, key))))


def _said(text: str, key: str) -> str:
    """A server's words, short and without secrets."""
    text = without_secrets(text, key)
    return text[: _LONGEST - 1] + "…" if len(text) > _LONGEST else text or "no reason given"
