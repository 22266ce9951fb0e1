"""What every transport is, and the ways in which a call can bring no reply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class WireReply:
    """A server's reply: HTTP status, headers with lower-case names, and the body, decompressed."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class WireError(Exception):
    """The call brought no reply: the connection was refused, or lost before or during the reply."""


class Unreached(WireError):
    """No connection came about: refused, no route, a host that nobody knows. Nothing was sent."""


class WireTimeout(WireError):
    """The call did not end in time, body included."""


class TooLarge(WireError):
    """The reply was larger than `limit` bytes, compressed or not; the rest was not read."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"more than {limit} bytes")
        self.limit = limit


class Transport(Protocol):
    """A way to a model."""

    async def send(self, body: bytes, *, limit: int) -> WireReply:
        """Make one call; a reply of more than `limit` bytes is not read to its end. Raises `WireError`."""
        ...

    async def close(self) -> None:
        """Let go of the connections."""
        ...
