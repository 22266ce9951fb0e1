"""What the words right beside a number say of it outright: its basis, its phase, and where the rules are firm."""

from __future__ import annotations

import re
from typing import Final

from extractor.draft import Decision
from extractor.engines.rules.plans import brackets_hold_plans
from extractor.engines.rules.scene import BODIES, WHOLE_SHARE, WORDS
from extractor.engines.rules.scorer.compared import compared_with_another
from extractor.engines.rules.scorer.dated import dates_itself, has_its_wholes
from extractor.engines.rules.scorer.sight import Previous, Sight
from extractor.engines.rules.scorer.verdict import Labels
from extractor.engines.rules.table import rules
from extractor.labels import Basis, Phase
from extractor.reading.signs import goes_on_in_list

SURE: Final = 0.6
"""Confidence from which a rule follows a pattern and is no last resort."""
_TOLD_OUTRIGHT: Final = 0.9
"""Confidence of a rule that found both the counted noun and a word of the guide's table of measures beside it."""
COUNTED: Final = (BODIES | {"member", "individual"}) - {"agency"}
TELLS_WHOM: Final = frozenset(["attended"])
"""Measures that say whom they are of, whatever noun is counted ("1 lớp cho 80 đảng viên": guide, section 1)."""
_YEAR_ENDED: Final = re.compile(r"\W*(?:hết|đến cuối|cuối|kết thúc|tổng kết) năm,")
_ROSE_TO: Final = re.compile(
    r"(?<!\w)(?:tăng|giảm|nâng|vọt)(?: [^\W\d_]+){0,4}? (?:lên|xuống|còn)(?: (?:còn|tới|đến|thành|mức|gần|hơn|trên))* $"
)
_PASSED_BY: Final = re.compile(r"(?<!\w)vượt (?:trên |hơn |gần |tới )?$")
_SHARE_TOLD: Final = re.compile(r"(?: [^\W\d_]+){0,4}(?:,| \(|;) ?(?:đạt |bằng |= ?)?(?:tỷ lệ )?")
_ASKED: Final = re.compile(r"(?<!\w)(?:yêu cầu|đề nghị|chỉ đạo)(?! của)(?P<what>[^.;\d]{3,140})$")
_TO_REACH: Final = re.compile(r"(?<!\w)(?:hoàn thành|thực hiện) (?:chỉ tiêu|kế hoạch|mục tiêu)(?: [^\W\d_]+){0,7} $")
_WAS_DONE: Final = re.compile(r"(?<!\w)(?:đã|được|đạt)(?!\w)")
"""Before a number: who asks for what; that a plan be reached; that it was."""
_NAMED: Final = 140
"""Characters before a number in which the plan that it is of is named."""
_BESIDE: Final = 48
_MOVED_WITHIN: Final = 24
_AFTER: Final = 120
"""Characters before and after a number within which such words stand."""


def outright(sight: Sight, basis: Basis, phase: Phase, previous: Previous | None) -> tuple[Basis, Phase]:
    """Basis and phase as the words beside the number say them, else as they were given."""
    if basis == "level" and (_says_a_change(sight, previous) or compared_with_another(sight, previous)):
        basis = "change"
    if basis == "change" and (_started_from(sight) or _came_to(sight)):
        basis = "level"
    if _beyond_the_plan(sight, basis, previous) or (phase == "result" and _passed(sight)):
        basis = "over_plan"
    if basis == "over_plan" and previous is not None and previous.same_sentence:
        phase = _phase_beyond(sight, phase, previous)
    if phase == "target" and previous is not None and _reached_beside(sight, previous):
        phase = "result"
    if phase == "target" and (_follows_the_agenda(sight) or _as_the_year_ended(sight)):
        phase = "result"
    if basis == "level" and (
        _set_against_the_plan(sight) or _next_bodys_share(sight, previous) or _share_of_a_pair(sight)
    ):
        basis = "vs_plan"
    if basis in ("level", "vs_plan") and _more_than_the_plan(sight):
        basis, phase = "vs_plan", "result"
    if basis == "level" and (_is_the_plan(sight) or sight.setting.phases.is_listed_target(sight.number)):
        phase = "target"
    if basis in ("level", "vs_plan") and phase == "result" and _is_asked_for(sight):
        phase = "target"
    if phase == "result" and basis == "level" and previous is not None and _part_of_a_target(sight, previous):
        phase = "target"
    if phase == "target" and sight.setting.phases.counts_met_targets(sight.region.quantity.extent):
        phase = "result"
    return basis, phase


def _part_of_a_target(sight: Sight, previous: Previous) -> bool:
    """Whether the number is a part of the target before it ("phấn đấu kết nạp 170 đảng viên. Trong đó, học sinh 6")."""
    flat, start = sight.setting.flat, sight.sentence.extent.start
    if previous.phase != "target" or not flat.startswith("trong đó", start):
        return False
    return _WAS_DONE.search(flat, start, sight.region.quantity.extent.start) is None


def _phase_beyond(sight: Sight, phase: Phase, previous: Previous) -> Phase:
    """What is beyond or short of a plan is a result where the number before it is one, or is that plan itself."""
    start = sight.region.quantity.extent.start
    if WORDS["then_beyond"].fullmatch(sight.setting.flat, previous.end, start):
        return "result"
    return "result" if previous.basis == "level" and previous.phase != "target" else phase


def firm_questions(sight: Sight, ruled: Labels, decision: Decision, previous: Previous | None = None) -> frozenset[str]:
    """The questions on which the scorer may doubt the rules but overrules them only where it is all but sure.

    That is where the rules follow a pattern of the sentence that the gold hardly shows, so that the scorer cannot have
    learned it: a rule that stays in the table for a written reason, a predicate that another number carries for it,
    members or bodies that are named right after their number, a period that the words beside the number say, or that
    its whole has, and what the guide's own words say of them.
    """
    firm: set[str] = set()
    rule = rules().get(decision.rule)
    if rule is not None and rule.reason is not None and decision.confidence >= SURE:
        firm.update(("subject", "measure"))
    if rule is not None and rule.link == "shared":
        firm.add("measure")
    noun = sight.region.noun
    if noun is not None and noun.label == ruled.subject in COUNTED and ruled.measure not in TELLS_WHOM:
        firm.update(("subject", "measure") if decision.confidence >= _TOLD_OUTRIGHT else ("subject",))
    if ruled.subject == ruled.measure == "other" and previous is not None and _elected_beside(sight, previous):
        firm.update(("subject", "measure"))
    unmet = decision.rule == "targets-met" and ruled.measure == "other"  # "hai chỉ tiêu chưa đạt"
    if unmet or decision.rule in ("complaints", "elected", "raised-total"):
        firm.update(("subject", "measure"))  # "không có đơn vượt cấp": what is counted says it
    if ruled.measure == "inspected" and _inspected_on_signs(sight):
        firm.add("measure")
    if decision.rule == "relative-to-the-fact-before" and previous is not None and ruled.subject != previous.subject:
        firm.add("subject")  # "kiểm tra 20 tổ chức đảng và 31 đảng viên, đạt 84% kế hoạch": the first of the two
    if dates_itself(sight, ruled) or (previous is not None and has_its_wholes(sight, ruled, previous)):
        firm.add("period")
    return frozenset(firm)


def _elected_beside(sight: Sight, previous: Previous) -> bool:
    """Whether the number is a part of those elected ("bầu 27 đồng chí …, trong đó 10 đồng chí tham gia lần đầu")."""
    flat, start = sight.setting.flat, sight.sentence.extent.start
    told = previous.same_sentence and previous.subject == previous.measure == "other"
    return told and WORDS["voted"].search(flat, start, previous.end) is not None


def _says_a_change(sight: Sight, previous: Previous | None) -> bool:
    """Whether "tăng" or "giảm" stands right before the number, or before the list that it goes on ("giảm 2 đảng bộ, 15
    chi bộ").
    """
    flat, quantity = sight.setting.flat, sight.region.quantity
    start = quantity.extent.start
    near = flat[max(sight.sentence.extent.start, start - _MOVED_WITHIN) : start]
    if near.endswith(" ") and (WORDS["moved"].search(near) or _falls_short(sight) == "change"):
        return True
    far = flat[max(sight.sentence.extent.start, start - _AFTER) : start]
    if " hơn " in far and WORDS["moved_beside"].search(far):
        return True
    goes_on = previous is not None and previous.same_sentence and previous.basis == "change" and quantity.negative
    if goes_on and WORDS["moved_along"].search(near) is not None:
        return True
    return near.endswith((", ", " và ")) and goes_on_in_list(flat, quantity.extent, sight.sentence.extent)


def _started_from(sight: Sight) -> bool:
    """Whether the number is what another rose or fell from ("giảm từ 12,05% đầu năm 2016 xuống 3,62%")."""
    flat, extent, sentence = sight.setting.flat, sight.region.quantity.extent, sight.sentence.extent
    near = flat[max(sentence.start, extent.start - _MOVED_WITHIN) : extent.start]
    return WORDS["fallen_from"].search(near) is not None and (
        WORDS["fallen_to"].match(flat, extent.end, sentence.end) is not None
    )


def _came_to(sight: Sight) -> bool:
    """Whether the number is what something rose or fell to ("số đảng viên tăng lên 3.215")."""
    return _ROSE_TO.search(sight.setting.flat, sight.region.left_start, sight.region.quantity.extent.start) is not None


def _beyond_the_plan(sight: Sight, basis: Basis, previous: Previous | None = None) -> bool:
    """Whether the words beside a number say by how much a plan was passed or missed: "nhiều hơn 21 so với chỉ tiêu",
    "cao hơn kế hoạch 9 lớp".
    """
    flat, extent, sentence = sight.setting.flat, sight.region.quantity.extent, sight.sentence.extent
    if basis == "change" and WORDS["beside_the_plan"].match(flat, extent.end, sentence.end):
        return True
    if basis in ("level", "change") and _falls_short(sight, previous) == "over_plan":
        return True
    near = flat[max(sentence.start, extent.start - _BESIDE) : extent.start]
    if basis not in ("level", "change") or not WORDS["beyond_the_plan"].search(near):
        return False
    return WORDS["plan_given"].match(flat, extent.end, sentence.end) is None


def _passed(sight: Sight) -> bool:
    """Whether the number is the share by which something was passed ("vượt 12,5% chỉ tiêu")."""
    quantity, start = sight.region.quantity, sight.sentence.extent.start
    if quantity.unit != "percent" or quantity.value >= WHOLE_SHARE:
        return False
    return _PASSED_BY.search(sight.setting.flat, start, quantity.extent.start) is not None


def _falls_short(sight: Sight, previous: Previous | None = None) -> Basis | None:
    """What a number after "hụt" or "tức thiếu" is short of: the plan that stands before it, else what was earlier."""
    flat, quantity, sentence = sight.setting.flat, sight.region.quantity, sight.sentence.extent
    near = flat[max(sentence.start, quantity.extent.start - _MOVED_WITHIN) : quantity.extent.start]
    short = WORDS["short_by"].search(near)
    if short is None or not (quantity.negative or short[0].startswith("d")):
        return None
    if short[0].startswith("d"):
        return "over_plan"  # "dôi ra 13 người": beyond the plan, wherever that stands
    if previous is not None and previous.same_sentence and previous.basis == "vs_plan":
        return "over_plan"  # "đạt 98,2% kế hoạch, thiếu 15 tỷ đồng"
    planned = WORDS["plan_before_it"].search(flat, sentence.start, quantity.extent.start) is not None
    if WORDS["than_a_year_ago"].search(flat, quantity.extent.end, min(sentence.end, quantity.extent.end + _BESIDE)):
        return "change"
    behind = WORDS["beside_the_plan"].match(flat, quantity.extent.end, sentence.end) is not None
    if planned or behind:
        return "over_plan"
    return "change" if near.endswith("hụt ") else None


def _reached_beside(sight: Sight, previous: Previous) -> bool:
    """Whether the number is what was reached of the plan right before it ("Kế hoạch giao 150, kết nạp 163")."""
    if not previous.same_sentence or previous.phase != "target":
        return False
    flat, start = sight.setting.flat, sight.region.quantity.extent.start
    if WORDS["then_reached"].fullmatch(flat, previous.end, start) is None:
        return False
    plan = sight.regions[sight.index - 1].quantity.extent.start
    return sight.setting.phases.is_plan(sight.sentence.extent.start, plan)


def _follows_the_agenda(sight: Sight) -> bool:
    """Whether nothing but the meeting's agenda speaks of a plan before the number ("Theo báo cáo tại hội nghị tổng kết
    năm 2018, triển khai nhiệm vụ năm 2019, 46 doanh nghiệp làm ra …").
    """
    setting, start = sight.setting, sight.region.quantity.extent.start
    agenda = WORDS["after_the_agenda"].match(setting.flat, sight.sentence.extent.start, start)
    if agenda is None:
        return False
    return all(phase == "result" for _, phase in setting.phases.signals(agenda.end(), start))


def _as_the_year_ended(sight: Sight) -> bool:
    """Whether the sentence tells what a whole reviewed year ended with ("Đến cuối năm, 86% chi bộ hoàn thành tốt")."""
    setting, start = sight.setting, sight.sentence.extent.start
    ended = _YEAR_ENDED.match(setting.flat, start, sight.region.quantity.extent.start)
    if ended is None or not (setting.event.review_period or "").isdigit():
        return False
    return all(
        phase == "result" for _, phase in setting.phases.signals(ended.end(), sight.region.quantity.extent.start)
    )


def _more_than_the_plan(sight: Sight) -> bool:
    """Whether the number is a share of over 100% that a target reached ("chỉ tiêu kết nạp đảng viên đạt 128%")."""
    quantity = sight.region.quantity
    if quantity.unit != "percent" or quantity.value <= WHOLE_SHARE:
        return False
    start = max(sight.sentence.extent.start, quantity.extent.start - _AFTER)
    return WORDS["target_reached"].search(sight.setting.flat, start, quantity.extent.start) is not None


def _set_against_the_plan(sight: Sight) -> bool:
    """Whether a share is set against a plan: by the sentence's beginning, or right behind it.

    "So với kế hoạch, doanh thu mới đạt 96,7%"; "kết nạp 132 đảng viên, đạt tỷ lệ 110% nghị quyết đề ra".
    """
    flat, quantity, sentence = sight.setting.flat, sight.region.quantity, sight.sentence.extent
    if quantity.unit == "percent" and flat.endswith("tỷ lệ ", sentence.start, quantity.extent.start):
        return WORDS["of_the_plan"].match(flat, quantity.extent.end) is not None
    if quantity.unit != "percent" or not flat.endswith(("đạt ", "bằng "), sentence.start, quantity.extent.start):
        return False
    head = WORDS["against_the_plan"].match(flat, sentence.start, quantity.extent.start)
    return head is not None and flat.find(";", head.end(), quantity.extent.start) < 0


def _share_of_a_pair(sight: Sight) -> bool:
    """Whether the share stands behind a plan and what was reached of it ("kế hoạch 12, kết quả 13, đạt 108,3%")."""
    if sight.index < 2 or sight.region.quantity.unit != "percent":
        return False
    flat, (plan, reached) = sight.setting.flat, [one.quantity for one in sight.regions[sight.index - 2 : sight.index]]
    if plan.unit == "percent" or plan.unit != reached.unit:
        return False
    if WORDS["reached_of_it"].fullmatch(flat, plan.extent.end, reached.extent.start) is None:
        return False
    told = _SHARE_TOLD.fullmatch(flat, reached.extent.end, sight.region.quantity.extent.start) is not None
    return told and sight.setting.phases.is_plan(sight.sentence.extent.start, plan.extent.start)


def _next_bodys_share(sight: Sight, previous: Previous | None) -> bool:
    """Whether the bare share is that of the next body after one whose share of its plan was told ("Đảng ủy xã A đã hoàn
    thành 80% chương trình, Đảng ủy xã B 75%").
    """
    if previous is None or not previous.same_sentence or previous.basis != "vs_plan":
        return False
    quantity = sight.region.quantity
    return (
        quantity.unit == "percent"
        and WORDS["next_bodys_share"].fullmatch(sight.setting.flat, previous.end, quantity.extent.start) is not None
    )


def _is_asked_for(sight: Sight) -> bool:
    """Whether the number stands in the list of what somebody asks for ("Tỉnh ủy yêu cầu: kết nạp …; kiểm tra 60 …")."""
    flat, start = sight.setting.flat, sight.region.quantity.extent.start
    wanted = _ASKED.search(flat[sight.sentence.extent.start : start])
    if wanted is not None and _TO_REACH.search(wanted["what"]) and not _WAS_DONE.search(wanted["what"]):
        return True
    asked = WORDS["asks_for"].search(flat, sight.sentence.extent.start, start)
    return asked is not None and WORDS["was_reached"].search(flat, asked.end(), start) is None


def is_plan_beside(sight: Sight) -> bool:
    """Whether the number is the plan right behind its result ("95,6% (nghị quyết 90%)", "163, nghị quyết là 150")."""
    beside, quantity = sight.regions[sight.index - 1].quantity if sight.index else None, sight.region.quantity
    if beside is None or beside.unit != quantity.unit:
        return False
    words = WORDS["plan_set_beside"].fullmatch(sight.setting.flat, beside.extent.end, quantity.extent.start)
    return words is not None


def _is_the_plan(sight: Sight) -> bool:
    """Whether the number is the plan that another one is set beside: "thấp hơn chỉ tiêu 160 đảng viên mà tỉnh giao",
    "đạt 95,6% (nghị quyết 90%)".
    """
    flat, extent, sentence = sight.setting.flat, sight.region.quantity.extent, sight.sentence.extent
    if is_plan_beside(sight):
        return True
    beside = sight.regions[sight.index - 1].quantity if sight.index else None
    near = flat[max(sentence.start, extent.start - _BESIDE) : extent.start]
    alone = flat.startswith(")", extent.end) and WORDS["bracket_alone"].search(near) is not None
    if alone and brackets_hold_plans(flat, extent.start):
        return True
    if near.endswith("/") and beside is not None and flat.startswith((" chỉ tiêu", " kế hoạch"), extent.end):
        return True  # "143 đảng viên/180 chỉ tiêu"
    if WORDS["plan_named"].search(flat, max(sentence.start, extent.start - _NAMED), extent.start):
        return True
    if near.endswith("tổng số ") and WORDS["all_of_a_plan"].match(flat, extent.end):
        return True  # "39 đảng viên mới trong tổng số 200 đảng viên mới theo kế hoạch năm"
    given = WORDS["plan_given"].match(flat, extent.end, sentence.end) is not None
    if WORDS["the_level_set"].search(near):
        return True  # "so với con số phấn đấu 90 thì vượt 6,7%"
    if WORDS["beside_a_level"].search(near):  # "so với mức 550 đề ra"
        return given or WORDS["level_given"].match(flat, extent.end, sentence.end) is not None
    return given and WORDS["beyond_the_plan"].search(near) is not None


def _inspected_on_signs(sight: Sight) -> bool:
    """Whether the number was inspected "khi có dấu hiệu vi phạm", which does not say that it did wrong."""
    flat, start = sight.setting.flat, sight.region.quantity.extent.start
    near = flat[max(sight.sentence.extent.start, start - _AFTER) : start]
    return "dấu hiệu vi phạm" in near and WORDS["on_signs"].search(near) is not None
