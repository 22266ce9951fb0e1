"""What the scorer says of a number before the rules are asked: the value itself or not, planned or reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from extractor.engines.rules.scorer.features import (
    Around,
    beside,
    number_facts,
    previous_facts,
    sentence_features,
    word_parts,
    words_since,
)
from extractor.engines.rules.scorer.model import Model
from extractor.engines.rules.scorer.sight import Previous, Sight
from extractor.labels import Basis, Phase
from extractor.text.record import record

Shares = Mapping[str, float]
"""Answers with their probabilities."""


@record
class Opening:
    """The sums of one number, for all answers of all questions together (`total`) and apart (`lanes`)."""

    total: int
    lanes: Sequence[int]
    basis: Shares
    phase: Shares

    @property
    def said(self) -> tuple[Basis, Phase]:
        """The likeliest basis and phase."""
        return cast(Basis, likeliest(self.basis)), cast(Phase, likeliest(self.phase))


def own_total(model: Model, sight: Sight) -> int:
    """What the number itself comes to, whatever is before it in the paragraph."""
    around = Around.of(sight)
    return model.total_of_facts(number_facts(sight)) + model.total_of_words(beside(around), word_parts(sight, around))


def opened(model: Model, sight: Sight, previous: Previous | None, own: int | None = None) -> Opening:
    """The number looked at; `own` is what it and its sentence come to, where that is at hand."""
    total = model.total(sentence_features(sight)) + own_total(model, sight) if own is None else own
    total += model.total_of_facts(previous_facts(sight, previous)) + model.total(words_since(sight, previous))
    lanes = model.lanes(total)
    return Opening(total, lanes, model.shares("basis", lanes), model.shares("phase", lanes))


def likeliest(shares: Shares) -> str:
    """The answer with the greatest probability; of equal ones the first, which is in the data file's order."""
    if len(shares) == 1:
        return next(iter(shares))
    return max(shares, key=shares.__getitem__)
