"""Points by how a sentence tells them: a plan's topic, work done, praise by denial, speech, what stands before them."""

from __future__ import annotations

import pytest

from extractor.engines.rules.draft import EventDraft
from extractor.engines.rules.points import decide_points
from extractor.reading.reader import read
from extractor.text.article import Article

HEAD = (
    "Đảng ủy Khối tổng kết công tác năm 2018\n\n"
    "Ngày 10/1/2019, Đảng ủy Khối các cơ quan tỉnh tổ chức hội nghị tổng kết năm 2018.\n\n"
)
EVENT = EventDraft(kind="annual_review", review_period="2018", plan_period="2019")
ASKED = "Đồng chí Bí thư yêu cầu các chi bộ rà soát hồ sơ. "


def _points(paragraph: str) -> list[tuple[str, str]]:
    article = Article.from_text("a", HEAD + paragraph + "\n")
    return [(point.kind[0], point.text) for point in decide_points(article, read(article), (), EVENT)]


PLANS = [
    "Phương hướng năm 2019, Huyện ủy tập trung củng cố chi bộ; đào tạo cán bộ trẻ.",
    "Phương hướng, nhiệm vụ năm 2019, Huyện ủy tập trung củng cố chi bộ; đào tạo cán bộ trẻ.",
    "Nhiệm vụ trọng tâm năm 2019, Huyện ủy tập trung củng cố chi bộ; đào tạo cán bộ trẻ.",
    "Nhiệm vụ trong thời gian tới, Huyện ủy tập trung củng cố chi bộ; đào tạo cán bộ trẻ.",
]


@pytest.mark.parametrize("paragraph", PLANS)
def test_the_topic_of_a_plan_is_followed_by_tasks(paragraph: str) -> None:
    assert _points(paragraph) == [("p", "Tập trung củng cố chi bộ."), ("p", "Đào tạo cán bộ trẻ.")]


def test_the_topic_of_a_year_that_is_over_announces_no_task() -> None:
    assert _points(PLANS[0].replace("2019", "2018")) == []


@pytest.mark.parametrize(
    "opening", ["Trong năm", "Năm qua", "Thời gian qua", "Năm 2018", "Trong năm 2018", "Từ đầu năm đến nay"]
)
def test_work_done_after_a_request_is_no_task(opening: str) -> None:
    done = f"{opening}, Đảng ủy Khối tập trung rà soát quy hoạch; chỉ đạo sắp xếp chi bộ."
    assert _points(ASKED + done) == [("p", "Rà soát hồ sơ.")]


@pytest.mark.parametrize(
    ("paragraph", "told"),
    [
        (
            "Dù vậy, một số chi bộ sinh hoạt chưa nền nếp; việc thu nộp đảng phí gặp nhiều khó khăn.",
            ["Một số chi bộ sinh hoạt chưa nền nếp.", "Việc thu nộp đảng phí gặp nhiều khó khăn."],
        ),
        (
            "Tuy đạt nhiều kết quả nhưng công tác quản lý đảng viên đi làm ăn xa vẫn là khâu yếu.",
            ["Công tác quản lý đảng viên đi làm ăn xa vẫn là khâu yếu."],
        ),
        ("Tuy nhiên, Đảng bộ còn gặp nhiều khó khăn.", []),
    ],
)
def test_a_thing_that_meets_difficulties_is_a_shortcoming_a_body_that_does_is_none(
    paragraph: str, told: list[str]
) -> None:
    assert _points(paragraph) == [("s", text) for text in told]


def test_a_task_of_the_year_after_a_request_is_one() -> None:
    found = _points(ASKED + "Trong năm, các cấp ủy cần tập trung củng cố chi bộ; sắp xếp lại tổ chức.")
    assert found == [("p", "Rà soát hồ sơ."), ("p", "Tập trung củng cố chi bộ."), ("p", "Sắp xếp lại tổ chức.")]
    found = _points("Năm 2019, Đảng bộ tập trung củng cố chi bộ. Trong năm, sắp xếp lại tổ chức; đào tạo cán bộ trẻ.")
    assert ("p", "Đào tạo cán bộ trẻ.") in found


@pytest.mark.parametrize(
    "paragraph",
    [
        "Một số kết quả chủ yếu trong xử lý đảng viên vi phạm, yếu kém như sau:",
        "Bên cạnh đó, một số chỉ tiêu thực hiện còn chậm như sau:",
        "Tuy nhiên, đó chưa phải là điều để bằng lòng.",
        "Có chi bộ nhiều năm liền chưa tháng nào lỡ hẹn sinh hoạt.",
        "Một số đảng viên cao tuổi chưa bao giờ vắng mặt.",
        "Có cơ quan ba lần chuyển trụ sở mà sổ nghị quyết chi bộ vẫn không thiếu trang nào.",
    ],
)
def test_what_introduces_a_list_or_praises_by_denying_is_no_shortcoming(paragraph: str) -> None:
    assert _points(paragraph) == []


def test_a_denial_of_what_is_good_stays_a_shortcoming() -> None:
    found = _points("Tuy nhiên, một số chi bộ chưa tháng nào sinh hoạt đúng ngày.")
    assert found == [("s", "Một số chi bộ chưa tháng nào sinh hoạt đúng ngày.")]


SPOKEN = [
    "Đồng chí Trần Văn Nam thẳng thắn: “{}; {}”.",
    'Đồng chí Trần Văn Nam cho biết: "{}; {}".',
    "Đồng chí Trần Văn Nam thẳng thắn nói “{}; {}”.",
    'Đồng chí Trần Văn Nam thừa nhận: "{}; {}", theo báo cáo.',
]


@pytest.mark.parametrize("words", SPOKEN)
def test_each_clause_of_a_speech_is_a_point_without_its_marks(words: str) -> None:
    said = ("Một số chi bộ sinh hoạt còn qua loa", "việc ghi sổ ở một số nơi còn sơ sài")
    found = _points(words.format(*said))
    assert found == [("s", "Một số chi bộ sinh hoạt còn qua loa."), ("s", "Việc ghi sổ ở một số nơi còn sơ sài.")]


def test_a_speech_of_one_clause_has_no_marks_and_a_title_inside_keeps_its_own() -> None:
    found = _points("Đồng chí Trần Văn Nam thẳng thắn: “Một số chi bộ sinh hoạt còn qua loa”.")
    assert found == [("s", "Một số chi bộ sinh hoạt còn qua loa.")]
    found = _points("Tuy nhiên, một số chi bộ thực hiện phong trào “Dân vận khéo; đoàn kết tốt” còn qua loa.")
    assert found == [("s", "Một số chi bộ thực hiện phong trào “Dân vận khéo; đoàn kết tốt” còn qua loa.")]


def test_a_slogan_after_a_colon_is_no_speech() -> None:
    found = _points("Tuy nhiên, phong trào với chủ đề: “Đoàn kết, kỷ cương; một số việc mới” còn qua loa.")
    assert len(found) == 1


@pytest.mark.parametrize(
    "aside",
    [
        "Bên những việc làm được",
        "Bên cạnh những việc làm được",
        "Cạnh những kết quả đó",
        "Dù đạt nhiều kết quả tích cực",
    ],
)
def test_an_aside_before_a_point_is_no_part_of_it(aside: str) -> None:
    found = _points(f"{aside}, sinh hoạt chi bộ ở một số nơi còn nặng về chuyên môn.")
    assert found == [("s", "Sinh hoạt chi bộ ở một số nơi còn nặng về chuyên môn.")]
    found = _points(f"{aside}, sinh hoạt chi bộ còn nặng về chuyên môn.")
    assert found == [("s", "Sinh hoạt chi bộ còn nặng về chuyên môn.")]


@pytest.mark.parametrize(
    "told", ["không có đảng viên vi phạm phải xử lý kỷ luật", "12 người vi phạm đến mức phải xử lý kỷ luật"]
)
def test_who_had_to_be_disciplined_is_no_task(told: str) -> None:
    assert _points(f"Năm qua, {told}.") == []
