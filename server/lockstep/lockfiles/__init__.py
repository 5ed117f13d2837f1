"""Text to pins: one pure reader for each file format. Readers never fail on bad text."""
