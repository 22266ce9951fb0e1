"""What a sentence says outright of whose a figure is, the learned votes notwithstanding."""

from __future__ import annotations

from extractor import extract


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
