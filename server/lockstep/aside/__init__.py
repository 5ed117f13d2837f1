"""Sets files of an environment aside, with a journal, and commits or rolls back."""
