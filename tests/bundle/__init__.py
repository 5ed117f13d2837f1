"""The bundle, and the bundled server on Pythons without other packages."""
