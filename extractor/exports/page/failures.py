"""Inputs that gave no summary, as the page names them: the kind of failure in Vietnamese, the cause as it was told."""

from __future__ import annotations

from typing import Final

from extractor.exports.run_folder import Record

KINDS: Final[dict[str, str]] = {
    "ExtractorError": "không xử lý được",
    "UsageError": "lệnh hoặc thiết lập sai",
    "InputError": "không đọc được bài",
    "ErrorPage": "trang báo lỗi hoặc trang chặn, không phải bài",
    "NotVietnamese": "không phải tiếng Việt có dấu",
    "GroundingError": "không chứng minh được theo nguyên văn",
    "ResourceMissing": "thiếu dữ liệu của chương trình",
    "LedgerDamaged": "nhật ký của lần chạy bị hỏng",
    "IdTaken": "mã bài đã có bài khác dùng",
    "StoreError": "kho câu trả lời không đọc, ghi được",
    "ModelError": "mô hình không cho câu trả lời dùng được",
    "LlmError": "mô hình không cho câu trả lời dùng được",
    "TransientError": "máy chủ mô hình lỗi tạm thời",
    "RateLimited": "máy chủ mô hình giới hạn số lần hỏi",
    "ServerUnavailable": "máy chủ mô hình không phục vụ được",
    "ModelTimeout": "mô hình không trả lời kịp",
    "ConnectionLost": "mất kết nối với máy chủ mô hình",
    "BadKey": "khóa truy cập bị từ chối",
    "Redirected": "máy chủ mô hình chuyển sang địa chỉ khác",
    "UnknownModel": "máy chủ không có mô hình này",
    "QuotaExhausted": "tài khoản hết hạn mức",
    "ContextTooLong": "bài dài quá khả năng của mô hình",
    "ContentFiltered": "nhà cung cấp chặn câu trả lời",
    "Refused": "mô hình từ chối trả lời",
    "ThoughtsOnly": "mô hình chỉ suy nghĩ, không trả lời",
    "ReplyTooLarge": "câu trả lời quá lớn",
    "NoAnswer": "không có câu trả lời",
    "OutputTruncated": "câu trả lời bị cắt ngắn",
    "ReplyInvalid": "câu trả lời không dùng được",
    "RequestRejected": "máy chủ từ chối yêu cầu",
    "BudgetReached": "hết ngân sách của lần chạy",
    "Stopped": "lần chạy dừng trước khi đến bài này",
    "NotTaken": "lần chạy chưa đến bài này",
    "Waiting": "bài còn đợi câu trả lời",
}
"""Class of an error -> what people call it."""


def failure_words(record: Record) -> str:
    """What a line of failures.jsonl says; an unknown kind keeps its name."""
    kind = str(record.get("error") or "ExtractorError")
    message = record.get("message")
    told = KINDS.get(kind, kind)
    return f"{told}: {message}" if message else told
