"""A body that is named only through its officer who speaks: what the officer tells is the body's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from extractor.engines.rules.bodies import Named, Survey
from extractor.engines.rules.scene import WORDS
from extractor.reading.sentences import Sentence
from extractor.text.article import Extent

_FAMILIES: Final = ("unit", "district", "youth", "organ")
"""Bodies whose officers speak for them; a province's officers speak for whom the article is about."""


def speakers(survey: Survey) -> Iterator[Named]:
    """The officers who tell, each as a mention of the officer's body over what is told.

    In the sentence it stands from the verb on; in a quotation that goes before or after, at the head of each sentence.
    """
    for named in survey.named:
        body = named.body
        if body.acting or body.family not in _FAMILIES:
            continue
        sentence = survey.sentence_at(body.extent.start)
        if (
            sentence is None
            or WORDS["office"].search(survey.flat, max(0, body.extent.start - 60), body.extent.start) is None
        ):
            continue
        told = WORDS["tells"].match(survey.flat, body.extent.end, sentence.extent.end)
        if told is None:
            continue
        places = [Extent(told.start("verb"), told.end("verb")), *_quoted(survey, named, sentence, told.end("verb"))]
        for place in places:
            spoken = replace(body, extent=place, acting=True, short=True)
            yield Named(spoken, named.group, named.block, named, "speaker")


def _quoted(survey: Survey, named: Named, sentence: Sentence, end: int) -> Iterator[Extent]:
    """The first words of the sentences of the quotation before the speaker, or behind the verb."""
    block, text = named.block.extent, survey.article.text
    marks = [mark.start() for mark in WORDS["quote"].finditer(text, block.start, block.end)]
    before = [at for at in marks if at < named.body.extent.start]
    after = [at for at in marks if at >= end]
    if len(before) >= 2 and text[before[-1] + 1 : named.body.extent.start].count(".") == 0 and len(before) % 2 == 0:
        first, last = before[-2], before[-1]
    elif after and after[0] <= end + 4:
        first, last = after[0], (after[1] if len(after) > 1 else block.end)
    else:
        return
    for one in survey.sentences:
        if one.extent.end > first and one.extent.start < last:
            start = max(one.extent.start, first)
            own = start == sentence.extent.start or sentence.extent.start < end <= start < sentence.extent.end
            if not own or first == start:
                yield Extent(start, start + 1)
