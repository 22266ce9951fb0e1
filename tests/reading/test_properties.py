"""For any number, any text, any mixture of what these articles are made of."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.reading.quantities import parse_mention, read_quantities
from extractor.reading.reader import read
from extractor.tasks.party_review.grounding.ground import ground
from extractor.tasks.party_review.rules import RulesEngine
from extractor.text.article import Article, Extent
from tests.text.written import write_numeral

ENGINE = RulesEngine()

# --- numbers in every notation ---


def grouped(value: int) -> str:
    """The number with points between its thousands."""
    return f"{value:,}".replace(",", ".")


@dataclass(frozen=True)
class Written:
    """A value expression, the words around it, and what it says."""

    mention: str
    before: str
    after: str
    value: float
    unit: str
    value_max: float | None = None
    out_of: float | None = None
    comparator: str = "eq"


NOUNS = ("đảng viên", "chi bộ", "tổ chức cơ sở đảng", "tập thể", "lượt người", "TCCSĐ")
BOUNDS = (("trên", "gt"), ("ít nhất", "ge"), ("dưới", "lt"), ("không quá", "le"), ("gần", "approx"), ("đạt", "eq"))
SCALES = (("nghìn", 1e3), ("ngàn", 1e3), ("triệu", 1e6), ("tỷ", 1e9), ("tỉ", 1e9), ("nghìn tỷ", 1e12))
nouns = st.sampled_from(NOUNS)
counts = st.integers(min_value=1, max_value=999_999)


@st.composite
def whole_numbers(draw: st.DrawFn) -> Written:
    """A count: plain, grouped, with a leading nought, or in words."""
    value = draw(counts)
    forms = [grouped(value), write_numeral(value)]
    forms += [str(value)] if value < 1930 else []
    forms += [f"0{value}"] if value < 10 else []
    mention = draw(st.sampled_from(forms))
    word, comparator = draw(st.sampled_from(BOUNDS))
    return Written(mention, f"Toàn khối {word} ", f" {draw(nouns)}.", value, "count", comparator=comparator)


@st.composite
def shares(draw: st.DrawFn) -> Written:
    """A per cent value with comma or point, with or without a blank."""
    tenths = draw(st.integers(min_value=0, max_value=99_999))
    mark, sign = draw(st.sampled_from([",", "."])), draw(st.sampled_from(["%", " %", " phần trăm"]))
    written = f"{tenths // 100}{mark}{tenths % 100:02}"
    word, comparator = draw(st.sampled_from(BOUNDS))
    return Written(written + sign, f"Tỷ lệ {word} ", ".", tenths / 100, "percent", comparator=comparator)


@st.composite
def amounts(draw: st.DrawFn) -> Written:
    """Money in đồng or dollars, with a scale word or without."""
    value = draw(st.integers(min_value=1, max_value=99_999))
    scale, worth = draw(st.sampled_from(SCALES))
    money, unit = draw(st.sampled_from([(" đồng", "VND"), (" USD", "USD"), (" VNĐ", "VND"), (" đô la", "USD")]))
    if draw(st.booleans()):
        return Written(f"{grouped(value)} {scale}{money}", "Nộp ngân sách ", ".", value * worth, unit)
    tenths = draw(st.integers(min_value=1, max_value=9))
    written = f"{grouped(value)},{tenths} {scale}{money}"
    return Written(written, "Nộp ngân sách ", ".", float((value * 10 + tenths) * int(worth) // 10), unit)


@st.composite
def ranges(draw: st.DrawFn) -> Written:
    """Two numbers of one noun or unit, parted by a dash."""
    low = draw(st.integers(min_value=1, max_value=1900))
    high = draw(st.integers(min_value=low + 1, max_value=low + 900))
    dash = draw(st.sampled_from([" - ", "-", " – ", "–"]))
    sign, after, unit = draw(
        st.sampled_from([("", " đảng viên.", "count"), ("%", ".", "percent"), ("", " lớp.", "count")])
    )
    mention = f"{grouped(low)}{dash}{grouped(high)}{sign}"
    return Written(mention, "Phấn đấu đạt từ ", after, low, unit, high, None, "range")


@st.composite
def ratios(draw: st.DrawFn) -> Written:
    """A part of a whole, before a noun."""
    whole = draw(st.integers(min_value=1, max_value=9999))
    part = draw(st.integers(min_value=1, max_value=whole))
    return Written(f"{grouped(part)}/{grouped(whole)}", "Có ", f" {draw(nouns)}.", part, "count", None, whole)


@given(st.one_of(whole_numbers(), shares(), amounts(), ranges(), ratios()))
@settings(max_examples=400, deadline=None)
def test_a_number_survives_every_notation(written: Written) -> None:
    text = written.before + written.mention + written.after
    (quantity,) = read_quantities(text)
    assert text[quantity.extent.start : quantity.extent.end] == written.mention
    assert (quantity.value, quantity.unit, quantity.value_max, quantity.out_of, quantity.comparator) == (
        written.value,
        written.unit,
        written.value_max,
        written.out_of,
        written.comparator,
    )


@given(st.one_of(whole_numbers(), shares(), amounts(), ranges(), ratios()))
@settings(max_examples=200, deadline=None)
def test_the_mention_alone_says_the_same_number(written: Written) -> None:
    parsed = parse_mention(written.mention)
    assert parsed is not None
    assert (parsed.value, parsed.unit, parsed.value_max, parsed.out_of) == (
        written.value,
        written.unit,
        written.value_max,
        written.out_of,
    )


# --- any text ---


@given(st.text(max_size=400))
@settings(deadline=None)
def test_any_text_is_read_and_its_offsets_hold(text: str) -> None:
    article = Article.from_text("any", text)
    found = read(article)
    whole = Extent(0, len(article.text))
    for mentions in (found.blocks, found.quantities, found.cells, found.dates, found.periods):
        extents = [mention.extent for mention in mentions]
        assert all(whole.covers(extent) and len(extent) for extent in extents)
        assert extents == sorted(extents)
    for one, following in pairwise(found.quantities):
        assert not one.extent.overlaps(following.extent)
    for others in (found.documents, found.people, found.organizations):
        assert all(whole.covers(other.extent) and len(other.extent) for other in others)


# --- mixtures of what the articles are made of ---

FRAGMENTS = (
    "Đảng ủy Khối các cơ quan tỉnh",
    "Kon Tum",
    "Đảng bộ Khối",
    "Ban Thường vụ",
    "tổng kết công tác xây dựng Đảng năm 2018",
    "triển khai nhiệm vụ năm 2019",
    "Sáng 15/1/2019,",
    "Năm 2018,",
    "6 tháng đầu năm",
    "kết nạp",
    "phấn đấu",
    "kiểm tra",
    "thi hành kỷ luật",
    "trong đó có",
    "chiếm",
    "tăng",
    "giảm",
    "so với năm 2017",
    "vượt",
    "kế hoạch",
    "tương ứng",
    "đảng viên",
    "nữ",
    "tổ chức cơ sở đảng",
    "chi bộ",
    "hoàn thành tốt nhiệm vụ",
    "trong sạch, vững mạnh",
    "214",
    "48/66",
    "81,01%",
    "2,5 tỷ đồng",
    "từ 100 - 120",
    "không có",
    "một",
    "năm",
    "trở lên",
    "tặng Giấy khen cho 12 tập thể, 20 cá nhân",
    "Bằng khen của Chủ tịch UBND tỉnh",
    "đồng chí Lê Văn Tám, Bí thư Đảng ủy Khối",
    "Nghị quyết số 12-NQ/ĐUK",
    "Trung ương 4 khóa XII",
    "Tuy nhiên, còn hạn chế:",
    "Nhiệm vụ trọng tâm:",
    "mở 2 lớp",
    "học viên",
    "doanh thu",
    ",",
    ";",
    ".",
    ":",
    "(",
    ")",
    "và",
    "\n",
    "\n\n",
    "\t",
    "- ",
    "“",
    "”",
    "Ảnh: Thu Thủy",
    "\u00a0",
    "\u200b",
    "e\u0302\u0301",
)


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=60), st.sampled_from([" ", "", " "]))
@settings(max_examples=150, deadline=None)
def test_the_rules_and_the_gate_bear_any_mixture_and_what_they_keep_stands_in_the_text(
    pieces: list[str], glue: str
) -> None:
    article = Article.from_text("mixture", glue.join(pieces))
    reading = read(article)
    draft = ENGINE.draft(article, reading).draft
    grounded = ground(article, reading, draft)
    summary = grounded.summary
    spans = [figure.mention for figure in summary.figures]
    for items in (summary.figures, summary.awards, summary.people, summary.documents, summary.points):
        spans += [item.evidence for item in items]
    for span in spans:
        assert article.text[span.start : span.end] == span.text
    assert all(figure.evidence.start <= figure.mention.start for figure in summary.figures)
    assert {figure.organization for figure in summary.figures} <= {None, *(o.name for o in summary.organizations)}
    assert grounded.coverage.explained <= grounded.coverage.quantities == len(reading.quantities)


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_the_rules_and_the_gate_bear_any_text(text: str) -> None:
    article = Article.from_text("any", text)
    reading = read(article)
    grounded = ground(article, reading, ENGINE.draft(article, reading).draft)
    assert grounded.summary.doc_id == "any"
