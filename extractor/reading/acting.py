"""What stands around a body's name: whether it acts itself, or an officer, a document or a gift of its is told of."""

from __future__ import annotations

import re
from typing import Final

_OFFICE: Final = re.compile(
    r"(?:bí thư(?: thường trực)?|chủ nhiệm(?: thường trực)?|trưởng(?: ban)?|phó(?: ban)?"
    r"|(?:phó bí thư|bí thư|ủy viên|cơ quan|phó chủ tịch) thường trực"
    r"|chánh|ủy viên"
    r"|lãnh đạo|đại diện|chủ tịch|ủy viên (?:ban thường vụ|btv|ban chấp hành|bch|ban chấp hành đảng bộ)"
    r"|chuyên trách|chuyên viên|cán bộ|nguyên)[ ]+$"
)
_AFTER_A_NAME: Final = re.compile(
    r"[^\W\d_a-zđ]\w{0,8}(?: [^\W\d_a-zđ]\w{0,8}){1,3} ?[,–-] ?"
    r"(?:(?:[Pp]hó|[Bb]í thư|[Tt]rưởng|[Tt]hường trực|[Cc]hủ nhiệm|[Cc]hủ tịch|[Ủủ]y viên|[Bb]an|[Tt]hường vụ|[Cc]hánh"
    r"|[Nn]guyên) ?){1,6}$"
)
"""A person's name before the office: what follows the office is no person's ("Hoàng Ngân Giang, Phó Bí thư Đoàn …")."""
_PASSIVE: Final = re.compile(
    r"(?:(?:nghị quyết|chỉ thị|kế hoạch|chương trình|quyết định|kết luận|hướng dẫn|quy chế|công văn|thông báo|đề án"
    r"|bằng khen|giấy khen|cờ thi đua|cờ|chỉ đạo|đại hội(?: đại biểu)?|quan tâm|tham mưu(?: cho| giúp)?|giúp|báo cáo"
    r"|trình|xin ý kiến|theo)"
    r"(?: số [^ ]+| [\d/.-]{1,20}[^ ]*| lần thứ [ivxlc\d]{1,6})?(?: của)?|trực thuộc|đề nghị|diện"
    r"|thẩm quyền(?: của)?"
    r"|tham mưu(?: cho| giúp)? (?:ban thường vụ )?(?:tỉnh|thành|huyện|thị|quận|đảng) ủy(?:,| và))[ ]{1,9}"
    r"(?:ban thường vụ |btv |ban chấp hành |bch )?$"
)
_MOVED_TO: Final = re.compile(r"(?:chuyển|bàn giao|sáp nhập|nhập)[^.;:]{0,30}(?<!\w)(?:về|vào|sang|cho)[ ]{1,9}$")
"""Before a body that something is only moved to ("chuyển 4 tổ chức về Đảng bộ các cơ quan Đảng tỉnh")."""
_OBJECT: Final = re.compile(
    r"(?:khi|việc|trên cơ sở|do) (?:tiếp nhận|sáp nhập|hợp nhất|giải thể|chia tách|thành lập|kiện toàn)[ ]{1,9}$"
)
"""Before a body that something was only done to ("sau khi tiếp nhận Chi bộ X")."""
_ADDRESS: Final = re.compile(r"(?:(?:, |(?<=[^\W\d_]) )[^()\d]{0,160})?\)")
"""After a body that opens a bracket without numbers: it says where somebody is from, or gives examples."""
_FORMER: Final = re.compile(r"[ ]+(?:trước đây|cũ|đã giải thể|kết thúc hoạt động)(?![^\W\d_])")
_WHOLE_OF: Final = re.compile(
    r"(?:cấp ủy|đảng bộ|chi bộ|tổ chức đảng|đơn vị)(?:,? (?:cơ sở|các cấp))* trực thuộc (?:ban thường vụ )?$"
)
_DOES: Final = re.compile(r" (?:đã|vừa|kết nạp|kiểm tra|giám sát|thi hành|thành lập|có)(?!\w)")
_GIVES: Final = re.compile(r" giao (?:chỉ tiêu|nhiệm vụ|trách nhiệm|mỗi|từng|các|cho)(?!\w)")
_CLAUSE_START: Final = re.compile(r"(?:^|[.,;:“\n] {0,3})(?:ban thường vụ |btv |ban chấp hành |bch )?$")
_UPPER: Final = ("tỉnh ủy", "thành ủy", "đảng bộ tỉnh", "trung ương")
"""Bodies that give others their targets; a lower one that gives targets has figures of its own."""
_GIVEN: Final = re.compile(
    r"[ ]+(?:giao|phân bổ|lần thứ|khóa)(?![^\W\d_])"
    r"(?! [ivxlc\d]{1,6}(?:,? (?:\()?nhiệm kỳ [\d -]+\)?,?)? (?:đã |vừa |cũng )*(?:tổ chức|họp|khai mạc|tiến hành|mở))"
)


def is_officers(text: str, flat: str, start: int) -> bool:
    """Whether the body at `start` is named behind an office whose holder is not named yet ("Bí thư Đảng ủy Công ty …").

    The holder's name may then follow the body's; where it stands before the office ("Lê Văn An, Phó Bí thư Đoàn …"),
    what follows is the body's alone.
    """
    if _OFFICE.search(flat, max(0, start - 40), start) is None:
        return False
    return _AFTER_A_NAME.search(text, max(0, start - 80), start) is None


def is_acting(flat: str, start: int, end: int) -> bool:
    """Whether the body itself is spoken of, not one of its officers, its documents or what it granted."""
    before = flat[max(0, start - 70) : start]
    if _WHOLE_OF.search(before) and _DOES.match(flat, end):
        return True
    if _GIVES.match(flat, end) and _CLAUSE_START.search(before) and not flat.startswith(_UPPER, start):
        return True
    if before.endswith("(") and _ADDRESS.match(flat, end):
        return False
    if _MOVED_TO.search(before) or _OBJECT.search(before) or _FORMER.match(flat, end):
        return False
    return not (_OFFICE.search(before) or _PASSIVE.search(before) or _GIVEN.match(flat, end))
