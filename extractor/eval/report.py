"""The report of an evaluation as one web page that needs nothing but itself: no network, no other file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from extractor.eval.gate import Check, fallen
from extractor.eval.model import VERDICTS, Estimate
from extractor.eval.repeats import Spread
from extractor.eval.report_browser import Answers, browser
from extractor.eval.report_plots import plots
from extractor.eval.report_rows import (
    GATE_HEADS,
    VERDICT_TITLES,
    beside_rows,
    fact_rows,
    field_rows,
    gate_row,
    label_names,
    label_rows,
    score_rows,
    setting_rows,
    slice_heads,
    slice_rows,
    verdict_rows,
)
from extractor.eval.reported import Reported, run_titles
from extractor.eval.titles import Titles
from extractor.terminal import without_controls
from extractor.webpage import assets

if TYPE_CHECKING:
    from jinja2 import Template

MOST_LISTED: Final = 300
"""Wrong items in the table that is there for paper, and for readers without script."""

_TEMPLATES: Final = "templates"


def html_report(reported: Reported, texts: Mapping[str, str] | None = None, answers: Answers | None = None) -> str:
    """The page, as HTML.

    Args:
        reported: the evaluation the page is about, with the runs beside it and the gate's checks.
        texts: `doc_id` -> the article's NFC text, for the error browser.
        answers: gold and predicted summaries, where single values are to be browsed too.

    Raises:
        UsageError: matplotlib is not installed.
    """
    from markupsafe import Markup

    first = reported.evaluation
    titles = first.titles
    script = assets.script(_asset("report.js"))
    shown = browser(first, texts or {}, answers)
    page = _template().render(
        title=first.run.name or "Evaluation",
        first=first,
        headlines=[row for row in score_rows(first) if row.headline],
        lead_name=titles.lead_name(first.lists),
        lead=first.lists[titles.lead_list(first.lists)].counts,
        scores=score_rows(first),
        facts=fact_rows(first),
        fields=field_rows(first),
        labels=[(name, label_rows(first, name)) for name in label_names(first)],
        slices=[(titles.of_slice(name), slice_rows(first, name)) for name in first.slices],
        slice_heads=slice_heads(first),
        words=titles.words,
        verdicts=[(VERDICT_TITLES[name], said) for name, said in VERDICTS.items()],
        verdict_rows=verdict_rows(first),
        gate=gate_summary(reported.checks),
        gate_rows=[gate_row(check) for check in fallen(reported.checks)],
        gate_heads=GATE_HEADS,
        run_titles=run_titles(reported.runs),
        beside=beside_rows(reported.runs) if len(reported.runs) > 1 else [],
        spreads=_headline_spreads(reported.spreads(), titles),
        settings=setting_rows(first),
        plots=[[(plot, Markup(plot.svg)) for plot in group] for group in plots(reported.runs)],
        notes=reported.notes(),
        browser=shown,
        data=Markup(assets.packed(shown.data)),
        listed=shown.rows[:MOST_LISTED],
        kind_titles={kind: kind for kind in first.verdicts} | titles.kinds,
        verdict_titles=VERDICT_TITLES,
        style=Markup(assets.style(_asset("report.css"))),
        script=Markup(script),
        script_hash=assets.script_hash(script),
    )
    return without_controls(page)


def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("extractor.eval", _TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(interval=interval)
    environment.globals.update(percent=percent)
    return environment.get_template("report.html.j2")


def percent(share: float) -> str:
    """`87.3%`."""
    return f"{100 * share:.1f}%"


def interval(estimate: Estimate) -> str:
    """`83.1 to 90.9`, empty where there is none."""
    found = estimate.interval
    return f"{100 * found.low:.1f} to {100 * found.high:.1f}" if found else ""


def gate_summary(checks: Sequence[Check]) -> str:
    """What a gate's checks came to, in a sentence; empty without a gate."""
    if not checks:
        return ""
    fell = len(fallen(checks))
    return f"The gate fell: {fell} of {len(checks)} checks." if fell else f"The gate passed: all {len(checks)} checks."


def _headline_spreads(found: Sequence[Spread], said: Titles) -> list[tuple[str, Spread]]:
    names = [one.name for one in found]
    lists = said.of_lists(name.removesuffix(".f1") for name in names if name.endswith(".f1"))
    titles = {f"{name}.f1": f"{title}, F1" for name, title in lists.items()}
    titles |= said.of_facts(name for name in names if not name.endswith(".f1"))
    return [(titles[one.name], one) for one in found if one.name in titles]


def _asset(name: str) -> str:
    return assets.asset("extractor.eval", _TEMPLATES, name)
