"""Which processes use an environment: their files, their owner, and what makes them release."""
