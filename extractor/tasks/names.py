"""Capitalised names in a text, whatever they name: runs of words with capitals that are no sentence's opening word.

"Bão số 3", whose middle word is small, is two names' worth of trouble and is left to quoting.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.grounding.words import FUNCTION_WORDS, Word, index_of
from extractor.reading.intervals import meets, merged
from extractor.reading.model import Reading
from extractor.text.article import Extent
from extractor.text.fold import Folded

MOST_WORDS = 8
"""Words that a name may have; longer runs are headlines in capitals."""


def find_names(folded: Folded, reading: Reading) -> tuple[Extent, ...]:
    """The first place of each name of the text, in order."""
    words = index_of(folded).words
    small = {word.text for word in words if not word.capital}
    planted = merged(reading.intrusions)
    seen: set[str] = set()
    found = []
    for run in _runs(folded, words):
        while len(run) > 1 and run[0].opens and (run[0].text in small or run[0].text in FUNCTION_WORDS):
            run = run[1:]
        if len(run) > MOST_WORDS or not (run[0].is_name or not run[0].opens) or (run[0].text in small and len(run) < 2):
            continue
        extent = folded.original(run[0].start, run[-1].end)
        key = " ".join(word.text for word in run)
        if key in seen or len(key) < 2 or meets(extent, planted):
            continue
        seen.add(key)
        found.append(extent)
    return tuple(found)


def _runs(folded: Folded, words: tuple[Word, ...]) -> Iterator[list[Word]]:
    run: list[Word] = []
    for word in words:
        named = word.capital and not word.is_number
        if run and named and word.start == run[-1].end + 1 and folded.text[run[-1].end] == " " and not word.opens:
            run.append(word)
            continue
        if run:
            yield run
        run = [word] if named else []
    if run:
        yield run


def name_fault(folded: Folded, spelt: str, extent: Extent, *, elsewhere: bool) -> str | None:
    """Why words of the text are no name, or None. `elsewhere` says that they stand in the text more than once."""
    parts = spelt.split()
    if len(parts) > MOST_WORDS:
        return f"{len(parts)} words are no name"
    if not parts[0][0].isupper() or not (parts[-1][0].isupper() or parts[-1][0].isdigit()):
        return "a name begins and ends with a capital"
    if len(parts) > 1 or elsewhere:
        return None
    at = next((word for word in index_of(folded).words if folded.original(word.start, word.end) == extent), None)
    small = {word.text for word in index_of(folded).words if not word.capital}
    if at is not None and at.opens and at.text in small:
        return "its capital only opens the sentence"
    return None
