from __future__ import annotations

import unicodedata

import pytest

import extractor
from extractor.article import Article
from extractor.draft import Draft
from extractor.engines.base import Answer, Usage
from extractor.errors import InputError, ModelError, UsageError
from extractor.grounding.ground import Grounded
from extractor.pipeline import ROUNDS, extract_article
from extractor.reading.model import Reading
from tests.fakes import CountingEngine, draft_of

TEXT = "Năm 2017, Đảng ủy Khối các cơ quan tỉnh kết nạp 258 đảng viên, đạt 81,01% kế hoạch."


class Reviser(CountingEngine):
    """Answers with nothing first, and in its second look with everything, until `looks` is used up."""

    def __init__(self, looks: int, error: Exception | None = None) -> None:
        super().__init__()
        self.looks = looks
        self.seen: list[int] = []
        self._error = error

    def draft(self, article: Article, reading: Reading) -> Answer:
        return Answer(Draft(), Usage(calls=1))

    def revise(self, article: Article, reading: Reading, draft: Draft, grounded: Grounded) -> Answer | None:
        self.seen.append(len(grounded.summary.figures))
        if self._error is not None:
            raise self._error
        if len(self.seen) > self.looks:
            return None
        return Answer(draft_of(reading), Usage(calls=1))


@pytest.mark.parametrize(("looks", "calls", "figures"), [(0, 1, 0), (1, 2, 2), (9, 1 + ROUNDS, 2)])
def test_an_engine_may_look_again_twice(looks: int, calls: int, figures: int) -> None:
    extraction = extract_article(Article.from_text("a", TEXT), Reviser(looks))
    assert extraction.usage.calls == calls
    assert len(extraction.summary.figures) == figures


def test_a_failed_second_look_keeps_the_first_answer_and_its_price() -> None:
    error = ModelError("no")
    error.usage = Usage(calls=3)  # type: ignore[attr-defined]
    extraction = extract_article(Article.from_text("a", TEXT), Reviser(1, error))
    assert extraction.usage.calls == 4
    assert extraction.summary.figures == []


def test_a_second_engine_reads_beside_the_first() -> None:
    extraction = extract_article(Article.from_text("a", TEXT), Reviser(0), rules=CountingEngine())
    assert extraction.second is not None
    assert len(extraction.second.summary.figures) == 2


def test_the_public_function_takes_text_in_any_normal_form() -> None:
    summary = extractor.extract(unicodedata.normalize("NFD", TEXT), engine=CountingEngine())
    assert {figure.mention.text for figure in summary.figures} == {"258", "81,01%"}
    assert all(TEXT[figure.mention.start : figure.mention.end] == figure.mention.text for figure in summary.figures)


def test_the_public_function_uses_the_rules_by_default() -> None:
    summary = extractor.extract(TEXT)
    assert {figure.measure for figure in summary.figures} >= {"admitted"}


@pytest.mark.parametrize(
    ("article", "engine", "error"),
    [
        ("", "rules", InputError),
        (" \n", "rules", InputError),
        (Article("a", unicodedata.normalize("NFD", TEXT)), "rules", InputError),
        (TEXT, "magic", UsageError),
        (TEXT, "llm", UsageError),
    ],
)
def test_what_cannot_be_extracted_says_why(article: str | Article, engine: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        extractor.extract(article, engine=engine)


def test_the_package_has_its_public_names_and_no_others() -> None:
    assert set(dir(extractor)) == {"Article", "ArticleSummary", "ExtractorError", "__version__", "extract"}
    with pytest.raises(AttributeError, match="nothing_such"):
        _ = extractor.nothing_such
