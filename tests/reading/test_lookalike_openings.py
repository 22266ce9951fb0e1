"""Look-alikes are sought only where one may begin, and none is lost by it."""

import random

import pytest

from extractor.reading import lookalikes
from extractor.text.article import Extent

PIECES = (
    "ngày 25, 26/3",
    "tháng 6/2021",
    "(5/6)",
    "=1+2",
    "{{5}}",
    "$",
    "{",
    '"3 tốt',
    "5s",
    "24/7",
    "0912 345 678",
    "+84 912 345",
    "19/2020/nđ-cp",
    "bchtw 5",
    "iso 9001",
    "4.0",
    "(12)",
    "16:40",
    "17h30",
    "7 giờ 30",
    "quý 2",
    "trang 5",
    "năm 2020-2025",
    "www.a.vn",
    "chi bộ 4 tốt",
    "điều 12",
    "covid-19",
    "50 năm tuổi đảng",
    "gmt +7",
    "số 5",
    "kết nạp",
    "120",
    "đảng viên",
    "98,5%",
)


@pytest.mark.parametrize("seed", range(40))
def test_the_same_stretches_are_found_as_at_every_character(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(20):
        flat = chance.choice([" ", "", ", ", "\n"]).join(chance.choices(PIECES, k=25))
        tried = [Extent(match.start(), match.end()) for match in lookalikes._COMPILED.finditer(flat)]
        assert list(lookalikes._matches(flat)) == tried
