"""The Party bodies whose own work the article reports, their names, kinds and provinces (guide, section 2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial

from extractor.draft import Decision
from extractor.engines.rules.bodies import Named, Survey
from extractor.engines.rules.body_groups import Group
from extractor.engines.rules.draft import EventDraft, OrganizationDraft, SourceDraft
from extractor.engines.rules.hosts import find_organisers, opening_bodies
from extractor.engines.rules.naming import first_mention, naming_mention, province_of_body, province_told
from extractor.engines.rules.owners import find_owners
from extractor.engines.rules.ownership import OrganizationIndex
from extractor.engines.rules.scorer.listing import LEAST
from extractor.engines.rules.scorer.verdict import RULES_ALONE, Voters
from extractor.engines.rules.territory import Whole, meant_body, whole_name, whole_territory
from extractor.reading.model import Reading
from extractor.text.article import Article, Extent
from extractor.text.provinces import day_of_list

__all__ = ["OrganizationIndex", "decide_organizations"]


def decide_organizations(
    article: Article,
    reading: Reading,
    source: SourceDraft,
    event: EventDraft,
    survey: Survey | None = None,
    voters: Voters = RULES_ALONE,
) -> tuple[OrganizationDraft, ...]:
    """The organisations in order of first mention; none where the article is not about a Party body's work.

    `voters` have a say beside the rules: whom the article is about, and which bodies are listed.
    """
    if survey is None:
        survey = Survey(article, reading, day_of_list(event.held_on, source.published_on, event.review_period))
    organisers = find_organisers(survey)
    if not organisers and event.kind != "other":
        organisers = [one for one in opening_bodies(survey, strict=False) if _may_hold(survey, one)]
    organisers, host = _host(survey, event, organisers, voters)
    owners = find_owners(survey, organisers)
    whole = whole_territory(survey, organisers, reviews=event.kind != "other")
    if whole is not None and whole.opens:
        host = whole.group
    chosen = [group for group in survey.groups if group in organisers or group in owners or group is host]
    if not chosen:
        opening = opening_bodies(survey, strict=event.kind == "other")
        chosen = [group for group in opening if whole is None or group.family != "commission"]
        whole = whole if not chosen else None
    if whole is not None and whole.group not in chosen:
        chosen.append(whole.group)
    likely: Mapping[Group, float] = dict.fromkeys(chosen, 1.0)
    if chosen and voters.vote_on_bodies is not None:
        voted = voters.vote_on_bodies(survey, event, organisers, host, chosen)
        likely = voted or {one: LEAST for one in chosen if event.kind != "other" and _is_whole(whole, one)}
        if whole is not None and whole.opens:
            likely = {whole.group: LEAST, **likely}
        chosen = list(likely)
        whole = whole if whole is None or whole.group in likely else None
    first = {group: first_mention(group, owners.get(group)) for group in chosen if group.bodies}
    chosen.sort(key=lambda group: min(first.get(group, len(survey.flat)), _first_wide(whole, group)))
    spoken_of = cache(partial(province_told, survey))
    drafts = []
    for group in chosen:
        told = _is_whole(whole, group) and group not in owners and group not in organisers
        extent = whole.name if whole is not None and told else _name(survey, group, owners.get(group))
        if extent is None:
            continue
        drafts.append(
            OrganizationDraft(
                name=article.slice(extent),
                kind=group.kind,
                province=province_of_body(survey, group, source, spoken_of),
                place=extent,
                decision=Decision(
                    "organiser" if group in organisers else "whole" if told else "owner", confidence=likely[group]
                ),
                host=group is host,
            )
        )
    return tuple(drafts or _meant(survey, spoken_of))


def _meant(survey: Survey, spoken_of: Callable[[], str | None]) -> Iterator[OrganizationDraft]:
    """The body that an article is about which lists none by name."""
    if (meant := meant_body(survey)) is not None:
        province = spoken_of() if meant.kind != "other" else None
        decision = Decision("meant", confidence=LEAST)
        yield OrganizationDraft(meant.name, meant.kind, province, meant.place, decision, host=True)


def _host(
    survey: Survey, event: EventDraft, organisers: list[Group], voters: Voters
) -> tuple[list[Group], Group | None]:
    """The bodies that hold the meeting, and the one that the article is about, the vote on it weighed in.

    Where the vote goes against all that the rules say hold the meeting, they were misread: the other takes their place.
    A commission that holds it for the committee that is voted for holds it all the same (guide, section 2).
    """
    ruled = next(iter(organisers or opening_bodies(survey, strict=False)), None)
    voted = voters.vote_on_host(survey, event, ruled) if voters.vote_on_host is not None else None
    if voted is None:
        return organisers, None
    host, likely = voted
    if ruled is None and (likely < LEAST or not any(body.acting for body in host.bodies)):
        return organisers, None
    host = next((one for one in organisers if one.family == "commission" and one.owner is host), host)
    if host in organisers:
        return [host, *(one for one in organisers if one is not host)], host
    return ([host] if organisers else []), host


def _name(survey: Survey, group: Group, owner: Named | None) -> Extent | None:
    """The place of the body's name; null for a committee that only its commission's name tells of, without a place."""
    return naming_mention(survey, group, owner).extent if group.bodies else whole_name(survey, group)


def _may_hold(survey: Survey, group: Group) -> bool:
    """Whether the body that opens a count of results is the one they are of: not one district among others."""
    if group.family == "district":
        return not any(one.group.family == "province" and one.body.acting for one in survey.named)
    return group.family != "commission"


def _is_whole(whole: Whole | None, group: Group) -> bool:
    """Whether the group is the committee that words for the whole territory stand for."""
    return whole is not None and group is whole.group


def _first_wide(whole: Whole | None, group: Group) -> int:
    """Where the words for the whole territory first stand, for its committee; else after everything."""
    return whole.first if whole is not None and whole.group is group else 1 << 60
