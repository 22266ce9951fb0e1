"""Yearly reviews of Party organisations: the task this package comes with."""
