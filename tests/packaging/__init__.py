"""The VSIX: what is in it, and that what is in it runs."""
