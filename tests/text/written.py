"""Whole numbers written in Vietnamese words, to be read back."""

from __future__ import annotations


def write_numeral(value: int) -> str:
    """A whole number from 0 to 999,999,999,999 in Vietnamese words, as `read_numeral` reads them.

    Raises ValueError outside that range.
    """
    if not 0 <= value < 1_000_000_000_000:
        raise ValueError(f"{value} is outside 0..999,999,999,999")
    names = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
    if value < 10:
        return names[value]
    if value < 20:
        return ("mười " + ("" if value == 10 else "lăm" if value == 15 else names[value - 10])).strip()
    if value < 100:
        tens, ones = divmod(value, 10)
        tail = "" if ones == 0 else "mốt" if ones == 1 else "lăm" if ones == 5 else names[ones]
        return f"{names[tens]} mươi {tail}".strip()
    scales = ((1_000_000_000, "tỷ"), (1_000_000, "triệu"), (1_000, "nghìn"), (100, "trăm"))
    scale, word = next(pair for pair in scales if value >= pair[0])
    head, rest = divmod(value, scale)
    if rest == 0:
        return f"{write_numeral(head)} {word}"
    if rest < 10:
        return f"{write_numeral(head)} {word} lẻ {names[rest]}"
    return f"{write_numeral(head)} {word} {write_numeral(rest)}"
