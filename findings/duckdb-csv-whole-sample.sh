#!/bin/sh
# DuckDB 2.0.1: read_csv takes a column whose first 20,479 values are whole for BIGINT, and rounds a later 81.61 to 82
# without a word or an error. Seen: typeof BIGINT, value 82. Written as 0.0, 1.0, ... the column is DOUBLE and 81.61 stays.
# Exit 1 where that changes.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet "duckdb==2.0.1"
"$work/venv/bin/python" - "$work" <<'PY'
import sys
import duckdb

def last(name, form):
    path = f"{sys.argv[1]}/{name}.csv"
    with open(path, "w") as file:
        file.write("id,value\n" + "".join(f"{number},{form.format(number % 7)}\n" for number in range(20_479)))
        file.write("20479,81.61\n")
    return duckdb.sql(f"SELECT typeof(value), value FROM read_csv('{path}') WHERE id = 20479").fetchall()[0]

whole, pointed = last("whole", "{}"), last("pointed", "{}.0")
print(f"duckdb {duckdb.__version__}: 81.61 after whole numbers is {whole}, after numbers with a point {pointed}")
sys.exit(0 if whole == ("BIGINT", 82) and pointed == ("DOUBLE", 81.61) else 1)
PY
