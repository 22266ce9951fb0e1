"""How much of what was read is accounted for, in one sentence, for a run and for one article alike."""

from __future__ import annotations

from extractor.terminal import counted


def coverage_said(quantities: int, explained: int, unread: int) -> str:
    """The share of the numbers that became an item or were set aside for a reason, and what the rest is.

    Of texts without a number nothing can be said.
    """
    numbers = quantities + unread
    if not numbers:
        return "no coverage, for there were no numbers"
    left = [(quantities - explained, "unexplained"), (unread, "unread")]
    rest = ", ".join(f"{count} {state}" for count, state in left if count)
    share = f"coverage {explained / numbers:.1%}: {explained} of {counted(numbers, 'number')} accounted for"
    return f"{share} (the rest: {rest})" if rest else share
