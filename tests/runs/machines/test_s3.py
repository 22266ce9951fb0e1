"""A bucket as input and output, with moto's server on loopback (`make test-s3` installs it in a folder of its own)."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow")

from extractor.cli.main import run_cli
from extractor.parts import names
from extractor.parts.folder import PartsFolder
from extractor.parts.storage import Storage
from extractor.runs.machines.finish import roll_of, spent_of, write_roll
from extractor.runs.machines.inputs import find_remote
from extractor.runs.machines.known import call_files, known_of
from tests.conftest import ROOT
from tests.runs.machines.links import given, plan_of, taken
from tests.runs.machines.test_calls_of_the_lost import found_in, work_on

_HERE = ROOT / ".venv-s3" / "bin" / "moto_server"
MOTO = str(_HERE) if _HERE.is_file() else shutil.which("moto_server")
pytestmark = pytest.mark.skipif(MOTO is None, reason="moto's server is not installed (make test-s3)")
WORDS = "Năm 2017, Đảng bộ kết nạp {} đảng viên."


@pytest.fixture(scope="module")
def server() -> Iterator[dict[str, str]]:
    """The environment of processes that use the bucket."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    given_to_all = {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    command = [str(MOTO), "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            for _ in range(300):
                try:
                    urllib.request.urlopen(urllib.request.Request(f"{url}/bucket", method="PUT"), timeout=5)
                    break
                except OSError:
                    time.sleep(0.1)
            before = {name: os.environ.get(name) for name in given_to_all}
            os.environ.update(given_to_all)
            yield given_to_all
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value
        finally:
            running.kill()


def _ids(place: str) -> list[str]:
    return [json.loads(line)["doc_id"] for line in PartsFolder(place).lines("summaries.jsonl")]


def test_files_of_a_bucket_are_found_and_read_as_those_of_a_folder_are(server: dict[str, str]) -> None:
    folder = Storage("s3://bucket/found")
    folder.put("b.jsonl", json.dumps({"id": "b", "text": "Một"}).encode())
    folder.put("2017/a.txt", b"x")
    folder.put("out/parts/p.parquet", b"x")
    folder.put("picture.png", b"x")
    found = find_remote("s3://bucket/found", exclude="s3://bucket/found/out")
    assert [(one.name, one.origin) for one in found] == [
        ("2017/a", "s3://bucket/found/2017/a.txt"),
        ("b", "s3://bucket/found/b.jsonl"),
    ]


def test_a_worker_writes_into_a_bucket_and_what_is_there_is_known(server: dict[str, str]) -> None:
    place = "s3://bucket/worker"
    plan: Any = plan_of(Path("unused"))
    plan = type(plan)(plan.make, plan.settings, Storage(place), 1)
    taken(plan, [given(0), given(1)])
    (told,) = taken(plan, [given(0), given(2)])
    assert (told.done, told.reused) == (2, 1)
    storage = Storage(place)
    write_roll(storage, roll_of(storage))
    assert _ids(place) == ["a0", "a1", "a2"]
    assert PartsFolder(place).text("a1") == given(1).article.text  # type: ignore[union-attr]


def test_a_writer_that_is_killed_leaves_no_part(server: dict[str, str]) -> None:
    place = "s3://bucket/killed"
    code = (
        "import sys, time\n"
        "from extractor.parts.storage import Storage\n"
        f"system, root = Storage({place!r})._opened\n"
        "stream = system.open_output_stream(f'{root}/parts/half.parquet')\n"
        "stream.write(b'PAR1' + bytes(30_000_000))\n"
        "print('written', flush=True)\n"
        "time.sleep(600)\n"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "written\n"
        writer.send_signal(signal.SIGKILL)
    storage = Storage(place)
    assert storage.names(names.PARTS) == []
    assert len(known_of(storage, calls=True).articles) == 0
    assert roll_of(storage).places == []


def test_a_worker_that_is_killed_as_it_puts_a_completion_loses_that_one_only(server: dict[str, str]) -> None:
    place = "s3://bucket/calls"
    code = (
        "import asyncio, time\n"
        "from extractor.parts.storage import Storage\n"
        "from tests.runs.machines.test_calls_of_the_lost import work_on\n"
        "class Hanging(Storage):\n"
        "    def put(self, name, data):\n"
        "        if not name.endswith('/0003.parquet'):\n"
        "            return super().put(name, data)\n"
        "        system, root = self._opened\n"
        "        stream = system.open_output_stream(f'{root}/{name}')\n"
        "        stream.write(data + bytes(30_000_000))\n"
        "        print('written', flush=True)\n"
        "        time.sleep(600)\n"
        f"asyncio.run(work_on(Hanging({place!r}), [], range(5)))\n"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "written\n"
        writer.send_signal(signal.SIGKILL)
    storage = Storage(place)
    assert len(call_files(storage)) == 3
    assert found_in(storage) == [0, 1, 2]
    assert spent_of(storage).input_tokens == 30
    asyncio.run(work_on(storage, [], range(5)))
    (only,) = call_files(storage)
    assert "/all-" in only
    assert found_in(storage) == [0, 1, 2, 3, 4]
    assert spent_of(storage).input_tokens == 50


@pytest.mark.skipif(find_spec("ray") is None, reason="ray is not installed (extra `ray`)")
def test_a_run_goes_from_a_bucket_into_a_bucket_and_goes_on(server: dict[str, str], tmp_path: Path) -> None:
    source, place = Storage("s3://bucket/in"), "s3://bucket/in/out"
    lines = [json.dumps({"id": f"a{number}", "text": WORDS.format(number + 10)}) for number in range(150)]
    source.put("day1.jsonl", "\n".join(lines).encode())
    command = [sys.executable, "-m", "extractor", "run", "s3://bucket/in", "--out", place, "--on", "ray"]
    command += ["--engine", "rules", "--quiet", "--processes", "1"]
    with tempfile.TemporaryDirectory(prefix="ray", ignore_cleanup_errors=True) as folder:
        # Of its own, so that no other cluster of this machine is found.
        environment = dict(os.environ) | {"PYTHONPATH": str(ROOT), "RAY_TMPDIR": folder, "HOME": folder}
        subprocess.run(command, cwd=tmp_path, env=environment, check=True, timeout=300)
        assert _ids(place) == [f"a{number}" for number in range(150)]
        more = [{"id": "b", "text": WORDS.format(9)}, {"id": "a3", "text": WORDS.format(8)}]
        source.put("day2.jsonl", "\n".join(map(json.dumps, more)).encode())
        assert subprocess.run(command, cwd=tmp_path, env=environment, timeout=300).returncode == 1
    assert len(_ids(place)) == 151
    counts = json.loads(Storage(place).read("run.json") or b"")["counts"]
    assert (counts["done"], counts["reused"], counts["failed"]) == (151, 150, 1)
    assert run_cli(["status", place]) == 0
    assert run_cli(["export", place, "--format", "jsonl", "--out", str(tmp_path / "tables")]) == 0
    (failure,) = (tmp_path / "tables" / "failures.jsonl").read_text(encoding="utf-8").splitlines()
    assert "taken by s3://bucket/in/day1.jsonl" in failure
