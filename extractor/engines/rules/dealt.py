"""Labels dealt out in turn: "X và Y lần lượt là A và B", "đạt 4 … và 19 …, tương ứng 16,7% và 79,2%"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.draft import Decision
from extractor.engines.rules.cues import Cue
from extractor.engines.rules.regions import Region
from extractor.engines.rules.scene import BODIES, RATINGS, WORDS, Judgement, Scene
from extractor.labels import Basis

Labels = tuple[str, str]


def deal_out(scene: Scene) -> None:
    """Gives the numbers after such a mark the labels of what stands before it, one after another."""
    end = scene.regions[-1].quantity.extent.end
    mark = WORDS["mark"].search(scene.flat, scene.regions[0].left_start, end)
    if mark is None:
        return
    after = _run(scene, mark.end())
    labels = _said_before(scene, mark.start(), after) if len(after) > 1 else None
    planned = len(after) > 1 and scene.judged[after[-1]].basis == "vs_plan"
    if labels is None and planned and scene.memory.subject and scene.memory.measure:
        labels = [(scene.memory.subject, scene.memory.measure)] * len(after)
    topic = _topic(scene.regions[after[0]], scene, mark.start()) if after else None
    if labels is None and topic is not None and len(scene.memory.ratings) == len(after) > 1:
        labels = [(topic, rating) for rating in scene.memory.ratings]
    if labels is None:
        return
    if topic is not None:
        labels = [(topic, measure) for _, measure in labels]
    basis = "vs_plan" if planned else scene.judged[after[0]].basis
    for index, (subject, measure) in zip(after, labels, strict=True):
        scene.judged[index] = _dealt(scene, index, subject, measure, basis)


def _topic(region: Region, scene: Scene, mark: int) -> str | None:
    """Whom the words before the mark say the numbers are about ("về đảng viên, các mức tương ứng là …")."""
    for cue in reversed(region.left):
        if cue.kind == "subject" and cue.end <= mark and cue.label in ("member", *BODIES):
            return cue.label if WORDS["about"].search(scene.flat[region.left_start : cue.start]) else None
    return None


def _dealt(scene: Scene, index: int, subject: str, measure: str, basis: Basis) -> Judgement:
    noun = scene.regions[index].noun
    named = noun.label if noun is not None and noun.kind == "subject" and noun.label in ("member", *BODIES) else subject
    judged = scene.judged[index]
    return replace(judged, subject=named, measure=measure, basis=basis, decision=Decision("dealt-out", 0, 0.8))


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


def _said_before(scene: Scene, mark: int, after: Sequence[int]) -> list[Labels] | None:
    """The labels that stand before the mark, as many as there are numbers after it."""
    wanted = len(after)
    first = scene.regions[after[0]]
    words = _ratings(first, mark)
    if len(words) == wanted:
        return words
    before = [
        index
        for index in range(after[0])
        if scene.judged[index].basis == "level" and scene.judged[index].share_of is None
    ]
    if len(before) < wanted:
        return None
    return [(scene.judged[index].subject, scene.judged[index].measure) for index in before[-wanted:]]


def _ratings(region: Region, mark: int) -> list[Labels]:
    """The ratings and deeds named between the number before and the mark, each with the noun it is said of."""
    found: list[Labels] = []
    subject: Cue | None = None
    for cue in region.left:
        if cue.end > mark:
            break
        if cue.kind == "subject":
            subject = cue
        elif cue.label in RATINGS:
            found.append((subject.label if subject else "other", cue.label))
    return found
