"""Ids are asked for as inputs are read: nobody is refused whom the roll would count, and nobody else is paid for."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

pytest.importorskip("pyarrow")

from extractor.parts.folder import lines_of
from extractor.parts.storage import Storage
from extractor.runs.machines.finish import Written, roll_of, settled, write_roll
from extractor.runs.machines.ids import REFUSED, Claim, Holder, Ids, Ruling, claims_of, hash_of_id, ruled
from extractor.runs.machines.inputs import Given
from extractor.runs.machines.known import known_of
from tests.runs.machines.links import given, plan_of, taken

FILE = 1 << 32
KEY = hash_of_id("x")
Row = tuple[int, int, bytes | None, bool]
"""Of a part: number, run, content, whether it is done."""


def _counted(rows: list[Row], replacing: frozenset[int]) -> dict[int, bool]:
    """Number -> whether the roll counts it as done."""
    last = {number: run for number, run, _, _ in rows}
    standing = [row for row in rows if row[3] or last[row[0]] == row[1]]
    written = [
        Written(n, run, "x", done, content, "", "" if done else REFUSED, "p", n) for n, run, content, done in standing
    ]
    found = [(row.number, place.done) for row, place in settled(written, replacing)]
    assert len(found) == len(dict(found)), "an input has two rows"
    return dict(found)


@pytest.mark.parametrize("seed", range(40))
def test_one_input_has_the_id_and_the_roll_says_so_of_all(seed: int) -> None:
    """Some runs of some inputs with one id; whose it is after each is reckoned here a second time, as 017 has it."""
    chance = Random(seed)
    replacing = frozenset({2}) if chance.random() < 0.2 else frozenset()
    rows: list[Row] = []
    expected: dict[int, bool] = {}
    for run in (1, 2, 3):
        ids = Ids(run, replacing)
        for number, when, content, done in rows:
            if done:
                ids.had("x", Holder(number, when, content, done, "before"))
        holder = next(((n, text) for n, done in expected.items() if done for text in [_text_of(rows, n)]), None)
        ours = None
        for number in sorted(chance.sample([0, 1, FILE, FILE + 1, 2 * FILE], chance.randint(1, 4))):
            content = chance.choice([b"one", b"two"])
            known = (number, content) in {(row[0], row[2]) for row in _last(rows) if row[3]}
            same = holder is None or content == holder[1] or number >> 32 == holder[0] >> 32
            granted = ours is None and (same or run in replacing)
            (ruling,) = ids.claim([Claim(KEY, number, content, "now")])
            assert (ruling.holder is None) == granted
            if granted:
                ours = number
                expected = {one: False for one, done in expected.items() if not done}
            expected[number] = granted
            if not (granted and known and not ruling.anew):
                rows.append((number, run, content if granted else None, granted))
    found = _counted(rows, replacing)
    (ours,), (theirs,) = ([number for number, done in one.items() if done] for one in (expected, found))
    # The same text at another place needs no row of its own.
    assert _text_of(rows, ours) == _text_of(rows, theirs)
    assert {**found, ours: True, theirs: True} == {**expected, ours: True, theirs: True}


def _last(rows: list[Row]) -> list[Row]:
    return list({row[0]: row for row in rows}.values())


def _text_of(rows: list[Row], number: int) -> bytes | None:
    return next(row[2] for row in reversed(rows) if row[0] == number and row[3])


def test_an_input_may_ask_again_and_an_earlier_one_is_never_refused() -> None:
    ids = Ids(1)
    later, first = Claim(KEY, 7, b"seven", "seven"), Claim(KEY, 3, b"three", "three")
    assert ids.claim([later, later, first]) == [Ruling(), Ruling(), Ruling()]
    assert ids.claim([later, first]) == [Ruling("three"), Ruling()]


def test_an_article_whose_id_is_anothers_fails_without_being_read_and_says_whose(tmp_path: Path) -> None:
    plan, ids = plan_of(tmp_path), Ids(1)
    both = [[given(0, doc_id="x"), given(1)], [given(200, "Một đảng viên fails.", doc_id="x"), given(201)]]
    names = [taken(plan, [*sheaf]) for sheaf in both]
    told = taken(plan_of(tmp_path), *(_claimed(sheaf, ids) for sheaf in both))
    assert [one.part for one in told] == [name[0].part for name in names], "a name is not of who came first"
    storage = Storage(str(tmp_path / "claimed"))
    taken(plan_of(tmp_path / "claimed"), *(_claimed(sheaf, ids) for sheaf in both))
    write_roll(storage, roll_of(storage))
    (failure,) = map(json.loads, lines_of(tmp_path / "claimed", "failures.jsonl"))
    assert (failure["id"], failure["error"]) == ("x", "InputError"), "the engine has not seen it"
    assert "taken by articles.jsonl:1;" in failure["message"]


def test_an_id_of_an_earlier_run_is_known_from_its_parts(tmp_path: Path) -> None:
    taken(plan_of(tmp_path), [given(0, doc_id="x")])
    other, same = given(FILE, "Một.", doc_id="x"), given(0, "Hai.", doc_id="x")
    for replacing, refused in (((), [True, False]), ((2,), [False, False])):
        ids = Ids(2, replacing)
        ids.learn(Storage(str(tmp_path)))
        found = [_claimed([one], ids)[0] for one in (other, same)]
        assert [bool(one.error) for one in found] == refused
    assert len(known_of(Storage(str(tmp_path)), calls=False).articles) == 1


def test_an_input_that_cannot_be_read_holds_its_id_and_is_never_refused_one() -> None:
    """As in a run on one machine."""
    broken = [Given(number, "x", f"a.jsonl:{number}", None, "InputError", "not JSON") for number in (0, 2)]
    first, article, last = _claimed([broken[0], given(1, doc_id="x"), broken[1]], Ids(1))
    assert (first, last) == (broken[0], broken[1])
    assert "taken by a.jsonl:0;" in article.message


def test_a_document_that_is_never_read_holds_no_id(tmp_path: Path) -> None:
    """As in a run on one machine."""
    broken = Given(0, "x", "in/x.doc", None, "InputError", "A .doc file cannot be read.")
    sheaf = _claimed([broken, given(FILE, doc_id="x")], Ids(1))
    assert [bool(one.error) for one in sheaf] == [True, False]
    taken(plan_of(tmp_path), sheaf)
    storage = Storage(str(tmp_path))
    for _ in range(2):
        write_roll(storage, roll_of(storage))
        failures, done = (list(lines_of(tmp_path, name)) for name in ("failures.jsonl", "summaries.jsonl"))
        assert (len(failures), len(done)) == (1, 1)
        ids = Ids(2)
        ids.learn(storage)
        assert [bool(one.error) for one in _claimed([broken, given(FILE, doc_id="x")], ids)] == [True, False]
        assert "taken by" in _claimed([given(2 * FILE, "Một.", doc_id="x")], ids)[0].message


def _claimed(sheaf: list[Given], ids: Ids) -> list[Given]:
    return ruled(sheaf, ids.claim(claims_of(sheaf, "")))
