"""The bundle, and the server that runs from it on Pythons with nothing installed."""
