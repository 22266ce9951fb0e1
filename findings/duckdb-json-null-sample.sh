#!/bin/sh
# DuckDB 2.0.1: read_json takes a field that is null in its first 20,480 rows for null in every row, without a word.
# Seen: the last five rows hold "2017-H1"; the column's type is "NULL" and count(x) is 0. With columns = {...} it is 5.
# Exit 1 where that changes.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet "duckdb==2.0.1"
"$work/venv/bin/python" - "$work/rows.jsonl" <<'PY'
import json, sys
import duckdb

path = sys.argv[1]
with open(path, "w") as file:
    for number in range(20_485):
        file.write(json.dumps({"id": number, "x": None if number < 20_480 else "2017-H1"}) + "\n")
found = duckdb.sql(f"SELECT count(x) FROM read_json('{path}')").fetchall()[0][0]
told = duckdb.sql(f"SELECT count(x) FROM read_json('{path}', columns = {{id: 'BIGINT', x: 'VARCHAR'}})").fetchall()[0][0]
print(f"duckdb {duckdb.__version__}: 5 rows hold a value; read by itself {found}, with the type told {told}")
sys.exit(0 if (found, told) == (0, 5) else 1)
PY
