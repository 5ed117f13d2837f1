"""Expected and installed to findings."""
