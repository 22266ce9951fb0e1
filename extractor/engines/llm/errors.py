"""What can go wrong with a language model, as types: the message says the cause and the way out, never a secret.

`TransientError` and its kin are retried while attempts last; everything else ends the question at once.
"""

from __future__ import annotations

from typing import ClassVar

from extractor.engines.base import Usage
from extractor.errors import ExtractorError, ModelError


class LlmError(ModelError):
    """Base of the model errors raised here; `usage` is what the failed exchange cost all the same."""

    transient: ClassVar[bool] = False

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.usage = Usage()


class TransientError(LlmError):
    """A fault of the moment; `retry_after` is the wait in seconds that the server asked for, if it did."""

    transient = True

    retry_off_by: float = 0.0
    """Seconds by which `retry_after` may be more or less than the server needs: many are rounded."""

    retry_by_date: bool = False
    """Whether it was a date, so that it is as right as what is known of the server's clock."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class RateLimited(TransientError):
    """HTTP 429 without exhausted quota."""

    lasting: bool = False
    """Whether the server goes on refusing for longer than is waited for."""


class ServerUnavailable(TransientError):
    """HTTP 408, 409 and 5xx, or a reply that is no completion."""


class ModelTimeout(TransientError):
    """No answer within the timeout."""


class ConnectionLost(TransientError):
    """The connection was refused, or reset before or during the reply."""

    unreached: bool = False
    """Whether none came about at all: nothing was sent."""


class BadKey(LlmError):
    """HTTP 401 or 403."""


class Redirected(LlmError):
    """The server sends the call elsewhere; a key goes only where the user sent it."""


class UnknownModel(LlmError):
    """The server does not have the model."""


class QuotaExhausted(LlmError):
    """The account has no credit left; waiting does not help."""


class ContextTooLong(LlmError):
    """The request is longer than the model's context; `limit` is the context in tokens where the server says it."""

    def __init__(self, message: str, limit: int | None = None) -> None:
        super().__init__(message)
        self.limit = limit


class ContentFiltered(LlmError):
    """The provider's filter withheld the answer."""


class Refused(LlmError):
    """The model declined to answer."""


class ThoughtsOnly(LlmError):
    """A thinking model wrote thoughts and no answer."""


class ReplyTooLarge(LlmError):
    """The reply was larger than any answer of the allowed length, or hid its size by compression."""


class NoAnswer(LlmError):
    """An optional question has no answer; `failure` says why."""

    def __init__(self, message: str, failure: str) -> None:
        super().__init__(message)
        self.failure = failure


class OutputTruncated(LlmError):
    """The answer did not fit into the output tokens, not even with more room."""


class ReplyInvalid(LlmError):
    """The answer stayed unusable after the last re-ask."""


class RequestRejected(LlmError):
    """Any other HTTP 4xx; `parameter` is the request's parameter the server named, if it did."""

    def __init__(self, message: str, parameter: str | None = None) -> None:
        super().__init__(message)
        self.parameter = parameter


class BudgetReached(ExtractorError):
    """The run's budget of money or tokens would be exceeded by the next call: stop, keep what is done."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.usage = Usage()
