"""Gold labels, predictions and article texts on disk; every message names the file and the field.

Labels are `<doc_id>.json` files in one folder, texts `<doc_id>.txt` beside them or in an `articles` folder next to
them. Predictions are a JSON Lines file, a run's folder, or again a folder of labels.
"""

from __future__ import annotations

import json
import unicodedata
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from extractor.errors import InputError, UsageError
from extractor.parts.folder import PartsFolder, is_parts
from extractor.schema import ArticleSummary
from extractor.text_files import text_name

if TYPE_CHECKING:
    from pydantic import ValidationError

SUMMARIES: Final = "summaries.jsonl"
"""The file of a run's folder that holds its summaries."""

_LEDGER: Final = "ledger.jsonl"
_MANIFEST: Final = "run.json"
_MOST_ERRORS: Final = 5


class GoldFolder:
    """A folder of labels: iterating reads them one by one, by file name.

    `path` may be the labels' folder, or one that holds it as `labels`; `read` makes a label of a file. Raises
    `UsageError` where there are none.
    """

    def __init__(self, path: Path, read: Callable[[Path], Any] | None = None) -> None:
        self.read: Callable[[Path], Any] = read or read_label
        self.path = _labels_folder(path)
        self.files: tuple[Path, ...] = tuple(sorted(_label_files(self.path)))

    def __iter__(self) -> Iterator[ArticleSummary]:
        return (self.read(file) for file in self.files)

    def __len__(self) -> int:
        return len(self.files)

    @property
    def article_folders(self) -> tuple[Path, ...]:
        """Where the articles' texts are looked for, first one first."""
        return (self.path, self.path.parent / "articles", self.path / "articles")


class Texts(Mapping[str, str]):
    """Article texts by `doc_id`, read when asked for and normalised to NFC."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._files: dict[str, Path] = {}
        for folder in folders:
            for file in sorted(folder.glob("*.txt")):
                self._files.setdefault(file.stem, file)

    def __getitem__(self, doc_id: str) -> str:
        file = self._files.get(doc_id) or self._files.get(Path(text_name(doc_id)).stem)
        if file is None:
            raise KeyError(doc_id)
        return read_text(file)

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


class PredictionFile(Mapping[str, ArticleSummary]):
    """The summaries of a JSON Lines file by `doc_id`, each parsed when asked for.

    Raises `InputError` for a line that is not JSON, has no `doc_id`, or repeats one; a summary that breaks the schema
    raises when it is asked for. `parse` makes a summary of a line, told where it stands.
    """

    def __init__(self, path: Path, parse: Callable[[bytes, str], Any] | None = None) -> None:
        self.path = path
        self._parse: Callable[[bytes, str], Any] = parse or parse_summary
        self._places: dict[str, tuple[int, int]] = {}
        offset = 0
        try:
            with path.open("rb") as stream:
                for number, line in enumerate(stream, start=1):
                    if line.removeprefix(BOM_UTF8).strip():
                        doc_id = self._doc_id(line, number)
                        self._places[doc_id] = (offset, number)
                    offset += len(line)
        except OSError as error:
            raise UsageError(
                f"{path} cannot be read ({error.strerror}); give a summaries.jsonl or a run's folder."
            ) from error

    def _doc_id(self, line: bytes, number: int) -> str:
        try:
            doc_id = json.loads(line.removeprefix(BOM_UTF8))["doc_id"]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise InputError(
                f"{self.path} line {number}: not a summary with a doc_id ({error}); "
                f"give a {SUMMARIES} or a run's folder."
            ) from error
        if not isinstance(doc_id, str):
            raise InputError(f"{self.path} line {number}: doc_id must be a string.")
        if doc_id in self._places:
            first = self._places[doc_id][1]
            raise InputError(
                f"{self.path} line {number}: {doc_id} was already given in line {first}; keep one of them."
            )
        return doc_id

    def __getitem__(self, doc_id: str) -> ArticleSummary:
        offset, number = self._places[doc_id]
        with self.path.open("rb") as stream:
            stream.seek(offset)
            found: ArticleSummary = self._parse(stream.readline(), f"{self.path} line {number}")
            return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class PredictionParts(Mapping[str, ArticleSummary]):
    """The summaries of a run on many machines, by `doc_id`, each read when asked for."""

    def __init__(self, folder: Path, parse: Callable[[bytes, str], Any] | None = None) -> None:
        self._parts = PartsFolder(folder)
        self._parse: Callable[[bytes, str], Any] = parse or parse_summary
        self._folder = folder

    def __getitem__(self, doc_id: str) -> ArticleSummary:
        found: ArticleSummary = self._parse(self._parts.summary(doc_id), f"{self._folder}, {doc_id}")
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts.ids)

    def __len__(self) -> int:
        return len(self._parts.ids)


class LabelFolder(Mapping[str, ArticleSummary]):
    """A folder of label files as predictions (another annotator's, say), by `doc_id`."""

    def __init__(self, folder: GoldFolder) -> None:
        self._files = {file.stem: file for file in folder.files}
        self._read = folder.read

    def __getitem__(self, doc_id: str) -> ArticleSummary:
        found: ArticleSummary = self._read(self._files[doc_id])
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def open_predictions(
    path: Path, parse: Callable[[bytes, str], Any] | None = None, read: Callable[[Path], Any] | None = None
) -> Mapping[str, ArticleSummary]:
    """Predictions from a JSON Lines file, a run folder or a folder of labels. Raises `UsageError`, `InputError`."""
    if path.is_dir():
        if (path / SUMMARIES).is_file():
            return PredictionFile(path / SUMMARIES, parse)
        if is_parts(path):
            return PredictionParts(path, parse)
        try:
            return LabelFolder(GoldFolder(path, read))
        except UsageError:
            if (path / _LEDGER).is_file():
                raise UsageError(
                    f"{path} holds no {SUMMARIES}: its run has not come to its end; the same `extractor run` command "
                    "again finishes it."
                ) from None
            raise UsageError(
                f"{path} holds neither a {SUMMARIES} nor labels (*.json); give the folder of a finished run."
            ) from None
    if not path.is_file():
        raise UsageError(f"{path} does not exist; give a summaries.jsonl or the folder of a run.")
    return PredictionFile(path, parse)


def read_label(file: Path) -> ArticleSummary:
    """One label file. Raises `InputError` with the file and each field that is wrong."""
    summary = parse_summary(read_bytes(file), str(file))
    if summary.doc_id != file.stem:
        raise InputError(f"{file}: doc_id: is {summary.doc_id!r}, but the file's name says {file.stem!r}.")
    return summary


def read_text(file: Path) -> str:
    """An article's text, normalised to NFC, line ends as they are. Raises `InputError` where it is not UTF-8."""
    try:
        return unicodedata.normalize("NFC", read_bytes(file).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: not UTF-8 at byte {error.start}; save the text as UTF-8.") from error


def field_errors(error: ValidationError) -> list[tuple[str, str]]:
    """Field and message of each thing pydantic found wrong."""
    found = []
    for detail in error.errors(include_url=False):
        path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in detail["loc"]).lstrip(".")
        found.append((path or "(whole)", detail["msg"]))
    return found


def parse_summary(data: bytes, where: str) -> ArticleSummary:
    """A summary from its JSON. Raises `InputError` with each field that is wrong."""
    from pydantic import ValidationError

    try:
        return ArticleSummary.model_validate_json(data.removeprefix(BOM_UTF8))
    except ValidationError as error:
        wrong = field_errors(error)
        listed = "; ".join(f"{field}: {message}" for field, message in wrong[:_MOST_ERRORS])
        more = f"; and {len(wrong) - _MOST_ERRORS} more" if len(wrong) > _MOST_ERRORS else ""
        raise InputError(f"{where}: {listed}{more}.") from error


def read_bytes(file: Path) -> bytes:
    """A file's content. Raises `InputError` where it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror}).") from error


def _labels_folder(path: Path) -> Path:
    if not path.is_dir():
        raise UsageError(f"{path} is not a folder; give the folder of the gold labels.")
    for folder in (path, path / "labels"):
        if not _is_run(folder) and any(_label_files(folder)):
            return folder
    if _is_run(path):
        raise UsageError(
            f"{path} is the folder of a run; give the folder of gold labels, one <doc_id>.json an article."
        )
    raise UsageError(f"There are no labels (*.json) in {path}, nor in {path / 'labels'}.")


def _label_files(folder: Path) -> Iterator[Path]:
    """The label files of a folder; hidden ones are none."""
    return (file for file in folder.glob("*.json") if not file.name.startswith("."))


def _is_run(folder: Path) -> bool:
    """Whether a folder is that of a run, which has .json files that are no labels."""
    account = (folder / _MANIFEST).is_file() and (folder / SUMMARIES).is_file()
    return account or (folder / _LEDGER).is_file() or is_parts(folder)
