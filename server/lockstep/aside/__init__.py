"""Sets files of an environment aside, and puts them back: it ends wholly old or wholly new."""
