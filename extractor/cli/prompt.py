"""`extractor prompt`: the exact request a model would get for one article, before anything is asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.cli.input_options import article_id_option
from extractor.cli.options import given_flags, model_options, say, task_option
from extractor.terminal import printable, printable_json

if TYPE_CHECKING:
    from extractor.engines.llm.prompt import Message
    from extractor.engines.llm.settings import LlmSettings
    from extractor.tasks.model import ModelEngine

_UNNAMED = "unnamed"
"""Stands for the model where none is configured: the messages are the same for all."""


@click.command("prompt", short_help="Show the exact request a model would get.")
@click.argument("article", metavar="ARTICLE")
@article_id_option
@click.option("--json", "as_json", is_flag=True, help="Only the messages, as JSON: a list of requests.")
@click.option("--schema", is_flag=True, help="Only the JSON Schema of the reply.")
@task_option
@model_options()
def command(
    article: str,
    wanted: str | None,
    text_field: str | None,
    as_json: bool,
    schema: bool,
    task: Path | None,
    **model: Any,
) -> None:
    """Show what a model would be asked about ARTICLE (a file, or - for standard input), message by message.

    The system message is the same for every article; its SHA-256 is the prompt's hash in run.json. A long article
    (--context-window) makes several requests. Needs no key and no network; token counts are estimates.
    """
    from extractor.loaders import load_one
    from extractor.reading.reader import read
    from extractor.tasks.registry import find_task

    engine = find_task(task).engine(_settings(given_flags(model)))
    if schema:
        click.echo(json.dumps(engine.reply_model.model_json_schema(), ensure_ascii=False, indent=2))
        return
    loaded = load_one(article, note=say, wanted=wanted, text_field=text_field)
    reading = read(loaded)
    requests = engine.messages(loaded, reading)
    if as_json:
        click.echo(printable_json(requests))
        return
    for line in _page(engine, requests):
        click.echo(line)
    usage = engine.estimate(loaded, reading)
    cost = "" if usage.cost_usd is None else f", ${usage.cost_usd:.4f}"
    click.echo(f"about {usage.input_tokens} tokens in, {usage.output_tokens} out{cost}, follow-up included", err=True)


def _settings(given: dict[str, object]) -> LlmSettings:
    """The configured settings; the model may go unnamed, for the messages do not depend on it."""
    from extractor.config import choose_engine
    from extractor.errors import UsageError

    try:
        choice = choose_engine(engine="llm", flags=given)
    except UsageError:
        if "model" in given:
            raise
        choice = choose_engine(engine="llm", flags={**given, "model": _UNNAMED})
    assert choice.llm is not None
    return choice.llm


def _page(engine: ModelEngine, requests: list[list[Message]]) -> list[str]:
    """Every message under a line that says what it is; a system message that was shown is not shown again."""
    from extractor.engines.llm.money import estimate_tokens

    prompt = engine.prompt_identity
    page = [f"=== prompt {prompt.name} {prompt.version}, reply {engine.reply_model.__name__}, {prompt.hash}"]
    shown: set[str] = set()
    for number, messages in enumerate(requests, 1):
        for message in messages:
            content = message["content"]
            about = (
                f"=== request {number} of {len(requests)}, {message['role']}: about {estimate_tokens(content)} tokens"
            )
            if content in shown:
                page.append(f"{about}, as before")
                continue
            shown.add(content)
            page += [about, printable(content)]
    return page
