"""Optional parts of the package: asked for by name, with the command that installs them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Final

from extractor.errors import UsageError

MODULES: Final[Mapping[str, tuple[str, ...]]] = {
    "eval": ("numpy", "scipy"),
    "report": ("matplotlib",),
    "agreement": ("krippendorff",),
    "docx": ("docx",),
    "pdf": ("pdfplumber",),
    "warc": ("fastwarc",),
    "ray": ("ray", "pyarrow"),
    "tables": ("duckdb", "openpyxl", "pyarrow", "xlsxwriter"),
}
"""Extra of pyproject.toml -> the modules it brings."""


def require(extra: str, what_for: str, modules: tuple[str, ...] | None = None) -> None:
    """Raises `UsageError` where a module of the extra (or of those named) is not installed.

    `what_for` begins the sentence.
    """
    missing = missing_modules(MODULES[extra] if modules is None else modules)
    if missing:
        raise UsageError(
            f"{what_for} needs {' and '.join(missing)}, which {'is' if len(missing) == 1 else 'are'} not installed; "
            f"install with: pip install 'extractor[{extra}]'."
        )


def missing_modules(names: tuple[str, ...]) -> list[str]:
    """Of the modules those that are not installed."""
    return [name for name in names if find_spec(name) is None]
