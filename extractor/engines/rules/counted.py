"""Numbers with the noun they count right after them: "128 đảng viên", "95% trở lên tổ chức cơ sở đảng"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractor.engines.rules.cues import Cue
from extractor.engines.rules.regions import Region
from extractor.engines.rules.scene import (
    BODIES,
    GROUP_WORDS,
    MEMBER_MEASURES,
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
from extractor.reading.model import Quantity

_LEARNING: Final = re.compile(
    r"(?<![^\W\d_])(?:lớp|hội nghị|học tập|học viên|theo học|tập huấn|bồi dưỡng|nghiên cứu(?! khoa học)|quán triệt"
    r"|tuyên truyền|nói chuyện|dự|tham dự|đối thoại)(?![^\W\d_])"
)
_GIFT: Final = re.compile(
    r" *(?:căn |ngôi )?(?:nhà|suất|phần quà|sổ tiết kiệm|xe lăn|con bò|mái ấm|phần học bổng|suất học "
    r"bổng|đơn vị máu)(?![^\W\d_])"
)
_NEGATED: Final = re.compile(r"(?:không|chưa)(?: (?:có|được|bị))? *$")
_PASSIVE: Final = re.compile(r"(?:được|bị)(?: [^\W\d_]+){0,2} *$")
_STATED: Final = re.compile(
    r"(?<![^\W\d_])(?:có|gồm|với|tổng số|là|hiện|tại|ở|toàn|quản lý|lên|còn|thuộc|thay mặt cho)(?: [^\W\d_]+){0,3} *$"
)
_PEOPLE: Final = re.compile(
    r"đoàn viên|hội viên|báo cáo viên|tuyên truyền viên|cộng tác viên|cán bộ|công chức|viên chức|bí thư|ủy viên"
)
_HAS: Final = re.compile(r"(?<![^\W\d_])(?:có|hiện có)(?: (?:tổng số|hơn|trên|gần|tới))* *$")
_PLAIN_TAIL: Final = re.compile(
    r"(?:trực thuộc|thì|đảng ủy|mới|trong|của|thuộc|cơ sở|cả nước|toàn|với|ở|tại|và|là|hiện|so với|trên địa bàn"
    r"|cấp|sinh hoạt (?:tại|ở|trong)"
    r"|đang sinh hoạt|tham dự|dự)(?![^\W\d_])|\("
)
_TO_THE_PARTY: Final = re.compile(r"(?:(?:cho|vào) (?:hàng ngũ (?:của )?)?|kết nạp )đảng(?! bộ| ủy| viên)(?![^\W\d_])")
_CITIZENS: Final = re.compile(r"lượt (?:công dân|khách|hộ|người dân)(?![^\W\d_])")
_SENT: Final = re.compile(r"(?<![^\W\d_])cử(?: (?:được|thêm|hơn|trên|gần))* *$")
_ADMITTING: Final = re.compile(r"(?<!chỉ tiêu )(?:phát triển|kết nạp) đảng viên(?![^\W\d_])")
_LOCATION: Final = 5
"""Words after a noun that can still only say where it belongs ("trực thuộc Đảng bộ Khối")."""
_BLOOD: Final = re.compile(
    r"(?<![^\W\d_])(?:hiến|hiến tặng) máu(?: tình nguyện| nhân đạo)?(?: (?:được|hơn|trên|với))* *$"
)
_DONE_FOR: Final = re.compile(r"(?<![^\W\d_])cho(?: (?:hơn|trên|gần))* *$")
_HELD_AT: Final = re.compile(r"(?<![^\W\d_])(?:ở|tại) *$")
_STANDING: Final = re.compile(r"(?:[^\W\d_]+ ){0,3}(?:chuyên trách|các cấp|cơ sở|kiêm nhiệm|bán chuyên trách)")
_AMONG: Final = re.compile(r"(?<![^\W\d_])trong (?:tổng )?số *$")
_RAISED: Final = re.compile(r"(?:nâng|đưa) (?P<what>[^.;]{0,90}?) lên")
_RAISED_PART: Final = re.compile(r"con số|số này|kết nạp|thành lập|chính thức|xóa tên|kỷ luật|từ đầu|tỷ lệ")
_RATING_IS: Final = re.compile(
    r" {0,9}(?:nhiệm vụ)?(?: (?:là|có|gồm|đạt|được|chiếm))? {0,9}(?::)? {0,9}(?:(?:trên|hơn|gần|khoảng|từ|dưới"
    r"|không quá|ít nhất) {0,9}){0,9}"
)


def raised_total(scene: Scene, region: Region) -> bool:
    """Whether the words before say "nâng (tổng) số … lên": a total, unless they name a part ("kết nạp từ đầu năm")."""
    raised = list(_RAISED.finditer(scene.left_text(region)))
    return bool(raised) and not _RAISED_PART.search(raised[-1]["what"])


def _taught(scene: Scene, left: Sequence[Cue]) -> bool:
    """Whether the verb before is one of teaching people who are counted ("bồi dưỡng nghiệp vụ cho 186 bí thư")."""
    verb = last(left, "verb", "topic")
    return (
        verb is not None
        and verb.label == "attended"
        and scene.flat.startswith(("bồi dưỡng", "tập huấn", "đào tạo", "huấn luyện"), verb.start)
    )


def judge_counted(scene: Scene, index: int, region: Region, noun: str, left: Sequence[Cue]) -> Judgement:
    """The judgement of a number whose noun is known."""
    if noun == "class":
        return level("class", "held", "classes-held", confidence=0.9)
    if noun == "participant":
        return _participants(scene, index, region, left)
    if noun in ("member", "worker", "individual", "other") and (
        fills_a_class(scene, index, region) or _taught(scene, left)
    ):
        return level("participant", "attended", "participants-of-the-class-before")
    assert region.noun is not None
    after = [cue for cue in region.right if cue.start >= region.noun.end]
    if noun == "agency" and _BLOOD.search(scene.before(region)):
        return level("other", "donated", "gift", confidence=0.7)
    if noun == "agency" and (stood_for := _rated_bodies(scene, left, after)) is not None:
        noun = stood_for
    if noun in ("member", *BODIES) and raised_total(scene, region):
        return level(noun, "total", "total-raised")
    start = region.quantity.extent.start
    rating = _rating_before(scene, region, left, after)
    if rating is not None:
        return level(noun, rating.label, "rating-before", start - rating.end, 0.9)
    verb = last(left, "verb", "topic")
    predicate = own_predicate(after)
    governs = verb is not None and not (predicate is not None and "," in scene.flat[verb.end : start])
    if (
        verb is not None
        and governs
        and verb.label in (*STRONG_VERBS, "complaints")
        and not (predicate and predicate.label in RATINGS)
    ):
        return _by_verb(scene, verb.label, noun, start - verb.end, region)
    if predicate is not None:
        if predicate.label == "admitted" and _TO_THE_PARTY.search(scene.sentence_text()):
            return level("member", "admitted", "predicate-after", predicate.start - start, 0.8)
        if predicate.label == "attended" and noun not in ("member", "participant") and not _teaches(scene):
            return level(noun, "other", "taking-part", predicate.start - start, 0.6)
        learner = predicate.label == "attended" and scene.flat.startswith("quần chúng", region.noun.start)
        return level(
            "participant" if learner else noun, predicate.label, "predicate-after", predicate.start - start, 0.9
        )
    doing = first(after, "verb", "topic")
    if doing is not None:
        return _doing(scene, doing, noun, region)
    if verb is not None and verb.label == "rated" and not region.right[1:]:
        return level(noun, "rated", "verb-before", start - verb.end)
    if verb is not None and verb.label not in ("held", "attended", "rated"):
        return _by_verb(scene, verb.label, noun, start - verb.end, region)
    return _from_neighbours(scene, index, region, noun, left)


def _from_neighbours(scene: Scene, index: int, region: Region, noun: str, left: Sequence[Cue]) -> Judgement:
    """A counted noun with no cue of its own: what its list shares, else a total."""
    start = region.quantity.extent.start
    if _part_of_total(scene, region, noun):
        assert scene.head is not None
        return level(scene.head.subject, "total", "part-of-the-total", of=index - 1)
    carried = _carried(scene, index, region, noun)
    shared = shared_predicate(scene, index)
    labelled = _by_line_label(scene, region, noun)
    if labelled is not None and carried is None and shared is None:
        return labelled
    if noun in BODIES and _AMONG.search(scene.left_text(region)) and not _extra(scene, region):
        return level(noun, "total", "among-all", confidence=0.6)
    if carried is not None and not (shared is not None and region.boundary_before == ";"):
        return carried
    if shared is not None and not _says_more(scene, region):
        return level(noun, shared.label, "predicate-shared", shared.start - start, 0.85)
    before = last(left, "predicate")
    if before is not None and before.label not in ("implemented", "attended", "other"):
        return level(noun, before.label, "predicate-before", start - before.end, 0.75)
    return _default(scene, region, noun)


def _by_line_label(scene: Scene, region: Region, noun: str) -> Judgement | None:
    """The rating before a colon that governs its line ("TCCSĐ đạt trong sạch, vững mạnh: …, thực hiện 41/52 TCCSĐ")."""
    first_region = scene.regions[0]
    colon = scene.flat.find(":", first_region.left_start, first_region.quantity.extent.start)
    if colon < 0 or region is first_region or (region.quantity.out_of is None and region.quantity.unit != "percent"):
        return None
    before = [cue for cue in first_region.left if cue.end <= colon]
    rating = next((cue for cue in before if cue.label in RATINGS), None)
    same = any(cue.kind == "subject" and cue.label == noun for cue in before)
    return level(noun, rating.label, "label-of-the-line", confidence=0.7) if rating and same else None


def _says_more(scene: Scene, region: Region) -> bool:
    """Whether the counted say something of their own, so that no predicate after them is theirs too."""
    return len(_extra(scene, region).split()) > _OWN_TAIL


def _teaches(scene: Scene) -> bool:
    """Whether the sentence or the one before speaks of classes or study: only there is taking part `attended`."""
    studied = scene.memory.measure in ("held", "attended", "studied")
    return studied or _LEARNING.search(scene.sentence_text()) is not None


def _rated_bodies(scene: Scene, left: Sequence[Cue], after: Sequence[Cue]) -> str | None:
    """The Party bodies that "đơn vị", "cơ quan" stand for where they are rated ("Phân loại TCCSĐ: 47 đơn vị đạt …")."""
    rated = any(judged.measure in RATINGS or judged.measure == "rated" for judged in scene.judged)
    if not rated and not any(cue.label in RATINGS for cue in (*left, *after)):
        return None
    named = first([cue for cue in left if cue.label in ("grassroots_org", "party_org", "cell")], "subject")
    if named is not None:
        return named.label
    before = [
        judged.subject for judged in scene.judged if judged.measure in RATINGS or judged.measure in ("total", "rated")
    ]
    return before[-1] if before and before[-1] in ("grassroots_org", "party_org", "cell") else None


def _rating_before(scene: Scene, region: Region, left: Sequence[Cue], after: Sequence[Cue]) -> Cue | None:
    """The rating right before the number ("hoàn thành tốt nhiệm vụ có 10 TCCS đảng")."""
    before = last(left, "predicate", "verb", "topic")
    if before is None or before.kind != "predicate" or before.label not in RATINGS:
        return None
    own = own_predicate(after)
    if own is not None and own.label in RATINGS:
        return None
    between = scene.flat[before.end : region.quantity.extent.start]
    return before if _RATING_IS.fullmatch(between) else None


def sent_to_study(scene: Scene, region: Region) -> bool:
    """Whether the people counted were sent to a class ("cử 8 đồng chí đi học", "cử 96 quần chúng dự lớp")."""
    if region.noun is None or not _SENT.search(scene.left_text(region)):
        return False
    return any(cue.label in ("attended", "held", "class") for cue in region.right if cue.start >= region.noun.end)


def fills_a_class(scene: Scene, index: int, region: Region) -> bool:
    """Whether the people counted are those for whom the class before was held ("mở 2 lớp … cho 150 quần chúng")."""
    if index == 0 or scene.judged[-1].subject != "class":
        return False
    words = scene.left_text(region)
    return region.boundary_before in ("", ",", "-", "(") and (
        re.match(r"[ ,(]*(?:- [^\W\d_]+(?: [^\W\d_]+){0,3} )?(?:cho|với|thu hút|có|gồm|của)(?![^\W\d_])", words)
        is not None
    )


def _participants(scene: Scene, index: int, region: Region, left: Sequence[Cue]) -> Judgement:
    assert region.noun is not None
    verb = last(left, "verb")
    if _taught(scene, left):
        return level("participant", "attended", "participants", confidence=0.9)
    carried = scene.last_level()
    words = scene.flat[region.noun.start : region.right_end]
    if _CITIZENS.match(words):
        return level("other", "other", "visitors", confidence=0.7)
    checking = verb.label if verb is not None else (carried.measure if carried is not None else "")
    if checking in ("inspected", "supervised") and (
        match := re.search(r"lượt (tổ chức|đảng viên|chi bộ|cấp ủy)", words)
    ):
        subject = {"tổ chức": "party_org", "đảng viên": "member", "chi bộ": "cell", "cấp ủy": "party_org"}[match[1]]
        return level(subject, checking, "verb-before")
    after = first(region.right, "predicate", "verb")
    attended = after is not None and after.label == "attended" and _teaches(scene)
    before = scene.head
    if (
        before is not None
        and before.subject not in ("class", "participant")
        and before.measure == "other"
        and not attended
    ):
        return level(_whose_turns(words), "other", "participants-of-something-else", confidence=0.6)
    learning = _LEARNING.search(scene.sentence_text()) or any(
        j.measure in ("held", "attended", "studied") for j in scene.judged
    )
    if (
        not learning
        and not attended
        and not (scene.memory.measure in ("held", "attended", "studied") and index == 0 and not left)
    ):
        return level(_whose_turns(words), "other", "participants-of-something-else", confidence=0.6)
    return level("participant", "attended", "participants", confidence=0.9)


def _whose_turns(words: str) -> str:
    """Whom turns ("lượt") are of outside classes: the members that are named, else participants."""
    return "member" if words.startswith("lượt đảng viên") else "participant"


def _by_verb(scene: Scene, measure: str, noun: str, distance: int, region: Region) -> Judgement:
    thing = (noun not in BODIES and noun != "member") or _GIFT.match(scene.flat, region.quantity.extent.end)
    if measure == "donated" and region.quantity.unit == "count" and thing:
        return level("other", "donated", "gift", distance, 0.7)
    if measure == "admitted" and noun in BODIES:
        return level(noun, "established", "verb-before", distance, 0.7)  # "phát triển 3 chi bộ"
    if measure == "established" and noun in ("member", "worker"):
        return level(noun, "total", "members-of-the-new", distance, 0.7)
    subject = "member" if measure in MEMBER_MEASURES and noun in ("worker", "individual") else noun
    return level(subject, measure, "verb-before", distance, 0.9)


def is_gift(flat: str, end: int) -> bool:
    """Whether what is counted right after `end` is a thing one gives (houses, presents)."""
    return _GIFT.match(flat, end) is not None


def _doing(scene: Scene, doing: Cue, noun: str, region: Region) -> Judgement:
    """What the counted bodies do or undergo ("100% chi bộ ủng hộ …", "2 chi bộ được thành lập")."""
    between = scene.flat[region.quantity.extent.end : doing.start]
    distance = doing.start - region.quantity.extent.end
    if noun == "worker" and (doing.label == "jobs" or scene.flat.startswith("tuyển", doing.start)):
        return level("worker", "jobs", "what-they-do", distance)
    if _PASSIVE.search(between) and doing.label not in ("held", "donated"):
        return level(noun, doing.label, "passive-after", distance)
    if doing.label == "attended" and region.noun is not None and scene.flat.startswith("quần chúng", region.noun.start):
        return level("participant", doing.label, "what-they-do", distance)
    if doing.label in ("studied", "donated", "attended") and not _NEGATED.search(between):
        return level(noun, doing.label, "what-they-do", distance)
    if doing.label in ("disciplined", "removed", "made_official", "badge", "complaints", "rated"):
        return level(noun, doing.label, "verb-after", distance, 0.7)
    if noun == "member" and doing.label not in ("held", "inspected", "supervised", "other"):
        return level(noun, doing.label, "verb-after", distance, 0.6)
    return level(noun, "other", "what-they-do", distance, 0.5)


def _part_of_total(scene: Scene, region: Region, noun: str) -> bool:
    """ "53 TCCS đảng (33 đảng bộ, 20 chi bộ cơ sở)": the bracketed kinds are parts of the organisations before."""
    head = scene.head
    if head is None or noun not in ("party_org", "cell", "grassroots_org"):
        return False
    goes_on = region.boundary_before in (",", "và") and head.link == "kinds"
    if not (region.in_brackets or region.boundary_before in ("gồm", "bao gồm", "trong đó") or goes_on):
        return False
    return head.measure == "total" and head.subject == "grassroots_org"


def _carried(scene: Scene, index: int, region: Region, noun: str) -> Judgement | None:
    """The verb of the number before, shared along a list ("kiểm tra 5 tổ chức đảng, 12 đảng viên")."""
    head = scene.head
    if head is None:
        return None
    if head.measure in ("total", "other") and head.basis == "level":
        words = scene.flat[region.noun.start : region.noun.end] if region.noun is not None else ""
        summed = noun in (*BODIES, "member", "worker") or _PEOPLE.match(words)
        whole = region.quantity.unit == "count" and region.quantity.out_of is None
        if whole and head.measure == "total" and summed and not _extra(scene, region):
            return level(noun, "total", "total-carried", confidence=0.85)
        return None
    source = scene.last_level() or head
    if source.measure == "jobs" and noun == "worker" and region.boundary_before in PART_MARKS:
        return level(noun, "jobs", "verb-carried", confidence=0.8, of=index - 1)
    if source.measure == "established" and noun in ("member", "worker"):
        return level(noun, "total", "members-of-the-new", confidence=0.7)
    if source.measure in STRONG_VERBS or source.measure == "violating":
        share = region.quantity.unit == "percent" or region.quantity.out_of is not None
        another = (
            share
            and scene.regions[index - 1].quantity.out_of is None
            and scene.regions[index - 1].quantity.unit == "count"
        )
        if noun == "other" and region.boundary_before == ";" and len(scene.left_text(region).split()) > 4:
            return None
        if another and _extra(scene, region):
            return None
        if region.boundary_before == ";" and (another or _HAS.search(scene.left_text(region))):
            return None
        if head.measure not in ("inspected", "supervised") and shared_predicate(scene, index) is not None:
            return None
        if noun in ("cell", "grassroots_org", "party_org", "agency") and source.measure in MEMBER_MEASURES:
            return None
        listed = region.boundary_before in (";", ",", ")", "và") and any(
            judged.link in ("part", "kinds") for judged in scene.judged
        )
        part = (
            (region.boundary_before in PART_MARKS or listed)
            and source.subject == "member"
            and noun in ("worker", "individual", "other")
        )
        subject = source.subject if part or (noun == "worker" and source.measure in MEMBER_MEASURES) else noun
        return level(subject, source.measure, "verb-carried", confidence=0.85, of=index - 1)
    if source.measure in RATINGS and region.boundary_before in PART_MARKS and noun == source.subject:
        return level(noun, source.measure, "rating-carried", confidence=0.7, of=index - 1)
    return None


def shared_predicate(scene: Scene, index: int) -> Cue | None:
    """The predicate that the next numbers of the same list carry for this one too."""
    for ahead in scene.regions[index + 1 :]:
        if ahead.boundary_before not in (",", "và", "") or ahead.noun is None:
            return None
        if last(ahead.left, "verb", "topic", "predicate") is not None:
            return None
        if not _comparable(ahead.quantity, scene.regions[index].quantity):
            return None
        after = [cue for cue in ahead.right if cue.start >= ahead.noun.end]
        predicate = own_predicate(after)
        if predicate is not None:
            return predicate
        if any(cue.kind in ("verb", "topic") for cue in after):
            return None
    return None


def _comparable(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers can share a predicate: of one unit, or both shares ("92,5% … và 36/39 …")."""
    shares = [quantity.unit == "percent" or quantity.out_of is not None for quantity in (one, other)]
    return one.unit == other.unit or all(shares)


def _extra(scene: Scene, region: Region) -> str:
    """What the words after the noun add, beyond where the counted belong."""
    end = region.noun.end if region.noun is not None else region.quantity.extent.end
    tail = scene.flat[end : region.right_end].strip(" .;,)…")
    return "" if _PLAIN_TAIL.match(tail) else tail


def _default(scene: Scene, region: Region, noun: str) -> Judgement:
    if noun in ("collective", "individual"):
        return level(noun, "other", "unknown", confidence=0.3)
    assert region.noun is not None
    words = scene.flat[region.noun.start : region.noun.end]
    whole = scene.memory.whole
    if noun == "member" and words.endswith("mới") and not _HAS.search(scene.left_text(region)):
        return level("member", "admitted", "new-members")
    if (
        noun == "member"
        and whole == ("member", "admitted")
        and scene.last_level() is not None
        and region.quantity.unit == "count"
        and words.startswith("đảng viên")
        and region.boundary_before in (",", ";", "và")
        and not _says_more(scene, region)
    ):
        return level("member", "admitted", "new-members", confidence=0.6)
    if noun == "member" and region.in_brackets and whole == ("member", "admitted"):
        return level("member", "admitted", "new-members", confidence=0.6)
    if noun == "member" and whole is not None and _AMONG_THOSE.match(scene.before(region)):
        return level(*whole, "part-of-those", confidence=0.6)
    ranked = _NAMED_BEFORE.search(scene.left_text(region)) or _RANKED_WITH.search(scene.before(region))
    if noun == "member" and whole == ("member", "admitted") and ranked:
        return level("member", "admitted", "ranked-by-admissions", confidence=0.6)
    extra = _extra(scene, region)
    ratio = region.quantity.out_of is not None
    if noun == "member" and (ratio or _HAS.search(scene.left_text(region))) and GROUP_WORDS.match(extra):
        return level(noun, "total", "part-of-all-members", confidence=0.6)
    share = ratio or region.quantity.unit == "percent"
    if share and (extra or _DONE_FOR.search(scene.left_text(region))):
        return level(noun, "other", "share-of-something", confidence=0.5)
    if noun == "member" and region.quantity.unit == "count" and not extra and _ADMITTING.search(scene.before(region)):
        return level("member", "admitted", "admissions-before", confidence=0.6)
    if share and noun in BODIES and not region.in_brackets:
        tail = scene.flat[region.noun.end : region.right_end]
        if len(tail.split()) > _LOCATION or _HELD_AT.search(scene.left_text(region)):
            return level(noun, "other", "share-of-something", confidence=0.4)
    if noun in (*BODIES, "member", "worker") and not extra:
        return level(noun, "total", "total-by-default", confidence=0.7)
    if noun == "other" and not _PEOPLE.match(words):
        return level("other", "other", "unknown", confidence=0.5)
    standing = _STANDING.fullmatch(extra) is not None
    stated = _STATED.search(
        scene.flat[max(region.left_start, region.quantity.extent.start - 60) : region.quantity.extent.start]
    )
    if noun == "other" and stated and (not extra or standing):
        return level(noun, "total", "total-by-default", confidence=0.5)
    return level(noun, "other", "unknown", confidence=0.4)


_OWN_TAIL: Final = 3
"""Words after a counted noun that only say which of them are meant ("nông dân, viên chức")."""
_NAMED_BEFORE: Final = re.compile(
    r"(?:huyện ủy|thành ủy|thị ủy|quận ủy|đảng ủy|đảng bộ) (?:(?!có|với|còn|gồm|là|hiện)[^\W\d_]{1,20} ?){1,4}"
    r"(?:với )?$"
)
"""A body named right before the number, in a ranking."""
_AMONG_THOSE: Final = re.compile(r"trong (?:(?:tổng )?số )?(?:đó|này|ấy)(?![^\W\d_])")
_RANKED_WITH: Final = re.compile(
    r"(?:dẫn đầu|đứng đầu|đứng thứ [^\W\d_]+|xếp sau|kế đến|tiếp đến|tiếp theo|sau đó|nhiều nhất|cao nhất)(?![^\W\d_])"
    r"[^.;]{0,160}?(?<![^\W\d_])(?:với|là|đạt) (?:hơn |gần |trên )?$"
)
"""What says that a body's number ranks it by what the sentences before counted."""
_NEW_SUBJECT: Final = re.compile(
    r",[^,;]{0,60}?(?<![^\W\d_])(?:(?:toàn )?đảng bộ|đảng ủy|chi bộ"
    r"|toàn khối|toàn tỉnh|phường|xã|tỉnh|huyện|thành phố|đặc khu)"
    r"(?: [^\W\d_]+){0,4} (?:hiện )?(?:có|gồm|còn|quản lý)(?: (?:tổng số|hơn|trên|gần))* *$"
)
"""A body of its own that "has" what is counted: "Thành lập theo Quyết định …, Đảng bộ có 17 tổ chức đảng"."""


def after_new_subject(scene: Scene, region: Region, left: Sequence[Cue]) -> tuple[Cue, ...]:
    """The cues before the number, without the verbs of a clause that a body with a verb of having has ended."""
    match = _NEW_SUBJECT.search(scene.left_text(region))
    if match is None:
        return tuple(left)
    return tuple(cue for cue in left if cue.start > region.left_start + match.start())
