"""The projects of the oracle, one module a kind."""
