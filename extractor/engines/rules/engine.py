"""The rules engine: a draft of one article without model or network."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from extractor.engines.rules.abstract import write_abstract
from extractor.engines.rules.awards import AwardDecision, decide_awards
from extractor.engines.rules.bodies import Survey
from extractor.engines.rules.calendar import told_year
from extractor.engines.rules.documents import decide_documents
from extractor.engines.rules.draft import DocumentDraft, Draft, Drafted, EventDraft, PersonDraft, SourceDraft
from extractor.engines.rules.event import decide_event, read_review, tells_of_party
from extractor.engines.rules.figures import FigureDecision, decide_figures
from extractor.engines.rules.organizations import OrganizationIndex, decide_organizations
from extractor.engines.rules.page import Page
from extractor.engines.rules.people import decide_people
from extractor.engines.rules.points import decide_points
from extractor.engines.rules.review import Review
from extractor.engines.rules.scorer.arbiter import learned
from extractor.engines.rules.scorer.verdict import Voters
from extractor.engines.rules.source import decide_source
from extractor.reading.lines import blank_breaks
from extractor.reading.model import Reading
from extractor.text.article import Article, Extent
from extractor.text.provinces import day_of_list

RULES_VERSION: Final = "1"
"""Changes when the rules would answer differently; part of what identifies an answer in a run."""


class RulesDrafter:
    """Judges by word lists and sentence structure; needs no key, no network and a few milliseconds an article.

    `voters` have a say beside the rules, by default the learned scorer.
    """

    def __init__(self, voters: Voters | None = None) -> None:
        self._voters = voters or learned()

    @property
    def name(self) -> str:
        """`rules`."""
        return "rules"

    @property
    def version(self) -> str:
        """The version of the rules."""
        return RULES_VERSION

    def _heard(self, of_party: bool) -> Voters:
        """Who is heard on the bodies: on whom an article is about nobody where its head does not speak of the Party."""
        return self._voters if of_party else replace(self._voters, vote_on_host=None)

    def _event(self, page: Page, review: Review, source: SourceDraft) -> EventDraft:
        """What the rules make of the review, and whoever has a say beside them."""
        ruled = decide_event(page.article, page.reading, source, page, review)
        vote = self._voters.vote_on_event
        return ruled if vote is None else vote(page, source.published_on, review, ruled)

    @staticmethod
    def _of_nobody(
        article: Article,
        reading: Reading,
        event: EventDraft,
        source: SourceDraft,
        awards: AwardDecision,
        people: tuple[PersonDraft, ...],
        documents: tuple[DocumentDraft, ...],
    ) -> Drafted:
        """The draft of an article that tells of no Party body's work: no figure of it is one."""
        unowned = dict.fromkeys((quantity.id for quantity in reading.quantities), "not_an_organisations_work")
        counted = decide_figures(article, reading, event, lambda _: None, unowned | dict(awards.quantities))
        return Drafted(
            Draft(
                source=source,
                event=EventDraft(),
                abstract=write_abstract(article, reading, source, event, (), ()),
                awards=awards.awards,
                people=people,
                documents=documents,
                dismissals=counted.dismissals,
            )
        )

    def draft(self, article: Article, reading: Reading) -> Drafted:
        """Everything the rules find in the article. Never raises, whatever the text."""
        article = replace(article, text=blank_breaks(article.text, (block.extent for block in reading.blocks)))
        page = Page(article, reading)
        review = read_review(page)
        source = decide_source(article, reading, page, review)
        event = self._event(page, review, source)
        survey = Survey(article, reading, day_of_list(event.held_on, source.published_on, event.review_period))
        of_party = event.kind != "other" or tells_of_party(page)
        organizations = decide_organizations(article, reading, source, event, survey, self._heard(of_party))
        day = event.held_on or source.published_on
        year = day.year if day else told_year(page)
        people = decide_people(article, reading)
        documents = decide_documents(article, reading)
        awards: AwardDecision = decide_awards(article, reading)
        if not organizations and not of_party:
            return self._of_nobody(article, reading, event, source, awards, people, documents)
        index = OrganizationIndex(article, reading, organizations, survey=survey)
        excluded = dict.fromkeys(survey.numbers_in_names(), "in_a_name") | dict(awards.quantities)
        figures: FigureDecision = decide_figures(
            article,
            reading,
            event,
            index.owner,
            excluded,
            organizations,
            year,
            month=day.month if day else None,
            mentions=index.mentions,
            default=index.default,
            in_turn=index.in_turn,
            make_judge=self._voters.make_judge,
        )
        evidence = [figure.evidence for figure in figures.figures if isinstance(figure.evidence, Extent)]
        points = decide_points(article, reading, evidence, event) if event.kind != "other" else ()
        return Drafted(
            Draft(
                source=source,
                event=event,
                abstract=write_abstract(article, reading, source, event, organizations, figures.figures),
                organizations=organizations,
                figures=figures.figures,
                dismissals=figures.dismissals,
                awards=awards.awards,
                people=people,
                documents=documents,
                points=points,
            )
        )
