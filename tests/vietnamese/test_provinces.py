"""Provinces by name, by tag and by domain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.vietnamese.lexicon import load_table
from extractor.vietnamese.provinces import centrally_run_cities, find_provinces, province_of, province_of_outlet


def test_the_list_has_its_sixty_three_units_and_five_cities() -> None:
    names = load_table("extractor.vietnamese", "provinces.toml")["names"]
    assert len(set(names)) == 63
    assert centrally_run_cities() <= set(names) and len(centrally_run_cities()) == 5


def test_every_variant_and_tag_leads_to_a_unit_of_the_list() -> None:
    table = load_table("extractor.vietnamese", "provinces.toml")
    names = set(table["names"])
    assert set(table["also"]) | set(table["tags"].values()) | set(table["domains"].values()) <= names


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
    ],
)
def test_a_province_is_found_by_any_of_its_spellings(text: str, names: list[str]) -> None:
    assert [mention.name for mention in find_provinces(text)] == names


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


@given(st.sampled_from(load_table("extractor.vietnamese", "provinces.toml")["names"]))
def test_every_name_is_its_own_province(name: str) -> None:
    assert province_of(name) == name
    assert [mention.name for mention in find_provinces(f"tỉnh {name},")] == [name]


@given(st.text(max_size=200))
def test_any_text_is_searched(text: str) -> None:
    assert all(text[mention.extent.start : mention.extent.end] for mention in find_provinces(text))
