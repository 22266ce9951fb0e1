"""Tasks: a summary's model with what belongs to it."""
