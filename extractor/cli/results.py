"""The table at the end of a run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from extractor.outputs.folder import FAILURES, FIGURES, SUMMARIES
from extractor.terminal import printable

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

    from extractor.outputs.manifest import RunManifest

SHOWN: Final = 20
"""Articles in the table; the files have all."""


def show_results(console: Console, out: Path, manifest: RunManifest) -> None:
    """Print what came out, article by article, then in sum."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(printable(f"Results in {out}"), style="table.title"), title_justify="left")
    for name in ("article", "event", "period"):
        table.add_column(name, overflow="ellipsis", no_wrap=True, max_width=40)
    for name in ("orgs", "figures", "awards", "people", "docs", "points"):
        table.add_column(name, justify="right")
    _fill(table, out)
    items = manifest.counts.items
    kinds = ("organizations", "figures", "awards", "people", "documents", "points")
    table.add_section()
    table.add_row(
        f"{manifest.counts.done} articles", "", "", *(str(items.get(kind, 0)) for kind in kinds), style="bold"
    )
    console.print(table)
    for line in _totals(manifest):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    files = f"{out / SUMMARIES}, {FIGURES}" + (f", {FAILURES}" if manifest.counts.failed else "")
    console.print(files, markup=False, highlight=False, soft_wrap=True)


def _fill(table: Table, out: Path) -> None:
    with (out / SUMMARIES).open(encoding="utf-8") as file:
        for number, line in enumerate(file):
            if number == SHOWN:
                table.add_row("…", *("" for _ in range(8)))
                return
            table.add_row(*_cells(json.loads(line)))


def _cells(summary: dict[str, Any]) -> Iterator[RenderableType]:
    from rich.text import Text

    yield Text(printable(summary["doc_id"]))
    yield summary["event"]["kind"]
    yield summary["event"]["review_period"] or "-"
    for kind in ("organizations", "figures", "awards", "people", "documents", "points"):
        yield str(len(summary[kind]))


def _totals(manifest: RunManifest) -> Iterator[str]:
    counts = manifest.counts
    reused = f" ({counts.reused} from before)" if counts.reused else ""
    rest = f", {counts.not_taken} not begun" if counts.not_taken else ""
    yield f"{counts.done} done{reused}, {counts.failed} failed{rest} in {manifest.seconds:.1f} s"
    coverage = manifest.coverage
    unread = f", {coverage.unread} numbers unread" if coverage.unread else ""
    yield (
        f"coverage {coverage.share:.1%}: {coverage.explained} of {coverage.quantities} quantities accounted for"
        f"{unread}; "
        f"{manifest.rejections.total} claims refused"
    )
    if manifest.spent.calls:
        spent = manifest.spent
        cost = "price unknown" if spent.cost_usd is None else f"${spent.cost_usd:.4f}"
        cached = f" ({spent.cached_tokens} cached)" if spent.cached_tokens else ""
        yield f"{spent.calls} calls, {spent.input_tokens} tokens in{cached}, {spent.output_tokens} out, {cost}"
