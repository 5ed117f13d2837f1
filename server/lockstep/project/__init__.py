"""Finds projects, reads their files, and checks them."""
