"""The shape of a reply, derived from a task's model: items whose fields are all leaves are rows, the rest are objects.

Everything is text with a pattern, all fields are present, and `""` (in a row `-`) says that the text does not say it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Final

from pydantic import Field, create_model

from extractor.engines.llm.replies import MAX_COMPLAINTS, Item, Reply
from extractor.tasks.cells import NONE, TEXT, Form, example, pattern, read_cell, write_cell
from extractor.tasks.claims import Claim, Tree
from extractor.tasks.marked_text import MarkedText
from extractor.tasks.outline import GroupNode, LeafNode, ListNode, Node

BAR: Final = " | "
CORRECTED: Final = rf"^r[0-9]{{1,4}} = {TEXT}$"
WITHDRAWN: Final = r"^r[0-9]{1,4}$"


class CorrectionReply(Reply):
    """The answer to a follow-up: refused leaves put right (`r1 = q5`) or taken back (`r2`)."""

    corrected: list[Annotated[str, Field(json_schema_extra={"pattern": CORRECTED})]]
    withdrawn: list[Annotated[str, Field(json_schema_extra={"pattern": WITHDRAWN})]]


def reply_model(node: GroupNode, form: Form) -> type[Reply]:
    """The reply's model."""
    made: type[Reply] = create_model(f"{node.model.__name__}Reply", __base__=Reply, **_fields(node, form))
    return made


def _fields(node: GroupNode, form: Form) -> dict[str, Any]:
    return {name: (_typed(one, form), ...) for name, one in node.fields.items()}


def _typed(node: Node, form: Form) -> Any:
    if isinstance(node, LeafNode):
        return _text(rf"^({pattern(node, form)})?$")
    if isinstance(node, GroupNode):
        return create_model(f"{node.model.__name__}Part", __base__=Item, **_fields(node, form))
    if isinstance(node.item, LeafNode):
        return list[_text(rf"^{pattern(node.item, form)}$")]  # type: ignore[misc]
    if node.item.flat:
        return list[_text(row_pattern(node.item, form))]  # type: ignore[misc]
    return list[_typed(node.item, form)]  # type: ignore[misc]


def row_pattern(node: GroupNode, form: Form) -> str:
    """The pattern of a row: a cell for each field, `-` where an optional one is not said."""
    cells = [
        rf"({pattern(leaf, form)}|{NONE})" if leaf.optional else rf"({pattern(leaf, form)})" for leaf in node.leaves
    ]
    return "^" + r" \| ".join(cells) + "$"


def _text(shape: str) -> Any:
    return Annotated[str, Field(json_schema_extra={"pattern": shape})]


def described(node: GroupNode, form: Form) -> Iterator[str]:
    """The lines of a prompt that say what each field is and how it is written."""
    for name, one in node.fields.items():
        about = f": {one.about}" if one.about else ""
        if isinstance(one, LeafNode):
            yield f"- {name} = {example(one, form)}{_units(one)}{about}"
        elif isinstance(one, GroupNode):
            yield f"- {name}, an object{_heading(about)}:"
            yield from (f"  {line}" for line in described(one, form))
        elif isinstance(one.item, LeafNode):
            yield f"- {name}, a list of {example(one.item, form)}{_units(one.item)}{about}"
        elif one.item.flat:
            columns = BAR.join(leaf.name for leaf in one.item.leaves)
            yield f'- {name}, a list of rows "{columns}"{about or _said(one.item)}'
            yield from (f"  {leaf.name} = {_cell(leaf, form)}" for leaf in one.item.leaves)
        else:
            yield f"- {name}, a list of objects{_heading(about or _said(one.item))}:"
            yield from (f"  {line}" for line in described(one.item, form))


def _said(node: GroupNode) -> str:
    return f": {' '.join(node.about.split())}" if node.about else ""


def _heading(about: str) -> str:
    return " ".join(about.split()).removesuffix(".")


def _cell(leaf: LeafNode, form: Form) -> str:
    none = ", - where it is not said" if leaf.optional else ""
    return f"{example(leaf, form)}{none}{_units(leaf)}{': ' + leaf.about if leaf.about else ''}"


def _units(leaf: LeafNode) -> str:
    return f", in {' or '.join(leaf.units)}" if leaf.units else ""


def read_reply(node: GroupNode, reply: Mapping[str, Any], form: Form, tagged: MarkedText | None = None) -> Tree:
    """The claims of a reply. Never raises: a row that cannot be read is a claim that the gate refuses."""
    return {name: _read(one, reply.get(name), form, tagged) for name, one in node.fields.items()}


def _read(node: Node, said: Any, form: Form, tagged: MarkedText | None) -> Any:
    if said is None:
        return None
    if isinstance(node, LeafNode):
        return read_cell(node, str(said), form, tagged)
    if isinstance(node, ListNode):
        items = said if isinstance(said, list) else [said]
        read = [_read(node.item, one, form, tagged) for one in items]
        return [one for one in read if one is not None]
    if isinstance(said, str):
        return _read_row(node, said, form, tagged)
    if not isinstance(said, Mapping):
        return None
    found = {name: _read(one, said.get(name), form, tagged) for name, one in node.fields.items()}
    return found if any(one is not None and one != [] for one in found.values()) else None


def _read_row(node: GroupNode, row: str, form: Form, tagged: MarkedText | None) -> Tree:
    cells = row.split("|")
    leaves = node.leaves
    if len(cells) != len(leaves):
        fault = f"{len(cells)} parts between bars where {len(leaves)} belong"
        return {leaf.name: Claim(row, fault=fault) for leaf in leaves if not leaf.optional}
    return {leaf.name: read_cell(leaf, cell, form, tagged) for leaf, cell in zip(leaves, cells, strict=True)}


def write_reply(node: GroupNode, tree: Tree, form: Form, tagged: MarkedText) -> dict[str, Any]:
    """Claims that know their places as the reply that makes them."""
    return {name: _write(one, tree.get(name), form, tagged) for name, one in node.fields.items()}


def _write(node: Node, claimed: Any, form: Form, tagged: MarkedText) -> Any:
    if isinstance(node, LeafNode):
        return write_cell(node, claimed, form, tagged)
    if isinstance(node, GroupNode):
        return write_reply(node, claimed or {}, form, tagged)
    if isinstance(node.item, LeafNode):
        return [write_cell(node.item, one, form, tagged) for one in claimed or ()]
    if node.item.flat:
        return [_row(node.item, one, form, tagged) for one in claimed or ()]
    return [write_reply(node.item, one, form, tagged) for one in claimed or ()]


def _row(node: GroupNode, tree: Tree, form: Form, tagged: MarkedText) -> str:
    return BAR.join(write_cell(leaf, tree.get(leaf.name), form, tagged) or NONE for leaf in node.leaves)


def compact_json(reply: Mapping[str, Any]) -> str:
    """A reply as the model should write it: JSON without spaces, Vietnamese letters kept."""
    return json.dumps(reply, ensure_ascii=False, separators=(",", ":"))


def check_reply(node: GroupNode, reply: Reply, form: Form, tagged: MarkedText) -> list[str]:
    """What is wrong with a well-formed reply, said so that the model can put it right; nothing is echoed at length."""
    found = list(_complaints(node, reply.model_dump(mode="json"), form, tagged, ""))
    if len(found) > MAX_COMPLAINTS:
        found = [*found[:MAX_COMPLAINTS], f"and {len(found) - MAX_COMPLAINTS} more of these kinds"]
    return found


def _complaints(node: GroupNode, said: Mapping[str, Any], form: Form, tagged: MarkedText, above: str) -> Iterator[str]:
    for name, one in node.fields.items():
        where = f"{above}{name}"
        value = said.get(name)
        if isinstance(one, LeafNode):
            yield from _cell_faults(one, str(value or ""), form, tagged, where)
        elif isinstance(one, GroupNode):
            yield from _complaints(one, value or {}, form, tagged, f"{where}.")
        else:
            yield from _list_faults(one, value or [], form, tagged, where)


def _list_faults(node: ListNode, said: Sequence[Any], form: Form, tagged: MarkedText, where: str) -> Iterator[str]:
    for number, one in enumerate(said, 1):
        row = f"{where}, row {number}"
        if isinstance(node.item, LeafNode):
            yield from _cell_faults(node.item, str(one), form, tagged, row)
        elif not node.item.flat:
            yield from _complaints(node.item, one, form, tagged, f"{row}, ")
        else:
            cells, leaves = str(one).split("|"), node.item.leaves
            if len(cells) != len(leaves):
                yield f"{row}: {len(cells)} parts between bars where {len(leaves)} belong"
                continue
            for leaf, cell in zip(leaves, cells, strict=True):
                yield from _cell_faults(leaf, cell, form, tagged, f"{row}, {leaf.name}")


def _cell_faults(node: LeafNode, cell: str, form: Form, tagged: MarkedText, where: str) -> Iterator[str]:
    """A form that no parser reads, and marks that are none; whether a claim is true is the gate's affair."""
    written = cell.strip()
    if written in ("", NONE):
        return
    if not re.fullmatch(pattern(node, form), written):
        yield f"{where}: not in its form; write {example(node, form)}"
        return
    claim = read_cell(node, written, form, tagged)
    if claim is not None and claim.fault is not None:
        yield f"{where}: {claim.fault}"
    elif claim is not None and claim.mark is not None and tagged.marks.extent(claim.mark) is None:
        yield f"{where}: there is no mark {claim.mark}"
