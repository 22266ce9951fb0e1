"""Errors a model might make, planted into right replies at a given rate: the same for the same seed and article.

Each invention (a number, a name, a wording that the article does not have) is remembered in `inventions`, so that a
test can look for it in the output. What may be said of other items (swapped ids, wrong corrections) invents nothing.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from extractor.engines.llm.tagged_text import TaggedText
from extractor.tasks.party_review.codec import pointer, rows
from extractor.tasks.party_review.codec.replies import PointerReply, QuoteFigure, QuoteReply

_NAMES: Final = ("Vương Hạc Tùng", "Tống Khả Doanh", "Lục Tiểu Phụng", "Cốc Thiên Sầu")
_BODIES: Final = ("Đảng ủy Khối Nông trường Sao Mộc", "Ban Tổ chức Châu ủy Lam Giang")
_WORDS: Final = ("phi hành gia", "thợ lặn biển", "kỵ binh")
_TITLES: Final = ("Huân chương Mặt trăng", "Cúp Sao Hỏa")
_NUMBERS: Final = ("77.431", "6.913", "48,67%", "913,7 tỷ đồng")
_CORRECTIONS: Final = ("neg", "gt", "lt", "ge", "approx", "USD", "percent", "/999983")


class Planter:
    """Plants errors at a rate. `inventions` are the strings planted so far that no article has."""

    def __init__(self, rate: float, seed: int = 0) -> None:
        self.rate = rate
        self.seed = seed
        self.inventions: set[str] = set()
        self.planted = 0

    def rows(self, reply: PointerReply, tagged: TaggedText) -> PointerReply:
        """A pointer reply with errors among its rows."""
        return PointerReply.model_construct(**_Pointer(self, reply, tagged).planted())

    def quotes(self, reply: QuoteReply, tagged: TaggedText) -> QuoteReply:
        """A quote reply with errors among its items."""
        return QuoteReply.model_validate(_Quotes(self, reply, tagged).planted())


class _Planting:
    def __init__(self, planter: Planter, tagged: TaggedText) -> None:
        self.planter, self.tagged = planter, tagged
        first = tagged.asked[0].number if tagged.asked else 0
        self.random = random.Random(f"{planter.seed} {tagged.article.doc_id} {first}")

    def hit(self) -> bool:
        found = self.random.random() < self.planter.rate
        self.planter.planted += found
        return found

    def invented(self, *choices: str) -> str:
        """One of the strings, remembered; never one that the article has."""
        found = self.random.choice([one for one in choices if one not in self.tagged.article.text])
        self.planter.inventions.add(found)
        return found

    def digits(self, words: str) -> str:
        """The words with one digit changed so that the number stands nowhere in the article."""
        for _ in range(50):
            at = self.random.choice([i for i, char in enumerate(words) if char.isdigit()] or [0])
            changed = words[:at] + self.random.choice("123456789") + words[at + 1 :]
            if re.sub(r"\D", "", changed) not in re.sub(r"[.,]", "", self.tagged.article.text):
                return changed
        return self.invented(*_NUMBERS)

    def unlabelled(self) -> str | None:
        """Digits of the article that are no quantity: a year, a document's number, a date."""
        taken = [quantity.extent for quantity in self.tagged.reading.quantities]
        text = self.tagged.article.text
        free = [
            match.group()
            for match in re.finditer(r"(?<![\w.,/-])\d+(?![\w.,%])", text)
            if not any(one.start < match.end() and match.start() < one.end for one in taken)
        ]
        whole = {digits for one in taken for digits in re.findall(r"\d+", text[one.start : one.end])}
        free = [one for one in free if one not in whole]
        return self.random.choice(free) if free else None


class _Pointer(_Planting):
    def __init__(self, planter: Planter, reply: PointerReply, tagged: TaggedText) -> None:
        super().__init__(planter, tagged)
        self.reply = reply

    def planted(self) -> dict[str, object]:
        """The fields of the reply, errors and all."""
        reply = self.reply
        fields: dict[str, object] = reply.model_dump()
        figures, missed = list(reply.figures), list(reply.missed)
        kinds: list[Callable[[list[str], list[str], int], None]] = [
            *(self._unknown_id, self._twice, self._swapped, self._corrected),
            *(self._missed, self._changed, self._not_a_figure, self._relabelled),
        ]
        for at in range(len(figures)):
            if self.hit():
                self.random.choice(kinds)(figures, missed, at)
        fields |= {"figures": figures, "missed": missed}
        if reply.abstract and self.hit():
            fields["abstract"] = f"{reply.abstract} Ngoài ra còn {self.invented(*_NUMBERS)} đảng viên."
        if self.hit():
            fields["outlet"] = self.invented(*_BODIES)
        if self.hit():
            fields["authors"] = [*reply.authors, self.invented(*_NAMES)]
        if self.hit():
            fields["held_on"] = "1987-11-30"
        fields["organizations"] = self._more(reply.organizations, lambda: f"other | {self.invented(*_BODIES)}")
        fields["people"] = self._more(reply.people, self._person)
        fields["awards"] = self._more(reply.awards, self._award)
        fields["documents"] = self._more(reply.documents, self._document)
        fields["points"] = self._more(reply.points, self._point)
        return fields

    def _more(self, lines: list[str], make: Callable[[], str]) -> list[str]:
        """The rows, with an invented one for each that is hit; one chance even where there is none."""
        return [*lines, *(make() for _ in range(max(1, len(lines))) if self.hit())]

    @property
    def _tag(self) -> str:
        return self.random.choice(self.tagged.asked).tag

    def _person(self) -> str:
        return f"{self._tag} | {self.invented(*_NAMES)} | Bí thư"

    def _award(self) -> str:
        count = self.random.choice(["9137", "-", "q9137"])
        return f"{self._tag} cell {count} review | {self.invented(*_TITLES)} | {self.invented(*_BODIES)}"

    def _document(self) -> str:
        return f"{self._tag} | Chỉ thị | {self.invented('9137-CT/TW', '1379-NQ/ĐUK')}"

    def _point(self) -> str:
        return f"shortcoming {self._tag} | {self.invented(*_NAMES)} làm mất {self.invented(*_NUMBERS)} hồ sơ."

    def _unknown_id(self, figures: list[str], missed: list[str], at: int) -> None:
        figures.append(f"q{9000 + at} {figures[at].split(' ', 1)[1]}")

    def _twice(self, figures: list[str], missed: list[str], at: int) -> None:
        figures.append(re.sub(r" (level|change|vs_plan|over_plan) ", " level ", figures[at]))

    def _swapped(self, figures: list[str], missed: list[str], at: int) -> None:
        other = self.random.randrange(len(figures))
        (mine, rest), (theirs, more) = figures[at].split(" ", 1), figures[other].split(" ", 1)
        # A sign goes with the basis: labels that change it would change the value.
        level = " level " in figures[at] and " level " in figures[other]
        if level and mine.count(",") == theirs.count(",") == 0:
            figures[at], figures[other] = f"{theirs} {rest}", f"{mine} {more}"

    def _corrected(self, figures: list[str], missed: list[str], at: int) -> None:
        row = pointer.parse_figure(figures[at])
        wrong = self.random.choice(_CORRECTIONS)
        head, bar, group = figures[at].partition(" | ")
        if not (row.comparator or row.unit or row.out_of or row.negative is not None):
            figures[at] = f"{head} {wrong}{bar}{group}"

    def _relabelled(self, figures: list[str], missed: list[str], at: int) -> None:
        row = pointer.parse_figure(figures[at])
        figures[at] = rows.format_figure(replace(row, group=self.invented(*_WORDS), period="1987"))

    def _missed(self, figures: list[str], missed: list[str], at: int) -> None:
        labels = "member admitted level result review -"
        missed.append(f"{self._tag} {labels} | {self.invented(*_NUMBERS)} | {self.invented(*_WORDS)}")

    def _changed(self, figures: list[str], missed: list[str], at: int) -> None:
        quantity = self.tagged.reading.quantity(pointer.parse_figure(figures[at]).targets[0])
        words = self.tagged.article.slice(quantity.extent) if quantity else "12"
        missed.append(f"{self._tag} member admitted level result review - | {self.digits(words)}")

    def _not_a_figure(self, figures: list[str], missed: list[str], at: int) -> None:
        words = self.unlabelled()
        if words:
            missed.append(f"{self._tag} member admitted level result review - | {words}")


class _Quotes(_Planting):
    def __init__(self, planter: Planter, reply: QuoteReply, tagged: TaggedText) -> None:
        super().__init__(planter, tagged)
        self.reply = reply

    def planted(self) -> dict[str, object]:
        """The fields of the reply, errors and all."""
        reply = self.reply
        fields = reply.model_dump()
        figures: list[dict[str, object]] = fields["figures"]
        kinds: list[Callable[[QuoteFigure], dict[str, object]]] = [
            *(self._value, self._mention, self._part_of_number, self._labels, self._not_a_figure),
        ]
        for at, figure in enumerate(reply.figures):
            if self.hit():
                figures[at] = {**figures[at], **self.random.choice(kinds)(figure)}
            if self.hit():
                figures.append({**figures[at], **self._invention(figure)})
        if self.hit():
            fields["abstract"] = f"{reply.abstract} Có {self.invented(*_NUMBERS)} đảng viên mới."
        if self.hit():
            fields["outlet"] = self.invented(*_BODIES)
        if self.hit():
            fields["held_on"] = "1987-11-30"
        for name in ("organizations", "people", "awards", "documents", "points"):
            items: list[dict[str, object]] = fields[name]
            for item in list(items):
                if self.hit():
                    items.append({**item, **self._item(name)})
        return fields

    def _item(self, name: str) -> dict[str, object]:
        """An invented item's own words."""
        if name in ("organizations", "people"):
            return {"name": self.invented(*(_BODIES if name == "organizations" else _NAMES))}
        if name == "awards":
            return {"title": self.invented(*_TITLES), "count": "9137"}
        if name == "documents":
            return {"number": self.invented("9137-CT/TW", "1379-NQ/ĐUK"), "title": ""}
        return {"text": f"{self.invented(*_NAMES)} làm mất {self.invented(*_NUMBERS)} hồ sơ."}

    def _invention(self, figure: QuoteFigure) -> dict[str, object]:
        number = self.invented(*_NUMBERS)
        return {"mention": number, "evidence": f"{self.invented(*_WORDS)} kết nạp {number}", "value": 77431.0}

    def _value(self, figure: QuoteFigure) -> dict[str, object]:
        return {"value": figure.value * 10 + 7}

    def _mention(self, figure: QuoteFigure) -> dict[str, object]:
        changed = self.digits(figure.mention)
        return {"mention": changed, "evidence": figure.evidence.replace(figure.mention, changed)}

    def _part_of_number(self, figure: QuoteFigure) -> dict[str, object]:
        inner = re.search(r"\d\D?\d", figure.mention)
        return {"mention": figure.mention[inner.start() + 1 :]} if inner else {"mention": "0"}

    def _labels(self, figure: QuoteFigure) -> dict[str, object]:
        wrong = {"group": self.invented(*_WORDS), "period": "1987", "organization": self.invented(*_BODIES)}
        if figure.unit == "count":
            wrong |= {"out_of": "999983", "comparator": "approx" if figure.comparator == "eq" else figure.comparator}
        return {**wrong}

    def _not_a_figure(self, figure: QuoteFigure) -> dict[str, object]:
        words = self.unlabelled()
        return {"mention": words} if words else {"value": 5.0}
