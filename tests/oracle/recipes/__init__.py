"""The projects of the oracle, one module per kind."""
