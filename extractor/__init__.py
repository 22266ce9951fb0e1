"""Typed, proven summaries of Vietnamese articles on Party reviews."""
