"""The texts that a run's offsets count, found again."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import ExtractorError
from extractor.exports.run_folder import RunFolder
from extractor.text_files import TEXTS, text_name

if TYPE_CHECKING:
    from extractor.loaders import Loaded


class ArticleTexts:
    """Texts by article, each read when asked for.

    They are looked for in the folders given, also in the tables and archives there, where texts/index.jsonl says, in
    the run's texts/, and at last in the input that the article came from. Asked in a run's order, a file of many
    articles is read once.
    """

    def __init__(self, run: RunFolder, folders: Sequence[Path] = ()) -> None:
        self._run = run
        self._folders = folders
        self._source = _Source()

    def of(self, doc_id: str) -> str | None:
        """The article's text in NFC; None where there is none to be found."""
        for path in self._places(doc_id):
            try:
                text = path.read_bytes().decode("utf-8-sig")
            except (OSError, ValueError):
                continue
            return unicodedata.normalize("NFC", text)
        parts = self._run.parts
        if parts is not None and (kept := parts.text(doc_id)) is not None:
            return kept
        files = set[str]()
        for source in self._sources(doc_id):
            file = _file_of(source)
            if file is None or (real := os.path.realpath(file)) in files:
                continue
            files.add(real)
            if (found := self._source.text(source, file)) is not None:
                return found
        return None

    def _sources(self, doc_id: str) -> Iterator[str]:
        """Where the input may stand now: in the folders given, as seen from the run's folder, as it was named."""
        origin = self._run.origins.get(doc_id)
        if origin is None or not origin.source:
            return
        parts = [part for part in Path(origin.source).parts if part != Path(origin.source).anchor]
        for folder in self._folders:
            yield from (str(folder.joinpath(*parts[at:])) for at in range(len(parts)))
        if origin.place:
            # Both are paths without "..": what lies between the two is not followed through links.
            yield os.path.normpath(os.path.join(os.path.abspath(self._run.folder), origin.place))  # noqa: PTH100, PTH118
        yield origin.source

    def _places(self, doc_id: str) -> list[Path]:
        places = [folder / name for folder in self._folders for name in (f"{doc_id}.txt", text_name(doc_id))]
        origin = self._run.origins.get(doc_id)
        if origin is not None and origin.text:
            places.append(self._run.folder / TEXTS / origin.text)
        places.append(self._run.folder / TEXTS / text_name(doc_id))
        return [path for path in places if path.is_file()]


def _file_of(source: str) -> str | None:
    """The file that holds the article: the source, or what stands before one of its colons; None where none is."""
    end = len(source)
    while end > 0:
        if Path(source[:end]).is_file():
            return source[:end]
        end = source.rfind(":", 0, end)
    return None


class _Source:
    """Articles of inputs, read forward: of a file with many articles the next is usually the one that is wanted."""

    def __init__(self) -> None:
        self._file = ""
        self._rest: Iterator[Loaded] = iter(())

    def text(self, source: str, file: str) -> str | None:
        """The text of the article that came from `source`: a file, a file and a line, an archive and its member."""
        same = file == self._file
        found = self._ahead(source) if same else None
        if found is None:
            self._open(file)
            found = self._ahead(source)
        return found

    def _open(self, file: str) -> None:
        from extractor.loaders import find_inputs, load

        self._file = file
        self._rest = load(find_inputs([file]))

    def _ahead(self, source: str) -> str | None:
        try:
            for loaded in self._rest:
                if loaded.origin == source and loaded.article is not None:
                    return loaded.article.text
        except (ExtractorError, OSError):
            return None
        return None
