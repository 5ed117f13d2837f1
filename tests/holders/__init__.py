"""Which processes use an environment."""
