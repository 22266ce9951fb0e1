"""One run on many machines: Ray hands out the inputs, workers write the results in parts (docs/decisions/018)."""
