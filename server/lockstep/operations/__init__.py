"""One run of one command, for the command line and the server alike."""
