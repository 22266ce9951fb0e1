"""The words that decide subject and measure, found in flat text (data/cues.toml)."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, NamedTuple

from extractor.text.lexicon import load_table
from extractor.text.number_words import ONES
from extractor.text.word_index import WordIndex

CueKind = Literal["subject", "thing", "pronoun", "verb", "predicate", "topic", "noise"]


class Cue(NamedTuple):
    """One cue at `start`..`end` of the flat text: the label it stands for and the part it plays."""

    start: int
    end: int
    kind: CueKind
    label: str


_TABLES: Final[tuple[tuple[str, CueKind], ...]] = (
    ("subjects", "subject"),
    ("things", "thing"),
    ("pronouns", "pronoun"),
    ("verbs", "verb"),
    ("predicates", "predicate"),
    ("topics", "topic"),
    ("noise", "noise"),
)


@cache
def _words() -> WordIndex[tuple[int, CueKind, str]]:
    """Every cue's pattern by the words it may begin with; the key is its rank, its part and its label."""
    table = load_table("extractor.engines.rules", "cues.toml")
    rows: list[tuple[tuple[int, CueKind, str], str]] = []
    for section, kind in _TABLES:
        for label, sources in table[section].items():
            ordered = sorted(sources, key=len, reverse=True)
            rows.append(((len(rows), kind, label), "|".join(_spaced(part) for part in ordered)))
    return WordIndex(rows)


def _spaced(source: str) -> str:
    """A literal space of the pattern matches any run of spaces or line breaks; sets and groups stay as they are."""
    return re.sub(r"(?<!\[\^)(?<!\\) (?!\?)", r"[ \\n]{1,9}", source)


_NOMINAL: Final = re.compile(
    r"(?:công tác|về|qua|từ|kết thúc|sau|việc|kế hoạch|chương trình|ủy ban|ubkt|đoàn|cán bộ|nghiệp vụ"
    r"|hình thức|cuộc|ngành|chất lượng|hiệu quả|nội dung|nhiệm vụ|nghiệp vụ công tác|tăng cường|quy "
    r"trình)(?: công tác)? *$"
)
_COUNTED: Final = re.compile(
    rf" (?:(?:ở|tại|đối với|với|cho) )?(?:\d|(?:{'|'.join(sorted(set(ONES) - {'năm'}))})(?![^\W\d_]))"
)
_MAY_BE_NOMINAL: Final = frozenset(["inspected", "supervised", "disciplined", "rated", "admitted"])


def _is_noun(flat: str, cue: Cue, previous: Cue | None) -> bool:
    """Whether a verb is only named ("công tác kiểm tra, giám sát", "qua kiểm tra"), not done."""
    if cue.kind != "verb" or cue.label not in _MAY_BE_NOMINAL or _COUNTED.match(flat, cue.end):
        return False
    if _NOMINAL.search(flat[max(0, cue.start - 24) : cue.start]):
        return True
    if previous is not None and flat[previous.start : previous.end] == flat[cue.start : cue.end]:
        return False  # "lập 7 đoàn kiểm tra, kiểm tra 3 tổ chức": named, then done
    between = flat[previous.end : cue.start] if previous is not None else "?"
    return (
        re.fullmatch(r"[ ,]*(?:và )?(?:thi hành )?", between) is not None
        and _NOMINAL.search(flat[max(0, (previous.start if previous else 0) - 24) : previous.start if previous else 0])
        is not None
    )


def find_cues(flat: str, alike: str | None = None) -> tuple[Cue, ...]:
    """All cues of the flat text in order; where two overlap the longer one stays, then the one listed first.

    `alike` is the text before something was blotted out of it, where its words are looked up anyway.
    """
    found = sorted(
        (start - end, rank, start, kind, label) for (rank, kind, label), start, end in _words().find(flat, alike)
    )
    taken = bytearray(len(flat))
    ordered: list[Cue] = []
    for shorter, _, start, kind, label in found:
        end = start - shorter
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\x01" * (end - start)
            if kind != "noise":
                ordered.append(Cue(start, end, kind, label))
    ordered.sort()
    return tuple(
        cue for number, cue in enumerate(ordered) if not _is_noun(flat, cue, ordered[number - 1] if number else None)
    )


@dataclass(frozen=True, slots=True)
class CueIndex:
    """Cues by position."""

    cues: tuple[Cue, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, flat: str, alike: str | None = None) -> CueIndex:
        """The cues of one flat text; `alike` is as for `find_cues`."""
        cues = find_cues(flat, alike)
        return cls(cues, tuple(cue.start for cue in cues))

    def within(self, start: int, end: int) -> tuple[Cue, ...]:
        """The cues that lie wholly inside `start`..`end`."""
        low, high = bisect_left(self.starts, start), bisect_left(self.starts, end)
        found = self.cues[low:high]
        return found if not found or found[-1].end <= end else found[:-1]

    def covers(self, position: int) -> bool:
        """Whether some cue runs over the character at `position`."""
        at = bisect_left(self.starts, position + 1) - 1
        return at >= 0 and self.cues[at].start < position < self.cues[at].end
