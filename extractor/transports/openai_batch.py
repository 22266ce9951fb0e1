"""OpenAI's Batch API over HTTP: files up, batches made, looked at and cancelled, results down."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from extractor.transports.base import WireError, WireReply, WireTimeout

if TYPE_CHECKING:
    import aiohttp

ENDPOINT: Final = "/v1/chat/completions"
_CHUNK: Final = 1 << 16
_LONGEST_LINE: Final = 16_000_000
_SMALL: Final = 4_000_000
"""Bytes of an answer that is no file, at most."""
_PAGE: Final = 100


class OpenAIBatch:
    """The files and batches of a server; `base_url` as for single calls."""

    def __init__(self, base_url: str, key: str, *, timeout: float) -> None:
        """`timeout` bounds each call in seconds; the moving of a file may only not stand still so long."""
        self._root = base_url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {key}"}
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None

    async def upload(self, path: Path) -> WireReply:
        """Bring a file of requests up; the reply has its `id`."""
        import aiohttp

        with path.open("rb") as file:
            form = aiohttp.FormData()
            form.add_field("purpose", "batch")
            form.add_field("file", file, filename=path.name, content_type="application/jsonl")
            return await self._call("POST", "/files", data=form, whole=None)

    async def create(self, file_id: str, token: str) -> WireReply:
        """Make a batch of a file; `token` finds it again where this answer is lost."""
        made = {
            "input_file_id": file_id,
            "endpoint": ENDPOINT,
            "completion_window": "24h",
            "metadata": {"extractor": token},
        }
        return await self._call("POST", "/batches", json=made)

    async def look(self, batch_id: str) -> WireReply:
        """How a batch stands."""
        return await self._call("GET", f"/batches/{batch_id}")

    async def cancel(self, batch_id: str) -> WireReply:
        """Ask that a batch end; what is done of it is kept."""
        return await self._call("POST", f"/batches/{batch_id}/cancel")

    async def find(self, token: str) -> dict[str, Any] | None:
        """The batch that was made with that token, among the newest."""
        reply = await self._call("GET", f"/batches?limit={_PAGE}")
        try:
            listed = json.loads(reply.body)["data"]
        except (ValueError, KeyError, TypeError):
            return None
        for one in listed if isinstance(listed, list) else ():
            if isinstance(one, dict) and (one.get("metadata") or {}).get("extractor") == token:
                return one
        return None

    async def lines(self, file_id: str) -> AsyncIterator[bytes]:
        """The lines of a file of results. Raises `WireError` where the file ends before its end."""
        import aiohttp

        session = self._session or self._open()
        try:
            async with session.get(
                f"{self._root}/files/{file_id}/content", headers=self._headers, allow_redirects=False
            ) as response:
                if response.status != 200:
                    raise WireError(f"the file {file_id} cannot be had ({response.status})")
                rest = b""
                async for chunk in response.content.iter_chunked(_CHUNK):
                    *whole, rest = (rest + chunk).split(b"\n")
                    for line in whole:
                        yield line
                    if len(rest) > _LONGEST_LINE:
                        raise WireError(f"the file {file_id} has a line of more than {_LONGEST_LINE} bytes")
                if rest:
                    yield rest
        except TimeoutError:
            raise WireTimeout(f"nothing came for {self._timeout:g} s") from None
        except (aiohttp.ClientError, OSError) as error:
            raise WireError(f"{type(error).__name__}: {error}") from None

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _call(self, method: str, path: str, *, whole: float | None = 0.0, **sent: Any) -> WireReply:
        import aiohttp

        session = self._session or self._open()
        bound = self._timeout if whole == 0.0 else whole
        try:
            async with (
                asyncio.timeout(bound),
                session.request(
                    method, self._root + path, headers=self._headers, allow_redirects=False, **sent
                ) as response,
            ):
                body = await response.content.read(_SMALL)
                headers = {name.lower(): value for name, value in response.headers.items()}
                return WireReply(response.status, body, headers)
        except TimeoutError:
            raise WireTimeout(f"not done after {self._timeout:g} s") from None
        except (aiohttp.ClientError, OSError) as error:
            raise WireError(f"{type(error).__name__}: {error}") from None

    def _open(self) -> aiohttp.ClientSession:
        import aiohttp

        bounds = aiohttp.ClientTimeout(total=None, sock_connect=30.0, sock_read=self._timeout)
        self._session = aiohttp.ClientSession(timeout=bounds, cookie_jar=aiohttp.DummyCookieJar(), trust_env=True)
        return self._session
