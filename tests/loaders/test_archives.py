"""Archives, documents that are broken or locked, and readers that are not installed: each a typed failure."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from extractor.errors import ExtractorError, InputError
from extractor.loaders import Limits, Loaded, find_inputs, load, load_one
from extractor.loaders.model import Raw, Text, boxed
from extractor.text.article import Article

TEXT = "Đảng ủy Khối các cơ quan tỉnh kết nạp 258 đảng viên."


def pack(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def read(path: Path, limits: Limits | None = None) -> list[Loaded]:
    return list(load(find_inputs([str(path)]), limits or Limits()))


def test_a_zip_is_a_folder_in_a_file(tmp_path: Path) -> None:
    members: dict[str, str | bytes] = {
        "b.txt": TEXT,
        "2020/01/index.txt": TEXT,
        "anh.png": b"\x89PNG",
        "hỏng.txt": b"\xff\xff",
        "../ngoài.txt": TEXT,
    }
    found = read(pack(tmp_path / "all.zip", members))
    assert {one.doc_id: one.article is not None for one in found} == {
        "b": True,
        "2020/01/index": True,
        "hỏng": False,
        "ngoài": True,
    }


def test_a_document_that_cannot_be_read_fails_with_the_way_out_as_in_a_folder(tmp_path: Path) -> None:
    bad, good = read(pack(tmp_path / "all.zip", {"a.doc": b"x", "a.txt": TEXT}))
    assert (good.doc_id, good.article is not None) == ("a", True)
    assert str(bad.error) == "A .doc file cannot be read; save it as .docx."


def test_hidden_members_are_left_alone_as_in_a_folder(tmp_path: Path) -> None:
    hidden = (".a.txt", ".git/b.txt", "2020/.c.txt", "__MACOSX/2020/d.txt", "2020/__MACOSX/._e.txt", ".f\\g.txt")
    members: dict[str, str | bytes] = {"2020/a.b.txt": TEXT, "./c..txt": TEXT, **dict.fromkeys(hidden, TEXT)}
    assert [one.doc_id for one in read(pack(tmp_path / "all.zip", members))] == ["2020/a.b", "c."]
    (only,) = read(pack(tmp_path / "hidden.zip", dict.fromkeys(hidden, TEXT)))
    assert str(only.error) == "There is no text: this holds no article."


def test_a_member_has_the_name_that_a_file_of_its_name_has(tmp_path: Path) -> None:
    (loaded,) = read(pack(tmp_path / "all.zip", {"a\nb\x1b[31me\u0302.txt": TEXT}))
    (tmp_path / "a\nb\x1b[31me\u0302.txt").write_text(TEXT, encoding="utf-8")
    (as_file,) = read(tmp_path / "a\nb\x1b[31me\u0302.txt")
    assert loaded.doc_id == as_file.doc_id == "a\ufffdb\ufffd[31m\u00ea"


def test_the_second_of_two_members_with_one_name_fails_and_names_itself(tmp_path: Path) -> None:
    found = read(pack(tmp_path / "all.zip", {"a.txt": TEXT, "../a.txt": f"{TEXT} Thêm."}))
    assert sorted(one.article is not None for one in found) == [False, True]
    assert [str(one.error) for one in found if one.error] == [
        f"{tmp_path}/all.zip:a.txt stands more than once in its archive; unpack it first."
    ]


def test_archives_in_archives_are_bounded(tmp_path: Path) -> None:
    inner: bytes = TEXT.encode()
    name = "a.txt"
    for level in range(5):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(name, inner)
        inner, name = buffer.getvalue(), f"{level}.zip"
    (tmp_path / "deep.zip").write_bytes(inner)
    (loaded,) = read(tmp_path / "deep.zip")
    assert "deep in one another" in str(loaded.error)


def test_an_archive_that_grows_beyond_the_limit_ends_there(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"a.txt": TEXT, "b.txt": "x" * 5000})
    first, second = read(path, Limits(max_unpacked=1000))
    assert first.article is not None
    assert "more than 1000 bytes" in str(second.error)


def test_too_many_members_are_a_failure_with_a_name(tmp_path: Path) -> None:
    (loaded,) = read(pack(tmp_path / "a.zip", {f"{n}.txt": "x" for n in range(9)}), Limits(max_members=8))
    assert "more than 8 files" in str(loaded.error)


@pytest.mark.parametrize("suffix", [".zip", ".docx", ".xlsx", ".pdf", ".parquet", ".warc", ".mhtml", ".json"])
def test_a_file_that_is_none_of_its_kind_is_a_typed_failure(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"a{suffix}").write_bytes(b"not what it says \xff\x00")
    (tmp_path / "b.txt").write_text(TEXT, "utf-8")
    found = read(tmp_path)
    assert [isinstance(one.error, ExtractorError) for one in found if one.article is None] == [True]
    assert [one.doc_id for one in found if one.article is not None] == ["b"]


@pytest.mark.parametrize(
    ("suffix", "package"),
    [(".docx", "python-docx"), (".pdf", "pdfplumber"), (".warc", "FastWARC"), (".xlsx", "openpyxl")],
)
def test_a_reader_that_is_not_installed_is_asked_for_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, package: str
) -> None:
    monkeypatch.setattr("extractor.extras.find_spec", lambda _: None)
    (tmp_path / f"a{suffix}").write_bytes(b"x")
    (loaded,) = read(tmp_path / f"a{suffix}")
    assert f"pip install '{package}>=" in str(loaded.error)


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        RecursionError(),
        ValueError("a\ud83d b\nc"),
        KeyError("x"),
        OSError(5, "I/O error"),
        AssertionError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_no_exception_leaves_the_box_of_one_article(error: Exception) -> None:
    def make() -> Text:
        raise error

    made = boxed(Raw("a", "a", "a"), make)
    assert isinstance(made.error, InputError)
    str(made.error).encode("utf-8")
    assert "\n" not in str(made.error)


def test_a_defect_in_reading_one_file_costs_that_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("extractor.loaders.texts.read_page", broken)
    (tmp_path / "a.html").write_text("<html><body>x</body></html>", "utf-8")
    (tmp_path / "b.txt").write_text(TEXT, "utf-8")
    first, second = read(tmp_path)
    assert "memory" in str(first.error)
    assert second.article is not None


def test_a_scan_without_text_is_a_clear_failure(tmp_path: Path) -> None:
    pytest.importorskip("pdfplumber")
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    drawn = canvas.Canvas(str(tmp_path / "a.pdf"))
    drawn.rect(10, 10, 300, 300, fill=1)
    drawn.showPage()
    drawn.save()
    with pytest.raises(InputError, match="scan"):
        load_one(str(tmp_path / "a.pdf"))


def test_what_a_reviewer_struck_out_of_a_document_is_no_content(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    from docx.oxml import parse_xml

    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = docx.Document()
    paragraph = document.add_paragraph("Kết nạp ")
    for xml in (
        f'<w:del {space} w:id="1" w:author="a"><w:r><w:delText>30</w:delText></w:r></w:del>',
        f'<w:ins {space} w:id="2" w:author="a"><w:r><w:t>35</w:t></w:r></w:ins>',
        f'<w:r {space}><w:t xml:space="preserve"> đảng viên.</w:t></w:r>',
    ):
        paragraph._p.append(parse_xml(xml))
    document.save(str(tmp_path / "a.docx"))
    assert load_one(str(tmp_path / "a.docx")).text == "Kết nạp 35 đảng viên."


_RAISED = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
_BOX = "<w:txbxContent><w:p><w:r><w:t>Mở 14 lớp.</w:t></w:r></w:p></w:txbxContent>"
_DRAWN = f"<mc:AlternateContent><mc:Choice>{_BOX}</mc:Choice><mc:Fallback>{_BOX}</mc:Fallback></mc:AlternateContent>"


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ("<w:r><w:rPr><w:strike/></w:rPr><w:t>30</w:t></w:r><w:r><w:t>35</w:t></w:r>", "35"),
        ("<w:r><w:rPr><w:dstrike/></w:rPr><w:t>30</w:t></w:r><w:r><w:t>35</w:t></w:r>", "35"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>30</w:t></w:r><w:r><w:t>35</w:t></w:r>", "35"),
        ('<w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t>35</w:t></w:r>', "35"),
        (f"<w:r><w:t>35</w:t></w:r><w:r>{_RAISED}<w:t>2</w:t></w:r>", "35"),
        (f"<w:r><w:t>35</w:t></w:r><w:r>{_RAISED}<w:t>(*)</w:t></w:r>", "35"),
        (f"<w:r><w:t>35 km</w:t></w:r><w:r>{_RAISED}<w:t>2</w:t></w:r>", "35 km2"),
        (f"<w:r><w:t>35.10</w:t></w:r><w:r>{_RAISED}<w:t>6</w:t></w:r>", "35.10⁶"),
        (f"<w:r><w:t>35</w:t></w:r><w:r>{_RAISED}<w:t>bis</w:t></w:r>", "35bis"),
        (f"<w:r><w:t>35</w:t></w:r><w:r>{_DRAWN}</w:r><w:r><w:t> đồng chí</w:t></w:r>", "35 đồng chí\n\nMở 14 lớp."),
        (f"<w:r><w:t>35</w:t></w:r><w:del><w:r>{_BOX}</w:r></w:del>", "35"),
        (f"<w:r>{_DRAWN}</w:r>", "\n\nMở 14 lớp."),
    ],
)
def test_what_a_document_shows_is_read_once_and_what_it_hides_is_not(tmp_path: Path, runs: str, text: str) -> None:
    article = _document(tmp_path, runs)
    assert article.text == f"Kết nạp {text}".replace("Kết nạp \n", "Kết nạp\n")


def test_a_text_box_in_a_cell_is_read_once(tmp_path: Path) -> None:
    rows = "".join(
        f"<w:tr><w:tc><w:p><w:r><w:t>{label}</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r>{held}</w:r></w:p></w:tc></w:tr>"
        for label, held in (("Lớp", _DRAWN), ("Đảng viên", "<w:t>9</w:t>"))
    )
    assert _document(tmp_path, "", f"<w:tbl>{rows}</w:tbl>").text == "Kết nạp\n\nLớp | Mở 14 lớp.\nĐảng viên | 9"


def _document(tmp_path: Path, runs: str, blocks: str = "") -> Article:
    """A Word document of a paragraph "Kết nạp" that goes on with these runs, and blocks below it."""
    docx = pytest.importorskip("docx")
    from docx.oxml import parse_xml

    names = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )
    document = docx.Document()
    paragraph = document.add_paragraph("Kết nạp ")
    for run in parse_xml(f"<w:p {names}>{runs}</w:p>"):
        paragraph._p.append(run)
    for block in reversed(parse_xml(f"<w:body {names}>{blocks}</w:body>")):
        paragraph._p.addnext(block)
    document.save(str(tmp_path / "a.docx"))
    return load_one(str(tmp_path / "a.docx"))


def test_what_a_format_cannot_unpack_is_damaged_and_a_mistake_of_ours_is_unexpected(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(TEXT.encode() * 50))
    packed[40] ^= 0xFF
    (tmp_path / "a.txt.gz").write_bytes(packed)
    zipped = pack(tmp_path / "b.zip", {"a.txt": TEXT, "c.txt": TEXT})
    zipped.write_bytes(zipped.read_bytes().replace(b"PK\x03\x04", b"PK\x03\x05", 1))
    (one,) = read(tmp_path / "a.txt.gz")
    damaged, whole = read(zipped)
    for found in (one, damaged):
        assert found.article is None
        assert "This is damaged, or not what its name says" in str(found.error)
        assert "save or pack it again" in str(found.error)
    assert whole.article is not None

    namespace: dict[str, object] = {"__name__": "extractor.loaders.made_up"}
    exec("def wrong():\n    raise KeyError('x')", namespace)
    ours = boxed(Raw("a", "a", "a"), namespace["wrong"])  # type: ignore[arg-type]
    assert "(unexpected KeyError: 'x')" in str(ours.error)
