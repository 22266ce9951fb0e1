"""The event as the scorer sees it: what an article may review and plan, what speaks for each, and the vote on it.

A candidate for the review is a kind with one of the article's spells, or a kind without; the candidates for the plan
stand to a review that is settled. Both votes are weighed with the rules' answer.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, Generic

from extractor.engines.rules.calendar import event_day, tells_of_meeting
from extractor.engines.rules.draft import EventDraft
from extractor.engines.rules.event import concerns_party
from extractor.engines.rules.page import Page
from extractor.engines.rules.review import Review, review_of, says
from extractor.engines.rules.scorer.account import HEAD, PLACES, Account, Told, broad
from extractor.engines.rules.scorer.candidates import NOTHING, Value, binned
from extractor.engines.rules.scorer.chances import Fusion, fuse, rank
from extractor.engines.rules.scorer.facts import Joined
from extractor.engines.rules.scorer.model import Model, shipped
from extractor.engines.rules.scorer.spells import Spell, first_month, last_month
from extractor.reading.periods import period_year, with_year

REVIEW: Final = "review"
PLAN: Final = "plan"
"""What the two questions are called among those that the data file has weights for."""

_GAPS: Final = (-25, -13, -7, -4, -2, -1, 0, 1, 2, 3, 4, 7, 13, 25)
"""Months from a period's end to the day of looking back, by which nearness is told."""
_STEP: Final = 13
"""Months from a review's end to a plan's beginning beyond which they are not told apart."""
_TERM: Final = 4
"""Years by which the ends of a term differ, at least."""
_REACH: Final = 10
"""Years up to which a plan reaches beyond what is reviewed."""
_DAYS: Final = ("month", "until")
"""Spells that are single months, or counted up to a day: no plan is named so."""
_COMPARED: Final = ("compared",)
"""The roles of a period that others are only compared with."""
_SURELY_NONE: Final = 140
"""By how much no review has to be ahead of one that the rules count results of, for there to be none.

In tuned the four that are none are ahead by 150 and more; in the press excerpts of three to five sentences, which say
less than an article does, by up to 131.
"""
_CLASSES: Final = {"thematic_review": "theme", "congress": "congress"}


def key_of(kind: str, period: str | None) -> str:
    """A kind and the period that is reviewed as one answer."""
    return f"{kind} {period or NOTHING}"


def _parts(key: str) -> tuple[str, str | None]:
    kind, _, period = key.partition(" ")
    return kind, period or None


def _shape(period: str | None) -> str:
    """What sort of period: `y`, its part of a year, or how many years."""
    if period is None:
        return "-"
    if "/" not in period:
        return period[5:] or "y"
    length = period_year(period) - int(period[:4])
    return f"s{length if length < 6 else 6 if length < 9 else 9}"


def _holds(outer: str, inner: str) -> bool:
    return first_month(outer) <= first_month(inner) and last_month(inner) <= last_month(outer)


Of = Callable[[Sequence[str], str], Value]
"""What features come to that all have the same words before them: the features without, and the words."""


def spelled(features: Sequence[str], before: str) -> list[str]:
    """What they come to where their names are wanted."""
    return [before + feature for feature in features]


class Reviews(Generic[Value]):
    """The candidates for kind and reviewed period; `of` says what features come to."""

    def __init__(self, account: Account, of: Of[Value]) -> None:
        self._account = account
        self._of: Of[Value] = of
        self._said: dict[str, Value] = {}

    def candidates(self) -> dict[str, Value]:
        """Each candidate with what speaks for it."""
        account = self._account
        found = {
            key_of("other", None): self._said_of("other"),
            key_of("congress", None): self._said_of("congress") + self._said_of("congress-"),
        }
        for value in account.by_value:
            if first_month(value) > account.month + 1 and "/" not in value:
                continue
            if account.roles[value] == _COMPARED and any(roles != _COMPARED for roles in account.roles.values()):
                continue  # "tăng so với năm 2016": nothing tells that it is reviewed
            features = list(dict.fromkeys(self._of_period(value)))
            plain = self._of(features, "")
            found[key_of(review_of(value, None).kind, value)] = plain + self._crossed("plain", value, features)
            found[key_of("thematic_review", value)] = plain + self._crossed("theme", value, features)
            years = int(value[5:]) - int(value[:4]) if "/" in value else 0
            if years == 1:
                found[key_of("annual_review", value)] = plain + self._crossed("school", value, features)
            if years >= _TERM:
                found[key_of("congress", value)] = plain + self._crossed("congress", value, features)
        return found

    def _crossed(self, kind: str, value: str, features: list[str]) -> Value:
        """What the candidate's features and the article's words say of a review of that kind."""
        own = self._of(features, f"{kind}:")
        return own + self._said_of(kind) + self._said_of(f"{kind}:{broad(value)}", words=False)

    def _said_of(self, kind: str, *, words: bool = True) -> Value:
        found = self._said.get(kind)
        if found is None:
            found = self._said[kind] = self._of(self._account.said(words=words), f"{kind}|")
        return found

    def _of_period(self, value: str) -> Iterator[str]:
        account = self._account
        kind = broad(value)
        shape = _shape(value)
        told = account.by_value.get(value, [])
        gap = f"{account.sure}{bisect_right(_GAPS, account.month - last_month(value))}"
        yield from (f"shape:{shape}", f"gap:{gap}", f"gap:{kind}:{gap}", f"gap:{shape}:{gap}")
        yield f"named:{binned(sum(one.place != '-' for one in told))}"
        yield f"explicit:{value in account.named}:{kind}"
        yield f"numbers:{binned(account.numbers[value])}"
        yield f"share:{min(4, account.numbers[value] * 5 // max(1, account.numbers.total()))}"
        for one in told:
            yield from one.features
        counts = Counter(("head" if one.place in HEAD else "rest", one.role) for one in told)
        yield from (f"count:{where}:{role}:{min(count, 2)}" for (where, role), count in counts.items())
        places = {one.place for one in told}
        yield f"best:{next((place for place in PLACES if place in places), '-')}:{kind}"
        if account.first == value:
            yield f"first:{kind}"
        yield from self._beside(value)

    def _beside(self, value: str) -> Iterator[str]:
        """What the article says of the next period, of the one before, of what holds this one or lies in it."""
        begins, ends, kind = first_month(value), last_month(value), broad(value)
        for other, roles in self._account.roles.items():
            if other == value:
                continue
            if other in self._account.stated:
                if _holds(other, value):
                    yield f"inside:{broad(other)}"
                if _holds(value, other):
                    yield f"holds:{broad(other)}"
            follows = "/" in value and "/" in other and int(other[:4]) == period_year(value)
            if roles and (follows or first_month(other) == ends + 1):
                yield f"after:{broad(other)}"
                yield from (f"after:{role}:{kind}" for role in roles)
            elif broad(other) == kind and last_month(other) == begins - 1:
                yield from (f"before:{role}:{kind}" for role in roles)


class Plans(Generic[Value]):
    """The candidates for the period that is planned beside a review; `of` says what features come to."""

    def __init__(self, account: Account, kind: str, review: str | None, of: Of[Value]) -> None:
        self._account = account
        self._review = review
        self._class = _CLASSES.get(kind, "plain")
        self._of: Of[Value] = of

    def candidates(self) -> dict[str, Value]:
        """Each candidate with what speaks for it; `NOTHING` stands for no plan."""
        nothing = self._of([self._class, _shape(self._review)], "none:")
        found = {NOTHING: nothing + self._of(self._account.said(), "none|")}
        some = self._of(self._account.ahead, "some|")
        for value, mentions in self._told().items():
            found[value] = some + self._of(list(dict.fromkeys(self._of_plan(value, mentions))), "")
        return found

    def _told(self) -> dict[str, list[tuple[Spell, Told]]]:
        """The periods that may be planned, each with its mentions; some without, where a time to come is told of."""
        found: dict[str, list[tuple[Spell, Told]]] = defaultdict(list)
        for spell, place in self._account.spells:
            value = _ahead(spell, self._review) if spell.end and spell.told not in _DAYS else None
            told = self._account.told(spell, place)
            if value is not None and told.role not in _COMPARED:
                found[value].append((spell, told))
        if self._account.undated:
            for value in (*_following(self._review), *self._left()):
                found.setdefault(value, [])
        return found

    def _left(self) -> Iterator[str]:
        """What is left of a longer term that the review began, and the years up to one that is named."""
        review = self._review
        if review is None or "/" not in review:
            return
        last = period_year(review)
        for value in self._account.by_value:
            within = value.startswith(review[:5]) if "/" in value else value.isdigit()
            if within and last < period_year(value) <= last + _REACH:
                yield f"{last}/{period_year(value)}"

    def _of_plan(self, value: str, mentions: list[tuple[Spell, Told]]) -> Iterator[str]:
        account = self._account
        review = self._review
        kind = broad(value)
        gap = 0 if review is None else min(_STEP, max(-_STEP, first_month(value) - last_month(review)))
        step = f"{_shape(review)}>{_shape(value)}"
        reach = f"{step}:{gap}"
        yield from (f"step:{step}", f"reach:{reach}", f"{self._class}:reach:{reach}")
        yield f"broad:{broad(review) if review else '-'}>{kind}:{gap}"
        yield f"now:{kind}:{account.sure}{bisect_right(_GAPS, account.month - first_month(value))}"
        yield from (f"told:{binned(len(mentions))}", f"told:{bool(mentions)}:{kind}")
        yield f"numbers:{binned(account.numbers[value])}"
        for spell, told in mentions:
            yield from told.features
            yield from (f"{reach}:{told.role}", f"{kind}:{told.place}:{told.role}")
            if says(account.page, "plan_signs", [account.sentence(spell)]):
                yield from ("signs", f"signs:{told.place}", f"signs:{reach}")
        if not mentions:
            yield f"implied:{reach}"
            yield from (f"{reach}|{cue}" for cue in account.ahead)


def _ahead(spell: Spell, review: str | None) -> str | None:
    """The spell as a period that goes on beyond the review; None where it does not."""
    if review is None:
        return spell.value
    if spell.part is not None and spell.value != review:
        year = period_year(review)
        later = with_year(spell.part, year)
        return later if last_month(later) > last_month(review) else with_year(spell.part, year + 1)
    later = spell.value
    return later if last_month(later) > last_month(review) and first_month(later) > first_month(review) else None


def _following(review: str | None) -> tuple[str, ...]:
    """What comes right after the review by the calendar, the likeliest first."""
    if review is None:
        return ()
    year, part, after = review[:4], review[5:], str(period_year(review) + 1)
    if "/" in review:
        last, years = period_year(review), period_year(review) - int(year)
        lengths = sorted({years, 5})
        return (after, *(f"{first}/{first + length}" for first in (last, last + 1) for length in lengths))
    if not part or part in ("H2", "Q4"):
        return (after, f"{after}-H1", f"{after}-Q1") if part else (after,)
    if part.startswith("Q"):
        return (f"{year}-Q{int(part[1]) + 1}", f"{year}-H2", year)
    months = 6 if part == "H1" else int(part[:-1])
    return (f"{year}-{'Q2' if months < 6 else 'Q3' if part == 'H1' else 'Q4'}", f"{year}-H2", year)


def likeliest(sums: Mapping[str, int]) -> str:
    """The scorer's own answer, given what the candidates' features come to."""
    return max(sums, key=lambda answer: (sums[answer], answer))


def weighed(fusion: Fusion, sums: Mapping[str, int], ruled: str) -> str:
    """The likeliest answer once the rules' is weighed in; the rules' where no other is likely enough."""
    shares = fuse(rank(sums), ruled, fusion, 0.0)
    best = max(shares, key=lambda answer: (shares[answer], answer))
    return best if shares[best] >= fusion.least else ruled


def settled(
    page: Page, published: date | None, review: Review, ruled: EventDraft, model: Model | None = None
) -> EventDraft:
    """The event that rules and scorer together find: `ruled` is the rules' own, of the review that they read."""
    if not concerns_party(page):
        return ruled
    model = model or shipped()
    account = Account(page, published)
    candidates = Reviews(account, _joined(model, REVIEW)).candidates()
    answer = key_of(ruled.kind, ruled.review_period)
    firm = review.firm or (ruled.kind == "thematic_review" and ruled.review_period in account.campaigns)
    if ruled.kind == "congress":
        candidates = {key: weight for key, weight in candidates.items() if key.startswith("congress")}
    elif answer in candidates and (_says_both_years(review) or _heads(account, ruled.review_period)):
        candidates = {key: weight for key, weight in candidates.items() if _parts(key)[1] == ruled.review_period}
    kind, reviewed = _parts(answer if firm else weighed(model.fusions[REVIEW], candidates, answer))
    if kind == "other" and ruled.kind != "other" and not review.conference:
        kind, reviewed = _parts(answer if _may_be(answer, candidates) else kind)
    if kind == "other":
        return EventDraft(held_on=ruled.held_on)
    plans = Plans(account, kind, reviewed, _joined(model, PLAN)).candidates()
    if (kind, reviewed) == (ruled.kind, ruled.review_period):
        planned = weighed(model.fusions[PLAN], plans, ruled.plan_period or NOTHING)
        return replace(ruled, plan_period=planned or None)
    planned = likeliest(plans)
    conference = tells_of_meeting(page, review) if ruled.kind != "other" else _meets(page)
    found = Review(kind, reviewed, plan=planned or None, conference=conference)
    held = event_day(page, found, published) if conference else None
    return EventDraft(kind, held, reviewed, planned or None)


def _heads(account: Account, review: str | None) -> bool:
    """Whether the headline names the part of a year that is reviewed ("Kết nạp đảng viên 6 tháng đầu năm 2011")."""
    told = (place for spell, place in account.spells if spell.value == review and spell.told == "named")
    return review is not None and "-" in review and "t" in told


def _may_be(answer: str, candidates: Mapping[str, int]) -> bool:
    """Whether a review that the rules count results of may be one after all."""
    return answer in candidates and candidates[key_of("other", None)] - candidates[answer] < _SURELY_NONE


def _says_both_years(review: Review) -> bool:
    """Whether a sentence says which year is reviewed and that the next is planned ("tổng kết 2022, nhiệm vụ 2023")."""
    year, plan = review.review, review.plan
    return year is not None and year.isdigit() and plan == str(int(year) + 1)


def _joined(model: Model, question: str) -> Joined:
    if question not in model.joined:
        model.joined[question] = Joined(model.ranking[question])
    return model.joined[question]


def _meets(page: Page) -> bool:
    """Whether the article's first paragraphs tell of a meeting."""
    return any(says(page, words, page.opening[:2]) for words in ("meeting", "verbs"))
