"""Version 2 gold lifted to version 3: what is decided is changed, what is not is asked, and nothing changes twice."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from extractor.cli.main import run_cli
from extractor.eval.gold import GoldFolder, Texts
from extractor.schema import Event
from extractor.tasks.party_review.eval.migrate import migrate
from tests.conftest import GOLD_LABELS, SHARED, shared_only
from tests.eval.builders import award, document, figure, organization, source, span, summary

KINDS = [
    ("Đảng ủy Quân sự tỉnh", "other", "armed_forces"),
    ("Đảng bộ Công an tỉnh Đắk Nông", "other", "armed_forces"),
    ("Đảng ủy Bộ đội Biên phòng tỉnh", "other", "armed_forces"),
    ("Đảng bộ xã Hương Phong", "other", "commune_committee"),
    ("Đảng bộ phường Tứ Hạ", "district_committee", "commune_committee"),
    ("Đảng bộ thị trấn Sa Pa", "other", "commune_committee"),
    ("Đảng ủy UBND tỉnh Cao Bằng", "agencies_bloc", "government"),
    ("Đảng ủy các cơ quan Đảng tỉnh", "agencies_bloc", "party_agencies"),
    ("Ban Tuyên giáo và Dân vận Tỉnh ủy", "propaganda_commission", "propaganda_mobilization_commission"),
    ("Ban Tuyên giáo Tỉnh ủy", "propaganda_commission", "propaganda_commission"),
    ("Đảng bộ Công ty cổ phần Sao Mai", "other", "other"),
    ("Chi bộ thôn Cồn Vượng", "other", "other"),
    ("Đảng ủy Khối các cơ quan tỉnh", "agencies_bloc", "agencies_bloc"),
    ("Huyện ủy Đại Lộc", "district_committee", "district_committee"),
]


@pytest.mark.parametrize(("name", "before", "after"), KINDS)
def test_a_kind_that_the_new_list_decides_is_lifted_and_no_other(name: str, before: str, after: str) -> None:
    lifted = migrate(summary("a", organizations=[organization(name, before)]), name)
    assert lifted.summary.organizations[0].kind == after
    assert [str(change) for change in lifted.changes] == (
        [] if before == after else [f"organizations[0].kind: {before} -> {after} ({name})"]
    )


PROVINCES = [
    ("Bình Dương", date(2025, 12, 30), "TP. Hồ Chí Minh"),
    ("Bình Dương", date(2025, 6, 30), "Bình Dương"),
    ("Thừa Thiên Huế", date(2025, 1, 2), "Huế"),
    ("Thừa Thiên Huế", date(2024, 12, 31), "Thừa Thiên Huế"),
    ("Lạng Sơn", date(2026, 1, 8), "Lạng Sơn"),
]


@pytest.mark.parametrize(("before", "held_on", "after"), PROVINCES)
def test_a_province_is_that_of_the_list_in_force_on_the_day(before: str, held_on: date, after: str) -> None:
    event = Event(kind="annual_review", held_on=held_on, review_period=None, plan_period=None)
    label = summary("a", organizations=[organization("Tỉnh ủy", "provincial_committee", before)], event=event)
    assert migrate(label, "Tỉnh ủy").summary.organizations[0].province == after


def test_a_numbered_documents_title_and_a_named_recipients_missing_count_are_mended() -> None:
    label = summary(
        "a",
        awards=[award(count=None, recipient="Chi bộ A"), award(count=None)],
        documents=[document("05-CT/TW", "học tập"), document(None, "Trung ương 4 khóa XII")],
    )
    lifted = migrate(label, "").summary
    assert [one.count for one in lifted.awards] == [1, None]
    assert [one.title for one in lifted.documents] == [None, "Trung ương 4 khóa XII"]


def test_what_code_cannot_decide_is_asked_of_a_person() -> None:
    text = "Mở 2 lớp nghiệp vụ với 96 học viên; có 12 đợt kiểm tra của cụm Đảng bộ xã Hương Phong."
    at = {number: text.index(number) for number in ("2", "96", "12")}
    label = summary(
        "a",
        figure(2, at=at["2"], length=1, subject="class", measure="held", group="nghiệp vụ"),
        figure(96, at=at["96"], subject="participant", measure="attended"),
        figure(12, at=at["12"], subject="party_org", measure="inspected"),
        organizations=[organization("Cụm Đảng bộ xã Hương Phong", "other")],
    )
    lifted = migrate(label, text)
    asked = {finding.path for finding in lifted.open if finding.severity == "doubt"}
    assert {"figures[1].group", "figures[2].subject", "organizations[0].kind"} <= asked
    assert lifted.summary.figures == label.figures


@pytest.mark.parametrize(
    "labels", [GOLD_LABELS, pytest.param(SHARED / "gold", marks=shared_only)], ids=["own", "shared"]
)
def test_gold_of_version_3_stays_as_it_is(labels: Path) -> None:
    gold = GoldFolder(labels)
    texts = Texts(gold.article_folders)
    changed = [change for one in gold for change in migrate(one, texts[one.doc_id]).changes]
    assert changed == []


def test_the_command_lifts_in_place_says_what_it_did_and_leaves_a_dry_run_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Đảng ủy Quân sự tỉnh họp."
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text(text, encoding="utf-8")
    file = tmp_path / "labels" / "a.json"
    file.parent.mkdir()
    label = summary("a", source=source(title="Đảng ủy"), organizations=[organization("Đảng ủy Quân sự tỉnh", "other")])
    file.write_text(label.model_dump_json(), encoding="utf-8")
    (file.parent / "b.json").write_text('{"doc_id": "b"}', encoding="utf-8")
    (file.parent / "c.json").write_text(label.model_copy(update={"doc_id": "c"}).model_dump_json(), encoding="utf-8")
    before = file.read_bytes()
    assert run_cli(["gold", "migrate", str(file.parent), "--dry-run"]) == 1
    assert file.read_bytes() == before
    assert run_cli(["gold", "migrate", str(file.parent)]) == 1
    shown = capsys.readouterr()
    assert f"{file}: organizations[0].kind: other -> armed_forces (Đảng ủy Quân sự tỉnh)" in shown.out
    assert "b.json: source: " in shown.out
    assert "c.json: its article was not found" in shown.out
    assert "3 labels: 1 lifted" in shown.err
    assert json.loads(file.read_text(encoding="utf-8"))["organizations"][0]["kind"] == "armed_forces"
    after = file.read_bytes()
    run_cli(["gold", "migrate", str(file.parent)])
    assert file.read_bytes() == after


def test_a_label_that_breaks_the_guide_is_asked_about_too() -> None:
    broken = summary("a", figure(5, mention=span(0, 2)))
    assert any(finding.severity == "error" for finding in migrate(broken, "Năm 2017.").open)
