"""The event loop of the server."""
