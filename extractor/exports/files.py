"""The names of the files of a run's folder."""

from __future__ import annotations

from typing import Final

SUMMARIES: Final = "summaries.jsonl"
FAILURES: Final = "failures.jsonl"
REJECTIONS: Final = "rejections.jsonl"
REVIEW: Final = "review.jsonl"
DOUBT: Final = "doubt.jsonl"
MANIFEST: Final = "run.json"
LEDGER: Final = "ledger.jsonl"
"""The run's memory: a folder that has it and no summaries is that of a run that did not come to its end."""
PAGE: Final = "view.html"
FILES: Final = (SUMMARIES, FAILURES, REJECTIONS, REVIEW, DOUBT, MANIFEST)
"""Everything a run of any task makes beside `texts/` and its ledger."""
