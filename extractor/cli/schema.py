"""`extractor schema`: the contract of the output."""

from __future__ import annotations

import json
from pathlib import Path

import click

from extractor.cli.options import task_option


@click.command("schema", short_help="Print the JSON Schema of a summary.")
@click.option("--labels", is_flag=True, help="Print the labels with their Vietnamese glosses as Markdown instead.")
@task_option
def command(labels: bool, task: Path | None) -> None:
    """Print the JSON Schema (draft 2020-12) of one line of summaries.jsonl."""
    if labels:
        from extractor.tasks.party_review.label_tables import label_tables

        click.echo(label_tables(), nl=False)
        return
    from extractor.schema import json_schema
    from extractor.tasks.registry import find_task

    if task is not None:
        model = find_task(task).model
        own = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | model.model_json_schema(
            mode="serialization"
        )
        click.echo(json.dumps(own, ensure_ascii=False, indent=2))
        return
    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
