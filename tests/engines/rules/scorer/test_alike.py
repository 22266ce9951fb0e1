"""Of many listed bodies two of a sort are weighed, and each is as likely as if all were."""

from __future__ import annotations

import pytest

from eval.training.corpus import take_notes
from extractor.engines.rules.scorer import owners
from extractor.engines.rules.scorer.alike import Alike, spoken_of
from extractor.engines.rules.scorer.arbiter import OWNER, Paragraph
from extractor.engines.rules.scorer.chances import rank
from extractor.engines.rules.scorer.model import shipped
from extractor.engines.rules.scorer.owners import OwnerReach, owner_candidates
from extractor.reading.reader import read
from extractor.text.article import Article

TEXT = "Ngày 5/1/2021, Huyện ủy Tân Sơn tổng kết công tác năm 2020.\n\n" + "\n\n".join(
    f"Đảng bộ xã Tân {one} kết nạp {number} đảng viên. Chi bộ Trường {one} có 7 đảng viên. Kiểm tra {number} lần."
    for number, one in enumerate("An Bình Cường Dũng Giang Hà Khánh Lâm Minh Nam Phú Quang".split(), 3)
)


def test_two_of_a_sort_stand_for_the_others_before_and_behind_the_number() -> None:
    alike = Alike(dict.fromkeys("abcdefg", "xã"), {name: 10 * at for at, name in enumerate("abcdefg")})
    assert alike.chosen({"c"}, 45) == {"a": 2, "b": 0, "c": 0, "f": 0, "g": 0}
    assert alike.chosen({"a", "z"}, 0) == {"a": 0, "b": 4, "c": 0}


def test_bodies_of_two_sorts_and_those_never_named_stand_for_themselves() -> None:
    alike = Alike({"a": "xã", "b": "huyện", "c": "xã", "d": "xã"}, {"a": 5, "b": 1, "c": 2})
    assert alike.chosen((), 9) == {"a": 0, "b": 0, "c": 0, "d": 0}


def test_the_likeliest_owners_are_as_likely_as_among_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owners, "MANY", 1)
    article = Article.from_text("many", TEXT)
    _, notes = take_notes(article, read(article))
    facts, paragraph, fewer = shipped().ranked_facts(OWNER), Paragraph(), 0
    for sight, labels, _, _ in notes.shown:
        before, reach = paragraph.before(sight), OwnerReach(sight.setting, facts)
        some = reach.weighed(sight, before)
        assert some is not None and spoken_of(sight, before) & reach.roles.keys() <= some.keys()
        everyone = rank(owner_candidates(sight, labels, before, reach))
        chosen = rank(owner_candidates(sight, labels, before, reach, some), some)
        assert chosen == {name: pytest.approx(everyone[name]) for name in chosen}
        assert max(chosen, key=chosen.__getitem__) == max(everyone, key=everyone.__getitem__)
        fewer += len(some) < len(reach.roles)
        paragraph.settle(sight, labels)
    assert fewer > 10
