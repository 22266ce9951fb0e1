"""Grounding: the one gate between what an engine claims and what a summary says."""

from extractor.grounding.align import Alignment, align
from extractor.grounding.ground import Grounded, ItemDecision, ground

__all__ = ["Alignment", "Grounded", "ItemDecision", "align", "ground"]
