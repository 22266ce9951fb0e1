from __future__ import annotations

import pytest

from extractor.terminal import counted, one_line, printable, without_controls


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Đảng viên 81,01%", "Đảng viên 81,01%"),
        ("a\x1b[31mred\x1b[0m", "a\ufffd[31mred\ufffd[0m"),
        ("\x1b]0;title\x07", "\ufffd]0;title\ufffd"),
        ("c1\x9b31m", "c1\ufffd31m"),
        ("abc\u202edef", "abc\ufffddef"),
        ("a\rb", "a\ufffdb"),
        ("half \ud83d", "half \ufffd"),
        ("2.658\u00a0đảng viên", "2.658 đảng viên"),
        ("line\n\tnext", "line\n\tnext"),
    ],
)
def test_what_a_terminal_acts_on_is_shown_instead(text: str, shown: str) -> None:
    assert printable(text) == shown
    assert len(printable(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]0;tên\x07 258\x85", "\ufffd]0;tên\ufffd 258\ufffd"),
        ("\x00\x7f\x80\x9b\x9f", "\ufffd" * 5),
        ("dòng\r\nhai\tcột", "dòng\r\nhai\tcột"),
        ("a\u00a0b\u200bc\u202ed\u00ade", "a\u00a0b\u200bc\u202ed\u00ade"),
    ],
)
def test_a_file_for_people_holds_no_control_codes_but_those_that_lay_out_its_text(text: str, shown: str) -> None:
    assert without_controls(text) == shown
    assert len(shown) == len(text)


def test_a_message_is_one_line() -> None:
    assert one_line("two\n\n lines\tand \x1b[2J") == "two lines and \ufffd[2J"


@pytest.mark.parametrize(
    ("number", "noun", "said"),
    [(0, "article", "0 articles"), (1, "article", "1 article"), (2, "body", "2 bodies"), (1, "body", "1 body")],
)
def test_one_is_told_in_the_singular(number: int, noun: str, said: str) -> None:
    assert counted(number, noun) == said
