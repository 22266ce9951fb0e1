"""Two readings held against each other: what each mark means, and what a person is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from extractor.draft import Rejection
from extractor.engines.base import NO_FACTS, Answer, Facts, Outcome, Usage
from extractor.engines.rules.draft import Dismissal, Draft
from extractor.grounding.grounded import Grounded
from extractor.pipeline import Extraction, extract_article
from extractor.reading.reader import read
from extractor.schema import ArticleSummary
from extractor.tasks.party_review.crosscheck import MARKS, CrossCheck, cross_check
from extractor.text.article import Article
from tests.conftest import GOLD_ARTICLES, GOLD_LABELS
from tests.fakes import CountingEngine

GOLD = ArticleSummary.model_validate_json((GOLD_LABELS / "e01.json").read_bytes())
ARTICLE = Article.from_text("e01", (GOLD_ARTICLES / "e01.txt").read_text(encoding="utf-8"))
READING = read(ARTICLE)


def checked(rules: ArticleSummary) -> CrossCheck:
    return cross_check(Extraction(ARTICLE, READING, Draft(), Grounded(GOLD), Usage(), Grounded(rules)))


def first(kind: str, **changes: Any) -> ArticleSummary:
    """The gold with its first item of a kind changed."""
    items = list(getattr(GOLD, kind))
    items[0] = items[0].model_copy(update=changes)
    return GOLD.model_copy(update={kind: items})


def test_two_equal_readings_agree_on_everything() -> None:
    found = checked(GOLD)
    assert found.doubtful == ()
    assert set(found.marks) == set(MARKS)
    listed = sum(len(getattr(GOLD, kind)) for kind in ("organizations", "figures", "awards", "people", "documents"))
    assert found.marks["agreed"] >= listed + len(GOLD.points)


@pytest.mark.parametrize(
    ("kind", "changes", "item", "fields"),
    [
        ("figures", {"measure": "removed"}, "figure", ("measure",)),
        ("figures", {"value": 1.0, "phase": "target"}, "figure", ("value", "phase")),
        ("awards", {"count": 77}, "award", ("count",)),
        ("people", {"role": "Thư ký"}, "person", ("role",)),
        ("organizations", {"province": "Cà Mau"}, "organization", ("province",)),
        ("documents", {"issuer": "Quốc hội"}, "document", ("issuer",)),
    ],
)
def test_items_that_differ_are_shown_with_both_versions_and_the_fields(
    kind: str, changes: dict[str, Any], item: str, fields: tuple[str, ...]
) -> None:
    (found,) = checked(first(kind, **changes)).doubtful
    assert (found.item, found.mark, found.fields) == (item, "differs", fields)
    record = found.record("e01")
    for name, value in changes.items():
        assert record["rules"][name] == value  # type: ignore[index,call-overload]
        assert record["model"][name] != value  # type: ignore[index,call-overload]


@pytest.mark.parametrize("kind", ["organizations", "figures", "awards", "people", "documents", "points"])
def test_what_only_the_model_has_is_marked_so(kind: str) -> None:
    (found,) = checked(GOLD.model_copy(update={kind: getattr(GOLD, kind)[1:]})).doubtful
    assert (found.mark, found.rules) == ("model_only", None)
    assert found.model == getattr(GOLD, kind)[0].model_dump(mode="json")


def test_the_sentence_of_an_item_holds_its_number() -> None:
    (found,) = checked(first("figures", measure="removed")).doubtful
    mention = GOLD.figures[0].mention
    assert found.sentence is not None
    assert found.sentence.start <= mention.start < mention.end <= found.sentence.end
    assert ARTICLE.text[found.sentence.start : found.sentence.end] == found.sentence.text


def test_fields_of_the_head_are_items_of_their_own() -> None:
    event = GOLD.event.model_copy(update={"kind": "congress", "plan_period": None})
    marks = {one.item: one.mark for one in checked(GOLD.model_copy(update={"event": event})).doubtful}
    assert marks == {"event.kind": "differs", "event.plan_period": "model_only"}


@pytest.mark.parametrize("spelling", ["Đảng uỷ", "ĐẢNG ỦY", "Đảng bộ"])
def test_spelling_of_a_name_is_no_difference(spelling: str) -> None:
    figures = [
        one.model_copy(update={"organization": (one.organization or "").replace("Đảng ủy", spelling)})
        for one in GOLD.figures
    ]
    assert figures != GOLD.figures
    assert checked(GOLD.model_copy(update={"figures": figures})).doubtful == ()


@pytest.mark.parametrize(
    ("known", "note"),
    [
        ("dismissed", "the model dismissed it: repeat"),
        ("refused", "the model's claim was refused: no proof"),
        ("nothing", "the model said nothing of it"),
    ],
)
def test_a_number_only_the_rules_took_comes_with_what_the_model_made_of_it(known: str, note: str) -> None:
    figure = GOLD.figures[0]
    quantity = next(q.id for q in READING.quantities if q.extent.start == figure.mention.start)
    model = GOLD.model_copy(update={"figures": GOLD.figures[1:]})
    draft = Draft(dismissals=(Dismissal(quantity, "repeat"),) if known == "dismissed" else ())
    rejections = (Rejection("figure", "x", "no proof", quantity),) if known == "refused" else ()
    extraction = Extraction(ARTICLE, READING, draft, Grounded(model, rejections), Usage(), Grounded(GOLD))
    (found,) = cross_check(extraction).doubtful
    assert (found.mark, found.model, found.note) == ("rules_only", None, note)


class Broken(CountingEngine):
    """A rules engine with a defect."""

    def step(self, article: Article, answers: Sequence[Answer] = (), facts: Facts = NO_FACTS) -> Outcome:
        raise ZeroDivisionError


def test_rules_that_fail_lose_no_answer_of_the_model() -> None:
    extraction = extract_article(ARTICLE, CountingEngine(), rules=Broken())
    assert extraction.summary.figures
    assert cross_check(extraction) == CrossCheck()
