"""What became of one input of a run, and how the run ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["complete", "interrupted", "budget_reached", "broken_off", "waiting"]
"""Every input was taken; the user or the budget stopped the run before; the server failed for all; batches are out."""


@dataclass(frozen=True, slots=True)
class ArticleOutcome:
    """What became of one input; `key` finds the answer in the ledger. `not_taken` ones wait for the next run.

    `content` is the hash of the article (null where the input gave none), `text` its file in `texts/`, if any.
    """

    doc_id: str
    origin: str
    status: Literal["done", "failed", "not_taken"]
    key: str | None = None
    reused: bool = False
    error: str | None = None
    message: str | None = None
    content: bytes | None = None
    text: str | None = None
    url: str | None = None
    place: str = ""
    """The absolute path that `origin` stood for when the input was read; empty where there is none."""
