from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import pytest

import extractor
from extractor.engines.base import NO_FACTS, Answer, Completion, Facts, Failure, Outcome, Question, Usage
from extractor.errors import ExtractorError, InputError, ModelError, UsageError
from extractor.pipeline import Ask, extract_article, usage_of_error
from extractor.text.article import Article
from tests.fakes import CountingEngine

TEXT = "Năm 2017, Đảng ủy Khối các cơ quan tỉnh kết nạp 258 đảng viên, đạt 81,01% kế hoạch."


class Asking(CountingEngine):
    """Asks so many optional questions, then labels all that it was not told to leave."""

    def __init__(self, questions: int) -> None:
        super().__init__()
        self.questions = questions
        self.seen: list[Answer] = []

    def step(self, article: Article, answers: Sequence[Answer] = (), facts: Facts = NO_FACTS) -> Question | Outcome:
        self.seen = list(answers)
        if len(answers) < self.questions:
            return Question(b"{}", 1, 1, optional=len(answers) > 0)
        return super().step(article)


def ask(*answers: Completion | ExtractorError) -> Ask:
    """These answers in turn, each at the price of one call."""
    left = list(answers)

    async def answered(question: Question) -> tuple[Completion, Usage]:
        answer = left.pop(0)
        if isinstance(answer, ExtractorError):
            raise answer
        return answer, Usage(calls=1)

    return answered


@pytest.mark.parametrize("questions", [0, 1, 3])
def test_an_engine_is_asked_on_until_it_has_its_outcome(questions: int) -> None:
    engine = Asking(questions)
    answers = [Completion(200, str(number).encode()) for number in range(questions)]
    extraction = extract_article(Article.from_text("a", TEXT), engine, ask=ask(*answers))
    assert (engine.seen, extraction.usage.calls) == (answers, questions)
    assert len(extraction.summary.figures) == 2


def paid(error: ExtractorError) -> ExtractorError:
    error.usage = Usage(calls=3)  # type: ignore[attr-defined]
    return error


def test_an_optional_question_without_an_answer_is_told_to_the_engine_and_paid_for() -> None:
    engine = Asking(2)
    answers = ask(Completion(200, b"{}"), paid(ModelError("no")))
    extraction = extract_article(Article.from_text("a", TEXT), engine, ask=answers)
    assert engine.seen[1] == Failure("ModelError", "no")
    assert extraction.usage.calls == 4


def test_a_question_that_must_have_an_answer_ends_the_article_with_what_it_cost() -> None:
    with pytest.raises(ModelError) as caught:
        extract_article(Article.from_text("a", TEXT), Asking(1), ask=ask(paid(ModelError("no"))))
    assert usage_of_error(caught.value).calls == 3
    with pytest.raises(ModelError, match="none to ask"):
        extract_article(Article.from_text("a", TEXT), Asking(1))


def test_a_second_engine_reads_beside_the_first() -> None:
    extraction = extract_article(Article.from_text("a", TEXT), Asking(0), rules=CountingEngine())
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
    assert set(dir(extractor)) == {
        *("Article", "ArticleSummary", "Extracted", "Extractor", "ExtractorError", "Grounded", "Run", "__version__"),
        *("aextract", "extract", "extract_many", "load"),
    }
    with pytest.raises(AttributeError, match="nothing_such"):
        _ = extractor.nothing_such
