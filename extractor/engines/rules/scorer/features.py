"""The features of a quantity: short strings, each there or not; the scorer's data file gives them weights.

A feature's first part says what kind it is: `n` the noun counted, `l`/`r` the nearest cue on a side by its part, `w`
words around the number, `c` the words of its clause, `b` the block and the place in it, `p` plan or result, `e` the
event, `q` the number itself, `v` the figure before.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from extractor.engines.rules.scorer.sight import Previous, Sight, words_of

_WINDOW: Final = 52
"""Characters on either side of a number whose words are looked at."""
_SIDE: Final = 6
"""Words on either side that are looked at."""
_CLAUSE: Final = 140
_MOST: Final = 20
"""Characters and words of the number's clause, on either side, that are looked at."""
_NEAR: Final = 12
_FAR: Final = 45


def _bin(distance: int) -> str:
    return "0" if distance <= _NEAR else "1" if distance <= _FAR else "2"


def own_features(sight: Sight) -> list[str]:
    """Everything about the quantity but the figure before it."""
    clause = [f"{part}:{word}" for part, words in clause_words(sight) for word in sorted(words)]
    return [*number_features(sight), *clause, *sentence_features(sight)]


def number_features(sight: Sight) -> list[str]:
    """What differs from number to number, but for the words of the clause (`clause_words`)."""
    return [*_of_number(sight), *_of_cues(sight), *_of_words(sight), *_of_place(sight), *_of_phase(sight)]


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
    if previous is None:
        return ["v0"]
    near = "s" if previous.same_sentence else "o"
    quantity = sight.region.quantity
    noun = sight.region.noun.label if sight.region.noun is not None else "-"
    found = [
        f"v{near}s:{previous.subject}",
        f"v{near}m:{previous.measure}",
        f"v{near}b:{previous.basis}",
        f"v{near}p:{previous.phase}",
        f"v{near}m:{previous.measure}:{quantity.unit}:{sight.region.boundary_before}",
        f"v{near}m:{previous.measure}:n:{noun}",
        f"vms:{previous.most[0]}",
        f"vmm:{previous.most[1]}",
        f"vmm:{previous.most[1]}:n:{noun}",
    ]
    if previous.same_sentence:
        start = quantity.extent.start
        between = sight.told.words.between(previous.end, min(start, previous.end + _WINDOW))
        if len(between) <= _SIDE:
            words = " ".join(between)
            found += [f"vg:{words}", f"vg:{words}:{previous.measure}"]
    return found


def measure_features(sight: Sight, measure: str) -> list[str]:
    """What the measure says of the subject, once it is settled."""
    region = sight.region
    noun = region.noun.label if region.noun is not None else "-"
    nouns = (cue for cues in (region.left, sight.before()) for cue in reversed(cues) if cue.kind == "subject")
    earlier = next(nouns, None)
    return [
        f"m:{measure}",
        f"m:{measure}:n:{noun}",
        f"m:{measure}:n:{noun}:l:{earlier.label if earlier is not None else '-'}",
    ]


def _of_number(sight: Sight) -> Iterator[str]:
    quantity = sight.region.quantity
    yield f"qu:{quantity.unit}"
    if quantity.comparator != "eq":
        yield f"qc:{quantity.comparator}"
    if quantity.out_of is not None:
        yield "qo"
    if quantity.value_max is not None:
        yield "qr"
    if quantity.negative:
        yield "qn"
    digits = len(str(int(quantity.value))) if quantity.value < 1e15 else 15
    yield f"qd:{quantity.unit}:{min(digits, 8)}"
    first = sight.setting.flat[quantity.extent.start : quantity.extent.start + 1]
    if not first.isdigit():
        yield "qw"


def _of_cues(sight: Sight) -> Iterator[str]:
    region = sight.region
    extent = region.quantity.extent
    unit = region.quantity.unit
    noun = region.noun.label if region.noun is not None else "-"
    yield f"n:{noun}"
    yield f"n:{noun}:{unit}"
    left: dict[str, str] = {}
    for cue in reversed(region.left):
        if cue.kind not in left:
            left[cue.kind] = cue.label
            yield f"l{cue.kind}:{cue.label}"
            yield f"l{cue.kind}:{cue.label}:{_bin(extent.start - cue.end)}"
    right: dict[str, str] = {}
    for cue in region.right:
        if cue.kind not in right:
            right[cue.kind] = cue.label
            yield f"r{cue.kind}:{cue.label}"
            yield f"r{cue.kind}:{cue.label}:{_bin(cue.start - extent.end)}"
    if region.left:
        yield f"lx:{region.left[-1].label}"
        yield f"lx:{region.left[-1].label}:n:{noun}"
    if region.right:
        yield f"rx:{region.right[0].label}"
        yield f"rx:{' '.join(cue.label for cue in region.right[:3])}"
    act = right.get("predicate") or right.get("verb") or "-"
    did = left.get("verb") or left.get("predicate") or left.get("topic") or "-"
    yield f"n:{noun}:d:{did}"
    yield f"n:{noun}:a:{act}"
    yield f"d:{did}:a:{act}:{unit}"
    whole = sight.before()
    inside = len(region.left)
    earlier = whole[: len(whole) - inside] if inside else whole
    said: set[str] = set()
    for cue in reversed(earlier):
        if cue.kind not in said:
            said.add(cue.kind)
            yield f"s{cue.kind}:{cue.label}"
    if whole:
        yield f"sx:{whole[0].label}"


def _of_words(sight: Sight) -> list[str]:
    words, sentence, extent = sight.told.words, sight.sentence.extent, sight.region.quantity.extent
    left = ["^", *words.between(max(sentence.start, extent.start - _WINDOW), extent.start)[-_SIDE:]]
    right = [*words.between(extent.end, min(sentence.end, extent.end + _WINDOW))[:_SIDE], "$"]
    return [
        *[f"w-{at}:{word}" for at, word in enumerate(left[:-5:-1], 1)],
        *[f"w+{at}:{word}" for at, word in enumerate(right[:4], 1)],
        *[f"wl:{one} {other}" for one, other in pairwise(left)],
        *[f"wr:{one} {other}" for one, other in pairwise(right)],
        f"w-2-1:{' '.join(left[-2:])}",
        f"w+1+2:{' '.join(right[:2])}",
        f"w+1+3:{' '.join(right[:3])}",
        f"w-1+1:{left[-1]} {right[0]}",
    ]


def clause_words(sight: Sight) -> Iterator[tuple[str, set[str]]]:
    """The words of the number's own clause on either side, and its pairs of words, wherever they stand in it.

    Each with the part that its feature begins with.
    """
    words, region = sight.told.words, sight.region
    extent = region.quantity.extent
    left, pairs = words.clause(max(region.left_start, extent.start - _CLAUSE), extent.start, -_MOST)
    yield "cl", set(left)
    yield "cl2", set(pairs)
    right, pairs = words.clause(extent.end, min(region.right_end, extent.end + _CLAUSE), _MOST)
    yield "cr", set(right)
    yield "cr2", set(pairs)


def _of_place(sight: Sight) -> Iterator[str]:
    region = sight.region
    yield f"bi:{min(sight.index, 3)}"
    yield f"bb:{region.boundary_before}"
    if region.in_brackets:
        yield "bk"
        yield f"bk:{region.quantity.unit}"


def _of_phase(sight: Sight) -> Iterator[str]:
    setting = sight.setting
    start = sight.region.quantity.extent.start
    opened = setting.phases.open_at(sight.number)
    last = sight.told.before(start)
    said = last[1] if last is not None else "-"
    yield f"ps:{said}"
    yield f"po:{opened}:{said}"
    if last is not None:
        word = " ".join(words_of(setting.flat[last[0] : last[0] + 24])[:2])
        yield f"pw:{word}"
        yield f"pd:{said}:{_bin(start - last[0])}"
    if setting.phases.is_plan(setting.flat[sight.sentence.extent.start : start]):
        yield "pp"
    if setting.phases.called_targets(start, sight.sentence.extent.end):
        yield "pc"
