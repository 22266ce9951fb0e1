"""The organisations that a figure may belong to, each with the features that speak for or against it.

No rule decides whose a figure is: what a sentence says of it is told to the ranker as a feature, and it learned from
gold what that is worth. Bodies are compared by how they stand to the article's host (`role`), so that what was seen of
one tier or commission holds for another.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from typing import Final, Generic

from extractor.engines.rules.scorer.alike import MANY, Alike, spoken_of
from extractor.engines.rules.scorer.candidates import AHEAD, NOTHING, RANKS, WORD, Value, add, near
from extractor.engines.rules.scorer.facts import Sums
from extractor.engines.rules.scorer.sight import BodyMention, Previous, Setting, Sight
from extractor.engines.rules.scorer.verdict import Labels
from extractor.text.flat import flatten

_TIERS: Final = {"provincial_committee": "p", "district_committee": "d", "commune_committee": "w", "other": "o"}
"""The letter of each kind of body in a role; commissions are `c`, blocs and committees over organs `b`."""
_COMMISSIONS: Final = {"p": ("tỉnh ủy", "đảng bộ tỉnh"), "d": ("huyện ủy", "quận ủy", "thị ủy")}
"""Words in the name of a commission that tell the tier of its committee."""
WHOLES: Final = ("provincial_committee", "district_committee")
_LAST: Final = 12
"""Words before a number that tell whether a commission or its committee is spoken of."""
_GAP: Final = 300
"""Characters before a number within which marks between it and a body are looked for."""
_BEFORE: Final = 4
_AFTER: Final = 3
"""Words before and after a number that are seen with the role of every body."""

_BODY: Final = "|".join(
    ["kind:{0}", "kind:{0}:{5}", "of:{1}"]
    + [what + more for what in ("pair:{2}", "role:{3}") for more in ("", ":{5}", ":{4}:{5}")]
)
"""What a listed body is: its kind, how many are listed, how it stands to the host; with the figure's labels."""
_NAMED: Final = "{0}|{0}:{1}|before:{2}|how:{3}:{4}"
"""A body named before a number: at which place from it and how near, after which word, and how."""


class OwnerReach(Generic[Value]):
    """What the listed bodies of one article have in common from number to number.

    `facts` says what facts come to on the question whose a figure is.
    """

    def __init__(self, setting: Setting, facts: Sums[Value]) -> None:
        self.setting = setting
        self.facts: Sums[Value] = facts
        self._owners: dict[tuple[str, str], dict[str, Value]] = {}
        self._words: dict[int, str] = {}
        host = setting.host
        tier = _tier_of_commission(host.name) if host is not None and host.kind.endswith("commission") else ""
        self._host = host.kind + tier if host is not None else "-"
        top = _tier(host.kind) + tier if host is not None else "-"
        self.roles = {one.name: f"{top}>{_tier(one.kind)}{'=' if one is host else ''}" for one in setting.organizations}
        """How each body stands to the host: their tiers, and whether it is the host."""
        self.pairs = {one.name: f"{self._host}:{one.kind}:{one is host}" for one in setting.organizations}
        """The same by their kinds."""
        self.firsts: dict[str, int] = {}
        """Where each body is named first, if it is."""
        for mention in reversed(setting.mentions):
            self.firsts[mention.name] = mention.extent.start
        self.first = min(self.firsts.values(), default=0)
        """Where the first of them is."""
        self.of_whole: dict[str, list[str]] = {}
        """Where a commission is the host: itself and the committees of a territory, each with which of both it is."""
        if host is not None and host.kind.endswith("commission"):
            for one in setting.organizations:
                if one is host or (one.kind in WHOLES and _TIERS[one.kind] in (tier or "pd")):
                    self.of_whole.setdefault(one.name, []).append("host" if one is host else "whole")
        self._alike = Alike(self._sorts(), self.firsts) if len(self.roles) > MANY else None

    def _sorts(self) -> dict[str, tuple[object, ...]]:
        """What each listed body is to a number that nothing near it names the body to."""
        found: dict[str, tuple[object, ...]] = {}
        for one in self.setting.organizations:
            known = found.get(one.name) or (self.roles[one.name], self.pairs[one.name])
            found[one.name] = (known, one.kind, one is self.setting.host)
        return found

    def weighed(self, sight: Sight, previous: Previous | None) -> dict[str, int] | None:
        """Of many listed bodies those that are weighed, each with how many more are like it; null where all are."""
        if self._alike is None:
            return None
        return self._alike.chosen(spoken_of(sight, previous), sight.region.quantity.extent.start)

    def owners(self, subject: str, measure: str, names: Iterable[str] | None) -> dict[str, Value]:
        """Nobody and the listed bodies, or those of the names, with what they are; a new table."""
        found = self._owners.get((subject, measure))
        if found is None:
            found = self._owners[subject, measure] = self._listed(subject, measure)
        return dict(found) if names is None else {name: found[name] for name in chain((NOTHING,), names)}

    def _listed(self, subject: str, measure: str) -> dict[str, Value]:
        facts, count = self.facts, len(self.setting.organizations)
        found = {NOTHING: facts["nobody|nobody:{0}:{1}", subject, measure]}
        for one in self.setting.organizations:
            pair, role = self.pairs[one.name], self.roles[one.name]
            value = facts[_BODY, one.kind, count, pair, role, subject, measure]
            if one is self.setting.host:
                value = value + facts["host|host:{0}:{1}|host:{2}", one.kind, subject, count]
            found[one.name] = found[one.name] + value if one.name in found else value
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


def _tier_of_commission(name: str) -> str:
    """The tier of the committee that a commission is of, by its name; nothing where it does not say ("Thành ủy")."""
    flat = flatten(name)
    return next((tier for tier, words in _COMMISSIONS.items() if any(word in flat for word in words)), "")


def owner_candidates(
    sight: Sight,
    labels: Labels,
    previous: Previous | None,
    reach: OwnerReach[Value],
    names: Collection[str] | None = None,
) -> dict[str, Value]:
    """Every listed organisation, or those of the names, and nobody, each with its features."""
    found = reach.owners(labels.subject, labels.measure, names)
    roles = reach.roles if names is None else {name: reach.roles[name] for name in names}
    setting, at, facts = sight.setting, sight.region.quantity.extent.start, reach.facts
    start = sight.sentence.extent.start
    named: BodyMention | None = setting.last_acting(start, at)
    if previous is not None:
        _add_previous(found, previous, labels, named, start, reach)
    wide = setting.wide_before(at)
    if (place := _wide_place(sight, named, wide)) is not None:
        for name in roles:
            add(found, name, facts[place, reach.pairs[name]])
    _add_words(found, sight, reach, roles)
    if (headed := setting.headed[sight.sentence.block]) is not None:
        add(found, headed, facts["headed",])
    _add_unnamed(found, sight, reach, roles)
    close, far = _add_named(found, sight, reach, wide), facts["far",]
    return {name: value if not name or name in close else value + far for name, value in found.items()}


def _add_unnamed(found: dict[str, Value], sight: Sight, reach: OwnerReach[Value], roles: Mapping[str, str]) -> None:
    """Which bodies are named only behind the number, or nowhere; whether all of them are."""
    at, facts = sight.region.quantity.extent.start, reach.facts
    for name, role in roles.items():
        first = reach.firsts.get(name)
        if first is None:
            add(found, name, facts["never|never:{0}", role])
        elif first > at:
            add(found, name, facts["later|later:{0}", role])
    if reach.first > at:
        add(found, None, facts["none-yet|none-yet:{0}:{1}", len(reach.roles), sight.sentence.role])


def place_of(sight: Sight, owner: str, previous: Previous | None) -> str:
    """In words, the nearest thing that ties the owner to the number, for a reader."""
    setting, sentence = sight.setting, sight.sentence.extent
    at = sight.region.quantity.extent
    if not owner:
        return "nobody that is listed"
    last = setting.last_acting(sentence.start, at.start)
    if last is not None and last.name == owner:
        return "last named in the sentence"
    if setting.wide_before(at.start) >= sentence.start and is_whole(owner, setting):
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


def is_whole(owner: str, setting: Setting) -> bool:
    """Whether the body is a committee of a whole territory."""
    return any((owner, kind) in setting.kinds for kind in WHOLES)


def _add_previous(
    found: dict[str, Value],
    previous: Previous,
    labels: Labels,
    named: BodyMention | None,
    start: int,
    reach: OwnerReach[Value],
) -> None:
    """The owner of the figure before; `named` acts last in the sentence that begins at `start`."""
    kept = "s" if previous.same_sentence else "o"
    turned = "k" if previous.phase == labels.phase else "t"
    between = "n" if named is not None and named.extent.start >= previous.end else "-"
    add(found, previous.organization, reach.facts["prev{0}|prev{0}:{1}:{2}", kept, turned, between])
    if named is None:
        add(
            found,
            previous.organization,
            reach.facts["prev{0}:open:{1}|prev{0}:alone", kept, reach.setting.opening(start)],
        )


def _add_words(found: dict[str, Value], sight: Sight, reach: OwnerReach[Value], roles: Mapping[str, str]) -> None:
    """The words around the number, with the role of each body."""
    extent, sentence, words = sight.region.quantity.extent, sight.sentence.extent, sight.told.words
    if reach.of_whole:
        last = dict.fromkeys(words.clause(sentence.start, extent.start, -_LAST)[0])
        for name in roles:
            for role in reach.of_whole.get(name, ()):
                add(found, name, reach.facts.of_words("lex", last, role))
    if len(reach.roles) < 2:
        return
    before = dict.fromkeys(words.clause(sentence.start, extent.start, -_BEFORE)[0])
    after = dict.fromkeys(words.clause(extent.end, sentence.end, _AFTER)[0])
    told: dict[str, Value] = {}
    for name, role in roles.items():
        if role not in told:
            told[role] = reach.facts.of_words("rb", before, role) + reach.facts.of_words("ra", after, role)
        add(found, name, told[role])


def _wide_place(sight: Sight, named: BodyMention | None, wide: int) -> str | None:
    """Where the last words for a whole territory before a number stand: after the last body, and in which sentence.

    As features are spelled, with a gap for how a body stands to the host.
    """
    start = sight.sentence.extent.start
    if wide >= start:
        alone = named is None or named.extent.start < wide
        return f"wide|wide:{alone}|wide:{{0}}|wide:{alone}:{{0}}"
    setting = sight.setting
    if named is None and wide >= setting.blocks[sight.sentence.block].extent.start:
        later = setting.last_acting(wide, start)
        return f"wide-paragraph:{later is None}|wide-paragraph:{later is None}:{{0}}"
    return None


def _add_link(
    found: dict[str, Value], sight: Sight, mention: BodyMention, before: str, reach: OwnerReach[Value]
) -> None:
    """What lies between the last body that acts before a number and the number; `before` stands before its name."""
    flat, start, end = sight.setting.flat, mention.extent.end, sight.region.quantity.extent.start
    low = max(start, end - _GAP)
    parts = "c" if flat.find(";", low, end) >= 0 else "m" if flat.find(", ", low, end) >= 0 else "-"
    regions = sight.regions[max(0, sight.index - 2) : sight.index]
    numbers = sum(region.quantity.extent.start >= start for region in regions)
    told = WORD.findall(flat[start : min(end, start + 24)])[:2]
    facts = reach.facts
    value = facts["link:{0}:{1}|link:{1}|link:{0}:{2}|before0:{2}", parts, numbers, reach.roles[mention.name]]
    value = value + facts["link:{0}:{2}|link:{1}:{2}", " ".join(told[:1]), " ".join(told), min(numbers, 1)]
    add(found, mention.name, value + facts["before:{0}:{2}|how:{1}:{2}", before, mention.how, parts])


def _add_named(found: dict[str, Value], sight: Sight, reach: OwnerReach[Value], wide: int) -> set[str]:
    """The listed bodies named in the sentence and in its paragraph; those named near by.

    `wide` is where words for a whole territory last stand before the number.
    """
    setting, sentence, facts = sight.setting, sight.sentence.extent, reach.facts
    at, close = sight.region.quantity.extent, set[str]()
    starts, mentions = setting.mention_starts, setting.mentions
    first, here = bisect_left(starts, sentence.start), bisect_right(starts, at.start)
    rank, last = 0, None
    for number in range(here - 1, first - 1, -1):
        mention = mentions[number]
        name, before = mention.name, reach.word_before(number)
        if not mention.acting:
            add(found, name, facts["passive|passive:{0}", before])
            continue
        end, place = mention.extent.end, min(rank, 2)
        if wide >= end or (mention.how == "counted" and setting.flat.find(";", end, at.start) >= 0):
            add(found, name, facts["cut|cut:{0}|cut:{1}", reach.roles[name], mention.how])
        else:
            add(found, name, facts[_NAMED, RANKS[place], near(at.start - end), before, mention.how, place])
            if rank == 0:
                _add_link(found, sight, mention, before, reach)
        if last is not None and last.joined:
            add(found, name, facts["run:{0}", rank])
            add(found, last.name, facts["run-later:{0}", rank])
        last = mention
        close.add(name)
        rank += 1
    for number in range(here, bisect_left(starts, min(sentence.end, at.end + AHEAD))):
        mention = mentions[number]
        inside = "own" if mention.extent.start < sight.region.right_end else "beyond"
        add(found, mention.name, facts["{0}:{1}|{0}", inside, reach.word_before(number)])
        if inside == "own":
            close.add(mention.name)
    if sight.sentence.block < len(setting.blocks):
        start = setting.blocks[sight.sentence.block].extent.start
        low = bisect_left(starts, start)
        if low < first:
            cut = wide >= mentions[first - 1].extent.end
            add(found, mentions[first - 1].name, facts["paragraph|paragraph:cut" if cut else "paragraph",])
            add(found, mentions[low].name, facts["paragraph-first",])
            close.update((mentions[first - 1].name, mentions[low].name))
    if first:
        add(found, mentions[first - 1].name, facts["last-named",])
    return close
