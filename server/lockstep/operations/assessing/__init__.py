"""What a sync does and whether it is done: uv decides, our own check locates."""
