"""A store that fails for a moment is asked again; one that refuses is not hidden."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pyarrow")

from extractor.errors import UsageError
from extractor.parts import storage as module
from extractor.parts.storage import Storage, is_uri, plain_uri, unreadable


def test_a_moments_fault_is_waited_out_and_a_lasting_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(module.time, "sleep", waited.append)
    faults = [OSError("slow down"), OSError("slow down")]

    def work() -> str:
        if faults:
            raise faults.pop()
        return "done"

    assert module._patiently(work) == "done"
    assert waited == [1.0, 4.0]
    faults.extend([OSError("no access")] * 9)
    with pytest.raises(OSError, match="no access"):
        module._patiently(work)


def test_what_is_not_there_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.time, "sleep", lambda seconds: pytest.fail("it waited"))

    def work() -> None:
        raise FileNotFoundError

    with pytest.raises(FileNotFoundError):
        module._patiently(work)


def test_a_file_is_replaced_whole_and_read_back(tmp_path: Path) -> None:
    folder = Storage(str(tmp_path))
    for data in (b"first", b"second"):
        folder.put("below/one", data)
        assert folder.read("below/one") == data
    assert folder.names("below") == ["one"]
    assert folder.names("nowhere") == []
    folder.delete("below/one")
    folder.delete("below/one")
    assert folder.read("below/one") is None


@pytest.mark.parametrize(
    ("place", "address", "plain"),
    [
        ("s3://bucket/a/b?endpoint_override=localhost:9000", True, "s3://bucket/a/b"),
        ("s3://me:secret@bucket/a", True, "s3://bucket/a"),
        ("file:///mnt/a", True, "file:///mnt/a"),
        ("articles/a", False, None),
        ("C:/articles", False, None),
        ("/mnt/s3://a", False, None),
    ],
)
def test_an_address_is_told_from_a_path_and_shown_without_secrets(place: str, address: bool, plain: str | None) -> None:
    assert is_uri(place) == address
    if plain is not None:
        assert plain_uri(place) == plain


def test_a_store_that_only_fsspec_knows_is_used_as_any_other() -> None:
    pytest.importorskip("fsspec")
    folder = Storage("memory://bucket/out")
    folder.put("parts/one", b"whole")
    assert folder.names("parts") == ["one"]
    assert folder.read("parts/one") == b"whole"
    assert [path for path, _ in folder.walk()] == ["parts/one"]


def test_a_filesystem_that_nobody_knows_is_said() -> None:
    with pytest.raises(UsageError, match="cannot be opened"):
        Storage("nothing-like-it://bucket/out").names("parts")


_ASKED = "When listing objects under key '2018/' in bucket 'archive': "


@pytest.mark.parametrize(
    ("library", "said"),
    [
        (
            "When resolving region for bucket 'archive': AWS Error NETWORK_CONNECTION during HeadBucket operation: "
            "curlCode: 6, Could not resolve hostname; Details: Could not resolve host: archive.s3.amazonaws.com",
            "s3://archive/2018 cannot be reached: no server answers there; see whether this machine has a network, and "
            "name a server that is not Amazon's with AWS_ENDPOINT_URL=http://HOST:PORT.",
        ),
        (
            f"{_ASKED}AWS Error ACCESS_DENIED during ListObjectsV2 operation: no",
            "s3://archive/2018 may not be read with these keys; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to "
            "some that may.",
        ),
        (
            f"{_ASKED}AWS Error NO_SUCH_BUCKET during ListObjectsV2 operation: no",
            "s3://archive/2018 has no such bucket; see how it is spelt.",
        ),
        ("The library is tired.\nVery.", "s3://archive/2018 cannot be read: The library is tired. Very."),
    ],
)
def test_why_an_address_cannot_be_read_is_one_sentence(library: str, said: str) -> None:
    assert unreadable("s3://archive/2018?secret_key=x", OSError(library)) == said


def test_commands_tell_an_address_that_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from extractor.cli.main import run_cli

    def silent(*_: object) -> None:
        raise OSError(
            "AWS Error NETWORK_CONNECTION during HeadBucket operation: curlCode: 6, Could not resolve hostname"
        )

    for name in ("is_file", "read"):
        monkeypatch.setattr(Storage, name, silent)
    monkeypatch.setattr(Storage, "is_local", False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Năm 2017 kết nạp 5 đảng viên.", encoding="utf-8")
    for inputs, told in (("s3://archive/2018", "s3://archive/2018"), ("a.txt", "s3://archive/out")):
        command = ["run", inputs, "--out", "s3://archive/out", "--on", "ray", "--engine", "rules", "--quiet"]
        assert run_cli(command) == 2
        assert capsys.readouterr().err.startswith(f"extractor: {told} cannot be reached: no server answers there; ")
    assert run_cli(["view", "s3://archive/out", "-o", "page.html"]) == 2
    assert "s3://archive/out cannot be reached" in capsys.readouterr().err
