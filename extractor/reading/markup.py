"""Markup in a text that is none of a page: tags, entities, shortcodes. It is no content, and a reader steps over it.

What is shown is read: the text without its markup, and a map that leads every place there back to the article's own,
so that offsets stay those of the article as it was given (decision 004).
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any, Final, TypeVar

from extractor.text.article import Article, Extent, Grid
from extractor.text.lexicon import load_table

_Value = TypeVar("_Value")

_MORE_TAGS: Final = (
    "button|col|colgroup|dd|del|dl|dt|embed|figcaption|form|hr|iframe|input|label|noscript|object|picture|source|svg"
    "|tfoot|wbr|[a-z]{1,3}:[a-z]{1,12}"
)
_BLOCKS: Final = (
    "address|article|aside|blockquote|br|center|dd|div|dl|dt|figcaption|figure|footer|form|h[1-6]|header|hr|li|main|nav"
    "|ol|p|section|table|tbody|tfoot|thead|tr|ul"
)
_STRUCK: Final = r"<(?P<struck>del|s|strike)>[^<>\n]{0,300}</(?P=struck)>"
"""What is crossed out is not shown."""
_COMMENT: Final = r"<!--(?:[^\n<-]|-(?!->)|<(?!!--)){0,2000}+-->"
_ENTITY: Final = r"&(?:amp;){0,3}(?P<entity>#\d{1,6}|#x[0-9a-f]{1,5}|[a-z][a-z0-9]{1,20}(?=;)|nbsp(?![a-z]));?"
_QUOTES: Final = "\"'“”″‘’"
_SHORTCODE: Final = (
    rf"\[[a-z][a-z0-9_-]{{1,30}}(?: [a-z][a-z0-9_-]{{0,30}}="
    rf"(?:[{_QUOTES}][^{_QUOTES}\[\]\n]{{0,200}}[{_QUOTES}]|[^\s\[\]{_QUOTES}]{{1,100}})){{1,20}} ?/?\]"
    r"|\[/?(?:audio|caption|embed|gallery|playlist|video|vc_[a-z_]{1,20})\]"
)
"""What a content system fills in: "[caption width="640"]", "[gallery ids="12,13"]"."""
_SIGNS: Final = ("<", "&", "[")
_ENDS: Final = re.compile(r'(?:^|[\n.!?:;…])["”’)]{0,3}[ \t]*$')
_STOPS: Final = ".,;:)!?"


@cache
def _pattern() -> re.Pattern[str]:
    tags = "|".join(sorted(load_table("extractor.text", "intrusions.toml")["page_tags"]))
    return re.compile(
        rf"{_STRUCK}|{_COMMENT}|</?(?P<tag>{tags}|{_MORE_TAGS})(?:[ \t][^<>\n]{{0,1000}})?/?>|{_ENTITY}|{_SHORTCODE}",
        re.IGNORECASE,
    )


@cache
def _block() -> re.Pattern[str]:
    return re.compile(_BLOCKS, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shown:
    """An article without its markup, and the way back; `extents` are the markup's own places in the `given` article."""

    article: Article
    given: Article
    extents: tuple[Extent, ...]
    starts: tuple[int, ...]
    """Where each stretch of the shown text begins that was taken over as it is, or stands for markup."""
    sources: tuple[Extent, ...]
    """The stretch of the given text behind each."""

    def given_back(self, extent: Extent) -> Extent:
        """The stretch of the given text behind one of the shown text; markup at its edges is left out."""
        if extent.end <= extent.start:
            at = self._given(extent.start)[0]
            return Extent(at, at)
        return Extent(self._given(extent.start)[0], self._given(extent.end - 1)[1])

    def _given(self, at: int) -> tuple[int, int]:
        piece = max(0, bisect_right(self.starts, at) - 1)
        if piece >= len(self.sources):
            return len(self.given.text), len(self.given.text)
        source, offset = self.sources[piece], at - self.starts[piece]
        if self._length(piece) != len(source):  # one sign for an entity or a tag
            return source.start, source.end
        return source.start + offset, source.start + offset + 1

    def _length(self, piece: int) -> int:
        after = self.starts[piece + 1] if piece + 1 < len(self.starts) else len(self.article.text)
        return after - self.starts[piece]

    def of_given(self, extent: Extent) -> Extent:
        """The stretch of the shown text that a stretch of the given text shows, without blanks at its edges."""
        start, end = self._shown(extent.start), self._shown(extent.end)
        words = self.article.text[start:end]
        start += len(words) - len(words.lstrip())
        return Extent(start, max(start, start + len(words.strip())))

    def _shown(self, at: int) -> int:
        piece = bisect_right(self.sources, at, key=lambda source: source.start) - 1
        if piece < 0:
            return 0
        length = self._length(piece)
        if length != len(self.sources[piece]):
            return self.starts[piece] + (length if at > self.sources[piece].start else 0)
        return self.starts[piece] + min(length, at - self.sources[piece].start)

    def back(self, value: _Value) -> _Value:
        """The same value with every extent in it leading to the given text, and the given article for the shown."""
        moved: _Value = _moved(value, self)
        return moved


def _moved(value: Any, shown: Shown) -> Any:
    if isinstance(value, Extent):
        return shown.given_back(value)
    if isinstance(value, Article):
        return shown.given
    if isinstance(value, tuple):
        moved = [_moved(one, shown) for one in value]
        return type(value)(*moved) if hasattr(value, "_fields") else tuple(moved)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _moved(getattr(value, field.name), shown) for field in fields(value)})
    return value


def without_markup(article: Article) -> Shown | None:
    """The article as it is shown; null where it has no markup."""
    text = article.text
    if not any(sign in text for sign in _SIGNS):
        return None
    pieces = list(_pieces(text, broken=not (article.parts or article.grids)))
    if not pieces:
        return None
    written: list[str] = []
    starts: list[int] = []
    sources: list[Extent] = []
    done = length = 0
    for extent, sign in [*pieces, (Extent(len(text), len(text)), "")]:
        for source, words in ((Extent(done, extent.start), text[done : extent.start]), (extent, sign)):
            if words:
                written.append(words)
                starts.append(length)
                sources.append(source)
                length += len(words)
        done = extent.end
    plain = "".join(written)
    if not plain.strip() or not unicodedata.is_normalized("NFC", plain):
        return None
    marks = tuple(extent for extent, _ in pieces)
    shown = Shown(replace(article, text=plain), article, marks, tuple(starts), tuple(sources))
    return shown if not (article.parts or article.grids) else replace(shown, article=_parted(shown))


def _parted(shown: Shown) -> Article:
    """The shown article with the parts and tables that its container told of; those that were markup alone are gone."""
    given = shown.given
    parts = [replace(part, extent=shown.of_given(part.extent)) for part in given.parts]
    grids = [
        Grid(
            tuple(cell for one in grid.cells if (cell := replace(one, extent=shown.of_given(one.extent))).extent),
            (shown.of_given(grid.title) or None) if grid.title else None,
        )
        for grid in given.grids
    ]
    return replace(
        shown.article,
        parts=tuple(part for part in parts if part.extent),
        grids=tuple(grid for grid in grids if grid.cells),
    )


def _pieces(text: str, *, broken: bool) -> Iterator[tuple[Extent, str]]:
    """Each piece of markup with what it shows: a sign, a blank or the end of a line (where `broken` allows it), or
    nothing; a blank too many goes with it.
    """
    done = 0
    for match in _pattern().finditer(text):
        start, end = match.span()
        if match["entity"] is not None:
            sign = _sign(match["entity"])
            if sign is not None:
                yield Extent(start, end), sign
                done = end
            continue
        tag = match["tag"]
        before = text[max(done, start - 12) : start]
        if tag is not None and _block().fullmatch(tag):
            ends = not before or _ENDS.search(before) is not None or tag.lower() in ("br", "hr")
            closed = text.startswith(("\n", "\r"), end) or end == len(text)
            apart = text[end : end + 1] not in _STOPS and not before.endswith(" ")
            shown = "\n" if broken and (ends or closed) else " " if apart else ""
        else:
            shown = ""
            if before[-1:] in " \u00a0" and before:
                if text[end : end + 1] in (" ", "\u00a0"):
                    end += 1
                elif text[end : end + 1] and text[end] in _STOPS:
                    start -= 1
        yield Extent(start, end), shown
        done = end


def _sign(name: str) -> str | None:
    """The sign that an entity stands for, nothing where a number stands for no sign; null where it is no entity."""
    shown = html.unescape(f"&{name};")
    if name.startswith("#") and (len(shown) != 1 or shown == "\ufffd"):
        return ""
    if len(shown) != 1:
        return None
    return shown if shown.isprintable() or unicodedata.category(shown) == "Cf" else " " if shown.isspace() else None


def digits_within(text: str, extents: Iterable[Extent]) -> Iterator[Extent]:
    """The runs of digits in the markup's own places, which count nothing."""
    for extent in extents:
        for run in _DIGITS.finditer(text, extent.start, extent.end):
            yield Extent(*run.span())


_DIGITS: Final = re.compile(r"\d+")
