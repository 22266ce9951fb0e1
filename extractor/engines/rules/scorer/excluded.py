"""Labels that a number's own words exclude, whoever gave them, and what stands in their place."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from extractor.engines.rules.mentions import year_of
from extractor.engines.rules.scene import MONEY, WORDS
from extractor.engines.rules.scorer.beside import COUNTED
from extractor.engines.rules.scorer.sight import Previous, Sight
from extractor.engines.rules.scorer.verdict import Labels

_NAMED_BY: Final = {
    "self_criticism": re.compile(r"kiểm điểm|gợi ý|phê bình"),
    "clean_strong_exemplary": re.compile(r"sạch|tsvm|vững mạnh"),
}
"""Measures that no text tells of without such a word."""
_HONOURED: Final = frozenset(["collective", "individual"])
_OUT: Final = re.compile(r"(?: [^\W\d_]+){1,8} ra khỏi (?:đảng|danh sách)(?![^\W\d_])")
_EXEMPT: Final = re.compile(r" (?:đảng viên|đồng chí)(?: (?:đã|được|cao tuổi)){0,3} miễn (?:công tác|sinh hoạt)")
_FOUND: Final = frozenset(["violating", "disciplined"])
_BODIES: Final = frozenset("party_org cell grassroots_org".split())
_OF_THEM: Final = re.compile(r" (?:đơn vị|cơ quan)(?![^\W\d_])")
"""Behind a number: a word that stands for the bodies told of before it."""
_TIMES_ATTENDED: Final = re.compile(
    r" lượt (?:người|học viên|quần chúng)(?: [^\W\d_]+){0,3} (?:dự|tham dự|tham gia)"
    r" (?:học|lớp|các lớp|tập huấn|nghe|\d)"
)
_STUDIED: Final = re.compile(
    r" đảng viên(?: [^\W\d_]+){0,5} (?:tham dự|tham gia|dự) học(?: tập)?(?:,? quán triệt)?(?: các)?"
    r" (?:nghị quyết|chỉ thị)"
)
_TIMES: Final = re.compile(r" cuộc(?! thi)(?![^\W\d_])")
"""Behind a number: inspections, talks and the like are counted, not those whom they were about."""
_ABOUT: Final = frozenset(["inspected", "supervised"])
_COME_TO: Final = re.compile(r"[^.;\d]{0,40}?,? đạt ")
"""Between how much a total rose and what it then came to."""
_AFTER_NOUN: Final = 140
LACKING: Final = {
    "chi bộ": "cell",
    "tổ chức đảng": "party_org",
    "tổ chức cơ sở đảng": "grassroots_org",
    "đảng viên": "member",
    "doanh nghiệp": "enterprise",
}
"""Subjects of those that are counted because they lack something."""
_CONCLUDED: Final = re.compile(r"kết luận(?: (?:có|lần lượt|rõ|cả))? (?:\d[\d.]* (?:[^\W\d_]+ ){0,3}(?:và|,) )?$")
_SUSPECTED: Final = re.compile(r"[^.;,\d]{0,30} có dấu hiệu")
"""Before a number: of those inspected so many were found to have broken rules."""
_NO_MEMBERS: Final = re.compile(
    r" (?:viên chức|sinh viên|học sinh|đoàn viên|hội viên|công nhân|quần chúng|người lao động|giáo viên)"
    r"(?!,? đảng viên)(?!, cán bộ)(?![^\W\d_])"
)
_SET: Final = re.compile(r"(?<!\w)(?:nghị quyết|kế hoạch|chỉ tiêu)(?: năm)? (?:giao|đề ra|là)(?: [^\W\d_]+){0,2} $")
_THEN_REACHED: Final = re.compile(
    r"[^.;\d]{0,40},[^.;,\d]{0,40} (?:kết nạp|thực hiện|phát triển|đạt)(?: được| đạt| là)? (?:hơn |gần |trên )?\d"
)
_BADGES: Final = re.compile(
    r"(?<!\w)trao(?: tặng)? huy hiệu (?:(?:\d\d,? )+năm tuổi )?(?:đảng )?(?:cho [^.;:]{0,40} )?(?:đợt|dịp) "
    r"\d{1,2}[-/.](?P<month>\d{1,2})(?:[-/.](?P<year>\d{4}))?"
)
_HEAD: Final = 700
"""Characters of an article in which its headline and lead stand."""
_NO_REVENUE: Final = re.compile(
    r"(?<!\w)(?:tổng mức bán lẻ|giá trị (?:hợp đồng|xây lắp)|kim ngạch)[^.;\d]{0,70}"
    r"(?:\d[\d.,]* tỷ đồng, (?:tăng|giảm) )?$"
)
"""Sums that are no firm's revenue."""
_TOTAL_ROSE: Final = re.compile(
    r"(?<!\w)số đảng viên(?: (?:của|toàn|trong) [^.;,\d]{2,40})? (?:đã )?(?:tăng|giảm)(?: thêm)? $"
)
_ROSE: Final = 80
_PLANS: Final = re.compile(
    r"(?<!\w)(?:chỉ tiêu|mục tiêu|kế hoạch|phấn đấu|dự kiến|nghị quyết|giao|đề ra|đặt ra|đăng ký|kh|sẽ|yêu cầu)(?!\w)"
)


def allowed(sight: Sight, labels: Labels, previous: Previous | None) -> Labels:
    """The labels with each that the words exclude replaced by what they leave."""
    subject, measure, phase = labels.subject, _measure(sight, labels), labels.phase
    flat, extent = sight.setting.flat, sight.region.quantity.extent
    if measure == "attended" and _STUDIED.match(flat, extent.end):
        subject, measure = "member", "studied"  # whatever the verb (guide, table of measures)
    if measure == "attended" and subject != "other":
        subject = "participant"  # whoever they are (guide, table of subjects)
    noun = sight.region.noun
    if noun is not None and noun.label in _HONOURED and subject == "other":
        subject = noun.label
    told = previous is not None and previous.same_sentence and previous.subject in _BODIES
    if told and previous and subject == "agency" and measure in _FOUND and _OF_THEM.match(flat, extent.end):
        subject = previous.subject
    if labels.basis == "level" and measure != "attended" and _TIMES_ATTENDED.match(flat, extent.end):
        subject, measure = "participant", "attended"
    if labels.measure == "total" and (lacking := number_without(sight)) is not None:
        subject, measure = LACKING[lacking["noun"]], "other"
    if measure == "inspected" and _SUSPECTED.match(flat, extent.end) is None:
        found = _CONCLUDED.search(flat, sight.sentence.extent.start, extent.start) is not None
        measure = "violating" if found else measure
    if measure == "inspected" and flat.endswith("ủy ban kiểm tra giám sát ", 0, extent.start):
        measure = "supervised"  # the first of the two words is the body's
    if measure == "studied" and subject == "member" and _NO_MEMBERS.match(flat, extent.end):
        subject = "other"
    if measure in _ABOUT and _TIMES.match(flat, extent.end):
        subject = measure = "other"
    if (
        labels.basis == "change"
        and measure == "admitted"
        and _TOTAL_ROSE.search(flat, extent.start - _ROSE, extent.start)
    ):
        measure = "total"
    if measure == "admitted" and previous and _comes_to(sight, labels, previous):
        measure = "total"
    if phase == "target" and _is_past(sight, labels.period):
        phase = "result"
    period = sight.setting.event.review_period if _was_to_be_reached(sight, labels) else labels.period
    if measure == "revenue" and _NO_REVENUE.search(flat, sight.sentence.extent.start, extent.start):
        subject = measure = "other"
    if measure == "badge" and (handed := _handed_over(sight, labels)) is not None:
        period = handed
    return replace(labels, subject=subject, measure=measure, phase=phase, period=period)


def _handed_over(sight: Sight, labels: Labels) -> str | None:
    """The year of the conference, where the article's head says that badges of a day near it are handed over there."""
    event = sight.setting.event
    held = event.held_on
    if held is None or labels.period != event.review_period or labels.period != str(held.year - 1):
        return None
    told = _BADGES.search(sight.setting.flat, 0, _HEAD)
    near = told is not None and abs(int(told["month"]) - held.month) <= 1
    return str(held.year) if near and told is not None and told["year"] in (None, str(held.year)) else None


def _was_to_be_reached(sight: Sight, labels: Labels) -> bool:
    """Whether the target was set for the reviewed period: the sentence goes on to what was reached of it.

    "Nghị quyết năm giao 32 đảng viên, toàn Đảng bộ kết nạp được 35."
    """
    event, flat, at = sight.setting.event, sight.setting.flat, sight.region.quantity.extent
    if labels.phase != "target" or labels.period is None or labels.period != event.plan_period:
        return False
    if event.review_period is None or _SET.search(flat, sight.sentence.extent.start, at.start) is None:
        return False
    return _THEN_REACHED.match(flat, at.end, sight.sentence.extent.end) is not None


def number_without(sight: Sight) -> re.Match[str] | None:
    """What says before the number that it is of those that lack something: their `noun`, and the `part` they are."""
    at, start = sight.region.quantity.extent.start, sight.sentence.extent.start
    return WORDS["number_without"].search(sight.setting.flat, max(start, at - _AFTER_NOUN), at)


def _measure(sight: Sight, labels: Labels) -> str:
    """The measure, unless the number's unit allows none such, or no word of the paragraph names it.

    What is no whole number of people or bodies is an average or a score ("tuổi bình quân 27,4", "mỗi chi bộ kết nạp
    bình quân 1,3"), and a count of bodies is no sum of money ("doanh thu của 27 doanh nghiệp").
    """
    quantity, measure = sight.region.quantity, labels.measure
    if measure == "not_completed" and _OUT.match(sight.setting.flat, quantity.extent.end):
        return "removed"  # "đưa 1 đảng viên không đủ tư cách ra khỏi Đảng"
    if measure == "removed" and _EXEMPT.match(sight.setting.flat, quantity.extent.end):
        return "total"  # "14 đảng viên được miễn sinh hoạt": they stay members
    if measure == "violating" and WORDS["to_be_disciplined"].match(sight.setting.flat, quantity.extent.end):
        return "disciplined"
    named = _NAMED_BY.get(measure)
    if named is not None and not named.search(sight.setting.flat, _paragraph(sight), sight.sentence.extent.end):
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
    return rose and _COME_TO.fullmatch(sight.setting.flat, previous.end, sight.region.quantity.extent.start) is not None


def _paragraph(sight: Sight) -> int:
    """Where the paragraph of the number's sentence begins."""
    blocks, block = sight.setting.blocks, sight.sentence.block
    return blocks[block].extent.start if block < len(blocks) else sight.sentence.extent.start


def _is_past(sight: Sight, period: str | None) -> bool:
    """Whether the period is over before the reviewed one begins, and no word before the number plans."""
    review, sentence = sight.setting.event.review_period, sight.sentence.extent
    if period is None or review is None or (year_of(period) or "") >= review[:4]:
        return False
    return _PLANS.search(sight.setting.flat, sentence.start, sight.region.right_end) is None
