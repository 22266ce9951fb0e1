"""The words of data/points.toml as patterns on flat text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from extractor.text.lexicon import LETTER, load_table

_NOT_AFTER_LETTER: Final = rf"(?<!{LETTER})"
_NOT_BEFORE_LETTER: Final = rf"(?!{LETTER})"


@dataclass(frozen=True, slots=True)
class PointWords:
    """Patterns for `match` at a clause's beginning or `search` inside it; each says which in its comment."""

    contrast: re.Pattern[str]
    inner_contrast: re.Pattern[str]
    announced_shortcoming: re.Pattern[str]
    bare_announcer: re.Pattern[str]
    bare_shortcoming: re.Pattern[str]
    mended: re.Pattern[str]
    admission: re.Pattern[str]
    attributed: re.Pattern[str]
    negative: re.Pattern[str]
    hedge: re.Pattern[str]
    weak_hedge: re.Pattern[str]
    harmless: re.Pattern[str]
    anchor: re.Pattern[str]
    generic: re.Pattern[str]
    period: re.Pattern[str]
    future: re.Pattern[str]
    body_before: re.Pattern[str]
    announced_task: re.Pattern[str]
    plain_task: re.Pattern[str]
    set_tasks: re.Pattern[str]
    bare_task: re.Pattern[str]
    demand: re.Pattern[str]
    spoken_demand: re.Pattern[str]
    plain_demand: re.Pattern[str]
    topic: re.Pattern[str]
    not_demand_before: re.Pattern[str]
    not_demand_after: re.Pattern[str]
    speaker: re.Pattern[str]
    told: re.Pattern[str]
    task: re.Pattern[str]
    doer: re.Pattern[str]
    past: re.Pattern[str]
    opening: re.Pattern[str]
    others: re.Pattern[str]
    colon: re.Pattern[str]


def _any(sources: Iterable[str]) -> str:
    """Any of the sources as whole words, the longest first; a space stands for any run of blanks.

    Alternatives are gathered under their first letter, with the test for a word's beginning behind it: the engine
    then jumps from one possible first letter to the next instead of trying every word at every place.
    """
    ordered = sorted({one for source in sources for one in _opened(source)}, key=lambda one: (-len(one), one))
    by_letter: dict[str, list[str]] = {}
    for source in ordered:
        by_letter.setdefault(source[0] if source[0].isalnum() else "", []).append(source)
    odd = by_letter.pop("", [])
    parts = [rf"{letter}(?<!{LETTER}.)(?:{'|'.join(one[1:] for one in ones)})" for letter, ones in by_letter.items()]
    parts += [rf"{_NOT_AFTER_LETTER}(?:{source})" for source in odd]
    joined = re.sub(r"(?<![\[^\\=!]) (?![?*+{])", r"[ \\n]{1,9}", "|".join(parts))
    return rf"(?:{joined}){_NOT_BEFORE_LETTER}"


_GROUP: Final = re.compile(r"\(\?:([^()]*)\)(\??)(?![*+{])")


def _opened(source: str) -> list[str]:
    """The sources that a source with a group at its beginning stands for, each with a letter at its beginning."""
    group = _GROUP.match(source)
    if group is None:
        return [source]
    rest = source[group.end() :]
    options = [option + rest for option in group[1].split("|")] + ([rest] if group[2] else [])
    return [one for option in options for one in _opened(option)]


@cache
def point_words() -> PointWords:
    """The patterns, compiled once."""
    table = load_table("extractor.engines.rules", "points.toml")
    clause = table["clause"]
    link = "(?:" + "|".join(clause["links"]) + r")(?=[ \n“\"])[ \n]{0,9}"
    return PointWords(
        **_of_shortcomings(table["shortcoming"], link),
        **_of_priorities(table["priority"], link),
        opening=re.compile(rf"{_any(clause['openings'])}[ ,:\n]{{1,9}}"),
        others=re.compile(_any(clause["others"])),
        colon=re.compile(r"[^:;.!?]{3,150}(?P<colon>:)[ \n]{1,9}"),
    )


def _of_shortcomings(wrong: Mapping[str, Sequence[str]], link: str) -> dict[str, re.Pattern[str]]:
    """The patterns of what was wrong and of who says so; `link` is what stands behind an announcement."""
    return {
        "contrast": re.compile(rf"{_any(wrong['contrasts'])}(?:,| thì)?[ \n]{{1,9}}"),
        "inner_contrast": re.compile(r"[,;][ \n]{1,9}(?:tuy nhiên|tuy vậy|song|nhưng|thế nhưng)(?!\w),?[ \n]{1,9}"),
        "announced_shortcoming": re.compile(rf"{_any(wrong['nouns'])}[^;:.!?()]{{0,110}}?(?:(?<= )|(?=:)){link}"),
        "bare_announcer": re.compile(
            rf"{_any(wrong['announcers'])}(?:[ \n]{{1,9}}\w{{1,20}})?"
            rf"[ \n]{{1,9}}{_any(wrong['nouns'])}[^;:]{{0,60}}$"
        ),
        "bare_shortcoming": re.compile(_any(wrong["nouns"])),
        "mended": re.compile(rf"{_any(wrong['mended'])}[^;:.,]{{0,25}}$"),
        "admission": re.compile(rf"{_any(wrong['admissions'])}(?: rằng| thêm| hội nghị)?(?::|,)?[ \n]{{1,9}}"),
        "attributed": re.compile(r"(?:theo|nói như|như lời|theo lời)[ \n]"),
        "negative": re.compile(_any(wrong["negatives"])),
        "hedge": re.compile(_any(wrong["hedges"])),
        "weak_hedge": re.compile(_any(wrong["weak_hedges"])),
        "harmless": re.compile(_any(wrong["harmless"])),
        "anchor": re.compile(_any(wrong["anchors"])),
        "generic": re.compile(
            rf"(?:những|các)[ \n]{{1,9}}{_any(wrong['nouns'])}.*|"
            r"[^,;:.]{0,90}?(?:vẫn |còn |có |bộc lộ |những |một số |nhiều |các |nhất định ){1,5}"
            rf"{_any(wrong['nouns'])}"
            rf"(?:[ ,]{{1,9}}(?:và[ ]{{1,9}})?{_any(wrong['nouns'])}){{0,5}}[^,;:.]{{0,60}}",
            re.DOTALL,
        ),
    }


def _of_priorities(plan: Mapping[str, Sequence[str]], link: str) -> dict[str, re.Pattern[str]]:
    """The patterns of what is to be done and of who asks for it."""
    periods = _any(plan["periods"])
    lead = rf"(?:{_any(plan['before_periods'])}[ ,\n]{{1,9}}){{0,2}}"
    body = rf"(?:{_any(plan['before_bodies'])}[ \n]{{1,9}}){{0,5}}{_any(plan['bodies'])}"
    verbs = _any(plan["verbs"])
    outside = _any([verb for verb in plan["verbs"] if verb not in plan["verbs_in_names"]])
    doer = rf"(?:{body}[^;:.!?]{{0,90}}?[ ,\n]{{1,9}})(?={outside})"
    modal = r"(?:(?:sẽ|cần|cần phải|còn phải|phải|nên|hãy|luôn|cũng|thì|đều|đồng thời|cùng nhau)[ ,\n]{1,9}){0,5}"
    speech = rf"(?:{lead}{periods}[^;:.,]{{0,30}}?[, ]{{1,9}})?(?:{doer})?{modal}"
    return {
        "period": re.compile(
            rf"{lead}{periods}(?:[ \n]{{1,9}}\([^()\n]{{3,30}}\))?[ ,:\n]{{1,9}}"
            r"(?!(?:là|có nhiều|có ý nghĩa|diễn ra|đánh dấu)[ \n])"
        ),
        "future": re.compile(rf"(?:{_any(['sẽ', 'cần', 'phải'])})[ \n]{{1,9}}(?={verbs})"),
        "body_before": re.compile(rf"{body}[^;:.,!?]{{0,60}}$"),
        "announced_task": re.compile(
            rf"{_any([*plan['plain_nouns'], *plan['nouns']])}[^;:.!?()]{{0,110}}?"
            rf"(?:(?P<colon>:)[ \n]{{1,9}}|(?<= ){link})"
        ),
        "plain_task": re.compile(_any(plan["plain_nouns"])),
        "set_tasks": re.compile(
            rf"{_any(['đề ra', 'thống nhất', 'xác định', 'bàn', 'triển khai', 'thông qua', 'phổ biến', 'quán triệt'])}"
            rf"[^;:.]{{0,60}}?{_any(['phương hướng', 'nhiệm vụ', 'giải pháp'])}[^;:]{{0,90}}$"
        ),
        "bare_task": re.compile(
            _any(["nhiệm vụ", "giải pháp", "phương hướng", "chỉ tiêu", "mục tiêu", "kế hoạch năm"])
        ),
        "demand": re.compile(_any([*plan["demands"], *plan["plain_demands"], *plan["spoken_demands"]])),
        "plain_demand": re.compile(_any(plan["plain_demands"])),
        "spoken_demand": re.compile(_any(plan["spoken_demands"])),
        "topic": re.compile(rf"{_any(plan['topics'])}(?:,|:)[ \n]{{1,9}}"),
        "not_demand_before": re.compile(
            _NOT_AFTER_LETTER + "(?:" + "|".join(plan["not_demand_before"]) + r")[ \n]{0,9}$"
        ),
        "not_demand_after": re.compile(r"[ \n]{0,9}" + _any(plan["not_demand_after"])),
        "speaker": re.compile(_any(plan["speakers"])),
        "told": re.compile(
            rf"[ \n]{{0,9}}(?:rằng|thêm|cho|với)?[:, \n]{{0,9}}(?:{body}[^;:.!?]{{0,80}}?:[ \n]{{0,9}})?"
        ),
        "task": re.compile(speech + verbs),
        "doer": re.compile(rf"(?:{doer})?" + r"(?:(?:sẽ|cần|cần phải|phải)[ \n]{1,9}(?!về|là|có)){0,5}"),
        "past": re.compile(_any(["đã", "được tặng", "được nhận"])),
    }
