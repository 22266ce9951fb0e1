#!/usr/bin/env bash
# DuckDB 2.0.1: read_csv takes a column whose first 20,479 values are whole for BIGINT, and rounds a later 81.61 to 82
# without a word or an error.
# Seen: typeof BIGINT, value 82. Written as 0.0, 1.0, ... the column is DOUBLE and 81.61 stays.
# Exit code 1 where that changes.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
source "$tmp/venv/bin/activate"
python -m pip install --quiet --disable-pip-version-check duckdb==2.0.1
cat > "$tmp/look.py" <<'PY'
import sys
import duckdb

def last(name, form):
    path = f"{sys.argv[1]}/{name}.csv"
    with open(path, "w") as file:
        file.write("id,value\n" + "".join(f"{number},{form.format(number % 7)}\n" for number in range(20_479)))
        file.write("20479,81.61\n")
    return duckdb.sql(f"SELECT typeof(value), value FROM read_csv('{path}') WHERE id = 20479").fetchall()[0]

print(f"duckdb {duckdb.__version__}: whole {last('whole', '{}')}, pointed {last('pointed', '{}.0')}")
PY
seen=$(python "$tmp/look.py" "$tmp")
echo "$seen"
if [ "$seen" != "duckdb 2.0.1: whole ('BIGINT', 82), pointed ('DOUBLE', 81.61)" ]; then
  echo "This has changed." >&2
  exit 1
fi
