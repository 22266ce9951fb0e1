"""`python -m extractor`: the command, where its script is not on the path."""

from extractor.cli.main import main

if __name__ == "__main__":
    main()
