"""The conference: its kind, its day, what it reviews and what it plans (guide, section 1)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from extractor.engines.rules.calendar import dated_year, event_day, tells_of_meeting
from extractor.engines.rules.draft import EventDraft, SourceDraft
from extractor.engines.rules.mentions import year_of
from extractor.engines.rules.page import Page
from extractor.engines.rules.review import (
    WORDS,
    Review,
    is_own,
    judge_review,
    own_periods,
    phrase,
    review_of,
    says,
    thematic,
    widest,
    year_by_comparison,
)
from extractor.engines.rules.stretches import campaign, rest_after, since_new_year, up_to_now, years_back
from extractor.reading.model import PeriodMention, Reading
from extractor.reading.periods import period_year
from extractor.reading.sentences import Sentence
from extractor.text.article import Article

_LEADING: Final = 3
"""Paragraphs, headline apart, in which a review of a Party body names it."""
_ENOUGH_RESULTS: Final = 2
"""Results of Party work that make an article without a conference a review of its period."""
_TERM: Final = re.compile(r"(?:trong )?(?:nhiệm kỳ|giai đoạn)")
_TERM_BEFORE: Final = re.compile(r"(?<!\w)nhiệm kỳ(?: vừa)? qua,? \($")
_LOOKING_BACK: Final = 4
"""An undated article of up to this month reviews the year before it came out."""
_NEW_YEAR: Final = 2
"""A review in the midst of a term that is held up to this month looks back up to the year before."""
_SERIES: Final = 3
"""Years in a row that make a review of all of them."""
_SHORTEST_TERM: Final = 4
"""Years by which the ends of a term differ, at least."""
_NEXT: Final = {"H1": ("H2",), "Q1": ("Q2", "H2"), "Q2": ("Q3", "H2"), "Q3": ("Q4", "H2"), "9M": ("Q4", "H2")}
"""What may be planned after a part of a year."""
_BEFORE: Final = {"H2": "H1", "Q2": "Q1", "Q3": "Q2", "Q4": "9M"}
"""What a meeting reviews that only says for which part of the year it plans."""
_REST: Final = {"H1": "H2", "9M": "Q4"}
"""What is left of the year after a part; of other months the smallest period that holds them (guide, section 1)."""
_FOLLOWING: Final = {"Q1": "Q2", "Q2": "Q3", "Q3": "Q4"}
_HALF: Final = 6
_ENDS: Final = {(31, 3): "Q1", (30, 6): "H1", (30, 9): "9M"}
"""Days that end a part of the year; any other day stands for its year (guide, section 1)."""
_MONTHS: Final = {3: "Q1", 6: "H1", 12: ""}


def read_review(page: Page) -> Review:
    """The review that the article reports; kind `other` where it is none of a Party body."""
    if not concerns_party(page):
        return Review(conference=False)
    if says(page, "issued", page.sentences(page.opening[:1])[:1]) and not says(page, "meeting", page.opening):
        return Review(conference=False, firm=True)
    found = _stated(page) or _preparing(page) or _congress(page)
    if found is not None:
        return found
    if counted := _counted(page):
        return replace(counted, conference=says(page, "held_review", page.opening))
    return Review(conference=says(page, "meeting", (block for block in page.opening if block.role == "lead")))


def concerns_party(page: Page) -> bool:
    """Whether the head of the article speaks of the Party, or a body of it acts there."""
    return tells_of_party(page) or any(page.acts(block.extent) for block in page.title + page.opening[:_LEADING])


def tells_of_party(page: Page) -> bool:
    """Whether the head of the article speaks of the Party's bodies, members or work."""
    return says(page, "party", page.title + page.opening[:1])


def _stated(page: Page) -> Review | None:
    """The review that a sentence with a verb of reviewing states; the headline is asked last."""
    lead = [block for block in page.opening if block.role == "lead"]
    rest = [block for block in page.opening if block.role != "lead"]
    order = [*page.sentences(lead), *page.sentences(rest), *page.sentences(page.title)]
    vague: Review | None = None
    session = says(page, "session", page.opening[:1])
    for table in ("verbs",) if session else ("verbs", "weak_verbs"):
        for sentence in order:
            start, end = sentence.extent.start, sentence.extent.end
            acts = page.acts(sentence.extent)
            meets = table == "verbs" or says(page, "meeting", [sentence])
            for verb in phrase(table).finditer(page.flat, start, end):
                strange = phrase("strangers").search(page.flat, start, verb.start()) is not None
                if not acts and (strange or not meets):
                    continue
                if phrase("congress_acts").search(page.flat, start, verb.start()) and _congress(page):
                    continue
                found = judge_review(page, sentence.extent, verb)
                if found is None and table == "verbs" and "tổng kết" in verb[0]:
                    vague = vague or Review("annual_review", whole_year=True)
                if found is not None and (table == "verbs" or found.review or found.review_part or found.whole_year):
                    return replace(found, conference=meets or not verb[0].startswith("kết quả"))
    return _planned_only(page, order) or vague


def _planned_only(page: Page, order: Sequence[Sentence]) -> Review | None:
    """A conference that only says it sets out a year's tasks reviews the year before."""
    for sentence in order:
        match = phrase("setting_out").search(page.flat, sentence.extent.start, sentence.extent.end)
        if match is None:
            continue
        found = Review("annual_review").planning(own_periods(page, match.start(), sentence.extent.end))
        found = replace(found, firm=True)
        if found.plan and found.plan.isdigit():
            return replace(found, review=str(int(found.plan) - 1))
        if found.plan and "/" in found.plan and page.flat.find("năm học", match.start(), sentence.extent.end) >= 0:
            return replace(found, review=f"{int(found.plan[:4]) - 1}/{found.plan[:4]}")
        if (before := _BEFORE.get(found.plan_part or (found.plan or "")[5:])) is not None:
            reviewed = f"{found.plan[:4]}-{before}" if found.plan else None
            kind = review_of(reviewed, before).kind
            return replace(found, kind=kind, review=reviewed, review_part=None if reviewed else before)
    return None


def _congress(page: Page) -> Review | None:
    """A congress closes one term and opens the next."""
    if not says(page, "congress", [*page.opening[:2], *page.title]):
        return None
    whole = [span for span in _terms(page) if int(span[5:]) - int(span[:4]) >= _SHORTEST_TERM]
    distinct = sorted(set(whole[:4]), key=period_year)
    return Review("congress", distinct[0] if len(distinct) > 1 else None, None, distinct[-1] if distinct else None)


def _preparing(page: Page) -> Review | None:
    """A meeting on the papers for a congress looks back on the term that ends and ahead to the next."""
    if not says(page, "preparing", [*page.opening[:2], *page.title]):
        return None
    whole = sorted({span for span in _terms(page) if int(span[5:]) - int(span[:4]) >= _SHORTEST_TERM}, key=period_year)
    follows = len(whole) > 1 and whole[-2][5:] == whole[-1][:4]
    return Review("term_review", whole[-2], None, whole[-1], firm=True) if follows else None


def _terms(page: Page) -> list[str]:
    """The terms and runs of years that the article's own text speaks of."""
    return [p.value for p in page.periods if p.value and "/" in p.value and page.is_content(p.extent)]


def _counted(page: Page) -> Review | None:
    """The review of an article without a conference that counts what a period brought."""
    flat = page.flat
    headline = page.sentences(page.title)
    told = tells_of_party(page) and says(page, "results", headline)
    first = headline if told else [*page.sentences(page.opening[:1])[:1], *headline]
    if says(page, "others", first):
        return None
    counting = [one.extent for one in page.content_sentences if one.role != "title" or told]
    if sum(1 for one in counting for _ in phrase("results").finditer(flat, one.start, one.end)) < _ENOUGH_RESULTS:
        return None
    if (so_far := up_to_now(page)) is not None:
        return replace(review_of(so_far, None), firm=True)
    for sentence in page.sentences(page.opening[:1])[:1]:
        start, end = sentence.extent.start, sentence.extent.end
        spans = [one for one in page.periods_in(start, end) if "/" in (one.value or "")]
        if spans and says(page, "of_a_congress", [sentence]):
            return review_of(spans[0].value, None)
        if spans and says(page, "topics", [sentence]):
            return thematic(flat[start:end], spans)
    blocks = [*page.opening[:2], *page.title]
    near = [period for block in blocks for period in own_periods(page, block.extent.start, block.extent.end)]
    dated = max((int(period.value) for period in near if period.month and period.value), default=0)
    near = [one for one in near if one.month is None and not (one.value and period_year(one.value) < dated)]
    single = [period for period in near if not (period.value and "/" in period.value)]
    terms = [period for period in near if _TERM.match(flat, period.extent.start) or _is_past_term(flat, period)]
    terms = [term for term in terms if "kỳ họp" not in flat[max(0, term.extent.start - 24) : term.extent.start]]
    terms = [term for term in terms if not (page.printed and int((term.value or "0")[:4]) >= page.printed[0].year)]
    told_first = bool(terms and single) and terms[0].extent.start < min(one.extent.start for one in single)
    if (years := _in_series(page, single)) and not terms:
        return replace(review_of(years, None), firm=True)
    if (planned := _then_planned(page)) is not None:
        return Review("annual_review", planned and str(int(planned) - 1), plan=planned, firm=True)
    chosen = widest(terms[:1] if told_first else single or terms[:1])
    for block in page.opening[:1]:
        match = phrase("up_to").search(flat, block.extent.start, block.extent.end)
        if match is not None and (chosen is None or match["day"] is None):
            month = int(match["month"])
            part = _ENDS.get((int(match["day"]), month)) if match["day"] else _MONTHS.get(month, f"{month}M")
            return replace(review_of(f"{match['year']}-{part}" if part else match["year"], None), firm=True)
        match = phrase("up_to_day").search(flat, block.extent.start, block.extent.end)
        part = _ENDS.get((int(match["day"]), int(match["month"]))) if match is not None else None
        if match is not None and part is not None:
            return replace(review_of(f"{match['year']}-{part}", None), firm=True)
        match = phrase("up_to_month").search(flat, block.extent.start, block.extent.end)
        if match is not None and page.printed and int(match["month"]) <= page.printed[0].month:
            return review_of(since_new_year(page.printed[0].year, int(match["month"])), None)
    if chosen is None and says(page, "past_year", first):
        return Review("annual_review", whole_year=True)
    return None if chosen is None else review_of(chosen.value, chosen.part)


def _then_planned(page: Page) -> str | None:
    """The year that is planned after one that is told without its number ("Trong năm, … Năm 2018, Khối đề ra …")."""
    years = [one for one in page.periods if one.value and is_own(page, one.extent.start)]
    first = years[0] if years else None
    if first is None or not first.value or not first.value.isdigit():
        return None
    if WORDS["then_planned"].match(page.flat, first.extent.end) is None or len({one.value for one in years}) > 1:
        return None
    before = (one.extent.start for one in page.content_sentences if one.extent.start < first.extent.start)
    return first.value if any(WORDS["that_year"].match(page.flat, start) for start in before) else None


def _in_series(page: Page, periods: Sequence[PeriodMention]) -> str | None:
    """The years that a sentence tells one after the other, three at least: "năm 2021, …; năm 2022, …; năm 2023, …"."""
    ordered = sorted(periods, key=lambda one: one.extent)
    starts = [one.extent.start for one in ordered]
    for sentence in page.sentences(page.opening[:2]):
        within = slice(bisect_left(starts, sentence.extent.start), bisect_left(starts, sentence.extent.end))
        told = [one for one in ordered[within] if sentence.extent.covers(one.extent)]
        years = list(dict.fromkeys(year for one in told if one.value and (year := year_of(one.value))))
        if len(years) >= _SERIES and years == sorted(years):
            return f"{years[0]}/{years[-1]}"
    return None


def _is_past_term(flat: str, period: PeriodMention) -> bool:
    """Whether brackets give the years of a term ("nhiệm kỳ qua (2010 - 2015)")."""
    return _TERM_BEFORE.search(flat, max(0, period.extent.start - 24), period.extent.start) is not None


def decide_event(
    article: Article, reading: Reading, source: SourceDraft, page: Page | None = None, review: Review | None = None
) -> EventDraft:
    """The conference that is reported; for an article that is no review, kind `other` without periods."""
    page = page or Page(article, reading)
    review = review or read_review(page)
    held = event_day(page, review, source.published_on) if tells_of_meeting(page, review) else None
    reviewed = _reviewed(page, review, held or source.published_on)
    return EventDraft(review.kind, held, reviewed, _planned(page, review, reviewed, held or source.published_on))


def _reviewed(page: Page, review: Review, day: date | None) -> str | None:
    if review.kind == "thematic_review" and review.spans and day and "/" not in (review.review or ""):
        return years_back(day, review.spans)
    if review.kind == "thematic_review" and day is not None and (review.review, review.review_part) == (None, None):
        return campaign(page, day) or str(day.year - (day.month <= _NEW_YEAR))
    if review.kind == "term_review" and day is not None:
        return _so_far(page, review.review or next(iter(_terms(page)), None), day)
    if review.review is not None:
        return review.review
    year = int(review.plan[:4]) if review.plan else None
    if review.review_part is not None:
        known = year or (day.year if day else dated_year(page) or year_by_comparison(page))
        return f"{known}-{review.review_part}" if known else None
    if review.whole_year and (year or day):
        return str(year - 1 if year else day.year - (day.month <= _LOOKING_BACK) if day else 0)
    return None


def _so_far(page: Page, term: str | None, day: date) -> str | None:
    """The part of a term behind a review in its midst, where the article states it ("Từ năm 2015 đến 2017")."""
    if term is None or day.year >= int(term[5:]):
        return term
    behind = (f"{term[:4]}/{year}" for year in (day.year, day.year - 1))
    stated = next((value for value in behind if value in _terms(page)), None)
    if stated is not None or phrase("midterm").search(page.flat) is None:
        return stated or term
    return f"{term[:4]}/{day.year - (day.month <= _NEW_YEAR)}"


def _planned(page: Page, review: Review, reviewed: str | None, day: date | None) -> str | None:
    up_to_day = review.kind == "thematic_review" and reviewed and day and reviewed.endswith(f"/{day.year}")
    if up_to_day and day and review.plan in (None, str(day.year)) and phrase("rest_of_year").search(page.flat):
        return rest_after(day)
    if review.plan is not None and reviewed is not None and review.plan == reviewed[:4]:
        return _rest(page, reviewed) or review.plan
    if review.plan is not None or reviewed is None or review.kind == "congress":
        return review.plan and _up_to(review.plan, int(reviewed[5:]) if reviewed and "/" in reviewed else 0)
    if review.plan_part is not None:
        return f"{reviewed[:4]}-{review.plan_part}"
    return _plan_in_body(page, reviewed)


def _up_to(plan: str, last: int) -> str:
    """The plan "up to 2030" of a review of several years that ends in `last`: the years from then on."""
    return f"{last}/{plan}" if last and plan.isdigit() and int(plan) > last + 1 else plan


def _plan_in_body(page: Page, reviewed: str) -> str | None:
    """The period that the article's text plans for, where the sentence on the event names none."""
    year, part, last = reviewed[:4], reviewed[5:], 0
    if "/" in reviewed:
        last = int(part)
        terms = [f"{start}/{last + span}" for span in range(1, 11) for start in (last, last + 1) if start < last + span]
        wanted = {*terms} if _rest(page, reviewed) else {*terms, str(last + 1)}
    else:
        following = str(int(year) + 1)
        wanted = {f"{year}-{one}" for one in _NEXT.get(part, ())} or {following, f"{following}-H1", f"{following}-Q1"}
    for sentence in page.sentences(page.text_blocks):
        start, end = sentence.extent.start, sentence.extent.end
        for period in page.periods_in(start, end):
            value = period.value or (f"{year}-{period.part}" if period.part else None)
            later = value is not None and value != reviewed and year_of(reviewed) == value[:4]
            later = later or bool(last and value and value.isdigit() and int(value) > last)
            if later and value and phrase("till_end").search(page.flat, start, period.extent.start):
                return _up_to(value, last)
            if value in wanted and says(page, "plan_signs", [sentence]):
                return value
    if not part and phrase("next_year").search(page.flat):
        return str(int(year) + 1)
    return _rest(page, reviewed)


def _rest(page: Page, reviewed: str) -> str | None:
    """What is left of the year or the term that is reviewed in part, where that is planned for."""
    start, part = reviewed[:4], reviewed[5:]
    if "/" in reviewed:
        ends = (int(term[5:]) for term in _terms(page) if term[:4] == start)
        left = max(ends, default=0)
        plans = phrase("rest_of_term").search(page.flat) or phrase("sets_aims").search(page.flat)
        return f"{part}/{left}" if left > int(part) and plans else None
    if (next_one := _FOLLOWING.get(part)) and phrase("following").search(page.flat):
        return f"{start}-{next_one}"
    if not phrase("rest_of_year").search(page.flat):
        return None
    months = int(part[:-1]) if part.endswith("M") else 0
    left_over = "H2" if months >= _HALF else None
    return f"{start}-{rest}" if (rest := _REST.get(part, left_over)) else start if months else None
