"""What a gold folder holds, counted: is it large and mixed enough to judge by?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.eval.tables import plain_table
from extractor.terminal import counted

if TYPE_CHECKING:
    from rich.console import RenderableType


@dataclass(frozen=True, slots=True)
class GoldStats:
    """Articles, items by list, and how often each value of each closed label was given (0 where never)."""

    articles: int
    items: dict[str, int]
    articles_with: dict[str, int]
    labels: dict[str, dict[str, int]]

    @property
    def never(self) -> dict[str, tuple[str, ...]]:
        """Values that no label has: nothing can be said of how well they are found."""
        unused = {name: tuple(value for value, n in found.items() if not n) for name, found in self.labels.items()}
        return {name: values for name, values in unused.items() if values}


def stats_tables(stats: GoldStats) -> list[RenderableType]:
    """What a gold folder holds: a table a list, and under each closed label's table what it never has."""
    lists = plain_table(
        counted(stats.articles, "article"), ("list", "items", "an article", "articles with any"), numbers=(1, 2, 3)
    )
    for name, number in stats.items.items():
        mean = number / stats.articles if stats.articles else 0.0
        lists.add_row(name, str(number), f"{mean:.1f}", str(stats.articles_with[name]))
    tables: list[RenderableType] = [lists]
    for label, found in stats.labels.items():
        table = plain_table(label, ("value", "labels"), numbers=(1,))
        for value, number in sorted(found.items(), key=lambda pair: -pair[1]):
            if number:
                table.add_row(value, str(number))
        tables.append(table)
        if label in stats.never:
            tables.append("never: " + ", ".join(stats.never[label]))
    return tables
