"""The texts that a run's offsets count, found again."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path

from extractor.exports.run_folder import RunFolder
from extractor.outputs.folder import TEXTS
from extractor.outputs.texts import text_name


class ArticleTexts:
    """Texts by article, each read when asked for.

    They are looked for where texts/index.jsonl says, in the run's texts/, in the folders given, and where the article
    came from if that is a plain text file.
    """

    def __init__(self, run: RunFolder, folders: Sequence[Path] = ()) -> None:
        self._run = run
        self._folders = folders

    def of(self, doc_id: str) -> str | None:
        """The article's text in NFC; None where there is none to be found."""
        for path in self._places(doc_id):
            try:
                text = path.read_bytes().decode("utf-8-sig")
            except (OSError, ValueError):
                continue
            return unicodedata.normalize("NFC", text)
        return None

    def _places(self, doc_id: str) -> list[Path]:
        places = [folder / f"{doc_id}.txt" for folder in self._folders]
        places += [folder / text_name(doc_id) for folder in self._folders]
        origin = self._run.origins.get(doc_id)
        if origin is not None and origin.text:
            below = [self._run.folder / TEXTS, self._run.folder]
            places = [folder / origin.text for folder in below] + [Path(origin.text), *places]
        places.append(self._run.folder / TEXTS / text_name(doc_id))
        if origin is not None and origin.source and Path(origin.source).suffix.lower() == ".txt":
            places.append(Path(origin.source))
        return [path for path in places if path.is_file()]
