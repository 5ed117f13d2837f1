"""One transaction on an environment, its guard and its recovery."""
