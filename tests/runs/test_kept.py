"""Inputs that are rows of an earlier run as they stand are settled by the handful, as they would be one by one."""

from __future__ import annotations

import json
import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import ModelError
from extractor.runs.earlier import Earlier
from extractor.runs.index import INDEX, Index
from extractor.runs.outcome import ArticleOutcome
from extractor.runs.work import Handful, Kept
from tests.fakes import CountingEngine
from tests.runs.test_run import SETTINGS
from tests.runs.test_second_runs import Desk

FILES = ("summaries.jsonl", "failures.jsonl", "figures.csv", "texts/index.jsonl")


def lines(desk: Desk, names: list[str], changed: set[str]) -> None:
    """`crawl.jsonl` with these articles, in this order."""
    texts = {name: f"Năm 2017 kết nạp {int(name[1:]) + 100 * (name in changed) + 10} đảng viên." for name in names}
    records = [json.dumps({"id": name, "text": text, "url": None}, ensure_ascii=False) for name, text in texts.items()]
    desk.put("crawl.jsonl", "".join(f"{line}\n" for line in records))


def days(seed: int) -> list[tuple[list[str], set[str]]]:
    """What is given on each of four days: the same again, more, fewer, some changed, or all in another order."""
    chance = random.Random(seed)
    names = [f"a{number:02}" for number in range(12)]
    given, changed = names[: chance.randint(6, 12)], set[str]()
    told = [(given, changed)]
    for _ in range(3):
        given, changed = list(given), set(changed)
        kind = chance.choice(("same", "more", "fewer", "changed", "order"))
        if kind == "more":
            given.insert(chance.randrange(len(given) + 1), f"b{chance.randrange(20, 90)}")
        if kind == "fewer":
            given.remove(chance.choice(given))
        if kind == "changed":
            changed.add(chance.choice(given))
        if kind == "order":
            at = chance.randrange(len(given))
            given = given[at:] + given[:at]
        told.append((given, changed))
    return told


def through(desk: Desk, told: list[tuple[list[str], set[str]]], failing: str) -> list[Any]:
    """What the folder holds after each day, and what is counted."""
    seen: list[Any] = []
    for given, changed in told:
        lines(desk, given, changed)
        engine = CountingEngine(lambda article: ModelError("no answer") if article.doc_id == failing else None)
        counts = desk.run("crawl.jsonl", engine=engine).manifest.counts
        seen.append((counts, sorted(engine.asked), [(desk.out / name).read_text("utf-8") for name in FILES]))
    return seen


@pytest.mark.parametrize("seed", range(12))
def test_handfuls_make_what_single_inputs_make(desk: Desk, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    told, failing = days(seed), "a05" if seed % 3 == 0 else ""
    fast = through(desk, told, failing)
    monkeypatch.setattr(Earlier, "kept", lambda *_: [])
    desk.out = desk.root / "out-singly"
    assert fast == through(desk, told, failing)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def rows(out: Path, what: str) -> list[Any]:
    with closing(sqlite3.connect(out / INDEX)) as db:
        return db.execute(f"SELECT {what} FROM roll ORDER BY number").fetchall()


def test_a_finished_run_stands_where_it_stood(desk: Desk) -> None:
    lines(desk, ["a01", "a02", "a03"], set())
    desk.run("crawl.jsonl")
    before = rows(desk.out, "*")
    counts = desk.run("crawl.jsonl").manifest.counts
    assert (counts.done, counts.reused, counts.earlier, counts.not_taken) == (3, 3, 0, 0)
    assert rows(desk.out, "*") == before


def test_another_version_of_the_engine_reads_anew(desk: Desk) -> None:
    lines(desk, ["a01", "a02"], set())
    desk.run("crawl.jsonl")
    desk.run("crawl.jsonl", settings=SETTINGS.model_copy(update={"engine_version": "2"}))
    assert desk.engine.asked == ["a01", "a02"]


def test_inputs_that_are_given_again_come_after_those_that_are_not(desk: Desk) -> None:
    desk.lay(week__a=101, week__b=102, week__c=103)
    desk.run("week")
    desk.run("week/a.txt", "week/b.txt")
    assert list(desk.values()) == desk.texts() == ["c", "a", "b"]
    assert desk.engine.asked == []


def test_a_place_is_known_anew_where_the_same_name_means_another_file(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in ("monday", "tuesday"):
        desk.put(f"{day}/a.txt", "Năm 2017 kết nạp 101 đảng viên.")
        monkeypatch.chdir(desk.root / day)
        desk.root, root = Path(), desk.root
        desk.run("a.txt")
        desk.root = root
    assert rows(desk.out, "origin, place") == [("a.txt", str(desk.root / "tuesday" / "a.txt"))]


def test_a_row_that_is_gone_is_not_taken_for_settled(tmp_path: Path) -> None:
    index = Index(tmp_path)
    index.roll.begin()
    index.roll.end([(at, ArticleOutcome(f"a{at}", f"/{at}", "done", f"{at:032x}", content=b"c")) for at in range(3)])
    index.roll.begin()
    index.roll.end([(0, ArticleOutcome("a1", "/1", "done", f"{1:032x}", content=b"c"))])
    assert not index.roll.keep([Kept(0, 1, 3)])
    again = [(at + 1, ArticleOutcome(f"a{at}", f"/{at}", "done", f"{at:032x}", content=b"c")) for at in (0, 2)]
    index.roll.end(again)
    assert [one.doc_id for _, one in index.roll.outcomes()] == ["a1", "a0", "a2"]
    assert index.roll.counted("1").given == 3
    index.close()


def test_an_input_whose_answer_is_damaged_is_read_anew(desk: Desk) -> None:
    lines(desk, ["a01", "a02", "a03"], set())
    desk.run("crawl.jsonl")
    ledger = desk.out / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes().replace(b'"value":12', b'"value":99'))
    before = (desk.out / "summaries.jsonl").read_bytes()
    (desk.out / "summaries.jsonl").unlink()
    assert desk.run("crawl.jsonl").failed == 0
    assert desk.engine.asked == ["a02"]
    assert (desk.out / "summaries.jsonl").read_bytes() == before


def test_the_same_input_twice_is_taken_over_once(tmp_path: Path) -> None:
    index = Index(tmp_path)
    index.roll.begin()
    index.roll.end([(at, ArticleOutcome(f"a{at}", f"/{at}", "done", f"{at:032x}", content=b"c")) for at in range(3)])
    index.roll.begin()
    assert index.roll.keep([Kept(0, 0, 2)])
    assert not index.roll.keep([Kept(1, 2, 2)])
    assert not index.roll.keep([Kept(0, 4, 1)])
    assert index.roll.keep([Kept(2, 5, 1)])
    counts = index.roll.counted("1")
    assert (counts.done, counts.given, counts.earlier) == (3, 3, 0)
    index.close()


def test_the_digest_stays_as_long_as_the_order_does(tmp_path: Path) -> None:
    index = Index(tmp_path)
    index.roll.begin()
    index.roll.end([(at, ArticleOutcome(f"a{at}", f"/{at}", "done", f"{at:032x}", content=b"c")) for at in range(4)])
    first = index.roll.digest()
    index.roll.begin()
    assert index.roll.keep([Kept(0, 0, 2), Kept(2, 2, 2)])
    assert index.roll.digest() == first
    index.close()
    index = Index(tmp_path)
    index.roll.begin()
    assert index.roll.keep([Kept(2, 0, 2), Kept(0, 2, 2)])
    second = index.roll.digest()
    assert [one.doc_id for _, one in index.roll.outcomes()] == ["a2", "a3", "a0", "a1"]
    index.close()
    index = Index(tmp_path)
    assert first != second == index.roll.digest()
    index.close()


def test_the_others_of_a_handful_are_left() -> None:
    fed = [(number, ArticleOutcome(f"a{number}", "", "failed")) for number in range(5)]
    assert [number for number, _ in Handful([*fed], [Kept(9, 1, 2), Kept(20, 4, 1)]).others()] == [0, 3]
