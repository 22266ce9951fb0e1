"""What a sentence says outright of whose a figure is, the learned votes notwithstanding."""

from __future__ import annotations

from extractor import extract

HEAD = "Sáng 10/1/2020, Đảng ủy Khối các cơ quan tỉnh Kon Tum tổng kết năm 2019, triển khai nhiệm vụ năm 2020.\n\n"


def told(sentence: str, *fields: str) -> list[tuple[object, ...]]:
    """The fields of each figure of a sentence in a review of 2019, after its mention."""
    return [
        (figure.mention.text, *(getattr(figure, field) for field in fields))
        for figure in extract(HEAD + sentence).figures
    ]


def test_the_committee_whose_members_a_number_counts_is_listed_beside_the_commission_that_reviews() -> None:
    summary = extract(
        "Sáng 22-12-2022, Ban Tuyên giáo Tỉnh ủy Bắc Kạn tổng kết công tác tuyên giáo năm 2022, triển khai nhiệm vụ "
        "năm 2023. "
        "Một trong các chỉ tiêu là giữ trên 96% đảng viên trong toàn Đảng bộ tỉnh được học tập nghị quyết.\n\n"
        "Trong năm, Ban mở 21 lớp bồi dưỡng.\n"
    )
    owners = {figure.mention.text: figure.organization for figure in summary.figures}
    assert owners == {"96%": "Đảng bộ tỉnh", "21": "Ban Tuyên giáo Tỉnh ủy Bắc Kạn"}


def test_owners_told_in_turn_stand() -> None:
    summary = extract(
        "Ban Tổ chức Tỉnh ủy Hà Giang vừa họp giao ban công tác quý I năm 2022.\n\n"
        "Quý I, toàn tỉnh kết nạp 152 đảng viên. Huyện ủy Quản Bạ kết nạp 31 đảng viên, đạt 26,4% kế hoạch. "
        "Hai đảng bộ đạt thấp là Huyện ủy Bắc Mê, Huyện ủy Xín Mần, lần lượt đạt 6,2% và 5,3% kế hoạch.\n"
    )
    owners = {figure.mention.text: figure.organization for figure in summary.figures}
    assert (owners["6,2%"], owners["5,3%"]) == ("Huyện ủy Bắc Mê", "Huyện ủy Xín Mần")


def test_a_bracket_right_after_a_year_is_of_that_year_unless_the_year_is_compared_with() -> None:
    summary = extract(
        "Ngày 5/1/2023, Huyện ủy Tam Nông tổ chức hội nghị tổng kết công tác xây dựng Đảng năm 2022.\n\n"
        "So với năm 2021 (kết nạp 31 đảng viên), năm nay Đảng bộ huyện kết nạp nhiều hơn 9 đảng viên. "
        "Số đảng viên bị kỷ luật là 5 người, giảm 2 người so với năm 2021 (khiển trách 4, cảnh cáo 1).\n"
    )
    periods = {figure.mention.text: figure.period for figure in summary.figures}
    assert (periods["31"], periods["4"], periods["1"]) == ("2021", "2022", "2022")


def test_of_targets_told_by_their_whole_those_that_were_met_are_the_figure() -> None:
    summary = extract(
        "Ngày 5/1/2023, Huyện ủy Tam Nông tổ chức hội nghị tổng kết công tác xây dựng Đảng năm 2022.\n\n"
        "Năm qua, trong 32 chỉ tiêu nghị quyết đề ra có 27 chỉ tiêu đạt và vượt, 5 chỉ tiêu chưa đạt.\n"
    )
    assert [figure.value for figure in summary.figures] == [27, 5]
    assert summary.points == []


def test_a_number_right_after_a_word_of_falling_is_a_change_and_so_is_the_list_that_it_opens() -> None:
    summary = extract(
        "Sáng 10/1/2020, Đảng ủy Khối các cơ quan tỉnh Kon Tum tổng kết công tác xây dựng Đảng năm 2019.\n\n"
        "Nợ công giảm hơn 3 tỷ đồng; chi thường xuyên cơ bản bảo đảm theo đúng dự toán đã được giao từ đầu năm.\n\n"
        "Toàn Khối giảm 12 đơn vị, 35 chi bộ. Số chi bộ yếu kém giảm 8 chi bộ.\n"
    )
    told = [(figure.mention.text, figure.basis, figure.value) for figure in summary.figures]
    assert told == [
        ("3 tỷ đồng", "change", -3e9),
        ("12", "change", -12),
        ("35", "change", -35),
        ("8", "change", -8),
    ]


def test_targets_that_were_met_are_results_whatever_the_sentence_calls_them() -> None:
    head = "Sáng 10/1/2020, Đảng ủy Khối các cơ quan tỉnh Kon Tum tổng kết năm 2019, triển khai nhiệm vụ năm 2020.\n\n"
    for sentence, phase in (
        ("Trong 15 chỉ tiêu chủ yếu, có 11 chỉ tiêu vượt kế hoạch.", "result"),
        ("Trong 15 chỉ tiêu chủ yếu có 11 chỉ tiêu đạt và vượt.", "result"),
        ("Năm 2020, phấn đấu ít nhất 11 chỉ tiêu vượt kế hoạch.", "target"),
    ):
        assert [figure.phase for figure in extract(head + sentence).figures] == [phase]


def test_the_number_that_tells_which_cell_it_is_is_no_figure() -> None:
    head = "Sáng 10/1/2020, Đảng ủy phường Hòa Thuận tổng kết năm 2019.\n\n"
    for sentence, values in (
        ("Riêng chi bộ 2 có 45 đảng viên, kết nạp 3 đảng viên.", [45, 3]),
        ("Các chi bộ 3, 4 và 5 kết nạp 12 đảng viên.", [12]),
        ("Tổ dân phố 4 ủng hộ 12 triệu đồng.", [12e6]),
        ("Số chi bộ 45, số đảng viên 1.200.", [45, 1200]),
    ):
        assert [figure.value for figure in extract(head + sentence).figures] == values


def test_what_was_inspected_on_signs_is_not_said_to_have_done_wrong() -> None:
    sentence = (
        "UBKT các cấp kiểm tra khi có dấu hiệu vi phạm đối với 64 tổ chức đảng và 211 đảng viên, kết luận có vi phạm "
        "lần lượt là 57 và 189."
    )
    assert told(sentence, "subject", "measure") == [
        ("64", "party_org", "inspected"),
        ("211", "member", "inspected"),
        ("57", "party_org", "violating"),
        ("189", "member", "violating"),
    ]


def test_a_verb_before_numbers_told_in_turn_is_theirs() -> None:
    sentence = "Cấp ủy kiểm tra 684 tổ chức đảng, 2.317 đảng viên; giám sát chuyên đề lần lượt 415 và 1.086."
    assert told(sentence, "subject", "measure")[2:] == [
        ("415", "party_org", "supervised"),
        ("1.086", "member", "supervised"),
    ]


def test_what_was_given_to_do_is_a_target() -> None:
    sentence = "Đảng bộ xã Phúc Lương được giao 10 đảng viên mới nhưng kết nạp có 4."
    assert told(sentence, "phase") == [("10", "target"), ("4", "result")]
    sentence = "Chỉ tiêu kết nạp đảng viên năm 2019 là 70 thì thực hiện được 74."
    assert told(sentence, "phase") == [("70", "target"), ("74", "result")]


def test_a_difference_is_a_change_unless_it_is_one_from_the_plan() -> None:
    assert told("Kết nạp 241 đảng viên, nhiều hơn tổng số của hai đảng bộ cũ là 37 đồng chí.", "basis") == [
        ("241", "level"),
        ("37", "change"),
    ]
    assert told("Kết nạp 241 quần chúng, nhiều hơn 21 người so với chỉ tiêu tỉnh giao.", "basis", "value") == [
        ("241", "level", 241),
        ("21", "over_plan", 21),
    ]
    assert told("Kết nạp 241 quần chúng, ít hơn 21 người so với kế hoạch.", "basis", "value")[1:] == [
        ("21", "over_plan", -21)
    ]
    assert told("Năm 2019, xếp loại chi bộ: ít nhất 80% hoàn thành tốt.", "basis") == [("80%", "level")]


def test_the_year_before_is_read_from_the_words_beside_the_number() -> None:
    assert told("Năm 2019 kết nạp 12 đảng viên; năm trước đó kết nạp 9.", "period") == [("12", "2019"), ("9", "2018")]
    sentence = "Tỷ lệ đảng viên hoàn thành tốt nhiệm vụ trở lên chỉ 90,7%, thấp hơn mức 92,3% của năm trước."
    assert told(sentence, "period", "basis") == [("90,7%", "2019", "level"), ("92,3%", "2018", "level")]


def test_things_pointed_at_are_not_counted() -> None:
    sentence = "Tỷ lệ đảng viên học tập hai nghị quyết này lần lượt là 98,9% và 99,3%."
    assert told(sentence) == [("98,9%",), ("99,3%",)]
    assert told("Hai đợt 3/2 và 19/5, có 98 đồng chí được trao Huy hiệu Đảng.", "measure") == [("98", "badge")]
    assert told("Kỷ luật 12 đảng viên, ba người trong số đó bị khai trừ.", "value") == [("12", 12), ("ba", 3)]


def test_a_state_as_of_a_day_is_of_its_year() -> None:
    head = "Sáng 11/7/2023, Huyện ủy Thanh Chương sơ kết 6 tháng đầu năm 2023.\n\n"
    text = head + "Sáu tháng, toàn huyện kết nạp 98 người. Tính đến 30/6, Đảng bộ huyện có 508 chi bộ."
    assert [(figure.mention.text, figure.period) for figure in extract(text).figures] == [
        ("98", "2023-H1"),
        ("508", "2023"),
    ]


def test_a_plan_that_was_passed_is_told_from_the_plan_itself() -> None:
    assert told("Toàn tỉnh mở 214 lớp, cao hơn kế hoạch 9 lớp.", "basis", "phase")[1] == ("9", "over_plan", "result")
    sentence = "Kết nạp 148 đảng viên, thấp hơn chỉ tiêu 160 đảng viên mà Tỉnh ủy giao."
    assert told(sentence, "basis", "phase")[1] == ("160", "level", "target")
    sentence = "Thu ngân sách được 58,4 tỷ đồng trong khi dự toán tỉnh giao chỉ 52 tỷ đồng."
    assert told(sentence, "phase") == [("58,4 tỷ đồng", "result"), ("52 tỷ đồng", "target")]


def test_owners_told_in_turn_are_listed_each_with_both_its_numbers() -> None:
    text = (
        "Đảng bộ Phường 4 và Đảng bộ xã Thới Sơn về đích sớm nhất, lần lượt kết nạp 9 và 7 đảng viên, bằng 112,5% và"
        " 116,7% chỉ tiêu cả năm."
    )
    assert told(text, "organization") == [
        ("9", "Đảng bộ Phường 4"),
        ("7", "Đảng bộ xã Thới Sơn"),
        ("112,5%", "Đảng bộ Phường 4"),
        ("116,7%", "Đảng bộ xã Thới Sơn"),
    ]


def test_communes_told_by_their_names_beside_a_committee_are_bodies() -> None:
    text = (
        "Đảng bộ xã Nhơn Trạch kết nạp 41 người. Xã Long Thành, vùng sân bay, lập 6 tổ chức đảng và kết nạp 39 đảng"
        " viên; còn xã Ia Đal vỏn vẹn hai người."
    )
    assert told(text, "organization") == [
        ("41", "Đảng bộ xã Nhơn Trạch"),
        ("6", "Xã Long Thành"),
        ("39", "Xã Long Thành"),
        ("hai", "xã Ia Đal"),
    ]
    text = "Đảng bộ xã Nhơn Trạch kết nạp 41 người. Hội nghị tổ chức tại xã Long Thành, có 39 đại biểu dự."
    assert "xã Long Thành" not in {owner for _, owner in told(text, "organization")}


def test_levels_of_badges_places_online_and_comments_are_no_figures() -> None:
    text = "Nhận Huy hiệu có 14 đồng chí 70 năm, 61 đồng chí 60 năm; còn lại là các mức 55, 50, 45, 40 và 30 năm."
    assert told(text, "group") == [("14", "70 năm"), ("61", "60 năm")]
    assert told("Hội nghị kết nối trực tuyến tới 75 xã, phường.") == []
    assert told("Kết nạp 12 đảng viên.\n\nÝ kiến bạn đọc (0)\n") == [("12",)]


def test_a_bracket_that_says_where_somebody_is_from_owns_nothing() -> None:
    summary = extract(
        "Sáng 30/8/2023, Quận ủy Hai Bà Trưng trao Huy hiệu Đảng.\n\nCao niên nhất là cụ Lưu Thị Hảo (Chi bộ 7, phường"
        " Bạch Mai), một trong 2 người nhận Huy hiệu 80 năm. Đảng bộ phường Bạch Mai có 52 đồng chí."
    )
    assert [(figure.mention.text, figure.organization) for figure in summary.figures] == [
        ("2", "Quận ủy Hai Bà Trưng"),
        ("52", "Đảng bộ phường Bạch Mai"),
    ]


def test_what_a_body_took_over_owns_nothing() -> None:
    text = "Khối có 62 tổ chức cơ sở đảng sau khi tiếp nhận Chi bộ Quỹ Bảo vệ môi trường, và 3.486 đảng viên."
    assert {owner for _, owner in told(text, "organization")} == {"Đảng ủy Khối các cơ quan tỉnh Kon Tum"}


def test_a_tier_alone_means_the_only_committee_of_its_tier() -> None:
    summary = extract(
        "Sáng 30/8/2023, Quận ủy Hai Bà Trưng tổng kết năm.\n\nĐảng bộ phường Minh Khai kết nạp được 12 người. Cũng"
        " trong 8 tháng, quận thành lập 4 chi bộ trong doanh nghiệp."
    )
    owners = {figure.mention.text: figure.organization for figure in summary.figures}
    assert owners == {"12": "Đảng bộ phường Minh Khai", "4": "Quận ủy Hai Bà Trưng"}
