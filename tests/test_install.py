"""The package installs as people install it: `pip install` without the lock, and reads text and pages right away.

Slow (a minute an environment) and in need of a package index: by default one environment, of this Python with the pip
it brings. `make test-install` tries every Python it finds, with its own pip and with the newest.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytest.importorskip("hatchling", reason="the build backend is a development extra")

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
ALL = os.environ.get("EXTRACTOR_TEST_INSTALL") == "all"
BASE_LIMIT = 150 * 1024 * 1024
"""Bytes that the package with all it needs may take, pip left out."""

TEXT = "Năm 2017, Đảng ủy Khối các cơ quan tỉnh Phú Thọ kết nạp 258 đảng viên."
PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Kết nạp đảng viên</title></head>
<body><article><h1>Kết nạp đảng viên năm 2017</h1><p>{TEXT}</p>
<p>Đảng bộ Khối có 64 tổ chức cơ sở đảng, trong đó 52 tổ chức trong sạch vững mạnh.</p></article></body></html>"""


def interpreters() -> Iterator[tuple[str, str]]:
    """A name and an executable for each Python to try."""
    if not ALL:
        yield f"{sys.version_info.major}.{sys.version_info.minor}", sys.executable
        return
    for version in PYTHONS:
        candidates = (shutil.which(f"python{version}"), _pyenv(version))
        found = next((python for python in candidates if python and _runs(python, version)), None)
        if found is not None:
            yield version, found


def _pyenv(version: str) -> str | None:
    root = Path(os.environ.get("PYENV_ROOT", "~/.pyenv")).expanduser() / "versions"
    hits = sorted(root.glob(f"{version}.*/bin/python{version}"))
    return str(hits[-1]) if hits else None


def _runs(python: str, version: str) -> bool:
    done = subprocess.run([python, "-c", "import sys; print(sys.version)"], capture_output=True, text=True, check=False)
    return done.returncode == 0 and done.stdout.startswith(version)


CASES = [(name, python, pip) for name, python in interpreters() for pip in (("own", "newest") if ALL else ("own",))]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def outside() -> dict[str, str]:
    """The environment without anything that leads back to the checkout."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}


def installed(python: str, pip: str, wheel: Path, folder: Path) -> Path:
    """A fresh environment with the wheel in it; its Python. Skips where there is no package index."""
    subprocess.run([python, "-m", "venv", str(folder)], check=True, capture_output=True, env=outside())
    own = folder / "bin" / "python"
    steps = [["install", "--quiet", str(wheel)]]
    if pip == "newest":
        steps.insert(0, ["install", "--quiet", "--upgrade", "pip"])
    for step in steps:
        done = subprocess.run([own, "-m", "pip", *step], capture_output=True, text=True, check=False, env=outside())
        if done.returncode and any(
            word in done.stderr for word in ("connection", "Connection", "No matching distribution found for hatchling")
        ):
            pytest.skip("no package index can be reached")
        assert done.returncode == 0, done.stderr
    return own


@pytest.mark.parametrize(("version", "python", "pip"), CASES, ids=[f"{name}-{pip}-pip" for name, _, pip in CASES])
def test_what_pip_installs_reads_text_and_pages(
    version: str, python: str, pip: str, wheel: Path, tmp_path: Path
) -> None:
    own = installed(python, pip, wheel, tmp_path / "environment")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.html").write_text(PAGE, encoding="utf-8")
    command = [own.parent / "extractor", "run", "a.txt", "b.html", "--out", "results", "--quiet"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, env=outside())
    assert done.returncode == 0, done.stderr
    summaries = (tmp_path / "results" / "summaries.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(summaries) == 2
    assert all('"value":258.0' in line for line in summaries)

    scoring = [own.parent / "extractor", "eval", ROOT / "eval" / "gold" / "tuned" / "labels", "results"]
    done = subprocess.run(scoring, cwd=tmp_path, capture_output=True, text=True, check=False, env=outside())
    assert done.returncode == 2
    assert "pip install 'numpy>=1.26' 'scipy>=1.11'" in done.stderr
    assert "Traceback" not in done.stderr

    (packages,) = (tmp_path / "environment" / "lib").glob("python*/site-packages")
    sizes = [
        file.stat().st_size
        for file in packages.rglob("*")
        if file.is_file() and file.relative_to(packages).parts[0].split("-")[0] not in ("pip", "setuptools")
    ]
    assert sum(sizes) < BASE_LIMIT
