"""What speaks for each body that a figure may belong to."""

from __future__ import annotations

from eval.training.corpus import take_notes
from extractor.engines.rules.scorer.arbiter import Paragraph
from extractor.engines.rules.scorer.candidates import names
from extractor.engines.rules.scorer.facts import Sums
from extractor.engines.rules.scorer.owners import OwnerReach, owner_candidates
from extractor.reading.reader import read
from extractor.text.article import Article

HOST, WHOLE, LOWER = "Ủy ban Kiểm tra Tỉnh ủy Cao Bằng", "Đảng bộ tỉnh", "Đảng ủy xã Đông Khê"
TEXT = """Kiểm tra, giám sát năm 2024

Ngày 5/1/2025, Ủy ban Kiểm tra Tỉnh ủy Cao Bằng tổ chức hội nghị tổng kết công tác kiểm tra, giám sát năm 2024.

Trong năm, Đảng bộ tỉnh kiểm tra 211 tổ chức đảng. Ủy ban mở 12 lớp; cấp ủy các cấp giám sát 133 tổ chức đảng.

Đảng ủy xã Đông Khê kiểm tra 14 chi bộ. Cả năm kỷ luật 25 đảng viên.
"""


def candidates(number: str, *, bodies: tuple[tuple[str, str | None], ...] = ()) -> dict[str, list[str]]:
    """The candidates for the figure with their features, by the rules' own labels."""
    article = Article.from_text("candidates", TEXT)
    _, notes = take_notes(article, read(article), bodies)
    paragraph = Paragraph()
    for sight, labels, _, _ in notes.shown:
        if article.slice(sight.region.quantity.extent) == number:
            found = owner_candidates(sight, labels, paragraph.before(sight), OwnerReach(sight.setting, Sums(names)))
            return {name: list(features) for name, features in found.items()}
        paragraph.settle(sight, labels)
    raise AssertionError(number)


def test_the_listed_bodies_and_nobody_are_the_candidates() -> None:
    assert set(candidates("211")) == {"", HOST, WHOLE, LOWER}


def test_the_last_body_that_acts_is_linked_to_the_number_that_follows() -> None:
    features = candidates("14")
    assert "link:kiểm tra:0" in features[LOWER]
    assert not any(feature.startswith("link:") for feature in features[WHOLE])


def test_the_commissions_short_form_stands_for_it() -> None:
    assert "link:mở:0" in candidates("12")[HOST]


def test_words_for_a_territory_cut_off_the_body_named_before_them() -> None:
    features = candidates("133")
    assert "cut" in features[HOST]
    assert "wide:True" in features[WHOLE]
    assert "cut" not in candidates("12")[HOST]


def test_the_words_before_a_number_speak_for_a_commission_and_for_its_committee_apart() -> None:
    features = candidates("133")
    assert "lex:giám:whole" in features[WHOLE]
    assert "lex:giám:host" in features[HOST]
    assert not any(feature.startswith("lex:") for feature in features[LOWER])


def test_bodies_that_gold_lists_are_candidates_in_the_lessons() -> None:
    article = TEXT.replace("Đảng ủy xã Đông Khê kiểm tra 14 chi bộ.", "Đảng ủy xã Đông Khê dự.")
    text = Article.from_text("candidates", article)
    for bodies, listed in (((), False), (((LOWER, "commune_committee"),), True)):
        _, notes = take_notes(text, read(text), bodies)
        assert notes.setting is not None
        assert (LOWER in [one.name for one in notes.setting.organizations]) is listed
