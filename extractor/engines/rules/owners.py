"""The bodies with figures of their own beside the one that reviews (guide, section 2)."""

from __future__ import annotations

from extractor.engines.rules.bodies import Named, Survey, words
from extractor.engines.rules.body_groups import Group
from extractor.engines.rules.hosts import is_receiver
from extractor.engines.rules.respective import in_turn, run_ends
from extractor.engines.rules.scene import WORDS
from extractor.reading.body import Body
from extractor.reading.intervals import between, meets, merged
from extractor.reading.sentences import Sentence


class _Runs:
    """Of one article: where runs of joined bodies end, and which bodies numbers are given to in turn or by tables."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self.ends = run_ends(survey)
        self.labels = merged(
            place for cell in survey.reading.cells for place in (cell.label, *cell.labels, *cell.headings)
        )
        """Labels and headings of the tables' cells, in order."""
        self._turns: dict[int, list[Group]] = {}

    def in_turn(self, sentence: Sentence) -> list[Group]:
        """The bodies of the sentence that have numbers in turn."""
        start = sentence.extent.start
        if start not in self._turns:
            self._turns[start] = [one.group for one, _ in in_turn(self._survey, sentence)]
        return self._turns[start]


def find_owners(survey: Survey, organisers: list[Group]) -> dict[Group, Named]:
    """The other bodies with figures of their own, each with the first mention that has one."""
    found: dict[Group, Named] = {}
    runs = _Runs(survey)
    acting = any(named.body.acting for named in survey.named)
    heads = {table.named.group for table in survey.headed_tables if table.named.group.family != "commission"}
    for one in survey.told:
        if one.group in found or one.group in organisers or one.block.role == "title":
            continue
        if one.group in heads:
            found[one.group] = one.source or one
            continue
        if one.source is not None and not organisers and survey.flat.endswith("toàn ", 0, one.body.extent.start):
            continue
        if one.source is not None and not one.source.body.acting and not acting:
            continue  # an officer who speaks, in an article that no Party body acts in
        if one.group.family == "youth" and (one.source or one).body.short:
            continue
        if one.group.family == "commission" and not _is_lower_commission(one.group, organisers):
            above = one.group.owner
            if not organisers and above is not None and above.family == "province":
                if _owns_figure(survey, runs, one, sure=True):
                    found[one.group] = one.source or one  # nobody reviews for it: its own work is told as its own
                continue
            if above is not None and above not in found and above not in organisers and _stands_for(survey, runs, one):
                found[above] = one
            continue
        if _owns_figure(survey, runs, one, sure=bool(organisers) or one.group.family != "unit"):
            found[one.group] = one.source or one
    return found


def _stands_for(survey: Survey, runs: _Runs, named: Named) -> bool:
    """Whether a committee's own commission has a number: it counts as the committee (guide, section 2)."""
    whole = named.group.owner
    kinds = ("district", "organ", "unit")
    if whole is None or whole.family not in kinds or (whole.family == "district" and whole.place is None):
        return False
    return _owns_figure(survey, runs, named, sure=True)


def _is_lower_commission(group: Group, organisers: list[Group]) -> bool:
    """Whether a district's commission stands for itself: where the commission above it reviews the same work.

    One of inspection counts as its committee there too: the review is the upper one's alone (guide, section 2).
    """
    if group.kind == "inspection_commission" or group.owner is None:
        return False
    if group.owner.family != "district" or group.owner.place is None:
        return False
    return any(above.family == "commission" and above.kind == group.kind for above in organisers)


def _owns_figure(survey: Survey, runs: _Runs, named: Named, *, sure: bool) -> bool:
    """Whether a number that is no award's follows the body as its own.

    Where the body may not be what the article is about (not `sure`), a known verb ties the number to it.
    """
    body = named.body
    sentence = survey.sentence_at(body.extent.start)
    flat, start, end = survey.flat, body.extent.start, body.extent.end
    if sentence is None or not body.acting:
        return False
    if body.family in ("district", "province", "unit", "organ") and meets(body.extent, runs.labels):
        return True
    if _counts_members(survey, body, sentence.extent.start):
        return True
    if any(one is named.group for one in runs.in_turn(sentence)):
        return True
    if body.family == "bloc" and flat.startswith("khối", start):
        return False
    if named.source is None:
        end = runs.ends[start]
    clause_start = max(sentence.extent.start, flat.rfind(";", sentence.extent.start, start) + 1)
    stop = flat.find(";", end, sentence.extent.end)
    stop = stop if stop >= 0 else sentence.extent.end
    others = [one for one in survey.told_between(end, stop) if one.group is not named.group and one.body.acting]
    stop = min([stop, *(one.body.extent.start for one in others)])
    quantity = next(iter(between(survey.reading.quantities, end, stop)), None)
    if quantity is None:
        return False
    gap = flat[end : quantity.extent.start]
    if words("awards").search(flat, clause_start, min(stop, quantity.extent.end + 80)):
        return False
    before = flat[clause_start:start]
    whole = any(match.end() >= len(before.rstrip()) for match in words("wholes").finditer(before.rstrip()))
    topic = flat.startswith(",", body.extent.end) and WORDS["at_the_head"].fullmatch(before) is not None
    if not (whole or topic) and is_receiver(survey, body):
        return False
    if WORDS["companions"].match(gap):
        return False
    return (
        sure
        or topic
        or WORDS["joined"].fullmatch(gap) is not None
        or ":" in gap
        or words("measures").search(gap) is not None
    )


def _counts_members(survey: Survey, body: Body, start: int) -> bool:
    """Whether a number counts the members or cells of the body: "97,4% đảng viên trong Đảng bộ tỉnh"."""
    if body.family not in ("province", "district") or survey.flat.startswith(" bị ", body.extent.end):
        return False  # what members or cells undergo is the act of who reports it
    before = WORDS["of_members"].search(survey.flat, max(start, body.extent.start - 45), body.extent.start)
    if before is None:
        return False
    return any(
        not survey.flat[quantity.extent.end : before.start()].strip()
        for quantity in between(survey.reading.quantities, max(start, before.start() - 30), before.start())
    )
