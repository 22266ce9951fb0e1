"""Rules of the guide about figures (section 3)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Final

from extractor.eval.keys import text_key
from extractor.labels import Comparator
from extractor.schema import Figure
from extractor.tasks.party_review.eval.findings import Finding, Label, Rule
from extractor.tasks.party_review.eval.keys import organization_key
from extractor.tasks.party_review.eval.mention_values import Stated, read_mention
from extractor.text.fold import fold_text

MONEY_MEASURES: Final = frozenset({"revenue", "profit", "budget_paid", "export_value", "average_income"})
"""Measures whose level is an amount of money."""

_BOUND_WORDS: Final[dict[Comparator, tuple[str, ...]]] = {
    "gt": ("hơn", "trên", "quá"),
    "ge": ("không dưới", "không được dưới", "ít nhất", "tối thiểu", "không thấp hơn", "không ít hơn"),
    "lt": ("dưới", "chưa đến"),
    "le": ("không quá", "tối đa", "không cao hơn"),
    "approx": ("gần", "khoảng", "xấp xỉ", "trên dưới"),
    "eq": ("nhiều hơn", "ít hơn", "cao hơn", "thấp hơn", "lớn hơn", "nhỏ hơn"),
}
_BOUNDS: Final[tuple[tuple[str, Comparator], ...]] = tuple(
    (fold_text(word), comparator) for comparator, words in _BOUND_WORDS.items() for word in words
)
"""Words before a number -> comparator; the longest one that ends there decides."""

_NO, _LET_IT, _ANY = fold_text("không"), fold_text("để"), fold_text("nào")
_NOT_LET: Final = re.compile(rf"(?<!\w){_NO}(?: {_LET_IT}(?: \w+){{0,4}}|(?: \w+){{1,5}} {_ANY}(?: \w+){{0,3}}) $")
"""Before a bound's word it makes the other bound of it: "không để xã nào dưới 90%", "không xã nào dưới 90%" is at
least 90%."""
_LET: Final[dict[Comparator, Comparator]] = {"gt": "le", "lt": "ge"}
_BEFORE: Final = 20
_FAR_BEFORE: Final = 40
_SAME: Final = 1e-9


def mentions_lie_in_their_evidence(label: Label) -> Iterator[Finding]:
    """The evidence holds the mention."""
    for place, figure in enumerate(label.summary.figures):
        if figure.mention.start < figure.evidence.start or figure.mention.end > figure.evidence.end:
            yield Finding(f"figures[{place}].evidence", "does not hold the mention.")


def values_are_what_mentions_say(label: Label) -> Iterator[Finding]:
    """Value, upper end, denominator and unit, read again from the mention."""
    for place, figure in enumerate(label.summary.figures):
        stated = read_mention(figure.mention.text)
        if stated is None or _is_share(stated, figure):
            continue
        path = f"figures[{place}]"
        if not _agrees(stated, stated.value, figure.value, figure):
            yield Finding(f"{path}.value", f"is {figure.value:g}, but {figure.mention.text!r} says {stated.value:g}.")
        for name, says in (("value_max", stated.value_max), ("out_of", stated.out_of)):
            value = getattr(figure, name)
            if says is None and (name == "out_of" or value is None):
                continue
            if says is None or value is None or not _agrees(stated, says, value, figure):
                yield Finding(f"{path}.{name}", f"is {value}, but the mention is {figure.mention.text!r}.")
        if stated.unit is not None and stated.unit != figure.unit:
            yield Finding(f"{path}.unit", f"is {figure.unit}, but the mention is {figure.mention.text!r}.")


def _is_share(stated: Stated, figure: Figure) -> bool:
    """Whether a part and its whole are labelled as the percent that they come to ("2/3 số chi bộ", "chiếm 1/5")."""
    if figure.unit != "percent" or figure.out_of is not None or not stated.out_of:
        return False
    return math.isclose(100 * stated.value / stated.out_of, abs(figure.value), abs_tol=0.01)


def _agrees(stated: Stated, says: float, value: float, figure: Figure) -> bool:
    """Equal but for the sign; money in a bare cell may take its scale, a power of ten, from the heading."""
    if math.isclose(abs(value), says, rel_tol=_SAME, abs_tol=_SAME):
        return True
    if stated.scaled or figure.unit not in ("VND", "USD") or says == 0 or value == 0:
        return False
    power = math.log10(abs(value) / says)
    return power > 0 and math.isclose(power, round(power), abs_tol=_SAME)


def mentions_are_bare(label: Label) -> Iterator[Finding]:
    """A mention is the value expression alone, without the comparator before it (section 3)."""
    for place, figure in enumerate(label.summary.figures):
        folded = fold_text(figure.mention.text)
        word = next((word for word, _ in _BOUNDS if folded.startswith(f"{word} ")), None)
        if word is not None:
            yield Finding(f"figures[{place}].mention", f"begins with “{word}”; a comparator stays outside.")


def numbers_are_consistent(label: Label) -> Iterator[Finding]:
    """Ranges, denominators, signs, and units that a basis or measure asks for."""
    for place, figure in enumerate(label.summary.figures):
        path = f"figures[{place}]"
        if (figure.comparator == "range") != (figure.value_max is not None):
            yield Finding(f"{path}.comparator", "is range exactly where value_max is given.")
        if figure.value_max is not None and abs(figure.value_max) <= abs(figure.value):
            yield Finding(f"{path}.value_max", f"{figure.value_max:g} is not above {figure.value:g}.")
        if figure.out_of is not None and figure.out_of < figure.value:
            yield Finding(
                f"{path}.out_of", f"{figure.out_of:g} is less than the part of it, {figure.value:g}.", "doubt"
            )
        if figure.value < 0 and figure.basis in ("level", "vs_plan"):
            yield Finding(f"{path}.value", f"a {figure.basis} is not negative.")
        if figure.basis == "vs_plan" and figure.unit != "percent":
            yield Finding(f"{path}.unit", "a vs_plan is a percent of the plan.")
        if figure.measure in MONEY_MEASURES and figure.basis == "level" and figure.unit == "count":
            yield Finding(f"{path}.unit", f"{figure.measure} is money, not a count.", "doubt")
        for name in ("value", "value_max", "out_of"):
            value = getattr(figure, name)
            if value is not None and figure.unit == "count" and not math.isfinite(value):
                yield Finding(f"{path}.{name}", "is no number.")


def bounds_are_read(label: Label) -> Iterator[Finding]:
    """The word directly before a number is its comparator."""
    for place, figure in enumerate(label.summary.figures):
        far = fold_text(label.text[max(0, figure.mention.start - _FAR_BEFORE) : figure.mention.start])
        before = far[-_BEFORE:]
        if not before.endswith(" "):
            continue
        words = [pair for pair in _BOUNDS if re.search(rf"(?<!\w){re.escape(pair[0])} $", before)]
        if words and figure.comparator != "range":
            word, expected = max(words, key=lambda pair: len(pair[0]))
            if expected in _LET and _NOT_LET.search(far.removesuffix(f"{word} ")):
                expected = _LET[expected]
            if figure.comparator != expected:
                message = f"is {figure.comparator}, but “{word}” stands before the number ({expected})."
                yield Finding(f"figures[{place}].comparator", message, "doubt")


def labels_fit_the_guide(label: Label) -> Iterator[Finding]:
    """Owners are listed organisations; other things are named in group; badges go to members."""
    names = {one.name for one in label.summary.organizations}
    keys = {organization_key(name) for name in names}
    for place, figure in enumerate(label.summary.figures):
        path = f"figures[{place}]"
        if figure.organization is not None and figure.organization not in names:
            known = organization_key(figure.organization) in keys
            how = "is spelt otherwise in organizations" if known else "is not in organizations"
            yield Finding(f"{path}.organization", f"{figure.organization!r} {how}.")
        if figure.group is not None and not all(map(label.says, figure.group.split())):
            yield Finding(f"{path}.group", f"{figure.group!r} has words that are not in the article.", "doubt")
        if figure.subject == "other" and figure.group is None and figure.measure == "other":
            yield Finding(f"{path}.group", "names the thing counted where the subject is other.", "doubt")
        if figure.measure == "badge" and figure.subject != "member":
            yield Finding(f"{path}.subject", "badges are given to members.", "doubt")


def facts_are_labelled_once(label: Label) -> Iterator[Finding]:
    """One mention is one figure; one statement with all its fields is one figure (ground rule 3)."""
    seen: dict[tuple[object, ...], int] = {}
    places: dict[tuple[object, ...], int] = {}
    for place, figure in enumerate(label.summary.figures):
        fields = figure.model_dump(exclude={"mention", "evidence"})
        statement = (*(text_key(value) if isinstance(value, str) else value for value in fields.values()),)
        mention = (figure.mention.start, figure.mention.end)
        if (first := places.setdefault(mention, place)) != place:
            yield Finding(f"figures[{place}].mention", f"is that of figures[{first}] too; one number is one figure.")
        elif (first := seen.setdefault(statement, place)) != place:
            yield Finding(f"figures[{place}]", f"says what figures[{first}] says; label the fuller one only.", "doubt")


FIGURE_RULES: Final[tuple[Rule, ...]] = (
    mentions_lie_in_their_evidence,
    values_are_what_mentions_say,
    mentions_are_bare,
    numbers_are_consistent,
    bounds_are_read,
    labels_fit_the_guide,
    facts_are_labelled_once,
)
