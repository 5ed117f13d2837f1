"""Transactions: their parts, and the system errors in the middle of them."""
