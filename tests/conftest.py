"""What all tests share: places, and an environment without anyone's settings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
GOLD_ARTICLES = ROOT / "eval" / "gold" / "tuned" / "articles"
GOLD_LABELS = ROOT / "eval" / "gold" / "tuned" / "labels"

# A busy machine is no failure, and a run of the suite finds the same cases as the one before.
settings.register_profile("suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

shared_only = pytest.mark.skipif(not SHARED.is_dir(), reason="no ../shared beside this checkout")


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No model, key, configuration or stored answer of the machine's user reaches a test."""
    for name in ("EXTRACTOR_MODEL", "EXTRACTOR_BASE_URL", "OPENAI_API_KEY", "OPENAI_BASE_URL", "EXTRACTOR_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A headless Chromium, one for the tests of a file."""
    from tests.webpage.chromium import started

    yield from started(tmp_path_factory.mktemp("profile"))
