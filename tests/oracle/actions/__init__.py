"""What becomes of the environment itself: many states, put to uv and to a check without uv."""
