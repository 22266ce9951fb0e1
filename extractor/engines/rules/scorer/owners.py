"""The organisations that a figure may belong to, each with the features that speak for or against it.

No rule decides whose a figure is: what a sentence says of it is told to the ranker as a feature, and it learned from
gold what that is worth. Bodies are compared by how they stand to the article's host (`role`), so that what was seen of
one tier or commission holds for another.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Final

from extractor.engines.rules.scorer.candidates import AHEAD, PLACES, RANKS, WORD, Reach, Value, add, near
from extractor.engines.rules.scorer.sight import BodyMention, Previous, Setting, Sight
from extractor.engines.rules.scorer.verdict import Labels

_TIERS: Final = {"provincial_committee": "p", "district_committee": "d", "commune_committee": "w", "other": "o"}
"""The letter of each kind of body in a role; commissions are `c`, blocs and committees over organs `b`."""
_WHOLES: Final = ("provincial_committee", "district_committee")
_LAST: Final = 12
"""Words before a number that tell whether a commission or its committee is spoken of."""
_GAP: Final = 300
"""Characters before a number within which marks between it and a body are looked for."""
_BEFORE: Final = 4
_AFTER: Final = 3
"""Words before and after a number that are seen with the role of every body."""


class OwnerReach(Reach[Value]):
    """What the listed bodies of one article have in common from number to number."""

    def __post_init__(self) -> None:
        setting = self.setting
        self._owners: dict[tuple[str, str], dict[str, Value]] = {}
        self._words: dict[int, str] = {}
        host = setting.host
        top = _tier(host.kind) if host is not None else "-"
        self.roles = {one.name: f"{top}>{_tier(one.kind)}{'=' if one is host else ''}" for one in setting.organizations}
        """How each body stands to the host: their tiers, and whether it is the host."""
        self.firsts: dict[str, int] = {}
        """Where each body is named first, if it is."""
        for mention in reversed(setting.mentions):
            self.firsts[mention.name] = mention.extent.start

    def owners(self, subject: str, measure: str) -> dict[str, Value]:
        """Nobody and the listed bodies with what they are; a new table."""
        found = self._owners.get((subject, measure))
        if found is None:
            found = self._owners[subject, measure] = self._listed(subject, measure)
        return dict(found)

    def _listed(self, subject: str, measure: str) -> dict[str, Value]:
        found: dict[str, Value] = {}
        weigh, setting = self.weigh, self.setting
        add(found, None, weigh(["nobody", f"nobody:{subject}:{measure}"]))
        host, count = setting.host, len(setting.organizations)
        for one in setting.organizations:
            pair = f"pair:{host.kind if host is not None else '-'}:{one.kind}:{one is host}"
            what = [f"kind:{one.kind}", f"kind:{one.kind}:{measure}", f"of:{count}"]
            what += [pair, f"{pair}:{measure}", f"{pair}:{subject}:{measure}"]
            role = self.roles[one.name]
            what += [f"role:{role}", f"role:{role}:{measure}", f"role:{role}:{subject}:{measure}"]
            if one is host:
                what += ["host", f"host:{one.kind}:{subject}", f"host:{count}"]
            add(found, one.name, weigh(what))
        return found

    def word_before(self, number: int) -> str:
        """The word or mark before where a listed body is named; `number` counts the setting's mentions."""
        found = self._words.get(number)
        if found is None:
            start = self.setting.mentions[number].extent.start
            words = WORD.findall(self.setting.flat[max(0, start - 20) : start])
            found = self._words[number] = " ".join(words[-1:])
        return found


def _tier(kind: str) -> str:
    return _TIERS.get(kind) or ("c" if kind.endswith("commission") else "b")


def owner_candidates(
    sight: Sight, labels: Labels, previous: Previous | None, reach: OwnerReach[Value]
) -> dict[str, Value]:
    """Every listed organisation and nobody, each with its features."""
    found = reach.owners(labels.subject, labels.measure)
    setting, at = sight.setting, sight.region.quantity.extent.start
    start, host = sight.sentence.extent.start, setting.host
    named: BodyMention | None = setting.last_acting(start, at)
    if previous is not None:
        _add_previous(found, previous, labels, named, reach.opening(start), reach)
    wide = setting.wide_before(at)
    if (place := _wide_place(sight, named, wide)) is not None:
        for one in setting.organizations:
            pair = f"{host.kind if host is not None else '-'}:{one.kind}:{one is host}"
            add(found, one.name, reach.of(*place, *[f"{name}:{pair}" for name in place]))
    _add_words(found, sight, reach)
    if (headed := setting.headed[sight.sentence.block]) is not None:
        add(found, headed, reach.of("headed"))
    _add_unnamed(found, sight, reach)
    close, far = _add_named(found, sight, reach, wide), reach.of("far")
    return {name: value if not name or name in close else value + far for name, value in found.items()}


def _add_unnamed(found: dict[str, Value], sight: Sight, reach: OwnerReach[Value]) -> None:
    """Which bodies are named only behind the number, or nowhere; whether all of them are."""
    at = sight.region.quantity.extent.start
    for name, role in reach.roles.items():
        first = reach.firsts.get(name)
        if first is None:
            add(found, name, reach.of("never", f"never:{role}"))
        elif first > at:
            add(found, name, reach.of("later", f"later:{role}"))
    if reach.firsts and min(reach.firsts.values()) > at:
        add(found, None, reach.of("none-yet", f"none-yet:{len(reach.roles)}:{sight.sentence.role}"))


def owner_by_counting(sight: Sight) -> str | None:
    """The committee of a territory whose members or cells the number counts ("97,4% đảng viên trong Đảng bộ tỉnh").

    What follows after a semicolon is of the body named before such a committee: the share alone is the committee's.
    """
    setting, at = sight.setting, sight.region.quantity.extent
    here = bisect_left(setting.mention_starts, at.end)
    behind = next(iter(setting.mentions[here : here + 1]), None)
    if behind is not None and behind.how == "counted" and behind.extent.start < sight.region.right_end:
        return behind.name if _is_whole(behind.name, setting) else None
    last = setting.last_acting(sight.sentence.extent.start, at.start)
    if last is None or last.how != "counted" or setting.flat.find(";", last.extent.end, at.start) < 0:
        return None
    first = bisect_left(setting.mention_starts, sight.sentence.extent.start)
    others = (one.name for one in reversed(setting.mentions[first:here]) if one.acting and one.how != "counted")
    return next(others, None)


def place_of(sight: Sight, owner: str, previous: Previous | None) -> str:
    """In words, the nearest thing that ties the owner to the number, for a reader."""
    setting, sentence = sight.setting, sight.sentence.extent
    at = sight.region.quantity.extent
    if not owner:
        return "nobody that is listed"
    last = setting.last_acting(sentence.start, at.start)
    if last is not None and last.name == owner:
        return "last named in the sentence"
    if setting.wide_before(at.start) >= sentence.start and _is_whole(owner, setting):
        return "words for the whole territory stand before the number"
    named = [one.name for one in setting.mentions[slice(*setting.mentions_between(sentence.start, sentence.end))]]
    if owner in named:
        return "named in the sentence"
    if previous is not None and previous.organization == owner:
        return "owner of the figure before"
    if sight.sentence.block < len(setting.blocks):
        start = setting.blocks[sight.sentence.block].extent.start
        if (before := setting.last_acting(start, sentence.start)) is not None and before.name == owner:
            return "last named in the paragraph"
    if setting.headed[sight.sentence.block] == owner:
        return "named in the heading"
    if setting.host is not None and setting.host.name == owner:
        return "whom the article is about"
    return "what the words around the number say"


def _is_whole(owner: str, setting: Setting) -> bool:
    return any(one.name == owner and one.kind in _WHOLES for one in setting.organizations)


def _add_previous(
    found: dict[str, Value],
    previous: Previous,
    labels: Labels,
    named: BodyMention | None,
    opening: str,
    reach: OwnerReach[Value],
) -> None:
    """The owner of the figure before; `named` acts last in the sentence, which opens with `opening`."""
    kept = "s" if previous.same_sentence else "o"
    turned = "k" if previous.phase == labels.phase else "t"
    between = "n" if named is not None and named.extent.start >= previous.end else "-"
    add(found, previous.organization, reach.of(f"prev{kept}", f"prev{kept}:{turned}:{between}"))
    if named is None:
        add(found, previous.organization, reach.of(f"prev{kept}:open:{opening}", f"prev{kept}:alone"))


def _add_words(found: dict[str, Value], sight: Sight, reach: OwnerReach[Value]) -> None:
    """The words around the number, with the role of each body."""
    extent, sentence, words = sight.region.quantity.extent, sight.sentence.extent, sight.told.words
    host = sight.setting.host
    if host is not None and host.kind.endswith("commission"):
        last = sorted(set(words.clause(sentence.start, extent.start, -_LAST)[0]))
        for one in sight.setting.organizations:
            if one is host or one.kind in _WHOLES:
                role = "host" if one is host else "whole"
                add(found, one.name, reach.of(*[f"lex:{word}:{role}" for word in last]))
    if len(reach.roles) < 2:
        return
    before = sorted(set(words.clause(sentence.start, extent.start, -_BEFORE)[0]))
    after = sorted(set(words.clause(extent.end, sentence.end, _AFTER)[0]))
    told: dict[str, Value] = {}
    for name, role in reach.roles.items():
        if role not in told:
            told[role] = reach.of(*[f"rb:{word}:{role}" for word in before], *[f"ra:{word}:{role}" for word in after])
        add(found, name, told[role])


def _wide_place(sight: Sight, named: BodyMention | None, wide: int) -> list[str] | None:
    """Where the last words for a whole territory before a number stand: after the last body, and in which sentence."""
    start = sight.sentence.extent.start
    if wide >= start:
        return ["wide", f"wide:{named is None or named.extent.start < wide}"]
    setting = sight.setting
    if named is None and wide >= setting.blocks[sight.sentence.block].extent.start:
        later = setting.last_acting(wide, start)
        return [f"wide-paragraph:{later is None}"]
    return None


def _link(sight: Sight, mention: BodyMention, role: str, before: str) -> list[str]:
    """What lies between the last body that acts before a number and the number; `before` stands before its name."""
    flat, start, end = sight.setting.flat, mention.extent.end, sight.region.quantity.extent.start
    low = max(start, end - _GAP)
    parts = "c" if flat.find(";", low, end) >= 0 else "m" if flat.find(", ", low, end) >= 0 else "-"
    regions = sight.regions[max(0, sight.index - 2) : sight.index]
    numbers = sum(region.quantity.extent.start >= start for region in regions)
    told = WORD.findall(flat[start : min(end, start + 24)])[:2]
    return [
        f"link:{parts}:{numbers}",
        f"link:{numbers}",
        f"link:{' '.join(told[:1])}:{min(numbers, 1)}",
        f"link:{' '.join(told)}:{min(numbers, 1)}",
        f"link:{parts}:{role}",
        f"before0:{role}",
        f"before:{before}:{parts}",
        f"how:{mention.how}:{parts}",
    ]


def _add_named(found: dict[str, Value], sight: Sight, reach: OwnerReach[Value], wide: int) -> set[str]:
    """The listed bodies named in the sentence and in its paragraph; those named near by.

    `wide` is where words for a whole territory last stand before the number.
    """
    setting, sentence = sight.setting, sight.sentence.extent
    at, close = sight.region.quantity.extent, set[str]()
    starts, mentions = setting.mention_starts, setting.mentions
    first, here = bisect_left(starts, sentence.start), bisect_right(starts, at.start)
    rank, last = 0, None
    for number in range(here - 1, first - 1, -1):
        mention = mentions[number]
        name, before = mention.name, reach.word_before(number)
        if not mention.acting:
            add(found, name, reach.of("passive", f"passive:{before}"))
            continue
        place = PLACES[RANKS[min(rank, 2)]][near(at.start - mention.extent.end)]
        owns_only = mention.how == "counted" and setting.flat.find(";", mention.extent.end, at.start) >= 0
        if owns_only or wide >= mention.extent.end:
            add(found, name, reach.of("cut", f"cut:{reach.roles[name]}", f"cut:{mention.how}"))
        else:
            add(found, name, reach.of(*place, f"before:{before}", f"how:{mention.how}:{min(rank, 2)}"))
            if rank == 0:
                add(found, name, reach.of(*_link(sight, mention, reach.roles[name], before)))
        if last is not None and last.joined:
            add(found, name, reach.of(f"run:{rank}"))
            add(found, last.name, reach.of(f"run-later:{rank}"))
        last = mention
        close.add(name)
        rank += 1
    for number in range(here, bisect_left(starts, min(sentence.end, at.end + AHEAD))):
        mention = mentions[number]
        inside = "own" if mention.extent.start < sight.region.right_end else "beyond"
        add(found, mention.name, reach.of(f"{inside}:{reach.word_before(number)}", inside))
        if inside == "own":
            close.add(mention.name)
    if sight.sentence.block < len(setting.blocks):
        start = setting.blocks[sight.sentence.block].extent.start
        low = bisect_left(starts, start)
        if low < first:
            cut = ("paragraph:cut",) if wide >= mentions[first - 1].extent.end else ()
            add(found, mentions[first - 1].name, reach.of("paragraph", *cut))
            add(found, mentions[low].name, reach.of("paragraph-first"))
            close.update((mentions[first - 1].name, mentions[low].name))
    if first:
        add(found, mentions[first - 1].name, reach.of("last-named"))
    return close
