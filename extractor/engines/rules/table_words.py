"""What the headings and labels of a table say besides how a value is told: something counted, a part of it, a unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractor.engines.rules.cues import Cue, CueIndex, find_cues
from extractor.engines.rules.scene import WORDS
from extractor.text.article import Extent

_WHOLE: Final = re.compile(r"\W*(?:toàn|tổng|cộng|chung|tất cả)(?!\w)")
"""How the label of a row of sums begins."""
_SUM: Final = re.compile(r"\W*(?:toàn (?:tỉnh|huyện|khối|đảng bộ|thành phố)|tổng|cộng|tổng (?:cộng|số)|chung)\W*")
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_LESSON: Final = re.compile(r"lớp (?=\w)", re.IGNORECASE)
_PART: Final = re.compile(r"(?<!\w)(?:trong|ở|tại) (?:các )?(?:doanh nghiệp|khu vực|khu công nghiệp)")
"""Where the part begins that the label of new bodies names ("Chi bộ mới | trong doanh nghiệp tư nhân")."""
_TOPIC: Final = re.compile(r"\W*(?:(?:kết quả|tình hình|về|báo cáo)(?: thực hiện)? )*công tác (?=[^\W\d_])")
"""How a line begins that names a topic: over rows of bodies its verb is what they did."""
_NEAR: Final = 40
"""Characters before a cell within which words could be taken for its own."""
_LETTER: Final = re.compile(r"[^\W\d_]")


def decides(cue: Cue) -> bool:
    """Whether a cue says what is measured."""
    return cue.kind in ("predicate", "topic", "verb") and cue.label not in ("rated", "implemented", "other")


def cues_in(flat: str, cues: CueIndex, extent: Extent) -> Sequence[Cue]:
    """The cues of a heading or label by itself: none that began in a cell before or goes on in the next one, and none
    that the words of a section before make a noun ("Công tác đảng viên | Kết nạp đảng viên").
    """
    sectioned = "công tác" in flat[max(0, extent.start - _NEAR) : extent.start]
    if not (sectioned or cues.covers(extent.start) or cues.covers(extent.end)):
        return cues.within(extent.start, extent.end)
    shift = extent.start
    alone = find_cues(flat[extent.start : extent.end])
    return [Cue(cue.start + shift, cue.end + shift, cue.kind, cue.label) for cue in alone]


def topic_cues(flat: str, cues: CueIndex, extent: Extent) -> Sequence[Cue]:
    """The cues of a section or title over rows of bodies: "Công tác kết nạp đảng viên" says what each of them did."""
    match = _TOPIC.match(flat, extent.start, extent.end)
    if match is None:
        return cues_in(flat, cues, extent)
    alone = find_cues(flat[match.end() : extent.end])
    return [Cue(cue.start + match.end(), cue.end + match.end(), cue.kind, cue.label) for cue in alone]


def is_sum(flat: str, label: Extent) -> bool:
    """Whether a row's label is that of a row of sums and nothing more ("Tổng cộng")."""
    return _SUM.fullmatch(flat, label.start, label.end) is not None


def says_only_how(flat: str, places: Sequence[Extent]) -> bool:
    """Whether headings or labels tell of plan, result, share, change and time alone, and not what is counted."""
    words = " ".join(_BRACKETS.sub(" ", flat[one.start : one.end]) for one in places)
    return _LETTER.search(WORDS["says_how"].sub(" ", words)) is None


def part_of(flat: str, headings: Sequence[Extent], cues: CueIndex) -> Extent | None:
    """The part that the heading over a cell names: "nữ" of "Trong đó: nữ"; null where it names none."""
    if not headings:
        return None
    own = headings[-1]
    if any(map(decides, cues_in(flat, cues, own))):
        return None
    match = WORDS["part_of_those"].fullmatch(flat, own.start, own.end)
    match = match or WORDS["parts"].fullmatch(flat, own.start, _without_unit(flat, own))
    if match is not None:
        return Extent(match.start("part"), min(match.end("part"), _without_unit(flat, own)))
    inside = any(WORDS["those_are_parts"].fullmatch(flat, one.start, one.end) for one in headings[:-1])
    return Extent(own.start, _without_unit(flat, own)) if inside else None


def whole_before(flat: str, columns: Sequence[Extent], headings: Sequence[Extent], cues: CueIndex) -> Extent | None:
    """The heading of the column that a part belongs to: the last before it that names no part itself."""
    over = (one for one in headings[:-1] if WORDS["those_are_parts"].fullmatch(flat, one.start, one.end))
    own = next(over, headings[-1])  # those of a lower line stand behind all of the upper one
    before = sorted((one for one in set(columns) if one.start < own.start), reverse=True)
    return next((one for one in before if one not in headings and part_of(flat, [one], cues) is None), None)


def own_words(flat: str, extent: Extent | None) -> str:
    """The words of a label or heading, a unit in brackets that the value says itself left out."""
    return "" if extent is None else " ".join(flat[extent.start : _without_unit(flat, extent)].split())


def _without_unit(flat: str, extent: Extent) -> int:
    """Where a heading ends without its unit in brackets; a physical one stays with the noun (guide, section 3)."""
    match = WORDS["own_unit"].search(flat, extent.start, extent.end)
    end = match.start() if match is not None and not flat[match.end() : extent.end].strip() else extent.end
    return extent.start + len(flat[extent.start : end].rstrip())


def group_of(
    flat: str,
    labels: Sequence[Extent],
    heading: Extent | None,
    label_cues: Sequence[Cue],
    what: tuple[str, str],
    *,
    named: bool,
) -> str | None:
    """The part that a row counts: its label where a column says what is measured of it; of other things their noun.

    `heading` is the one over the cell where it says anything, `named` says that the row is a body's.
    """
    label = own_words(flat, labels[-1])
    if what == ("other", "other"):
        by_label = None if named or WORDS["year"].fullmatch(label) else label
        said = own_words(flat, heading) or by_label or ""
        counted = WORDS["counted_so"].match(said)
        return said[counted.end() if counted else 0 :] or None
    if named:
        return None
    of_row = WORDS["part_of_those"].fullmatch(label) or WORDS["parts"].fullmatch(label)
    if of_row is not None:
        return of_row["part"]
    if (part := _PART.search(label)) is not None:
        return label[part.start() :]
    if what[0] == "class" and (lesson := _LESSON.match(label)) is not None:
        return label[lesson.end() :]
    decided = any(map(decides, label_cues))
    if label.endswith("(cũ)"):
        return label
    if decided or heading is None or len(labels) > 1 or _WHOLE.match(label) or WORDS["year"].search(label):
        return None
    return label if any(cue.kind == "subject" for cue in label_cues) and " " in label else None
