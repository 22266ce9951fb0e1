"""What is reviewed, planned and when, told in the ways of many papers; each with the day that the page prints."""

from __future__ import annotations

import pytest

from tests.engines.rules.owned import summary

REST = (
    "Trong kỳ, Đảng bộ kết nạp 45 đảng viên, đạt 102% kế hoạch; kiểm tra 12 tổ chức đảng, giám sát 9 tổ chức đảng; "
    "91,2% đảng viên hoàn thành tốt nhiệm vụ trở lên."
)
LEADS = [
    (
        "Đảng ủy xã Tân Hưng: Nâng cao năng lực lãnh đạo",
        "12/01/2026",
        "Ngày 10/1, Đảng ủy xã Tân Hưng đã có buổi làm việc cuối năm để soát xét lại các phần việc năm "
        "2025 và giao nhiệm vụ năm 2026.",
        ("annual_review", "2025", "2026", "2026-01-10"),
    ),
    (
        "Đại hội điểm ở Đảng bộ phường Hạc Thành",
        "30/06/2025",
        "Hai ngày 28 và 29/6/2025, tại Trung tâm hội nghị phường, 180 đại biểu ưu tú đã về dự Đại hội "
        "Đảng bộ phường Hạc Thành lần thứ I, nhiệm kỳ 2025 - 2030.",
        ("congress", None, "2025/2030", "2025-06-28"),
    ),
    (
        "Đảng bộ Sở Xây dựng bước vào nhiệm kỳ mới",
        "13/06/2025",
        "Với phương châm “Đoàn kết - Dân chủ - Kỷ cương - Phát triển”, Đại hội Đảng bộ Sở Xây dựng nhiệm "
        "kỳ 2025 - 2030 vừa thành công tốt đẹp. Nhìn lại nhiệm kỳ 2020 - 2025, Đảng bộ đã hoàn thành các "
        "mục tiêu đề ra.",
        ("congress", "2020/2025", "2025/2030", None),
    ),
    (
        "Đảng bộ Công ty Điện lực Hà Nam: Năm 2024 nhiều dấu ấn",
        "15/01/2025",
        "Năm 2024, Đảng bộ Công ty Điện lực Hà Nam đã lãnh đạo hoàn thành toàn diện các nhiệm vụ. Đó là "
        "kết quả được công bố tại hội nghị ngày 14/1.",
        ("annual_review", "2024", None, "2025-01-14"),
    ),
    (
        "Kỷ cương từ cơ sở",
        "08/07/2025",
        "Sáng 7/7, Ban Chấp hành Đảng bộ tỉnh Sơn La họp phiên thứ 30, thảo luận, cho ý kiến vào kết quả "
        "thực hiện nhiệm vụ 6 tháng đầu năm và phương hướng 6 tháng cuối năm 2025.",
        ("half_year_review", "2025-H1", "2025-H2", "2025-07-07"),
    ),
    (
        "Đảng ủy Công an tỉnh ra nghị quyết lãnh đạo quý III",
        "02/07/2025",
        "Ngày 1/7, Đảng ủy Công an tỉnh Nghệ An tổ chức phiên họp thường kỳ, kiểm điểm công tác quý II, "
        "triển khai nhiệm vụ trọng tâm quý III/2025.",
        ("quarterly_review", "2025-Q2", "2025-Q3", "2025-07-01"),
    ),
    (
        "Hội nghị Ban Chấp hành Đảng bộ thành phố lần thứ 12",
        "27/11/2025",
        "Trong hai ngày 25 và 26-11-2025, Hội nghị lần thứ 12 Ban Chấp hành Đảng bộ thành phố Cần Thơ "
        "xem xét tình hình kinh tế - xã hội, thu - chi ngân sách năm 2025, nhiệm vụ năm 2026.",
        ("annual_review", "2025", "2026", "2025-11-25"),
    ),
    (
        "Một năm nhìn lại công tác xây dựng Đảng ở Krông Năng",
        "20/12/2024",
        "Năm 2024 khép lại, công tác xây dựng Đảng ở huyện Krông Năng để lại nhiều dấu ấn với 98 đảng "
        "viên được kết nạp, vượt 8% chỉ tiêu.",
        ("annual_review", "2024", None, None),
    ),
    (
        "Giữ nghiêm kỷ luật Đảng",
        "10/10/2025",
        "9 tháng năm 2025, cấp ủy, ủy ban kiểm tra các cấp của Đảng bộ tỉnh Quảng Trị đã kiểm tra 412 tổ "
        "chức đảng và 1.800 đảng viên.",
        ("quarterly_review", "2025-9M", None, None),
    ),
    (
        "Sức trẻ Đất Mỏ",
        "16/12/2025",
        "Ngày 15/12, Tỉnh đoàn Quảng Ninh tổ chức Hội nghị Ban Chấp hành Tỉnh đoàn lần thứ 9, tổng kết "
        "công tác Đoàn và phong trào thanh thiếu nhi năm 2025.",
        ("annual_review", "2025", None, "2025-12-15"),
    ),
    (
        "Đảng bộ phường Vĩnh Tân giữa nhiệm kỳ",
        "11/04/2023",
        "Ngày 10/4, Đảng ủy phường Vĩnh Tân tổ chức hội nghị sơ kết giữa nhiệm kỳ thực hiện Nghị quyết "
        "Đại hội Đảng bộ phường lần thứ XII, nhiệm kỳ 2020 - 2025.",
        ("term_review", "2020/2023", None, "2023-04-10"),
    ),
    (
        "Đảng bộ Khối Doanh nghiệp: Những con số biết nói",
        "05/01/2024",
        "Kết thúc năm 2023, Đảng bộ Khối Doanh nghiệp tỉnh Lâm Đồng có 100% đơn vị hoàn thành kế hoạch. "
        "Thông tin trên được đưa ra tại hội nghị sáng 4/1.",
        ("annual_review", "2023", None, "2024-01-04"),
    ),
    (
        "Bàn giải pháp cho nhiệm vụ quý IV",
        "01/10/2025",
        "Ban Thường vụ Thành ủy Hải Phòng vừa họp nghe báo cáo kết quả 9 tháng, bàn giải pháp thực hiện "
        "nhiệm vụ những tháng cuối năm 2025.",
        ("quarterly_review", "2025-9M", "2025-Q4", None),
    ),
    (
        "Đảng bộ Quân sự tỉnh: 5 nhất trong năm 2025",
        "19/12/2025",
        "Ngày 18/12, Đảng ủy Quân sự tỉnh Gia Lai tổ chức Hội nghị ra Nghị quyết lãnh đạo thực hiện nhiệm vụ năm 2026.",
        ("annual_review", "2025", "2026", "2025-12-18"),
    ),
    (
        "Trao Huy hiệu Đảng cho 56 đảng viên",
        "04/02/2026",
        "Sáng 3/2, Đảng ủy phường Bạch Mai (Hà Nội) tổ chức trao Huy hiệu Đảng đợt 3/2/2026.",
        ("other", None, None, "2026-02-03"),
    ),
    (
        "Đảng ủy xã Sơn Động đánh giá một năm hoạt động",
        "03/07/2026",
        "Sáng 2/7, Đảng ủy xã Sơn Động (Bắc Ninh) tổ chức hội nghị đánh giá kết quả 1 năm vận hành chính "
        "quyền địa phương 2 cấp và công tác 6 tháng đầu năm 2026.",
        ("half_year_review", "2026-H1", None, "2026-07-02"),
    ),
    (
        "Đảng bộ Bệnh viện Bạch Mai lấy người bệnh làm trung tâm",
        "28/12/2024",
        "Chiều 27/12/2024, tại Hà Nội, Đảng bộ Bệnh viện Bạch Mai đã diễn ra hội nghị tổng kết công tác "
        "Đảng năm qua và đề ra phương hướng năm mới.",
        ("annual_review", "2024", "2025", "2024-12-27"),
    ),
    (
        "Đảng bộ tỉnh Lai Châu: Dấu ấn nhiệm kỳ",
        "12/09/2025",
        "Nhiệm kỳ 2020 - 2025, Đảng bộ tỉnh Lai Châu đã lãnh đạo thực hiện đạt và vượt 24/28 chỉ tiêu "
        "nghị quyết đại hội đề ra, kết nạp 6.120 đảng viên.",
        ("term_review", "2020/2025", None, None),
    ),
    (
        "Lễ công bố quyết định thành lập Đảng bộ UBND tỉnh",
        "12/02/2025",
        "Sáng 11/2/2025, Tỉnh ủy Thái Nguyên tổ chức hội nghị công bố quyết định thành lập Đảng bộ UBND "
        "tỉnh với 28 tổ chức đảng trực thuộc, 2.014 đảng viên.",
        ("other", None, None, "2025-02-11"),
    ),
    (
        "Hà Nội: Kết nạp hơn 9.000 đảng viên mới",
        "15/10/2024",
        "Tính đến hết tháng 9/2024, toàn Đảng bộ thành phố Hà Nội đã kết nạp 9.214 đảng viên, đạt 83% kế "
        "hoạch năm, theo Ban Tổ chức Thành ủy.",
        ("quarterly_review", "2024-9M", None, None),
    ),
    (
        "TP.HCM: Thi hành kỷ luật 312 đảng viên",
        "05/01/2026",
        "Năm 2025, cấp ủy và ủy ban kiểm tra các cấp tại TP.HCM thi hành kỷ luật 312 đảng viên. Thông "
        "tin được Ủy ban Kiểm tra Thành ủy TP.HCM nêu trong báo cáo vừa công bố.",
        ("annual_review", "2025", None, None),
    ),
    (
        "Đà Nẵng công bố kết luận kỳ họp Ủy ban Kiểm tra Thành ủy",
        "22/05/2025",
        "Ngày 21-5, Văn phòng Thành ủy Đà Nẵng thông tin kết quả kỳ họp thứ 49 của Ủy ban Kiểm tra Thành "
        "ủy. Theo đó, 3 đảng viên bị khiển trách.",
        ("other", None, None, "2025-05-21"),
    ),
    (
        "Khối các cơ quan Trung ương: 1.212 đảng viên nhận Huy hiệu",
        "19/05/2024",
        "(ĐCSVN) - Nhân kỷ niệm 134 năm Ngày sinh Chủ tịch Hồ Chí Minh, Đảng ủy Khối các cơ quan Trung "
        "ương trao Huy hiệu Đảng cho 1.212 đảng viên đợt 19/5.",
        ("other", None, None, None),
    ),
    (
        "Đảng ủy Khối Doanh nghiệp Trung ương sơ kết 6 tháng",
        "12/07/2024",
        "Chiều 11/7, tại Hà Nội, Đảng ủy Khối Doanh nghiệp Trung ương tổ chức Hội nghị trực tuyến sơ kết "
        "công tác 6 tháng đầu năm, triển khai nhiệm vụ 6 tháng cuối năm 2024.",
        ("half_year_review", "2024-H1", "2024-H2", "2024-07-11"),
    ),
    (
        "Hà Nội khai trừ 42 đảng viên trong quý I",
        "18/04/2025",
        "Trong quý I/2025, các cấp ủy của Đảng bộ thành phố Hà Nội thi hành kỷ luật 178 đảng viên, trong "
        "đó khai trừ 42 trường hợp.",
        ("quarterly_review", "2025-Q1", None, None),
    ),
    (
        "Những hạt nhân mới ở doanh nghiệp FDI",
        "20/11/2025",
        "Từ đầu năm 2025 đến nay, Đảng bộ các khu công nghiệp Hải Phòng đã kết nạp 86 công nhân, thành "
        "lập 5 chi bộ trong doanh nghiệp FDI.",
        ("quarterly_review", "2025-11M", None, None),
    ),
    (
        "Quận Hoàn Kiếm phát triển Đảng: chất lượng đi đôi số lượng",
        "25/12/2024",
        "Quận ủy Hoàn Kiếm vừa tổng kết công tác phát triển đảng viên năm 2024 với 214 đảng viên được kết nạp.",
        ("annual_review", "2024", None, None),
    ),
    (
        "Đảng bộ Quân chủng Hải quân tổng kết năm học tập nghị quyết",
        "24/12/2025",
        "Sáng 23-12, tại Hải Phòng, Thường vụ Đảng ủy Quân chủng Hải quân tổ chức hội nghị tổng kết công "
        "tác đảng, công tác chính trị năm 2025, triển khai phương hướng, nhiệm vụ năm 2026.",
        ("annual_review", "2025", "2026", "2025-12-23"),
    ),
    (
        "Đảng ủy Tập đoàn Điện lực Việt Nam: Tăng trưởng đi liền kỷ luật",
        "20/01/2025",
        "Năm 2024, doanh thu toàn Tập đoàn đạt 575.000 tỷ đồng. Con số này được nêu tại Hội nghị tổng "
        "kết công tác Đảng năm 2024 và triển khai nhiệm vụ 2025 của Đảng ủy Tập đoàn Điện lực Việt Nam, "
        "diễn ra chiều 17/1.",
        ("annual_review", "2024", "2025", "2025-01-17"),
    ),
    (
        "Phường Ba Đình kết nạp đảng viên ở tuổi 18",
        "26/03/2026",
        "Ngày 25/3, Đảng ủy phường Ba Đình tổ chức lễ kết nạp Đảng cho 12 học sinh lớp 12.",
        ("other", None, None, "2026-03-25"),
    ),
    (
        "Kiểm tra, giám sát: Siết từ gốc",
        "14/07/2025",
        "Sáng 14/7, Ủy ban Kiểm tra Thành ủy Hà Nội tổ chức hội nghị giao ban 6 tháng đầu năm 2025 với "
        "các đảng ủy xã, phường.",
        ("half_year_review", "2025-H1", None, "2025-07-14"),
    ),
    (
        "Đảng bộ TP.HCM: 5 năm, 92.000 đảng viên mới",
        "07/10/2025",
        "Trong nhiệm kỳ 2020-2025, toàn Đảng bộ TP.HCM kết nạp 92.118 đảng viên, vượt 4,6% chỉ tiêu nghị "
        "quyết Đại hội.",
        ("term_review", "2020/2025", None, None),
    ),
    (
        "Thành ủy Thủ Đức sơ kết công tác xây dựng Đảng quý I",
        "16/04/2025",
        "Ngày 15-4, Thành ủy Thủ Đức tổ chức hội nghị lần thứ 38 để đánh giá tình hình quý I và bàn "
        "nhiệm vụ quý II năm 2025.",
        ("quarterly_review", "2025-Q1", "2025-Q2", "2025-04-15"),
    ),
    (
        "Đảng ủy Tổng công ty Hàng không Việt Nam tổng kết",
        "10/01/2026",
        "Ngày 9/1/2026, Đảng ủy Tổng công ty Hàng không Việt Nam tổ chức Hội nghị Ban Chấp hành Đảng bộ "
        "mở rộng, đánh giá kết quả năm 2025, phương hướng, nhiệm vụ năm 2026.",
        ("annual_review", "2025", "2026", "2026-01-09"),
    ),
    (
        "An Giang: Tổng kết công tác tổ chức xây dựng Đảng",
        "21/01/2025",
        "Chiều 20/1, Ban Tổ chức Tỉnh ủy An Giang tổng kết ngành Tổ chức xây dựng Đảng năm 2024, triển "
        "khai nhiệm vụ năm 2025.",
        ("annual_review", "2024", "2025", "2025-01-20"),
    ),
    (
        "Đảng ủy Ngoài nước thăm chi bộ lưu học sinh",
        "19/05/2025",
        "Hiện Đảng bộ Ngoài nước có 3.000 đảng viên. Chiều 18/5, đoàn công tác tới thăm Chi bộ Lưu học "
        "sinh tại Paris, nơi có 42 đảng viên.",
        ("other", None, None, None),
    ),
    (
        "Thanh Xuân: Sau 3 năm học và làm theo Bác",
        "19/05/2024",
        "Sáng 18/5, Quận ủy Thanh Xuân sơ kết 3 năm thực hiện Kết luận số 01-KL/TW của Bộ Chính trị (2021 - 2024).",
        ("thematic_review", "2021/2024", None, "2024-05-18"),
    ),
    (
        "Thành ủy Cao Lãnh lấy ý kiến vào dự thảo văn kiện đại hội",
        "12/04/2020",
        "Ngày 10/4, Thành ủy Cao Lãnh tổ chức hội nghị góp ý dự thảo Báo cáo chính trị trình Đại hội Đảng bộ thành "
        "phố nhiệm kỳ 2020 - 2025. Theo dự thảo, nhiệm kỳ 2015 - 2020, thành phố đạt 19/21 chỉ tiêu.",
        ("term_review", "2015/2020", "2020/2025", "2020-04-10"),
    ),
    (
        "Phường Trần Hưng Đạo tổng kết đợt cao điểm làm sạch dữ liệu",
        "04/10/2025",
        "Ngày 3/10, Đảng ủy phường Trần Hưng Đạo tổng kết đợt cao điểm làm sạch dữ liệu đảng viên (từ ngày 15/7 đến "
        "20/9).",
        ("thematic_review", "2025-Q3", None, "2025-10-03"),
    ),
    (
        "Đảng bộ huyện Ea Kar: Gieo nguồn trong đồng bào",
        "18/08/2023",
        "Từ đầu năm đến nay, Đảng bộ huyện Ea Kar kết nạp 74 đảng viên, tăng 12 đảng viên so với cùng kỳ năm 2022.",
        ("quarterly_review", "2023-8M", None, None),
    ),
    (
        "Huyện ủy Mang Thít sơ kết Nghị quyết Đại hội",
        "22/09/2023",
        "Sáng 21/9, Huyện ủy Mang Thít đánh giá kết quả 3 năm thực hiện Nghị quyết Đại hội Đảng bộ huyện lần thứ XII, "
        "nhiệm kỳ 2020 - 2025; sơ kết giữa nhiệm kỳ. Từ nay đến cuối nhiệm kỳ, huyện phấn đấu kết nạp 150 đảng viên.",
        ("term_review", "2020/2023", "2023/2025", "2023-09-21"),
    ),
    (
        "Giao chỉ tiêu kết nạp đảng viên năm 2024",
        "09/02/2024",
        "Ngày 7/2, Ban Tổ chức Thành ủy Sơn La họp triển khai kế hoạch phát triển đảng viên năm 2024, giao "
        "180 chỉ tiêu cho 44 đảng bộ, chi bộ.",
        ("annual_review", "2023", "2024", "2024-02-07"),
    ),
    (
        "Kon Rẫy: 10 tháng kết nạp 95 đảng viên",
        "10/11/2021",
        "10 tháng năm 2021, Đảng bộ huyện Kon Rẫy kết nạp 95 đảng viên, đạt 86,4% kế hoạch năm. Hai tháng còn"
        " lại, huyện phấn đấu kết nạp 15 đảng viên.",
        ("quarterly_review", "2021-10M", "2021-H2", None),
    ),
    (
        "Kết thúc đợt sinh hoạt chính trị ở Đảng bộ Đặc khu Cô Tô",
        "02/10/2025",
        "Ngày 1/10, Đảng ủy đặc khu Cô Tô (Quảng Ninh) tổng kết đợt sinh hoạt chính trị “Uống nước nhớ nguồn”"
        " từ tháng 7 đến tháng 9/2025.",
        ("thematic_review", "2025-Q3", None, "2025-10-01"),
    ),
    (
        "Gặp mặt, trao Huy hiệu Đảng đợt 7-11",
        "06/11/2010",
        "Sáng 5-11, Thành ủy Vũng Tàu tổ chức gặp mặt và trao Huy hiệu 40, 50, 60 năm tuổi Đảng cho 63 đồng chí.",
        ("other", None, None, "2010-11-05"),
    ),
    (
        "Đảng ủy xã Pờ Tó sơ kết 100 ngày vận hành",
        "12/10/2025",
        "Ngày 10/10, Đảng ủy xã Pờ Tó (Gia Lai) sơ kết 100 ngày hoạt động của chính quyền địa phương 2 cấp.",
        ("thematic_review", "2025-H2", None, "2025-10-10"),
    ),
    (
        "Chuẩn bị đại hội đảng các cấp ở Krông Bông",
        "20/02/2020",
        "Ngày 18/2, Huyện ủy Krông Bông họp nghe báo cáo tiến độ chuẩn bị đại hội đảng bộ các cấp nhiệm kỳ "
        "2020 - 2025. Đến nay, 45/45 tổ chức cơ sở đảng đã thành lập tiểu ban.",
        ("other", None, None, "2020-02-18"),
    ),
    (
        "Thành ủy Hải Phòng kiểm điểm tập thể, cá nhân năm 2023",
        "22/12/2023",
        "Trong 2 ngày 20 và 21/12, Ban Thường vụ Thành ủy Hải Phòng kiểm điểm tập thể, cá nhân năm 2023.",
        ("annual_review", "2023", None, "2023-12-20"),
    ),
    (
        "Một năm nhiều khởi sắc của Đảng bộ Trường Đại học Vinh Tân",
        "06/09/2023",
        "Ngày 5/9, Đảng ủy Trường Đại học Vinh Tân tổng kết công tác Đảng năm học 2022 - 2023, phương hướng "
        "năm học 2023 - 2024.",
        ("annual_review", "2022/2023", "2023/2024", "2023-09-05"),
    ),
    (
        "Bộ đội Biên phòng Kiên Giang ra nghị quyết lãnh đạo 6 tháng cuối năm",
        "30/06/2017",
        "Ngày 29-6, Đảng ủy Bộ đội Biên phòng tỉnh Kiên Giang tổ chức hội nghị ra nghị quyết lãnh đạo nhiệm "
        "vụ 6 tháng cuối năm 2017.",
        ("half_year_review", "2017-H1", "2017-H2", "2017-06-29"),
    ),
    (
        "Đảng ủy các cơ quan Đảng Trung ương: Kết quả 3 tháng đầu năm",
        "08/04/2026",
        "Ngày 7/4, Đảng ủy các cơ quan Đảng Trung ương họp Ban Thường vụ đánh giá kết quả công tác 3 tháng "
        "đầu năm, nhiệm vụ 3 tháng tiếp theo năm 2026.",
        ("quarterly_review", "2026-Q1", "2026-Q2", "2026-04-07"),
    ),
    (
        "Huyện Yên Lập công bố kết quả đánh giá, xếp loại",
        "21/12/2019",
        "Huyện ủy Yên Lập vừa công bố kết quả đánh giá, xếp loại chất lượng tổ chức đảng, đảng viên năm 2019:"
        " 91,5% đảng viên hoàn thành tốt nhiệm vụ trở lên; 52/58 tổ chức cơ sở đảng hoàn thành tốt nhiệm vụ.",
        ("annual_review", "2019", None, None),
    ),
    (
        "Hai năm rưỡi thực hiện Nghị quyết Đại hội ở Nậm Pồ",
        "18/03/2018",
        "Ngày 16/3/2018, Huyện ủy Nậm Pồ tổ chức hội nghị kiểm điểm giữa nhiệm kỳ thực hiện Nghị quyết Đại "
        "hội Đảng bộ huyện lần thứ II (2015 - 2020).",
        ("term_review", "2015/2018", None, "2018-03-16"),
    ),
    (
        "Ban Chấp hành Đảng bộ huyện Như Xuân họp phiên cuối năm",
        "30/12/2014",
        "Ngày 29-12, Ban Chấp hành Đảng bộ huyện Như Xuân tổ chức hội nghị lần thứ 22, bàn và quyết định "
        "phương hướng, nhiệm vụ năm 2015.",
        ("annual_review", "2014", "2015", "2014-12-29"),
    ),
    (
        "Công tác phát triển đảng ở Mộc Châu",
        "25/09/2018",
        "Từ năm 2016 đến nay, Đảng bộ huyện Mộc Châu đã kết nạp 714 đảng viên, trong đó 60% là người dân tộc thiểu số.",
        ("term_review", "2016/2018", None, None),
    ),
    (
        "Hà Tĩnh: Sau một năm thành lập, Đảng bộ UBND tỉnh đi vào nền nếp",
        "10/02/2026",
        "Ngày 9/2, Đảng ủy UBND tỉnh Hà Tĩnh đánh giá 1 năm thành lập và hoạt động (2/2025 - 2/2026).",
        ("thematic_review", "2025/2026", None, "2026-02-09"),
    ),
    (
        "Một nhiệm kỳ đổi thay ở Tân Lập",
        "08/04/2015",
        "Sau 5 năm thực hiện Nghị quyết Đại hội Đảng bộ xã Tân Lập nhiệm kỳ 2010 - 2015, xã hoàn thành 14/15 "
        "chỉ tiêu, kết nạp 45 đảng viên.",
        ("term_review", "2010/2015", None, None),
    ),
    (
        "Ninh Thuận: Đảng viên mới tăng cả lượng và chất",
        "04/01/2022",
        "Trong năm qua, toàn tỉnh Ninh Thuận kết nạp 1.014 đảng viên, vượt 14 đảng viên so với chỉ tiêu Tỉnh ủy giao.",
        ("annual_review", "2021", None, None),
    ),
    (
        "Nghị quyết 09 đi vào cuộc sống ở Cẩm Phả",
        "14/12/2021",
        "Qua 3 năm (2019 - 2021) thực hiện Nghị quyết số 09-NQ/TU, Thành ủy Cẩm Phả đã thành lập 22 chi bộ "
        "trong doanh nghiệp.",
        ("thematic_review", "2019/2021", None, None),
    ),
    (
        "Sóc Sơn gỡ khó phát triển đảng viên",
        "22/08/2024",
        "Đến giữa tháng 8-2024, Huyện ủy Sóc Sơn mới kết nạp 142 đảng viên, đạt 54% kế hoạch năm.",
        ("quarterly_review", "2024-8M", None, None),
    ),
    (
        "Trà Cú: Kết quả 9 tháng",
        "29/09/2010",
        "Ngày 28-9, Huyện ủy Trà Cú sơ kết tình hình thực hiện Nghị quyết 9 tháng đầu năm, bàn nhiệm vụ những"
        " tháng còn lại năm 2010.",
        ("quarterly_review", "2010-9M", "2010-Q4", "2010-09-28"),
    ),
    (
        "Cẩm Giàng tăng tốc kết nạp đảng viên cuối năm",
        "05/11/2019",
        "Tính đến cuối tháng 10, Huyện ủy Cẩm Giàng kết nạp 142 đảng viên, đạt 88,8% kế hoạch năm 2019.",
        ("quarterly_review", "2019-10M", None, None),
    ),
    (
        "Đại hội Đảng bộ Công an tỉnh Hậu Giang",
        "24/07/2020",
        "Sáng 23/7/2020, Đảng bộ Công an tỉnh Hậu Giang long trọng khai mạc Đại hội đại biểu lần thứ VI. Đại "
        "hội đánh giá kết quả thực hiện nghị quyết nhiệm kỳ 2015 - 2020, đề ra phương hướng nhiệm kỳ 2020 - "
        "2025.",
        ("congress", "2015/2020", "2020/2025", "2020-07-23"),
    ),
    (
        "Chi bộ Báo Bắc Giang kiểm điểm cuối năm",
        "15/12/2015",
        "Chiều 14/12, Chi bộ 1 (Đảng bộ Báo Bắc Giang) họp kiểm điểm đảng viên cuối năm 2015.",
        ("annual_review", "2015", None, "2015-12-14"),
    ),
    (
        "Huyện Sông Hinh tổng kết đợt thi đua cao điểm chào mừng Đại hội",
        "02/11/2020",
        "Ngày 30/10, Huyện ủy Sông Hinh tổng kết đợt thi đua cao điểm chào mừng đại hội đảng các cấp (từ "
        "tháng 2 đến tháng 10/2020).",
        ("thematic_review", "2020", None, "2020-10-30"),
    ),
    (
        "Đảng bộ Học viện Hải quân tổng kết năm học",
        "28/07/2022",
        "Ngày 27/7, Đảng ủy Học viện Hải quân ra nghị quyết lãnh đạo nhiệm vụ năm học 2022 - 2023.",
        ("annual_review", "2021/2022", "2022/2023", "2022-07-27"),
    ),
]


@pytest.mark.parametrize(("title", "printed", "lead", "event"), LEADS, ids=[row[0] for row in LEADS])
def test_the_lead_tells_the_event(
    title: str, printed: str, lead: str, event: tuple[str, str | None, str | None, str | None]
) -> None:
    told = summary(f"{title}\n\n{printed}\n\n{lead}\n\n{REST}\n").event
    held = str(told.held_on) if told.held_on else None
    assert (told.kind, told.review_period, told.plan_period, held) == event


CALLED_TARGETS = [
    (
        "Kết nạp 15 đảng viên, mở 3 lớp bồi dưỡng – đó là mục tiêu mà Đảng ủy xã Chiềng Mai đặt ra trong năm 2026 tại "
        "hội nghị tổng kết công tác năm 2025.",
        ["15", "3"],
    ),
    (
        "Kết nạp ít nhất 30 đảng viên, kiểm tra 10 tổ chức đảng trong năm 2026 – đó là hai trong nhiều chỉ tiêu được "
        "Đảng ủy xã Chiềng Mai đưa ra tại hội nghị tổng kết năm 2025.",
        ["30", "10"],
    ),
    (
        "Xây dựng 250 mô hình là mục tiêu năm 2026 được nêu ra tại hội nghị tổng kết năm 2025 của Đảng ủy xã.",
        ["250"],
    ),
    (
        "Kết nạp 24 đảng viên. Đó là mục tiêu Đảng ủy xã Chiềng Mai đề ra cho năm 2026 tại hội nghị tổng kết năm 2025.",
        ["24"],
    ),
]


@pytest.mark.parametrize(("lead", "numbers"), CALLED_TARGETS)
def test_numbers_called_targets_after_them_are_of_the_planned_period(lead: str, numbers: list[str]) -> None:
    told = summary(f"Đảng ủy xã Chiềng Mai triển khai nhiệm vụ\n\n{lead}").figures
    assert [(one.mention.text, one.phase, one.period) for one in told] == [(n, "target", "2026") for n in numbers]
