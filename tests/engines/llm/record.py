"""`make record`: start a llama.cpp server, record the HTTP of `test_recorded.py`, stop it, and note what was used."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
CASSETTES = HERE / "cassettes"
NOTE = CASSETTES / "recorded_with.json"
_TOLD = ("server", "model", "model_file", "model_sha256", "context")


def main() -> int:
    """Record; exit code 0 where the tests pass on what was recorded."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server-python", required=True, help="Python of the environment that has the server.")
    python = parser.parse_args().server_python
    CASSETTES.mkdir(exist_ok=True)
    with subprocess.Popen(
        [python, str(HERE / "llama_server.py")], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        try:
            assert server.stdout is not None
            line = server.stdout.readline()
            if not line.startswith("{"):
                print("The llama.cpp server did not start: run llama_server.py by hand to see why.", file=sys.stderr)
                return 1
            told = json.loads(line)
            NOTE.write_text(json.dumps({name: told[name] for name in _TOLD}, indent=2) + "\n", encoding="utf-8")
            recorded = _pytest("--record-mode=rewrite", RECORD_BASE_URL=told["url"])
        finally:
            server.terminate()
    if recorded:
        return recorded
    print("recorded; now replayed with the server stopped:")
    return _pytest()


def _pytest(*options: str, **environment: str) -> int:
    command = [sys.executable, "-m", "pytest", "-p", "no:xdist", str(HERE / "test_recorded.py"), *options]
    return subprocess.run(command, env={**os.environ, **environment}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
