"""The report's plots: SVG made by matplotlib, in colours and type of the page around them.

Colours are drawn as marks that `_for_page` turns into the page's CSS variables, so that one picture serves light and
dark; text stays text, so that it can be searched, selected and read out.
"""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from extractor.errors import UsageError
from extractor.eval.model import NO_ITEM, ArticleScore, Evaluation, LabelScore
from extractor.eval.reported import run_titles
from extractor.eval.titles import Titles
from extractor.extras import missing_message

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK: Final = "#010101"
MUTED: Final = "#020202"
LINE: Final = "#030303"
ACCENT: Final = "#040404"
PAPER: Final = "#050505"
WRONG: Final = "#060606"
_VARIABLES: Final = {
    INK: "--ink",
    MUTED: "--muted",
    LINE: "--line",
    ACCENT: "--accent",
    PAPER: "--paper",
    WRONG: "--wrong_label",
}

MOST_LABELS: Final = 14
"""Labels in a confusion; rarer ones are left to the tables."""

_CELL: Final = 0.29
"""Inches of a confusion's cell at most."""

MOST_POINTS: Final = 1_500
"""Articles drawn in the plot by length; of more, a seeded sample."""

_NO_ITEM_TITLE: Final = "(none)"
_STYLE: Final[Mapping[Any, Any]] = {
    "svg.fonttype": "none",
    "text.parse_math": False,
    "font.size": 9,
    "text.color": INK,
    "axes.labelcolor": MUTED,
    "axes.edgecolor": LINE,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": MUTED,
    "ytick.labelcolor": INK,
    "axes.grid": False,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
}
_WIDTH: Final = 4.6
"""Inches: a picture of 330 points keeps its type readable when a phone shows it 360 pixels wide."""

_PIXELS: Final = 118
"""Pixels an inch at which a picture is shown at most, so that type is of one size in all of them."""

_PROLOGUE: Final = re.compile(r"\A.*?(?=<svg)", re.DOTALL)
_METADATA: Final = re.compile(r"\s{0,9}<metadata>[^<]*(?:<(?!/?metadata>)[^<]*)*</metadata>")
_SIZE: Final = re.compile(r'(<svg[^<>]{0,300}?) width="(?P<width>[\d.]+)pt" height="[\d.]+pt"')
_NOISE: Final = (
    # A rule for `*` would reach the whole page; the page's own sheet has it for plots.
    (re.compile(r"<style[^<]*</style>"), ""),
    # Ids that nothing points to, the same in every picture ("figure_1", "axes_1").
    (re.compile(r' id="[A-Za-z0-9.]+_\d+"'), ""),
    (re.compile(r">\s+<"), "><"),
)
_FONT: Final = re.compile(r"font-family: [^;:\"]*;?\s*|font: (?:\w{1,20} ){0,9}([\d.]{1,9}px) [^;:\"]*(?=;|\")")


@dataclass(frozen=True, slots=True)
class Plot:
    """One picture: `name` is unique on the page, `title` stands above it, `said` tells it to who cannot see it."""

    name: str
    title: str
    said: str
    svg: str


def plots(evaluations: Sequence[Evaluation]) -> list[list[Plot]]:
    """Every plot there is data for, in groups that belong side by side; the first evaluation is what it is about.

    Raises `UsageError` where matplotlib is not installed.
    """
    first = evaluations[0]
    found: list[Plot] = []
    measured = [row for row in first.articles if row.characters is not None]
    if len(measured) > 1:
        found.append(_length_plot(measured, first.titles))
    if sum(one.run.cost_usd_per_article is not None for one in evaluations) > 1:
        found.append(_cost_plot(evaluations))
    labels = [
        [_label_plot(name, score), _confusion_plot(name, score)] for name, score in first.labels.items() if score.labels
    ]
    return [group for group in (found, *labels) if group]


@contextmanager
def _canvas(name: str, height: float, width: float = _WIDTH) -> Iterator[tuple[Axes, io.StringIO]]:
    """Axes to draw on; the drawing is in the buffer when the block ends."""
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError as error:
        raise UsageError(missing_message("The HTML report", ["matplotlib"])) from error
    buffer = io.StringIO()
    with matplotlib.rc_context({**_STYLE, "svg.hashsalt": name}):
        figure: Figure = Figure(figsize=(width, height), layout="constrained")
        yield figure.add_subplot(), buffer
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)


def _for_page(buffer: io.StringIO, name: str) -> str:
    svg = _METADATA.sub("", _PROLOGUE.sub("", buffer.getvalue()))
    svg = _SIZE.sub(_shown_size(name), svg, count=1)
    svg = _FONT.sub(lambda found: f"font-size: {found[1]}" if found[1] else "", svg)
    for noise, instead in _NOISE:
        svg = noise.sub(instead, svg)
    for colour, variable in _VARIABLES.items():
        svg = svg.replace(colour, f"var({variable})")
    return svg


def _shown_size(name: str) -> Callable[[re.Match[str]], str]:
    """Instead of a fixed size, the widest a picture may be shown, and where its words are."""

    def tag(found: re.Match[str]) -> str:
        widest = round(float(found["width"]) / 72 * _PIXELS)
        return f'{found[1]} style="max-width: {widest}px" role="img" aria-labelledby="{name}-title {name}-said"'

    return tag


def _label_plot(label: str, score: LabelScore) -> Plot:
    rows = sorted(score.labels.items(), key=lambda row: (row[1].gold, row[1].predicted))
    name = f"label-{label}"
    with _canvas(name, 0.7 + 0.22 * len(rows)) as (axes, buffer):
        places = range(len(rows))
        axes.barh(places, [1.0] * len(rows), height=0.5, color=LINE, alpha=0.35)
        axes.barh(places, [counts.f1 for _, counts in rows], height=0.5, color=ACCENT)
        axes.set_yticks(places, [value for value, _ in rows])
        for place, (_, counts) in zip(places, rows, strict=True):
            text = f"{100 * counts.f1:.0f}%  of {counts.gold}"
            axes.text(1.02, place, text, va="center", fontsize=8, color=MUTED)
        _percent_axis(axes)
        axes.set(xlim=(0, 1.3), ylim=(-0.6, len(rows) - 0.4))
        axes.set_xlabel("F1, and how many the gold has")
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
    said = "; ".join(f"{value} {100 * counts.f1:.0f} percent of {counts.gold}" for value, counts in reversed(rows))
    return Plot(name, f"Score by {label}", f"F1 by {label}: {said}.", _for_page(buffer, name))


def _percent_axis(axes: Axes, axis: str = "x") -> None:
    ticks = [0, 0.25, 0.5, 0.75, 1]
    (axes.set_xticks if axis == "x" else axes.set_yticks)(ticks, [f"{100 * tick:.0f}%" for tick in ticks])


def _confusion_plot(label: str, score: LabelScore) -> Plot:
    names = sorted(score.labels, key=lambda value: -(score.labels[value].gold + score.labels[value].predicted))
    names = [*names[:MOST_LABELS], NO_ITEM]
    title = f"Confusion of {label}"
    if len(score.labels) > MOST_LABELS:
        title += f" (the {MOST_LABELS} most frequent)"
    name = f"confusion-{label}"
    side = _CELL * len(names)
    margin = 0.4 + 0.08 * max(map(len, names))
    width = min(_WIDTH, side + margin + 0.5)
    with _canvas(name, side + margin * 0.9 + 0.4, width) as (axes, buffer):
        for row, gold in enumerate(names):
            found = score.confusion.get(gold, {})
            total = sum(found.values()) or 1
            for column, predicted in enumerate(names):
                number = found.get(predicted, 0)
                if number:
                    _cell(axes, (column, row), number, number / total, right=gold == predicted)
        size = len(names)
        axes.set(xlim=(-0.5, size - 0.5), ylim=(size - 0.5, -0.5))
        shown = [_NO_ITEM_TITLE if value == NO_ITEM else value for value in names]
        axes.set_xticks(range(size), shown, rotation=60, ha="left", rotation_mode="anchor", color=INK)
        axes.set_yticks(range(size), shown)
        axes.xaxis.tick_top()
        axes.xaxis.set_label_position("top")
        axes.set(xlabel="predicted", ylabel="gold")
        axes.tick_params(length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)
        for edge in range(size + 1):
            axes.axhline(edge - 0.5, color=LINE, linewidth=0.4)
            axes.axvline(edge - 0.5, color=LINE, linewidth=0.4)
    return Plot(name, title, _said_of_confusion(label, score), _for_page(buffer, name))


def _cell(axes: Axes, place: tuple[int, int], number: int, share: float, right: bool) -> None:
    """One number on its colour: what is right is quiet, what is wrong stands out however rare it is."""
    from matplotlib.patches import Rectangle

    column, row = place
    # Never more than half the colour's strength: the number on it must stay readable in light and dark.
    alpha = 0.1 + 0.25 * share if right else min(0.5, 0.2 + 0.6 * share)
    colour = ACCENT if right else WRONG
    axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor=colour, alpha=alpha, linewidth=0))
    axes.text(column, row, str(number), ha="center", va="center", fontsize=7.5)


def _said_of_confusion(label: str, score: LabelScore) -> str:
    slips = sorted(
        ((number, gold, predicted) for gold, row in score.confusion.items() for predicted, number in row.items()),
        key=lambda slip: (-slip[0], slip[1:]),
    )
    worst = [f"{gold} as {predicted} {number}" for number, gold, predicted in slips if gold != predicted][:5]
    return (
        f"How often each {label} of the gold was predicted as which. Most frequent slips: {'; '.join(worst) or 'none'}."
    )


def _length_plot(rows: Sequence[ArticleScore], titles: Titles) -> Plot:
    name, lead = "length", titles.lead_name(rows[0].counts)
    drawn = list(rows)
    if len(drawn) > MOST_POINTS:
        drawn = random.Random(0).sample(drawn, MOST_POINTS)
    with _canvas(name, 3.2) as (axes, buffer):
        axes.scatter(
            [row.characters or 0 for row in drawn],
            [_score(row, titles) for row in drawn],
            s=[8 + 1.5 * row.counts[titles.lead_list(row.counts)].gold for row in drawn],
            facecolor=ACCENT,
            alpha=0.45,
            linewidth=0,
        )
        groups = _by_length(rows, titles)
        axes.plot([x for x, _ in groups], [y for _, y in groups], color=INK, linewidth=1.2, marker="o", markersize=3)
        axes.set_ylim(-0.03, 1.05)
        _percent_axis(axes, "y")
        axes.set(xlabel=f"characters (a dot is an article, larger with more {lead})", ylabel=f"F1 of {lead}")
        axes.tick_params(axis="y", labelcolor=MUTED)
        axes.grid(axis="y", color=LINE, linewidth=0.5)
        axes.set_axisbelow(True)
    said = "; ".join(f"about {x:.0f} characters: {100 * y:.0f} percent" for x, y in groups)
    return Plot(
        name, "Score against length", f"Mean F1 of {lead} by length of article: {said}.", _for_page(buffer, name)
    )


def _score(row: ArticleScore, titles: Titles) -> float:
    return row.counts[titles.lead_list(row.counts)].f1


def _by_length(rows: Sequence[ArticleScore], titles: Titles, groups: int = 5) -> list[tuple[float, float]]:
    """Mean length and mean score of equally large groups from short to long."""
    ordered = sorted(rows, key=lambda row: row.characters or 0)
    groups = min(groups, len(ordered) // 2) or 1
    bounds = [len(ordered) * number // groups for number in range(groups + 1)]
    parts = [ordered[low:high] for low, high in pairwise(bounds)]
    return [
        (
            sum(row.characters or 0 for row in part) / len(part),
            sum(_score(row, titles) for row in part) / len(part),
        )
        for part in parts
    ]


def _short(name: str, most: int = 24) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"


def _cost_plot(evaluations: Sequence[Evaluation]) -> Plot:
    name, titles = "cost", evaluations[0].titles
    lead = titles.lead_name(evaluations[0].lists)
    runs = [
        (title, one.run.cost_usd_per_article, one.lists[titles.lead_list(one.lists)].f1)
        for title, one in zip(run_titles(evaluations), evaluations, strict=True)
    ]
    priced = [(run, cost, score) for run, cost, score in runs if cost is not None]
    with _canvas(name, 3.2) as (axes, buffer):
        for run, cost, score in priced:
            if score.interval:
                axes.plot([1000 * cost] * 2, [score.interval.low, score.interval.high], color=ACCENT, linewidth=1)
            axes.plot(1000 * cost, score.value, "o", color=ACCENT, markersize=6)
            said = axes.annotate(
                _short(run), (1000 * cost, score.value), xytext=(7, 4), textcoords="offset points", fontsize=8
            )
            # A long name may run out of the picture, but must not squeeze it.
            said.set_in_layout(False)
        axes.set_ylim(0, 1.05)
        axes.set_xlim(0, 1.35 * max(1000 * cost for _, cost, _ in priced) or 1)
        _percent_axis(axes, "y")
        axes.set(xlabel="US dollars for a thousand articles", ylabel=f"F1 of {lead}")
        axes.tick_params(axis="y", labelcolor=MUTED)
        axes.grid(axis="y", color=LINE, linewidth=0.5)
    words = "; ".join(
        f"{run}: {1000 * cost:.2f} dollars, {100 * score.value:.0f} percent" for run, cost, score in priced
    )
    return Plot(
        name, "Cost against score", f"Cost of a thousand articles and F1 of {lead}: {words}.", _for_page(buffer, name)
    )
