"""The pages of tasks' runs in a real browser, headless: single values, lists inside items, and the report's errors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractor.cli.main import run_cli
from extractor.exports.page.items import PageArticle
from extractor.exports.page.write import write_page
from extractor.tasks.registry import find_task
from tests.engines.llm.scripted_model import serving
from tests.exports.test_view_in_chromium import open_article, text
from tests.tasks.scripted import PROVINCES, TASKS, Errors, ScriptedTask
from tests.webpage.chromium import NEEDED, asked_for, look, open_report

pytest.importorskip("selenium")

from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

pytestmark = NEEDED
FOLDERS = {"storm_damage": TASKS / "storm_damage", "provinces": PROVINCES}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`NAME.html`, the page of a run without mistakes, and `NAME-report.html`, the report of one with some."""
    place = tmp_path_factory.mktemp("pages")
    flags = ["--mode", "schema", "--cache", "off", "--quiet", "--processes", "1"]
    for name, folder in FOLDERS.items():
        task = ["--task", str(folder)]
        for out, errors in ((name, None), (f"{name}-poor", Errors(0.15, 1))):
            with serving(ScriptedTask(folder, "pointer", errors)) as url:  # type: ignore[arg-type]
                command = ["run", str(folder / "articles"), "--out", str(place / out), *task, *flags]
                assert run_cli([*command, "--model", "m", "--base-url", url]) == 0
        assert run_cli(["view", str(place / name), *task, "-o", str(place / f"{name}.html")]) == 0
        report = ["--html", str(place / f"{name}-report.html")]
        assert run_cli(["eval", str(folder), str(place / f"{name}-poor"), *task, *report]) == 0
    return place


def opened(driver: Any, file: Path, width: int = 1280) -> Any:
    look(driver, width, "light")
    driver.get("about:blank")
    driver.get(file.as_uri())
    return driver


def facts(page: Any) -> dict[str, str]:
    """The single values above the text: what they are called, and their words."""
    rows = page.find_elements(By.CSS_SELECTOR, "#facts > div")
    return {row.find_element(By.TAG_NAME, "dt").text: row.find_element(By.TAG_NAME, "dd").text for row in rows}


def marked(page: Any, selector: str) -> list[str]:
    found = page.find_elements(By.CSS_SELECTOR, f"#text mark.{selector}")
    return [mark.get_property("textContent") for mark in found]


def test_single_values_stand_above_the_text_with_their_units(driver: Any, pages: Path) -> None:
    page = opened(driver, pages / "storm_damage.html")
    open_article(page, "s01")
    found = facts(page)
    assert {name: found[name] for name in ("thiên tai", "ngày xảy ra", "lượng mưa", "tổng thiệt hại")} == {
        "thiên tai": "bão số 3",
        "ngày xảy ra": "07/09/2024",
        "lượng mưa": "312 mm",
        "tổng thiệt hại": "> 1.150 tỷ đồng",
    }
    assert text(page, "#lead").startswith("Bão số 3 đổ bộ")
    assert "abstract" not in found
    assert marked(page, "fact") == ["7/9/2024", "bão số 3", "312", "1.150 tỷ đồng"]
    assert "07/09/2024" in page.find_element(By.CSS_SELECTOR, "#list .row").text
    assert [entry for entry in page.get_log("browser") if entry["level"] == "SEVERE"] == []
    assert [url for url in asked_for(page) if not url.startswith("file:")] == []


def test_a_number_is_shown_with_its_bound(driver: Any, pages: Path) -> None:
    page = opened(driver, pages / "storm_damage.html")
    open_article(page, "s11")
    cards = [card.text.splitlines()[-1] for card in page.find_elements(By.CSS_SELECTOR, "#items > li .card")]
    assert sum("≈ 12.800" in words for words in cards) == 1


def test_a_range_and_a_share_of_a_whole_are_shown_as_such(driver: Any, tmp_path: Path) -> None:
    task = find_task(FOLDERS["storm_damage"])
    text = (FOLDERS["storm_damage"] / "articles" / "s05.txt").read_text(encoding="utf-8")
    told = task.read_label(FOLDERS["storm_damage"] / "labels" / "s05.json", text).model_dump(mode="json")
    bounds = [("range", 30, 50, None), ("eq", 48, None, 66), ("ge", 7, None, None)]
    for loss, (comparator, value, upper, whole) in zip(told["losses"], bounds, strict=False):
        loss["amount"] |= {"comparator": comparator, "value": value, "value_max": upper, "out_of": whole, "unit": "ha"}
    summary = task.model.model_validate(told)
    write_page(tmp_path / "view.html", task.layout(), [PageArticle(summary, text)])
    page = opened(driver, tmp_path / "view.html")
    open_article(page, "s05")
    cards = [card.text.splitlines()[-1] for card in page.find_elements(By.CSS_SELECTOR, "#items > li .card")]
    for words in ("30 ha – 50 ha", "48/66 ha", "≥ 7 ha"):
        assert sum(words in card for card in cards) == 1


def test_a_single_value_and_its_mark_are_chosen_together(driver: Any, pages: Path) -> None:
    page = opened(driver, pages / "storm_damage.html")
    open_article(page, "s01")
    page.find_element(By.CSS_SELECTOR, "#facts [data-field='rain.value']").click()
    assert marked(page, "fact.chosen") == ["312"]
    page.find_element(By.CSS_SELECTOR, "#text mark.fact").click()
    assert marked(page, "fact.chosen") == ["7/9/2024"]
    chosen = page.find_elements(By.CSS_SELECTOR, "#facts > .chosen")
    assert [row.get_attribute("data-field") for row in chosen] == ["hit_on.value"]


def test_lists_inside_items_are_cards_that_say_what_they_belong_to(driver: Any, pages: Path) -> None:
    page = opened(driver, pages / "provinces.html")
    open_article(page, "p1")
    assert facts(page)["places"] == "Vĩnh Ô; Hướng Việt"
    assert marked(page, "fact") == ["bão số 5", "Vĩnh Ô", "Hướng Việt"]
    cards = page.find_elements(By.CSS_SELECTOR, "#items > li[data-kind=provinces_districts_losses]")
    assert [card.find_element(By.CLASS_NAME, "card").text for card in cards] == [
        "Thiệt hại của huyện\ndead · 3",
        "Thiệt hại của huyện\nnhà ở · 700",
        "Thiệt hại của huyện\ndead · 1",
        "Thiệt hại của huyện\ncrop · 200 ha",
    ]
    cards[1].find_element(By.CLASS_NAME, "card").click()
    rows = cards[1].find_elements(By.CSS_SELECTOR, ".fields > div")
    shown = {row.find_element(By.TAG_NAME, "dt").text: row.find_element(By.TAG_NAME, "dd").text for row in rows}
    assert (shown["thuộc"], shown["số lượng"]) == ("Đức Lâm", "700")
    assert marked(page, "item.chosen") == ["700"]
    legend = page.find_element(By.ID, "legend").text.splitlines()
    assert legend == ["Cảnh báo 2", "Tỉnh 2", "Thiệt hại toàn tỉnh 4", "Huyện 3", "Thiệt hại của huyện 4"]


def choose(page: Any, name: str, value: str) -> None:
    Select(page.find_element(By.ID, f"filter-{name}")).select_by_value(value)


def test_the_report_shows_single_values_of_both_sides(driver: Any, pages: Path) -> None:
    look(driver, 1280, "light")
    page = open_report(driver, pages / "storm_damage-report.html")
    choose(page, "kind", "facts")
    choose(page, "field", "storm")
    assert (text(page, "#item-kind"), text(page, "#item-verdict")) == ("storm", "missed")
    row = page.find_element(By.CSS_SELECTOR, "#item-fields tr")
    words = row.find_element(By.TAG_NAME, "td").text
    assert words
    marks = page.find_elements(By.CSS_SELECTOR, "#text-gold mark.mention")
    assert " ".join("".join(mark.get_property("textContent") for mark in marks).split()) == words
    assert page.find_elements(By.CSS_SELECTOR, "#text-predicted mark.ghost")
    choose(page, "field", "")
    choose(page, "verdict", "right")
    fields = {one.text for one in page.find_elements(By.CSS_SELECTOR, "#item-fields th")}
    assert fields == {"storm"}
    assert [entry for entry in page.get_log("browser") if entry["level"] == "SEVERE"] == []


def test_the_report_shows_lists_inside_items_by_their_names(driver: Any, pages: Path) -> None:
    look(driver, 1280, "light")
    page = open_report(driver, pages / "provinces-report.html")
    choose(page, "kind", "provinces.districts.losses")
    assert text(page, "#item-kind") == "provinces.districts.losses"
    cells = [cell.text for cell in page.find_elements(By.CSS_SELECTOR, "#item-fields td")]
    assert any(words in cells for words in ("house · nhà ở", "dead", "crop"))
    assert "provinces: districts: losses: value" in text(page, "#scores")


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("name", ["storm_damage", "provinces", "storm_damage-report", "provinces-report"])
def test_no_width_makes_the_pages_scroll_sideways(driver: Any, pages: Path, name: str, width: int) -> None:
    page = opened(driver, pages / f"{name}.html", width)
    if name.endswith("report"):
        open_report(driver, pages / f"{name}.html")
    assert page.execute_script("const root = document.documentElement; return root.scrollWidth - root.clientWidth") == 0
