"""The contract of the host, put to every platform in the same words."""
