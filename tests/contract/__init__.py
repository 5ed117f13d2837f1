"""The contract of the host: the same cases on every platform."""
