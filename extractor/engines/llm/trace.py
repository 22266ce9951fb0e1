"""What a run says about its calls: one structured log record each, and a span where OpenTelemetry is installed.

Neither holds article text, replies or keys, unless `log_content` asks for the text. Span names and attributes follow
the GenAI semantic conventions.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from extractor.engines.llm.settings import LlmSettings

LOGGER: Final = logging.getLogger("extractor.llm")


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and the record's fields."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        entry: dict[str, Any] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        entry.update(getattr(record, "fields", {}))
        if record.exc_info and record.exc_info[1] is not None:
            entry["error"] = type(record.exc_info[1]).__name__
        return json.dumps(entry, ensure_ascii=False, default=str)


def log_to(stream: Any, *, as_json: bool, level: int = logging.INFO) -> logging.Handler:
    """Send this package's log to a stream, as JSON lines or as text; the handler, to be removed again."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter() if as_json else logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger("extractor")
    logger.addHandler(handler)
    logger.setLevel(level)
    return handler


@dataclass(slots=True)
class CallRecord:
    """What is known about one call when it ends."""

    model: str = ""
    response_id: str = ""
    finish_reason: str = ""
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    error: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


@contextmanager
def call(
    settings: LlmSettings, *, doc_id: str, mode: str, attempt: int, max_output: int, again: str = ""
) -> Iterator[CallRecord]:
    """Trace one call: fill the record in; it is logged and closed however the call ends.

    `again` says why the question is asked again, "" for the first time.
    """
    record = CallRecord()
    started = time.monotonic()
    with _span(settings, max_output) as span:
        try:
            yield record
        finally:
            fields: dict[str, Any] = {
                "event": "llm.call",
                "doc_id": doc_id,
                "model": settings.wire_model,
                "mode": mode,
                "attempt": attempt,
                "again": again,
                "seconds": round(time.monotonic() - started, 3),
                "input_tokens": record.input_tokens,
                "cached_tokens": record.cached_tokens,
                "output_tokens": record.output_tokens,
                "finish_reason": record.finish_reason,
                "error": record.error,
            }
            fields.update(record.extra)
            LOGGER.log(
                logging.WARNING if record.error else logging.INFO,
                "%s attempt %d: %s",
                doc_id,
                attempt,
                record.error or record.finish_reason or "done",
                extra={"fields": {name: value for name, value in fields.items() if value not in ("", None)}},
            )
            _close(span, record)


@contextmanager
def _span(settings: LlmSettings, max_output: int) -> Iterator[Any]:
    """A client span for one call, or None where OpenTelemetry is not installed."""
    try:
        from opentelemetry import trace
    except ImportError:
        yield None
        return
    if type(trace.get_tracer_provider()).__name__ == "ProxyTracerProvider":
        # Nobody has set up tracing: a span would cost time and go nowhere.
        yield None
        return
    host, port = settings.host
    attributes: dict[str, Any] = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": settings.provider or "openai",
        "gen_ai.request.model": settings.wire_model,
        "gen_ai.request.max_tokens": max_output,
        "gen_ai.output.type": "json",
        "server.address": host,
        "server.port": port,
    }
    for name, value in (
        ("gen_ai.request.temperature", settings.temperature),
        ("gen_ai.request.top_p", settings.top_p),
        ("gen_ai.request.seed", settings.seed),
    ):
        if value is not None:
            attributes[name] = value
    tracer = trace.get_tracer("extractor")
    with tracer.start_as_current_span(
        f"chat {settings.wire_model}", kind=trace.SpanKind.CLIENT, attributes=attributes, record_exception=False
    ) as span:
        yield span


def _close(span: Any, record: CallRecord) -> None:
    if span is None:
        return
    for name, value in (
        ("gen_ai.response.model", record.model),
        ("gen_ai.response.id", record.response_id),
        ("gen_ai.usage.input_tokens", record.input_tokens),
        ("gen_ai.usage.output_tokens", record.output_tokens),
        ("gen_ai.usage.cache_read.input_tokens", record.cached_tokens),
        ("error.type", record.error),
    ):
        if value:
            span.set_attribute(name, value)
    if record.finish_reason:
        span.set_attribute("gen_ai.response.finish_reasons", [record.finish_reason])
    if record.error:
        from opentelemetry.trace import Status, StatusCode

        span.set_status(Status(StatusCode.ERROR, record.error))
