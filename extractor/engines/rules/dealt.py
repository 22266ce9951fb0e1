"""Labels dealt out in turn: "X và Y lần lượt là A và B", "đạt 4 … và 19 …, tương ứng 16,7% và 79,2%"."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Final

from extractor.engines.rules.cues import Cue
from extractor.engines.rules.regions import Region
from extractor.engines.rules.scene import BODIES, DEFAULT_SUBJECT, RATINGS, WORDS, Judgement, Scene, level
from extractor.text.word_index import WordPattern

Labels = tuple[str, str]
_DONE: Final = frozenset("inspected supervised violating disciplined admitted made_official".split())
_BEYOND: Final = re.compile(r" (?:đều )?vượt(?![^\W\d_])")
_FIRST_OF_THEM: Final = re.compile(r"(?<!\w)(?:mức|loại|hạng) đầu(?!\w)")
_BEYOND_BEFORE: Final = re.compile(r"(?<!\w)vượt $")
_JOINED_HEADS: Final = re.compile(r" và (?:[^\W\d_]+ ){1,12}(?:đạt|là|bằng|được) (?:(?:trên|hơn|gần|khoảng) )?$")
_SHARES: Final = re.compile(r"[^;.\d]{0,30}, (?:đạt|bằng|lần lượt đạt|tương đương) ")
_APART: Final = re.compile(r"[;,.:)]")
_GRADE: Final = re.compile(r"(?:không |chưa )?hoàn thành(?: xuất sắc| tốt)?")
_GRADES: Final = {
    "hoàn thành xuất sắc": "excellent",
    "hoàn thành tốt": "good",
    "hoàn thành": "completed",
    "không hoàn thành": "not_completed",
    "chưa hoàn thành": "not_completed",
}


@cache
def _mark() -> WordPattern:
    return WordPattern(WORDS["mark"])


def dealt_out(scene: Scene, index: int) -> Judgement | None:
    """The labels of what stands before such a mark, for the number that comes after it in the same place of its run.

    Two sums joined by "và" after two heads joined so, and two shares of plans after two counts, need no mark.
    """
    region = scene.regions[index]
    marks = list(_mark().finditer(scene.flat, scene.regions[0].left_start, region.quantity.extent.start))
    run, start, end = (_run(scene, marks[-1].end()), *marks[-1].span()) if marks else (list[int](), 0, 0)
    if index not in run or len(run) < 2:
        run, start, end = _paired(scene, index)
    if index not in run:
        return None
    last = scene.regions[run[-1]]
    against_plan = WORDS["after_plan"].match(scene.flat, last.quantity.extent.end) is not None
    if last.noun is not None and last.noun.label == "participant":
        return level("participant", "attended", "dealt-out")
    given = _given(scene, run, start, against_plan=against_plan)
    if len(given) != len(run):
        return None
    subject, measure = given[index - run[0]]
    measure = _done_anew(scene, run[0], start) or measure
    told = [cue for cue in scene.regions[run[0]].left if cue.kind == "subject" and cue.end <= start]
    if told and WORDS["about"].search(scene.flat, scene.regions[run[0]].left_start, told[-1].start):
        subject = told[-1].label  # "về đảng viên, các mức tương ứng là …"
    own = region.noun is not None and region.noun.label in ("member", *BODIES)
    found = level(region.noun.label if own and region.noun else subject, measure, "dealt-out")
    beyond = _BEYOND.match(scene.flat, end, scene.regions[run[0]].quantity.extent.start) is not None
    beyond = beyond or _BEYOND_BEFORE.search(scene.flat, scene.regions[run[0]].left_start, start) is not None
    return replace(found, basis="over_plan" if beyond else "vs_plan") if against_plan else found


def _given(scene: Scene, run: list[int], start: int, *, against_plan: bool) -> list[Labels]:
    """What the numbers of a run get in turn: the heads before their mark, else what the numbers before them were."""
    region = scene.regions[run[0]]
    given = _ratings(scene.flat, region, start)
    if len(given) != len(run):
        given = _heads(scene.flat, region, start, len(run))
    if len(given) != len(run):
        values = [one for one in scene.judged[: run[0]] if one.basis == "level" and one.link != "share"]
        told = [(one.subject, one.measure) for one in values]
        if _FIRST_OF_THEM.search(scene.flat, region.left_start, start):  # "hai mức đầu tương ứng 17,2% và 78,9%"
            told = [one for one in told if told and one[0] == told[-1][0]][: len(run)]
        given = told[-len(run) :]
    if len(given) != len(run) and against_plan and scene.earlier:
        given = [(scene.earlier[-1].subject, scene.earlier[-1].measure)] * len(run)
    return given


def _paired(scene: Scene, index: int) -> tuple[list[int], int, int]:
    """Two numbers that "và" joins after two heads or two counts, and where the words for those end; empty elsewhere."""
    none = (list[int](), 0, 0)
    for first in (index, index - 1):
        if first < 0 or first + 1 >= len(scene.regions):
            continue
        one, other = scene.regions[first].quantity, scene.regions[first + 1].quantity
        if one.unit != other.unit or scene.flat[one.extent.end : other.extent.start] != " và ":
            continue
        region, start = scene.regions[first], one.extent.start
        if one.unit in ("VND", "USD") and _JOINED_HEADS.search(scene.flat, region.left_start, start):
            heads = _row_of(scene.flat, [cue for cue in region.left if cue.kind == "topic"])
            if len(heads) == 2 and heads[0].label != heads[1].label:
                return [first, first + 1], heads[1].end, heads[1].end
        counts = [told.measure for told in scene.judged[:first] if told.basis == "level"][-2:]
        shares = one.unit == "percent" and _SHARES.fullmatch(scene.left_text(region)) is not None
        of_plans = shares and WORDS["after_plan"].match(scene.flat, other.extent.end) is not None
        if of_plans and len(set(counts)) == 2:
            return [first, first + 1], start, start
    return none


def _done_anew(scene: Scene, index: int, mark: int) -> str | None:
    """The measure of a verb of its own before the mark ("…; giám sát lần lượt 603 và 917"); null where none is."""
    region = scene.regions[index]
    if index == 0 or region.quantity.unit != "count":
        return None
    before = scene.regions[index - 1].quantity.extent.end
    cues = [*scene.regions[index - 1].right, *region.left]
    told = [cue for cue in cues if before < cue.start and cue.end <= mark and cue.kind != "subject"]
    if not told or _APART.search(scene.flat, before, told[0].start) is None:
        return None
    return next((cue.label for cue in reversed(told) if cue.label in _DONE), None)


def _run(scene: Scene, start: int) -> list[int]:
    """The numbers that follow the mark, with nothing but their own words between them."""
    found: list[int] = []
    at = start
    for index, region in enumerate(scene.regions):
        extent = region.quantity.extent
        if extent.start < start:
            continue
        if WORDS["between"].fullmatch(scene.flat, at, extent.start) is None:
            break
        found.append(index)
        at = extent.end
    return found


def _ratings(flat: str, region: Region, mark: int) -> list[Labels]:
    """The ratings named between the number before and the mark, each with the noun it is said of."""
    found: list[Labels] = []
    subject: Cue | None = None
    if (row := WORDS["row_of_ratings"].search(flat, region.left_start, mark)) is not None:
        nouns = [cue.label for cue in region.left if cue.kind == "subject" and cue.end <= row.start()]
        grades = [_GRADES[" ".join(one[0].split())] for one in _GRADE.finditer(row[0])]
        return [(nouns[-1] if nouns else "other", grade) for grade in grades]
    for cue in region.left:
        if cue.end > mark:
            break
        if cue.kind == "subject":
            subject = cue
        elif cue.label in RATINGS:
            found.append((subject.label if subject else "other", cue.label))
    return found


_NEXT_HEAD: Final = re.compile(r"(?:,| và|, và) (?:[^\W\d_]+ ){0,4}")
"""Between one of a row of heads and the next."""


def _heads(flat: str, region: Region, mark: int, count: int) -> list[Labels]:
    """What as many heads in a row before the mark stand for: measures of one subject, or one measure's subjects.

    "Đảng viên được kết nạp, được công nhận chính thức và bị xóa tên"; "tổ chức đảng và đảng viên được kiểm tra".
    """
    cues = [cue for cue in region.left if cue.end <= mark]
    measures = _row_of(flat, [cue for cue in cues if cue.kind in ("verb", "predicate", "topic")])
    subjects = _row_of(flat, [cue for cue in cues if cue.kind == "subject"])
    if len(measures) == count:
        found: list[Labels] = []
        for measure in measures:
            told = [cue.label for cue in cues if cue.kind == "subject" and cue.end <= measure.start]
            subject = told[-1] if told else DEFAULT_SUBJECT.get(measure.label, "other")
            found.append((subject, measure.label))
        return found
    if len(subjects) == count and len(measures) == 1:
        return [(subject.label, measures[0].label) for subject in subjects]
    return []


def _row_of(flat: str, cues: list[Cue]) -> list[Cue]:
    """The last of the cues that commas and "và" join."""
    row: list[Cue] = []
    for cue in cues:
        if row and not _NEXT_HEAD.fullmatch(flat, row[-1].end, cue.start):
            row = []
        row.append(cue)
    return row


_FORMS: Final = r"(?:khiển trách|cảnh cáo|cách chức|khai trừ)"
_ROW_OF_FORMS: Final = re.compile(
    rf"{_FORMS}(?:(?:,| và|, và|;) (?:[^\W\d_]+ ){{0,2}}?{_FORMS}){{1,5}}(?: [^\W\d_]+){{0,3}} $"
)


def forms_in_turn(scene: Scene) -> dict[int, str]:
    """The form of discipline that each number of a run counts, by the number's index ("khiển trách, cảnh cáo lần lượt
    9 và 4"), as the text says it.
    """
    found: dict[int, str] = {}
    for mark in _mark().finditer(scene.flat, scene.regions[0].left_start, scene.regions[-1].quantity.extent.start):
        row = _ROW_OF_FORMS.search(scene.flat, max(0, mark.start() - _ROW), mark.start())
        forms = re.findall(_FORMS, row[0]) if row is not None else []
        run = _run(scene, mark.end())
        if len(forms) == len(run):
            found.update(zip(run, forms, strict=True))
    return found


_ROW: Final = 120
"""Characters before the mark within which a row of forms begins."""
