"""The general gate: what proves each leaf, and how it says that nothing does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.reading.reader import read
from extractor.tasks.claims import claims_of
from extractor.tasks.gate import prove
from extractor.tasks.replies import read_reply, write_reply
from tests.tasks.sample import ARTICLE, NODE, TEXT, Report, marked, proven, reasons

DEAD = {"what": "dead << làm 3 người chết", "amount": "3 << làm 3 người chết", "place": "Nậm Pồ"}


def test_a_number_is_read_again_from_its_mention() -> None:
    found = proven(losses=[{"what": "crop << 120 ha lúa", "amount": "120 ha"}], area="hơn 120 ha")
    assert found.rejections == ()
    assert found.summary.area is not None
    value = found.summary.area
    assert (value.value, value.unit, value.comparator, value.mention.text) == (120.0, "ha", "gt", "120")


def test_scale_money_sign_and_totals_are_the_readers() -> None:
    rows = [
        {"what": "house << Thiệt hại khoảng 2,5 tỷ đồng", "amount": "2,5 tỷ đồng"},
        {"what": "crop << Sản lượng giảm 1.200 tấn", "amount": "1.200"},
        {"what": "house << 48/66 hộ mất nhà", "amount": "48/66"},
    ]
    money, less, part = (one.amount for one in proven(losses=rows).summary.losses)
    assert (money.value, money.unit, money.comparator) == (2.5e9, "VND", "approx")
    assert (less.value, less.unit) == (-1200.0, "ton")
    assert (part.value, part.out_of) == (48.0, 66.0)


def test_the_clause_decides_among_repeats() -> None:
    later = {"what": "dead << 3 người chết do sét", "amount": "3 << huyện có 3 người chết do sét"}
    first, second = proven(losses=[DEAD, later]).summary.losses
    assert TEXT[first.amount.mention.start :].startswith("3 người chết, hơn")
    assert TEXT[second.amount.mention.start :].startswith("3 người chết do sét")


def test_dates_periods_and_names() -> None:
    found = proven(hit_on="2024-09-12", year="2023", people=["Lò Văn Hặc"], cause="lũ quét tại huyện Nậm Pồ")
    assert found.rejections == ()
    summary = found.summary
    assert summary.hit_on is not None
    assert summary.hit_on.value == date(2024, 9, 12)
    assert summary.year is not None
    assert summary.year.mention.text == "năm 2023"
    assert found.spans["people[0]"].text == "Lò Văn Hặc"


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"area": "77"}, "area", "do not stand in the text"),
    ({"area": "3 << làm 3 người chết"}, "area", "it counts count, not ha"),
    ({"area": "5 tỷ đồng"}, "area", "do not stand in the text"),
    ({"area": "lúa bị vùi lấp"}, "area", "is not one value"),
    ({"area": "999"}, "area", "speak to a machine"),
    ({"hit_on": "2024-09-13"}, "hit_on", "does not stand in the text"),
    ({"hit_on": "hôm qua"}, "hit_on", "is no date"),
    ({"year": "2019"}, "year", "neither 2019 nor a year beside it"),
    ({"cause": "động đất mạnh ở vùng biên"}, "cause", ""),
    ({"people": ["Lò Văn Hạnh"]}, "people[0]", "do not stand"),
    ({"people": ["huyện Nậm Pồ"]}, "people[0]", "begins and ends with a capital"),
    ({"note": "Có 17 người bị thương."}, "note", "the number '17'"),
    ({"note": "Có mười bảy người bị thương."}, "note", "the number 'mười bảy'"),
    ({"note": "Có 3 nghìn người chết."}, "note", "the number '3 nghìn'"),
    ({"note": "Có ½ số hộ mất nhà."}, "note", "the number '½'"),
    ({"note": "Bão Yagi vào Hải Phòng."}, "note", "the name"),
    ({"losses": [{**DEAD, "what": "sunk << làm 3 người chết"}]}, "losses[0].what", "none of dead, crop, house"),
    ({"losses": [{**DEAD, "what": "dead"}]}, "losses[0].what", "no evidence"),
    ({"losses": [{**DEAD, "what": "dead << làm 9 người chết"}]}, "losses[0].what", "evidence is not found"),
    ({"losses": [{"what": DEAD["what"]}]}, "losses[0].amount", "it is missing"),
    ({"losses": [DEAD, DEAD]}, "losses[1]", "already listed"),
]


@pytest.mark.parametrize(("said", "path", "words"), REFUSED)
def test_a_refusal_names_path_index_and_reason(said: dict[str, Any], path: str, words: str) -> None:
    found = reasons(proven(**said))
    assert path in found
    assert words in found[path]


def test_an_item_lives_by_its_required_leaves_and_loses_only_optional_ones() -> None:
    gone = proven(losses=[{**DEAD, "amount": "77"}])
    assert gone.summary.losses == []
    kept = proven(losses=[{**DEAD, "place": "Sao Hỏa"}])
    assert kept.summary.losses[0].place is None
    assert set(reasons(kept)) == {"losses[0].place"}


@pytest.mark.parametrize(
    ("cell", "words"), [("q99", "no mark q99"), ("d1", "d1 is no number"), ("s99= 3", "no clause"), ("n1", "no number")]
)
def test_a_mark_that_is_none_is_refused(cell: str, words: str) -> None:
    assert words in reasons(proven("pointer", area=cell))["area"]


def test_a_row_with_too_many_parts_is_one_refused_item() -> None:
    found = proven("pointer", losses=["dead s2 | q1 | - | more"])
    assert found.summary.losses == []
    assert "4 parts between bars" in reasons(found)["losses[0].what"]


@pytest.mark.parametrize("form", ["pointer", "quote"])
def test_a_summary_written_as_a_reply_is_proved_to_itself(form: Any) -> None:
    said = {
        "hit_on": "2024-09-12",
        "year": "2023",
        "area": "120",
        "cause": "lũ quét tại huyện Nậm Pồ",
        "people": ["Lò Văn Hặc"],
        "losses": [DEAD, {"what": "crop << 120 ha lúa", "amount": "120"}],
        "note": "Lũ quét làm 3 người chết ở Nậm Pồ.",
    }
    right = proven(**said).summary
    tagged = marked()
    written = write_reply(NODE, claims_of(NODE, right), form, tagged)
    again = prove(NODE, Report, ARTICLE, tagged.reading, read_reply(NODE, written, form, tagged))
    assert again.rejections == ()
    values = ("hit_on", "year", "area", "cause", "people", "note")
    assert all(getattr(again.summary, name) == getattr(right, name) for name in values)
    for one, other in zip(again.summary.losses, right.losses, strict=True):
        assert (one.what.label, one.amount, one.place) == (other.what.label, other.amount, other.place)
        # A label points to whole clauses: its evidence may be wider, never elsewhere.
        assert one.what.evidence.start <= other.what.evidence.start < other.what.evidence.end <= one.what.evidence.end
    assert prove(NODE, Report, ARTICLE, tagged.reading, claims_of(NODE, right)).summary == right


def test_every_span_is_what_stands_there() -> None:
    found = proven(hit_on="2024-09-12", losses=[DEAD])
    assert set(found.spans) == {"hit_on", "losses[0].what", "losses[0].amount", "losses[0].place"}
    assert all(TEXT[span.start : span.end] == span.text for span in found.spans.values())


cell = st.one_of(
    st.text(max_size=40), st.sampled_from(["q1", "d1", "s2", "s2= 3", "dead s2", "=", "<<", "3 << x", "-"])
)


@given(st.fixed_dictionaries({"area": cell, "hit_on": cell, "year": cell, "cause": cell, "note": cell}), st.lists(cell))
def test_nothing_that_is_claimed_breaks_the_gate_or_gets_out_unproved(said: dict[str, str], rows: list[str]) -> None:
    tagged = marked()
    for form in ("pointer", "quote"):
        tree = read_reply(NODE, {**said, "people": rows, "losses": rows}, form, tagged)  # type: ignore[arg-type]
        found = prove(NODE, Report, ARTICLE, read(ARTICLE), tree)
        assert all(TEXT[span.start : span.end] == span.text for span in found.spans.values())
