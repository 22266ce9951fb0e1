"""Gold held against the annotation guide: every rule that a program can check, with file and field in each message.

An `error` breaks the guide; a `doubt` is what is nearly always a slip, but may be right (a person decides).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from extractor.errors import ExtractorError
from extractor.eval.gold import GoldFolder, Texts, field_errors
from extractor.schema import ArticleSummary
from extractor.tasks.party_review.eval.check_decided import DECIDED_RULES
from extractor.tasks.party_review.eval.check_figures import FIGURE_RULES
from extractor.tasks.party_review.eval.check_lists import LIST_RULES
from extractor.tasks.party_review.eval.findings import Finding, Label, Rule, Severity

RULES: Final[tuple[Rule, ...]] = (*LIST_RULES, *FIGURE_RULES, *DECIDED_RULES)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, in which field of which file; `path` is as `figures[3].value`."""

    file: Path
    path: str
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        doubt = "doubt: " if self.severity == "doubt" else ""
        return f"{self.file}: {self.path}: {doubt}{self.message}"


def check_folder(folder: GoldFolder, texts: Texts) -> list[Problem]:
    """Every problem of a folder of labels, by file."""
    found: list[Problem] = []
    for file in folder.files:
        found += check_file(file, texts)
    return found


def check_file(file: Path, texts: Texts) -> list[Problem]:
    """Every problem of one label file: its schema first, and where that holds, spans and rules."""
    from pydantic import ValidationError

    try:
        label = ArticleSummary.model_validate_json(file.read_bytes())
    except ValidationError as error:
        return [Problem(file, path, f"{message}.") for path, message in field_errors(error)]
    except OSError as error:
        return [Problem(file, "(whole)", f"cannot be read ({error.strerror}).")]
    problems = []
    if label.doc_id != file.stem:
        problems.append(Problem(file, "doc_id", f"is {label.doc_id!r}, but the file's name says {file.stem!r}."))
    try:
        text = texts.get(file.stem)
    except ExtractorError as error:
        return [*problems, Problem(file, "(text)", str(error))]
    if text is None:
        message = f"the article {file.stem}.txt was not found beside the labels or in an articles folder."
        return [*problems, Problem(file, "(text)", message)]
    return problems + [
        Problem(file, finding.path, finding.message, finding.severity) for finding in check_label(label, text)
    ]


def check_label(label: ArticleSummary, text: str) -> Iterator[Finding]:
    """What breaks the guide in one label; `text` is the article's, in NFC."""
    context = Label(label, text)
    for rule in RULES:
        yield from rule(context)
