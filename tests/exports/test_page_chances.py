"""How likely items are wrong and why inputs failed, as the page takes them from a run's files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pytest

import extractor.engines.llm.errors
import extractor.runs.limits
import extractor.runs.progress
import extractor.runs.writing
from extractor.cli.main import run_cli
from extractor.errors import ExtractorError, InputError, ModelError
from extractor.exports.chances import Chances
from extractor.exports.page.failures import KINDS, failure_words
from extractor.exports.page.items import SHOWN_FROM, ItemWriter
from extractor.exports.page.write import run_articles, write_page
from extractor.exports.run_folder import RunFolder
from extractor.runs.language import NotVietnamese
from extractor.schema import ArticleSummary, Person, Span
from extractor.tasks.party_review.doubt import BAR, LISTS
from extractor.tasks.party_review.tables import layout
from tests.exports.folder import write_run
from tests.exports.pages import page_index, page_records
from tests.exports.test_views import article, figure

PLACES: Final = [Span(text=str(at), start=at, end=at + 1) for at in range(4)]


def summary() -> ArticleSummary:
    figures = [figure(at, mention=place, evidence=place) for at, place in enumerate(PLACES)]
    person = Person(name="Lê Hoa", role=None, evidence=PLACES[0])
    return article("a", "Đảng ủy Khối", None, *figures).model_copy(update={"people": [person]})


def doubt(index: int, wrong: float, **changes: Any) -> dict[str, Any]:
    return {"doc_id": "a", "item": "figure", "index": index, "wrong": wrong, "start": index} | changes


def review(model: object, wrong: float, **changes: Any) -> dict[str, Any]:
    return {"doc_id": "a", "item": "figure", "mark": "differs", "wrong": wrong, "model": model, "rules": None} | changes


def chances(tmp_path: Path, **files: list[dict[str, Any]]) -> dict[tuple[str, int], float]:
    folder = write_run(tmp_path / "run", (summary(),))
    for name, records in files.items():
        lines = "".join(json.dumps(record) + "\n" for record in records)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    with closing(Chances(layout(), RunFolder.open(folder).weighed(), SHOWN_FROM)) as found:
        return dict(found.of("a", summary()))


def test_items_that_are_likely_wrong_are_known_by_list_and_place(tmp_path: Path) -> None:
    records = [doubt(2, 0.64), doubt(0, BAR), doubt(1, 0.1999), doubt(3, 0.9, doc_id="b")]
    records.append(doubt(0, 0.5, item="organization", start=None))
    records.append(doubt(0, 0.3, item="person"))
    assert chances(tmp_path, doubt=records) == {
        ("figures", 2): 0.64,
        ("figures", 0): BAR,
        ("organizations", 0): 0.5,
        ("people", 0): 0.3,
    }


@pytest.mark.parametrize(
    "record",
    [
        doubt(0, 0.9, start=7),
        doubt(9, 0.9),
        doubt(-1, 0.9),
        doubt(0, 0.9, item="harvest"),
        doubt(0, 0.9) | {"index": "0"},
        {"doc_id": "a", "item": "figure", "index": 0},
        {"doc_id": "a", "item": "figure", "index": 0, "wrong": True, "start": 0},
        {"doc_id": "a", "item": "figure", "index": 0, "wrong": "0.9", "start": 0},
        doubt(0, 1.5),
        doubt(0, float("nan")),
    ],
)
def test_a_record_that_fits_no_item_marks_nothing(record: dict[str, Any], tmp_path: Path) -> None:
    assert chances(tmp_path, doubt=[record]) == {}


def test_of_a_models_items_those_in_review_are_marked(tmp_path: Path) -> None:
    own = summary().figures[1].model_dump(mode="json")
    records = [review(own, 0.7), review(None, 0.9, rules=own, mark="rules_only"), review({"value": 1.0}, 0.8)]
    records.append(review("annual_review", 0.8, item="event.kind"))
    records.append({key: one for key, one in review(own, 0.1).items() if key != "wrong"})
    assert chances(tmp_path, review=records) == {("figures", 1): 0.7}


def test_the_layout_names_items_as_the_runs_records_do() -> None:
    assert {word: table.name for word, table in layout().lists_by_word().items()} == LISTS


def test_the_page_holds_the_chances_of_a_run_by_rules(tmp_path: Path) -> None:
    text = "Năm 2017, Đảng bộ xã Tân An kết nạp 12 đảng viên, mở 3 lớp, phê phán 7 điều và 9 việc của 41 thôn."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert run_cli(["run", str(tmp_path / "a.txt"), "--engine", "rules", "--out", str(tmp_path / "out"), "-q"]) == 0
    lines = [json.loads(line) for line in (tmp_path / "out" / "doubt.jsonl").open(encoding="utf-8")]
    wanted = sorted((one["item"], one["index"], round(one["wrong"], 2)) for one in lines if one["wrong"] >= BAR)
    run, names = RunFolder.open(tmp_path / "out"), [one.name for one in ItemWriter(layout()).lists]
    write_page(tmp_path / "view.html", layout(), run_articles(run, layout()))
    (record,) = page_records(tmp_path / "view.html")
    items = {table: word for word, table in LISTS.items()}
    found = sorted((items[names[one["k"]]], one["n"], one["x"]) for one in record["items"] if "x" in one)
    assert found == wanted
    (row,) = page_index(tmp_path / "view.html")["articles"]
    assert row.get("x") == max((wrong for _, _, wrong in wanted), default=None)
    assert row.get("d", [0, 0, 0, 0])[3] == len(wanted)


def test_doubts_are_named_in_vietnamese_and_keep_their_list(tmp_path: Path) -> None:
    folder = write_run(
        tmp_path / "run",
        (summary(),),
        rejections=[
            {"doc_id": "a", "item": item, "claim": "c", "reason": "r"} for item in ("figure.period", "event.kind")
        ],
        review=[review({"value": 1.0}, wrong, mark=mark) for wrong, mark in ((0.64, "differs"), (0.1, "model_only"))],
    )
    run = RunFolder.open(folder)
    write_page(tmp_path / "view.html", layout(), run_articles(run, layout()))
    (record,) = page_records(tmp_path / "view.html")
    told = [(one["t"], one.get("x"), one.get("k")) for one in record["doubts"]]
    assert told == [
        ("số liệu, kỳ: c", None, None),
        ("event.kind: c", None, None),
        ("số liệu: mô hình và luật đọc khác nhau", 0.64, 1),
        ("số liệu: chỉ mô hình nêu", None, 1),
    ]


def kinds(base: type[ExtractorError]) -> Iterator[type[ExtractorError]]:
    yield base
    for one in base.__subclasses__():
        yield from kinds(one)


def test_every_kind_of_failure_has_its_vietnamese_words() -> None:
    known = [*kinds(ModelError), *kinds(InputError), *kinds(extractor.runs.progress.NotTaken)]
    known += [extractor.runs.writing.LedgerDamaged, extractor.runs.limits.Stopped, NotVietnamese, ExtractorError]
    assert {one.__name__ for one in known if one.__module__.startswith("extractor.")} <= set(KINDS)


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ({"error": "InputError", "message": "There is no text."}, "không đọc được bài: There is no text."),
        ({"error": "QuotaExhausted", "message": "No credit."}, "tài khoản hết hạn mức: No credit."),
        ({"error": "Novelty", "message": "x"}, "Novelty: x"),
        ({"error": None, "message": ""}, "không xử lý được"),
    ],
)
def test_a_failure_is_told_with_its_kind_in_vietnamese(record: dict[str, Any], words: str) -> None:
    assert failure_words(record) == words
