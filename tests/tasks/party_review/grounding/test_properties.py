"""Whatever an engine claims, the gate does not raise, and what it keeps is proved."""

from dataclasses import fields
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.draft import Decision, Quote
from extractor.engines.rules.draft import (
    AwardDraft,
    Dismissal,
    DocumentDraft,
    Draft,
    EventDraft,
    FigureDraft,
    OrganizationDraft,
    PersonDraft,
    PointDraft,
    SourceDraft,
)
from extractor.reading.model import Reading
from extractor.reading.reader import read
from extractor.tasks.party_review.grounding.ground import ground
from extractor.tasks.party_review.grounding.labels import (
    BASES,
    DOCUMENT_KINDS,
    EVENT_KINDS,
    MEASURES,
    PHASES,
    POINT_KINDS,
    SUBJECTS,
)
from extractor.text.article import Article, Extent
from extractor.text.fold import fold_text
from tests.tasks.party_review.grounding.sample import ARTICLE, NAME, READING

WORDS = ARTICLE.text.split()


@st.composite
def wordings(draw):
    """A run of the article's words, sometimes with one changed, or any text."""
    first = draw(st.integers(0, len(WORDS) - 1))
    words = WORDS[first : first + draw(st.integers(1, 12))]
    if draw(st.booleans()):
        words[draw(st.integers(0, len(words) - 1))] = draw(st.sampled_from(["99", "không", "Vũ", "kém", "", "\ud800"]))
    return draw(st.sampled_from([" ".join(words), draw(st.text(max_size=20))]))


numbers = st.one_of(st.none(), st.floats(), st.sampled_from([15.0, 74.0]))
dates = st.one_of(st.none(), st.dates(), st.sampled_from([date(2020, 1, 15), date(2017, 10, 25)]))
places = st.one_of(
    st.builds(Extent, st.integers(-5, 2000), st.integers(-5, 2000)),
    st.builds(Quote, wordings(), st.one_of(st.none(), st.integers(-5, 2000))),
)
periods = st.one_of(st.none(), st.sampled_from(["2019", "2020-H1", "2015/2020", "2019\n", "99"]), st.text(max_size=6))
maybe = st.one_of(st.none(), wordings())
ids = st.one_of(st.sampled_from([q.id for q in READING.quantities]), st.text(max_size=3))


def label(allowed):
    return st.one_of(st.sampled_from(sorted(allowed)), st.text(max_size=4))


bodies = st.one_of(st.none(), st.just(NAME), wordings())
figures = st.builds(
    FigureDraft,
    quantity=st.one_of(st.none(), ids),
    mention=st.one_of(st.none(), places, st.sampled_from(["214", "48", "85%", "18"]).map(Quote)),
    evidence=st.one_of(st.none(), places),
    organization=bodies,
    phase=label(PHASES),
    period=periods,
    subject=label(SUBJECTS),
    measure=label(MEASURES),
    basis=label(BASES),
    group=maybe,
    negative=st.one_of(st.none(), st.booleans()),
    comparator=st.one_of(st.none(), label({"gt", "ge", "eq", "range"})),
    unit=st.one_of(st.none(), label({"VND", "percent", "count"})),
    out_of=numbers,
    decision=st.just(Decision("test")),
)
drafts = st.builds(
    Draft,
    source=st.builds(SourceDraft, maybe, maybe, st.lists(wordings(), max_size=2).map(tuple), dates),
    event=st.builds(EventDraft, label(EVENT_KINDS), dates, periods, periods),
    abstract=wordings(),
    organizations=st.lists(
        st.builds(OrganizationDraft, bodies.map(lambda name: name or ""), label({"other"}), maybe), max_size=2
    ).map(tuple),
    figures=st.lists(figures, max_size=4).map(tuple),
    dismissals=st.lists(st.builds(Dismissal, ids, st.just("repeat")), max_size=2).map(tuple),
    awards=st.lists(
        st.builds(
            AwardDraft,
            title=wordings(),
            granted_by=maybe,
            recipient_kind=label(SUBJECTS),
            recipient=maybe,
            count=st.one_of(st.none(), st.integers()),
            achievement=maybe,
            period=periods,
            evidence=places,
            quantity=st.one_of(st.none(), ids),
        ),
        max_size=2,
    ).map(tuple),
    people=st.lists(st.builds(PersonDraft, wordings(), maybe, places), max_size=2).map(tuple),
    documents=st.lists(
        st.builds(DocumentDraft, label(DOCUMENT_KINDS), maybe, maybe, dates, maybe, places), max_size=2
    ).map(tuple),
    points=st.lists(st.builds(PointDraft, label(POINT_KINDS), wordings(), places), max_size=2).map(tuple),
)
slow = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def spans(summary):
    for kind in ("figures", "awards", "people", "documents", "points"):
        for item in getattr(summary, kind):
            yield item.evidence
            if kind == "figures":
                yield item.mention


@slow
@given(drafts)
def test_any_draft_gives_a_summary_whose_spans_are_the_articles_own_text(draft):
    result = ground(ARTICLE, READING, draft)
    for span in spans(result.summary):
        assert ARTICLE.text[span.start : span.end] == span.text
        assert span.text
    for figure in result.summary.figures:
        assert figure.evidence.start <= figure.mention.start < figure.mention.end <= figure.evidence.end
    result.summary.to_json_line()


@slow
@given(drafts)
def test_every_wording_kept_stands_in_the_article(draft):
    summary = ground(ARTICLE, READING, draft).summary
    text = fold_text(ARTICLE.text)
    wordings_kept = [organization.name for organization in summary.organizations]
    wordings_kept += [person.name for person in summary.people]
    wordings_kept += [person.role for person in summary.people if person.role]
    wordings_kept += [award.title for award in summary.awards]
    wordings_kept += [award.granted_by for award in summary.awards if award.granted_by]
    wordings_kept += [*summary.source.authors, summary.source.title or "", summary.source.outlet or ""]
    for wording in wordings_kept:
        assert fold_text(wording) in text


@slow
@given(drafts)
def test_every_claim_ends_as_an_item_or_as_a_rejection(draft):
    result = ground(ARTICLE, READING, draft)
    refused = [rejection.item for rejection in result.rejections]
    for plural, item in (
        ("organizations", "organization"),
        ("figures", "figure"),
        ("awards", "award"),
        ("people", "person"),
        ("documents", "document"),
        ("points", "point"),
    ):
        assert len(getattr(result.summary, plural)) + refused.count(item) == len(getattr(draft, plural))
    assert len(result.decisions) == sum(
        len(getattr(result.summary, field.name))
        for field in fields(Draft)
        if hasattr(result.summary, field.name) and field.name not in ("source", "event", "abstract")
    )


@slow
@given(drafts)
def test_coverage_adds_up(draft):
    coverage = ground(ARTICLE, READING, draft).coverage
    assert coverage.quantities == len(READING.quantities) == coverage.explained + len(coverage.unexplained)
    assert 0.0 <= coverage.share <= 1.0


@slow
@given(st.text(), drafts)
def test_a_draft_of_another_article_does_not_raise(text, draft):
    article = Article.from_text("any", text)
    for reading in (read(article), Reading(article)):
        for span in spans(ground(article, reading, draft).summary):
            assert article.text[span.start : span.end] == span.text


@slow
@given(drafts)
def test_the_same_draft_always_gives_the_same_summary(draft):
    assert ground(ARTICLE, READING, draft) == ground(ARTICLE, READING, draft)
