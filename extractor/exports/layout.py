"""What a task's summaries look like as tables: labels, names, derived columns and views. Names no field of any task."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.errors import UsageError

Names = Mapping[str, str]
"""A label or a field -> what people call it."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LookUp(_Part):
    """Columns taken over from another list of the summary: from the row whose `key` is the value of `column`."""

    column: str
    table: str
    key: str
    take: tuple[str, ...]


class TablePart(_Part):
    """What the data file says of one table."""

    label: str = ""
    about: str = ""
    columns: dict[str, str] = Field(default_factory=dict, description="column -> its label")
    periods: tuple[str, ...] = Field(default=(), description="columns whose first day, last day and kind stand beside")
    keys: tuple[str, ...] = Field(default=(), description="columns whose folded form stands beside, to join by")
    units: dict[str, str] = Field(default_factory=dict, description="number column -> the column with its unit")
    look_up: tuple[LookUp, ...] = ()


class ViewPart(_Part):
    """A named question on the tables."""

    label: str
    about: str
    sql: str


class UnitPart(_Part):
    """How numbers of one unit are shown: `suffix` after them."""

    suffix: str


class PagePart(_Part):
    """What the page of a run shows of an item, by table."""

    title: tuple[str, ...] = Field(default=(), description="fields that name the item, those that are null left out")
    color: str = Field(default="", description="CSS colour of its marks in a light page, and in a dark one")
    color_dark: str = ""


class SeriesPart(_Part):
    """Numbers that are one row of a body's table over the years: alike in `same`, told apart by `year`."""

    table: str
    body: str
    value: str
    unit: str
    year: str
    same: tuple[str, ...]
    only: dict[str, str] = Field(default_factory=dict, description="column -> the one value that counts")
    split: str = Field(default="", description="column whose values stand beside each other, as plan and result do")


class LayoutData(_Part):
    """The data file of a task."""

    title: str
    articles: str = Field(default="articles", description="name of the table with one row an article")
    rename: dict[str, str] = Field(default_factory=dict, description="path in the summary -> column of the articles")
    tables: dict[str, TablePart] = Field(default_factory=dict)
    units: dict[str, UnitPart] = Field(default_factory=dict)
    views: dict[str, ViewPart] = Field(default_factory=dict)
    page: dict[str, PagePart] = Field(default_factory=dict)
    facets: tuple[str, ...] = Field(default=(), description="`table.column` to filter a list of articles by")
    series: SeriesPart | None = None


_PLAIN: Final = LayoutData(title="Summaries")


@dataclass(frozen=True, slots=True)
class Layout:
    """A summary's model with everything that is said of it for tables and pages.

    `glosses` explains closed labels by `list.field` or by the path of a single field; `labels` names the fields of a
    list; `fold` gives the form by which names of one body are the same.
    """

    model: type[BaseModel]
    data: LayoutData = _PLAIN
    glosses: Mapping[str, Names] = field(default_factory=dict)
    labels: Mapping[str, Names] = field(default_factory=dict)
    fold: Callable[[str], str] = str.casefold

    @classmethod
    def read(cls, model: type[BaseModel], path: Path, **given: Any) -> Self:
        """The layout of a model with its data file. Raises `UsageError` where the file is not what it should be."""
        try:
            data = LayoutData.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise UsageError(f"{path} is not TOML: {error}.") from None
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            raise UsageError(f"{path}, {where}: {first['msg']}.") from None
        return cls(model, data, **given)

    def part(self, table: str) -> TablePart:
        """What the data file says of a table; nothing where it does not name it."""
        return self.data.tables.get(table, TablePart())

    def column_label(self, table: str, column: str) -> str:
        """What people call a column; its own name where nobody said."""
        return (
            self.part(table).columns.get(column) or self.labels.get(table, {}).get(column) or column.replace("_", " ")
        )
