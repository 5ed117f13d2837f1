"""Real editors with the configuration that docs/editors.md gives them."""
