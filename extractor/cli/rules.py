"""`extractor rules`: the rules that give a figure its labels, as a list or one by one with its examples."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from extractor.errors import UsageError

if TYPE_CHECKING:
    from extractor.engines.rules.table import Rule


@click.command("rules", short_help="List the rules that label figures, or show one.")
@click.argument("name", metavar="[NAME]", required=False)
def command(name: str | None) -> None:
    """List the rules of the rules engine, or show the one called NAME with its examples.

    A rule's name is what `extractor explain` shows beside each figure ("by verb-before"). What it shows beside other
    items (an award, a person) names a step of the code and has no page here.
    """
    from extractor.engines.rules.table import rules

    table = rules()
    if name is None:
        for rule in table.values():
            click.echo(f"{rule.name:34} {rule.link:8} {rule.says}")
        return
    if name not in table:
        near = get_close_matches(name, table, 1)
        meant = f" (do you mean {near[0]}?)" if near else ""
        raise UsageError(
            f"There is no rule of figures called {name}{meant}; `extractor rules` lists all {len(table)}. "
            "What `explain` names beside an organisation, an award, a person or a point is a step of the code."
        )
    for line in _page(table[name]):
        click.echo(line)


def _page(rule: Rule) -> list[str]:
    lines = [rule.name, f"  says     {rule.says}", f"  link     {rule.link}"]
    if rule.reason:
        lines.append(f"  reason   {rule.reason}")
    for example in rule.examples:
        lines.append(f"  example  {example.text}")
        lines.append(f"           {example.mention} -> {example.gives}" + _source(example.source))
    return lines


def _source(source: str | None) -> str:
    return f"  (gold {source})" if source else ""
