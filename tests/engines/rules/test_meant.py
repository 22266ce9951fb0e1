"""Bodies that are meant and not named in full: through an officer who speaks, a place or a firm alone, a short form."""

from __future__ import annotations

import pytest

from tests.engines.rules.owned import same, summary

HEAD = (
    "Đảng bộ tỉnh An Giang: Nhìn lại một năm\n\n15/01/2026\n\n"
    "Ngày 14/1/2026, Ban Chấp hành Đảng bộ tỉnh An Giang tổ chức hội nghị tổng kết công tác xây dựng Đảng năm 2025.\n\n"
)
MEANT = [
    pytest.param(
        "Chị Ngô Thu Hương, Phó Bí thư Đoàn phường Long Xuyên cho hay đơn vị duy trì 14 đội hình tình nguyện.",
        "14",
        "Đoàn phường Long Xuyên",
        marks=pytest.mark.xfail(strict=True, reason="the scorer says the host"),
    ),
    (
        "Bí thư Chi bộ ấp Vĩnh Thuận Lê Văn Sóc kể: “Chi bộ có 27 đảng viên. Nửa năm kết nạp được 3 quần chúng”.",
        "3 quần",
        "Chi bộ ấp Vĩnh Thuận",
    ),
    (
        "“Xã còn 12 hộ nghèo”, ông Lê Tấn Phong, Bí thư Đảng ủy xã Vĩnh Gia chia sẻ.",
        "12",
        "Đảng ủy xã Vĩnh Gia",
    ),
    (
        "Đảng bộ phường Rạch Giá kết nạp 40 đảng viên. Năm 2026, Rạch Giá được giao 52 đảng viên.",
        "52",
        "Đảng bộ phường Rạch Giá",
    ),
    (
        "Đảng bộ Công ty Điện lực An Giang có 96 đảng viên. Năm qua, Công ty Điện lực An Giang đạt 104% kế hoạch.",
        "104%",
        "Đảng bộ Công ty Điện lực An Giang",
    ),
    (
        "Tại xã Ô Lâm, Đảng bộ xã kết nạp 9 đảng viên là người Khmer; Đảng bộ xã Cô Tô 6. Đảng ủy xã Ô Lâm họp.",
        "9 đảng",
        "Đảng ủy xã Ô Lâm",
    ),
    (
        "Đảng ủy UBND tỉnh có 31 tổ chức đảng. Cấp ủy, ủy ban kiểm tra các cấp kiểm tra 212 tổ chức đảng.",
        "212",
        "Đảng bộ tỉnh An Giang",
    ),
]


@pytest.mark.parametrize(("paragraph", "number", "owner"), MEANT, ids=[owner for _, _, owner in MEANT])
def test_a_number_belongs_to_the_body_that_is_meant(paragraph: str, number: str, owner: str) -> None:
    text = HEAD + paragraph + "\n"
    at = text.index(number, len(HEAD))
    figure = next(one for one in summary(text).figures if one.mention.start == at)
    assert same(figure.organization, owner), figure.organization


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (
            "Đảng ủy Bộ Công Thương tổng kết công tác năm 2025. Đảng ủy Bộ kết nạp 31 đảng viên.",
            "Đảng ủy Bộ Công Thương",
        ),
        ("Đảng ủy Quân khu 9 tổng kết năm 2025. Đảng ủy Quân khu kiểm tra 31 tổ chức đảng.", "Đảng ủy Quân khu 9"),
        (
            "Đảng bộ Trường Sĩ quan Lục quân 2 họp, tổng kết năm 2025. Đảng bộ kết nạp 31 đảng viên.",
            "Đảng bộ Trường Sĩ quan Lục quân 2",
        ),
        (
            "Đảng bộ Trường Đại học Y - Dược tổng kết năm 2025, kết nạp 31 đảng viên.",
            "Đảng bộ Trường Đại học Y - Dược",
        ),
    ],
)
def test_a_short_form_is_no_second_body(body: str, name: str) -> None:
    told = summary(f"Công tác Đảng năm 2025\n\nNgày 6/1/2026, {body}\n")
    assert [one.name for one in told.organizations] == [name]


def test_an_officer_s_body_is_none_where_no_party_body_acts() -> None:
    text = "Được mùa\n\nNăm 2022, huyện Vân Hồ trồng 500 ha. Bí thư Huyện ủy Vân Hồ cho biết sẽ mở rộng 200 ha.\n"
    assert not summary(text).organizations
