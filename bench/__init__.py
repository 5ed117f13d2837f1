"""Ratios of what Lockstep needs to what uv needs, side by side in one run."""
