"""Lists inside the items of lists, and inside groups: every part of a task's road takes them."""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.cli.main import run_cli
from extractor.exports.shape import Known, Shapes
from extractor.tasks.cells import Form
from extractor.tasks.claims import claim_at, claims_of, merged, replaced
from extractor.tasks.gate import Proven, prove
from extractor.tasks.list_specs import judge_lists, task_lists
from extractor.tasks.outline import all_lists
from extractor.tasks.replies import read_reply, write_reply
from extractor.tasks.user_task import load_task
from extractor.tasks.wire_schema import faults
from tests.tasks.scripted import INVENTED, PROVINCES, Errors, ScriptedTask
from tests.tasks.test_scripted import ran

TASK = load_task(PROVINCES)
NODE = TASK.node
LISTS = ("storm.alerts", "provinces", "provinces.losses", "provinces.districts", "provinces.districts.losses", "places")
MODEL = ScriptedTask(PROVINCES)
TAGGED, GOLD = MODEL.known[0]


def answered(*changes: tuple[str, Any]) -> Proven[Any]:
    """What the gate makes of the right reply about the first article with changes at paths of it."""
    reply = json.loads(json.dumps(write_reply(NODE, claims_of(NODE, GOLD), "pointer", TAGGED)))
    for path, value in changes:
        *road, last = [int(one) if one.isdigit() else one for one in re.findall(r"\w+", path)]
        holder: Any = reply
        for one in road:
            holder = holder[one]
        holder[last] = value
    return prove(NODE, TASK.model, TAGGED.article, TAGGED.reading, read_reply(NODE, reply, "pointer", TAGGED))


def shape(summary: Any) -> list[tuple[str, int, list[tuple[str, int]]]]:
    """Names of provinces, how many numbers they have, and the same of their districts."""
    return [
        (one.name.text, len(one.losses), [(inner.name.text, len(inner.losses)) for inner in one.districts])
        for one in summary.provinces
    ]


WHOLE = [
    ("Quảng Hà Nam", 2, [("Đức Lâm", 2), ("Phong Thượng", 1)]),
    ("Bình Sơn Trị", 2, [("Cam Giang", 1)]),
]


def test_the_lists_of_a_model_by_their_names() -> None:
    assert tuple(one.name for one in all_lists(NODE)) == LISTS == TASK.lists
    assert list(faults(TASK.reply_schema)) == []


def test_the_right_reply_comes_back_whole() -> None:
    found = answered()
    assert found.rejections == ()
    assert shape(found.summary) == shape(GOLD) == WHOLE
    assert found.spans["provinces[0].districts[1].losses[0].amount"].text == "1"


@pytest.mark.parametrize(
    ("path", "value", "refused", "left"),
    [
        (
            "provinces[0].districts[0].losses[1]",
            "house s6 | q999",
            "provinces[0].districts[0].losses[1].amount",
            [("Quảng Hà Nam", 2, [("Đức Lâm", 1), ("Phong Thượng", 1)]), WHOLE[1]],
        ),
        (
            "provinces[0].districts[0].name",
            "= Bịa Đặt",
            "provinces[0].districts[0].name",
            [("Quảng Hà Nam", 2, [("Phong Thượng", 1)]), WHOLE[1]],
        ),
        ("provinces[0].name", "", "provinces[0].name", WHOLE[1:]),
        ("provinces[1].losses[0]", "sunk s9 | q9", "provinces[1].losses[0].what", None),
        ("provinces[1].losses[0]", "one | two | three", "provinces[1].losses[0].what", None),
        ("storm.alerts[0]", "d1 | = lời bịa đặt", "storm.alerts[0].words", WHOLE),
        ("places[1]", "n999", "places[1]", WHOLE),
    ],
)
def test_what_is_refused_deep_inside_takes_only_what_lives_by_it(
    path: str, value: str, refused: str, left: Any
) -> None:
    found = answered((path, value))
    assert refused in {one.item for one in found.rejections}
    assert shape(found.summary) == (left or [WHOLE[0], ("Bình Sơn Trị", 1, [("Cam Giang", 1)])])


def test_an_item_that_is_there_twice_is_refused_with_its_lists() -> None:
    provinces = write_reply(NODE, claims_of(NODE, GOLD), "pointer", TAGGED)["provinces"]
    found = answered(("provinces", [*provinces, provinces[0]]))
    assert [(one.item, one.reason) for one in found.rejections] == [("provinces[2]", "the same item is already listed")]
    assert shape(found.summary) == WHOLE


@pytest.mark.parametrize(
    "said",
    [
        {"provinces": [{"name": "n1", "losses": "x", "districts": 5}]},
        {"provinces": [["n1"], "n1 | q1", None, 7]},
        {"provinces": [{"name": {"a": 1}, "losses": [[]], "districts": [[[[]]]]}]},
        {"provinces": {"name": "n1"}, "storm": [], "places": {"n1": "n2"}},
        {"storm": {"alerts": [{"day": "d1"}]}},
    ],
    ids=str,
)
def test_a_reply_of_another_shape_proves_nothing_and_breaks_nothing(said: dict[str, Any]) -> None:
    tree = read_reply(NODE, {"abstract": "", **said}, "pointer", TAGGED)
    found = prove(NODE, TASK.model, TAGGED.article, TAGGED.reading, tree)
    assert [name for name, losses, districts in shape(found.summary) if losses or districts] == []


def test_a_claim_deep_inside_is_put_right() -> None:
    tree = claims_of(NODE, GOLD)
    path = "provinces[0].districts[1].losses[0].amount"
    claim = claim_at(tree, "provinces[1].losses[0].amount")
    changed = replaced(tree, path, claim)
    assert claim_at(changed, path) is claim
    assert claim_at(tree, path) is not claim
    assert claim_at(changed, "provinces[1]") == claim_at(tree, "provinces[1]")


@pytest.mark.parametrize("form", ["pointer", "quote"])
def test_a_perfect_model_loses_nothing(form: Form, tmp_path: Path) -> None:
    found = ran(PROVINCES, form, ScriptedTask(PROVINCES, form), tmp_path)
    scores = {name: (one.precision.value, one.recall.value) for name, one in found.lists.items() if name in _levels()}
    assert scores == dict.fromkeys(_levels(), (1.0, 1.0))
    record = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert record["counts"]["items"] == dict(zip(LISTS, (3, 5, 9, 7, 12, 4), strict=True))


def _levels() -> list[str]:
    return [level.score for spec in TASK.judge().specs.values() for level in spec.levels]


@pytest.mark.parametrize("form", ["pointer", "quote"])
@pytest.mark.parametrize("seed", range(4))
def test_of_planted_errors_none_gets_out_and_just_what_they_spoil_is_missing(
    seed: int, form: Form, tmp_path: Path
) -> None:
    errors = Errors(0.2, seed)
    found = ran(PROVINCES, form, ScriptedTask(PROVINCES, form, errors), tmp_path)
    assert sum(errors.planted.values()) > 10
    for name in LISTS:
        score = found.lists[f"{name}.value" if f"{name}.value" in found.lists else name]
        assert score.counts.predicted == score.counts.matched, name
        assert score.counts.matched == score.counts.gold - errors.lost[name], name
    written = (tmp_path / "summaries.jsonl").read_text(encoding="utf-8")
    assert not [words for words in INVENTED if words in written]


@pytest.mark.parametrize("form", ["pointer", "quote"])
def test_what_is_put_right_at_the_follow_up_is_not_lost(form: Form, tmp_path: Path) -> None:
    model = ScriptedTask(PROVINCES, form, Errors(0.2, 1), sorry=True)
    found = ran(PROVINCES, form, model, tmp_path)
    asked = [one["messages"][-1]["content"] for one in model.requests]
    follow_ups = [words for words in asked if "You answered about this article before" in words]
    assert any(re.search(r"provinces\[\d\]\.districts\[\d\]\.losses\[\d\]\.", words) for words in follow_ups)
    score = found.lists["provinces.districts.losses.value"]
    assert (score.precision.value, score.recall.value) == (1.0, 1.0)


def test_an_item_whose_lists_go_on_in_another_part_is_one() -> None:
    def part(name: str, rows: list[str], districts: tuple[Any, ...] = ()) -> Any:
        items = [{"name": name, "losses": rows, "districts": list(districts)}]
        return read_reply(NODE, {"provinces": items}, "pointer", TAGGED)

    def district(*rows: str) -> dict[str, Any]:
        return {"name": "n6", "losses": list(rows)}

    trees = [
        part("n3", ["dead s6 | q4"], (district("dead s8 | q6"),)),
        part("n3", ["house s7 | q5"], (district("house s9 | q7"),)),
        part("n4", ["dead s6 | q4"]),
    ]
    provinces = merged(NODE, trees)["provinces"]
    assert [len(one["losses"]) for one in provinces] == [2, 1]
    assert [len(one["losses"]) for one in provinces[0]["districts"]] == [2]
    assert len(merged(NODE, [part("", ["dead s6 | q4"]), part("", ["house s7 | q5"])])["provinces"]) == 2
    twice = read_reply(NODE, {"provinces": [{"name": "n3", "losses": [], "districts": []}] * 2}, "pointer", TAGGED)
    assert len(merged(NODE, [twice])["provinces"]) == 2


# ---- Scores ----
PLAIN = task_lists(NODE, {"provinces": ("name",), "provinces.districts": ("name",)})


def span(words: str) -> dict[str, Any]:
    return {"text": words, "start": 0, "end": len(words)}


def loss(value: int) -> dict[str, Any]:
    number = {"value": value, "unit": "count", "comparator": "eq", "value_max": None, "out_of": None}
    return {"what": {"label": "dead", "evidence": span("x")}, "amount": {**number, "mention": span(str(value))}}


def province(name: str, *values: int, districts: tuple[Any, ...] = ()) -> dict[str, Any]:
    return {"name": span(name), "losses": [loss(one) for one in values], "districts": list(districts)}


def counted(gold: list[Any], predicted: list[Any]) -> dict[str, tuple[int, int, int]]:
    """Name of a list -> pairs, gold and predicted."""
    sides = [{"storm": None, "places": [], "provinces": one} for one in (gold, predicted)]
    judged = judge_lists(PLAIN, [(sides[0], sides[1])])
    return {one.spec.kind: (len(found.pairs), found.gold, found.predicted) for one, found in judged}


def test_lists_are_compared_within_paired_items_only() -> None:
    found = counted([province("A", 1, 2), province("B", 3)], [province("A", 3, 2), province("C", 1)])
    assert found["provinces"] == (1, 2, 2)
    assert found["provinces.losses"] == (1, 3, 3)


def test_items_alike_in_their_keys_are_paired_by_what_they_hold() -> None:
    gold = [province("A", 1, 2), province("A", 3, 4), province("A", 5)]
    found = counted(gold, [province("A", 5, 9), province("A", 4, 3), province("A", 1)])
    assert found["provinces.losses"] == (4, 5, 5)
    deep = [
        province("A", districts=(province("x", 1), province("y", 2))),
        province("A", districts=(province("x", 2), province("y", 1))),
    ]
    assert counted(deep, deep[::-1])["provinces.districts.losses"] == (4, 4, 4)


_provinces = st.lists(
    st.builds(
        lambda name, values: province(name, *values), st.sampled_from("AB"), st.lists(st.integers(1, 3), max_size=3)
    ),
    max_size=4,
)


@given(_provinces, _provinces)
def test_no_other_pairing_shares_more(gold: list[Any], predicted: list[Any]) -> None:
    found = counted(gold, predicted)
    best = max(
        (_shared(gold, order) for order in itertools.permutations([*predicted, *[None] * len(gold)], len(gold))),
        default=(0, 0),
    )
    assert (found["provinces"][0], found["provinces.losses"][0]) == best


def _shared(gold: list[Any], order: tuple[Any, ...]) -> tuple[int, int]:
    pairs = [
        (one, other)
        for one, other in zip(gold, order, strict=True)
        if other is not None and one["name"] == other["name"]
    ]
    return len(pairs), sum((_values(one) & _values(other)).total() for one, other in pairs)


def _values(item: dict[str, Any]) -> Counter[int]:
    return Counter(one["amount"]["value"] for one in item["losses"])


# ---- Tables and pages ----
def test_a_list_inside_an_item_is_a_table_with_its_parents_key() -> None:
    shapes = Shapes(TASK.layout())
    keys = {table.name: table.key for table in shapes.tables}
    assert keys == {
        "articles": ("id",),
        "storm_alerts": ("article_id", "position"),
        "provinces": ("article_id", "position"),
        "provinces_losses": ("article_id", "provinces_position", "position"),
        "provinces_districts": ("article_id", "provinces_position", "position"),
        "provinces_districts_losses": (
            "article_id",
            "provinces_position",
            "provinces_districts_position",
            "position",
        ),
    }
    rows = list(shapes.rows(GOLD, Known()))
    deep = [row[:4] for name, row in rows if name == "provinces_districts_losses"]
    assert deep == [("p1", 0, 0, 0), ("p1", 0, 0, 1), ("p1", 0, 1, 0), ("p1", 1, 0, 0)]
    assert len({(name, row[: len(keys[name])]) for name, row in rows}) == len(rows)
    table = {one.name: one for one in shapes.tables}["provinces_districts_losses"]
    columns = {column.name: column for column in table.columns}
    assert table.label == "thiệt hại của huyện"
    assert (columns["amount"].label, columns["amount"].unit_column) == ("số lượng", "amount_unit")
    assert columns["what"].glosses == {"house": "nhà ở"}


def test_the_tables_of_a_run_join(tmp_path: Path) -> None:
    import sqlite3

    ran(PROVINCES, "pointer", ScriptedTask(PROVINCES), tmp_path / "run")
    task = ["--task", str(PROVINCES)]
    assert run_cli(["export", str(tmp_path / "run"), *task, "--format", "sqlite,csv"]) == 0
    with sqlite3.connect(tmp_path / "run" / "tables.sqlite") as base:
        found = base.execute(
            "select p.name, d.name, l.amount from provinces p"
            " join provinces_districts d on d.article_id = p.article_id and d.provinces_position = p.position"
            " join provinces_districts_losses l on l.article_id = d.article_id"
            " and l.provinces_position = d.provinces_position and l.provinces_districts_position = d.position"
            " where p.article_id = 'p1' order by 1, 2, 3"
        ).fetchall()
    assert found == [
        ("Bình Sơn Trị", "Cam Giang", 200.0),
        ("Quảng Hà Nam", "Phong Thượng", 1.0),
        ("Quảng Hà Nam", "Đức Lâm", 3.0),
        ("Quảng Hà Nam", "Đức Lâm", 700.0),
    ]
    assert run_cli(["view", str(tmp_path / "run"), *task, "-o", str(tmp_path / "page.html")]) == 0
    report = str(tmp_path / "report.html")
    assert (
        run_cli(["eval", str(PROVINCES / "labels"), str(tmp_path / "run"), *task, "--details", "--html", report]) == 0
    )
