"""Grounding: how words are placed in an article and values read from their mentions, for the gate of every task."""

from extractor.grounding.align import Alignment, align
from extractor.grounding.grounded import Grounded, ItemDecision

__all__ = ["Alignment", "Grounded", "ItemDecision", "align"]
