#!/usr/bin/env bash
# DuckDB 2.0.1: read_json takes a field that is null in its first 20,480 rows for null in every row, without a word.
# Seen: the last five rows hold "2017-H1"; count(x) is 0. With columns = {...} it is 5.
# Exit code 1 where that changes.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
source "$tmp/venv/bin/activate"
python -m pip install --quiet --disable-pip-version-check duckdb==2.0.1
cat > "$tmp/look.py" <<'PY'
import json, sys
import duckdb

path = f"{sys.argv[1]}/rows.jsonl"
with open(path, "w") as file:
    for number in range(20_485):
        file.write(json.dumps({"id": number, "x": None if number < 20_480 else "2017-H1"}) + "\n")
found = duckdb.sql(f"SELECT count(x) FROM read_json('{path}')").fetchall()[0][0]
told = duckdb.sql(f"SELECT count(x) FROM read_json('{path}', columns = {{id: 'BIGINT', x: 'VARCHAR'}})").fetchall()[0][0]
print(f"duckdb {duckdb.__version__}: read by itself {found} of 5 values, with the type told {told}")
PY
seen=$(python "$tmp/look.py" "$tmp")
echo "$seen"
if [ "$seen" != "duckdb 2.0.1: read by itself 0 of 5 values, with the type told 5" ]; then
  echo "This has changed." >&2
  exit 1
fi
