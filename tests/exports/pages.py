"""What a page holds, read without a browser."""

from __future__ import annotations

import base64
import gzip
import json
import re
from pathlib import Path
from typing import Any

_PART = re.compile(r'<script type="text/plain" id="(articles|bodies)-(\d+)">([^<]*)</script>')
_INDEX = re.compile(r'<script type="application/json" id="data">([^<]*)</script>')


def page_records(path: Path, kind: str = "articles") -> list[dict[str, Any]]:
    """Every article (or body) of a page, in its order."""
    found: list[dict[str, Any]] = []
    for name, _, packed in _PART.findall(path.read_text(encoding="utf-8")):
        if name == kind:
            found += json.loads(gzip.decompress(base64.b64decode(packed)))
    return found


def page_index(path: Path) -> dict[str, Any]:
    """What a page knows before a part is opened."""
    match = _INDEX.search(path.read_text(encoding="utf-8"))
    assert match is not None
    index: dict[str, Any] = json.loads(match.group(1))
    return index
