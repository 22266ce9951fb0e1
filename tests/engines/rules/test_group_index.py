"""Bodies named before are found by their keys."""

from __future__ import annotations

import pytest

from extractor.engines.rules.body_groups import Group
from extractor.engines.rules.group_index import GroupIndex, Units

SORT = ("bloc", "provincial_bloc")


def test_the_first_of_a_sort_takes_the_place_that_is_named_next() -> None:
    known = GroupIndex()
    first = known.add(SORT, Group("bloc", "provincial_bloc", None))
    assert known.like(SORT, "phú thọ") is first
    known.settle(SORT, first, "phú thọ")
    assert known.like(SORT, "cà mau") is None
    assert known.like(SORT, None) is known.at(SORT, "phú thọ") is first


@pytest.mark.parametrize(
    ("known", "key"),
    [
        ("chi bộ bản pho", "chi bộ bản pho"),
        ("đảng bộ công ty sông đà", "đảng bộ công ty sông đà hà nội"),
        ("đảng bộ công ty sông đà hà nội", "đảng bộ công ty sông đà"),
    ],
)
def test_a_units_province_may_be_left_out(known: str, key: str) -> None:
    units, group = Units(), Group("unit", "other", known)
    units.add(Group("unit", "other", "chi bộ thôn đông"))
    units.add(group)
    assert units.same(key) is group
    assert units.same("chi bộ thôn tây") is None


def test_a_short_name_is_the_longer_one_from_then_on() -> None:
    units, group = Units(), Group("unit", "other", "đảng bộ công ty")
    units.add(group)
    assert units.shortened("đảng bộ công ty sông đà") is group
    assert group.place == "đảng bộ công ty sông đà"
    assert units.same("đảng bộ công ty") is None
    assert units.one_firm("đảng bộ công ty tnhh sông đà") is group
