"""Two readings of one article held against each other, so that people look only at what is in doubt.

The rules engine reads every article that a model read. Items are paired by where they stand, and each is marked:
`agreed` (all compared fields alike), `differs`, `model_only` or `rules_only`. Every mark comes with the probability
that the model's item is wrong; a figure that differs and is likely right all the same is `settled` and not shown.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from pydantic import BaseModel, JsonValue

from extractor.draft import Decision, Rejection
from extractor.engines.rules.draft import Draft
from extractor.reading.model import BlockRole, Reading
from extractor.reading.sentences import split_sentences
from extractor.schema import ArticleSummary, Span
from extractor.tasks.party_review.doubt import (
    BAR,
    OTHERWISE,
    against_a_model,
    alone_wrong,
    model_wrong,
    summary_decisions,
)
from extractor.tasks.party_review.grounding.organizations import organization_key
from extractor.text.article import Extent
from extractor.text.fold import fold_text

if TYPE_CHECKING:
    from extractor.grounding.grounded import Grounded
    from extractor.pipeline import Extraction

Mark = Literal["agreed", "settled", "model_only", "rules_only", "differs"]
MARKS: Final[tuple[Mark, ...]] = ("agreed", "settled", "model_only", "rules_only", "differs")

_ROLES: Final[frozenset[BlockRole]] = frozenset(get_args(BlockRole))
_LEAST_OVERLAP: Final = 0.3
"""Share of their common stretch that two pieces of evidence must both have to be about the same thing."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One item and its mark; `fields` names what differs, `note` says what else is known of an absent side.

    `wrong` is the probability that the model's item is wrong, or that it lacks an item it should have.
    """

    item: str
    mark: Mark
    fields: tuple[str, ...]
    model: JsonValue
    rules: JsonValue
    sentence: Span | None
    note: str | None = None
    wrong: float = 0.0

    def record(self, doc_id: str) -> dict[str, JsonValue]:
        """A line of review.jsonl."""
        return {
            "doc_id": doc_id,
            "item": self.item,
            "mark": self.mark,
            "wrong": round(self.wrong, 4),
            "fields": list(self.fields),
            "sentence": None if self.sentence is None else self.sentence.model_dump(mode="json"),
            "model": self.model,
            "rules": self.rules,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """Every item of either reading with its mark, kind by kind and in the text's order."""

    items: tuple[Checked, ...] = ()

    @property
    def marks(self) -> dict[str, int]:
        """How many items have each mark."""
        counted = Counter(one.mark for one in self.items)
        return {mark: counted[mark] for mark in MARKS}

    @property
    def doubtful(self) -> tuple[Checked, ...]:
        """What a person should look at: all that is neither agreed nor settled."""
        return tuple(one for one in self.items if one.mark not in ("agreed", "settled"))


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one list of a summary is compared. `likeness` is 0 for two items that are not about the same thing."""

    item: str
    items: str
    fields: tuple[str, ...]
    likeness: Callable[[Any, Any], float]


def _overlap(one: Span, other: Span) -> float:
    """Shared characters over all characters of the two (Jaccard)."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return max(0, shared) / (max(one.end, other.end) - min(one.start, other.start))


def _close(one: Any, other: Any) -> float:
    overlap = _overlap(one.evidence, other.evidence)
    return overlap if overlap >= _LEAST_OVERLAP else 0.0


def _figure(one: Any, other: Any) -> float:
    overlap = _overlap(one.mention, other.mention)
    labels = sum(getattr(one, name) == getattr(other, name) for name in ("subject", "measure", "basis"))
    return overlap and overlap + labels


def _award(one: Any, other: Any) -> float:
    close = _close(one, other)
    return close and close + (one.recipient_kind == other.recipient_kind) + (one.count == other.count)


def _document(one: Any, other: Any) -> float:
    if one.kind != other.kind or (one.number is None) != (other.number is None):
        return 0.0
    same = _key("number", one.number or one.title) == _key("number", other.number or other.title)
    return float(same)


_KINDS: Final = (
    _Kind(
        "organization",
        "organizations",
        ("kind", "province"),
        lambda one, other: float(organization_key(one.name) == organization_key(other.name)),
    ),
    _Kind(
        "figure",
        "figures",
        (
            *("value", "unit", "subject", "measure", "basis", "phase", "period"),
            *("organization", "comparator", "value_max", "out_of", "group"),
        ),
        _figure,
    ),
    _Kind(
        "award",
        "awards",
        ("title", "recipient_kind", "count", "granted_by", "recipient", "achievement", "period"),
        _award,
    ),
    _Kind("person", "people", ("role",), lambda one, other: float(fold_text(one.name) == fold_text(other.name))),
    _Kind("document", "documents", ("issued_on", "issuer"), _document),
    _Kind("point", "points", ("kind",), _close),
)
_NAMES: Final = frozenset(["organization", "granted_by", "recipient"])


def cross_check(extraction: Extraction) -> CrossCheck:
    """The extraction's summary against the rules engine's reading; empty where there is no second reading."""
    if extraction.second is None:
        return CrossCheck()
    checker = _Checker(extraction.reading, extraction.draft, extraction.grounded.rejections, extraction.second)
    return CrossCheck(tuple(checker.check(extraction.summary, extraction.second.summary)))


class _Checker:
    def __init__(self, reading: Reading, draft: Draft, rejections: Sequence[Rejection], second: Grounded) -> None:
        self._reading = reading
        self._decisions = summary_decisions(second)
        text = reading.article.text
        self._sentences = [one.extent for one in split_sentences(text, reading.blocks, _ROLES)]
        self._starts = [extent.start for extent in self._sentences]
        self._dismissed = {one.quantity: one.reason for one in draft.dismissals}
        self._refused = {one.quantity: one.reason for one in rejections if one.quantity and "." not in one.item}

    def check(self, model: ArticleSummary, rules: ArticleSummary) -> Iterator[Checked]:
        """Every item of either summary."""
        for part in ("source", "event"):
            yield from self._fields(part, getattr(model, part), getattr(rules, part))
        for kind in _KINDS:
            found = list(self._list(kind, getattr(model, kind.items), getattr(rules, kind.items)))
            yield from sorted(found, key=lambda one: one.sentence.start if one.sentence else -1)

    def _fields(self, part: str, model: BaseModel, rules: BaseModel) -> Iterator[Checked]:
        """The single-valued fields; one that neither reading has is no item."""
        ours, theirs = model.model_dump(mode="json"), rules.model_dump(mode="json")
        for name in ours:
            one, other = ours[name] or None, theirs[name] or None
            if one is None and other is None:
                continue
            mark: Mark = "model_only" if other is None else "rules_only" if one is None else "differs"
            if _key(name, one) == _key(name, other):
                mark = "agreed"
            words = next((word for word in (one, other) if isinstance(word, str)), "")
            fields = () if mark == "agreed" else (name,)
            wrong = 0.0 if mark == "agreed" else against_a_model(1 - OTHERWISE)
            yield Checked(f"{part}.{name}", mark, fields, one, other, self._sentence_with(words), wrong=wrong)

    def _list(self, kind: _Kind, model: Sequence[Any], rules: Sequence[Any]) -> Iterator[Checked]:
        alike = [
            (likeness, at, to)
            for at, one in enumerate(model)
            for to, other in enumerate(rules)
            if (likeness := kind.likeness(one, other)) > 0
        ]
        pairs: dict[int, int] = {}
        taken: set[int] = set()
        for _, at, to in sorted(alike, key=lambda edge: (-edge[0], edge[1], edge[2])):
            if at not in pairs and to not in taken:
                pairs[at] = to
                taken.add(to)
        for at, one in enumerate(model):
            other = rules[pairs[at]] if at in pairs else None
            yield self._checked(kind, one, other, self._decisions.get((kind.item, pairs.get(at, -1))))
        for to, other in enumerate(rules):
            if to not in taken:
                yield self._checked(kind, None, other, self._decisions.get((kind.item, to)))

    def _checked(self, kind: _Kind, model: Any, rules: Any, decision: Decision | None) -> Checked:
        fields: tuple[str, ...] = ()
        mark: Mark = "model_only" if rules is None else "rules_only" if model is None else "agreed"
        if mark == "agreed":
            pairs = ((name, getattr(model, name), getattr(rules, name)) for name in kind.fields)
            fields = tuple(name for name, one, other in pairs if _key(name, one) != _key(name, other))
            mark = "differs" if fields else "agreed"
        wrong = _wrong(kind, model, mark, fields, decision)
        weighed = decision is not None and bool(decision.opinions)
        if mark == "differs" and kind.item == "figure" and weighed and wrong < BAR:
            mark = "settled"
        one = rules if model is None else model
        note = self._note(one.mention) if kind.item == "figure" and model is None else None
        return Checked(
            kind.item,
            mark,
            fields,
            None if model is None else model.model_dump(mode="json"),
            None if rules is None else rules.model_dump(mode="json"),
            self._sentence_of(one),
            note,
            wrong,
        )

    def _note(self, mention: Span) -> str | None:
        """What the model made of a number that only the rules took for a figure."""
        extent = Extent(mention.start, mention.end)
        for quantity in self._reading.quantities:
            if quantity.extent.overlaps(extent):
                if quantity.id in self._refused:
                    return f"the model's claim was refused: {self._refused[quantity.id]}"
                if quantity.id in self._dismissed:
                    return f"the model dismissed it: {self._dismissed[quantity.id]}"
                return "the model said nothing of it"
        return None

    def _sentence_of(self, item: Any) -> Span | None:
        span = getattr(item, "mention", None) or getattr(item, "evidence", None)
        return self._sentence_at(span.start) if span is not None else self._sentence_with(item.name)

    def _sentence_with(self, words: str) -> Span | None:
        at = self._reading.article.text.find(words) if words else -1
        return self._sentence_at(at) if at >= 0 else None

    def _sentence_at(self, offset: int) -> Span | None:
        number = bisect_right(self._starts, offset) - 1
        if number < 0:
            return None
        extent = self._sentences[number]
        return Span(text=self._reading.article.slice(extent), start=extent.start, end=extent.end)


def _wrong(kind: _Kind, model: Any, mark: Mark, fields: Sequence[str], decision: Decision | None) -> float:
    """The probability that the model is wrong about an item with this mark."""
    if mark == "agreed":
        return 0.0
    if mark in ("model_only", "rules_only"):
        return alone_wrong(kind.item, decision, model=mark == "model_only")
    if kind.item == "figure":
        return model_wrong(model.model_dump(mode="json"), fields, decision)
    return alone_wrong(kind.item, decision, model=False)


def _key(name: str, value: object) -> object:
    """What two values of a field have in common where they mean the same."""
    if isinstance(value, list):
        return [_key(name, one) for one in value]
    if not isinstance(value, str):
        return value
    if name in _NAMES:
        return organization_key(value)
    folded = fold_text(value).strip()
    return folded.replace(" ", "") if name == "number" else folded
