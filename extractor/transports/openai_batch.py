"""OpenAI's Batch API by the openai SDK: files up, batches made, looked at and cancelled, results down.

The SDK words the calls; retries, redirects and the size of what comes back stay ours (decision 010).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from extractor.transports.base import TooLarge, Unreached, WireError, WireReply, WireTimeout

if TYPE_CHECKING:
    from openai import AsyncOpenAI

ENDPOINT: Final = "/v1/chat/completions"
_CHUNK: Final = 1 << 16
_LONGEST_LINE: Final = 16_000_000
_SMALL: Final = 4_000_000
"""Bytes of an answer that is no file, at most."""
_PAGE: Final = 100


class _Response(Protocol):
    """What the SDK's responses have in common, whichever HTTP library it was built on."""

    @property
    def status_code(self) -> int: ...
    @property
    def headers(self) -> Any: ...


class _Answered(Exception):
    """The server answered with something other than success."""

    def __init__(self, reply: WireReply) -> None:
        super().__init__(f"status {reply.status}")
        self.reply = reply


class OpenAIBatch:
    """The files and batches of a server; `base_url` as for single calls."""

    def __init__(self, base_url: str, key: str, *, timeout: float) -> None:
        """`timeout` bounds each call in seconds; the moving of a file may only not stand still so long."""
        self._base_url, self._key, self._timeout = base_url, key, timeout
        self._client: AsyncOpenAI | None = None

    async def upload(self, path: Path) -> WireReply:
        """Bring a file of requests up; the reply has its `id`."""
        files = self._opened().files.with_streaming_response
        return await self._call(lambda: files.create(file=path, purpose="batch"), whole=False)

    async def create(self, file_id: str, token: str) -> WireReply:
        """Make a batch of a file; `token` finds it again where this answer is lost."""
        batches = self._opened().batches.with_streaming_response
        return await self._call(
            lambda: batches.create(
                input_file_id=file_id,
                endpoint=ENDPOINT,
                completion_window="24h",
                metadata={"extractor": token},
            )
        )

    async def look(self, batch_id: str) -> WireReply:
        """How a batch stands."""
        batches = self._opened().batches.with_streaming_response
        return await self._call(lambda: batches.retrieve(batch_id))

    async def cancel(self, batch_id: str) -> WireReply:
        """Ask that a batch end; what is done of it is kept."""
        batches = self._opened().batches.with_streaming_response
        return await self._call(lambda: batches.cancel(batch_id))

    async def find(self, token: str) -> dict[str, Any] | None:
        """The batch that was made with that token, among the newest. Raises `WireError` where they are not listed."""
        batches = self._opened().batches.with_streaming_response
        reply = await self._call(lambda: batches.list(limit=_PAGE))
        try:
            listed = json.loads(reply.body)["data"]
        except (ValueError, KeyError, TypeError, RecursionError):
            listed = None
        if reply.status != 200 or not isinstance(listed, list):
            # To take it for never made would be to hand its lines in, and pay for them, twice.
            raise WireError(f"the batches cannot be listed ({reply.status})")
        for one in listed:
            metadata = one.get("metadata") if isinstance(one, dict) else None
            if isinstance(metadata, dict) and metadata.get("extractor") == token:
                return dict(one)
        return None

    async def lines(self, file_id: str) -> AsyncIterator[bytes]:
        """The lines of a file of results. Raises `WireError` where the file ends before its end."""
        import openai

        try:
            async with self._opened().files.with_streaming_response.content(file_id) as response:
                rest = b""
                async for chunk in response.iter_bytes(_CHUNK):
                    *whole, rest = (rest + chunk).split(b"\n")
                    for line in whole:
                        yield line
                    if len(rest) > _LONGEST_LINE:
                        raise WireError(f"the file {file_id} has a line of more than {_LONGEST_LINE} bytes")
                if rest:
                    yield rest
        except openai.APITimeoutError:
            raise WireTimeout(f"nothing came for {self._timeout:g} s") from None
        except openai.APIConnectionError as error:
            if isinstance(error.__cause__, _Answered):
                status = error.__cause__.reply.status
                raise WireError(f"the file {file_id} cannot be had ({status})") from None
            raise WireError(_reason(error)) from None
        except WireError:
            raise
        except Exception as error:  # the HTTP library below the SDK, while the file comes
            raise WireError(_reason(error)) from None

    async def close(self) -> None:
        """Let go of the connections."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def _call(self, call: Callable[[], AbstractAsyncContextManager[Any]], *, whole: bool = True) -> WireReply:
        """One call by the SDK; `whole` bounds all of it by the timeout, and not only its standing still."""
        import openai

        try:
            async with asyncio.timeout(self._timeout if whole else None), call() as response:
                return await _reply(response, response.iter_bytes)
        except (TimeoutError, openai.APITimeoutError):
            raise WireTimeout(f"not done after {self._timeout:g} s") from None
        except openai.APIConnectionError as error:
            if isinstance(error.__cause__, _Answered):
                return error.__cause__.reply
            if isinstance(error.__cause__, WireError):
                raise error.__cause__ from None
            if type(error.__cause__).__name__ == "ConnectError":  # of whichever HTTP library the SDK has
                raise Unreached(_reason(error)) from None
            raise WireError(_reason(error)) from None
        except WireError:
            raise
        except Exception as error:  # the HTTP library below the SDK, while the body comes
            raise WireError(_reason(error)) from None

    def _opened(self) -> AsyncOpenAI:
        if self._client is None:
            from openai import AsyncOpenAI, DefaultAsyncHttpxClient

            self._client = AsyncOpenAI(
                api_key=self._key,
                base_url=self._base_url,
                timeout=self._timeout,
                max_retries=0,
                http_client=DefaultAsyncHttpxClient(
                    timeout=self._timeout, follow_redirects=False, event_hooks={"response": [_only_success]}
                ),
            )
        return self._client


async def _only_success(response: Any) -> None:
    """Take an answer that is no success before the SDK does, which would read all of it however large it is."""
    if not 200 <= response.status_code < 300:
        raise _Answered(await _reply(response, response.aiter_bytes))


async def _reply(response: _Response, chunks: Callable[[int], AsyncIterator[bytes]]) -> WireReply:
    """The whole answer. Raises `TooLarge` past the bound."""
    found = bytearray()
    async for chunk in chunks(_CHUNK):
        found += chunk
        if len(found) > _SMALL:
            raise TooLarge(_SMALL)
    headers = {name.lower(): value for name, value in response.headers.items()}
    return WireReply(response.status_code, bytes(found), headers)


def _reason(error: BaseException) -> str:
    """Why there is no answer: the SDK says "Connection error." and keeps the reason as the cause."""
    cause = error.__cause__ or error
    words = str(cause)
    return f"{type(cause).__name__}: {words}" if words else type(cause).__name__
