"""What the gate keeps and what it refuses while it works through one draft."""

from __future__ import annotations

from typing import Generic, TypeVar

from pydantic import BaseModel

from extractor.draft import Decision, Rejection
from extractor.text.record import record

Item = TypeVar("Item", bound=BaseModel)

MAX_CLAIM = 80
"""Characters of a claim that a rejection repeats."""


@record
class Kept(Generic[Item]):
    """An item that was proved, how it was decided, and the quantities it accounts for."""

    item: Item
    decision: Decision
    quantities: tuple[str, ...] = ()


class Refusals:
    """Collects rejections: `figure` is an item that was dropped, `figure.period` a nulled field of a kept one."""

    def __init__(self) -> None:
        self._rejections: list[Rejection] = []

    def add(self, item: str, claim: str, reason: str, quantity: str | None = None) -> None:
        """Record one refusal: which item or field, what was claimed, why it was refused."""
        label = " ".join(claim.encode("utf-8", "replace").decode().split())
        if len(label) > MAX_CLAIM:
            label = label[: MAX_CLAIM - 1] + "…"
        self._rejections.append(Rejection(item, label, reason, quantity))

    def all(self) -> tuple[Rejection, ...]:
        """Everything refused so far, in the order it was refused."""
        return tuple(self._rejections)
