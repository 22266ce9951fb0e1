"""A line of the ledger: one attempt at one article, sealed with a hash of itself."""

from __future__ import annotations

import hashlib
import json
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, SerializeAsAny, ValidationInfo, field_validator

from extractor.draft import Coverage, Rejection
from extractor.engines.base import Usage
from extractor.schema import ArticleSummary

_SEAL: Final = 16
_SEALED: Final = b',"seal":"%b"}\n'
_TAIL: Final = len(_SEALED % (b"0" * _SEAL))


class Entry(BaseModel):
    """One attempt at one article: an answer (`summary`), or what went wrong (`error`, `message`)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    doc_id: str
    status: Literal["done", "failed"]
    summary: SerializeAsAny[BaseModel] | None = None
    """The summary, of the task's model; read back as what `context["model"]` says, by default an `ArticleSummary`."""
    coverage: Coverage = Coverage(0, 0)
    rejections: list[Rejection] = Field(default_factory=list)
    review: list[dict[str, JsonValue]] = Field(default_factory=list)
    doubt: list[dict[str, JsonValue]] = Field(default_factory=list)
    marks: dict[str, int] = Field(default_factory=dict)
    usage: Usage = Usage()
    """What the answers took that this one is made of, those from the store included."""
    saved: Usage = Usage()
    """What of `usage` came from the store."""
    seconds: float = 0.0
    error: str | None = None
    message: str | None = None

    @field_validator("summary", mode="before")
    @classmethod
    def _of_task(cls, value: object, info: ValidationInfo) -> object:
        model: type[BaseModel] = (info.context or {}).get("model", ArticleSummary)
        return model.model_validate(value) if isinstance(value, dict) else value

    @property
    def weighed(self) -> list[dict[str, JsonValue]]:
        """The records that say how likely an item is wrong, whichever engine gave it."""
        return [*self.doubt, *self.review]

    def line(self) -> bytes:
        """The entry as it stands in a ledger, sealed."""
        return sealed(self.model_dump_json(exclude_defaults=True).encode("utf-8", "replace"))


def sealed(line: bytes) -> bytes:
    """A JSON object's bytes with the hash of them as its last field, and a line's end."""
    return line[:-1] + _SEALED % _hash(line)


def opened(line: bytes) -> dict[str, JsonValue]:
    """The object of a sealed line. Raises `ValueError` where the line is not what was written."""
    record = json.loads(_unsealed(line))
    if not isinstance(record, dict):
        raise ValueError("no object")
    return record


def _unsealed(line: bytes) -> bytes:
    """The bytes that were sealed. Raises `ValueError` where the line is not what was written."""
    plain = line[:-_TAIL] + b"}"
    if line[-_TAIL:] != _SEALED % _hash(plain):
        raise ValueError("the line is not what was written")
    return plain


def entry_of(line: bytes, model: type[BaseModel]) -> Entry:
    """The entry of a sealed line. Raises `ValueError` where the line is not what was written."""
    return Entry.model_validate(opened(line), context={"model": model})


def _hash(line: bytes) -> bytes:
    return hashlib.sha256(line).hexdigest()[:_SEAL].encode()
