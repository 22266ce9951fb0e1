"""Which numbers of a change may be claimed negative: the nearest word of a direction decides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.draft import Quote
from extractor.engines.rules.draft import Draft
from extractor.reading.reader import read
from extractor.tasks.party_review.grounding.ground import ground
from extractor.text.article import Article
from tests.tasks.party_review.grounding.sample import FIGURE

TAKEN_AWAY = [
    ("Số đơn thư giảm 12 đơn (20%) so với năm 2019.", "20%"),
    ("Doanh thu giảm 3 tỷ đồng, tương đương 5%.", "5%"),
    ("Doanh thu giảm 3 tỷ đồng, bằng 5%.", "5%"),
    ("Doanh thu giảm (5%) so với năm 2019.", "5%"),
    ("Doanh thu giảm: 5% so với năm 2019.", "5%"),
    ("Doanh thu và lợi nhuận giảm lần lượt 5% và 3% so với năm 2019.", "3%"),
    ("Doanh thu và lợi nhuận giảm tương ứng 5%, 3% so với năm 2019.", "3%"),
    ("Doanh thu không tăng mà giảm 5% so với năm 2019.", "5%"),
    ("Doanh thu giảm đáng kể, tới 5% so với năm 2019.", "5%"),
    ("Doanh thu tụt 5% so với năm 2019.", "5%"),
    ("Kết nạp thua cùng kỳ 15 người.", "15"),
    ("Tỷ lệ hộ nghèo giảm 2%, còn 5%.", "2%"),
    ("Số bị kỷ luật tăng 5 đồng chí, giảm 3 tổ chức so với năm 2019.", "3"),
    ("Giảm 128 đơn vị; 3 xã; 462 thôn.", "3"),
    ("Giảm 2 tổ chức, 87 đảng viên so với năm 2019.", "87"),
    ("Ít hơn 6 tháng cuối năm 2019 là 4 người.", "4"),
    ("Doanh thu tăng trưởng -5% so với năm trước.", "5%"),
]
NOT_TAKEN_AWAY = [
    ("Hộ nghèo giảm mạnh, số chi bộ tăng 6 chi bộ.", "6"),
    ("Hộ nghèo giảm mạnh, số chi bộ là 6 chi bộ.", "6"),
    ("Đơn thư giảm, số đảng viên tăng 5 đồng chí.", "5"),
    ("Công tác giảm nghèo được chú trọng, kết nạp tăng 5 đảng viên.", "5"),
    ("Tỷ lệ giảm nghèo 5%.", "5%"),
    ("Giảm nghèo nhanh: 6 hộ thoát nghèo.", "6"),
    ("Số đơn thư giảm từ 15 đơn xuống còn 12 đơn.", "15"),
    ("Tỷ lệ hộ nghèo giảm còn 5%.", "5%"),
    ("Tỷ lệ hộ nghèo giảm 2%, xuống 5%.", "5%"),
    ("Doanh thu không giảm mà tăng 5% so với năm 2019.", "5%"),
    ("Doanh thu tăng chứ không giảm 5% so với năm 2019.", "5%"),
    ("Doanh thu thấp hơn chỉ tiêu đề ra là 13%.", "13%"),
    ("Tỷ lệ chi bộ yếu kém 5%.", "5%"),
    ("Các thiếu nhi được tặng 5 suất quà.", "5"),
    ("Doanh thu giảm 5% và lợi nhuận tăng 3% so với năm 2019.", "3%"),
    ("Doanh thu (giảm 3% năm 2019) tăng 5%.", "5%"),
    ("Doanh thu giảm 5%, 6 chi bộ được thành lập mới.", "6"),
    ("Đơn thư giảm và kết nạp 6 đảng viên.", "6"),
    ("Giảm mạnh số hộ nghèo nên tỷ lệ hộ khá 6%.", "6%"),
    ("Tội phạm giảm trong khi kết nạp 6 đảng viên.", "6"),
    ("Kết nạp 10 -5 đảng viên mới.", "5"),
]


def _value(sentence: str, mention: str, *, negative: bool = True) -> float:
    article = Article.from_text("one", f"Năm 2019 tại Khối.\n{sentence}\n")
    draft = replace(FIGURE, organization=None, evidence=None, mention=Quote(mention), basis="change", negative=negative)
    (figure,) = ground(article, read(article), Draft(figures=(draft,))).summary.figures
    return figure.value


@pytest.mark.parametrize(("sentence", "mention"), TAKEN_AWAY)
def test_a_number_that_was_taken_away_may_be_claimed_negative(sentence: str, mention: str) -> None:
    assert _value(sentence, mention) < 0


@pytest.mark.parametrize(("sentence", "mention"), NOT_TAKEN_AWAY)
def test_a_number_that_was_not_taken_away_stays_positive(sentence: str, mention: str) -> None:
    assert _value(sentence, mention) > 0


@pytest.mark.parametrize(
    ("sentence", "mention", "value"),
    [
        ("GRDP tăng 8%, thấp hơn kịch bản 8,5%.", "8,5%", 8.5),
        ("Doanh thu giảm 5% so với năm 2018.", "5%", -5.0),
        ("Tỷ lệ chi bộ yếu kém 5%.", "5%", 5.0),
    ],
)
def test_a_number_claimed_positive_is_turned_only_where_the_text_leaves_no_doubt(
    sentence: str, mention: str, value: float
) -> None:
    assert _value(sentence, mention, negative=False) == value


@pytest.mark.parametrize(
    ("sentence", "basis", "value"),
    [
        ("Lợi nhuận của Khối là -2,5 tỷ đồng.", "level", -2.5e9),
        ("Lợi nhuận của Khối âm 2,5 tỷ đồng.", "level", -2.5e9),
        ("Doanh thu của Khối tăng trưởng âm 2,5 tỷ đồng.", "change", -2.5e9),
        ("Lợi nhuận của Khối giảm 2,5 tỷ đồng.", "level", 2.5e9),
    ],
)
@pytest.mark.parametrize("negative", [True, False, None])
def test_what_is_written_below_zero_is_so_whatever_it_tells(
    sentence: str, basis: str, value: float, negative: bool | None
) -> None:
    article = Article.from_text("one", f"Năm 2019 tại Khối.\n{sentence}\n")
    quoted = Quote("2,5 tỷ đồng")
    draft = replace(FIGURE, organization=None, evidence=None, mention=quoted, basis=basis, negative=negative)
    (figure,) = ground(article, read(article), Draft(figures=(draft,))).summary.figures
    assert figure.value == value
