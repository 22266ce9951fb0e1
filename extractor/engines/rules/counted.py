"""Numbers with the noun they count right after them: "128 đảng viên", "95% trở lên tổ chức cơ sở đảng"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractor.engines.rules.cues import Cue
from extractor.engines.rules.regions import Region
from extractor.engines.rules.scene import (
    BODIES,
    MEMBER_MEASURES,
    RATINGS,
    STRONG_VERBS,
    WORDS,
    Judgement,
    Scene,
    first,
    last,
    level,
    own_predicate,
    unknown,
)


def judge_counted(scene: Scene, index: int, region: Region, noun: Cue) -> Judgement:
    """The judgement of a number whose noun is known."""
    label, start = noun.label, region.quantity.extent.start
    if label == "member" and _contributed(scene, region, noun):
        return level("member", "admitted", "new-members")
    if label == "agency" and _of_firms(scene, region, noun):
        label = "enterprise"
    officers = label == "member" and scene.flat.endswith("ủy viên", noun.start, noun.end)
    if officers and WORDS["voted"].search(scene.left_text(region)):
        return level("other", "other", "elected", confidence=0.9)
    if label == "class":
        return level("class", "held", "classes-held", confidence=0.9)
    if fills_a_class(scene, index, region):
        return level("participant", "attended", "participants-of-the-class-before")
    after = [cue for cue in region.right if cue.start >= noun.end]
    verb, predicate = last(_of_the_clause(scene, region), "verb", "topic"), own_predicate(after)
    if verb is not None and verb.label == "donated" and label == "member":
        # "trao Huy hiệu … tặng 24 đảng viên"
        verb = next((cue for cue in reversed(region.left) if cue.label == "badge"), verb)
    if label == "member" and verb is not None and verb.label == "established":
        return level("member", "total", "total-by-default", confidence=0.7)
    if verb is not None and verb.label in (*STRONG_VERBS, "complaints"):
        told_apart = predicate is not None and (predicate.label in RATINGS or "," in scene.flat[verb.end : start])
        if not told_apart:
            return _by_verb(verb, label, start)
    if label == "member" and predicate is not None and _said_of_the_body(scene, region, noun, predicate):
        return level(label, "total", "total-by-default", confidence=0.9)
    if predicate is not None and _punished_for(scene, predicate):
        return level(label, "disciplined", "predicate-after", predicate.start - start, 0.9)
    if predicate is not None:
        learners = predicate.label == "attended" and (label == "member" or region.quantity.unit == "count")
        subject = "participant" if learners else label
        if predicate.label in RATINGS and scene.flat.startswith("đơn vị", noun.start):
            subject = _rated_bodies(scene, region)
        return level(subject, predicate.label, "predicate-after", predicate.start - start, 0.9)
    told = last(region.left, "predicate")
    if told is not None and told.label in RATINGS and scene.flat[told.end : start].strip() in ("", ":", "có"):
        return level(label, told.label, "cue-before", start - told.end, 0.9)  # "HTXSNV 2 chi bộ, HTTNV 8 chi bộ"
    if first(after, "verb", "topic") is not None:
        return unknown(label)
    at_once = verb is not None and verb.label == "rated" and scene.flat[verb.end : start].strip() == ""
    if verb is not None and (at_once or verb.label not in ("held", "attended", "rated")):
        return _by_verb(verb, label, start)
    return _from_neighbours(scene, index, region, noun)


def _contributed(scene: Scene, region: Region, noun: Cue) -> bool:
    """Whether members are what a body gives to those admitted ("Khối góp 52 đảng viên công nhân")."""
    members = scene.flat.startswith("đảng viên", noun.start)
    return members and WORDS["contributes"].search(scene.left_text(region)) is not None


def _punished_for(scene: Scene, predicate: Cue) -> bool:
    """Whether a violation is told of those who were punished for it."""
    return predicate.label == "violating" and WORDS["then_disciplined"].match(scene.flat, predicate.end) is not None


def _said_of_the_body(scene: Scene, region: Region, noun: Cue, predicate: Cue) -> bool:
    """Whether a rating is the body's that has the members counted ("Chi bộ X có 34 đảng viên, được xếp loại …")."""
    rated = predicate.label in RATINGS and scene.flat.startswith((", được ", ", đạt ", ", nhiều năm "), noun.end)
    return rated and WORDS["body_has"].search(scene.left_text(region)) is not None


def _of_firms(scene: Scene, region: Region, noun: Cue) -> bool:
    """Whether "đơn vị" stands for the enterprises named before it ("24 doanh nghiệp, trong đó 17 đơn vị có lãi")."""
    if not scene.flat.startswith("đơn vị", noun.start):
        return False
    named = [cue.label for cue in region.left if cue.kind == "subject"] or [one.subject for one in scene.judged[-1:]]
    return bool(named) and named[-1] == "enterprise"


def _rated_bodies(scene: Scene, region: Region) -> str:
    """The Party bodies that "đơn vị" stands for where they are rated ("Phân loại TCCSĐ: 47 đơn vị đạt …")."""
    named = [cue.label for cue in region.left if cue.kind == "subject"] + [one.subject for one in scene.judged]
    return next((one for one in reversed(named) if one in ("grassroots_org", "party_org", "cell")), "agency")


def _by_verb(verb: Cue, noun: str, start: int) -> Judgement:
    subject = "member" if verb.label in MEMBER_MEASURES and noun in ("worker", "individual", "participant") else noun
    return level(subject, verb.label, "verb-before", start - verb.end, 0.9)


def _of_the_clause(scene: Scene, region: Region) -> Sequence[Cue]:
    """The cues before the number since the last semicolon, and since a body with a verb of having began a clause."""
    start = scene.flat.rfind(";", region.left_start, region.quantity.extent.start)
    if (match := WORDS["new_subject"].search(scene.left_text(region))) is not None:
        start = max(start, region.left_start + match.start())
    return [cue for cue in region.left if cue.start > start]


def fills_a_class(scene: Scene, index: int, region: Region) -> bool:
    """Whether the people counted are those for whom the class before was held ("mở 2 lớp … cho 150 quần chúng")."""
    if index == 0 or scene.judged[-1].subject != "class":
        return False
    words = scene.left_text(region)
    return (
        WORDS["of_each_class"].search(words) is not None
        or WORDS["for_whom"].match(words) is not None
        or (region.noun is not None and region.noun.kind == "pronoun" and words.strip(" ,") == "")
    )


def _from_neighbours(scene: Scene, index: int, region: Region, noun: Cue) -> Judgement:
    """A counted noun with no cue of its own: what its list shares, else a total."""
    label, head = noun.label, scene.head
    tail = scene.flat[noun.end : region.right_end].strip(" .;,)…")
    plain = not tail or WORDS["plain_tail"].match(tail) is not None
    whole = WORDS["whole_before"].search(scene.left_text(region))
    if plain and whole and label in ("member", *BODIES) and scene.flat.startswith(",", noun.end):
        return level(label, "total", "total-by-default", confidence=0.7)  # "Trong 79 chi bộ, 5 chi bộ yếu kém"
    if plain and WORDS["did_after_the_share"].match(scene.flat, noun.end):
        return unknown(label)
    if head is not None and _counts_kinds(head, region, label):
        return level(head.subject, "total", "part-of-the-total", of=index - 1)
    shared = _shared_predicate(scene, index)
    told = next((one for one in reversed(scene.judged) if one.basis == "level"), None)
    if told is not None and region.boundary_before != ";":
        verb = told.measure in (*STRONG_VERBS, "violating") and (shared is None or told.measure in _CHECKS)
        if verb or (told.measure in RATINGS and told.subject == label and region.quantity.out_of is not None):
            return level(label, told.measure, "verb-carried", confidence=0.85, of=index - 1)
        if told is head and told.measure == "total" and plain and label in ("member", "worker", *BODIES):
            return level(label, "total", "total-carried", confidence=0.85)
    if shared is not None and len(tail.split()) <= _OWN_TAIL:
        return level(label, shared.label, "predicate-shared", shared.start - noun.end, 0.85)
    if label == "member" and scene.flat.endswith("mới", noun.start, noun.end):
        return level("member", "admitted", "new-members")
    if plain and label in ("member", "worker", *BODIES) and (head is None or head.subject != label):
        return level(label, "total", "total-by-default", confidence=0.7)
    return unknown(label)  # of "18 chi bộ … thành 9 chi bộ" too


_JOINT: Final = 24
"""Characters before a number that say how it goes on from the one before."""
_CHECKS: Final = frozenset(["inspected", "supervised"])
_OWN_TAIL: Final = 3
"""Words after a counted noun that only say which of them are meant ("nông dân, viên chức")."""


def _counts_kinds(head: Judgement, region: Region, noun: str) -> bool:
    """ "53 TCCS đảng (33 đảng bộ, 20 chi bộ cơ sở)": the bracketed kinds are parts of the organisations before."""
    if (head.measure, head.subject) != ("total", "grassroots_org") or noun not in ("party_org", "cell", head.subject):
        return False
    goes_on = region.boundary_before in (",", "và") and head.link == "kinds"
    return goes_on or region.in_brackets or region.boundary_before in ("gồm", "bao gồm", "trong đó")


def _shared_predicate(scene: Scene, index: int) -> Cue | None:
    """The predicate that the next numbers of the same list carry for this one too."""
    for ahead in scene.regions[index + 1 :]:
        said = scene.flat[max(0, ahead.quantity.extent.start - _JOINT) : ahead.quantity.extent.start]
        if ahead.noun is None and ahead.quantity.unit == "percent" and WORDS["that_share"].search(said):
            return own_predicate(ahead.right)  # "38 tổ chức, chiếm 95%, hoàn thành tốt nhiệm vụ"
        if ahead.boundary_before not in (",", "và", "") or ahead.noun is None or WORDS["of_them"].search(said):
            return None
        if last(ahead.left, "verb", "topic", "predicate") is not None:
            return None
        predicate = own_predicate([cue for cue in ahead.right if cue.start >= ahead.noun.end])
        if predicate is not None:
            return predicate
    return None
