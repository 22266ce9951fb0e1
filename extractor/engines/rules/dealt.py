"""Labels dealt out in turn: "X và Y lần lượt là A và B", "đạt 4 … và 19 …, tương ứng 16,7% và 79,2%"."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Final

from extractor.engines.rules.cues import Cue
from extractor.engines.rules.regions import Region
from extractor.engines.rules.scene import BODIES, RATINGS, WORDS, Judgement, Scene, level
from extractor.text.word_index import WordPattern

Labels = tuple[str, str]
_DONE: Final = frozenset("inspected supervised violating disciplined admitted made_official".split())
_BEYOND: Final = re.compile(r" (?:đều )?vượt(?![^\W\d_])")
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
    """The labels of what stands before such a mark, for the number that comes after it in the same place of its run."""
    region = scene.regions[index]
    mark = _mark().search(scene.flat, scene.regions[0].left_start, region.quantity.extent.start)
    run = _run(scene, mark.end()) if mark is not None else []
    if mark is None or index not in run or len(run) < 2:
        return None
    given = _ratings(scene.flat, scene.regions[run[0]], mark.start())
    if len(given) != len(run):
        values = [one for one in scene.judged[: run[0]] if one.basis == "level" and one.link != "share"]
        given = [(one.subject, one.measure) for one in values[-len(run) :]]
    against_plan = WORDS["after_plan"].match(scene.flat, scene.regions[run[-1]].quantity.extent.end) is not None
    if len(given) != len(run) and against_plan and scene.earlier:
        given = [(scene.earlier[-1].subject, scene.earlier[-1].measure)] * len(run)
    if len(given) != len(run):
        return None
    subject, measure = given[index - run[0]]
    measure = _done_anew(scene, run[0], mark.start()) or measure
    told = [cue for cue in scene.regions[run[0]].left if cue.kind == "subject" and cue.end <= mark.start()]
    if told and WORDS["about"].search(scene.flat, scene.regions[run[0]].left_start, told[-1].start):
        subject = told[-1].label  # "về đảng viên, các mức tương ứng là …"
    own = region.noun is not None and region.noun.label in ("member", *BODIES)
    found = level(region.noun.label if own and region.noun else subject, measure, "dealt-out")
    beyond = _BEYOND.match(scene.flat, mark.end(), scene.regions[run[0]].quantity.extent.start) is not None
    return replace(found, basis="over_plan" if beyond else "vs_plan") if against_plan else found


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
