"""The plots as SVG: well formed, in the page's colours, and only where there is something to draw."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from extractor.eval import report_plots
from extractor.eval.model import Evaluation
from extractor.eval.report_plots import Plot, plots
from tests.eval.report_case import GOLD, evaluation

PERFECT = {summary.doc_id: summary for summary in GOLD}


def drawn(*evaluations: Evaluation) -> list[Plot]:
    return [plot for group in plots(evaluations) for plot in group]


def test_each_plot_is_well_formed_and_takes_its_colours_from_the_page() -> None:
    for plot in drawn(evaluation(), evaluation(PERFECT, name="$x^2$ <b>", cost_usd_per_article=0.0)):
        root = ElementTree.fromstring(plot.svg)
        assert root.get("role") == "img"
        assert root.get("width") is None
        assert not [colour for colour in report_plots._VARIABLES if colour in plot.svg], plot.name
        assert "DejaVu" not in plot.svg
        assert len(list(root.iter("{http://www.w3.org/2000/svg}text"))) > 3


def test_a_runs_name_is_drawn_as_it_is() -> None:
    (cost,) = [plot for plot in drawn(evaluation(), evaluation(name="$x^2$ <b>")) if plot.name == "cost"]
    texts = [element.text for element in ElementTree.fromstring(cost.svg).iter("{http://www.w3.org/2000/svg}text")]
    assert "$x^2$ <b>" in texts


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ([{}], False),
        ([{}, {"cost_usd_per_article": None}], False),
        ([{}, {"cost_usd_per_article": 0.002}], True),
    ],
)
def test_cost_is_drawn_where_two_runs_have_one(runs: list[dict[str, float | None]], expected: bool) -> None:
    names = [plot.name for plot in drawn(*(evaluation(**run) for run in runs))]
    assert ("cost" in names) is expected


def test_words_say_what_the_picture_shows() -> None:
    said = {plot.name: plot.said for plot in drawn(evaluation())}
    assert "level as change 1" in said["confusion-basis"] or "over_plan as change 1" in said["confusion-basis"]
    assert said["label-basis"].startswith("F1 by basis: level ")


def test_of_very_many_articles_a_sample_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_plots, "MOST_POINTS", 1)
    few = next(plot for plot in drawn(evaluation()) if plot.name == "length")
    monkeypatch.undo()
    all_of_them = next(plot for plot in drawn(evaluation()) if plot.name == "length")
    assert (few.svg.count("opacity: 0.45"), all_of_them.svg.count("opacity: 0.45")) == (1, 2)
    assert few.said == all_of_them.said


def test_a_label_and_its_confusion_stand_side_by_side() -> None:
    groups = [[plot.name for plot in group] for group in plots([evaluation()])]
    assert groups[0] == ["length"]
    assert groups[1] == ["label-subject", "confusion-subject"]


def test_what_is_wrong_has_another_colour_than_what_is_right() -> None:
    confusion = next(plot for plot in drawn(evaluation()) if plot.name == "confusion-basis")
    perfect = next(plot for plot in drawn(evaluation(PERFECT)) if plot.name == "confusion-basis")
    assert "var(--wrong_label)" in confusion.svg
    assert "var(--wrong_label)" not in perfect.svg
