"""One run of one command."""
