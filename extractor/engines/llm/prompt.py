"""What every question to a model is made of: its messages, and the fence around the article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pydantic import BaseModel, ConfigDict

Message = dict[str, str]
"""A chat message: `role` and `content`."""


class Fence(BaseModel):
    """What stands before and after the article. No article can hold either: its brackets are replaced."""

    model_config = ConfigDict(frozen=True)

    open: str = "[ARTICLE]"
    close: str = "[END OF ARTICLE]"


FENCE: Final = Fence()


def asked(system: str, user: str) -> list[Message]:
    """A question on a static part."""
    return [{"role": "system", "content": system}, {"role": "user", "content": user}]


def with_note(messages: Sequence[Message], note: str) -> list[Message]:
    """The same question with a note at its end, about what was wrong with the last answer."""
    last = messages[-1]
    return [*messages[:-1], {"role": last["role"], "content": f"{last['content']}\n\n{note}"}]
