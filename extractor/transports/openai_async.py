"""OpenAI's chat completions over HTTP, by aiohttp: one session, no retries, no redirects, every reply bounded.

The openai SDK is not used here: see docs/decisions/010-the-wire.md for what was measured.
"""

from __future__ import annotations

import asyncio
import os
import zlib
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from extractor.transports.base import TooLarge, Unreached, WireError, WireReply, WireTimeout

if TYPE_CHECKING:
    import aiohttp

_CHUNK: Final = 65_536
_CONNECT_SECONDS: Final = 30.0


class OpenAIAsync:
    """Any server that speaks OpenAI's chat completions; `base_url` without the path of the call."""

    def __init__(self, base_url: str, key: str, *, timeout: float, connections: int = 0) -> None:
        """`timeout` bounds a whole call in seconds; `connections` at once, 0 for as many as are asked for."""
        self._url = base_url.rstrip("/") + "/chat/completions"
        self._headers = {
            "Authorization": f"Bearer {key}",
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "gzip, deflate",
        }
        self._timeout = timeout
        self._connections = connections
        self._proxy = proxy_of(self._url)
        self._session: aiohttp.ClientSession | None = None

    async def send(self, body: bytes, *, limit: int) -> WireReply:
        """See `Transport.send`."""
        import aiohttp

        session = self._session or self._open()
        try:
            async with (
                asyncio.timeout(self._timeout),
                session.post(
                    self._url, data=body, headers=self._headers, allow_redirects=False, proxy=self._proxy
                ) as response,
            ):
                content = await _read(response, limit)
                headers = {name.lower(): value for name, value in response.headers.items()}
                return WireReply(response.status, content, headers)
        except aiohttp.ConnectionTimeoutError:
            raise Unreached("nobody takes the connection") from None
        except TimeoutError:
            raise WireTimeout(f"not done after {self._timeout:g} s") from None
        except aiohttp.ClientConnectorError as error:
            raise Unreached(_unreached(error)) from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise WireError(_reason(error)) from None

    def _open(self) -> aiohttp.ClientSession:
        import aiohttp

        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=self._connections, ttl_dns_cache=300),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=min(_CONNECT_SECONDS, self._timeout)),
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        return self._session

    async def close(self) -> None:
        """See `Transport.close`."""
        if self._session is not None:
            await self._session.close()
            self._session = None


def proxy_of(url: str) -> str | None:
    """The proxy that the environment names for a URL. Looked up once: aiohttp would do it anew for each call."""
    parts = urlsplit(url)
    if parts.hostname is None or proxy_bypass(parts.hostname):
        return None
    return getproxies().get(parts.scheme)


async def _read(response: aiohttp.ClientResponse, limit: int) -> bytes:
    """The body, decompressed piece by piece, so that no more than `limit` bytes of it ever exist."""
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding in ("", "identity"):
        return await _plain(response, limit)
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise ValueError(f"a reply in an encoding that was not asked for, {coding[:20]}")
    unpacker = zlib.decompressobj(47)
    found = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        try:
            found += unpacker.decompress(chunk, limit + 1 - len(found))
        except zlib.error:
            raise ValueError("a reply that is not compressed as it says") from None
        if len(found) > limit or unpacker.unconsumed_tail:
            response.close()
            raise TooLarge(limit)
    return bytes(found)


async def _plain(response: aiohttp.ClientResponse, limit: int) -> bytes:
    length = response.content_length
    if length is not None and length > limit:
        response.close()
        raise TooLarge(limit)
    if length is not None and length <= _CHUNK:
        return await response.read()
    found = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        found += chunk
        if len(found) > limit:
            response.close()
            raise TooLarge(limit)
    return bytes(found)


def _unreached(error: aiohttp.ClientConnectorError) -> str:
    """Who is not reached, which may be a proxy, and why."""
    import aiohttp

    who = "the proxy " if isinstance(error, aiohttp.ClientProxyConnectionError) else ""
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return f"{who}{error.host}: unknown host"
    number = error.os_error.errno
    said = os.strerror(number).lower() if number is not None and number > 0 else _reason(error)
    return f"{who}{error.host}:{error.port}: {said}"


def _reason(error: Exception) -> str:
    """Why a connection failed, in words: aiohttp leaves some of its errors without any."""
    words = str(error) or type(error).__name__
    return f"{type(error).__name__}: {words}" if words != type(error).__name__ else words
