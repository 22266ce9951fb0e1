"""What a person writes by hand: examples and gold whose leaves are words of the article, proved before they count.

A leaf is written in the quoted form of `cells.py` (`"2,5 tỷ đồng"`, `"12 << làm 12 người bị thương"`); the gate finds
the place, reads the number and makes the summary. A file that already is a whole summary is taken as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from extractor.errors import InputError
from extractor.reading.reader import read
from extractor.tasks.claims import claims_of
from extractor.tasks.gate import prove
from extractor.tasks.leaves import Summary
from extractor.tasks.outline import IDENTITY, GroupNode, LeafNode, ListNode, Node
from extractor.tasks.replies import read_reply
from extractor.text.article import Article

if TYPE_CHECKING:
    from extractor.tasks.model import Task

ARTICLE = "article"
ANSWER = "summary"
"""The two fields of an example's file."""


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: an article and what is right about it, proved."""

    article: Article
    summary: Summary


def written_faults(node: Node, said: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Where a hand-written answer has not the model's shape: path and what is wrong."""
    if isinstance(node, ListNode):
        if not isinstance(said, list):
            yield path, "a list belongs here"
            return
        for at, one in enumerate(said):
            yield from written_faults(node.item, one, f"{path}[{at}]")
    elif isinstance(node, GroupNode):
        if not isinstance(said, dict):
            yield path, "an object belongs here"
            return
        for name in said:
            if name not in node.fields and name != IDENTITY:
                yield f"{path}.{name}".lstrip("."), "there is no such field"
        for name, one in node.fields.items():
            if said.get(name) is not None:
                yield from written_faults(one, said[name], f"{path}.{name}".lstrip("."))
    elif not isinstance(said, str):
        yield path, "the article's own words belong here, as a text"


def proven_answer(node: GroupNode, model: type[Summary], article: Article, said: Any, where: str) -> Summary:
    """The summary of a hand-written answer. Raises `InputError` with the path of the first thing that is not proved."""
    for path, fault in written_faults(node, said):
        raise InputError(f"{where}: {path or 'the whole'}: {fault}.")
    found = prove(node, model, article, read(article), read_reply(node, said, "quote"))
    for refused in found.rejections:
        raise InputError(f"{where}: {refused.item} “{refused.claim}”: {refused.reason}.")
    return found.summary


def read_example(node: GroupNode, model: type[Summary], path: Path) -> Example:
    """An example's file: `{"article": ..., "summary": {...}}`. Raises `InputError`."""
    try:
        found = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise InputError(f"{path}:{line}: is not JSON: {error}.") from None
    if not isinstance(found, dict) or not isinstance(found.get(ARTICLE), str) or not found[ARTICLE].strip():
        raise InputError(f"{path}:1: an example is an object with {ARTICLE} (a text) and {ANSWER}.")
    answer = found.get(ANSWER, {})
    if not isinstance(answer, dict):
        raise InputError(f"{path}:{_line(path, ANSWER)}: {ANSWER} is an object.")
    article = Article.from_text(path.stem, found[ARTICLE])
    said = {name: value for name, value in answer.items() if name != IDENTITY}
    return Example(article, proven_answer(node, model, article, said, f"{path}:{_line(path, ANSWER)}"))


def read_label(node: GroupNode, model: type[Summary], path: Path, data: bytes, text: str | None) -> Summary:
    """A label file, whole or hand-written; the latter needs its article's text. Raises `InputError`."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: is not JSON: {error}.") from None
    if is_whole(node, found):
        return _whole(model, path, found)
    if not isinstance(found, dict):
        raise InputError(f"{path}: a label is an object.")
    if text is None:
        raise InputError(f"{path}: its article's text is needed to prove it; give its folder with --texts.")
    article = Article.from_text(str(found.get(IDENTITY) or path.stem), text)
    said = {name: value for name, value in found.items() if name != IDENTITY}
    return proven_answer(node, model, article, said, str(path))


def is_whole(node: GroupNode, found: Any) -> bool:
    """Whether a label's leaves are values with places rather than words of the article."""
    if not isinstance(found, dict):
        return False
    return all(_is_whole(one, found.get(name)) for name, one in node.fields.items())


def _is_whole(node: Node, said: Any) -> bool:
    if said is None:
        return True
    if isinstance(node, ListNode):
        return isinstance(said, list) and all(_is_whole(node.item, one) for one in said)
    if isinstance(node, LeafNode):
        return isinstance(said, str if node.kind == "free" else dict)
    return isinstance(said, dict) and all(_is_whole(one, said.get(name)) for name, one in node.fields.items())


def _whole(model: type[Summary], path: Path, found: Any) -> Summary:
    try:
        return model.model_validate(found)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise InputError(f"{path}: {where}: {first['msg']}.") from None


def _line(path: Path, key: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((at for at, line in enumerate(lines, 1) if f'"{key}"' in line), 1)


def gold_faults(task: Task, label: BaseModel, text: str | None) -> Iterator[str]:
    """What the gate does not prove of a label, leaf by leaf."""
    node, identity = getattr(task, "node", None), str(getattr(label, IDENTITY))
    assert isinstance(node, GroupNode)
    if text is None:
        yield f"the article {identity}.txt was not found beside the labels or in an articles folder."
        return
    article = Article.from_text(identity, text)
    found = prove(node, type(label), article, read(article), claims_of(node, label))
    for refused in found.rejections:
        yield f"{refused.item}: “{refused.claim}”: {refused.reason}."
    if not found.rejections and found.summary != label:
        yield from (f"{path}: the text says otherwise." for path in _differing(node, label, found.summary))


def _differing(node: GroupNode, label: BaseModel, proved: BaseModel) -> Iterator[str]:
    for name in node.fields:
        if getattr(label, name) != getattr(proved, name):
            yield name
