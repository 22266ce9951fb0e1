"""No pattern of the package repeats without an end what can be parted in many ways; the rule stands in `nested`."""

from __future__ import annotations

import re

import pytest

from tests.linear.collect import patterns
from tests.linear.nested import faults


def test_no_pattern_of_the_package_nests_repeats() -> None:
    found = patterns()
    assert len(found) > 500
    assert {f"{one.place}: {one.pattern.pattern}": fault for one in found for fault in faults(one.pattern)} == {}


@pytest.mark.parametrize(
    "bad",
    [
        r"(?:a+)+",
        r"(a*)*x",
        r"(?:\s*a*)+",
        r"(?:(?:ab)+)*c",
        r"(?:a[ab]*)+c",
        r"(?:[ab]*a)*c",
        r"(?: +\w+ *)+;",
        r"(?:[.!?…]|\.\.\.)+(?=\s)",
        r"x(?=(?:a+)*b)",
    ],
)
def test_a_pattern_that_can_be_parted_in_many_ways_is_caught(bad: str) -> None:
    assert list(faults(re.compile(bad)))


@pytest.mark.parametrize(
    "good",
    [
        r"a+b*",
        r"(?:a+b)+",
        r"(?:, ?\d+)*",
        r"(?:[a-z]+ )*x",
        r"(?:a{0,9})+b",
        r"(?:a++)+b",
        r"(?:một|hai|ba)+",
        r"(?:\w|đ)*1",
        r"(?:[^<]|<(?!p))*",
        r"[.!?…]+(?=\s)",
    ],
)
def test_a_pattern_with_one_way_is_not(good: str) -> None:
    assert list(faults(re.compile(good))) == []
