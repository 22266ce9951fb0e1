"""Whose figure it is: the clause, the paragraph, the section, the whole committee of a commission, one cell."""

from __future__ import annotations

import pytest

from extractor.engines.rules.draft import OrganizationDraft
from extractor.engines.rules.event import decide_event
from extractor.engines.rules.organizations import decide_organizations
from extractor.engines.rules.scorer.arbiter import learned
from extractor.engines.rules.scorer.verdict import Voters
from extractor.engines.rules.source import decide_source
from extractor.reading.reader import read
from extractor.tasks.party_review.rules import RulesEngine
from extractor.text.article import Article
from tests.engines.rules.owned import owner_at, summary

LISTED_BY_RULES = RulesEngine(Voters(learned().make_judge))


def decide(text: str) -> tuple[OrganizationDraft, ...]:
    article = Article.from_text("any", text)
    reading = read(article)
    source = decide_source(article, reading)
    return decide_organizations(article, reading, source, decide_event(article, reading, source))


def owners(text: str, *numbers: str) -> list[str | None]:
    """The owners of the figures, among the bodies that the rules list."""
    found = summary(text, LISTED_BY_RULES)
    return [owner_at(found, text.index(number)) for number in numbers]


COMMISSION = "Ban Tổ chức Tỉnh ủy"
COMMITTEE = "Đảng bộ tỉnh"
REVIEW = (
    "Ngày 5/1/2012, Ban Tổ chức Tỉnh ủy tổ chức hội nghị tổng kết công tác tổ chức xây dựng Đảng năm 2011.\n\n"
    "Trong năm, Đảng bộ tỉnh kết nạp 1.914 đảng viên.\n\n"
)


@pytest.mark.parametrize(
    ("paragraph", "number", "owner"),
    [
        ("Ban Tổ chức Tỉnh ủy mở 3 lớp tập huấn cho 412 học viên.", "412", COMMISSION),
        (
            "Ban trình bổ nhiệm 38 cán bộ thuộc diện Ban Thường vụ Tỉnh ủy quản lý; cử 124 cán bộ đi học.",
            "124",
            COMMISSION,
        ),
        ("Qua phân loại, 78,6% tổ chức cơ sở đảng trong sạch vững mạnh.", "78,6", COMMITTEE),
        ("Các huyện, thành phố lập thêm 74 chi bộ thôn, bản.", "74", COMMITTEE),
        ("Toàn tỉnh còn 23 thôn chưa có đảng viên.", "23", COMMITTEE),
        ("Cấp ủy các cấp luân chuyển cán bộ. Cả năm luân chuyển 66 lượt người.", "66", COMMITTEE),
    ],
)
def test_where_a_commission_reviews_its_own_work_is_told_from_the_committees(
    paragraph: str, number: str, owner: str
) -> None:
    assert owners(REVIEW + paragraph, number) == [owner]


def test_where_districts_are_compared_and_nobody_meets_what_is_left_is_the_provinces() -> None:
    text = (
        "Phát triển đảng viên có nhiều khởi sắc\n\n"
        "Năm 2021, các cấp ủy trong Đảng bộ tỉnh Hà Nam đã kết nạp 1.302 đảng viên, đạt 105% chỉ tiêu.\n\n"
        "Trong số đó có 641 nữ.\n\n"
        "Đảng bộ thị xã Duy Tiên kết nạp 206 đảng viên. Đảng bộ huyện Kim Bảng kết nạp 157 đảng viên.\n\n"
        "Ngoài ra, 1.104 đảng viên dự bị được chuyển chính thức."
    )
    listed = decide(text)
    assert [one.name for one in listed] == ["Đảng bộ tỉnh Hà Nam", "Đảng bộ thị xã Duy Tiên", "Đảng bộ huyện Kim Bảng"]
    province, town, district = (one.name for one in listed)
    assert owners(text, "1.302", "641", "206", "157", "1.104") == [province, province, town, district, province]


def test_numbers_given_in_turn_belong_to_the_bodies_in_their_order() -> None:
    text = (
        "Ngày 18/7/2022, Ủy ban Kiểm tra Tỉnh ủy Kiên Giang sơ kết công tác kiểm tra 6 tháng đầu năm.\n\n"
        "UBKT Huyện ủy Gò Quao, UBKT Huyện ủy An Biên và UBKT Thành ủy Rạch Giá kiểm tra nhiều nhất, lần lượt 8, 7 và "
        "5 đảng viên."
    )
    lower = ["Huyện ủy Gò Quao", "Huyện ủy An Biên", "Thành ủy Rạch Giá"]
    listed = decide(text)
    assert [one.name for one in listed] == ["Ủy ban Kiểm tra Tỉnh ủy Kiên Giang", *lower]
    assert owners(text, "8, 7", "7 và", "5 đảng viên") == lower


def test_numbers_in_turn_of_one_body_stay_its_own() -> None:
    text = (
        "Ngày 4/1/2019, Đảng ủy Khối các cơ quan tỉnh tổng kết công tác năm 2018.\n\n"
        "Đảng ủy Khối mở các lớp bồi dưỡng, lần lượt 88 và 61 học viên."
    )
    assert owners(text, "88", "61") == ["Đảng ủy Khối các cơ quan tỉnh"] * 2


def test_a_districts_commission_counts_as_the_district_where_a_committee_reviews() -> None:
    text = (
        "Ngày 18/7/2022, Tỉnh ủy Kiên Giang tổ chức hội nghị sơ kết công tác 6 tháng đầu năm.\n\n"
        "UBKT Huyện ủy Gò Quao kiểm tra 8 đảng viên."
    )
    listed = decide(text)
    assert [one.name for one in listed] == ["Tỉnh ủy Kiên Giang", "Huyện ủy Gò Quao"]
    assert owners(text, "8 đảng") == ["Huyện ủy Gò Quao"]


@pytest.mark.parametrize(
    "told",
    [
        "Bà Lý Thị Kim, Bí thư Chi bộ bản Nà Phạ, cho biết chi bộ của bà có 14 đảng viên.",
        "Chi bộ bản Nà Phạ họp mỗi tháng một lần. Năm qua, chi bộ kết nạp 14 đảng viên.",
        "Bí thư Chi bộ bản Nà Phạ Lý Thị Kim kể: “Chi bộ có 14 đảng viên”.",
    ],
)
def test_what_a_cells_secretary_tells_of_the_cell_is_the_cells(told: str) -> None:
    text = f"Ngày 4/1/2019, Huyện ủy Mai Sơn tổng kết công tác xây dựng Đảng năm 2018.\n\n{told}"
    assert owners(text, "14") == ["Chi bộ bản Nà Phạ"]


def test_an_association_of_a_bloc_that_reviews_is_listed_under_its_own_name() -> None:
    text = (
        "Hội Cựu chiến binh Khối Dân - Chính - Đảng tỉnh Lai Châu vừa tổng kết công tác năm 2008.\n\n"
        "Toàn Hội có 418 hội viên."
    )
    listed = decide(text)
    name = "Hội Cựu chiến binh Khối Dân - Chính - Đảng tỉnh Lai Châu"
    assert [(one.name, one.kind, one.province) for one in listed] == [(name, "other", "Lai Châu")]
    assert owners(text, "418") == [name]


def test_an_association_of_the_reviewing_bloc_is_not_listed_beside_it() -> None:
    text = (
        "Ngày 4/1/2019, Đảng ủy Khối các cơ quan tỉnh tổng kết công tác năm 2018.\n\n"
        "Hội Cựu chiến binh Khối kết nạp 21 hội viên."
    )
    listed = decide(text)
    assert [one.name for one in listed] == ["Đảng ủy Khối các cơ quan tỉnh"]


def test_a_body_that_follows_its_number_owns_it() -> None:
    text = (
        "Ngày 4/1/2019, Đảng ủy Khối các cơ quan tỉnh và Đảng ủy Khối Doanh nghiệp tỉnh tổng kết công tác năm 2018.\n\n"
        "Lớp học có 118 lượt người của Đảng bộ Khối Doanh nghiệp tỉnh tham gia."
    )
    assert owners(text, "118") == ["Đảng ủy Khối Doanh nghiệp tỉnh"]


def test_how_far_a_body_is_from_another_is_its_own() -> None:
    text = (
        "Ngày 4/1/2019, Tỉnh ủy Kon Tum tổ chức hội nghị tổng kết công tác năm 2018.\n\n"
        "Đảng bộ huyện Đắk Hà kết nạp 46 đảng viên, hơn Đảng bộ huyện Sa Thầy 17 đồng chí."
    )
    found = summary(text, LISTED_BY_RULES)
    assert owner_at(found, text.index("17")) == "Đảng bộ huyện Đắk Hà"
    assert [figure.basis for figure in found.figures if figure.mention.text == "17"] == ["change"]


def test_the_province_owns_what_is_left_though_a_district_is_named_first() -> None:
    text = (
        "Phát triển đảng viên có nhiều khởi sắc\n\n"
        "Năm 2021, Đảng bộ thị xã Duy Tiên kết nạp 206 đảng viên, Đảng bộ huyện Kim Bảng kết nạp 157 đảng viên.\n\n"
        "Đảng bộ tỉnh có 396 tổ chức cơ sở đảng.\n\n"
        "Ngoài ra, 1.104 đảng viên dự bị được chuyển chính thức."
    )
    assert owners(text, "206", "157", "396", "1.104") == [
        "Đảng bộ thị xã Duy Tiên",
        "Đảng bộ huyện Kim Bảng",
        "Đảng bộ tỉnh",
        "Đảng bộ tỉnh",
    ]


def test_where_a_single_cell_is_all_there_is_its_numbers_are_its_own() -> None:
    text = (
        "Ánh sáng ở bản xa\n\nBản Nà Phạ có 61 hộ dân. Đường vào bản dài 9 km.\n\n"
        "Chi bộ bản Nà Phạ có 14 đảng viên. Năm 2019, chi bộ kết nạp 2 đảng viên."
    )
    listed = decide(text)
    assert [one.name for one in listed] == ["Chi bộ bản Nà Phạ"]
    assert owners(text, "14", "2 đảng") == [listed[0].name] * 2


def test_a_second_bloc_of_the_same_kind_keeps_its_own_numbers() -> None:
    text = (
        "Ngày 10/1/2023, Đảng ủy Khối các cơ quan tỉnh Quảng Trị tổng kết công tác năm 2022.\n\n"
        "Đoàn công tác của Đảng ủy Khối các cơ quan tỉnh Quảng Nam dự. Đảng ủy Khối các cơ quan tỉnh Quảng Nam từng "
        "giúp tu sửa 3 căn nhà.\n\n"
        "Đảng ủy Khối kiểm tra 15 tổ chức đảng."
    )
    name = "Đảng ủy Khối các cơ quan tỉnh Quảng Trị"
    assert owners(text, "15") == [name]
    assert owners(text, "3 căn") != [name]


def test_a_body_that_only_owns_the_share_before_it_does_not_own_what_follows_the_semicolon() -> None:
    text = REVIEW + (
        "Ban mở lớp học nghị quyết: 97,4% đảng viên trong Đảng bộ tỉnh dự học; 136 cán bộ của ngành được tập huấn."
    )
    assert owners(text, "136") == [COMMISSION]


@pytest.mark.parametrize("word", ["Ủy ban", "Cơ quan này"])
def test_the_commissions_short_form_stands_for_it(word: str) -> None:
    text = (
        "Ngày 5/1/2025, Ủy ban Kiểm tra Tỉnh ủy Cao Bằng tổng kết công tác kiểm tra năm 2024.\n\n"
        f"Trong năm, Đảng bộ tỉnh kiểm tra 211 tổ chức đảng. {word} tiếp nhận 17 đơn.\n"
    )
    assert owners(text, "211", "17") == ["Đảng bộ tỉnh", "Ủy ban Kiểm tra Tỉnh ủy Cao Bằng"]


def test_a_cells_officer_is_no_cell() -> None:
    text = (
        "Ngày 5/1/2025, Đảng ủy xã Ea Tar tổng kết công tác xây dựng Đảng năm 2024.\n\n"
        "Bí thư Chi bộ Lê Văn Tám kể, năm qua kết nạp 4 người.\n"
    )
    assert [one.name for one in decide(text)] == ["Đảng ủy xã Ea Tar"]
