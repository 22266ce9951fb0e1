"""Subject and measure of each quantity of a sentence, from its own words, its neighbours' and the sentence's head."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from extractor.draft import Decision
from extractor.engines.rules.basis import BasisReading, read_basis
from extractor.engines.rules.cues import Cue
from extractor.engines.rules.regions import Region
from extractor.schema import Basis

RATINGS: Final = frozenset(
    [
        "clean_strong",
        "clean_strong_exemplary",
        "excellent",
        "good",
        "good_or_better",
        "completed",
        "completed_or_better",
        "not_completed",
    ]
)
MONEY: Final = frozenset(["revenue", "profit", "budget_paid", "export_value", "average_income"])
STRONG_VERBS: Final = frozenset(
    [
        "admitted",
        "made_official",
        "removed",
        "badge",
        "established",
        "inspected",
        "supervised",
        "disciplined",
        "self_criticism",
    ]
)
DEFAULT_SUBJECT: Final = {
    "admitted": "member",
    "made_official": "member",
    "removed": "member",
    "badge": "member",
    "disciplined": "member",
    "violating": "member",
    "complaints": "other",
    "held": "class",
    "attended": "participant",
    "studied": "member",
    "met": "target",
    "revenue": "enterprise",
    "profit": "enterprise",
    "budget_paid": "enterprise",
    "export_value": "enterprise",
    "average_income": "worker",
    "jobs": "worker",
    "donated": "party_org",
    "implemented": "other",
    "established": "party_org",
    "inspected": "party_org",
    "supervised": "party_org",
    "self_criticism": "collective",
}
_AGENTS: Final = frozenset(
    [
        "cell",
        "grassroots_org",
        "party_org",
        "agency",
        "enterprise",
        "trade_union",
        "youth_union",
        "veterans",
        "mass_org",
        "collective",
    ]
)
_SHARE_LEFT: Final = re.compile(
    r"^[ ,(]*(?:và |hay |tức )?(?:tỷ lệ |tỷ trọng )?(?:chiếm|đạt|bằng|tương đương|tương ứng|=|chiếm tỷ lệ|đạt tỷ lệ|tỷ lệ|chiếm tới|là|tỷ lệ này)?(?: (?:với|tỷ lệ|tới|đến|trên|hơn|gần|khoảng|tối thiểu|ít nhất|xấp xỉ|chưa đến|chưa tới|chỉ|không quá|ngót|dưới|là))*[ (]*$"
)
_OF_TOTAL: Final = re.compile(r"^ *(?:trong |trên |so với |của )?(?:tổng )?(?:số|tổng)")
_COMPLAINT: Final = re.compile(r"^ *(?:lượt )?(?:đơn|thư|đơn thư|vụ việc tố cáo)(?! vị)(?![^\W\d_])")
_PLAN_ITSELF: Final = re.compile(
    r" *(?:kế hoạch|chương trình)(?: công tác)? (?:kiểm tra|giám sát|công tác|học tập|tuyên truyền|hành động|làm việc|thực hiện)"
)
_LEARNING: Final = re.compile(
    r"(?<![^\W\d_])(?:lớp|hội nghị|học|tập huấn|bồi dưỡng|nghiên cứu|quán triệt|tuyên truyền|nói chuyện|báo cáo|dự|tham dự|tham gia|đối thoại|sinh hoạt)(?![^\W\d_])"
)
_PER_MONTH: Final = re.compile(r" *(?:/ *người)? *(?:/ *tháng|mỗi tháng|một tháng|/người)")
_HOUSE_OR_GIFT: Final = re.compile(
    r"^ *(?:căn |ngôi )?(?:nhà|suất|phần quà|sổ tiết kiệm|xe lăn|con bò|mái ấm|phần học bổng|suất học bổng)"
)
_NEGATED: Final = re.compile(r"(?:không|chưa)(?: (?:có|được|bị))? *$")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one quantity measures, and how that was decided."""

    subject: str
    measure: str
    basis: Basis
    decision: Decision
    share_of: int | None = None
    """Index of the quantity in the same sentence this one restates as a share or a part, if any."""


@dataclass(slots=True)
class Memory:
    """What the sentences before have settled, inside one paragraph."""

    subject: str | None = None
    measure: str | None = None
    verb: str | None = None
    topic: str | None = None
    org_kind: str | None = None
    """`grassroots_org`, `party_org` or `cell`: what a bare "tổ chức" last stood for."""
    judged: list[Judgement] = field(default_factory=list)


def _last(cues: Sequence[Cue], kinds: Sequence[str]) -> Cue | None:
    return next((cue for cue in reversed(cues) if cue.kind in kinds), None)


def _first(cues: Sequence[Cue], kinds: Sequence[str]) -> Cue | None:
    return next((cue for cue in cues if cue.kind in kinds), None)


class SentenceJudge:
    """Judges the quantities of one sentence, left to right."""

    def __init__(self, flat: str, regions: Sequence[Region], memory: Memory, *, targets: Sequence[bool]) -> None:
        self._flat = flat
        self._regions = regions
        self._memory = memory
        self._targets = targets
        self.judged: list[Judgement] = []

    def run(self) -> list[Judgement]:
        """The judgement of each region, in order."""
        for index, region in enumerate(self._regions):
            basis = read_basis(
                self._flat, region.quantity, region.left_start, region.right_end, target=self._targets[index]
            )
            judgement = self._judge(index, region, basis)
            self.judged.append(judgement)
            self._remember(region, judgement)
        return self.judged

    # -- one quantity -----------------------------------------------------------------------------------------------

    def _judge(self, index: int, region: Region, basis: BasisReading) -> Judgement:
        left = tuple(cue for cue in region.left if cue.end <= basis.cue_start or basis.basis in ("level", "vs_plan"))
        if region.noun is not None and region.noun.label == "target" and region.quantity.unit == "count":
            return Judgement("target", "met", "level", Decision("targets-met"))
        if basis.basis != "level":
            return self._relative(index, region, basis, left)
        if self._is_share(index, region, left):
            return self._share(index, region)
        noun = self._subject_of(region.noun)
        if region.noun is not None and noun is not None:
            return self._counted(index, region, noun, left)
        return self._bare(index, region, left)

    def _subject_of(self, noun: Cue | None) -> str | None:
        if noun is None:
            return None
        if noun.kind == "subject":
            return noun.label
        return None

    def _is_share(self, index: int, region: Region, left: Sequence[Cue]) -> bool:
        """Whether a percent only restates the number before it as a share."""
        if region.quantity.unit != "percent" or index == 0:
            return False
        before = self._regions[index - 1]
        if before.quantity.unit not in ("count", "percent") or self.judged[-1].basis != "level":
            return False
        words = self._flat[region.left_start : region.quantity.extent.start]
        if not _SHARE_LEFT.match(words):
            return False
        if before.quantity.unit == "percent" and not region.in_brackets:
            return False
        if region.boundary_before not in (",", "(", "", "và", "-"):
            return False
        right = self._flat[region.quantity.extent.end : region.right_end]
        return region.noun is None or _OF_TOTAL.match(right) is not None

    def _share(self, index: int, region: Region) -> Judgement:
        head = self.judged[-1]
        own = _first(region.right, ("predicate",))
        if own is not None and head.measure not in RATINGS and own.label in RATINGS:
            return Judgement(head.subject, own.label, "level", Decision("share-with-own-rating", 0, 0.7), index - 1)
        return Judgement(
            head.subject, head.measure, "level", Decision("share-of-the-number-before", 0, 0.95), index - 1
        )

    def _relative(self, index: int, region: Region, basis: BasisReading, left: Sequence[Cue]) -> Judgement:
        """A share of a plan, an excess or a change: about what the words before it name, else the fact before it."""
        own = _last(left, ("topic", "verb", "predicate"))
        subject_cue = _last(left, ("subject",))
        if basis.basis == "vs_plan" and _PLAN_ITSELF.match(self._flat, region.quantity.extent.end):
            return Judgement("other", "implemented", basis.basis, Decision("plan-itself", 0, 0.8))
        if own is not None and own.label in ("rated",):
            own = None
        if own is None and self.judged and region.boundary_before != ";":
            head = self.judged[-1]
            if (
                subject_cue is not None
                and subject_cue.label != head.subject
                and subject_cue.label in ("member", "worker", "enterprise")
                and head.measure not in MONEY
            ):
                return Judgement(subject_cue.label, head.measure, basis.basis, Decision("relative-to-its-noun", 0, 0.6))
            return Judgement(
                head.subject, head.measure, basis.basis, Decision("relative-to-the-fact-before", 0, 0.9), index - 1
            )
        if own is not None:
            measure = own.label
            subject = self._subject_for(measure, left, region)
            return Judgement(
                subject,
                measure,
                basis.basis,
                Decision("relative-with-its-verb", region.quantity.extent.start - own.end, 0.85),
            )
        right = _first(region.right, ("topic", "verb", "predicate"))
        if right is not None and basis.basis != "vs_plan":
            return Judgement(
                self._subject_for(right.label, region.right, region),
                right.label,
                basis.basis,
                Decision("relative-before-its-verb", 0, 0.6),
            )
        if self._targets[index] and basis.basis == "vs_plan" and right is not None:
            return Judgement("other", "implemented", basis.basis, Decision("plan-itself", 0, 0.8))
        noun = self._subject_of(region.noun)
        if noun is not None and basis.basis == "over_plan":
            measure = self._memory.measure or ("admitted" if noun == "member" else "other")
            return Judgement(noun, measure, basis.basis, Decision("excess-of-its-noun", 0, 0.6))
        if (
            self._memory.measure is not None
            and self._memory.subject is not None
            and not (basis.basis == "vs_plan" and self._targets[index])
        ):
            return Judgement(
                self._memory.subject,
                self._memory.measure,
                basis.basis,
                Decision("relative-to-the-sentence-before", 0, 0.5),
            )
        if basis.basis == "vs_plan":
            return Judgement("other", "implemented", basis.basis, Decision("plan-itself", 0, 0.7))
        return Judgement(
            subject_cue.label if subject_cue else "other", "other", basis.basis, Decision("relative-unknown", 0, 0.3)
        )

    def _subject_for(self, measure: str, cues: Sequence[Cue], region: Region) -> str:
        """The subject that a measure is about: the nearest noun that can carry it, else the measure's usual one."""
        if measure in MONEY or measure in ("complaints", "met", "jobs"):
            return DEFAULT_SUBJECT[measure]
        nouns = [cue for cue in cues if cue.kind == "subject"]
        if measure == "donated":
            return nouns[0].label if nouns and nouns[0].label not in ("class", "target", "participant") else "party_org"
        if measure in ("admitted", "made_official", "removed", "badge"):
            return "member"
        if nouns:
            return nouns[-1].label
        if measure in RATINGS and self._memory.subject in (*_AGENTS, "member"):
            return str(self._memory.subject)
        return DEFAULT_SUBJECT.get(measure, self._memory.subject or "other")

    # -- a number with the noun it counts ------------------------------------------------------------------------------

    def _counted(self, index: int, region: Region, noun: str, left: Sequence[Cue]) -> Judgement:
        if noun == "class":
            return Judgement("class", "held", "level", Decision("classes-held"))
        if noun == "participant":
            return self._participants(index, region)
        if noun in ("member", "worker", "individual") and self._fills_a_class(index, region):
            return Judgement("participant", "attended", "level", Decision("participants-of-the-class-before", 0, 0.8))
        after = [cue for cue in region.right if region.noun is not None and cue.start >= region.noun.end]
        raised = self._raised_total(region)
        if raised and noun in ("member", *_AGENTS):
            return Judgement(noun, "total", "level", Decision("total-raised"))
        verb = _last(left, ("verb", "topic"))
        predicate = self._own_predicate(after)
        near = region.quantity.extent.start
        if verb is not None and verb.label in STRONG_VERBS and not (predicate and predicate.label in RATINGS):
            return self._by_verb(verb.label, noun, near - verb.end, region, "verb-before")
        if predicate is not None:
            return Judgement(noun, predicate.label, "level", Decision("predicate-after", predicate.start - near))
        doing = _first(after, ("verb", "topic"))
        if doing is not None:
            return self._doing(doing, noun, region)
        if verb is not None and verb.label == "rated" and not region.right[1:]:
            return Judgement(noun, "rated", "level", Decision("verb-before", near - verb.end, 0.8))
        if verb is not None and verb.label not in ("held", "attended", "rated"):
            return self._by_verb(verb.label, noun, near - verb.end, region, "verb-before")
        if self._part_of_total(index, region, noun):
            return Judgement(
                self.judged[-1].subject, "total", "level", Decision("part-of-the-total", 0, 0.8), index - 1
            )
        carried = self._carried(index, region, noun)
        shared = self._shared_predicate(index)
        if carried is not None and not (shared is not None and region.boundary_before == ";"):
            return carried
        if shared is not None:
            return Judgement(noun, shared.label, "level", Decision("predicate-shared", shared.start - near, 0.85))
        before = _last(left, ("predicate",))
        if before is not None and before.label not in ("implemented", "attended"):
            return Judgement(noun, before.label, "level", Decision("predicate-before", near - before.end, 0.75))
        return self._default(region, noun)

    def _fills_a_class(self, index: int, region: Region) -> bool:
        """Whether the people counted are those for whom the class before was held ("mở 2 lớp ... cho 150 quần chúng")."""
        if index == 0 or self.judged[-1].subject != "class":
            return False
        words = self._flat[region.left_start : region.quantity.extent.start]
        return (
            region.boundary_before in ("", ",", "-")
            and re.match(r"[ ,]*(?:cho|với|thu hút|có|gồm)(?![^\W\d_])", words) is not None
        )

    def _raised_total(self, region: Region) -> bool:
        """ "nâng tổng số đảng viên (của ...) lên N": the total, unless the words name what the total is of."""
        words = self._flat[region.left_start : region.quantity.extent.start]
        match = re.search(r"(?:nâng|đưa) (?:tổng )?(?:số )?(?:lượng )?đảng viên(?P<of>[^.;]{0,60}) lên", words)
        return match is not None and not re.search(r"kết nạp|chính thức|xóa tên|kỷ luật|từ đầu", match["of"])

    def _own_predicate(self, after: Sequence[Cue]) -> Cue | None:
        """The predicate that follows the noun; discipline outranks the violation that led to it."""
        predicates = [cue for cue in after if cue.kind == "predicate"]
        if not predicates:
            return None
        first = predicates[0]
        if first.label in ("violating", "rated", "attended") and len(predicates) > 1:
            return predicates[1]
        if first.label == "violating" and any(cue.label == "disciplined" for cue in after):
            return next(cue for cue in after if cue.label == "disciplined")
        return first

    def _by_verb(self, measure: str, noun: str, distance: int, region: Region, rule: str) -> Judgement:
        after = self._flat[region.quantity.extent.end : region.quantity.extent.end + 40]
        if measure == "donated" and region.quantity.unit == "count" and noun not in _AGENTS and noun != "member":
            return Judgement("other", "donated", "level", Decision("gift", distance, 0.7))
        if measure == "donated" and _HOUSE_OR_GIFT.match(after):
            return Judgement("other", "donated", "level", Decision("gift", distance, 0.8))
        return Judgement(noun, measure, "level", Decision(rule, distance, 0.9))

    def _doing(self, doing: Cue, noun: str, region: Region) -> Judgement:
        """What the counted bodies themselves do ("100% chi bộ ủng hộ ...", "27 chi bộ ... không kết nạp được")."""
        between = self._flat[region.quantity.extent.end : doing.start]
        distance = doing.start - region.quantity.extent.end
        if doing.label in ("studied", "donated", "attended") and not _NEGATED.search(between):
            return Judgement(noun, doing.label, "level", Decision("what-they-do", distance, 0.8))
        if doing.label in ("inspected", "supervised", "admitted", "held", "established") and noun in _AGENTS:
            return Judgement(noun, "other", "level", Decision("what-they-do", distance, 0.6))
        if (
            doing.label in ("disciplined", "removed", "made_official", "badge", "complaints", "rated")
            or noun == "member"
        ):
            return Judgement(
                noun,
                doing.label if doing.label not in ("held", "inspected", "supervised") else "other",
                "level",
                Decision("verb-after", distance, 0.7),
            )
        return Judgement(noun, "other", "level", Decision("what-they-do", distance, 0.5))

    def _participants(self, index: int, region: Region) -> Judgement:
        after = _first(region.right, ("predicate", "verb"))
        before = self.judged[-1] if self.judged else None
        if (
            before is not None
            and before.subject not in ("class", "participant")
            and before.measure == "other"
            and not (after and after.label == "attended")
        ):
            return Judgement("participant", "other", "level", Decision("participants-of-something-else", 0, 0.6))
        sentence = self._flat[self._regions[0].left_start : self._regions[-1].right_end]
        learning = _LEARNING.search(sentence) or self._memory.measure in ("held", "attended", "studied")
        if not learning and after is None:
            return Judgement("participant", "other", "level", Decision("participants-of-something-else", 0, 0.6))
        return Judgement("participant", "attended", "level", Decision("participants"))

    def _carried(self, index: int, region: Region, noun: str) -> Judgement | None:
        """The verb of the number before, shared along a list ("kiểm tra 5 tổ chức đảng, 12 đảng viên")."""
        if index == 0 or region.boundary_before not in (
            ",",
            "và",
            ";",
            "",
            "trong đó",
            "gồm",
            "bao gồm",
            "riêng",
            "(",
            "-",
            "trong số đó",
        ):
            return None
        head = self.judged[-1]
        has = re.search(
            r"(?<![^\W\d_])(?:có|hiện có)(?: (?:tổng số|hơn|trên|gần|tới))* *$",
            self._flat[region.left_start : region.quantity.extent.start],
        )
        if head.measure in ("total", "other") and head.basis == "level":
            if head.measure == "total" and noun in (*_AGENTS, "member", "worker"):
                return Judgement(noun, "total", "level", Decision("total-carried", 0, 0.85))
            return None
        verbs = STRONG_VERBS | {"violating"}
        source = head
        if head.basis != "level" and len(self.judged) > 1:
            source = self.judged[-1]
        if source.measure in verbs:
            if region.boundary_before == ";" and has:
                return None
            if self._shared_predicate(index) is not None and head.measure not in ("inspected", "supervised"):
                return None
            if noun in ("cell", "grassroots_org", "party_org", "agency") and source.measure in (
                "admitted",
                "made_official",
                "badge",
                "removed",
            ):
                return None
            return Judgement(noun, source.measure, "level", Decision("verb-carried", 0, 0.85), index - 1)
        if source.measure in RATINGS and region.boundary_before in ("trong đó", "(", "gồm") and noun == source.subject:
            return Judgement(noun, source.measure, "level", Decision("rating-carried", 0, 0.7), index - 1)
        return None

    def _part_of_total(self, index: int, region: Region, noun: str) -> bool:
        """ "53 TCCS đảng (33 đảng bộ, 20 chi bộ cơ sở)": the bracketed kinds are parts of the organisations before."""
        if index == 0 or not region.in_brackets or noun not in ("party_org", "cell", "grassroots_org"):
            return False
        head = self.judged[-1]
        return head.measure == "total" and head.subject == "grassroots_org"

    def _shared_predicate(self, index: int) -> Cue | None:
        """The predicate that the next numbers of the same list carry for this one too."""
        for following in range(index + 1, len(self._regions)):
            ahead = self._regions[following]
            if ahead.boundary_before not in (",", "và", ""):
                return None
            if _last(ahead.left, ("verb", "topic", "predicate")) is not None:
                return None
            if ahead.noun is None:
                return None
            after = [cue for cue in ahead.right if cue.start >= ahead.noun.end]
            predicate = self._own_predicate(after)
            if predicate is not None:
                return predicate
            if any(cue.kind in ("verb", "topic") for cue in after):
                return None
        return None

    def _default(self, region: Region, noun: str) -> Judgement:
        start = region.quantity.extent.start
        before = self._flat[max(region.left_start, start - 60) : start]
        tail = self._flat[region.noun.end if region.noun else region.quantity.extent.end : region.right_end].strip(
            " .;,()…"
        )
        if noun in ("collective", "individual"):
            return Judgement(noun, "other", "level", Decision("unknown", 0, 0.3))
        extra = re.sub(
            r"^(?:trực thuộc|mới|trong (?:toàn )?(?:khối|đảng bộ|tỉnh|huyện)|cơ sở|cả nước|toàn tỉnh|với|sinh hoạt (?:tại|ở|trong)|đang sinh hoạt)(?: .*)?$",
            "",
            tail,
        )
        if region.quantity.unit == "percent" and extra:
            return Judgement(noun, "other", "level", Decision("percent-of-something", 0, 0.5))
        if region.quantity.out_of is not None and extra:
            return Judgement(noun, "other", "level", Decision("ratio-of-something", 0, 0.5))
        stated = re.search(
            r"(?<![^\W\d_])(?:có|gồm|với|tổng số|là|hiện|tại|ở|toàn|quản lý|lên|còn|thuộc)(?: [^\W\d_]+){0,3} *$",
            before,
        )
        if noun in (*_AGENTS, "member", "worker") and (stated or not extra):
            if extra and not stated:
                return Judgement(noun, "other", "level", Decision("unknown", 0, 0.4))
            return Judgement(noun, "total", "level", Decision("total-by-default", 0, 0.7))
        return Judgement(noun, "other", "level", Decision("unknown", 0, 0.4))

    # -- a number without a noun of its own ------------------------------------------------------------------------------

    def _bare(self, index: int, region: Region, left: Sequence[Cue]) -> Judgement:
        start, end = region.quantity.extent.start, region.quantity.extent.end
        right_text = self._flat[end : region.right_end]
        if _COMPLAINT.match(right_text):
            return Judgement("other", "complaints", "level", Decision("complaints"))
        if region.quantity.unit == "count" and _HOUSE_OR_GIFT.match(right_text) and self._giving(region):
            return Judgement("other", "donated", "level", Decision("gift", 0, 0.8))
        pronoun = region.noun is not None and region.noun.kind == "pronoun"
        after = [cue for cue in region.right if region.noun is None or cue.start >= region.noun.end]
        predicate = self._own_predicate(after)
        own = _last(left, ("topic", "verb", "predicate"))
        if region.quantity.unit in ("VND", "USD"):
            return self._money(index, region, left, own)
        subject_cue = _last(left, ("subject",))
        subject = self._pronoun_subject(region, left, own)
        if own is not None and own.label == "jobs" and region.quantity.unit == "count":
            return Judgement("worker", "jobs", "level", Decision("jobs", start - own.end, 0.8))
        if own is not None and own.label == "other" and predicate is None:
            return Judgement("other", "other", "level", Decision("other-verb", start - own.end, 0.6))
        if (
            self.judged
            and self.judged[-1].measure == "jobs"
            and own is not None
            and region.boundary_before == "trong đó"
        ):
            return Judgement("worker", "jobs", "level", Decision("part-of-the-fact-before", 0, 0.7), index - 1)
        if own is not None and own.label == "jobs" and region.quantity.unit == "count":
            return Judgement("worker", "jobs", "level", Decision("jobs", start - own.end, 0.8))
        if own is not None and own.kind == "topic" and region.quantity.unit == "percent" and predicate is None:
            return Judgement(
                DEFAULT_SUBJECT[own.label], own.label, "level", Decision("topic-before", start - own.end, 0.6)
            )
        if predicate is not None and not (own is not None and own.label in STRONG_VERBS):
            return Judgement(
                subject, predicate.label, "level", Decision("predicate-after", predicate.start - end, 0.85)
            )
        doing = _first(after, ("verb",))
        if (
            doing is not None
            and doing.label in ("disciplined", "removed")
            and (own is None or own.label in ("disciplined", "removed", "violating"))
        ):
            return Judgement(subject, doing.label, "level", Decision("form-after", doing.start - end, 0.85))
        if (
            own is not None
            and own.label not in ("rated", "held", "attended", "implemented")
            and not (own.kind == "topic")
        ):
            if own.label == "donated" and region.quantity.unit == "count" and not pronoun:
                return Judgement("other", "donated", "level", Decision("gift", start - own.end, 0.7))
            if own.label == "complaints":
                return Judgement("other", "complaints", "level", Decision("verb-before", start - own.end, 0.8))
            if (
                pronoun
                or own.kind == "predicate"
                or own.label in STRONG_VERBS
                or own.label in ("violating", "studied", "donated")
            ):
                return Judgement(
                    self._with_subject(own.label, subject_cue, subject),
                    own.label,
                    "level",
                    Decision("cue-before", start - own.end, 0.85),
                )
        if own is not None and own.label == "attended" and region.quantity.unit == "percent":
            return Judgement(subject, "attended", "level", Decision("cue-before", start - own.end, 0.7))
        if own is not None and own.label == "implemented":
            return Judgement(subject, own.label, "level", Decision("cue-before", start - own.end, 0.6))
        return self._inherited(index, region, left, pronoun=pronoun, subject=subject)

    def _giving(self, region: Region) -> bool:
        """Whether the sentence, up to the number's last word, speaks of giving."""
        words = [cue for r in self._regions for cue in (*r.left, *r.right) if cue.end <= region.right_end]
        return any(cue.label == "donated" for cue in words) or any(j.measure == "donated" for j in self.judged)

    def _with_subject(self, measure: str, subject_cue: Cue | None, fallback: str) -> str:
        if measure in ("admitted", "made_official", "removed", "badge"):
            return "member"
        if subject_cue is not None:
            return subject_cue.label
        if fallback not in ("other", ""):
            return fallback
        return DEFAULT_SUBJECT.get(measure, "other")

    def _pronoun_subject(self, region: Region, left: Sequence[Cue], own: Cue | None) -> str:
        """Whom "đồng chí", "tổ chức", "trường hợp" or a bare number stands for."""
        word = self._flat[region.noun.start : region.noun.end] if region.noun is not None else ""
        nouns = [cue for cue in left if cue.kind == "subject"]
        if word in ("tổ chức", "cơ sở", "đảng bộ"):
            if word != "đảng bộ" and any(cue.label in RATINGS for cue in region.right):
                return "grassroots_org"
            if nouns:
                return nouns[-1].label
            return self._memory.org_kind or ("party_org" if word != "cơ sở" else "grassroots_org")
        if word in ("đồng chí", "đ/c", "người", "vị", "nhân sự"):
            return "member" if not nouns else nouns[-1].label
        if word in ("đơn vị", "cơ quan"):
            return "agency"
        if nouns:
            return nouns[-1].label
        if word == "trường hợp":
            return self._memory.subject if self._memory.subject in ("member", "party_org", "individual") else "member"
        if own is not None and own.label in DEFAULT_SUBJECT and own.label not in RATINGS:
            if self._memory.subject in (*_AGENTS, "member") and own.label in ("disciplined", "violating"):
                return str(self._memory.subject)
            return DEFAULT_SUBJECT[own.label]
        return self._memory.subject or "other"

    def _money(self, index: int, region: Region, left: Sequence[Cue], own: Cue | None) -> Judgement:
        start = region.quantity.extent.start
        if _PER_MONTH.match(self._flat, region.quantity.extent.end):
            return Judgement("worker", "average_income", "level", Decision("per-month"))
        topic = _last(left, ("topic",))
        giving = _last(left, ("verb",))
        if topic is not None and (giving is None or giving.label != "donated" or giving.end < topic.start):
            return Judgement(
                DEFAULT_SUBJECT[topic.label], topic.label, "level", Decision("topic-before", start - topic.end)
            )
        if giving is not None and giving.label == "donated":
            return Judgement(
                self._giver(region, left), "donated", "level", Decision("gift-of-money", start - giving.end)
            )
        right = _first(region.right, ("verb", "topic"))
        if right is not None and right.label == "donated":
            return Judgement(
                self._giver(region, left), "donated", "level", Decision("gift-of-money", right.start - start, 0.8)
            )
        if right is not None and right.kind == "topic" and not region.left:
            return Judgement(
                DEFAULT_SUBJECT[right.label], right.label, "level", Decision("topic-after", right.start - start, 0.6)
            )
        for judged in reversed(self.judged):
            if judged.measure in MONEY or judged.measure == "donated":
                subject = judged.subject if judged.subject != "other" else "party_org"
                return Judgement(subject, judged.measure, "level", Decision("topic-carried", 0, 0.75))
        if self._memory.measure in MONEY and not region.left:
            return Judgement(
                DEFAULT_SUBJECT[self._memory.measure],
                self._memory.measure,
                "level",
                Decision("topic-of-the-sentence-before", 0, 0.5),
            )
        if self._memory.measure == "donated":
            return Judgement(
                self._memory.subject or "party_org", "donated", "level", Decision("gift-of-the-sentence-before", 0, 0.5)
            )
        return Judgement("other", "other", "level", Decision("money-unknown", 0, 0.3))

    def _giver(self, region: Region, left: Sequence[Cue]) -> str:
        """Who gives: the first noun of the sentence's head, `party_org` where nobody is named (guide)."""
        nouns = [cue for cue in left if cue.kind == "subject" and cue.label not in ("class", "target", "participant")]
        verb = _last(left, ("verb",))
        before = [cue for cue in nouns if verb is None or cue.end <= verb.start]
        if before:
            return before[-1].label if len(before) == 1 or before[0].label != "member" else before[0].label
        heads = [
            cue
            for cue in self._regions[0].left
            if cue.kind == "subject" and cue.label not in ("class", "target", "participant")
        ]
        if heads and region is not self._regions[0]:
            return heads[0].label
        if self.judged and self.judged[-1].measure == "donated" and self.judged[-1].subject != "other":
            return self.judged[-1].subject
        return "party_org"

    def _inherited(self, index: int, region: Region, left: Sequence[Cue], *, pronoun: bool, subject: str) -> Judgement:
        """A number with no cue of its own goes with the fact before it, as a part of it."""
        named = _last(left, ("subject",))
        if named is not None and pronoun and self.judged and named.label != self.judged[-1].subject:
            return Judgement(named.label, "total", "level", Decision("total-before", 0, 0.7))
        if named is not None and region.quantity.unit == "percent" and region.boundary_before in (":", ";", "."):
            return Judgement("other", "other", "level", Decision("percent-unknown", 0, 0.3))
        same = [
            j
            for j in range(len(self.judged))
            if self._regions[j].quantity.unit == region.quantity.unit and self.judged[j].basis == "level"
        ]
        if same and region.boundary_before in (
            ",",
            ";",
            "và",
            "(",
            "trong đó",
            "trong số đó",
            "gồm",
            "bao gồm",
            "riêng",
            "còn lại",
            "",
            "-",
            ":",
        ):
            head = self.judged[same[-1]]
            if head.measure not in ("other",) or region.noun is None:
                return Judgement(
                    head.subject, head.measure, "level", Decision("part-of-the-fact-before", 0, 0.7), same[-1]
                )
        if region.quantity.unit == "percent" and self.judged and self.judged[-1].basis == "level":
            head = self.judged[-1]
            return Judgement(
                head.subject, head.measure, "level", Decision("part-of-the-fact-before", 0, 0.6), index - 1
            )
        if (
            self._memory.measure is not None
            and self._memory.measure != "other"
            and (
                pronoun
                or region.quantity.unit == "percent"
                or _GROUP_WORDS.search(self._flat[region.left_start : region.right_end])
            )
        ):
            return Judgement(
                self._memory.subject or subject,
                self._memory.measure,
                "level",
                Decision("part-of-the-sentence-before", 0, 0.55),
            )
        if pronoun and subject == "member":
            return Judgement(
                "member", "total" if _last(left, ("subject",)) else "other", "level", Decision("unknown", 0, 0.3)
            )
        verb = _last(left, ("verb",))
        if verb is not None and verb.label == "donated":
            return Judgement("other", "donated", "level", Decision("gift", 0, 0.6))
        if named is not None and region.quantity.unit == "percent":
            return Judgement("other", "other", "level", Decision("percent-unknown", 0, 0.3))
        if (
            named is not None
            and region.noun is None
            and re.search(
                r"(?:là|có|đạt|còn|lên|:|gồm)(?: (?:hơn|trên|gần|tới))? *$",
                self._flat[region.left_start : region.quantity.extent.start],
            )
        ):
            return Judgement(named.label, "total", "level", Decision("total-before", 0, 0.6))
        return Judgement("other", "other", "level", Decision("unknown", 0, 0.3))

    # -- memory ------------------------------------------------------------------------------------------------------------

    def _remember(self, region: Region, judgement: Judgement) -> None:
        memory = self._memory
        if judgement.basis == "level":
            memory.subject, memory.measure = judgement.subject, judgement.measure
        if judgement.subject in ("grassroots_org", "party_org", "cell"):
            memory.org_kind = judgement.subject
        for cue in (*region.left, *region.right):
            if cue.kind == "subject" and cue.label in ("grassroots_org", "cell"):
                memory.org_kind = cue.label


_GROUP_WORDS: Final = re.compile(
    r"(?<![^\W\d_])(?:nữ|dân tộc|tôn giáo|có đạo|đoàn viên|trình độ|đại học|độ tuổi|tuổi|học sinh|sinh viên|công nhân|doanh nghiệp|trong đó|trong số)(?![^\W\d_])"
)


def judge_sentence(flat: str, regions: Sequence[Region], memory: Memory, *, targets: Sequence[bool]) -> list[Judgement]:
    """Subject, measure and basis of each quantity of one sentence; `memory` is what the paragraph has settled so far."""
    return [replace(j) for j in SentenceJudge(flat, regions, memory, targets=targets).run()]
