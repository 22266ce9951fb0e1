"""Small articles that show whose figure it is, and when: each a TOML file of `eval/gold/owned`.

A file holds `text`, `event` ("kind | review period | plan period"), `bodies` (a line "name | kind" each) and `figures`
(a line "mention | number of its body | period | phase | subject.measure | basis | comparator" each, in the order of the
text; the last two only where they are not `level` and `eq`; the comparator is labelled from set d on). "-" is null.
`known` lists the mentions whose owner, period or phase is still read wrong, `misread` those whose subject, measure,
basis or comparator is (from set d on), `extra` how many numbers go out that are no figures.
The articles are invented; their labels follow the annotation guide and were written before the engine read them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parents[1] / "gold" / "owned"


@dataclass(frozen=True, slots=True)
class Labelled:
    """One figure as it is labelled; `start` is where its mention stands."""

    start: int
    mention: str
    owner: str | None
    period: str | None
    phase: str
    label: str
    comparator: str


@dataclass(frozen=True, slots=True)
class Case:
    """One article with its right event, bodies and figures."""

    name: str
    text: str
    event: tuple[str | None, ...]
    bodies: tuple[tuple[str, str], ...]
    figures: tuple[Labelled, ...]
    known: tuple[str, ...] = ()
    misread: tuple[str, ...] = ()
    extra: int = 0


def _cells(line: str) -> list[str | None]:
    return [None if cell.strip() == "-" else cell.strip() for cell in line.split(" | ")]


def _figures(table: str, text: str, names: list[str]) -> Iterator[Labelled]:
    at = text.index("\n\n")
    for line in table.strip().splitlines():
        mention, owner, period, phase, label, *rest = _cells(line)
        assert mention and phase and label, line
        at = text.index(mention, at)
        while text[at - 1].isdigit() or text[at + len(mention) :][:1].isdigit():
            at = text.index(mention, at + 1)
        name = names[int(owner) - 1] if owner else None
        basis, comparator = [*rest, *("level", "eq")[len(rest) :]]
        spelt = label if basis == "level" else f"{label}/{basis}"
        yield Labelled(at, mention, name, period, phase, spelt, comparator or "eq")
        at += len(mention)


def case(path: Path) -> Case:
    """The article of one file. Raises where a mention is not found after the one before."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    text = table["text"].strip() + "\n"
    bodies = [tuple(str(cell) for cell in _cells(line)) for line in table["bodies"].strip().splitlines()]
    names = [name for name, _ in bodies]
    event = tuple(_cells(table["event"]))
    figures = tuple(_figures(table["figures"], text, names))
    known, misread = tuple(table.get("known", ())), tuple(table.get("misread", ()))
    named = tuple((one, other) for one, other in bodies)
    return Case(path.stem, text, event, named, figures, known, misread, table.get("extra", 0))


def cases(prefix: str = "") -> list[Case]:
    """The articles whose file's name begins with `prefix`, in order."""
    return [case(path) for path in sorted(FOLDER.glob(f"{prefix}*.toml"))]
