"""The rules as a table: what each says, how it ties a number to the one before, its examples (`data/rules.toml`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal, get_args

from extractor.errors import ExtractorError
from extractor.text.lexicon import load_table

Link = Literal["own", "before", "shared", "carried", "part", "kinds", "share", "class", "none"]
"""How a number hangs on its neighbours; the head of `data/rules.toml` says what each means."""

_ENOUGH: Final = 2
"""Articles that bear a rule out, where no reason is written for it."""


class RuleTableError(ExtractorError):
    """The table of rules is not in order; the message names the rule and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Example:
    """A paragraph in which the rule decides: the mention, what it gives, and the gold article it comes from."""

    text: str
    mention: str
    gives: str
    """`subject/measure`, and `/basis` where it is not the value itself."""
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table."""

    name: str
    link: Link
    says: str
    examples: tuple[Example, ...]
    reason: str | None = None


def read_rules(rows: Sequence[dict[str, Any]]) -> dict[str, Rule]:
    """The rules by name, in the table's order. Raises `RuleTableError` where a row is not in order."""
    found: dict[str, Rule] = {}
    for row in rows:
        rule = Rule(
            name=row["name"],
            link=row["link"],
            says=row["says"],
            examples=tuple(Example(**example) for example in row.get("example", ())),
            reason=row.get("reason"),
        )
        if rule.name in found:
            raise RuleTableError(f"The rule {rule.name} stands in the table twice; keep one row.")
        _check(rule)
        found[rule.name] = rule
    return found


def _check(rule: Rule) -> None:
    if rule.link not in get_args(Link):
        raise RuleTableError(
            f"The rule {rule.name} has the link {rule.link!r}; use one of {', '.join(get_args(Link))}."
        )
    sources = {example.source for example in rule.examples if example.source}
    if len(sources) < _ENOUGH and not rule.reason:
        raise RuleTableError(f"The rule {rule.name} needs examples from two articles, or a reason why it stays.")


@cache
def rules() -> dict[str, Rule]:
    """The table that the engine works with."""
    return read_rules(load_table("extractor.engines.rules", "rules.toml")["rule"])


def link_of(name: str) -> Link:
    """How the rule of that name ties a number to the one before. Raises `RuleTableError` for a name without a row."""
    link = _links().get(name)
    if link is None:
        raise RuleTableError(f"The rule {name} has no row in data/rules.toml; write one with two examples.")
    return link


@cache
def _links() -> dict[str, Link]:
    return {name: rule.link for name, rule in rules().items()}
