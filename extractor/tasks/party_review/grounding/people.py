"""People: names verbatim and capitalised, roles verbatim. Source: annotation guide, section 5."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import ValidationError

from extractor.engines.rules.draft import PersonDraft
from extractor.grounding.refusals import Kept, Refusals
from extractor.grounding.text import ArticleText, clean
from extractor.schema import Person
from extractor.text.article import Extent
from extractor.text.fold import fold_text

MAX_NAME_WORDS = 7
"""Words a person's name may have; longer ones are sentences."""


def ground_people(text: ArticleText, drafts: Iterable[PersonDraft], refusals: Refusals) -> list[Kept[Person]]:
    """The people whose names stand in the article, each once (with a role, where one mention has it), in text order."""
    kept: dict[str, Kept[Person]] = {}
    for draft in drafts:
        person = _person(text, draft, refusals)
        if person is None:
            continue
        key = fold_text(person.item.name)
        known = kept.get(key)
        if known is None or (known.item.role is None and person.item.role is not None):
            kept[key] = person
        if known is not None:
            refusals.add("person", draft.name, "the same person is already listed")
    return sorted(kept.values(), key=lambda person: (person.item.evidence.start, person.item.evidence.end))


def _person(text: ArticleText, draft: PersonDraft, refusals: Refusals) -> Kept[Person] | None:
    placed = text.place(draft.evidence)
    near = placed.extent.start if placed.extent is not None else getattr(draft.evidence, "near", None)
    name = text.wording(draft.name, near)
    if name is None:
        refusals.add("person", draft.name, f"the name {text.no_wording(draft.name)}")
        return None
    spelt, extent = name
    inside = [hit for hit in text.occurrences(spelt) if placed.extent is not None and placed.extent.covers(hit)]
    extent = inside[0] if inside else extent
    fault = _name_fault(spelt)
    if fault:
        refusals.add("person", draft.name, fault)
        return None
    role = None
    role_extent: Extent | None = None
    if draft.role is not None and clean(draft.role):
        found = text.wording(draft.role, extent.start)
        if found is None:
            refusals.add("person.role", f"{draft.name}, {draft.role}", f"it {text.no_wording(draft.role)}")
        else:
            role, role_extent = found
    evidence = _evidence(text, placed.extent, extent, role_extent)
    try:
        person = Person(name=spelt, role=role, evidence=text.span(evidence))
    except ValidationError as error:
        refusals.add("person", draft.name, f"it does not fit the schema: {error.errors()[0]['msg']}")
        return None
    return Kept(person, draft.decision)


def _name_fault(name: str) -> str | None:
    words = name.split()
    if len(words) > MAX_NAME_WORDS:
        return f"{len(words)} words are no name"
    if not all(word[0].isupper() for word in words):
        return "a name has a capital letter in each word"
    if any(character.isdigit() for character in name):
        return "a name has no digits"
    return None


def _evidence(text: ArticleText, placed: Extent | None, name: Extent, role: Extent | None) -> Extent:
    """The given evidence if it holds the name; else the stretch from name to role, or the clause around the name."""
    if placed is not None and placed.covers(name):
        return placed
    if role is not None:
        hull = Extent(min(name.start, role.start), max(name.end, role.end))
        line = text.text[hull.start : hull.end]
        if "\n" not in line and len(line) <= 200:
            return hull
    return text.cover(placed, name)
