"""Setting aside, restoring, sweeping, and the files that record it."""
