"""Which wire some settings ask for, and the key that goes over it."""

from __future__ import annotations

from typing import Final

from extractor.engines.llm.settings import LlmSettings, read_key
from extractor.transports.base import Transport
from extractor.transports.openai_batch import OpenAIBatch

OPENAI: Final = "https://api.openai.com/v1"


def make_transport(settings: LlmSettings) -> tuple[Transport, str]:
    """The transport, and the key it sends ("" where it is the provider package's affair).

    Raises:
        UsageError: no key, or a provider whose package is not installed.
    """
    if settings.provider is not None:
        from extractor.transports.provider import Provider

        return Provider(settings.model, timeout=settings.timeout), ""
    from extractor.transports.openai_async import OpenAIAsync

    key = read_key(settings)
    return OpenAIAsync(settings.base_url or OPENAI, key, timeout=settings.timeout), key


def batch_wire(settings: LlmSettings) -> OpenAIBatch:
    """The Batch API of the server. Raises `UsageError` where there is no key."""
    return OpenAIBatch(settings.base_url or OPENAI, read_key(settings), timeout=settings.timeout)
