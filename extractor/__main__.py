"""The way into the command, as a script and as `python -m extractor`: Ctrl-C is one sentence from its first moment."""

import sys

_INTERRUPTED = 130
"""As `extractor.cli.main` has it, which may not be there yet."""


def main() -> None:
    """Load the command and run it."""
    try:
        from extractor.cli.main import main as command

        command()
    except KeyboardInterrupt:
        sys.stderr.write("extractor: Stopped by Ctrl-C.\n")
        sys.exit(_INTERRUPTED)


if __name__ == "__main__":
    main()
