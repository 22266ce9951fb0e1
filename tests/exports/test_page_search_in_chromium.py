"""Search in the page: what it covers, what is shown beside the list while it is on, and where the arrows lead."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor.exports.page.items import PageArticle
from extractor.exports.page.write import write_page
from extractor.schema import ArticleSummary, Award, Document, Person, Span
from extractor.tasks.party_review.tables import layout
from tests.exports.folder import gold
from tests.exports.pages import page_index
from tests.exports.test_page import HOSTILE_TEXT, hostile
from tests.exports.test_view_in_chromium import open_article, open_id, rows, text, wait_for
from tests.exports.test_views import article
from tests.webpage.chromium import NEEDED, look, show

pytest.importorskip("selenium")

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

pytestmark = NEEDED
HERE = Span(text="1", start=0, end=1)
TEXTS = {
    "p1": "1. Tại Đắk Lắk, đồng chí Trần Thị Ngọc Ánh chủ trì hội nghị.",
    "p2": "1. Người dự: Nguyễn Văn An; có văn phòng,\nan ninh trật tự giữ vững.",
    "p3": "1. Văn bản của An Giang; ngọc và ánh sáng.",
}


def told() -> list[PageArticle]:
    """Articles of which one has no text, and a lot of others between them, so that there are several parts."""
    person = Person(name="Trần Thị Ngọc Ánh", role="Bí thư", evidence=HERE)
    document = Document(
        kind="Kế hoạch", number="187-KH/TU", title=None, issued_on=None, issuer="Tỉnh ủy Kiên Giang", evidence=HERE
    )
    award = Award(
        title="Huân chương Độc lập", granted_by=None, recipient_kind="collective", recipient="Trường Sĩ quan Đặc công",
        count=None, achievement=None, period=None, evidence=HERE,
    )  # fmt: skip
    made = {name: article(name, f"Đảng ủy {name}", "Cà Mau") for name in (*TEXTS, "p4")}
    made["p1"] = made["p1"].model_copy(update={"people": [person]})
    made["p4"] = made["p4"].model_copy(update={"documents": [document], "awards": [award]})
    others = [PageArticle(article(f"o{at}", "Huyện ủy Khác", "Lào Cai"), "1. Không có gì.") for at in range(60)]
    own = [PageArticle(made[name], TEXTS.get(name)) for name in made]
    return [*own[:2], *others, *own[2:], PageArticle(hostile(), HOSTILE_TEXT)]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("search") / "view.html"
    write_page(path, layout(), told(), failures=[{"id": "broken", "error": "InputError", "message": "empty"}])
    return path


@pytest.fixture
def page(driver: Any, file: Path) -> Any:
    show(driver, file)
    wait_for(lambda: open_id(driver))
    return driver


def seek(page: Any, words: str) -> list[str]:
    """The ids of what is found once everything is read."""
    box = page.find_element(By.ID, "find")
    box.clear()
    box.send_keys(words)
    wait_for(lambda: "đang tìm" not in text(page, "#found"))
    return [" ".join(row.split("\n")[0].split()) for row in rows(page)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("tran thi ngoc anh", ["p1"]),
        ("Trần Thị Ngọc Ánh", ["p1"]),
        ("NGỌC ÁNH", ["p1"]),
        ("nguyen van an", ["p2"]),
        ("van phong, an ninh", ["p2"]),
        ("dak lak", ["p1"]),
        ("Đắk Lắk", ["p1"]),
        ("187-KH/TU", ["p4"]),
        ("187 kh", ["p4"]),
        ("kien giang", ["p4"]),
        ("si quan dac cong", ["p4"]),
        ("huan chuong doc", ["p4"]),
        ("dang uy p3", ["p3"]),
        ("ca mau p3", []),
        ("uan chuong", []),
        ("clean_strong", []),
        ("collective", []),
        ("không ai tên này", []),
    ],
)
def test_search_covers_people_documents_recipients_and_the_text(words: str, found: list[str], page: Any) -> None:
    assert seek(page, words) == found


def test_what_is_sought_is_marked_in_the_text(page: Any) -> None:
    seek(page, "ngoc anh")
    wait_for(lambda: open_id(page) == "p1" and page.find_elements(By.CSS_SELECTOR, "#text mark.sought"))
    marks = page.find_elements(By.CSS_SELECTOR, "#text mark.sought")
    assert "".join(mark.text for mark in marks) == "Ngọc Ánh"
    assert text(page, "#text") == TEXTS["p1"]
    page.find_element(By.ID, "find").clear()
    page.find_element(By.ID, "find").send_keys(" ", Keys.BACKSPACE)
    wait_for(lambda: not page.find_elements(By.CSS_SELECTOR, "#text mark.sought"))


def test_the_first_hit_is_open_and_the_arrows_walk_the_hits(page: Any) -> None:
    open_article(page, "o3")
    assert seek(page, "đảng ủy p") == ["p1", "p2", "p3", "p4"]
    wait_for(lambda: open_id(page) == "p1")
    assert page.switch_to.active_element.get_attribute("id") == "find"
    assert page.current_url.endswith("#bai=p1")
    wanted = page.find_element(By.ID, "next")
    for name in ("p2", "p3", "p4"):
        wanted.click()
        wait_for(lambda name=name: open_id(page) == name)
    assert text(page, "#position") == "4 / 4"
    assert not wanted.is_enabled()
    page.find_element(By.TAG_NAME, "body").send_keys(Keys.ARROW_LEFT)
    wait_for(lambda: open_id(page) == "p3")
    assert page.find_element(By.CSS_SELECTOR, "#list .row[aria-selected=true]").text.startswith("p3")


def test_what_is_open_stays_where_it_is_among_the_hits(page: Any) -> None:
    open_article(page, "p3")
    seek(page, "đảng ủy p")
    page.execute_async_script("setTimeout(arguments[0], 400)")
    assert open_id(page) == "p3"
    assert text(page, "#position") == "3 / 4"


def test_from_a_link_out_of_the_hits_the_arrow_leads_to_their_first(page: Any) -> None:
    seek(page, "đảng ủy p")
    wait_for(lambda: open_id(page) == "p1")
    open_article(page, "o7")
    assert text(page, "#position") == ""
    assert not page.find_element(By.ID, "previous").is_enabled()
    page.find_element(By.ID, "next").click()
    wait_for(lambda: open_id(page) == "p1")


def test_where_nothing_is_found_nothing_is_shown(page: Any) -> None:
    open_article(page, "o3")
    assert seek(page, "không ai tên này") == []
    wait_for(lambda: page.find_element(By.ID, "empty").is_displayed())
    assert not page.find_element(By.ID, "article").is_displayed()
    assert text(page, "#found").startswith("0 / ")
    page.find_element(By.ID, "find").clear()
    page.find_element(By.ID, "find").send_keys(" ", Keys.BACKSPACE)
    wait_for(lambda: page.find_element(By.ID, "article").is_displayed())
    assert open_id(page) == "o3"


def test_a_phone_keeps_the_list_while_one_types(page: Any, file: Path) -> None:
    look(page, 390, "light")
    page.get("about:blank")
    page.get(file.as_uri())
    assert seek(page, "ngoc anh") == ["p1"]
    page.execute_async_script("setTimeout(arguments[0], 400)")
    assert page.find_element(By.CLASS_NAME, "side").is_displayed()
    page.find_element(By.CSS_SELECTOR, "#list .row").click()
    wait_for(lambda: open_id(page) == "p1")
    assert text(page, "#position") == "1 / 1"


def test_a_row_that_is_drawn_stays_while_the_list_grows(page: Any) -> None:
    """A click falls on what it was aimed at, though the parts are still being read."""
    kept = page.execute_script(
        """
        const find = document.getElementById('find');
        const type = (words) => { find.value = words; find.dispatchEvent(new Event('input')); };
        type('đảng ủy p');
        const row = document.querySelector('#list .row');
        type('đảng ủy');
        return [row.isConnected, row.innerText.split("\\n")[0], document.querySelectorAll('#list .row').length];
        """
    )
    assert kept == [True, "p1", 4]


def test_hostile_words_are_sought_as_words(page: Any) -> None:
    assert seek(page, "<img src=x onerror=") == [" ".join(HOSTILE_TEXT.split())]
    wait_for(lambda: open_id(page) == "hostile" and page.find_elements(By.CSS_SELECTOR, "#text mark.sought"))
    assert text(page, "#text") == HOSTILE_TEXT
    assert page.execute_script("return window.hacked") is None
    assert page.find_elements(By.CSS_SELECTOR, "img, iframe, #article b") == []
    assert page.get_log("browser") == []


def test_search_costs_the_index_nothing(tmp_path: Path) -> None:
    """Names and texts stay in the parts: what is loaded before an article is opened does not hold them."""
    few = [PageArticle(one, "x" * 100_000) for one in _without_places(gold()[:2])]
    write_page(tmp_path / "view.html", layout(), few)
    index = str(page_index(tmp_path / "view.html")["articles"])
    names = [person.name for one in gold()[:2] for person in one.people]
    assert names and not any(name in index for name in names)
    assert len(index) < 4000


def _without_places(summaries: tuple[ArticleSummary, ...]) -> Iterator[ArticleSummary]:
    for one in summaries:
        yield one.model_copy(update={"figures": [], "points": []})
