"""All tests; each folder is a part of `npm test`, and tests/tidy holds the rules of the house."""
