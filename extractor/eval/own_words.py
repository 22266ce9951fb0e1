"""What can be said of a text in somebody's own words without reading it: are its numbers in the article, how close is
it to gold.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from extractor.eval.model import Tally
from extractor.text.fold import fold_text

if TYPE_CHECKING:
    from sacrebleu.metrics.chrf import CHRF

_NUMERAL: Final = re.compile(r"\d+(?:[.,]\d+)*")
_GROUPED: Final = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?$")

_DOTTED_DATE: Final = re.compile(
    r"(?<![\d.,])(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])(?:\.(?:19|20)\d{2})?(?![\d,]|\.\d)"
)
"""`19.1.2017` and `30.6`: days and months that another text writes with strokes."""
WORDS: Final[dict[str, str]] = {
    fold_text(word): str(value)
    for value, word in enumerate("một hai ba bốn năm sáu bảy tám chín mười".split(), start=1)
}
"""Number words an article may use where a retelling has a digit ("hai lớp", "2 lớp")."""


def numerals(text: str) -> list[str]:
    """The numbers written in digits, in one spelling: `2.658` is 2658, `81,01` is 81.01, `08` is 8."""
    return [_plain(found) for found in _NUMERAL.findall(text)]


def _plain(numeral: str) -> str:
    if _GROUPED.match(numeral):
        numeral = numeral.replace(".", "")
    whole, _, part = numeral.replace(",", ".").partition(".")
    part = part.rstrip("0") if "." not in part else part
    return (whole.lstrip("0") or "0") + (f".{part}" if part else "")


def numbers_in_article(said: str, article: str) -> Tally:
    """How many of a text's numbers stand in the article, in digits or as a number word."""
    wanted = numerals(said)
    if not wanted:
        return Tally()
    known = set(numerals(article))
    known.update(_plain(part) for found in _DOTTED_DATE.findall(article) for part in found.split("."))
    known.update(WORDS[word] for word in fold_text(article).split() if word in WORDS)
    return Tally(sum(number in known for number in wanted), len(wanted))


def chrf(said: str, gold: str) -> float | None:
    """chrF2 of a text against the gold one, in [0, 1]; null where sacrebleu is not installed."""
    if not said.strip() or not gold.strip():
        return 1.0 if said.strip() == gold.strip() else 0.0
    metric = _chrf()
    return None if metric is None else min(1.0, metric.sentence_score(said, [gold]).score / 100)


@cache
def _chrf() -> CHRF | None:
    try:
        from sacrebleu.metrics.chrf import CHRF
    except ImportError:
        return None
    return CHRF()
