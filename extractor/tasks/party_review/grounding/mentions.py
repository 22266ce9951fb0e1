"""What the words of one mention say: its value, and the scale that its list or its table gives it."""

from __future__ import annotations

import math
import re
from typing import Final

from extractor.grounding.text import ArticleText
from extractor.reading.model import Quantity
from extractor.reading.quantities import ParsedQuantity, parse_mention
from extractor.tasks.party_review.grounding.units import has_scale_word, scale_stands, unit_told
from extractor.text.article import Extent
from extractor.text.flat import flatten
from extractor.text.record import record

_THOUSANDS: Final = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_OUT_OF: Final = re.compile(r"(.+?) (?:trên|trong)(?: tổng)?(?: số)? (.+)")


@record
class Mention:
    """A figure's words, its clause, and the quantity that the reader saw there, if any."""

    extent: Extent
    evidence: Extent
    quantity: Quantity | None


def read_mention(words: str) -> ParsedQuantity | None:
    """One value expression, or two joined as a part and its whole ("14 trong 15", "mười ba trên mười lăm")."""
    parsed = parse_mention(words)
    if parsed is not None:
        return parsed
    match = _OUT_OF.fullmatch(flatten(words))
    part, whole = (parse_mention(match[1]), parse_mention(match[2])) if match else (None, None)
    if part is None or whole is None or part.unit != "count" or whole.unit != "count" or part.value > whole.value:
        return None
    return ParsedQuantity(part.value, "count", out_of=whole.value)


def read_none(mention: Mention) -> ParsedQuantity | None:
    """Nought where the reader saw it in words that say so only there ("chưa" of "chưa phải kỷ luật đảng viên nào")."""
    seen = mention.quantity
    if seen is None or seen.value or seen.unit != "count" or seen.extent != mention.extent:
        return None
    return ParsedQuantity(0.0, "count")


def read_fraction(parsed: ParsedQuantity, mention: Mention) -> ParsedQuantity:
    """A part and its whole as the percent that the reader saw: "2/3 số chi bộ" is a share, and no two out of three."""
    seen = mention.quantity
    if seen is None or parsed.out_of is None or seen.unit != "percent" or seen.extent != mention.extent:
        return parsed
    share = 100 * parsed.value / parsed.out_of
    return ParsedQuantity(seen.value, "percent") if math.isclose(share, seen.value, abs_tol=0.01) else parsed


def scale_told(text: ArticleText, mention: Mention, unit: str) -> float:
    """What a bare number of money is multiplied by: the scale of its list, else of its heading, else 1."""
    if has_scale_word(text, mention.extent):
        return 1.0
    told = unit_told(text, mention.extent, unit)
    return told.scale if told is not None else 1.0


def value_seen(text: ArticleText, parsed: ParsedQuantity, mention: Mention, words: str) -> tuple[float, float | None]:
    """The parsed value, or the reader's where the words around prove the scale or the separator it saw."""
    seen = mention.quantity
    if seen is None or seen.value == parsed.value or not parsed.value:
        return parsed.value, parsed.value_max
    ratio = seen.value / parsed.value
    for scale in (1e3, 1e6, 1e9, 1e12):
        if math.isclose(ratio, scale, rel_tol=1e-9) and (
            scale_stands(text, mention.extent, mention.evidence, scale)
            or (scale == 1e3 and _THOUSANDS.fullmatch(words))
        ):
            return seen.value, seen.value_max
    return parsed.value, parsed.value_max
