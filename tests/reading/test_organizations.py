"""Party bodies of 2025 and 2026 as their names are read: what is a name, of what kind, and what is none."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.reading.organizations import find_bodies
from extractor.text.lexicon import load_table

NOW = date(2026, 1, 8)

NAMES = [
    # Agencies of the Party, with the abbreviation anywhere in the name.
    ("Đảng bộ các cơ quan (CCQ) Đảng tỉnh tổ chức", "Đảng bộ các cơ quan (CCQ) Đảng tỉnh", "party_agencies"),
    ("Đảng ủy CCQ Đảng tỉnh Phú Thọ họp", "Đảng ủy CCQ Đảng tỉnh Phú Thọ", "party_agencies"),
    ("Đảng uỷ Các cơ quan Đảng thành phố Huế", "Đảng uỷ Các cơ quan Đảng thành phố Huế", "party_agencies"),
    ("Đảng bộ các cơ quan Đảng Trung ương tổ chức", "Đảng bộ các cơ quan Đảng Trung ương", "party_agencies"),
    ("Đảng bộ các cơ quan Đảng phường An Cựu, gồm", "Đảng bộ các cơ quan Đảng phường An Cựu", "party_agencies"),
    ("Đảng ủy các cơ quan Đảng phường Tổ chức Hội nghị", "Đảng ủy các cơ quan Đảng phường", "party_agencies"),
    ("Đảng ủy các cơ quan Đảng xã Đông Mỹ tổng kết", "Đảng ủy các cơ quan Đảng xã Đông Mỹ", "party_agencies"),
    # Governments.
    ("Đảng ủy UBND tỉnh Cao Bằng tổ chức", "Đảng ủy UBND tỉnh Cao Bằng", "government"),
    ("Đảng bộ UBND phường Quy Nhơn Nam có", "Đảng bộ UBND phường Quy Nhơn Nam", "government"),
    ("Đảng ủy Ủy ban nhân dân (UBND) thành phố họp", "Đảng ủy Ủy ban nhân dân (UBND) thành phố", "government"),
    ("Đảng ủy Uỷ ban nhân dân TP. Huế tổng kết", "Đảng ủy Uỷ ban nhân dân TP. Huế", "government"),
    ("Đảng bộ Chính quyền xã Bình Sơn kết nạp", "Đảng bộ Chính quyền xã Bình Sơn", "government"),
    ("Đảng bộ cơ quan UBND xã Đức Hòa có", "Đảng bộ cơ quan UBND xã Đức Hòa", "government"),
    ("Đảng ủy Chính phủ tổng kết", "Đảng ủy Chính phủ", "government"),
    # Armed forces.
    ("Đảng ủy Quân sự thành phố tổ chức", "Đảng ủy Quân sự thành phố", "armed_forces"),
    ("Đảng bộ Công an tỉnh Gia Lai có", "Đảng bộ Công an tỉnh Gia Lai", "armed_forces"),
    ("Đảng ủy Bộ đội Biên phòng (BĐBP) tỉnh họp", "Đảng ủy Bộ đội Biên phòng (BĐBP) tỉnh", "armed_forces"),
    ("Đảng ủy Bộ CHQS tỉnh Lâm Đồng họp", "Đảng ủy Bộ CHQS tỉnh Lâm Đồng", "armed_forces"),
    ("Đảng bộ Đồn Biên phòng Cửa khẩu Hoa Lư có", "Đảng bộ Đồn Biên phòng Cửa khẩu Hoa Lư", "armed_forces"),
    ("Đảng ủy Quân khu 4 họp", "Đảng ủy Quân khu 4", "armed_forces"),
    ("Chi bộ Quân sự phường Thuận Hóa kết nạp", "Chi bộ Quân sự phường Thuận Hóa", "other"),
    # A place whose name ends in a word for "year".
    ("Đảng bộ thị xã Ngã Năm 121 đảng viên", "Đảng bộ thị xã Ngã Năm", "district_committee"),
    ("Huyện ủy Củ Chi Năm 2023 kết nạp", "Huyện ủy Củ Chi", "district_committee"),
    # Troops with a number, cities within a province, what a firm is and does, two fields, an officer's name behind.
    ("Đảng bộ Trung đoàn Bộ binh 741 vận động", "Đảng bộ Trung đoàn Bộ binh 741", "armed_forces"),
    ("Đảng bộ Công an thành phố Cam Ranh kết nạp", "Đảng bộ Công an thành phố Cam Ranh", "armed_forces"),
    (
        "Đảng ủy Công ty TNHH một thành viên Chè Mộc Sương tổng kết",
        "Đảng ủy Công ty TNHH một thành viên Chè Mộc Sương",
        "other",
    ),
    (
        "Đảng ủy Tổng công ty Vận tải đường biển Việt Nam họp",
        "Đảng ủy Tổng công ty Vận tải đường biển Việt Nam",
        "other",
    ),
    # Small words up to a place, known or not; the committee whose office it is.
    ("Đảng bộ Văn phòng Thành ủy kết nạp", "Đảng bộ Văn phòng Thành ủy", "other"),
    ("Đảng ủy Tổng công ty Đường sông miền Trung họp", "Đảng ủy Tổng công ty Đường sông miền Trung", "other"),
    (
        "Đảng bộ Công ty Cổ phần Cảng biển quốc tế Sơn Trà có",
        "Đảng bộ Công ty Cổ phần Cảng biển quốc tế Sơn Trà",
        "other",
    ),
    (
        "Đảng bộ Tổng công ty Khoáng sản và luyện kim Việt Nam có",
        "Đảng bộ Tổng công ty Khoáng sản và luyện kim Việt Nam",
        "other",
    ),
    (
        "Chi bộ Trường Tiểu học và trung học cơ sở Hát Lót có",
        "Chi bộ Trường Tiểu học và trung học cơ sở Hát Lót",
        "other",
    ),
    ("Đảng bộ Bệnh viện Nhi tổ chức Hội thi", "Đảng bộ Bệnh viện Nhi", "other"),
    ("Đảng bộ Công ty May Hưng Hà khen thưởng Nguyễn Văn Bình", "Đảng bộ Công ty May Hưng Hà", "other"),
    ("Đảng bộ Bệnh viện Nhi điều trị bệnh nhân Đông Anh", "Đảng bộ Bệnh viện Nhi", "other"),
    ("Chi bộ Khoa Văn - Sử - Địa kết nạp", "Chi bộ Khoa Văn - Sử - Địa", "other"),
    ("Đảng bộ xã biên giới Ia Mơ Nông có", "Đảng bộ xã biên giới Ia Mơ Nông", "commune_committee"),
    ("Bí thư Đảng ủy phường Nam Sơn Đông Kiều Thị Sâm kể", "Đảng ủy phường Nam Sơn Đông", "commune_committee"),
    ("Bí thư Đảng ủy xã Ea Pô Hạ (huyện Ea Kar) nói", "Đảng ủy xã Ea Pô Hạ", "commune_committee"),
    ("Đảng bộ thành phố Phan Rang - Tháp Chàm có", "Đảng bộ thành phố Phan Rang - Tháp Chàm", "district_committee"),
    # The front, a department, a cell.
    ("Đảng bộ MTTQ Việt Nam tỉnh tổ chức", "Đảng bộ MTTQ Việt Nam tỉnh", "other"),
    ("Đảng ủy UBMTTQ tỉnh Hà Tĩnh họp", "Đảng ủy UBMTTQ tỉnh Hà Tĩnh", "other"),
    ("Đảng ủy Mặt trận Tổ quốc và các đoàn thể tỉnh có", "Đảng ủy Mặt trận Tổ quốc và các đoàn thể tỉnh", "other"),
    # Commissions.
    (
        "Ban Tuyên giáo và Dân vận Tỉnh ủy tổ chức",
        "Ban Tuyên giáo và Dân vận Tỉnh ủy",
        "propaganda_mobilization_commission",
    ),
    ("Ban TG&DV Thành ủy Huế họp", "Ban TG&DV Thành ủy Huế", "propaganda_mobilization_commission"),
    ("UBKT Đảng ủy UBND tỉnh kiểm tra", "UBKT Đảng ủy UBND tỉnh", "inspection_commission"),
    (
        "Ủy ban Kiểm tra (UBKT) Đảng ủy CCQ Đảng tỉnh",
        "Ủy ban Kiểm tra (UBKT) Đảng ủy CCQ Đảng tỉnh",
        "inspection_commission",
    ),
    ("Ủy ban Kiểm tra Đảng ủy phường Ba Đình có", "Ủy ban Kiểm tra Đảng ủy phường Ba Đình", "inspection_commission"),
    # Communes: names of up to four words, with a number or after a dash.
    ("Đảng ủy xã Sơn Kim 1 tổng kết", "Đảng ủy xã Sơn Kim 1", "commune_committee"),
    ("Đảng bộ xã Sơn Kim 2 năm liền đạt", "Đảng bộ xã Sơn Kim", "commune_committee"),
    ("Đảng bộ phường Xuân Hương - Đà Lạt và 9", "Đảng bộ phường Xuân Hương - Đà Lạt", "commune_committee"),
    ("Đảng ủy xã Chân Mây – Lăng Cô họp", "Đảng ủy xã Chân Mây – Lăng Cô", "commune_committee"),
    ("Đảng bộ phường Hóa Châu - Sáng 10/1", "Đảng bộ phường Hóa Châu", "commune_committee"),
    ("Đảng ủy xã Nam Ban Lâm Hà họp", "Đảng ủy xã Nam Ban Lâm Hà", "commune_committee"),
    ("Đảng bộ xã Cư M’gar kết nạp", "Đảng bộ xã Cư M’gar", "commune_committee"),
    ("Đảng ủy đặc khu Phú Quốc tổ chức", "Đảng ủy đặc khu Phú Quốc", "commune_committee"),
    ("Đảng ủy phường đã", "Đảng ủy phường", "commune_committee"),
    ("Đảng bộ thị trấn Phố Ràng có", "Đảng bộ thị trấn Phố Ràng", "commune_committee"),
    # The whole province.
    ("Đảng bộ Lâm Đồng kết nạp", "Đảng bộ Lâm Đồng", "provincial_committee"),
    ("Đảng bộ TPHCM kết nạp", "Đảng bộ TPHCM", "provincial_committee"),
    ("Đảng bộ thành phố Huế có", "Đảng bộ thành phố Huế", "provincial_committee"),
    # Young people of the new bodies.
    ("Đoàn Thanh niên các cơ quan Đảng tỉnh tổ chức", "Đoàn Thanh niên các cơ quan Đảng tỉnh", "youth_union"),
    # The bloc of before, without its word.
    ("Đảng ủy các cơ quan tỉnh Hà Giang họp", "Đảng ủy các cơ quan tỉnh Hà Giang", "agencies_bloc"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "kind"), NAMES)
def test_a_body_is_read_with_its_whole_name_and_its_kind(text: str, name: str, kind: str) -> None:
    (body,) = find_bodies(text, NOW)
    assert (text[body.extent.start : body.extent.end], body.kind) == (name, kind)


IN_GENERAL = [
    "cấp ủy, UBKT các cấp kiểm tra 22 tổ chức đảng",
    "cấp ủy các cấp kết nạp 214 đảng viên",
    "mỗi đảng bộ xã, phường thành lập 01 tổ chức đảng",
    "các đảng ủy xã, phường, đặc khu",
    "đảng bộ chính quyền và nhân dân đoàn kết",
    "tư tưởng, phong cách Hồ Chí Minh",
]


@pytest.mark.parametrize("text", IN_GENERAL)
def test_bodies_in_general_are_no_body(text: str) -> None:
    assert find_bodies(text, NOW) == ()


CITIES = [
    ("Thành ủy Huế", date(2024, 12, 31), "district_committee"),
    ("Thành ủy Huế", date(2025, 1, 1), "provincial_committee"),
    ("Đảng bộ TP. Huế", date(2026, 1, 8), "provincial_committee"),
    ("Thành ủy Đồng Nai", date(2026, 5, 4), "provincial_committee"),
    ("Thành ủy Cần Thơ", date(2019, 1, 8), "provincial_committee"),
    ("Thành ủy Vinh", date(2020, 1, 8), "district_committee"),
]


@pytest.mark.parametrize(("text", "day", "kind"), CITIES)
def test_a_city_ranks_as_a_province_from_its_day(text: str, day: date, kind: str) -> None:
    (body,) = find_bodies(f"{text} tổ chức hội nghị", day)
    assert body.kind == kind
    assert body.extent.end == len(text)


OFFICERS = [
    ("Bí thư Đảng ủy phường Trần Chí Dũng phát biểu", "Đảng ủy phường"),
    ("Bí thư Đảng ủy phường An Cựu Tôn Nữ Diệu Hà trao", "Đảng ủy phường An Cựu"),
    ("Bí thư Đảng ủy phường Vỹ Dạ, Chủ tịch", "Đảng ủy phường Vỹ Dạ"),
]


@pytest.mark.parametrize(("text", "name"), OFFICERS)
def test_an_officer_is_no_part_of_a_communes_name(text: str, name: str) -> None:
    (body,) = find_bodies(text, NOW)
    assert text[body.extent.start : body.extent.end] == name
    assert not body.acting


def test_the_forces_of_one_kind_are_told_apart_and_their_tiers_too() -> None:
    text = "Đảng ủy Quân sự tỉnh, Đảng ủy Công an tỉnh, Đảng ủy Công an phường Vỹ Dạ"
    bodies = find_bodies(text, NOW)
    assert [(body.same, body.tier) for body in bodies] == [
        ("military", "upper"),
        ("police", "upper"),
        ("police", "lower"),
    ]


def test_a_commune_at_the_head_of_a_line_is_bare() -> None:
    bodies = find_bodies("Đơn vị  Kết nạp\nPhường Phan Thiết  65\nĐặc khu Phú Quý  22\ncác xã  7", NOW)
    assert [(body.place, body.bare) for body in bodies] == [("phan thiết", True), ("phú quý", True)]


def test_every_organ_word_makes_a_body_of_its_kind() -> None:
    for row in load_table("extractor.text", "bodies.toml")["organ"]:
        for word in row["words"]:
            (body,) = find_bodies(f"Đảng ủy {word} tỉnh Sơn La họp", NOW)
            assert (body.kind, body.same, body.place) == (row["kind"], row["same"], "sơn la"), word


def test_a_city_that_became_a_province_is_read_by_the_day() -> None:
    text = "Ngày 5/3, Thành ủy Huế tổng kết năm."
    kinds = [next(iter(find_bodies(text, on))).kind for on in (None, date(2023, 3, 5), date(2025, 3, 5), None)]
    assert kinds == [kinds[0], "district_committee", "provincial_committee", kinds[0]]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # Two mentions agree on what goes on.
        (
            "Đảng ủy Trường Đại học Bách khoa họp. Sinh viên Trường Đại học Bách khoa vui.",
            "Đảng ủy Trường Đại học Bách khoa",
        ),
        ("Chi bộ Hợp tác xã Rau an toàn họp; vườn của Hợp tác xã Rau an toàn xanh.", "Chi bộ Hợp tác xã Rau an toàn"),
        ("Đảng bộ Bệnh viện Phụ sản - Nhi họp. Bệnh viện Phụ sản - Nhi mở cửa.", "Đảng bộ Bệnh viện Phụ sản - Nhi"),
        # Known words of institutions go on, what stands before a verb does not.
        ("Đảng ủy Quân chủng Hải quân kết nạp 12 đảng viên.", "Đảng ủy Quân chủng Hải quân"),
        ("Đảng bộ Tổng Công ty Lương thực miền Nam có 45 đảng viên.", "Đảng bộ Tổng Công ty Lương thực miền Nam"),
        ("Chi bộ Nông trường 3 kết nạp 5 đảng viên.", "Chi bộ Nông trường 3"),
        ("Đảng bộ Bệnh viện Đa khoa tỉnh Phú Yên tiến hành tổng kết.", "Đảng bộ Bệnh viện Đa khoa tỉnh Phú Yên"),
        ("Đảng bộ Trường Đại học Quy Nhơn long trọng tổ chức lễ.", "Đảng bộ Trường Đại học Quy Nhơn"),
        ("Chi bộ Khoa Nhi lần lượt kết nạp hai người.", "Chi bộ Khoa Nhi"),
        ("Đảng ủy Bệnh viện và Ủy ban Kiểm tra đã kiểm tra 8 chi bộ.", "Đảng ủy Bệnh viện"),
        ("Chi bộ Tổ dân phố 12 trăn trở nhiều điều.", "Chi bộ Tổ dân phố 12"),
        ("Đảng bộ Sở Y tế luôn có 45 đảng viên; Đảng bộ Sở Y tế luôn gương mẫu.", "Đảng bộ Sở Y tế"),
    ],
)
def test_a_name_goes_on_as_far_as_its_mentions_agree(text: str, name: str) -> None:
    first = find_bodies(text)[0].extent
    assert text[first.start : first.end] == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tại chi bộ ấp Tân Hòa, 12 đảng viên dự.", "chi bộ ấp Tân Hòa"),
        ("Riêng đảng bộ Công ty Than Mạo Khê kết nạp 9 đảng viên.", "đảng bộ Công ty Than Mạo Khê"),
        ("Chi bộ buôn Drai A có 21 đảng viên.", "Chi bộ buôn Drai A"),
        (
            "Đoàn Thanh niên Cộng sản Hồ Chí Minh tỉnh Hà Nam mở 2 lớp.",
            "Đoàn Thanh niên Cộng sản Hồ Chí Minh tỉnh Hà Nam",
        ),
        ("Đoàn TNCS xã Ea Tar mở 2 lớp.", "Đoàn TNCS xã Ea Tar"),
    ],
)
def test_cells_in_small_letters_and_unions_in_full_are_bodies(text: str, name: str) -> None:
    assert [text[body.extent.start : body.extent.end] for body in find_bodies(text)] == [name]


@pytest.mark.parametrize(
    "text", ["Các chi bộ Trường học đều họp.", "Có 3 chi bộ Công ty mới.", "Các chi, Đảng bộ cơ sở họp."]
)
def test_cells_that_are_counted_or_told_of_together_are_no_body(text: str) -> None:
    assert find_bodies(text) == ()


NUMBERED = [
    # A list of bodies, each with its number.
    (
        "Đảng bộ Công an thị xã góp 14, Đảng bộ Quân sự thị xã 9, Chi bộ Trường THPT Phú Bài 8 với 6 học sinh, Chi bộ "
        "Công ty CP Sợi Phú Thành 3 (chỉ tiêu 2).",
        [
            "Đảng bộ Công an thị xã",
            "Đảng bộ Quân sự thị xã",
            "Chi bộ Trường THPT Phú Bài",
            "Chi bộ Công ty CP Sợi Phú Thành",
        ],
    ),
    # Numbers of names: a count of their own follows, or nothing else in the list has one that ends no name.
    (
        "Đảng bộ phường Sa Đéc 61 (122%); xếp chót có Đảng bộ xã Tân Phước 3, vỏn vẹn 6 đảng viên.",
        ["Đảng bộ phường Sa Đéc", "Đảng bộ xã Tân Phước 3"],
    ),
    ("Chi bộ khu phố 3, Chi bộ khu phố 12 được khen.", ["Chi bộ khu phố 3", "Chi bộ khu phố 12"]),
    (
        "Đảng bộ phường Hà Giang 1, Đảng bộ phường Hà Giang 2 họp.",
        ["Đảng bộ phường Hà Giang 1", "Đảng bộ phường Hà Giang 2"],
    ),
]


@pytest.mark.parametrize(("text", "names"), NUMBERED)
def test_a_number_that_is_told_of_a_body_is_no_part_of_its_name(text: str, names: list[str]) -> None:
    assert [text[body.extent.start : body.extent.end] for body in find_bodies(text, NOW)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Dẫn đầu là Đảng bộ TP Thủ Đức với 298 đảng viên mới, kế đến là quận Bình Tân 187 và huyện Củ Chi 164.",
            ["Đảng bộ TP Thủ Đức", "quận Bình Tân", "huyện Củ Chi"],
        ),
        (
            "Phường Sơn Nam kết nạp 11, xã Tiên Lữ 13; kế đến là xã Tân Hưng 7, phường Hồng Châu (9).",
            ["Phường Sơn Nam", "xã Tiên Lữ", "xã Tân Hưng", "phường Hồng Châu"],
        ),
        ("Tại xã A Lưới có 25 hộ nghèo, ở xã Bình Minh có 30 hộ.", []),
        ("Năm qua, phường Sơn Nam kết nạp 11 đảng viên.", []),
    ],
)
def test_units_told_one_after_the_other_with_their_numbers_stand_for_their_committees(
    text: str, names: list[str]
) -> None:
    assert [text[body.extent.start : body.extent.end] for body in find_bodies(text, NOW)] == names
