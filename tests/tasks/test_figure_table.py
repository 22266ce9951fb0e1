from __future__ import annotations

import csv
import io
import json

import pytest
from pydantic import JsonValue

from extractor.labels import FIGURE_FIELDS
from extractor.schema import ArticleSummary
from extractor.tasks.party_review.figures import FigureTable, cell_of, header
from tests.conftest import GOLD_LABELS


@pytest.mark.parametrize(
    ("value", "cell"), [(258.0, 258), (-5.0, -5), (81.01, 81.01), (2.5e9, 2500000000), (0.0, 0), (None, None)]
)
def test_numbers_stay_numbers(value: float | None, cell: float | None) -> None:
    result = cell_of(value)
    assert result == cell
    assert type(result) is type(cell)


def summary() -> ArticleSummary:
    gold = json.loads((GOLD_LABELS / "e01.json").read_text(encoding="utf-8"))
    gold["source"]["title"] = '=HYPERLINK("http://x")'
    gold["figures"] = gold["figures"][:2]
    gold["figures"][0] |= {"value": -5, "group": 'a;b,"c"\nd'}
    return ArticleSummary.model_validate(gold)


def test_a_figure_is_a_row_that_reads_back() -> None:
    file = io.StringIO(newline="")
    FigureTable(file).add(summary())
    rows = list(csv.DictReader(io.StringIO(file.getvalue(), newline="")))
    assert len(rows) == 2
    figure = summary().figures[0]
    by_field = {name.split(" (")[0]: value for name, value in rows[0].items()}
    assert by_field["doc_id"] == "e01"
    assert file.getvalue().split("\r\n")[1].startswith('"e01","')
    assert ",-5," in file.getvalue()
    assert by_field["title"] == '\'=HYPERLINK("http://x")'
    assert by_field["value"] == "-5"
    assert by_field["group"] == 'a;b,"c"\nd'
    assert by_field["mention"] == figure.mention.text
    assert by_field["start"] == str(figure.mention.start)
    assert by_field["measure"] == figure.measure


def test_what_the_run_says_of_a_figure_stands_before_the_version() -> None:
    place = summary().figures[0].mention.start
    records: list[dict[str, JsonValue]] = [
        {"item": "figure", "index": 0, "start": place, "wrong": 0.6412},
        {"item": "figure", "index": 1, "start": place + 1, "wrong": 0.9},
        {"item": "person", "index": 1, "wrong": 0.9},
    ]
    file = io.StringIO(newline="")
    FigureTable(file).add(summary(), records)
    rows = list(csv.reader(io.StringIO(file.getvalue(), newline="")))
    assert rows[0][-2:] == ["wrong (xác suất sai)", "schema_version (phiên bản dữ liệu)"]
    assert [row[-2] for row in rows[1:]] == ["0.64", ""]


def test_headers_come_from_the_schema() -> None:
    columns = header()
    assert len(columns) == len(set(columns))
    for field, name in FIGURE_FIELDS.items():
        assert f"{field} ({name})" in columns
