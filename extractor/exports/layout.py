"""What a task's summaries look like as tables: labels, names, derived columns and views. Names no field of any task."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.errors import UsageError
from extractor.exports.leaves import ListTable, list_tables

_COLOUR: Final = r"^(#[0-9a-f]{6})?$"

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


class UnitStep(_Part):
    """A word for so many of a unit, as `tỷ` for a thousand million."""

    size: float
    word: str


class UnitPart(_Part):
    """How numbers of one unit are shown: `suffix` after them; for people, in the largest exact step."""

    suffix: str
    steps: tuple[UnitStep, ...] = ()


class NumberPart(_Part):
    """Which fields of an item make one number, and its words: `trên 8%`, `130 – 140`, `48/66`, `giảm 1,5 – 2%`.

    A form has `{}` where the number stands; the second form of a label, if it has one, is that of numbers below zero.
    """

    value: str
    upper: str = Field(default="", description="field with the upper end of a range")
    whole: str = Field(default="", description="field with what the value is a part of")
    sign: str = Field(default="", description="closed field that says how the number bounds")
    signs: dict[str, str] = Field(default_factory=dict, description="its label -> the words before the number")
    way: str = Field(default="", description="closed field that says what the number is held against")
    ways: dict[str, tuple[str, ...]] = Field(default_factory=dict, description="its label -> one form, or two")
    mark: str = Field(default="", description="closed field of whose labels some are marked before the number")
    marks: dict[str, str] = Field(default_factory=dict, description="its label -> the mark")


class PagePart(_Part):
    """What the page of a run shows of a list's items: `title` names them, the colours mark them in the text."""

    item: str = Field(default="", description="what the records of a run call one item of the list")
    number: NumberPart | None = None
    title: tuple[str, ...] = Field(default=(), description="fields that name an item, those that are null left out")
    apart: str = Field(default="", description="field that names an item too where the article's items differ in it")
    place: str = Field(default="", description="field whose words are looked for in the clause, or in the text")
    color: str = Field(default="", pattern=_COLOUR, description="of its marks in a light page")
    color_dark: str = Field(default="", pattern=_COLOUR, description="of its marks in a dark page")


class SeriesPart(_Part):
    """Which rows of a table are one line over the years: of one `body`, alike in `same`, one value a `year`."""

    table: str
    body: tuple[str, ...] = Field(min_length=1, description="columns that tell bodies apart; the first is their key")
    name: str = Field(description="column with a body's name")
    value: str
    unit: str
    year: str
    same: tuple[str, ...]
    only: dict[str, str] = Field(default_factory=dict, description="column -> the one value that counts")
    split: str = Field(default="", description="column whose values stand beside each other, as plan and result do")


class ListPart(_Part):
    """How an article stands in the page's list: columns of the table of articles, and what a search finds."""

    title: str = "id"
    subtitle: tuple[str, ...] = ()
    lead: str = Field(default="", description="path in the summary of what is shown above the text")
    search: tuple[str, ...] = Field(default=(), description="`table.column`")


class LayoutData(_Part):
    """The data file of a task."""

    title: str
    articles: str = Field(default="articles", description="name of the table with one row an article")
    rename: dict[str, str] = Field(default_factory=dict, description="path in the summary -> column of the articles")
    tables: dict[str, TablePart] = Field(default_factory=dict)
    units: dict[str, UnitPart] = Field(default_factory=dict)
    mute: tuple[str, ...] = Field(default=(), description="closed labels that say nothing where an item is named")
    views: dict[str, ViewPart] = Field(default_factory=dict)
    page: dict[str, PagePart] = Field(default_factory=dict)
    list: ListPart = ListPart()
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

    def number(self, table: str) -> NumberPart | None:
        """Which fields of a list's items make their number; None where the data file does not say."""
        page = self.data.page.get(table)
        return page.number if page is not None else None

    def lists_by_word(self) -> dict[str, ListTable]:
        """The lists of a summary by the word that a run's records have for one of their items."""
        words = {name: part.item for name, part in self.data.page.items() if part.item}
        return {words[one.name]: one for one in list_tables(self.model) if one.name in words}

    def column_label(self, table: str, column: str) -> str:
        """What people call a column; its own name where nobody said."""
        return (
            self.part(table).columns.get(column) or self.labels.get(table, {}).get(column) or column.replace("_", " ")
        )
