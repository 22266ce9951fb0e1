"""The flags of `extractor run` that say how a run goes about its work: at once, in what time, from which store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from extractor.cli.options import LONGEST_SECONDS, Amount

if TYPE_CHECKING:
    from extractor.config import EngineChoice
    from extractor.loaders import Inputs
    from extractor.runs.job import Manner

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS: Final = (
    click.option(
        "--concurrency",
        type=click.IntRange(1, 4096),
        metavar="N",
        help="Calls at once. Default: as many as the server takes, 64 at most.",
    ),
    click.option(
        "--processes",
        type=click.IntRange(1, 256),
        metavar="N",
        help="Processes that compute. Default: one for each core.",
    ),
    click.option(
        "--article-timeout",
        type=Amount(min=0, min_open=True, max=LONGEST_SECONDS),
        metavar="S",
        help="Seconds for one article, computing and calls in flight. Default: 60 of computing.",
    ),
    click.option(
        "--cache",
        metavar="DIR|off",
        help="Folder of the completions that all runs share. Default: ~/.cache/extractor; off: none.",
    ),
    click.option(
        "--sample",
        type=click.IntRange(0, 1_000_000),
        default=0,
        metavar="N",
        help="Which of several answers to ask for.",
    ),
    click.option("--ask-again", is_flag=True, help="Pay again for what the store of completions has."),
    click.option(
        "--via",
        type=click.Choice(["online", "batch"]),
        default="online",
        help="Ask at once, or by the provider's Batch API: half the price, answers within a day.",
    ),
    click.option(
        "--follow-up",
        type=click.Choice(["batch", "online"]),
        default="batch",
        help="How second questions of a batch go.",
    ),
    click.option("--wait", is_flag=True, help="Wait for batches; else run the same command again to collect them."),
    click.option(
        "--on",
        type=click.Choice(["here", "ray"]),
        default="here",
        help="This machine, or a Ray cluster; INPUT and DIR may then be addresses too: s3://bucket/folder.",
    ),
    click.option(
        "--ray-address", metavar="HOST:PORT", help="The cluster's head node. Default: RAY_ADDRESS, else this machine."
    ),
    click.option("--cancel", is_flag=True, help="Ask the provider to end the batches that are out; hand nothing in."),
)


def manner_options(command: Command) -> Command:
    """A decorator that adds the flags; `manner_of` takes them from the command's arguments."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def manner_of(flags: Mapping[str, Any], choice: EngineChoice) -> Manner:
    """How the run is to go about its work, as the flags say."""
    from extractor.runs.job import Manner

    many = flags.get("on") == "ray"
    return Manner(
        concurrency=flags["concurrency"],
        processes=flags["processes"] or 0 if many else _processes(flags["processes"], flags["concurrency"], choice),
        article_timeout=flags["article_timeout"],
        cache=_cache(flags["cache"]),
        sample=flags["sample"],
        ask_again=flags["ask_again"],
        via=flags["via"],
        follow_up=flags["follow_up"],
        wait=flags["wait"],
        cancel=flags["cancel"],
    )


def guard_manner(flags: Mapping[str, Any], choice: EngineChoice) -> None:
    """Raises `UsageError` for a flag that this run would not heed: of batches without `--via batch`, of a model that
    nobody asks.
    """
    from extractor.errors import UsageError

    of_batches = {"--wait": flags["wait"], "--cancel": flags["cancel"], "--follow-up": flags["follow_up"] == "online"}
    for flag, given in of_batches.items():
        if given and flags["via"] != "batch":
            raise UsageError(f"{flag} goes with --via batch.")
    of_models = {"--ask-again": flags["ask_again"], "--sample": flags["sample"] > 0}
    for flag, given in of_models.items():
        if given and choice.llm is None:
            raise UsageError(f"{flag} is for a language model; the rules engine asks none: name one with --model.")


def place_of_results(place: str, flags: Mapping[str, Any]) -> Path:
    """The folder of the results as a path; for an address it is of use only for what is shown.

    Raises `UsageError` for an address without `--on ray`, or flags of a cluster without it.
    """
    from extractor.errors import UsageError
    from extractor.parts.storage import is_uri

    if flags["on"] != "ray":
        if is_uri(place):
            raise UsageError(f"{place} is an address; only --on ray writes there.")
        if flags["ray_address"] is not None:
            raise UsageError("--ray-address goes with --on ray.")
    elif is_uri(place):
        guard_address(place)
    return Path(place)


def guard_here(place: str, inputs: Inputs, *, dry_run: bool, also: bool) -> None:
    """Raises `UsageError` where something that only this machine does is asked of addresses, and where the results
    would come among somebody's files.
    """
    from extractor.errors import UsageError
    from extractor.parts.storage import is_uri
    from extractor.runs.folder import guard_folder

    if dry_run and any(source.called is not None for source in inputs.sources):
        raise UsageError("--dry-run reads on this machine: give it files, a part of the archive perhaps.")
    if also and is_uri(place):
        raise UsageError("--also writes on this machine: bring the results here, then `extractor export`.")
    if not is_uri(place):
        guard_folder(Path(place))


def guard_address(place: str) -> None:
    """Raises `UsageError` for what is no address, and for one with a user name or password: it is written down."""
    from urllib.parse import urlsplit

    from extractor.errors import UsageError

    try:
        parts = urlsplit(place)
        parts.port  # noqa: B018 - raises where it is none
    except ValueError:
        raise UsageError(
            "An address must be one such as s3://bucket/folder, with a port from 1 to 65535 if any."
        ) from None
    if parts.username is not None:
        raise UsageError("An address must not hold a user name or password; give them to all nodes by the environment.")


def _processes(named: int | None, concurrency: int | None, choice: EngineChoice) -> int:
    """Processes that compute: as named, else one a core, with the rules no more than articles at once."""
    from extractor.runs.job import cores

    if named is not None:
        return named
    return min(cores(), concurrency) if concurrency is not None and choice.llm is None else cores()


def _cache(named: str | None) -> Path | None:
    from extractor.runs.calls import cache_folder

    if named == "off":
        return None
    return Path(named) if named else cache_folder()
