"""What the press says otherwise than reviews do: whole articles of a few sentences, in our own words."""

from __future__ import annotations

import pytest

from extractor import extract
from extractor.schema import ArticleSummary
from tests.engines.rules.judged import figures, labels

EVENTS = [
    (
        "Năm 2019, Huyện ủy Sốp Cộp triển khai nhiều việc mới; số chi bộ được kiểm tra nhiều hơn so với năm 2018. "
        "Các cấp ủy kiểm tra 212 chi bộ, giám sát 90 đảng viên; kết nạp 77 đảng viên.",
        ("annual_review", "2019", None),
    ),
    (
        "Chiều 9-7, Huyện ủy Sốp Cộp giao ban công tác tổ chức. Trong 6 tháng đầu năm, toàn Đảng bộ kết nạp 41 đảng "
        "viên (tăng 6 đảng viên so với cùng kỳ năm 2021).",
        ("half_year_review", "2022-H1", None),
    ),
    (
        "Trong năm, Đảng ủy Khối Doanh nghiệp tỉnh kết nạp 58 quần chúng, đạt 104% kế hoạch. Năm 2020, Đảng ủy Khối "
        "đặt ra chỉ tiêu: 45% tổ chức cơ sở đảng trong sạch, vững mạnh.",
        ("annual_review", "2019", "2020"),
    ),
    (
        "Tính đến ngày 30-6, các chi bộ trực thuộc Huyện ủy Sốp Cộp kết nạp được 37 đảng viên, bằng 41,1% chỉ tiêu đặt "
        "ra cho năm 2023.",
        ("half_year_review", "2023-H1", None),
    ),
    ("6 tháng đầu năm 2020, Huyện ủy Sốp Cộp kết nạp 22 đảng viên.", ("half_year_review", "2020-H1", None)),
    (
        "Ban Thường vụ Huyện ủy Sốp Cộp vừa ban hành Kế hoạch số 81-KH/HU về phát triển đảng viên năm 2024, giao kết "
        "nạp 95 đảng viên.",
        ("other", None, None),
    ),
    (
        "Ngày 7-5, Huyện ủy Sốp Cộp sơ kết 3 năm thực hiện Đề án 02-ĐA/HU về đảng viên là người Mông, giai "
        "đoạn đến năm "
        "2025. Đã kết nạp 88 đảng viên.",
        ("thematic_review", None, None),
    ),
]


@pytest.mark.parametrize(("text", "event"), EVENTS)
def test_a_year_that_is_compared_or_only_reached_to_is_not_reviewed(
    text: str, event: tuple[str, str | None, str | None]
) -> None:
    found = extract(text).event
    assert (found.kind, found.review_period, found.plan_period) == event


def test_the_year_after_the_compared_one_dates_the_meeting() -> None:
    summary = extract(EVENTS[1][0])
    assert str(summary.event.held_on) == "2022-07-09"
    assert {figure.period for figure in summary.figures} == {"2022-H1"}


def test_an_anniversary_is_no_day_of_the_meeting() -> None:
    summary = extract(
        "Nhân kỷ niệm 80 năm Ngày thành lập Quân đội (22/12/1944 - 22/12/2024), Thị ủy Nghĩa Lộ quyết định trao Huy "
        "hiệu Đảng cho 29 đảng viên."
    )
    assert summary.event.held_on is None


def bodies(summary: ArticleSummary) -> list[tuple[str, str]]:
    return [(one.name, one.kind) for one in summary.organizations]


def test_words_for_a_whole_province_list_its_committee_where_nobody_is_named() -> None:
    summary = extract("9 tháng đầu năm 2019, toàn tỉnh có 118 đảng viên bị thi hành kỷ luật, 3 tổ chức đảng vi phạm.")
    assert bodies(summary) == [("Đảng bộ tỉnh", "provincial_committee")]
    assert {figure.organization for figure in summary.figures} == {"Đảng bộ tỉnh"}


def test_a_province_without_party_work_lists_nobody() -> None:
    assert bodies(extract("Năm 2019, toàn tỉnh trồng 1.200 ha rừng, thu hoạch 300 tấn cà phê.")) == []


def test_a_central_body_that_holds_the_conference_is_listed() -> None:
    summary = extract(
        "Sáng 21/12, Ban Bí thư tổ chức hội nghị tổng kết công tác kiểm tra, giám sát của Đảng năm 2023.\n\n"
        "Cả năm, cấp ủy các cấp kiểm tra hơn 61 nghìn tổ chức đảng."
    )
    assert bodies(summary) == [("Ban Bí thư", "other")]
    assert [figure.organization for figure in summary.figures] == ["Ban Bí thư"]


def test_commissions_on_all_levels_under_a_chairman_list_the_committee() -> None:
    summary = extract(
        "Sáng 16-7-2021, đồng chí Lò Văn Thái, Chủ nhiệm Ủy ban Kiểm tra Tỉnh ủy chủ trì giao ban 6 tháng đầu "
        "năm 2021. "
        "Cấp ủy các cấp kiểm tra 210 tổ chức đảng; UBKT các cấp kiểm tra 31 đảng viên; cấp ủy các cấp giám sát "
        "90 chi bộ."
    )
    assert ("Tỉnh ủy", "provincial_committee") in bodies(summary)


def test_a_city_within_its_province_is_another_body() -> None:
    summary = extract(
        "Ngày 9/12/2020, Đảng ủy Quân sự tỉnh Hà Giang tổng kết năm 2020. Toàn Đảng bộ kết nạp 54 đảng viên. Đảng ủy "
        "Quân sự thành phố Hà Giang kết nạp 8 đảng viên."
    )
    owners = [(figure.mention.text, figure.organization) for figure in summary.figures]
    assert owners == [("54", "Đảng ủy Quân sự tỉnh Hà Giang"), ("8", "Đảng ủy Quân sự thành phố Hà Giang")]


PARTS = [
    (
        "Kết nạp 320 đảng viên, gồm: đảng viên nữ là 150 đồng chí, đảng viên người dân tộc ít người 31 đồng chí, đảng "
        "viên là người có đạo 7 đồng chí.",
        [None, "nữ", "người dân tộc ít người", "người có đạo"],
    ),
    (
        "Kết nạp 412 đảng viên; trong đó nữ chiếm 51,2%, đoàn viên thanh niên chiếm 60,7%.",
        [None, "nữ", "đoàn viên thanh niên"],
    ),
    ("Kết nạp 47 quần chúng (gồm 20 dân quân), tăng 5 đồng chí so với năm trước.", [None, "dân quân", None]),
    (
        "Phần lớn là các vi phạm: chế độ sinh hoạt đảng: 9 (30%); quản lý tài chính, tài sản: 6 (20%).",
        ["chế độ sinh hoạt đảng"] * 2 + ["quản lý tài chính, tài sản"] * 2,
    ),
    ("Kỷ luật bằng hình thức khiến trách đối với 2 tổ chức đảng.", ["khiến trách"]),
    ("Kết nạp 12 đảng viên ở các doanh nghiệp ngoài khu vực nhà nước.", ["ở các doanh nghiệp ngoài khu vực nhà nước"]),
    ("Có 14 đảng viên được kết nạp trong các hợp tác xã và tổ hợp tác.", ["trong các hợp tác xã và tổ hợp tác"]),
    ("Đảng ủy đình chỉ sinh hoạt Đảng đối với 3 trường hợp.", ["đình chỉ sinh hoạt Đảng"]),
    (
        "Có 11 đảng viên được trao Huy hiệu Đảng, trong đó 60 tuổi Đảng có 4 đ/c, 50 tuổi Đảng có 7 đ/c. Đảng bộ kết "
        "nạp 5 đảng viên.",
        [None, "60 tuổi", "50 tuổi", None],
    ),
]


@pytest.mark.parametrize(("paragraph", "groups"), PARTS)
def test_a_part_is_told_beside_its_number(paragraph: str, groups: list[str | None]) -> None:
    assert [figure.group for figure in figures(paragraph)] == groups


LABELS = [
    (
        "Kết nạp 210 đảng viên, nâng tổng số đảng viên lên 4.812 đồng chí; trong đó có 35% đảng viên là người Thái.",
        ["210 member/admitted", "4.812 member/total", "35% member/total"],
    ),
    ("Đảng bộ Khối có tổng số 3.107 đảng viên.", ["3.107 member/total"]),
    (
        "Kết nạp 64 đảng viên, bằng 2,1% so với tổng số đảng viên cuối năm 2017.",
        ["64 member/admitted", "2,1% member/admitted"],
    ),
    (
        "Có 7 tổ chức cơ sở đảng được xếp loại hoàn thành xuất sắc nhiệm vụ và 25 tổ chức cơ sở đảng được xếp "
        "loại hoàn "
        "thành nhiệm vụ.",
        ["7 grassroots_org/excellent", "25 grassroots_org/completed"],
    ),
    (
        "Kết nạp 33 quần chúng; thẩm định tiêu chuẩn chính trị 120 trường hợp.",
        ["33 member/admitted", "120 other/other"],
    ),
    ("Trong năm, Đảng bộ không có thi hành kỷ luật tổ chức đảng.", ["không có party_org/disciplined"]),
    (
        "Kiểm tra 19 chi bộ; qua kiểm tra kết luận 3 đơn vị có vi phạm.",
        ["19 cell/inspected", "3 cell/violating"],
    ),
    (
        "Giám sát, kiểm tra đối với 27 chi bộ, 40 đảng viên.",
        ["27 cell/supervised", "40 member/supervised"],
    ),
    ("Xóa khỏi danh sách 2 đảng viên.", ["2 member/removed"]),
    ("Người dân hiến hơn 450m² đất.", ["450 other/donated"]),
    ("Cử 6 đ/c tham gia học trung cấp lý luận chính trị.", ["6 participant/attended"]),
]


@pytest.mark.parametrize(("paragraph", "told"), LABELS)
def test_words_of_the_press_tell_what_is_counted(paragraph: str, told: list[str]) -> None:
    assert labels(paragraph) == told


def test_a_year_in_words_is_no_five() -> None:
    assert [one.mention.text for one in figures("Các chi bộ đều vượt kế hoạch năm, cụ thể: kết nạp 9 đảng viên.")] == [
        "9"
    ]


PHASES = [
    ("Kết nạp 31 đảng viên trong tổng số 80 đảng viên theo kế hoạch năm.", ["result", "target"]),
    ("Tỷ lệ chi bộ tổ dân phố đạt 88% (mục tiêu nghị quyết đại hội là 90%).", ["result", "target"]),
    ("Vi phạm chính sách dân số, kế hoạch hóa gia đình: 4 đảng viên.", ["result"]),
    ("Trên cơ sở theo dõi ý chí phấn đấu của quần chúng, toàn Đảng bộ kết nạp 71 đảng viên.", ["result"]),
    (
        "Năm 2019, phấn đấu kết nạp 60 đảng viên. Trong đó, đảng viên là học sinh 4 đồng chí.",
        ["target", "target"],
    ),
]


@pytest.mark.parametrize(("paragraph", "phases"), PHASES)
def test_a_plan_is_told_from_what_was_reached(paragraph: str, phases: list[str]) -> None:
    assert [figure.phase for figure in figures(paragraph)] == phases


def test_a_share_of_what_an_earlier_term_did_is_no_figure() -> None:
    told = labels("Thi hành kỷ luật 24 tổ chức đảng, bằng 160% so với nửa nhiệm kỳ trước.")
    assert told == ["24 party_org/disciplined"]


def test_evidence_begins_in_no_number_and_behind_another_clause() -> None:
    told = figures(
        "Giữ vững đoàn kết, kỷ cương; 62% tổ chức cơ sở đảng trong sạch, vững mạnh. Thi hành kỷ luật 1.408 đảng viên "
        "(khiển trách 1.020 đảng viên)."
    )
    assert [figure.evidence.text.split(" ")[0] for figure in told] == ["62%", "Thi", "Thi"]


def test_what_a_central_body_reports_of_the_whole_party_is_its_own() -> None:
    summary = extract(
        "Ngày 10-1-2020, Ban Tổ chức Trung ương tổng kết công tác năm 2019. Nơi kết nạp nhiều nhất là Đảng bộ "
        "tỉnh Nghệ "
        "An (4.011 đảng viên).\n\nĐến cuối năm, toàn Đảng có 5,1 triệu đảng viên."
    )
    owners = {figure.mention.text: figure.organization for figure in summary.figures}
    assert owners == {"4.011": "Đảng bộ tỉnh Nghệ An", "5,1 triệu": "Ban Tổ chức Trung ương"}


POINTS = [
    (
        "Năm 2018, Đảng ủy xã Mường Lèo đã tập trung lãnh đạo, chỉ đạo tổ chức thực hiện các mục tiêu; kịp thời triển "
        "khai các văn bản của cấp trên.",
        [],
    ),
    ("Đảng ủy đã chủ động quán triệt, chỉ đạo thực hiện nghiêm quy chế làm việc.", []),
    ("Đề nghị các đại biểu tập trung thảo luận về: Kết quả, hạn chế trong công tác kiểm tra.", []),
    (
        "Hội nghị nêu những tồn tại, hạn chế cần khắc phục và đề ra nhiệm vụ, giải pháp cho năm 2019. Trong "
        "đó, tiếp tục "
        "tăng cường quản lý đảng viên đi làm ăn xa; chủ động bồi dưỡng nguồn.",
        ["Tiếp tục tăng cường quản lý đảng viên đi làm ăn xa.", "Chủ động bồi dưỡng nguồn."],
    ),
]


@pytest.mark.parametrize(("paragraph", "points"), POINTS)
def test_work_done_and_an_agenda_are_no_tasks(paragraph: str, points: list[str]) -> None:
    head = "Ngày 11/1/2019, Đảng ủy xã Mường Lèo tổng kết công tác năm 2018, triển khai nhiệm vụ năm 2019.\n\n"
    assert [point.text for point in extract(head + paragraph).points] == points


def test_of_two_wordings_of_one_task_the_fuller_one_is_kept() -> None:
    summary = extract(
        "Ngày 5/1/2020, Huyện ủy Sốp Cộp tổng kết công tác năm 2019; yêu cầu kiên quyết phòng ngừa vi phạm.\n\n"
        "Bí thư Huyện ủy yêu cầu kiên quyết phòng ngừa vi phạm ngay từ chi bộ."
    )
    assert [point.text for point in summary.points] == ["Kiên quyết phòng ngừa vi phạm ngay từ chi bộ."]


def test_who_acts_for_the_giver_is_no_part_of_its_name() -> None:
    summary = extract(
        "Ngày 8/1/2021, Huyện ủy Sốp Cộp tổng kết năm 2020. Trưởng Ban Tổ chức Tỉnh ủy Trần Quốc Thắng trao "
        "khen thưởng "
        "cho các doanh nghiệp tiêu biểu năm 2020."
    )
    assert [award.granted_by for award in summary.awards] == ["Ban Tổ chức Tỉnh ủy"]


def test_a_sentence_that_opens_with_the_day_tells_when_a_document_was_given_out() -> None:
    summary = extract("Ngày 14/3/2022, Thị ủy Nghĩa Lộ ban hành Quyết định số 207-QĐ/TU về xếp loại chi bộ năm 2021.")
    assert [str(document.issued_on) for document in summary.documents] == ["2022-03-14"]


def test_a_programme_of_action_is_found_by_its_bare_number() -> None:
    summary = extract(
        "Ngày 9/7/2019, Huyện ủy Sốp Cộp sơ kết 6 tháng đầu năm 2019, quán triệt Chương trình hành động số 23 của Ban "
        "Chấp hành Đảng bộ tỉnh."
    )
    assert [(document.kind, document.number) for document in summary.documents] == [("Chương trình", "23")]


def test_a_lead_that_announces_a_list_is_read() -> None:
    summary = extract(
        "Thị xã Nghĩa Lộ nhìn lại năm 2021\n\nNgày 5/1/2022, Thị ủy Nghĩa Lộ tổng kết công tác năm 2021. Kết quả chính:"
        "\n\n1. Kết nạp đảng viên: chỉ tiêu 70, thực hiện 74.\n\n2. Đảng viên bị thi hành kỷ luật: 6."
    )
    assert bodies(summary) == [("Thị ủy Nghĩa Lộ", "district_committee")]
    assert [(figure.mention.text, figure.measure) for figure in summary.figures] == [
        ("70", "admitted"),
        ("74", "admitted"),
        ("6", "disciplined"),
    ]


def test_a_provinces_whole_that_opens_the_article_owns_its_number() -> None:
    summary = extract(
        "Theo Ban Tổ chức Tỉnh ủy, trong quý I, toàn Đảng bộ đã kết nạp 143 đảng viên mới, đạt 21,5% so với kế hoạch. "
        "Trong đó, Đảng bộ Công an tỉnh đạt 50%; Đảng bộ huyện Yên Thế 44%."
    )
    owners = [(figure.mention.text, figure.organization) for figure in summary.figures]
    assert owners == [
        ("143", "Tỉnh ủy"),
        ("21,5%", "Tỉnh ủy"),
        ("50%", "Đảng bộ Công an tỉnh"),
        ("44%", "Đảng bộ huyện Yên Thế"),
    ]


def test_a_committee_that_only_its_resolution_names_is_listed() -> None:
    summary = extract(
        "Nghị quyết Đại hội Đảng bộ huyện Bình Lục nhiệm kỳ 2020 - 2025 đặt mục tiêu mỗi năm kết nạp 80 đảng viên. Sau "
        "một năm, huyện đã kết nạp được 97 đảng viên."
    )
    assert bodies(summary) == [("Đảng bộ huyện Bình Lục", "district_committee")]


def test_places_in_a_list_are_parts() -> None:
    told = figures("Kết nạp 410 đảng viên: Đồng Hới 120; Bố Trạch 95; Lệ Thủy 88; Biên phòng 12.")
    assert [figure.group for figure in told][2:] == ["Bố Trạch", "Lệ Thủy", "Biên phòng"]


OWN = [
    "Gia đình bà Sáu hiện có 5 người là đảng viên.",
    "Anh Thào A Páo hiện trồng 4 ha quế.",
    "Mỗi năm chị thu 150 triệu đồng.",
]


@pytest.mark.parametrize("paragraph", OWN)
def test_what_is_a_persons_own_is_no_figure(paragraph: str) -> None:
    assert figures(paragraph) == []
