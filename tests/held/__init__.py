"""The threads of uv's tracker, replayed: programs hold files, and a sync has to succeed."""
