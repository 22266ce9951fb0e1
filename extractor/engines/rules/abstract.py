"""The abstract: who reviewed what and when, the main results, the main targets. Source: annotation guide, section 1.

Every sentence is put together from facts already found, each number in the article's own writing. An article without
an organisation or figures is told by its own first sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from extractor.engines.rules.clauses import Hidden
from extractor.engines.rules.draft import EventDraft, FigureDraft, OrganizationDraft, SourceDraft
from extractor.reading.model import Quantity, Reading
from extractor.reading.sentences import split_sentences
from extractor.text.article import Article, Extent
from extractor.text.flat import flatten
from extractor.text.lexicon import load_table

RESULTS: Final = 4
"""Results told at most."""
TARGETS: Final = 3
"""Targets told at most."""
OWN_WORDS: Final = 320
"""Characters of the article's own first sentences, where nothing else can be told."""
_SURE: Final = 0.5
"""The least probability that a figure's labels are right with which it is told."""
_LINE: Final = re.compile(r"\s+")
_DATELINE: Final = re.compile(r"^(?:\([^()]{1,30}\)|[^\W\d]{1,15}(?: [^\W\d]{1,15}){0,3})\s*[-–—]+\s*")
_PARTS: Final = {
    "H1": "6 tháng đầu năm", "H2": "6 tháng cuối năm", "Q1": "quý I năm", "Q2": "quý II năm", "Q3": "quý III năm",
    "Q4": "quý IV năm",
}  # fmt: skip


def write_abstract(
    article: Article,
    reading: Reading,
    source: SourceDraft,
    event: EventDraft,
    organizations: Sequence[OrganizationDraft],
    figures: Sequence[FigureDraft],
) -> str:
    """One to three Vietnamese sentences; empty only where the article has no sentence. Never raises.

    Args:
        article: the article.
        reading: its mentions.
        source: the document's own data (its title opens the abstract of an article without sentences).
        event: the conference.
        organizations: the bodies, the one that reviews first.
        figures: the figures, in text order.
    """
    if not organizations or event.kind == "other":
        return _own_words(article, reading) or (source.title or "")
    teller = _Teller(article, reading, figures, organizations[0].name)
    who = _who(organizations[0])
    review = load_table("extractor.engines.rules", "abstract.toml")["reviews"].get(event.kind, "tổng kết công tác")
    what = " ".join(part for part in (review, teller.period(event.review_period)) if part)
    opening = ", ".join(part for part in (teller.day(event), f"{who} {what}") if part)
    results = teller.phrases("result", event.review_period, RESULTS)
    sentences = [f"{opening}: {', '.join(results)}." if results else f"{opening}."]
    targets = teller.phrases("target", event.plan_period, TARGETS)
    if targets:
        plan = teller.period(event.plan_period)
        goal = f"{plan[0].upper()}{plan[1:]}, phấn đấu" if plan else "Thời gian tới, phấn đấu"
        sentences.append(f"{goal} {', '.join(targets)}.")
    return " ".join(sentences)


class _Teller:
    """Puts figures of one body, `who` by its name, into words."""

    def __init__(self, article: Article, reading: Reading, figures: Sequence[FigureDraft], who: str) -> None:
        self.article = article
        self.who = who
        self.quantities = {quantity.id: quantity for quantity in reading.quantities}
        self.units = {cell.extent: cell.unit for cell in reading.cells}
        self.figures = figures
        self.flat = flatten(article.text)
        self.numbers = {number.lstrip("0") or "0" for number in re.findall(r"\d+", article.text)}

    def day(self, event: EventDraft) -> str:
        """ "Ngày 14/1/2022", the year only where the article writes it."""
        on = event.held_on
        if on is None or not {str(on.day), str(on.month)} <= self.numbers:
            return ""
        return f"Ngày {on.day}/{on.month}" + (f"/{on.year}" if str(on.year) in self.numbers else "")

    def period(self, period: str | None) -> str:
        """A period in words, empty where its numbers are not in the article."""
        if period is None or not set(re.findall(r"\d{4}", period)) <= self.numbers:
            return ""
        if "/" in period:
            return "giai đoạn " + period.replace("/", " - ")
        year, _, part = period.partition("-")
        if part.endswith("M"):
            return f"{part[:-1]} tháng đầu năm {year}" if part[:-1] in self.numbers else f"năm {year}"
        words = _PARTS.get(part, "năm")
        if part.startswith("Q") and words.removesuffix(" năm").lower() not in self.flat:
            return ""
        return f"{words} {year}" if set(re.findall(r"\d+", words)) <= self.numbers else f"năm {year}"

    def phrases(self, phase: str, period: str | None, most: int) -> list[str]:
        """The most telling figures of a phase and period in words, each subject's rating once."""
        table = load_table("extractor.engines.rules", "abstract.toml")
        chosen: dict[str, str] = {}
        for subject, measure, phrase in table["results"]:
            topic = f"{subject}.{measure if measure in _ACTS else 'rating'}"
            if len(chosen) == most or topic in chosen or (chosen and measure == "total"):
                continue
            index = self._first(phase, period, subject, measure)
            if index is None:
                continue
            number = self._number(self.figures[index])
            if number is None:
                continue
            noun = table["nouns"].get(subject, "")
            before, after = number
            words = phrase.replace("{noun}", noun)
            named = re.search(r"\{n\}(?: (?:đảng viên|chỉ tiêu|" + re.escape(noun or "-") + "))?", words)
            at = named.end() if named else len(words)
            words = (words[:at] + after + words[at:]).replace("{n}", before)
            chosen[topic] = words + (self._whose(index) + self._beside(index)).replace(") (", "; ")
        return list(chosen.values())

    def _first(self, phase: str, period: str | None, subject: str, measure: str) -> int | None:
        """The first figure of that kind that is more likely right than not; one of the body's own goes first.

        Members of whom far more are told of later are a part of those ("riêng khối doanh nghiệp kết nạp 3").
        """
        own: list[int] = []
        found: int | None = None
        for index, figure in enumerate(self.figures):
            if (figure.phase, figure.subject, figure.measure) != (phase, subject, measure):
                continue
            if figure.decision.confidence < _SURE:
                continue
            if figure.basis != "level" or figure.group is not None or not (period is None or figure.period == period):
                continue
            past = phase == "target" and self._reached(figure)
            if past or (measure in _COUNTED and self._is_share(figure)) or self._was_before(figure):
                continue
            if self._is_of_each(figure):
                continue
            if figure.organization == self.who:
                own.append(index)
            found = index if found is None else found
        if not own:
            return found
        most = max(own, key=self._count)
        small = measure in _WHOLES and 0 <= self._count(own[0]) < self._count(most) / 2
        return most if small else own[0]

    def _count(self, index: int) -> float:
        """How many a figure counts; nothing where it counts none."""
        quantity = self.quantities.get(self.figures[index].quantity or "")
        return quantity.value if quantity is not None and quantity.unit == "count" else -1.0

    def _was_before(self, figure: FigureDraft) -> bool:
        """Whether a number is only what another rose or fell from ("tăng từ 5.000 lên 5.120")."""
        quantity = self.quantities.get(figure.quantity or "")
        if quantity is None or not self.flat.endswith("từ ", 0, quantity.extent.start):
            return False
        return _BECAME.match(self.flat, quantity.extent.end) is not None

    def _is_of_each(self, figure: FigureDraft) -> bool:
        """Whether a number is of each year or each body ("mỗi năm kết nạp 25 - 30 đảng viên"), and not the whole."""
        quantity = self.quantities.get(figure.quantity or "")
        if quantity is None:
            return False
        start = quantity.extent.start
        return _OF_EACH.search(self.flat, max(0, start - _NEAR), start) is not None

    def _whose(self, index: int) -> str:
        """The body that a figure is of where it is another than the one that the sentence begins with."""
        owner = self.figures[index].organization
        return f" ({owner})" if owner not in (None, self.who) else ""

    def _reached(self, target: FigureDraft) -> bool:
        """Whether the article tells what became of a target: then it was a plan of the past."""
        wanted = ("result", "level", target.subject, target.measure, target.period, target.group)
        return any(
            (one.phase, one.basis, one.subject, one.measure, one.period, one.group) == wanted for one in self.figures
        )

    def _is_share(self, figure: FigureDraft) -> bool:
        quantity = self.quantities.get(figure.quantity or "")
        return quantity is not None and quantity.unit == "percent"

    def _beside(self, index: int) -> str:
        """The percent of the plan reached, where the next figure, or the one after the plan itself, says it."""
        one = self.figures[index]
        for other in self.figures[index + 1 : index + 3]:
            if (other.subject, other.measure) != (one.subject, one.measure):
                break
            if (other.basis, other.phase) == ("vs_plan", one.phase) and (number := self._number(other)):
                return f" (đạt {number[0]}{number[1]} kế hoạch)"
        return ""

    def _number(self, figure: FigureDraft) -> tuple[str, str] | None:
        """A number as the article writes it, with its bound before it and what stands after its noun."""
        quantity = self.quantities.get(figure.quantity or "")
        if quantity is None or (quantity.value == 0 and figure.phase == "result"):
            return None
        words = _TORN.sub(r"\1", _line(self.article.slice(quantity.extent)))
        words = words.replace("USD", "usd").lower().replace("usd", "USD")
        words += self._unit(quantity)
        cue = quantity.cue
        if cue is None:
            return words, ""
        bound = _line(self.article.slice(cue)).lower()
        return (f"{bound} {words}", "") if cue < quantity.extent else (words, f" {bound}")

    def _unit(self, quantity: Quantity) -> str:
        """The unit a table's heading gives to a bare cell."""
        if quantity.extent not in self.units:
            return ""
        unit = self.units[quantity.extent]
        if quantity.unit == "percent":
            return "%"
        return f" {_line(self.article.slice(unit))}" if unit and quantity.unit in ("VND", "USD") else ""


_TORN: Final = re.compile(r"(?<=\d) ?([.,]) ?(?=\d)")
"""The mark of a number with blanks beside it ("4 . 250"), which would end a sentence."""
_OF_EACH: Final = re.compile(r"(?<!\w)(?:mỗi|từng|bình quân|hằng năm|hàng năm)(?!\w)[^.;\d]{0,60}$")
_NEAR: Final = 80
"""Characters before a number in which such a word stands."""
_BECAME: Final = re.compile(r"(?: (?!đến|tới|trở)[^\W\d_]+){0,3} (?:lên|xuống|còn)(?![^\W\d_])")
_ACTS: Final = frozenset(
    "admitted revenue budget_paid inspected supervised disciplined donated studied badge total met".split()
)
"""Measures that are told beside a rating; of the ratings of one subject only the first is."""
_WHOLES: Final = frozenset(["admitted", "total"])
"""Measures whose small number, before a far greater one, is a part's."""
_COUNTED: Final = frozenset(["admitted"])
"""Measures of which a share says nothing without its whole ("kết nạp 104% đảng viên")."""


def _who(first: OrganizationDraft) -> str:
    name = first.name
    if first.province and flatten(first.province) not in flatten(name):
        tail = flatten(name).endswith(("tỉnh", "tỉnh ủy"))
        name = f"{name} {first.province}" if tail else f"{name} ({first.province})"
    return name[:1].upper() + name[1:]


def _own_words(article: Article, reading: Reading) -> str:
    """The article's first one or two sentences, without its dateline."""
    hidden = Hidden(reading.intrusions)
    told: list[str] = []
    for sentence in _opening(article, reading, hidden):
        words = _line(article.slice(sentence)).lstrip("-–•*+ ")
        words = words if told else _DATELINE.sub("", words)
        if len(words) < 30 or (told and len(" ".join(told)) + len(words) > OWN_WORDS):
            continue
        told.append(words[:1].upper() + words[1:])
        if len(told) == 2:
            break
    return " ".join(told)


def _opening(article: Article, reading: Reading, hidden: Hidden) -> Iterable[Extent]:
    sentences = split_sentences(article.text, reading.blocks[:40], frozenset(["lead", "body"]))
    return [s.extent for s in sentences[:6] if len(s.extent) <= 2 * OWN_WORDS and not hidden.overlaps(s.extent)]


def _line(words: str) -> str:
    return _LINE.sub(" ", words).strip()
