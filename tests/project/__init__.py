"""Finding a project, reading it and checking it."""
