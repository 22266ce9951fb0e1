"""`extractor schema`: the contract of the output."""

from __future__ import annotations

import json

import click


@click.command("schema", short_help="Print the JSON Schema of a summary.")
@click.option("--labels", is_flag=True, help="Print the labels with their Vietnamese glosses as Markdown instead.")
def command(labels: bool) -> None:
    """Print the JSON Schema (draft 2020-12) of one line of summaries.jsonl."""
    if labels:
        from extractor.label_tables import label_tables

        click.echo(label_tables(), nl=False)
        return
    from extractor.schema import json_schema

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
