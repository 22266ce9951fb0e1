"""How the page words a figure's number: plan or result, its bounds, its whole, what it is held against."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from extractor.exports.page.items import PageArticle
from extractor.exports.page.write import write_page
from extractor.schema import Figure
from extractor.tasks.party_review.tables import layout
from tests.exports.test_view_in_chromium import open_article
from tests.exports.test_views import article, figure
from tests.webpage.chromium import NEEDED, look

pytest.importorskip("selenium")

from selenium.webdriver.common.by import By

pytestmark = NEEDED


def percent(value: float, value_max: float | None = None, **changes: Any) -> Figure:
    return figure(value, value_max=value_max, unit="percent", **changes)


WORDED: Final[list[tuple[Figure, str]]] = [
    (figure(135), "135"),
    (figure(120, phase="target"), "KH 120"),
    (figure(130, value_max=140, comparator="range", phase="target"), "KH 130 – 140"),
    (percent(8, comparator="gt"), "trên 8%"),
    (percent(90, comparator="ge", phase="target"), "KH ít nhất 90%"),
    (percent(5, comparator="lt"), "dưới 5%"),
    (figure(3, comparator="le"), "không quá 3"),
    (figure(300, comparator="approx"), "khoảng 300"),
    (figure(48, out_of=66), "48/66"),
    (figure(48, out_of=66, comparator="gt"), "trên 48/66"),
    (figure(26.5e12, value_max=27e12, unit="VND", comparator="range"), "26.500 – 27.000 tỷ đồng"),
    (figure(950e6, value_max=1.2e9, unit="VND", comparator="range"), "950 triệu đồng – 1,2 tỷ đồng"),
    (figure(1, comparator="range", value_max=11), "1 – 11"),
    (percent(104.4, basis="vs_plan"), "104,4% so KH"),
    (percent(100, basis="vs_plan", comparator="gt", phase="target"), "KH trên 100% so KH"),
    (percent(6.8, basis="over_plan"), "vượt KH 6,8%"),
    (figure(-9, basis="over_plan"), "hụt KH 9"),
    (percent(-11, basis="over_plan", comparator="approx"), "hụt KH khoảng 11%"),
    (percent(6, 7, basis="change", comparator="range", phase="target"), "KH tăng 6 – 7%"),
    (percent(-1.5, -2, basis="change", comparator="range", phase="target"), "KH giảm 1,5 – 2%"),
    (percent(-2, -1.5, basis="change", comparator="range"), "giảm 1,5 – 2%"),
    (percent(-1, 2, basis="change", comparator="range"), "giảm 1% – tăng 2%"),
    (percent(-10, basis="change", comparator="ge"), "giảm ít nhất 10%"),
    (figure(-63e9, basis="change", unit="VND"), "giảm 63 tỷ đồng"),
    (figure(-5), "-5"),
]


@pytest.fixture
def page(driver: Any, tmp_path: Path) -> Any:
    summary = article("worded", "Đảng ủy Khối", "Cà Mau", *(one for one, _ in WORDED))
    write_page(tmp_path / "view.html", layout(), [PageArticle(summary, "1")])
    look(driver, 1280, "light")
    driver.get((tmp_path / "view.html").as_uri())
    open_article(driver, "worded")
    return driver


def test_a_figure_is_named_by_its_number_as_the_article_tells_it(page: Any) -> None:
    cards = page.find_elements(By.CSS_SELECTOR, "#items > li[data-kind=figures] .card")
    titles = [card.text.splitlines()[-1] for card in cards]
    assert titles == [f"{words} · đảng viên · kết nạp · 2018" for _, words in WORDED]


def test_a_plan_is_marked_in_the_list_and_says_what_the_mark_means(page: Any) -> None:
    plans = page.find_elements(By.CSS_SELECTOR, "#items .card .plan")
    assert len(plans) == sum(one.phase == "target" for one, _ in WORDED)
    assert {(one.text, one.get_attribute("title")) for one in plans} == {("KH", "chỉ tiêu, phấn đấu, kế hoạch")}


def test_the_mark_in_the_text_is_named_alike(page: Any) -> None:
    title = page.find_element(By.CSS_SELECTOR, "#text mark.item").get_attribute("title")
    assert title in {f"Số liệu: {words} · đảng viên · kết nạp · 2018" for _, words in WORDED}


def test_the_fields_of_a_figure_stay_as_the_summary_has_them(page: Any) -> None:
    at = next(at for at, (_, words) in enumerate(WORDED) if words == "KH giảm 1,5 – 2%")
    card = page.find_element(By.CSS_SELECTOR, f"#items > li[data-kind=figures][data-n='{at}']")
    values = {
        row.get_attribute("data-field"): row.get_attribute("data-value")
        for row in card.find_elements(By.CSS_SELECTOR, ".fields > div")
    }
    assert (values["value"], values["value_max"], values["phase"]) == ("-1.5", "-2", '"target"')


def test_a_figures_body_is_told_where_an_articles_figures_are_of_several(driver: Any, tmp_path: Path) -> None:
    several = article("several", "Đảng ủy Khối", "Cà Mau", figure(3), figure(5))
    several.figures[1] = several.figures[1].model_copy(update={"organization": "Chi bộ Sở Y tế"})
    write_page(tmp_path / "view.html", layout(), [PageArticle(several, "1")])
    look(driver, 1280, "light")
    driver.get((tmp_path / "view.html").as_uri())
    open_article(driver, "several")
    cards = driver.find_elements(By.CSS_SELECTOR, "#items > li[data-kind=figures] .card")
    assert [card.text.splitlines()[-1].split(" · ")[-1] for card in cards] == ["Đảng ủy Khối", "Chi bộ Sở Y tế"]
