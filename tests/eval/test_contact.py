"""Rows of first contact are the rules' own votes, made once for each article."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from eval.training import contact, corpus
from eval.training.occasions import EventLabels
from eval.training.owned import cases
from extractor.engines.rules.scorer.arbiter import Arbiter
from extractor.engines.rules.scorer.verdict import Labels
from extractor.engines.rules.table import rules

ARTICLE = TEXT, LABEL = corpus.TUNED / "articles" / "p01.txt", corpus.TUNED / "labels" / "p01.json"


def test_a_row_is_read_back_as_a_contact(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "first_contact.jsonl"
    made = contact.row(TEXT, LABEL, "0123456")
    file.write_text(json.dumps(made) + "\n", "utf-8")
    monkeypatch.setattr(corpus, "FIRST_CONTACT", file)
    found = corpus.first_contact()["p01"]
    assert len(found.figures) > 20
    assert found.figures == {start: (Labels(*labels), rule) for start, rule, *labels in made["figures"]}
    assert {rule for _, rule in found.figures.values()} <= set(rules())


def test_the_scorer_has_no_vote_in_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise AssertionError("the scorer was asked")

    monkeypatch.setattr(Arbiter, "weigh", refuses)
    assert contact.row(TEXT, LABEL, "0123456")["figures"]


def test_right_items_are_counted_and_a_wrong_label_is_not(tmp_path: Path) -> None:
    label = json.loads(LABEL.read_text("utf-8"))
    label["people"][0]["name"] = "Không Có Ai"
    label["organizations"][0]["name"] = "Đảng bộ nào khác"
    label["event"]["plan_period"] = "1999"
    wrong = tmp_path / "p01.json"
    wrong.write_text(json.dumps(label), "utf-8")
    was, now = contact.row(TEXT, LABEL, "0123456"), contact.row(TEXT, wrong, "0123456")
    assert (was["event_right"], was["organizations_right"]) == (True, True)
    assert (now["event_right"], now["organizations_right"]) == (False, False)
    right, given = was["lists"]["people"]
    assert now["lists"]["people"] == [right - 1, given]
    assert now["lists"]["documents"] == was["lists"]["documents"]


def test_a_set_is_added_once_and_other_sets_are_left(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, ids in (("articles", ("p01", "r07")), ("labels", ("p01", "r07"))):
        (tmp_path / name).mkdir()
        for one in ids:
            source = next((corpus.TUNED / name).glob(f"{one}.*"))
            shutil.copy(source, tmp_path / name)
    file = tmp_path / "first_contact.jsonl"
    file.touch()
    monkeypatch.setattr(contact, "TUNED", tmp_path)
    monkeypatch.setattr(contact, "FIRST_CONTACT", file)
    monkeypatch.setattr(corpus, "FIRST_CONTACT", file)
    monkeypatch.setattr(contact, "commit_of", lambda _: "0123456")
    assert contact.main(["p"]) == contact.main(["p"]) == 0
    assert [json.loads(line)["doc_id"] for line in file.read_text("utf-8").splitlines()] == ["p01"]
    assert capsys.readouterr().out.splitlines() == [
        "1 articles added, 0 had their row already",
        "0 articles added, 1 had their row already",
    ]


def test_a_small_article_has_its_bodies_counted_and_its_figures_told() -> None:
    case = cases("d01")[0]
    made = contact.small_row(case, "0123456")
    assert made["doc_id"] == f"{corpus.SMALL}d01"
    assert made["organizations_right"] == (made["lists"]["organizations"] == [len(case.bodies)] * 2)
    starts = {start for start, *_ in made["figures"]}
    assert len(starts & {one.start for one in case.figures}) > 10


def test_sets_of_small_articles_are_asked_for_by_two_letters() -> None:
    known = {f"{corpus.SMALL}f0{number}" for number in (1, 2)}
    found = list(contact.rows([f"{corpus.SMALL}f"], known, "0123456"))
    assert [row and row["doc_id"] for row in found] == [None, None, f"{corpus.SMALL}f03"]


def test_a_row_keeps_the_event_that_the_rules_alone_find(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    one = next(case for case in cases("l") if case.name == "l04")
    made = contact.small_row(one, "0123456")
    assert made["event"] == ["other", None, None], "told freely: the scorer finds the quarter, the rules alone do not"
    file = tmp_path / "first_contact.jsonl"
    file.write_text(json.dumps(made) + "\n", "utf-8")
    monkeypatch.setattr(corpus, "FIRST_CONTACT", file)
    assert corpus.first_contact()["=l04"].event == EventLabels("other", None, None)
