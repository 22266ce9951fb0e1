"""A store that fails for a moment is asked again; one that refuses is not hidden."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pyarrow")

from extractor.errors import UsageError
from extractor.parts import storage as module
from extractor.parts.storage import Storage, is_uri, plain_uri


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
