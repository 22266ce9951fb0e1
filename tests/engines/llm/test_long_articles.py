"""Articles longer than the model's context: split, answered in parts, and whole again."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.schema import ArticleSummary, Figure, Span
from extractor.text.article import Article
from tests.engines.llm.scripted_model import ScriptedModel
from tests.engines.llm.test_scripted_model import answered, scored

HEAD = """Khối doanh nghiệp tỉnh Hậu Giang tổng kết công tác xây dựng Đảng

Sáng 12-1-2019, Đảng ủy Khối doanh nghiệp tỉnh Hậu Giang tổ chức hội nghị tổng kết công tác năm 2018.
"""
BLOC = "Đảng ủy Khối doanh nghiệp tỉnh Hậu Giang"
PLACES = "Mía Đường|Cấp Nước|Bến Xe|Lúa Giống|Chợ Nổi|Gạch Ngói|Thủy Sản|Điện Lực|Khóm Cầu Đúc|Xăng Dầu".split("|")


def figure(text: str, at: int, words: str, organization: str, **labels: Any) -> Figure:
    """A figure on the words that stand at the end of the text so far."""
    found = text.index(words, at)
    evidence = Span(text=text[at:], start=at, end=len(text))
    fields = {
        "phase": "result",
        "period": "2018",
        "subject": "member",
        "measure": "admitted",
        "basis": "level",
        "value_max": None,
        "out_of": None,
        "unit": "count",
        "comparator": "eq",
        "group": None,
        "organization": organization,
        "mention": Span(text=words, start=found, end=found + len(words)),
    }
    return Figure.model_validate({**fields, **labels, "evidence": evidence})


def long_article(paragraphs: int = 30) -> tuple[Article, ArticleSummary]:
    """A review with a paragraph for each of many bodies, whose numbers come again and again."""
    text = HEAD
    figures: list[Figure] = []
    bodies = [f"Đảng bộ Công ty {name}" for name in PLACES]
    for number in range(paragraphs):
        body = bodies[number % len(bodies)]
        text += "\n" if number % 3 == 0 else " "
        at = len(text)
        admitted, women = 20 + number % 4, 5 + number % 3
        text += f"Quý {1 + number // 10}, {body} kết nạp {admitted} đảng viên, trong đó có {women} nữ"
        figures.append(figure(text, at, f"{admitted}", body, value=admitted))
        figures.append(figure(text, text.index("trong đó", at), f"{women}", body, value=women, group="nữ"))
        text += "; "
        at = len(text)
        text += f"có {80 + number},5% đảng viên hoàn thành tốt nhiệm vụ"
        figures.append(figure(text, at, f"{80 + number},5%", body, value=80.5 + number, unit="percent", measure="good"))
        text += ".\n"
    organizations = [{"name": BLOC, "kind": "enterprises_bloc", "province": "Hậu Giang"}]
    organizations += [{"name": body, "kind": "other", "province": None} for body in bodies]
    summary = {
        "doc_id": "long",
        "source": {"outlet": None, "title": HEAD.splitlines()[0], "authors": [], "published_on": None},
        "event": {"kind": "annual_review", "held_on": "2019-01-12", "review_period": "2018", "plan_period": None},
        "abstract": f"{BLOC} tổng kết công tác năm 2018.",
        "organizations": organizations,
        "figures": [one.model_dump() for one in figures],
        "awards": [],
        "people": [],
        "documents": [],
        "points": [],
    }
    return Article.from_text("long", text), ArticleSummary.model_validate(summary)


@pytest.mark.parametrize("strategy", ["pointer", "quote"])
@pytest.mark.parametrize(
    ("settings", "context"),
    [({"max_quantities": 25}, None), ({"context_window": 5500}, None), ({"max_output_tokens": 1024}, 5200)],
    ids=["quantities", "context-known", "context-refused"],
)
def test_no_figure_is_lost_or_doubled_at_a_seam(settings: dict[str, Any], context: int | None, strategy: str) -> None:
    if context is not None or "context_window" in settings:
        settings = {**settings, "few_shots": 0}
    article, gold = long_article()
    model = ScriptedModel([(article, gold)], context=context)
    (extraction,) = answered(model, strategy=strategy, **settings)
    assert sum("This is part" in asked for asked in model.asked) >= 2
    ours = [one.mention.start for one in extraction.summary.figures]
    right = [one.mention.start for one in gold.figures]
    strict = scored(model, [extraction]).lists["figures.strict"].counts
    assert (sorted(ours), strict.matched) == (sorted(right), strict.gold)


def test_a_later_part_repeats_the_opening_and_names_what_is_known() -> None:
    model = ScriptedModel([long_article()])
    answered(model, max_quantities=25)
    first, second = model.asked[:2]
    assert "This is part 1 of" in first
    assert "[PART]\n" not in first
    opening, _, after = second.rsplit("[ARTICLE]\n", 1)[1].partition("\n[PART]\n")
    assert opening.startswith("[s1] Khối doanh nghiệp")
    assert "[q" not in opening
    assert "[q" in after
    assert "Organisations so far: A = " in second
    assert "list only new ones" in second
