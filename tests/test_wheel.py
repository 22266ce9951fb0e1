"""What is installed works from any folder: the wheel holds all data the package reads."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytest.importorskip("hatchling", reason="the build backend is a development extra")

SHIPPED = "prompts"

CODE = f"""
import extractor
from pathlib import Path
from extractor.resources import resource
installed = Path(extractor.__file__).parent
assert installed.parent == Path.cwd() / "site", installed
folder = resource({SHIPPED!r})
assert folder.is_relative_to(installed), folder
print(*sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()), sep="\\n")
print(extractor.extract("Năm 2017, Đảng ủy Khối các cơ quan tỉnh kết nạp 258 đảng viên.").figures[0].value)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel unpacked in it as `site`."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder


def test_an_installed_package_reads_its_own_data_and_extracts(site: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CODE],
        cwd=site,
        env={"PYTHONPATH": str(site / "site"), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    *files, value = done.stdout.splitlines()
    shipped = (path for path in (ROOT / SHIPPED).rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(ROOT / SHIPPED).as_posix() for path in shipped)
    assert value == "258.0"


def test_every_data_file_of_the_package_is_in_the_wheel(site: Path) -> None:
    data = [
        path for path in (ROOT / "extractor").rglob("*") if path.suffix in (".toml", ".json", ".jinja", ".css", ".js")
    ]
    assert len(data) >= 5
    for path in data:
        assert (site / "site" / path.relative_to(ROOT)).is_file()
