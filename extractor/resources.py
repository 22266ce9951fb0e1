"""Data that is shipped with the package: found in a checkout and in an installed wheel alike."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from extractor.errors import ExtractorError

_PACKAGE: Final = Path(__file__).resolve().parent
_INSTALLED: Final = _PACKAGE / "_data"
"""Where the wheel puts what stands beside the package in a checkout (see pyproject.toml)."""


class ResourceMissing(ExtractorError):
    """A part of the package's own data is not where it should be."""


@cache
def resource(name: str) -> Path:
    """A file or folder of the project's data by its path in the checkout, such as `prompts` or `eval/baselines`.

    Raises `ResourceMissing` where neither the checkout nor the wheel has it.
    """
    for root in (_PACKAGE.parent, _INSTALLED):
        path = root / name
        if path.exists() and (root is _INSTALLED or (root / "pyproject.toml").exists()):
            return path
    raise ResourceMissing(f"The data {name!r} is missing from this installation; install the package again.")


def prompts_dir() -> Path:
    """The folder of prompt templates."""
    return resource("prompts")
