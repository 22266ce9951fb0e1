"""The gate for any model: a tree of claims goes in, what can be proved of it comes out, the rest with its reason.

An item lives by its required leaves: where one of them is refused or missing the item goes, with the items of its own
lists, and the refusal names the leaf. An optional leaf that is refused is null. Paths in rejections count the items as
they were claimed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

from pydantic import BaseModel, ValidationError

from extractor.draft import Coverage, Rejection
from extractor.errors import GroundingError
from extractor.grounding.refusals import Refusals
from extractor.grounding.text import ArticleText
from extractor.reading.model import Reading
from extractor.schema import Span
from extractor.tasks.claims import Claim, Tree, walk_spans
from extractor.tasks.leaf_proofs import LeafProver, Proved
from extractor.tasks.marks import Marks
from extractor.tasks.outline import IDENTITY, GroupNode, LeafNode, ListNode, Node
from extractor.text.article import Article

M = TypeVar("M", bound=BaseModel)
_Quantities = set[str]


@dataclass(frozen=True, slots=True)
class Proven(Generic[M]):
    """What the gate made of one tree of claims."""

    summary: M
    rejections: tuple[Rejection, ...] = ()
    coverage: Coverage = field(default_factory=lambda: Coverage(0, 0))
    spans: dict[str, Span] = field(default_factory=dict)
    """Path of a leaf (`losses[2].amount`) -> where it stands; the model's own words have no place."""


def prove(node: GroupNode, model: type[M], article: Article, reading: Reading, tree: Tree) -> Proven[M]:
    """The summary of what a tree of claims can prove, whatever is claimed.

    Raises `GroundingError` where the model's own validators do not take what is proved.
    """
    return Gate(node, article, reading).prove(tree, model)


class Gate:
    """The gate of one article."""

    def __init__(self, node: GroupNode, article: Article, reading: Reading) -> None:
        self._node = node
        self._article = article
        self._reading = reading
        self._prover = LeafProver(ArticleText(article, reading), Marks(article, reading))
        self._refusals = Refusals()
        self._used: _Quantities = set()

    def prove(self, tree: Tree, model: type[M]) -> Proven[M]:
        """The summary with its rejections."""
        self._refusals, self._used = Refusals(), set()
        values = {name: self._value(one, tree.get(name), name, None) for name, one in self._node.fields.items()}
        if IDENTITY in model.model_fields:
            values[IDENTITY] = self._article.doc_id
        values = {name: _absent(self._node.fields.get(name), value) for name, value in values.items()}
        try:
            summary = model(**values)
        except ValidationError as error:
            raise GroundingError(
                f"What is proved does not fit {model.__name__} ({error.errors()[0]['msg']}): loosen its validators, "
                "for they see only what the text proves."
            ) from None
        spans = dict(walk_spans(self._node, summary))
        found = len(self._reading.quantities)
        return Proven(summary, self._refusals.all(), Coverage(found, len(self._used)), spans)

    def _value(self, node: Node, claimed: Any, path: str, near: int | None) -> Any:
        """A node's value; None where nothing was claimed or proved."""
        if isinstance(node, ListNode):
            return self._items(node, claimed, path, near)
        if claimed is None:
            return None
        if isinstance(node, GroupNode):
            return self._group(node, claimed, path, near)
        return self._leaf(node, claimed, path, near)

    def _items(self, node: ListNode, claimed: Any, path: str, near: int | None) -> list[Any]:
        kept: list[Any] = []
        seen: set[str] = set()
        for at, one in enumerate(claimed or ()):
            where = f"{path}[{at}]"
            value = self._value(node.item, one, where, near)
            if value is None:
                continue
            key = repr(value)
            if key in seen:
                self._refusals.add(where, _claim_words(one), "the same item is already listed")
                continue
            seen.add(key)
            kept.append(value)
        return kept

    def _group(self, node: GroupNode, claimed: Any, path: str, beside: int | None) -> Any:
        if not isinstance(claimed, dict):
            self._refusals.add(path, str(claimed), "it is no item of this list")
            return None
        near = self._anchor(node, claimed)
        near = beside if near is None else near
        used, self._used = self._used, set()
        values: dict[str, Any] = {}
        whole = True
        for name, one in node.fields.items():
            where = f"{path}.{name}"
            value = self._value(one, claimed.get(name), where, near)
            if value is None and not isinstance(one, ListNode) and not one.optional:
                if claimed.get(name) is None:
                    self._refusals.add(where, _claim_words(claimed), "it is missing, and its item lives by it")
                whole = False
            values[name] = _absent(one, value)
        made = self._made(node.model, values, path, claimed) if whole else None
        self._used = (used | self._used) if made is not None else used
        return made

    def _made(self, model: type[BaseModel], values: dict[str, Any], path: str, claimed: Any) -> Any:
        """The item; None, and a refusal, where the model's own validators do not take it."""
        try:
            return model(**values)
        except ValidationError as error:
            self._refusals.add(path, _claim_words(claimed), f"it does not fit the model: {error.errors()[0]['msg']}")
            return None

    def _anchor(self, node: GroupNode, claimed: dict[str, Any]) -> int | None:
        """Where an item stands: at the first of its leaves whose place is beyond doubt."""
        for leaf in sorted(node.leaves, key=lambda one: one.kind != "number"):
            claim = claimed.get(leaf.name)
            extent = self._prover.definite(claim) if isinstance(claim, Claim) else None
            if extent is not None:
                return extent.start
        return None

    def _leaf(self, node: LeafNode, claim: Claim, path: str, near: int | None) -> Any:
        proved = self._prover.prove(node, claim, near)
        if isinstance(proved, str):
            quantity = claim.mark if claim.mark is not None and claim.mark.startswith("q") else None
            self._refusals.add(path, claim.written, proved, quantity)
            return None
        assert isinstance(proved, Proved)
        if proved.quantity is not None:
            self._used.add(proved.quantity)
        return proved.value


def _absent(node: Node | None, value: Any) -> Any:
    """What stands where nothing was proved: an empty text for the model's own words, else null."""
    if value is None and isinstance(node, LeafNode) and node.kind == "free" and not node.optional:
        return ""
    if value is None and isinstance(node, GroupNode) and not node.optional:
        return node.model(**{name: _absent(one, None) for name, one in node.fields.items()})
    return [] if value is None and isinstance(node, ListNode) else value


def _claim_words(claimed: Any) -> str:
    """A claim in a few words."""
    if isinstance(claimed, Claim):
        return claimed.written
    values = claimed.values() if isinstance(claimed, dict) else claimed or ()
    return " · ".join(words for one in cast("Any", values) if one is not None and (words := _claim_words(one)))
