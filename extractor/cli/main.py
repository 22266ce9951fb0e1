"""The `extractor` command itself: subcommands loaded when used, errors as one sentence."""

from __future__ import annotations

import errno
import io
import os
import sys
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Final, NamedTuple

import click

from extractor import __version__
from extractor.errors import ExtractorError, UsageError
from extractor.terminal import one_line, printable

INTERRUPTED: Final = 130
"""Exit code after Ctrl-C, as shells use it."""


class Subcommand(NamedTuple):
    """Where a subcommand lives (`module:attribute`), and its line in the help."""

    place: str
    help: str


SUBCOMMANDS: Final[dict[str, Subcommand]] = {
    "run": Subcommand("extractor.cli.run:command", "Summarise articles into a folder of results."),
    "status": Subcommand("extractor.cli.status:command", "Show how a run stands, from another terminal."),
    "cache": Subcommand("extractor.cli.cache:command", "Show or prune the completions that all runs share."),
    "export": Subcommand("extractor.cli.export:command", "Write results as tables: xlsx, csv, parquet, duckdb, ..."),
    "view": Subcommand("extractor.cli.view:command", "Make a page to look at results, article by article."),
    "eval": Subcommand("extractor.cli.eval:command", "Score results against gold."),
    "task": Subcommand("extractor.cli.task:command", "Check, show or begin a task of your own."),
    "compare": Subcommand("extractor.cli.compare:command", "Compare two runs on the same gold."),
    "gold": Subcommand("extractor.cli.gold:command", "Check, count and convert gold files."),
    "explain": Subcommand(
        "extractor.cli.explain:command", "Show an article with every mention and the rule behind it."
    ),
    "rules": Subcommand("extractor.cli.rules:command", "List the rules that label figures, or show one."),
    "prompt": Subcommand("extractor.cli.prompt:command", "Show the exact request a model would get."),
    "schema": Subcommand("extractor.cli.schema:command", "Print the JSON Schema of a summary."),
    "init": Subcommand("extractor.cli.init:command", "Write an annotated extractor.toml."),
}
"""The table of subcommands. The help is made of it alone, so that `extractor --help` imports nothing heavy."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names in the table's order."""
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, imported now."""
        if cmd_name not in SUBCOMMANDS:
            return None
        module, attribute = SUBCOMMANDS[cmd_name].place.split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first argument names. Raises `UsageError`, with the nearest name, where none does."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = get_close_matches(args[0], list(SUBCOMMANDS), n=1)
            if not near or args[0].startswith("-"):
                raise
            raise click.UsageError(f"{error.message} Did you mean {near[0]!r}?", ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of commands, from the table."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, subcommand.help) for name, subcommand in SUBCOMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="extractor", message="%(prog)s %(version)s")
def cli() -> None:
    """Typed, proven summaries of Vietnamese news articles on Party reviews.

    \b
    extractor run ARTICLES --out results      one summary for each article
    extractor eval GOLD results/summaries.jsonl   how good they are
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command and leave with its exit code: 0 done, 1 something failed, 2 the command was wrong."""
    _open_closed_streams()
    _speak_utf8()
    sys.exit(run_cli(arguments))


def run_cli(arguments: list[str] | None = None) -> int:
    """The command's exit code. Every error ends as one sentence on standard error, never as a traceback."""
    try:
        result = cli.main(args=arguments, prog_name="extractor", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)  # a group alone: its help, which begins with the usage
        return error.exit_code
    except click.ClickException as error:
        usage = error.ctx.get_usage() + "\n" if isinstance(error, click.UsageError) and error.ctx else ""
        click.echo(printable(f"{usage}Error: {error.format_message()}"), err=True)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _fail("Stopped by Ctrl-C.", INTERRUPTED)
    except UsageError as error:
        return _fail(str(error), 2)
    except ExtractorError as error:
        return _fail(str(error), 1)
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): nothing is wrong. Python would complain when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _fail(_refusal(error), 1)
    except Exception as error:
        if os.environ.get("EXTRACTOR_DEBUG"):
            raise
        return _fail(f"Unexpected {type(error).__name__}: {error}. Set EXTRACTOR_DEBUG=1 to see where.", 1)
    return result if isinstance(result, int) else 0


def _refusal(error: OSError) -> str:
    """What to say where the system refuses something."""
    where, said = f" ({error.filename})" if error.filename else "", error.strerror or str(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT) or "disk is full" in said:
        return f"The disk is full{where}; make room and give the same command again: what was kept is whole."
    if "disk I/O error" in said:  # what SQLite says of a disk that is full, too
        return f"The disk refuses to write{where}; see whether it is full, and give the same command again."
    return f"The system refused{where}: {said}."


def _fail(message: str, code: int) -> int:
    click.echo(f"extractor: {one_line(message)}", err=True)
    return code


def _open_closed_streams() -> None:
    """A stream that the caller has closed (`<&-`, `>&-`) is empty, or takes everything and keeps nothing."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115


def _speak_utf8() -> None:
    """Vietnamese on any locale: both streams write UTF-8, and what cannot be written is escaped, never fatal."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    main()
