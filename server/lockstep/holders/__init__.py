"""Finds the processes that use an environment, to what they belong, and how to restart them."""
