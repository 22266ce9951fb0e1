"""Organisations: each name verbatim, its province told by the text or by the outlet; the roll that figures refer to.

Source of the rules: annotation guide, section 2.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Set
from datetime import date
from functools import cache, lru_cache, partial
from typing import Final, cast
from urllib.parse import urlsplit

from pydantic import ValidationError

from extractor.draft import Quote
from extractor.engines.rules.draft import OrganizationDraft
from extractor.engines.rules.territory import PROVINCIAL
from extractor.grounding.refusals import Kept, Refusals
from extractor.grounding.text import ArticleText, clean
from extractor.labels import OrganizationKind
from extractor.schema import Organization
from extractor.tasks.party_review.grounding.labels import ORGANIZATION_KINDS, label_fault
from extractor.text.article import Extent
from extractor.text.flat import flatten
from extractor.text.provinces import find_provinces, province_of, province_of_outlet

_COMMITTEE: Final = re.compile(r"(?:ban thường vụ|btv|ban chấp hành|bch)\s+(?=\S)", re.IGNORECASE)
_KEY_WORDS: Final = (
    (re.compile(r"^(?:toàn|ban thường vụ|btv|ban chấp hành|bch) "), ""),
    (re.compile(r"(?<!\w)đảng (?:ủy|bộ)(?!\w)"), "đảng bộ"),
    (re.compile(r"(?<!\w)(?:ubkt|ủy ban kiểm tra)(?!\w)"), "ủy ban kiểm tra"),
    (re.compile(r"(?<!\w)dn(?!\w)"), "doanh nghiệp"),
    (re.compile(r"[^\w ]+"), " "),
    (re.compile(r" {2,}"), " "),
)
TAG_REACH: Final = 500
"""Characters at either end of the text in which an outlet's tag or domain may stand."""

_TAG: Final = re.compile(r"[A-ZĐ]{2}\w{0,40}$|[\w-]{1,20}(?:\.[\w-]{1,20}){1,9}$|[A-Z][a-z]{1,20}[A-Z]\w{1,20}$")


_WHOLE_PROVINCE: Final = re.compile(r"(?<!\w)(?:(?:toàn|cả|trong) tỉnh|ngành kiểm tra đảng (?:của )?tỉnh)(?!\w)")
"""Words that mean a province's committee where the text does not name it."""


@lru_cache(maxsize=256)
def organization_key(name: str) -> str:
    """What two names of one body have in common: no case, no tone placement, Đảng ủy as Đảng bộ, no committee words."""
    key = clean(flatten(unicodedata.normalize("NFC", name)))
    for pattern, replacement in _KEY_WORDS:
        key = pattern.sub(replacement, key)
    return key.strip()


class Roll:
    """The organisations kept, found again by any of their names."""

    def __init__(self, organizations: Iterable[Organization] = ()) -> None:
        self._names = {organization_key(organization.name): organization.name for organization in organizations}

    def find(self, name: str) -> str | None:
        """The kept name of the body called `name`; a shorter name will do where only one body's name begins so."""
        key = organization_key(name)
        if key in self._names:
            return self._names[key]
        longer = [kept for known, kept in self._names.items() if key and known.startswith(key + " ")]
        return longer[0] if len(longer) == 1 else None


def ground_organizations(
    text: ArticleText, drafts: Iterable[OrganizationDraft], outlet: str | None, on: date | None, refusals: Refusals
) -> list[Kept[Organization]]:
    """The organisations whose names stand in the article, each once, in order of first mention.

    Provinces are those of the list in force on the day `on`; one named by what it was before tells what it went into.
    """
    kept: list[tuple[int, Kept[Organization]]] = []
    seen: set[str] = set()
    named = cache(lambda: {mention.name for mention in find_provinces(text.text, on)})
    signed = cache(partial(_provinces_signed, text, outlet, on))
    for draft in drafts:
        fault = label_fault(kind=(draft.kind, ORGANIZATION_KINDS))
        found = None if fault else _name(text, draft)
        if fault or found is None:
            refusals.add("organization", draft.name, fault or f"its name {text.no_wording(draft.name)}")
            continue
        name, extent = found
        key = organization_key(name)
        if key in seen:
            refusals.add("organization", draft.name, "the same body is already listed")
            continue
        try:
            organization = Organization(
                name=name,
                kind=cast(OrganizationKind, draft.kind),
                province=_province((named, signed), draft, on, refusals),
            )
        except ValidationError as error:
            refusals.add("organization", draft.name, f"it does not fit the schema: {error.errors()[0]['msg']}")
            continue
        seen.add(key)
        first = text.occurrences(name)
        kept.append((first[0].start if first else extent.start, Kept(organization, draft.decision)))
    return [item for _, item in sorted(kept, key=lambda pair: pair[0])]


def _name(text: ArticleText, draft: OrganizationDraft) -> tuple[str, Extent] | None:
    near = draft.place.start if isinstance(draft.place, Extent) else getattr(draft.place, "near", None)
    wanted = _COMMITTEE.sub("", draft.name, count=1) if _COMMITTEE.match(draft.name) else draft.name
    found = text.wording(wanted, near)
    if found is None and isinstance(draft.place, Quote):
        placed = text.place(draft.place)
        if placed.extent is not None and organization_key(draft.place.text) == organization_key(draft.name):
            found = text.wording(draft.place.text, near)
    if found is None and organization_key(wanted) == organization_key(PROVINCIAL):
        meant = _WHOLE_PROVINCE.search(text.folded.text)  # guide, section 2: "toàn tỉnh có …" is Đảng bộ tỉnh
        found = (PROVINCIAL, text.folded.original(*meant.span())) if meant is not None else None
    return found


def _province(
    told: Iterable[Callable[[], Set[str]]], draft: OrganizationDraft, on: date | None, refusals: Refusals
) -> str | None:
    if draft.province is None or not draft.province.strip():
        return None
    name = province_of(draft.province, on)
    if name is None:
        refusals.add("organization.province", draft.province, "it is no province of the list")
        return None
    if any(name in provinces() for provinces in told):
        return name
    refusals.add("organization.province", draft.province, "neither the text nor the outlet's name or tag tells it")
    return None


def _provinces_signed(text: ArticleText, outlet: str | None, on: date | None) -> set[str]:
    """The provinces, as of the day `on`, that the outlet's name, tag or domain stands for."""
    ends = f"{text.text[:TAG_REACH]} {text.text[-TAG_REACH:]}"
    signs = {word.strip('().,:;-–—[]"“”') for word in ends.split()}
    signs = {sign for sign in signs if _TAG.match(sign)} | {outlet or "", _host(text.article.url)}
    return {province for sign in signs if (province := province_of_outlet(sign, on)) is not None}


def _host(url: str | None) -> str:
    """The host of an address, empty where there is none or it is malformed."""
    try:
        return urlsplit(url or "").netloc
    except ValueError:
        return ""
