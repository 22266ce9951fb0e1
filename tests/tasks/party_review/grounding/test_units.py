"""Which unit and scale may be claimed of a number that does not say them itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.draft import Quote
from extractor.engines.rules.draft import AwardDraft, Draft
from extractor.reading.reader import read
from extractor.schema import Figure
from extractor.tasks.party_review.grounding.ground import ground
from extractor.text.article import Article
from tests.tasks.party_review.grounding.sample import FIGURE

HEAD = "Ngày 24-12-2019, Đảng ủy Khối các cơ quan tỉnh Cà Mau tổ chức hội nghị tổng kết công tác năm 2019.\n\n"

TOLD = [
    ("Doanh thu (tỷ đồng): 15", "15", "VND", 15e9),
    ("Doanh thu (tỷ đồng) năm 2018: 15; năm 2019: 17", "17", "VND", 17e9),
    ("Thu ngân sách lần lượt 15, 16 và 17 tỷ đồng", "15", "VND", 15e9),
    ("Tỷ lệ lần lượt là 15, 16 và 17%", "16", "percent", 16.0),
    ("Doanh thu 15 (tỷ đồng)", "15", "VND", 15e9),
    ("Doanh thu (tỷ đồng)\nChi nhánh A\n15", "15", "VND", 15e9),
]
NOT_TOLD = [
    ("Doanh thu các doanh nghiệp (tỷ đồng) nêu ở phụ lục.\nTrong năm, Đảng bộ kết nạp 15 đảng viên.", "15", "VND"),
    ("Cơ cấu (ĐVT: %) nêu ở phụ lục.\nTrong năm, Đảng bộ kết nạp 15 đảng viên.", "15", "percent"),
    ("Trong năm, Đảng bộ kết nạp 15 đảng viên, nộp ngân sách mấy tỷ đồng.", "15", "VND"),
    ("Trong năm, Đảng bộ kết nạp 15 đảng viên, tỷ lệ % nêu ở phụ lục.", "15", "percent"),
    ("Trong năm, Đảng bộ kết nạp 15 và 7 tỷ đồng.", "15", "VND"),
    ("Kết nạp trong năm là 15 và 7 tỷ đồng.", "15", "VND"),
    ("Doanh thu (tỷ đồng): kết nạp 15", "15", "VND"),
    ("Doanh thu (tỷ đồng): 17; đảng viên mới: 15", "15", "VND"),
    ("Doanh thu (tỷ đồng): 15 đảng viên", "15", "VND"),
    ("Doanh thu (tỷ đồng)\nĐảng viên mới\n15", "15", "VND"),
    ("Doanh thu (tỷ đồng)\nTrong năm có nhiều kết quả tốt.\n15", "15", "VND"),
    ("Tặng 15 đồng bào nghèo.", "15", "VND"),
    ("Trao Huy hiệu cho lần lượt 15 và 4 đồng chí.", "15", "VND"),
]


def _figure(sentence: str, mention: str, **fields: object) -> Figure:
    article = Article.from_text("one", f"{HEAD}{sentence}\n")
    draft = replace(FIGURE, organization=None, evidence=None, mention=Quote(mention), **fields)  # type: ignore[arg-type]
    (figure,) = ground(article, read(article), Draft(figures=(draft,))).summary.figures
    return figure


@pytest.mark.parametrize(("sentence", "mention", "unit", "value"), TOLD)
def test_a_list_or_the_heading_that_governs_tells_the_unit(
    sentence: str, mention: str, unit: str, value: float
) -> None:
    figure = _figure(sentence, mention, unit=unit)
    assert (figure.value, figure.unit) == (value, unit)


@pytest.mark.parametrize(("sentence", "mention", "unit"), NOT_TOLD)
def test_a_unit_elsewhere_in_the_text_tells_nothing(sentence: str, mention: str, unit: str) -> None:
    figure = _figure(sentence, mention, unit=unit)
    assert (figure.value, figure.unit) == (15.0, "count")


TABLE = (
    "Bảng 1. Kết quả (ĐVT: tỷ đồng)\nTT\tChỉ tiêu\tNăm 2018\tNăm 2019\n"
    "1\tDoanh thu\t15\t17\n2\tSố đảng viên mới kết nạp\t21\t25\n3\tLợi nhuận\t2,5\t4\n"
)


@pytest.mark.parametrize(("mention", "value", "seen"), [("17", 17e9, "VND"), ("25", 25.0, "count")])
@pytest.mark.parametrize("unit", ["VND", "percent", "count", None])
def test_a_table_tells_the_unit_of_its_cells_but_prices_no_people(
    mention: str, value: float, seen: str, unit: str | None
) -> None:
    figure = _figure(TABLE, mention, unit=unit)
    assert (figure.value, figure.unit) == (value, seen)


UNITS_OF_ROWS = (
    "TT\tChỉ tiêu\tĐơn vị tính\tNăm 2019\n1\tDoanh thu\t1.000 đồng\t1.200\n2\tLợi nhuận\ttr.đ\t7\n"
    "3\tThu nhập bình quân\tđồng/người/tháng\t7.500.000\n4\tSản lượng\ttriệu kWh\t3\n"
)


@pytest.mark.parametrize(
    ("mention", "value", "unit"),
    [("1.200", 1.2e6, "VND"), ("7", 7e6, "VND"), ("7.500.000", 7.5e6, "VND"), ("3", 3e6, "count")],
)
def test_a_column_of_units_tells_the_unit_of_each_row(mention: str, value: float, unit: str) -> None:
    article = Article.from_text("one", f"{HEAD}{UNITS_OF_ROWS}\n")
    reading = read(article)
    (quantity,) = [one for one in reading.quantities if article.slice(one.extent) == mention]
    draft = replace(FIGURE, organization=None, evidence=None, quantity=quantity.id, mention=None, unit=None)
    (figure,) = ground(article, reading, Draft(figures=(draft,))).summary.figures
    assert (figure.value, figure.unit) == (value, unit)


WHOLES = [
    ("Đảng bộ kết nạp 15 đảng viên, trong tổng số 300 quần chúng.", 300.0, 300.0),
    ("Trong 66 chi bộ có 15 chi bộ đạt.", 66.0, 66.0),
    ("Đảng bộ kết nạp 15 đảng viên ngày 24.", 24.0, None),
    ("Đảng bộ kết nạp 15 đảng viên năm nay.", 5.0, None),
    ("Đảng bộ kết nạp 15 đảng viên, mở 24 lớp.", 24.0, None),
    ("Đảng bộ kết nạp 15 đảng viên trong 24 ngày.", 24.0, None),
    ("Đảng bộ kết nạp 15 đảng viên trong tổng số 9 quần chúng.", 9.0, None),
]


@pytest.mark.parametrize(("sentence", "claimed", "kept"), WHOLES)
def test_a_whole_is_counted_beside_its_part_and_called_one(sentence: str, claimed: float, kept: float | None) -> None:
    assert _figure(sentence, "15", out_of=claimed).out_of == kept


@pytest.mark.parametrize(
    ("evidence", "claimed", "kept"),
    [
        ("Trao Bằng khen cho các tập thể năm 2020.", 2020, None),
        ("Trao Bằng khen cho các tập thể năm 2020.", 5, None),
        ("Ngày 24/12, trao Bằng khen cho các tập thể.", 24, None),
        ("Trao Bằng khen cho các tập thể đạt 97%.", 97, None),
        ("Trao Bằng khen cho các tập thể, thưởng 5 triệu đồng.", 5_000_000, None),
        ("Trao Bằng khen cho sáu bảy tập thể.", 6, None),
        ("Trao Bằng khen cho 7 tập thể năm 2020.", 7, 7),
        ("Trao Bằng khen cho mười lăm tập thể.", 15, 15),
    ],
)
def test_a_count_of_awards_is_a_number_that_counts(evidence: str, claimed: int, kept: int | None) -> None:
    article = Article.from_text("one", f"{HEAD}{evidence}\n")
    draft = AwardDraft("Bằng khen", None, "collective", None, claimed, None, None, Quote(evidence))
    (award,) = ground(article, read(article), Draft(awards=(draft,))).summary.awards
    assert award.count == kept


@pytest.mark.parametrize(
    ("sentence", "values"),
    [("Đảng bộ chưa phải thi hành kỷ luật đảng viên nào.", [0.0]), ("Công tác phát triển đảng viên chưa tốt.", [])],
)
def test_chua_says_nought_only_where_the_reader_saw_it(sentence: str, values: list[float]) -> None:
    article = Article.from_text("one", f"{HEAD}{sentence}\n")
    draft = replace(FIGURE, organization=None, evidence=None, mention=Quote("chưa"))
    assert [one.value for one in ground(article, read(article), Draft(figures=(draft,))).summary.figures] == values


@pytest.mark.parametrize(
    ("gap", "values"), [("\t", [5e6]), ("    ", [5e6]), ("\u00a0\u00a0\u00a0\u00a0", [5e6]), ("\n\n", [])]
)
def test_an_amount_is_one_whatever_blanks_part_it_and_over_two_lines_it_is_none(gap: str, values: list[float]) -> None:
    article = Article.from_text("one", f"{HEAD}Trong năm 2019, các đơn vị trực thuộc ủng hộ quỹ 5{gap}triệu đồng.\n")
    draft = replace(FIGURE, organization=None, evidence=None, mention=Quote(f"5{gap}triệu đồng"))
    assert [one.value for one in ground(article, read(article), Draft(figures=(draft,))).summary.figures] == values
