"""An evaluation as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from extractor.eval.intervals import written
from extractor.eval.model import NO_ITEM, VERDICTS, Estimate, Evaluation, Tally
from extractor.eval.report_rows import GATE_HEADS, beside_rows, gate_row
from extractor.eval.reported import run_titles
from extractor.eval.run_info import run_rows
from extractor.terminal import counted

if TYPE_CHECKING:
    from rich.table import Table

    from extractor.eval.agreement import Alpha
    from extractor.eval.compare import Comparison, ItemDifference
    from extractor.eval.gate import Check
    from extractor.eval.repeats import Spread

_MOST_ITEMS: Final = 40


def evaluation_tables(evaluation: Evaluation) -> list[Table]:
    """The tables of headline figures: lists, single values, and the run's own record where it has one."""
    tables = [_list_table(evaluation), _fact_table(evaluation)]
    if rows := run_rows(evaluation.run):
        tables.append(_run_table(rows))
    return tables


def detail_tables(evaluation: Evaluation) -> list[Table]:
    """Tables for whoever looks for causes: verdicts, fields of matched items, labels, slices."""
    return [
        _verdict_table(evaluation),
        _field_table(evaluation),
        *(_label_table(evaluation, name) for name in evaluation.labels),
        *(_slice_table(evaluation, name) for name in evaluation.slices),
    ]


def beside_table(runs: Sequence[Evaluation]) -> Table:
    """Headline scores of several runs side by side."""
    table = plain_table("Side by side", ("score", *map(_printable, run_titles(runs))), numbers=range(1, 1 + len(runs)))
    for row in beside_rows(runs):
        table.add_row(row.title, *(" ".join(filter(None, cell)) for cell in row.cells))
    return table


def gate_table(checks: Iterable[Check]) -> Table:
    """Checks with what was asked: those that fell, as a rule."""
    table = plain_table("Gate: what fell", GATE_HEADS, numbers=(1, 2, 3))
    for check in checks:
        table.add_row(*gate_row(check))
    return table


def spread_table(spreads: Iterable[Spread]) -> Table:
    """How far runs differ, apart from how far articles do."""
    heads = (
        "score",
        "mean of runs",
        "lowest",
        "highest",
        "between runs (sd)",
        "one article, run to run (sd)",
        "between articles (sd)",
    )
    table = plain_table("Repeats", heads, numbers=range(1, 7))
    for one in spreads:
        numbers = (one.mean, one.low, one.high, one.run_deviation, one.within, one.between)
        table.add_row(one.name, *(f"{number:.3f}" for number in numbers))
    return table


def comparison_table(comparison: Comparison, names: Sequence[str]) -> Table:
    """Both runs' scores with the difference, its interval and its p value."""
    title = f"Run B against run A, {counted(comparison.articles, 'article')}"
    table = plain_table(title, ("score", "A", "B", "B - A", "95% interval", "p"), numbers=range(1, 6))
    for one in comparison.differences:
        if one.name not in names:
            continue
        interval = one.difference.interval
        table.add_row(
            one.name,
            f"{one.a:.3f}",
            f"{one.b:.3f}",
            f"{one.difference.value:+.3f}",
            f"{interval.low:+.3f} to {interval.high:+.3f}" if interval else NO_ITEM,
            f"{one.p:.4f}",
        )
    return table


def item_table(items: Sequence[ItemDifference], title: str, most: int = _MOST_ITEMS) -> Table:
    """Items that one run got (or invented) and the other did not."""
    table = plain_table(title, ("article", "list", "item"))
    for one in items[:most]:
        table.add_row(one.doc_id, one.kind, item_line(one.item))
    if len(items) > most:
        table.caption = f"and {len(items) - most} more; --json writes all of them"
    return table


def item_line(item: Any) -> str:
    """One item in one line."""
    if isinstance(item, str):
        return _printable(item)
    fields = _shown_fields(item) if isinstance(item, dict) else item.model_dump(mode="json")
    place = fields.pop("mention", None) or fields.get("evidence")
    evidence = fields.pop("evidence", None)
    words = [_plain(value) for value in fields.values() if value is not None]
    at = f" @{place['start']}" if place else ""
    quoted = f" “{_short(evidence['text'])}”" if evidence else ""
    return _printable(" · ".join(words) + at + quoted)


def _shown_fields(item: dict[str, Any]) -> dict[str, Any]:
    """The fields of a task's item as plain values, its first place as `mention`."""
    found: dict[str, Any] = {}
    for name, value in item.items():
        if not isinstance(value, dict):
            found[name] = value
            continue
        place = value if "start" in value else value.get("mention") or value.get("evidence")
        if place is not None:
            found.setdefault("mention", place)
        main = next((value[key] for key in ("value", "label", "text") if key in value), None)
        found[name] = f"{_plain(main)} {value['unit']}" if "unit" in value else main
    return found


def _plain(value: object) -> str:
    """A value as people write it: 620000000, not 6.2e+08."""
    return f"{value:.10f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _printable(text: str) -> str:
    """Text without control characters, which a terminal would obey."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _short(text: str, most: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


def plain_table(title: str, heads: Sequence[str], numbers: Iterable[int] = ()) -> Table:
    """An empty table; the columns of those numbers are set to the right."""
    from rich.table import Table

    table = Table(title=title, title_justify="left", title_style="bold")
    right = set(numbers)
    for place, head in enumerate(heads):
        table.add_column(head, justify="right" if place in right else "left", overflow="fold")
    return table


def _list_table(evaluation: Evaluation) -> Table:
    articles, missing = counted(len(evaluation.articles), "article"), len(evaluation.missing)
    title = f"{articles}, {missing} of them without a summary (scored as empty)"
    heads = ("list", "gold", "predicted", "right", "precision", "recall", "F1", "F1 by article")
    table = plain_table(title, heads, numbers=range(1, 8))
    for name, score in evaluation.lists.items():
        counts = score.counts
        table.add_row(
            evaluation.titles.of_list(name),
            *(str(number) for number in (counts.gold, counts.predicted, counts.matched)),
            *(written(one) for one in (score.precision, score.recall, score.f1, score.macro_f1)),
        )
    return table


def _fact_table(evaluation: Evaluation) -> Table:
    table = plain_table("Single values", ("value", "right", "of", "share"), numbers=(1, 2, 3))
    for name, title in evaluation.titles.of_facts(evaluation.rates).items():
        if name in evaluation.rates:
            rate = evaluation.rates[name]
            table.add_row(
                title,
                f"{rate.tally.right:g}" if name not in evaluation.titles.shares else "",
                *_asked(rate.tally, rate.value),
            )
    return table


def _asked(tally: Tally, value: Estimate) -> tuple[str, str]:
    return str(tally.total), written(value) if tally.total else NO_ITEM


def _field_table(evaluation: Evaluation) -> Table:
    heads = ("field", "right", "of", "share", "right where stated", "of", "share")
    table = plain_table("Fields of matched items", heads, numbers=range(1, 7))
    for name, rate in evaluation.rates.items():
        if name.endswith(".stated") or not (".field." in name or ".label." in name):
            continue
        row = [name, f"{rate.tally.right:g}", *_asked(rate.tally, rate.value)]
        stated = evaluation.rates.get(f"{name}.stated")
        row += [f"{stated.tally.right:g}", *_asked(stated.tally, stated.value)] if stated else ["", "", ""]
        table.add_row(*row)
    return table


def _verdict_table(evaluation: Evaluation) -> Table:
    table = plain_table("What became of the items", ("list", *VERDICTS), numbers=range(1, 1 + len(VERDICTS)))
    for kind, found in evaluation.verdicts.items():
        table.add_row(kind, *(str(found.get(verdict, 0)) for verdict in VERDICTS))
    return table


def _label_table(evaluation: Evaluation, label: str) -> Table:
    score = evaluation.labels[label]
    heads = (label, "gold", "predicted", "right", "precision", "recall", "F1", "taken for")
    table = plain_table(f"Label: {label}", heads, numbers=range(1, 7))
    for name, counts in score.labels.items():
        others = score.confusion.get(name, {})
        taken = sorted(((n, other) for other, n in others.items() if other != name), reverse=True)
        table.add_row(
            name,
            *(str(number) for number in (counts.gold, counts.predicted, counts.matched)),
            *(f"{number:.3f}" for number in (counts.precision, counts.recall, counts.f1)),
            ", ".join(f"{'(missed)' if other == NO_ITEM else other} {n}" for n, other in taken),
        )
    return table


def _slice_table(evaluation: Evaluation, name: str) -> Table:
    title = evaluation.titles.of_slice(name)
    shown = evaluation.titles.of_slices(evaluation.lists)
    heads = (title, "articles", *(f"{one} F1" for one in evaluation.titles.of_lists(shown).values()))
    table = plain_table(f"By {title}", heads, numbers=range(1, 2 + len(shown)))
    for group, found in evaluation.slices[name].items():
        table.add_row(group, str(found.articles), *(f"{found.counts[one].f1:.3f}" for one in shown))
    return table


def _run_table(rows: Iterable[tuple[str, str]]) -> Table:
    table = plain_table("The run's own record", ("", ""))
    for name, value in rows:
        table.add_row(name, _printable(value))
    return table


def alpha_table(alphas: Iterable[Alpha]) -> Table:
    """Krippendorff's alpha by label."""
    heads = ("label", "labelled by both", "named alike", "Krippendorff's alpha")
    table = plain_table("Closed labels", heads, numbers=(1, 2, 3))
    for one in alphas:
        table.add_row(one.label, str(one.units), str(one.agreed), NO_ITEM if one.value is None else f"{one.value:.3f}")
    return table
