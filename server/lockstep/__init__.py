"""Lockstep keeps a Python workspace's environment in step with its lockfile."""

__version__ = "0.1.0"
