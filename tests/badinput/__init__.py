"""Bad input through the whole program: one clear message, never a traceback."""
