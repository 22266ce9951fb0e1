"""The flags that say how inputs are read: which field is what, and what ids are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import click

from extractor.terminal import one_line

if TYPE_CHECKING:
    from extractor.loaders import Inputs, Limits, Manner

Command = TypeVar("Command", bound=Callable[..., Any])


class _FieldFlag(NamedTuple):
    """A flag that names a field of records."""

    part: str
    help: str


_FIELDS: Final = (
    _FieldFlag("id", "Field (column) of the article's id."),
    _FieldFlag("text", "Field of its text or HTML; usual names (text, content, body, nội dung …) are found."),
    _FieldFlag("title", "Field of its headline."),
    _FieldFlag("url", "Field of its address."),
    _FieldFlag("date", "Field of its date of publication."),
    _FieldFlag("outlet", "Field of its outlet."),
)
_ID_FROM: Final = ("name", "path", "url", "hash")


def input_options(command: Command) -> Command:
    """A decorator that adds the flags; `read_inputs` takes them from the command's arguments."""
    for flag in reversed(_FIELDS):
        command = click.option(f"--{flag.part}-field", default=None, metavar="NAME", help=flag.help)(command)
    return click.option(
        "--id",
        "id_from",
        type=click.Choice(_ID_FROM),
        default="name",
        help="What ids are made of: the name (in folders the path from there), the whole path, the url, the text.",
    )(command)


def article_id_option(command: Command) -> Command:
    """Adds `--id`, which says whose article of a file of several is meant, and `--text-field`, where its text is."""
    command = click.option("--text-field", default=None, metavar="NAME", help=_FIELDS[1].help)(command)
    return click.option(
        "--id", "wanted", metavar="DOC_ID", help="Of a file of several articles take this one, not the first."
    )(command)


def read_inputs(
    named: Sequence[str], flags: Mapping[str, Any], limits: Limits, *, exclude: Path | None, quiet: bool
) -> Inputs:
    """The files that the names stand for, to be read as the flags say; notes go to standard error, unless quiet.

    Raises `UsageError` where a name stands for nothing, and where `--text-field` names what no record has.
    """
    from extractor.loaders import FieldNames, Manner, check_text_field, find_inputs

    def note(message: str) -> None:
        if not quiet:
            click.echo(one_line(message), err=True)

    fields = FieldNames(**{flag.part: flags.get(f"{flag.part}_field") for flag in _FIELDS})
    manner = Manner(fields, flags.get("id_from") or "name", note)
    if flags.get("on") == "ray":
        found = _anywhere(named, manner, exclude, str(flags["place"]))
    else:
        found = find_inputs(named, exclude=exclude, manner=manner)
        if account := found.account():
            note(account)
    check_text_field(found, limits)
    return found


def _anywhere(named: Sequence[str], manner: Manner, exclude: Path | None, place: str) -> Inputs:
    """The files that names and addresses stand for, in order. Raises `UsageError` where one stands for nothing."""
    from extractor.cli.manner_options import guard_address
    from extractor.loaders import Inputs, find_inputs
    from extractor.parts.storage import is_uri
    from extractor.runs.machines.inputs import find_remote

    found = Inputs(manner=manner)
    for name in named:
        if is_uri(name):
            guard_address(name)
            more = Inputs(tuple(find_remote(name, exclude=place if is_uri(place) else None)))
        else:
            more = find_inputs([name], exclude=exclude, manner=manner)
            if account := more.account():
                manner.note(account)
        known = {source.origin for source in found.sources}
        fresh = tuple(source for source in more.sources if source.origin not in known)
        found = replace(found, sources=found.sources + fresh, roots=found.roots + more.roots)
    return found
