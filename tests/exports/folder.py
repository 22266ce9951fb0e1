"""A run's folder made of our gold, so that exports have all there is to hold without an engine."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from extractor.schema import ArticleSummary
from tests.conftest import GOLD_ARTICLES, GOLD_LABELS

HOSTILE = "=cmd|'/c calc'!A1 <script>\"&'\u2028"

REVIEW = {
    "doc_id": "e01",
    "item": "figure",
    "mark": "differs",
    "fields": ["period", "value"],
    "sentence": {"text": "Kết nạp 163 đảng viên", "start": 10, "end": 31},
    "model": {"value": 163.0},
    "rules": None,
    "note": HOSTILE,
}
REJECTION = {"doc_id": "e01", "item": "figure", "claim": HOSTILE, "reason": "value differs", "quantity": "q3"}
FAILURE = {"id": "broken", "error": "InputError", "message": "There is no text.", "source": "in/broken.txt"}
ORIGIN = {"id": "e01", "text": "e01.txt", "source": "in/e01.html", "url": "https://bao.example/e01"}
MANIFEST = {"engine": "rules", "model": None, "counts": {"done": 68, "failed": 1}, "extractor_version": "0.1.0"}


@cache
def gold() -> tuple[ArticleSummary, ...]:
    """All of our gold."""
    files = sorted(GOLD_LABELS.glob("*.json"))
    return tuple(ArticleSummary.model_validate_json(file.read_text(encoding="utf-8")) for file in files)


def write_run(folder: Path, summaries: tuple[ArticleSummary, ...], **records: list[dict[str, Any]]) -> Path:
    """A folder as a run leaves it; `records` by the name of their file."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = "".join(summary.to_json_line() + "\n" for summary in summaries)
    (folder / "summaries.jsonl").write_text(lines, encoding="utf-8")
    (folder / "run.json").write_text(json.dumps(MANIFEST), encoding="utf-8")
    for name in ("review", "rejections", "failures"):
        text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records.get(name, []))
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return folder


def gold_run(folder: Path) -> Path:
    """All of our gold as a run, with one line in every other file and the texts beside it."""
    write_run(folder, gold(), review=[REVIEW], rejections=[REJECTION], failures=[FAILURE])
    (folder / "texts").mkdir()
    (folder / "texts" / "index.jsonl").write_text(json.dumps(ORIGIN) + "\n", encoding="utf-8")
    for file in GOLD_ARTICLES.glob("*.txt"):
        (folder / "texts" / file.name).write_bytes(file.read_bytes())
    return folder
