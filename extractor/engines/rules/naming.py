"""The name and the province of a listed body: its first complete form, well spelt (guide, section 2)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Final

from extractor.engines.rules.bodies import Named, Survey
from extractor.engines.rules.body_groups import Group
from extractor.engines.rules.draft import SourceDraft
from extractor.engines.rules.hosts import CONFERENCE
from extractor.reading.body import Body, Family
from extractor.text.provinces import find_provinces, province_of, province_of_outlet

_FORMS: Final = 3
"""Mentions within which a name with its province, where a meeting is told, is still the first complete form."""
_PLACED: Final = re.compile(r"(?<!\w)(?:tỉnh|thành phố|tp\.?|ubnd|hđnd|báo|tỉnh ủy|thành ủy|đảng bộ) $")


def first_mention(group: Group, owner: Named | None) -> int:
    """Where the body first comes into the text: at the mention that owns a figure (`owner`), else at its first."""
    return owner.body.extent.start if owner else min(body.extent.start for body in group.bodies)


_TERRITORIAL: Final = ("province", "district")
"""Committees that officers and documents name before they act themselves."""


def naming_mention(survey: Survey, group: Group, owner: Named | None) -> Body:
    """The mention that names the body: the first complete form of the text, in its first well capitalised spelling."""
    named = survey.mentions_of(group)
    if not named and owner is not None and owner.body.owner is not None:
        return owner.body.owner
    if owner is not None and group.family == "province":
        head = survey.flat[owner.body.extent.start :][:7]
        named = [
            one
            for one in named
            if survey.flat.startswith(head, one.body.extent.start) or (one.body.place and one.body.acting)
        ]
    for roles in (("lead", "body"), ("lead", "body", "caption"), ("title",)):
        of_roles = [one.body for one in named if one.block.role in roles]
        complete = [body for body in of_roles if _is_complete(body, group.family)]
        if group.family in _TERRITORIAL or group.family == "commission":
            acting = group.family in _TERRITORIAL
            complete = [body for body in complete if body.place or (acting and body.acting)] or complete
        if complete:
            others = [one.body for one in named if one.block.role != "title"]
            begun = _key(survey, complete[0]) + " "
            if group.family == "unit":  # "Đảng ủy Tổng công ty" before the firm is named
                longer = [body for body in complete if _key(survey, body).startswith(begun)]
                complete = [body for body in longer if _goes_on(survey, body, len(begun))] or complete
            elif not complete[0].place:
                wide = complete if group.family == "province" else []
                fuller = [body for body in wide if body.place and _key(survey, body).startswith(begun)]
                meets = [body for body in complete[:_FORMS] if body.place and _meets(survey, body)]
                complete = meets or fuller or complete
            return _well_spelt(survey, [complete[0], *others])
    if group.family == "bloc" and (within := _inside_commission(survey, group)):
        return within
    passive = group.family in _TERRITORIAL
    bodies = sorted(group.bodies, key=lambda body: (body.short, body.abbreviated, passive and not body.acting))
    return _well_spelt(survey, bodies)


def _goes_on(survey: Survey, body: Body, length: int) -> bool:
    """Whether what stands behind so many characters of the name is a name too."""
    return survey.article.slice(body.extent)[length : length + 1].isupper()


def _inside_commission(survey: Survey, group: Group) -> Body | None:
    """The bloc's full name inside the name of its commission ("Ủy ban Kiểm tra | Đảng ủy Khối các cơ quan tỉnh")."""
    commissions = (one.body.owner for one in survey.commissions_of(group) if one.block.role != "title")
    return next((owner for owner in commissions if owner is not None and _is_complete(owner, "bloc")), None)


def _is_complete(body: Body, family: Family) -> bool:
    return (
        not (body.abbreviated or body.bare)
        and (not body.short or family == "province")
        and (body.level or body.family in ("unit", "youth"))
    )


def _meets(survey: Survey, body: Body) -> bool:
    """Whether the sentence tells of a meeting."""
    sentence = survey.sentence_at(body.extent.start)
    return (
        sentence is not None and CONFERENCE.search(survey.flat, sentence.extent.start, sentence.extent.end) is not None
    )


def _well_spelt(survey: Survey, bodies: list[Body]) -> Body:
    """Of the mentions that read like the first, the first whose capitals are right."""
    first = _key(survey, bodies[0])
    alike = [body for body in bodies if _key(survey, body) == first]
    return next((body for body in alike if _is_capitalised(survey.article.slice(body.extent))), alike[0])


def _key(survey: Survey, body: Body) -> str:
    flat = " ".join(survey.flat[body.extent.start : body.extent.end].split())
    return flat.replace("đảng ủy", "đảng bộ")


def _is_capitalised(name: str) -> bool:
    """Capitals as in print: the first letter, "Khối", "Tỉnh ủy" after a commission; not capitals throughout."""
    syllables = name.split()
    if name.isupper() or not syllables[0][0].isupper():
        return False
    return "khối" not in syllables and not re.search(r"(?<!^)\b(?:tỉnh|thành|huyện|quận|thị) (?:ủy|uỷ)\b", name)


def province_of_body(
    survey: Survey, group: Group, source: SourceDraft, spoken_of: Callable[[], str | None]
) -> str | None:
    """The province that the name, the outlet or the text (`spoken_of`) gives; a central body has none."""
    if group.family != "district" and group.place and (own := province_of(group.place, survey.on)):
        return own
    if any("trung ương" in survey.flat[body.extent.start : body.extent.end] for body in group.bodies):
        return None
    if source.outlet and (of_outlet := province_of_outlet(source.outlet, survey.on)):
        return of_outlet
    return spoken_of()


def province_told(survey: Survey) -> str | None:
    """The one province that bodies are named of, else the one that the text speaks of; null where several are alike."""
    places = {
        province
        for group in survey.groups
        if group.family in ("bloc", "organ", "commission", "province")
        and group.place
        and (province := province_of(group.place, survey.on))
    }
    if len(places) == 1:
        return next(iter(places))
    votes: Counter[str] = Counter()
    for block in survey.reading.blocks:
        if block.role not in ("title", "lead", "body", "caption"):
            continue
        piece = survey.article.slice(block.extent)
        for mention in find_provinces(piece, survey.on):
            before = survey.flat[block.extent.start : block.extent.start + mention.extent.start][-20:]
            if _PLACED.search(before) or block.role in ("title", "lead"):
                votes[mention.name] += 1
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]
