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
from extractor.engines.rules.scorer.model import Model, WordSum
from extractor.engines.rules.scorer.sight import Previous, Sight
from extractor.labels import Basis, Phase
from extractor.text.record import record

Shares = Mapping[str, float]
"""Answers with their probabilities."""


@record
class Opening:
    """The sums of one number, for all answers of all questions together (`total`) and apart (`lanes`).

    `new` has the shares of its words that no gold had, as `WordSum` has them.
    """

    total: int
    lanes: Sequence[int]
    basis: Shares
    phase: Shares
    new: tuple[float, float]

    @property
    def said(self) -> tuple[Basis, Phase]:
        """The likeliest basis and phase."""
        return cast(Basis, likeliest(self.basis)), cast(Phase, likeliest(self.phase))


def own_sum(model: Model, sight: Sight, shared: int = 0) -> WordSum:
    """What the number itself comes to, whatever is before it in the paragraph, and `shared`, its sentence's."""
    around = Around.of(sight)
    words = model.total_of_words(beside(around), word_parts(sight, around))
    total = shared + model.total_of_facts(number_facts(sight)) + words.total
    return WordSum(total, words.new_beside, words.new_in_clause)


def opened(model: Model, sight: Sight, previous: Previous | None, own: WordSum | None = None) -> Opening:
    """The number looked at; `own` is what it and its sentence come to, where that is at hand."""
    own = own or own_sum(model, sight, model.total(sentence_features(sight)))
    total = (
        own.total + model.total_of_facts(previous_facts(sight, previous)) + model.total(words_since(sight, previous))
    )
    lanes = model.lanes(total)
    new = own.new_beside, own.new_in_clause
    return Opening(total, lanes, model.shares("basis", lanes), model.shares("phase", lanes), new)


def likeliest(shares: Shares) -> str:
    """The answer with the greatest probability; of equal ones the first, which is in the data file's order."""
    if len(shares) == 1:
        return next(iter(shares))
    return max(shares, key=shares.__getitem__)
