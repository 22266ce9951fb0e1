"""What a gold folder holds, counted: is it large and mixed enough to judge by?"""

from __future__ import annotations

from dataclasses import dataclass


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
