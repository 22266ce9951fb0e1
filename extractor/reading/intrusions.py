"""Text that speaks to a machine instead of a reader: instructions, chat markers, JSON, markup.

An article may hold such text by accident or malice. What stands in it is no part of the report, so every rule leaves
it out. Extents are whole sentences where the sentence is an instruction, and only the marker or bracket where the
sentence around it is real. The words are data: `text/data/intrusions.toml`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from extractor.reading.model import Block, BlockRole
from extractor.reading.sentences import split_sentences
from extractor.text.article import Extent
from extractor.text.flat import flatten
from extractor.text.lexicon import LETTER, load_table
from extractor.text.word_index import Places, WordPattern, first_letters, places

_ROLES: Final[frozenset[BlockRole]] = frozenset(["title", "lead", "body", "caption"])

_MARKER: Final = re.compile(
    r"<!--(?:[^\n<-]|-(?!->)|<(?!!--)){0,2000}+-->"
    r"|</?[a-z][a-z0-9_]{0,20}(?: [^<>\n]{0,80})?/?>"
    r"|<\|[^|<>\n]{1,40}\|>"
    r"|\[/?(?:inst|sys|system|user|assistant|q\d{1,4}|tool|hệ thống)\]"
    r"|```[a-z]{0,10}|(?<!#)#{2,} ?(?:instruction|system|response|input|hệ thống|chỉ dẫn)[^\n]{0,40}"
    r"|(?<![\w.])(?:system|assistant|human|user|prompt) ?:(?= )",
    re.IGNORECASE,
)
_PAIRED: Final = re.compile(
    r"<(?P<close>/?)(?P<tag>[a-z][a-z0-9_]{0,20})(?: [^<>\n]{0,80})?>|\[(?P<close2>/?)(?P<tag2>[a-z]\w{0,14})\]"
)
_SPEAKER: Final = re.compile(
    r"(?<![\w.])(?:system|assistant|human|user|prompt) ?:(?= )|<\|[^|<>\n]{1,40}\|>"
    r"|(?:^|(?<=[\n>\]}]))\s{0,9}(?:hệ thống|trợ lý|trợ lý ảo|người dùng) ?:(?= )"
)
_SPEECH_END: Final = re.compile(r"\[/\w{1,15}\]|</\w{1,20}>|<\|[^|<>\n]{1,40}\|>")
_SIGNS: Final = (
    *("<", "[", "{", "```", "##", "system", "assistant", "human", "user", "prompt", "\u017f", "\u0131"),
    *(f"{name}{colon}" for name in ("hệ thống", "trợ lý", "trợ lý ảo", "người dùng") for colon in (":", " :")),
)
"""One of these stands in every text with a marker, a role or JSON (where case does not count, a long s is an s and a
dotless i an i)."""
_LONGEST_PAIR: Final = 4000
"""Characters between an opening mark and its closing one beyond which they are no pair."""
_JSON_LINE: Final = re.compile(
    r'[{\[\s]*"[a-z_]{1,40}" ?: ?(?:-?[\d.]+|"[^"\n]*"|[\[{].*|true|false|null)[,}\]\s]*$|[{}\[\],\s]+$'
)
_JSON_OPENING: Final = re.compile(r'[{\[] ?[{\[]? ?"[\w ]{1,40}" ?:')
_BRACKET: Final = re.compile(r"[{}\[\]]")

_ORDERED: Final = re.compile(r"[^.;\n:]{0,40}: *(?:hãy|phải|bỏ qua|đừng|ghi|không nhắc|vui lòng)(?![^\W\d_])")
_WORD: Final = re.compile(r"[^\W\d_]+")
_ENGLISH_SHARE: Final = 0.25
_ENGLISH_LEAST: Final = 3
_ASIDE: Final = re.compile(r"[(\[][^()\[\]\n]{10,600}[)\]]")
_NOTE_OPENING: Final = re.compile(r"\W{0,3}(?=[^\W\d_])")
_LONGEST_NOTE: Final = 2000
"""Characters within which a bracket that opens with an instruction closes."""
_ASIDE_REST: Final = 30
"""Characters of real text a sentence needs around an aside for the aside alone to be taken out."""


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], frozenset[str], frozenset[str]]:
    table = load_table("extractor.text", "intrusions.toml")
    words = {name: "|".join(map(re.escape, table[name])) for name in ("machines", "orders", "follow_ups")}
    return (
        re.compile(rf"(?<!{LETTER})(?:{words['machines']})(?!{LETTER})"),
        re.compile(rf"(?<!{LETTER})(?:{words['orders']})(?!{LETTER})"),
        re.compile(rf"[^\w]{{0,9}}(?:{words['follow_ups']})(?!{LETTER})"),
        frozenset(table["english"]),
        frozenset(table["page_tags"]),
    )


@cache
def _machines() -> WordPattern:
    return WordPattern(_patterns()[0])


@cache
def _addressed() -> re.Pattern[str]:
    """A note to a machine: kind of note, for whom, colon ("lưu ý dành cho công cụ tóm tắt: ...")."""
    table = load_table("extractor.text", "intrusions.toml")
    machines = "|".join(map(re.escape, sorted(table["machines"], key=len, reverse=True)))
    return re.compile(rf"(?:{'|'.join(table['notes'])}) [^.;:\n]{{0,30}}?(?:{machines})(?!{LETTER})[^.;:\n]{{0,40}}:")


@dataclass(slots=True)
class _Piece:
    extent: Extent
    block: int
    taken: bool = False


def find_intrusions(text: str, blocks: Sequence[Block]) -> tuple[Extent, ...]:
    """The stretches of the article's content that are instructions to a machine or machine text, in order.

    Never raises; extents do not overlap.
    """
    flat = flatten(text)
    pieces = [_Piece(sentence.extent, sentence.block) for sentence in split_sentences(text, blocks, _ROLES)]
    cues, english = _cue_places(flat), _english_places(flat)
    found: list[Extent] = []
    before: _Piece | None = None
    for piece in pieces:
        start, end = piece.extent.start, piece.extent.end
        foreign = bisect_left(english, end) - bisect_left(english, start) >= _ENGLISH_LEAST
        suspect = foreign or bisect_left(cues, end) > bisect_left(cues, start)
        if not suspect and (before is None or not before.taken):
            before = piece
            continue
        part = flat[start:end]
        goes_on = before is not None and before.block == piece.block and before.taken
        taken = _instruction(part) or (goes_on and (_patterns()[2].match(part) is not None or _is_english(part)))
        if taken:
            aside = _aside(part, piece.extent.start)
            found.append(aside or _note(flat, piece.extent, blocks[piece.block].extent))
            piece.taken = aside is None
        before = piece
    content = [block.extent for block in blocks if block.role in _ROLES]
    found += [block for block in content if _JSON_LINE.match(flat, block.start, block.end)]
    if any(sign in flat for sign in _SIGNS):
        for block in content:
            found.extend(_machine_text(flat, block))
            found.extend(_speeches(flat, block))
        found.extend(_pairs(flat))
    return tuple(_merged(found))


def _cue_places(flat: str) -> list[int]:
    """Where the text has a cue of an instruction or speaks to a machine, in order."""
    found = [at for at, cue in _likely_cues(places(flat)) if cue.match(flat, at)]
    return sorted([*found, *(machine.start() for machine in _machines().finditer(flat))])


def _english_places(flat: str) -> list[int]:
    """Where the text has one of the frequent English words, in order."""
    return places(flat).of(_patterns()[3])


@cache
def _strong() -> dict[str, re.Pattern[str]]:
    """The cues by the letters that they begin with, four at most."""
    groups: dict[str, list[str]] = {}
    for cue in load_table("extractor.text", "intrusions.toml")["strong"]:
        for opening in _openings(cue):
            groups.setdefault(opening, []).append(cue)
    return {opening: re.compile("|".join(cues)) for opening, cues in groups.items()}


def _openings(cue: str) -> frozenset[str]:
    for count in (4, 3):
        with suppress(ValueError):
            return first_letters(cue, count)
    return first_letters(cue, 2)


@lru_cache(maxsize=8192)
def _cues_with(word: str) -> tuple[re.Pattern[str], ...]:
    """The cues that may begin with the word."""
    return tuple(cue for opening, cue in _strong().items() if word.startswith(opening))


def _likely_cues(words: Places) -> Iterator[tuple[int, re.Pattern[str]]]:
    """The places of the words that a cue may begin with."""
    for word in filter(_cues_with, words.starts):
        for cue in _cues_with(word):
            for at in words.starts[word]:
                yield at, cue


def _instruction(part: str) -> bool:
    machines, orders, *_ = _patterns()
    if any(cue.match(part, at) for at, cue in _likely_cues(Places(part))):
        return True
    if _is_english(part):
        return True
    for machine in machines.finditer(part):
        around = part[max(0, machine.start() - 60) : machine.end() + 120]
        if len({order[0] for order in orders.finditer(around)}) >= 2:
            return True
        if _ORDERED.match(part, machine.end()):
            return True
    return False


def _is_english(part: str) -> bool:
    words = _WORD.findall(part)
    if len(words) < 4:
        return False
    english = _patterns()[3]
    hits = sum(map(english.__contains__, words))
    if hits < _ENGLISH_LEAST:
        return False
    plain = sum(map(str.isascii, words))
    return hits >= _ENGLISH_SHARE * plain and 2 * plain > len(words)


def _aside(part: str, offset: int) -> Extent | None:
    """The bracket that holds the whole instruction, where the sentence around it is real."""
    for match in _ASIDE.finditer(part):
        rest = part[: match.start()] + part[match.end() :]
        if len(rest.strip()) >= _ASIDE_REST and _instruction(match[0]) and not _instruction(rest):
            return Extent(offset + match.start(), offset + match.end())
    return None


def _note(flat: str, sentence: Extent, block: Extent) -> Extent:
    """The whole note that the instruction opens: to the end of its bracket or, addressed, of its paragraph."""
    opening = flat[sentence.start]
    if opening in "[(" and flat.count(opening, sentence.start, sentence.end) > flat.count(
        "])"["[(".index(opening)], sentence.start, sentence.end
    ):
        closing = flat.find("])"["[(".index(opening)], sentence.end, min(block.end, sentence.start + _LONGEST_NOTE))
        return Extent(sentence.start, closing + 1 if closing >= 0 else sentence.end)
    head = _NOTE_OPENING.match(flat, block.start, block.end)
    if sentence.start == block.start and head is not None:
        addressed = _addressed().match(flat, head.end(), sentence.end)
        return block if addressed is not None else sentence
    return sentence


def _machine_text(flat: str, block: Extent) -> Iterator[Extent]:
    for match in _MARKER.finditer(flat, block.start, block.end):
        yield Extent(match.start(), match.end())
    if _JSON_OPENING.search(flat, block.start, block.end) is None:
        return
    closing = _closings(flat, block)
    position = block.start
    while (opening := _JSON_OPENING.search(flat, position, block.end)) is not None:
        end = closing.get(opening.start())
        if end is not None:
            yield Extent(opening.start(), end)
        position = end or opening.end()


def _speeches(flat: str, block: Extent) -> Iterator[Extent]:
    """What stands under a chat role ("system: ..."): up to a closing mark, else to the paragraph's end."""
    position = block.start
    while (speaker := _SPEAKER.search(flat, position, block.end)) is not None:
        end = _SPEECH_END.search(flat, speaker.end(), block.end)
        position = end.end() if end else block.end
        yield Extent(speaker.start(), position)


def _pairs(flat: str) -> Iterator[Extent]:
    """What stands between an opening mark and its closing one, "<note> ... </note>"; web tags hold real words."""
    plain = _patterns()[4]
    opened: dict[str, int] = {}
    for mark in _PAIRED.finditer(flat):
        name = mark["tag"] or mark["tag2"]
        if name in plain or re.fullmatch(r"q\d+", name):
            continue
        if not (mark["close"] or mark["close2"]):
            opened.setdefault(name, mark.start())
        elif (start := opened.pop(name, None)) is not None and mark.end() - start <= _LONGEST_PAIR:
            yield Extent(start, mark.end())


def _closings(flat: str, block: Extent) -> dict[int, int]:
    """Where each bracket of the block closes (exclusive)."""
    found: dict[int, int] = {}
    waiting: list[int] = []
    for bracket in _BRACKET.finditer(flat, block.start, block.end):
        if bracket[0] in "{[":
            waiting.append(bracket.start())
        elif waiting:
            found[waiting.pop()] = bracket.end()
    return found


def _merged(extents: Iterable[Extent]) -> Iterator[Extent]:
    open_one: Extent | None = None
    for extent in sorted(extents):
        if open_one is not None and extent.start < open_one.end:
            open_one = Extent(open_one.start, max(open_one.end, extent.end))
            continue
        if open_one is not None:
            yield open_one
        open_one = extent
    if open_one is not None:
        yield open_one
