"""The event loop of the server: events, the pure step function, threads, watched files."""
