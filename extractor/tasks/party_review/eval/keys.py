"""How names and numbers are compared by the annotation guide, each as a key: Đảng ủy and Đảng bộ are one body."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from extractor.eval.keys import text_key
from extractor.text.fold import fold_text

_SPACES: Final = re.compile(r"\s+")
_COMMITTEE: Final = fold_text("Đảng ủy")
_ORGANISATION: Final = fold_text("Đảng bộ")


@lru_cache(maxsize=65_536)
def organization_key(name: str | None) -> str | None:
    """An organisation's name without regard to case, to uỷ/ủy, or to Đảng ủy/Đảng bộ (guide, section 2)."""
    key = text_key(name)
    return None if key is None else key.replace(_COMMITTEE, _ORGANISATION)


@lru_cache(maxsize=65_536)
def number_key(number: str | None) -> str | None:
    """A document's number, folded and without any space."""
    return None if number is None else _SPACES.sub("", fold_text(number))
