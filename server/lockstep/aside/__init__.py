"""Moving aside, and undoing it: whatever happens, an environment is wholly old or wholly new."""
