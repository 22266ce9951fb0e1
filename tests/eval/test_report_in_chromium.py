"""The report page opened in a real browser, headless: no errors, working filters, hostile text shown as text.

Needs Chromium with its driver, and selenium (`pip install selenium`); skipped with the reason where one is missing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractor.eval.report import html_report
from tests.eval.report_case import ANSWERS, CLAUSE, HOSTILE, TEXTS, evaluation, reported
from tests.webpage.chromium import NEEDED, asked_for, look, open_report

pytest.importorskip("selenium")

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

pytestmark = NEEDED


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(html_report(reported(evaluation(name="second")), TEXTS, ANSWERS), encoding="utf-8")
    return path


@pytest.fixture
def page(driver: Any, file: Path) -> Any:
    look(driver, 1280, "light")
    return open_report(driver, file)


def text(page: Any, selector: str) -> str:
    found: str = page.find_element(By.CSS_SELECTOR, selector).get_property("textContent")
    return found


def choose(page: Any, name: str, value: str) -> None:
    Select(page.find_element(By.ID, f"filter-{name}")).select_by_value(value)


def marks(page: Any, side: str, kind: str) -> list[str]:
    found = page.find_elements(By.CSS_SELECTOR, f"#text-{side} mark.{kind}")
    return [mark.get_property("textContent") for mark in found]


def seen_errors(page: Any) -> list[tuple[str, str]]:
    """Every error the present filters let through, stepping with the button."""
    found = []
    while True:
        found.append((text(page, "#item-kind"), text(page, "#item-verdict")))
        button = page.find_element(By.ID, "next")
        if not button.is_enabled():
            return found
        button.click()


def test_the_page_opens_without_an_error_and_asks_the_network_for_nothing(page: Any, file: Path) -> None:
    assert page.get_log("browser") == []
    assert set(asked_for(page)) == {file.as_uri()}


def test_hostile_text_runs_nothing_and_is_shown_as_it_is(page: Any) -> None:
    seen_errors(page)
    assert page.execute_script("return window.hacked") is None
    assert page.find_elements(By.TAG_NAME, "img") == []
    choose(page, "article", "0")
    assert text(page, "#text-gold") == TEXTS["a"]
    assert HOSTILE in text(page, "h1")
    assert page.get_log("browser") == []


def test_all_errors_are_stepped_through_once(page: Any) -> None:
    assert seen_errors(page) == [
        ("figure", "wrong label"),
        ("figure", "wrong value"),
        ("person", "missed"),
        ("figure", "wrong detail"),
        ("organisation", "missed"),
        ("author", "missed"),
        ("outlet", "missed"),
        ("abstract", "wrong value"),
        ("figure", "invented"),
    ]
    assert text(page, "#position") == "9 of 9"


@pytest.mark.parametrize(
    ("chosen", "errors"),
    [
        ({"verdict": "spurious"}, [("figure", "invented")]),
        ({"verdict": "wrong_value", "kind": "figures"}, [("figure", "wrong value")]),
        ({"kind": "people"}, [("person", "missed")]),
        ({"field": "comparator"}, [("figure", "wrong detail")]),
        ({"article": "1"}, [("figure", "invented")]),
        ({"verdict": "right", "article": "1", "kind": "organizations"}, [("organisation", "right")]),
    ],
)
def test_filters_leave_what_they_name(page: Any, chosen: dict[str, str], errors: list[tuple[str, str]]) -> None:
    for name, value in chosen.items():
        choose(page, name, value)
    assert seen_errors(page) == errors


def test_filters_count_what_they_would_leave(page: Any) -> None:
    choose(page, "kind", "figures")
    options = [option.text for option in Select(page.find_element(By.ID, "filter-verdict")).options]
    assert options == [
        "all errors (4)",
        "right (2)",
        "wrong detail (1)",
        "wrong label (1)",
        "wrong value (1)",
        "invented (1)",
        "right or wrong (6)",
    ]


def test_the_shown_item_is_marked_in_both_texts_at_its_exact_place(page: Any) -> None:
    choose(page, "verdict", "wrong_label")
    for side in ("gold", "predicted"):
        assert marks(page, side, "mention") == ["3"]
        assert "".join(marks(page, side, "evidence") + marks(page, side, "mention")) == CLAUSE.replace("3", "") + "3"
    differing = page.find_elements(By.CSS_SELECTOR, "#item-fields tr.differs td")
    assert [cell.text.split(" · ")[0] for cell in differing] == ["over_plan", "change"]


def test_an_item_of_one_side_is_marked_on_that_side_alone(page: Any) -> None:
    choose(page, "verdict", "spurious")
    assert (marks(page, "gold", "mention"), marks(page, "predicted", "mention")) == ([], ["7"])
    assert (marks(page, "gold", "ghost"), marks(page, "predicted", "ghost")) == (["7"], [])


def test_both_texts_are_turned_to_the_same_passage(page: Any) -> None:
    choose(page, "verdict", "wrong_detail")
    tops = [
        page.execute_script(
            "const pane = document.getElementById(arguments[0]);"
            " return pane.querySelector('mark.mention').offsetTop - pane.scrollTop",
            f"text-{side}",
        )
        for side in ("gold", "predicted")
    ]
    assert abs(tops[0] - tops[1]) <= 2


def test_the_words_are_explained_where_a_reader_opens_them(page: Any) -> None:
    words = page.find_element(By.CSS_SELECTOR, "details.words")
    assert not words.find_element(By.TAG_NAME, "dl").is_displayed()
    words.find_element(By.TAG_NAME, "summary").click()
    assert words.find_element(By.TAG_NAME, "dl").is_displayed()


def test_a_click_on_a_mark_opens_its_item(page: Any) -> None:
    choose(page, "kind", "people")
    page.find_element(By.CSS_SELECTOR, "#text-gold mark.wrong_value").click()
    assert (text(page, "#item-kind"), text(page, "#item-verdict")) == ("figure", "wrong value")
    assert text(page, "#position") == "2 of 9"


def test_arrow_keys_step(page: Any) -> None:
    button = page.find_element(By.ID, "next")
    button.send_keys(Keys.ARROW_RIGHT)
    assert text(page, "#position") == "2 of 9"
    button.send_keys(Keys.ARROW_LEFT)
    assert text(page, "#position") == "1 of 9"


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_no_width_makes_the_page_scroll_sideways(page: Any, width: int) -> None:
    look(page, width, "light")
    assert page.execute_script("const root = document.documentElement; return root.scrollWidth - root.clientWidth") == 0


def test_the_plots_follow_the_colour_scheme(page: Any) -> None:
    colours = []
    for scheme in ("light", "dark"):
        look(page, 1280, scheme)
        colours.append(
            page.execute_script(
                "return [getComputedStyle(document.body).backgroundColor,"
                " getComputedStyle(document.querySelector('.plot svg text')).fill]"
            )
        )
    (paper, ink), (dark_paper, dark_ink) = colours
    assert paper != dark_paper
    assert ink != dark_ink


def test_on_paper_the_scores_stand_without_the_browser(page: Any) -> None:
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert not page.find_element(By.ID, "browser").is_displayed()
        assert page.find_element(By.ID, "scores").is_displayed()
    finally:
        page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
