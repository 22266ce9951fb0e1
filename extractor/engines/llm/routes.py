"""The ways to a model: an OpenAI-compatible server, or another provider through instructor.

This is the one module that knows instructor: it turns messages and a reply model into one call and a typed reply.
Retries are none of its business (see `ask.py`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol

from extractor.engines.base import Usage
from extractor.engines.llm.lean import lean_request
from extractor.engines.llm.prompt import Message
from extractor.engines.llm.replies import Reply
from extractor.engines.llm.settings import LlmSettings, read_key
from extractor.errors import UsageError

CallMode = Literal["schema", "tools", "json"]
MODES: Final[tuple[CallMode, ...]] = ("schema", "tools", "json")
"""The modes in the order the probe tries them: the strictest first."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request: what is said, the reply's shape, and the parameters that go with it."""

    messages: Sequence[Message]
    reply_model: type[Reply]
    mode: CallMode
    parameters: Mapping[str, Any]


@dataclass(slots=True)
class Received:
    """What came back, filled in as far as the call got."""

    raw: Any = None
    usage: Usage | None = None
    finish_reason: str = ""
    refusal: str = ""
    text: str = ""
    model: str = ""
    response_id: str = ""


class Route(Protocol):
    """A way to a model."""

    modes: tuple[CallMode, ...]
    key: str

    def send(self, call: Call, received: Received) -> Reply:
        """Make one call. Raises whatever the SDK or the validation raises; `received` holds what came before that."""
        ...


def make_route(settings: LlmSettings) -> Route:
    """The route that the settings ask for.

    Raises:
        UsageError: no key, or a provider whose package is not installed.
    """
    quiet = logging.getLogger("instructor")
    if not settings.log_content:
        # Its messages hold replies, and it logs errors that are retried here.
        quiet.propagate = False
        if not quiet.handlers:
            quiet.addHandler(logging.NullHandler())
    return ProviderRoute(settings) if settings.provider else OpenAIRoute(settings)


def _once() -> Any:
    """Instructor's own retries, off: exactly one attempt, its error raised as it is."""
    from tenacity import Retrying, retry_never, stop_after_attempt

    return Retrying(stop=stop_after_attempt(1), retry=retry_never, reraise=True)


def _unwrapped(error: Exception) -> Exception:
    """The error inside instructor's wrapping."""
    from instructor.core.exceptions import IncompleteOutputException, InstructorRetryException

    if isinstance(error, InstructorRetryException) and isinstance(error.__cause__, Exception):
        return error.__cause__
    if isinstance(error, IncompleteOutputException):
        return error
    return error


class OpenAIRoute:
    """Any server that speaks OpenAI's chat completions."""

    modes = MODES

    def __init__(self, settings: LlmSettings) -> None:
        import openai

        self._settings = settings
        self.key = read_key(settings)
        self._client = openai.OpenAI(
            api_key=self.key, base_url=settings.base_url, timeout=settings.timeout, max_retries=0
        )

    def send(self, call: Call, received: Received) -> Reply:
        """See `Route.send`."""
        import instructor

        names = {
            "schema": instructor.Mode.JSON_SCHEMA,
            "tools": instructor.Mode.TOOLS,
            "json": instructor.Mode.JSON,
        }
        create: Callable[..., Any] = instructor.patch(
            create=lambda **request: self._create(call, received, request), mode=names[call.mode]
        )
        try:
            reply = create(
                response_model=call.reply_model,
                max_retries=_once(),
                model=self._settings.wire_model,
                messages=list(call.messages),
                **call.parameters,
            )
        except Exception as error:
            raise _unwrapped(error) from None
        assert isinstance(reply, Reply)
        return reply

    def _create(self, call: Call, received: Received, request: dict[str, Any]) -> Any:
        """The request as it goes out. The messages are ours: instructor's additions would break the cached prefix."""
        request["messages"] = list(call.messages)
        response_format = request.get("response_format")
        if isinstance(response_format, dict) and "json_schema" in response_format:
            schema = {**response_format["json_schema"], "strict": True}
            request["response_format"] = {**response_format, "json_schema": schema}
        if self._settings.lean:
            request = lean_request(request)
        completion = self._client.chat.completions.create(**request)
        read_completion(completion, received)
        return completion


class ProviderRoute:
    """Another provider by instructor's provider string (`anthropic/...`, `google/...`), its package installed."""

    modes: tuple[CallMode, ...] = ("tools",)

    def __init__(self, settings: LlmSettings) -> None:
        import instructor

        self._settings = settings
        self.key = ""
        try:
            self._client: Any = instructor.from_provider(settings.model)
        except ImportError as error:
            raise UsageError(f"The model {settings.model!r} needs another package: {error}") from None
        except Exception as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise UsageError(f"The model {settings.model!r} cannot be reached: {reason}") from None

    def send(self, call: Call, received: Received) -> Reply:
        """See `Route.send`."""
        from instructor.core.hooks import Hooks

        hooks = Hooks()
        hooks.on("completion:response", lambda response: read_completion(response, received))
        try:
            reply = self._client.create(
                response_model=call.reply_model,
                max_retries=_once(),
                messages=list(call.messages),
                hooks=hooks,
                **call.parameters,
            )
        except Exception as error:
            raise _unwrapped(error) from None
        assert isinstance(reply, Reply)
        return reply


def read_completion(response: Any, received: Received) -> None:
    """Take from a response what is needed later; a response of a strange shape leaves the fields empty."""
    received.raw = response
    received.model = str(getattr(response, "model", "") or "")
    received.response_id = str(getattr(response, "id", "") or "")
    received.usage = _usage(getattr(response, "usage", None))
    choices = getattr(response, "choices", None)
    choice = choices[0] if choices else None
    if choice is None:
        received.finish_reason = str(getattr(response, "stop_reason", "") or "")
        return
    received.finish_reason = str(getattr(choice, "finish_reason", "") or "")
    message = getattr(choice, "message", None)
    received.refusal = str(getattr(message, "refusal", "") or "")
    calls = getattr(message, "tool_calls", None)
    arguments = getattr(getattr(calls[0], "function", None), "arguments", None) if calls else None
    received.text = str(arguments or getattr(message, "content", "") or "")


def _usage(usage: Any) -> Usage | None:
    """Tokens as OpenAI (`prompt_tokens`) or Anthropic (`input_tokens`, without the cached ones) reports them."""
    if usage is None:
        return None
    if getattr(usage, "prompt_tokens", None) is not None:
        details = getattr(usage, "prompt_tokens_details", None)
        cached = getattr(details, "cached_tokens", None) or 0
        return Usage(1, int(usage.prompt_tokens), int(cached), int(getattr(usage, "completion_tokens", 0) or 0))
    if getattr(usage, "input_tokens", None) is not None:
        cached = int(getattr(usage, "cache_read_input_tokens", 0) or 0)
        written = int(getattr(usage, "cache_creation_input_tokens", 0) or 0)
        total = int(usage.input_tokens) + cached + written
        return Usage(1, total, cached, int(getattr(usage, "output_tokens", 0) or 0))
    return None
