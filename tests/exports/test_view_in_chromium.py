"""The page of a run opened in a real browser, headless. Needs Chromium with its driver, and selenium."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from extractor.exports.page.write import run_articles, write_page
from extractor.exports.run_folder import RunFolder
from extractor.schema import ArticleSummary
from extractor.tasks.party_review.tables import layout
from tests.exports.folder import FAILURE, REJECTION, REVIEW, gold, gold_run
from tests.exports.test_page import HOSTILE_TEXT, hostile, later
from tests.webpage.chromium import NEEDED, asked_for, look, show

pytest.importorskip("selenium")

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

pytestmark = NEEDED
LISTS = ("organizations", "figures", "awards", "people", "documents", "points")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = gold_run(tmp_path_factory.mktemp("view") / "run")
    with (folder / "summaries.jsonl").open("a", encoding="utf-8") as lines:
        for summary in (hostile(), later()):
            lines.write(summary.to_json_line() + "\n")
    (folder / "texts" / "hostile.txt").write_text(HOSTILE_TEXT, encoding="utf-8")
    run = RunFolder.open(folder)
    path = folder / "view.html"
    write_page(path, layout(), run_articles(run, layout()), failures=run.failures(), about={"engine": "<rules>"})
    return path


@pytest.fixture
def page(driver: Any, file: Path) -> Any:
    show(driver, file)
    return driver


def wait_for(found: Callable[[], Any], seconds: float = 20) -> Any:
    """What `found` gives once it gives something."""
    end = monotonic() + seconds
    while not (value := found()):
        assert monotonic() < end, "nothing came"
        sleep(0.02)
    return value


def text(page: Any, selector: str) -> str:
    found: str = page.find_element(By.CSS_SELECTOR, selector).get_property("textContent")
    return found


def open_article(page: Any, doc_id: str) -> None:
    page.execute_script("location.hash = '#bai=' + encodeURIComponent(arguments[0])", doc_id)
    wait_for(lambda: page.execute_script("return document.getElementById('article').dataset.id") == doc_id)


def open_id(page: Any) -> str:
    found: str = page.execute_script("return document.getElementById('article').dataset.id || ''")
    return found


def figure_card(doc_id: str, mention: str) -> str:
    """The selector of the card of the figure with that mention."""
    figures = next(one for one in gold() if one.doc_id == doc_id).figures
    at = next(at for at, one in enumerate(figures) if one.mention.text == mention)
    return f"#items > li[data-kind=figures][data-n='{at}']"


def rows(page: Any) -> list[str]:
    found: list[str] = page.execute_script(
        "return [...document.querySelectorAll('#list .row')].map((row) => row.innerText.trim())"
    )
    return found


def shown(page: Any) -> dict[str, Any]:
    """The facts and items of the open article as the page's elements hold them."""
    found: dict[str, Any] = page.execute_script(
        """
        const fields = (node) => Object.fromEntries([...node.querySelectorAll(':scope > div')]
          .filter((row) => row.dataset.field).map((row) => [row.dataset.field, JSON.parse(row.dataset.value)]));
        const items = {};
        for (const card of document.querySelectorAll('#items > li')) {
          (items[card.dataset.kind] ||= {})[card.dataset.n] = fields(card.querySelector('.fields'));
        }
        return {facts: fields(document.getElementById('facts')), items,
          abstract: document.getElementById('lead').textContent,
          title: document.getElementById('title').textContent};
        """
    )
    return found


def expected(summary: ArticleSummary) -> dict[str, dict[str, Any]]:
    """Every item of a summary as the page should hold it: fields that are not null, spans as their words."""
    data = json.loads(summary.to_json_line())
    found: dict[str, dict[str, Any]] = {}
    for name in LISTS:
        for at, item in enumerate(data[name]):
            fields = {key: value["text"] if isinstance(value, dict) else value for key, value in item.items()}
            found.setdefault(name, {})[str(at)] = {key: one for key, one in fields.items() if one is not None}
    return found


def test_the_page_opens_without_an_error_and_asks_the_network_for_nothing(page: Any, file: Path) -> None:
    wait_for(lambda: open_id(page))
    assert page.get_log("browser") == []
    assert {url for url in asked_for(page) if url != "about:blank"} == {file.as_uri()}


def test_every_article_is_shown_item_by_item_as_the_summaries_say(page: Any, file: Path) -> None:
    summaries = [ArticleSummary.model_validate_json(line) for line in (file.parent / "summaries.jsonl").open("rb")]
    assert len(summaries) == len(gold()) + 2
    for at, summary in enumerate(summaries, 1):
        open_article(page, summary.doc_id)
        if at % 100 == 0:
            sleep(6)  # Chromium ignores a page that changes its address some 200 times in ten seconds
        found = shown(page)
        assert found["items"] == expected(summary), summary.doc_id
        assert found["abstract"] == summary.abstract
        assert found["title"] == (summary.source.title or summary.doc_id)
        facts = {"event.kind": summary.event.kind, "event.review_period": summary.event.review_period}
        facts["source.outlet"] = summary.source.outlet
        facts["source.published_on"] = str(summary.source.published_on) if summary.source.published_on else None
        for path, value in facts.items():
            assert found["facts"].get(path) == value, (summary.doc_id, path)
    assert page.get_log("browser") == []


def test_marks_stand_at_the_exact_place_of_each_figure(page: Any) -> None:
    for summary in gold()[:12]:
        open_article(page, summary.doc_id)
        found = page.execute_script(
            """
            const text = document.getElementById('text');
            let at = 0; const places = [];
            for (const node of text.childNodes) {
              const length = Array.from(node.textContent).length;
              if (node.classList.contains('strong')) places.push([at, at + length]);
              at += length;
            }
            return places;
            """
        )
        covered = {offset for start, end in found for offset in range(start, end)}
        wanted = {at for one in summary.figures for at in range(one.mention.start, one.mention.end)}
        assert covered == wanted, summary.doc_id


def test_labels_stand_in_vietnamese_and_numbers_as_people_write_them(page: Any) -> None:
    open_article(page, "e08")
    assert "tổng kết năm" in text(page, "#facts")
    titles = [card.text for card in page.find_elements(By.CSS_SELECTOR, "#items > li[data-kind=figures] .card")]
    assert "Số liệu\nkhoảng 2.700 · đảng viên · tổng số hiện có · 2022" in titles
    assert any("23.134 tỷ đồng · doanh nghiệp · doanh thu" in title for title in titles)
    assert any("% so KH · " in title for title in titles)


def test_a_figure_of_no_listed_subject_is_named_by_its_noun(page: Any) -> None:
    open_article(page, "e04")
    titles = [card.text for card in page.find_elements(By.CSS_SELECTOR, "#items > li[data-kind=figures] .card")]
    assert "Số liệu\n1.126 · mô hình “Dân vận khéo” · 2020" in titles


def test_hostile_text_runs_nothing_and_is_shown_as_it_is(page: Any) -> None:
    open_article(page, "hostile")
    assert text(page, "#text") == HOSTILE_TEXT
    assert page.execute_script("return window.hacked") is None
    assert page.find_elements(By.CSS_SELECTOR, "img, iframe, #article b") == []
    assert "<rules>" in text(page, "#sum")
    assert page.get_log("browser") == []


def test_a_card_and_its_mark_choose_each_other(page: Any) -> None:
    open_article(page, "e08")
    page.find_element(By.CSS_SELECTOR, f"{figure_card('e08', '2.700')} .card").click()
    assert text(page, "#text mark.item.chosen") == "2.700"
    assert page.find_element(By.CSS_SELECTOR, "#items li.chosen .fields").is_displayed()
    page.find_element(By.CSS_SELECTOR, "#text mark.strong").click()
    assert page.find_elements(By.CSS_SELECTOR, f"{figure_card('e08', 'bốn mươi bốn')}.chosen")
    assert len(page.find_elements(By.CSS_SELECTOR, "#items li.chosen")) == 1


def test_hovering_shows_the_other_side(page: Any) -> None:
    open_article(page, "e08")
    over = "arguments[0].dispatchEvent(new MouseEvent('mouseover', {bubbles: true}))"
    page.execute_script(over, page.find_element(By.CSS_SELECTOR, "#text mark.strong"))
    assert page.find_element(By.CSS_SELECTOR, "#items li.near").get_attribute("data-kind") == "figures"
    page.execute_script(over, page.find_element(By.CSS_SELECTOR, f"{figure_card('e08', '2.700')} .card"))
    assert text(page, "#text mark.item.near") == "2.700"


def test_the_keyboard_does_all_of_it(page: Any) -> None:
    wait_for(lambda: open_id(page))
    first = open_id(page)
    body = page.find_element(By.TAG_NAME, "body")
    body.send_keys(Keys.ARROW_RIGHT)
    wait_for(lambda: open_id(page) != first)
    body.send_keys(Keys.ARROW_LEFT)
    wait_for(lambda: open_id(page) == first)
    body.send_keys(Keys.ARROW_DOWN)
    assert page.find_element(By.CSS_SELECTOR, "li.chosen")
    assert page.switch_to.active_element.get_attribute("class") == "card"
    mark = page.find_element(By.CSS_SELECTOR, "#text mark[tabindex='0'].strong")
    page.execute_script("arguments[0].focus()", mark)
    assert page.find_elements(By.CSS_SELECTOR, "#items li.near")
    mark.send_keys(Keys.ENTER)
    assert "chosen" in mark.get_attribute("class")
    body.send_keys("/")
    assert page.switch_to.active_element.get_attribute("id") == "find"
    page.switch_to.active_element.send_keys("hai khoi hai cach ve dich", Keys.ESCAPE)
    page.switch_to.active_element.send_keys(Keys.HOME, Keys.ENTER)
    wait_for(lambda: open_id(page) == "e02")


def test_search_knows_no_tone_marks_and_no_case(page: Any) -> None:
    page.find_element(By.ID, "find").send_keys("DOANH NGHIEP TINH LAM DONG")
    assert 1 <= int(text(page, "#found").split()[0]) < 5
    assert any("Mười ba trên mười lăm" in row for row in rows(page))


def test_filters_leave_what_they_name_and_count(page: Any) -> None:
    page.find_element(By.CSS_SELECTOR, "#filters summary").click()
    selects = page.find_elements(By.CSS_SELECTOR, "#facets select")
    labels = [label.text.split("\n")[0] for label in page.find_elements(By.CSS_SELECTOR, "#facets label")]
    province = Select(selects[labels.index("Tỉnh, thành phố")])
    province.select_by_visible_text(next(one.text for one in province.options if one.text.startswith("Lâm Đồng")))
    wanted = [one for one in gold() if any(body.province == "Lâm Đồng" for body in one.organizations)]
    assert text(page, "#found").startswith(f"{len(wanted)} / ")
    province.select_by_index(0)
    doubt = Select(selects[labels.index("Nghi vấn")])
    for value, articles in (("có điểm cần xem (1)", 1), ("không xử lý được (1)", 1)):
        doubt.select_by_visible_text(value)
        assert text(page, "#found").startswith(f"{articles} / ")


def test_doubts_stand_first_with_both_versions(page: Any) -> None:
    open_article(page, "e01")
    cards = page.find_elements(By.CSS_SELECTOR, "#doubts > li")
    assert [card.get_attribute("class") for card in cards] == ["rejected", "review"]
    assert REJECTION["claim"].split("\u2028")[0] in cards[0].text
    cards[1].find_element(By.CLASS_NAME, "card").click()
    assert "mô hình: giá trị\n163" in cards[1].text
    sentence = REVIEW["sentence"]
    start, end = sentence["start"], sentence["end"]  # type: ignore[index]
    marked = page.find_elements(By.CSS_SELECTOR, "#text mark.review")
    assert len("".join(mark.get_property("textContent") for mark in marked)) == end - start
    assert page.find_elements(By.CSS_SELECTOR, "#text mark.rejected")
    open_article(page, str(FAILURE["id"]))
    assert str(FAILURE["message"]) in text(page, "#text")
    assert "· 1 không xử lý được ·" in text(page, "#sum")


def test_a_body_has_its_years_and_a_chart(page: Any) -> None:
    page.find_element(By.ID, "tab-bodies").click()
    page.find_element(By.ID, "find").send_keys("thu nghiem")
    assert len(rows(page)) == 1
    name = rows(page)[0].split("\n")[0]
    page.find_element(By.CSS_SELECTOR, "#list .row").click()
    wait_for(lambda: text(page, "#body-name") == name)
    assert [head.text for head in page.find_elements(By.CSS_SELECTOR, "#years thead th")][1:] == [
        "2017",
        "2018",
        "2019",
    ]
    line = page.find_element(By.CSS_SELECTOR, "#years tbody tr")
    assert [cell.text for cell in line.find_elements(By.TAG_NAME, "td")] == ["150", "163\nKH 200", "KH 210"]
    chart = page.find_element(By.CSS_SELECTOR, "#chart svg").get_attribute("aria-label")
    assert chart == "đảng viên · kết nạp. 2017: 150; 2018: 163; 2018: kế hoạch 200; 2019: kế hoạch 210"
    line.find_element(By.CSS_SELECTOR, "td a").click()
    wait_for(lambda: open_id(page) == "later")


def test_the_other_list_comes_with_what_is_open_of_it(page: Any) -> None:
    open_article(page, "e08")
    page.find_element(By.ID, "tab-bodies").click()
    wait_for(lambda: page.find_element(By.ID, "body").is_displayed())
    assert not page.find_element(By.ID, "article").is_displayed()
    assert text(page, "#body-name") == page.find_element(By.CSS_SELECTOR, "#list .row[aria-selected=true] b").text
    page.find_element(By.ID, "tab-articles").click()
    wait_for(lambda: page.find_element(By.ID, "article").is_displayed())
    assert open_id(page) == "e08"


def test_an_article_without_its_text_says_so(page: Any) -> None:
    open_article(page, "later")
    assert "--texts" in text(page, "#text")
    assert len(page.find_elements(By.CSS_SELECTOR, "#items > li")) > 3


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_no_width_makes_the_page_scroll_sideways(page: Any, width: int) -> None:
    look(page, width, "light")
    open_article(page, "e08")
    assert page.execute_script("const root = document.documentElement; return root.scrollWidth - root.clientWidth") == 0


def test_a_phone_shows_the_list_or_an_article(page: Any, file: Path) -> None:
    look(page, 390, "light")
    page.get("about:blank")
    page.get(file.as_uri())
    listed, opened = page.find_element(By.CLASS_NAME, "side"), page.find_element(By.ID, "detail")
    assert (listed.is_displayed(), opened.is_displayed()) == (True, False)
    page.find_element(By.CSS_SELECTOR, "#list .row").click()
    wait_for(lambda: opened.is_displayed())
    assert not listed.is_displayed()
    page.find_element(By.ID, "back").click()
    assert (listed.is_displayed(), opened.is_displayed()) == (True, False)


def test_the_page_follows_the_colour_scheme(page: Any) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        look(page, 1280, scheme)
        grounds.append(page.execute_script("return getComputedStyle(document.body).backgroundColor"))
    assert grounds[0] != grounds[1]


def test_on_paper_the_article_stands_alone_and_whole(page: Any) -> None:
    open_article(page, "e08")
    look(page, 800, "light", media="print")
    try:
        assert not page.find_element(By.CLASS_NAME, "side").is_displayed()
        assert page.find_element(By.ID, "title").is_displayed()
        heights = "const text = document.getElementById('text'); return text.scrollHeight - text.clientHeight"
        assert page.execute_script(heights) <= 1
        assert page.find_element(By.CSS_SELECTOR, "#items > li:last-child").is_displayed()
    finally:
        look(page, 1280, "light")


def test_a_long_list_draws_only_what_is_seen(page: Any) -> None:
    assert 5 < len(rows(page)) < 40
    page.execute_script("document.getElementById('list').scrollTop = 1e9")
    wait_for(lambda: any("broken" in row for row in rows(page)))
    assert len(rows(page)) < 40
