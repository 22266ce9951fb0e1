from __future__ import annotations

from datetime import date

import pytest

from extractor.exports.periods import Stretch, stretch_of


@pytest.mark.parametrize(
    ("period", "start", "end", "kind"),
    [
        ("2017", date(2017, 1, 1), date(2017, 12, 31), "year"),
        ("2017-H1", date(2017, 1, 1), date(2017, 6, 30), "half"),
        ("2017-H2", date(2017, 7, 1), date(2017, 12, 31), "half"),
        ("2017-Q3", date(2017, 7, 1), date(2017, 9, 30), "quarter"),
        ("2016-2M", date(2016, 1, 1), date(2016, 2, 29), "months"),
        ("2017-11M", date(2017, 1, 1), date(2017, 11, 30), "months"),
        ("2013/2017", date(2013, 1, 1), date(2017, 12, 31), "years"),
    ],
)
def test_a_period_has_its_first_and_last_day(period: str, start: date, end: date, kind: str) -> None:
    assert stretch_of(period) == Stretch(start, end, kind)  # type: ignore[arg-type]


@pytest.mark.parametrize("other", [None, "", "17", "2017-13M", "2017-Q5", "0000", "2018/2017", "năm 2017"])
def test_what_is_no_period_has_no_days(other: str | None) -> None:
    assert stretch_of(other) is None
