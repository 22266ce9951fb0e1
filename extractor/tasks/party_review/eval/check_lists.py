"""Rules of the guide about spans, the document, its event, organisations, awards, people, documents and points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from rapidfuzz import fuzz

from extractor.eval.keys import text_key
from extractor.eval.own_words import numbers_in_article, numerals
from extractor.tasks.party_review.eval.findings import Finding, Label, Rule
from extractor.tasks.party_review.eval.keys import number_key, organization_key
from extractor.text.fold import fold_text
from extractor.text.provinces import day_of_list, province_of, provinces_on, units

MOST_PRIORITIES: Final = 8
MOST_SENTENCES: Final = 3
_LIKE: Final = 85
"""Likeness (0 to 100) to the nearest words of the text from which on other wording is a slip of copying."""

_COMMITTEE_WORDS: Final = tuple(fold_text(words) for words in ("Ban Thường vụ", "Ban Chấp hành"))
_LOCAL: Final = re.compile(fold_text("Đảng bộ ((?:xã|phường|đặc khu|thị trấn|huyện|quận|thị xã|thành phố) .+)"))
_BADGE: Final = fold_text("Huy hiệu Đảng")
_LEADING: Final = tuple(fold_text(word) + " " for word in ("đạt", "có"))
_COMRADE: Final = fold_text("đồng chí")
_REVERED: Final = frozenset(fold_text(name) for name in ("Hồ Chí Minh", "Bác Hồ", "Chủ tịch Hồ Chí Minh"))
_OF_THE_PARTY: Final = fold_text("của Đảng")
_WORD: Final = re.compile(r"[^\W\d_]+")
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_SENTENCE_END: Final = re.compile(r"(?:(?<!\b(?:TP|TT|TX|Tp|tp))[.!?…](?=\s+[A-ZĐÀ-Ỹ0-9“\"])|[.!?…]\s*$)")
"""A full stop before a new sentence; the one of "TP. Huế", "TX. Thuận An" ends none."""


def spans_are_verbatim(label: Label) -> Iterator[Finding]:
    """`article[start:end] == text`, always (ground rule 2)."""
    for path, span in label.spans():
        found = label.text[span.start : span.end]
        if span.end > len(label.text):
            yield Finding(path, f"ends at {span.end}, but the article has {len(label.text)} characters.")
        elif found != span.text:
            yield Finding(path, f"says {_short(span.text)}, but the article has {_short(found)} at {span.start}.")
        if span.text != span.text.strip():
            yield Finding(path, "begins or ends with a space; set the offsets to the words.", "doubt")


def source_is_verbatim(label: Label) -> Iterator[Finding]:
    """Outlet, title and bylines stand in the article as they are (section 1).

    What the text has nothing like may be right all the same: the fields of the article's file, a column or a page's
    head, state what the text need not repeat. A draft takes it from there; whoever checks has the text alone.
    """
    source = label.summary.source
    for name, value in (("outlet", source.outlet), ("title", source.title)):
        if value is not None and value not in label.text:
            yield _not_verbatim(label, f"source.{name}", value)
    for place, author in enumerate(source.authors):
        if author not in label.text:
            yield _not_verbatim(label, f"source.authors[{place}]", author)
        if re.search(r"\s[–-]\s|,", author):
            yield Finding(f"source.authors[{place}]", f"{_short(author)} looks like two bylines; split them.", "doubt")
    twice = _repeated([text_key(author) for author in source.authors])
    if twice is not None:
        yield Finding(f"source.authors[{twice}]", "is given twice.")


def _not_verbatim(label: Label, path: str, value: str) -> Finding:
    if fuzz.partial_ratio(text_key(value) or "", label.folded) >= _LIKE:
        return Finding(path, f"{_short(value)} is not in the article, verbatim.")
    message = (
        f"{_short(value)} is not in the article; right only where the file's own fields (a column, a page) state it."
    )
    return Finding(path, message, "doubt")


def event_is_consistent(label: Label) -> Iterator[Finding]:
    """Periods in order, dates in order; what is no review has no periods and no points (section 1)."""
    event, source = label.summary.event, label.summary.source
    for name in ("review_period", "plan_period"):
        period = getattr(event, name)
        if event.kind == "other" and period is not None:
            yield Finding(f"event.{name}", "an article that is no review (kind other) has no periods.")
        if period is not None and _first_year(period) > _last_year(period):
            yield Finding(f"event.{name}", f"{period} ends before it begins.")
    if event.kind == "other" and label.summary.points:
        yield Finding("points", "an article that is no review (kind other) has no points.")
    if event.review_period and event.plan_period and _last_year(event.plan_period) < _first_year(event.review_period):
        yield Finding("event.plan_period", f"{event.plan_period} lies before what is reviewed.")
    if event.held_on and event.review_period and event.held_on.year < _first_year(event.review_period):
        yield Finding("event.held_on", f"{event.held_on} lies before what is reviewed.", "doubt")
    if event.held_on and source.published_on and source.published_on < event.held_on:
        yield Finding("source.published_on", f"{source.published_on} lies before the event ({event.held_on}).", "doubt")
    for path, day in (("event.held_on", event.held_on), ("source.published_on", source.published_on)):
        if day and not date(1990, 1, 1) <= day <= date(2100, 1, 1):
            yield Finding(path, f"{day} is no date of such an article.", "doubt")


def abstract_is_short_and_true(label: Label) -> Iterator[Finding]:
    """One to three sentences; each number in the article (section 1)."""
    abstract = label.summary.abstract
    sentences = len(_SENTENCE_END.findall(abstract.strip()))
    if not abstract.strip():
        yield Finding("abstract", "is empty; write one to three sentences.")
    elif sentences > MOST_SENTENCES:
        yield Finding("abstract", f"has {sentences} sentences; three are the most.", "doubt")
    for number in numerals(abstract):
        if not numbers_in_article(number.replace(".", ","), label.text).right:
            yield Finding("abstract", f"the number {number} is not in the article.")


def abstract_names_what_the_article_names(label: Label) -> Iterator[Finding]:
    """Each name of the abstract stands in the article, but for provinces, which the outlet's tag may give."""
    known = set(_WORD.findall(label.folded))
    for organization in label.summary.organizations:
        known.update(_WORD.findall(text_key(organization.province) or ""))
    for sentence in _SENTENCE_END.split(label.summary.abstract):
        # The first word of a sentence has a capital anyway.
        for word in _WORD.findall(sentence)[1:]:
            if word[0].isupper() and text_key(word) not in known:
                yield Finding("abstract", f"the name {word!r} is not in the article.", "doubt")


def organizations_are_named(label: Label) -> Iterator[Finding]:
    """Names verbatim, once each, without committee words; provinces from the list (section 2)."""
    organizations = label.summary.organizations
    source, event = label.summary.source, label.summary.event
    day = day_of_list(event.held_on, source.published_on, event.review_period)
    known = provinces_on(day) if day else frozenset(units())
    for place, organization in enumerate(organizations):
        path = f"organizations[{place}]"
        if not label.says(organization.name):
            yield Finding(f"{path}.name", f"{_short(organization.name)} is not in the article.")
        if any(fold_text(organization.name).startswith(words) for words in _COMMITTEE_WORDS):
            yield Finding(f"{path}.name", "is written without the words Ban Thường vụ, Ban Chấp hành.")
        if organization.province is not None and organization.province not in known:
            yield Finding(f"{path}.province", _no_province(organization.province, day, known))
    twice = _repeated([organization_key(one.name) for one in organizations])
    if twice is not None:
        yield Finding(f"organizations[{twice}].name", "is another spelling of one before it; one body is one item.")
    firsts = [_first_mentions(label, one.name) for one in organizations]
    for place in range(1, len(firsts)):
        if 0 <= firsts[place][1] < firsts[place - 1][0]:
            yield Finding(f"organizations[{place}]", "is mentioned before the one listed before it.", "doubt")


def _first_mentions(label: Label, name: str) -> tuple[int, int]:
    """Where the body is first spoken of, a table's "Phường X" included, and where by its whole name; or -1.

    The outlet's own name ("Trang thông tin điện tử Đảng bộ tỉnh X") speaks of nobody.
    """
    key = organization_key(name) or ""
    outlet = organization_key(label.summary.source.outlet or "") or ""
    text = label.committees_folded.replace(outlet, " " * len(outlet)) if outlet else label.committees_folded
    whole = text.find(key)
    local = _LOCAL.match(key)
    return (text.find(local[1]) if local else whole), whole


def awards_are_told_fully(label: Label) -> Iterator[Finding]:
    """Words of an award verbatim; achievements bare; badges are figures (section 4)."""
    for place, award in enumerate(label.summary.awards):
        path = f"awards[{place}]"
        for name in ("title", "granted_by", "recipient", "achievement"):
            value = getattr(award, name)
            if value is not None and not label.says(value):
                yield Finding(f"{path}.{name}", f"{_short(value)} is not in the article.")
        if fold_text(award.title).startswith(_BADGE):
            yield Finding(f"{path}.title", "a badge (Huy hiệu Đảng) is a figure, not an award.")
        if award.achievement is not None and fold_text(award.achievement).startswith(_LEADING):
            yield Finding(f"{path}.achievement", "is written without a leading “đạt” or “có”.")
        if award.achievement is not None and _YEAR.search(award.achievement):
            yield Finding(
                f"{path}.achievement", "is written without its calendar years (they go into period).", "doubt"
            )
        if award.recipient is not None and award.count is None:
            yield Finding(f"{path}.count", "is 1 where one recipient is named.")
        if award.count is not None and award.count < 1:
            yield Finding(f"{path}.count", f"{award.count} awards are none.")


def people_are_named(label: Label) -> Iterator[Finding]:
    """Name and role stand in the evidence; once each; nobody from a slogan (section 5)."""
    people = label.summary.people
    for place, person in enumerate(people):
        path = f"people[{place}]"
        if person.name not in person.evidence.text:
            yield Finding(f"{path}.name", f"{_short(person.name)} is not in its evidence.")
        if person.role is not None and person.role not in person.evidence.text:
            yield Finding(f"{path}.role", f"{_short(person.role)} is not in its evidence, verbatim.")
        if person.role is not None and fold_text(person.role).startswith(_COMRADE):
            yield Finding(f"{path}.role", "is written without “đồng chí”.")
        if fold_text(person.name) in _REVERED:
            yield Finding(f"{path}.name", "is not a person of the article.")
    twice = _repeated([text_key(person.name) for person in people])
    if twice is not None:
        yield Finding(f"people[{twice}].name", "is listed twice; are these two people?", "doubt")


def documents_are_identified(label: Label) -> Iterator[Finding]:
    """A number, or else a title; once each; issuer verbatim (section 6)."""
    documents = label.summary.documents
    for place, document in enumerate(documents):
        path = f"documents[{place}]"
        if document.number is None and document.title is None:
            yield Finding(f"{path}.number", "a document needs a number or a title.")
        if document.number is not None and document.title is not None:
            yield Finding(f"{path}.title", "is null where the document has a number.")
        if document.number is not None and not label.says(document.number):
            yield Finding(f"{path}.number", f"{document.number!r} is not in the article.")
        if document.issuer is not None and not label.says(document.issuer):
            yield Finding(f"{path}.issuer", f"{_short(document.issuer)} is not in the article.")
        if document.title is not None and _OF_THE_PARTY in fold_text(document.title):
            yield Finding(f"{path}.title", "is written without “của Đảng”.", "doubt")
        if not label.says(document.kind):
            yield Finding(f"{path}.kind", f"the article has no {document.kind}.")
    keys = [
        (one.kind, number_key(one.number), text_key(one.title), None if one.number else text_key(one.issuer))
        for one in documents
    ]
    twice = _repeated(keys)
    if twice is not None:
        yield Finding(
            f"documents[{twice}]", "is another mention of one before it; mentions of one document are one item."
        )


def points_follow_the_text(label: Label) -> Iterator[Finding]:
    """In the text's order, one a clause, one sentence each, eight priorities at most (section 7)."""
    points = label.summary.points
    priorities = sum(point.kind == "priority" for point in points)
    if priorities > MOST_PRIORITIES:
        yield Finding("points", f"has {priorities} priorities; only the first eight are labelled.")
    figures = {(figure.evidence.start, figure.evidence.end) for figure in label.summary.figures}
    for place, point in enumerate(points):
        path = f"points[{place}]"
        if place and point.evidence.start < points[place - 1].evidence.start:
            yield Finding(path, "stands in the text before the point listed before it.")
        if len(_SENTENCE_END.findall(point.text.strip())) > 1:
            yield Finding(f"{path}.text", "is more than one sentence.", "doubt")
        if (point.evidence.start, point.evidence.end) in figures:
            yield Finding(path, "its clause is labelled as a figure already.", "doubt")
        for number in numerals(point.text):
            if not numbers_in_article(number.replace(".", ","), label.text).right:
                yield Finding(f"{path}.text", f"the number {number} is not in the article.")
    twice = _repeated([(point.kind, text_key(point.text)) for point in points])
    if twice is not None:
        yield Finding(f"points[{twice}]", "is given twice.")


LIST_RULES: Final[tuple[Rule, ...]] = (
    spans_are_verbatim,
    source_is_verbatim,
    event_is_consistent,
    abstract_is_short_and_true,
    abstract_names_what_the_article_names,
    organizations_are_named,
    awards_are_told_fully,
    people_are_named,
    documents_are_identified,
    points_follow_the_text,
)


def _no_province(name: str, day: date | None, known: frozenset[str]) -> str:
    """What is wrong with a province that the list does not have, and the name that the list has for it."""
    if day is None:
        return f"{name!r} is no province or centrally run city."
    present = province_of(name, day)
    hint = f"; it is written {present!r}" if present in known else ""
    return f"{name!r} is not in the list of {len(known)} units in force on {day}{hint}."


def _first_year(period: str) -> int:
    return int(period[:4])


def _last_year(period: str) -> int:
    return int(period[5:]) if "/" in period else int(period[:4])


def _repeated(keys: Sequence[object]) -> int | None:
    """The place of the first key that was there before."""
    return next((place for place, key in enumerate(keys) if key in keys[:place]), None)


def _short(text: str, most: int = 50) -> str:
    return repr(text if len(text) <= most else text[: most - 1] + "…")
