"""The report page as text; test_report_in_chromium.py opens it."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import sys
from collections import Counter
from html.parser import HTMLParser
from itertools import product
from typing import Any

import pytest

from extractor.errors import UsageError
from extractor.eval import report_browser
from extractor.eval.gate import Gate, check_gate
from extractor.eval.model import VERDICTS
from extractor.eval.report import html_report
from extractor.eval.report_browser import browser
from extractor.eval.report_rows import VERDICT_TITLES
from extractor.eval.reported import Reported
from extractor.tasks.party_review.eval.titles import SCORE_WORDS
from extractor.webpage.assets import asset, style
from tests.eval.report_case import ANSWERS, GOLD, HOSTILE, PREDICTED, TEXTS, evaluation, reported
from tests.webpage.contrast import READABLE, colours, contrast


class Page(HTMLParser):
    """The page as a browser's parser would see it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.scripts: list[str] = []
        self.inside = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        (self.scripts if self.inside == "script" else self.text).append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def html() -> str:
    return html_report(reported(evaluation({s.doc_id: s for s in GOLD}, name="b")), TEXTS, ANSWERS)


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def test_hostile_text_stays_text(page: Page) -> None:
    assert not page.all("img")
    assert [tag.get("type") for tag in page.all("script")] == ["text/plain", None]
    assert HOSTILE in "".join(page.text)
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)


def test_the_data_in_the_page_is_what_went_in(page: Page) -> None:
    data = json.loads(gzip.decompress(base64.b64decode(page.scripts[0])))
    assert {article["id"]: article["text"] for article in data["articles"]} == TEXTS
    (person,) = [item for item in data["items"] if item["k"] == "people"]
    assert person["g"]["f"]["role"] == HOSTILE


def test_the_page_asks_for_nothing_outside_itself(html: str, page: Page) -> None:
    sources = [attributes.get(name) for _, attributes in page.tags for name in ("src", "href", "xlink:href", "data")]
    assert [source for source in sources if source and not source.startswith(("#", "data:,"))] == []
    assert set(re.findall(r"https?://[\w./]+", html)) == {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert not re.search(r"@import|url\((?!#)", html)


def test_only_the_pages_own_script_may_run(page: Page) -> None:
    (policy,) = [a["content"] or "" for a in page.all("meta") if a.get("http-equiv") == "Content-Security-Policy"]
    own = base64.b64encode(hashlib.sha256(page.scripts[1].encode()).digest()).decode()
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{own}';" in policy


def test_ids_are_unique_and_labels_point_to_something(page: Page) -> None:
    ids = Counter(attributes["id"] for _, attributes in page.tags if "id" in attributes)
    assert [name for name, times in ids.items() if times > 1] == []
    named = [a[key] for _, a in page.tags for key in ("aria-labelledby", "for") if a.get(key)]
    assert [name for names in named for name in (names or "").split() if name not in ids] == []


def test_article_text_is_marked_as_vietnamese(page: Page) -> None:
    assert {a["lang"] for _, a in page.tags if a.get("id") in ("text-gold", "text-predicted")} == {"vi"}
    assert page.all("html") == [{"lang": "en"}]


def test_every_table_says_what_it_holds(page: Page) -> None:
    assert len(page.all("caption")) == len(page.all("table"))
    assert all(attributes.get("scope") for attributes in page.all("th"))


def test_the_same_evaluation_gives_the_same_page(html: str) -> None:
    again = html_report(reported(evaluation({s.doc_id: s for s in GOLD}, name="b")), TEXTS, ANSWERS)
    assert again == html


def test_a_perfect_run_has_no_errors_to_show() -> None:
    found = html_report(reported(predicted={s.doc_id: s for s in GOLD}))
    assert "There are no errors to show." in found


def test_a_run_without_any_summary_is_reported_too() -> None:
    assert "2 articles have no summary" in html_report(reported(predicted={}), TEXTS, ANSWERS)


def test_runs_stand_side_by_side_with_scores_and_costs() -> None:
    other = evaluation({s.doc_id: s for s in GOLD}, name="perfect", cost_usd_per_article=0.25)
    text = " ".join(Page(html_report(reported(other), TEXTS, ANSWERS)).text)
    assert "The runs side by side" in text
    assert "100.0%" in text
    assert "0.250000" in text


def test_a_gate_is_told_at_the_top_with_what_fell() -> None:
    about = evaluation()
    checks = check_gate(Gate({"figures.core.f1": 0.99, "figures.value.f1": 0.1}, {}, 0.0, {}), about)
    fell = Page(html_report(Reported(about, checks=tuple(checks)), TEXTS))
    assert "The gate fell: 1 of 2 checks." in fell.text
    assert "figures.core.f1" in fell.text
    passed = Page(html_report(Reported(about, checks=tuple(checks[1:])), TEXTS))
    assert "The gate passed: all 1 checks." in passed.text


def test_the_words_of_the_page_are_explained_on_it(page: Page) -> None:
    text = " ".join(page.text)
    for name, said in (*SCORE_WORDS, *((VERDICT_TITLES[name], said) for name, said in VERDICTS.items())):
        assert name in text
        assert said in text


def test_without_matplotlib_the_message_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(UsageError, match=r"pip install 'matplotlib>=3.9'"):
        html_report(reported(), TEXTS)


def items_of(found: report_browser.Browser) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = found.data["items"]
    return items


def test_the_browser_holds_each_error_with_its_verdict() -> None:
    found = [(item["k"], item["v"], item.get("w")) for item in items_of(browser(evaluation(), TEXTS, ANSWERS))]
    assert [row for row in found if row[1] != "right"] == [
        ("figures", "wrong_label", ["basis"]),
        ("figures", "wrong_value", ["value"]),
        ("people", "missed", None),
        ("figures", "wrong_detail", ["comparator"]),
        ("organizations", "missed", None),
        ("authors", "missed", None),
        ("facts", "missed", ["source.outlet"]),
        ("abstract", "wrong_value", ["abstract"]),
        ("figures", "spurious", None),
    ]


def test_single_values_are_left_out_where_the_summaries_were_not_given() -> None:
    assert {item["k"] for item in items_of(browser(evaluation(), TEXTS))}.isdisjoint({"facts", "abstract"})


def test_what_is_alike_on_both_sides_is_written_once() -> None:
    items = items_of(browser(evaluation(), TEXTS))
    right = [item["p"] for item in items if item["v"] == "right"]
    assert right
    assert all(predicted == {"f": {}} for predicted in right)
    (wrong,) = [item for item in items if item["v"] == "wrong_value"]
    assert list(wrong["p"]["f"]) == ["value"]


def test_what_only_the_gold_has_is_null_on_the_predicted_side() -> None:
    gold = {"f": {"name": "a", "role": "b", "unit": None}, "m": [1, 2], "e": [0, 3]}
    lean = report_browser._lean({"k": "people", "g": gold, "p": {"f": {"name": "a", "unit": "x"}, "e": [0, 3]}})
    assert lean == {"k": "people", "g": gold, "p": {"f": {"unit": "x", "role": None}, "m": None}}


def test_a_page_too_heavy_keeps_the_articles_with_most_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_browser, "MOST_CHARACTERS", 10)
    found = browser(evaluation(), TEXTS)
    assert (found.shown, found.articles) == (1, 2)
    assert [article["id"] for article in found.data["articles"]] == ["a"]
    assert "These are the 1 of 2 articles" in html_report(reported(), TEXTS)


def test_an_article_without_text_is_said_to_have_none() -> None:
    assert [article["text"] for article in browser(evaluation(), {}).data["articles"]] == [None, None]


VERDICT_COLOURS = ("--right", "--wrong_detail", "--wrong_label", "--wrong_value", "--missed", "--spurious")
PAIRS = [
    *product(("--ink", "--muted", "--accent", *VERDICT_COLOURS), ("--paper",)),
    *product(("--ink", "--muted"), ("--raised",)),
    *product(("--ink", "--muted", "--wrong_value"), ("--evidence",)),
    ("--mention-ink", "--mention"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), PAIRS)
def test_text_can_be_told_from_its_ground(scheme: str, front: str, back: str) -> None:
    found = colours(style(asset("extractor.eval", "templates", "report.css")), scheme)
    assert contrast(found[front], found[back]) >= READABLE


def test_predictions_of_the_case_differ_from_its_gold() -> None:
    assert all(PREDICTED[summary.doc_id] != summary for summary in GOLD)
