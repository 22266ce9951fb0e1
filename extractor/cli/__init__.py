"""The `extractor` command: one module for each subcommand, no logic."""
