"""Numbers and bodies that are told one after the other: who, when, and what each of them counts."""

from __future__ import annotations

import pytest

from extractor import extract
from tests.engines.rules.judged import figures

HEAD = (
    "Đảng ủy Khối các cơ quan tỉnh Kon Tum tổng kết công tác xây dựng Đảng năm 2019\n\n"
    "Sáng 10/1/2020, Đảng ủy Khối các cơ quan tỉnh Kon Tum tổ chức hội nghị tổng kết năm 2019, triển khai nhiệm vụ "
    "năm 2020.\n\n"
)


def told(paragraph: str, *fields: str) -> list[tuple[object, ...]]:
    return [
        (figure.mention.text, *(getattr(figure, field) for field in fields))
        for figure in extract(HEAD + paragraph).figures
    ]


@pytest.mark.parametrize(
    ("paragraph", "changes"),
    [
        ("Toàn huyện giảm 5 tổ chức cơ sở đảng, 31 chi bộ trực thuộc và 45 đảng viên.", [-5, -31, -45]),
        ("Giảm 2 TCCSĐ, 15 chi bộ, 45 đảng viên so với năm 2018.", [-2, -15, -45]),
        ("Giảm 3 đảng bộ, 12 chi bộ nhưng số đảng viên tăng thêm 112.", [-3, -12, 112]),
        ("So với đầu năm tăng 3 chi bộ, 112 đảng viên và giảm 2 TCCSĐ, 4 đảng bộ bộ phận.", [3, 112, -2, -4]),
    ],
)
def test_one_word_moves_all_that_it_lists(paragraph: str, changes: list[float]) -> None:
    assert [(one[1], one[2]) for one in told(paragraph, "basis", "value")] == [("change", one) for one in changes]


def test_what_is_told_of_a_number_in_the_list_is_no_change() -> None:
    paragraph = "Giảm 5 đảng viên, kết nạp 12 đảng viên, kỷ luật 3 đảng viên."
    assert [one[1] for one in told(paragraph, "basis")] == ["change", "level", "level"]


@pytest.mark.parametrize(
    ("paragraph", "periods"),
    [
        ("Đảng bộ năm 2017 kết nạp 118; năm 2018 là 104 và năm 2019 là 87.", ["2017", "2018", "2019"]),
        ("Năm 2018 huyện kết nạp 104 đảng viên và năm 2019 kết nạp 87.", ["2018", "2019"]),
        ("Nếu năm 2018 chỉ có 118 người vào Đảng thì sang năm 2019 con số ấy là 162.", ["2018", "2019"]),
        (
            "Toàn Đảng bộ kết nạp 158 đảng viên, trong đó quý I 32, quý II 41, quý III 38 và quý IV 47.",
            ["2019", "2019-Q1", "2019-Q2", "2019-Q3", "2019-Q4"],
        ),
        ("Thu ngân sách đi từ 3.932 tỷ đồng của năm 2018 lên 4.415 tỷ đồng vào năm 2019.", ["2018", "2019"]),
        ("Trong quý IV năm 2017, Đảng ủy mở 3 hội nghị. Cuối năm ấy, Đảng bộ có 62 chi bộ.", ["2017-Q4", "2017"]),
        ("Từ tháng 4 đến tháng 6, cán bộ toàn Khối góp 1,14 tỷ đồng làm nhà cho hộ nghèo.", ["2019-Q2"]),
        ("Đến cuối năm 2018, tỷ lệ hộ nghèo còn 7,12%.", ["2018"]),
    ],
)
def test_each_number_has_the_period_of_its_own_clause(paragraph: str, periods: list[str]) -> None:
    assert [one[1] for one in told(paragraph, "period")] == periods


@pytest.mark.parametrize(
    ("paragraph", "measures"),
    [
        (
            "Có 38/40 tổ chức cơ sở đảng, chiếm 95%, được xếp loại hoàn thành tốt nhiệm vụ trở lên.",
            ["good_or_better", "good_or_better"],
        ),
        ("Có 512 đảng viên, chiếm 14%, hoàn thành xuất sắc nhiệm vụ.", ["excellent", "excellent"]),
        (
            "Đánh giá, xếp loại 36 tổ chức cơ sở đảng, có 6 tổ chức hoàn thành xuất sắc nhiệm vụ.",
            ["rated", "excellent"],
        ),
    ],
)
def test_a_rating_after_a_share_is_of_both_and_what_was_rated_is_not_what_was_found(
    paragraph: str, measures: list[str]
) -> None:
    assert [one[1] for one in told(paragraph, "measure")] == measures


@pytest.mark.parametrize(
    ("paragraph", "owned"),
    [
        (
            "Đảng ủy xã Hòa Bình, xã Tân Lập và Phú Thịnh lần lượt kết nạp 3, 4 và 5 đảng viên.",
            ["Đảng ủy xã Hòa Bình", "xã Tân Lập", "Phú Thịnh"],
        ),
        (
            "Đảng bộ các xã Tả Củ Tỷ, Lùng Phình, Hoàng Thu Phố kết nạp lần lượt 11, 9 và 7 đảng viên.",
            ["Tả Củ Tỷ", "Lùng Phình", "Hoàng Thu Phố"],
        ),
        (
            "Đảng bộ các xã Chiềng Mai, Chiềng Ban và Hát Lót kết nạp lần lượt 14, 18 và 24 đảng viên.",
            ["Chiềng Mai", "Chiềng Ban", "Hát Lót"],
        ),
        (
            "Đảng bộ xã Chiềng Mai kết nạp 14 đảng viên, Đảng bộ xã Chiềng Ban kết nạp 18 đảng viên.",
            ["Đảng bộ xã Chiềng Mai", "Đảng bộ xã Chiềng Ban"],
        ),
        (
            "Đảng bộ Công an tỉnh, Đảng bộ Quân sự tỉnh, Chi bộ Tòa án tỉnh kết nạp 5, 4 và 1 đảng viên.",
            ["Đảng bộ Công an tỉnh", "Đảng bộ Quân sự tỉnh", "Chi bộ Tòa án tỉnh"],
        ),
        ("Đảng bộ xã Ia Dơk kết nạp 14 đảng viên, Ia Krêl 11, Ia Kla 9.", ["Đảng bộ xã Ia Dơk", "Ia Krêl", "Ia Kla"]),
    ],
)
def test_numbers_belong_to_the_bodies_in_their_order(paragraph: str, owned: list[str]) -> None:
    assert [one[1] for one in told(paragraph, "organization")] == owned


@pytest.mark.parametrize(
    ("paragraph", "mentions"),
    [
        ("Chi bộ 3 kết nạp 4, chi bộ 12 không kết nạp được ai.", ["4"]),
        ("Chi bộ 1, chi bộ 4 và chi bộ 7 kết nạp nhiều nhất, mỗi nơi 3 người.", ["3"]),
        ("Đảng bộ kết nạp 187 đảng viên; trong số 187 đảng viên mới có 96 nữ.", ["187", "96"]),
        ("Thực hiện các Nghị quyết 18, 19 Hội nghị Trung ương 6 (khóa XII), Đảng bộ kết nạp 12 đảng viên.", ["12"]),
        ("Kết nạp nữ 1.024 (18,9%), trẻ tuổi 845 (15,6%).", ["1.024", "18,9%", "845", "15,6%"]),
    ],
)
def test_a_number_that_counts_nothing_is_no_figure(paragraph: str, mentions: list[str]) -> None:
    assert [one[0] for one in told(paragraph)] == mentions


@pytest.mark.parametrize(
    ("paragraph", "pair"),
    [
        ("Lợi nhuận 85/70 tỷ đồng.", [("85", "result", 85e9, "VND"), ("70 tỷ đồng", "target", 70e9, "VND")]),
        ("Đảng bộ kết nạp 12/10 đảng viên.", [("12", "result", 12, "count"), ("10", "target", 10, "count")]),
        ("Phát triển mới 134 đảng viên (KH: 130).", [("134", "result", 134, "count"), ("130", "target", 130, "count")]),
        ("Giải ngân 1.984/5.316 tỷ đồng.", [("1.984/5.316 tỷ đồng", "result", 1984e9, "VND")]),
    ],
)
def test_a_result_and_its_plan_have_their_values_and_unit(paragraph: str, pair: list[tuple[object, ...]]) -> None:
    assert told(paragraph, "phase", "value", "unit") == pair


@pytest.mark.parametrize("heading", ["Các chỉ tiêu chủ yếu năm 2020", "* Mục tiêu"])
def test_the_items_under_a_heading_of_targets_are_targets(heading: str) -> None:
    items = "- Kết nạp 150 đảng viên.\n- 95% chi bộ hoàn thành tốt nhiệm vụ.\n- Kiểm tra 20 tổ chức đảng."
    assert {one[1:] for one in told(f"{heading}\n\n{items}", "phase", "period")} == {("target", "2020")}


@pytest.mark.parametrize(
    "paragraph",
    [
        "Kiểm tra 5 tổ chức đảng khi có dấu hiệu vi phạm.",
        "Kiểm tra 45 tổ chức đảng và 112 đảng viên khi có dấu hiệu vi phạm.",
        "Kiểm tra khi có dấu hiệu vi phạm 3 tổ chức đảng, 12 đảng viên.",
    ],
)
def test_what_was_inspected_on_signs_says_so(paragraph: str) -> None:
    assert {one.group for one in figures(paragraph)} == {"khi có dấu hiệu vi phạm"}


def test_members_with_badges_after_an_award_got_no_award() -> None:
    found = extract(HEAD + "Bằng khen được trao cho 2 chi bộ; 5 đảng viên được nhận Huy hiệu 40 năm tuổi Đảng.")
    assert [(one.title, one.count) for one in found.awards] == [("Bằng khen", 2)]
    assert [(one.measure, one.value, one.group) for one in found.figures] == [("badge", 5, "40 năm")]


@pytest.mark.parametrize(
    ("paragraph", "groups"),
    [
        (
            "Toàn huyện kết nạp 120 đảng viên. Riêng khối doanh nghiệp kết nạp 3 đảng viên.",
            [None, "khối doanh nghiệp"],
        ),
        (
            "Toàn huyện kết nạp 120 đảng viên, riêng khối trường học kết nạp được 30.",
            [None, "khối trường học"],
        ),
        ("Đảng bộ Khối doanh nghiệp tỉnh kết nạp 3 đảng viên.", [None]),
    ],
)
def test_the_sector_that_opens_a_clause_is_the_part_where_it_is_no_body(
    paragraph: str, groups: list[str | None]
) -> None:
    assert [one[1] for one in told(paragraph, "group")] == groups


@pytest.mark.parametrize(
    ("paragraph", "groups"),
    [
        ("Năm qua, trường kết nạp 64 sinh viên vào Đảng.", ["sinh viên"]),
        ("Đảng bộ Trường kết nạp 52 sinh viên, giảng viên.", ["sinh viên, giảng viên"]),
        ("Toàn huyện kết nạp 52 quần chúng ưu tú.", [None]),
        ("Phát hiện, bắt giữ 86 vụ/102 đối tượng.", ["vụ", "đối tượng"]),
        ("Huyện đã hợp nhất 3 xã Tân Lập, Ea Kuăng và Ea Tih.", ["xã"]),
    ],
)
def test_a_class_of_people_is_the_part_and_ends_before_what_is_counted_with_it(
    paragraph: str, groups: list[str | None]
) -> None:
    assert [one[1] for one in told(paragraph, "group")] == groups


@pytest.mark.parametrize(
    ("paragraph", "groups"),
    [
        ("Thành lập 7 chi bộ DNNNN, kết nạp 17 đảng viên trong DNNNN.", ["DNNNN", "trong DNNNN"]),
        ("Có 14 chi bộ trường học, trạm y tế.", ["trường học, trạm y tế"]),
        ("Có 14 chi bộ hoàn thành tốt nhiệm vụ.", [None]),
        ("Số đảng viên dưới 30 tuổi là 212 đồng chí, chiếm 11%.", ["dưới 30 tuổi", "dưới 30 tuổi"]),
        (
            "Số chi bộ không có đảng viên dưới 35 tuổi giảm từ 22 xuống còn 11.",
            ["không có đảng viên dưới 35 tuổi"] * 2,
        ),
        (
            "Kỷ luật 2 tổ chức đảng bằng hình thức khiển trách và 76 đảng viên: khiển trách 52, cảnh cáo 24.",
            ["khiển trách", None, "khiển trách", "cảnh cáo"],
        ),
        ("Kết luận 6 đảng viên có vi phạm đến mức phải thi hành kỷ luật.", ["phải"]),
        (
            "Kết nạp 312 đảng viên, trong đó có 25 đồng chí là giáo dân, đạt 104% kế hoạch.",
            [None, "giáo dân", None],
        ),
        ("Hiện có 2.964 đảng viên tại khối cơ quan.", [None]),
    ],
)
def test_the_kind_of_cells_and_the_sector_of_those_admitted_is_the_part(
    paragraph: str, groups: list[str | None]
) -> None:
    assert [figure.group for figure in figures(paragraph)] == groups
