import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.grounding.align import align
from extractor.text.fold import fold, fold_text

TABLE = tomllib.loads((Path(__file__).parent / "alignments.toml").read_text("utf-8"))
SOURCES = TABLE["sources"]
CASES = TABLE["case"]


def in_form(text, form):
    return unicodedata.normalize(form, text) if form else text


def nth(text, part, number):
    at = -1
    for _ in range(number + 1):
        at = text.index(part, at + 1)
    return at


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_golden_table(case):
    source = unicodedata.normalize("NFC", SOURCES[case["source"]])
    folded = fold(in_form(SOURCES[case["source"]], case.get("source_form")))
    near = source.index(case["near"]) if "near" in case else None
    found = align(folded, source, in_form(case["quote"], case.get("quote_form")), near)
    assert (found.kind, found.extent is None) == (case["kind"], case["kind"] == "rejected"), found
    if found.extent is None:
        assert case["reason"] in found.reason
        assert found.reason
    else:
        assert source[found.extent.start : found.extent.end] == case["text"]
        if "at" in case:
            assert found.extent.start == nth(source, case["text"], case["at"])


def test_the_golden_table_is_large_and_its_names_are_unique():
    assert len(CASES) >= 60
    assert len({case["name"] for case in CASES}) == len(CASES)


@given(st.sampled_from(sorted(SOURCES)), st.data())
def test_any_run_of_whole_words_is_found_where_it_stands(name, data):
    source = SOURCES[name]
    words = [word for word in fold(source).source.split(" ") if word]
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    quote = " ".join(words[first:last])
    found = align(fold(source), source, quote)
    if fold_text(quote).strip():
        assert found.verbatim
        assert fold_text(source[found.extent.start : found.extent.end]).strip() in fold_text(quote)


@settings(max_examples=200)
@given(st.text(), st.one_of(st.text(), st.sampled_from([case["quote"] for case in CASES])), st.integers(-9, 999))
def test_whatever_is_accepted_lies_in_the_text(text, quote, near):
    folded = fold(text)
    found = align(folded, folded.source, quote, near)
    assert (found.extent is None) == (found.kind == "rejected") == bool(found.kind == "rejected" and found.reason)
    if found.extent is not None:
        assert 0 <= found.extent.start < found.extent.end <= len(folded.source)


@given(st.sampled_from(CASES), st.integers(10, 99999))
def test_no_other_number_is_ever_accepted(case, number):
    source = SOURCES[case["source"]]
    digits = [word for word in fold_text(case["quote"]).split() if word.isdigit()]
    if not digits or str(number) in source:
        return
    quote = fold_text(case["quote"]).replace(digits[0], str(number), 1)
    assert align(fold(source), source, quote).kind == "rejected"
