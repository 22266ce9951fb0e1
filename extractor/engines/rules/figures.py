"""The figures of one article: every quantity judged, repeats and awards left out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from extractor.article import Article, Extent
from extractor.draft import Decision, Dismissal, EventDraft, FigureDraft
from extractor.engines.rules.cues import CueIndex
from extractor.engines.rules.evidence import clause_around
from extractor.engines.rules.groups import read_group
from extractor.engines.rules.measure import judge_sentence
from extractor.engines.rules.plans import against_plans, join_plans, plan_of
from extractor.engines.rules.regions import Region, read_regions
from extractor.engines.rules.repeats import drop_repeats
from extractor.engines.rules.scene import RATINGS, Judgement, Memory
from extractor.engines.rules.tables import judge_cell
from extractor.engines.rules.timeline import Timeline
from extractor.reading.model import BlockRole, Quantity, Reading
from extractor.reading.sentences import Sentence, split_sentences
from extractor.schema import Phase
from extractor.vietnamese.flat import flatten

_ROLES: Final[frozenset[BlockRole]] = frozenset(["title", "lead", "body", "caption"])

Owner = Callable[[int], str | None]


@dataclass(frozen=True, slots=True)
class Judged:
    """One quantity with everything decided about it."""

    quantity: Quantity
    sentence: Sentence
    region: Region
    judgement: Judgement
    figure: FigureDraft


@dataclass(frozen=True, slots=True)
class FigureDecision:
    """The figures of an article and the quantities that are none, each with its reason."""

    figures: tuple[FigureDraft, ...]
    dismissals: tuple[Dismissal, ...]


def decide_figures(
    article: Article,
    reading: Reading,
    event: EventDraft,
    owner: Owner,
    excluded: Mapping[str, str],
    organizations: Sequence[str] = (),
    year: int | None = None,
) -> FigureDecision:
    """Labels every quantity of the reading; `excluded` maps ids that belong elsewhere (awards ...) to the reason.

    `organizations` are the names listed for the article; a table's rows may be about them. `year` is that of a number
    with no period near it where the event has none.
    """
    flat = flatten(article.text).replace("\n", " ").replace("\r", " ")
    cues = CueIndex.of(_without_names(flat, reading))
    sentences = split_sentences(article.text, reading.blocks, _ROLES)
    timeline = Timeline(flat, event, reading.periods, reading.dates, sentences, reading.blocks, year)
    cells = {cell.extent: cell for cell in reading.cells}
    excluded = {**_listed(flat, reading.quantities), **excluded}
    inline = [q for q in reading.quantities if q.extent not in cells]
    starts = [q.extent.start for q in inline]
    judged: list[Judged] = []
    memory, block = Memory(), -1
    for sentence in sentences:
        inside = _inside(inline, starts, sentence.extent, excluded)
        if sentence.block != block:
            memory.new_paragraph()
            block = sentence.block
        if not inside:
            continue
        judged += _judge_sentence(article.text, flat, sentence, inside, cues, timeline, memory, owner)
    kept, repeats = drop_repeats(judged)
    dismissals = [Dismissal(quantity, reason) for quantity, reason in excluded.items()]
    dismissals += [Dismissal(quantity, "repeat") for quantity in repeats]
    columns: dict[Extent, list[Extent]] = {}
    for cell in reading.cells:
        columns.setdefault(cell.row, []).extend([cell.column] if cell.column is not None else [])
    flat_names = [flatten(name) for name in organizations]
    tabled = [
        judge_cell(
            flat,
            cells[q.extent],
            q,
            cues,
            event,
            flat_names,
            owner(q.extent.start),
            columns[cells[q.extent].row],
            reading.periods,
        )
        for q in reading.quantities
        if q.extent in cells and q.id not in excluded
    ]
    names = dict(zip(flat_names, organizations, strict=True))
    tabled = [
        replace(figure, organization=names.get(figure.organization or "", figure.organization)) for figure in tabled
    ]
    return FigureDecision((*(item.figure for item in kept), *tabled), tuple(dismissals))


def _without_names(flat: str, reading: Reading) -> str:
    """The flat text with people's names blotted out: "Lê Văn Hiến" gives nothing away."""
    characters = list(flat)
    for person in reading.people:
        characters[person.name.start : person.name.end] = "·" * len(person.name)
    return "".join(characters)


_TARGETS: Final = re.compile(r" (?:nhóm )?chỉ tiêu(?![^\W\d_])")
_SET: Final = re.compile(r"(?<![^\W\d_])(?:xác định|đề ra|đặt ra|giao|thông qua|xây dựng)(?: [^\W\d_]+){0,3} *$")
_EXCEEDS: Final = re.compile(r"(?<!không )(?<!chưa )vượt(?: mức| ngưỡng| con số)? *$")
_LISTED: Final = re.compile(
    r" +(?:nhóm )?(?:nhiệm vụ|giải pháp|nội dung|vấn đề|bài học|kết quả|lĩnh vực|khâu|mặt|nguyên nhân"
    r"|hạn chế|ý kiến|tham luận|chương trình (?:công tác|trọng tâm|hành động)|"
    r"tiêu chí|điểm mới|đột phá|nhóm giải pháp|điều|báo cáo(?! viên)|bản báo cáo|ban(?= (?:của|thuộc) )|đảng bộ "
    r"khối(?= )|buổi sáng|việc(?! làm))(?![^\W\d_])"
)


_RANKED: Final = re.compile(
    r" (?:đơn vị|địa phương|đảng bộ|nơi) (?:dẫn đầu|đứng đầu|đạt thấp|đạt cao|có kết quả|tiêu biểu)"
)
_WORKED_ON: Final = re.compile(
    r" +(?:nhóm )?(?:giải pháp|ý kiến|nội dung)(?: (?:mới|được)|, kiến nghị| của cử tri| so với)"
)
_DEALT_WITH: Final = re.compile(r"(?:tổng hợp|tiếp thu|giải quyết|tiếp nhận|tăng|giảm)(?: (?:được|thêm|hơn|trên))* $")


def _less_sure(decision: Decision, *, owned: bool, reviewed: bool) -> Decision:
    """A figure that belongs to nobody listed, or to no review, is less sure than its labels."""
    factor = (1.0 if owned else _UNOWNED) * (1.0 if reviewed else _UNREVIEWED)
    return decision if factor == 1.0 else replace(decision, confidence=decision.confidence * factor)


_UNOWNED: Final = 0.7
_UNREVIEWED: Final = 0.8


def _exceeding(flat: str, region: Region) -> str | None:
    """ "vượt X" as a target means more than X (guide, section 3); null where the number says nothing of the kind."""
    plain = region.quantity.comparator == "eq"
    return "gt" if plain and _EXCEEDS.search(flat[region.left_start : region.quantity.extent.start]) else None


def _listed(flat: str, quantities: Sequence[Quantity]) -> dict[str, str]:
    """Numbers that only count the items of a list ("6 nhiệm vụ trọng tâm"): no figures by the guide."""
    return {q.id: "list_count" for q in quantities if q.unit == "count" and _counts_a_list(flat, q)}


def _counts_a_list(flat: str, quantity: Quantity) -> bool:
    before = flat[max(0, quantity.extent.start - 24) : quantity.extent.start]
    if _RANKED.match(flat, quantity.extent.end):
        return True
    if _LISTED.match(flat, quantity.extent.end):
        return not (_WORKED_ON.match(flat, quantity.extent.end) or _DEALT_WITH.search(before))
    set_out = _SET.search(flat[max(0, quantity.extent.start - 30) : quantity.extent.start])
    return quantity.out_of is None and set_out is not None and _TARGETS.match(flat, quantity.extent.end) is not None


def _inside(
    quantities: Sequence[Quantity], starts: Sequence[int], extent: Extent, excluded: Mapping[str, str]
) -> list[Quantity]:
    first = bisect_left(starts, extent.start)
    last = bisect_left(starts, extent.end)
    return [q for q in quantities[first:last] if extent.covers(q.extent) and q.id not in excluded]


def _judge_sentence(
    text: str,
    flat: str,
    sentence: Sentence,
    quantities: Sequence[Quantity],
    cues: CueIndex,
    timeline: Timeline,
    memory: Memory,
    owner: Owner,
) -> list[Judged]:
    joined, pairs = join_plans(flat, quantities)
    regions = read_regions(flat, sentence, joined, cues)
    phases: list[Phase] = [
        "result" if quantity.id in pairs else phase
        for quantity, phase in zip(joined, timeline.phases_of(joined), strict=True)
    ]
    targets = [phase == "target" for phase in phases]
    judgements = against_plans(judge_sentence(flat, regions, memory, targets=targets), joined, pairs)
    items: list[Judged] = []
    plans: list[Judged] = []
    for index, (region, judgement) in enumerate(zip(regions, judgements, strict=True)):
        relative = judgement.basis != "level"
        when = timeline.when(
            region.quantity,
            region.right_end,
            phases[index],
            relative=relative,
            state=judgement.measure == "total" or judgement.measure in RATINGS,
        )
        phase = "result" if region.quantity.id in pairs else when.phase
        organization = owner(region.quantity.extent.start)
        negative = region.quantity.negative and judgement.basis in ("change", "over_plan")
        if judgement.link == "share" and judgement.basis == "change" and items:
            negative = bool(items[-1].figure.negative)
        pair = pairs.get(region.quantity.id)
        quantity = pair.reached if pair is not None else region.quantity
        figure = FigureDraft(
            quantity=quantity.id,
            mention=quantity.extent,
            evidence=clause_around(flat, sentence.extent, index, regions, judgements),
            organization=organization,
            phase=phase,
            period=when.period,
            subject=judgement.subject,
            measure=judgement.measure,
            basis=judgement.basis,
            group=read_group(text, flat, region, judgement, items),
            negative=negative,
            comparator=_exceeding(flat, region) if phase == "target" else None,
            decision=_less_sure(judgement.decision, owned=organization is not None, reviewed=timeline.reviewed),
        )
        items.append(Judged(quantity, sentence, region, judgement, figure))
        if pair is not None:
            plans.append(Judged(pair.planned, sentence, region, judgement, plan_of(flat, pair, figure)))
    return sorted([*items, *plans], key=lambda item: item.quantity.extent) if plans else items
