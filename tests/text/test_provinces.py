"""Provinces by name, by tag and by domain, on a day."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.text.provinces import (
    centrally_run_cities,
    find_provinces,
    outlets,
    present_name,
    province_of,
    province_of_outlet,
    provinces_on,
    units,
)

BEFORE = date(2020, 1, 13)
HUE_A_CITY = date(2025, 1, 1)
LAST_OF_63 = date(2025, 6, 30)
FIRST_OF_34 = date(2025, 7, 1)
AFTER = date(2026, 1, 8)
DONG_NAI_A_CITY = date(2026, 4, 30)

# Nghị quyết 202/2025/QH15, điều 1: what went together into what.
MERGED = {
    "Tuyên Quang": {"Hà Giang"},
    "Lào Cai": {"Yên Bái"},
    "Thái Nguyên": {"Bắc Kạn"},
    "Phú Thọ": {"Vĩnh Phúc", "Hòa Bình"},
    "Bắc Ninh": {"Bắc Giang"},
    "Hưng Yên": {"Thái Bình"},
    "Hải Phòng": {"Hải Dương"},
    "Ninh Bình": {"Hà Nam", "Nam Định"},
    "Quảng Trị": {"Quảng Bình"},
    "Đà Nẵng": {"Quảng Nam"},
    "Quảng Ngãi": {"Kon Tum"},
    "Gia Lai": {"Bình Định"},
    "Khánh Hòa": {"Ninh Thuận"},
    "Lâm Đồng": {"Đắk Nông", "Bình Thuận"},
    "Đắk Lắk": {"Phú Yên"},
    "TP. Hồ Chí Minh": {"Bà Rịa - Vũng Tàu", "Bình Dương"},
    "Đồng Nai": {"Bình Phước"},
    "Tây Ninh": {"Long An"},
    "Cần Thơ": {"Sóc Trăng", "Hậu Giang"},
    "Vĩnh Long": {"Bến Tre", "Trà Vinh"},
    "Đồng Tháp": {"Tiền Giang"},
    "Cà Mau": {"Bạc Liêu"},
    "An Giang": {"Kiên Giang"},
}
# The same law, khoản 24: the eleven that were left as they were.
UNMERGED = {
    "Cao Bằng", "Điện Biên", "Hà Tĩnh", "Lai Châu", "Lạng Sơn", "Nghệ An", "Quảng Ninh", "Thanh Hóa", "Sơn La",
    "Hà Nội", "Huế",
}  # fmt: skip


@pytest.mark.parametrize(
    ("day", "count", "cities"),
    [(BEFORE, 63, 5), (HUE_A_CITY, 63, 6), (LAST_OF_63, 63, 6), (FIRST_OF_34, 34, 6), (DONG_NAI_A_CITY, 34, 7)],
)
def test_the_list_in_force_has_its_units_and_its_cities(day: date, count: int, cities: int) -> None:
    assert len(provinces_on(day)) == count
    assert len(centrally_run_cities(day)) == cities
    assert centrally_run_cities(day) <= provinces_on(day)


def test_the_thirty_four_are_those_of_the_law_and_hold_all_the_sixty_three() -> None:
    assert provinces_on(FIRST_OF_34) == set(MERGED) | UNMERGED
    for name, parts in MERGED.items():
        gone = provinces_on(LAST_OF_63) - provinces_on(FIRST_OF_34)
        assert {one for one in gone if present_name(one, AFTER) == name} == parts
    for name in provinces_on(LAST_OF_63):
        assert present_name(name, FIRST_OF_34) in provinces_on(FIRST_OF_34)


def test_hue_is_on_the_list_from_2025_and_thua_thien_hue_until_2024() -> None:
    assert {"Huế", "Thừa Thiên Huế"} & provinces_on(date(2024, 12, 31)) == {"Thừa Thiên Huế"}
    assert {"Huế", "Thừa Thiên Huế"} & provinces_on(HUE_A_CITY) == {"Huế"}
    assert present_name("Thừa Thiên Huế", AFTER) == "Huế"


@pytest.mark.parametrize(
    ("written", "day", "name"),
    [
        ("Bình Dương", LAST_OF_63, "Bình Dương"),
        ("Bình Dương", FIRST_OF_34, "TP. Hồ Chí Minh"),
        ("Bà Rịa-Vũng Tàu", AFTER, "TP. Hồ Chí Minh"),
        ("Bắc Cạn", AFTER, "Thái Nguyên"),
        ("Bắc Cạn", BEFORE, "Bắc Kạn"),
        ("Đắc Lắc", AFTER, "Đắk Lắk"),
        ("Đăk Lăk", BEFORE, "Đắk Lắk"),
        ("Đăk Nông", AFTER, "Lâm Đồng"),
        ("Huế", AFTER, "Huế"),
        ("Huế", BEFORE, "Thừa Thiên Huế"),
        ("Thừa Thiên - Huế", AFTER, "Huế"),
        ("Hà Tây", BEFORE, "Hà Nội"),
        ("TPHCM", AFTER, "TP. Hồ Chí Minh"),
        ("Kon Tum", None, "Kon Tum"),
        ("Huế", None, "Huế"),
        ("Vinh", AFTER, None),
    ],
)
def test_a_name_leads_to_the_unit_in_force_on_the_day(written: str, day: date | None, name: str | None) -> None:
    assert province_of(written, day) == name


def test_former_and_later_names_have_a_bound_and_a_heir() -> None:
    for unit in units().values():
        assert (unit.until is None) == (unit.into is None)
        assert unit.into is None or units()[unit.into].in_force(FIRST_OF_34)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Đảng ủy Khối các cơ quan tỉnh Kon Tum", ["Kon Tum"]),
        ("Thừa Thiên - Huế và Bà Rịa-Vũng Tàu", ["Thừa Thiên Huế", "Bà Rịa - Vũng Tàu"]),
        ("tại TP.HCM, Đăk Lăk, Hoà Bình", ["TP. Hồ Chí Minh", "Đắk Lắk", "Hòa Bình"]),
        ("thành phố Hồ Chí Minh", ["TP. Hồ Chí Minh"]),
        ("tư tưởng, đạo đức, phong cách Hồ Chí Minh", []),
        ("hòa bình, ổn định", []),
        ("đồng chí Nguyễn Thái Bình", []),
        ("Đảng ủy phường Hà Nam (Quảng Ninh)", ["Quảng Ninh"]),
        ("xã Quảng Ninh", []),
    ],
)
def test_a_province_is_found_by_any_of_its_spellings(text: str, names: list[str]) -> None:
    assert [mention.name for mention in find_provinces(text)] == names


def test_a_former_province_is_found_as_written_and_by_what_it_went_into() -> None:
    (old, new) = find_provinces("tỉnh Bình Định cũ, nay là tỉnh Gia Lai", AFTER)
    assert (old.written, old.name) == ("Bình Định", "Gia Lai")
    assert (new.written, new.name) == ("Gia Lai", "Gia Lai")


@pytest.mark.parametrize(
    ("outlet", "province"),
    [
        ("LSO", "Lạng Sơn"),
        ("GLO", "Gia Lai"),
        ("QBĐT", "Quảng Bình"),
        ("PhuthoPortal", "Phú Thọ"),
        ("kontumtv.vn", "Kon Tum"),
        ("TTV", "Tuyên Quang"),
        ("Báo Quảng Trị", "Quảng Trị"),
        ("baohagiang.vn", "Hà Giang"),
        ("baoquangninh.com.vn", "Quảng Ninh"),
        ("thaibinhtv.vn", "Thái Bình"),
        ("baoapbac.vn", "Tiền Giang"),
        ("ĐN", None),
        ("BTV", None),
        ("dangcongsan.vn", None),
    ],
)
def test_an_outlet_gives_its_province_unless_several_share_its_tag(outlet: str, province: str | None) -> None:
    assert province_of_outlet(outlet) == province


@pytest.mark.parametrize(
    ("outlet", "day", "province"),
    [
        ("QBĐT", LAST_OF_63, "Quảng Bình"),
        ("QBĐT", FIRST_OF_34, "Quảng Trị"),
        ("kontumtv.vn", AFTER, "Quảng Ngãi"),
        ("TTV", AFTER, "Tuyên Quang"),
        ("GLO", AFTER, "Gia Lai"),
        ("BĐO", AFTER, "Gia Lai"),
        ("baobinhdinh.vn", AFTER, "Gia Lai"),
        ("Báo Bình Định", AFTER, "Gia Lai"),
        ("baodongkhoi.vn", AFTER, "Vĩnh Long"),
        ("Báo Ấp Bắc", AFTER, "Đồng Tháp"),
        ("HNN.VN", AFTER, "Huế"),
        ("HNN", date(2023, 12, 28), "Thừa Thiên Huế"),
        ("TTH", BEFORE, "Thừa Thiên Huế"),
        ("huengaynay.vn", AFTER, "Huế"),
        ("Báo Lâm Đồng điện tử", AFTER, "Lâm Đồng"),
        ("Báo và phát thanh, truyền hình Đồng Nai", AFTER, "Đồng Nai"),
        ("xuandai.daklak.gov.vn", AFTER, "Đắk Lắk"),
        ("hoabinh.phutho.gov.vn", AFTER, "Phú Thọ"),
        ("hungyen.dcs.vn", AFTER, "Hưng Yên"),
        ("snv.hue.gov.vn", AFTER, "Huế"),
        ("thvl.vn", BEFORE, "Vĩnh Long"),
        ("thuehaiquan.vn", AFTER, None),
        ("ĐN", AFTER, None),
        ("BTV", AFTER, None),
    ],
)
def test_an_outlet_counts_for_the_province_that_it_serves_on_the_day(
    outlet: str, day: date, province: str | None
) -> None:
    assert province_of_outlet(outlet, day) == province


def test_no_two_outlets_share_a_tag_on_one_day() -> None:
    shared = Counter(tag for row in outlets() if row.holds(AFTER) for tag in row.tags)
    assert set(shared.values()) == {1}
    assert {row.home for row in outlets()} <= set(units())


@given(st.sampled_from(sorted(units())))
def test_every_name_is_its_own_province(name: str) -> None:
    assert province_of(name) == name
    assert [mention.name for mention in find_provinces(f"tỉnh {name},")] == [name]


@given(st.text(max_size=200), st.none() | st.dates())
def test_any_text_is_searched_and_any_outlet_answered(text: str, day: date | None) -> None:
    assert all(text[mention.extent.start : mention.extent.end] for mention in find_provinces(text, day))
    assert province_of_outlet(text, day) in {None, *units()}


@given(st.sampled_from(sorted(units())), st.dates(min_value=date(2004, 1, 1), max_value=date(2040, 1, 1)))
def test_what_a_name_leads_to_is_in_force(name: str, day: date) -> None:
    present = present_name(name, day)
    assert present is None or present in provinces_on(day)
