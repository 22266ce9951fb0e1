"""What a missing package is asked for by: the packages that pyproject.toml names, never this project's own name."""

from __future__ import annotations

import tomllib

import pytest

from extractor import extras
from extractor.errors import UsageError
from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]


@pytest.mark.parametrize("extra", extras.MODULES)
def test_an_extra_is_asked_for_by_the_packages_of_the_project_file(extra: str) -> None:
    assert sorted(extras.REQUIREMENTS[name] for name in extras.MODULES[extra]) == sorted(PROJECT[extra])


def test_pandas_and_polars_are_asked_for_as_the_tests_use_them() -> None:
    assert {extras.REQUIREMENTS["pandas"], extras.REQUIREMENTS["polars"]} <= set(PROJECT["dev"])


def test_the_command_names_all_that_is_missing_and_no_other_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda _: None)
    with pytest.raises(UsageError) as said:
        extras.require("eval", "Scoring")
    assert str(said.value) == (
        "Scoring needs numpy and scipy, which are not installed; install with: pip install 'numpy>=1.26' 'scipy>=1.11'"
    )
