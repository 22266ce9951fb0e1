"""Where the listed organisations are spoken of: what the scorer ranks the owners of a figure by."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import Final

from extractor.engines.rules.bodies import Named, Survey
from extractor.engines.rules.body_groups import Group, flatten_name
from extractor.engines.rules.draft import OrganizationDraft
from extractor.engines.rules.hosts import opening_bodies
from extractor.engines.rules.respective import in_turn, joined
from extractor.engines.rules.scorer.sight import BodyMention
from extractor.reading.model import Reading
from extractor.text.article import Article
from extractor.text.flat import flatten

_POSSESSED: Final = re.compile(r"\d[\d.,]{0,20} ?%?(?: [^\W\d_]{1,20}){1,4} (?:trong|của|thuộc)(?: toàn)? $")
"""Before a body that only owns what the number before it counts ("97,4% đảng viên trong Đảng bộ tỉnh")."""
_OF_A_PROVINCE: Final = ("district_committee", "commune_committee")
"""Committees that a province's article compares."""


def _default(organizations: Sequence[OrganizationDraft]) -> str | None:
    """The organisation that a fact belongs to where nothing else is said: the one that holds the meeting, else
    the first that is more than a single cell.

    Where nobody holds a conference and districts are compared, it is their province.
    """
    if (host := next((draft.name for draft in organizations if draft.host), None)) is not None:
        return host
    holding = next((draft for draft in organizations if draft.decision.rule == "organiser"), None)
    wide = (draft for draft in organizations if draft.kind != "other")
    first = holding or next(wide, None) or (organizations[0] if organizations else None)
    if first is not None and holding is None and first.kind in _OF_A_PROVINCE and first.decision.rule == "owner":
        first = next((draft for draft in organizations if draft.kind == "provincial_committee"), first)
    return first.name if first else None


class OrganizationIndex:
    """Where each listed organisation is named or meant, and whose a fact is where nothing else is said.

    `on` is the day whose list of provinces counts.
    """

    def __init__(
        self,
        article: Article,
        reading: Reading,
        organizations: Sequence[OrganizationDraft],
        on: date | None = None,
        survey: Survey | None = None,
    ) -> None:
        self._survey = survey or Survey(article, reading, on)
        self._names = self._match(organizations)
        self.default = self._opening_one(organizations) or _default(organizations)
        """Whose a fact is where nothing else is said."""
        self.mentions = self._mentions()
        """Where the listed organisations are named or meant, in order."""
        self._acting = [mention for mention in self.mentions if mention.acting]
        self._starts = [mention.extent.start for mention in self._acting]
        self._blocks = [block.extent.start for block in self._survey.blocks]
        self._turns: dict[int, dict[int, str]] = {}

    def owner(self, offset: int) -> str | None:
        """Whose a fact at `offset` is by the simplest rule, for where no scorer is asked (`RULES_ALONE`, a table).

        That is who is given the number in turn, or whom the line above its table names; else the last that acts
        before it in the paragraph, else the default.
        """
        if name := self.in_turn(offset):
            return name
        if (table := self._survey.headed_table_at(offset)) is not None and (name := self._names.get(table.named.group)):
            return name
        at = bisect_right(self._starts, offset) - 1
        block = bisect_right(self._blocks, offset) - 1
        return self._acting[at].name if at >= 0 <= block and self._starts[at] >= self._blocks[block] else self.default

    def in_turn(self, offset: int) -> str | None:
        """The listed body that the number at `offset` is given to, where several are given theirs in turn."""
        sentence = self._survey.sentence_at(offset)
        if sentence is None:
            return None
        start = sentence.extent.start
        if start not in self._turns:
            self._turns[start] = {
                quantity.extent.start: name
                for named, quantity in in_turn(self._survey, sentence)
                if (name := self._names.get(named.group))
            }
        return self._turns[start].get(offset)

    def _mentions(self) -> tuple[BodyMention, ...]:
        found: list[BodyMention] = []
        before: Named | None = None
        for named in self._survey.told:
            name = self._names.get(named.group)
            if name is not None:
                run = before is not None and joined(self._survey, before, named)
                how = "short" if named.source is None and named.body.short else named.how
                start = named.body.extent.start
                if how in ("short", "name") and _POSSESSED.search(self._survey.flat[max(0, start - 60) : start]):
                    how = "counted"
                found.append(BodyMention(named.body.extent, name, named.body.acting, how, run))
            before = named
        return tuple(found)

    def _match(self, organizations: Sequence[OrganizationDraft]) -> dict[Group, str]:
        """Each group of mentions with the name it is listed by."""
        listed = {flatten_name(flatten(draft.name)): draft.name for draft in organizations}
        placed = {draft.place: draft.name for draft in organizations if draft.place is not None}
        found: dict[Group, str] = {}
        used: set[str] = set()
        for named in self._survey.named:
            body = named.body
            key = flatten_name(self._survey.flat[body.extent.start : body.extent.end])
            name = placed.get(body.extent) or listed.get(key)
            if name is not None and named.group not in found and name not in used:
                found[named.group] = name
                used.add(name)
        left: dict[str, list[Group]] = {}
        for group in reversed(self._survey.groups):
            if group not in found:
                left.setdefault(group.kind, []).append(group)
        for draft in organizations:
            if draft.name not in used and left.get(draft.kind):
                found[left[draft.kind].pop()] = draft.name
                used.add(draft.name)
        for group in self._survey.groups:
            if group not in found and group.family == "commission" and group.owner in found:
                found[group] = found[group.owner]
        return found

    def _opening_one(self, organizations: Sequence[OrganizationDraft]) -> str | None:
        """The listed body that the article opens with, where nobody holds a conference and no province is compared."""
        if any(draft.host for draft in organizations):
            return None
        if any(draft.decision.rule == "organiser" or draft.kind == "provincial_committee" for draft in organizations):
            return None
        opening = (self._names.get(group) for group in opening_bodies(self._survey, strict=False))
        return next((name for name in opening if name is not None), None)
