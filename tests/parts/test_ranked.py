"""Lines in the order of a number."""

from __future__ import annotations

import io
import json
from pathlib import Path

from extractor.parts.ranked import Ranked
from extractor.runs.outputs import Outputs


def test_the_greatest_number_comes_first_and_equal_ones_as_they_came() -> None:
    ranked, target = Ranked(), io.StringIO()
    for wrong, line in ((0.1, "a"), (0.5, "b"), (0.1, "c"), (0.9, "d")):
        ranked.add(wrong, line)
    ranked.write(target)
    ranked.close()
    assert target.getvalue() == "d\nb\na\nc\n"


def test_doubt_and_review_are_ordered_by_how_likely_an_item_is_wrong(tmp_path: Path) -> None:
    with Outputs(tmp_path, review=True, doubt=True) as outputs:
        for wrong in (0.25, 0.75, 0.5):
            outputs.add_doubt({"doc_id": "k", "wrong": wrong})
            outputs.add_review({"doc_id": "k", "wrong": 1 - wrong})
    for name, order in (("doubt.jsonl", [0.75, 0.5, 0.25]), ("review.jsonl", [0.75, 0.5, 0.25])):
        lines = (tmp_path / name).read_text(encoding="utf-8").splitlines()
        assert [json.loads(line)["wrong"] for line in lines] == order
