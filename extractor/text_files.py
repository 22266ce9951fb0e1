"""`texts/`: the text that offsets count, for inputs that are not simply that text themselves; and which is which."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Final

from extractor.atomic import write_text

TEXTS: Final = "texts"
"""The folder of these files in a run's folder."""
INDEX: Final = "index.jsonl"
"""A line for each article: its id, the text that its offsets count, where it came from, its address."""

_UNSAFE: Final = re.compile(r"[^\w.-]|^[.-]|[. ]$")
_LONGEST: Final = 120
"""Bytes of a name in UTF-8: with the mark, the suffix and a draft's `.part` it stays below the 255 of file systems."""
_MARKED: Final = re.compile(r"-[0-9a-f]{10}$")
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def text_name(doc_id: str) -> str:
    """A file name for an article's text that is safe on any system.

    Where the id itself is not safe (`../x`, 300 letters, `con`), or another id could lead to the same name (letters
    in another case, an id that ends like a hash), its characters are replaced and a hash keeps two such ids apart.
    """
    safe = _UNSAFE.sub("_", doc_id).encode("utf-8", "replace")[:_LONGEST].decode("utf-8", "ignore")
    plain = safe == doc_id == doc_id.lower() and safe and not _RESERVED.fullmatch(safe) and not _MARKED.search(safe)
    if plain:
        return f"{safe}.txt"
    mark = hashlib.sha256(doc_id.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{safe}-{mark}.txt"


def keep_text(folder: Path, doc_id: str, text: str) -> Path:
    """Save an article's text below `folder`; returns its path."""
    path = folder / text_name(doc_id)
    if not (path.exists() and path.read_bytes() == text.encode("utf-8")):
        folder.mkdir(parents=True, exist_ok=True)
        write_text(path, text)
    return path
