"""The closed labels of a summary, each with its Vietnamese gloss: the one place where they stand (annotation guide, 3).

Prompts, documentation, tables and CSV headers are made from these.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

EventKind = Literal[
    "annual_review",
    "half_year_review",
    "quarterly_review",
    "term_review",
    "thematic_review",
    "congress",
    "other",
]
OrganizationKind = Literal[
    "agencies_bloc",
    "enterprises_bloc",
    "agencies_enterprises_bloc",
    "organization_commission",
    "inspection_commission",
    "propaganda_commission",
    "mass_mobilization_commission",
    "provincial_committee",
    "district_committee",
    "commune_committee",
    "party_agencies",
    "government",
    "propaganda_mobilization_commission",
    "armed_forces",
    "youth_union",
    "other",
]
Phase = Literal["result", "target"]
Subject = Literal[
    "member",
    "grassroots_org",
    "cell",
    "party_org",
    "collective",
    "individual",
    "agency",
    "enterprise",
    "trade_union",
    "youth_union",
    "veterans",
    "mass_org",
    "class",
    "participant",
    "worker",
    "target",
    "other",
]
Measure = Literal[
    "total",
    "admitted",
    "made_official",
    "removed",
    "badge",
    "established",
    "rated",
    "clean_strong",
    "clean_strong_exemplary",
    "excellent",
    "good",
    "completed",
    "not_completed",
    "good_or_better",
    "completed_or_better",
    "inspected",
    "supervised",
    "disciplined",
    "violating",
    "self_criticism",
    "complaints",
    "held",
    "attended",
    "studied",
    "implemented",
    "met",
    "revenue",
    "profit",
    "budget_paid",
    "export_value",
    "average_income",
    "jobs",
    "donated",
    "other",
]
Basis = Literal["level", "vs_plan", "over_plan", "change"]
Unit = Literal["count", "percent", "VND", "USD"]
Comparator = Literal["eq", "gt", "ge", "lt", "le", "approx", "range"]
DocumentKind = Literal[
    "Nghị quyết",
    "Chỉ thị",
    "Quyết định",
    "Quy định",
    "Kết luận",
    "Kế hoạch",
    "Hướng dẫn",
    "Thông báo",
    "Chương trình",
]
PointKind = Literal["shortcoming", "priority"]

EVENT_KINDS: Final[dict[EventKind, str]] = {
    "annual_review": "tổng kết năm",
    "half_year_review": "sơ kết 6 tháng",
    "quarterly_review": "sơ kết quý, 9 tháng",
    "term_review": "sơ kết, tổng kết nhiệm kỳ hoặc nhiều năm",
    "thematic_review": "sơ kết, tổng kết một chỉ thị, nghị quyết, chuyên đề",
    "congress": "đại hội",
    "other": "khác",
}
ORGANIZATION_KINDS: Final[dict[OrganizationKind, str]] = {
    "agencies_bloc": "Khối các cơ quan",
    "enterprises_bloc": "Khối doanh nghiệp",
    "agencies_enterprises_bloc": "Khối các cơ quan và doanh nghiệp",
    "organization_commission": "Ban Tổ chức",
    "inspection_commission": "Ủy ban Kiểm tra",
    "propaganda_commission": "Ban Tuyên giáo",
    "mass_mobilization_commission": "Ban Dân vận",
    "provincial_committee": "Tỉnh ủy, Thành ủy trực thuộc Trung ương, đảng bộ tỉnh",
    "district_committee": "huyện ủy, quận ủy, thị ủy, thành ủy thuộc tỉnh",
    "commune_committee": "xã, phường, thị trấn, đặc khu",
    "party_agencies": "Đảng bộ các cơ quan Đảng (CCQ Đảng) của mọi cấp",
    "government": "Đảng bộ UBND, Chính phủ, chính quyền của mọi cấp",
    "propaganda_mobilization_commission": "Ban Tuyên giáo và Dân vận",
    "armed_forces": "Quân sự, Công an, Bộ đội Biên phòng",
    "youth_union": "Đoàn Thanh niên",
    "other": "khác",
}
KINDS_SINCE: Final[dict[OrganizationKind, int]] = {
    "commune_committee": 3,
    "party_agencies": 3,
    "government": 3,
    "propaganda_mobilization_commission": 3,
    "armed_forces": 3,
}
"""Kinds of organisation that came after version 2 of the guide, with the version that brought them."""
PHASES: Final[dict[Phase, str]] = {
    "result": "kết quả, hiện trạng",
    "target": "chỉ tiêu, phấn đấu, kế hoạch",
}
SUBJECTS: Final[dict[Subject, str]] = {
    "member": "đảng viên",
    "grassroots_org": "tổ chức cơ sở đảng (TCCSĐ; chi, đảng bộ cơ sở)",
    "cell": "chi bộ",
    "party_org": "tổ chức đảng, đảng bộ, cấp ủy nói chung",
    "collective": "tập thể",
    "individual": "cá nhân",
    "agency": "cơ quan, đơn vị",
    "enterprise": "doanh nghiệp",
    "trade_union": "công đoàn",
    "youth_union": "Đoàn Thanh niên",
    "veterans": "Hội Cựu chiến binh",
    "mass_org": "đoàn thể, hội khác hoặc nhiều đoàn thể",
    "class": "lớp, hội nghị học tập",
    "participant": "học viên, lượt người",
    "worker": "người lao động",
    "target": "chỉ tiêu",
    "other": "đối tượng khác (danh từ ghi ở group)",
}
MEASURES: Final[dict[Measure, str]] = {
    "total": "tổng số hiện có",
    "admitted": "kết nạp",
    "made_official": "công nhận chính thức",
    "removed": "xóa tên, cho ra khỏi Đảng",
    "badge": "được trao Huy hiệu Đảng",
    "established": "thành lập mới",
    "rated": "được đánh giá, phân loại",
    "clean_strong": "trong sạch vững mạnh",
    "clean_strong_exemplary": "trong sạch vững mạnh tiêu biểu",
    "excellent": "hoàn thành xuất sắc nhiệm vụ",
    "good": "hoàn thành tốt nhiệm vụ",
    "completed": "hoàn thành nhiệm vụ",
    "not_completed": "không hoàn thành nhiệm vụ, yếu kém",
    "good_or_better": "hoàn thành tốt nhiệm vụ trở lên, xuất sắc và tốt",
    "completed_or_better": "hoàn thành nhiệm vụ trở lên",
    "inspected": "được kiểm tra",
    "supervised": "được giám sát",
    "disciplined": "bị thi hành kỷ luật",
    "violating": "có vi phạm",
    "self_criticism": "gợi ý kiểm điểm",
    "complaints": "đơn thư khiếu nại, tố cáo",
    "held": "mở (lớp, hội nghị)",
    "attended": "tham gia học (học viên, lượt người)",
    "studied": "học tập, quán triệt nghị quyết, chỉ thị",
    "implemented": "tổ chức thực hiện (nghị quyết, chỉ thị, kế hoạch)",
    "met": "đạt (chỉ tiêu)",
    "revenue": "doanh thu",
    "profit": "lợi nhuận",
    "budget_paid": "nộp ngân sách",
    "export_value": "kim ngạch xuất khẩu",
    "average_income": "thu nhập bình quân",
    "jobs": "việc làm",
    "donated": "ủng hộ, quyên góp, đóng góp từ thiện",
    "other": "khác",
}
BASES: Final[dict[Basis, str]] = {
    "level": "giá trị",
    "vs_plan": "phần trăm kế hoạch đạt được",
    "over_plan": "vượt (âm: hụt) so với kế hoạch",
    "change": "tăng, giảm (âm) so với kỳ trước",
}
UNITS: Final[dict[Unit, str]] = {
    "count": "số lượng",
    "percent": "phần trăm",
    "VND": "đồng",
    "USD": "đô la Mỹ",
}
COMPARATORS: Final[dict[Comparator, str]] = {
    "eq": "đúng bằng",
    "gt": "trên, hơn, quá",
    "ge": "trở lên, ít nhất, tối thiểu, không dưới",
    "lt": "dưới, chưa đến",
    "le": "không quá, trở xuống, tối đa",
    "approx": "gần, khoảng, xấp xỉ",
    "range": "từ … đến …",
}
POINT_KINDS: Final[dict[PointKind, str]] = {
    "shortcoming": "tồn tại, hạn chế, khuyết điểm",
    "priority": "nhiệm vụ, giải pháp cho kỳ tới",
}
DOCUMENT_KINDS: Final[tuple[DocumentKind, ...]] = get_args(DocumentKind)

FIGURE_FIELDS: Final[dict[str, str]] = {
    "organization": "tổ chức",
    "phase": "kết quả hay chỉ tiêu",
    "period": "kỳ",
    "subject": "đối tượng",
    "measure": "nội dung đo",
    "basis": "cách tính",
    "value": "giá trị",
    "value_max": "giá trị trên",
    "out_of": "trên tổng số",
    "unit": "đơn vị",
    "comparator": "so sánh",
    "group": "bộ phận",
    "mention": "nguyên văn giá trị",
    "evidence": "nguyên văn mệnh đề",
}
"""Field of a figure -> its Vietnamese name, for headers."""
