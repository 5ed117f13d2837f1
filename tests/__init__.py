"""All tests; each folder is a part of `npm test`. tests/tidy has the rules for all files."""
