"""Collects what a bug report needs."""
