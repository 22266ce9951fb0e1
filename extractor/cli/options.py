"""The flags that say which engine answers, shared by the commands that ask a model."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

import click

from extractor.errors import UsageError
from extractor.terminal import one_line

Command = TypeVar("Command", bound=Callable[..., Any])


class Amount(click.FloatRange):
    """A number within bounds; `nan`, which no comparison keeps out, is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number. Raises `click.BadParameter` where it is none or out of bounds."""
        number = float(super().convert(value, param, ctx))
        if math.isnan(number):
            self.fail("nan is not a number.", param, ctx)
        return number


class NamedPath(click.Path):
    """A file or folder that the command line names: the empty name, which stands for the current folder, is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path. Raises `click.BadParameter` where the name is empty."""
        if isinstance(value, str) and not value.strip():
            self.fail("the name is empty; is a variable not set?", param, ctx)
        return super().convert(value, param, ctx)


class ResultsPath(NamedPath):
    """A folder (or file) of results, or the address of a folder that `--on ray` wrote."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path; for an address a folder that stands for it. Raises `UsageError` where nothing is there."""
        if isinstance(value, str) and "://" in value:
            from extractor.parts.remote import folder_of

            return folder_of(value)
        return super().convert(value, param, ctx)


def guard_out(results: Path, out: Path | None, flag: str) -> None:
    """Raises `UsageError` where a file would be written beside results at an address."""
    from extractor.parts.remote import address_of

    address = address_of(results)
    if address is not None and out is None:
        raise UsageError(f"{address.shown} is only read; say with {flag} where on this machine to write.")


LONGEST_SECONDS: Final = 86_400
"""Seconds, a day, that anything may be given: the system's clocks take no more than some weeks."""
_MOST: Final = 10**9
"""Tokens, dollars or calls that a flag may name."""
_COUNT: Final = click.IntRange(max=_MOST)
_AMOUNT: Final = Amount(max=_MOST)


class ModelFlag(NamedTuple):
    """A flag that sets one field of `LlmSettings` (same name, underscores for hyphens)."""

    name: str
    type: click.ParamType[Any] | type
    help: str


_CHOSEN: Final = (
    ModelFlag("model", str, "Model name as the server knows it."),
    ModelFlag("base-url", str, "Root of any OpenAI-compatible API, such as http://localhost:8080/v1."),
    ModelFlag(
        "strategy", click.Choice(["pointer", "quote"]), "How the model answers: by ids of quantities, or by quotes."
    ),
    ModelFlag("mode", click.Choice(["auto", "schema", "tools", "json"]), "How a typed reply is asked for."),
    ModelFlag("schema-form", click.Choice(["auto", "full", "lean"]), "The reply's schema with or without label lists."),
    ModelFlag("temperature", float, "Sampling temperature."),
    ModelFlag("top-p", float, "Nucleus sampling."),
    ModelFlag("seed", int, "Sampling seed, where the server has one."),
    ModelFlag("max-output-tokens", _COUNT, "Room for one reply."),
    ModelFlag("timeout", Amount(max=LONGEST_SECONDS), "Seconds for one call."),
    ModelFlag("service-tier", str, "The provider's service tier."),
    ModelFlag("reasoning-effort", str, "How long a reasoning model thinks."),
    ModelFlag("context-window", _COUNT, "The model's context in tokens; longer articles are split."),
    ModelFlag("few-shots", _COUNT, "Worked examples in the prompt; small contexts need fewer."),
    ModelFlag("attempts", _COUNT, "Calls that passing faults may use up for one question."),
    ModelFlag("price-input", _AMOUNT, "US dollars for a million input tokens."),
    ModelFlag("price-cached", _AMOUNT, "US dollars for a million cached input tokens."),
    ModelFlag("price-output", _AMOUNT, "US dollars for a million output tokens."),
)
BUDGET_FLAGS: Final = (
    ModelFlag("max-cost", _AMOUNT, "US dollars after which the run stops, with what is done kept."),
    ModelFlag("max-tokens", _COUNT, "Tokens, in and out together, after which the run stops."),
)


def say(message: str) -> None:
    """Tell the user something beside the output, as one line on standard error."""
    click.echo(one_line(message), err=True)


def write_text(file: Path, text: str) -> None:
    """A text file, its folder made where there is none."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def task_option(command: Command) -> Command:
    """Adds `--task`."""
    return click.option(
        "--task",
        type=NamedPath(path_type=Path),
        metavar="DIR",
        help="A task's folder, whose code is run. Default: party_review.",
    )(command)


def model_options(*, budget: bool = False) -> Callable[[Command], Command]:
    """A decorator that adds the model's flags; the command gets each by its field's name, None where not given."""

    def decorate(command: Command) -> Command:
        for flag in reversed(_CHOSEN + (BUDGET_FLAGS if budget else ())):
            command = click.option(f"--{flag.name}", type=flag.type, default=None, help=flag.help)(command)
        return command

    return decorate


def given_flags(values: Mapping[str, object]) -> dict[str, object]:
    """Of a command's arguments the model's settings that were given."""
    names = {flag.name.replace("-", "_") for flag in _CHOSEN + BUDGET_FLAGS}
    return {name: value for name, value in values.items() if name in names and value is not None}


def all_flags() -> tuple[ModelFlag, ...]:
    """Every flag that sets a field of the model's settings, in the help's order."""
    return _CHOSEN + BUDGET_FLAGS
