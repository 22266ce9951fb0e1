"""What is a quantity, what it says, and what only looks like one. Notation of the cases: `tests.reading.shown`."""

from __future__ import annotations

import pytest

from extractor.reading.quantities import parse_mention, read_quantities
from extractor.text.article import Extent
from tests.reading.shown import shown

NUMBERS = [
    ("toàn đảng bộ có 2080 đảng viên", ["2080 = 2080"]),
    ("kết nạp 2.658 đảng viên", ["2.658 = 2658"]),
    ("kết nạp 2,658 đảng viên", ["2,658 = 2658"]),
    ("quản lý 12 345 đảng viên", ["12 345 = 12345"]),
    ("01 đảng ủy, 05 chi bộ", ["01 = 1", "05 = 5"]),
    ("gần 6 ngàn đảng viên", ["6 ngàn = ~6000"]),
    ("hơn 1 vạn lượt người", ["1 vạn = >10000"]),
    ("4 nghìn 500 lượt người", ["4 nghìn 500 = 4500"]),
    ("hơn một trăm đảng viên", ["một trăm = >100"]),
    ("hơn một triệu lượt người", ["một triệu = >1000000"]),
    ("mười hai chi bộ", ["mười hai = 12"]),
    ("một trăm linh năm đảng viên", ["một trăm linh năm = 105"]),
    ("có một chi bộ yếu kém", ["một = 1"]),
    ("một tập thể, hai cá nhân", ["một = 1", "hai = 2"]),
    ("số chi bộ lập mới dự tính từ 3 đến 5.", ["3 đến 5 = 3..5"]),
    ("tăng từ 3 đến 5.", ["3 = 3", "5 = 5"]),
    ("mới giải ngân được 184/316 tỷ đồng", ["184/316 tỷ đồng = 184000000000/316000000000đ"]),
    ("không có nơi nào không hoàn thành nhiệm vụ", ["không có = 0"]),
    ("chi bộ không kết nạp được ai", ["không = 0"]),
    ("không ai kết nạp được", []),
    ("ba tập thể và năm cá nhân", ["ba = 3", "năm = 5"]),
    ("Ba chi bộ được khen", ["Ba = 3"]),
    ("66 TCCSĐ", ["66 = 66"]),
    ("15 chi, đảng bộ", ["15 = 15"]),
    ("5.870 đ/c", ["5.870 = 5870"]),
    ("mở 3 lớp/210 học viên", ["3 = 3", "210 = 210"]),
    ("kết nạp 1.024đảng viên", ["1.024 = 1024"]),
    ("- 12 chi bộ\n+ 3 đảng bộ", ["12 = 12", "3 = 3"]),
    ("a) 12 chi bộ", ["12 = 12"]),
    ("Đặc khu Phú Quý  30  22", ["30 = 30", "22 = 22"]),
    ("kết nạp được 74/70 đảng viên", ["74 = 74", "70 = 70"]),
    ("kết nạp được 14/25 đảng viên", ["14/25 = 14/25"]),
    ("sáng 24/12 đảng viên dự lễ", []),
]

PERCENT = [
    ("tăng 24.5 % so với năm trước", ["24.5 % = 24.5%"]),
    ("đạt 81,01%", ["81,01% = 81.01%"]),
    ("đạt 80,5%đảng viên", ["80,5% = 80.5%"]),
    ("đạt tỷ lệ 98,2 phần trăm", ["98,2 phần trăm = 98.2%"]),
    ("thấp hơn 2,5 điểm phần trăm", ["2,5 điểm phần trăm = -2.5%"]),
    ("100 % cấp ủy", ["100 % = 100%"]),
    ("một nửa số chi bộ", ["một nửa = 50%"]),
    ("lần lượt là 18,4% - 80,3% - 1,1%", ["18,4% = 18.4%", "80,3% = 80.3%", "1,1% = 1.1%"]),
    ("tương ứng 15% - 20% - 65%", ["15% = 15%", "20% = 20%", "65% = 65%"]),
    ("từ 18,4% - 80,3% chi bộ", ["18,4% - 80,3% = 18.4..80.3%"]),
    ("nửa số đảng viên", ["nửa = 50%"]),
    ("quá nửa số chi bộ", ["nửa = >50%"]),
]

MONEY = [
    ("doanh thu đạt 16.013,4 tỷ đồng", ["16.013,4 tỷ đồng = 16013400000000đ"]),
    ("doanh thu đạt 16.013,4 tỷ", ["16.013,4 tỷ = 16013400000000đ"]),
    ("ủng hộ gần 06 tỷ", ["06 tỷ = ~6000000000đ"]),
    ("nộp ngân sách 17 nghìn tỷ", ["17 nghìn tỷ = 17000000000000đ"]),
    ("vốn hóa 108 ngàn tỉ đồng", ["108 ngàn tỉ đồng = 108000000000000đ"]),
    ("bình quân 9.216 đồng", ["9.216 đồng = 9216đ"]),
    ("tổng trị giá 1.500.000đ", ["1.500.000đ = 1500000đ"]),
    ("lợi nhuận 1.500 tỷ VNĐ", ["1.500 tỷ VNĐ = 1500000000000đ"]),
    ("lợi nhuận 2 tỷ 300 triệu đồng", ["2 tỷ 300 triệu đồng = 2300000000đ"]),
    ("2 ngàn 3 trăm tỷ đồng", ["2 ngàn 3 trăm tỷ đồng = 2300000000000đ"]),
    ("thu nhập 4 triệu rưỡi", ["4 triệu rưỡi = 4500000đ"]),
    ("thu nhập 2 triệu 300 nghìn", ["2 triệu 300 nghìn = 2300000đ"]),
    ("thu nhập hai triệu ba trăm nghìn đồng", ["hai triệu ba trăm nghìn đồng = 2300000đ"]),
    ("quyên góp nửa tỷ đồng", ["nửa tỷ đồng = 500000000đ"]),
    ("tặng 50 suất quà, mỗi suất 500.000 đồng", ["50 = 50", "500.000 đồng = 500000đ"]),
    ("thu nhập 6,2 triệu đồng/người/tháng", ["6,2 triệu đồng = 6200000đ"]),
    ("thu nhập 7.500.000 đồng/người/năm", ["7.500.000 đồng = 7500000đ"]),
    ("kim ngạch 120,5 triệu USD", ["120,5 triệu USD = 120500000$"]),
    ("kim ngạch 25,4 triệu đô la Mỹ", ["25,4 triệu đô la Mỹ = 25400000$"]),
    ("thu 45 nghìn đô-la", ["45 nghìn đô-la = 45000$"]),
    ("Có 31 đồng chí, nộp 31 đồng", ["31 = 31", "31 đồng = 31đ"]),
    ("giúp 31 đồng bào, 5 đồng đội", ["31 = 31", "5 = 5"]),
]

MONEY_BY_ITS_SIGN = [
    ("hỗ trợ mỗi nhà 45.000.000₫", ["45.000.000₫ = 45000000đ"]),
    ("hỗ trợ 2 triệu ₫", ["2 triệu ₫ = 2000000đ"]),
    ("trao quà trị giá VND 7.500.000.", ["VND 7.500.000 = 7500000đ"]),
    ("trao quà trị giá VNĐ 300.000 cho 6 hộ", ["VNĐ 300.000 = 300000đ", "6 = 6"]),
    ("tài trợ $1.200 và USD 800", ["$1.200 = 1200$", "USD 800 = 800$"]),
    ("tài trợ US$ 2,5 triệu", ["US$ 2,5 triệu = 2500000$"]),
    ("tài trợ 900$", ["900$ = 900$"]),
    ("quỹ có 85 tr.đồng", ["85 tr.đồng = 85000000đ"]),
    ("quỹ có 85 tr đồng, thu thêm 12trđ", ["85 tr đồng = 85000000đ", "12trđ = 12000000đ"]),
    ("từ 10 - 20 tr.đồng", ["10 - 20 tr.đồng = 10000000..20000000đ"]),
    ("mỗi suất 300,000 đồng", ["300,000 đồng = 300000đ"]),
    ("mỗi suất 1,250,000đ", ["1,250,000đ = 1250000đ"]),
    ("mỗi suất $1,500", ["$1,500 = 1500$"]),
    ("đạt 2,658 tỷ đồng", ["2,658 tỷ đồng = 2658000000đ"]),
    ("quỹ đạt 7 tỷ 2, mỗi hộ 1 triệu 5.", ["7 tỷ 2 = 7200000000đ", "1 triệu 5 = 1500000đ"]),
    ("thu 3 triệu tỷ đồng", ["3 triệu tỷ đồng = 3e+15đ"]),
]

NO_DONG = [
    ("sản lượng 5 triệu kWh", ["5 triệu = 5000000"]),
    ("sản lượng 5 triệu m3", ["5 triệu = 5000000"]),
    ("kim ngạch 5 triệu EUR", ["5 triệu = 5000000"]),
    ("kim ngạch €5 triệu", ["€5 triệu = 5000000"]),
    ("vay 5 triệu yên", ["5 triệu = 5000000"]),
    ("kim ngạch 2 tỷ kíp", ["2 tỷ = 2000000000"]),
    ("kim ngạch 5 triệu đô la Úc", ["5 triệu = 5000000"]),
    ("tài trợ 5.000 đô la Singapore", ["5.000 = 5000"]),
    ("tài trợ S$5.000", ["S$5.000 = 5000"]),
    ("doanh thu 5 triệu đô", ["5 triệu đô = 5000000$"]),
    ("xây đô thị loại 5, 3 đô thị", ["3 = 3"]),
]

ONE_NUMBER = [
    ("ủng hộ 5    triệu    đồng", ["5    triệu    đồng = 5000000đ"]),
    ("ủng hộ 5\ttriệu đồng", ["5\ttriệu đồng = 5000000đ"]),
    ("ủng hộ 5\u00a0\u00a0\u00a0\u00a0triệu đồng", ["5\u00a0\u00a0\u00a0\u00a0triệu đồng = 5000000đ"]),
    ("ủng hộ 1\u200b5 triệu đồng", ["1\u200b5 triệu đồng = 15000000đ"]),
    ("ủng hộ 1\u00ad5 triệu đồng", ["1\u00ad5 triệu đồng = 15000000đ"]),
    ("ủng hộ 5\u200btriệu đồng", ["5\u200btriệu đồng = 5000000đ"]),
    ("doanh thu 0.500 tỷ đồng", ["0.500 tỷ đồng = 500000000đ"]),
    ("doanh thu 1,234,567.89 đồng", ["1,234,567.89 đồng = 1234567.89đ"]),
    ("doanh thu 1,234.5 tỷ", ["1,234.5 tỷ = 1234500000000đ"]),
    ("doanh thu 123.456.789.012.345 đồng", ["123.456.789.012.345 đồng = 123456789012345đ"]),
    ("đạt 97½% kế hoạch", ["97½% = 97.5%"]),
    ("tỷ lệ 5‰", ["5‰ = 0.5%"]),
    ("tăng một phần tư phần trăm", ["một phần tư phần trăm = 0.25%"]),
    ("ủng hộ một nửa tỷ đồng", ["một nửa tỷ đồng = 500000000đ"]),
    ("một phần tư triệu người", ["một phần tư triệu = 250000"]),
    ("kết nạp trăm hai mươi đảng viên", ["trăm hai mươi = 120"]),
]

IN_WORDS = [
    ("đạt chín mươi phẩy hai phần trăm", ["chín mươi phẩy hai phần trăm = 90.2%"]),
    ("thu sáu phẩy bảy tỷ đồng", ["sáu phẩy bảy tỷ đồng = 6700000000đ"]),
    ("giảm không phẩy năm phần trăm", ["không phẩy năm phần trăm = -0.5%"]),
    ("có ba trăm linh tư đảng viên", ["ba trăm linh tư = 304"]),
    ("có hai trăm ba sáu đảng viên", ["hai trăm ba sáu = 236"]),
    ("thu ba trăm tám triệu đồng", ["ba trăm tám triệu đồng = 380000000đ"]),
    ("bảy phần mười chi bộ", ["bảy phần mười = 70%"]),
    ("hai phần mười lăm chi bộ", ["hai phần mười lăm = 13.33%"]),
]

NOT_READ_IN_PART = [
    "kết nạp hai ba đảng viên",
    "đạt bảy mươi phẩy phần trăm",
    "có hai trăm ba bốn mươi chi bộ",
    "thu 9 tỷ tỷ tỷ đồng",
    "ba phần hai chi bộ",
    "hai vạn năm đảng viên",
    "trong mười năm chi bộ",
    "hàng trăm hai mươi đảng viên",
    "ủng hộ 5\ntriệu đồng",
    "ủng hộ 1.350,000 đồng",
    "ủng hộ 12,350.000 triệu đồng",
    "kéo dài một nửa ngày",
    "một nửa năm",
    "một nửa chặng đường",
    "giảm còn hai phần ba so với năm trước",
    "giảm xuống một nửa số vụ",
    "ba và một phần ba đảng viên",
    "báo cáo gồm 3 phần 10 mục",
    "một phần tư nhân viên",
    "một phần ba tỷ đồng",
]

RANGES = [
    ("kết nạp 180 - 200 đảng viên", ["180 - 200 = 180..200"]),
    ("kết nạp 100–120 đảng viên", ["100–120 = 100..120"]),
    ("từ 20 đến 25 đảng viên", ["20 đến 25 = 20..25"]),
    ("đạt 3-4%", ["3-4% = 3..4%"]),
    ("từ 85% đến 90%", ["85% đến 90% = 85..90%"]),
    ("từ 2 đến 3 tỷ đồng", ["2 đến 3 tỷ đồng = 2000000000..3000000000đ"]),
    ("300 triệu - 1 tỷ đồng", ["300 triệu - 1 tỷ đồng = 300000000..1000000000đ"]),
]

RATIOS = [
    ("đạt 08/08 chỉ tiêu", ["08/08 = 8/8"]),
    ("có 48/66 tổ chức cơ sở đảng", ["48/66 = 48/66"]),
    ("trong sạch, vững mạnh (48/66)", ["48/66 = 48/66"]),
    ("kỷ luật 40/1.911 đảng viên", ["40/1.911 = 40/1911"]),
    ("01/10 chi bộ", ["01/10 = 1/10"]),
    ("đạt 5/7", ["5/7 = 5/7"]),
    ("chiếm 3/4 tổng số chi bộ", ["3/4 = 75%"]),
    ("14 trong 15 chỉ tiêu", ["14 trong 15 = 14/15"]),
    ("14 trên tổng số 15 chỉ tiêu", ["14 trên tổng số 15 = 14/15"]),
    ("mười ba trên mười lăm chỉ tiêu", ["mười ba trên mười lăm = 13/15"]),
    ("ba phần tư số chi bộ", ["ba phần tư = 75%"]),
    ("2 phần 3 số chi bộ", ["2 phần 3 = 66.67%"]),
    ("48/66 (72,7%)", ["48/66 = 48/66", "72,7% = 72.7%"]),
]

ZEROS = [
    ("không có chi bộ yếu kém", ["không có = 0"]),
    ("không còn chi bộ yếu kém", ["không còn = 0"]),
    ("chưa có đảng viên nào bị kỷ luật", ["chưa có = 0"]),
    ("chi bộ yếu kém: không có", ["không có = 0"]),
    ("không tổ chức đảng nào vi phạm", ["không = 0"]),
    ("Tổ chức cơ sở đảng yếu kém: không\n- Kết nạp: 12", ["không = 0", "12 = 12"]),
    ("Trả lời: không.", []),
    ("tăng trưởng từ -2% đến 3%", []),
    ("Yên Thành 3 Đô Lương 5 đảng viên", ["3 = 3", "5 = 5"]),
    ("Lợi nhuận trước thuế: -1,5 tỷ đồng", ["1,5 tỷ đồng = -1500000000đ"]),
    ("- Chi: - 3 tỷ đồng", ["3 tỷ đồng = 3000000000đ"]),
    ("mở 1,2 triệu tài khoản", ["1,2 triệu = 1200000"]),
    ("1. Kết nạp 50 đảng viên; 2. Kiểm tra 12 chi bộ; 3. Mở 4 lớp", ["50 = 50", "12 = 12", "4 = 4"]),
    ("trong năm không kỷ luật trường hợp nào", ["không = 0"]),
    ("cả năm không kết nạp đảng viên nào", ["không = 0"]),
    ("không kỷ luật đảng viên vì nể nang", []),
    ("kết nạp đảng viên ở các thôn không có đảng viên", []),
    ("nửa cuối năm không có ai.", ["không có = 0"]),
    ("không có ai bị kỷ luật", ["không có = 0"]),
    ("không có ai hay", []),
    (
        "chưa phải thi hành kỷ luật đảng viên nào",
        ["chưa = 0"],
    ),
    ("chưa phải kỷ luật, đảng viên yên tâm", []),
    ("còn chi bộ chưa kết nạp được đảng viên nào", []),
    ("không để xảy ra vi phạm", []),
    ("chưa có đảng viên trẻ", []),
    ("không có gì thay đổi", []),
]

WORDS_THAT_COUNT_NOTHING = [
    "một số chi bộ",
    "một trong những đảng bộ mạnh",
    "một bộ phận đảng viên",
    "một cách nghiêm túc",
    "là một đảng viên trẻ",
    "từng đồng chí một",
    "chị Ba Hạnh",
    "anh Năm được khen",
    "năm qua",
    "cả năm chi bộ giữ vững",
    "hằng năm",
    "năm nay",
    "thứ năm",
    "mười năm",
    "năm năm",
    "hai năm liền",
    "trăm",
]


TORN = [
    ("có 4 . 250 đảng viên", ["4 . 250 = 4250"]),
    ("doanh thu 3 .500 tỷ đồng", ["3 .500 tỷ đồng = 3500000000000đ"]),
    ("ủng hộ 4 . 250 . 000 đồng", ["4 . 250 . 000 đồng = 4250000đ"]),
    ("chi bộ hoàn thành tốt đạt 82. 5%", ["82. 5% = 82.5%"]),
    ("đạt 4 , 5% kế hoạch", ["4 , 5% = 4.5%"]),
    # one number or two: neither is given
    ("có 12. 5% chi bộ hoàn thành xuất sắc", []),
    ("kết nạp 1. 250 đảng viên", []),
    ("có 4 , 250 và 8 đảng viên", ["8 = 8"]),
    # a complete number before the stop
    ("Năm 2021. 250 đảng viên", ["250 = 250"]),
    ("nhà ở tổ dân phố 4. 250 đảng viên", ["250 = 250"]),
    ("họp ngày 3/12. 250 đảng viên", ["250 = 250"]),
    ("Kết quả:\n4. 250 đảng viên", ["250 = 250"]),
    ("có 12 chi bộ. 5% đảng viên", ["12 = 12", "5% = 5%"]),
]
YEARS_BEFORE_MORE = [
    ("nhiều hơn cuộc thi năm 2013 trên 3.000 bài dự thi", ["3.000 = >3000"]),
    ("hơn nhiệm kỳ 2015 trên 3.000 đảng viên", ["3.000 = >3000"]),
    ("có 2013 trên 3.000 đảng viên", ["2013 trên 3.000 = 2013/3000"]),
]


@pytest.mark.parametrize(("text", "expected"), [*TORN, *YEARS_BEFORE_MORE])
def test_a_number_torn_by_blanks_is_read_whole_or_not_and_a_year_is_no_part(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [*NUMBERS, *PERCENT, *MONEY, *MONEY_BY_ITS_SIGN, *NO_DONG, *ONE_NUMBER, *IN_WORDS, *RANGES, *RATIOS, *ZEROS],
)
def test_a_quantity_is_read_in_every_notation(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize("text", [*WORDS_THAT_COUNT_NOTHING, *NOT_READ_IN_PART])
def test_a_number_word_that_counts_nothing_is_no_quantity(text: str) -> None:
    assert shown(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Năm chi bộ mới được thành lập", ["Năm = 5"]),
        ("thành lập năm chi bộ", ["năm = 5"]),
        ("thành lập năm 2018", []),
        ("Trong năm 12 chi bộ được khen", ["12 = 12"]),
        ("Trong năm hai chi bộ được khen", ["hai = 2"]),
    ],
)
def test_nam_is_five_before_a_noun_and_a_year_before_a_number(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("mention", "expected"),
    [
        ("2,5 tỷ đồng", (2.5e9, "VND", None, None)),
        ("100 - 120", (100, "count", 120, None)),
        ("48/66", (48, "count", None, 66)),
        ("14 trong 15", (14, "count", None, 15)),
        ("không có", (0, "count", None, None)),
        ("chưa", None),
        ("chưa phải", None),
        ("chưa phải kỷ luật", None),
        ("một phần tư phần trăm", (0.25, "percent", None, None)),
        ("một nửa tỷ đồng", (5e8, "VND", None, None)),
        ("1.234.5", None),
        ("hai mươi\nmốt", (21, "count", None, None)),
        ("5 đến\n7", (5, "count", 7, None)),
        ("một nửa", (50, "percent", None, None)),
        ("24.5 %", (24.5, "percent", None, None)),
        ("  258 ", (258, "count", None, None)),
        ("25 triệu USD", (25e6, "USD", None, None)),
        ("$500", (500, "USD", None, None)),
        ("VND 5.000.000", (5e6, "VND", None, None)),
        ("60,000 đồng", (6e4, "VND", None, None)),
        ("85 tr.đồng", (85e6, "VND", None, None)),
        ("3 tỷ 5", (3.5e9, "VND", None, None)),
        ("tám phẩy hai tỷ đồng", (8.2e9, "VND", None, None)),
        ("hai ba", None),
        ("5/3", None),
        ("258 đảng viên", None),
        ("trên 258", None),
        ("chi bộ", None),
        ("", None),
    ],
)
def test_a_mention_alone_says_the_same(mention: str, expected: tuple[object, ...] | None) -> None:
    parsed = parse_mention(mention)
    assert (parsed and (parsed.value, parsed.unit, parsed.value_max, parsed.out_of)) == expected


def test_only_the_stretches_asked_for_are_read_and_nothing_runs_over_their_edge() -> None:
    text = "Có 12 chi bộ và 3 triệu đồng; 45 lớp"
    edge = text.index(" triệu")
    assert shown(text, [Extent(0, edge), Extent(edge, len(text))]) == ["12 = 12", "45 = 45"]


def test_ids_go_on_through_all_stretches() -> None:
    text = "12 chi bộ; 13 chi bộ; 14 chi bộ"
    found = read_quantities(text, [Extent(11, len(text)), Extent(0, 9)])
    assert [(quantity.id, quantity.value) for quantity in found] == [("q1", 12), ("q2", 13), ("q3", 14)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24 hoàn thành tốt nhiệm vụ, bốn hoàn thành nhiệm vụ và hai không xếp loại.", ["24", "bốn", "hai"]),
        ("Bảy đảng viên bị kỷ luật: ba khiển trách, hai cảnh cáo, một cách chức.", ["Bảy", "ba", "hai", "một"]),
        ("Thi hành kỷ luật 14 đảng viên: khiển trách chín, cảnh cáo ba, khai trừ hai;", ["14", "chín", "ba", "hai"]),
        ("Kỷ luật 15 đảng viên, trong đó ba là trưởng, phó phòng.", ["15", "ba"]),
        ("Hai người bị khai trừ, một người bị cách chức.", ["Hai", "một"]),
        ("Một là, tăng cường kiểm tra; hai là, đổi mới.", []),
        ("Năm hoàn thành nhiệm vụ, một người thân quen.", []),
    ],
)
def test_a_number_word_of_a_list_counts_what_the_list_has_told(text: str, expected: list[str]) -> None:
    assert [one.split(" = ")[0] for one in shown(text)] == expected
