"""What every reply of a model is, whatever task it is for, and how one is found wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

Checker = Callable[[Any], Sequence[str]]
"""Looks at a well-formed reply and says what is wrong with it, one complaint a line."""

MAX_COMPLAINTS: Final = 12
"""More are cut: a model that gets this many wrong needs the example again, not a list."""

Row = str
"""One item of a reply, written as a line."""


class Item(BaseModel):
    """Base of the items inside a reply."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Reply(Item):
    """Base of the replies."""


def compact(reply: Reply) -> str:
    """A reply as the model should write it: JSON without spaces, Vietnamese letters kept."""
    return json.dumps(reply.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))
