"""The rules of the house. Each one shows the file and line that break it, and that it can fail."""
