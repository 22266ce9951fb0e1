from __future__ import annotations

import pytest

from extractor.terminal import counted, one_line, printable


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


def test_a_message_is_one_line() -> None:
    assert one_line("two\n\n lines\tand \x1b[2J") == "two lines and \ufffd[2J"


@pytest.mark.parametrize(
    ("number", "noun", "said"),
    [(0, "article", "0 articles"), (1, "article", "1 article"), (2, "body", "2 bodies"), (1, "body", "1 body")],
)
def test_one_is_told_in_the_singular(number: int, noun: str, said: str) -> None:
    assert counted(number, noun) == said
