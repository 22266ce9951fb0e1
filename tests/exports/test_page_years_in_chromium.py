"""The chart and the table of a body's numbers over the years: an honest axis, and no value that passes for another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractor.exports.page.items import PageArticle
from extractor.exports.page.write import write_page
from extractor.schema import Figure
from extractor.tasks.party_review.tables import layout
from tests.exports.test_view_in_chromium import text, wait_for
from tests.exports.test_views import article, figure
from tests.webpage.chromium import NEEDED, look

pytest.importorskip("selenium")

from selenium.webdriver.common.by import By

pytestmark = NEEDED


@pytest.fixture
def charted(driver: Any, tmp_path: Path) -> Any:
    def charted_of(*figures: Figure, width: int = 1280) -> Any:
        summary = article("a", "Đảng ủy Khối Thử Nghiệm", "Cà Mau", *figures)
        write_page(tmp_path / "view.html", layout(), [PageArticle(summary, None)])
        look(driver, width, "light")
        driver.get("about:blank")
        driver.get((tmp_path / "view.html").as_uri() + "#tc=0")
        wait_for(lambda: text(driver, "#body-name"))
        assert driver.get_log("browser") == []
        return driver

    return charted_of


def yearly(value: float, year: int, **changes: Any) -> Figure:
    return figure(value, period=str(year), **changes)


def texts(page: Any, selector: str) -> list[str]:
    return [one.get_property("textContent") for one in page.find_elements(By.CSS_SELECTOR, f"#chart {selector}")]


def heights(page: Any) -> list[float]:
    """How high each dot stands over the line of zero."""
    zero = float(page.find_element(By.CSS_SELECTOR, "#chart line.zero").get_attribute("y1"))
    dots = page.find_elements(By.CSS_SELECTOR, "#chart circle.dot")
    return [zero - float(dot.get_attribute("cy")) for dot in dots]


def row(page: Any, at: int = 0) -> list[str]:
    cells = page.find_elements(By.CSS_SELECTOR, f"#years tbody tr:nth-child({at + 1}) td")
    return [cell.text for cell in cells]


@pytest.mark.parametrize(
    ("unit", "values", "name", "ticks"),
    [
        ("count", (100, 106), "Số lượng", ["0", "25", "50", "75", "100", "125"]),
        ("percent", (90, 95.4), "Phần trăm", ["0%", "20%", "40%", "60%", "80%", "100%"]),
        ("percent", (0.5, 0.53), "Phần trăm", ["0%", "0,2%", "0,4%", "0,6%"]),
        (
            "VND",
            (1e12, 1.06e12),
            "Đồng",
            ["0 đồng", *(f"{n} tỷ đồng" for n in ("250", "500", "750", "1.000", "1.250"))],
        ),
    ],
)
def test_the_axis_is_labelled_and_begins_at_zero(
    unit: str, values: tuple[float, float], name: str, ticks: list[str], charted: Any
) -> None:
    page = charted(yearly(values[0], 2017, unit=unit), yearly(values[1], 2018, unit=unit))
    assert texts(page, ".tick") == ticks
    assert texts(page, ".axis-name") == [name]
    first, second = heights(page)
    assert second / first == pytest.approx(1.06, abs=0.005)


def test_numbers_below_zero_stand_below_the_line_of_zero(charted: Any) -> None:
    page = charted(yearly(10, 2017), yearly(-5, 2018))
    assert texts(page, ".tick") == ["-5", "0", "5", "10"]
    above, below = heights(page)
    assert above == pytest.approx(-2 * below, abs=0.1)


def test_zeros_alone_have_an_axis_too(charted: Any) -> None:
    page = charted(yearly(0, 2017), yearly(0, 2018))
    assert texts(page, ".tick") == ["0", "1"]
    assert heights(page) == [0, 0]


def test_a_range_a_part_and_a_bound_are_shown_as_such_and_not_joined(charted: Any) -> None:
    page = charted(
        yearly(40, 2015),
        yearly(44, 2016, comparator="gt"),
        yearly(46, 2017, value_max=50, comparator="range"),
        yearly(48, 2018, out_of=66),
        yearly(60, 2019, value_max=70, comparator="range", phase="target"),
    )
    assert row(page) == ["40", "trên 44", "46 – 50", "48/66", "KH 60 – 70"]
    assert texts(page, ".value") == ["40", "trên 44", "46 – 50", "48/66"]
    assert texts(page, ".goal-value") == ["KH 60 – 70"]
    assert len(texts(page, ".dot.range")) == 1 and len(texts(page, ".dot.part")) == 1
    (line,) = page.find_elements(By.CSS_SELECTOR, "#chart .line")
    assert line.get_attribute("d").count(",") == 2
    note = text(page, "#chart-note")
    assert "48/66 (2018)" in note and "46 – 50 (2017)" in note and "40 (2015)" not in note


def test_two_values_of_one_year_are_marked_and_said(charted: Any) -> None:
    page = charted(yearly(3800, 2012), yearly(3914, 2013), yearly(507, 2013), yearly(4000, 2014), yearly(4100, 2015))
    assert len(texts(page, ".dot.several")) == 2
    several = "≠ trong năm có nhiều giá trị khác nhau"
    assert " ".join(row(page)[1].split()) == f"3.914 {several} 507 {several}"
    assert text(page, "#chart-note") == "Không nối vào đường. Nhiều giá trị trong một năm: 3.914 (2013); 507 (2013)."
    (line,) = page.find_elements(By.CSS_SELECTOR, "#chart .line")
    assert line.get_attribute("d").count(",") == 2


def test_each_group_is_a_line_of_its_own(charted: Any) -> None:
    page = charted(yearly(150, 2017), yearly(163, 2018), yearly(50, 2017, group="nữ"), yearly(57, 2018, group="nữ"))
    heads = [head.text for head in page.find_elements(By.CSS_SELECTOR, "#years tbody th")]
    assert heads == ["đảng viên · kết nạp", "đảng viên · kết nạp · nữ"]
    assert texts(page, ".value") == ["150", "163"]
    page.find_element(By.CSS_SELECTOR, "#years tbody tr:nth-child(2) th button").click()
    assert texts(page, ".value") == ["50", "57"]
    assert text(page, "#chart-title") == "đảng viên · kết nạp · nữ"
    assert text(page, "#chart-note") == ""


@pytest.mark.parametrize("width", [360, 1280])
def test_no_word_of_the_chart_lies_on_another(charted: Any, width: int) -> None:
    years = range(2015, 2023)
    page = charted(
        *(yearly(4000 + 10 * year, year) for year in years),
        *(yearly(4050 + 10 * year, year, phase="target", comparator="ge") for year in years),
        width=width,
    )
    boxes = page.execute_script(
        "return [...document.querySelectorAll('#chart .value, #chart .goal-value, #chart .tick')]"
        ".map((node) => node.getBoundingClientRect()).map((box) => [box.left, box.top, box.right, box.bottom])"
    )
    crossed = [
        (one, other)
        for at, one in enumerate(boxes)
        for other in boxes[at + 1 :]
        if min(one[2], other[2]) - max(one[0], other[0]) > 1 and min(one[3], other[3]) - max(one[1], other[1]) > 3
    ]
    assert crossed == []
    assert page.execute_script("const root = document.documentElement; return root.scrollWidth - root.clientWidth") == 0


def test_hostile_words_of_a_line_are_no_markup(charted: Any) -> None:
    evil = "<img src=x onerror=\"window.hacked='yes'\"><svg onload=alert(1)>"
    page = charted(yearly(150, 2017, group=evil), yearly(163, 2018, group=evil, out_of=200))
    assert text(page, "#chart-title") == f"đảng viên · kết nạp · {evil}"
    assert page.execute_script("return window.hacked") is None
    assert page.find_elements(By.CSS_SELECTOR, "#body img, #body [onload], #years svg") == []
