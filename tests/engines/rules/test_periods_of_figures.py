"""Plan against result, and the time that each number is about, in a review of 2018 that plans 2019."""

from __future__ import annotations

import pytest

from extractor.engines.rules.timeline import year_of
from tests.engines.rules.judged import figures

ONE_NUMBER = [
    ("Đảng bộ Khối đã kết nạp 214 đảng viên.", "result 2018"),
    ("Năm 2017, Đảng bộ Khối kết nạp 196 đảng viên.", "result 2017"),
    ("Trong 6 tháng đầu năm 2018, Đảng bộ Khối kết nạp 90 đảng viên.", "result 2018-H1"),
    ("Quý III năm 2018, Đảng bộ Khối kết nạp 40 đảng viên.", "result 2018-Q3"),
    ("9 tháng đầu năm 2018, Đảng bộ Khối kết nạp 150 đảng viên.", "result 2018-9M"),
    ("Nhiệm kỳ 2015 - 2020, Đảng bộ Khối kết nạp 1.020 đảng viên.", "result 2015/2020"),
    ("Đảng bộ Khối hiện có 4.125 đảng viên.", "result 2018"),
    ("Năm 2019, Đảng bộ Khối phấn đấu kết nạp 220 đảng viên.", "target 2019"),
    ("Phấn đấu kết nạp 220 đảng viên.", "target 2019"),
    ("Riêng trong tháng 11, Đảng bộ Khối kết nạp 30 đảng viên.", "result 2018-H2"),
    ("Trong tháng 6/2018, Đảng bộ Khối kết nạp 30 đảng viên.", "result 2018-H1"),
    ("Trong 7 tháng, Đảng bộ Khối kết nạp 130 đảng viên.", "result 2018-7M"),
    ("Đến nay, 68 chi bộ đã tổ chức xong đại hội nhiệm kỳ 2020 - 2025.", "result 2018"),
    ("Các đại biểu đã có 14 lượt ý kiến đóng góp.", "result 2019"),
    ("Nửa nhiệm kỳ (2015 - 2018), Đảng bộ Khối kết nạp 612 đảng viên.", "result 2015/2018"),
    ("Trong giai đoạn vừa qua (2015-2018), Đảng bộ Khối kết nạp 612 đảng viên.", "result 2015/2018"),
    ("Qua 3 năm thực hiện nghị quyết (2016 - 2018), Đảng bộ Khối kết nạp 612 đảng viên.", "result 2016/2018"),
    ("Kể từ năm 2016, Đảng bộ Khối kết nạp 612 đảng viên.", "result 2016/2018"),
    ("Nửa đầu nhiệm kỳ, Đảng bộ Khối kết nạp 612 đảng viên.", "result 2018"),
]

PLAN_AND_RESULT = [
    (
        "Năm 2018, kết nạp 214 đảng viên; năm 2017 kết nạp 196 đảng viên.",
        ["result 2018", "result 2017"],
    ),
    (
        "Kế hoạch kết nạp 200 đảng viên, kết quả kết nạp 214 đảng viên.",
        ["target 2018", "result 2018"],
    ),
    (
        "Năm qua, Đảng bộ Khối đã kết nạp 214 đảng viên. Năm 2019, phấn đấu kết nạp 220 đảng viên.",
        ["result 2018", "target 2019"],
    ),
    (
        "Hội nghị xác định các chỉ tiêu năm 2019:\n\n- Kết nạp 220 đảng viên.\n\n- Mở 4 lớp bồi dưỡng.",
        ["target 2019", "target 2019"],
    ),
    (
        "Theo Ban Tổ chức, 9 tháng năm 2018, kết nạp 150 đảng viên; xóa tên 4 đảng viên.",
        ["result 2018-9M", "result 2018-9M"],
    ),
    (
        "Năm 2016 Đảng bộ Khối chỉ có 3.900 đảng viên, nay là 4.125 đảng viên.",
        ["result 2016", "result 2018"],
    ),
    (
        "Hộ nghèo giảm từ 61 hộ cuối năm ngoái xuống 37 hộ.",
        ["result 2017", "result 2018"],
    ),
    (
        "Năm 2019, phấn đấu kết nạp 220 đảng viên; trong quý I, kết nạp 40 đảng viên.",
        ["target 2019", "target 2019-Q1"],
    ),
    (
        "Hai đảng bộ đã vượt chỉ tiêu cả năm. 9 tháng, 3 đảng bộ đạt chỉ tiêu cả năm.",
        ["result 2018", "result 2018-9M"],
    ),
    (
        "Chi bộ thành lập mới: 37 (2017: 52).",
        ["result 2018", "result 2017"],
    ),
    (
        "So sánh với năm 2017, số đảng viên mới tăng từ 44 lên 53 người.",
        ["result 2017", "result 2018"],
    ),
    (
        "Mười năm sau, Đảng bộ Khối có 4.125 đảng viên.",
        ["result 2018"],
    ),
    (
        "Từ năm 2016 đến nay, Đảng bộ Khối kết nạp 610 đảng viên.",
        ["result 2016/2018"],
    ),
    (
        "Các chỉ tiêu đều tăng trưởng khá, trong đó doanh thu đạt 9.640 tỷ đồng, lợi nhuận đạt 386 tỷ đồng.",
        ["result 2018", "result 2018"],
    ),
]

NOTHING_REVIEWED = (
    "Chuyện ở Chi bộ bản Nà Lìn\n\n"
    "(Báo Yên Bái, 20/8/2016) - Theo Huyện ủy Văn Yên, công tác phát triển đảng ở vùng cao còn gian nan.\n\n"
)

WHERE_NOTHING_IS_REVIEWED = [
    ("Năm ngoái, Huyện ủy Văn Yên khảo sát 240 hộ.", ["2015"]),
    ("Huyện ủy Văn Yên kết nạp 61 đảng viên; năm ngoái là 45.", ["2016", "2015"]),
    ("Nửa đầu năm nay, Huyện ủy Văn Yên kết nạp được 79 đảng viên.", ["2016-H1"]),
    ("8 tháng năm nay, Huyện ủy Văn Yên kết nạp 31 đảng viên.", ["2016-8M"]),
    (
        "7 tháng năm nay, Huyện ủy Văn Yên kết nạp 31 đảng viên. Cũng trong 7 tháng đó, có 5 đảng viên bị xóa tên.",
        ["2016-7M", "2016-7M"],
    ),
    (
        "Năm 2012, Huyện ủy Văn Yên kết nạp 11 đảng viên, 2013: 14, 2014: 9, 2015: 17.",
        ["2012", "2013", "2014", "2015"],
    ),
    ("Năm thấp nhất là 2012 với 38 đảng viên, năm cao nhất 2014 với 84 đảng viên.", ["2012", "2014"]),
    ("Từ đầu năm 2011 đến hết tháng 6-2016, Huyện ủy Văn Yên kết nạp 412 đảng viên.", ["2011/2016"]),
    ("Từ năm 2012 đến nay, Huyện ủy Văn Yên kết nạp 304 đảng viên.", ["2012/2016"]),
    ("Đến cuối năm 2015, Huyện ủy Văn Yên có 3.420 đảng viên.", ["2015"]),
    ("Hiện nay, Huyện ủy Văn Yên có 3.500 đảng viên.", ["2016"]),
    ("Năm 2010, chi bộ có 9 đảng viên, nay là 23.", ["2010", "2016"]),
    (
        "Năm 2014, Huyện ủy Văn Yên mở 3 lớp bồi dưỡng nhận thức về Đảng. Sau đó, 120 người được giới thiệu kết nạp.",
        ["2014", "2014"],
    ),
    (
        "Bốn năm 2012 - 2015, Huyện ủy Văn Yên kết nạp 204 đảng viên (lần lượt 56, 71, 49 và 28).",
        ["2012/2015", "2012", "2013", "2014", "2015"],
    ),
]


def times(text: str) -> list[str]:
    """Phase and period of each figure of the text."""
    return [f"{figure.phase} {figure.period}" for figure in figures(text)]


@pytest.mark.parametrize(("text", "expected"), ONE_NUMBER)
def test_a_number_has_the_phase_and_period_its_sentence_says(text: str, expected: str) -> None:
    assert times(text) == [expected]


@pytest.mark.parametrize(("text", "expected"), PLAN_AND_RESULT)
def test_plan_and_result_side_by_side_are_told_apart(text: str, expected: list[str]) -> None:
    assert times(text) == expected


@pytest.mark.parametrize(
    ("period", "year"),
    [("2018", "2018"), ("2018-H1", "2018"), ("2018-Q3", "2018"), ("2015/2020", "2020"), (None, None)],
)
def test_a_period_lies_in_its_last_year(period: str | None, year: str | None) -> None:
    assert year_of(period) == year


@pytest.mark.parametrize(("text", "expected"), WHERE_NOTHING_IS_REVIEWED)
def test_a_period_is_found_where_nothing_is_reviewed(text: str, expected: list[str]) -> None:
    assert [figure.period for figure in figures(text, NOTHING_REVIEWED)] == expected


def test_a_term_in_brackets_that_goes_on_to_now_is_the_figures() -> None:
    told = figures("Từ đầu nhiệm kỳ (2015 - 2020) đến nay, Đảng bộ đã kết nạp 1.024 đảng viên.")
    assert [figure.period for figure in told] == ["2015/2020"]
