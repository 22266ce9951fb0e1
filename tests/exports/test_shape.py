"""Tables derived from a model that has nothing to do with Party reviews, then those of the Party reviews."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel

from extractor.errors import UsageError
from extractor.exports.layout import Layout, LayoutData, PagePart
from extractor.exports.shape import Known, Shapes
from extractor.tasks.party_review.tables import layout
from tests.exports.folder import gold


class Words(BaseModel):
    text: str
    start: int
    end: int


class Where(BaseModel):
    province: str
    source: str | None


class Loss(BaseModel):
    what: Literal["house", "boat"]
    amount: float | None
    counted: bool
    where: Where | None
    told: Words


class Storm(BaseModel):
    key: str
    name: str | None
    landfall: date | None
    where: Where
    papers: list[str]
    losses: list[Loss]


DATA = LayoutData.model_validate(
    {
        "title": "Storms",
        "articles": "storms",
        "rename": {"where.province": "coast"},
        "tables": {"losses": {"label": "thiệt hại", "columns": {"amount": "số"}, "keys": ["what"]}},
    }
)
STORM = Storm(
    key="s1",
    name=None,
    landfall=date(2024, 9, 7),
    where=Where(province="Quảng Ninh", source="đài"),
    papers=["A", "B"],
    losses=[
        Loss(what="house", amount=1.5, counted=True, where=None, told=Words(text="1,5", start=3, end=6)),
        Loss(
            what="boat",
            amount=None,
            counted=False,
            where=Where(province="Hải Phòng", source=None),
            told=Words(text="tàu", start=9, end=12),
        ),
    ],
)


def storm_tables() -> Shapes:
    return Shapes(Layout(Storm, DATA, glosses={"losses.what": {"house": "nhà"}}, fold=str.upper))


def test_any_model_has_a_table_of_articles_and_one_for_each_list() -> None:
    articles, losses = storm_tables().tables
    assert articles.name == "storms"
    assert [(column.name, column.type) for column in articles.columns] == [
        ("id", "text"),
        ("url", "text"),
        ("source", "text"),
        ("name", "text"),
        ("landfall", "date"),
        ("coast", "text"),
        ("where_source", "text"),
        ("papers", "text"),
        ("engine", "text"),
        ("model", "text"),
        ("losses_count", "integer"),
        ("rejections_count", "integer"),
    ]
    assert [(column.name, column.type) for column in losses.columns] == [
        ("article_id", "text"),
        ("position", "integer"),
        ("what", "text"),
        ("what_key", "text"),
        ("amount", "number"),
        ("counted", "boolean"),
        ("province", "text"),
        ("source", "text"),
        ("told", "text"),
        ("told_start", "integer"),
        ("told_end", "integer"),
    ]
    assert losses.columns[2].glosses == {"house": "nhà"}
    assert (losses.label, losses.columns[4].label, losses.columns[5].label) == ("thiệt hại", "số", "counted")


def test_rows_hold_plain_cells_and_null_where_the_road_ends() -> None:
    rows = list(storm_tables().rows(STORM, Known(url="u", source="f.txt", engine="rules", rejections=4)))
    assert rows == [
        (
            "storms",
            ("s1", "u", "f.txt", None, date(2024, 9, 7), "Quảng Ninh", "đài", "A; B", "rules", None, 2, 4),
        ),
        ("losses", ("s1", 0, "house", "HOUSE", 1.5, True, None, None, "1,5", 3, 6)),
        ("losses", ("s1", 1, "boat", "BOAT", None, False, "Hải Phòng", None, "tàu", 9, 12)),
    ]


def test_lists_of_whose_items_a_run_says_how_likely_they_are_wrong_have_a_column_of_that() -> None:
    class Doubted(Loss):
        wrong: str

    class Told(Storm):
        losses: list[Doubted]  # type: ignore[assignment]

    data = DATA.model_copy(update={"page": {"losses": PagePart(item="loss")}})
    own = Told.model_validate(STORM.model_dump() | {"losses": [{**STORM.losses[0].model_dump(), "wrong": "gió"}]})
    for model, summary, name in ((Storm, STORM, "wrong"), (Told, own, "item_wrong")):
        shapes = Shapes(Layout(model, data))
        last = shapes.tables[1].columns[-1]
        assert (last.name, last.type, last.decimals) == (name, "number", 2)
        rows = [row for of, row in shapes.rows(summary, Known(wrong={("losses", 0): 0.6412})) if of == "losses"]
        assert [row[-1] for row in rows] == [0.6412, None][: len(rows)]
    assert "wrong" not in storm_tables().tables[1].names


class Nested(BaseModel):
    key: str
    values: dict[str, int]


def test_a_type_without_a_column_is_named() -> None:
    with pytest.raises(UsageError, match="values is"):
        Shapes(Layout(Nested))


@pytest.mark.parametrize(
    ("text", "said"),
    [("title = ", "is not TOML"), ("titel = 'x'", "title"), ("title='x'\n[views.a]\nlabel='l'", "about")],
)
def test_a_broken_data_file_is_named_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "tables.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        Layout.read(Storm, path)


def test_every_column_of_the_party_review_has_a_vietnamese_name_and_an_ascii_one() -> None:
    names = [(table.name, column) for table in Shapes(layout()).tables for column in table.columns]
    assert len(names) > 90
    for table, column in names:
        assert column.name.isascii() and column.name.islower() and column.name.isidentifier(), (table, column.name)
        assert column.label != column.name.replace("_", " "), (table, column.name)


def test_every_closed_label_of_the_party_review_is_glossed() -> None:
    shapes = Shapes(layout())
    for summary in gold():
        for name, row in shapes.rows(summary, Known()):
            table = next(one for one in shapes.tables if one.name == name)
            for column, cell in zip(table.columns, row, strict=True):
                assert not column.glosses or cell is None or cell in column.glosses, (name, column.name, cell)


def test_a_figure_stands_with_its_body_and_its_days() -> None:
    shapes = Shapes(layout())
    figures = next(table for table in shapes.tables if table.name == "figures")
    summary = next(one for one in gold() if one.doc_id == "e01")
    rows = [figures.record(row) for name, row in shapes.rows(summary, Known()) if name == "figures"]
    assert len(rows) == len(summary.figures)
    assert {
        "organization_kind": "agencies_bloc",
        "organization_province": "Quảng Bình",
        "organization_key": "đảng bộ khối các cơ quan tỉnh",
        "period": "2016",
        "period_start": date(2016, 1, 1),
        "period_end": date(2016, 12, 31),
        "period_kind": "year",
        "value": 71.0,
    }.items() <= rows[0].items()
