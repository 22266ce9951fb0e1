"""Many articles: inputs in order, a pool of workers, and a ledger that survives being killed."""
