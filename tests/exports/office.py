"""LibreOffice without a window, under the Vietnamese locale, reading a file as a spreadsheet user would."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

SOFFICE: Final = shutil.which("soffice") or shutil.which("libreoffice")
_SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>vi-VN</value></prop>
</item>
</oor:items>
"""
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CSV_AS_THE_LOCALE_READS_IT: Final = "Text - txt - csv (StarCalc):59,34,76,1,,0,false,true"
"""Semicolons, double quotes, UTF-8, from line 1, the user's own language, dates are seen."""

Grid = list[list[tuple[str, str]]]
"""Rows of cells: the type LibreOffice gave a cell (`float`, `percentage`, `date`, `string`, empty), and its value."""


def opened(file: Path, work: Path, filter_: str | None = None) -> dict[str, Grid]:
    """Every sheet of a file as LibreOffice understands it with Vietnamese settings."""
    profile = work / "profile" / "user"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    command = [str(SOFFICE), "--headless", f"-env:UserInstallation={profile.parent.as_uri()}"]
    command += [f"--infilter={filter_}"] if filter_ else []
    command += ["--convert-to", "fods", "--outdir", str(work), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return dict(_sheets(work / f"{file.stem}.fods"))


def _sheets(path: Path) -> Iterator[tuple[str, Grid]]:
    for _, element in ElementTree.iterparse(path):
        if element.tag == f"{_TABLE}table":
            yield element.get(f"{_TABLE}name", ""), [list(_cells(row)) for row in element.iter(f"{_TABLE}table-row")]
            element.clear()


def _cells(row: Any) -> Iterator[tuple[str, str]]:
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        kind = cell.get(f"{_OFFICE}value-type", "")
        value = cell.get(f"{_OFFICE}value") or cell.get(f"{_OFFICE}date-value")
        text = "\n".join("".join(one.itertext()) for one in cell.iter(f"{_TEXT}p"))
        repeated = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        yield from [(kind, text if value is None else value)] * min(repeated, 100)
