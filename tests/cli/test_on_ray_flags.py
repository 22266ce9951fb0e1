"""`--on ray`: what is refused before a cluster is looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.cli.main import run_cli
from extractor.parts.names import SETTINGS


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--out", "s3://bucket/out"], "only --on ray writes there"),
        (["--out", "out", "--ray-address", "head:6379"], "--ray-address goes with --on ray"),
        (["--out", "s3://me:secret@bucket/out", "--on", "ray"], "must not hold a user name or password"),
        (["s3://me:secret@bucket/in", "--out", "out", "--on", "ray"], "must not hold a user name or password"),
        (["--out", "s3://[bad", "--on", "ray"], "must be one such as s3://bucket/folder"),
        (["s3://bucket:99999/in", "--out", "out", "--on", "ray"], "a port from 1 to 65535"),
        (["--out", "out", "--on", "ray", "--ray-address", "ray://head:10001"], "HOST:PORT of the head node"),
        (["--out", "out", "--on", "ray", "--ray-address", "127.0.0.1:1"], "There is no Ray cluster at 127.0.0.1:1"),
        (["--out", "out", "--on", "ray", "--ray-address", "head:port"], "There is no Ray cluster at head:port"),
        (["--out", "here", "--on", "ray"], "results of a run on one machine"),
        (["--out", "many"], "holds a run of many machines"),
        (["-", "--out", "out", "--on", "ray"], "give files, not standard input"),
    ],
    ids=[
        "address here",
        "cluster here",
        "secret out",
        "secret in",
        "no address out",
        "no port in",
        "client",
        "nobody",
        "no port",
        "local folder",
        "ray folder",
        "stdin",
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    flags: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("extractor.extras.missing_modules", lambda names: [])
    (tmp_path / "a.txt").write_text("Năm 2017 kết nạp 5 đảng viên.", encoding="utf-8")
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "summaries.jsonl").touch()
    (tmp_path / "many" / "parts").mkdir(parents=True)
    (tmp_path / "many" / SETTINGS).write_text("{}", encoding="utf-8")
    assert run_cli(["run", "a.txt", *flags, "--engine", "rules", "--quiet"]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert "secret" not in err
