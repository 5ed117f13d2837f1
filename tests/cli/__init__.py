"""The command line: text, JSON, options, exit statuses."""
