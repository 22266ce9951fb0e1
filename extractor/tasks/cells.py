"""How a reply writes one leaf: a short text for each, in one of two forms, with the pattern that a server decodes by.

Pointed (`pointer`): `q5`, `d2`, `p1`, `n7` for what is marked; `= words` or `s3= words` for what the reader missed;
`s3` or `s3-s5` for clauses; `flood s3` for a label with its evidence. Quoted (`quote`, and everything that a person
writes): `words`, or `words << clause` where the words stand more than once; `flood << clause`; a date as 2024-09-07, a
period as 2024-Q3. `<` stands in no article as models see it.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from extractor.engines.llm.tagged_text import TaggedText
from extractor.tasks.claims import Claim
from extractor.tasks.marked_text import MarkedText
from extractor.tasks.marks import LETTERS
from extractor.tasks.outline import LeafNode
from extractor.text.article import Extent

Form = Literal["pointer", "quote"]

NONE: Final = "-"
"""Stands in a row for what the text does not say."""
BESIDE: Final = " << "
TEXT: Final = r'[^|"\\\n\r\t<]+'
_DIGITS: Final = r"[0-9]{1,4}"
"""Of a mark or a clause. Bounded, for a small model that decodes by the pattern may write digits without end."""
_PLACE: Final = rf"s{_DIGITS}(-s{_DIGITS})?"
_DATE: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_PERIOD: Final = r"[0-9]{4}(-(H[12]|Q[1-4]|[1-9][01]?M)|/[0-9]{4})?"
_MARK: Final = re.compile(r"[qdpn][0-9]{1,6}")
_POINTED_QUOTE: Final = re.compile(r"(s[0-9]{1,6}(?:-s[0-9]{1,6})?)?= ?(.+)", re.DOTALL)


def pattern(node: LeafNode, form: Form) -> str:
    """The pattern of a leaf's text, without anchors."""
    if node.kind == "free":
        return TEXT
    if form == "quote":
        quoted = rf"{TEXT}( << {TEXT})?"
        written = {"date": _DATE, "period": _PERIOD, "label": rf"({'|'.join(node.labels)}) << {TEXT}"}
        return written.get(node.kind, quoted)
    if node.kind == "label":
        return rf"({'|'.join(node.labels)}) {_PLACE}"
    if node.kind == "quoted":
        return rf"({_PLACE}(= {TEXT})?|= {TEXT})"
    letter = LETTERS[node.kind]
    other = {"date": _DATE, "period": _PERIOD}.get(node.kind, rf"(s{_DIGITS})?= {TEXT}")
    return rf"({letter}{_DIGITS}|{other})"


def example(node: LeafNode, form: Form) -> str:
    """How a leaf is described in the prompt's list of fields."""
    if node.kind == "free":
        return "TEXT of your own"
    if node.kind == "label":
        labels = "/".join(node.labels)
        return f"LABEL s3 ({labels})" if form == "pointer" else f"LABEL << its clause ({labels})"
    if form == "quote":
        return {"date": "2024-09-07", "period": "2024, 2024-H1, 2024-Q3, 2024-9M or 2021/2025"}.get(node.kind, "WORDS")
    if node.kind == "quoted":
        return "s3, or s3= WORDS"
    letter = LETTERS[node.kind]
    return f"a mark {letter}1" if node.kind in ("date", "period") else f"a mark {letter}1, or s3= WORDS"


def read_cell(node: LeafNode, text: str, form: Form, tagged: TaggedText | None = None) -> Claim | None:
    """The claim of a leaf's text; None where it says that the article does not say it. Never raises."""
    written = text.strip()
    if written in ("", NONE):
        return None
    if node.kind == "free":
        return Claim(written, value=written)
    return _read_pointed(node, written, tagged) if form == "pointer" and tagged else _read_quoted(node, written)


def _read_quoted(node: LeafNode, written: str) -> Claim:
    words, _, clause = (part.strip() for part in written.partition(BESIDE.strip()))
    beside = clause or None
    if node.kind == "label":
        return Claim(written, words=beside, value=words)
    if node.kind in ("date", "period"):
        return Claim(written, value=words)
    return Claim(written, words=words, beside=beside)


def _read_pointed(node: LeafNode, written: str, tagged: TaggedText) -> Claim:
    if _MARK.fullmatch(written):
        return Claim(written, mark=written)
    if node.kind == "label":
        label, _, place = written.partition(" ")
        return _in_clause(Claim(written, value=label), place.strip(), tagged)
    quoted = _POINTED_QUOTE.fullmatch(written)
    if quoted is not None:
        claim = Claim(written, words=quoted[2].strip())
        return _in_clause(claim, quoted[1], tagged) if quoted[1] else claim
    if node.kind in ("date", "period"):
        return Claim(written, value=written)
    if node.kind == "quoted" and re.fullmatch(_PLACE, written):
        return _in_clause(Claim(written), written, tagged)
    return Claim(written, words=written)


def _in_clause(claim: Claim, place: str, tagged: TaggedText) -> Claim:
    extent = clause_extent(place, tagged)
    fault = None if extent is not None else f"{place[:20]!r} is no clause of the text" if place else None
    return Claim(claim.written, words=claim.words, within=extent, value=claim.value, fault=fault)


def clause_extent(place: str, tagged: TaggedText) -> Extent | None:
    """The stretch of `s3` or `s3-s5`; None where there is no such clause."""
    ends = [tagged.clause(tag) for tag in place.split("-")] if re.fullmatch(_PLACE, place) else []
    known = [clause.extent for clause in ends if clause is not None]
    if not known or len(known) < len(ends):
        return None
    return Extent(min(one.start for one in known), max(one.end for one in known))


def write_cell(node: LeafNode, claim: Claim | None, form: Form, tagged: MarkedText) -> str:
    """A leaf's text from a claim that knows its place: what `read_cell` reads back to the same value."""
    if claim is None:
        return ""
    if node.kind == "free":
        return _plain(claim.value or "")
    extent = claim.extent
    if form == "quote":
        return _write_quoted(node, claim, tagged)
    if node.kind == "label":
        return f"{claim.value} {_place_of(extent, tagged)}"
    letter = LETTERS.get(node.kind)
    mark = tagged.marks.at(letter, extent) if letter is not None and extent is not None else None
    if node.kind == "name":
        mark = mark or tagged.marks.of_name(claim.words or "")
    if mark is not None:
        return mark
    if node.kind in ("date", "period"):
        return claim.value or ""
    return f"{_place_of(extent, tagged)}= {_plain(claim.words or '')}"


def _write_quoted(node: LeafNode, claim: Claim, tagged: MarkedText) -> str:
    if node.kind in ("date", "period"):
        return claim.value or ""
    clause = tagged.clause_of(claim.extent.start) if claim.extent is not None else None
    beside = _plain(tagged.article.slice(clause.extent)) if clause is not None else ""
    if node.kind == "label":
        evidence = _plain(tagged.article.slice(claim.extent)) if claim.extent is not None else beside
        return f"{claim.value}{BESIDE}{evidence}"
    words = _plain(claim.words or "")
    once = tagged.article.text.count(claim.words or "") == 1
    return words if once or not beside or node.kind == "quoted" else f"{words}{BESIDE}{beside}"


def _place_of(extent: Extent | None, tagged: TaggedText) -> str:
    if extent is None:
        return ""
    first, last = tagged.clause_of(extent.start), tagged.clause_of(max(extent.start, extent.end - 1))
    if first is None or last is None:
        return ""
    return first.tag if first == last else f"{first.tag}-{last.tag}"


def _plain(text: str) -> str:
    """Words without the characters that end a cell."""
    return " ".join(text.replace("|", " ").replace('"', "”").replace("\\", "/").replace("<", "‹").split())
