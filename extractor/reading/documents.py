"""Documents with what stands beside their kind: number, plenum or congress, date, issuer, subject.

Nothing is merged or judged here; `engines.rules.documents` does that. Source: annotation guide, section 6.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from extractor.labels import DocumentKind
from extractor.reading import document_forms as forms
from extractor.reading.bodies import heads_anywhere, is_general, read_body
from extractor.reading.model import Block, BlockRole, DocumentMention
from extractor.text.article import Extent
from extractor.text.flat import flatten

_ROLES: Final[frozenset[BlockRole]] = frozenset(["title", "lead", "body", "caption"])
_ISSUED_REACH: Final = 130
"""Characters before a document in which a sentence tells when it was given out."""
_LONGEST_MATTER: Final = 300
"""Characters beyond which the words for what a document is about stop."""


@dataclass(frozen=True, slots=True)
class _Tail:
    """What follows a document; `bare_end` is where the subject, which may name further documents, has not begun."""

    end: int
    bare_end: int
    issued_on: date | None = None
    issuer: Extent | None = None
    about: Extent | None = None


def read_documents(text: str, blocks: Sequence[Block], skip: Iterable[Extent] = ()) -> tuple[DocumentMention, ...]:
    """Every mention of a document that can be told apart, in order; nothing inside `skip`. Never raises."""
    flat = flatten(text)
    left_out = tuple(skip)
    mentions: list[DocumentMention] = []
    for block in blocks:
        if block.role in _ROLES:
            mentions += _BlockReader(text, flat, block.extent).read()
    return tuple(m for m in mentions if not any(m.extent.overlaps(stretch) for stretch in left_out))


class _BlockReader:
    """Reads the documents of one paragraph."""

    def __init__(self, text: str, flat: str, extent: Extent) -> None:
        self.text, self.flat, self.limit, self.start = text, flat, extent.end, extent.start
        self._resume = extent.start
        self._series: tuple[int, Extent | None] | None = None
        """Where the last numbered document ended, and the issuer that was named before it."""

    def read(self) -> list[DocumentMention]:
        """The paragraph's mentions in order."""
        found: list[DocumentMention] = []
        waiting: list[tuple[DocumentKind, int, Extent]] = []
        position = self.start
        while (kind := forms.placed_kinds().search(self.flat, position, self.limit)) is not None:
            label = forms.kinds()[kind[0]]
            mentions = list(self._mentions(label, kind.start(), self._after_kind(kind.end())))
            if kind[0] in ("nq", "ct", "kl") and not (mentions and self.text[kind.start()].isupper()):
                mentions = []
            found += mentions
            position = max(kind.end(), self._resume if mentions else 0)
            found += self._issued_together(label, kind, waiting, mentions)
        return found

    def _after_kind(self, position: int) -> int:
        qualifier = forms.qualifier().match(self.flat, position, self.limit)
        after = qualifier.end() if qualifier else position
        while after < self.limit and self.flat[after] in ' "':
            after += 1
        return after

    def _issued_together(
        self,
        label: DocumentKind,
        kind: re.Match[str],
        waiting: list[tuple[DocumentKind, int, Extent]],
        mentions: Sequence[DocumentMention],
    ) -> Iterator[DocumentMention]:
        """ "Nghị quyết của A và Nghị quyết của B về C": both are about C."""
        if mentions:
            about = mentions[0].title if mentions[0].number is None and mentions[0].issuer else None
            for other, start, issuer in waiting if about else ():
                yield DocumentMention(
                    Extent(start, mentions[0].extent.end), other, None, about, None, self._words(issuer)
                )
            waiting.clear()
            return
        tail = self._tail(kind.end())
        if tail.issuer is not None:
            following = forms.JOINT_OR_COMMA.match(self.flat, tail.end)
            if (
                following
                and forms.kind_pattern().match(self.flat, following.end())
                and not self._is_general(tail.issuer)
            ):
                waiting.append((label, kind.start(), tail.issuer))
                return
        waiting.clear()

    def _mentions(self, kind: DocumentKind, start: int, after: int) -> Iterator[DocumentMention]:
        flat, limit = self.flat, self.limit
        numbered = forms.NUMBER.match(flat, after, limit)
        if numbered is not None:
            yield from self._numbered(kind, start, numbered)
            return
        short = forms.short_number().match(flat, after, limit)
        if short is not None and not (kind in forms.YEARLY and forms.is_year(short)):
            yield from self._short(kind, start, short)
            return
        if kind in ("Nghị quyết", "Kết luận"):
            named = [*self._named(kind, start, after)] or [*self._of_the_meeting(kind, start, after)]
            if named:
                yield from named
                return
        yield from self._by_matter(kind, start, after)

    # numbers

    def _numbered(self, kind: DocumentKind, start: int, match: re.Match[str]) -> Iterator[DocumentMention]:
        numbers = [match.span("n")]
        end = match.end()
        while (more := forms.MORE.match(self.flat, end, self.limit)) and (
            following := forms.NUMBER.match(self.flat, more.end(), self.limit)
        ):
            if "-" not in following["n"] and "/" not in following["n"]:
                break
            numbers.append(following.span("n"))
            end = following.end()
        tail = self._tail(end)
        self._resume = max(end, tail.bare_end)
        before = self._issuer_before(start) or self._issuer_of_series(start)
        issuer = tail.issuer or before or self._issuer_shared(tail.end)
        self._series = (tail.end, before) if tail.issuer is None else None
        issued_on = tail.issued_on or self._issued_before(start)
        for first, last in numbers:
            yield DocumentMention(
                extent=Extent(start, tail.end),
                kind=kind,
                number="".join(self.text[first:last].split()),
                title=None,
                issued_on=issued_on if len(numbers) == 1 or last == numbers[-1][1] else None,
                issuer=self._words(issuer),
            )

    def _issued_before(self, start: int) -> date | None:
        """The day with which the sentence opens that tells that the document was given out."""
        told = forms.ISSUED_BEFORE.search(self.flat, max(0, start - _ISSUED_REACH), start)
        return None if told is None else forms.day(told)

    def _short(self, kind: DocumentKind, start: int, match: re.Match[str]) -> Iterator[DocumentMention]:
        """ "Chỉ thị 05", "các Nghị quyết số 18, 19-NQ/TW": a bare number, in a list with the code at its end."""
        numbers = [match["n"]]
        end = match.end()
        while (more := forms.MORE.match(self.flat, end, self.limit)) is not None:
            full = forms.NUMBER.match(self.flat, more.end(), self.limit)
            bare = forms.short_number().match(self.flat, more.end(), self.limit)
            if full is not None:
                written = "".join(self.text[full.start("n") : full.end("n")].split())
                numbers.append(written)
                end = full.end()
                break
            if bare is None or int(bare["n"]) <= int(re.match(r"\d+", numbers[-1])[0]):  # type: ignore[index]
                break
            numbers.append(bare["n"])
            end = bare.end()
        tail = self._tail(end)
        self._resume = max(end, tail.bare_end)
        nameless = kind == "Kế hoạch" and match[0] == match["n"]  # "Kế hoạch 12; kết quả: 13"
        if tail.issuer is None and (nameless or not self.text[start].isupper()):
            return
        for number in numbers:
            yield DocumentMention(Extent(start, tail.end), kind, number, None, tail.issued_on, self._words(tail.issuer))

    # plenums and congresses

    def _named(self, kind: DocumentKind, start: int, after: int) -> Iterator[DocumentMention]:
        position = after
        while True:
            generic = forms.GENERIC_CONGRESS.match(self.flat, position, self.limit)
            if generic is not None:
                end = self._resume = generic.end()
            else:
                found = self._plenums(kind, start, position) or self._congress(kind, start, position)
                if not found:
                    return
                yield from found
                end = self._resume
            chain = forms.CHAIN.match(self.flat, end, self.limit)
            if chain is None:
                return
            position = chain.end()
            start = position

    def _plenums(self, kind: DocumentKind, start: int, position: int) -> list[DocumentMention]:
        match = forms.SESSION.match(self.flat, position, self.limit) or forms.PLENUM.match(
            self.flat, position, self.limit
        )
        if match is None:
            return []
        numbers = [forms.ordinal(match["n"])]
        numbers += [
            forms.ordinal(word)
            for word in forms.PLENUM_NUMBER.findall(match["more"].replace("trung ương", "").replace("tw", ""))
        ]
        numbers = [number for number in numbers if number]
        end = match.end()
        terms: list[str] = []
        issuer: Extent | None = None
        term = forms.PLENUM_TERM.match(self.flat, end, self.limit)
        if term is not None:
            terms = [word.upper() for word in re.findall(r"[ivx]+(?![^\W\d_])", term["terms"])]
            end = term.end()
            if term["issuer"]:
                closing = term.end() if "(" not in term[0] and len(terms) == 1 else term.end("issuer")
                issuer = Extent(term.start("issuer"), closing)
        tail = self._tail(end)
        self._resume = max(end, tail.bare_end)
        end = max(end, tail.end)
        titles = [f"Trung ương {number} khóa {term}" for number in numbers for term in terms] or [
            f"Trung ương {number}" for number in numbers
        ]
        who = self._words(issuer or tail.issuer)
        return [DocumentMention(Extent(start, end), kind, None, title, tail.issued_on, who) for title in titles]

    def _congress(self, kind: DocumentKind, start: int, position: int) -> list[DocumentMention]:
        match = forms.CONGRESS.match(self.flat, position, self.limit)
        if match is None or not self._is_congress_name(match):
            match = forms.CONGRESS_TERM.match(self.flat, position, self.limit)
        if match is None:
            return []
        title = " ".join(self.text[match.start("t") : match.end("t")].split())
        end = match.end()
        if match.re is forms.CONGRESS:
            if match["tail"]:
                title = " ".join(self.text[match.start("t") : match.start("tail")].split())
            stop = self._body_end(match)
            if stop is not None:
                title = " ".join(self.text[match.start("t") : stop].split())
                end = stop
        tail = self._tail(end)
        self._resume = max(end, tail.bare_end)
        return [DocumentMention(Extent(start, max(end, tail.end)), kind, None, title, tail.issued_on, None)]

    def _is_congress_name(self, match: re.Match[str]) -> bool:
        return "nghị quyết" not in match[0] and "các cấp" not in match[0]

    def _body_end(self, match: re.Match[str]) -> int | None:
        """Where the body after the ordinal ends: the lazy pattern stops at its first word."""
        group = "body1" if match["body1"] else "body3" if match["body3"] else None
        if group is None:
            return None
        first = match.start(group) + 1
        body = read_body(self.text, self.flat, first, self.limit)
        return body.end if body is not None else None

    # by subject

    def _of_the_meeting(self, kind: DocumentKind, start: int, after: int) -> Iterator[DocumentMention]:
        """ "Nghị quyết lãnh đạo nhiệm vụ năm 2026 của Đảng ủy X": a conference's own."""
        match = forms.LEADS.match(self.flat, after, self.limit)
        body = read_body(self.text, self.flat, match.end(), self.limit) if match is not None else None
        if match is not None and body is not None and not self._is_general(body):
            self._resume = body.end
            about = Extent(*match.span("about"))
            yield DocumentMention(Extent(start, body.end), kind, None, self._words(about), None, self._words(body))

    def _by_matter(self, kind: DocumentKind, start: int, after: int) -> Iterator[DocumentMention]:
        tail = self._tail(after)
        issuer = tail.issuer or self._issuer_before(start)
        if tail.issuer is None and self._is_asked_for(start, issuer):
            return
        if issuer is None or tail.about is None or self._is_general(issuer):
            return
        self._resume = tail.about.start
        yield DocumentMention(
            Extent(start, tail.about.end), kind, None, self._words(tail.about), tail.issued_on, self._words(issuer)
        )

    # what follows

    def _tail(self, position: int) -> _Tail:
        """Date, term, issuer and subject after a document, in whatever order they come."""
        end = position
        issued_on: date | None = None
        issuer: Extent | None = None
        about: Extent | None = None
        for _ in range(5):
            if issued_on is None and (match := forms.DATE.match(self.flat, end, self.limit)):
                issued_on = forms.day(match)
                end = match.end()
            elif issuer is None and (match := forms.central_issuer(self.flat, end, self.limit)):
                issuer = Extent(*match.span("issuer"))
                end = match.end()
            elif issuer is None and (match := forms.OF.match(self.flat, end, self.limit)):
                issuer = read_body(self.text, self.flat, match.end(), self.limit, term=True)
                if issuer is None:
                    break
                end = issuer.end
            elif about is None and (match := forms.ABOUT.match(self.flat, end, self.limit)):
                stop = forms.matter_end().search(self.flat, match.end(), min(self.limit, match.end() + _LONGEST_MATTER))
                last = stop.start() if stop else min(self.limit, match.end() + _LONGEST_MATTER)
                about = self._trim(match.end(), last)
                break
            elif match := forms.TERM.match(self.flat, end, self.limit):
                end = match.end()
            else:
                break
        return _Tail(about.end if about else end, end, issued_on, issuer, about)

    def _trim(self, start: int, end: int) -> Extent | None:
        while start < end and self.flat[start] in ' "“”,':
            start += 1
        while end > start and self.flat[end - 1] in ' ,"':
            end -= 1
        return Extent(start, end) if end - start > 3 else None

    def _issuer_before(self, start: int) -> Extent | None:
        """ "Ban Thường vụ Tỉnh ủy ban hành Kế hoạch số ...": the subject of the verb."""
        window = max(self.start, start - 140)
        verb = forms.issues().search(self.flat[window:start])
        if verb is None:
            return None
        end = window + verb.start()
        for head in heads_anywhere().finditer(self.flat, window, end):
            body = read_body(self.text, self.flat, head.start(), end)
            if body is not None and body.end == end:
                return body
        return None

    def _issuer_of_series(self, start: int) -> Extent | None:
        """ "Ban Thường vụ Tỉnh ủy ban hành Nghị quyết số A về B và Quy định số C": the issuer of the first."""
        if self._series is None or forms.SERIES.fullmatch(self.flat, self._series[0], start) is None:
            return None
        return self._series[1]

    def _is_asked_for(self, start: int, issuer: Extent | None) -> bool:
        """Whether a paper in small letters is one that the issuer is only asked to issue."""
        if issuer is None or not self.text[start].islower():
            return False
        return forms.ASKED_FOR.search(self.flat, max(self.start, issuer.start - 100), issuer.start) is not None

    def _issuer_shared(self, end: int) -> Extent | None:
        """ "Chỉ thị số A và Kết luận số B của Bộ Chính trị": the issuer stands after the last."""
        joint = forms.JOINT.match(self.flat, end, self.limit)
        if joint is None:
            return None
        kind = forms.kind_pattern().match(self.flat, joint.end(), self.limit)
        if kind is None:
            return None
        number = forms.NUMBER.match(self.flat, kind.end() + 1, self.limit)
        return self._tail(number.end()).issuer if number else None

    def _is_general(self, issuer: Extent) -> bool:
        return is_general(self.flat[issuer.start : issuer.end])

    def _words(self, extent: Extent | None) -> str | None:
        return None if extent is None else " ".join(self.text[extent.start : extent.end].split())
