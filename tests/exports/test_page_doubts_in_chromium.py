"""What is likely wrong, in the page: marked, filtered and sorted by; and failures in Vietnamese."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractor.exports.page.items import PageArticle, PageDoubt
from extractor.exports.page.write import write_page
from extractor.schema import ArticleSummary, Span
from extractor.tasks.party_review.tables import layout
from tests.exports.test_page import HOSTILE_TEXT
from tests.exports.test_view_in_chromium import open_article, open_id, rows, text, wait_for
from tests.exports.test_views import article, figure
from tests.webpage.chromium import NEEDED, show

pytest.importorskip("selenium")

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

pytestmark = NEEDED
TEXT = "12 đảng viên, 3 lớp, 7 việc."


def told(name: str) -> ArticleSummary:
    places = [
        Span(text=words, start=TEXT.index(words), end=TEXT.index(words) + len(words)) for words in ("12", "3", "7")
    ]
    figures = [figure(float(place.text), mention=place, evidence=place) for place in places]
    return article(name, f"Đảng ủy {name}", "Cà Mau", *figures)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("doubts") / "view.html"
    differs = PageDoubt("review", "số liệu: x", place=(0, 2), sides={"model": {"value": 12}, "rules": {}}, wrong=0.64)
    lacks = PageDoubt("review", "số liệu: y", place=(4, 6), sides={"rules": {"value": 9}}, wrong=0.31)
    articles = [
        PageArticle(told("sure"), TEXT),
        PageArticle(told("some"), TEXT, wrong={("figures", 0): 0.22, ("figures", 2): 0.6449}),
        PageArticle(told("one"), TEXT, wrong={("figures", 1): 0.999}),
        PageArticle(told("model"), TEXT, doubts=(differs, lacks)),
    ]
    failures = [
        {"id": "broken", "error": "InputError", "message": "There is no text.", "source": "in"},
        {"id": "evil", "error": HOSTILE_TEXT, "message": HOSTILE_TEXT, "source": "in"},
    ]
    write_page(path, layout(), articles, failures=failures)
    return path


@pytest.fixture
def page(driver: Any, file: Path) -> Any:
    show(driver, file)
    wait_for(lambda: open_id(driver))
    return driver


def marks(page: Any) -> list[str]:
    return [one.text for one in page.find_elements(By.CSS_SELECTOR, "#items .wrong-mark, #doubts .wrong-mark")]


def ids(page: Any) -> list[str]:
    return [row.split("\n")[0] for row in rows(page)]


def select(page: Any, label: str) -> Select:
    if not page.find_element(By.ID, "facets").is_displayed():
        page.find_element(By.CSS_SELECTOR, "#filters summary").click()
    labels = page.find_elements(By.CSS_SELECTOR, "#filters label")
    return Select(next(one for one in labels if one.text.startswith(label)).find_element(By.TAG_NAME, "select"))


def test_a_figure_that_is_likely_wrong_is_marked_in_list_and_text(page: Any) -> None:
    open_article(page, "some")
    assert marks(page) == ["nghi sai 22%", "nghi sai 64%"]
    found = page.find_elements(By.CSS_SELECTOR, "#text mark.wrong")
    assert [mark.text for mark in found] == ["12", "7"]
    assert found[1].get_attribute("title") == "Số liệu: 7 · đảng viên · kết nạp · 2018 (nghi sai 64%)"
    assert "2 cần xem, nghi sai đến 64%" in rows(page)[1]
    open_article(page, "one")
    assert marks(page) == ["nghi sai 99%"]
    open_article(page, "sure")
    assert marks(page) == []


def test_what_two_readings_differ_on_says_how_likely_it_is_wrong(page: Any) -> None:
    open_article(page, "model")
    assert marks(page) == ["nghi sai 64%", "nghi thiếu 31%"]


def test_the_list_is_filtered_by_what_is_likely_wrong(page: Any) -> None:
    doubts = select(page, "Nghi vấn")
    doubts.select_by_visible_text("có mục nghi sai (2)")
    assert ids(page) == ["some", "one"]
    wait_for(lambda: open_id(page) == "some")
    doubts.select_by_visible_text("có điểm cần xem (3)")
    assert ids(page) == ["some", "one", "model"]
    doubts.select_by_visible_text("không có (1)")
    assert ids(page) == ["sure"]


@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("mục nghi sai nhất trước", ["one", "some", "sure"]),
        ("nhiều mục nghi sai trước", ["some", "one", "sure"]),
        ("thứ tự khi chạy", ["sure", "some", "one"]),
    ],
)
def test_the_list_is_sorted_by_it_and_the_arrows_follow(order: str, first: list[str], page: Any) -> None:
    select(page, "Xếp theo").select_by_visible_text(order)
    assert ids(page)[:3] == first
    open_article(page, first[0])
    page.find_element(By.TAG_NAME, "body").send_keys(Keys.ARROW_RIGHT)
    wait_for(lambda: open_id(page) == first[1])


def test_an_articles_likely_errors_stand_alone_when_asked_for(page: Any) -> None:
    open_article(page, "some")
    button = page.find_element(By.ID, "only")
    assert (button.text, button.get_attribute("aria-pressed")) == ("Chỉ mục nghi sai (2)", "false")
    button.send_keys(Keys.ENTER)
    shown = [card for card in page.find_elements(By.CSS_SELECTOR, "#items > li") if card.is_displayed()]
    assert [card.get_attribute("data-n") for card in shown] == ["0", "2"]
    assert button.get_attribute("aria-pressed") == "true"
    page.find_element(By.TAG_NAME, "body").send_keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    assert page.find_element(By.CSS_SELECTOR, "#items li.chosen").get_attribute("data-n") == "2"
    button.click()
    assert len([card for card in page.find_elements(By.CSS_SELECTOR, "#items > li") if card.is_displayed()]) == 4


def test_a_page_without_chances_offers_nothing_of_them(driver: Any, tmp_path: Path) -> None:
    write_page(tmp_path / "view.html", layout(), [PageArticle(told("sure"), TEXT)])
    driver.get((tmp_path / "view.html").as_uri())
    wait_for(lambda: open_id(driver))
    assert not driver.find_element(By.ID, "only").is_displayed()
    driver.find_element(By.CSS_SELECTOR, "#filters summary").click()
    assert not driver.find_element(By.ID, "order").is_displayed()


def test_a_failure_is_told_in_vietnamese_and_is_no_markup(page: Any) -> None:
    open_article(page, "broken")
    assert text(page, "#text") == "không đọc được bài: There is no text."
    assert any("không đọc được bài: There is no text." in row for row in rows(page))
    open_article(page, "evil")
    assert text(page, "#text") == f"{HOSTILE_TEXT}: {HOSTILE_TEXT}"
    assert page.find_elements(By.CSS_SELECTOR, "img, iframe, #article b") == []
    assert page.execute_script("return window.hacked") is None
    assert page.get_log("browser") == []
