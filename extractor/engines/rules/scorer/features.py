"""The features of a quantity: short strings, each there or not; the scorer's data file gives them weights.

A feature's first part says what kind it is: `n` the noun counted, `l`/`r` the nearest cue on a side by its part, `w`
words around the number, `c` the words of its clause, `b` the block and the place in it, `p` plan or result, `e` the
event, `q` the number itself, `v` the figure before. What tells of few things is told as facts, whose spelling stands
here too; words are many and looked up as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from extractor.engines.rules.scorer.facts import Fact, spelled
from extractor.engines.rules.scorer.sight import Previous, Sight, words_of

_WINDOW: Final = 52
"""Characters on either side of a number whose words are looked at."""
_SIDE: Final = 6
"""Words on either side that are looked at."""
_CLAUSE: Final = 140
_MOST: Final = 20
"""Characters and words of the number's clause, on either side, that are looked at."""
_PLACES_LEFT: Final = ("w-1", "w-2", "w-3", "w-4")
_PLACES_RIGHT: Final = ("w+1", "w+2", "w+3", "w+4")
_COUNTED: Final = "n:{0}|n:{0}:{1}|n:{0}:d:{2}|n:{0}:a:{3}|d:{2}:a:{3}:{1}"
"""The noun counted with the number's unit, what is done to it and what is said of it."""
_NEAR: Final = 12
_FAR: Final = 45


def _bin(distance: int) -> str:
    return "0" if distance <= _NEAR else "1" if distance <= _FAR else "2"


def own_features(sight: Sight) -> list[str]:
    """Everything about the quantity but the figure before it."""
    around = Around.of(sight)
    parts = [(part, word) for part, words in word_parts(sight, around) for word in sorted(words)]
    words = [f"{part}:{word}" for part, word in (*beside(around), *parts)]
    return [*spelled(number_facts(sight)), *words, *sentence_features(sight)]


def number_facts(sight: Sight) -> list[Fact]:
    """What differs from number to number, but for its words (`beside`, `word_parts`)."""
    return [_of_number(sight), *_of_cues(sight), _of_place(sight), _of_phase(sight)]


def sentence_features(sight: Sight) -> list[str]:
    """What all numbers of one sentence share."""
    setting, sentence = sight.setting, sight.sentence
    start = sentence.extent.start
    opening = words_of(setting.flat[start : start + 40])[:3]
    found = [
        "1",
        f"br:{sentence.role}",
        f"bo:{' '.join(opening[:1])}",
        f"bo:{' '.join(opening[:2])}",
        f"bo:{' '.join(opening)}",
        f"ek:{setting.event.kind}",
        f"po:{setting.phases.open_at(sight.number)}",
    ]
    pairs = setting.head_features.get(sentence.block)
    if pairs is not None:
        found += ["bh", *pairs]
    if setting.host is not None:
        found.append(f"eh:{setting.host.kind}")
    return found


def previous_features(sight: Sight, previous: Previous | None) -> list[str]:
    """What the figures before in the paragraph say."""
    return [*spelled(previous_facts(sight, previous)), *words_since(sight, previous)]


def previous_facts(sight: Sight, previous: Previous | None) -> list[Fact]:
    """What the figures before in the paragraph say, but for the words since (`words_since`)."""
    if previous is None:
        return [("v0",)]
    near = "s" if previous.same_sentence else "o"
    region = sight.region
    noun = region.noun.label if region.noun is not None else "-"
    measure = previous.measure
    return [
        ("v{0}s:{1}|v{0}m:{2}|v{0}b:{3}|v{0}p:{4}", near, previous.subject, measure, previous.basis, previous.phase),
        ("v{0}m:{1}:{2}:{3}|v{0}m:{1}:n:{4}", near, measure, region.quantity.unit, region.boundary_before, noun),
        ("vms:{0}|vmm:{1}|vmm:{1}:n:{2}", *previous.most, noun),
    ]


def words_since(sight: Sight, previous: Previous | None) -> list[str]:
    """The words between the figure before and the number, where they are few and in one sentence."""
    if previous is None or not previous.same_sentence:
        return []
    start = sight.region.quantity.extent.start
    between = sight.told.words.between(previous.end, min(start, previous.end + _WINDOW))
    if len(between) > _SIDE:
        return []
    words = " ".join(between)
    return [f"vg:{words}", f"vg:{words}:{previous.measure}"]


def measure_features(sight: Sight, measure: str) -> list[str]:
    """What the measure says of the subject, once it is settled."""
    return spelled([measure_fact(sight, measure)])


def measure_fact(sight: Sight, measure: str) -> Fact:
    """The same as a fact."""
    region = sight.region
    nouns = (cue for cues in (region.left, sight.before) for cue in reversed(cues) if cue.kind == "subject")
    earlier = next(nouns, None)
    noun = region.noun.label if region.noun is not None else "-"
    return "m:{0}|m:{0}:n:{1}|m:{0}:n:{1}:l:{2}", measure, noun, earlier.label if earlier is not None else "-"


def _of_number(sight: Sight) -> Fact:
    quantity = sight.region.quantity
    digits = len(str(int(quantity.value))) if quantity.value < 1e15 else 15
    start = quantity.extent.start
    return (
        _number,
        quantity.unit,
        quantity.comparator,
        quantity.out_of is not None,
        quantity.value_max is not None,
        quantity.negative,
        min(digits, 8),
        not sight.setting.flat[start : start + 1].isdigit(),
    )


def _number(
    unit: str, comparator: str, of: bool, ranges: bool, negative: bool, digits: int, worded: bool
) -> Iterator[str]:
    yield f"qu:{unit}"
    if comparator != "eq":
        yield f"qc:{comparator}"
    if of:
        yield "qo"
    if ranges:
        yield "qr"
    if negative:
        yield "qn"
    yield f"qd:{unit}:{digits}"
    if worded:
        yield "qw"


def _of_cues(sight: Sight) -> list[Fact]:
    region, whole = sight.region, sight.before
    extent, unit = region.quantity.extent, region.quantity.unit
    noun = region.noun.label if region.noun is not None else "-"
    found: list[Fact] = []
    left: dict[str, str] = {}
    for cue in reversed(region.left):
        if cue.kind not in left:
            left[cue.kind] = cue.label
            found.append(("l{0}:{1}|l{0}:{1}:{2}", cue.kind, cue.label, _bin(extent.start - cue.end)))
    right: dict[str, str] = {}
    for cue in region.right:
        if cue.kind not in right:
            right[cue.kind] = cue.label
            found.append(("r{0}:{1}|r{0}:{1}:{2}", cue.kind, cue.label, _bin(cue.start - extent.end)))
    if region.left:
        found.append(("lx:{0}|lx:{0}:n:{1}", region.left[-1].label, noun))
    if region.right:
        found.append(("rx:{0}|rx:{1}", region.right[0].label, " ".join([cue.label for cue in region.right[:3]])))
    act = right.get("predicate") or right.get("verb") or "-"
    did = left.get("verb") or left.get("predicate") or left.get("topic") or "-"
    found.append((_COUNTED, noun, unit, did, act))
    said: set[str] = set()
    for number in range(len(whole) - len(region.left) - 1, -1, -1):
        cue = whole[number]
        if cue.kind not in said:
            said.add(cue.kind)
            found.append(("s{0}:{1}", cue.kind, cue.label))
    if whole:
        found.append(("sx:{0}", whole[0].label))
    return found


class Around(NamedTuple):
    """The words right before and right after a number, to the ends of its sentence, each with their pairs."""

    left: list[str]
    before: list[str]
    right: list[str]
    after: list[str]

    @classmethod
    def of(cls, sight: Sight) -> Around:
        """The words around one number."""
        words, sentence, extent = sight.told.words, sight.sentence.extent, sight.region.quantity.extent
        left, before = words.clause(max(sentence.start, extent.start - _WINDOW), extent.start, -_SIDE)
        right, after = words.clause(extent.end, min(sentence.end, extent.end + _WINDOW), _SIDE)
        before = [f"^ {left[0]}", *before] if left else []
        after = [*after, f"{right[-1]} $"] if right else []
        return cls(["^", *left], before, [*right, "$"], after)


def beside(around: Around) -> list[tuple[str, str]]:
    """The words next to the number by their place: each with the part that its feature begins with."""
    left, before, right, after = around
    return [
        *zip(_PLACES_LEFT, reversed(left), strict=False),
        *zip(_PLACES_RIGHT, right, strict=False),
        ("w-2-1", before[-1] if before else left[-1]),
        ("w+1+2", after[0] if after else right[0]),
        ("w+1+3", " ".join(right[:3])),
        ("w-1+1", f"{left[-1]} {right[0]}"),
    ]


def word_parts(sight: Sight, around: Around) -> list[tuple[str, Collection[str]]]:
    """The pairs of words around the number; the words of its own clause on either side, and its pairs of words,
    wherever they stand in it. Each with the part that its feature begins with.
    """
    words, region = sight.told.words, sight.region
    extent = region.quantity.extent
    left, before = words.clause(max(region.left_start, extent.start - _CLAUSE), extent.start, -_MOST)
    right, after = words.clause(extent.end, min(region.right_end, extent.end + _CLAUSE), _MOST)
    return [
        ("wl", around.before),
        ("wr", around.after),
        ("cl", set(left)),
        ("cl2", set(before)),
        ("cr", set(right)),
        ("cr2", set(after)),
    ]


def _of_place(sight: Sight) -> Fact:
    region = sight.region
    return _place, min(sight.index, 3), region.boundary_before, region.in_brackets, region.quantity.unit


def _place(index: int, boundary: str, brackets: bool, unit: str) -> list[str]:
    return [f"bi:{index}", f"bb:{boundary}", *(["bk", f"bk:{unit}"] if brackets else [])]


def _of_phase(sight: Sight) -> Fact:
    setting, sentence = sight.setting, sight.sentence.extent
    start = sight.region.quantity.extent.start
    last = sight.told.before(start)
    plan = setting.phases.is_plan(sentence.start, start)
    called = setting.phases.called_targets(start, sentence.end)
    opened = setting.phases.open_at(sight.number)
    if last is None:
        return _phase, opened, "-", "", "", plan, called
    word = " ".join(words_of(setting.flat[last[0] : last[0] + 24])[:2])
    return _phase, opened, last[1], word, _bin(start - last[0]), plan, called


def _phase(opened: str, said: str, word: str, distance: str, plan: bool, called: bool) -> Iterator[str]:
    yield f"ps:{said}"
    yield f"po:{opened}:{said}"
    if distance:
        yield f"pw:{word}"
        yield f"pd:{said}:{distance}"
    if plan:
        yield "pp"
    if called:
        yield "pc"
