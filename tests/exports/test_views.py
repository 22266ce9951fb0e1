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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    run = RunFolder.open(write_run(tmp_path / "run", (PLAN, RESULT, ELSEWHERE)))
    export(run, layout(), ["duckdb", "sqlite"])
    return run.folder


def test_a_target_meets_the_result_of_another_article_on_the_same_body(folder: Path) -> None:
    columns = "plan_article_id, result_article_id, plan_comparator, plan_value, result_value, difference"
    sql = f"SELECT {columns} FROM plan_and_result"
    assert asked(folder, sql) == [("a17", "a18", "ge", 200.0, 163.0, -37.0)]


def test_a_year_stands_beside_the_one_before_for_one_body_and_one_thing(folder: Path) -> None:
    sql = "SELECT province, year, value_before, value, change, article_id_before, article_id FROM year_on_year"
    assert asked(folder, sql) == [("Cà Mau", 2018, 150.0, 163.0, 13.0, "a17", "a18")]


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
