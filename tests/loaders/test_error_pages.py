"""A page that a server or its guard sends instead of an article is a failure with a name; an article never is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.cli.main import run_cli
from extractor.loaders import find_inputs, load
from extractor.loaders.error_pages import ErrorPage, check_article
from tests.conftest import GOLD_ARTICLES

ARTICLE = "Năm 2017, Đảng ủy Khối các cơ quan tỉnh kết nạp 187 đảng viên, đạt 104% kế hoạch; mở 14 lớp bồi dưỡng."

TEXTS = {
    "nginx": "404 Not Found\nnginx/1.18.0",
    "apache": "Not Found\nThe requested URL /tin/1.html was not found on this server.\nApache/2.4 Server at e.vn",
    "IIS": "HTTP Error 404.0 - Not Found\nThe resource you are looking for has been removed, or had its name changed.",
    "ASP": "Server Error in '/' Application.\nThe resource cannot be found.",
    "WordPress": "Oops! That page can’t be found.\nIt looks like nothing was found at this location.",
    "Vietnamese": "Không tìm thấy trang\nTrang bạn yêu cầu không có ở đây. Về trang chủ",
    "what to do now": "Không tìm thấy trang. Vui lòng kiểm tra lại địa chỉ.",
    "whose it is": "Không tìm thấy nội dung bạn yêu cầu",
    "a code before it": "404\nRất tiếc! Trang bạn đang tìm kiếm không tồn tại hoặc đã bị xóa.",
    "a code behind it": "Lỗi 404\nQuay lại trang chủ",
    "an article that is gone": "Báo Tỉnh\nBài viết này hiện không còn tồn tại.",
    "a path": "Xin lỗi, đường dẫn mà quý vị truy cập không hợp lệ!",
    "capitals": "TRANG KHÔNG TỒN TẠI",
    "maintenance": "Hệ thống đang bảo trì, xin quý khách quay lại sau.",
    "a fault": "502 Bad Gateway\nopenresty",
    "forbidden": "403 Forbidden",
    "no permission": 'Access Denied\nYou don\'t have permission to access "http://e.vn/1" on this server.',
    "Cloudflare": "Just a moment...\nEnable JavaScript and cookies to continue",
    "Cloudflare of old": "Checking your browser before accessing e.vn.\nDDoS protection by Cloudflare",
    "Cloudflare's block": "Attention Required! | Cloudflare\nSorry, you have been blocked\nYou cannot access e.vn",
    "a captcha": "Xác minh bạn không phải là người máy\nTôi không phải là robot",
    "Incapsula": "Request unsuccessful. Incapsula incident ID: 893000240",
}
ARTICLES = {
    "a number at its beginning": "404 đảng viên được kết nạp trong năm 2022.\n500 trang tài liệu được số hóa.",
    "numbers alone": "Kết nạp đảng viên\n404\n500",
    "an article that tells of it": f"Cổng thông tin bị lỗi 404, báo “Không tìm thấy trang” suốt hai ngày. {ARTICLE}",
    "a headline of content": f"Nội dung không còn phù hợp được sửa đổi\n{ARTICLE}",
    "a thing that is there": f"Trang tin của Đảng bộ tỉnh có thể truy cập từ tháng 5\n{ARTICLE}",
    "something missing in reality": f"Không tìm thấy hài cốt liệt sĩ tại nghĩa trang\n{ARTICLE}",
    "content that was looked for": f"Không tìm thấy nội dung vi phạm, Ủy ban Kiểm tra kết luận\n{ARTICLE}",
    "errors counted": f"500 lỗi vi phạm được khắc phục\n{ARTICLE}",
    "a long article below such a line": "Không tìm thấy trang\n" + f"{ARTICLE}\n" * 9,
    "such a line below an article": f"{ARTICLE}\n" * 5 + "Không tìm thấy nội dung",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_what_says_that_there_is_no_article_is_refused(text: str) -> None:
    with pytest.raises(ErrorPage, match=r"no article but what a server sends instead of one \("):
        check_article(text)


@pytest.mark.parametrize("text", ARTICLES.values(), ids=ARTICLES)
def test_an_article_is_read(text: str) -> None:
    check_article(text)


@pytest.mark.parametrize("path", sorted(GOLD_ARTICLES.glob("*.txt")), ids=lambda path: path.stem)
def test_no_paragraph_of_the_gold_says_so(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        check_article(line)


@pytest.mark.parametrize("title", ["404", "404 - Báo Tỉnh", "Trang không tồn tại | Báo Tỉnh", "Báo Tỉnh - Lỗi 404"])
def test_a_pages_title_says_so_too(tmp_path: Path, title: str) -> None:
    body = "<h1>Rất tiếc!</h1><p>Mời bạn đọc các tin khác của chúng tôi tại trang chủ hoặc dùng ô tìm kiếm ở trên.</p>"
    page = f"<html><head><title>{title}</title></head><body><main>{body}</main></body></html>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    (tmp_path / "b.jsonl").write_text(json.dumps({"text": "Mời bạn đọc các tin khác.", "title": title}), "utf-8")
    assert [type(one.error) for one in load(find_inputs([str(tmp_path)]))] == [ErrorPage, ErrorPage]


def test_a_saved_error_page_is_a_failure_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    Path("in/a.txt").write_text(ARTICLE, "utf-8")
    Path("in/b.html").write_text("<html><body><h1>404 Not Found</h1><p>nginx</p></body></html>", "utf-8")
    assert run_cli(["run", "in", "--out", "out", "--engine", "rules", "-q"]) == 1
    (failure,) = [json.loads(line) for line in Path("out/failures.jsonl").read_text("utf-8").splitlines()]
    assert (failure["id"], failure["error"]) == ("b", "ErrorPage")
    assert failure["message"] == (
        "This is no article but what a server sends instead of one ('404 Not Found'): save the page again, or leave it "
        "out."
    )
    assert len(Path("out/summaries.jsonl").read_text("utf-8").splitlines()) == 1
