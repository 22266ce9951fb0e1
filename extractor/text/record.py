"""Records: classes of values that are not to be changed, cheap to make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, dataclass_transform, overload

_Class = TypeVar("_Class")


@overload
def record(cls: type[_Class]) -> type[_Class]: ...


@overload
def record(*, order: bool = False) -> Callable[[type[_Class]], type[_Class]]: ...


@dataclass_transform(frozen_default=True, kw_only_default=False)
def record(
    cls: type[_Class] | None = None, *, order: bool = False
) -> type[_Class] | Callable[[type[_Class]], type[_Class]]:
    """A slotted dataclass that the type checker holds frozen, equal and hashed by its fields.

    Nothing stops a change as it runs: the check of `frozen=True` makes a value three times as dear to make, and an
    article takes two thousand.
    """

    def make(made: type[_Class]) -> type[_Class]:
        return dataclass(slots=True, unsafe_hash=True, order=order)(made)

    return make if cls is None else make(cls)
