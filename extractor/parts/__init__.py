"""Results in parts: what a run on many machines leaves, written whole or not at all, read as one run's folder."""
