"""A learned second opinion on each quantity, and how it is weighed against the rules' (docs/decisions/015)."""
