"""The family of errors a caller may meet; each message is one sentence with the cause and the way out."""

from __future__ import annotations


class ExtractorError(Exception):
    """Base of every error this package raises on purpose."""


class UsageError(ExtractorError):
    """The command or the call was wrong: a flag, a path, a setting."""


class InputError(ExtractorError):
    """One article could not be read: empty, binary, too large, not text."""


class ModelError(ExtractorError):
    """The language model did not give a usable answer."""


class GroundingError(ExtractorError):
    """A value could not be proved against the article's text."""
