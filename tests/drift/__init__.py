"""From expected and installed packages to findings."""
