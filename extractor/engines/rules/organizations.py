"""The Party bodies whose own work the article reports, their names, kinds and provinces (guide, section 2)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache, partial
from typing import Final

from extractor.article import Article
from extractor.draft import Decision, EventDraft, OrganizationDraft, SourceDraft
from extractor.engines.rules.bodies import Group, Named, Survey, words
from extractor.engines.rules.ownership import OrganizationIndex
from extractor.engines.rules.respective import in_turn
from extractor.engines.rules.territory import Whole, whole_territory
from extractor.reading.intervals import between
from extractor.reading.model import Reading
from extractor.reading.organizations import Body, Family
from extractor.reading.sentences import Sentence
from extractor.vietnamese.provinces import day_of_list, find_provinces, province_of, province_of_outlet

__all__ = ["OrganizationIndex", "decide_organizations"]

_CONFERENCE: Final = re.compile(
    r"(?<!\w)(?:tổng kết|sơ kết|hội nghị|đại hội|họp|phiên|nhìn lại|kiểm điểm|triển khai (?:phương hướng|nhiệm vụ)"
    r"|đánh giá (?:công tác|kết quả|tình hình|hoạt động))(?!\w)"
)
_REVIEWS: Final = re.compile(r"(?<!\w)(?:tổng kết|sơ kết|nhìn lại|kiểm điểm công tác)(?!\w)")
_OPENING_SENTENCES: Final = 6
"""How far into the article's text the one who holds the conference is looked for."""
_FORMS: Final = 3
"""Mentions within which a body's name with its province is still its first complete form."""
_NEAR: Final = {"province": 160, "district": 120, "commission": 160, "bloc": 160, "organ": 160, "unit": 80, "youth": 60}
"""How many characters after a body's name a number of its own may stand."""
_PLACED: Final = re.compile(r"(?<!\w)(?:tỉnh|thành phố|tp\.?|ubnd|hđnd|báo|tỉnh ủy|thành ủy|đảng bộ) $")
_TERRITORY: Final = re.compile(
    r"(?<!\w)(?:toàn (?:tỉnh|thành phố|đảng bộ (?:tỉnh|thành phố))|ngành kiểm tra đảng tỉnh)(?!\w)"
)
_AGENT: Final = re.compile(
    r"(?: \([^()]{2,20}\))? (?:tổ chức|đề ra|đặt ra|thông qua|xác định|thống nhất|ban hành|công bố"
    r"|chốt|đưa ra|nêu|thông tin|tiến hành|khai mạc)(?!\w)"
)
_ON_REVIEWING: Final = re.compile(r" khi (?:tổng kết|sơ kết|đánh giá|nhìn lại|kiểm điểm|họp)(?!\w)")
"""What makes the one who tells of results the one who reviews them ("công bố …, khi đánh giá công tác năm qua")."""
_OF_MEMBERS: Final = re.compile(
    r"(?:đảng viên|tccs\w{0,20}(?: đảng)?|tổ chức cơ sở đảng|chi bộ|tổ chức đảng|cấp ủy viên)"
    r" (?:trong|của|thuộc)(?: toàn)? $"
)
_HEAD_ALONE: Final = re.compile(
    r"(?:(?<=[,.;:“\"] )|(?<=biết )|(?<=rằng )|(?<=[\n“\"]))(?P<head>chi bộ|đảng bộ|đảng ủy) "
    r"(?:(?:của )?(?:ông|bà|anh|chị|mình|chúng tôi|tôi|ta) )?"
    r"(?:cũng |đã |vừa |hiện |mới |còn |được )*(?!\w*\d)"
)
_HEADS: Final = ("chi bộ", "đảng bộ", "đảng ủy")
_JOINED: Final = re.compile(r"[\s(|–-]*|,? với(?: [^\W\d_]+){0,2} ")
"""What may stand between a body and its own number: a bracket, a cell's edge, "với"."""
_ANNOUNCED: Final = re.compile(r"(?:của|do|là|lượt|gồm|:) (?:ban thường vụ |btv |ban chấp hành |bch )?$")


def decide_organizations(
    article: Article, reading: Reading, source: SourceDraft, event: EventDraft, survey: Survey | None = None
) -> tuple[OrganizationDraft, ...]:
    """The organisations in order of first mention; none where the article is not about a Party body's work."""
    if survey is None:
        survey = Survey(article, reading, day_of_list(event.held_on, source.published_on, event.review_period))
    organisers = _organisers(survey)
    owners = _owners(survey, organisers)
    whole = whole_territory(survey, organisers)
    chosen = [group for group in survey.groups if group in organisers or group in owners]
    if not chosen:
        opening = _fallback(survey, strict=event.kind == "other")
        chosen = [group for group in opening if whole is None or group.family != "commission"]
        whole = whole if not chosen else None
    if whole is not None and whole.group not in chosen:
        chosen.append(whole.group)
    first = {group: _first_mention(group, owners.get(group)) for group in chosen if group.bodies}
    chosen.sort(key=lambda group: min(first.get(group, len(survey.flat)), _first_wide(whole, group)))
    spoken_of = cache(partial(_named_province, survey))
    drafts = []
    for group in chosen:
        told = whole is not None and group is whole.group and group not in owners and group not in organisers
        extent = whole.name if whole is not None and told else _naming(survey, group, owners.get(group)).extent
        drafts.append(
            OrganizationDraft(
                name=article.slice(extent),
                kind=group.kind,
                province=_province(survey, group, source, spoken_of),
                place=extent,
                decision=Decision("organiser" if group in organisers else "whole" if told else "owner"),
            )
        )
    return tuple(drafts)


def _first_wide(whole: Whole | None, group: Group) -> int:
    """Where the words for the whole territory first stand, for its committee; else after everything."""
    return whole.first if whole is not None and whole.group is group else 1 << 60


def _text_sentences(survey: Survey) -> list[Sentence]:
    """The first sentences of the article's own text, then its headline."""
    own = [sentence for sentence in survey.sentences if sentence.role in ("lead", "body")]
    return own[:_OPENING_SENTENCES] + [sentence for sentence in survey.sentences if sentence.role == "title"]


def _organisers(survey: Survey) -> list[Group]:
    """The bodies that hold the conference: acting in the first sentence on it, or the subject of a later review."""
    found: list[Group] = []
    for sentence in _text_sentences(survey):
        if not _CONFERENCE.search(survey.flat, sentence.extent.start, sentence.extent.end):
            continue
        named = survey.named_between(sentence.extent.start, sentence.extent.end)
        found = [one.group for one in named if _holds(survey, one, sentence)]
        if found:
            break
    if not found and (before := _fallback(survey, strict=False)):
        found = before if _speaks_of_conference(survey) else []
    for one in survey.named:
        if one.group not in found and one.block.role == "body" and _reviews(survey, one):
            found.append(one.group)
    return list(dict.fromkeys(found))


def _speaks_of_conference(survey: Survey) -> bool:
    return any(
        _REVIEWS.search(survey.flat, sentence.extent.start, sentence.extent.end) for sentence in _text_sentences(survey)
    )


def _holds(survey: Survey, named: Named, sentence: Sentence) -> bool:
    """Whether the body holds the conference that its sentence tells of."""
    body = named.body
    after = survey.flat[body.extent.end : min(sentence.extent.end, body.extent.end + 60)]
    agent = _AGENT.match(after) and survey.flat.endswith("được ", 0, body.extent.start)
    if not body.acting or (_is_receiver(survey, body) and not agent):
        return False
    if (tells := words("tells").search(after)) and tells.start() <= 12:
        return _ON_REVIEWING.search(survey.flat, body.extent.end, sentence.extent.end) is not None
    holds = words("holds").search(after)
    if body.family == "province":
        return holds is not None and holds.start() <= 6 and "," not in after[: holds.start()]
    if body.family in ("unit", "youth"):
        return holds is not None and holds.start() <= 6 and body.extent.start - sentence.extent.start <= 40
    before = survey.flat[max(sentence.extent.start, body.extent.start - 30) : body.extent.start]
    return holds is not None or _ANNOUNCED.search(before) is not None


def _reviews(survey: Survey, named: Named) -> bool:
    """Whether a later sentence says that this body, too, reviewed its work."""
    body = named.body
    sentence = survey.sentence_at(body.extent.start)
    if (
        sentence is None
        or not body.acting
        or body.short
        or body.family not in ("bloc", "organ", "commission", "district")
    ):
        return False
    after = survey.flat[body.extent.end : min(sentence.extent.end, body.extent.end + 45)]
    return body.extent.start - sentence.extent.start <= 60 and _REVIEWS.search(after) is not None


def _is_receiver(survey: Survey, body: Body) -> bool:
    """Whether the word before the body makes it a receiver, a place or a companion."""
    before = survey.flat[max(0, body.extent.start - 40) : body.extent.start].rstrip()
    before = re.sub(r"(?: (?:ban thường vụ|btv|ban chấp hành|bch|các)){1,9}$", "", " " + before)
    return any(match.end() == len(before) for match in words("receivers").finditer(before))


def _fallback(survey: Survey, strict: bool) -> list[Group]:
    """The body the article opens with: of its lead, else of its headline; `strict` wants Party work in the lead."""
    for role in ("lead",) if strict else ("lead", "title", "body"):
        for one in survey.named:
            if one.block.role != role or not one.body.acting or _is_receiver(survey, one.body):
                continue
            sentence = survey.sentence_at(one.body.extent.start)
            stop = sentence.extent.end if sentence else len(survey.flat)
            after = survey.flat[one.body.extent.end : min(stop, one.body.extent.end + 60)]
            if words("tells").search(after[:30]):
                continue
            if one.group.family == "province" and not words("holds").match(after.lstrip()):
                continue
            if not strict or words("party_work").search(after):
                return [one.group]
    return []


def _owners(survey: Survey, organisers: list[Group]) -> dict[Group, Named]:
    """The other bodies with figures of their own, each with the first mention that has one."""
    found: dict[Group, Named] = {}
    for one in survey.named:
        if one.group in found or one.group in organisers or one.block.role == "title":
            continue
        if one.group.family == "youth" and (one.body.short or one.group.kind == "other"):
            continue
        if one.group.family == "commission" and not _is_lower_commission(one.group, organisers):
            continue
        if _owns_figure(survey, one) or _told_as_own(survey, one):
            found[one.group] = one
    if organisers and all(group.family == "commission" for group in organisers) and _counts_the_territory(survey):
        wholes = (one for one in survey.named if one.group.family == "province" and _is_party_of(survey, one.body))
        if (whole := next(wholes, None)) is not None:
            found.setdefault(whole.group, whole)
    return found


def _counts_the_territory(survey: Survey) -> bool:
    """Whether a number is told of the whole territory ("toàn tỉnh kết nạp 3.262 đảng viên"): its committee's own."""
    for match in _TERRITORY.finditer(survey.flat):
        sentence = survey.sentence_at(match.start())
        if sentence is None or sentence.role == "title":
            continue
        quantity = next(iter(between(survey.reading.quantities, match.end(), sentence.extent.end)), None)
        if quantity is not None and quantity.extent.start - match.end() <= _NEAR["province"]:
            return True
    return False


def _is_party_of(survey: Survey, body: Body) -> bool:
    return survey.flat.startswith("đảng bộ", body.extent.start)


def _is_lower_commission(group: Group, organisers: list[Group]) -> bool:
    """Whether a district's commission stands for itself: where the commission above it reviews its own work."""
    if group.owner is None or group.owner.family != "district" or group.owner.place is None:
        return False
    return any(above.family == "commission" and above.kind == group.kind for above in organisers)


def _owns_figure(survey: Survey, named: Named) -> bool:
    """Whether a number that is no award's follows the body as its own."""
    body = named.body
    sentence = survey.sentence_at(body.extent.start)
    flat, start, end = survey.flat, body.extent.start, body.extent.end
    if sentence is None or not body.acting:
        return False
    if body.family in ("district", "province", "unit", "organ") and any(
        any(one.overlaps(body.extent) for one in (cell.label, *cell.labels, *cell.headings))
        for cell in survey.reading.cells
    ):
        return True
    if _counts_members(survey, body, sentence.extent.start):
        return True
    if any(one.group is named.group for one, _ in in_turn(survey, sentence)):
        return True
    if body.family == "bloc" and body.short and not flat.endswith(("toàn ", "tính chung "), 0, start):
        return False
    clause_start = max(sentence.extent.start, flat.rfind(";", sentence.extent.start, start) + 1)
    stop = flat.find(";", end, sentence.extent.end)
    stop = stop if stop >= 0 else sentence.extent.end
    others = [one for one in survey.named_between(end, stop) if one.group is not named.group and one.body.acting]
    stop = min([stop, *(one.body.extent.start for one in others)])
    quantity = next(iter(between(survey.reading.quantities, end, stop)), None)
    if quantity is None or quantity.extent.start - end > _NEAR[body.family]:
        return False
    gap = flat[end : quantity.extent.start]
    if words("awards").search(flat, clause_start, min(stop, quantity.extent.end + 80)):
        return False
    before = flat[clause_start:start]
    whole = any(match.end() >= len(before.rstrip()) for match in words("wholes").finditer(before.rstrip()))
    if not whole and _is_receiver(survey, body):
        return False
    if body.family == "province" and not whole and not _is_subject(flat, before, body, gap):
        return False
    return _JOINED.fullmatch(gap) is not None or ":" in gap or words("measures").search(gap) is not None


def _counts_members(survey: Survey, body: Body, start: int) -> bool:
    """Whether a number counts the members or cells of the body: "97,4% đảng viên trong Đảng bộ tỉnh"."""
    if body.family not in ("province", "district"):
        return False
    before = _OF_MEMBERS.search(survey.flat, max(start, body.extent.start - 45), body.extent.start)
    if before is None:
        return False
    return any(
        not survey.flat[quantity.extent.end : before.start()].strip()
        for quantity in between(survey.reading.quantities, max(start, before.start() - 30), before.start())
    )


def _told_as_own(survey: Survey, named: Named) -> bool:
    """Whether the paragraph that names a single body goes on to count what "chi bộ", "Đảng bộ" did."""
    head = _head_of(survey, named.body)
    if named.body.family != "unit" or head is None:
        return False
    later = survey.named_between(named.body.extent.end, named.block.extent.end)
    stop = next((one.body.extent.start for one in later if _head_of(survey, one.body) == head), named.block.extent.end)
    for match in _HEAD_ALONE.finditer(survey.flat, named.body.extent.end, stop):
        if not _same_head(match["head"], head) or not words("measures").match(survey.flat, match.end()):
            continue
        sentence = survey.sentence_at(match.start())
        end = sentence.extent.end if sentence else stop
        quantity = next(iter(between(survey.reading.quantities, match.end(), end)), None)
        if quantity is not None and quantity.extent.start - match.end() <= _NEAR["unit"] // 2:
            return True
    return False


def _head_of(survey: Survey, body: Body) -> str | None:
    """The word that heads a committee's or a cell's name."""
    return next((head for head in _HEADS if survey.flat.startswith(head, body.extent.start)), None)


def _same_head(one: str, other: str) -> bool:
    return (one == "chi bộ") == (other == "chi bộ")


def _is_subject(flat: str, before: str, body: Body, gap: str) -> bool:
    """Whether "Đảng bộ tỉnh", "Tỉnh ủy" opens its clause and does what is counted itself."""
    opens = re.search(r"(?:^|[,:*]|\))\s*(?:ban thường vụ |btv |ban chấp hành |bch )?$", before) is not None
    if flat.startswith("đảng bộ", body.extent.start):
        return opens and "," not in gap
    return opens and len(gap) <= 30 and "," not in gap


def _first_mention(group: Group, owner: Named | None) -> int:
    return owner.body.extent.start if owner else min(body.extent.start for body in group.bodies)


def _naming(survey: Survey, group: Group, owner: Named | None) -> Body:
    """The mention that names the body: the first complete form of the text, in its first well capitalised spelling."""
    named = [one for one in survey.named if one.group is group]
    if owner is not None and group.family == "province":
        head = survey.flat[owner.body.extent.start : owner.body.extent.start + 7]
        named = [one for one in named if survey.flat.startswith(head, one.body.extent.start)]
    for roles in (("lead", "body"), ("lead", "body", "caption"), ("title",)):
        of_roles = [one.body for one in named if one.block.role in roles]
        complete = [body for body in of_roles if _is_complete(body, group.family)]
        if complete:
            others = [one.body for one in named if one.block.role != "title"]
            if not complete[0].place and group.family in ("bloc", "organ", "commission"):
                complete = [body for body in complete[:_FORMS] if body.place] or complete
            return _well_spelt(survey, [complete[0], *others])
    if group.family == "bloc" and (within := _inside_commission(survey, group)):
        return within
    return _well_spelt(survey, sorted(group.bodies, key=lambda body: (body.short, body.abbreviated)))


def _inside_commission(survey: Survey, group: Group) -> Body | None:
    """The bloc's full name inside the name of its commission ("Ủy ban Kiểm tra | Đảng ủy Khối các cơ quan tỉnh")."""
    commissions = (one.body.owner for one in survey.named if one.group.owner is group and one.block.role != "title")
    return next((owner for owner in commissions if owner is not None and _is_complete(owner, "bloc")), None)


def _is_complete(body: Body, family: Family) -> bool:
    return (
        not (body.abbreviated or body.bare)
        and (not body.short or family == "province")
        and (body.level or body.family in ("unit", "youth"))
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


def _province(survey: Survey, group: Group, source: SourceDraft, spoken_of: Callable[[], str | None]) -> str | None:
    """The province that the name, the outlet or the text (`spoken_of`) gives; a central body has none."""
    if group.family != "district" and group.place and (own := province_of(group.place, survey.on)):
        return own
    if any("trung ương" in survey.flat[body.extent.start : body.extent.end] for body in group.bodies):
        return None
    if source.outlet and (of_outlet := province_of_outlet(source.outlet, survey.on)):
        return of_outlet
    places = {
        province
        for other in survey.groups
        if other.family in ("bloc", "organ", "commission", "province")
        and other.place
        and (province := province_of(other.place, survey.on))
    }
    return next(iter(places)) if len(places) == 1 else spoken_of()


def _named_province(survey: Survey) -> str | None:
    """The province that the text itself speaks of; null where several are named alike."""
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
