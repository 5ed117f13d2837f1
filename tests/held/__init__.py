"""Issues of uv's tracker, reproduced: programs hold files, and a sync has to succeed."""
