"""Labels that a number's own words exclude, whoever gave them, and what stands in their place."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from extractor.engines.rules.mentions import year_of
from extractor.engines.rules.scene import MONEY, WORDS
from extractor.engines.rules.scorer.beside import COUNTED, is_plan_beside
from extractor.engines.rules.scorer.sight import Previous, Sight
from extractor.engines.rules.scorer.verdict import Labels

NAMED_BY: Final = {
    "self_criticism": "names_self_criticism",
    "clean_strong_exemplary": "names_clean_strong_exemplary",
}
"""Measures that no text tells of without such a word: which words they are."""
_RATED: Final = {
    "hoàn thành xuất sắc": "excellent",
    "hoàn thành tốt": "good",
    "hoàn thành": "completed",
    "không hoàn thành": "not_completed",
    "chưa hoàn thành": "not_completed",
}
_HONOURED: Final = frozenset(["collective", "individual"])
_FOUND: Final = frozenset(["violating", "disciplined"])
_BODIES: Final = frozenset("party_org cell grassroots_org".split())
_UNIONS: Final = frozenset("trade_union youth_union mass_org veterans".split())
_ABOUT: Final = frozenset(["inspected", "supervised"])
LACKING: Final = {
    "chi bộ": "cell",
    "tổ chức đảng": "party_org",
    "tổ chức cơ sở đảng": "grassroots_org",
    "đảng viên": "member",
    "doanh nghiệp": "enterprise",
}
"""Subjects of those that are counted because they lack something."""
_REACH: Final = 140
"""Characters before a number in which its own clause tells of it."""
_AFTER: Final = 40
"""Characters behind a number in which its own words stand."""
_NEAR: Final = 24
"""Characters before a number in which its verb stands."""
_HEAD: Final = 700
"""Characters of an article in which its headline and lead stand."""


def allowed(sight: Sight, labels: Labels, previous: Previous | None) -> Labels:
    """The labels with each that the words exclude replaced by what they leave."""
    subject, measure = labels.subject, _measure(sight, labels)
    subject, measure = _of_classes(sight, labels, subject, measure)
    subject, measure = _of_bodies(sight, previous, subject, measure)
    subject, measure = _of_sums(sight, labels, previous, subject, measure)
    basis, phase = labels.basis, labels.phase
    if subject == "target" and measure == "met" and WORDS["of_targets"].match(sight.setting.flat, _end(sight)):
        basis = "level"  # "hoàn thành 100% chỉ tiêu": targets are what is counted
    if _is_level(sight, labels):
        basis = "level"
    if phase == "target" and (_is_past(sight, labels.period) or measure != labels.measure == "admitted"):
        phase = "result"
    period = sight.setting.event.review_period if _was_to_be_reached(sight, labels) else labels.period
    if measure == "badge" and (handed := _handed_over(sight, labels)) is not None:
        period = handed
    return replace(labels, subject=subject, measure=measure, basis=basis, phase=phase, period=period)


def _start(sight: Sight) -> int:
    return sight.region.quantity.extent.start


def _end(sight: Sight) -> int:
    return sight.region.quantity.extent.end


def _of_classes(sight: Sight, labels: Labels, subject: str, measure: str) -> tuple[str, str]:
    """Subject and measure of those who learn: who takes part, who studies a resolution, who is no member."""
    flat, end = sight.setting.flat, _end(sight)
    if measure == "attended" and WORDS["resolution_studied"].match(flat, end):
        subject, measure = "member", "studied"  # whatever the verb (guide, table of measures)
    if measure == "attended" and subject != "other":
        subject = "participant"  # whoever they are (guide, table of subjects)
    if labels.basis == "level" and measure != "attended" and WORDS["times_attended"].match(flat, end):
        subject, measure = "participant", "attended"
    if measure == "studied" and subject == "member" and WORDS["no_members"].match(flat, end):
        subject = "other"
    if measure == "admitted" and subject == "member" and WORDS["of_the_masses"].match(flat, end):
        subject = "other"
    if measure == "admitted" and subject == "other" and WORDS["into_the_party"].match(flat, end):
        subject = "member"
    if (
        measure in ("other", "studied")
        and flat.endswith("cử ", 0, _start(sight))
        and WORDS["sent_to_learn"].match(flat, end)
    ):
        subject, measure = "participant", "attended"
    return subject, measure


def _of_bodies(sight: Sight, previous: Previous | None, subject: str, measure: str) -> tuple[str, str]:
    """Subject and measure of those who are inspected, found out or honoured."""
    flat, start, end = sight.setting.flat, sight.region.quantity.extent.start, _end(sight)
    noun = sight.region.noun
    if noun is not None and noun.label in _HONOURED and subject == "other":
        subject = noun.label
    if previous is not None and previous.same_sentence and WORDS["of_bodies_told"].match(flat, end):
        found = previous.subject in _BODIES and subject == "agency" and measure in _FOUND
        rated = previous.subject in _UNIONS and measure in _RATED.values()
        subject = previous.subject if found or rated else subject
    if measure == "inspected" and WORDS["suspected"].match(flat, end) is None:
        measure = "violating" if WORDS["concluded"].search(flat, _low(sight), start) else measure
    if measure == "inspected" and flat.endswith("ủy ban kiểm tra giám sát ", 0, start):
        measure = "supervised"  # the first of the two words is the body's
    if measure == "inspected" and WORDS["supervised_first"].search(flat, _low(sight), start):
        measure = "supervised"
    if subject == "target" and measure in _ABOUT:
        subject = _labelled(sight) or subject
    if measure in _ABOUT and WORDS["times_of_it"].match(flat, end):
        subject = measure = "other"
    return subject, measure


def _labelled(sight: Sight) -> str | None:
    """Who is counted by the words before the number ("Tổ chức đảng được kiểm tra: chỉ tiêu 20, thực hiện 23")."""
    flat, start = sight.setting.flat, sight.sentence.extent.start
    places = {flat.rfind(noun, start, _start(sight)): subject for noun, subject in LACKING.items()}
    return places[max(places)] if max(places) >= 0 else None


def _of_sums(sight: Sight, labels: Labels, previous: Previous | None, subject: str, measure: str) -> tuple[str, str]:
    """Subject and measure of totals: what rose, what it came to, of whom, and what is no revenue."""
    flat, low, start = sight.setting.flat, _low(sight), sight.region.quantity.extent.start
    if labels.measure == "total" and (lacking := number_without(sight)) is not None:
        subject, measure = LACKING[lacking["noun"]], "other"
    if labels.basis == "change" and measure == "admitted" and WORDS["total_rose"].search(flat, low, start):
        measure = "total"
    if measure == "total" and subject == "member" and WORDS["takes_part"].search(flat, low, start):
        subject, measure = "participant", "attended"
    if previous and previous.same_sentence and _stands_beside(sight, labels, previous):
        subject, measure = previous.subject, previous.measure
    if measure == "admitted" and previous and (_comes_to(sight, labels, previous) or _of_a_total(sight, previous)):
        measure = "total"
    elif measure == "admitted" and previous and _tells_no_admission(sight, previous):
        measure = previous.measure
    if measure == "admitted" and WORDS["total_there"].search(flat, low, start):
        measure = "total"
    if measure == "admitted" and WORDS["looked_into"].search(flat, low, start):
        subject = measure = "other"
    if measure == "revenue" and WORDS["no_revenue"].search(flat, low, start):
        subject = measure = "other"
    return subject, measure


def _stands_beside(sight: Sight, labels: Labels, previous: Previous) -> bool:
    """Whether the number is the plan in brackets behind its result, or the share of the plan behind these: "giám sát 22
    chi bộ (chỉ tiêu năm là 25), đạt 88%".
    """
    flat, at = sight.setting.flat, sight.region.quantity.extent
    if not sight.index or sight.regions[sight.index - 1].quantity.extent.end != previous.end:
        return False
    if is_plan_beside(sight):
        return True
    share = sight.region.quantity.unit == "percent" and labels.basis == "vs_plan" and previous.phase == "target"
    return share and WORDS["share_behind_brackets"].fullmatch(flat, previous.end, at.start) is not None


def _of_a_total(sight: Sight, previous: Previous) -> bool:
    """Whether a part is one of the total before it ("nâng tổng số lên 2.500 đồng chí; trong đó có hơn 66% …")."""
    flat, at = sight.setting.flat, sight.region.quantity.extent
    if not previous.same_sentence or (previous.subject, previous.measure) != ("member", "total"):
        return False
    parted = sight.region.quantity.unit == "percent" or WORDS["of_the_total"].search(flat, previous.end, at.start)
    right = min(sight.region.right_end, at.end + _AFTER)
    return bool(parted) and WORDS["admits"].search(flat, previous.end, right) is None


def _tells_no_admission(sight: Sight, previous: Previous) -> bool:
    """Whether the number goes on with a list of faults in a sentence that tells of no admission ("tham nhũng: 5")."""
    if not previous.same_sentence or previous.measure not in _FOUND:
        return False
    return WORDS["admits"].search(sight.setting.flat, sight.sentence.extent.start, sight.region.right_end) is None


def _is_level(sight: Sight, labels: Labels) -> bool:
    """Whether the words right behind leave no change and no share of a plan: of all there are, or a plan beside it."""
    flat, at = sight.setting.flat, sight.region.quantity.extent
    if sight.region.quantity.unit == "percent":
        told = flat.endswith(("bằng ", "chiếm ", "tỷ lệ "), 0, at.start)
        return labels.basis != "level" and told and WORDS["share_of_all"].match(flat, at.end) is not None
    if labels.measure == "total" and labels.basis == "over_plan" and flat.endswith(" lên ", 0, at.start):
        return True  # "vượt chỉ tiêu, nâng tổng số lên 2.687"
    if labels.basis != "over_plan" or WORDS["plan_beside_it"].match(flat, at.end) is None:
        return False
    return WORDS["went_beyond"].search(flat, max(_low(sight), at.start - _NEAR), at.start) is None


def _handed_over(sight: Sight, labels: Labels) -> str | None:
    """The year of the conference, where the article's head says that badges of a day near it are handed over there."""
    event = sight.setting.event
    held = event.held_on
    if held is None or labels.period != event.review_period or labels.period != str(held.year - 1):
        return None
    told = WORDS["badges_of_a_day"].search(sight.setting.flat, 0, _HEAD)
    near = told is not None and abs(int(told["month"]) - held.month) <= 1
    return str(held.year) if near and told is not None and told["year"] in (None, str(held.year)) else None


def _was_to_be_reached(sight: Sight, labels: Labels) -> bool:
    """Whether the target was set for the reviewed period: the sentence goes on to what was reached of it.

    "Nghị quyết năm giao 32 đảng viên, toàn Đảng bộ kết nạp được 35."
    """
    event, flat, at = sight.setting.event, sight.setting.flat, sight.region.quantity.extent
    if labels.phase != "target" or labels.period is None or labels.period != event.plan_period:
        return False
    if event.review_period is None or WORDS["target_set"].search(flat, _low(sight), at.start) is None:
        return False
    return WORDS["target_then_reached"].match(flat, at.end, sight.sentence.extent.end) is not None


def counts_models(sight: Sight) -> bool:
    """Whether the number counts bodies or people called models, whom the sentence gives nothing ("có 45 tập thể tiêu
    biểu trong học tập và làm theo Bác").
    """
    noun, sentence, flat = sight.region.noun, sight.sentence.extent, sight.setting.flat
    if noun is None or noun.label not in _HONOURED or WORDS["called_models"].match(flat, noun.end) is None:
        return False
    return WORDS["honours"].search(flat, sentence.start, sentence.end) is None


def number_without(sight: Sight) -> re.Match[str] | None:
    """What says before the number that it is of those that lack something: their `noun`, and the `part` they are."""
    return WORDS["number_without"].search(sight.setting.flat, _low(sight), sight.region.quantity.extent.start)


def _low(sight: Sight) -> int:
    """From where on words before the number may tell of it."""
    return max(sight.sentence.extent.start, _start(sight) - _REACH)


def _measure(sight: Sight, labels: Labels) -> str:
    """The measure, unless the number's unit allows none such, or no word of the paragraph names it.

    What is no whole number of people or bodies is an average or a score ("tuổi bình quân 27,4", "mỗi chi bộ kết nạp
    bình quân 1,3"), and a count of bodies is no sum of money ("doanh thu của 27 doanh nghiệp").
    """
    quantity, measure = sight.region.quantity, labels.measure
    if measure in _RATED.values() and (rated := WORDS["own_rating"].match(sight.setting.flat, quantity.extent.end)):
        return _RATED[rated["rating"]]
    if measure == "not_completed" and WORDS["put_out"].match(sight.setting.flat, quantity.extent.end):
        return "removed"  # "đưa 1 đảng viên không đủ tư cách ra khỏi Đảng"
    if measure == "removed" and WORDS["let_off"].match(sight.setting.flat, quantity.extent.end):
        return "total"  # "14 đảng viên được miễn sinh hoạt": they stay members
    if measure == "violating" and WORDS["to_be_disciplined"].match(sight.setting.flat, quantity.extent.end):
        return "disciplined"
    named = NAMED_BY.get(measure)
    if named is not None and not WORDS[named].search(sight.setting.flat, _paragraph(sight), sight.sentence.extent.end):
        return "other"
    if quantity.unit != "count" or measure == "other":
        return measure
    if measure in MONEY:
        return "total"
    counted = labels.subject in COUNTED or labels.subject == "agency"
    return "other" if counted and quantity.value % 1 != 0 else measure


def _comes_to(sight: Sight, labels: Labels, previous: Previous) -> bool:
    """Whether the number is what a total came to that rose by the number before."""
    rose = previous.same_sentence and (previous.basis, previous.measure, labels.basis) == ("change", "total", "level")
    return (
        rose
        and WORDS["rose_to"].fullmatch(sight.setting.flat, previous.end, sight.region.quantity.extent.start) is not None
    )


def _paragraph(sight: Sight) -> int:
    """Where the paragraph of the number's sentence begins."""
    blocks, block = sight.setting.blocks, sight.sentence.block
    return blocks[block].extent.start if block < len(blocks) else sight.sentence.extent.start


def _is_past(sight: Sight, period: str | None) -> bool:
    """Whether the period is over before the reviewed one begins, and no word before the number plans."""
    review, sentence = sight.setting.event.review_period, sight.sentence.extent
    if period is None or review is None or (year_of(period) or "") >= review[:4]:
        return False
    return WORDS["speaks_of_plans"].search(sight.setting.flat, sentence.start, sight.region.right_end) is None
