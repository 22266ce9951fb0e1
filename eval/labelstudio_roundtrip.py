"""Sends gold through a real Label Studio and checks that it comes back unchanged.

    .venv/bin/python eval/labelstudio_roundtrip.py [--venv FOLDER] [--port 8089] [GOLD_FOLDER ...]

The first run installs `label-studio` from PyPI into a virtual environment of its own (FOLDER, else a temporary one
that is removed at the end). The server keeps its data in a temporary folder and listens on loopback alone.
A gold folder holds `labels/*.json` and `articles/*.txt`, or is named `gold` and has its articles in `../articles`.
Not part of the tests: it takes minutes and a gigabyte.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
import unicodedata
import urllib.error
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from extractor.schema import ArticleSummary
from extractor.tasks.party_review.eval.labelstudio import Project, export, read_export

START_SECONDS = 300
"""How long the server may take to answer for the first time: it sets up its database then."""

VALIDATE = """
import json, sys
from importlib.metadata import version
from label_studio_sdk.label_interface import LabelInterface
folder = sys.argv[1]
interface = LabelInterface(open(folder + "/config.xml", encoding="utf-8").read())
interface.validate()
errors = []
for task in json.load(open(folder + "/tasks.json", encoding="utf-8")):
    errors += interface.validate_prediction(task["annotations"][0], return_errors=True)
print(json.dumps({"sdk": version("label-studio-sdk"), "server": version("label-studio"), "errors": errors}))
"""


class Gold(NamedTuple):
    summaries: list[ArticleSummary]
    texts: dict[str, str]


class Server(NamedTuple):
    url: str
    token: str

    def call(self, method: str, path: str, body: object = None) -> Any:
        """One API call; the answer's JSON."""
        data = None if body is None else json.dumps(body).encode("utf-8")
        headers = {"Authorization": f"Token {self.token}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{method} {path}: {error.code} {error.read()[:2000]!r}") from error


def read_gold(folder: Path) -> Gold:
    labels = folder / "labels" if (folder / "labels").is_dir() else folder
    articles = folder / "articles" if (folder / "articles").is_dir() else folder.parent / "articles"
    summaries = [ArticleSummary.model_validate_json(p.read_bytes()) for p in sorted(labels.glob("*.json"))]
    texts = {
        s.doc_id: unicodedata.normalize("NFC", (articles / f"{s.doc_id}.txt").read_bytes().decode("utf-8"))
        for s in summaries
    }
    return Gold(summaries, texts)


def python_with_label_studio(folder: Path) -> Path:
    """The interpreter of a virtual environment in which Label Studio is installed."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    if not (folder / "bin" / "label-studio").exists():
        print("installing label-studio from PyPI ...", flush=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "label-studio"], check=True)
    return python


def validate(python: Path, project: Project, folder: Path) -> dict[str, Any]:
    """What the SDK's own validator says of config and annotations."""
    (folder / "config.xml").write_text(project.config_xml, encoding="utf-8")
    (folder / "tasks.json").write_text(json.dumps(project.tasks, ensure_ascii=False), encoding="utf-8")
    done = subprocess.run([python, "-c", VALIDATE, str(folder)], check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@contextmanager
def label_studio(python: Path, data: Path, port: int) -> Iterator[Server]:
    """A server on loopback with a user of our own, stopped at the end."""
    token = secrets.token_hex(20)
    environment = {
        **os.environ,
        "LABEL_STUDIO_BASE_DATA_DIR": str(data),
        "LABEL_STUDIO_USERNAME": "gold@example.org",
        "LABEL_STUDIO_PASSWORD": secrets.token_hex(16),
        "LABEL_STUDIO_USER_TOKEN": token,
        "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
        "COLLECT_ANALYTICS": "false",
        "LATEST_VERSION_CHECK": "false",
        "SENTRY_DSN": "",
        "FRONTEND_SENTRY_DSN": "",
    }
    command = [str(python.parent / "label-studio"), "start", "--no-browser", "--internal-host", "127.0.0.1"]
    with (data / "server.log").open("wb") as log:
        process = subprocess.Popen([*command, "--port", str(port)], env=environment, stdout=log, stderr=log)
        try:
            server = Server(f"http://127.0.0.1:{port}", token)
            _wait_for(server, process, data / "server.log")
            yield server
        finally:
            process.terminate()
            process.wait(30)


def _wait_for(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit(f"label-studio stopped: {log.read_text(errors='replace')[-3000:]}")
        try:
            with urllib.request.urlopen(server.url + "/health", timeout=5):
                return
        except OSError:
            time.sleep(2)
    raise SystemExit(f"label-studio did not answer in {START_SECONDS} s")


def there_and_back(server: Server, project: Project) -> list[dict[str, Any]]:
    """Starts a project, imports the tasks, and returns what the server exports."""
    created = server.call("POST", "/api/projects", {"title": "gold", "label_config": project.config_xml})
    path = f"/api/projects/{created['id']}"
    imported = server.call("POST", f"{path}/import", project.tasks)
    print(f"  imported: {imported['task_count']} tasks, {imported['annotation_count']} annotations")
    exported: list[dict[str, Any]] = server.call("GET", f"{path}/export?exportType=JSON")
    return exported


def main() -> None:
    root = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="*", type=Path, default=[root / "gold", root.parent.parent / "shared" / "gold"])
    parser.add_argument("--venv", type=Path)
    parser.add_argument("--port", type=int, default=8089)
    parser.add_argument("--keep-running", action="store_true", help="leave the server up until Enter is pressed")
    options = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as name:
        temporary = Path(name)
        python = python_with_label_studio(options.venv or temporary / "venv")
        (temporary / "data").mkdir()
        with label_studio(python, temporary / "data", options.port) as server:
            for folder in filter(Path.is_dir, options.gold):
                gold = read_gold(folder)
                project = export(gold.summaries, gold.texts)
                checked = validate(python, project, temporary)
                print(f"{folder.parent.name}/{folder.name}: label-studio {checked['server']}, SDK {checked['sdk']}")
                print(f"  validator of the SDK: {len(checked['errors'])} errors {checked['errors'][:3]}")
                back = read_export(there_and_back(server, project))
                same = sorted(back.summaries, key=lambda s: s.doc_id) == gold.summaries
                print(f"  read back: {len(back.summaries)} summaries, {'identical' if same else 'DIFFERENT'}")
                failed |= not same or bool(checked["errors"])
            if options.keep_running:
                input(f"{server.url} token {server.token}, Enter stops it")
    sys.exit(int(failed))


if __name__ == "__main__":
    main()
