"""The gate of Party reviews: between what an engine claims and what a summary says."""
