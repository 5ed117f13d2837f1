"""What uv would do with the environment, in many states, compared with a check without uv."""
