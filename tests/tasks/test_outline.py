"""Which models are tasks, and what is said of those that are none."""

from __future__ import annotations

from typing import Literal

import pytest
from pydantic import BaseModel, Field

from extractor.tasks import Free, Item, Name, Number, OneOf, Quoted, Summary
from extractor.tasks.outline import OutlineError, all_leaves, outline
from extractor.tasks.replies import reply_model
from extractor.tasks.wire_schema import check_schema, faults, pattern_fault
from tests.tasks.sample import NODE


def test_every_leaf_has_its_path_kind_and_proof() -> None:
    found = {leaf.path: (leaf.kind, leaf.optional) for leaf in all_leaves(NODE)}
    assert found == {
        "hit_on": ("date", True),
        "year": ("period", True),
        "area": ("number", True),
        "cause": ("quoted", True),
        "people[]": ("name", False),
        "losses[].what": ("label", False),
        "losses[].amount": ("number", False),
        "losses[].place": ("name", True),
        "note": ("free", False),
    }


class Inner(Item):
    words: str


class Hollow(Item):
    name: Name | None
    more: list[Number]


class Deep(Item):
    name: Name
    more: list[Inner]


class Nothing(Item):
    name: Name | None


class Spaced(Item):
    kind: OneOf[Literal["two words"]]


@pytest.mark.parametrize(
    ("annotation", "path", "words"),
    [
        (str, "x", "take Quoted, Name, OneOf[...] or Free"),
        (int, "x", "take Number"),
        (dict[str, str], "x", "which nothing proves"),
        (Number, "x", "make it `... | None`"),
        (list[Inner], "x[].words", "x[].words is str"),
        (list[Hollow], "x[]", "require one"),
        (list[Deep], "x[].more[].words", "x[].more[].words is str"),
        (list[Nothing], "x[]", "require one"),
        (list[Spaced], "x[].kind", "no closed labels"),
        (list[Name | None], "x[]", "may not be null"),
    ],
)
def test_a_model_that_holds_what_nothing_proves_is_refused_by_the_leafs_name(
    annotation: object, path: str, words: str
) -> None:
    model = type("Wrong", (Summary,), {"__annotations__": {"x": annotation}})
    with pytest.raises(OutlineError) as caught:
        outline(model)
    assert caught.value.path == path
    assert words in str(caught.value)


def test_groups_hold_leaves_and_items_hold_groups() -> None:
    class Where(Item):
        province: Name | None
        district: Name | None

    class Row(Item):
        count: Number
        where: Where | None

    class Report(Summary):
        where: Where
        rows: list[Row]
        said: Free = ""

    found = [leaf.path for leaf in all_leaves(outline(Report))]
    assert found[:2] == ["where.province", "where.district"]
    assert "rows[].where.province" in found


def test_the_derived_schema_holds_only_what_servers_hold() -> None:
    for form in ("pointer", "quote"):
        schema = reply_model(NODE, form).model_json_schema()  # type: ignore[arg-type]
        assert list(faults(schema)) == []
        check_schema(schema, NODE, form)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        ({"pattern": "[0-9]+"}, "not anchored"),
        ({"pattern": r"^\d+$"}, "class letter"),
        ({"pattern": "^(?=a)a$"}, "looks ahead"),
        ({"multipleOf": 2}, "multipleOf"),
        ({"uniqueItems": True}, "uniqueItems"),
        ({"allOf": [{"type": "integer"}]}, "allOf"),
    ],
)
def test_anything_else_is_refused_with_the_leafs_name(extra: dict[str, object], reason: str) -> None:
    class Odd(BaseModel):
        leaf: str = Field(json_schema_extra=extra)  # type: ignore[arg-type]

    found = list(faults(Odd.model_json_schema()))
    assert [path for path, _ in found] == ["leaf"]
    assert reason in found[0][1]


def test_a_pattern_of_ours_has_no_fault() -> None:
    assert pattern_fault(r"^(q[0-9]+|= [^|<]+)?$") is None


def test_quoted_leaves_may_be_plain_lists() -> None:
    class Report(Summary):
        words: list[Quoted]

    assert [leaf.path for leaf in all_leaves(outline(Report))] == ["words[]"]
