"""`extractor init`: an extractor.toml with every setting, its default and its meaning."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import click

from extractor.cli.options import NamedPath
from extractor.config import BASE_URL_VARIABLE, CONFIG_NAME, MODEL_VARIABLE
from extractor.errors import UsageError

_EXAMPLES: Final[dict[str, Any]] = {
    "model": "gpt-5-mini",
    "base-url": "http://localhost:8080/v1",
    "top-p": 0.9,
    "seed": 1,
    "service-tier": "flex",
    "reasoning-effort": "low",
    "context-window": 32_768,
    "few-shots": 2,
    "price-input": 0.25,
    "price-cached": 0.025,
    "price-output": 2.0,
    "max-cost": 5.0,
    "max-tokens": 1_000_000,
}
"""What stands behind a setting that has no default."""


@click.command("init", short_help="Write an annotated extractor.toml.")
@click.argument("folder", metavar="[DIR]", default=".", type=NamedPath(file_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def command(folder: Path, force: bool) -> None:
    """Write extractor.toml into DIR (here, if not given): every setting with its meaning, commented out.

    `extractor` reads it from the folder it is called in.
    """
    path = folder / CONFIG_NAME
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("w" if force else "x", encoding="utf-8") as file:
            file.write(annotated())
    except FileExistsError:
        raise UsageError(f"{path} is there already; --force replaces it.") from None
    click.echo(f"{path} written; take away the # before what you want to set.")


def annotated() -> str:
    """The text of the file. Every setting stands in it as a comment that is right once its # is taken away."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    from extractor.cli.options import all_flags
    from extractor.engines.llm.settings import KEY_VARIABLE, LlmSettings

    yield "# Settings of extractor. Flags win over the environment, the environment over this file, and this file over"
    yield "# extractor/extractor.toml in your configuration folder ($XDG_CONFIG_HOME, ~/.config)."
    yield f"# {MODEL_VARIABLE} and {BASE_URL_VARIABLE} name a model and a server in the environment. A key never stands"
    yield f"# here: it is read from {KEY_VARIABLE}."
    yield ""
    yield "# rules: no model, no network. llm: the model below. If not set: llm where a model is named, else rules."
    yield '# engine = "rules"'
    yield ""
    yield "[llm]"
    for flag in all_flags():
        field = LlmSettings.model_fields[flag.name.replace("-", "_")]
        known = None if field.is_required() else field.default
        value = _EXAMPLES[flag.name] if known is None else known
        yield f"# {flag.help}" + (" No default; for example:" if known is None else "")
        yield f"# {flag.name.replace('-', '_')} = {json.dumps(value)}"
