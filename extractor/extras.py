"""Optional parts of the package: asked for by name, with the command that installs them.

The command names the packages themselves and not `extractor[...]`: the index knows another project of that name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Final

from extractor.errors import UsageError

MODULES: Final[Mapping[str, tuple[str, ...]]] = {
    "eval": ("numpy", "scipy"),
    "report": ("matplotlib", "sacrebleu"),
    "agreement": ("krippendorff",),
    "docx": ("docx",),
    "pdf": ("pdfplumber",),
    "warc": ("fastwarc",),
    "ray": ("ray", "pyarrow"),
    "tables": ("duckdb", "openpyxl", "pyarrow", "xlsxwriter"),
}
"""Extra of pyproject.toml -> the modules it brings."""
REQUIREMENTS: Final[Mapping[str, str]] = {
    "docx": "python-docx>=1.1",
    "duckdb": "duckdb>=1.4",
    "fastwarc": "FastWARC>=0.15",
    "krippendorff": "krippendorff>=0.8",
    "matplotlib": "matplotlib>=3.9",
    "numpy": "numpy>=1.26",
    "openpyxl": "openpyxl>=3.1",
    "pandas": "pandas>=2.2",
    "pdfplumber": "pdfplumber>=0.11",
    "polars": "polars>=1.10",
    "pyarrow": "pyarrow>=17",
    "ray": "ray[data]>=2.50",
    "sacrebleu": "sacrebleu>=2.4",
    "scipy": "scipy>=1.11",
    "xlsxwriter": "xlsxwriter>=3.2",
}
"""Module -> the package that brings it, as pyproject.toml requires it."""


def require(extra: str, what_for: str, modules: tuple[str, ...] | None = None) -> None:
    """Raises `UsageError` where a module of the extra (or of those named) is not installed.

    `what_for` begins the sentence.
    """
    missing = missing_modules(MODULES[extra] if modules is None else modules)
    if missing:
        raise UsageError(missing_message(what_for, missing))


def missing_message(what_for: str, modules: Sequence[str]) -> str:
    """The sentence that says what is not installed, and the command that installs it."""
    return (
        f"{what_for} needs {' and '.join(modules)}, which {'is' if len(modules) == 1 else 'are'} not installed; "
        f"install with: pip install {' '.join(repr(REQUIREMENTS[name]) for name in modules)}"
    )


def missing_modules(names: tuple[str, ...]) -> list[str]:
    """Of the modules those that are not installed."""
    return [name for name in names if find_spec(name) is None]
