"""A page to look at: every article of a run with its items marked in its text, in one file that needs no network."""
