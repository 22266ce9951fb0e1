"""What a run asks of the rules beside an answer: what two readings differ in, and how likely each item is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from extractor.grounding.grounded import Grounded
from extractor.pipeline import Extraction
from extractor.tasks.model import Looked
from extractor.tasks.party_review.crosscheck import cross_check
from extractor.tasks.party_review.doubt import doubts


class RulesLook:
    """The look of the rules engine and its scorer."""

    def check(self, extraction: Extraction) -> Looked:
        """A model's reading against that of the rules; nothing where there is no second one."""
        if extraction.second is None:
            return Looked()
        checked = cross_check(extraction)
        return Looked(tuple(one.record(extraction.article.doc_id) for one in checked.doubtful), checked.marks)

    def doubts(self, grounded: Grounded) -> Iterator[dict[str, JsonValue]]:
        """A record of each item that the rules made: where it stands, how likely it is wrong, and why."""
        return doubts(grounded)
