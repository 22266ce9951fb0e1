"""What every question to a model is made of: its messages, and the fence around the article."""

from __future__ import annotations

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
