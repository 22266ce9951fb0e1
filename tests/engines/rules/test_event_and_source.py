"""The conference and the document itself, from their usual openings."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import extract
from extractor.engines.rules.draft import EventDraft, SourceDraft
from extractor.engines.rules.event import decide_event
from extractor.engines.rules.source import decide_source
from extractor.labels import EVENT_KINDS
from extractor.reading.reader import read
from extractor.text.article import Article

SHARED = Path(__file__).resolve().parents[4] / "shared"
TITLE = "Một buổi họp đầu năm"


def decide(text: str, **known: object) -> tuple[SourceDraft, EventDraft]:
    """Source and event of an article."""
    article = Article.from_text("any", text, **known)
    reading = read(article)
    source = decide_source(article, reading)
    return source, decide_event(article, reading, source)


EVENTS = [
    (
        "Sáng 28/6/2022, Đảng ủy Khối Doanh nghiệp tỉnh tổ chức hội nghị sơ kết công tác 6 tháng đầu năm, "
        "triển khai nhiệm vụ 6 tháng cuối năm 2022.",
        ("half_year_review", date(2022, 6, 28), "2022-H1", "2022-H2"),
    ),
    (
        "Chiều 2/4, Đảng ủy Khối Cơ quan và Doanh nghiệp tỉnh họp sơ kết công tác quý I/2024 và triển khai nhiệm vụ "
        "quý II/2024.",
        ("quarterly_review", date(2024, 4, 2), "2024-Q1", "2024-Q2"),
    ),
    (
        "Sáng 8-10, Đảng ủy Khối Doanh nghiệp tỉnh sơ kết công tác quý III và 9 tháng, đề ra nhiệm vụ quý IV năm 2021.",
        ("quarterly_review", date(2021, 10, 8), "2021-9M", "2021-Q4"),
    ),
    (
        "Ngày 13/1, Đảng ủy Khối các cơ quan tỉnh tổ chức hội nghị tổng kết công tác năm 2020, triển khai nhiệm vụ "
        "năm 2021.",
        ("annual_review", date(2021, 1, 13), "2020", "2021"),
    ),
    (
        "Ngày 24-12, Đảng ủy Khối các cơ quan tỉnh tổng kết công tác năm 2020.",
        ("annual_review", date(2020, 12, 24), "2020", None),
    ),
    (
        "Chiều 21-12-2016, Đảng ủy Khối các cơ quan tỉnh họp mở rộng để nhìn lại một năm xây dựng Đảng và bàn "
        "công việc "
        "của năm 2017.",
        ("annual_review", date(2016, 12, 21), "2016", "2017"),
    ),
    (
        "Ngày 15/6/2023, Huyện ủy Cẩm Khê tổ chức hội nghị sơ kết giữa nhiệm kỳ thực hiện Nghị quyết Đại hội Đảng bộ "
        "huyện lần thứ XXIX, nhiệm kỳ 2020-2025.",
        ("term_review", date(2023, 6, 15), "2020/2023", None),
    ),
    (
        "Ngày 20-5-2024, Đảng ủy Khối các cơ quan tỉnh sơ kết 3 năm thực hiện Kết luận số 01-KL/TW của Bộ Chính trị.",
        ("thematic_review", date(2024, 5, 20), "2021/2024", None),
    ),
    (
        "Ngày 25/7, Đảng ủy Khối các cơ quan tỉnh tổng kết 10 năm thực hiện Nghị quyết số 22-NQ/TW giai đoạn "
        "2008 - 2018.",
        ("thematic_review", date(2018, 7, 25), "2008/2018", None),
    ),
    (
        "Sáng 28/7/2020, Đảng bộ Khối Doanh nghiệp tỉnh long trọng tổ chức Đại hội đại biểu lần thứ III, nhiệm kỳ "
        "2020 - 2025. Nhiệm kỳ 2015 - 2020, Đảng bộ kết nạp 512 đảng viên.",
        ("congress", date(2020, 7, 28), "2015/2020", "2020/2025"),
    ),
    (
        "Năm 2015, Đảng bộ Khối Các cơ quan tỉnh đã tổ chức thành công Đại hội Đảng bộ Khối lần thứ VI, nhiệm kỳ "
        "2015-2020. Đó là ưu điểm được đánh giá tại Hội nghị tổng kết công tác Đảng bộ năm 2015 và triển khai nhiệm vụ "
        "năm 2016.",
        ("annual_review", None, "2015", "2016"),
    ),
    (
        "Năm 2022, Đảng bộ Khối Doanh nghiệp tỉnh kết nạp 88 đảng viên, đạt 110% chỉ tiêu; 95% đảng viên hoàn "
        "thành tốt "
        "nhiệm vụ. Năm 2023, Đảng bộ Khối phấn đấu kết nạp 90 đảng viên.",
        ("annual_review", None, "2022", "2023"),
    ),
    (
        "Ngày 12/3/2021, Đảng ủy Khối các cơ quan tỉnh khai giảng lớp bồi dưỡng đảng viên mới năm 2021 với 120 "
        "học viên.",
        ("other", None, None, None),
    ),
    (
        "Sáng 5/1/2021, LĐLĐ tỉnh tổng kết hoạt động công đoàn năm 2020. Ban Dân vận Tỉnh ủy đề nghị các cấp công đoàn "
        "đổi mới hoạt động.",
        ("other", None, None, None),
    ),
    (
        "Tính đến hết tháng 6/2022, Đảng bộ Khối Doanh nghiệp tỉnh kết nạp 112 đảng viên, đạt 56% chỉ tiêu năm; 12 tổ "
        "chức đảng bị nhắc nhở. Đảng bộ Khối kiểm tra 9 tổ chức đảng.",
        ("half_year_review", None, "2022-H1", None),
    ),
    (
        "Năm 2021, các cấp ủy trong Đảng bộ tỉnh đã làm lễ kết nạp cho 1.250 quần chúng, vượt 40 đảng viên so với chỉ "
        "tiêu. Toàn tỉnh kết nạp 610 nữ.",
        ("annual_review", None, "2021", None),
    ),
    (
        "Báo cáo nào cũng đẹp, cụ Sáu nói. Sáng 1/9/2021, Quận ủy Hải An tổ chức lễ trao Huy hiệu Đảng cho 214 đảng "
        "viên.",
        ("other", date(2021, 9, 1), None, None),
    ),
    (
        "Công an tỉnh vừa sơ kết công tác 6 tháng đầu năm 2022, triển khai nhiệm vụ 6 tháng cuối năm 2022.",
        ("other", None, None, None),
    ),
]


@pytest.mark.parametrize(("lead", "expected"), EVENTS)
def test_the_opening_tells_what_is_reviewed_and_planned_and_when(
    lead: str, expected: tuple[str, date | None, str | None, str | None]
) -> None:
    _, event = decide(f"{TITLE}\n\n{lead}")
    assert (event.kind, event.held_on, event.review_period, event.plan_period) == expected


LEAD = "{} Đảng ủy Khối các cơ quan tỉnh tổ chức hội nghị tổng kết công tác năm 2018, triển khai nhiệm vụ năm 2019."


@pytest.mark.parametrize(
    ("dateline", "opening", "published", "held"),
    [
        ("10/01/2019 - 18:42", "Sáng nay,", date(2019, 1, 10), date(2019, 1, 10)),
        ("10/01/2019 - 18:42", "Hôm qua,", date(2019, 1, 10), date(2019, 1, 9)),
        ("10/01/2019 - 18:42", "Chiều 8/1,", date(2019, 1, 10), date(2019, 1, 8)),
        ("02/01/2019", "Ngày 28/12,", date(2019, 1, 2), date(2018, 12, 28)),
        ("Hôm nay: Thứ hai, 12/08/2023", "Ngày 8/1/2019,", None, date(2019, 1, 8)),
        ("Thứ Tư, 08/05/2024      Tìm kiếm", "Ngày 8/1,", None, date(2019, 1, 8)),
    ],
)
def test_a_date_years_after_the_event_is_the_pages_and_not_the_articles(
    dateline: str, opening: str, published: date | None, held: date
) -> None:
    source, event = decide(f"{TITLE}\n\n{dateline}\n\n{LEAD.format(opening)}")
    assert (source.published_on, event.held_on) == (published, held)


def test_the_containers_date_stands_in_where_the_page_prints_none() -> None:
    source, event = decide(f"{TITLE}\n\n{LEAD.format('Sáng nay,')}", published_on=date(2019, 1, 10))
    assert (source.published_on, event.held_on) == (date(2019, 1, 10), date(2019, 1, 10))


@pytest.mark.parametrize(
    ("opening", "outlet"),
    [
        ("(ĐN) - Sáng 8/1,", "ĐN"),
        ("LSO-Ngày 8/1,", "LSO"),
        ("PhuthoPortal - Ngày 8/1,", "PhuthoPortal"),
        ("HNN.VN - Sáng 8/1,", "HNN.VN"),
        ("(Baoquangngai.vn)- Sáng 8/1,", "Baoquangngai.vn"),
        ("(kontumtv.vn) – Ngày 8/1,", "kontumtv.vn"),
        ("(BTV) Sáng 8/1,", "BTV"),
        ("(Báo Quảng Ngãi)- Ngày 8/1,", "Báo Quảng Ngãi"),
        ("Sáng 8/1,", None),
        ("Nghệ An - Sáng 8/1,", None),
        ("TP.HCM: Sáng 8/1,", None),
        ("PV: Sáng 8/1,", None),
        ("Kinhtedothi - Sáng 8/1,", "Kinhtedothi"),
        ("Lao động - việc làm: sáng 8/1,", None),
    ],
)
def test_the_tag_before_the_lead_is_the_outlet(opening: str, outlet: str | None) -> None:
    source, _ = decide(f"{TITLE}\n\n{LEAD.format(opening)}")
    assert source.outlet == outlet


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("Báo Hà Nam - Thứ hai, 14/01/2019 10:14", "Báo Hà Nam"),
        ("SGGPO  14/1/2019 18:05", "SGGPO"),
        ("Thanh Niên\n14.01.2019 07:15", "Thanh Niên"),
        ("Hòa Bình TV - Thứ Hai, 14/01/2019, 09:12", "Hòa Bình TV"),
        ("Báo Quảng Trị, 10/01/2019 17:05", "Báo Quảng Trị"),
        ("thaibinhtv.vn » Thời sự » Xây dựng Đảng", "thaibinhtv.vn"),
        ("Báo Lâm Đồng điện tử | 06:05, 08/01/2019", "Báo Lâm Đồng điện tử"),
        (
            "Báo và phát thanh, truyền hình Tuyên Quang | 08:10, 05/01/2019",
            "Báo và phát thanh, truyền hình Tuyên Quang",
        ),
        ("Báo và Đài PT-TH Vĩnh Long - 05/01/2019", "Báo và Đài PT-TH Vĩnh Long"),
        ("Báo Xây dựng 10/01/2019 19:35", "Báo Xây dựng"),
        ("BÁO LAO ĐỘNG | 12/01/2019 07:00", "BÁO LAO ĐỘNG"),
        ("Công Thương - 12/01/2019 16:22", "Công Thương"),
        ("Lâm Đồng online, 22:15 12/01/2019", "Lâm Đồng online"),
        ("SGGPO Thứ sáu, 11-1-2019 20:41", "SGGPO"),
    ],
)
def test_the_head_of_the_page_may_name_the_outlet(line: str, outlet: str) -> None:
    source, _ = decide(f"{line}\n\n{TITLE}\n\n{LEAD.format('Sáng 8/1,')}")
    assert (source.outlet, source.authors) == (outlet, ())


@pytest.mark.parametrize("line", ["VIDEO - 10/01/2019 09:00", "PHOTO | 10/01/2019 09:00", "10/01/2019 09:00 | RSS"])
def test_a_menu_s_word_beside_a_date_is_no_outlet(line: str) -> None:
    source, _ = decide(f"{line}\n\n{TITLE}\n\n{LEAD.format('Sáng 8/1,')}")
    assert source.outlet is None


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("Thu Thủy – Công Luận", ("Thu Thủy", "Công Luận")),
        ("Tin, ảnh: Tường Vi", ("Tường Vi",)),
        ("Bài: Minh Anh - Ảnh: Văn Tú", ("Minh Anh",)),
        ("Hoài An (thực hiện)", ("Hoài An",)),
        ("M.V.H", ("M.V.H",)),
        ("N.MUỘI", ("N.MUỘI",)),
        ("Trần Văn Bình - Văn phòng Đảng ủy Khối", ("Trần Văn Bình",)),
        ("Ảnh: Minh Đức", ()),
        ("Theo Báo Phú Thọ", ()),
    ],
)
def test_a_byline_is_split_into_those_who_wrote(byline: str, authors: tuple[str, ...]) -> None:
    source, _ = decide(f"{TITLE}\n\n{LEAD.format('Sáng 8/1,')}\n\n{byline}")
    assert source.authors == authors


def test_an_author_may_stand_on_the_date_line() -> None:
    source, _ = decide(f"{TITLE}\nNgày đăng: 10/01/2019   Người viết:  Hà Lâm\n\n{LEAD.format('Sáng 8/1,')}")
    assert (source.authors, source.published_on) == (("Hà Lâm",), date(2019, 1, 10))


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_text_has_a_source_and_an_event(text: str) -> None:
    source, event = decide(text)
    assert event.kind in EVENT_KINDS
    assert source.title is None or source.title.strip()


@given(
    st.lists(st.sampled_from([lead for lead, _ in EVENTS] + ["Tin khác", "10/01/2019", "Thu Hà", "500"]), max_size=6)
)
def test_any_order_of_openings_is_read(lines: list[str]) -> None:
    source, event = decide("\n\n".join(lines))
    assert event.kind in EVENT_KINDS
    assert all(author in " ".join(lines) for author in source.authors)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared articles are not on this machine")
def test_the_shared_articles_are_read_as_labelled() -> None:
    right = total = 0
    for path in sorted((SHARED / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        source, event = decide((SHARED / "articles" / f"{path.stem}.txt").read_bytes().decode("utf-8"))
        found = {
            "outlet": source.outlet,
            "title": source.title,
            "authors": list(source.authors),
            "published_on": source.published_on and source.published_on.isoformat(),
            "kind": event.kind,
            "held_on": event.held_on and event.held_on.isoformat(),
            "review_period": event.review_period,
            "plan_period": event.plan_period,
        }
        expected = gold["source"] | gold["event"]
        right += sum(found[field] == expected[field] for field in found)
        total += len(found)
    assert right / total >= 0.95


@pytest.mark.parametrize(
    "told",
    [
        "tổng kết công tác năm 2022, phương hướng, nhiệm vụ năm 2023",
        "tổng kết năm 2022; phương hướng, nhiệm vụ năm 2023",
        "đánh giá kết quả thực hiện nhiệm vụ năm 2022, bàn phương hướng, nhiệm vụ năm 2023",
    ],
)
def test_the_year_that_the_sentence_says_is_reviewed_stands_though_the_day_has_no_year(told: str) -> None:
    lead = f"Hội nghị của Khối\n\nSáng 27-12, Đảng ủy Khối các cơ quan tỉnh {told}.\n\n"
    found = extract(lead + "Trong năm, Đảng bộ kết nạp 168 đảng viên.")
    event = found.event
    assert (str(event.held_on), event.review_period, event.plan_period) == ("2022-12-27", "2022", "2023")
    assert [figure.period for figure in found.figures] == ["2022"]
