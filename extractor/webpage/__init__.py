"""What every web page of this package shares: its colours, how text is marked, and data that is safe in HTML."""
