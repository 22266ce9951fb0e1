"""The colours of a page in each scheme, and how well one can be told from another (WCAG 2)."""

from __future__ import annotations

import re
from typing import Final

_DARK: Final = re.compile(r"@media \(prefers-color-scheme: dark\) \{.*?\n\}\n", re.DOTALL)
_COLOUR: Final = re.compile(r"(--[\w-]+): (#[0-9a-f]{6})")
_PRINT: Final = re.compile(r"@media print \{.*?\n\}\n", re.DOTALL)
READABLE: Final = 4.5


def colours(css: str, scheme: str) -> dict[str, str]:
    """Every colour a page names, as it is in the light or in the dark scheme."""
    css = _PRINT.sub("", css)
    found = dict(_COLOUR.findall(_DARK.sub("", css)))
    return found | (dict(_COLOUR.findall("".join(_DARK.findall(css)))) if scheme == "dark" else {})


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
