"""Decisions in words: the same in English for the terminal and in Vietnamese for the page."""

from __future__ import annotations

import inspect
import re

import pytest

from extractor.draft import Decision, Opinion
from extractor.engines.rules.scorer import arbiter, owners
from extractor.tasks.party_review.rule_words import ENGLISH, VIETNAMESE, Tongue, rule_of

OWNER = Opinion("organization", None, "Huyện ủy A", "Huyện ủy A", 0.7, "Huyện ủy B", 0.2, "named in the sentence")
MEASURE = Opinion("measure", "admitted", "total", "admitted", 0.6, "total", 0.4)
CLOSE = Opinion("phase", "target", "target", "target", 0.55, "result", 0.45)


@pytest.mark.parametrize(
    ("tongue", "said"),
    [
        (
            ENGLISH,
            "by verb-before, 3 away, confidence 0.61 "
            "[organization: named in the sentence (0.70), then Huyện ủy B (0.20); "
            "measure: rules admitted, scorer total; the rules stand (0.60) over total (0.40); "
            "phase: both say target (0.55), then result (0.45)]",
        ),
        (
            VIETNAMESE,
            "theo luật verb-before, cách 3 ký tự, độ tin cậy 0,61 "
            "[tổ chức: được nêu trong câu (0,70), sau đó là Huyện ủy B (0,20); "
            "nội dung đo: luật cho là kết nạp, bộ chấm điểm cho là tổng số hiện có; "
            "giữ theo luật (0,60) so với tổng số hiện có (0,40); "
            "kết quả hay chỉ tiêu: cả hai cho là chỉ tiêu, phấn đấu, kế hoạch (0,55), "
            "sau đó là kết quả, hiện trạng (0,45)]",
        ),
    ],
    ids=["English", "Vietnamese"],
)
def test_a_decision_is_told_in_both_languages(tongue: Tongue, said: str) -> None:
    assert rule_of(Decision("verb-before", 3, 0.61, (OWNER, MEASURE, CLOSE)), tongue) == said


@pytest.mark.parametrize(
    ("tongue", "said"),
    [
        (ENGLISH, "by the learned scorer alone, confidence >0.99"),
        (VIETNAMESE, "theo riêng bộ chấm điểm, độ tin cậy >0,99"),
    ],
    ids=["English", "Vietnamese"],
)
def test_what_no_rule_told_is_the_scorers_and_what_is_not_certain_is_not_shown_as_certain(
    tongue: Tongue, said: str
) -> None:
    sure = Opinion("measure", None, "total", "total", 0.999, "admitted", 0.001)
    told = rule_of(Decision("unknown", 0, 0.9999, (sure,)), tongue)
    assert told.startswith(said)
    assert rule_of(Decision("unknown", 0, 1.0), ENGLISH) == "by unknown"


def test_every_tie_of_an_owner_has_vietnamese_words() -> None:
    said = re.findall(r'return "([^"]+)"', inspect.getsource(owners.place_of))
    said += re.findall(r'(?:owner|told|counted|whole|NOTHING), "([^"]+)"', inspect.getsource(arbiter.settled_owner))
    assert len(said) > 5
    assert set(said) == set(VIETNAMESE.ties)
