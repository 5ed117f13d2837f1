"""The VSIX: its files, and a server that runs from it."""
