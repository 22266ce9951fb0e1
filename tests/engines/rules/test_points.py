"""Points: what is announced, what is asked, what is only said of work done."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.engines.rules.draft import EventDraft
from extractor.engines.rules.points import PRIORITIES, decide_points
from extractor.reading.reader import read
from extractor.text.article import Article, Extent

HEAD = (
    "Đảng ủy Khối tổng kết công tác năm 2018\n\n"
    "Ngày 10/1/2019, Đảng ủy Khối các cơ quan tỉnh tổ chức hội nghị tổng kết năm 2018.\n\n"
)
EVENT = EventDraft(kind="annual_review", review_period="2018", plan_period="2019")


def _points(paragraph: str, figures: tuple[Extent, ...] = ()) -> list[tuple[str, str]]:
    article = Article.from_text("a", HEAD + paragraph + "\n")
    return [(point.kind[0], point.text) for point in decide_points(article, read(article), figures, EVENT)]


CASES = [
    ("Phóng viên: Còn những điểm yếu nào ở chi bộ chậm nộp hồ sơ?", []),
    (
        "Đồng chí Trần Văn Nam nhấn mạnh ba việc: khảo sát lại các doanh nghiệp; chọn bí thư là người điều hành.",
        [("p", "Khảo sát lại các doanh nghiệp."), ("p", "Chọn bí thư là người điều hành.")],
    ),
    (
        "Đồng chí Trần Văn Nam yêu cầu Ban Tổ chức bảo đảm an ninh cho bầu cử; giám sát ngay các dự án.",
        [("p", "Bảo đảm an ninh cho bầu cử."), ("p", "Giám sát ngay các dự án.")],
    ),
    (
        "Đảng ủy nghiêm túc chỉ ra: tự phê bình ở vài chi bộ còn xuê xoa; hồ sơ chưa số hóa xong.",
        [("s", "Tự phê bình ở vài chi bộ còn xuê xoa."), ("s", "Hồ sơ chưa số hóa xong.")],
    ),
    (
        "Thảo luận, nhiều ý kiến băn khoăn khi lịch họp thường bị dồn sang cuối tháng; việc tạo nguồn còn lúng túng.",
        [("s", "Lịch họp thường bị dồn sang cuối tháng."), ("s", "Việc tạo nguồn còn lúng túng.")],
    ),
    (
        "Các đại biểu cũng nhìn thẳng vào những điểm yếu. Công chức phải kiêm nhiệm, hồ sơ tồn đọng còn nhiều.",
        [("s", "Công chức phải kiêm nhiệm, hồ sơ tồn đọng còn nhiều.")],
    ),
    (
        "II. HẠN CHẾ\n\n- Việc cập nhật dữ liệu đảng viên chậm.\n\nIII. NHIỆM VỤ\n\n1. Chấn chỉnh nền nếp sinh hoạt.",
        [("s", "Việc cập nhật dữ liệu đảng viên chậm."), ("p", "Chấn chỉnh nền nếp sinh hoạt.")],
    ),
    ("Đảng ủy Khối yêu cầu các chi bộ rà soát hồ sơ. Cuối đợt, hồ sơ của mọi chi bộ đã đủ.", []),
    ("Đảng ủy Khối yêu cầu các chi bộ rà soát hồ sơ. Mọi chi bộ đều ghi nhận.", [("p", "Rà soát hồ sơ.")]),
    (
        "Hạn chế được nêu ra là việc ghi sổ ở một số chi bộ còn sơ sài; lịch họp thường bị dời.",
        [("s", "Việc ghi sổ ở một số chi bộ còn sơ sài."), ("s", "Lịch họp thường bị dời.")],
    ),
    (
        "Báo cáo không né tránh điểm yếu. Một số chi bộ sinh hoạt còn qua loa. Phong trào vẫn sôi nổi.",
        [("s", "Một số chi bộ sinh hoạt còn qua loa.")],
    ),
    (
        "Tuy nhiên, công tác thông tin còn chậm; hồ sơ lưu chưa đầy đủ.",
        [("s", "Công tác thông tin còn chậm."), ("s", "Hồ sơ lưu chưa đầy đủ.")],
    ),
    (
        "Năm 2019, Đảng bộ Khối sẽ đổi mới sinh hoạt chi bộ; rà soát quy hoạch cán bộ.",
        [("p", "Đổi mới sinh hoạt chi bộ."), ("p", "Rà soát quy hoạch cán bộ.")],
    ),
    (
        "Đồng chí Bí thư yêu cầu các cấp ủy bám sát cơ sở; giữ nghiêm kỷ luật phát ngôn.",
        [("p", "Bám sát cơ sở."), ("p", "Giữ nghiêm kỷ luật phát ngôn.")],
    ),
    ("Nhiệm vụ trọng tâm là siết chặt kỷ cương.", [("p", "Siết chặt kỷ cương.")]),
    ("Năm 2018, Đảng ủy Khối đã chỉ đạo các cấp ủy đổi mới lề lối; quan tâm đào tạo cán bộ.", []),
    ("Dù vẫn còn một số tồn tại, hạn chế nhất định, song nhìn chung các nhiệm vụ đều hoàn thành.", []),
    ("Đồng chí đề nghị khen thưởng các tập thể có thành tích.", []),
]


@pytest.mark.parametrize(("paragraph", "expected"), CASES)
def test_clauses_are_read_by_what_announces_them(paragraph: str, expected: list[tuple[str, str]]) -> None:
    assert _points(paragraph) == expected


def test_a_clause_with_a_figure_is_no_point() -> None:
    paragraph = "Năm 2019, Đảng bộ Khối kết nạp 110 đảng viên; rà soát quy hoạch cán bộ."
    start = len(HEAD) + paragraph.index("kết nạp")
    assert _points(paragraph, (Extent(start, start + 24),)) == [("p", "Rà soát quy hoạch cán bộ.")]


def test_only_the_first_priorities_are_kept() -> None:
    names = "một hai ba bốn năm sáu bảy tám chín mười".split()
    tasks = "; ".join(f"rà soát quy chế làm việc phần {name}" for name in names)
    assert len(_points(f"Năm 2019, Đảng bộ Khối {tasks}.")) == PRIORITIES


@given(st.text(max_size=300), st.lists(st.sampled_from([case[0] for case in CASES]), max_size=3))
def test_any_text_is_read_and_evidence_lies_inside_it(text: str, paragraphs: list[str]) -> None:
    article = Article.from_text("a", text + "\n\n".join(paragraphs))
    for point in decide_points(article, read(article), (), EVENT):
        assert isinstance(point.evidence, Extent)
        assert 0 <= point.evidence.start < point.evidence.end <= len(article.text)
