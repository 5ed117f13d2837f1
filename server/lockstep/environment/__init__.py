"""Reading an environment: which one, what is installed, for which markers; never running it."""
