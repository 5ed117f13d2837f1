"""The commands for uv, and the parsing of its output."""
