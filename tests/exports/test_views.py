"""The views of Party reviews, on planted figures, in both databases."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from extractor.exports.export import export
from extractor.exports.run_folder import RunFolder
from extractor.schema import ArticleSummary, Event, Figure, Organization, Source, Span
from extractor.tasks.party_review.tables import layout
from tests.exports.folder import gold, gold_run, write_run

duckdb = pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")
HERE = Span(text="1", start=0, end=1)


def figure(value: float, **changes: Any) -> Figure:
    given: dict[str, Any] = {
        "organization": "Đảng ủy Khối",
        "phase": "result",
        "period": "2018",
        "subject": "member",
        "measure": "admitted",
        "basis": "level",
        "value": value,
        "value_max": None,
        "out_of": None,
        "unit": "count",
        "comparator": "eq",
        "group": None,
        "mention": HERE,
        "evidence": HERE,
    }
    return Figure(**{**given, **changes})


def article(doc_id: str, body: str, province: str | None, *figures: Figure) -> ArticleSummary:
    return ArticleSummary(
        doc_id=doc_id,
        source=Source(outlet=None, title=None, authors=[], published_on=None),
        event=Event(kind="annual_review", held_on=None, review_period=None, plan_period=None),
        abstract="",
        organizations=[Organization(name=body, kind="agencies_bloc", province=province)],
        figures=[one.model_copy(update={"organization": body}) for one in figures],
        awards=[],
        people=[],
        documents=[],
        points=[],
    )


def at(start: int, text: str = "1") -> Span:
    return Span(text=text, start=start, end=start + len(text))


PLAN = article(
    "a17", "Đảng ủy Khối", "Cà Mau", figure(150, period="2017"), figure(200, phase="target", comparator="ge")
)
RESULT = article("a18", "Đảng bộ khối", "Cà Mau", figure(163), figure(98.0, unit="percent"), figure(5, group="nữ"))
ELSEWHERE = article("b18", "Đảng ủy Khối", "Hà Nam", figure(170))


def asked(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    """The answer of DuckDB, which must be SQLite's too."""
    with duckdb.connect(folder / "tables.duckdb", read_only=True) as connection:
        found: list[tuple[Any, ...]] = connection.execute(sql).fetchall()
    other = sqlite3.connect(folder / "tables.sqlite")
    try:
        assert sorted(other.execute(sql).fetchall(), key=repr) == sorted(found, key=repr)
    finally:
        other.close()
    return found


def made(folder: Path, *articles: ArticleSummary) -> Path:
    run = RunFolder.open(write_run(folder / "run", articles))
    export(run, layout(), ["duckdb", "sqlite"])
    return run.folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return made(tmp_path, PLAN, RESULT, ELSEWHERE)


TARGET = figure(200, phase="target", comparator="ge")


def test_a_target_meets_the_result_that_is_told_beside_it(tmp_path: Path) -> None:
    told = article("a", "Đảng ủy Khối", "Cà Mau", TARGET, figure(163), figure(41, group="nữ"))
    columns = "article_id, plan_position, result_position, plan_comparator, plan_value, result_value, difference"
    sql = f"SELECT {columns} FROM plan_and_result"
    assert asked(made(tmp_path, told), sql) == [("a", 0, 1, "ge", 200.0, 163.0, -37.0)]


APART = {
    "another article": (PLAN, RESULT),
    "two targets": (TARGET, figure(300, phase="target"), figure(163)),
    "two results, of the same value": (TARGET, figure(163), figure(163)),
    "another period": (TARGET, figure(163, period="2018-H1")),
    "another group": (TARGET, figure(163, group="nữ")),
    "another unit": (TARGET, figure(98, unit="percent")),
    "another basis": (TARGET, figure(3, basis="change")),
    "another body": (TARGET, figure(163, organization="Đảng bộ xã A")),
    "far apart": (TARGET, figure(163, evidence=at(900))),
    "of each": (figure(3, phase="target", evidence=at(0, "Mỗi xã ít nhất 3")), figure(163)),
    "of each year": (figure(90, phase="target", evidence=at(0, "giao 90 đảng viên/năm")), figure(163)),
    "a range": (figure(100, phase="target", value_max=120.0), figure(163)),
}


@pytest.mark.parametrize("case", APART)
def test_a_target_meets_no_result_that_may_be_anothers(case: str, tmp_path: Path) -> None:
    some = APART[case]
    articles = [one for one in some if isinstance(one, ArticleSummary)]
    figures = [one for one in some if isinstance(one, Figure)]
    if figures:
        whole = article("a", "Đảng ủy Khối", "Cà Mau")
        articles = [whole.model_copy(update={"figures": figures})]
    assert asked(made(tmp_path, *articles), "SELECT * FROM plan_and_result") == []


YEARS = "SELECT province, year, value_before, value, change, article_id_before, article_id FROM year_on_year"


def test_a_year_stands_beside_the_one_before_for_one_body_and_one_thing(folder: Path) -> None:
    assert asked(folder, YEARS) == [("Cà Mau", 2018, 150.0, 163.0, 13.0, "a17", "a18")]


def test_what_one_article_says_of_both_years_goes_before_what_two_say(tmp_path: Path) -> None:
    both = article("b", "Đảng ủy Khối", "Cà Mau", figure(150, period="2017"), figure(163))
    assert asked(made(tmp_path, PLAN, both, RESULT), YEARS) == [("Cà Mau", 2018, 150.0, 163.0, 13.0, "b", "b")]


BEFORE, NOW = figure(150, period="2017"), figure(163)
UNSURE = {
    "articles that tell it otherwise": (
        article("a", "Đảng ủy Khối", "Cà Mau", BEFORE, NOW),
        article("b", "Đảng ủy Khối", "Cà Mau", BEFORE, figure(170)),
    ),
    "two values of one year in one article": (article("a", "Đảng ủy Khối", None, BEFORE, NOW, figure(5)),),
    "two values of one year in two articles": (PLAN, RESULT, article("c", "Đảng ủy Khối", "Cà Mau", figure(170))),
    "a body of an unknown province in two articles": (
        article("a", "Đảng ủy Khối", None, BEFORE),
        article("b", "Đảng ủy Khối", None, NOW),
    ),
    "before and after the mergers of 2025": (
        article("a", "Đảng ủy Khối", "Cà Mau", figure(150, period="2024")),
        article("b", "Đảng ủy Khối", "Cà Mau", figure(163, period="2025")),
    ),
    "far apart": (article("a", "Đảng ủy Khối", "Cà Mau", BEFORE, figure(163, evidence=at(900))),),
}


@pytest.mark.parametrize("case", UNSURE)
def test_years_of_which_it_is_not_sure_what_they_say_are_left_out(case: str, tmp_path: Path) -> None:
    assert asked(made(tmp_path, *UNSURE[case]), YEARS) == []


def test_provinces_are_counted_and_never_summed(folder: Path) -> None:
    sql = (
        "SELECT province, phase, figures, articles, bodies, lowest, highest FROM by_province"
        " WHERE year = 2018 AND unit = 'count' ORDER BY province, phase"
    )
    assert asked(folder, sql) == [
        ("Cà Mau", "result", 2, 1, 1, 5.0, 163.0),
        ("Cà Mau", "target", 1, 1, 1, 200.0, 200.0),
        ("Hà Nam", "result", 1, 1, 1, 170.0, 170.0),
    ]


def test_on_our_gold_both_databases_give_the_same_rows(tmp_path: Path) -> None:
    run = RunFolder.open(gold_run(tmp_path / "run"))
    export(run, layout(), ["duckdb", "sqlite"])
    for name in layout().data.views:
        assert asked(run.folder, f"SELECT * FROM {name}"), name
    assert len(gold()) == asked(run.folder, "SELECT count(*) FROM articles")[0][0]
