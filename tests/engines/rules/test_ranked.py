"""Shares of bodies that are ranked: what the share told before is of, and of a plan or not."""

from __future__ import annotations

import pytest

from tests.engines.rules.judged import OWNER, figures

PLAN = "Năm 2018, Đảng bộ Khối kết nạp 512 đảng viên, đạt 76,4% kế hoạch. "
RATED = "Tỷ lệ chi bộ hoàn thành tốt nhiệm vụ toàn Đảng bộ đạt 78%. "
MINISTRY, COURT, SCHOOL = "Đảng bộ Sở Y tế", "Đảng bộ Tòa án", "Đảng ủy Sở Giáo dục"

RANKED = [
    (
        PLAN + f"Một số đơn vị đạt cao như: {MINISTRY} (96%), {COURT} (91,5%).",
        ["96%", "91,5%"],
        "member/admitted vs_plan",
    ),
    (
        PLAN + f"Đạt cao có {MINISTRY} (96%), {COURT} (91,5%). Đơn vị đạt thấp nhất là {SCHOOL} với 41%.",
        ["96%", "91,5%", "41%"],
        "member/admitted vs_plan",
    ),
    (PLAN + f"Dẫn đầu là {MINISTRY} với 96%, tiếp đến là {COURT} 91,5%.", ["96%", "91,5%"], "member/admitted vs_plan"),
    (
        PLAN + f"Các đơn vị kết nạp đạt tỷ lệ cao là {MINISTRY} (98%), {COURT} (92%).",
        ["98%", "92%"],
        "member/admitted vs_plan",
    ),
    (
        RATED + f"Cao nhất là {MINISTRY} 86%, {COURT} 84,2%; thấp nhất là {SCHOOL} 70,1%.",
        ["86%", "84,2%", "70,1%"],
        "cell/good level",
    ),
    (
        f"Năm 2018, Đảng bộ Khối kết nạp 512 đảng viên. Còn 2 đảng bộ đạt dưới 30% chỉ tiêu: {MINISTRY} (28%), {COURT} "
        "(25,5%).",
        ["30%", "28%", "25,5%"],
        "member/admitted vs_plan",
    ),
    (
        f"Có 5 đảng bộ đạt trên 90% kế hoạch kết nạp đảng viên, gồm: {MINISTRY} (96%), {COURT} (93%).",
        ["90%", "96%", "93%"],
        "member/admitted vs_plan",
    ),
]


@pytest.mark.parametrize(("text", "mentions", "labels"), RANKED)
def test_a_ranked_bodys_share_is_of_what_the_share_before_is_of(text: str, mentions: list[str], labels: str) -> None:
    found = {f.mention.text: (f"{f.subject}/{f.measure} {f.basis}", f.group) for f in figures(text)}
    assert [found[one] for one in mentions] == [(labels, None)] * len(mentions)


OWN = [
    (PLAN + f"Tiêu biểu, {MINISTRY} có 95% chi bộ hoàn thành tốt nhiệm vụ.", "95%", "cell/good level"),
    (RATED + f"Dẫn đầu về kết nạp đảng viên là {MINISTRY} với 12 đảng viên.", "12", "member/admitted level"),
]


@pytest.mark.parametrize(("text", "mention", "labels"), OWN)
def test_a_share_with_words_of_its_own_is_of_what_they_say(text: str, mention: str, labels: str) -> None:
    found = {f.mention.text: f"{f.subject}/{f.measure} {f.basis}" for f in figures(text)}
    assert found[mention] == labels


def test_bodies_that_are_counted_and_then_named_are_the_hosts() -> None:
    told = (
        PLAN + f"Đạt cao có {MINISTRY} (96%). Còn 2 đơn vị đạt dưới 50% kế hoạch gồm {COURT} (41%), {SCHOOL} (44,3%)."
    )
    owners = {figure.mention.text: figure.organization for figure in figures(told)}
    assert {one: owners[one] for one in ("96%", "2", "50%", "41%", "44,3%")} == {
        "96%": MINISTRY,
        "2": OWNER,
        "50%": OWNER,
        "41%": COURT,
        "44,3%": SCHOOL,
    }


def test_the_share_of_a_part_is_no_share_of_the_plan() -> None:
    told = (
        "Năm 2018, Đảng bộ Khối kết nạp 512 đảng viên, đạt 102,4% chỉ tiêu (500 đảng viên). Trong số này có 271 đảng "
    )
    found = {f.mention.text: (f.basis, f.group) for f in figures(told + "viên nữ (52,9%).")}
    assert found["52,9%"] == ("level", "nữ")
