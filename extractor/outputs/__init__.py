"""Files made of summaries: JSON lines, a table of figures, failures, and the account of a run."""
