"""uv: how to ask it, and what it says."""
