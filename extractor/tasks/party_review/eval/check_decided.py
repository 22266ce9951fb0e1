"""The questions of labelling that version 3 of the guide decided, as far as a program can see them.

Each is a doubt: the words nearly always mean what the row says, but a person may know better.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from extractor.eval.keys import text_key
from extractor.schema import Figure
from extractor.tasks.party_review.eval.findings import Finding, Label, Rule
from extractor.text.fold import fold_text

_HERE: Final = "#"
"""Stands for the mention in the clause that a cue is looked for in."""
_REACH: Final = 60
_STOPS: Final = re.compile(r"[;\n]|[.!?…](?=\s)")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words around a number (`#`), and what the guide wants of a figure that stands so."""

    words: str
    field: str
    fits: Callable[[Figure], bool]
    says: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """The words as a pattern for folded text."""
        return re.compile(fold_text(self.words))


def _is_other(figure: Figure) -> bool:
    return figure.subject == "other" and figure.measure == "other"


def _never(figure: Figure) -> bool:  # noqa: ARG001
    return False


CUES: Final[tuple[Cue, ...]] = (
    Cue(
        r"# (?:đoàn|đợt|cuộc) (?:kiểm tra|giám sát)",
        "subject",
        _is_other,
        "inspection teams and rounds are other/other with the noun in group.",
    ),
    Cue(
        r"kết luận (?:có vi phạm )?#[^#,;]{0,30}(?:có|là) (?:khuyết điểm, )?vi phạm",
        "measure",
        lambda figure: figure.measure == "violating",
        "“kết luận có vi phạm” is violating.",
    ),
    Cue(
        r"(?:thu ngân sách[^#,;]{0,25}|grdp[^#,;]{0,40}|tỷ lệ hộ nghèo[^#,;]{0,20}|hộ nghèo (?:còn|giảm)[^#,;]{0,12})#",
        "measure",
        _is_other,
        "results of the territory are other/other with the noun in group.",
    ),
    Cue(
        r"# (?:bộ )?(?:thẻ đảng viên|hồ sơ đảng viên)|(?:đổi thẻ|số hóa)[^#,;]{0,25}#",
        "measure",
        lambda figure: figure.measure == "other",
        "“đổi thẻ”, “số hóa hồ sơ” are other.",
    ),
    Cue(
        r"sáp nhập # (?:chi bộ|đảng bộ)",
        "measure",
        lambda figure: figure.measure == "other",
        "bodies that are merged are other.",
    ),
    Cue(
        r"# (?:báo cáo viên|tuyên truyền viên)",
        "measure",
        lambda figure: figure.subject == "other" and figure.measure in ("total", "other"),
        "“báo cáo viên” are other.",
    ),
    Cue(
        r"giải ngân[^#,;]{0,12}# (?!kế hoạch)(?:tổng )?vốn",
        "basis",
        lambda figure: figure.basis == "level",
        "a share of the capital is a level; vs_plan is “kế hoạch”.",
    ),
    Cue(
        r"(?:chuyển sinh hoạt|chuyển đi|chuyển đến)[^#,;]{0,25}#",
        "measure",
        lambda figure: figure.measure != "removed",
        "members who only move are other, not removed.",
    ),
    Cue(
        r"(?:ra khỏi đảng|xóa tên|cho rút tên)[^#,;]{0,12}# (?:đảng viên|trường hợp|đồng chí)",
        "measure",
        lambda figure: figure.measure == "removed",
        "members who leave the Party are removed.",
    ),
    Cue(
        r"khai trừ[^#,;]{0,12}# (?:đảng viên|trường hợp|đồng chí)",
        "measure",
        lambda figure: figure.measure == "disciplined",
        "expulsion is disciplined.",
    ),
    Cue(
        r"(?:huy hiệu (?:đảng )?# năm|# (?:đồng chí |huy hiệu |đảng viên )?[3-9]\d năm tuổi đảng)",
        "group",
        lambda figure: figure.group is not None and "năm" in figure.group,
        "a badge's years are its group.",
    ),
    Cue(
        r"kiểm tra khi có dấu hiệu vi phạm (?:đối với )?#",
        "group",
        lambda figure: "dấu hiệu" in (figure.group or ""),
        "“khi có dấu hiệu vi phạm” is a group of inspections.",
    ),
    Cue(
        r"(?:cơ sở dữ liệu|phiên bản|phần mềm)[^#,;]{0,20}#(?:[.)]| *$)",
        "mention",
        lambda figure: "." not in figure.mention.text,
        "a version is no figure.",
    ),
    Cue(r"sớm # ngày", "mention", _never, "a share of time is no figure."),
    Cue(r"# điểm cầu", "mention", _never, "places linked online are no figures."),
    Cue(
        r"# (?:ha|km|m2|mét) ",
        "unit",
        lambda figure: figure.unit == "count" and figure.group is not None,
        "a physical unit is a count with the unit in group.",
    ),
)
"""Source: annotation guide, version 3, section 3."""

_MANNERS: Final = tuple(fold_text(words) for words in ("chuyên đề", "thường xuyên"))
_PATTERNS: Final = tuple((cue, cue.pattern) for cue in CUES)


def decided_figures(label: Label) -> Iterator[Finding]:
    """Figures whose words the guide decides."""
    for place, figure in enumerate(label.summary.figures):
        around = _around(label.text, figure)
        for cue, pattern in _PATTERNS:
            if pattern.search(around) and not cue.fits(figure):
                yield Finding(f"figures[{place}].{cue.field}", f"{figure.mention.text!r}: {cue.says}", "doubt")
        if figure.measure in ("inspected", "supervised") and text_key(figure.group) in _MANNERS:
            yield Finding(f"figures[{place}].group", f"{figure.group!r} is no group of inspections.", "doubt")


def _around(text: str, figure: Figure) -> str:
    """The clause around the mention, folded, with `#` in the mention's place."""
    start, end = figure.mention.start, figure.mention.end
    before = _STOPS.split(text[max(0, start - _REACH) : start])[-1]
    after = _STOPS.split(text[end : end + _REACH])[0]
    return f"{_plain(before)}{_HERE}{_plain(after)}"


def _plain(text: str) -> str:
    return fold_text(text.replace(_HERE, " "))


def participants_learn_what_their_class_teaches(label: Label) -> Iterator[Finding]:
    """The group of participants is the topic of their class, where both stand in one sentence.

    No rule of the check: labels that follow the guide in all that is scored may lack it. `gold migrate` asks.
    """
    figures = label.summary.figures
    for place, figure in enumerate(figures):
        if figure.measure != "attended" or figure.group is not None or place == 0:
            continue
        lesson = figures[place - 1]
        if lesson.subject == "class" and lesson.group and _together(label.text, lesson, figure):
            message = f"is the topic of the class before it ({lesson.group!r})."
            yield Finding(f"figures[{place}].group", message, "doubt")


def _together(text: str, one: Figure, other: Figure) -> bool:
    return _STOPS.search(text[one.mention.end : other.mention.start]) is None


def bodies_in_general_are_nobodys_own(label: Label) -> Iterator[Finding]:
    """ "UBKT các cấp" is the listed body of the territory; Tỉnh ủy X and Đảng bộ tỉnh X are one body."""
    seen: dict[str, int] = {}
    for place, organization in enumerate(label.summary.organizations):
        name = text_key(organization.name) or ""
        if name.endswith(fold_text(" các cấp")):
            message = f"{organization.name!r} stands for the listed body of the territory."
            yield Finding(f"organizations[{place}].name", message, "doubt")
        same = _TERRITORY.sub(_territory, name)
        if (first := seen.setdefault(same, place)) != place:
            message = f"{organization.name!r} and organizations[{first}] are one body."
            yield Finding(f"organizations[{place}].name", message, "doubt")


_TERRITORY: Final = re.compile(fold_text(r"^(?:(tỉnh|thành|huyện) ủy|đảng (?:bộ|ủy) (tỉnh|thành phố|huyện))(?!\w)"))


def _territory(match: re.Match[str]) -> str:
    return (match[1] or match[2]).split()[0]


_NO_DOCUMENT: Final = re.compile(r"/(?:nđ-cp|qh\d+|pl-ubtvqh)", re.IGNORECASE)


def laws_and_decrees_are_no_documents(label: Label) -> Iterator[Finding]:
    """A law or a nghị định is none of the Party's documents (section 6)."""
    for place, document in enumerate(label.summary.documents):
        if document.number is not None and _NO_DOCUMENT.search(document.number):
            yield Finding(f"documents[{place}]", f"{document.number!r} is a law or a decree; it is none.", "doubt")


def honoured_people_are_named(label: Label) -> Iterator[Finding]:
    """Who is honoured by name is a person of the article (section 5); a named Đảng bộ is party_org unless "cơ sở"."""
    known = {text_key(person.name) for person in label.summary.people}
    for place, award in enumerate(label.summary.awards):
        if award.recipient is None:
            continue
        if award.recipient_kind in ("individual", "member") and text_key(award.recipient) not in known:
            yield Finding(f"awards[{place}].recipient", f"{award.recipient!r} is honoured, but not in people.", "doubt")
        committee = (text_key(award.recipient) or "").startswith((fold_text("Đảng bộ "), fold_text("Đảng ủy ")))
        if committee and award.recipient_kind == "grassroots_org" and not _calls_it_grassroots(award.evidence.text):
            message = f"a named {award.recipient!r} is party_org unless it is called “cơ sở”."
            yield Finding(f"awards[{place}].recipient_kind", message, "doubt")


def _calls_it_grassroots(evidence: str) -> bool:
    return re.search(fold_text(r"cơ sở|tccs"), fold_text(evidence)) is not None


DECIDED_RULES: Final[tuple[Rule, ...]] = (
    decided_figures,
    bodies_in_general_are_nobodys_own,
    laws_and_decrees_are_no_documents,
    honoured_people_are_named,
)
