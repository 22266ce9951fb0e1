"""Every public function of the package that reads one text, the whole way of an article, and what they are tried on."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from functools import partial
from typing import Final

from extractor.errors import ExtractorError
from extractor.grounding.align import align
from extractor.tasks.party_review.rules import RulesEngine
from extractor.text.article import Article
from extractor.text.fold import fold
from tests.linear.collect import modules

_NOT_FOR_TEXTS: Final = frozenset(["extractor.loaders.load.load_one", "extractor.text.word_index.first_words"])
"""One opens a file, one reads a pattern's source."""
_NO_TEXT: Final = frozenset(["key", "period", "table", "written"])
"""Parameters that are no text of an article."""
READERS: Final = (
    *("extractor.reading", "extractor.text", "extractor.loaders", "extractor.grounding"),
    "extractor.tasks.party_review.grounding",
)
"""Where the modules are that read a text."""

PIECES: Final = (
    *(
        ".",
        "... ",
        "a",
        "Ế",
        " ",
        "\n",
        "\t",
        "1",
        ",",
        ";",
        "(",
        ")",
        '"',
        "“",
        "”",
        "-",
        "/",
        "|",
        "<",
        "&",
        "{",
        "[",
        "@",
        "_",
    ),
    *("5 ", "| 5 | ", "5\t", "5\n", "1.", "1,", "1/", "1-", "5% ", "5-6 ", "5/6 ", "312/300 đảng viên ", "q1 "),
    *("<!-- --> ", "<!--", "<b>", "</p>", "&nbsp;", "<td>5</td>", "http", "a@a.", "- a\n", "a: ", "A. ", "* ", "# a\n"),
    *("một ", "năm ", "một trăm ", "triệu ", "phần ", "linh ", "tỷ ", "không ", "không có ", "phẩy ", "5 triệu "),
    *("ngày 5-6 ", "ngày 5 tháng 6 năm 2020, ", "năm 2020 ", "6 tháng đầu năm ", "từ 2015 đến 2020 ", "quý 1 "),
    *("đảng viên ", "5 đảng viên; ", "kết nạp 5 đảng viên, ", "đạt 5% kế hoạch. ", "5 trong 6 ", "trong đó, ", "các "),
    *("Đảng ủy ", "Đảng ủy Khối ", "Đảng bộ tỉnh ", "tỉnh Hậu Giang ", "chi bộ ", "Ban Tổ chức ", "xã A, ", "Sở "),
    *(
        "Đảng ủy xã Tân, ",
        "Tỉnh ủy Cà Mau, Thành ủy Cà Mau, ",
        "Chi bộ A và ",
        "phường Tân 5, ",
        "năm 2013: 14; ",
        "lần lượt ",
    ),
    *("Nguyễn Văn An, ", "đồng chí Nguyễn Văn An, Bí thư ", "Bí thư ", "Bí thư Đảng ủy ", "Ảnh: ", "Tin, ảnh: "),
    *("Nghị quyết ", "Nghị quyết số 5-NQ/TW, ", "Trung ương 4, 5, ", "khóa XI, ", "Đại hội ", "của ", "và ", " và "),
    *("trao tặng ", "trao Giấy khen cho 5 tập thể, ", "Bằng khen ", "Huy hiệu 30 năm tuổi Đảng ", "vì sự nghiệp "),
    *(
        "tồn tại, hạn chế ",
        "phát huy ",
        "cần ",
        "tiếp tục ",
        "hãy ",
        "bỏ qua ",
        "giảm ",
        "vượt ",
        "chỉ tiêu ",
        "ủng hộ ",
    ),
)
"""What articles, pages and tables are made of, one piece at a time."""

_NEEDLE: Final = "Đảng bộ đã kết nạp năm mươi đảng viên trong năm nay"


def _one_text(function: Callable[..., object]) -> bool:
    parameters = list(inspect.signature(function).parameters.values())
    needed = [one for one in parameters if one.default is one.empty]
    if len(needed) != 1 or needed[0].name in _NO_TEXT:
        return False
    return needed[0].annotation in ("str", str) and needed[0].kind is not needed[0].VAR_POSITIONAL


def _unless_refused(function: Callable[[str], object], text: str) -> None:
    with suppress(ExtractorError):
        function(text)


def _public() -> Iterator[tuple[str, Callable[[str], object]]]:
    for module in modules():
        if not module.__name__.startswith(READERS):
            continue
        for name, value in vars(module).items():
            own = getattr(value, "__module__", "") == module.__name__ and not inspect.isclass(value)
            full = f"{module.__name__}.{name}"
            if own and callable(value) and full not in _NOT_FOR_TEXTS and not name.startswith("_") and _one_text(value):
                yield full, partial(_unless_refused, value)


def _article(text: str) -> None:
    RulesEngine().step(Article.from_text("linear", text, published_on=date(2021, 1, 6)))


def _quote(text: str) -> None:
    align(fold(text), text, _NEEDLE)


def readers() -> list[tuple[str, Callable[[str], object]]]:
    """Name and function of everything that is tried."""
    return [*_public(), ("a quote is looked up", _quote), ("an article, rules and gate", _article)]
