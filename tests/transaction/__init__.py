"""What a sync asks and does."""
