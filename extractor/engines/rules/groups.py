"""The part of the subject that a number counts, as the text says it (guide, section 3, `group`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from extractor.engines.rules.regions import Region
from extractor.engines.rules.scene import WORDS, Judgement
from extractor.reading.areas import former_area

if TYPE_CHECKING:
    from extractor.engines.rules.figures import Judged

_FORMER: Final = ("cũ", "trước đây")
"""One of them stands in every name of a former area."""
_EDGES: Final = " ,;:.()…\n-"
_FORMS: Final = (
    "khiển trách",
    "cảnh cáo",
    "cách chức",
    "khai trừ",
    "xóa tên",
    "tự nguyện xin ra khỏi đảng",
    "xin ra khỏi đảng",
    "tự nguyện xin ra",
    "xin ra",
    "cho ra",
)
_LONGEST_FORM: Final = max(map(len, _FORMS)) + 1


def read_group(text: str, flat: str, region: Region, judgement: Judgement, judged: Sequence[Judged]) -> str | None:
    """The group's words, verbatim with line breaks as spaces; null where the number counts the whole subject.

    `judged` holds the figures before it in the same sentence.
    """
    if judgement.subject == "participant" and judgement.measure == "attended":
        return judged[-1].figure.group if judged and judged[-1].judgement.subject == "class" else None
    if judgement.link == "share" and judgement.basis == "level" and judged:
        return judged[-1].figure.group
    if judgement.basis != "level" and judgement.subject == "other" and judgement.share_of is not None and judged:
        return judged[-1].figure.group
    extent = _group_extent(flat, region, judgement, judged)
    if extent is None:
        left = (region.left_start, region.quantity.extent.start)
        if any(flat.find(word, *left) >= 0 for word in _FORMER) and (area := former_area(text, flat, *left)):
            return " ".join(text[area.start : area.end].split())
        if judgement.measure in ("inspected", "supervised") and judgement.link == "carried" and judged:
            return judged[-1].figure.group
        return None
    return " ".join(text[extent[0] : extent[1]].split()) or None


def _trim(flat: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and flat[start] in _EDGES:
        start += 1
    while end > start and flat[end - 1] in _EDGES:
        end -= 1
    if flat.startswith(")", end) and flat.count("(", start, end) > flat.count(")", start, end):
        end += 1  # "tại Bến Tre (cũ)"
    return (start, end) if end - start >= 2 else None


def _group_extent(flat: str, region: Region, judgement: Judgement, judged: Sequence[Judged]) -> tuple[int, int] | None:
    after = region.noun.end if region.noun is not None else region.quantity.extent.end
    measure, subject = judgement.measure, judgement.subject
    if judgement.basis != "level" and measure != "implemented":
        return None
    if judgement.link == "kinds" and region.noun is not None:
        return (region.noun.start, region.noun.end)
    if subject == "class":
        return _topic(flat, after, region.right_end)
    if measure in ("disciplined", "removed"):
        return _form(flat, region, judgement, judged)
    if measure == "badge":
        match = WORDS["badge_years"].search(flat, region.left_start, region.right_end)
        return (match.start(1), match.end(1)) if match else None
    if measure == "implemented" and judgement.basis == "vs_plan":
        goes_on = WORDS["and_supervision"].match(flat, region.right_end)
        return _trim(flat, region.quantity.extent.end, goes_on.end() if goes_on else region.right_end)
    if measure == "donated" and (region.quantity.unit in ("VND", "USD") or subject != "other"):
        return _purpose(flat, region, judged)
    if measure == "admitted" and region.noun is not None and region.noun.label == "other":
        return (region.noun.start, region.noun.end)
    if measure == "inspected" and judgement.link != "carried":
        match = WORDS["signs"].search(flat, region.left_start, region.right_end)
        return (match.start(), match.end()) if match else None
    if measure == "established":
        match = WORDS["in_enterprises"].search(flat, after, region.right_end)
        return _trim(flat, match.start(), match.end()) if match else None
    if subject == "other" and measure in ("other", "donated"):
        return _thing(flat, region)
    if subject == "other" and region.noun is not None and region.noun.label == "other":
        said = next((cue for cue in region.right if cue.kind != "subject" and cue.start >= region.noun.end), None)
        end = said.start if said is not None else region.noun.end
        tail = WORDS["said_of_it"].search(flat, region.noun.end, end)
        return _trim(flat, region.noun.start, tail.start() if tail else end)
    if subject == "member" and judgement.link == "before":
        match = WORDS["which_members"].search(flat, region.left_start, region.quantity.extent.start)
        return (match.start("which"), match.end("which")) if match else None
    if measure == "other":
        return _trim(flat, after, region.right_end)
    if judgement.link == "part" or (judgement.link == "none" and subject == "member"):
        return _part(flat, region, after)
    if judgement.link == "carried" and region.boundary_before in ("trong đó", "(", "gồm", "bao gồm"):
        return _part(flat, region, after)
    return None


def _thing(flat: str, region: Region) -> tuple[int, int] | None:
    """The thing counted, without what is said of it; for money and shares what stands before the number."""
    start, end = region.quantity.extent.end, region.right_end
    unit = WORDS["measured"].match(flat, start)
    start = unit.end() if unit else start
    tail = WORDS["said_of_it"].search(flat, start, end) or WORDS["worth"].search(flat, start, end)
    found = _trim(flat, start, tail.start() if tail else end)
    if region.quantity.unit == "count" or found is not None:
        return found
    topic = next((cue for cue in reversed(region.left) if cue.kind == "topic"), None)
    rate = WORDS["rate_of"].search(flat, region.left_start, region.quantity.extent.start)
    begin = topic.start if topic is not None else rate.end() if rate is not None else None
    if begin is None:
        return None
    amount = WORDS["reaches"].search(flat, begin, region.quantity.extent.start)
    return _trim(flat, begin, amount.start() if amount else region.quantity.extent.start)


def _topic(flat: str, start: int, end: int) -> tuple[int, int] | None:
    """What a class is about and for whom."""
    tail = WORDS["topic_end"].search(flat, start, end)
    head = WORDS["online"].match(flat, start)
    return _trim(flat, head.end() if head else start, tail.start() if tail else end)


def _form(flat: str, region: Region, judgement: Judgement, judged: Sequence[Judged]) -> tuple[int, int] | None:
    """The form of discipline or of leaving that a number counts; for leaving only among parts of a whole."""
    if region.in_brackets and flat[region.left_start : region.quantity.extent.start].strip() == "(":
        before = flat[max(0, region.left_start - _LONGEST_FORM) : region.left_start].rstrip()  # "khiển trách (5)"
        form = next((form for form in _FORMS if before.endswith(form)), None)
        if form is not None:
            at = flat.rfind(form, 0, region.left_start)
            return (at, at + len(form))
    among = judgement.share_of is not None or any(item.judgement.measure == "removed" for item in judged)
    for form in _FORMS:
        at = flat.find(form, region.left_start, region.right_end)
        if (
            at >= 0
            and not WORDS["its_own_number"].match(flat, at + len(form))
            and (judgement.measure != "removed" or among)
        ):
            return (at, at + len(form))
    return None


def _purpose(flat: str, region: Region, judged: Sequence[Judged]) -> tuple[int, int] | None:
    """What a gift is for: between the giving and the amount, else after the amount."""
    start, end = region.quantity.extent.start, region.quantity.extent.end
    giving = next((cue for cue in reversed(region.left) if cue.label == "donated"), None)
    stop = start
    if giving is None and region.quantity.unit not in ("VND", "USD"):
        giving = next((cue for cue in region.right if cue.label == "donated"), None)
        stop = region.right_end
    if giving is None and judged and judged[-1].judgement.measure == "donated":
        giving = next((cue for cue in judged[-1].region.right if cue.label == "donated"), None)
    if giving is not None:
        amount = WORDS["amount"].search(flat, giving.end, stop)
        found = _trim(flat, giving.end, amount.start() if amount else stop)
        if found is not None and not WORDS["no_purpose"].fullmatch(flat[found[0] : found[1]]):
            lead = WORDS["for"].match(flat, found[0])
            return _trim(flat, lead.end() if lead else found[0], found[1])
    match = WORDS["for_after"].match(flat, end, region.right_end)
    return _trim(flat, match.start("purpose"), match.end("purpose")) if match else None


def _part(flat: str, region: Region, after: int) -> tuple[int, int] | None:
    """What sets a part off: the words after its number, else the words before it."""
    person = region.noun is not None and flat.startswith("người", region.noun.start)
    right = _trim(flat, after, region.right_end)
    if person and right is not None and region.noun is not None:
        right = (region.noun.start, right[1])
    if right is not None:
        head = WORDS["is"].match(flat[right[0] : right[1]])
        start = right[0] + (head.end() if head else 0)
        text = flat[start : right[1]]
        if not re.match(r"(?:(?:so với|trong|trên|chiếm|đạt|trở lên|mà|tổng|năm)(?![^\W\d_])|em$)", text):
            return _trim(flat, start, right[1])
    left = flat[region.left_start : region.quantity.extent.start]
    left = " " * (cut := max(left.rfind(mark, 0, len(left.rstrip(_EDGES))) for mark in (":", ",")) + 1) + left[cut:]
    noise = WORDS["left_noise"].match(left.lstrip(_EDGES))
    start = region.left_start + (len(left) - len(left.lstrip(_EDGES))) + (noise.end() if noise else 0)
    tail = WORDS["right_noise"].search(flat[start : region.quantity.extent.start])
    end = start + tail.start() if tail else region.quantity.extent.start
    return _trim(flat, start, end)
