"""How each field of a summary is asked for in Label Studio: one table, from which config, tasks and reader are made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from extractor.errors import UsageError
from extractor.eval.labelstudio_config import Field
from extractor.labels import (
    BASES,
    COMPARATORS,
    DOCUMENT_KINDS,
    EVENT_KINDS,
    MEASURES,
    ORGANIZATION_KINDS,
    PHASES,
    POINT_KINDS,
    SUBJECTS,
    UNITS,
)

EVIDENCE: Final = "evidence"
"""Label of a figure's clause; a relation ties it to each figure that rests on it."""


def _choice(name: str, title: str, choices: Mapping[Any, str]) -> Field:
    return Field(name, "choice", title, tuple(choices.items()), required=True)


ITEM_FIELDS: Final[dict[str, tuple[Field, ...]]] = {
    "figure": (
        _choice("phase", "Kết quả hay chỉ tiêu", PHASES),
        Field("period", "text", "Kỳ"),
        _choice("subject", "Đối tượng", SUBJECTS),
        _choice("measure", "Nội dung đo", MEASURES),
        _choice("basis", "Cách tính", BASES),
        Field("value", "number", "Giá trị", required=True),
        Field("value_max", "number", "Giá trị trên"),
        Field("out_of", "number", "Trên tổng số"),
        _choice("unit", "Đơn vị", UNITS),
        _choice("comparator", "So sánh", COMPARATORS),
        Field("group", "text", "Bộ phận"),
        Field("organization", "text", "Tổ chức (tên như trong danh sách)"),
    ),
    "award": (
        Field("title", "text", "Hình thức khen thưởng", required=True),
        Field("granted_by", "text", "Của ai"),
        _choice("recipient_kind", "Loại đối tượng được khen", SUBJECTS),
        Field("recipient", "text", "Tên đối tượng được khen"),
        Field("count", "number", "Số lượng"),
        Field("achievement", "text", "Thành tích"),
        Field("period", "text", "Kỳ"),
    ),
    "person": (
        Field("name", "text", "Họ tên", required=True),
        Field("role", "text", "Chức vụ"),
    ),
    "document": (
        _choice("kind", "Loại văn bản", {kind: kind for kind in DOCUMENT_KINDS}),
        Field("number", "text", "Số hiệu"),
        Field("title", "text", "Tên"),
        Field("issued_on", "date", "Ngày ban hành"),
        Field("issuer", "text", "Nơi ban hành"),
    ),
    "point": (
        _choice("kind", "Loại ý", POINT_KINDS),
        Field("text", "long_text", "Câu tóm tắt", required=True),
    ),
}
"""Label of a region -> what is asked about it. The region is a figure's mention, any other item's evidence."""

ITEM_LISTS: Final[dict[str, str]] = {
    "figure": "figures",
    "award": "awards",
    "person": "people",
    "document": "documents",
    "point": "points",
}
"""Label of a region -> the list of the summary it belongs to."""

LABEL_TITLES: Final[dict[str, tuple[str, str]]] = {
    "figure": ("Số liệu", "#2f6fdb"),
    EVIDENCE: ("Mệnh đề của số liệu", "#9db8de"),
    "award": ("Khen thưởng", "#b7791f"),
    "person": ("Người", "#2f855a"),
    "document": ("Văn bản", "#805ad5"),
    "point": ("Ý (hạn chế, nhiệm vụ)", "#c05621"),
}
"""Label of a region -> its Vietnamese title and its colour."""

ARTICLE_FIELDS: Final[dict[str, tuple[Field, ...]]] = {
    "source": (
        Field("outlet", "text", "Nơi đăng"),
        Field("title", "text", "Đầu đề"),
        Field("authors", "texts", "Tác giả"),
        Field("published_on", "date", "Ngày đăng"),
    ),
    "event": (
        _choice("kind", "Loại hội nghị", EVENT_KINDS),
        Field("held_on", "date", "Ngày tổ chức"),
        Field("review_period", "text", "Kỳ được tổng kết"),
        Field("plan_period", "text", "Kỳ kế hoạch"),
    ),
    "": (
        Field(
            "organizations",
            "texts",
            f"Tổ chức: loại | tỉnh (- nếu không rõ) | tên. Loại: {', '.join(ORGANIZATION_KINDS)}",
        ),
        Field("abstract", "long_text", "Tóm tắt"),
    ),
}
"""Part of the summary (empty for its top) -> what is asked once for the article."""


def control_name(part: str, field: Field) -> str:
    """The tag's name in the config: `figure_subject`, `source_title`, `abstract`."""
    return f"{part}_{field.name}" if part else field.name


_NULL: Final = "-"


def pack(cells: tuple[str | None, ...]) -> str:
    """Cells as one line of text, `a | - | b`, from which `unpack` gets back the same cells."""
    return " | ".join(_NULL if cell is None else _escape(cell) for cell in cells)


def unpack(line: str, cells: int) -> tuple[str | None, ...]:
    """The cells of a line. Raises `UsageError` where it does not have that many."""
    found: list[str] = [""]
    escaped = False
    for letter in line:
        if escaped:
            found[-1] += "\\" + letter
        elif letter == "|":
            found.append("")
        elif letter != "\\":
            found[-1] += letter
        escaped = letter == "\\" and not escaped
    if len(found) != cells:
        raise UsageError(f"{line!r} has {len(found)} parts between bars, not {cells}: write kind | province | name.")
    trimmed = [cell.strip(" ") for cell in found]
    return tuple(None if cell == _NULL else _unescape(cell) for cell in trimmed)


def _escape(cell: str) -> str:
    escaped = cell.replace("\\", "\\\\").replace("|", "\\|")
    if escaped in ("", _NULL) or escaped != escaped.strip(" "):
        # Marks at both ends keep an empty cell, a lone dash or an outer blank from being trimmed or read as null.
        return f"\\e{escaped}\\e"
    return escaped


def _unescape(cell: str) -> str:
    out: list[str] = []
    letters = iter(cell)
    for letter in letters:
        if letter != "\\":
            out.append(letter)
            continue
        following = next(letters, "")
        out.append("" if following == "e" else following)
    return "".join(out)
