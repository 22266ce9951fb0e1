"""The figures of one article: every quantity judged, repeats and awards left out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, cast

from extractor.draft import Decision
from extractor.engines.rules.badges import years_of_badges
from extractor.engines.rules.cues import CueIndex
from extractor.engines.rules.dealt import forms_in_turn
from extractor.engines.rules.draft import Dismissal, EventDraft, FigureDraft, OrganizationDraft
from extractor.engines.rules.evidence import clause_around
from extractor.engines.rules.list_counts import only_listed
from extractor.engines.rules.measure import judge as judge_number
from extractor.engines.rules.plans import REACHED, PlanPair, join_plans, plan_of
from extractor.engines.rules.regions import Region, read_regions
from extractor.engines.rules.repeats import drop_repeats
from extractor.engines.rules.scene import RATINGS, WHOLE_SHARE, WORDS, Judgement, Scene
from extractor.engines.rules.scorer.sight import BodyMention, Setting, Sight, never, tell
from extractor.engines.rules.scorer.verdict import Judge, Labels, MakeJudge, RulesAlone, Verdict
from extractor.engines.rules.tables import judge_cell
from extractor.engines.rules.timeline import Timeline
from extractor.labels import Phase
from extractor.reading.model import Block, BlockRole, Quantity, Reading
from extractor.reading.sentences import Sentence, split_sentences
from extractor.text.article import Article, Extent
from extractor.text.flat import flatten
from extractor.text.record import record

_ROLES: Final[frozenset[BlockRole]] = frozenset(["title", "lead", "body", "caption"])

Owner = Callable[[int], str | None]


@record
class Judged:
    """One quantity with everything decided about it."""

    quantity: Quantity
    sentence: Sentence
    region: Region
    judgement: Judgement
    figure: FigureDraft
    kept: bool = True
    """Whether the judge takes the number for a figure."""


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
    organizations: Sequence[OrganizationDraft] = (),
    year: int | None = None,
    *,
    month: int | None = None,
    mentions: Sequence[BodyMention] = (),
    default: str | None = None,
    in_turn: Owner = never,
    make_judge: MakeJudge = RulesAlone,
) -> FigureDecision:
    """Labels every quantity of the reading; `excluded` maps ids that belong elsewhere (awards ...) to the reason.

    `organizations` are those listed for the article, and `mentions` where they are named; a table's rows may be about
    them; `default` is whose a figure is where nothing else is said, `in_turn` tells where owners are named in turn.
    `year` is that of a number with no period near it where the event has none, `month` that of the article's day.
    `make_judge` gives who weighs the rules'
    labels.
    """
    flat = flatten(article.text).replace("\n", " ").replace("\r", " ")
    cues = CueIndex.of(_without_names(flat, reading), flat)
    sentences = split_sentences(article.text, reading.blocks, _ROLES)
    timeline = Timeline(flat, event, reading.periods, reading.dates, sentences, reading.blocks, year)
    cells = {cell.extent: cell for cell in reading.cells}
    excluded = {**only_listed(article.text, flat, reading.quantities), **excluded}
    inline = [q for q in reading.quantities if q.extent not in cells]
    starts = [q.extent.start for q in inline]
    setting = Setting(
        flat, event, tuple(organizations), tuple(mentions), timeline.phases, reading.periods, cues, sentences,
        reading.blocks, default, in_turn, reading.dates, year, month,
    )  # fmt: skip
    judge = make_judge(setting)
    judged: list[Judged] = []
    before: list[Judged] = []
    for sentence in sentences:
        inside = _inside(inline, starts, sentence.extent, excluded)
        if inside:
            before = before if before and before[-1].sentence.block == sentence.block else []
            before = _judge_sentence(article.text, sentence, inside, setting, timeline, owner, judge, before)
            judged += before
    kept, repeats = drop_repeats([one for one in judged if one.kept], _headings(article.text, reading.blocks))
    dismissals = [Dismissal(quantity, reason) for quantity, reason in excluded.items()]
    dismissals += [Dismissal(one.quantity.id, "not_a_figure") for one in judged if not one.kept]
    dismissals += [Dismissal(quantity, "repeat") for quantity in repeats]
    tabled = _judge_cells(flat, reading, cues, event, owner, excluded, organizations)
    return FigureDecision((*(item.figure for item in kept), *tabled), tuple(dismissals))


_HEAD: Final = re.compile(r"[^\W\d_][^\n]{8,89}(?<![.;,…!?:])")
"""A line that may head a section: of letters, and not a row or an item of a list."""


def _headings(text: str, blocks: Sequence[Block]) -> frozenset[int]:
    """The numbers of the short lines of the body that longer paragraphs follow."""
    found: set[int] = set()
    for number, (block, following) in enumerate(pairwise(blocks)):
        longer = len(following.extent) > 2 * len(block.extent) and following.role == "body"
        if block.role == "body" and longer and _HEAD.fullmatch(text, block.extent.start, block.extent.end):
            found.add(number)
    return frozenset(found)


def _judge_cells(
    flat: str,
    reading: Reading,
    cues: CueIndex,
    event: EventDraft,
    owner: Owner,
    excluded: Mapping[str, str],
    organizations: Sequence[OrganizationDraft],
) -> list[FigureDraft]:
    """The figures of the tables' cells; a row's body goes by its name among the listed organisations."""
    columns: dict[Extent, list[Extent]] = {}
    cells = {cell.extent: cell for cell in reading.cells}
    for cell in reading.cells:
        columns.setdefault(cell.row, []).extend([cell.column] if cell.column is not None else [])
    listed = [organization.name for organization in organizations]
    flat_names = [flatten(name) for name in listed]
    headline = next((block.extent for block in reading.blocks if block.role == "title"), None)
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
            headline,
        )
        for q in reading.quantities
        if q.extent in cells and q.id not in excluded
    ]
    names = dict(zip(flat_names, listed, strict=True))
    return [
        replace(figure, organization=names.get(figure.organization or "", figure.organization)) for figure in tabled
    ]


def _without_names(flat: str, reading: Reading) -> str:
    """The flat text with the names of people and communes blotted out ("Lê Văn Hiến", "phường Hiến Nam")."""
    kept, done = list[str](), 0
    for name in sorted([*(person.name for person in reading.people), *_communes(flat, reading)]):
        start, end = max(done, name.start), max(done, name.end)
        kept += [flat[done:start], "·" * (end - start)]
        done = end
    return "".join([*kept, flat[done:]])


def _communes(flat: str, reading: Reading) -> Iterator[Extent]:
    """Where the names of communes stand in those of their committees."""
    for one in reading.organizations:
        named = _COMMUNE.search(flat, one.extent.start, one.extent.end)
        if one.kind == "commune_committee" and named is not None:
            yield Extent(named.end(), one.extent.end)


_COMMUNE: Final = re.compile(r"(?<!\w)(?:xã|phường|thị trấn|đặc khu) ")


def _bound_of_a_plan(flat: str, regions: Sequence[Region], index: int, judgement: Judgement) -> str | None:
    """The bound that words have as a plan: "vượt X" is more than X (guide, section 3), "kết nạp từ X" at least X, and
    "kiểm tra ít nhất 2 tổ chức đảng và 5 đảng viên" bounds both; null where there is none, or the number has its own.
    """
    region = regions[index]
    if region.quantity.comparator != "eq":
        return None
    percent = region.quantity.unit == "percent"
    listed = judgement.link == "carried" or percent
    whole = percent and region.quantity.value == WHOLE_SHARE  # of a share nothing is more
    if index and listed and not whole and region.boundary_before in ("và", ","):
        first = regions[index - 1].quantity
        if first.comparator == "ge" and first.unit == region.quantity.unit:
            return "ge"
    before = flat[region.left_start : region.quantity.extent.start]
    if WORDS["exceeds"].search(before):
        return "gt"
    floor = WORDS["at_least"].search(before) and not WORDS["up_to"].match(flat, region.quantity.extent.end)
    return "ge" if floor else None


_REACHED_WITHIN: Final = 24
"""Characters before a number within which such a word stands."""


def _inside(
    quantities: Sequence[Quantity], starts: Sequence[int], extent: Extent, excluded: Mapping[str, str]
) -> list[Quantity]:
    first = bisect_left(starts, extent.start)
    last = bisect_left(starts, extent.end)
    return [q for q in quantities[first:last] if extent.covers(q.extent) and q.id not in excluded]


def _judge_sentence(
    text: str,
    sentence: Sentence,
    quantities: Sequence[Quantity],
    setting: Setting,
    timeline: Timeline,
    owner: Owner,
    judge: Judge,
    before: Sequence[Judged],
) -> list[Judged]:
    """The figures of one sentence; `before` are those of the one before in its paragraph."""
    flat = setting.flat
    joined, pairs = join_plans(flat, quantities)
    regions = read_regions(flat, sentence, joined, setting.cues)
    number, told = timeline.phases.sentence_at(sentence.extent.start), tell(setting, sentence)
    earlier, units = [one.judgement for one in before], [one.region.quantity.unit for one in before]
    scene = Scene(flat, regions, timeline.planned(joined), earlier, units)
    verdicts: list[Verdict] = []
    for index, region in enumerate(regions):
        sight = Sight(setting, sentence, number, regions, index, told)
        basis, phase = judge.begin(sight)
        ruled = judge_number(scene, index, basis)
        if ruled.share_of is not None and ruled.basis == "level" and region.quantity.unit == "percent":
            restated = pairs.get(regions[ruled.share_of].quantity.id)
            ruled = ruled if restated is None else replace(ruled, basis="vs_plan")
        if region.quantity.id in pairs:
            phase = "result"
        elif timeline.phases.is_called_target(region.quantity) or (scene.planned[index] and ruled.basis == "level"):
            phase = "target"
        elif (
            verdicts
            and verdicts[-1].labels.phase == "target"
            and REACHED.search(scene.left_text(region)[-_REACHED_WITHIN:])
        ):
            phase = "result"
        verdict = _weighed(sight, ruled, phase, timeline, owner(region.quantity.extent.start), judge)
        verdicts.append(verdict)
        said = verdict.labels
        if (said.subject, said.measure) != (ruled.subject, ruled.measure):
            ruled = replace(ruled, subject=said.subject, measure=said.measure)
        scene.judged.append(ruled)
    return _drafted(text, sentence, scene, verdicts, pairs)


def _drafted(
    text: str, sentence: Sentence, scene: Scene, verdicts: Sequence[Verdict], pairs: Mapping[str, PlanPair]
) -> list[Judged]:
    """The figures of one sentence, each plan of a pair after its result."""
    flat, items, plans = scene.flat, list[Judged](), list[Judged]()
    told = years_of_badges(flat, sentence.extent, _badges(scene, verdicts)) | forms_in_turn(scene)
    for index, (region, judgement, verdict) in enumerate(zip(scene.regions, scene.judged, verdicts, strict=True)):
        said, part, pair = verdict.labels, verdict.part, pairs.get(region.quantity.id)
        negative = region.quantity.negative and judgement.basis in ("change", "over_plan")
        if judgement.link == "share" and judgement.basis == "change" and items:
            negative = bool(items[-1].figure.negative)
        quantity = pair.reached if pair is not None else region.quantity
        figure = FigureDraft(
            quantity=quantity.id,
            mention=quantity.extent,
            evidence=clause_around(flat, sentence.extent, index, scene.regions, scene.judged),
            organization=said.organization,
            phase=said.phase,
            period=said.period,
            subject=said.subject,
            measure=said.measure,
            basis=said.basis,
            group=told.get(index) or (None if part is None else _told_part(text, part, quantity.extent.end)),
            negative=negative,
            comparator=_bound_of_a_plan(flat, scene.regions, index, judgement) if said.phase == "target" else None,
            decision=_decision(judgement.decision, verdict),
        )
        items.append(Judged(quantity, sentence, region, judgement, figure, verdict.kept))
        if pair is not None:
            plans.append(Judged(pair.planned, sentence, region, judgement, plan_of(flat, pair, figure), verdict.kept))
    return sorted([*items, *plans], key=lambda item: item.quantity.extent) if plans else items


_NAMED_PLACES: Final = re.compile(
    r"(xã|phường|thị trấn|huyện|quận|thị xã|tỉnh|thôn|bản|ấp|buôn) (?=(?P<first>[^\W\d_]))"
)


def _told_part(text: str, part: Extent, end: int) -> str:
    """The part as the article says it; of what is counted right behind the number, which ends at `end`, without the
    names ("hợp nhất 3 xã Tân Lập, Ea Kuăng và Ea Tih").
    """
    words = " ".join(text[part.start : part.end].split())
    named = _NAMED_PLACES.match(words) if part.start == end + 1 else None
    return named[1] if named is not None and named["first"].isupper() else words


def _badges(scene: Scene, verdicts: Sequence[Verdict]) -> list[tuple[int, Extent]]:
    """The numbers of a sentence that count badges, with their place in it."""
    told = zip(scene.regions, scene.judged, verdicts, strict=True)
    return [
        (index, region.quantity.extent)
        for index, (region, judgement, verdict) in enumerate(told)
        if verdict.labels.measure == "badge" and judgement.basis == "level" and region.quantity.unit == "count"
    ]


def _weighed(
    sight: Sight, ruled: Judgement, phase: Phase, timeline: Timeline, organization: str | None, judge: Judge
) -> Verdict:
    """The rules' labels of one quantity, weighed by the judge."""
    quantity, end = sight.region.quantity, sight.region.right_end

    def period_of(phase: str, basis: str, measure: str) -> str | None:
        state = measure == "total" or measure in RATINGS
        return timeline.period(quantity, end, cast(Phase, phase), relative=basis != "level", state=state)

    period = period_of(phase, ruled.basis, ruled.measure)
    labels = Labels(ruled.subject, ruled.measure, ruled.basis, phase, period, organization)
    return judge.weigh(sight, labels, ruled.decision, period_of)


def _decision(decision: Decision, verdict: Verdict) -> Decision:
    """The rule's decision with the judge's opinions."""
    if verdict.probability is None:
        return decision
    return Decision(decision.rule, decision.distance, verdict.probability, verdict.opinions)
