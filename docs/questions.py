"""Write the answers in docs/exports.md anew: ten questions in SQL, asked of the run of `make demo`.

    python docs/questions.py [--check] [RUN]

The page holds, after each question, its SQL and the rows that came out. `--check` says whether they are still what the
SQL gives, and changes nothing. RUN is a finished run of eval/gold/tuned/articles by the rules; without it they are read
(half a minute). `make baselines` writes the page too. Needs duckdb and pyarrow.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
PAGE: Final = ROOT / "docs" / "exports.md"
BLOCK: Final = re.compile(r"```sql\n(?P<sql>.*?)```\n\n```text\n(?P<rows>.*?)```", re.DOTALL)
_ROWS: Final = 6
_WIDE: Final = 46


def database(folder: Path, run: Path | None) -> Path:
    """The rules engine's run of our own articles as a DuckDB file."""
    from extractor.cli.main import run_cli

    if run is None:
        run = folder / "run"
        articles = ROOT / "eval" / "gold" / "tuned" / "articles"
        if run_cli(["run", str(articles), "--engine", "rules", "--out", str(run), "--quiet"]):
            raise SystemExit("The articles could not be read.")
    tables = folder / "tables.duckdb"
    with redirect_stdout(io.StringIO()):
        code = run_cli(["export", str(run), "--format", "duckdb", "--out", str(tables)])
    if code:
        raise SystemExit(f"{run} could not be written as a database.")
    return tables


def answer(connection: Any, sql: str) -> str:
    """The first rows of an answer as a table of text."""
    asked = connection.execute(sql)
    heads = [column[0] for column in asked.description]
    rows = asked.fetchall()
    shown = [heads, *([_cell(cell) for cell in row] for row in rows[:_ROWS])]
    widths = [max(len(row[at]) for row in shown) for at in range(len(heads))]
    lines = [_line(row, widths) for row in shown]
    lines.insert(1, "-+-".join("-" * width for width in widths))
    if len(rows) > _ROWS:
        lines.append(f"... {len(rows)} rows")
    return "\n".join(lines) + "\n"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    return " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = f"{value:,.10g}" if isinstance(value, float) else str(value)
    if isinstance(value, float) and "e" in text:
        text = f"{value:,.0f}"
    return text if len(text) <= _WIDE else text[: _WIDE - 1] + "…"


def answered(text: str, path: Path) -> str:
    """The page with every answer as it is now."""
    import duckdb

    with duckdb.connect(path, read_only=True) as connection:
        return BLOCK.sub(
            lambda match: f"```sql\n{match['sql']}```\n\n```text\n{answer(connection, match['sql'])}```", text
        )


def main() -> int:
    """Write or check; 1 where the page's answers are checked and are not today's."""
    named = [Path(one) for one in sys.argv[1:] if one != "--check"]
    text = PAGE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as work:
        today = answered(text, database(Path(work), named[0] if named else None))
    page = PAGE.relative_to(ROOT)
    if today == text:
        print(f"{page}: the answers are as today")
        return 0
    other = changed(text, today)
    if "--check" in sys.argv[1:]:
        print(f"{page}: other answers to {other}; python docs/questions.py writes them")
        return 1
    PAGE.write_text(today, encoding="utf-8")
    print(f"{page}: rewritten, with other answers to {other}; it is tracked, look at its diff")
    return 0


def changed(before: str, now: str) -> str:
    """The questions whose answers differ, in words."""
    pairs = zip(BLOCK.finditer(before), BLOCK.finditer(now), strict=True)
    numbers = [str(number) for number, (one, other) in enumerate(pairs, 1) if one["rows"] != other["rows"]]
    return f"question{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}"


if __name__ == "__main__":
    sys.exit(main())
