"""Numbers without a noun of their own: "(81,01%)", "31 đồng chí", "gần 97 triệu đồng", "nữ chiếm 62,6%"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractor.engines.rules.counted import fills_a_class, is_gift, raised_total
from extractor.engines.rules.cues import Cue
from extractor.engines.rules.regions import Region
from extractor.engines.rules.scene import (
    BODIES,
    DEFAULT_SUBJECT,
    GROUP_WORDS,
    MEMBER_MEASURES,
    MONEY,
    PART_MARKS,
    RATINGS,
    STRONG_VERBS,
    Judgement,
    Scene,
    first,
    last,
    level,
    own_predicate,
)

_COMPLAINT: Final = re.compile(r" *(?:lượt )?(?:đơn|thư|đơn thư|vụ việc tố cáo)(?! vị)(?![^\W\d_])")
_BADGE: Final = re.compile(r" *(?:chiếc )?huy hiệu (?:đảng|\d|[^\W\d_]+(?: mươi| lăm)* năm)")
_USE: Final = re.compile(r"^[ ,]*(?:đã )?(?:giúp|qua đó|từ đó|nhờ đó|góp phần|để)(?![^\W\d_])")
_PER_MONTH: Final = re.compile(r" {0,9}(?:/ {0,9}người)? {0,9}(?:/ {0,9}tháng|mỗi tháng|một tháng|/người)")
_PER_YEAR: Final = re.compile(r" */ *(?:người|hộ) */ *năm")
_A_HEAD: Final = re.compile(r"thu nhập bình quân (?:đầu người|của người dân)[^.;\d]{0,30}$")
"""Income per head is the territory's, not the workers' (guide, section 3)."""
_CHARITY: Final = re.compile(
    r"an sinh xã hội|từ thiện|nhân đạo|hộ nghèo|người nghèo|(?<![^\W\d_])quỹ|đền ơn đáp nghĩa|nghĩa "
    r"tình|nhà tình|đồng bào|lũ lụt|thiên tai"
)
_SUM: Final = re.compile(r"(?:số tiền|kinh phí|trị giá|(?<!\w)chi|dành|trích)(?: (?:là|trên|hơn|gần|khoảng))* *$")
_AVERAGE: Final = re.compile(
    r"(?:tuổi|tuổi đời)(?: đời)? (?:bình quân|trung bình)|bình quân (?:tuổi|độ tuổi)|độ tuổi (?:bình quân|trung bình)"
)
_THAT_NUMBER: Final = re.compile(r"(?:con số|tỷ lệ|(?<!trong )số|chỉ tiêu) (?:này|ấy|đó|trên)(?![^\W\d_])")
_SHORT_TOPIC: Final = re.compile(
    r"[ ,;:(]{0,9}(?:(?:mức|kỷ lục|cao nhất|thấp nhất|lên|xuống|tăng lên|giảm xuống|giảm còn|lũy kế"
    r"|trong đó|riêng|cả năm|đạt|ước|ước đạt|là|từ "
    r"đầu năm|cộng chung|tính chung|quý [ivx]{1,20}|năm \d{1,20}|\d{1,20} tháng|còn|chỉ|có)[ :,]{0,9}){0,9}"
)
_WHERE: Final = re.compile(
    r"(?<![^\W\d_])(?:(?:của|trong|ở|thuộc|toàn) (?:toàn |cả )?(?:đảng bộ|khối|tỉnh|huyện|thành phố|thị xã|ngành)"
    r"(?: (?:khối|tỉnh|huyện|thành phố))*"
    r"|(?:tính )?đến (?:nay|hết|cuối|thời điểm|ngày)[^;.,]{0,30}?(?= là| có| đạt|$))(?![^\W\d_])"
)
_UNLIKE: Final = re.compile(r" (?:đồng chí|người|trường hợp|tổ chức) (?:phải|chưa|đang|còn)(?![^\W\d_])")
_RATE: Final = re.compile(r"[ ,]*tỷ lệ ")
_HAS_NOW: Final = re.compile(
    r" (?:các cấp |toàn \w+ )?(?:(?:của|trong|ở) (?:[^\W\d_]+ ){1,3})?(?:hiện |nay |hiện nay )?(?:có|gồm)"
    r"(?: (?:hơn|trên|gần|tới|tổng số))* *"
)
_SHORT_RATING: Final = re.compile(r"(?<![^\W\d_])(?P<not>(?:không|chưa) )?hoàn thành(?: (?:là|có|đạt|chiếm))? *$")
_SHORT_TAIL: Final = re.compile(r" *(?P<not>(?:không|chưa) )?hoàn thành[ .,;=]*")
_ALL_MEMBERS: Final = re.compile(r"đảng viên (?:là )?(?:nữ|người|có|trẻ|dưới|trong độ tuổi|theo)(?![^\W\d_])")
_STANDS: Final = re.compile(r"(?:là|có|đạt|còn|lên|:|gồm)(?: (?:hơn|trên|gần|tới))? *$")
_NUMBER_OF: Final = re.compile(r"(?:^|[ ,;:.])(?:tổng )?số(?: lượng)?(?: [^\W\d_]+,?)? *$")
_NOT_SUBJECT: Final = re.compile(r"(?<![^\W\d_])(?:chưa|không)(?! quá| dưới| ít hơn)(?![^\W\d_])")
_STOP_WORDS: Final = frozenset(
    "chiếm đạt là có tỷ lệ số trên hơn gần khoảng từ với bằng được trong đó còn ở của các toàn khối "
    "tỉnh đảng bộ nay hiện tăng giảm vượt thêm lại tổng lượng chỉ mới đã và tới đến mức xấp xỉ".split()
)


def is_complaint(flat: str, end: int) -> bool:
    """Whether letters of complaint are counted right after `end`."""
    return _COMPLAINT.match(flat, end) is not None


def judge_bare(scene: Scene, index: int, region: Region, left: Sequence[Cue]) -> Judgement:
    """The judgement of a number that no noun follows."""
    start, end = region.quantity.extent.start, region.quantity.extent.end
    own = last(left, "topic", "verb", "predicate")
    if (short := short_rating(scene, region)) is not None:
        return short
    if own is not None and own.label == "complaints" and region.quantity.unit != "VND":
        return level("other", "complaints", "complaints", confidence=0.9)
    if region.quantity.unit in ("VND", "USD"):
        return judge_money(scene, region, left)
    if region.quantity.unit == "count" and _BADGE.match(scene.flat, end):
        return level("member", "badge", "badges", confidence=0.9)
    if region.quantity.unit == "count" and is_gift(scene.flat, end) and _helps(scene, region):
        return level("other", "other", "bought-with-the-gift", confidence=0.6)
    if region.quantity.unit == "count" and is_gift(scene.flat, end) and _giving(scene, region):
        return level("other", "donated", "gift")
    class_size = region.in_brackets and scene.head is not None and scene.head.subject == "class"
    if region.quantity.unit == "count" and (class_size or fills_a_class(scene, index, region)):
        return level("participant", "attended", "participants-of-the-class-before", confidence=0.7)
    pronoun = region.noun is not None and region.noun.kind == "pronoun"
    if raised_total(scene, region):
        named = first(left, "subject")
        people = pronoun or (region.noun is None and not content(scene.right_text(region)))
        return level(named.label if named else "member" if people else "other", "total", "total-raised")
    if _AVERAGE.search(scene.left_text(region)):
        named = last(left, "subject")
        member = scene.memory.whole is not None if named is None else named.label == "member"
        return level("member" if member else "other", "other", "average", confidence=0.6)
    found = _by_cue(scene, index, region, left, own, pronoun=pronoun)
    return found if found is not None else _inherited(scene, region, left, pronoun=pronoun, start=start)


def _by_cue(
    scene: Scene, index: int, region: Region, left: Sequence[Cue], own: Cue | None, *, pronoun: bool
) -> Judgement | None:
    """The judgement by a cue among the number's own words; null where there is none."""
    start, end = region.quantity.extent.start, region.quantity.extent.end
    after = [cue for cue in region.right if region.noun is None or cue.start >= region.noun.end]
    predicate = own_predicate(after)
    subject = _stands_for(scene, region, left, own)
    counted = _number_of(scene, region, left)
    if own is not None and counted is not None and counted.start > own.start and own.label == "other":
        return None
    if own is not None and own.label == "other" and own.kind == "verb" and predicate is None:
        if scene.head is not None and scene.head.measure == "jobs" and region.boundary_before in PART_MARKS:
            return level("worker", "jobs", "part-of-the-fact-before", 0, 0.7, index - 1)
        who = _noun_shared(scene, index, region) or _moved(scene, region, left, own, pronoun=pronoun) or "other"
        return level(who, "other", "other-verb", start - own.end, 0.6)
    if predicate is not None and not (own is not None and own.label in STRONG_VERBS):
        if predicate.label == "jobs":
            return level("worker", "jobs", "predicate-after", predicate.start - end)
        learner = pronoun and predicate.label == "attended" and scene.flat.startswith("học", predicate.start)
        return level(
            "participant" if learner else subject, predicate.label, "predicate-after", predicate.start - end, 0.85
        )
    doing = first(after, "verb")
    if (
        doing is not None
        and doing.label in ("disciplined", "removed")
        and (own is None or own.label in ("disciplined", "removed", "violating"))
    ):
        return level(subject, doing.label, "form-after", doing.start - end, 0.85)
    if own is None and pronoun and doing is not None and doing.label == "other":
        return level(subject, "other", "what-they-do", doing.start - end, 0.6)
    if own is None:
        return None
    if own.kind == "topic":
        if own.label in ("jobs", "other") or region.quantity.unit == "percent":
            return level(DEFAULT_SUBJECT.get(own.label, "other"), own.label, "topic-before", start - own.end, 0.6)
        return None
    if own.label == "rated" and own.kind == "predicate":
        return level(subject, "rated", "cue-before", start - own.end, 0.7)
    if own.label in ("rated", "held", "other") or (
        own.label == "attended" and region.quantity.unit != "percent" and not pronoun
    ):
        return None
    if own.label == "donated" and region.quantity.unit == "count" and not pronoun:
        return level("other", "donated", "gift", start - own.end, 0.7)
    if own.label == "attended" and own.kind == "verb" and region.quantity.unit == "count" and pronoun:
        return level("participant", "attended", "taught", start - own.end, 0.7)
    if own.label in ("attended", "implemented"):
        return level(subject, own.label, "cue-before", start - own.end, 0.6)
    return level(_with_subject(own.label, left, subject), own.label, "cue-before", start - own.end, 0.85)


def _moved(scene: Scene, region: Region, left: Sequence[Cue], own: Cue, *, pronoun: bool) -> str | None:
    """Whom a verb without a measure of its own is about ("chuyển sinh hoạt đảng cho 264 đồng chí") and its parts."""
    if pronoun and not scene.flat.startswith(("bầu", "ban ", "đoàn đại biểu", "chỉ định", "nghỉ"), own.start):
        return _stands_for(scene, region, left, own)
    head = scene.head
    bare = region.noun is None and not content(scene.right_text(region))
    if bare and head is not None and head.measure == "other" and head.subject in ("member", *BODIES):
        return head.subject if region.boundary_before in ("(", ",") else None
    return None


def _noun_shared(scene: Scene, index: int, region: Region) -> str | None:
    """The noun that only the next number of a pair names ("tiếp nhận 68 và chuyển đi 74 đảng viên")."""
    if region.noun is not None or scene.right_text(region).strip() or index + 1 >= len(scene.regions):
        return None
    ahead = scene.regions[index + 1]
    noun = ahead.noun if ahead.boundary_before in ("và", ",") else None
    return noun.label if noun is not None and noun.kind == "subject" and noun.label in ("member", *BODIES) else None


def _with_subject(measure: str, left: Sequence[Cue], fallback: str) -> str:
    if measure in MEMBER_MEASURES:
        return "other" if any(cue.label == "other" and cue.kind == "subject" for cue in left) else "member"
    named = last(left, "subject")
    if named is not None:
        return "grassroots_org" if measure in RATINGS and named.label == "party_org" else named.label
    return fallback if fallback != "other" else DEFAULT_SUBJECT.get(measure, "other")


def _stands_for(scene: Scene, region: Region, left: Sequence[Cue], own: Cue | None) -> str:
    """Whom "đồng chí", "tổ chức", "trường hợp" or a bare number stands for."""
    word = scene.flat[region.noun.start : region.noun.end] if region.noun is not None else ""
    nouns = [cue for cue in left if cue.kind == "subject"]
    if word in ("tổ chức", "cơ sở", "đảng bộ"):
        rated = any(cue.label in RATINGS for cue in (*region.left, *region.right))
        if nouns:
            return nouns[-1].label
        if word != "đảng bộ" and (rated or (scene.head is not None and scene.head.measure in RATINGS)):
            return "grassroots_org"
        checked = own is not None and own.label in ("inspected", "supervised", "disciplined", "violating")
        if checked and word == "tổ chức":
            return "party_org"
        return scene.memory.org_kind or ("party_org" if word != "cơ sở" else "grassroots_org")
    if word in ("đồng chí", "đ/c", "người", "vị", "nhân sự"):
        return "member" if not nouns else nouns[-1].label
    if word in ("đơn vị", "cơ quan"):
        return "agency"
    if nouns:
        return nouns[-1].label
    ahead = _verb_shared(scene, region, own)
    if ahead is not None:
        return ahead
    if word == "trường hợp":
        return scene.memory.subject if scene.memory.subject in ("member", "party_org", "individual") else "member"
    if own is not None and own.label in DEFAULT_SUBJECT and own.label not in RATINGS:
        return DEFAULT_SUBJECT[own.label]
    return scene.memory.subject if scene.memory.subject in (*BODIES, "member", "worker", "other") else "other"


def _verb_shared(scene: Scene, region: Region, own: Cue | None) -> str | None:
    """The noun that only the next number of the same measure names ("cảnh cáo 1, khiển trách 2 đảng viên")."""
    if own is None or region.noun is not None or scene.right_text(region).strip() or region not in scene.regions:
        return None
    index = list(scene.regions).index(region)
    if index + 1 >= len(scene.regions):
        return None
    ahead = scene.regions[index + 1]
    same = any(cue.label == own.label for cue in ahead.left)
    named = ahead.noun is not None and ahead.noun.kind == "subject" and ahead.boundary_before in (",", "và")
    return ahead.noun.label if ahead.noun is not None and named and same else None


# money


def judge_money(scene: Scene, region: Region, left: Sequence[Cue]) -> Judgement:
    """An amount of money: by its topic, by the giving it tells of, else as the amounts before it."""
    start, end = region.quantity.extent.start, region.quantity.extent.end
    if _A_HEAD.search(scene.left_text(region)) or _PER_YEAR.match(scene.flat, end):
        return level("other", "other", "income-a-head", confidence=0.7)
    if _PER_MONTH.match(scene.flat, end):
        return level("worker", "average_income", "per-month", confidence=0.9)
    topic, giving = last(left, "topic"), last(left, "verb")
    if topic is not None and topic.label == "other":
        return level("enterprise" if _business(scene) else "other", "other", "topic-before", start - topic.end, 0.7)
    if (
        topic is not None
        and topic.label in DEFAULT_SUBJECT
        and not (giving and giving.label == "donated" and giving.end > topic.start)
    ):
        return level(DEFAULT_SUBJECT[topic.label], topic.label, "topic-before", start - topic.end, 0.9)
    if giving is not None and giving.label == "donated":
        return level(_giver(scene, region, left), "donated", "gift-of-money", start - giving.end, 0.9)
    right = first(region.right, "verb", "topic")
    if right is not None and right.label == "donated":
        return level(_giver(scene, region, left), "donated", "gift-of-money", right.start - end)
    if _CHARITY.search(scene.right_text(region)):
        return level(_giver(scene, region, left), "donated", "gift-by-its-purpose", confidence=0.7)
    if topic is None and _CHARITY.search(scene.left_text(region)) and _SUM.search(scene.left_text(region)):
        return level(_giver(scene, region, left), "donated", "gift-by-its-purpose", confidence=0.6)
    if right is not None and right.kind == "topic" and not region.left:
        return level(DEFAULT_SUBJECT.get(right.label, "other"), right.label, "topic-after", right.start - end, 0.6)
    continues = _SHORT_TOPIC.fullmatch(scene.left_text(region)) is not None or not content(scene.left_text(region))
    for judged in reversed(scene.judged):
        if judged.measure == "donated" or (judged.measure in MONEY and continues):
            subject = judged.subject if judged.subject != "other" else _giver(scene, region, left)
            return level(subject, judged.measure, "topic-carried", confidence=0.75)
    if continues and scene.memory.measure in MONEY:
        return level(
            DEFAULT_SUBJECT[scene.memory.measure], scene.memory.measure, "topic-of-the-sentence-before", confidence=0.5
        )
    return level("enterprise" if _business(scene) else "other", "other", "money-unknown", confidence=0.3)


def _business(scene: Scene) -> bool:
    """Whether the sentence or the one before speaks of enterprises."""
    named = any(cue.label == "enterprise" for region in scene.regions for cue in region.left)
    return named or scene.memory.subject in ("enterprise", "worker")


def _giving(scene: Scene, region: Region) -> bool:
    """Whether the sentence, up to the number's last word, speaks of giving."""
    words = [cue for r in scene.regions for cue in (*r.left, *r.right) if cue.end <= region.right_end]
    return any(cue.label == "donated" for cue in words) or any(j.measure == "donated" for j in scene.judged)


def _helps(scene: Scene, region: Region) -> bool:
    """Whether the number tells what the money given before has served for ("ủng hộ 8 tỷ đồng, giúp xây 12 căn nhà")."""
    head = scene.head
    return head is not None and head.measure == "donated" and _USE.match(scene.left_text(region)) is not None


def _giver(scene: Scene, region: Region, left: Sequence[Cue]) -> str:
    """Who gives: the noun before the verb, else the sentence's first; `party_org` where nobody is named (guide)."""
    unfit = ("class", "target", "participant")
    nouns = [cue for cue in left if cue.kind == "subject" and cue.label not in unfit]
    verb = last(left, "verb")
    before = [cue for cue in nouns if verb is None or cue.end <= verb.start]
    while len(before) > 1 and scene.flat[before[-2].end : before[-1].start] == " ":
        before.pop()  # "công đoàn công ty" is one name
    if before:
        return before[-1].label if before[0].label != "member" else "member"
    heads = [cue for cue in scene.regions[0].left if cue.kind == "subject" and cue.label not in unfit]
    heads = [cue for cue in heads if not scene.flat.endswith(("giúp ", "giúp đỡ "), 0, cue.start)]
    if heads and region is not scene.regions[0]:
        return heads[0].label
    if scene.head is not None and scene.head.measure == "donated" and scene.head.subject != "other":
        return scene.head.subject
    return "party_org"


# no cue at all


def content(words: str) -> list[str]:
    """The words that carry meaning of their own, beyond those that say where, how much and in which direction."""
    return [word for word in re.findall(r"[^\W\d_]+", words) if word not in _STOP_WORDS]


def _inherited(scene: Scene, region: Region, left: Sequence[Cue], *, pronoun: bool, start: int) -> Judgement:
    """A number with no cue of its own goes with the fact before it, as a part of it, or stays unknown."""
    percent = region.quantity.unit == "percent"
    named = last(left, "subject")
    words = scene.left_text(region)
    grouped = GROUP_WORDS.search(scene.flat[region.left_start : region.right_end]) is not None
    if (early := _among_those(scene, region, named, grouped=grouped, pronoun=pronoun)) is not None:
        return early
    counted = _number_of(scene, region, left)
    if counted is not None and not percent and not grouped:
        named = counted
        said = content(_WHERE.sub(" ", scene.flat[named.end : start])) or _NOT_SUBJECT.search(words)
        return level(
            "other" if _NOT_SUBJECT.search(words) else named.label,
            "other" if said else "total",
            "number-of",
            confidence=0.6,
        )
    if pronoun and named is not None and not grouped and _HAS_NOW.fullmatch(scene.flat, named.end, start):
        return level(named.label, "total", "total-before", confidence=0.7)
    if _THAT_NUMBER.search(words) and scene.memory.measure is not None:
        told = scene.head or scene.memory
        who = named.label if named is not None and named.label in ("member", *BODIES) else told.subject
        return level(who or "other", told.measure or "other", "that-number", confidence=0.6)
    apart = named is not None and not (grouped and named.label == "other")
    if named is not None and apart and pronoun and scene.head is not None and named.label != scene.head.subject:
        return level(named.label, "total", "total-before", confidence=0.7)
    if (
        named is not None
        and percent
        and not grouped
        and (content(scene.flat[named.end : start]) or region.boundary_before in (":", ";"))
    ):
        return level(named.label, "other", "share-of-something", confidence=0.4)
    part = _part_of_sentence(scene, region, grouped=grouped, pronoun=pronoun)
    if part is not None:
        return part
    whole = _part_of_memory(scene, region, grouped=grouped, pronoun=pronoun)
    if whole is not None:
        return whole
    if pronoun and named is None and _stands_for(scene, region, left, None) == "member":
        return level("member", "other", "unknown", confidence=0.3)
    stands_for_all = named is not None and not percent and (region.noun is None or pronoun)
    if named is not None and stands_for_all and _STANDS.search(words) and not _NOT_SUBJECT.search(words):
        return level(named.label, "total", "total-before", confidence=0.6)
    return level("other", "other", "unknown", confidence=0.3)


def _among_those(scene: Scene, region: Region, named: Cue | None, *, grouped: bool, pronoun: bool) -> Judgement | None:
    """A part by its words: "31 người trong số này", "riêng đảng viên … đạt 93,5%", of new members "công nhân 1.316"."""
    head = scene.last_level()
    if head is not None and _OF_THOSE.match(scene.right_text(region)):
        return level(head.subject, head.measure, "part-of-those", confidence=0.7)
    if named is not None and head is not None and region.boundary_before == "riêng" and named.label == head.subject:
        return level(head.subject, head.measure, "part-set-apart", confidence=0.7)
    whole = scene.memory.whole
    people = named is not None and named.label in ("worker", "other", "individual")
    admitted = whole == ("member", "admitted") and (head is None or head.measure == "admitted")
    if people and admitted and head is not None and pronoun and region.quantity.unit == "count":
        return level("member", "admitted", "part-of-the-new-members", confidence=0.7)
    left_open = head is not None and region.noun is None and not content(scene.right_text(region))
    if left_open and head is not None and head.measure == "complaints" and _HANDLED.search(scene.left_text(region)):
        return level("other", "complaints", "complaints-handled", confidence=0.7)
    other_bodies = left_open and head is not None and head.measure == "other" and head.subject in BODIES
    if other_bodies and head is not None and not grouped and _LEFT_AFTER.search(scene.left_text(region)):
        return level(head.subject, "other", "left-after-merging", confidence=0.6)
    if named is not None and named.label in ("member", *BODIES) and _FROM_TO.search(scene.left_text(region)):
        return level(named.label, "total", "total-that-fell", confidence=0.6)
    if left_open and head is not None and head.measure == "total" and _FELL_TO.search(scene.left_text(region)):
        return level(head.subject, "total", "total-that-fell", confidence=0.6)
    return None


_OF_THOSE: Final = re.compile(
    r"(?: *(?:người|đồng chí|đảng viên|trường hợp)|),? *trong (?:tổng )?số (?:này|đó|ấy)(?![^\W\d_])"
)
_HANDLED: Final = re.compile(r"(?:xử lý|giải quyết|trả lời)(?: (?:được|xong|dứt điểm))* *$")
_LEFT_AFTER: Final = re.compile(r"(?:còn|thành|xuống)(?: lại)? *$")
_FELL_TO: Final = re.compile(r"^[^,;.]{0,12}(?:xuống|lên)(?: còn)? *$")
_FROM_TO: Final = re.compile(r"(?:giảm|tăng) từ *$")


def _number_of(scene: Scene, region: Region, left: Sequence[Cue]) -> Cue | None:
    """The noun that "số", "tổng số" before it says is counted ("tổng số đảng viên của Đảng bộ … là 5.238 người")."""
    nouns = [cue for cue in left if cue.kind == "subject"]
    return next((cue for cue in reversed(nouns) if _NUMBER_OF.search(scene.flat[region.left_start : cue.start])), None)


def _part_of_sentence(scene: Scene, region: Region, *, grouped: bool, pronoun: bool) -> Judgement | None:
    """The last value of the same unit in this sentence, where this number can be a part of it."""
    unit = region.quantity.unit
    same = [
        position
        for position, judged in enumerate(scene.judged)
        if judged.basis == "level" and (scene.regions[position].quantity.unit == unit or unit == "percent")
    ]
    if not same:
        return None
    head = scene.judged[same[-1]]
    if head.measure in MONEY and unit == "count":
        return None
    own_words = content(scene.right_text(region)) or content(scene.left_text(region))
    rate = region.boundary_before == "," and head.measure == "total" and _RATE.match(scene.left_text(region))
    noun_ahead = region.boundary_before == "," and content(scene.right_text(region)) and region.noun is None
    apart = region.boundary_before == ";" or rate or (noun_ahead and head.measure in RATINGS)
    if unit == "percent" and apart and not grouped and not pronoun and own_words:
        return level("other", "other", "share-of-something", confidence=0.4)
    something_else = unit == "count" and not pronoun and not grouped and content(scene.right_text(region))
    if something_else and head.measure == "donated" and region.boundary_before in (",", "và"):
        return level("other", "donated", "gift", confidence=0.6)
    if something_else and region.boundary_before not in PART_MARKS and head.measure != "other":
        return None
    if pronoun and _UNLIKE.match(scene.right_text(region)):
        return level(head.subject, "other", "unlike-the-fact-before", confidence=0.5)
    exemplary = head.measure == "clean_strong" and "tiêu biểu" in scene.flat[region.left_start : region.right_end]
    measure = "clean_strong_exemplary" if exemplary else head.measure
    subject = "other" if head.subject == "class" else head.subject
    if head.subject in ("class", "participant") and not pronoun:
        return None
    return level(subject, measure, "part-of-the-fact-before", 0, 0.7, same[-1])


def short_rating(scene: Scene, region: Region) -> Judgement | None:
    """A rating told in short after longer ones ("hoàn thành tốt 30, hoàn thành 5", "5 đồng chí hoàn thành")."""
    tail = scene.flat[region.noun.end : region.right_end] if region.noun is not None else ""
    if region.noun is None and region.quantity.unit == "percent":
        tail = scene.right_text(region)
    match = _SHORT_RATING.search(scene.left_text(region)) or _SHORT_TAIL.fullmatch(tail)
    rated = next((judged for judged in reversed(scene.judged) if judged.measure in RATINGS), None)
    if match is None or rated is None:
        return None
    return level(rated.subject, "not_completed" if match["not"] else "completed", "short-rating", confidence=0.8)


def _part_of_memory(scene: Scene, region: Region, *, grouped: bool, pronoun: bool) -> Judgement | None:
    """The whole that the sentences before have named, where this number reads like a part of it."""
    memory, unit = scene.memory, region.quantity.unit
    named = last(region.left, "subject")
    if last(region.left, "verb", "topic") is not None:
        return None
    if not memory.whole_is_near and _RATE.match(scene.left_text(region)) and (named is None or named.label != "member"):
        return None
    if grouped and memory.whole is not None and unit in ("count", "percent"):
        if not memory.whole_is_near and _ALL_MEMBERS.search(scene.left_text(region)):
            return level("member", "total", "part-of-all-members", confidence=0.5)
        return level(*memory.whole, "part-of-the-whole-before", confidence=0.6)
    if memory.measure in (None, "other") or (memory.measure in MONEY and unit == "count"):
        return None
    if pronoun or (unit == "percent" and not content(scene.left_text(region))):
        return level(memory.subject or "other", str(memory.measure), "part-of-the-sentence-before", confidence=0.5)
    return None
