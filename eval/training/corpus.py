"""The training material: every quantity of the tuned gold, as the scorer sees it, with what is right of it.

The labels of `eval/gold/tuned` and `eval/gold/owned` alone are learned from. Each article is read by the rules engine
with a judge that only takes notes; the labels that the rules give today are not learned from either, since they were
fitted to these articles.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from eval.training.occasions import Choice, EventLabels, choices
from eval.training.owned import Case, Labelled, cases
from extractor.draft import Decision
from extractor.engines.rules.bodies import Survey
from extractor.engines.rules.body_groups import Group
from extractor.engines.rules.draft import Draft, EventDraft
from extractor.engines.rules.event import concerns_party
from extractor.engines.rules.page import Page
from extractor.engines.rules.regions import read_regions
from extractor.engines.rules.review import Review
from extractor.engines.rules.scorer.account import Account
from extractor.engines.rules.scorer.hosting import Hosting
from extractor.engines.rules.scorer.listing import Listing
from extractor.engines.rules.scorer.sight import Setting, Sight, tell
from extractor.engines.rules.scorer.verdict import Labels, PeriodOf, Verdict, VoteOnHost, Voters
from extractor.labels import Basis, Phase
from extractor.reading.model import Reading
from extractor.reading.reader import read
from extractor.schema import ArticleSummary, Figure, Span
from extractor.tasks.party_review.eval.keys import organization_key
from extractor.tasks.party_review.rules import RulesEngine
from extractor.text.article import Article

TUNED: Final = Path(__file__).resolve().parents[1] / "gold" / "tuned"
SMALL: Final = "="
"""What the names of the small articles begin with, so that they are no set of the tuned gold."""
FIRST_CONTACT: Final = Path(__file__).resolve().parent / "first_contact.jsonl"
"""What the rules of the day said of an article before anybody had looked at their errors on it."""


@dataclass(frozen=True, slots=True)
class Example:
    """One quantity: what the scorer sees, what the rules say today, and the gold figure on it (null where none is)."""

    doc_id: str
    sight: Sight
    gold: Figure | None
    ruled: Labels | None = None
    period_of: PeriodOf | None = None
    repeated: bool = False

    @property
    def start(self) -> int:
        """Where the number stands."""
        return self.sight.region.quantity.extent.start


@dataclass(frozen=True, slots=True)
class NamedBody:
    """One body that an article names: what speaks for listing it, and whether gold and the rules of the day list it.

    `ruled` is null where no first contact is recorded.
    """

    doc_id: str
    features: tuple[str, ...]
    listed: bool
    ruled: bool | None


@dataclass(frozen=True, slots=True)
class NamedHost:
    """One body that an article names: what speaks for its being whom the article is about, and whether it is."""

    doc_id: str
    features: tuple[str, ...]
    right: bool


@dataclass(frozen=True, slots=True)
class Lesson:
    """One article: the bodies it names, the examples that the rules judged, in order, all quantities outside tables.

    `choices` are what it may review and plan; none where it concerns no Party body, of which nobody is asked.
    """

    doc_id: str
    figures: tuple[Figure, ...]
    bodies: tuple[NamedBody, ...]
    judged: tuple[Example, ...]
    numbers: tuple[Example, ...]
    choices: tuple[Choice, ...]


Shown = tuple[Sight, Labels, Decision, PeriodOf]
"""What a judge is asked: the quantity, the rules' labels, the deciding rule, the rules' period for other labels."""


@dataclass(slots=True)
class Notes:
    """A judge that lets the rules' labels stand and remembers what it was shown; `setting` is null before that."""

    setting: Setting | None = None
    survey: Survey | None = None
    event: EventDraft | None = None
    listing: Listing | None = None
    account: Account | None = None
    shown: list[Shown] = field(default_factory=list)

    def begin(self, sight: Sight) -> tuple[Basis, Phase]:
        """What the words of plan or result before the number say; the scorer, which is yet to be made, is not asked."""
        return "level", sight.setting.phases.word_at(sight.region.quantity.extent.start)

    def weigh(self, sight: Sight, ruled: Labels, decision: Decision, period_of: PeriodOf) -> Verdict:
        """The rules' own labels."""
        self.shown.append((sight, ruled, decision, period_of))
        return Verdict(ruled)


def take_notes(
    article: Article,
    reading: Reading,
    bodies: Sequence[tuple[str, str | None]] = (),
    vote_on_host: VoteOnHost | None = None,
    event: EventLabels | None = None,
) -> tuple[Draft, Notes]:
    """The rules' draft of one article, without the scorer's voice, and what a judge was shown on the way.

    `bodies` are gold's, with their kinds: they are listed as well, so that whose a figure is is learned among them.
    Whom the article is about `vote_on_host` helps to say. `event` is gold's: numbers are seen beside it, not beside
    what the rules make of the event.
    """
    notes = Notes()

    def make(setting: Setting) -> Notes:
        notes.setting = setting
        return notes

    def host(survey: Survey, event: EventDraft, ruled: Group | None) -> tuple[Group, float] | None:
        notes.survey, notes.event = survey, event
        return None if vote_on_host is None else vote_on_host(survey, event, ruled)

    def vote(
        survey: Survey,
        event: EventDraft,
        organisers: Sequence[Group],
        about: Group | None,
        ruled: Collection[Group],
    ) -> dict[Group, float]:
        notes.survey, notes.listing = survey, Listing(survey, event, organisers, about)
        return dict.fromkeys([*ruled, *(one for one in matched(survey, bodies) if one not in ruled)], 1.0)

    def found(page: Page, published: date | None, review: Review, ruled: EventDraft) -> EventDraft:
        del review
        if concerns_party(page):
            notes.account = Account(page, published)
        return ruled if event is None else event.draft(ruled)

    return RulesEngine(Voters(make, vote, host, found)).draft(article, reading).draft, notes


def set_of(doc_id: str) -> str:
    """The set that an article was written in, one hand, one round: the letters of its name (`ee` of ee07).

    Small articles' sets begin with `SMALL` ("=g").
    """
    return doc_id[:2] if doc_id[0] == SMALL else doc_id.rstrip("0123456789")


def hosts(folder: Path = TUNED) -> dict[str, tuple[NamedHost, ...]]:
    """For every article of a gold folder and every small one the bodies it names."""
    found = {}
    for label in sorted((folder / "labels").glob("*.json")):
        gold = ArticleSummary.model_validate_json(label.read_bytes())
        text = (folder / "articles" / f"{label.stem}.txt").read_text("utf-8")
        bodies = [(one.name, one.kind) for one in gold.organizations]
        found[gold.doc_id] = _named_hosts(gold.doc_id, text, bodies, [one.organization for one in gold.figures])
    for case in cases():
        owners = [one.owner for one in case.figures]
        found[SMALL + case.name] = _named_hosts(SMALL + case.name, case.text, case.bodies, owners)
    return found


def _named_hosts(
    doc_id: str, text: str, bodies: Sequence[tuple[str, str]], owners: Sequence[str | None]
) -> tuple[NamedHost, ...]:
    """The bodies that one article names.

    It is about the one that most figures belong to, about none where they belong to none; where that is a committee and
    gold lists its commission too, about the commission, since one is listed beside its committee in its own review only
    (guide, section 2).
    """
    article = Article.from_text(doc_id, text)
    _, notes = take_notes(article, read(article))
    owning = Counter(organization_key(name) for name in owners if name is not None)
    survey = notes.survey
    if survey is None or notes.event is None:
        return ()
    most = owning.most_common(1)[0][0] if owning else None
    first = [(name, kind) for name, kind in bodies if organization_key(name) == most]
    right = next(iter(matched(survey, first)), None)
    if right is not None:
        commissions = (one for one in matched(survey, bodies) if one.family == "commission" and one.owner is right)
        right = next(commissions, right)
    asked = Hosting(survey, notes.event)
    return tuple(NamedHost(doc_id, tuple(asked.features(one)), one is right) for one in survey.groups)


HostOf = Callable[[str], "VoteOnHost | None"]
"""The vote on whom an article is about, by the article's name."""


def nobody(doc_id: str) -> None:
    """No vote on any article."""
    del doc_id


def lessons(folder: Path = TUNED, host_of: HostOf = nobody) -> list[Lesson]:
    """Every article of a gold folder (`articles/*.txt`, `labels/*.json`), by name."""
    return [
        lesson(folder / "articles" / f"{file.stem}.txt", file, host_of)
        for file in sorted((folder / "labels").glob("*.json"))
    ]


def small_lessons(host_of: HostOf = nobody) -> list[Lesson]:
    """The small articles that show owners and periods; their names begin with `SMALL`."""
    return [small_lesson(case, host_of) for case in cases()]


def lesson(text: Path, label: Path, host_of: HostOf = nobody) -> Lesson:
    """One article read, its quantities set beside the gold."""
    gold = ArticleSummary.model_validate_json(label.read_bytes())
    bodies = [(one.name, one.kind) for one in gold.organizations]
    event = EventLabels(gold.event.kind, gold.event.review_period, gold.event.plan_period)
    return _lesson(gold.doc_id, text.read_text("utf-8"), event, bodies, tuple(gold.figures), host_of, whole=True)


def small_lesson(case: Case, host_of: HostOf = nobody) -> Lesson:
    """One small article read. Its numbers without a label are no figures from set d on; before it is not known."""
    figures = tuple(_figure(one) for one in case.figures)
    kind, review, plan = case.event
    event = EventLabels(kind or "other", review, plan)
    whole = case.name[0] not in "abc"
    return _lesson(f"{SMALL}{case.name}", case.text, event, case.bodies, figures, host_of, whole=whole)


def _figure(one: Labelled) -> Figure:
    """A small article's figure: its labels; the value, which nothing is learned from, is nought."""
    subject, measure, *basis = re.split("[./]", one.label)
    span = Span(text=one.mention, start=one.start, end=one.start + len(one.mention))
    return Figure.model_validate({
        "organization": one.owner, "phase": one.phase, "period": one.period, "subject": subject, "measure": measure,
        "basis": basis[0] if basis else "level", "value": 0, "value_max": None, "out_of": None, "unit": "count",
        "comparator": one.comparator, "group": None, "mention": span, "evidence": span,
    })  # fmt: skip


def _lesson(
    doc_id: str,
    text: str,
    event: EventLabels,
    bodies: Sequence[tuple[str, str]],
    figures: tuple[Figure, ...],
    host_of: HostOf,
    *,
    whole: bool,
) -> Lesson:
    article = Article.from_text(doc_id, text)
    reading = read(article)
    draft, notes = take_notes(article, reading, bodies, host_of(doc_id), event)
    repeats = {one.quantity for one in draft.dismissals if one.reason == "repeat"}
    judged = [
        Example(doc_id, sight, gold_at(figures, sight), ruled, period_of, sight.region.quantity.id in repeats)
        for sight, ruled, _, period_of in notes.shown
    ]
    numbers: list[Example] = []
    if whole and notes.setting is not None:
        numbers = _numbers(doc_id, figures, reading, notes.setting, repeats)
    named = _bodies(doc_id, bodies, notes) if notes.listing is not None else ()
    contact = first_contact().get(doc_id)
    told = choices(doc_id, notes.account, event, contact.event if contact else None) if notes.account else ()
    return Lesson(doc_id, figures, tuple(named), tuple(judged), tuple(numbers), told)


def _bodies(doc_id: str, gold: Sequence[tuple[str, str]], notes: Notes) -> Iterator[NamedBody]:
    """Every body that the article names, gold's and the first contact's lists matched with them by name."""
    survey, listing = notes.survey, notes.listing
    assert survey is not None and listing is not None
    listed = matched(survey, gold)
    contact = first_contact().get(doc_id)
    ruled = None if contact is None else matched(survey, [(name, None) for name in contact.bodies])
    for group in survey.groups:
        of_day = None if ruled is None else group in ruled
        yield NamedBody(doc_id, tuple(listing.features(group)), group in listed, of_day)


def matched(survey: Survey, names: Sequence[tuple[str, str | None]]) -> set[Group]:
    """The bodies of the survey that the names mean, each name with its kind where that is known.

    By a mention that reads the same, else by one that stands where the name first does, else, for a committee whose
    name is not taken for a body's, by kind.
    """
    found: set[Group] = set()
    for name, kind in names:
        group = _same_name(survey, name) or _same_place(survey, name)
        if group is None or group in found:
            group = next((one for one in survey.groups if one.kind == kind and one not in found), None)
        found.update([] if group is None else [group])
    return found


def _same_name(survey: Survey, name: str) -> Group | None:
    key = organization_key(name)
    return next(
        (
            group
            for group in survey.groups
            if any(organization_key(survey.article.slice(body.extent)) == key for body in group.bodies)
        ),
        None,
    )


def _same_place(survey: Survey, name: str) -> Group | None:
    at = survey.article.text.find(name)
    for one in survey.named:
        extent = one.body.extent
        if at >= 0 and extent.start < at + len(name) and at < extent.end:
            inside = one.group.owner is not None and extent.start < at
            return one.group.owner if inside else one.group
    return None


def gold_at(figures: Sequence[Figure], sight: Sight) -> Figure | None:
    """The gold figure whose number overlaps the quantity, if there is one."""
    extent = sight.region.quantity.extent
    return next((f for f in figures if f.mention.start < extent.end and extent.start < f.mention.end), None)


def _numbers(
    doc_id: str, figures: Sequence[Figure], reading: Reading, setting: Setting, repeats: set[str]
) -> list[Example]:
    """Every quantity outside tables, those included that the rules take for no figure."""
    cells = {cell.extent for cell in reading.cells}
    inline = [quantity for quantity in reading.quantities if quantity.extent not in cells]
    found = []
    for number, sentence in enumerate(setting.sentences):
        inside = [quantity for quantity in inline if sentence.extent.covers(quantity.extent)]
        regions = read_regions(setting.flat, sentence, inside, setting.cues) if inside else ()
        told = tell(setting, sentence)
        for index, region in enumerate(regions):
            sight = Sight(setting, sentence, number, regions, index, told)
            repeated = region.quantity.id in repeats
            found.append(Example(doc_id, sight, gold_at(figures, sight), repeated=repeated))
    return found


def labels_of(figure: Figure) -> Labels:
    """A gold figure's labels."""
    return Labels(figure.subject, figure.measure, figure.basis, figure.phase, figure.period, figure.organization)


def gold_hash(folder: Path = TUNED) -> str:
    """Hash of the articles and labels that are learned from, and of the votes at first contact; nothing else."""
    digest = hashlib.sha256()
    files = [*sorted((folder / "articles").glob("*.txt")), *sorted((folder / "labels").glob("*.json"))]
    for file in (*files, FIRST_CONTACT):
        digest.update(file.name.encode("utf-8") + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    for one in cases():
        digest.update(
            repr((one.name, one.text, one.event, one.figures)).encode("utf-8")
        )  # not what is still misread of it
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Contact:
    """What the rules of the day made of one article at first contact, `event` by themselves.

    `figures` are labels and rule by where the number stands; `event_right` is whether both periods of the event were,
    `owners_right` whether the listed organisations were, `bodies` their names; `lists` counts right and given items of
    the other lists.
    """

    doc_id: str
    figures: dict[int, tuple[Labels, str]]
    event: EventLabels
    event_right: bool
    owners_right: bool
    bodies: tuple[str, ...]
    lists: dict[str, tuple[int, int]]


def first_contact() -> dict[str, Contact]:
    """The articles with a record of first contact, by name."""
    return _contacts(FIRST_CONTACT.read_text("utf-8"))


@lru_cache(maxsize=1)
def _contacts(text: str) -> dict[str, Contact]:
    found: dict[str, Contact] = {}
    for line in text.splitlines():
        row = json.loads(line)
        found[row["doc_id"]] = Contact(
            row["doc_id"],
            {start: (Labels(*labels), rule) for start, rule, *labels in row["figures"]},
            EventLabels(*row["event"]),
            row["event_right"],
            row["organizations_right"],
            tuple(row["bodies"]),
            {kind: (right, given) for kind, (right, given) in row["lists"].items()},
        )
    return found
