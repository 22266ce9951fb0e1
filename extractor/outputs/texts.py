"""`texts/`: the text that offsets count, for inputs that are not simply that text themselves; and which is which."""

from __future__ import annotations

import hashlib
import re
from json.encoder import encode_basestring
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from extractor.article import Article
from extractor.outputs.atomic import AtomicFile, write_text

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


class TextFolder:
    """A run's `texts/` while its inputs are read; leaving it puts the index in place.

    The index holds the articles of this pass over the inputs; where the pass breaks off, those that were read.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._index = AtomicFile(folder / INDEX)

    def add(self, article: Article, origin: str, *, kept: bool) -> None:
        """One article: its text is saved where `kept`, else its own file holds it (`origin`)."""
        text = keep_text(self._folder, article.doc_id, article.text).name if kept else None
        url = "null" if article.url is None else encode_basestring(article.url)
        name = "null" if text is None else encode_basestring(text)
        # By hand, for json.dumps takes longer than all else that is done here.
        self._index.file.write(
            f'{{"id": {encode_basestring(article.doc_id)}, "text": {name}, '
            f'"source": {encode_basestring(origin)}, "url": {url}}}\n'
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None or issubclass(kind, GeneratorExit):
            self._index.commit()
        else:
            self._index.discard()
