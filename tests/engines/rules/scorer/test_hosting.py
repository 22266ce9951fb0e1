"""Whom an article is about: what the scorer sees of the bodies, and how its vote is weighed with the rules'."""

from __future__ import annotations

from dataclasses import replace

from extractor.engines.rules.draft import Draft
from extractor.engines.rules.scorer.arbiter import learned
from extractor.engines.rules.scorer.hosting import QUESTION
from extractor.engines.rules.scorer.model import Model, shipped
from extractor.engines.rules.scorer.verdict import Voters
from extractor.reading.reader import read
from extractor.tasks.party_review.rules import RulesEngine
from extractor.text.article import Article

TOLD_BY_THE_WAY = """Sông Lam: Mía được giá, nguồn đảng viên mới lại vơi

Báo Sông Lam - Mía ở Sông Lam năm nay trúng lớn, nhưng theo Huyện ủy Sông Lam, vụ đảng viên mới của nửa đầu năm 2019 \
thì thất bát. Điều ấy được nói tại hội nghị sơ kết 6 tháng, tổ chức sáng 4/7/2019.

Cụ thể, 6 tháng toàn huyện kết nạp 58 đảng viên, trong đó 31 là nữ. Làm khá nhất có Đảng bộ xã Thạch Hòa với 9 đảng \
viên mới; đuối nhất là Đảng bộ xã Cẩm Sơn, mới được 1.

Thu ngân sách đạt 78,4 tỷ đồng. Ủy ban kiểm tra các cấp đã kiểm tra 27 tổ chức đảng.
"""
HOST, BEST = "Huyện ủy Sông Lam", "Đảng bộ xã Thạch Hòa"

TOLD_BY_ITS_OFFICER = """Than Mạo Phong: hàng tồn, giá giảm

Than tồn kho hơn 400.000 tấn: 2012 là năm Đảng bộ Công ty Than Mạo Phong phải thắt lưng buộc bụng. Tại hội nghị ngày \
17/1/2013, Bí thư Đảng ủy Phạm Văn Tuyên nói ngắn: không ai bị cho nghỉ việc.

Về xây dựng Đảng: Đảng bộ có 31 chi bộ trực thuộc, 1.156 đảng viên; kết nạp 83 đảng viên.
"""


def drafted(text: str, voters: Voters | None = None) -> Draft:
    article = Article.from_text("hosting", text)
    return RulesEngine(voters or learned()).draft(article, read(article)).draft


def voting(**weights: int) -> Voters:
    """The shipped voters with other weights of the features for hosts, in hundredths."""
    model: Model = shipped()
    return learned(replace(model, ranking={**model.ranking, QUESTION: weights}))


def test_a_body_told_of_by_the_way_takes_no_figures_of_the_one_that_reviews() -> None:
    draft = drafted(TOLD_BY_THE_WAY)
    assert [one.name for one in draft.organizations if one.host] == [HOST]
    owners = {TOLD_BY_THE_WAY[one.mention.start : one.mention.end]: one.organization for one in draft.figures}  # type: ignore[union-attr]
    assert owners["78,4 tỷ đồng"] == HOST
    assert owners["27"] == HOST
    assert owners["9"] == BEST


def test_a_body_that_no_rule_lists_is_whom_the_article_is_about() -> None:
    draft = drafted(TOLD_BY_ITS_OFFICER)
    assert [one.name for one in draft.organizations if one.host] == ["Đảng bộ Công ty Than Mạo Phong"]
    assert {one.organization for one in draft.figures} == {"Đảng bộ Công ty Than Mạo Phong"}


def test_the_vote_goes_by_the_weights_and_the_rules_vote() -> None:
    communes = voting(**{"kind:commune_committee": 900})
    assert [one.name for one in drafted(TOLD_BY_THE_WAY, communes).organizations if one.host] == [BEST]
