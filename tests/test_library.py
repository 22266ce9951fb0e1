from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor import Article, Run, aextract, extract, extract_many, load
from extractor.errors import InputError, ModelError, UsageError
from extractor.pipeline import Extraction, aextract_article
from extractor.runs.language import NotVietnamese
from extractor.tasks.party_review.rules import rules_engine
from tests.conftest import GOLD_ARTICLES
from tests.exports.folder import gold, gold_run, write_run
from tests.exports.test_page import hostile
from tests.fakes import CountingEngine

TEXT = "Ngày 24-12-2020, Ban Dân vận Tỉnh ủy Cà Mau họp tổng kết công tác dân vận năm 2020. Trong năm, Ban mở 9 lớp."
PAGE = f"<html><body><article><h1>Ban Dân vận họp tổng kết</h1><p>{TEXT}</p></article></body></html>"


def test_a_page_is_read_by_its_markup() -> None:
    summary = extract(html=PAGE)
    assert summary.source.title == "Ban Dân vận họp tổng kết"
    assert [figure.value for figure in summary.figures] == [9.0]


def test_another_language_is_told_alone_and_among_many() -> None:
    english = (
        "The Party Committee of the province held its yearly review on Monday and admitted 12 members to the body."
    )
    with pytest.raises(NotVietnamese, match="not Vietnamese"):
        extract(english)
    with pytest.raises(NotVietnamese, match="not Vietnamese"):
        asyncio.run(aextract(english))
    first, second = extract_many([english, TEXT])
    assert isinstance(first.error, NotVietnamese)
    assert second.get().figures


@pytest.mark.parametrize("given", [{}, {"article": TEXT, "html": PAGE}])
def test_a_text_or_a_page_is_given(given: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="html"):
        extract(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize("given", [Path("a.txt"), b"x", 3])
def test_what_is_no_text_is_refused_with_the_way_to_read_a_file(given: object) -> None:
    with pytest.raises(UsageError, match=r"extractor\.load reads files"):
        extract(given)  # type: ignore[arg-type]


def test_a_page_without_text_is_an_input_error() -> None:
    with pytest.raises(InputError):
        extract(html="<html><body></body></html>")


def test_a_running_loop_is_no_hindrance() -> None:
    async def notebook() -> tuple[object, object]:
        return extract(TEXT), await aextract(TEXT)

    one, other = asyncio.run(notebook())
    assert one == other == extract(TEXT)


def test_many_keep_their_order_and_a_bad_one_costs_no_other() -> None:
    found = list(extract_many([TEXT, "  ", Article("mine", TEXT)]))
    assert [one.doc_id for one in found] == ["1", "2", "mine"]
    assert [one.summary is None for one in found] == [False, True, False]
    assert isinstance(found[1].error, InputError)
    with pytest.raises(InputError):
        found[1].get()


def test_many_are_read_only_as_they_are_asked_for() -> None:
    taken = []

    def articles() -> Iterator[str]:
        for number in range(5):
            taken.append(number)
            yield TEXT

    many = extract_many(articles())
    assert taken == []
    next(many)
    assert taken == [0]


@pytest.mark.parametrize("ordered", [True, False])
def test_processes_give_what_one_does(ordered: bool) -> None:
    texts = [file.read_text(encoding="utf-8") for file in sorted(GOLD_ARTICLES.glob("e0*.txt"))[:4]]
    one = {found.doc_id: found.get() for found in extract_many(texts)}
    many = list(extract_many([*texts, ""], ordered=ordered, workers=2))
    assert {found.doc_id: found.summary for found in many} == {**one, "5": None}
    if ordered:
        assert [found.doc_id for found in many] == ["1", "2", "3", "4", "5"]


def test_an_engine_of_ones_own_may_fail_on_an_article() -> None:
    engine = CountingEngine(fail=lambda article: ValueError("no") if article.doc_id == "2" else None)
    found = list(extract_many([TEXT, TEXT, TEXT], engine))
    assert [one.error is None for one in found] == [True, False, True]
    assert "ValueError: no" in str(found[1].error)


class Slow:
    """A model that takes longer for earlier articles, and counts how many it is asked about at once."""

    now = most = 0
    refused = ""

    def __init__(self, settings: object) -> None:
        del settings

    async def extract(self, article: Article) -> Extraction:
        Slow.now += 1
        Slow.most = max(Slow.most, Slow.now)
        try:
            await asyncio.sleep(0.4 / int(article.doc_id))
        finally:
            Slow.now -= 1
        if article.doc_id == Slow.refused:
            raise ModelError("no answer")
        return await aextract_article(article, rules_engine())

    async def __aenter__(self) -> Slow:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> type[Slow]:
    monkeypatch.setattr("extractor.runs.single.Model", Slow)
    monkeypatch.setenv("EXTRACTOR_MODEL", "m")
    monkeypatch.setattr(Slow, "now", 0)
    monkeypatch.setattr(Slow, "most", 0)
    monkeypatch.setattr(Slow, "refused", "")
    return Slow


@pytest.mark.parametrize(("ordered", "first"), [(True, "1"), (False, "3")])
def test_a_model_is_asked_about_several_at_once(model: type[Slow], ordered: bool, first: str) -> None:
    model.refused = "2"
    found = list(extract_many([TEXT] * 6, "llm", ordered=ordered, workers=3))
    assert sorted(one.doc_id for one in found) == ["1", "2", "3", "4", "5", "6"]
    assert found[0].doc_id == first
    assert [one.doc_id for one in found if one.error] == ["2"]
    assert model.most == 3


def test_a_caller_who_goes_away_stops_the_asking(model: type[Slow]) -> None:
    taken: list[int] = []

    def articles() -> Iterator[str]:
        for number in range(10_000):
            taken.append(number)
            yield TEXT

    many = extract_many(articles(), "llm", workers=2)
    next(many)
    many.close()  # type: ignore[attr-defined]
    assert len(taken) < 100
    assert not [thread for thread in threading.enumerate() if thread.name == "extract_many"]


def test_a_model_that_cannot_be_asked_is_the_callers_error(model: type[Slow], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Slow, settings: object) -> None:
        raise UsageError("no key")

    monkeypatch.setattr(model, "__init__", broken)
    with pytest.raises(UsageError, match="no key"):
        list(extract_many([TEXT], "llm"))


def test_files_of_any_kind_are_loaded_with_their_failures(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"\xff\xfe\xfd")
    found = list(extract_many(load(tmp_path)))
    assert [(one.doc_id, one.error is None) for one in found] == [("a", True), ("b", False)]


def test_an_unknown_engine_is_refused_before_anything_is_read() -> None:
    with pytest.raises(UsageError, match="rules or llm"):
        extract_many([TEXT], "magic")


def test_a_run_gives_its_tables(tmp_path: Path) -> None:
    run = Run.open(gold_run(tmp_path / "run"))
    figures = run.figures()
    assert len(figures) == sum(len(one.figures) for one in gold())
    e01 = next(row for row in figures if row["article_id"] == "e01")
    assert e01["organization_province"] == "Quảng Bình"
    assert figures.columns["value"] == "giá trị"
    assert [one.doc_id for one in run.summaries()] == [one.doc_id for one in gold()]
    assert run.manifest["engine"] == "rules"
    assert "figures" in dir(run)
    with pytest.raises(AttributeError, match="tables"):
        run.storms()
    with pytest.raises(UsageError, match="articles, organizations"):
        run.table("storms")


def test_frames_have_types_and_the_same_total(tmp_path: Path) -> None:
    pd, pl = pytest.importorskip("pandas"), pytest.importorskip("polars")
    pytest.importorskip("pyarrow")
    figures = Run.open(gold_run(tmp_path / "run")).figures()
    total = sum(figure.value for one in gold() for figure in one.figures)
    frame = figures.to_pandas()
    assert frame["value"].sum() == pytest.approx(total)
    assert pd.api.types.is_datetime64_any_dtype(frame["period_start"])
    assert str(frame["mention_start"].dtype) == "Int64"
    assert figures.to_polars()["value"].sum() == pytest.approx(total)
    assert figures.to_polars()["period_start"].dtype == pl.Date
    assert figures.to_arrow().num_rows == len(figures)


def test_a_summary_shows_itself_in_a_notebook_and_nothing_in_it_is_markup() -> None:
    html = next(one for one in gold() if one.doc_id == "e08")._repr_html_()
    assert "<td>doanh thu</td>" in html and "tổng kết năm" in html
    shown = hostile()._repr_html_()
    assert "<img" not in shown and "<script" not in shown and "&lt;img" in shown


def test_a_table_shows_itself_and_counts_the_rest(tmp_path: Path) -> None:
    e01 = next(one for one in gold() if one.doc_id == "e01")
    html = Run.open(write_run(tmp_path / "run", [e01])).figures()._repr_html_()
    assert html.count("<tr>") == 31
    assert f"… {len(e01.figures) - 30}" in html


def test_the_headline_that_only_the_record_has_is_the_summarys() -> None:
    article = Article("a", "Năm 2018, Đảng bộ huyện kết nạp 118 đảng viên.", title="Huyện ủy tổng kết năm 2018")
    assert extract(article).source.title == "Huyện ủy tổng kết năm 2018"
