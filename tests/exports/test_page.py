"""The page of a run without a browser: what it holds."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest

from extractor.cli.main import run_cli
from extractor.exports.page.write import run_articles, write_page
from extractor.exports.run_folder import RunFolder
from extractor.reading.reader import read
from extractor.schema import ArticleSummary, Person, Source, Span
from extractor.tasks.party_review.tables import layout
from extractor.text.article import Article
from extractor.webpage.assets import asset, style
from tests.conftest import GOLD_ARTICLES
from tests.exports.folder import gold, gold_run, write_run
from tests.exports.pages import page_index, page_records
from tests.exports.test_views import article, figure
from tests.webpage.contrast import READABLE, colours, contrast

HOSTILE_TEXT = (
    "</script><img src=x onerror=\"window.hacked='yes'\"><!--<script> 😀 <b>Lê Hoa</b>, Bí thư {{7*7}} &amp; \u2028."
)


def hostile() -> ArticleSummary:
    """An article whose every text would like to be markup."""
    start = HOSTILE_TEXT.index("<b>Lê Hoa</b>, Bí thư")
    words = Span(text=HOSTILE_TEXT[start : start + 21], start=start, end=start + 21)
    return article("hostile", HOSTILE_TEXT[:30], HOSTILE_TEXT[:20]).model_copy(
        update={
            "abstract": HOSTILE_TEXT,
            "source": Source(outlet=HOSTILE_TEXT, title=HOSTILE_TEXT, authors=[HOSTILE_TEXT], published_on=None),
            "people": [Person(name="<b>Lê Hoa</b>", role=HOSTILE_TEXT, evidence=words)],
        }
    )


def later() -> ArticleSummary:
    """An article about three years of one body, without a text anywhere."""
    return article(
        "later",
        "Đảng ủy Khối Thử Nghiệm",
        "Cà Mau",
        figure(150, period="2017"),
        figure(163),
        figure(200, phase="target"),
        figure(210, phase="target", period="2019"),
    )


def page_of(folder: Path) -> Path:
    run = RunFolder.open(folder)
    write_page(folder / "view.html", layout(), run_articles(run, layout()), failures=run.failures())
    return folder / "view.html"


def test_every_article_is_in_a_part_with_its_text(tmp_path: Path) -> None:
    page = page_of(gold_run(tmp_path / "run"))
    found = page_records(page)
    assert [record["id"] for record in found] == [summary.doc_id for summary in gold()]
    assert all(record["text"] for record in found)
    index = page_index(page)
    assert [row["i"] for row in index["articles"]] == [record["id"] for record in found]
    assert next(row for row in index["articles"] if row["i"] == "e01")["d"] == [1, 0, 1, 0]
    assert [one["i"] for one in index["failures"]] == ["broken"]


def test_a_refused_number_has_its_place_and_an_unexplained_one_too(tmp_path: Path) -> None:
    folder = gold_run(tmp_path / "run")
    entry = {"doc_id": "e02", "status": "done", "coverage": {"quantities": 9, "explained": 8, "unexplained": ["q2"]}}
    entry["coverage"]["unread"] = [{"start": 5, "end": 9}]  # type: ignore[index]
    (folder / "ledger.jsonl").write_text(json.dumps(entry) + "\n", encoding="utf-8")
    records = {record["id"]: record for record in page_records(page_of(folder))}
    first, second = records["e01"], records["e02"]
    (refused, review) = first["doubts"]
    start, end = refused["p"]
    third = next(one for one in read(Article.from_text("e01", first["text"])).quantities if one.id == "q3")
    assert (refused["c"], start, end) == ("rejected", third.extent.start, third.extent.end)
    assert (review["c"], review["p"]) == ("review", [10, 31])
    (unexplained, unread) = second["doubts"]
    assert (unread["c"], unread["p"], unread["t"]) == ("unexplained", [5, 9], second["text"][5:9])
    start, end = unexplained["p"]
    assert (unexplained["c"], unexplained["t"]) == ("unexplained", second["text"][start:end])


@pytest.mark.parametrize("damage", [lambda text: "x" + text, lambda text: text[:40], lambda text: ""])
def test_a_text_that_the_offsets_do_not_count_is_not_shown(damage: object, tmp_path: Path) -> None:
    folder = write_run(tmp_path / "run", gold()[:1])
    (folder / "texts").mkdir()
    text = (GOLD_ARTICLES / f"{gold()[0].doc_id}.txt").read_text(encoding="utf-8")
    (folder / "texts" / f"{gold()[0].doc_id}.txt").write_text(damage(text), encoding="utf-8")  # type: ignore[operator]
    (record,) = page_records(page_of(folder))
    assert (record["text"], record["lost"]) == (None, True)


def test_texts_come_from_the_inputs_where_the_run_kept_none(tmp_path: Path) -> None:
    few = gold()[:3]
    folder = write_run(tmp_path / "run", few)
    lines = tmp_path / "in.jsonl"
    texts = [(GOLD_ARTICLES / f"{one.doc_id}.txt").read_text(encoding="utf-8") for one in few]
    lines.write_text(
        "".join(json.dumps({"id": one.doc_id, "text": text}) + "\n" for one, text in zip(few, texts, strict=True)),
        "utf-8",
    )
    (folder / "texts").mkdir()
    index = [{"id": one.doc_id, "text": None, "source": f"{lines}:{at}"} for at, one in enumerate(few, start=1)]
    (folder / "texts" / "index.jsonl").write_text("".join(json.dumps(one) + "\n" for one in index), "utf-8")
    assert [record["text"] for record in page_records(page_of(folder))] == texts


def test_the_text_of_an_archives_member_is_found_in_the_archive(tmp_path: Path) -> None:
    article = "Năm 2021, Đảng bộ huyện Mỏ Cày kết nạp 152 đảng viên."
    with zipfile.ZipFile(tmp_path / "all: 1.zip", "w") as archive:
        archive.writestr("thang/a.txt", article)
    arguments = ["run", str(tmp_path / "all: 1.zip"), "--out", str(tmp_path / "run"), "--engine", "rules", "-q"]
    assert run_cli(arguments) == 0
    assert [record["text"] for record in page_records(page_of(tmp_path / "run"))] == [article]


def test_a_text_whose_field_the_user_named_is_found_again(tmp_path: Path) -> None:
    article = "Năm 2021, Đảng bộ huyện Mỏ Cày kết nạp 152 đảng viên."
    (tmp_path / "all.jsonl").write_text(json.dumps({"id": "a", "text": "khác", "than": article}), encoding="utf-8")
    flags = ["--out", str(tmp_path / "run"), "--engine", "rules", "-q", "--text-field", "than"]
    assert run_cli(["run", str(tmp_path / "all.jsonl"), *flags]) == 0
    assert [record["text"] for record in page_records(page_of(tmp_path / "run"))] == [article]


def test_texts_of_files_and_rows_are_found_from_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = [f"Năm 2021, Đảng bộ huyện Mỏ Cày kết nạp {number} đảng viên." for number in (151, 152, 153)]
    (tmp_path / "work" / "mine").mkdir(parents=True)
    (tmp_path / "work" / "mine" / "a.txt").write_text(texts[0], encoding="utf-8")
    (tmp_path / "work" / "mine" / "m6.csv").write_text("text\n{}\n{}\n".format(*map('"{}"'.format, texts[1:])), "utf-8")
    monkeypatch.chdir(tmp_path / "work")
    assert run_cli(["run", "mine", "--engine", "rules", "--out", "../results", "-q"]) == 0
    monkeypatch.chdir("/")
    page = tmp_path / "results" / "view.html"
    assert run_cli(["view", str(tmp_path / "results")]) == 0
    assert capsys.readouterr().err == ""
    assert [record["text"] for record in page_records(page)] == texts
    (tmp_path / "work" / "mine").rename(tmp_path / "moved")
    assert run_cli(["view", str(tmp_path / "results")]) == 0
    assert capsys.readouterr().err.startswith("3 articles are shown without their text, which was not found")
    assert run_cli(["view", str(tmp_path / "results"), "--texts", str(tmp_path / "moved")]) == 0
    assert capsys.readouterr().err == ""
    assert [record["text"] for record in page_records(page)] == texts


def test_nothing_of_an_article_is_markup(tmp_path: Path) -> None:
    folder = write_run(tmp_path / "run", (hostile(), *gold()[:1]))
    html = page_of(folder).read_text(encoding="utf-8")
    assert "<img" not in html and "onerror=" not in html.replace('onerror=\\"', "")
    assert html.count("</script>") == html.count("<script")
    assert re.search(r"script-src 'sha256-[^']+'", html)


def test_the_command_writes_the_page_and_counts_what_has_no_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_run(tmp_path / "run", gold()[:2])
    assert run_cli(["view", str(folder)]) == 0
    assert "2 articles are shown without their text" in capsys.readouterr().err
    out = tmp_path / "deep" / "page.html"
    assert run_cli(["view", str(folder), "--texts", str(GOLD_ARTICLES), "-o", str(out)]) == 0
    assert capsys.readouterr().err == ""
    assert all(record["text"] for record in page_records(out))


def test_the_same_run_gives_the_same_page(tmp_path: Path) -> None:
    folder = gold_run(tmp_path / "run")
    assert page_of(folder).read_bytes() == page_of(folder).read_bytes()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_of_a_kind_can_be_told_from_its_ground(scheme: str, tmp_path: Path) -> None:
    html = page_of(write_run(tmp_path / "run", gold()[:1])).read_text(encoding="utf-8")
    found = colours(html, scheme)
    assert {f"--k{at}" for at in range(6)} <= set(found)
    for at in range(6):
        assert contrast(found[f"--k{at}"], found["--paper"]) >= 3
    for front, back in (
        ("--ink", "--paper"),
        ("--bad", "--paper"),
        ("--doubt", "--paper"),
        ("--bad", "--raised"),
        ("--doubt", "--raised"),
    ):
        assert contrast(found[front], found[back]) >= READABLE
    assert style(asset("extractor.exports.page", "view.css")) in html


def test_a_page_does_not_say_where_things_lie_on_this_machine(tmp_path: Path) -> None:
    articles, out = tmp_path / "monday", tmp_path / "out"
    articles.mkdir()
    (articles / "a.txt").write_text("Năm 2017, Đảng bộ xã Tân An kết nạp 12 đảng viên.", encoding="utf-8")
    assert run_cli(["run", str(articles), "--engine", "rules", "--out", str(out), "-q"]) == 0
    page = page_of(out)
    assert str(tmp_path) not in page.read_text(encoding="utf-8")
    assert [record["source"] for record in page_records(page)] == ["monday/a.txt"]
