"""The table at the end of a run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from extractor.cli.coverage import coverage_said
from extractor.exports.files import FAILURES, SUMMARIES
from extractor.parts.folder import is_parts, lines_of
from extractor.parts.names import PARTS
from extractor.terminal import counted, one_line

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

    from extractor.runs.manifest import RunManifest
    from extractor.tasks.model import Task

SHOWN: Final = 20
"""Articles in the table; the files have all."""


def show_results(console: Console, out: Path, manifest: RunManifest, task: Task) -> None:
    """Print what came out, article by article, then in sum."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(one_line(f"Results in {out}"), style="table.title"), title_justify="left")
    columns, short = task.glance
    items = manifest.counts.items
    kinds = tuple(items)
    for name in ("article", *(heading for heading, _ in columns)):
        table.add_column(name, overflow="ellipsis", no_wrap=True, max_width=40)
    for name in kinds:
        table.add_column(short.get(name, name), justify="right")
    _fill(table, out, kinds, [path for _, path in columns])
    table.add_section()
    blank = ("",) * len(columns)
    table.add_row(counted(manifest.counts.done, "article"), *blank, *(str(items[kind]) for kind in kinds), style="bold")
    console.print(table)
    show_totals(console, manifest)
    if is_parts(out):
        console.print(one_line(f"{out / PARTS}: Parquet, a row an input"), markup=False, soft_wrap=True)
        return
    files = ", ".join([str(out / SUMMARIES), *task.tables(), *([FAILURES] if manifest.counts.failed else [])])
    console.print(one_line(files), markup=False, highlight=False, soft_wrap=True)


def show_totals(console: Console, manifest: RunManifest) -> None:
    """Print what came out in sum."""
    for line in _totals(manifest):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def _fill(table: Table, out: Path, kinds: tuple[str, ...], paths: list[str]) -> None:
    for number, line in enumerate(lines_of(out, SUMMARIES)):
        if number == SHOWN:
            table.add_row("…", *("" for _ in table.columns[1:]))
            return
        table.add_row(*_cells(json.loads(line), kinds, paths))


def _cells(summary: dict[str, Any], kinds: tuple[str, ...], paths: list[str]) -> Iterator[RenderableType]:
    from rich.text import Text

    yield Text(one_line(summary["doc_id"]))
    for path in paths:
        found: Any = summary
        for name in path.split("."):
            found = found[name]
        yield str(found or "-")
    for kind in kinds:
        yield str(len(summary[kind]))


def _totals(manifest: RunManifest) -> Iterator[str]:
    counts = manifest.counts
    reused = f" ({counts.reused} from before)" if counts.reused else ""
    rest = f", {counts.not_taken} not begun" if counts.not_taken else ""
    yield f"{counts.done} done{reused}, {counts.failed} failed{rest} in {manifest.seconds:.1f} s"
    if counts.earlier:
        yield f"earlier runs into this folder gave {counts.earlier} of these; --fresh begins without them"
    if counts.done:
        found = manifest.coverage
        said = coverage_said(found.quantities, found.explained, found.unread)
        yield f"{said}; {counted(manifest.rejections.total, 'claim')} refused"
    if manifest.spent.calls:
        spent = manifest.spent
        cost = "price unknown" if spent.cost_usd is None else f"${spent.cost_usd:.4f}"
        cached = f" ({spent.cached_tokens} cached)" if spent.cached_tokens else ""
        calls = counted(spent.calls, "call")
        yield f"{calls}, {spent.input_tokens} tokens in{cached}, {spent.output_tokens} out, {cost}"
