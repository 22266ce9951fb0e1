"""One writer for each form that tables leave in."""
