"""From a summary to a model's reply and back, for both strategies: pointing at tagged mentions, and quoting."""
