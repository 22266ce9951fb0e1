"""The follow-up: only what is open, two rounds at most, nothing else changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.draft import Quote
from extractor.engines.llm.room import ROUNDS
from extractor.engines.llm.tagged_text import TaggedText
from extractor.engines.rules.draft import Draft, EventDraft, FigureDraft, PersonDraft
from extractor.reading.reader import read
from extractor.tasks.party_review.codec.checks import PointerChecker
from extractor.tasks.party_review.codec.replies import FollowUpReply
from extractor.tasks.party_review.grounding.ground import ground
from extractor.tasks.party_review.llm.follow_up import apply_follow_up, check_follow_up, look_again
from extractor.text.article import Article
from tests.engines.llm.planted import Planter
from tests.engines.llm.scripted_model import ScriptedModel
from tests.engines.llm.test_scripted_model import answered, load

TEXT = """Đảng bộ Khối kết nạp 152 đảng viên

Năm 2019, Đảng bộ Khối kết nạp 152 đảng viên, trong đó có 81 nữ. Toàn Khối có 58 chi bộ.
Bí thư Bùi Đức Thuận dự hội nghị.
"""
ARTICLE = Article.from_text("a", TEXT)
VIEW = TaggedText.whole(ARTICLE, read(ARTICLE))
IDS = {ARTICLE.slice(one.extent): one.id for one in VIEW.reading.quantities}
ADMITTED = FigureDraft(
    *(IDS["152"], None, None, None, "result", "2019", "member", "admitted", "level"),
)
PERSON = PersonDraft("Bùi Đức Thành", "Bí thư", Quote("Bí thư Bùi Đức Thành"))
DRAFT = Draft(event=EventDraft("annual_review", None, "2019"), figures=(ADMITTED,), people=(PERSON,))


def reply(**fields: list[str]) -> FollowUpReply:
    empty: dict[str, list[str]] = {name: [] for name in FollowUpReply.model_fields}
    return FollowUpReply.model_validate({**empty, **fields})


def look():  # type: ignore[no-untyped-def]
    grounded = ground(ARTICLE, VIEW.reading, DRAFT)
    return look_again(VIEW, DRAFT, grounded.rejections, grounded.coverage.unexplained)


def test_it_asks_for_the_ids_left_and_shows_only_their_sentences() -> None:
    found = look()
    assert IDS["81"] in found.ids
    assert IDS["58"] in found.ids
    assert ADMITTED.quantity not in found.ids
    shown = VIEW.excerpt(found.clauses)
    assert "58" in shown
    assert "dự hội nghị" not in shown
    assert [(one.ref, one.item) for one in found.refused] == [("r1", "person")]


def test_nothing_open_is_no_question() -> None:
    assert not look_again(VIEW, DRAFT, (), ())


def test_its_answer_labels_corrects_and_takes_back_and_leaves_the_rest() -> None:
    found = look()
    answer = reply(
        figures=[f"{IDS['81']} member admitted level result review - | nữ"],
        dismissed=[f"not_organisation {IDS['58']}"],
        corrected=["r1 = s4 | Bùi Đức Thuận | Bí thư"],
    )
    assert check_follow_up(found, answer) == []
    draft = apply_follow_up(answer, found, VIEW, DRAFT)
    summary = ground(ARTICLE, VIEW.reading, draft).summary
    assert [(one.value, one.group, one.period) for one in summary.figures] == [(152, None, "2019"), (81, "nữ", "2019")]
    assert [one.name for one in summary.people] == ["Bùi Đức Thuận"]
    assert apply_follow_up(reply(withdrawn=["r1"]), found, VIEW, DRAFT) == replace(DRAFT, people=())


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"corrected": ["r9 = s4 | A | B"]}, "r9 was not asked about"),
        ({"withdrawn": ["r2"]}, "r2 was not asked about"),
    ],
)
def test_what_was_not_asked_about_is_complained_of_and_changes_nothing(
    fields: dict[str, list[str]], complaint: str
) -> None:
    answer = reply(**fields)
    assert complaint in check_follow_up(look(), answer)
    assert apply_follow_up(answer, look(), VIEW, DRAFT) == DRAFT


def test_an_id_that_has_its_label_is_not_labelled_again() -> None:
    answer = reply(figures=[f"{ADMITTED.quantity} cell total level result 2019 -"])
    assert any("asked about" in one for one in PointerChecker(VIEW, ids=look().answerable)(answer))
    assert apply_follow_up(answer, look(), VIEW, DRAFT) == DRAFT


def test_there_are_two_rounds_at_most_and_no_question_twice() -> None:
    model = ScriptedModel(load("own")[:10], planter=Planter(0.5, 7))
    answered(model, reasks=0)
    looks = [asked for asked in model.asked if asked.startswith("You labelled this article before")]
    firsts = [asked for asked in model.asked if not asked.startswith("You labelled this article before")]
    assert 0 < len(looks) <= ROUNDS * len(firsts)
    assert len(set(looks)) == len(looks)
    assert ROUNDS == 2
