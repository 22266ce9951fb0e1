"""What the rules cannot read is a failure with a name; what they can, never."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.cli.main import run_cli
from extractor.runs.language import NotVietnamese, check_language
from tests.conftest import GOLD_ARTICLES

TONELESS = (
    "Dang uy Khoi cac co quan tinh Kon Tum tong ket cong tac nam 2017. Trong nam, Dang bo Khoi da ket nap 187 dang "
    "vien moi, dat 104 phan tram ke hoach; mo 14 lop boi duong nhan thuc ve Dang cho 1.200 quan chung uu tu."
)
FOREIGN = {
    "English": "The provincial Party Committee admitted 187 members last year, and reviewed the work of its 24 cells.",
    "French": "Le comité du Parti de la province a tenu hier sa réunion de fin d'année et admis 187 membres nouveaux.",
    "German": "Die Parteileitung der Provinz hat im vergangenen Jahr 187 neue Mitglieder für ihre Zellen aufgenommen.",
    "Chinese": "省委 昨天 召开 会议 总结 去年 工作 全省 党员 发展 情况 良好 新党员 人数 增加 一成",
    "Russian": "Провинциальный комитет партии принял в прошлом году сто новых членов и подвёл итоги работы ячеек.",
}
READ = {
    "few words": "Dang uy Khoi ket nap 187 dang vien.",
    "a table": "TT | KH | TH | DT | SL | KV | BQ | TW | DN | CN | XD | NN | GD | YT | 187 | 204",
    "names": "Nguyen Van A (Trần Thị Hoa), Le Minh Anh, Vo Van Kiet, Pham Hung, Hoang Nam, Ly Lan, Mai An, Cao Thanh",
    "capitals": "ĐẢNG ỦY KHỐI CÁC CƠ QUAN TỈNH KẾT NẠP MỘT TRĂM HAI MƯƠI ĐẢNG VIÊN TRONG NĂM",
    "words of another language in it": f"{FOREIGN['English']} Đảng ủy Khối kết nạp 187 đảng viên.",
}


@pytest.mark.parametrize("text", [TONELESS, *FOREIGN.values()], ids=["toneless", *FOREIGN])
def test_a_text_without_the_letters_of_vietnamese_is_refused(text: str) -> None:
    with pytest.raises(NotVietnamese, match="not Vietnamese with its tone marks"):
        check_language(text)


@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_what_may_be_vietnamese_is_read(text: str) -> None:
    check_language(text)


@pytest.mark.parametrize("path", sorted(GOLD_ARTICLES.glob("*.txt")), ids=lambda path: path.stem)
def test_no_article_of_the_gold_is_refused(path: Path) -> None:
    check_language(path.read_text(encoding="utf-8"))


def test_such_an_article_is_a_failure_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    Path("in/a.txt").write_text("Năm 2017, Đảng ủy Khối các cơ quan tỉnh kết nạp 187 đảng viên.", encoding="utf-8")
    Path("in/b.txt").write_text(TONELESS, encoding="utf-8")
    assert run_cli(["run", "in", "--out", "out", "--engine", "rules", "-q"]) == 1
    (failure,) = [json.loads(line) for line in Path("out/failures.jsonl").read_text("utf-8").splitlines()]
    assert (failure["id"], failure["error"]) == ("b", "NotVietnamese")
    assert "or let a model read it (--model)" in failure["message"]
    assert len(Path("out/summaries.jsonl").read_text("utf-8").splitlines()) == 1
