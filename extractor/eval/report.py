"""The report of an evaluation as one web page that needs nothing but itself: no network, no other file."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Final

from extractor.errors import UsageError
from extractor.eval.model import VERDICTS, Estimate, Evaluation
from extractor.eval.repeats import Spread, spreads
from extractor.eval.report_browser import Answers, browser
from extractor.eval.report_plots import plots
from extractor.eval.report_rows import (
    HEADLINE_LISTS,
    KIND_TITLES,
    VERDICT_TITLES,
    fact_rows,
    field_rows,
    label_names,
    label_rows,
    score_rows,
    setting_rows,
    slice_heads,
    slice_rows,
    verdict_rows,
)
from extractor.eval.tables import FACT_TITLES, LIST_TITLES

MOST_LISTED: Final = 300
"""Wrong items in the table that is there for paper, and for readers without script."""

_TEMPLATES: Final = "templates"


def html_report(
    evaluations: Sequence[Evaluation], texts: Mapping[str, str] | None = None, answers: Answers | None = None
) -> str:
    """The page, as HTML.

    Args:
        evaluations: the one the report is about, then others to set beside it (repeats, or other settings).
        texts: `doc_id` -> the article's NFC text, for the error browser.
        answers: gold and predicted summaries, where single values and abstracts are to be browsed too.

    Raises:
        UsageError: there is no evaluation, or matplotlib is not installed.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    if not evaluations:
        raise UsageError("A report needs at least one evaluation.")
    first = evaluations[0]
    environment = Environment(
        loader=PackageLoader("extractor.eval", _TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(interval=interval)
    environment.globals.update(percent=percent)
    script = _asset("report.js")
    shown = browser(first, texts or {}, answers)
    return environment.get_template("report.html.j2").render(
        title=first.run.name or "Evaluation",
        first=first,
        headlines=[row for row in score_rows(first) if row.name in HEADLINE_LISTS],
        lead=first.lists["figures.core"].counts,
        scores=score_rows(first),
        facts=fact_rows(first),
        fields=field_rows(first),
        labels=[(name, label_rows(first, name)) for name in label_names(first)],
        slices=[(name, slice_rows(first, name)) for name in first.slices],
        slice_heads=slice_heads(),
        verdicts=[(VERDICT_TITLES[name], said) for name, said in VERDICTS.items()],
        verdict_rows=verdict_rows(first),
        spreads=_headline_spreads(evaluations),
        settings=setting_rows(first),
        plots=[(plot, Markup(plot.svg)) for plot in plots(evaluations)],
        browser=shown,
        data=Markup(shown.json),
        listed=shown.rows[:MOST_LISTED],
        kind_titles=KIND_TITLES,
        verdict_titles=VERDICT_TITLES,
        style=Markup(_asset("report.css")),
        script=Markup(script),
        script_hash=_hash(script),
    )


def percent(share: float) -> str:
    """`87.3%`."""
    return f"{100 * share:.1f}%"


def interval(estimate: Estimate) -> str:
    """`83.1 to 90.9`, empty where there is none."""
    found = estimate.interval
    return f"{100 * found.low:.1f} to {100 * found.high:.1f}" if found else ""


def _headline_spreads(evaluations: Sequence[Evaluation]) -> list[tuple[str, Spread]]:
    if len(evaluations) < 2:
        return []
    titles = {f"{name}.f1": f"{title}, F1" for name, title in LIST_TITLES.items()} | FACT_TITLES
    return [(titles[one.name], one) for one in spreads(evaluations) if one.name in titles]


def _asset(name: str) -> str:
    return files("extractor.eval").joinpath(_TEMPLATES, name).read_text(encoding="utf-8")


def _hash(script: str) -> str:
    """The script's name in the page's content security policy: no other script may run."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
