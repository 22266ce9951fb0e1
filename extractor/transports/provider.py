"""Other providers (`anthropic/...`, `google/...`) by instructor's provider strings, their packages installed.

instructor turns the typed request into the provider's own; what comes back is written down as a completion in
OpenAI's form, so that everything after it is the same for all.
"""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any, Final

from extractor.errors import UsageError
from extractor.transports.base import TooLarge, WireError, WireReply, WireTimeout

_OWN: Final = frozenset(["model", "messages", "tools", "tool_choice", "response_format"])
"""Parts of a body that instructor makes itself."""


class Provider:
    """A provider by its string, always asked by tool calls."""

    def __init__(self, model: str, *, timeout: float) -> None:
        """Raises `UsageError` where the provider's package or key is missing."""
        import instructor

        # Its messages hold replies, and it logs errors that are retried elsewhere.
        quiet = logging.getLogger("instructor")
        quiet.propagate = False
        if not quiet.handlers:
            quiet.addHandler(logging.NullHandler())
        self._timeout = timeout
        try:
            self._client: Any = instructor.from_provider(model, async_client=True)
        except ImportError as error:
            raise UsageError(f"The model {model!r} needs another package: {error}") from None
        except Exception as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise UsageError(f"The model {model!r} cannot be reached: {reason}") from None

    async def send(self, body: bytes, *, limit: int) -> WireReply:
        """See `Transport.send`."""
        request = json.loads(body)
        seen: list[Any] = []
        try:
            async with asyncio.timeout(self._timeout):
                await self._create(request, seen)
        except TimeoutError:
            raise WireTimeout(f"not done after {self._timeout:g} s") from None
        except Exception as error:
            if not seen:
                return _failed(error)
        if not seen:
            raise WireError("the provider's package gave no response")
        completion = json.dumps(_in_openai_form(_plain(seen[-1])), ensure_ascii=False).encode("utf-8", "replace")
        if len(completion) > limit:
            raise TooLarge(limit)
        return WireReply(200, completion)

    async def _create(self, request: dict[str, Any], seen: list[Any]) -> None:
        from instructor.core.hooks import Hooks
        from tenacity import AsyncRetrying, retry_never, stop_after_attempt

        hooks = Hooks()
        hooks.on("completion:response", seen.append)
        await self._client.create(
            response_model=_model_of(request),
            max_retries=AsyncRetrying(stop=stop_after_attempt(1), retry=retry_never, reraise=True),
            messages=request["messages"],
            hooks=hooks,
            **{name: value for name, value in request.items() if name not in _OWN},
        )

    async def close(self) -> None:
        """See `Transport.close`."""


def _model_of(request: dict[str, Any]) -> Any:
    """A model whose schema is the one in the request; what it is filled with is read elsewhere."""
    from pydantic import ConfigDict, create_model

    function = request["tools"][0]["function"]
    schema = function["parameters"]

    def exactly(found: dict[str, Any]) -> None:
        found.clear()
        found.update(schema)

    config = ConfigDict(extra="allow", json_schema_extra=exactly)
    return create_model(function["name"], __config__=config)


def _plain(response: Any) -> Any:
    """A response as plain data."""
    dump = getattr(response, "model_dump", None) or getattr(response, "to_dict", None)
    if dump is None:
        return response if isinstance(response, dict) else {}
    return dump(mode="json") if hasattr(response, "model_dump") else dump()


def _in_openai_form(data: Any) -> Any:
    """A completion in OpenAI's form: as it is where it has choices, else made of Anthropic's blocks of content."""
    if not isinstance(data, dict) or "choices" in data:
        return data
    blocks = data.get("content")
    blocks = blocks if isinstance(blocks, list) else []
    used = next((one.get("input") for one in blocks if isinstance(one, dict) and one.get("type") == "tool_use"), None)
    said = "".join(str(one.get("text", "")) for one in blocks if isinstance(one, dict) and one.get("type") == "text")
    text = json.dumps(used, ensure_ascii=False) if used is not None else said
    choice = {"finish_reason": data.get("stop_reason"), "message": {"role": "assistant", "content": text}}
    return {"id": data.get("id"), "model": data.get("model"), "choices": [choice], "usage": data.get("usage")}


def _failed(error: Exception) -> WireReply:
    """The status and body of an error as the SDKs share them. Raises `WireError` where it has none."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(getattr(cause, "status_code", None), int):
        cause = cause.__cause__
    if cause is None:
        raise WireError(f"{type(error).__name__}: {error}") from None
    status: int = cause.status_code  # type: ignore[attr-defined]
    response = getattr(cause, "response", None)
    headers = {str(name).lower(): str(value) for name, value in dict(getattr(response, "headers", {}) or {}).items()}
    body = getattr(cause, "body", None)
    text = json.dumps(body) if isinstance(body, dict) else str(body or cause)
    return WireReply(status, text.encode("utf-8", "replace"), headers)
