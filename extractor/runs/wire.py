"""Which wire some settings ask for, and the key that goes over it."""

from __future__ import annotations

import os
from typing import Final

from extractor.engines.llm.settings import LlmSettings, read_key
from extractor.transports.base import Transport
from extractor.transports.openai_batch import OpenAIBatch

OPENAI: Final = "https://api.openai.com/v1"


def make_transport(settings: LlmSettings) -> tuple[Transport, str]:
    """The transport, and the key it sends, for masking; that of another provider is its package's affair, and is taken
    to stand in the variable that is named after it.

    Raises:
        UsageError: no key, or a provider whose package is not installed.
    """
    if settings.provider is not None:
        from extractor.transports.provider import Provider

        key = os.environ.get(f"{settings.provider.upper()}_API_KEY", "").strip()
        return Provider(settings.model, timeout=settings.timeout), key
    from extractor.transports.openai_async import OpenAIAsync

    key = read_key(settings)
    return OpenAIAsync(settings.base_url or OPENAI, key, timeout=settings.timeout), key


def batch_wire(settings: LlmSettings) -> OpenAIBatch:
    """The Batch API of the server. Raises `UsageError` where there is no key."""
    return OpenAIBatch(settings.base_url or OPENAI, read_key(settings), timeout=settings.timeout)
