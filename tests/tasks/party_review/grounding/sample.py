"""An article of our own with its reading, and drafts about it that tests change one field at a time."""

from dataclasses import replace
from datetime import date

from extractor.draft import Quote
from extractor.engines.rules.draft import (
    AwardDraft,
    DocumentDraft,
    Draft,
    EventDraft,
    FigureDraft,
    OrganizationDraft,
    PersonDraft,
    PointDraft,
    SourceDraft,
)
from extractor.reading.reader import read
from extractor.tasks.party_review.grounding.ground import ground
from extractor.text.article import Article, Extent

TEXT = "\n".join(
    (
        "ĐẢNG ỦY KHỐI CÁC CƠ QUAN TỈNH TỔNG KẾT NĂM 2019",
        "Cập nhật: 15/01/2020",
        "",
        "Sáng nay, Đảng uỷ Khối các cơ quan tỉnh Lâm Đồng tổng kết công tác xây dựng Đảng năm 2019, "
        "triển khai nhiệm vụ năm 2020. Đồng chí Lò Văn Sự, Bí thư Đảng ủy Khối chủ trì hội nghị.",
        "Năm qua, toàn Khối kết nạp 214 đảng viên mới, vượt 14 đảng viên so với kế hoạch; có 61/74 tổ "
        "chức cơ sở đảng hoàn thành tốt nhiệm vụ, chiếm 82,43%. Doanh thu của các doanh nghiệp đạt 1.250 "
        "tỷ đồng, giảm 3,5% so với năm 2018. Trong tổng số 15 chỉ tiêu có 13 chỉ tiêu đạt và vượt.",
        "Thực hiện Nghị quyết số 18-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương và Nghị quyết "
        "Trung ương 4, 5 khóa XII, các chi bộ đã sắp xếp lại tổ chức. Tuy nhiên, việc sinh hoạt chuyên "
        "đề ở một số chi bộ chưa thường xuyên.",
        "Năm 2020, Đảng bộ Khối phấn đấu kết nạp từ 200 đảng viên trở lên; trên 85% tổ chức cơ sở đảng "
        "hoàn thành tốt nhiệm vụ; nâng cao chất lượng sinh hoạt chi bộ.",
        "Dịp này, Ban Thường vụ Đảng ủy Khối tặng Giấy khen cho 18 tập thể và hai mươi bảy cá nhân có "
        "thành tích xuất sắc năm 2019 trong xây dựng tổ chức; Chi bộ Sở Du lịch được tặng Bằng khen.",
        "",
        "Hà Mi",
        "",
    )
)
ARTICLE = Article.from_text("sample", TEXT)
READING = read(ARTICLE)
NAME = "Đảng ủy Khối các cơ quan tỉnh Lâm Đồng"
SPELT = "Đảng uỷ Khối các cơ quan tỉnh Lâm Đồng"

ORGANIZATION = OrganizationDraft(NAME, "agencies_bloc", "Lâm Đồng")
FIGURE = FigureDraft(
    quantity=None,
    mention=Quote("214"),
    evidence=Quote("toàn Khối kết nạp 214 đảng viên mới"),
    organization=NAME,
    phase="result",
    period="2019",
    subject="member",
    measure="admitted",
    basis="level",
)
AWARD = AwardDraft(
    title="giấy khen",
    granted_by="Ban Thường vụ Đảng ủy Khối",
    recipient_kind="collective",
    recipient=None,
    count=18,
    achievement="thành tích xuất sắc",
    period="2019",
    evidence=Quote("tặng Giấy khen cho 18 tập thể và hai mươi bảy cá nhân có thành tích xuất sắc"),
)
PERSON = PersonDraft("Lò Văn Sự", "Bí thư Đảng ủy Khối", Quote("Lò Văn Sự, Bí thư Đảng ủy Khối"))
DOCUMENT = DocumentDraft(
    kind="Nghị quyết",
    number="18-NQ/TW",
    title=None,
    issued_on=date(2017, 10, 25),
    issuer="Ban Chấp hành Trung ương",
    evidence=Quote("Nghị quyết số 18-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương"),
)
POINT = PointDraft(
    "shortcoming",
    "Việc sinh hoạt chuyên đề ở một số chi bộ chưa thường xuyên.",
    Quote("việc sinh hoạt chuyên đề ở một số chi bộ chưa thường xuyên"),
)
SOURCE = SourceDraft(None, "Đảng ủy Khối các cơ quan tỉnh tổng kết năm 2019", ("Hà Mi",), date(2020, 1, 15))
EVENT = EventDraft("annual_review", date(2020, 1, 15), "2019", "2020")
DRAFT = Draft(
    source=SOURCE,
    event=EVENT,
    abstract=f"{NAME} tổng kết năm 2019. Khối kết nạp 214 đảng viên.",
    organizations=(ORGANIZATION,),
    figures=(FIGURE,),
    awards=(AWARD,),
    people=(PERSON,),
    documents=(DOCUMENT,),
    points=(POINT,),
)


def quantity(words, number=0):
    """The id of the reader's quantity whose mention is `words`, of its repeats the one numbered."""
    found = [q.id for q in READING.quantities if ARTICLE.slice(q.extent) == words]
    return found[number]


def extent(words):
    start = ARTICLE.text.index(words)
    return Extent(start, start + len(words))


def grounded(**changes):
    """The sample draft with some of its parts replaced, through the gate."""
    return ground(ARTICLE, READING, replace(DRAFT, **changes))


def figure(**changes):
    """One figure through the gate: the figure or None, and the rejections."""
    result = grounded(figures=(replace(FIGURE, **changes),))
    return (result.summary.figures or [None])[0], result.rejections
