"""Which stretches of a text are already spoken for, in time linear in the text's length."""

from __future__ import annotations

from extractor.article import Extent


class Claims:
    """Stretches claimed first come, first served."""

    def __init__(self, length: int) -> None:
        self._taken = bytearray(length)

    def claim(self, extent: Extent) -> bool:
        """Take the stretch; False where any of it was taken before (nothing is taken then)."""
        if 1 in self._taken[extent.start : extent.end]:
            return False
        self._taken[extent.start : extent.end] = b"\x01" * len(extent)
        return True
