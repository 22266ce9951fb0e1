"""The store of calls: what came is there again, whole, in either store, and a refused answer answers nothing later."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from extractor.engines.base import Completion, Facts, Usage
from extractor.runs.calls import CALLS, CallKey, Calls, CallStore, Stored, StoreError, call_hash

BODY = b'{"model":"m","messages":[]}'
KEY = CallKey(call_hash("http://one", BODY))
STORED = Stored(Completion(200, b'{"choices":[]}' * 20), Usage(1, 100, 40, 20, 0.5))


def add(store: CallStore, key: CallKey = KEY, stored: Stored = STORED, *, paid: bool = True) -> None:
    store.add(key, stored, model="m", seconds=0.1, paid=paid)


@pytest.mark.parametrize(
    "other",
    [
        CallKey(call_hash("http://two", BODY)),
        CallKey(call_hash("http://one", BODY.replace(b"m", b"n", 1))),
        CallKey(KEY.hash, attempt=1),
        CallKey(KEY.hash, sample=1),
    ],
    ids=["server", "body", "attempt", "sample"],
)
def test_an_answer_is_found_under_its_own_name_only(tmp_path: Path, other: CallKey) -> None:
    with closing(CallStore(tmp_path)) as store:
        add(store)
    with closing(CallStore(tmp_path)) as store:
        assert store.get(KEY) == STORED
        assert store.get(other) is None


def test_of_two_answers_the_newer_counts_and_both_were_paid(tmp_path: Path) -> None:
    newer = Stored(Completion(200, b"newer"), Usage(1, 10, 0, 2, 0.25))
    with closing(CallStore(tmp_path)) as store:
        add(store)
        add(store, stored=newer)
        assert store.get(KEY) == newer
        assert (store.spent.calls, store.spent.input_tokens, store.spent.cost_usd) == (2, 110, 0.75)


def test_calls_without_an_answer_are_counted(tmp_path: Path) -> None:
    with closing(CallStore(tmp_path)) as store:
        add(store)
        store.lost(Usage(1))
        store.lost(Usage(1))
        assert store.spent.calls == 3


def test_what_only_the_shared_store_has_is_copied_and_not_paid_again(tmp_path: Path) -> None:
    with closing(CallStore(tmp_path / "shared")) as shared:
        add(shared)
    with closing(Calls(CallStore(tmp_path / "own"), CallStore(tmp_path / "shared"))) as calls:
        assert calls.get(KEY) == STORED
        assert calls.own.spent.calls == 0
    with closing(Calls(CallStore(tmp_path / "own"))) as calls:
        assert calls.get(KEY) == STORED


def test_two_folders_may_write_one_shared_store_at_once(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    with (
        closing(Calls(CallStore(tmp_path / "a"), CallStore(shared))) as one,
        closing(Calls(CallStore(tmp_path / "b"), CallStore(shared))) as other,
    ):
        for number in range(50):
            calls = one if number % 2 else other
            calls.add(CallKey(call_hash("s", b"%d" % number)), STORED, model="m", seconds=0)
        assert all(one.get(CallKey(call_hash("s", b"%d" % number))) == STORED for number in range(50))
        assert all(other.get(CallKey(call_hash("s", b"%d" % number))) == STORED for number in range(50))
        assert (one.own.spent.calls, other.own.spent.calls) == (25, 25)


def test_a_damaged_answer_is_none_and_is_asked_for_again(tmp_path: Path) -> None:
    with closing(CallStore(tmp_path)) as store:
        add(store)
    with closing(sqlite3.connect(tmp_path / CALLS)) as db:
        db.execute("UPDATE calls SET completion = x'00ff'")
        db.commit()
    with closing(CallStore(tmp_path)) as store:
        assert store.get(KEY) is None
        add(store)
        assert store.get(KEY) == STORED


def test_a_file_that_is_no_store_is_set_aside_and_said(tmp_path: Path) -> None:
    (tmp_path / CALLS).write_bytes(b"no database at all " * 100)
    with closing(CallStore(tmp_path)) as store:
        assert store.set_aside is not None
        assert store.set_aside.read_bytes().startswith(b"no database")
        add(store)
        assert store.get(KEY) == STORED


def test_a_folder_that_cannot_be_used_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match=r"cannot be used .*: check the folder"):
        CallStore(tmp_path / "file" / "store")


def test_a_shared_store_that_fails_is_gone_without(tmp_path: Path) -> None:
    shared = CallStore(tmp_path / "shared")
    with closing(Calls(CallStore(tmp_path / "own"), shared)) as calls:
        shared.close()
        calls.add(KEY, STORED, model="m", seconds=0)
        assert calls.get(KEY) == STORED
        assert "goes on without" in (calls.warning or "")


def test_what_was_learned_of_a_server_and_of_an_articles_start_is_kept(tmp_path: Path) -> None:
    facts = Facts("schema", frozenset(["seed"]), 8192)
    with closing(CallStore(tmp_path)) as store:
        store.learn("s", facts)
        assert store.start(b"article", Facts("tools")) == Facts("tools")
        assert store.start(b"article", facts) == Facts("tools")
        add(store)
    with closing(CallStore(tmp_path)) as store:
        assert (store.facts("s"), store.facts("t")) == (facts, Facts())
        assert store.start(b"article", facts) == Facts("tools")


def test_pruning_deletes_the_oldest_until_it_fits(tmp_path: Path) -> None:
    import os

    with closing(CallStore(tmp_path)) as store:
        for number in range(60):
            stored = Stored(Completion(200, os.urandom(20_000)), Usage(1))
            add(store, CallKey(call_hash("s", b"%d" % number)), stored)
        gone = store.prune(600_000)
        assert store.size <= 600_000
        assert 0 < gone < 60
        assert store.get(CallKey(call_hash("s", b"59"))) is not None
        assert store.get(CallKey(call_hash("s", b"0"))) is None
