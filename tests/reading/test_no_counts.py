"""Numbers that name, date, deny or quote, and numbers that words beside them make counts after all."""

from __future__ import annotations

import pytest

from tests.reading.shown import shown

NO_COUNTS = [
    ("Thị ủy hôm qua 21.12 tổ chức hội nghị.", []),
    ("Đề án “Sinh hoạt chi bộ 3 rõ” do phường xây dựng.", []),
    ("Chi bộ Trung tâm Phát triển quỹ đất khu vực 4 không kiểm tra.", []),
    ("Anh Lượng, đảng viên Chi bộ Khai thác 5, kể.", []),
    ("Chị Duyên, tổ trưởng chuyền 8 Công ty TNHH May mặc.", []),
    ("Ở khu trọ đường Thuận Giao 21, tờ quyết định được ép nhựa.", []),
    ("Trạm quạt gió mức +38.", []),
    ("Cứ mười đảng viên thì quá bảy người là dân tộc thiểu số.", []),
    ("Cứ 10 đảng viên thì có 9 người hoàn thành tốt.", []),
    ("Một đại biểu ở Thuận Nam hỏi: điện gió nhiều thế.", []),
    ("Xóm 7 kết nạp 3 đảng viên.", ["3 = 3"]),
    ("Các thôn 1, 2 và 3 kết nạp 12 đảng viên.", ["12 = 12"]),
    ("Quận 1, 3, 5 có 40 chi bộ.", ["40 = 40"]),
    ("Đợt 1 kết nạp 12 đảng viên, tuần 49 kết nạp 2 đảng viên.", ["12 = 12", "2 = 2"]),
    ("Số chi bộ không có đảng viên dưới 35 tuổi giảm từ 22 xuống còn 11.", ["22 = 22", "11 = 11"]),
    (
        "Toàn huyện không có chi bộ yếu kém, số đảng viên giảm từ 22 xuống còn 11.",
        ["không có = 0", "22 = 22", "11 = 11"],
    ),
    ("MST: 2900123456; mã bài: 20191234.", []),
    ("Truy cập lúc 10.30, tối 25 rạng sáng 26/12.", []),
    ("Thế kỷ 21, thập niên 90, những năm 80 - 90.", []),
    ("Xếp thứ 2/15 toàn tỉnh.", []),
    ("Mô hình 5 không, 3 sạch; phương châm 6 rõ.", []),
    ("Số doanh nghiệp trên một nghìn dân.", []),
    ("9 đảng bộ đạt “Đảng bộ cơ sở 4 tốt”.", ["9 = 9"]),
    ("Huy hiệu 40 năm cho 12 và 30 năm tuổi Đảng cho 30 đồng chí.", ["12 = 12", "30 = 30"]),
    ("Đôi ba chi bộ họp muộn, dăm bảy chi bộ lúng túng.", []),
    ("Nhiều chi bộ không có đảng viên trẻ.", []),
    ("Kết nạp 163 chứ không phải 136 đảng viên.", ["163 = 163"]),
    ("Đoàn công tác số 5 Triệu Phong.", []),
    ("Chi bộ có 163 đ\u00adảng viên.", ["163 = 163"]),
    ("Đạt 85,\u200b5% và 1.\u200b250 triệu đồng.", []),
    ("Còn lại 4 đơn không có cơ sở.", ["4 = 4"]),
    ("Bệnh viện tiếp nhận cơ sở 2 ở phường An Đồng.", []),
    ("Xếp theo tuổi Đảng, có 2 người 85 năm, 47 người 80 năm.", ["2 = 2", "47 = 47"]),
    ("Phân xưởng Khai thác 6 làm ra 310.000 tấn.", ["310.000 = 310000"]),
    ("Bí thư Chi bộ Đào lò 3 Nông Đức Hạnh nói ngắn gọn.", []),
    ("Thợ lò bậc 5 trở lên.", []),
    ("Hội nghị họp trong cái rét 3 độ C của cao nguyên.", []),
    ("Ủy ban kiểm tra hai cấp kiểm tra 12 tổ chức đảng.", ["12 = 12"]),
    ("1.Kết nạp 20 đảng viên.", ["20 = 20"]),
    ("Đồn 5 và trạm 12 phối hợp bắt 17 đối tượng.", ["17 = 17"]),
    ("Chi bộ buôn, thôn 12 kết nạp 3 người.", ["3 = 3"]),
    ("Cụm 7 xã phía Bắc kết nạp 88 đảng viên.", ["88 = 88"]),
    ("[1] Kết nạp 20 đảng viên.", ["20 = 20"]),
]

COUNTS = [
    ("Khối trường học 61, khối cơ quan quận 19, khối phường 38.", ["61 = 61", "19 = 19", "38 = 38"]),
    ("Chi bộ có 52 đảng viên, cả 9 tháng chỉ họp được 7 kỳ.", ["52 = 52", "7 = 7"]),
    ("Nửa năm qua không có người vi phạm.", ["không có = 0"]),
    ("Khởi tố mới 14 vụ/37 bị can về tham nhũng.", ["14 = 14", "37 = 37"]),
    ("Toàn huyện không có cơ sở đảng yếu kém.", ["không có = 0"]),
    ("Kiểm tra 4 đảng viên, cả bốn đều có vi phạm.", ["4 = 4", "bốn = 4"]),
    ("Chi bộ có 3 đảng viên, cả ba đều là bộ đội xuất ngũ.", ["3 = 3"]),
    ("Kỷ luật 12 đảng viên, trong số đó cách chức một người.", ["12 = 12", "một = 1"]),
    ("Trong đó 6 người Khmer và một người là chủ cửa hàng.", ["6 = 6", "một = 1"]),
    ("Một trưởng thôn buông lỏng quản lý đất rừng bị cảnh cáo.", ["Một = 1"]),
    ("Đơn vị điều 12.400 lượt cán bộ.", ["12.400 = 12400"]),
    ("Cả năm 486 đơn vị ra đời so với mức 550 đề ra.", ["486 = 486", "550 = 550"]),
    ("Ghép thành công 18 ca thận, hơn kế hoạch 6 ca.", ["18 = 18", "6 = 6"]),
    ("Chia ra, xóm, bản 163, trường học 27.", ["163 = 163", "27 = 27"]),
    ("Riêng xã, phường, đặc khu 114.", ["114 = 114"]),
    ("Quá nửa nhận hình thức khiển trách.", ["nửa = >50%"]),
    ("Hoàn thành xuất sắc không vượt 20%.", ["20% = <=20%"]),
    ("Ít hơn quý IV/2025 đúng 38 đơn.", ["38 = -38"]),
    ("Đảng viên học tập nghị quyết 98%.", ["98% = 98%"]),
    ("Triển khai nghị quyết 15 hội nghị.", ["15 = 15"]),
    ("Cắt giảm 30% thời gian, 99,5% hồ sơ đúng hạn.", ["30% = -30%", "99,5% = 99.5%"]),
    ("Giảm 12 chi bộ ghép, 45 chi bộ sinh hoạt chuyên đề.", ["12 = -12", "45 = 45"]),
]

SHARED = [
    ("Doanh thu tăng từ 120 lên 150 tỷ đồng.", ["120 = 120000000000đ", "150 tỷ đồng = 150000000000đ"]),
    ("Hộ nghèo giảm từ 5 xuống 2%.", ["5 = 5%", "2% = 2%"]),
    ("Nộp ngân sách lần lượt 6,5 và 7 tỷ đồng.", ["6,5 = 6500000000đ", "7 tỷ đồng = 7000000000đ"]),
    ("Ủng hộ 12, 15 và 20 triệu đồng.", ["12 = 12000000đ", "15 = 15000000đ", "20 triệu đồng = 20000000đ"]),
    ("Nộp ngân sách từ 180 tăng lên 205 tỷ đồng.", ["180 = 180000000000đ", "205 tỷ đồng = 205000000000đ"]),
    ("Khen thưởng 12 và 20 triệu đồng.", ["12 = 12", "20 triệu đồng = 20000000đ"]),
    ("Kết nạp 12 đảng viên, 20% là nữ.", ["12 = 12", "20% = 20%"]),
]

FRACTIONS = [
    ("Hơn 2/3 số chi bộ hoàn thành tốt.", ["2/3 = >66.67%"]),
    ("Có 1/3 tổng số đảng viên là nữ.", ["1/3 = 33.33%"]),
    ("Nữ chiếm gần 1/5.", ["1/5 = ~20%"]),
    ("Vi phạm giảm 1/3 so với năm trước.", ["1/3 = -33.33%"]),
    ("Có 2/3 chi bộ hoàn thành tốt.", ["2/3 = 2/3"]),
]


@pytest.mark.parametrize(("text", "expected"), NO_COUNTS)
def test_what_names_dates_denies_or_quotes_is_no_count(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(("text", "expected"), COUNTS)
def test_what_looks_like_an_ordinal_or_an_article_counts_where_the_words_say_so(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(("text", "expected"), SHARED)
def test_a_bare_number_has_the_unit_and_scale_of_the_next_one(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(("text", "expected"), FRACTIONS)
def test_a_small_fraction_of_a_number_is_a_share(text: str, expected: list[str]) -> None:
    assert shown(text) == expected
