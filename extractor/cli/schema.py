"""`extractor schema`: the contract of the output."""

from __future__ import annotations

import json

import click


@click.command("schema", short_help="Print the JSON Schema of a summary.")
def command() -> None:
    """Print the JSON Schema (draft 2020-12) of one line of summaries.jsonl."""
    from extractor.schema import json_schema

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
