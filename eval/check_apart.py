"""The gold kept apart stays apart: nothing that is tuned, trained, tested or prompted knows an article of it.

Two things are looked for in every tracked text file outside `eval/gold/apart/`: its folder's name, which only the
places in `ALLOWED` may mention, and any stretch of `SHINGLE` words of one of its articles.

Run by `make check`; exit code 1 with a line for each place found.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
APART: Final = "eval/gold/apart"
ALLOWED: Final = frozenset({"Makefile", "CHANGELOG.md", "README.md", "eval/check_apart.py"})
"""Files that may name the folder; pages under docs/ may too."""
SHINGLE: Final = 36
"""Words in a row that two texts do not share by chance; the genre's set phrases go up to 33 (so many years of
carrying out a directive, with its number, day, issuer and full title)."""
_SUFFIXES: Final = frozenset({".py", ".toml", ".jinja", ".txt", ".json", ".jsonl", ".md", ".yaml", ".html", ".tsv"})
_WORD: Final = re.compile(r"[^\W_]+")


def shingles(text: str) -> Iterator[tuple[str, ...]]:
    """Every run of `SHINGLE` words of the text, in lower case."""
    words = _WORD.findall(text.lower())
    return zip(*(words[start:] for start in range(SHINGLE)), strict=False)


def tracked() -> list[Path]:
    """The repository's files outside the folder, those not yet added included."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return [ROOT / name for name in names if not name.startswith(APART) and (ROOT / name).is_file()]


def faults() -> Iterator[str]:
    """One line for each place that knows what is kept apart."""
    articles = sorted((ROOT / APART / "articles").glob("*.txt"))
    if not articles:
        yield f"{APART}: no articles found; the check would say nothing."
    known = {shingle: file.stem for file in articles for shingle in shingles(file.read_text(encoding="utf-8"))}
    for path in tracked():
        if path.suffix not in _SUFFIXES and path.name != "Makefile":
            continue
        name = path.relative_to(ROOT).as_posix()
        text = path.read_text(encoding="utf-8", errors="replace")
        if "gold/apart" in text and name not in ALLOWED and not name.startswith("docs/"):
            yield f"{name}: names {APART}, which is only for `make eval-apart`."
        for shingle in shingles(text):
            if shingle in known:
                yield f"{name}: holds words of {known[shingle]}: {' '.join(shingle)}"
                break


def main() -> int:
    """Print what was found; 0 where nothing was."""
    found = list(faults())
    for line in found:
        print(line)
    print(f"gold kept apart: {len(found)} places know it")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
