"""The event loop of the server: events, the pure step, threads, and what is watched."""
