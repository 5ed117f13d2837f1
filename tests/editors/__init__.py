"""Real editors with the configuration in docs/editors.md."""
